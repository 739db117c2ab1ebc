"""`:audit`: the newest acts, one record's alone, and the walk along the chain."""

from __future__ import annotations

from storage.services import Services
from tests.workspaces import Open
from tui.screens.trail import TrailScreen, VerifyScreen


async def test_the_audit_trail_narrows_to_a_record_and_verifies(
    workspace: Open, colleague: Services
) -> None:
    async with workspace((80, 24)) as work:
        customer = work.base.customers.current
        for city in ("苏州", "杭州"):
            colleague.records.update("customer", customer.id, {"city": city})
        await work.press("colon")
        await work.until(lambda: work.screen is not work.base)
        await work.type("audit kind:customers")
        await work.press("enter")
        await work.until(lambda: isinstance(work.screen, TrailScreen) and work.screen.list.count)
        await work.shows("苏州 → 杭州")
        await work.shows("Audit trail · kind:customers")
        work.check_cells("audit trail")
        await work.press("down", "enter")
        await work.shows(f"Audit trail · {customer.code}")
        await work.until(lambda: work.screen.list.count)
        await work.press("v")
        await work.until(lambda: isinstance(work.screen, VerifyScreen) and work.screen.list.count)
        await work.shows("The chain is whole.")
        await work.press("escape", "escape")
        await work.workspace()
