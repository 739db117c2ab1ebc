"""Bringing in a file on the screen: what is refused is told before and after, line by line."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest

from storage.services import Services
from tests.workspaces import Open
from tui.long_work import LongWork

pytestmark = pytest.mark.slow


async def test_a_hostile_file_is_told_line_by_line(
    workspace: Open, colleague: Services, tmp_path: Path
) -> None:
    path = tmp_path / "sent.csv"
    path.write_bytes(
        "Customer,City\r\nCafé,Bonn\r\nA\x1b[31m,Bonn\r\nKite,Bonn\r\n".encode("latin-1")
    )
    before = colleague.lists.count(colleague.lists.parse("", "customers"))
    async with workspace() as work:
        await work.press("colon", *"import", "enter")
        await work.until(lambda: work.screen is not work.base and work.says("Bring in a file"))
        await work.press(*str(path), "enter")
        await work.shows("No encoding fits every byte")
        await work.press("ctrl+t")
        await work.shows("Line 2 rejected: The row cannot be decoded.")
        await work.shows("Line 3 rejected: Customer name: the character U+001B")
        await work.shows("sent.rejects.csv")
        work.check_cells("verdicts of a trial run")
        assert colleague.lists.count(colleague.lists.parse("", "customers")) == before
        await work.press("ctrl+s")
        await work.workspace()
        await work.until(lambda: any("sent.rejects.csv" in one for one in work.notices), "where")
    assert colleague.lists.count(colleague.lists.parse("", "customers")) == before + 1
    assert path.with_name("sent.rejects.csv").exists()


async def test_an_import_put_behind_tells_at_its_end(
    workspace: Open, colleague: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "sent.csv"
    path.write_text("Customer,City\nKite,Bonn\n", encoding="utf-8")
    before = colleague.lists.count(colleague.lists.parse("", "customers"))
    go_on = Event()
    async with workspace() as work:
        await work.press("colon", *"import", "enter")
        await work.until(lambda: work.screen is not work.base and work.says("Bring in a file"))
        await work.press(*str(path), "enter")
        await work.shows("Kind of record")
        monkeypatch.setattr(LongWork, "cancelled", lambda _self: not go_on.wait(60))
        await work.press("ctrl+s")
        await work.shows("Enter works on meanwhile")
        await work.press("enter")
        await work.workspace()
        go_on.set()
        await work.until(lambda: any(one.startswith("1 new,") for one in work.notices))
    assert colleague.lists.count(colleague.lists.parse("", "customers")) == before + 1
