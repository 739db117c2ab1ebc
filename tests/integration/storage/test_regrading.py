"""Grades, odds and segments of many customers: by SQL, equal to the rules, one change a day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from models.enums import Grade, NeedStatus, NsabcState, Pipeline
from models.policy_defaults import FIGURES, Policy, policy_from
from models.records.customer import Customer
from models.rules import segmentation
from models.rules.answers import Answer
from models.rules.grading import GradeOverride, NeedFacts, grade_customer, grade_deal
from models.rules.qualification import DealFacts, odds
from storage.clock import FixedClock
from storage.effects import derived, recomputing
from storage.errors import Invalid, Refused
from storage.locations import Locations
from storage.queries import regrading
from storage.services import Services
from tests.conftest import MORNING
from tests.factories import a_customer, an_opportunity
from tests.tools.store import STAMP, TODAY, Store
from tests.workspaces import lay_demo, open_demo

ZONE = "Asia/Shanghai"
CLOSED = ("WON", "LOST")
_DAYS = st.one_of(
    st.none(),
    st.sampled_from([-1, 0, 1, 7, 8, 29, 30, 31, 89, 90, 91, 179, 180, 181]),
    st.integers(-40, 250),
)
_STATES = st.sampled_from(["UNKNOWN", "ASSUMED", "CONFIRMED", "CONFIRMED", "ADVERSE"])
_ANSWERS = st.dictionaries(
    st.sampled_from([f"P-{element}{number}" for element in "NSABC" for number in range(1, 5)]),
    st.tuples(_STATES, st.sampled_from([None, 0, 10, 89, 90, 91, 400])),
    max_size=20,
)
_DEAL = st.fixed_dictionaries(
    {
        "pipeline": st.sampled_from([step.value for step in Pipeline]),
        "need_status": st.sampled_from([need.value for need in NeedStatus]),
        "no_chance": st.booleans(),
        "close": _DAYS,
        "next": _DAYS,
        "grade": st.sampled_from([None, "A", "C", "E"]),
        "amount": st.sampled_from([None, 1, 49_999_999, 50_000_000]),
        "currency": st.sampled_from(["CNY", "CNY", "USD"]),
        "answers": _ANSWERS,
    }
)
_CUSTOMER = st.fixed_dictionaries(
    {
        "need_status": st.sampled_from([need.value for need in NeedStatus]),
        "no_chance": st.booleans(),
        "own": _DAYS,
        "grade": st.sampled_from([None, "A", "B", "E"]),
        "override": st.one_of(
            st.none(), st.tuples(st.sampled_from("ABCDE"), st.integers(-2, 2), st.booleans())
        ),
        "importance": st.one_of(
            st.none(),
            st.tuples(st.sampled_from(["IMPORTANT", "ORDINARY"]), st.integers(-1, 1)),
        ),
        "volume": st.sampled_from([None, 0, 99_999_999, 100_000_000]),
        "orders": st.lists(st.sampled_from(["OPEN", "CLOSED", "CANCELLED"]), max_size=2),
        "promises": st.lists(
            st.tuples(st.sampled_from(["OPEN", "SNOOZED", "DONE"]), st.integers(-5, 100)),
            max_size=2,
        ),
        "cases": st.lists(
            st.tuples(st.sampled_from(["NEW", "CLOSED"]), st.integers(-5, 100), st.integers(0, 23)),
            max_size=2,
        ),
        "deals": st.lists(_DEAL, max_size=3),
    }
)


def _day(days: int | None) -> date | None:
    return None if days is None else TODAY + timedelta(days=days)


def _iso(days: int | None) -> str | None:
    found = _day(days)
    return None if found is None else found.isoformat()


def _moment(days: int, hour: int) -> datetime:
    return datetime.combine(TODAY, datetime.min.time(), MORNING.tzinfo) + timedelta(
        days=days, hours=hour
    )


def _sow(store: Store, one: dict[str, Any], number: int) -> tuple[int, list[int]]:
    override, importance = one["override"], one["importance"]
    customer = store.add(
        "customer", code=f"C-{number:06d}", need_status=one["need_status"],
        no_chance=int(one["no_chance"]), own_expected_date=_iso(one["own"]), grade=one["grade"],
        grade_override_until=override and _iso(override[1]),
        importance_override=importance and importance[0],
        importance_until=importance and _iso(importance[1]),
        potential_volume_year=one["volume"], urgency=None, importance=None, deal_status=None,
    )  # fmt: skip
    if override and override[2]:
        store.connection.execute(
            "INSERT INTO grade_history (id, created_at, updated_at, version, customer_id, to_grade,"
            " manual, at) VALUES (?, ?, ?, 1, ?, ?, 1, ?)",
            (900_000 + number, STAMP, STAMP, customer, override[0], STAMP),
        )
    for place, status in enumerate(one["orders"]):
        store.add(
            "sales_order", customer_id=customer, order_contract_no=f"N-{number}-{place}",
            sale_date=TODAY.isoformat(), status=status,
        )  # fmt: skip
    for status, days in one["promises"]:
        store.add(
            "follow_up", customer_id=customer, kind="COMMITMENT", status=status,
            due_date=_iso(days),
        )  # fmt: skip
    for state, days, hour in one["cases"]:
        due = _moment(days, hour).strftime("%Y-%m-%dT%H:%M:%SZ")
        store.add("feedback", customer_id=customer, state=state, due_at=due)
    ids = []
    for place, deal in enumerate(one["deals"]):
        made = store.add(
            "opportunity", customer_id=customer, code=f"O-{number:03d}{place}",
            pipeline=deal["pipeline"], need_status=deal["need_status"],
            no_chance=int(deal["no_chance"]), expected_close_date=_iso(deal["close"]),
            next_step_date=_iso(deal["next"]), grade=deal["grade"],
            expected_amount=deal["amount"], currency=deal["currency"], odds_calc=None,
            qualified=0,
        )  # fmt: skip
        ids.append(made)
        for code, (state, age) in deal["answers"].items():
            store.add(
                "nsabc_answer", scope="OPPORTUNITY", subject_id=made, question_code=code,
                state=state, confirmed_on=None if age is None else _iso(-age),
            )  # fmt: skip
    return customer, ids


def _odds(deal: dict[str, Any], policy: Policy) -> tuple[int, int]:
    """By the rule, as a column holds it."""
    answers = [
        Answer(code, NsabcState(state), None if age is None else _day(-age))
        for code, (state, age) in deal["answers"].items()
    ]
    facts = DealFacts(Pipeline(deal["pipeline"]), deal["amount"], _day(deal["close"]))
    found = odds(answers, facts, policy.odds, TODAY)
    return int(found.value * 10), int(found.qualified)


def _need(one: dict[str, Any], close: str, *, is_open: bool = True) -> NeedFacts:
    before = one["grade"]
    return NeedFacts(
        NeedStatus(one["need_status"]), _day(one[close]), one["no_chance"],
        None if before is None else Grade(before), is_open,
    )  # fmt: skip


def _wanted(one: dict[str, Any], policy: Policy) -> tuple[Any, ...]:
    """Grade, reason, status, importance, urgency and day of a customer by the rules."""
    deals = []
    for deal in one["deals"]:
        is_open = deal["pipeline"] not in CLOSED
        graded = grade_deal(_need(deal, "close", is_open=is_open), policy.grading, TODAY)
        deals.append(_need({**deal, "grade": graded.grade}, "close", is_open=is_open))
    override = None
    if one["override"] and one["override"][2]:
        override = GradeOverride(Grade(one["override"][0]), _day(one["override"][1]) or TODAY)
    grade = grade_customer(_need(one, "own"), deals, policy.grading, TODAY, override)
    open_deals = [deal for deal in one["deals"] if deal["pipeline"] not in CLOSED]
    status = segmentation.deal_status(
        sum(order != "CANCELLED" for order in one["orders"]),
        [Pipeline(deal["pipeline"]) for deal in one["deals"]],
    )
    amounts = [d["amount"] for d in open_deals if d["amount"] and d["currency"] == "CNY"]
    set_by_hand = one["importance"] and segmentation.ImportanceOverride(
        one["importance"][0], _day(one["importance"][1]) or TODAY
    )
    facts = segmentation.ImportanceFacts(max(amounts, default=None), one["volume"])
    importance = segmentation.importance(facts, policy.importance, TODAY, set_by_hand or None)
    moments = [_moment(days, hour) for state, days, hour in one["cases"] if state != "CLOSED"]
    handle = segmentation.HandleFacts(
        tuple(TODAY + timedelta(days=d) for status, d in one["promises"] if status != "DONE"),
        tuple((moment + timedelta(hours=8)).date() for moment in moments),
        tuple(_day(d["next"]) or TODAY for d in open_deals if d["next"] is not None),
        tuple(_day(d["close"]) or TODAY for d in open_deals if d["close"] is not None),
    )
    urgency = segmentation.urgency(handle, policy.urgency, TODAY)
    by = urgency.handle_by and urgency.handle_by.isoformat()
    return (
        grade.grade, grade.reason, status.status, importance.importance, urgency.urgency, by,
    )  # fmt: skip


_OTHER = policy_from(
    {
        "odds.weight_n": 10, "odds.weight_c": 25, "odds.cap_g1": 45, "odds.cap_g3": 20,
        "odds.thin_element": 50, "odds.confirmed_days": 10, "grading.a_days": 7,
        "urgency.urgent_days": 1, "importance.deal_amount": 1,
    }
)  # fmt: skip


def _plain(*deals: dict[str, Any]) -> dict[str, Any]:
    """A customer with nothing of its own but these deals."""
    plain = {"need_status": "LATENT", "no_chance": False, "own": None, "grade": None}
    nothing = {"override": None, "importance": None, "volume": None}
    return {**plain, **nothing, "orders": [], "promises": [], "cases": [], "deals": list(deals)}


def _deal(close: int, missing: tuple[str, ...] = ()) -> dict[str, Any]:
    """A deal whose questions are all confirmed but for some."""
    codes = [f"P-{element}{number}" for element in "NSABC" for number in range(1, 5)]
    need = {"pipeline": "QUALIFIED", "need_status": "NOW", "no_chance": False}
    figures = {"close": close, "next": None, "grade": None, "amount": 1, "currency": "CNY"}
    answers = {code: ("CONFIRMED", 0) for code in codes if code not in missing}
    return {**need, **figures, "answers": answers}


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@example([_plain(_deal(30, ("P-C1", "P-C2", "P-C3")))], Policy())  # 25 points are not thin
@example([_plain(_deal(0))], Policy())  # today has not passed
@example([_plain(_deal(20), _deal(100))], Policy())
@given(st.lists(_CUSTOMER, min_size=1, max_size=4), st.sampled_from([Policy(), _OTHER]))
def test_a_book_by_sql_is_the_book_of_the_rules(book: list[Any], policy: Policy) -> None:
    store = Store()
    sown = [_sow(store, one, number) for number, one in enumerate(book)]
    ids = [customer for customer, _deals in sown]
    figures = regrading.figures(policy, TODAY)
    deals = {deal.id: deal for deal in regrading.deals(store, figures, ids)}
    found = {one.id: one for one in regrading.customers(store, figures, ids, ZONE)}
    for one, (customer, deal_ids) in zip(book, sown, strict=True):
        for deal, deal_id in zip(one["deals"], deal_ids, strict=True):
            now = deals[deal_id]  # odds were not stored, so every deal differs
            is_open = deal["pipeline"] not in CLOSED
            graded = grade_deal(_need(deal, "close", is_open=is_open), policy.grading, TODAY)
            assert (now.grade, now.odds, now.qualified) == (graded.grade, *_odds(deal, policy))
        now_one = found[customer]
        assert now_one.was_grade == one["grade"]
        stored = (
            now_one.grade, now_one.reason, now_one.status, now_one.importance, now_one.urgency,
            now_one.handle_by,
        )  # fmt: skip
        assert stored == _wanted(one, policy)
        stands = one["override"] and one["override"][1] >= 0
        assert now_one.until == (_iso(one["override"][1]) if stands else None)
    store.connection.close()


@pytest.mark.parametrize("days", [1, 40, 400, -30])
def test_a_new_day_leaves_nothing_for_the_way_record_by_record(home: Locations, days: int) -> None:
    lay_demo(home)
    services = open_demo(home, FixedClock(MORNING + timedelta(days=days)))
    assert services.maintenance.new_day() > 0
    assert services.maintenance.new_day() == 0  # once a day

    def moved(work: Any) -> list[Any]:
        derived.refresh(work, [one.id for one in work.all(Customer)])
        work.session.flush()
        entries = work.journal.entries.items()
        return [(key, entry.changed) for key, entry in entries if entry.changed]

    assert services.core.units.rehearse(moved) == []
    services.close()


def test_a_new_day_is_one_change_without_an_entry_for_each_row(
    home: Locations, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_demo(home)
    monkeypatch.setattr(recomputing, "_WRITE_AT_ONCE", 3)
    monkeypatch.setattr(recomputing, "_READ_AT_ONCE", 7)
    services = open_demo(home, FixedClock(MORNING + timedelta(days=40)))
    told: list[tuple[int, int]] = []

    class Told:
        def report(self, done: int, total: int) -> None:
            told.append((done, total))

        def cancelled(self) -> bool:
            return False

    assert services.maintenance.new_day(Told()) > 3
    assert told == sorted(told, key=lambda pair: pair[0] / pair[1])
    assert told[-1][0] == told[-1][1]
    rows = services.core.read(
        lambda reader: reader.rows(
            "SELECT s.id, s.state, count(*), count(e.record_id) FROM change_set s"
            " JOIN change_entry e ON e.change_id = s.id WHERE s.label = 'change.recompute'"
            " GROUP BY s.id ORDER BY s.id DESC LIMIT 1"
        )
    )
    assert rows[0][1] == "DONE"
    assert rows[0][3] == 0  # entries name kinds of records, no row
    services.close()


def test_what_was_stopped_is_done_at_the_next_start(
    home: Locations, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_demo(home)
    monkeypatch.setattr(recomputing, "_WRITE_AT_ONCE", 3)
    clock = FixedClock(MORNING + timedelta(days=40))
    services = open_demo(home, clock)

    class Stopping:
        pieces = 0

        def report(self, done: int, total: int) -> None:
            self.pieces += 1

        def cancelled(self) -> bool:
            return self.pieces >= 3

    assert services.maintenance.new_day(Stopping()) == 6
    assert services.lists.is_outdated()
    assert services.maintenance.new_day() > 0
    assert not services.lists.is_outdated()
    services.close()


def _due(services: Services, customer: int) -> date:
    found = services.cards.record("customer", customer)["next_tracking_due"]
    assert isinstance(found, date)
    return found


def test_a_figure_moves_what_depends_on_it(services: Services, clock: FixedClock) -> None:
    owner = a_customer(services)
    customer = owner.id
    close = (clock.today() + timedelta(days=20)).isoformat()
    deal = an_opportunity(
        services, owner, need_status="NOW", expected_close_date=close, expected_amount="1000"
    ).id
    assert services.cards.record("opportunity", deal)["grade"] == "A"
    due = _due(services, customer)
    services.policies.set({"grading.a_days": 10})
    assert services.cards.record("opportunity", deal)["grade"] == "B"
    assert services.cards.record("customer", customer)["grade"] == "B"
    before = _due(services, customer)
    assert before > due
    services.policies.set({"cadence.b_days": 14})
    assert (_due(services, customer) - before).days == 7
    assert not services.lists.is_outdated()
    now = {one.figure.key: one.value for one in services.policies.all()}
    assert now["cadence.b_days"] == 14
    assert {one.key for one in FIGURES} == set(now)


@pytest.mark.parametrize(("key", "value"), [("grading.a_days", -1), ("odds.weight_n", 21)])
def test_a_figure_outside_its_bounds_changes_nothing(
    services: Services, key: str, value: int
) -> None:
    before = services.policies.all()
    with pytest.raises(Invalid):
        services.policies.set({key: value})
    assert services.policies.all() == before


def test_only_a_manager_changes_a_figure(services: Services) -> None:
    services.records.create("user", {"login": "li", "name": "李娜", "roles": "SALES"})
    services.core.login = "li"
    with pytest.raises(Refused):
        services.policies.set({"grading.a_days": 20})
    assert 30 in [
        one.value for one in services.policies.all() if one.figure.key == "grading.a_days"
    ]
