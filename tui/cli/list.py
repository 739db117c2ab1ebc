"""`list`: records that fit a query, in its order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui.cli.call import code_of
from tui.cli.listing import listed_kind, parsed, print_rows
from tui.i18n import tr

if TYPE_CHECKING:
    from models.query import Query
    from tui.cli.call import Call

_ON_A_TERMINAL = 200  # rows; more scroll away unread, so that --limit is asked for
_PAGE = 1000


def run(call: Call) -> int:
    """Prints rows, or with --ids codes alone, one a line; --view begins with a saved view."""
    kind = listed_kind(call.value("kind") or "customers")
    text = " ".join(call.words)
    query = parsed(call, text, kind)
    if name := call.value("view"):
        query = _narrowed(parsed(call, call.services.views.named(kind, name).query, kind), query)
    if call.switch("ids"):
        _codes(call, query, call.number("limit", 10_000_000))
        return 0
    limit = call.number("limit", 10_000_000 if call.options.json else _ON_A_TERMINAL)
    rows, more = _rows(call, query, limit)
    note = ""
    if more:
        count = call.services.lists.count(query)
        note = tr("{shown} of {count} shown; --limit shows more.", shown=len(rows), count=count)
    print_rows(call, kind, rows, more=note)
    return 0


def _narrowed(view: Query, query: Query) -> Query:
    """What a view shows of a query: both hold, in the order of the query if it has one."""
    from models.query import And

    roots = tuple(root for root in (view.root, query.root) if root is not None)
    root = And(roots) if len(roots) > 1 else next(iter(roots), None)
    return replace(view, root=root, sort=query.sort or view.sort)


def _rows(call: Call, query: Query, limit: int) -> tuple[list[object], bool]:
    """Up to `limit` rows, and whether there are more."""
    from models.views.paging import After, Start

    rows: list[object] = []
    edge: Start | After = Start()
    while True:
        page = call.services.lists.page(query, limit=min(_PAGE, limit - len(rows)), edge=edge)
        rows += page.rows
        if not page.more_after or len(rows) >= limit:
            return rows, page.more_after
        edge = After(page.keys[-1])


def _codes(call: Call, query: Query, limit: int) -> None:
    from models.fields.registry import find_entity

    spec = find_entity(query.kind)
    entity = spec.name if spec else ""
    ids = list(call.services.lists.ids(query)[:limit])
    names = call.services.lists.codes(entity, ids) if entity else {}
    codes = [
        code_of(entity, one, names.get(one, "")) if entity else str(one) for one in ids
    ]  # a change is named by its number
    if call.options.json:
        call.out.data(codes)
        return
    for code in codes:
        call.out.line(code)
