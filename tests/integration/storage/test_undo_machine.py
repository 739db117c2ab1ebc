"""Do anything, take it back, compare the dump: two colleagues at one file, in any order.

What is refused leaves nothing behind. What is taken back leaves the file as it was before, unless
the other changed the same thing since, which is refused in words. What is done again is as it was.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from contextlib import closing
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    rule,
    run_state_machine_as_test,
)

from models.enums import AnswerScope, FeedbackState, Profile, Stage, StageStrategy, TicketState
from storage.clock import FixedClock
from storage.effects.saving import Saved
from storage.errors import Refused, ServiceError
from storage.services import Services, open_services
from tests.conftest import MORNING
from tests.dumps import Dump, differing, dump, rows
from tests.factories import (
    a_case,
    a_contact,
    a_customer,
    a_ticket,
    an_opportunity,
    an_order,
)
from tests.homes import a_folder, copied, founded
from tests.team import a_team, become

pytestmark = pytest.mark.slow

Act = Callable[[Services, Saved, int], object]
PEOPLE = ("sales", "manager")
CLOCK = FixedClock(MORNING)
_ACKNOWLEDGED = {"ack_text": "收到", "promised_at": "2026-03-04 10:00"}
_PARTING = {"reason_code": "NO_PURCHASE", "text": "停产"}


def newest(services: Services, table: str, customer: Saved) -> int:
    """The newest living record of a customer; Refused where there is none."""
    sql = f"SELECT max(id) FROM {table} WHERE customer_id = :id AND deleted_at IS NULL"
    found = rows(services, sql, id=customer.id)[0][0]
    if found is None:
        raise Refused("not_found")
    return int(found)


ACTS: dict[str, Act] = {
    "customer": lambda s, _c, n: a_customer(s, f"新客户 {n}", grade="ABCD"[n % 4]),
    "name": lambda s, c, n: s.records.update("customer", c.id, {"name": f"改名 {n}"}),
    "city": lambda s, c, n: s.records.update("customer", c.id, {"city": f"城 {n}"}),
    "need": lambda s, c, n: s.records.update(
        "customer", c.id, {"need_status": ("NOW", "LATENT", "NONE")[n % 3]}
    ),
    "owner": lambda s, c, n: s.records.update("customer", c.id, {"owner": PEOPLE[n % 2]}),
    "many": lambda s, c, n: s.bulk.change("customer", [c.id], {"industry": f"业 {n}"}),
    "person": lambda s, c, n: a_contact(s, c, f"人 {n}", mobile=f"1390013{n:04}"),
    "gone": lambda s, c, _n: s.records.archive("contact", newest(s, "contact", c)),
    "away": lambda s, c, _n: s.records.archive("customer", c.id),
    "deal": lambda s, c, _n: an_opportunity(s, c, expected_close_date="2026-04-20"),
    "won": lambda s, c, _n: s.records.update(
        "opportunity", newest(s, "opportunity", c), {"pipeline": "WON"}
    ),
    "answer": lambda s, c, n: s.answers.give(
        AnswerScope.OPPORTUNITY, newest(s, "opportunity", c), f"P-N{n % 3 + 1}",
        {"state": "ASSUMED", "note": f"n{n}"},
    ),
    "fit": lambda s, c, _n: s.answers.give(
        AnswerScope.CUSTOMER, c.id, "C-N1", {"state": "ASSUMED"}
    ),
    "order": lambda s, c, _n: an_order(s, c),
    "call": lambda s, c, n: s.interactions.touch(
        c.id,
        {
            "channel": "PHONE", "summary": f"谈 {n}", "need_after": "NOW",
            "expected_date_after": f"2026-0{n % 5 + 4}-10", "next_contact_at": "2026-03-05 10:00",
        },
    ),
    "letter": lambda s, c, _n: s.interactions.touch(
        c.id, {"channel": "LETTER", "summary": "寄样册"}
    ),
    "plan": lambda s, c, n: s.follow_ups.plan(
        c.id, {"title": f"事 {n}", "due_date": "2026-03-09"}
    ),
    "skip": lambda s, c, _n: s.follow_ups.skip(newest(s, "follow_up", c), "不必了"),
    "snooze": lambda s, c, _n: s.follow_ups.snooze(newest(s, "follow_up", c), "+5d", "出差"),
    "move": lambda s, c, _n: s.follow_ups.move([newest(s, "follow_up", c)], due="+3d"),
    "case": lambda s, c, _n: a_case(s, c),
    "acknowledge": lambda s, c, _n: s.feedback.step(
        newest(s, "feedback", c), FeedbackState.ACKNOWLEDGED, _ACKNOWLEDGED
    ),
    "ticket": lambda s, c, _n: a_ticket(s, c),
    "cancel": lambda s, c, _n: s.tickets.step(
        newest(s, "ticket", c), TicketState.CANCELLED, {"reason": "已修好"}
    ),
    "stage": lambda s, c, _n: s.stages.move(c.id, Stage.INITIAL, reason="框架合同"),
    "strategy": lambda s, c, n: s.stages.tick(c.id, list(StageStrategy)[n % 3]),
    "gift": lambda s, c, n: s.records.create(
        "gift_register",
        {"customer": c.code, "value": str(20 + n), "date": "2026-03-01", "purpose": "春节"},
    ),
    "parting": lambda s, c, _n: s.terminations.begin(c.id, _PARTING),
    "figure": lambda s, _c, n: s.policies.set({"cadence.d_days": 20 + n}),
}  # fmt: skip


@cache
def a_book() -> tuple[Path, list[Saved]]:
    """A home with two customers of a salesman; there is something to act on at the first alone."""
    home = a_folder() / "home"
    with closing(open_services(copied(founded(), home), clock=CLOCK)) as services:
        a_team(services)
        customers = [a_customer(services, name, owner="sales") for name in ("海天科技", "青禾人力")]
        become(services, "sales")
        for name in ("person", "deal", "case", "ticket", "letter", "plan"):
            ACTS[name](services, customers[0], 0)
    return home, customers


class Colleagues(RuleBasedStateMachine):
    """Two customers, a salesman who owns them and his manager."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="fivefold-undo-"))
        origin, self.customers = a_book()
        self.services = open_services(copied(origin, self.folder / "home"), clock=CLOCK)
        self.services.core.profile = Profile.TEAM
        become(self.services, "sales")
        self.number = 0

    def teardown(self) -> None:
        self.services.close()
        shutil.rmtree(self.folder)

    def acted(self, who: str, name: str, which: int) -> tuple[Dump, bool]:
        """The dump before an act, and whether it went; what is refused left no trace."""
        become(self.services, who)
        before = dump(self.services)
        self.number += 1
        try:
            ACTS[name](self.services, self.customers[which], self.number)
        except ServiceError:
            self.same(before)
            return before, False
        return before, dump(self.services) != before

    def same(self, wanted: Dump) -> None:
        now = dump(self.services)
        assert now == wanted, differing(now, wanted)

    @rule(who=st.sampled_from(PEOPLE), name=st.sampled_from(sorted(ACTS)), which=st.integers(0, 1))
    def act(self, who: str, name: str, which: int) -> None:
        self.acted(who, name, which)

    @rule(
        who=st.sampled_from(PEOPLE),
        name=st.sampled_from(sorted(ACTS)),
        which=st.integers(0, 1),
        again=st.booleans(),
    )
    def act_and_take_back(self, who: str, name: str, which: int, again: bool) -> None:
        before, went = self.acted(who, name, which)
        if not went:
            return
        after = dump(self.services)
        self.services.changes.undo()
        self.same(before)
        if again:
            self.services.changes.redo()
            self.same(after)

    @rule(who=st.sampled_from(PEOPLE))
    def take_back_the_last(self, who: str) -> None:
        """Whatever the other did since: it goes, and comes again, or is refused whole."""
        become(self.services, who)
        before = dump(self.services)
        try:
            self.services.changes.undo()
        except ServiceError:
            self.same(before)
            return
        self.services.changes.redo()
        self.same(before)


def test_whatever_two_colleagues_do_can_be_taken_back() -> None:
    run_state_machine_as_test(
        Colleagues,
        settings=settings(
            max_examples=12,
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.explicit, Phase.generate],  # making it smaller takes minutes
        ),
    )
