"""The Value tab: figures with their source, `x` on each, `:clv`."""

from __future__ import annotations

import pytest

from storage.services import Services
from tests.workspaces import Open, Workspace
from tui.panes.detail.tabs import TABS

pytestmark = pytest.mark.slow


async def open_value(work: Workspace) -> None:
    await work.find("hx", "华信科技有限公司")
    await work.press("2")
    work.base.detail.show_tab([name for name, _build in TABS].index("value"))
    await work.until(lambda: work.screen.focused is work.base.detail.list)
    await work.press("z")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Four ways to assess", "Rank and tier", "RFM"]),
        ("zh", ["四种评估方法", "排名与层级", "RFM"]),
    ],
)
async def test_ac_070_the_value_of_a_customer(
    workspace: Open, language: str, words: list[str]
) -> None:
    async with workspace(language=language) as work:
        await open_value(work)
        for one in words:
            await work.shows(one)
        work.check_cells("value")


@pytest.mark.slow
async def test_every_figure_of_the_tab_opens_its_arithmetic(workspace: Open) -> None:
    async with workspace() as work:
        await open_value(work)
        await work.shows("Rank and tier")
        pane = work.base.detail
        found = {pane.list.row_at(n).figure for n in range(pane.list.count)} - {""}
        assert {"clv_data", "rfm", "value_tier", "churn_risk"} & found
        for figure in sorted(found):
            place = next(n for n in range(pane.list.count) if pane.list.row_at(n).figure == figure)
            pane.list.go_to(place)
            await work.until(lambda: pane.current is not None and pane.current.figure == figure)  # noqa: B023
            await work.press("x")
            await work.until(lambda: work.screen is not work.base and work.screen.list.count)
            await work.press("escape")
            await work.workspace()


@pytest.mark.slow
async def test_ac_072_clv_takes_its_figures_behind_the_command(
    workspace: Open, colleague: Services
) -> None:
    async with workspace() as work:
        await open_value(work)
        customer = work.base.detail.customer_id
        await work.press("colon")
        await work.type("clv 40 52 30")
        await work.press("enter")
        form = await work.form(fields="clv_amount")
        given = [form.texts[name] for name in ("clv_amount", "clv_per_year", "expected_years")]
        assert given == ["40", "52", "30"]
        await work.press("ctrl+s")
        await work.workspace()
        await work.until(lambda: any("62,400" in one for one in work.notices), str(work.notices))
        worth = colleague.value.sheet(customer).clv_entered
        assert worth is not None
        assert worth.value == 6_240_000


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "5 key accounts"), ("zh", "5 家大客户")],
)
async def test_ac_010_the_20_80_report_opens_a_customer(
    workspace: Open, language: str, sentence: str
) -> None:
    async with workspace(language=language) as work:
        await work.press("colon")
        await work.type("pareto")
        await work.press("enter")
        await work.shows(sentence)
        work.check_cells("pareto")
        sheet = work.screen.list
        place = next(n for n in range(sheet.count) if sheet.row_at(n).record_id)
        assert sheet.cursor == place
        wanted = sheet.row_at(place).record_id
        await work.press("enter")
        await work.workspace()
        assert work.base.detail.customer_id == wanted


async def test_ac_075_lost_to_a_rival_is_counted(workspace: Open) -> None:
    async with workspace() as work:
        await work.press("colon")
        await work.type("churn")
        await work.press("enter")
        await work.shows("Lost to a rival")


async def test_ac_087_a_low_switching_cost_and_the_six_risks(workspace: Open) -> None:
    async with workspace(size=(120, 60)) as work:
        await work.find("zhongyuan", "中远物流集团")
        await work.press("2")
        work.base.detail.show_tab([name for name, _build in TABS].index("value"))
        await work.press("z")
        await work.until(lambda: work.base.detail.list.count > 30)
        pane = work.base.detail.list
        shown = ["".join(text for text, _ in pane.row_at(n).pieces) for n in range(pane.count)]
        assert any("1 of 3" in one for one in shown)
        assert any("low lock" in one for one in shown)
        risks = [one for one in shown if one.startswith(("   ! ", "   - "))]
        assert (len(risks), sum("!" in one for one in risks)) == (6, 2)
