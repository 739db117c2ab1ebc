"""The change of date while the workspace is open."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage.clock import FixedClock
from storage.services import Services
from tests.conftest import MORNING
from tests.workspaces import Open
from tui.screens import day


@pytest.mark.slow
async def test_a_workspace_left_open_over_midnight_works_its_figures_out(
    workspace: Open, clock: FixedClock, colleague: Services
) -> None:
    async with workspace((120, 40)) as work:
        customer = work.base.customers.current
        plan = {"due_date": "2026-03-02", "due_time": "10:05", "title": "寄样品"}
        colleague.follow_ups.plan(customer.id, plan)
        for _ in range(2):  # said once, however often it is looked at
            work.base.remind()
            await work.until(lambda: work.notices, "the reminder")
        assert [text.split()[0] for text in work.notices] == ["10:05"]
        assert not work.services.lists.is_outdated()
        clock.moment = MORNING + timedelta(days=40)
        work.base.look_at_the_day()
        await work.until(lambda: not work.services.lists.is_outdated(), "the figures of the day")
        await work.until(lambda: "11 April 2026" in work.text, "the new date")
        assert len(work.notices) == 1  # it took no time that would have to be said
        assert customer is not None


async def test_long_work_is_said_and_does_not_hold_the_keys(
    workspace: Open, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(day, "_MANY", 10)
    async with workspace((120, 40)) as work:
        second = work.base.customers.list.row_at(1)
        assert second is not None
        clock.moment = MORNING + timedelta(days=40)
        work.base.look_at_the_day()
        await work.press("j")
        # The new day may have put the rows into another order by now.
        assert work.base.customers.list.cursor_id == second.id
        await work.until(lambda: len(work.notices) == 2, "both notices")
        assert "40 customers" in work.notices[0]
        assert work.notices[1] == "All figures are as of today."
