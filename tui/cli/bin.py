"""`bin`: what was archived, with search, and how it comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.errors import NotFound
from tui.cli.output import sentence
from tui.cli.undo import known_change
from tui.i18n import moment, tr
from tui.labels import entity_label
from tui.words import back_text

if TYPE_CHECKING:
    from tui.cli.call import Call

_SHOWN = 100


def _change(call: Call, text: str) -> int:
    """The change that archived the record of that code, or the change of that number."""
    for row in call.services.changes.archived(text):
        if row.code and row.code == text.strip().upper():
            return row.change_id
    number = known_change(call, text)
    if all(row.change_id != number for row in call.services.changes.archived()):
        raise NotFound("bin.unknown", change=number)
    return number


def run(call: Call) -> int:
    """Lists archived records that hold the words, or with --restore brings one back."""
    change = call.value("restore")
    if change is not None:
        call.finish()
        done = call.services.changes.restore(_change(call, change))
        if call.options.json:
            text = sentence(done.label)
            call.out.data({"change": done.change_id, "label": done.label.code, "text": text})
        else:
            call.out.line(back_text(done))
        return 0
    text = " ".join(call.words)
    call.words = []
    rows = call.services.changes.archived(text)[: call.number("limit", _SHOWN)]
    if call.options.json:
        call.out.data(
            [
                {
                    "change": row.change_id,
                    "at": row.at,
                    "entity": row.entity,
                    "code": row.code or None,
                    "title": row.title,
                    "who": row.who or None,
                }
                for row in rows
            ]
        )
        return 0
    head = [tr("change"), tr("at"), tr("kind"), tr("code"), tr("name"), tr("by")]
    call.out.table(
        head,
        [
            [
                str(row.change_id),
                moment(row.at),
                entity_label(row.entity),
                row.code,
                row.title,
                row.who,
            ]
            for row in rows
        ],
    )
    return 0
