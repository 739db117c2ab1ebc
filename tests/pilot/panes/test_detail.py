"""The detail pane: its tabs, and the win odds that an answer raises."""

from __future__ import annotations

from typing import Any

import pytest

from models.enums import AnswerScope
from storage.services import Services
from tests.workspaces import Open, Workspace
from tui.panes.detail.tabs import TABS, tab_name

WORKED = "O-000031"


async def test_tabs_turn_round(workspace: Open) -> None:
    async with workspace() as work:
        detail = work.base.detail
        await work.press("2")
        await work.until(lambda: work.screen.focused is detail.list)
        seen = []
        for _ in TABS:
            seen.append(detail.tab_key)
            await work.press("l")
        names = "overview nsabc people journal orders feedback value account data"
        assert seen == names.split()
        assert detail.tab_key == "overview"
        await work.press("h")
        assert detail.tab_key == "data"
        await work.until(lambda: detail.list.count and detail.list.count > 60)  # every field


async def test_the_line_of_tabs_shows_the_open_one_and_that_there_are_more(workspace: Open) -> None:
    async with workspace((80, 24)) as work:
        detail = work.base.detail
        await work.press("2")
        for name, _build in TABS:
            await work.until(lambda at=name: detail.tab_key == at)  # type: ignore[misc]
            await work.pilot.pause()
            line = "".join(one.text for one in detail.tabs.render_line(0))
            assert f" {tab_name(name)} " in line
            assert line.startswith("< ") == ("Overview" not in line)
            assert line.rstrip().endswith(">") == ("Data" not in line)
            await work.press("l")


async def test_the_overview_tells_the_figures_of_the_customer(workspace: Open) -> None:
    async with workspace() as work:
        await work.find("zywl", "中远物流集团")
        values = work.services.cards.record("customer", work.base.detail.customer_id)
        assert str(values["grade"]) == "B"
        await work.shows("C-000012 · B")
        await work.press("2", "z")
        await work.shows("华东仓储系统")


async def go_to_question(work: Workspace, code: str, deal_id: int) -> Any:
    """Brings the cursor of the NSABC tab to a question of a deal."""
    detail = work.base.detail
    await work.press("s")
    await work.until(lambda: work.base.pane == 2 and detail.tab_key == "nsabc")
    await work.until(lambda: work.screen.focused is detail.list)

    def wanted() -> bool:
        line = detail.current
        return bool(
            line and line.question == code and line.record_id == deal_id and "gap" not in str(line)
        )

    await work.until(lambda: detail.current is not None)
    for _ in range(detail.list.count):
        if wanted():
            return detail.current
        place = detail.list.cursor
        await work.press("j")
        await work.until(lambda at=place: detail.list.cursor != at and detail.current)  # type: ignore[misc]
    raise AssertionError(f"{code} is not on the sheet:\n{work.text}")


async def test_ac_028_an_answer_raises_the_odds(workspace: Open, colleague: Services) -> None:
    async with workspace() as work:
        deal = work.services.cards.find(WORKED)[1]
        assert str(colleague.answers.odds(deal).odds.value) == "35.0"
        await work.find("zywl", "中远物流集团")
        await work.press("s")
        await work.shows("35.0")
        await go_to_question(work, "P-C2", deal)
        await work.press("enter")
        form = await work.form(fields="state")
        await work.fill("state", "CONFIRMED")
        await work.fill("note", "另一家报价低 6%，没有本地服务")
        await work.fill("source_doc", "2026-03-01 采购部邮件")
        await work.press("ctrl+s")
        await work.workspace()
        assert form not in work.app.screen_stack
        await work.press("home")
        await work.shows("50.0")
        assert str(colleague.answers.odds(deal).odds.value) == "50.0"
        given = colleague.cards.answers(AnswerScope.OPPORTUNITY, deal)
        answer = next(one for one in given if one.question_code == "P-C2")
        assert (answer.state, answer.source_doc) == ("CONFIRMED", "2026-03-01 采购部邮件")


@pytest.mark.slow
async def test_a_confirmed_answer_without_its_source_is_refused_in_the_form(
    workspace: Open, colleague: Services
) -> None:
    async with workspace() as work:
        deal = work.services.cards.find(WORKED)[1]
        await work.find("zywl", "中远物流集团")
        await go_to_question(work, "P-C2", deal)
        await work.press("enter")
        await work.form(fields="state")
        await work.fill("state", "CONFIRMED")
        await work.press("ctrl+s")
        await work.until(lambda: work.screen.query(".-wrong"), "a field marked as wrong")
        assert work.has_form
        assert work.screen.texts["state"] == "CONFIRMED"
        assert str(colleague.answers.odds(deal).odds.value) == "35.0"


@pytest.mark.slow
async def test_a_long_journal_is_read_page_by_page_to_its_first_entry(workspace: Open) -> None:
    async with workspace() as work:
        await work.find("zywl", "中远物流集团")
        detail = work.base.detail
        customer_id = detail.customer_id
        assert customer_id is not None
        for number in range(150):
            work.services.interactions.touch(
                customer_id, {"channel": "EMAIL", "summary": f"通话 {number}"}
            )
        await work.press("2", "z")
        detail.show_tab([name for name, _build in TABS].index("journal"))
        await work.shows("通话 149")
        assert detail.list.count is not None
        assert detail.list.count < 300
        await work.press("G")
        await work.until(lambda: not detail.list.is_capped)
        await work.until(lambda: detail.list.cursor == (detail.list.count or 0) - 1)
        assert detail.list.count > 300
        texts = [
            "".join(piece[0] for piece in line.pieces)
            for place in range(detail.list.count - 128, detail.list.count)
            if (line := detail.list.row_at(place)) is not None
        ]
        assert not any("通话 149" in text for text in texts)
