"""What a customer is worth, and the health card. Writes nothing.

The inputs stand in storage/queries/value.py; the rules in models/rules.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from models.policy_defaults import policy_from
from models.rules.health import Gauge
from models.rules.value import AtStake
from models.views.value import ValueSheet
from storage.queries import details, figures, value
from storage.queries.reader import ReadConnection
from storage.services.core import Core

T = TypeVar("T")


class Value:
    """Reads of the Value tab and the health card."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def sheet(self, customer_id: int) -> ValueSheet:
        """Every figure of the Value tab, worked out now (S2-VAL-01..04).

        NotFound: no customer. Refused: a terminated one, to who sees name and status alone (9.5).
        """
        return self._asked(customer_id, lambda asked: asked.sheet(), whole=True)

    def gauges(self, customer_id: int) -> tuple[Gauge, ...]:
        """The four gauges of the health card (S0-CRM5-01, AC-040). NotFound: no customer.

        Refused as `sheet`.
        """
        return self._asked(customer_id, lambda asked: asked.gauges(), whole=True)

    def at_stake(self, customer_id: int) -> tuple[AtStake, str]:
        """What would be lost with the customer, and its currency (R-LOSS). NotFound: none."""
        return self._asked(customer_id, lambda asked: (asked.loss(), asked.currency))

    def _asked(
        self, customer_id: int, ask: Callable[[value.Asked], T], *, whole: bool = False
    ) -> T:
        def read(reader: ReadConnection) -> T:
            context = self._core.context()
            values = details.record(reader, "customer", customer_id)
            if whole or values is None:
                values = details.whole_customer(reader, context, customer_id)
            policy = policy_from(figures.figures(reader))
            return ask(value.Asked(reader, context, policy, values))

        return self._core.read(read, "value")
