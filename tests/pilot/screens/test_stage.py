"""The stage panel: opened by command, ticked, moved; the summary on the account tab."""

from __future__ import annotations

import pytest

from models.enums import Stage, StageStrategy
from storage.services import Services
from tests.workspaces import Open, Workspace
from tui.panes.detail.tabs import TABS
from tui.screens.stage import StageScreen

pytestmark = pytest.mark.slow


async def open_panel(work: Workspace, query: str, name: str) -> StageScreen:
    await work.find(query, name)
    await work.press("2")
    work.base.action_stage()
    await work.until(lambda: isinstance(work.screen, StageScreen) and work.screen.list.count)
    screen = work.screen
    assert isinstance(screen, StageScreen)
    return screen


async def go(work: Workspace, screen: StageScreen, act: str, question: str) -> None:
    rows = range(screen.list.count or 0)
    place = next(
        n for n in rows
        if (row := screen.list.row_at(n)) and (row.act, row.question) == (act, question)
    )  # fmt: skip
    screen.list.go_to(place)
    await work.until(
        lambda: screen.list.cursor_row is not None and screen.list.cursor_row.question == question
    )


@pytest.mark.parametrize(
    "size", [(60, 20), pytest.param((80, 24), marks=pytest.mark.slow), (120, 40)]
)
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["First cooperation", "Goal: From minor to main supplier", "Single-thread risk"]),
        ("zh", ["初期合作", "从次要供应商到主要供应商", "单线联系风险"]),
    ],
)
async def test_ac_032_ac_035_the_panel_says_goal_tests_and_threads(
    workspace: Open, size: tuple[int, int], language: str, words: list[str]
) -> None:
    async with workspace(size, language) as work:
        await open_panel(work, "zywl", "中远物流集团")
        for one in words:
            await work.shows(one)
        work.check_cells("stage panel")


async def test_enter_ticks_a_strategy_and_takes_the_tick_away(
    workspace: Open, colleague: Services
) -> None:
    customer = colleague.cards.find("C-000012")[1]

    def done() -> set[StageStrategy]:
        return {one for step in colleague.account_plans.stage(customer).steps for one in step.done}

    async with workspace() as work:
        screen = await open_panel(work, "zywl", "中远物流集团")
        await go(work, screen, "tick", "WEAVE_NET")
        await work.press("enter")
        await work.until(lambda: StageStrategy.WEAVE_NET in done())
        await work.shows("[x] Weave the net")
        await work.press("enter")
        await work.until(lambda: StageStrategy.WEAVE_NET not in done())


@pytest.mark.slow
async def test_ac_181_ac_033_a_jump_over_an_open_complaint_asks_twice(
    workspace: Open, colleague: Services
) -> None:
    customer = colleague.cards.find("C-000001")[1]
    async with workspace() as work:
        screen = await open_panel(work, "C-000001", "华信科技有限公司")
        await go(work, screen, "move", "STRATEGIC")
        await work.press("enter")
        form = await work.form(fields="stage")
        await work.until(lambda: form.texts["stage"] == "STRATEGIC")
        await work.shows("Missing: the date of a strategic agreement")
        await work.press("ctrl+s")
        await work.shows("repair first, then raise the stage")
        await work.press("1")
        await work.shows("give a reason")
        await work.until(lambda: work.screen is form)
        form.go_to("reason")
        await work.type("agreed")
        await work.press("ctrl+s")
        await work.shows("repair first, then raise the stage")
        await work.press("1")
        await work.until(lambda: colleague.account_plans.stage(customer).stage is Stage.STRATEGIC)
        await work.until(lambda: work.screen is screen)
        await work.press("end")
        await work.shows("self-approved in the single-user profile")


@pytest.mark.slow
async def test_enter_on_the_account_tab_opens_the_panel_and_on_a_blank_area_its_form(
    workspace: Open,
) -> None:
    async with workspace() as work:
        await work.find("C-000002", "江南精密轴承有限公司")
        await work.press("2")
        pane = work.base.detail
        pane.show_tab([name for name, _build in TABS].index("account"))
        await work.shows("Relationship stage")
        await work.until(lambda: work.screen.focused is pane.list)

        async def on(act: str) -> None:
            place = next(
                n for n in range(pane.list.count) if pane.list.row_at(n).act.startswith(act)
            )
            pane.list.go_to(place)
            await work.until(lambda: pane.current is not None and pane.current.act.startswith(act))
            await work.press("enter")

        await work.until(lambda: pane.list.row_at(1) is not None)
        await on("stage")
        await work.until(lambda: isinstance(work.screen, StageScreen))
        await work.press("escape")
        await work.workspace()
        await on("area ENVIRONMENT")
        form = await work.form(fields="area")
        assert form.texts["area"] == "ENVIRONMENT"
