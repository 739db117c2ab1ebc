"""Runs verbs in this process on a database of their own, on Monday 2026-03-02."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import Any

import pytest

from storage.locations import Locations
from tui import i18n
from tui.__main__ import main


@dataclass(frozen=True)
class Answer:
    """What a command printed and its exit status."""

    status: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """Standard output as JSON."""
        return json.loads(self.out)

    @property
    def error(self) -> Any:
        """Standard error as JSON."""
        return json.loads(self.err)


Cli = Callable[..., Answer]


@pytest.fixture
def run(
    home: Locations, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Cli]:
    """`fivefold` without a database."""
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")

    def call(*words: str, today: str = "2026-03-02", ok: bool = False) -> Answer:
        capsys.readouterr()
        status = main(["--today", today, *words])
        printed = capsys.readouterr()
        assert not ok or status == 0, printed.err
        return Answer(status, printed.out, printed.err)

    yield call
    i18n.set_language("en")
    i18n.use_zone(UTC)


@pytest.fixture
def cli(database_home: Locations, run: Cli) -> Cli:
    """`fivefold` on an empty database."""
    return run


@pytest.fixture
def customer(cli: Cli) -> str:
    """Code of a customer with a need in 32 days: grade B."""
    words = ("name=华信科技", "need_status=NOW", "own_expected_date=2026-04-03", "city=深圳")
    return cli("new", "customer", *words, ok=True).out.strip()
