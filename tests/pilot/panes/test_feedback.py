"""The feedback queue: the next step of a case, reopening, taking in."""

from __future__ import annotations

import pytest

from storage.services import Services
from tests.workspaces import Open, Workspace
from tui.screens.forms.angry import RULES


async def at_case(work: Workspace, code: str) -> int:
    """Pane 4 with the cursor on a case."""
    pane = work.base.feedback
    await work.press("4")
    await work.until(lambda: pane.list.has_focus and pane.current is not None, "the queue")
    for _ in range(pane.list.count):
        if pane.current.code == code:
            return int(pane.current.id)
        before = pane.current.id
        await work.press("j")
        await work.until(lambda at=before: pane.current and pane.current.id != at)  # type: ignore[misc]
    raise AssertionError(f"{code} is not in the queue")


async def test_the_next_step_of_a_case(workspace: Open, colleague: Services) -> None:
    async with workspace() as work:
        case = await at_case(work, "F-000009")
        await work.press("greater_than_sign")
        form = await work.form(fields="actions_done")
        assert form.texts["state"] == "TRACKING"
        await work.fill("actions_done", "yes")
        await work.fill("check_call_on", "2026-03-06")
        await work.press("ctrl+s")
        await work.workspace()
        await work.until(lambda: work.base.feedback.current)
        assert str(colleague.cards.record("feedback", case)["state"]) == "TRACKING"


async def test_a_step_that_lacks_something_is_refused_with_what_is_missing(
    workspace: Open, colleague: Services
) -> None:
    async with workspace() as work:
        case = await at_case(work, "F-000011")
        await work.press("greater_than_sign")
        form = await work.form(fields="ack_text")
        await work.fill("ack_text", "已经收到，今天下午回复您")
        await work.press("ctrl+s")
        await work.until(
            lambda: form.query(".-wrong") or form.query_one("#form-problem").display, "a refusal"
        )
        assert form.texts["ack_text"] == "已经收到，今天下午回复您"
        assert str(colleague.cards.record("feedback", case)["state"]) == "NEW"


@pytest.mark.slow
async def test_reopening_needs_a_reason_and_begins_another_round(
    workspace: Open, colleague: Services
) -> None:
    async with workspace() as work:
        case = await at_case(work, "F-000007")
        await work.press("R")
        form = await work.form(fields="reason")
        assert form.texts["state"] == "REOPENED"
        await work.fill("reason", "同一个问题又出现了")
        await work.press("ctrl+s")
        await work.workspace()
        values = colleague.cards.record("feedback", case)
        assert (str(values["state"]), values["round"]) == ("REOPENED", 2)
        await work.until(
            lambda: any(
                row is not None and row.id == case and row.round == 2
                for row in map(work.base.feedback.list.row_at, range(6))
            )
        )


async def test_taking_in_feedback_gives_a_number(workspace: Open, colleague: Services) -> None:
    async with workspace() as work:
        before = colleague.lists.count(colleague.lists.parse("", "feedback"))
        await work.press("b")
        await work.form(fields="text")
        await work.fill("text", "门锁第三次失灵")
        await work.press("ctrl+s")
        await work.until(lambda: work.says("F-0000") or work.screen is work.base)
        rows = colleague.lists.page(colleague.lists.parse("", "feedback"), limit=50).rows
        assert len(rows) == before + 1
        newest = max(rows, key=lambda row: row.code)
        assert newest.kind == "COMPLAINT"
        await work.until(lambda: work.says(newest.code) or newest.code in " ".join(work.notices))
        await work.press("enter")
        await work.workspace()
        queue = work.base.feedback.list
        await work.until(lambda: queue.cursor_id == newest.id, "the cursor at the new case")


async def test_ac_171_the_seven_rules_and_the_issue_that_must_be_named(
    workspace: Open, colleague: Services
) -> None:
    async with workspace((60, 20)) as work:
        case = await at_case(work, "F-000012")
        await work.press("H")
        form = await work.form(fields="main_issue")
        for number, rule in enumerate(RULES, 1):
            await work.shows(f"{number} {rule}")
        work.check_cells("seven rules")
        await work.fill("main_issue", "")
        await work.press("ctrl+s")
        await work.until(lambda: form.query(".-wrong"), "a refusal")
        await work.fill("main_issue", "交货两次晚到")
        await work.press("ctrl+s")
        await work.workspace()
        assert colleague.cards.record("feedback", case)["main_issue"] == "交货两次晚到"


async def test_words_and_terms_search_the_queue(workspace: Open, colleague: Services) -> None:
    whole = colleague.lists.count(colleague.lists.parse("open:yes", "feedback"))
    closed = colleague.lists.count(colleague.lists.parse("state:CLOSED", "feedback"))
    async with workspace() as work:
        pane = work.base.feedback
        case = await at_case(work, "F-000012")
        assert not pane.line.display
        await work.press("slash", *"F-000012")
        await work.until(lambda: pane.list.count == 1, "the case by its number")
        await work.press("enter")
        await work.until(
            lambda: pane.list.has_focus and pane.current and pane.current.id == case, "the rows"
        )
        await work.until(lambda: pane.line.display, "the line stays")
        work.check_cells("a queue with its query line")
        await work.press("escape")
        await work.until(lambda: pane.list.count == whole and not pane.line.display, "the queue")
        await work.press("slash", *"state:CLOSED")
        await work.until(lambda: pane.list.count == closed, "what is closed")
        await work.press("escape", "escape")
        await work.until(lambda: pane.list.has_focus and not pane.line.display, "back")
        await work.until(lambda: pane.list.count == whole, "the whole queue")
