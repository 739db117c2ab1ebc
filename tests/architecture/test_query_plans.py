"""How page reads travel: every list by an index in its order, no card by a walk over a table."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from models.enums import FollowUpKind
from models.query import parse
from models.query_terms import KINDS
from models.views.paging import After, End, Start
from storage.queries import agenda, details, listing
from storage.queries.indexes import INDEXES
from storage.queries.reader import Params
from storage.queries.specs import SPECS
from tests.tools.store import TODAY, Store


class Planner(Store):
    """Notes the plan of every statement that is read."""

    def __init__(self) -> None:
        super().__init__()
        self.plans: list[str] = []

    def rows(self, sql: str, params: Params | None = None) -> list[tuple[Any, ...]]:
        """All rows of a statement."""
        if not sql.startswith("EXPLAIN"):
            self.plans += self.plan(sql, params or {})
        return super().rows(sql, params)

    def one(self, sql: str, params: Params | None = None) -> tuple[Any, ...] | None:
        """Its first row."""
        self.plans += self.plan(sql, params or {})
        return super().one(sql, params)


STORE = Planner()
CONTEXT = STORE.context(user_id=1)
# A list of ids handed over as JSON, and FROM-less SELECTs, are no walk over a table.
HARMLESS = ("SCAN json_each", "SCAN CONSTANT ROW")
# The queue of feedback depends on the moment: within open and ended cases it is sorted.
PARTLY_SORTED = {"feedback"}


def plans_of(text: str, kind: str, *, deep: bool = False) -> list[str]:
    query = parse(text, kind)
    assert query.problems == ()
    places = sum(len(SPECS[kind].sorts[key.name].up) for key in query.sort or SPECS[kind].default)
    STORE.plans.clear()
    edge = After((0,) * (places + 1)) if deep else Start()
    listing.page(STORE, CONTEXT, query, edge, 100)
    return [step for step in STORE.plans if not step.startswith(HARMLESS)]


@pytest.mark.parametrize("kind", [*KINDS])
@pytest.mark.parametrize("deep", [False, True])
def test_the_default_order_of_every_list_comes_from_an_index(kind: str, *, deep: bool) -> None:
    steps = plans_of("", kind, deep=deep)
    assert steps
    for step in steps:
        assert not step.startswith("SCAN") or "USING INDEX" in step or kind == "changes", steps
        if kind not in PARTLY_SORTED:
            assert "TEMP B-TREE" not in step, steps
    if kind in PARTLY_SORTED and not deep:
        assert "USE TEMP B-TREE FOR ORDER BY" not in steps


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("customers", "owner:me"),
        ("customers", "grade:A"),
        ("customers", "grade:A,B"),
        ("customers", "status:ACTIVE"),
        ("customers", "urgency:URGENT"),
        ("customers", "sort:due"),
        ("customers", "sort:name"),
        ("customers", "sort:-name"),
        ("customers", "sort:-created"),
        ("opportunities", "owner:me"),
        ("opportunities", "customer:C-000001"),
        ("follow-ups", "owner:me"),
        ("follow-ups", "customer:C-000001"),
        ("interactions", "customer:C-000001"),
        ("interactions", "owner:me"),
        ("orders", "customer:C-000001"),
        ("orders", "owner:me"),
    ],
)
def test_a_daily_filter_has_its_order_from_an_index(kind: str, text: str) -> None:
    for step in plans_of(text, kind):
        assert "TEMP B-TREE" not in step


def test_cards_and_counts_walk_over_no_table() -> None:
    store = STORE
    customer = store.add("customer", code="C-000001")
    contact = store.add("contact", customer_id=customer)
    deal = store.add("opportunity", customer_id=customer)
    case = store.add("feedback", customer_id=customer)
    order = store.add("sales_order", customer_id=customer)
    store.plans.clear()
    assert details.customer_card(store, CONTEXT, customer) is not None
    assert details.contact_card(store, CONTEXT, contact) is not None
    assert details.opportunity_card(store, deal) is not None
    assert details.feedback_card(store, case) is not None
    assert details.order_card(store, order) is not None
    details.grade_history(store, customer)
    details.find_code(store, "customer", "C-000001")
    details.find_code(store, "user", "me")
    for entity in ("customer", "feedback", "sales_order", "product", "user"):
        details.children_counts(store, entity, customer)
    walked = [step for step in store.plans if step.startswith("SCAN")]
    assert [step for step in walked if not step.startswith(HARMLESS)] == []


@pytest.mark.parametrize("kinds", [None, [FollowUpKind.TASK]])
@pytest.mark.parametrize("assignee", [None, 1])
def test_the_calendar_reads_open_follow_ups_by_day(
    assignee: int | None, kinds: list[FollowUpKind] | None
) -> None:
    STORE.plans.clear()
    agenda.agenda(STORE, CONTEXT, TODAY, assignee, kinds=kinds)
    agenda.load_per_day(STORE, CONTEXT, TODAY, TODAY, assignee, kinds)
    agenda.ordered(STORE, CONTEXT, date.min, TODAY, assignee, kinds)  # the overdue ones too
    agenda.open_deals(STORE, [1])
    agenda.case_days(STORE, CONTEXT, TODAY, TODAY)
    details.special_dates(STORE, 1)
    agenda.due(STORE, CONTEXT, TODAY, assignee)
    agenda.load_per_day(STORE, CONTEXT, TODAY, TODAY, assignee)
    agenda.feedback_due(STORE, CONTEXT, TODAY, TODAY, assignee)
    agenda.special_days(STORE, CONTEXT, TODAY, TODAY, assignee)
    agenda.coming_days(STORE, CONTEXT, assignee)
    steps = [step for step in STORE.plans if not step.startswith(HARMLESS)]
    assert [step for step in steps if step.startswith("SCAN") or "TEMP B-TREE" in step] == []


def test_the_queue_is_read_rank_by_rank_along_an_index() -> None:
    STORE.plans.clear()
    query = parse("open:yes", "feedback")
    for edge in (Start(), End()):
        listing.page(STORE, CONTEXT, query, edge, 50)
    walked = [step for step in STORE.plans if " f " in f"{step} "]
    assert len([step for step in walked if "ix_feedback_order" in step]) >= 7
    assert any("ix_feedback_queue" in step for step in walked)
    assert not [step for step in walked if step.startswith("SCAN f")]
    assert "USE TEMP B-TREE FOR ORDER BY" not in STORE.plans


def test_the_schema_has_every_index_that_lists_ask_for() -> None:
    found = STORE.rows("SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
    made = {row[0].strip() for row in found}
    assert [statement for statement in INDEXES if statement not in made] == []
