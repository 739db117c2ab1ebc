"""`:touchpoints` and `:matrix`: walked by keys, blind spots closed, messages read."""

from __future__ import annotations

import pytest

from tests.workspaces import Open, Workspace
from tui.screens.matrix import MatrixScreen, ProcessScreen
from tui.screens.touchpoints import PointScreen, RecordsScreen, TouchpointsScreen

pytestmark = pytest.mark.slow


async def on_page(work: Workspace, kind: type[RecordsScreen]) -> None:
    await work.until(
        lambda: isinstance(work.screen, kind) and work.screen.list.count, kind.__name__
    )


async def test_ac_139_the_matrix_opens_processes_and_closes_blind_spots(workspace: Open) -> None:
    async with workspace((120, 40)) as work:
        work.base.action_matrix()
        await on_page(work, MatrixScreen)
        await work.shows("20 places - 14 defined - 2 not applicable = 4 blind spots")
        await work.press("j", "j", "j")
        await work.until(lambda: work.screen.place == ("108", "A"), "A108")
        await work.press("enter")
        await on_page(work, ProcessScreen)
        await work.shows("Process A108")
        await work.shows("收到书面变更后当天完成")
        await work.press("escape")
        await on_page(work, MatrixScreen)
        await work.press("k", "l", "l")
        await work.until(lambda: work.screen.place == ("103", "H"), "H103")
        await work.press("enter")
        form = await work.form(fields="process")
        assert (form.texts["service_no"], form.texts["channel_letter"]) == ("103", "H")
        await work.fill("process", "1 看合同\n2 写新日期")
        await work.press("ctrl+s")
        await on_page(work, MatrixScreen)
        await work.shows("= 3 blind spots")
        await work.press("x")
        await work.shows("(S3-MCP-01)")
        await work.press("escape", "escape")
        await work.workspace()
        await work.press("u")
        touchpoints = work.services.touchpoints
        await work.until(lambda: len(touchpoints.matrix().counts.blind) == 4, "undone")
        point = next(one for one in touchpoints.register().points if one.name == "Hotline")
        work.base.open_form("touch", customer_id=work.base.customers.current.id)
        await work.form(fields="touchpoint")
        await work.fill("touchpoint", point.code)
        await work.shows("Standard message: A person, a number for the case, a time.")


@pytest.mark.slow
async def test_ac_138_the_register_opens_a_point_with_its_message(workspace: Open) -> None:
    async with workspace((60, 20), "zh") as work:
        work.base.action_touchpoints()
        await on_page(work, TouchpointsScreen)
        await work.shows("启用的关键触点 40 个, 有指标的 34 个")
        work.check_cells("register")
        while work.screen._grouping != "key":
            await work.press("w")
        await work.shows("没有指标的关键触点")
        rows = range(work.screen.list.count or 0)
        named = [row for n in rows if (row := work.screen.list.row_at(n)) and row.record_id]
        assert len(named) == 6
        place = next(n for n in rows if work.screen.list.row_at(n) == named[0])
        work.screen.list.go_to(place)
        await work.until(lambda: work.screen.list.cursor_row == named[0])
        await work.press("enter")
        await on_page(work, PointScreen)
        await work.shows("标准信息")
        work.check_cells("point")
        await work.press("n")
        form = await work.form(fields="text")
        assert (
            form.texts["touchpoint"] == work.services.touchpoints.card(named[0].record_id).row.code
        )
        await work.fill("text", "每月巡查")
        await work.press("ctrl+s")
        await on_page(work, PointScreen)
        await work.shows("每月巡查")
        await work.press("escape")
        await work.shows("没有指标的关键触点 5 个")
        await work.press("l")
        await work.until(
            lambda: any("全部载入" in said for said in work.notices), "nothing to load"
        )
        await work.press("m")
        await on_page(work, MatrixScreen)
        work.check_cells("matrix")
