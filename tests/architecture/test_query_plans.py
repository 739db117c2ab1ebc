"""How page reads travel: every list by an index in its order, no card by a walk over a table."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from models.enums import FollowUpKind
from models.query import parse
from models.query_terms import KINDS
from models.views.paging import After, Before, Edge, End, Key, Start
from storage.crypto import DEMO_KEY
from storage.queries import agenda, details, listing
from storage.queries.indexes import INDEXES
from storage.queries.reader import Params
from storage.queries.scope import Scope
from storage.queries.specs import SPECS
from storage.search.names import Index
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
        """Its first row; a capped count stops by itself."""
        if not sql.startswith("SELECT count(*) FROM (SELECT 1 "):
            self.plans += self.plan(sql, params or {})
        return super().one(sql, params)


class Scoped(Planner):
    """The same as a user sees it who sees a part only."""

    def __init__(self) -> None:
        super().__init__()
        self.scope = Scope(1, frozenset({1}), None)
        self.scope.prepare(self.connection, DEMO_KEY)

    def rows(self, sql: str, params: Params | None = None) -> list[tuple[Any, ...]]:
        """All rows of a statement."""
        return super().rows(self.scope.worded(sql), params)

    def one(self, sql: str, params: Params | None = None) -> tuple[Any, ...] | None:
        """Its first row."""
        return super().one(self.scope.worded(sql), params)


STORE = Planner()
SCOPED = Scoped()
CONTEXT = STORE.context(user_id=1)
# A list of ids handed over as JSON, and FROM-less SELECTs, are no walk over a table.
HARMLESS = ("SCAN json_each", "SCAN CONSTANT ROW")
# Lists of a few hundred rows: they may be read and sorted as a whole.
SMALL = frozenset({"users", "products", "technicians", "parts", "dispatch-rules"})
# The queue of feedback depends on the moment: its cases of equal rank and due time are sorted.
PARTLY_SORTED = frozenset({("feedback", "queue")})


def steps_of(text: str, kind: str, edge: Edge, store: Planner = STORE) -> list[str]:
    query = parse(text, kind)
    assert query.problems == ()
    store.plans.clear()
    listing.page(store, CONTEXT, query, edge, 100)
    return [step for step in store.plans if not step.startswith(HARMLESS)]


def edges_of(name: str, kind: str) -> list[Edge]:
    """Both ends, and both ways from a row with the value and from one without."""
    keys = [key.name for key in SPECS[kind].default] if name == "" else [name]
    orders = [SPECS[kind].sorts[key] for key in keys]
    places = sum(len(order.keys) + len(order.ties) for order in orders)
    rows: list[Key] = [(0,) * places + (1,)]
    if name and orders[0].filled:
        nothing = 2 if orders[0].lead else 1  # neither its name nor its id
        rows.append((None,) * nothing + (0,) * (places - nothing) + (1,))
        if orders[0].sparse:  # the other row is there, the value is not
            rows.append((None, *(0,) * (places - 1), 1))
    return [Start(), End(), *(edge(row) for row in rows for edge in (After, Before))]


def is_walked(step: str, edge: Edge, *, by_id: bool) -> bool:
    """Does a step read rows of no use: a whole table, or an index from its beginning."""
    if not step.startswith("SCAN"):
        return False
    at_the_edge = isinstance(edge, Start | End)
    return not (at_the_edge and ("USING INDEX" in step or "USING COVERING" in step or by_id))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in SMALL])
def test_every_order_of_every_list_comes_from_an_index_at_any_depth(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "LONG", 0)  # below this the list itself is sorted
    for name in [*KINDS[kind].sorts, ""]:
        for text in (f"sort:{name}", f"sort:-{name}") if name else ("",):
            by_id = SPECS[kind].sorts[name or SPECS[kind].default[0].name].keys == ()
            for edge in edges_of(name, kind):
                steps = steps_of(text, kind, edge)
                assert steps
                wrong = [step for step in steps if is_walked(step, edge, by_id=by_id)]
                assert wrong == [], (text, edge, steps)
                partly = (kind, name or SPECS[kind].default[0].name) in PARTLY_SORTED
                sorts = "USE TEMP B-TREE FOR ORDER BY" if partly else "TEMP B-TREE"
                assert not [step for step in steps if sorts in step], (text, edge, steps)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if KINDS[kind].term("owner")])
def test_the_lists_of_one_owner_are_read_by_an_index(kind: str) -> None:
    """Along the order, or the records of the owner put in order: never the whole table."""
    for name in KINDS[kind].sorts:
        if kind in SMALL:
            continue
        steps = steps_of(f"owner:me sort:{name}", kind, Start())
        by_id = SPECS[kind].sorts[name].keys == ()
        assert not [step for step in steps if is_walked(step, Start(), by_id=by_id)], steps


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in SMALL])
def test_who_sees_a_part_reads_along_the_same_indexes(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "LONG", 0)
    for name in KINDS[kind].sorts:
        if (kind, name) in PARTLY_SORTED:
            continue
        by_id = SPECS[kind].sorts[name].keys == ()
        for edge in edges_of(name, kind):
            steps = steps_of(f"sort:-{name}", kind, edge, store=SCOPED)
            assert not [step for step in steps if is_walked(step, edge, by_id=by_id)], steps
            assert not [step for step in steps if "TEMP B-TREE" in step], (name, edge, steps)


@pytest.mark.parametrize("text", ["", "sort:amount", "sort:-feedback", "sort:name"])
def test_all_ids_of_a_list_come_from_its_index_alone(text: str) -> None:
    STORE.plans.clear()
    listing.ids(STORE, CONTEXT, parse(text, "customers"))
    (step,) = STORE.plans  # no table is joined
    assert step.startswith("SCAN c USING ")


@pytest.mark.parametrize("text", ["华信", "华信 grade:A", "zgyd owner:me", "Harbour sort:-revenue"])
def test_words_are_looked_up_and_never_read_for(text: str) -> None:
    found = STORE.add("customer", name="华信科技")
    STORE.index(Index.FIND, found, ["华信科技"])
    for step in steps_of(text, "customers", Start()):
        # `hit` is what the index answered, up to a bound.
        known = "VIRTUAL TABLE INDEX" in step or step.startswith(("SCAN hit", "SCAN (subquery"))
        assert not step.startswith("SCAN") or known, step


@pytest.mark.parametrize("kind", ["feedback", "tickets", "interactions", "solution-notes"])
@pytest.mark.parametrize("store", [STORE, SCOPED])
def test_a_rare_word_reads_what_holds_it_and_no_more(kind: str, store: Planner) -> None:
    table = SPECS[kind].table.split()[0]
    found = 10_000 + len(kind)
    which = {
        "feedback": Index.CASES,
        "tickets": Index.TICKETS,
        "interactions": Index.NOTES,
        "solution-notes": Index.SOLUTIONS,
    }[kind]
    store.index(which, found, ["湖滨店的门锁"])
    for text in (
        "湖滨",
        "麒麟",
        "湖滨 sort:-updated" if table != "interaction" else "湖滨 sort:at",
    ):
        for edge in (Start(), End()):
            for step in steps_of(text, kind, edge, store):
                table_step = f"{step} ".startswith((f"SCAN {SPECS[kind].alias} ", "SCAN v "))
                assert not table_step, (text, step)
                assert "ix_feedback_order" not in step


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("customers", "owner:me"),
        ("customers", "grade:A"),
        ("customers", "grade:A,B"),
        ("customers", "status:ACTIVE"),
        ("customers", "urgency:URGENT"),
        ("customers", "city=上海 sort:city"),
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
    for step in steps_of(text, kind, Start()):
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
