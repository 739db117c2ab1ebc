"""Reports on the screen: cells, periods, explanations, what Enter opens, both languages."""

from __future__ import annotations

import asyncio
import threading

import pytest

from models.rules.periods import Period
from models.views.report import Report
from storage.services import Services
from storage.services.reports import REPORTS
from tests.resting import PATIENCE
from tests.workspaces import Open, Workspace
from tui.rows.reports import TITLES, title
from tui.screens.reports import ReportScreen

pytestmark = pytest.mark.slow

SIZES = [(60, 20), (80, 24), (120, 40)]
HEARD = {"silent", "security"}  # something was heard of every customer, nobody stands out


async def open_report(work: Workspace, name: str) -> ReportScreen:
    """Opens a report by its command and waits until it is read."""
    await work.press("colon")
    work.screen.line.value = f"report {name}"
    await work.pilot.pause()
    await work.press("enter")
    await work.until(lambda: isinstance(work.screen, ReportScreen), name)
    screen: ReportScreen = work.screen
    await work.until(lambda: screen.report is not None and screen.list.count, name)
    assert screen.report_name == name
    return screen


async def read_again(work: Workspace, screen: ReportScreen, before: Report | None) -> Report:
    await work.until(lambda: screen.report is not before, "another report")
    assert screen.report is not None
    return screen.report


@pytest.mark.parametrize("names", [tuple(REPORTS)[first::5] for first in range(5)], ids=",".join)
@pytest.mark.parametrize("language", ["en", "zh"])
async def test_every_report_fits_every_size_and_explains_its_figures(
    workspace: Open, names: tuple[str, ...], language: str
) -> None:
    sizes = SIZES
    async with workspace(sizes[0], language) as work:
        for name in names:
            screen = await open_report(work, name)
            for size in sizes:
                await look_at_size(work, screen, size)
                work.check_cells(f"{name} {language} {size}")
            assert screen.report is not None
            assert screen.report.rows or name in HEARD, f"the demo shows nothing in {name}"
            if screen.row is not None and screen._stops(screen.row):
                await work.press("x")
                await work.until(lambda: work.screen is not screen and work.screen.list.count)  # noqa: B023
                await work.press("escape")
                await work.until(lambda: work.screen is screen, name)  # noqa: B023
            await work.press("escape")
            await work.workspace()
            sizes = sizes[::-1]  # the next one opens at the size that the terminal has now


async def look_at_size(work: Workspace, screen: ReportScreen, size: tuple[int, int]) -> None:
    """The report laid out anew for a terminal of this size."""
    await work.pilot.resize_terminal(*size)
    await work.until(lambda: screen.size.width == size[0])
    await work.until(
        lambda: screen._layout is not None and screen._layout.width == screen.list.content_width
    )


async def test_ac_055_a_cell_of_the_cross_table_opens_its_customers(workspace: Open) -> None:
    async with workspace() as work:
        screen = await open_report(work, "cross")
        assert screen.row is not None
        assert screen.row.cells["dimension"].value == "NOW"
        await work.shows("[11]")
        await work.press("l")
        await work.shows("[13]")
        await work.press("x")
        await work.shows("Customers that fit need:NOW urgency:MEDIUM: 13")
        await work.press("escape")
        await work.until(lambda: work.screen is screen)
        await work.press("h", "enter")
        await work.workspace()
        await work.until(lambda: work.base.customers.list.count == 11)
        assert work.base.customers.query_text == "need:NOW urgency:URGENT"
        assert work.base.pane == 1


@pytest.mark.slow
async def test_tab_crosses_two_other_ways_to_segment(workspace: Open) -> None:
    async with workspace() as work:
        screen = await open_report(work, "cross")
        before = screen.report
        await work.press("tab")
        after = await read_again(work, screen, before)
        assert after.arguments == ("need", "deal")
        await work.shows("Need x Deal status")
        await work.press("shift+tab", "shift+tab")
        await work.until(lambda: screen.report.arguments == ("importance", "deal"))  # type: ignore[union-attr]


async def test_ac_055_seg_with_terms_lists_their_customers(
    workspace: Open, colleague: Services
) -> None:
    query = colleague.lists.parse("need:NOW urgency:URGENT", "customers")
    async with workspace() as work:
        await work.press("colon")
        work.screen.line.value = "seg need=NOW urgency=URGENT"
        await work.pilot.pause()
        await work.press("enter")
        await work.workspace()
        wanted = colleague.lists.count(query)
        await work.until(lambda: work.base.customers.list.count == wanted)


async def test_an_older_reading_that_ends_later_is_not_taken(
    workspace: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with workspace() as work:
        screen = await open_report(work, "leak")
        make, late = work.services.reports.make, threading.Event()
        begun: list[Period | None] = []
        ended: list[Period | None] = []

        def made(name: str, period: Period | None, arguments: tuple[str, ...]) -> Report:
            begun.append(period)
            report = make(name, period, arguments)
            if period == begun[0]:
                late.wait(PATIENCE)
            ended.append(period)
            return report

        monkeypatch.setattr(work.services.reports, "make", made)
        screen.action_turn(-1)
        while not begun:  # noqa: ASYNC110 - not at rest: a reading is held
            await asyncio.sleep(0.001)
        screen.action_turn(-1)
        while not ended:  # noqa: ASYNC110
            await asyncio.sleep(0.001)
        late.set()
        await work.shows("2025-07-01 to 2025-09-30")
        assert ended == [screen.period, begun[0]]
        assert screen.report is not None
        assert "2025-07-01" in title(screen.report)


@pytest.mark.slow
async def test_the_period_turns_and_grows(workspace: Open) -> None:
    async with workspace() as work:
        screen = await open_report(work, "leak")
        await work.shows("2026-01-01 to 2026-03-31")
        before = screen.report
        await work.press("left_square_bracket")
        earlier = await read_again(work, screen, before)
        await work.shows("2025-10-01 to 2025-12-31")
        await work.press("w")
        await read_again(work, screen, earlier)
        await work.shows("2026-01-01 to 2026-12-31")
        await work.press("w")
        await work.shows("up to 2026-03-02")
        await work.press("right_square_bracket", "w")
        await work.shows("2026-03-02 to 2026-03-02")
        await work.press("w")
        await work.shows("2026-03-02 to 2026-03-08")
        await work.shows("Nothing in this period.")


@pytest.mark.slow
async def test_a_line_of_the_leaky_bucket_opens_its_customer(workspace: Open) -> None:
    async with workspace() as work:
        screen = await open_report(work, "leak")
        assert screen.row is not None
        wanted = screen.row.record_id
        await work.press("enter")
        await work.workspace()
        await work.until(lambda: work.base.detail.customer_id == wanted)
        assert work.base.pane == 2


@pytest.mark.slow
async def test_a_report_follows_what_others_change(workspace: Open, colleague: Services) -> None:
    async with workspace() as work:
        screen = await open_report(work, "churn")
        before = screen.report
        found = colleague.lists.page(
            colleague.lists.parse("status:ACTIVE", "customers"), limit=1
        ).rows[0]
        colleague.records.update("customer", found.id, {"status": "LOST", "churn_type": "FAULT"})
        work.app.bridge.poll_soon()
        after = await read_again(work, screen, before)
        assert after.figures[0].value == 2


@pytest.mark.slow
async def test_ac_041_a_target_is_set_from_the_report_and_changed_there(
    workspace: Open, colleague: Services
) -> None:
    async with workspace() as work:
        screen = await open_report(work, "targets")
        await work.shows("-36.0 %")
        await work.press("n")
        form = await work.form(fields="quarter")
        assert form.texts["quarter"] == "2026-Q1"
        await work.fill("owner", "glin")
        await work.fill("amount", "108000")
        before = screen.report
        await work.press("ctrl+s")
        await work.until(lambda: work.screen is screen)
        after = await read_again(work, screen, before)
        lin = next(row for row in after.rows if row.cells["owner"].value == "Grace Lin")
        assert (lin.cells["deviation"].value, str(lin.cells["target_percent"].value)) == (0, "0.0")
        await work.press("enter")
        form = await work.form(fields="quarter")
        assert form.texts["owner"] == "akeller"


@pytest.mark.slow
async def test_ac_047_the_six_steps_make_a_segment(workspace: Open, colleague: Services) -> None:
    async with workspace() as work:
        await work.press("colon")
        await work.type("segment")
        await work.press("enter")
        await work.form(fields="filter")
        await work.shows("6 Improve")
        await work.fill("filter", "industry:机械,装配")
        await work.shows("3 customers fit · B 1 C 1 E 1")
        await work.shows("references of the same industry: C-000008 长沙远大住工, C-000002")
        await work.fill("name", "产线")
        await work.fill("plan", "每季度巡检")
        await work.fill("review_date", "+90d")
        await work.press("ctrl+s")
        await work.workspace()
        screen = await open_report(work, "segments")
        await work.shows("产线")
        assert screen.report is not None
        place = [row.cells["segment"].value for row in screen.report.rows].index("产线")
        assert screen.report.rows[place].cells["members"].value == 3
        await work.press(*["j"] * place, "enter")
        await work.workspace()
        await work.until(lambda: work.base.customers.list.count == 3)


@pytest.mark.slow
async def test_a_report_is_printed_into_a_file(workspace: Open) -> None:
    async with workspace() as work:
        await open_report(work, "grades")
        await work.press("p")
        form = await work.form()
        assert any("grades" in text for text in form.texts.values())


@pytest.mark.slow
async def test_report_offers_all_and_opens_one_by_its_name(workspace: Open) -> None:
    async with workspace() as work:
        await work.press("colon")
        await work.type("report")
        await work.press("enter")
        await work.shows("Odds against deals really won")
        assert work.screen.list.count == len(REPORTS)
        await work.press("j", "j", "enter")
        await work.until(lambda: isinstance(work.screen, ReportScreen))
        assert work.screen.report_name == list(TITLES)[2]
        await work.press("escape")
        await work.workspace()
        await work.press("colon")
        await work.type("report owners")
        await work.press("enter")
        await work.until(lambda: isinstance(work.screen, ReportScreen))
        assert work.screen.report_name == "owners"


@pytest.mark.slow
async def test_the_language_changes_on_an_open_report(workspace: Open) -> None:
    async with workspace() as work:
        screen = await open_report(work, "goals")
        await work.shows("Repeat rate")
        await work.press("j", "f2")
        await work.shows("复购率")
        assert screen.row is not None
        assert screen.row.cells["figure"].value == "repeat_rate"
        await work.press("escape")
        await work.workspace()
        await work.shows("客户")
