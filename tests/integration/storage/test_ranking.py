"""The stored value figures: by SQL over the whole book, kept right, equal to the rules."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.policy_defaults import Policy
from models.rules.ranking import BookEntry, ranking
from models.rules.value import RfmFacts, TierFacts, rfm, tier
from storage.clock import FixedClock
from storage.queries import ranking as sql
from storage.services import Services
from tests.factories import a_customer, an_opportunity, an_order, value
from tests.tools.store import TODAY, Store

POLICY = Policy()
YEAR = 365
_NUMBERS = count(1)


def _order(store: Store, customer: int, days: int, amount: int, **more: Any) -> None:
    day = (TODAY - timedelta(days=days)).isoformat()
    values = {"sale_date": day, "amount": amount, "currency": "CNY", "status": "OPEN", **more}
    store.add(
        "sales_order", customer_id=customer, order_contract_no=f"N-{next(_NUMBERS)}", **values
    )


def _settle(store: Store, ids: list[int], today: date = TODAY) -> None:
    """What storage/effects/ranking.py does with a unit of work."""
    params = sql.figures(POLICY, today)
    for one in sql.measured(store, params, ids):
        store.connection.execute(
            "UPDATE customer SET revenue_year = ?, deals_weighted = ?, rfm = ? WHERE id = ?",
            (one.revenue, one.weighted, one.rfm, one.id),
        )
    for placed in sql.placed(store, POLICY, ids):
        store.connection.execute(
            "UPDATE customer SET key_account = ?, pyramid_tier = ? WHERE id = ?",
            (placed.key_account, placed.pyramid_tier, placed.id),
        )
    for one_id, value_tier in sql.tiered(store, params, ids):
        store.connection.execute(
            "UPDATE customer SET value_tier = ? WHERE id = ?", (value_tier, one_id)
        )


_ORDERS = st.lists(
    st.tuples(
        st.integers(-3, 800),
        st.sampled_from([0, 100, 5_000_000, 10_000_000, 30_000_000, 100_000_000]),
        st.sampled_from(["CNY", "CNY", "USD"]),
        st.sampled_from(["OPEN", "CLOSED", "CANCELLED"]),
    ),
    max_size=3,
)
_DEALS = st.lists(
    st.tuples(
        st.sampled_from([None, 1, 49_999_900, 50_000_000]),
        st.sampled_from([0, 125, 500, 1000]),
        st.sampled_from(["QUALIFIED", "NEGOTIATION", "WON", "LOST"]),
    ),
    max_size=2,
)
_CUSTOMER = st.tuples(
    _ORDERS,
    _DEALS,
    st.sampled_from([None, "A", "B", "C", "E"]),
    st.sampled_from([None, 49_999_999, 50_000_000]),
)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.lists(_CUSTOMER, min_size=1, max_size=14), st.integers(0, 400))
def test_the_book_by_sql_is_the_book_of_the_rules(book: list[Any], later: int) -> None:
    store = Store()
    ids = []
    for number, (orders, deals, grade, volume) in enumerate(book):
        one = store.add(
            "customer", code=f"C-{number:06d}", grade=grade, potential_volume_year=volume,
            currency="CNY", key_account=0, pyramid_tier=None, value_tier=None, rfm=None,
            revenue_year=0, deals_weighted=0,
        )  # fmt: skip
        ids.append(one)
        for days, amount, currency, status in orders:
            _order(store, one, days, amount, currency=currency, status=status)
        for place, (amount, odds, step) in enumerate(deals):
            store.add(
                "opportunity", customer_id=one, expected_amount=amount, odds_calc=odds,
                pipeline=step, currency="CNY", code=f"O-{number:03d}{place}",
            )  # fmt: skip
    _settle(store, ids)
    _compare(store, ids, book, TODAY)
    today = TODAY + timedelta(days=later)
    _settle(store, sql.outdated(store, POLICY, TODAY, today), today)
    _settle(store, ids[:1], today)
    _compare(store, ids, book, today, tiers=False)
    store.connection.close()


def _compare(
    store: Store, ids: list[int], book: list[Any], today: date, *, tiers: bool = True
) -> None:
    found = {
        row[0]: row[1:]
        for row in store.rows(
            "SELECT id, revenue_year, deals_weighted, rfm, key_account, pyramid_tier, value_tier,"
            " code FROM customer"
        )
    }
    entries = [BookEntry(row[6], row[0], Fraction(row[1])) for row in found.values()]
    places = {place.entry.code: place for place in ranking(entries, POLICY.ranking).places}
    for one, (orders, deals, grade, volume) in zip(ids, book, strict=True):
        revenue, weighted, code, key, pyramid, value_tier, name = found[one]
        standing = [
            (TODAY - timedelta(days=days), amount, currency)
            for days, amount, currency, status in orders
            if status != "CANCELLED" and TODAY - timedelta(days=days) <= today
        ]
        year = [order for order in standing if (today - order[0]).days <= YEAR]
        amount = sum(order[1] for order in year if order[2] == "CNY")
        assert revenue == amount
        last = max((order[0] for order in standing), default=None)
        wanted = rfm(RfmFacts(last, len(year), amount), POLICY.rfm, today)
        assert (code or "–") == wanted.code
        assert key == places[name].key_account
        assert pyramid == places[name].tier
        open_deals = [deal for deal in deals if deal[2] not in ("WON", "LOST") and deal[0]]
        assert weighted == (sum(deal[0] * deal[1] for deal in open_deals) + 500) // 1000
        facts = TierFacts(bool(key), revenue, volume, sum(d[0] for d in open_deals), grade)
        if tiers:
            assert value_tier == tier(facts, POLICY.value).value


def test_200_customers_make_two_vips_by_sql() -> None:
    store = Store()
    ids = [store.add("customer", code=f"C-{number:06d}", key_account=0) for number in range(200)]
    for place, one in enumerate(ids):
        _order(store, one, 10, 1_000_00 + place)
    _settle(store, ids)
    counts = dict(store.rows("SELECT pyramid_tier, count(*) FROM customer GROUP BY pyramid_tier"))
    assert counts == {"VIP": 2, "SECONDARY": 38, "ORDINARY": 60, "SMALL": 100}
    assert store.rows("SELECT sum(key_account) FROM customer") == [(40,)]


def test_ranks_are_read_from_one_covering_index() -> None:
    store = Store()
    one = store.add("customer", code="C-000001", revenue_year=100, deals_weighted=0)
    statements = []
    run = store.rows

    def listening(sql_text: str, params: Any = None) -> list[tuple[Any, ...]]:
        statements.append((sql_text, params or {}))
        return run(sql_text, params)

    store.rows = listening  # type: ignore[method-assign, assignment]
    sql.placed(store, POLICY, [one])
    store.rows = run  # type: ignore[method-assign]
    for text, params in statements:
        for step in store.plan(text, params):
            assert "TEMP B-TREE" not in step
            assert "SCAN" not in step or "ix_customer_rank" in step or "json_each" in step


def figures(services: Services, customer_id: int) -> tuple[object, ...]:
    names = ("revenue_year", "rfm", "key_account", "pyramid_tier", "value_tier")
    return tuple(value(services, "customer", customer_id, name) for name in names)


def _sell(services: Services, customer: Any, amount: str, on: str = "2026-03-02") -> Any:
    return an_order(services, customer, [{"unit_price": amount, "qty": "1"}], sale_date=on)


def test_an_order_moves_the_ranks_of_others_and_undo_moves_them_back(services: Services) -> None:
    first, second = a_customer(services), a_customer(services)
    _sell(services, first, "1000")
    assert figures(services, first.id) == (100_000, "522", True, "VIP", "HIGH")
    _sell(services, second, "2000")
    assert figures(services, first.id) == (100_000, "522", False, "SMALL", "LOW")
    assert figures(services, second.id) == (200_000, "522", True, "VIP", "HIGH")
    services.changes.undo()
    assert figures(services, first.id) == (100_000, "522", True, "VIP", "HIGH")
    assert figures(services, second.id) == (0, None, False, None, "LOW")
    services.changes.redo()
    assert figures(services, first.id)[2:] == (False, "SMALL", "LOW")
    assert figures(services, second.id)[2:] == (True, "VIP", "HIGH")


def test_an_undo_is_not_held_up_by_ranks_that_moved_since(services: Services) -> None:
    first, second = a_customer(services), a_customer(services)
    _sell(services, first, "1000")
    change = services.lists.page(services.lists.parse("", "changes"), limit=1).rows[0].id
    _sell(services, second, "2000")
    services.changes.undo(change)
    assert figures(services, first.id) == (0, None, False, None, "LOW")
    assert figures(services, second.id)[2:] == (True, "VIP", "HIGH")


def test_an_archived_order_and_an_archived_customer_leave_the_ranks(services: Services) -> None:
    first, second = a_customer(services), a_customer(services)
    _sell(services, first, "1000")
    order = _sell(services, second, "2000")
    services.records.archive("sales_order", order.id)
    assert figures(services, second.id) == (0, None, False, None, "LOW")
    assert figures(services, first.id)[2:] == (True, "VIP", "HIGH")


def test_ac_074_the_tier_follows_revenue_potential_and_grade(services: Services) -> None:
    rich = a_customer(services, grade="D")
    _sell(services, rich, "1200000")
    hopeful = a_customer(services, grade="C", potential_volume_year="600000")
    small = a_customer(services, grade="D")
    assert figures(services, rich.id)[-1] == "HIGH"
    assert figures(services, hopeful.id)[-1] == "POTENTIAL"
    assert figures(services, small.id)[-1] == "LOW"
    an_opportunity(services, small, expected_amount="500000", need_status="LATENT")
    assert figures(services, small.id)[-1] == "POTENTIAL"


def test_figures_follow_the_date(services: Services, clock: FixedClock) -> None:
    customer = a_customer(services)
    _sell(services, customer, "1000")
    services.maintenance.new_day()
    for days, wanted in ((30, "522"), (1, "422"), (335, "111")):
        clock.advance(timedelta(days=days))
        services.maintenance.new_day()
        assert figures(services, customer.id)[1] == wanted
    assert figures(services, customer.id) == (0, "111", False, None, "LOW")


def test_a_changed_share_moves_the_ranks(services: Services) -> None:
    customers = [a_customer(services) for _ in range(3)]
    for place, customer in enumerate(customers):
        _sell(services, customer, str(1000 + place))
    assert [figures(services, one.id)[2] for one in customers] == [False, False, True]
    services.policies.set({"ranking.key_percent": 60})
    assert [figures(services, one.id)[2] for one in customers] == [False, True, True]


@pytest.mark.parametrize(
    "term", ["tier:HIGH", "key:yes", "pyramid:VIP", "revenue>=1000", "rfm:522"]
)
def test_the_query_line_knows_the_figures(services: Services, term: str) -> None:
    rich, _poor = a_customer(services), a_customer(services)
    _sell(services, rich, "1000")
    query = services.lists.parse(term, "customers")
    assert query.problems == ()
    assert [row.id for row in services.lists.page(query, limit=5).rows] == [rich.id]


def test_the_list_sorts_by_revenue(services: Services) -> None:
    customers = [a_customer(services) for _ in range(3)]
    for amount, customer in zip(("20", "30", "10"), customers, strict=True):
        _sell(services, customer, amount)
    query = services.lists.parse("sort:-revenue", "customers")
    shown = [row.revenue_year for row in services.lists.page(query, limit=5).rows]
    assert shown == [3000, 2000, 1000]
