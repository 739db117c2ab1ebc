"""`:surveys`: a call answered digit by digit; low answers open a case that the queue shows."""

from __future__ import annotations

from datetime import date

import pytest

from models.fields.contact_log import SURVEY_CALL
from tests.workspaces import Open
from tui.panes.follow_ups.pane import form_of
from tui.rows.agenda import AgendaItem
from tui.screens.surveys import SurveyScreen, SurveysScreen


def test_a_survey_call_in_the_calendar_opens_its_questions() -> None:
    item = AgendaItem(
        7, 1, "-", "华信", "A", "", "", date(2026, 3, 2), "follow_up", 7, 3, late=False,
        about=SURVEY_CALL,
    )  # fmt: skip
    assert form_of(item) == ("survey", {"customer_id": 3, "item_id": 7})


@pytest.mark.slow
async def test_a_call_is_answered_by_digits_and_low_answers_open_a_case(workspace: Open) -> None:
    async with workspace((80, 24)) as work:
        work.base.action_surveys()
        await work.until(lambda: isinstance(work.screen, SurveysScreen) and work.screen.list.count)
        await work.shows("Calls to make (2)")
        work.check_cells("surveys")
        await work.press("j", "enter")
        form = await work.form(fields="q1")
        await work.shows("我们回应得快吗")
        work.check_cells("survey form")
        await work.press("2", "tab", "9", "ctrl+s")
        await work.shows("9 is too large")
        await work.fill("q2", "4")
        await work.press("ctrl+s")
        await work.until(lambda: work.screen is not form, "saved")
        await work.until(lambda: any("opened the case F-" in said for said in work.notices))
        await work.shows("Calls to make (1)")
        screen = work.screen
        rows = range(screen.list.count or 0)
        place = next(n for n in rows if (row := screen.list.row_at(n)) and row.entity == "survey")
        screen.list.go_to(place)
        await work.until(
            lambda: screen.list.cursor_row and screen.list.cursor_row.entity == "survey"
        )
        await work.press("enter")
        await work.until(lambda: isinstance(work.screen, SurveyScreen) and work.screen.list.count)
        await work.shows("Small sample: 4 answers, fewer than 5")
        work.check_cells("survey")
        await work.press("escape", "escape")
        await work.workspace()
        await work.press("u")
        await work.until(lambda: len(work.services.surveys.board().calls) == 2, "undone")
