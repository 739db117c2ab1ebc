"""What the screen and the command line show: pages, cards, agenda. Loads no SQLModel."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from models.query import Completion, Query, completions, parse
from models.views.paging import After, Before, Edge, End, Key, Start
from models.views.paging import Page as KeyPage
from storage.engine.reading import ONCE
from storage.queries import listing
from storage.queries.reader import ReadConnection
from storage.queries.words import Known
from storage.search.names import COUNT_CAP
from storage.services.core import Core

if TYPE_CHECKING:
    from models.views.rows import ChangeRow

T = TypeVar("T")
R = TypeVar("R")
_KEYS_KEPT = 64


class RowPage(Generic[R]):
    """A run of rows at a position of the list."""

    __slots__ = ("first", "rows")

    def __init__(self, rows: tuple[R, ...], first: int) -> None:
        self.rows = rows
        self.first = first


class ListSource(Generic[R]):
    """One list as a widget asks for it: by page number, keyset wherever a neighbour is known.

    Sync; called in worker threads. Counting stops at `COUNT_CAP`, and `total` goes on from
    there. A jump into the depth builds the vector of ids once.
    """

    def __init__(self, core: Core, query: Query, group: str) -> None:
        self.query = query
        self.grows = False
        self._core = core
        self._group = group
        self._counted = (0, False)
        self._known: Known = {}
        self._keys: dict[int, tuple[Key, Key]] = {}
        self._vector: array[int] | None = None

    def refreshed(self) -> ListSource[R]:
        """The same list, with nothing remembered: after data changed."""
        return ListSource(self._core, self.query, self._group)

    def count(self) -> int:
        """Rows of the list as it is now, counted up to `COUNT_CAP`."""
        self._keys.clear()
        self._vector = None
        known = self._known = {}
        count = self._read(
            lambda reader: listing.count(reader, self._core.context(), self.query, COUNT_CAP, known)
        )
        self._counted = (count, count >= COUNT_CAP)
        return count

    def counted(self) -> tuple[int, bool]:
        """The rows counted so far, and whether there are more."""
        return self._counted

    def reach(self, _position: int) -> int:
        """All rows: of a long list there is no count between its first thousands and that."""
        return self.total()

    def total(self) -> int:
        """All rows of the list, however long that takes."""
        known = self._known
        count = self._core.read(
            lambda reader: listing.count(reader, self._core.context(), self.query),
            f"{self._group}{ONCE}" if self._group else "",
        )
        if known is self._known:  # not counted anew meanwhile
            self._counted = (count, False)
        return count

    def page(self, number: int, size: int, around: object = None) -> RowPage[R]:
        """Rows from `number * size` on, at most `size`."""
        del around  # the keys of its edges are kept here
        first = number * size
        edge, limit, skip = self._edge(number, size)
        if edge is None:
            return self._deep(first, size)
        known = self._known
        found: KeyPage[R] = self._read(
            lambda reader: listing.page(
                reader, self._core.context(), self.query, edge, limit, known
            )
        )
        rows = found.rows[skip:] if skip else found.rows
        if found.keys:
            if len(self._keys) >= _KEYS_KEPT:
                self._keys.pop(next(iter(self._keys)))
            self._keys[number] = (found.keys[skip if skip else 0], found.keys[-1])
        return RowPage(rows, first)

    def position(self, row_id: int) -> int | None:
        """Where a row stands now; None where the list does not hold it."""
        return self._read(
            lambda reader: listing.position(reader, self._core.context(), self.query, row_id)
        )

    def ids(self) -> array[int]:
        """All ids in list order: for marks of a whole filter."""
        if self._vector is None:
            self._vector = self._read(
                lambda reader: listing.ids(reader, self._core.context(), self.query)
            )
        return self._vector

    def _edge(self, number: int, size: int) -> tuple[Edge | None, int, int]:
        """(where to begin, how many rows, how many of them to drop); no edge means a jump."""
        if number == 0:
            return Start(), size, 0
        if number - 1 in self._keys:
            return After(self._keys[number - 1][1]), size, 0
        if number + 1 in self._keys:
            return Before(self._keys[number + 1][0]), size, 0
        count, more = self._counted
        rest = count - number * size
        if 0 < rest <= size and not more:
            return End(), rest, 0
        return None, size, 0

    def _deep(self, first: int, size: int) -> RowPage[R]:
        ids = self.ids()[first : first + size]
        kind = self.query.kind
        rows = self._read(
            lambda reader: listing.rows_by_ids(reader, self._core.context(), kind, ids)
        )
        return RowPage(tuple(rows), first)

    def _read(self, fn: Callable[[ReadConnection], T]) -> T:
        # The name under which the list asks for its rows: its next request breaks this one off.
        return self._core.read(fn, f"{self._group}.list" if self._group else "")


class Lists:
    """All reads of panes and verbs; `group` names reads that supersede each other."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def parse(
        self, text: str, kind: str, words: Mapping[str, Mapping[str, str]] | None = None
    ) -> Query:
        """A query line of that kind; look at its `problems` before using it."""
        return parse(text, kind, words)

    def completions(
        self,
        text: str,
        cursor: int,
        kind: str,
        words: Mapping[str, Mapping[str, str]] | None = None,
    ) -> Sequence[Completion]:
        """Terms and values that fit at the cursor."""
        return completions(text, cursor, kind, words)

    def source(self, query: Query, group: str) -> ListSource[Any]:
        """A list for the list widget."""
        return ListSource(self._core, query, group)

    def page(self, query: Query, *, limit: int, edge: Edge | None = None) -> KeyPage[Any]:
        """One page of a list, for the command line."""
        start = edge or Start()
        return self._core.read(
            lambda reader: listing.page(reader, self._core.context(), query, start, limit)
        )

    def ids(self, query: Query) -> array[int]:
        """All ids of a list, in its order."""
        return self._core.read(lambda reader: listing.ids(reader, self._core.context(), query))

    def count(self, query: Query, cap: int | None = None) -> int:
        """Rows of a list, counted up to `cap`."""
        return self._core.read(
            lambda reader: listing.count(reader, self._core.context(), query, cap)
        )

    def rows(self, kind: str, ids: Sequence[int]) -> list[Any]:
        """Rows of these ids, in the order given; of changes those that the user may see (11.3)."""
        context = self._core.context()
        found = self._core.read(lambda reader: listing.rows_by_ids(reader, context, kind, ids))
        if kind == "changes" and context.actors is not None:
            return [row for row in found if row.actor_id in context.actors]
        return found

    def codes(self, entity: str, ids: Collection[int]) -> dict[int, str]:
        """What records are called by a person: code or login by id."""
        from storage.queries import history

        return self._core.read(lambda reader: history.codes(reader, entity, ids))

    def changes_of(self, entity: str, record_id: int, limit: int = 100) -> list[ChangeRow]:
        """The log of one record, newest change first; empty for one that the user may not see."""
        from storage.queries import history

        return self._core.read(
            lambda reader: history.changes_of(
                reader, self._core.context(), entity, record_id, limit
            )
        )

    def is_outdated(self) -> bool:
        """Were the figures that depend on the date worked out for another day than today.

        Asked before `maintenance.new_day`, which loads SQLModel (R-GRADE, R-SEG3).
        """
        from storage.queries import history

        return self._core.read(history.computed_on) != self._core.clock.today().isoformat()
