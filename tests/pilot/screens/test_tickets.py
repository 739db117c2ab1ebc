"""Service screens by keyboard: from the queue through a visit, parts, solutions, technicians."""

from __future__ import annotations

from typing import Any

import pytest

from storage.services import Services
from tests.workspaces import Open, Workspace
from tui.screens.tickets import (
    PartsScreen,
    SolutionsScreen,
    TechniciansScreen,
    TicketScreen,
    TicketsScreen,
)


async def command(work: Workspace, name: str, kind: type[Any]) -> Any:
    """Opens a screen by its command and waits for its rows."""
    await work.press("colon")
    await work.type(name)
    await work.press("enter")
    await work.until(lambda: isinstance(work.screen, kind), name)
    await work.until(lambda: work.screen.list.count is not None, name)
    return work.screen


def state(services: Services, code: str) -> str:
    return str(services.cards.record("ticket", services.cards.find(code)[1])["state"])


async def saved(work: Workspace, screen: Any) -> None:
    """Saves the form and waits until it is gone."""
    await work.press("ctrl+s")
    await work.until(lambda: work.screen is screen, "the list again")


@pytest.mark.slow
async def test_a_ticket_is_led_on_where_it_stands(workspace: Open, colleague: Services) -> None:
    async with workspace() as work:
        # From a feedback case: what it says is taken over.
        await work.press("4")
        await work.until(lambda: work.base.feedback.list.has_focus and work.base.feedback.current)
        case = work.base.feedback.current
        await work.press("W")
        form = await work.form(fields="symptom")
        assert form.texts["feedback"] == case.code
        assert case.text in form.texts["symptom"]
        await work.press("ctrl+s")
        await work.shows("Your number: T-000005")
        await work.press("enter")
        await work.workspace()

        screen = await command(work, "tickets", TicketsScreen)
        await work.until(lambda: screen.list.count == 4)
        await work.press("G")
        await work.until(lambda: screen.list.cursor_row and screen.list.cursor_row.code[-1] == "5")
        # A visit that somebody can make is proposed, and who fits best.
        await work.press("n")
        form = await work.form(fields="visit_start")
        assert form.texts["state"] == "BOOKED"
        assert form.texts["visit_start"] == "2026-03-02 12:00"
        await saved(work, screen)
        assert state(colleague, "T-000005") == "BOOKED"
        await work.until(lambda: screen.list.cursor_row.state == "BOOKED")
        await work.press("n")
        form = await work.form(fields="technician")
        assert form.texts["technician"].startswith("TN-")
        await saved(work, screen)
        await work.until(lambda: screen.list.cursor_row.state == "DISPATCHED")
        await work.press("x")
        await work.shows("+ 36 h =")
        await work.press("escape")
        await work.until(lambda: work.screen is screen)
        await work.press("enter")
        await work.until(lambda: isinstance(work.screen, TicketScreen) and work.screen.list.count)
        await work.shows("Dispatched")
        # A gate says at the field what is missing.
        await work.press("n")
        form = await work.form(fields="state")
        await work.fill("state", "CANCELLED")
        await work.press("ctrl+s")
        await work.until(lambda: form.query(".-wrong"), "the reason asked for")
        await work.fill("reason", "客户自己修好了")
        await work.press("ctrl+s")
        await work.until(lambda: isinstance(work.screen, TicketScreen), "the ticket")
        assert state(colleague, "T-000005") == "CANCELLED"


@pytest.mark.slow
async def test_ac_115_parts_are_short_then_come_in(workspace: Open, colleague: Services) -> None:
    async with workspace((80, 24)) as work:
        screen = await command(work, "parts", PartsScreen)
        await work.until(lambda: screen.list.count == 10)
        work.check_cells("parts")
        await work.press("w")
        await work.until(lambda: screen.list.count == 3)
        assert screen.list.cursor_row.code == "DRV-VFD"
        await work.press("plus")
        await work.form(fields="qty")
        await work.fill("qty", "2")
        await saved(work, screen)
        part = colleague.cards.part(colleague.cards.find("DRV-VFD", "part")[1])
        assert (part.values["on_hand"], part.values["reserved"]) == (2, 1)
        assert part.waiting[0].state == "RESERVED"
        await work.press("escape")
        await work.workspace()

        screen = await command(work, "solutions", SolutionsScreen)
        await work.until(lambda: screen.list.count == 4)
        await work.type("dianchi")
        await work.until(lambda: screen.list.count == 2)
        work.check_cells("solutions")
        await work.press("enter", "enter")
        await work.shows("the customer says yes")
        await work.press("escape", "escape")
        await work.workspace()

        await command(work, "technicians", TechniciansScreen)
        await work.shows("14:00-16:00")
        work.check_cells("technicians")
        await work.press("right_square_bracket")
        await work.shows("Tue 3 March 2026")
        await work.until(lambda: not work.says("14:00-16:00"))


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "zh"])
async def test_service_screens_fit_every_size(workspace: Open, language: str) -> None:
    screens = (
        ("tickets", TicketsScreen),
        ("parts", PartsScreen),
        ("solutions", SolutionsScreen),
        ("technicians", TechniciansScreen),
    )
    async with workspace((60, 20), language) as work:
        for name, kind in screens:
            screen = await command(work, name, kind)
            for size in ((60, 20), (80, 24), (120, 40)):
                await work.pilot.resize_terminal(*size)
                await work.until(lambda: screen.size.width == size[0])  # noqa: B023
                await work.pilot.pause()
                work.check_cells(f"{name} {language} {size}")
            # The library begins in its line, which the first Esc leaves.
            await work.press(*(["escape"] * (2 if kind is SolutionsScreen else 1)))
            await work.workspace()
