"""`log`: the change journal, of one record or of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.cli.listing import parsed, print_rows
from tui.cli.options import UsageError
from tui.i18n import N_

if TYPE_CHECKING:
    from tui.cli.call import Call

_LIMIT = 50


def run(call: Call) -> int:
    """Prints changes, newest first; the number is what undo takes."""
    limit = call.number("limit", _LIMIT)
    text = call.value("query")
    if call.words:
        if text is not None:
            raise UsageError(N_("Give a code or --query, not both."))
        (code,) = call.take("CODE")
        call.finish()
        entity, record_id = call.find(code)
        rows = call.services.lists.changes_of(entity, record_id, limit)
        print_rows(call, "changes", rows)
        return 0
    query = parsed(call, text or "", "changes")
    print_rows(call, "changes", call.services.lists.page(query, limit=limit).rows)
    return 0
