"""What the customer list sorts by of deals and cases: stored at the customer, whoever writes."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from models.enums import CLOSED_PIPELINE, FeedbackState, Pipeline
from storage.services import Services
from tests.factories import a_customer, an_opportunity
from tests.tools.store import STAMP, Store

_ENDED = (FeedbackState.CLOSED, FeedbackState.MERGED)
_STORED = "SELECT id, open_feedback, open_amount, open_odds FROM customer ORDER BY id"
_DEALS = (
    "SELECT expected_amount, odds_calc, pipeline FROM opportunity"
    " WHERE customer_id = :id AND deleted_at IS NULL"
)
_CASES = "SELECT state FROM feedback WHERE customer_id = :id AND deleted_at IS NULL"
_AMOUNTS = st.sampled_from([None, 0, 100, 900_000, 2_500_000])
_ODDS = st.sampled_from([None, 0, 125, 1000])
_VALUES: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "opportunity": {
        "pipeline": st.sampled_from([one.value for one in Pipeline]),
        "expected_amount": _AMOUNTS,
        "odds_calc": _ODDS,
        "deleted_at": st.sampled_from([None, None, STAMP]),
    },
    "feedback": {
        "state": st.sampled_from([one.value for one in FeedbackState]),
        "deleted_at": st.sampled_from([None, None, STAMP]),
    },
}
_ACTS: st.SearchStrategy[list[Any]] = st.lists(
    st.one_of(
        *(
            st.tuples(
                st.just(kind),
                st.sampled_from(["add", "add", "set", "set", "move", "drop"]),
                st.integers(0, 7),
                st.integers(0, 2),
                st.fixed_dictionaries(values),
            )
            for kind, values in _VALUES.items()
        )
    ),
    max_size=12,
)


def _rule(store: Store, customer: int) -> tuple[int, int | None, int | None]:
    """Said once more in Python: open cases, largest amount and best odds of the open deals."""
    given = {"id": customer}
    deals = [row for row in store.rows(_DEALS, given) if row[2] not in CLOSED_PIPELINE]
    cases = [row for row in store.rows(_CASES, given) if row[0] not in _ENDED]
    amount = max((row[0] for row in deals if row[0] is not None), default=None)
    odds = max((row[1] for row in deals if row[1] is not None), default=None)
    return len(cases), amount, odds


def _act(
    store: Store, kind: str, act: str, place: int, customer: int, values: dict[str, Any]
) -> None:
    known = [row[0] for row in store.rows(f"SELECT id FROM {kind} ORDER BY id")]
    if act == "add" or not known:
        store.add(kind, customer_id=customer, **values)
        return
    given = {"id": known[place % len(known)], "customer": customer, **values}
    if act == "set":
        columns = ", ".join(f"{name} = :{name}" for name in values)
        store.connection.execute(f"UPDATE {kind} SET {columns} WHERE id = :id", given)
    elif act == "move":
        sql = f"UPDATE {kind} SET customer_id = :customer WHERE id = :id"
        store.connection.execute(sql, given)
    else:
        store.connection.execute(f"DELETE FROM {kind} WHERE id = :id", given)


@given(_ACTS)
def test_what_is_stored_follows_from_deals_and_cases(acts: list[Any]) -> None:
    STORE.connection.execute("BEGIN")
    try:
        customers = [STORE.add("customer", name=name) for name in ("甲", "乙", "丙")]
        for kind, act, place, customer, values in acts:
            _act(STORE, kind, act, place, customers[customer], values)
        for record_id, *stored in STORE.rows(_STORED):
            assert tuple(stored) == _rule(STORE, record_id)
    finally:
        STORE.connection.execute("ROLLBACK")


STORE = Store()


def test_saving_closing_and_taking_back_move_them(services: Services) -> None:
    customer = a_customer(services)
    deal = an_opportunity(services, customer, expected_amount="240000")
    assert _figures(services)[1] == 24_000_000
    services.records.update("opportunity", deal.id, {"expected_amount": "90000.50"})
    assert _figures(services)[1] == 9_000_050
    services.changes.undo()
    assert _figures(services)[1] == 24_000_000
    services.records.archive("opportunity", deal.id)
    assert _figures(services) == (0, None, None)
    services.changes.undo()
    assert _figures(services)[1] == 24_000_000


def _figures(services: Services) -> tuple[Any, ...]:
    row = services.core.read(lambda reader: reader.one(_STORED))
    assert row is not None
    return tuple(row[1:])
