"""The Account plan and NSABC tabs: what the plan tells, what it offers, closed deals, forms."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from models.enums import AnswerScope, NsabcState
from storage.services import Services
from tests.workspaces import Open, Workspace
from tui.panes.detail.tabs import TABS
from tui.rows.lines import Line
from tui.screens.deals import ClosedScreen

pytestmark = pytest.mark.slow

HARBOUR = "Harbour Lane Foods"


async def open_tab(work: Workspace, query: str, name: str, tab: str) -> None:
    await work.find(query, name)
    await work.press("2")
    pane = work.base.detail
    pane.show_tab([name for name, _build in TABS].index(tab))
    await work.until(lambda: pane.list.count)
    await work.until(lambda: work.screen.focused is pane.list)


async def go(work: Workspace, wanted: Callable[[Line], bool]) -> None:
    listed = work.base.detail.list

    def place() -> int | None:
        rows = ((n, listed.row_at(n)) for n in range(listed.count or 0))
        return next((n for n, row in rows if row is not None and wanted(row)), None)

    await work.until(lambda: place() is not None)
    listed.go_to(place() or 0)
    await work.until(lambda: work.base.detail.current is not None)
    await work.until(lambda: wanted(work.base.detail.current))


@pytest.mark.parametrize(
    "size", [(60, 20), pytest.param((80, 24), marks=pytest.mark.slow), (120, 40)]
)
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["70/100", "Only what is written binds", "Their word does not bind"]),
        ("zh", ["70/100", "只认白纸黑字", "口头承诺不作数"]),
    ],
)
async def test_ac_175_the_plan_with_meter_and_contract_habits(
    workspace: Open, size: tuple[int, int], language: str, words: list[str]
) -> None:
    async with workspace(size, language) as work:
        await open_tab(work, HARBOUR, HARBOUR, "account")
        await work.press("z")
        await work.shows(words[0])
        work.check_cells("account plan")
        await go(work, lambda row: words[2] in row.pieces[0][0])
        for one in words[1:]:
            await work.shows(one)
        work.check_cells("account plan, further down")


async def test_ac_034_the_event_tells_its_play_and_its_follow_up(workspace: Open) -> None:
    async with workspace() as work:
        await open_tab(work, HARBOUR, HARBOUR, "account")
        await work.press("z")
        await work.shows("Change of staff 2026-02-28")
        await work.shows("Meet the newcomer within a week")
        await work.shows("2026-03-03 · Open")


@pytest.mark.slow
async def test_ac_034_an_event_is_logged_and_its_follow_up_named(
    workspace: Open, colleague: Services
) -> None:
    customer = colleague.cards.find("C-000012")[1]
    async with workspace() as work:
        await open_tab(work, "zywl", "中远物流集团", "account")
        before = len(colleague.account_plans.event_tasks(customer))
        work.base.action_event()
        form = await work.form(fields="source")
        await work.press("c")  # change of staff
        await work.until(lambda: form.texts["kind"] == "STAFF_CHANGE" or form.gather() is None)
        await work.shows("Proposed play: Meet the newcomer")
        form.go_to("source")
        await work.type("song")
        await work.press("ctrl+s")
        await work.workspace()
        await work.until(lambda: len(colleague.account_plans.event_tasks(customer)) == before + 1)
        assert any("is due 2026-03-09" in one for one in work.notices)


async def test_a_rival_is_chosen_from_a_list(workspace: Open) -> None:
    async with workspace() as work:
        await open_tab(work, HARBOUR, HARBOUR, "account")
        work.base.open_form(
            "record", entity="competitor_on_account", customer_id=work.base.detail.customer_id
        )
        form = await work.form(fields="competitor")
        asked = form.plan.ask("competitor")
        assert {"Polar Trace Ltd", "恒捷智能装备"} <= {key for key, _words in asked.options}


@pytest.mark.slow
async def test_a_solution_offers_the_needs_of_its_customer_by_number(
    workspace: Open, colleague: Services
) -> None:
    customer = colleague.cards.find("C-000004")[1]
    (need,) = colleague.cards.needs(customer)
    (line,) = colleague.account_plans.card(customer).solutions
    async with workspace() as work:
        await open_tab(work, HARBOUR, HARBOUR, "account")
        await go(work, lambda row: row.entity == "solution_line")
        await work.press("enter")
        form = await work.form(fields="need")
        assert form.texts["need"] == f"needs/{need.id}"
        assert form.plan.ask("need").options == ((f"needs/{need.id}", need.problem),)
        form.go_to("description")
        await work.press("end", "x", "ctrl+s")
        await work.workspace()
        await work.until(
            lambda: colleague.cards.record("solution_line", int(str(line["id"])))["version"] == 2
        )


@pytest.mark.slow
async def test_ac_025_what_is_on_record_of_the_incumbent_is_taken_over(
    workspace: Open, colleague: Services
) -> None:
    customer = colleague.cards.find("C-000004")[1]
    async with workspace() as work:
        await open_tab(work, HARBOUR, HARBOUR, "nsabc")
        await go(work, lambda row: (row.act, row.question) == ("offer", "C-C2"))
        await work.press("enter")
        form = await work.form(fields="note")
        assert form.texts["state"] == NsabcState.CONFIRMED
        assert form.texts["source_doc"] == "Account plan"
        await work.shows("Satisfied with Polar Trace Ltd: 2 of 5")
        await work.press("ctrl+s")
        await work.workspace()

        def given() -> dict[str, str]:
            rows = colleague.cards.answers(AnswerScope.CUSTOMER, customer)
            return {one.question_code: one.state for one in rows}

        await work.until(lambda: given().get("C-C2") == NsabcState.CONFIRMED)


@pytest.mark.slow
async def test_ac_020_the_customer_sheet_says_where_when_and_how_much_belong(
    workspace: Open,
) -> None:
    async with workspace() as work:
        await open_tab(work, HARBOUR, HARBOUR, "nsabc")
        await work.press("z", "end")
        await work.shows("When and how much belong to an opportunity")
        gauges = [
            row
            for n in range(work.base.detail.list.count)
            if (row := work.base.detail.list.row_at(n)) is not None and "4W1H" in row.pieces[0][0]
        ]
        assert gauges


@pytest.mark.slow
async def test_a_closed_deal_is_read_on_the_sheet(workspace: Open) -> None:
    async with workspace() as work:
        await open_tab(work, "zywl", "中远物流集团", "nsabc")
        await go(work, lambda row: row.act == "closed")
        await work.shows("Closed deals (read only)")
        await work.press("enter")
        await work.until(lambda: isinstance(work.screen, ClosedScreen))
        await work.shows("Closed: read only")
        await work.press("enter")  # means nothing here
        assert isinstance(work.screen, ClosedScreen)
        work.check_cells("closed deal")
        await work.press("escape")
        await work.workspace()


@pytest.mark.slow
@pytest.mark.parametrize(("language", "word"), [("en", "relation 2/5"), ("zh", "关系 2/5")])
async def test_the_map_tells_how_strong_a_relation_is(
    workspace: Open, language: str, word: str
) -> None:
    async with workspace(language=language) as work:
        await open_tab(work, "zywl", "中远物流集团", "people")
        await work.press("z")
        await work.shows(word)


async def test_archiving_a_customer_says_what_goes_with_it(workspace: Open) -> None:
    async with workspace() as work:
        await work.find("C-000024", "Solstice Robotics")
        await work.press("d")
        await work.shows("entries of its account plan go with it")
