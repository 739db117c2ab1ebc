"""Playbooks by keys: a step with script and checklist, a day confirmed, a start, deal steps."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from models.enums import DealStepKind
from models.views.playbook import Run
from storage.services import Services
from tests.factories import a_customer
from tests.pilot.screens.form_host import hosting
from tests.workspaces import Open, Workspace
from tui.rows.lines import Line
from tui.screens.playbooks import DealStepsScreen, PlaybooksScreen, StepScreen


def run_of(services: Services, code: str, playbook: str) -> Run:
    found = services.playbooks.runs(services.cards.find(code)[1]).runs
    return next(run for run in found if run.playbook == playbook)


async def go(work: Workspace, wanted: Callable[[Line], bool]) -> None:
    """Puts the cursor of the page on a line."""
    screen = work.screen
    await work.until(lambda: screen.list.count, "lines")

    def place() -> int | None:
        rows = range(screen.list.count or 0)
        return next((n for n in rows if (row := screen.list.row_at(n)) and wanted(row)), None)

    await work.until(lambda: place() is not None, "the line")
    screen.list.go_to(place())
    await work.until(lambda: screen.list.cursor_row and wanted(screen.list.cursor_row))


@pytest.mark.slow
async def test_ac_086_signed_off_done_and_confirmed_by_keys(
    workspace: Open, colleague: Services
) -> None:
    async with workspace() as work:
        await work.press("Y")
        await work.until(lambda: isinstance(work.screen, PlaybooksScreen), "the playbooks")
        await work.shows("Acceptance of goods · 0/3")
        await go(work, lambda line: line.act == "step")
        await work.press("enter")
        await work.until(lambda: isinstance(work.screen, StepScreen), "the step")
        await work.shows("[x] Sign-off: Buyer")
        await work.press("d")  # three of four
        await work.until(lambda: any("Store keeper" in one for one in work.notices), "a refusal")
        await go(work, lambda line: line.question == "store_keeper")
        await work.press("space")
        await work.shows("[x] Sign-off: Store keeper")
        await work.press("x")
        await work.shows("2026-03-04")
        await work.press("escape", "d")
        await work.shows("State Done")
        await work.press("escape")
        await work.shows("Acceptance at the customer")
        await go(work, lambda line: any("at the customer" in text for text, _tone in line.pieces))
        await work.press("m")
        await work.form(fields="day")
        await work.fill("day", "2026-03-06")
        await work.press("ctrl+s")
        await work.shows("2026-03-06")
        await work.press("s")
        await work.form(fields="reason")
        await work.fill("reason", "they come to us")
        await work.press("ctrl+s")
        await work.shows("they come to us")
    found = run_of(colleague, "C-000001", "GOODS_ACCEPTANCE")
    assert [step.state for step in found.steps] == ["DONE", "SKIPPED", "OPEN"]


@pytest.mark.slow
async def test_a_step_of_the_day_and_a_start_with_a_warning_in_chinese(
    workspace: Open, colleague: Services
) -> None:
    async with workspace((60, 20), "zh") as work:
        await work.find("harbour", "Harbour Lane Foods")
        await work.base.run_action("play")
        await work.shows("第 2 通")
        work.check_cells("playbooks")
        for code in ("CONTRACT_SIGNING", "MEAL"):
            await go(work, lambda line, code=code: line.question == code)  # type: ignore[misc]
            await work.press("enter")
            await work.form(fields="day")
            await work.fill("day", "2026-03-05")
            await work.press("ctrl+s")
            if code == "MEAL":
                await work.shows("签约当天不请吃饭")
                await work.press("enter")  # a warning, not a refusal
            await work.until(lambda: isinstance(work.screen, PlaybooksScreen), "the page")
        await work.press("g", "g")
        await work.shows("签约当天不请吃饭")
        meal = run_of(colleague, "C-000004", "MEAL").code
        await go(work, lambda line: line.act == "step" and line.question == meal)
        await work.press("D")
        await work.form(fields="reason")
        await work.fill("reason", "改期")
        await work.press("ctrl+s")
        await work.until(lambda: run_of(colleague, "C-000004", "MEAL").state == "STOPPED")
        await work.press("escape")
        await work.workspace()
        await work.press("1", "space")
        await work.base.run_action("play")
        await work.form(fields="playbook")
        await work.fill("day", "2026-03-09")
        await work.press("escape")
    assert run_of(colleague, "C-000004", "CONTRACT_SIGNING").state == "RUNNING"


async def test_ac_107_the_steps_of_a_sale_are_ticked_and_listed(
    workspace: Open, colleague: Services
) -> None:
    deal = colleague.cards.find("O-000031")[1]
    async with workspace((80, 24)) as work:
        work.base.deal_id = deal
        work.base.action_deal_steps()
        await work.until(lambda: isinstance(work.screen, DealStepsScreen), "the steps")
        await go(work, lambda line: line.question == "QUOTE_ORDER")
        await work.press("enter")
        await work.shows("[x] 5 Quote and order 2026-03-02")
        await go(work, lambda line: line.question == "DELIVERY_PART")
        await work.press("enter")
        await work.form(fields="label")
        await work.fill("label", "Load check")
        await work.press("ctrl+s")
        await work.shows("[ ] Load check")
        await go(work, lambda line: "Load check" in line.pieces[0][0])
        await work.press("enter")
        await work.shows("[x] Load check 2026-03-02")
        work.check_cells("deal steps")
    found = colleague.playbooks.deal_steps(deal)
    assert found.done == 1
    (part,) = found.lists[DealStepKind.DELIVERY_PART]
    assert (part.label, str(part.done_on)) == ("Load check", "2026-03-02")


@pytest.mark.slow
async def test_a_mail_offers_three_calls_and_a_step_tells_its_script(services: Services) -> None:
    customer = a_customer(services)
    async with hosting(services, (100, 44)) as form:
        known = {"channel": "EMAIL", "summary": "Offer"}
        await form.open("touch", customer_id=customer.id, known=known)
        await form.press("ctrl+s")
        await form.shows("Three calls after it?")
        await form.press("2")
        await form.until(lambda: hasattr(form.app.answer, "message"), "the end")
        assert services.playbooks.runs(customer.id).runs == ()
        await form.open("touch", customer_id=customer.id, known=known)
        await form.press("ctrl+s")
        await form.shows("Three calls after it?")
        await form.press("1")
        await form.until(lambda: services.playbooks.runs(customer.id).runs, "the calls")
        (run,) = services.playbooks.runs(customer.id).runs
        await form.open("touch", customer_id=customer.id, follow_up_id=run.steps[1].item_id)
        await form.shows("Has our letter arrived?")
        await form.shows("Day and hour of call 3 agreed")
