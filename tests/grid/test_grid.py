"""Every pane and screen in every size and both languages: whole lines, no cut word, no crash."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.clock import FixedClock
from storage.locations import Locations
from tests.workspaces import Workspace, lay_demo, running

SIZES = [(60, 20), (80, 24), (120, 40), (200, 50)]
EVERY_SIZE = [
    pytest.param(size, language, id=f"{size[0]}x{size[1]}-{language}")
    for size in SIZES
    for language in ("en", "zh")
]


@pytest.fixture
def demo_home(home: Locations) -> Path:
    return lay_demo(home)


async def look(work: Workspace, where: str, *, ascii: bool = False) -> None:
    """Settles, then checks every cell."""
    await work.pilot.pause()
    work.check_cells(where)
    if ascii:
        drawn = {char for line in work.lines() for char in line if 0x2500 <= ord(char) <= 0x25FF}
        assert not drawn, f"{where}: {drawn}"


async def over(work: Workspace, key: str, where: str, *, ascii: bool = False) -> None:
    """A screen over the workspace, and back."""
    await work.press(key)
    await work.until(lambda: work.screen is not work.base, where)
    if hasattr(work.screen, "plan"):
        await work.form()
    else:
        await work.until(lambda: work.screen.list.count)
    await look(work, where, ascii=ascii)
    await work.press("escape")
    await work.workspace()


async def walk(work: Workspace, *, ascii: bool = False) -> None:
    """All panes, zoomed and not, every tab, then the screens."""
    await look(work, "workspace", ascii=ascii)
    for number in "1234":
        await work.press(number)
        await work.until(lambda: work.base.pane == int(number))  # noqa: B023
        await look(work, f"pane {number}", ascii=ascii)
        await work.press("z")
        await look(work, f"pane {number} zoomed", ascii=ascii)
        await work.press("z")
    await work.press("3", "w")
    await look(work, "month", ascii=ascii)
    await work.press("w")
    await work.press("2")
    for tab in range(7):
        await work.press("l")
        await work.until(lambda: work.base.detail.list.count is not None)
        await look(work, f"tab {tab}", ascii=ascii)
    await work.press("1")
    await work.until(lambda: work.base.customers.list.has_focus)
    for key, where in (
        ("t", "touch"),
        ("n", "new customer"),
        ("f", "plan"),
        ("question_mark", "keys"),
        ("colon", "command line"),
        ("x", "explanation"),
    ):
        await over(work, key, where, ascii=ascii)
    await work.press("4")
    await work.until(lambda: work.base.feedback.list.has_focus and work.base.feedback.current)
    await over(work, "greater_than_sign", "feedback step", ascii=ascii)
    work.base.action_log()
    await work.until(lambda: work.screen is not work.base and work.screen.list.count)
    await look(work, "log", ascii=ascii)
    await work.press("escape")
    await work.workspace()
    work.base.action_audit()
    await work.until(lambda: work.screen is not work.base and work.screen.list.count)
    await look(work, "audit", ascii=ascii)
    await work.press("escape")
    await work.workspace()
    await work.press("escape")
    await work.press("q")
    await work.until(lambda: work.screen is not work.base)
    await look(work, "leaving", ascii=ascii)


@pytest.mark.slow
@pytest.mark.parametrize(("size", "language"), EVERY_SIZE)
async def test_every_cell(
    demo_home: Path, home: Locations, clock: FixedClock, size: tuple[int, int], language: str
) -> None:
    async with running(home, clock, size, language) as work:
        await walk(work)


@pytest.mark.slow
@pytest.mark.parametrize("size", [(60, 20), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_plain_signs_where_the_terminal_has_no_others(
    demo_home: Path, home: Locations, clock: FixedClock, size: tuple[int, int]
) -> None:
    async with running(home, clock, size, "en", ascii=True) as work:
        await walk(work, ascii=True)


async def test_a_terminal_that_changes_its_size(
    demo_home: Path, home: Locations, clock: FixedClock
) -> None:
    async with running(home, clock, (200, 50)) as work:
        for size in (*SIZES, (20, 6), (120, 40)):
            await work.pilot.resize_terminal(*size)
            await work.until(lambda: work.screen.size.width == size[0])  # noqa: B023
            await look(work, str(size))
