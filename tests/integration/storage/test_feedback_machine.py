"""Feedback driven through random legal and illegal moves on a real file (requirements 9.1).

No state is without a way on, no event is lost, nothing refused leaves a trace, and what is
stored of the clocks is what the events tell.
"""

from __future__ import annotations

import shutil
import tempfile
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from models.enums import FeedbackKind, FeedbackState
from models.policy_defaults import Policy
from models.rules.feedback import allowed_next, is_open
from storage.clock import FixedClock
from storage.effects.saving import Saved
from storage.engine.reading import DriverReader
from storage.errors import ServiceError
from storage.queries.cases import Case, CaseBook
from storage.services import Services, open_services
from tests.conftest import MORNING
from tests.factories import a_contact, a_customer
from tests.homes import copied, founded

S, K = FeedbackState, FeedbackKind
TELLING = {
    "due_at": "due_at",
    "amber_at": "amber_at",
    "ack_at": "acknowledged_at",
    "promised_at": "promised_at",
    "last_progress_at": "last_progress_at",
    "paused_at": "paused_at",
    "state": "state",
}
COMPLETE: dict[FeedbackState, dict[str, str]] = {
    S.ACKNOWLEDGED: {"ack_text": "收到", "promised_at": "+3d 10:00"},
    S.ANALYSED: {
        "category": "DELIVERY",
        "quality_dimension": "SERVICE",
        "experience_element": "SERVICE",
        "main_issue": "晚到",
        "root_cause": "换车",
    },
    S.TRACKING: {"actions_done": "yes", "check_call_on": "+3d"},
    S.CLOSED: {
        "check_call_done": "yes",
        "solved_by_customer": "yes",
        "outcome_told": "yes",
        "praised_told": "yes",
    },
    S.REOPENED: {"reason": "还没解决"},
}


def whole(value: object) -> object:
    """As it is stored: moments to the second."""
    return value.replace(microsecond=0) if isinstance(value, datetime) else value


class Cases(RuleBasedStateMachine):
    """Some cases of one customer and of nobody; every act is tried whether it may be or not."""

    known = Bundle("known")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="fivefold-cases-"))
        self.clock = FixedClock(MORNING)
        places = copied(founded(), self.folder / "home")
        self.services: Services = open_services(places, clock=self.clock)
        self.customer: Saved
        self.person: Saved
        self.events: dict[int, int] = {}
        self.number = 0

    @initialize()
    def book(self) -> None:
        self.customer = a_customer(self.services)
        self.person = a_contact(self.services, self.customer)
        self.services.records.create(
            "user", {"login": "yang", "name": "杨光", "roles": "SERVICE,MANAGER"}
        )

    def teardown(self) -> None:
        self.services.close()
        shutil.rmtree(self.folder)

    # --- acts

    def tried(self, case: int, call: Any) -> None:
        """One event more where it went, everything as it was where it was refused."""
        before = self.seen(case)
        try:
            call()
        except ServiceError:
            assert self.seen(case) == before
        else:
            self.events[case] += 1

    def seen(self, case: int) -> Any:
        card = self.services.cards.feedback(case)
        return card.values, card.actions, card.events

    @rule(
        target=known,
        kind=st.sampled_from(FeedbackKind),
        named=st.booleans(),
        safety=st.booleans(),
    )
    def take_in(self, kind: FeedbackKind, named: bool, safety: bool) -> int:
        texts = {"kind": kind.value, "channel": "PHONE", "text": "门锁失灵"}
        if named:
            texts["customer"] = self.customer.code
        if safety:
            texts["quality_dimension"] = "SAFETY"
        case = self.services.feedback.take_in(texts).id
        self.events[case] = 1
        return case

    @rule(hours=st.integers(1, 80))
    def wait(self, hours: int) -> None:
        self.clock.moment += timedelta(hours=hours)

    @rule(case=known, state=st.sampled_from(FeedbackState), complete=st.booleans())
    def step(self, case: int, state: FeedbackState, complete: bool) -> None:
        self.take(case, state, complete=complete)

    def take(self, case: int, state: FeedbackState, *, complete: bool) -> None:
        texts = dict(COMPLETE.get(state, {})) if complete else {}
        if state is S.ACTING and complete:
            self.number += 1
            texts = {"action.type": "PROCESS", "action.text": f"改 {self.number}"}
        self.tried(case, lambda: self.services.feedback.step(case, state, texts))

    @rule(case=known)
    def go_on(self, case: int) -> None:
        """The way on there is: every open state has one, and what it asks for leads there."""
        values = self.services.cards.feedback(case).values
        state, kind = S(str(values["state"])), K(str(values["kind"]))
        ways = [one for one in allowed_next(state, kind) if one is not S.MERGED]
        if not is_open(state):
            return
        assert ways
        events = self.events[case]
        self.take(case, ways[-1] if state is S.ACKNOWLEDGED else ways[0], complete=True)
        assert self.events[case] == events + 1, f"no way on from {state}"

    @rule(case=known, other=known)
    def merge(self, case: int, other: int) -> None:
        code = str(self.services.cards.feedback(other).values["code"])
        self.tried(case, lambda: self.services.feedback.step(case, S.MERGED, {"merged_into": code}))

    @rule(target=known, case=known)
    def escalate(self, case: int) -> Any:
        made: list[int] = []
        self.tried(case, lambda: made.append(self.services.feedback.escalate(case).id))
        if not made:
            return multiple()
        self.events[made[0]] = 1
        return made[0]

    @rule(case=known, told=st.none() | st.integers(-5, 90))
    def notice(self, case: int, told: int | None) -> None:
        until = None
        if told is not None:
            until = (self.clock.moment + timedelta(hours=told)).isoformat()
        self.tried(case, lambda: self.services.feedback.progress(case, "在办", until))

    @rule(case=known, told=st.booleans())
    def hold(self, case: int, told: bool) -> None:
        self.tried(case, lambda: self.services.feedback.pause(case, "等样品", customer_told=told))

    @rule(case=known)
    def resume(self, case: int) -> None:
        self.tried(case, lambda: self.services.feedback.resume(case))

    @rule(case=known)
    def hand_over(self, case: int) -> None:
        self.tried(case, lambda: self.services.feedback.hand_over(case, "yang"))

    @rule(case=known)
    def idea(self, case: int) -> None:
        self.tried(case, lambda: self.services.feedback.take_up_idea(case, self.person.code))

    # --- what holds at any time

    def retold(self, case: int, reader: DriverReader) -> Case | None:
        book = CaseBook(reader, Policy(), self.clock.today(), self.clock.zone)
        return book.case(case)

    @invariant()
    def the_stored_clocks_are_those_the_events_tell(self) -> None:
        for case, events in self.events.items():
            card = self.services.cards.feedback(case)
            assert len(card.events) == events
            found = self.services.core.read(partial(self.retold, case))
            assert found is not None
            told = {name: whole(getattr(found.clocks, own)) for name, own in TELLING.items()}
            assert {name: card.values[name] for name in TELLING} == told

    @invariant()
    def rounds_and_calls_fit_the_events(self) -> None:
        for case in self.events:
            card = self.services.cards.feedback(case)
            again = [one for one in card.events if one.to_state == S.REOPENED]
            assert card.values["round"] == 1 + len([one for one in again if one.kind == "STEP"])
            if is_open(S(str(card.values["state"]))):
                steps = self.services.feedback.next_steps(case)
                assert steps
            assert (card.values["closed_at"] is not None) == (card.values["state"] == S.CLOSED)


def run(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        Cases,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.slow
def test_random_moves_find_no_dead_end_and_lose_no_event() -> None:
    run(30, 40)
