"""The calendar and the agenda: what is late stands first, Enter does the item."""

from __future__ import annotations

import pytest

from storage.services import Services
from tests.workspaces import Open, Workspace, focused_field


async def agenda(work: Workspace) -> None:
    await work.press("3")
    await work.until(lambda: work.base.pane == 3 and work.base.follow_ups.current is not None)
    await work.until(lambda: work.base.follow_ups.list.has_focus, "the agenda")


async def test_what_is_late_stands_first(workspace: Open) -> None:
    async with workspace() as work:
        rows = [work.base.follow_ups.list.row_at(n) for n in range(work.base.follow_ups.list.count)]
        late = [row.late for row in rows]
        assert late[0]
        assert (
            late == sorted(late, reverse=True) or rows[late.index(False) :][0].entity == "feedback"
        )
        planned = [row.late for row in rows if row.entity == "follow_up"]
        assert planned == sorted(planned, reverse=True)
        assert {row.sign for row in rows} >= {"!", "-"}


async def test_enter_opens_the_touch_form_with_what_is_known(workspace: Open) -> None:
    async with workspace() as work:
        await agenda(work)
        item = work.base.follow_ups.current
        assert item.entity == "follow_up"
        known = work.services.cards.record("follow_up", item.record_id)
        await work.press("enter")
        form = await work.form(fields="summary")
        assert form.form == "touch"
        assert form.texts["contact"] == str(known["contact"] or "")
        assert focused_field(form) == "summary"
        await work.shows(item.customer)


async def test_a_snoozed_item_leaves_the_day(workspace: Open, colleague: Services) -> None:
    async with workspace() as work:
        await agenda(work)
        item = work.base.follow_ups.current
        before = work.base.follow_ups.list.count
        await work.press("S")
        await work.form(fields="snoozed_until")
        await work.fill("snoozed_until", "2026-03-09")
        await work.fill("reason", "年会，下周再打")
        await work.press("ctrl+s")
        await work.workspace()
        await work.until(lambda: work.base.follow_ups.list.count == before - 1)
        assert colleague.cards.record("follow_up", item.record_id)["reason"] == "年会，下周再打"


async def test_another_month_and_back(workspace: Open) -> None:
    async with workspace() as work:
        await agenda(work)
        today = work.base.follow_ups.month.day
        await work.press("right_square_bracket")
        await work.until(lambda: work.base.follow_ups.month.day.month == today.month + 1)
        await work.shows("April 2026")
        await work.press("left_square_bracket")
        await work.until(lambda: work.base.follow_ups.month.day.month == today.month)
        await work.until(lambda: work.base.follow_ups.list.count)


async def test_in_a_narrow_pane_w_turns_to_the_month(workspace: Open) -> None:
    async with workspace((80, 24)) as work:
        await work.press("3")
        await work.until(lambda: work.base.follow_ups.list.has_focus)
        await work.press("w")
        await work.until(lambda: work.base.follow_ups.month.has_focus)
        await work.shows("March 2026")
        await work.press("w")
        await work.until(lambda: work.base.follow_ups.list.has_focus)


async def test_pane_and_title_count_the_same_follow_ups(workspace: Open) -> None:
    async with workspace((200, 50)) as work:
        duties = work.services.cards.duties()
        await work.shows(f"{duties.due} due · {duties.late} late · {duties.cases_over} case")
        items = [
            work.base.follow_ups.list.row_at(n) for n in range(work.base.follow_ups.list.count)
        ]
        planned = [item for item in items if item.entity == "follow_up"]
        cases = [item for item in items if item.entity == "feedback"]
        assert len(cases) > 1
        care = len(items) - len(planned) - len(cases)
        late = sum(item.late for item in planned)
        assert (len(planned), late) == (duties.due, duties.late)
        await work.shows(f"March · {duties.due} due · {late} late · {len(cases)} cases")
        assert work.says(f"cases · {care} special day")


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (200, 50)])
@pytest.mark.parametrize("language", ["en", "zh"])
async def test_the_note_of_the_pane_is_never_cut(
    workspace: Open, size: tuple[int, int], language: str
) -> None:
    async with workspace(size, language) as work:
        await agenda(work)
        pane = work.base.follow_ups
        await work.until(lambda: "6" in str(pane.border_subtitle), "the count")
        work.check_cells(f"{size}")
        edge = next(line for line in reversed(work.lines()) if str(pane.border_subtitle) in line)
        assert "…" not in edge
