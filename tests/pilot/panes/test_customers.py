"""The customer list: what it shows, how it narrows, how the detail pane follows."""

from __future__ import annotations

import pytest

from storage.errors import Invalid
from storage.services import Services
from tests.workspaces import Open
from tui.screens.forms.changing import Chosen


async def test_the_detail_pane_follows_the_cursor(workspace: Open) -> None:
    async with workspace() as work:
        first = work.base.customers.current.name
        await work.until(lambda: work.says(f"2 {first}"))
        await work.press("j")
        second = work.base.customers.current.name
        assert second != first
        await work.until(lambda: work.base.detail.customer_id == work.base.customers.current.id)
        await work.shows(f"2 {second}")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("远大", "长沙远大住工"),
        ("zywl", "中远物流集团"),
        ("zhongyuanwuliu", "中远物流集团"),
        ("solst", "Solstice Robotics"),
        ("C-000012", "中远物流集团"),
    ],
)
async def test_typing_narrows_and_escape_clears(workspace: Open, typed: str, name: str) -> None:
    async with workspace() as work:
        pane = work.base.customers
        everything = pane.list.count
        await work.press("slash")
        await work.type(typed)
        await work.until(lambda: pane.list.count == 1 and pane.current.name == name, name)
        await work.until(lambda: work.says(f"1 of {everything}"))
        await work.press("escape")
        await work.until(lambda: pane.list.count == everything)
        assert work.screen.focused is pane.line
        await work.press("escape")
        await work.until(lambda: work.screen.focused is pane.list)
        assert pane.query_text == ""


async def test_a_filter_without_hits_says_what_to_do(workspace: Open) -> None:
    async with workspace() as work:
        await work.press("slash")
        await work.type("xyzzy")
        await work.until(lambda: work.base.customers.list.count == 0)
        await work.shows("No customer fits this filter. Esc clears it.")


async def test_a_wrong_term_is_explained_and_the_rows_stay(workspace: Open) -> None:
    async with workspace() as work:
        pane = work.base.customers
        before = pane.list.count
        await work.press("slash")
        await work.type("grade:Q")
        await work.until(lambda: pane.line.has_class("-wrong"))
        await work.shows("grade: Q")
        await work.shows("A, B, C, D, E")
        marked = [
            (span.start, span.end)
            for span in pane.line._value.spans
            if "underline" in str(span.style)
        ]
        assert marked == [(6, 7)]
        work.check_cells("a wrong term")
        await work.press("escape")
        await work.until(lambda: not pane.line.has_class("-wrong") and pane.list.count == before)
        # A term that is only begun finds nobody, and takes nobody away.
        await work.type("grade:A,B")
        await work.until(lambda: pane.query_text == "grade:A,B" and pane.list.count != before)
        await work.type(" urgency")
        await work.until(lambda: pane.hint.said == "urgency:")
        await work.pilot.pause()
        assert pane.list.count
        await work.type(":Q")
        await work.until(lambda: pane.line.has_class("-wrong"))
        # Left with a mistake in it, the line says so, and acts are on what is shown.
        await work.press("enter")
        await work.until(lambda: pane.list.has_focus and pane.hint.display)
        await work.shows("urgency: Q")
        assert ":Q" not in pane.query_text
        with pytest.raises(Invalid):
            Chosen(work.services, {"query": pane.line.value})


async def test_grades_in_a_list_are_alternatives(workspace: Open) -> None:
    async with workspace() as work:
        pane = work.base.customers
        await work.press("slash")
        await work.type("grade:A,B")
        asked = work.services.lists
        wanted = asked.count(asked.parse("grade:A,B", "customers"))
        await work.until(lambda: pane.list.count == wanted)
        assert {pane.list.row_at(place).grade for place in range(wanted)} == {"A", "B"}


async def test_marks_are_counted_in_the_frame(workspace: Open) -> None:
    async with workspace() as work:
        await work.press("space", "space")
        await work.shows("2 marked")


async def test_enter_opens_the_customer(workspace: Open) -> None:
    async with workspace((80, 24)) as work:
        await work.press("enter")
        await work.until(lambda: work.base.pane == 2)
        await work.until(lambda: work.screen.focused is work.base.detail.list)


async def test_tab_completes_terms_and_values(workspace: Open) -> None:
    async with workspace() as work:
        pane = work.base.customers
        everything = pane.list.count
        await work.press("slash")
        await work.shows("grade: urgency: need:")
        await work.type("urg")
        await work.until(lambda: pane.hint.said == "urgency:")
        await work.press("tab")
        assert pane.line.value == "urgency:"
        await work.shows("URGENT MEDIUM NOT_URGENT POTENTIAL")
        assert not pane.line.has_class("-wrong")  # a value is only missing yet
        await work.type("n")
        await work.until(lambda: pane.hint.said == "NOT_URGENT")
        await work.press("tab")
        assert pane.line.value == "urgency:NOT_URGENT"
        await work.until(lambda: pane.list.count not in (None, everything))
        await work.press("tab")
        await work.until(lambda: work.base.pane == 2)
        assert not pane.hint.is_on_screen


async def test_labels_of_the_language_complete_too(workspace: Open) -> None:
    async with workspace(language="zh") as work:
        pane = work.base.customers
        await work.press("slash")
        pane.line.value = "deal:正在"
        pane.line.cursor_position = len(pane.line.value)
        pane._offer(pane.line.value)
        await work.until(lambda: pane.line.offers)
        await work.press("tab")
        assert pane.line.value == "deal:NEGOTIATING"
        await work.until(lambda: not pane.line.has_class("-wrong"))


@pytest.mark.slow
async def test_who_works_on_a_customer_keeps_it_when_it_leaves_the_filter(
    workspace: Open, colleague: Services
) -> None:
    async with workspace() as work:
        pane = work.base.customers
        await work.press("slash")
        pane.line.value = "grade:B"
        await work.until(lambda: pane.list.count and pane.list.count < 20)
        await work.press("enter", "2")
        await work.until(lambda: work.base.detail.customer_id == pane.current.id)
        mine = work.base.detail.customer_id
        count = pane.list.count
        code = work.services.cards.record("customer", mine)["code"]
        await work.until(lambda: work.screen.focused is work.base.detail.list)
        rows = colleague.lists.page(
            colleague.lists.parse(f"customer:{code} open:yes", "opportunities"), limit=9
        ).rows
        for row in rows:
            colleague.records.update("opportunity", row.id, {"need_status": "LATENT"})
        colleague.records.update("customer", mine, {"need_status": "LATENT"})
        await work.until(lambda: pane.list.count == count - 1)
        await work.press("x")  # something that takes its time
        await work.press("escape")
        await work.workspace()
        assert work.base.detail.customer_id == mine
        await work.press("J")
        await work.until(lambda: work.base.detail.customer_id not in (None, mine))


async def test_the_heads_show_the_order_and_sort(workspace: Open) -> None:
    async with workspace() as work:
        pane = work.base.customers
        await work.until(lambda: pane.list.count == 40)

        def head() -> str:
            return str(pane.list.render_line(0).text)

        assert "Due↑" in head()
        await work.press("colon")
        await work.type("sort -due")
        await work.press("enter")
        await work.until(lambda: pane.query_text == "sort:-due" and "Due↓" in head())
        rows = pane.list
        await work.until(lambda: rows.row_at(0) and rows.row_at(0).next_tracking_due)
        days = [rows.row_at(place).next_tracking_due for place in range(5)]
        assert days == sorted(days, reverse=True)
        pane.line.value = "grade:A,B"
        await work.until(lambda: pane.query_text == "grade:A,B" and "Due↑" in head())
        at = head().index("Name")
        await work.pilot.click(pane.list, offset=(at + 1, 0))
        await work.until(lambda: pane.query_text == "grade:A,B sort:name" and "Name↑" in head())
        await work.pilot.click(pane.list, offset=(at + 1, 0))
        await work.until(lambda: pane.query_text == "grade:A,B sort:-name" and "Name↓" in head())


async def test_sort_without_a_key_asks_for_it_in_the_query_line(workspace: Open) -> None:
    async with workspace() as work:
        pane = work.base.customers
        await work.until(lambda: pane.list.count == 40)
        await work.press("colon")
        await work.type("sort")
        await work.press("enter")
        await work.until(lambda: pane.line.has_focus and pane.line.value == "sort:")
        await work.shows("code name grade")
