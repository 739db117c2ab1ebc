"""Reminders without a daemon: what was agreed for a time of today; part of the workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storage.errors import ServiceError
from tui.display import toast
from tui.messages import Superseded
from tui.rows.reminders import reminder

if TYPE_CHECKING:
    from tui.bridge import Bridge


class ReminderActs:
    """Says once what comes up; mixed into the workspace, whose timer calls it."""

    bridge: Bridge
    app: Any
    _reminded: frozenset[tuple[int, str | None]] = frozenset()

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
        return bool(fresh)
