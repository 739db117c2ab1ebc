"""`p`: what is shown goes into a file, never over another without being asked."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from tests.workspaces import Open, Workspace

pytestmark = pytest.mark.slow

DAY = "2026-03-02"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own folder, where files go unless another is named."""
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


async def export(work: Workspace, **texts: str) -> Any:
    """Opens the form from the pane with the keyboard and fills it in."""
    await work.press("p")
    form = await work.form(fields="path")
    for name, text in texts.items():
        await work.fill(name, text)
    return form


@pytest.mark.slow
async def test_the_list_as_it_is_filtered_goes_into_a_table(workspace: Open, folder: Path) -> None:
    async with workspace() as work:
        work.base.customers.line.value = "grade:A"
        await work.until(lambda: work.base.customers.list.count == 4)
        await export(work)
        await work.shows("customers-2026-03-02.csv")
        await work.press("ctrl+s")
        await work.workspace()
        path = folder / f"customers-{DAY}.csv"
        await work.until(path.exists)
        await work.until(lambda: any(str(path) in one for one in work.notices))
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.reader(stream))
        assert rows[0][:3] == ["Code", "Customer name", "Customer kind"]
        assert len(rows) == 6  # the last line says who took the file out, and when
        assert path.stat().st_mode & 0o077 == 0


async def test_marked_rows_alone_and_another_format(workspace: Open, folder: Path) -> None:
    async with workspace() as work:
        await work.press("space", "space")
        await work.until(lambda: work.base.customers.list.marked_count == 2)
        await export(work, path=str(folder / "some"), format_0="json")
        await work.press("ctrl+s")
        await work.workspace()
        await work.until((folder / "some.json").exists)
        assert (folder / "some.json").read_text().count('"code"') == 2


async def test_a_file_is_written_over_only_when_one_says_so(workspace: Open, folder: Path) -> None:
    there = folder / "there.csv"
    there.write_text("mine")
    async with workspace() as work:
        await export(work, path=str(folder / "there"))
        await work.press("ctrl+s")
        await work.shows("is there already")
        assert there.read_text() == "mine"
        await work.press("2")
        form = await work.form(fields="path")
        assert there.read_text() == "mine"
        await work.press("ctrl+s")
        await work.until(lambda: work.screen is not form)
        await work.shows("is there already")
        await work.press("1")
        await work.until(lambda: there.read_text("utf-8-sig") != "mine")


async def test_a_folder_that_is_not_there_keeps_the_form(workspace: Open, folder: Path) -> None:
    async with workspace() as work:
        form = await export(work, path=str(folder / "no" / "where"))
        await work.press("ctrl+s")
        await work.shows("There is no folder")
        assert work.screen is form


async def test_the_page_as_it_stands(workspace: Open, folder: Path) -> None:
    async with workspace() as work:
        await work.press("s")
        await work.until(lambda: work.base.detail.list.cursor_row is not None)
        await work.shows("win odds")
        await work.until(lambda: work.base.detail.code)
        await export(work)
        await work.press("ctrl+s")
        await work.workspace()
        path = folder / f"C-000001-nsabc-{DAY}.txt"
        await work.until(path.exists)
        text = path.read_text()
        assert text.startswith("华信科技有限公司 · C-000001 · NSABC\n")
        assert "win odds" in text


async def test_a_calendar_of_what_is_to_be_done(workspace: Open, folder: Path) -> None:
    async with workspace() as work:
        await work.press("3")
        await work.until(lambda: work.base.follow_ups.list.has_focus)
        due = work.base.follow_ups.list.count
        await export(work, format_0="ics")
        await work.press("ctrl+s")
        await work.workspace()
        path = folder / f"follow-ups-{DAY}.ics"
        await work.until(path.exists)
        assert 0 < path.read_text().count("BEGIN:VTODO") <= due


async def test_a_page_over_the_workspace_is_printed_too(workspace: Open, folder: Path) -> None:
    async with workspace() as work:
        await work.press("i")
        await work.until(lambda: work.screen is not work.base and work.screen.list.count)
        await export(work)
        await work.press("ctrl+s")
        await work.until((folder / f"brief-{DAY}.txt").exists)
        assert "华信科技有限公司" in (folder / f"brief-{DAY}.txt").read_text()
