"""Turns entries of a story into records: relative days, links by key, codes in order of time.

Works inside the caller's unit; knows single values, not the order in which records are made.
"""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from models.content import Demo, DemoStory, Entry
from models.content_values import DemoDay, DemoMoment, FieldValue
from models.fields.spec import FieldKind, FieldSpec
from models.records.base import RecordBase
from storage.work import Work

R = TypeVar("R", bound=RecordBase)
_MORNING = time(9)


class Sowing:
    """What was made so far, and how a value of a story becomes a value of a column."""

    def __init__(self, work: Work, demo: Demo) -> None:
        self.work = work
        self.zone = ZoneInfo(work.zone)
        self.made: list[RecordBase] = []
        self._ids: dict[tuple[str, str], int] = {}
        self._codes = _codes(self, demo)

    def id_of(self, entity: str, key: str, story: DemoStory | None = None) -> int:
        """Id of a record made before; keys of contacts, deals and cases belong to their story."""
        local = self._ids.get((entity, f"{story.code}/{key}")) if story else None
        return self._ids[entity, key] if local is None else local

    def code_of(self, prefix: str, story: DemoStory, key: str) -> str:
        """The code that was numbered for a deal, case or order."""
        return self._codes[prefix, f"{story.code}/{key}"]

    def owner(self, story: DemoStory) -> int:
        """Id of the user who owns the customer."""
        return self.id_of("user", story.customer.text("owner"))

    def moment(self, value: DemoMoment | None) -> datetime:
        """A moment of a story, UTC; what has none counts from now."""
        return self.work.now if value is None else value.at(self.work.now, self.zone)

    def morning(self, day: DemoDay | date | None) -> datetime:
        """Nine o'clock of a day, but never later than now."""
        if day is None:
            return self.work.now
        plain = day.on(self.work.today) if isinstance(day, DemoDay) else day
        return min(datetime.combine(plain, _MORNING, tzinfo=self.zone), self.work.now)

    def columns(self, entry: Entry, story: DemoStory | None = None) -> dict[str, Any]:
        """The fields of an entry by column, as the columns hold them."""
        columns = {}
        for name, value in entry.fields.items():
            spec = entry.spec.field(name)
            assert spec is not None
            columns[spec.column] = self._value(spec, value, story)
        return columns

    def add(
        self,
        record: type[R],
        values: dict[str, Any],
        at: datetime,
        by: int | None,
        *,
        key: str = "",
        story: DemoStory | None = None,
    ) -> R:
        """A record made at that time by that user; by its key others can point to it."""
        made = self.work.add(record, created_at=at, updated_at=at, **values)
        made.created_by_id = made.updated_by_id = by
        self.made.append(made)
        if key:
            entity = str(record.__tablename__)
            self._ids[entity, f"{story.code}/{key}" if story else key] = made.id
        return made

    def _value(self, spec: FieldSpec, value: FieldValue, story: DemoStory | None) -> Any:
        if isinstance(value, DemoDay):
            return value.on(self.work.today)
        if isinstance(value, DemoMoment):
            return self.moment(value)
        if spec.kind is FieldKind.LINK:
            return self.id_of(spec.target, str(value), story)
        if isinstance(value, tuple):
            return frozenset(map(spec.choices, value)) if spec.choices else value
        if spec.choices is not None:
            return spec.choices(str(value))
        if spec.kind in (FieldKind.DECIMAL, FieldKind.DISCOUNT):
            return Decimal(str(value))
        return value


def _codes(sowing: Sowing, demo: Demo) -> dict[tuple[str, str], str]:
    """Codes of deals, cases and orders: they grew with time, not customer by customer."""
    deals, cases, orders, tickets = [], [], [], []
    for story in demo.stories:
        for deal in story.deals:
            deals.append((sowing.morning(deal.opened), f"{story.code}/{deal.key}"))
        for case in story.feedback:
            received = sowing.moment(case.moment("received_at"))
            cases.append((received, f"{story.code}/{case.key}"))
        for ticket in story.tickets:
            received = sowing.moment(ticket.events[0].moment("at"))
            tickets.append((received, f"{story.code}/{ticket.key}"))
        for order in story.orders:
            number = order.text("order_contract_no")
            orders.append((sowing.morning(order.day("sale_date")), f"{story.code}/{number}"))
    found = {}
    for prefix, dated in (("O", deals), ("F", cases), ("S", orders), ("T", tickets)):
        codes = sowing.work.reserve_codes(prefix, len(dated))
        for (_, key), code in zip(sorted(dated), codes, strict=True):
            found[prefix, key] = code
    return found
