"""The workspace as a whole: panes, language, command line, explanations, other sessions."""

from __future__ import annotations

import asyncio
import sqlite3

import pytest

from storage.clock import FixedClock
from storage.locations import Locations
from storage.services import Services
from tests.workspaces import Open, running
from tui import i18n
from tui.bridge import FEED_SECONDS

HOSTILE = [
    "[/x] & Söhne",
    "[@click=app.quit]点我[/]",
    "[bold red]Rot[/bold red]",
    "a\x1b[2Jb\x1b]0;owned\x07c",
    "\u202eevil\u202c 公司",
    "zero\u200bwidth\u2066x\u2069",
    "{name} %s $x",
]
UNWANTED = [
    *map(chr, range(32)),
    "\x7f",
    *map(chr, range(0x80, 0xA0)),
    "\u202e",
    "\u2066",
    "\u202c",
]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_numbers_go_to_the_panes(workspace: Open, size: tuple[int, int]) -> None:
    async with workspace(size) as work:
        for number, name in ((2, "detail"), (3, "follow-ups"), (4, "feedback"), (1, "customers")):
            await work.press(str(number))
            await work.until(lambda: work.base.pane == number)  # noqa: B023
            pane = work.base.query_one(f"#{name}")
            await work.until(lambda: pane.has_focus_within and pane.display)  # noqa: B023


async def test_zoom_gives_one_pane_the_screen_and_back(workspace: Open) -> None:
    async with workspace() as work:
        await work.press("z")
        await work.until(lambda: work.base.customers.size.width > 100)
        assert not work.base.feedback.is_on_screen
        await work.press("escape")
        await work.until(lambda: work.base.feedback.is_on_screen)
        assert not work.base.zoomed


@pytest.mark.slow
async def test_tab_goes_round(workspace: Open) -> None:
    async with workspace() as work:
        seen = []
        for _ in range(4):
            before = work.base.pane
            await work.press("tab")
            await work.until(lambda at=before: work.base.pane != at)  # type: ignore[misc]
            seen.append(work.base.pane)
        assert seen == [2, 3, 4, 1]


async def test_f2_changes_every_label(workspace: Open) -> None:
    async with workspace() as work:
        await work.shows("Customers")
        await work.press("f2")
        await work.shows("1 客户")
        await work.shows("2026年3月2日")
        assert i18n.language() == "zh"
        assert not work.says("Customers")
        await work.press("f2")
        await work.shows("1 Customers")


async def test_the_command_line_runs_the_log(workspace: Open) -> None:
    async with workspace() as work:
        await work.press("colon")
        await work.until(lambda: work.screen is not work.base)
        await work.type("log")
        await work.until(lambda: work.screen.list.count == 1 or work.says(":log"))
        await work.press("enter")
        await work.shows("Log of changes")
        await work.until(lambda: work.screen.list.count)
        await work.press("escape")
        await work.workspace()
        # A code behind a command is whom it means; where there is none, nothing is done to others.
        lists = work.services.lists
        meant = lists.page(lists.parse("sort:-name", "customers"), limit=1).rows[0]
        assert meant.id != work.base.customer_id
        for code in ("C-999999", meant.code):
            await work.press("colon")
            await work.until(lambda: work.screen is not work.base)
            await work.type(f"terminate {code}")
            await work.press("enter")
            if code != meant.code:
                await work.until(lambda: work.notices and "C-999999" in work.notices[-1])
        await work.shows("Parting with a customer")
        await work.shows(meant.code)
        assert work.base.customer_id == meant.id


@pytest.mark.slow
async def test_the_command_line_is_found_by_chinese_words(workspace: Open) -> None:
    async with workspace((120, 40), "zh") as work:
        await work.press("colon")
        await work.until(lambda: work.screen is not work.base)
        everything = work.screen.list.count
        await work.press("追", "踪")
        await work.until(lambda: work.screen.list.count and work.screen.list.count != everything)
        await work.shows(":touch")
        await work.press("escape")
        await work.workspace()


async def test_the_key_sheet_names_the_keys(workspace: Open) -> None:
    async with workspace((120, 40)) as work:
        await work.press("question_mark")
        await work.until(lambda: work.screen is not work.base and work.screen.list.count)
        await work.shows("Moving about")
        await work.press("escape")
        await work.workspace()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("pane", "words"),
    [("1", "One row a customer"), ("2", "NSABC asks"), ("3", "overdue first"), ("4", "Open cases")],
)
async def test_f1_tells_what_a_pane_is_for(workspace: Open, pane: str, words: str) -> None:
    async with workspace((60, 20)) as work:
        await work.press(pane)
        await work.until(lambda: work.base.pane == int(pane))
        await work.press("f1")
        await work.until(lambda: work.screen is not work.base and work.screen.list.count)
        await work.shows(words)
        await work.press("f1")
        await work.workspace()


@pytest.mark.slow
async def test_f1_helps_in_the_middle_of_a_form(workspace: Open) -> None:
    async with workspace() as work:
        await work.press("f")
        form = await work.form(fields="title")
        await work.type("abc")
        await work.press("f1")
        await work.shows("comes back after a crash")
        await work.press("escape")
        await work.until(lambda: work.screen is form)
        assert form.texts["title"] == "abc"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("opened_by", "english", "chinese"),
    [
        ("i", "Last touches", "最近"),
        ("question_mark", "Moving about", "移动"),
        ("v", "Saved views", "已存视图"),
        ("colon", "Take in feedback", "受理反馈"),
        ("x", "Explanation", "说明"),
    ],
)
async def test_f2_changes_the_language_of_what_lies_above(
    workspace: Open, opened_by: str, english: str, chinese: str
) -> None:
    async with workspace() as work:
        await work.press(opened_by)
        await work.shows(english)
        await work.press("f2")
        await work.until(lambda: i18n.language() == "zh")
        await work.shows(chinese)
        assert not work.says(english)
        await work.press("escape")
        await work.workspace()
        await work.shows("1 客户")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("pane", "copied"),
    [("1", "C-000001 华信科技有限公司"), ("2", "Grade A"), ("4", "F-000009 华信科技有限公司")],
)
async def test_y_copies_the_row_under_the_cursor(workspace: Open, pane: str, copied: str) -> None:
    async with workspace() as work:
        await work.press(pane)
        await work.until(lambda: work.base.pane == int(pane))
        await work.press("y")
        await work.until(lambda: work.app.clipboard.startswith(copied))


async def test_a_letter_jumps_to_its_row(workspace: Open) -> None:
    async with workspace() as work:
        listed = work.base.customers.list
        await work.press("apostrophe")
        await work.until(lambda: any("│e" in line for line in work.lines()))
        await work.press("e")  # would open a form without the letters
        await work.until(lambda: listed.cursor == 4)
        assert work.screen is work.base
        await work.press("apostrophe", "escape")
        assert listed.cursor == 4
        assert work.screen is work.base
        assert not any("│e" in line for line in work.lines())
        # The detail follows the cursor a moment later: letters belong to the rows then in view.
        name = listed.row_at(4).name
        await work.until(lambda: work.base.detail.customer_name == name)
        await work.shows("¥ 880,000.00")
        await work.press("2")
        await work.until(lambda: work.base.detail.list.has_focus)
        await work.press("apostrophe", "c")
        await work.until(lambda: work.base.detail.list.cursor == 2)


@pytest.mark.slow
async def test_commands_do_what_keys_of_the_list_do(workspace: Open) -> None:
    async with workspace() as work:
        await work.press("colon")
        await work.until(lambda: work.screen is not work.base)
        await work.type("mark")
        await work.press("enter")
        await work.until(lambda: work.base.customers.list.marked_count == 1)


@pytest.mark.slow
async def test_x_explains_the_grade_by_its_rule(workspace: Open) -> None:
    async with workspace() as work:
        customer = work.base.customers.current.id
        await work.press("x")
        await work.until(lambda: work.screen is not work.base and work.screen.list.count)
        found = work.services.explanations.explain("customer", customer, "grade")
        from tui.explain import lines

        for line in lines(found, "customer")[:2]:
            await work.shows(line)


async def test_the_log_takes_a_change_back(workspace: Open, colleague: Services) -> None:
    async with workspace() as work:
        customer = work.base.customers.current.id
        before = colleague.cards.record("customer", customer)["industry"]
        colleague.records.update("customer", customer, {"industry": "another"})
        await work.press("colon")
        await work.until(lambda: work.screen is not work.base)
        await work.type("log")
        await work.press("enter")
        await work.until(lambda: getattr(work.screen, "list", None) and work.screen.list.cursor_row)
        await work.shows("Log of changes")
        await work.press("enter")
        await work.workspace()
        await work.until(lambda: any("Taken back" in one for one in work.notices))
        assert colleague.cards.record("customer", customer)["industry"] == before


async def test_what_another_session_saves_appears(workspace: Open, colleague: Services) -> None:
    async with workspace() as work:
        row = work.base.customers.current
        colleague.records.update("customer", row.id, {"name": "别人改的名字"})
        work.app.bridge.poll_soon()
        await work.until(lambda: work.base.customers.current.name == "别人改的名字")
        await work.shows("2 别人改的名字")
        assert work.base.customers.current.id == row.id


async def test_ac_043_a_touch_of_another_session_stands_in_the_journal(
    workspace: Open, colleague: Services
) -> None:
    assert FEED_SECONDS < 2  # nobody presses a key or asks for a look
    async with workspace() as work:
        row = work.base.customers.current
        await work.press("2", "l", "l", "l")
        await work.until(lambda: work.base.detail.list.has_focus, "the detail")
        touch = {"channel": "EMAIL", "summary": "另一处写下的追踪", "need_after": "NOW"}
        touch["expected_date_after"] = "2026-03-20"
        assert not work.says(touch["summary"])
        colleague.interactions.touch(row.id, touch)
        await work.shows(touch["summary"])


@pytest.mark.slow
async def test_two_workspaces_on_one_file(demo_home: Locations, clock: FixedClock) -> None:
    async with running(demo_home, clock) as one:
        row = one.base.customers.current
        async with running(demo_home, clock) as two:
            await two.app.bridge.write(
                lambda: two.services.records.update("customer", row.id, {"name": "Second Writer"})
            )
            await two.until(lambda: two.base.customers.current.name == "Second Writer")
        one.app.bridge.poll_soon()
        await one.until(lambda: one.base.customers.current.name == "Second Writer")


@pytest.mark.slow
async def test_a_record_of_another_session_does_not_move_the_cursor(
    workspace: Open, colleague: Services
) -> None:
    async with workspace() as work:
        await work.press("j", "j")
        await work.until(lambda: work.base.customers.current is not None)
        row, count = work.base.customers.current, work.base.customers.list.count
        colleague.records.create(
            "customer",
            {"name": "AAA first", "need_status": "NOW", "own_expected_date": "2026-03-03"},
        )
        work.app.bridge.poll_soon()
        await work.until(lambda: work.base.customers.list.count == count + 1)
        assert work.base.customers.current.id == row.id


async def test_escape_at_the_top_asks_before_leaving(workspace: Open) -> None:
    async with workspace() as work:
        await work.press("q")
        await work.shows("Leave Fivefold?")
        await work.press("n")
        await work.workspace()
        await work.press("escape")
        await work.shows("Leave Fivefold?")
        await work.press("y")
        await work.ended()
        assert work.services.desk.place("workspace")["pane"] == 1


@pytest.mark.slow
async def test_the_place_is_kept_for_the_next_start(
    demo_home: Locations, clock: FixedClock
) -> None:
    async with running(demo_home, clock) as work:
        await work.find("zywl", "中远物流集团")
        work.base.keep_place()
    async with running(demo_home, clock) as work:
        assert work.base.customers.query_text == "zywl"
        await work.until(
            lambda: work.base.customers.current and work.base.customers.current.code == "C-000012"
        )


@pytest.mark.slow
async def test_hostile_names_are_letters_and_nothing_else(
    demo_home: Locations, clock: FixedClock
) -> None:
    connection = sqlite3.connect(demo_home.demo_database)
    rows = connection.execute("SELECT id FROM customer ORDER BY code LIMIT 7").fetchall()
    for (customer,), name in zip(rows, HOSTILE, strict=True):
        connection.execute(
            "UPDATE customer SET name = ?, industry = ?, business_summary = ? WHERE id = ?",
            (name, name, name, customer),
        )
    connection.execute("UPDATE opportunity SET title = ?", (HOSTILE[1],))
    connection.execute("UPDATE contact SET name = ?", (HOSTILE[0],))
    connection.execute("UPDATE feedback SET text = ?", (HOSTILE[3],))
    connection.commit()
    connection.close()
    async with running(demo_home, clock, (200, 50)) as work:
        seen = []
        pane = work.base.customers
        for number in range(1, 8):
            code = f"C-{number:06d}"
            pane.line.value = code
            await work.until(lambda: pane.current and pane.current.code == code)  # noqa: B023
            await work.until(lambda: work.base.detail.customer_id == pane.current.id)
            await work.shows(f"{code} ·")
            work.check_cells(code)
            seen.append("".join(work.lines()))
        for name in HOSTILE[:3]:
            assert any(name in page for page in seen), name
        work.base.go_to(1)
        await work.until(lambda: pane.list.has_focus)
        for key in ("t", "e", "b"):
            await work.press("1", key)
            await work.form()
            work.check_cells(key)
            seen.append("".join(work.lines()))
            await work.press("escape")
            await work.workspace()
        await work.press("x")
        await work.until(lambda: work.screen is not work.base and work.screen.list.count)
        seen.append("".join(work.lines()))
        assert not [char for char in UNWANTED if char in "".join(seen)]
        assert not work.app._exit


@pytest.mark.slow
async def test_news_while_a_form_closes_are_not_lost(workspace: Open, colleague: Services) -> None:
    async with workspace() as work:
        pane = work.base.follow_ups
        customer = work.base.customers.current
        for number in range(5):  # no more than the day has rows for, wherever the equals stand
            await work.press("question_mark")  # any screen above the panes
            title = f"样{number}"
            colleague.follow_ups.plan(customer.id, {"title": title, "due_date": "2026-03-02"})
            work.base.bridge.poll_soon()
            await asyncio.sleep(number / 200)  # closed at another moment of the news each time
            work.screen.dismiss()
            await work.shows(title)
        assert not pane._wanted
