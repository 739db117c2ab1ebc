"""An unexpected error: one sentence, a reference, a restored terminal, a failing status."""

from __future__ import annotations

import re
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest

pytestmark = pytest.mark.slow

SECRET = "11010519491231002X"


class Run(Protocol):
    output: bytes
    status: int
    restored: bool


@pytest.mark.parametrize("way", ["handler", "worker", "twice", "panic", "stylesheet"])
def test_crash_speaks_one_sentence(
    way: str, run_in_pty: Callable[..., Run], tmp_path: Path
) -> None:
    log = tmp_path / "state" / "fivefold.log"
    run = run_in_pty("crashing.py", way, str(log), until=b"READY", keys=b"x")
    output = run.output.decode()
    assert run.status == 1
    assert run.restored
    assert "\x1b[?1049l" in output
    assert SECRET not in output
    assert "Traceback" not in output
    assert "identity_number" not in output
    afterwards = output.rpartition("\x1b[?1049l")[2]
    found = re.search(r"出错了 \[x\] 编号 ([0-9a-f]{8})。", afterwards)
    assert found is not None
    assert afterwards.count("编号") == 1
    written = log.read_text(encoding="utf-8")
    assert found[1] in written
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    if way in ("handler", "worker", "twice"):
        assert "ValueError: bad record" in written
        assert "in fail" in written
        assert SECRET not in written
