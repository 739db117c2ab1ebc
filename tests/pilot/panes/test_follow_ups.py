"""The calendar and the agenda: what is late stands first, Enter does the item."""

from __future__ import annotations

import pytest

from storage.services import Services
from tests.factories import a_customer
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
        form = await work.form(fields="snoozed_until")
        assert focused_field(form) == "reason"
        await work.shows(item.customer)
        await work.fill("snoozed_until", "2026-03-09")
        await work.fill("reason", "年会，下周再打")
        await work.press("ctrl+s")
        await work.workspace()
        await work.until(lambda: work.base.follow_ups.list.count == before - 1)
        kept = colleague.cards.record("follow_up", item.record_id)
        assert (kept["reason"], kept["snoozes"]) == ("年会，下周再打", 1)


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


async def test_in_a_narrow_pane_w_turns_to_week_and_month(workspace: Open) -> None:
    async with workspace((80, 24)) as work:
        await work.press("3")
        pane = work.base.follow_ups
        await work.until(lambda: pane.list.has_focus)
        assert pane.view == "day"
        await work.press("w")
        await work.until(lambda: pane.month.has_focus)
        await work.shows("March 2026")
        await work.press("enter")
        await work.until(lambda: pane.list.has_focus and pane.view == "day")
        await work.press("w", "w")
        await work.until(lambda: pane.view == "week" and pane.list.has_focus)
        await work.shows("2-8 March")


@pytest.mark.slow
async def test_a_week_by_hours_layers_marks_and_one_move_for_all(
    workspace: Open, colleague: Services
) -> None:
    async with workspace() as work:
        await agenda(work)
        pane = work.base.follow_ups
        await work.press("w")
        await work.until(lambda: pane.view == "week" and pane.list.count > 10, "the week")
        await work.shows("2-8 March")
        assert work.says("Tue 3 @")
        await work.press("l")  # the next day: the cursor goes there
        await work.until(lambda: pane.current.due.day == 3, "Tuesday")
        await work.press("right_square_bracket")
        await work.shows("9-15 March")
        await work.press("T")
        await work.shows("2-8 March")
        # Tasks alone, two of them moved at once.
        await work.press("L")
        await work.until(lambda: work.screen is not work.base)
        for _ in range(7):
            await work.press("space", "down")
        await work.press("enter")
        await work.shows("7 layers hidden")
        await work.until(lambda: pane.list.count == 5, "the tasks of the week")
        await work.press("space", "space")
        await work.shows("2 marked")
        chosen = pane.chosen
        await work.press("m")
        form = await work.form(fields="due_date")
        assert form.texts["due_date"] == ""
        await work.fill("due_date", "2026-03-12")
        await work.press("ctrl+s")
        await work.workspace()
        await work.until(lambda: pane.list.count == 3, "three tasks left")
        moved = [colleague.cards.record("follow_up", one)["due_date"] for one in chosen]
        assert [str(day) for day in moved] == ["2026-03-12", "2026-03-12"]
        assert work.services.desk.place("calendar")["view"] == "week"
        # Month, day, and the month once more.
        await work.press("w")
        await work.until(lambda: pane.view == "day" and not pane.month.display)
        day = pane.day.day
        await work.press("l", "w")
        await work.until(lambda: pane.month.display and pane.month.day.day == day + 1)


@pytest.mark.slow
async def test_a_morning_of_twelve_is_cleared_with_three_keys_an_item(
    workspace: Open, colleague: Services
) -> None:
    for number in range(12):
        customer = a_customer(colleague, f"晨会客户 {number}")
        due = "2026-02-27" if number < 4 else "2026-03-02"
        texts = {"title": f"call {number}", "kind": "TASK", "due_date": due}
        colleague.follow_ups.plan(customer.id, {**texts, "assignee": "chensi"})
    async with workspace((80, 24)) as work:
        pane = work.base.follow_ups
        await agenda(work)
        pane.show_layers(["TASKS"])
        await work.until(lambda: pane.list.count == 12, "twelve items")
        done: set[int] = set()
        keys = 0

        def is_next() -> bool:
            if pane.list.count != 12 - len(done) or not pane.list.has_focus:
                return False
            return len(done) == 12 or (pane.current is not None and pane.current.id not in done)

        while pane.list.count:
            done.add(pane.current.id)
            await work.press("enter")
            await work.form(fields="summary")
            await work.type("谈妥")
            await work.press("ctrl+s")
            await work.until(lambda: work.screen.texts["next_contact_at"], "the proposal")
            await work.press("ctrl+s")
            keys += 3
            await work.workspace()
            assert work.base.pane == 3
            await work.until(is_next, "the cursor on the next item")
    assert (len(done), keys) == (12, 36)
    for item_id in done:
        values = colleague.cards.record("follow_up", item_id)
        assert values["status"] == "DONE"
        query = colleague.lists.parse(
            f"customer:{values['customer']} kind:COMMITMENT", "follow-ups"
        )
        (agreed,) = colleague.lists.page(query, limit=9).rows
        assert str(agreed.due) == "2026-04-01"  # every one with its next date: grade D, 30 days


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


@pytest.mark.slow
@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (200, 50)])
@pytest.mark.parametrize("language", ["en", "zh"])
async def test_the_note_of_the_pane_is_never_cut(
    workspace: Open, size: tuple[int, int], language: str
) -> None:
    async with workspace(size, language) as work:
        await agenda(work)
        pane = work.base.follow_ups
        due = str(work.services.cards.duties().due)
        await work.until(lambda: due in str(pane.border_subtitle), "the count")
        work.check_cells(f"{size}")
        edge = next(line for line in reversed(work.lines()) if str(pane.border_subtitle) in line)
        assert "…" not in edge
