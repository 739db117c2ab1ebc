"""`undo` and `redo`: takes a labelled change back, or does it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.errors import NotFound
from tui.cli.options import UsageError
from tui.cli.progress import Narrator
from tui.i18n import N_, tr
from tui.labels import reason_text
from tui.words import turned_text

if TYPE_CHECKING:
    from tui.cli.call import Call


def run(call: Call) -> int:
    """Names what was taken back or done again."""
    number = None
    if call.words:
        (text,) = call.take("CHANGE")
        number = known_change(call, text)
    call.finish()
    changes = call.services.changes
    undo = call.verb.name == "undo"
    with Narrator(call.out) as progress:
        done = changes.undo(number, progress) if undo else changes.redo(number, progress)
    if done.stopped:
        call.out.note(turned_text(done, undo=undo))
        return 130
    text = reason_text(done.label)
    if call.options.json:
        call.out.data({"change": done.change_id, "label": done.label.code, "text": text})
    else:
        line = tr("Undone: {label}", label=text) if undo else tr("Done again: {label}", label=text)
        call.out.line(line)
    return 0


def known_change(call: Call, text: str, label: str = "") -> int:
    """The number of a change as `log` shows it, of one with that label; NotFound else."""
    number = _number(text)
    rows = call.services.lists.rows("changes", [number])
    if not rows:
        raise NotFound("change.unknown", change=number)
    if label and rows[0].label != label:
        raise NotFound("import.unknown_batch", change=number)
    return number


def _number(text: str) -> int:
    plain = text.lstrip("#")
    if not plain.isascii() or not plain.isdigit() or len(plain) > 18:
        message = N_("{value} is no number of a change. fivefold log shows them.")
        raise UsageError(message, value=text)
    return int(plain)
