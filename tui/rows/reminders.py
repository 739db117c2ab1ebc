"""A reminder in words: what was agreed for a time that has come. Knows no widget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.enums import FollowUpKind
from tui.i18n import ntr
from tui.labels import choice_label, task_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.views.rows import FollowUpRow

_MOST = 3


def reminder(rows: Sequence[FollowUpRow]) -> str:
    """The first few items, a line each, and how many more there are."""
    lines = [_line(row) for row in rows[:_MOST]]
    rest = len(rows) - _MOST
    if rest > 0:
        lines.append(ntr("{n} more item", "{n} more items", rest))
    return "\n".join(lines)


def _line(row: FollowUpRow) -> str:
    what = task_text(row.title, row.question_code, row.step_en, row.step_zh) or choice_label(
        FollowUpKind, row.kind
    )
    who = f" ({row.contact_name})" if row.contact_name else ""
    return f"{row.due_time} {row.customer_name}: {what}{who}"
