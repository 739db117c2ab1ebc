"""Which colour codes go out: none under NO_COLOR, sixteen where there are no more."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Protocol

import pytest

SGR = re.compile(r"\x1b\[([0-9;]*)m")
STYLES = {"", *map(str, range(10)), *map(str, range(22, 30)), "39", "49"}
# The tab may come before or after the first widget has the keyboard, and lead to an input that
# takes letters: a control key ends it in either case.
KEYS = b"\t\x11"
SIXTEEN = {str(code) for base in (30, 40, 90, 100) for code in range(base, base + 8)}


class Run(Protocol):
    output: bytes
    status: int


@pytest.mark.slow
@pytest.mark.parametrize(
    ("env", "allowed"),
    [
        ({"NO_COLOR": "1"}, STYLES),
        ({"NO_COLOR": "1", "COLORTERM": "truecolor"}, STYLES),
        ({"TERM": "vt100"}, STYLES),
        ({"TERM": "linux"}, STYLES | SIXTEEN),
    ],
    ids=lambda value: ",".join(value) if isinstance(value, dict) else "",
)
def test_poor_terminals(
    env: Mapping[str, str], allowed: set[str], run_in_pty: Callable[..., Run]
) -> None:
    run = run_in_pty("coloured.py", until=b"READY", keys=KEYS, size=(80, 40), env=env)
    assert run.status == 0
    sent = {code for match in SGR.findall(run.output.decode()) for code in match.split(";")}
    assert sent <= allowed
    assert "7" in sent  # the cursor is told by reverse, which needs no colour


@pytest.mark.slow
def test_256_colours_ask_for_no_more(run_in_pty: Callable[..., Run]) -> None:
    run = run_in_pty("coloured.py", until=b"READY", keys=KEYS, size=(80, 40))
    output = run.output.decode()
    assert "38;5;" in output
    assert "38;2;" not in output
    assert "48;2;" not in output
