"""A list walked page by page, from its head and from its end."""

from __future__ import annotations

from models.query import Query
from models.views.paging import After, Before, End, Start
from storage.queries import listing
from storage.queries.context import ListContext
from tests.tools.store import Store


def forwards(store: Store, context: ListContext, query: Query, size: int) -> list[int]:
    """The ids of all pages, from the head on; each page knows whether another follows."""
    found: list[int] = []
    page = listing.page(store, context, query, Start(), size)
    while page.rows:
        found += [row.id for row in page.rows]
        assert page.last is not None
        following = listing.page(store, context, query, After(page.last), size)
        assert page.more_after == bool(following.rows)
        page = following
    return found


def backwards(store: Store, context: ListContext, query: Query, size: int) -> list[int]:
    """The ids of all pages, from the end up, in the order of the list."""
    found: list[int] = []
    page = listing.page(store, context, query, End(), size)
    while page.rows:
        found = [row.id for row in page.rows] + found
        assert page.first is not None
        page = listing.page(store, context, query, Before(page.first), size)
    return found
