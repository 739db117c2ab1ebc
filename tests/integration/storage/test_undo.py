"""Undo and redo: whatever was done, taking it back leaves the living records as they were."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from models.enums import AnswerScope, FeedbackState
from models.fields.registry import ENTITIES
from storage.effects.saving import Saved
from storage.errors import Refused
from storage.services import Services
from tests.factories import (
    a_case,
    a_contact,
    a_customer,
    an_opportunity,
    an_order,
    value,
)

_UNSEEN = {"version", "updated_at", "updated_by_id"}


def living(services: Services) -> dict[str, list[tuple[Any, ...]]]:
    """All records that are not archived, without the stamps of their last write."""
    found = {}
    for spec in ENTITIES:
        columns = ["id", *(field.column for field in spec.fields)]
        sql = f"SELECT {', '.join(columns)} FROM {spec.name} WHERE deleted_at IS NULL ORDER BY id"
        found[spec.name] = services.core.read(lambda reader, sql=sql: reader.rows(sql))  # type: ignore[misc]
    # For which day the figures hold is nobody's record.
    found["setting"] = [row for row in found["setting"] if "computed_on" not in row]
    return found


Act = Callable[[Services, Saved], object]
ACTS: dict[str, Act] = {
    "create": lambda s, c: a_contact(s, c, name="李雷", mobile="13900139000"),
    "customer": lambda s, _c: a_customer(s, grade="A"),
    "deal": lambda s, c: an_opportunity(s, c, expected_close_date="2026-03-20"),
    "order": lambda s, c: an_order(s, c),
    "edit": lambda s, c: s.records.update("customer", c.id, {"name": "新名字", "city": "上海"}),
    "need": lambda s, c: s.records.update("customer", c.id, {"need_status": "NONE"}),
    "many": lambda s, c: s.bulk.change("customer", [c.id], {"industry": "银行"}),
    "touch": lambda s, c: s.interactions.touch(
        c.id,
        {
            "channel": "PHONE",
            "summary": "call",
            "need_after": "NOW",
            "expected_date_after": "2026-03-10",
            "next_contact_at": "2026-03-05 10:00",
        },
    ),
    "plan": lambda s, c: s.follow_ups.plan(c.id, {"title": "samples", "due_date": "2026-03-09"}),
    "case": lambda s, c: a_case(s, c),
    "figure": lambda s, _c: s.policies.set({"cadence.d_days": 20}),
}


@pytest.mark.parametrize("name", ACTS)
def test_undo_leaves_no_trace_and_redo_brings_it_back(services: Services, name: str) -> None:
    customer = a_customer(services)
    before = living(services)
    ACTS[name](services, customer)
    after = living(services)
    assert after != before
    services.changes.undo()
    assert living(services) == before
    services.changes.redo()
    assert living(services) == after
    services.changes.undo()
    assert living(services) == before


def test_undo_of_archiving_and_of_a_feedback_step(services: Services) -> None:
    customer = a_customer(services)
    contact = a_contact(services, customer)
    case = a_case(services, customer)
    before = living(services)
    services.records.archive("contact", contact.id)
    services.changes.undo()
    assert living(services) == before
    services.feedback.step(
        case.id,
        FeedbackState.ACKNOWLEDGED,
        {"ack_text": "on it", "promised_at": "2026-03-04 10:00"},
    )
    services.changes.undo()
    assert living(services) == before


def test_undo_of_an_answer_brings_the_odds_back(services: Services) -> None:
    deal = an_opportunity(services, a_customer(services))
    odds = value(services, "opportunity", deal.id, "odds_calc")
    before = living(services)
    services.answers.give(AnswerScope.OPPORTUNITY, deal.id, "P-N1", {"state": "ASSUMED"})
    assert value(services, "opportunity", deal.id, "odds_calc") != odds
    services.changes.undo()
    assert living(services) == before


def test_all_of_a_morning_is_taken_back_step_by_step(services: Services) -> None:
    customer = a_customer(services)
    stations = [living(services)]
    for name in ("edit", "deal", "touch", "plan", "case", "many"):
        ACTS[name](services, customer)
        stations.append(living(services))
    for station in reversed(stations[:-1]):
        services.changes.undo()
        assert living(services) == station
    for station in stations[1:]:
        services.changes.redo()
        assert living(services) == station


def test_what_was_changed_since_is_not_overwritten(services: Services) -> None:
    customer = a_customer(services, city="深圳")
    services.records.update("customer", customer.id, {"city": "广州"})
    label = services.changes.undoable()
    row = services.core.read(lambda reader: reader.one("SELECT max(id) FROM change_set"))
    assert label is not None
    assert row is not None
    services.records.update("customer", customer.id, {"city": "上海"})
    with pytest.raises(Refused) as refused:
        services.changes.undo(row[0])
    assert refused.value.code == "undo.changed_since"
    assert refused.value.reason.params["field"] == "city"
    assert value(services, "customer", customer.id, "city") == "上海"


def test_undo_stops_where_nothing_is_left(services: Services) -> None:
    with pytest.raises(Refused):
        services.changes.undo()
    a_customer(services)
    services.changes.undo()
    with pytest.raises(Refused):
        services.changes.undo()
    services.changes.redo()
    with pytest.raises(Refused):
        services.changes.redo()


def test_something_new_ends_the_redo(services: Services) -> None:
    customer = a_customer(services, city="深圳")
    services.records.update("customer", customer.id, {"city": "广州"})
    services.changes.undo()
    services.records.update("customer", customer.id, {"city": "上海"})
    with pytest.raises(Refused):
        services.changes.redo()


def test_undo_lasts_over_a_restart(services: Services, second: Services) -> None:
    made = a_customer(services, name="华信")
    services.close()
    undone = second.changes.undo()
    assert undone.label.code == "change.new"
    assert list(second.lists.ids(second.lists.parse("", "customers"))) == []
    assert made.code == "C-000001"


def test_an_undone_record_is_not_found_by_search(services: Services) -> None:
    a_customer(services, name="昙花一现")
    assert services.lists.count(services.lists.parse("昙花", "customers")) == 1
    services.changes.undo()
    assert services.lists.count(services.lists.parse("昙花", "customers")) == 0
    services.changes.redo()
    assert services.lists.count(services.lists.parse("昙花", "customers")) == 1
