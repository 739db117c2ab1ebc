"""`archive`: takes a record out of sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.cli.call import code_of
from tui.i18n import tr

if TYPE_CHECKING:
    from tui.cli.call import Call


def run(call: Call) -> int:
    """Archives; never a hard delete."""
    (code,) = call.take("CODE")
    call.finish()
    entity, record_id = call.find(code)
    saved = call.services.records.archive(entity, record_id)
    shown = code_of(entity, record_id, saved.code)
    if call.options.json:
        call.out.data({"entity": entity, "id": str(record_id), "code": shown, "archived": True})
    else:
        call.out.line(shown)
        call.out.note(tr("Archived. fivefold undo brings it back."))
    return 0
