"""`:settings`: a figure is changed with its bounds, and the book moves with it."""

from __future__ import annotations

import pytest

from tests.workspaces import Open, Workspace
from tui.screens.settings import SettingsScreen

pytestmark = pytest.mark.slow


async def opened(work: Workspace, key: str) -> SettingsScreen:
    work.base.action_settings()
    await work.until(lambda: isinstance(work.screen, SettingsScreen) and work.screen.list.count)
    screen = work.screen
    assert isinstance(screen, SettingsScreen)
    rows = range(screen.list.count or 0)
    place = next(n for n in rows if (row := screen.list.row_at(n)) and row.question == key)
    screen.list.go_to(place)
    await work.until(lambda: screen.list.cursor_row and screen.list.cursor_row.question == key)
    return screen


@pytest.mark.parametrize(
    "size", [(60, 20), pytest.param((80, 24), marks=pytest.mark.slow), (120, 40)]
)
@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ["Figures of the rules", "Grade A"]), ("zh", ["规则参数", "客户等级"])],
)
async def test_the_figures_stand_with_their_values(
    workspace: Open, size: tuple[int, int], language: str, words: list[str]
) -> None:
    async with workspace(size, language) as work:
        work.base.action_settings()
        for one in words:
            await work.shows(one)
        work.check_cells("settings")


@pytest.mark.slow
async def test_a_figure_moves_the_book_and_undo_brings_it_back(workspace: Open) -> None:
    async with workspace((120, 40)) as work:
        screen = await opened(work, "grading.a_days")
        await work.press("enter")
        await work.form(fields="grading.a_days")
        await work.shows("1 to 3,650")
        await work.fill("grading.a_days", "95")
        await work.press("ctrl+s")
        await work.shows("must lie below")  # beside the 90 days of grade B
        await work.fill("grading.a_days", "2")
        await work.press("ctrl+s")
        await work.until(lambda: work.screen is screen, "the figures again")
        await work.until(lambda: any("Worked out anew" in said for said in work.notices))
        await work.shows("default 30 days")
        await work.press("escape")
        await work.workspace()
        await work.press("u")
        figures = work.services.policies
        await work.until(
            lambda: {one.figure.key: one.value for one in figures.all()}["grading.a_days"] == 30
        )


@pytest.mark.slow
async def test_the_weights_are_asked_together(workspace: Open) -> None:
    async with workspace((80, 24)) as work:
        await opened(work, "odds.weight_s")
        await work.press("enter")
        form = await work.form(fields="odds.weight_c")
        await work.fill("odds.weight_s", "25")
        await work.press("ctrl+s")
        await work.shows("make 105")
        assert len(form.plan.asks) == 5
