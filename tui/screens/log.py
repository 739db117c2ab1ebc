"""The log of changes: what, who, when; Enter takes one back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.enums import ChangeState
from models.explanation import Reason
from tui.i18n import moment, tr
from tui.labels import choice_label, reason_text
from tui.rows.lines import Line, Lines
from tui.screens.lines import LinesScreen

if TYPE_CHECKING:
    from models.views.rows import ChangeRow
    from storage.services import Services
    from tui.bridge import Bridge

_MOST = 500


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
    """One line a change, the newest first."""
    page = Lines(width)
    query = services.lists.parse("", "changes")
    for row in services.lists.page(query, limit=_MOST).rows:
        text = reason_text(Reason(row.label, row.params))
        state = f"  ({word})" if (word := _state(row)) else ""
        page.add(
            (f" {row.seq:>5}  ", "muted"),
            (f"{moment(row.at)}  ", "muted"),
            (text + state, "muted" if row.undone_by_id else ""),
            (f"  {row.actor_name or ''}", "muted"),
            key=f"change {row.seq}",
            entity="change_set",
            record_id=row.seq,
        )
    return page.done()
