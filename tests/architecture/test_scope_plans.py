"""How page reads travel for who sees a part only (11.3): by indexes still, over no whole table."""

from __future__ import annotations

from typing import Any

import pytest

from models.query import parse
from models.views.paging import Start
from storage.queries import details, listing
from storage.queries.reader import Params
from storage.queries.scope import Scope
from tests.tools.store import Store


class Scoped(Store):
    """A file seen by one of the sales team; notes the plan of every statement."""

    def __init__(self) -> None:
        super().__init__()
        self.plans: list[str] = []
        me = self.add("user", login="me", roles="SALES")
        self.scope = Scope(me, frozenset({me}), None)
        self.customer = self.add("customer", name="n", code="C-000001", owner_id=me)
        self.scope.prepare(self.connection, bytes(32))

    def rows(self, sql: str, params: Params | None = None) -> list[tuple[Any, ...]]:
        """All rows of a statement."""
        if not sql.startswith("EXPLAIN"):
            self.plans += self.plan(self.scope.worded(sql), params or {})
        return super().rows(self.scope.worded(sql), params)

    def one(self, sql: str, params: Params | None = None) -> tuple[Any, ...] | None:
        """Its first row."""
        self.plans += self.plan(self.scope.worded(sql), params or {})
        return super().one(self.scope.worded(sql), params)


STORE = Scoped()
CONTEXT = STORE.context(user_id=STORE.scope.me)
# Lists handed over as JSON, the few owners and the few given customers are no walk over a table.
SMALL = ("SCAN json_each", "SCAN CONSTANT ROW", "SCAN seen_owner", "SCAN seen_customer", "SCAN t ")


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("customers", ""),
        ("customers", "owner:me"),
        ("customers", "grade:A"),
        ("contacts", ""),
        ("opportunities", "open:yes"),
        ("follow-ups", "open:yes owner:me"),
        ("feedback", "open:yes"),
        ("tickets", "open:yes"),
    ],
)
def test_a_page_of_a_part_is_found_by_an_index(kind: str, text: str) -> None:
    STORE.plans.clear()
    query = parse(text, kind)
    assert not query.problems
    listing.page(STORE, CONTEXT, query, Start(), 100)
    walks = [one for one in STORE.plans if one.startswith("SCAN") and not one.startswith(SMALL)]
    assert [one for one in walks if "USING" not in one] == []


def test_a_card_of_a_part_walks_over_no_table() -> None:
    STORE.plans.clear()
    details.customer_card(STORE, CONTEXT, STORE.customer)
    walks = [one for one in STORE.plans if one.startswith("SCAN") and not one.startswith(SMALL)]
    assert walks == []
