"""The log of changes: what, who, when; Enter takes one back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.enums import ChangeState
from models.explanation import Reason
from models.width import cell_width, cut
from tui.i18n import moment, tr
from tui.labels import choice_label, reason_text
from tui.rows.lines import Line, Lines, wrapped
from tui.screens.lines import LinesScreen

if TYPE_CHECKING:
    from models.views.rows import ChangeRow
    from storage.services import Services
    from tui.bridge import Bridge

_MOST = 500
_WIDE = 78
_WHO = 14  # cells


class LogScreen(LinesScreen):
    """The newest changes of all users."""

    def __init__(self, bridge: Bridge) -> None:
        services = bridge.services
        super().__init__(
            bridge,
            lambda: tr("Log of changes"),
            lambda width: log_lines(services, width),
            hint=lambda: tr("Enter takes a change back, Esc closes"),
        )


_UNFINISHED = frozenset({ChangeState.RUNNING, ChangeState.CANCELLED})


def _state(row: ChangeRow) -> str:
    """What is to be known of a change besides what it was."""
    if row.undone_by_id:
        return tr("undone")
    return choice_label(ChangeState, row.state) if row.state in _UNFINISHED else ""


def log_lines(services: Services, width: int) -> tuple[Line, ...]:
    """Each change, the newest first: when, what, who. Nothing of it is cut off."""
    page = Lines(width)
    query = services.lists.parse("", "changes")
    for row in services.lists.page(query, limit=_MOST).rows:
        text = reason_text(Reason(row.label, row.params))
        who = cut(row.actor_name or "", _WHO)
        tone = "muted" if row.undone_by_id else ""
        state = f"({word}) " if (word := _state(row)) else ""
        about: dict[str, Any] = {"entity": "change_set", "record_id": row.seq}
        head = f" {row.seq:>5}  {moment(row.at)}  "
        indent = " " * cell_width(head)
        if page.width < _WIDE:  # the words below, where they have room
            page.add((head + who, "muted"), key=f"change {row.seq}", **about)
            head = indent = " " * 8
        room = page.width - cell_width(head) - (_WHO + 2 if page.width >= _WIDE else 1)
        for place, part in enumerate(wrapped(state + text, room)):
            first = place == 0 and page.width >= _WIDE
            page.add(
                (indent if place else head, "muted"),
                (cut(part, room, pad=True), tone),
                (f"  {who}" if first else "", "muted"),
                key=f"change {row.seq}",
                **about,
            )
    return page.done()
