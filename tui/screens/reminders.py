"""Reminders without a daemon: what was agreed for a time of today; part of the workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storage.errors import ServiceError
from tui.display import toast
from tui.labels import reason_text
from tui.messages import Superseded
from tui.rows.reminders import reminder

if TYPE_CHECKING:
    from datetime import date

    from tui.bridge import Bridge


class ReminderActs:
    """Says once what comes up; mixed into the workspace, whose timer calls it."""

    bridge: Bridge
    app: Any
    _reminded: frozenset[tuple[int, str | None]] = frozenset()
    _looked_on: date | None = None

    def remind(self) -> None:
        """At the start, and every minute after it."""
        node: Any = self
        self.bridge.run(node, self._remind, group="remind", exclusive=True)

    async def _remind(self) -> None:
        await self.remind_now()

    async def remind_now(self) -> bool:
        """Whether there was something to say."""
        try:
            rows = await self.bridge.read("remind", self.bridge.services.cards.soon)
        except Superseded:
            return False
        except ServiceError as error:
            self.bridge.tell(error)
            return False
        # An item whose time was moved is told again.
        fresh = [row for row in rows if (row.id, row.due_time) not in self._reminded]
        self._reminded = frozenset((row.id, row.due_time) for row in rows)
        if fresh:
            toast(self.app, reminder(fresh))
        await self._backup_due()
        return bool(fresh)

    async def _backup_due(self) -> None:
        """Once a day of a session, to who looks after the database (11.11)."""
        services = self.bridge.services
        today = services.core.clock.today()
        if self._looked_on == today:
            return
        self._looked_on = today
        due = await self.bridge.read("", services.trail.backup_due)
        if due is not None:
            toast(self.app, reason_text(due), "warning")
