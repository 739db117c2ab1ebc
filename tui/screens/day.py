"""The change of date while the workspace is open; part of the workspace."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from storage.errors import ServiceError
from tui.display import toast
from tui.i18n import number, tr

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from tui.bridge import Bridge

_MANY = 20_000  # customers from which on working them out takes long enough to be said


class DayActs:
    """Works figures out anew on a new day; mixed into the workspace."""

    bridge: Bridge
    app: Any
    _day: date | None = None

    def look_at_the_day(self) -> None:
        """Begins what a new day asks for; a workspace may stay open over midnight."""
        node: Any = self
        if self.bridge.services.core.clock.today() != self._day:
            self.bridge.run(node, self._new_day, group="day")
        self.bridge.run(node, self._tell_managers, group="over time", exclusive=True)

    async def _new_day(self) -> None:
        services = self.bridge.services
        self._day = services.core.clock.today()
        if services.core.database.readonly:
            return
        progress = _DayProgress(self.bridge, partial(self.app.call_from_thread, self._say))
        try:
            # A session that only reads never loads the record layer.
            if await self.bridge.read("", services.lists.is_outdated):
                await self.bridge.beside(lambda: services.maintenance.new_day(progress))
        except ServiceError as error:
            self.bridge.tell(error)
            return
        if progress.told:
            toast(self.app, tr("All figures are as of today."))

    async def _tell_managers(self) -> None:
        """What is over time goes to the manager at once, whoever has the program open."""
        services = self.bridge.services
        if services.core.database.readonly:
            return
        try:
            if await self.bridge.read("", services.cards.over_time):
                await self.bridge.write(services.maintenance.tell_managers)
        except ServiceError as error:
            self.bridge.tell(error)

    def _say(self, customers: int) -> None:
        said = tr(
            "A new day: the figures of {n} customers are worked out. Go on working.",
            n=number(customers),
        )
        toast(self.app, said)


class _DayProgress:
    """Says once that it will take long; stops when the program ends."""

    def __init__(self, bridge: Bridge, say: Callable[[int], None]) -> None:
        self._bridge = bridge
        self._say = say
        self.told = False

    def report(self, done: int, total: int) -> None:
        """Called off the event loop, chunk by chunk; a customer is looked at and written."""
        del done
        if not self.told and total >= 2 * _MANY and not self._bridge.is_closed:
            self.told = True
            self._say(total // 2)

    def cancelled(self) -> bool:
        """Is the program about to end; the next start does the rest."""
        return self._bridge.is_closed
