"""`done`, `skip`, `snooze`: what becomes of a planned follow-up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.i18n import tr

if TYPE_CHECKING:
    from tui.cli.call import Call


def run(call: Call) -> int:
    """One follow-up at a time; the verb says what becomes of it."""
    follow_ups = call.services.follow_ups
    (code,) = call.take("CODE")
    _entity, item_id = call.find(code, "follow_up")
    if call.verb.name == "done":
        call.finish()
        saved = follow_ups.done(item_id)
        status = "DONE"
    elif call.verb.name == "skip":
        saved = follow_ups.skip(item_id, " ".join(call.words))
        status = "SKIPPED"
    else:
        (until,) = call.take("DATE")
        saved = follow_ups.snooze(item_id, until, " ".join(call.words))
        status = "SNOOZED"
    if call.options.json:
        call.out.data({"code": saved.code, "status": status})
    else:
        call.out.line(saved.code)
        call.out.note(tr("fivefold undo takes it back."))
    return 0
