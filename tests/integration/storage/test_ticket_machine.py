"""Random legal and illegal moves of tickets over a real file: nothing lost, nothing below zero."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from models.enums import StockMoveKind, TicketKind, TicketPlace, TicketState
from models.policy_defaults import TicketPolicy
from models.rules.ticket_clock import ClockEvent, rebuild
from models.rules.tickets import allowed_next, is_open
from storage.clock import FixedClock
from storage.errors import Invalid, Refused
from storage.queries import workshop
from storage.queries.reader import ReadConnection
from storage.services import Services, open_services
from storage.services.tickets import STEP_FIELDS
from tests.conftest import MORNING
from tests.factories import a_customer, a_technician, a_ticket
from tests.homes import copied, founded

S = TicketState
REFUSALS = (Refused, Invalid)
_TEXTS = ("", "密封圈老化", "更换轴承")


class Workshop(RuleBasedStateMachine):
    """Three tickets, two technicians, two parts; every act may be refused, none may break."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.clock = FixedClock(MORNING)
        home = copied(founded(), Path(self.folder.name) / "home")
        self.services: Services = open_services(home, clock=self.clock)
        self.tickets: list[int] = []
        self.technicians: list[str] = []
        self.parts: dict[str, int] = {}

    def teardown(self) -> None:
        """Closes the file."""
        self.services.close()
        self.folder.cleanup()

    @initialize(data=st.data())
    def begin(self, data: st.DataObject) -> None:
        """People, parts and tickets of any kind."""
        customer = a_customer(self.services)
        self.technicians = [a_technician(self.services, name).code for name in "AB"]
        for code, stock in (("P1", 0), ("P2", 3)):
            texts = {"code": code, "name": code, "on_hand": str(stock)}
            self.parts[code] = self.services.records.create("part", texts).id
        for _ in range(3):
            kind = data.draw(st.sampled_from(TicketKind))
            place = data.draw(st.sampled_from(TicketPlace))
            made = a_ticket(self.services, customer, kind=kind.value, place=place.value)
            self.tickets.append(made.id)

    def values(self, ticket: int) -> Any:
        """The stored values of a ticket."""
        return self.services.cards.record("ticket", self.tickets[ticket])

    @rule(
        ticket=st.integers(0, 2),
        goal=st.sampled_from(S),
        technician=st.integers(0, 1),
        start=st.integers(0, 6),
        text=st.sampled_from(_TEXTS),
        part=st.sampled_from(["P1", "P2"]),
        qty=st.integers(1, 3),
        yes=st.booleans(),
    )
    def step(
        self,
        ticket: int,
        goal: TicketState,
        technician: int,
        start: int,
        text: str,
        part: str,
        qty: int,
        yes: bool,
    ) -> None:
        """Any step, legal or not."""
        before = self.values(ticket)
        said = "yes" if yes else "no"
        texts = {
            "technician": self.technicians[technician],
            "visit_start": f"2026-03-04 {9 + start:02d}:00",
            "visit_end": f"2026-03-04 {11 + start:02d}:00",
            "diagnosis": text,
            "solution": text,
            "reason": text,
            "pause_reason": text,
            "pause_told": said,
            "solved": said,
            "satisfaction": "4",
        }
        texts |= {"part": part, "qty": str(qty)}
        texts = {name: texts[name] for name in STEP_FIELDS[goal] if name in texts}
        state = before["state"]
        try:
            self.services.tickets.step(self.tickets[ticket], goal, texts)
        except REFUSALS:
            assert self.values(ticket) == before  # nothing was written
            return
        after = self.values(ticket)
        came_back = goal is S.CONFIRMED and not yes
        reached = S.RECEIVED if came_back else goal
        assert after["state"] is reached
        assert reached in allowed_next(state, before["kind"], before["place"])
        assert after["round"] == before["round"] + (reached is S.RECEIVED)

    @rule(ticket=st.integers(0, 2), part=st.sampled_from(["P1", "P2"]), order=st.booleans())
    def add_part(self, ticket: int, part: str, order: bool) -> None:
        """Parts for a ticket."""
        with suppress(*REFUSALS):
            texts = {"part": part, "qty": "2"}
            self.services.tickets.add_part(self.tickets[ticket], texts, order=order)

    @rule(ticket=st.integers(0, 2), place=st.integers(0, 3))
    def drop_part(self, ticket: int, place: int) -> None:
        """Gives some of them back."""
        lines = self.services.cards.ticket(self.tickets[ticket]).parts
        if place < len(lines):
            with suppress(*REFUSALS):
                self.services.tickets.drop_part(lines[place].id)

    @rule(part=st.sampled_from(["P1", "P2"]), qty=st.integers(-2, 3))
    def count(self, part: str, qty: int) -> None:
        """Takes parts in, or corrects the count."""
        kind = StockMoveKind.RECEIPT if qty > 0 else StockMoveKind.COUNT
        with suppress(*REFUSALS):
            self.services.stock.move(self.parts[part], kind, qty)

    @rule(ticket=st.integers(0, 2), on=st.booleans())
    def pause(self, ticket: int, on: bool) -> None:
        """Pauses or resumes the clock."""
        with suppress(*REFUSALS):
            if on:
                self.services.tickets.pause(self.tickets[ticket], "缺货", told=True)
            else:
                self.services.tickets.resume(self.tickets[ticket])

    @rule(ticket=st.integers(0, 2), start=st.integers(0, 6))
    def rebook(self, ticket: int, start: int) -> None:
        """Another time for the visit."""
        texts = {"visit_start": f"2026-03-04 {9 + start:02d}:30"}
        texts["visit_end"] = f"2026-03-04 {10 + start:02d}:30"
        with suppress(*REFUSALS):
            self.services.tickets.rebook(self.tickets[ticket], texts)

    @rule()
    def undo(self) -> None:
        """Takes the last change back, where nothing stands on it."""
        last = self.services.core.read(lambda r: r.one(_LAST))
        if last is not None:
            with suppress(*REFUSALS):
                self.services.changes.undo(last[0])

    @rule(minutes=st.integers(1, 700))
    def wait(self, minutes: int) -> None:
        """Time goes by."""
        self.clock.moment += timedelta(minutes=minutes)

    @invariant()
    def stock_is_the_sum_of_its_moves(self) -> None:
        """Never below zero, never less than what is put aside."""
        rows = self.services.core.read(lambda r: r.rows(_STOCK))
        for on_hand, reserved, moved, aside in rows:
            assert on_hand == moved
            assert reserved == aside
            assert 0 <= reserved <= on_hand

    @invariant()
    def nobody_is_booked_twice(self) -> None:
        """No two living bookings of a technician share a moment."""
        assert self.services.core.read(lambda r: r.rows(_CLASHES)) == []

    @invariant()
    def clocks_are_the_rebuilt_ones(self) -> None:
        """What is stored is what the events tell; the last event tells the state."""
        for ticket in self.tickets:
            events = self.services.core.read(partial(_events, ticket))
            clock = rebuild(events, TicketPolicy())
            values: Any = self.services.cards.record("ticket", ticket)
            assert clock is not None
            assert values["due_at"] == clock.due_at
            assert values["paused_minutes"] == clock.paused_minutes
            assert values["paused_since"] == clock.paused_since
            card = self.services.cards.ticket(ticket)
            assert card.events[-1].to_state == values["state"]
            came = [one.to_state for one in card.events if one.to_state != one.from_state]
            assert came.count("RECEIVED") == values["round"]

    @invariant()
    def every_open_state_has_a_way_on(self) -> None:
        """No ticket is stuck: an open one has a next state, and one item stands for it."""
        for ticket in self.tickets:
            values: Any = self.services.cards.record("ticket", ticket)
            steps = self.services.tickets.next_steps(ticket)
            assert bool(steps) == is_open(values["state"])


def _events(ticket: int, reader: ReadConnection) -> list[ClockEvent]:
    return workshop.clock_events(reader, ticket)


_LAST = """
SELECT id FROM change_set WHERE undone_by_id IS NULL AND undoes_id IS NULL
  AND label NOT IN ('change.new', 'change.ticket_new', 'change.init') ORDER BY id DESC LIMIT 1
"""
_STOCK = """
SELECT p.on_hand, p.reserved,
  (SELECT COALESCE(sum(m.qty), 0) FROM stock_move m
   WHERE m.part_id = p.id AND m.deleted_at IS NULL),
  (SELECT COALESCE(sum(l.qty), 0) FROM ticket_part l
   WHERE l.part_id = p.id AND l.state = 'RESERVED' AND l.deleted_at IS NULL)
FROM part p WHERE p.deleted_at IS NULL
"""
_CLASHES = """
SELECT a.id FROM booking a JOIN booking b ON b.technician_id = a.technician_id AND b.id <> a.id
WHERE a.deleted_at IS NULL AND b.deleted_at IS NULL AND a.start < b.end AND b.start < a.end
"""

TestWorkshop = pytest.mark.slow(Workshop.TestCase)
TestWorkshop.settings = settings(
    max_examples=12,
    stateful_step_count=25,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a real file shrinks for minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
