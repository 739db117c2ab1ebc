"""How page reads travel for who sees a part only (11.3): by indexes still, over no whole table."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from models.query import parse
from models.views.paging import Start
from storage.queries import details, listing
from storage.queries.context import ListContext
from storage.queries.reader import Params
from storage.queries.scope import Scope
from tests.tools.store import Store


class Scoped(Store):
    """A file as somebody sees it who does not see all; notes the plan of every statement.

    `part`: only the own team's customers. `closed`: of terminated ones name and status alone.
    """

    def __init__(self, *, part: bool, closed: bool) -> None:
        super().__init__()
        self.plans: list[str] = []
        me = self.add("user", login="me", roles="SALES")
        self.scope = Scope(me, frozenset({me}) if part else None, None, closed)
        self.customer = self.add("customer", name="n", code="C-000001", owner_id=me)
        self.scope.prepare(self.connection, bytes(32))

    @property
    def asked(self) -> ListContext:
        """As this user asks."""
        limited, closed = self.scope.owners is not None, self.scope.closed
        return replace(self.context(user_id=self.scope.me), limited=limited, closed=closed)

    def rows(self, sql: str, params: Params | None = None) -> list[tuple[Any, ...]]:
        """All rows of a statement."""
        if not sql.startswith("EXPLAIN"):
            self.plans += self.plan(self.scope.worded(sql), params or {})
        return super().rows(self.scope.worded(sql), params)

    def one(self, sql: str, params: Params | None = None) -> tuple[Any, ...] | None:
        """Its first row."""
        self.plans += self.plan(self.scope.worded(sql), params or {})
        return super().one(self.scope.worded(sql), params)


STORES = (
    Scoped(part=True, closed=False),
    Scoped(part=True, closed=True),
    Scoped(part=False, closed=True),
)
# Lists handed over as JSON, the few owners and the few given customers are no walk over a table.
SMALL = ("SCAN json_each", "SCAN CONSTANT ROW", "SCAN seen_owner", "SCAN seen_customer", "SCAN t ")


def walks(store: Scoped) -> list[str]:
    found = (one for one in store.plans if one.startswith("SCAN") and not one.startswith(SMALL))
    return [one for one in found if "USING" not in one]


@pytest.mark.parametrize("store", STORES)
@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("customers", ""),
        ("customers", "sort:city"),
        ("customers", "sort:-due"),
        ("customers", "sort:name"),
        ("customers", "city:杭州"),
        ("customers", "owner:me"),
        ("customers", "grade:A"),
        ("contacts", ""),
        ("opportunities", "open:yes"),
        ("follow-ups", "open:yes owner:me"),
        ("feedback", "open:yes"),
        ("tickets", "open:yes"),
    ],
)
def test_a_page_of_a_part_is_found_by_an_index(store: Scoped, kind: str, text: str) -> None:
    store.plans.clear()
    query = parse(text, kind)
    assert not query.problems
    listing.page(store, store.asked, query, Start(), 100)
    assert walks(store) == []
    # Customers in the order of the index, too: none is sorted but the few closed ones by their ids.
    sorts = [one for one in store.plans if "TEMP B-TREE FOR ORDER BY" in one]
    assert len(sorts) <= store.scope.closed or kind != "customers"


@pytest.mark.parametrize("store", STORES)
def test_a_card_of_a_part_walks_over_no_table(store: Scoped) -> None:
    store.plans.clear()
    details.customer_card(store, store.asked, store.customer)
    found = (one for one in store.plans if one.startswith("SCAN"))
    assert [one for one in found if not one.startswith(SMALL)] == []
