"""`:audits`: a checklist begun and scored by digits; improvements and standards as pages."""

from __future__ import annotations

import pytest

from tests.workspaces import Open
from tui.screens.audits import AuditScreen, AuditsScreen
from tui.screens.reports import ReportScreen


@pytest.mark.slow
async def test_ac_108_a_checklist_is_walked_by_digits(workspace: Open) -> None:
    async with workspace((80, 24)) as work:
        work.base.action_audits()
        await work.until(lambda: isinstance(work.screen, AuditsScreen) and work.screen.list.count)
        await work.shows("79.2 %")
        await work.press("n")
        await work.form(fields="place")
        await work.fill("place", "杭州展厅")
        await work.press("ctrl+s")
        await work.until(lambda: isinstance(work.screen, AuditScreen) and work.screen.list.count)
        screen = work.screen
        await work.until(
            lambda: (
                screen.list.cursor_row and screen.list.cursor_row.question == "facilities.access"
            )
        )
        audits = work.services.audits
        run = audits.board().runs[0]
        await work.press("2")
        await work.until(lambda: audits.card(run.id).row.points == 2, "the first score")
        await work.until(
            lambda: screen.list.cursor_row and screen.list.cursor_row.question == "facilities.hours"
        )
        await work.press("1")
        await work.shows("3 of 4 points = 75.0 %")
        await work.shows("34 items without a score")
        work.check_cells("audit")
        await work.press("x")
        await work.shows("(9.7)")
        await work.press("escape", "escape")
        await work.shows("杭州展厅")
        await work.press("escape")
        await work.workspace()
        work.base.action_improvements()
        await work.until(lambda: isinstance(work.screen, ReportScreen) and work.screen.row)
        await work.shows("每位客户固定一位对接人")
        await work.press("x")
        await work.shows("Impact 5 x feasibility 3 x reach 4 = 60 (at most 125)")
        await work.press("escape", "escape")
        await work.workspace()
        await work.press("4")
        await work.until(lambda: work.base.feedback.current, "a case")
        code = work.base.feedback.current.code
        work.base.action_improve()
        form = await work.form(fields="feedback")
        assert (form.texts["origin"], form.texts["feedback"]) == ("FEEDBACK", code)
