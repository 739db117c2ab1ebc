"""The first page of customers, read and drawn before the widget toolkit is loaded.

It is read as the list reads it and made of the list's own rows; the list then begins with it,
so that nothing is read twice. Where the list will stand is told here once more, in figures that
a test compares with the style sheet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from models.width import cut
from storage.errors import ServiceError
from tui.rows.customers import COLUMNS, USUAL_ORDER, order_signs
from tui.rows.layout import Now, chosen_columns, lay_out
from tui.widgets.marks import gutter
from tui.widgets.paging import PAGE_SIZE, Place, Snapshot, take_snapshot

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storage.engine.feed import Feed
    from storage.services import Services
    from tui.config import Config

KIND = "customers"
_FOUR_PANES = 120  # cells from which the workspace shows all of them; from 80 on it shows two
_TWO_PANES = 80
_FOLLOW_UPS = 17  # lines of the pane below the list
_LEFT, _RIGHT = 7, 8  # the columns of the workspace share its width like this


@dataclass(frozen=True, slots=True)
class FirstPage:
    """What the list begins with."""

    query: str
    place: Mapping[str, Any]  # where the user left off
    source: Any
    snapshot: Snapshot[Any]
    feed: Feed  # begun before anything was read, so that no change falls in between


class Area(NamedTuple):
    """Cells of the screen, counted from its upper left corner."""

    x: int
    y: int
    width: int
    height: int


def area(size: tuple[int, int], pane: int) -> Area | None:
    """Where the customer list stands in the workspace; None where it is not in view."""
    width, height = size
    body = height - 2  # without title and keys
    share = width * _LEFT // (_LEFT + _RIGHT)
    if width < _TWO_PANES:
        share = width
    elif width >= _FOUR_PANES:
        body -= _FOLLOW_UPS
    if (pane > 2 and width < _FOUR_PANES) or (pane > 1 and width < _TWO_PANES):
        return None
    # Within the frame, below the query line.
    found = Area(1, 3, share - 2, body - 3)
    return found if found.width > 0 and found.height > 1 else None


def read(services: Services, size: tuple[int, int]) -> FirstPage | None:
    """The page where the user left off; None where the list is to read it by itself."""
    place = services.desk.place("workspace")
    found = area(size, pane_of(place))
    if found is None:
        return None
    text = str(place.get("query", ""))
    query = services.lists.parse(text, KIND, _words(text))
    if query.problems:
        return None
    feed = services.feed()
    try:
        source: Any = services.lists.source(query, KIND)
        here = Place(place.get("customer"), 0, 0, found.height - 1, stay=False)
        snapshot: Snapshot[Any] = take_snapshot(source, here, PAGE_SIZE)
    except ServiceError:
        feed.close()
        return None  # the list meets the same, and says it
    return FirstPage(text, place, source, snapshot, feed)


def lines(
    page: FirstPage, services: Services, config: Config, size: tuple[int, int], *, ascii: bool
) -> list[tuple[int, int, str]]:
    """Head and rows as the list will show them: column and row of the screen, text."""
    where = area(size, pane_of(page.place))
    if where is None:
        return []
    clock = services.core.clock
    now = Now(clock.today(), clock.now())
    columns = chosen_columns(COLUMNS, config.columns.get(KIND, ()))
    layout = lay_out(columns, max(0, where.width - len(gutter(False, False))))
    order = page.source.query.sort or USUAL_ORDER
    head = "".join(text for text, _tone in layout.head(order_signs(order, ascii=ascii)))
    found = [(where.x, where.y, gutter(False, False) + head)]
    known = page.snapshot
    for line in range(where.height - 1):
        position = known.top + line
        part = known.pages.get(position // PAGE_SIZE)
        place = position - part.first if part is not None else 0
        if part is None or place >= len(part.rows):
            break
        row = "".join(text for text, _tone in layout.row(part.rows[place], now))
        signs = gutter(position == known.cursor, False, ascii=ascii)
        found.append((where.x, where.y + 1 + line, signs + row))
    return [(x, y, cut(text, where.width)) for x, y, text in found]


def pane_of(place: Mapping[str, Any]) -> int:
    """The pane in which the user left off."""
    return min(max(int(place.get("pane", 1)), 1), 4)


def _words(text: str) -> Mapping[str, Mapping[str, str]] | None:
    if not text:
        return None
    from tui.labels import enum_words

    return enum_words()
