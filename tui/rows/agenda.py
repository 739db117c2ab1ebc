"""The agenda of a day in columns: follow-ups, care dates, due times of feedback."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models import enums
from tui.i18n import relative_due, time_left, tr
from tui.labels import choice_label, label, short, task_text
from tui.rows.customers import due_tone, grade_tone
from tui.rows.layout import Column, Now

if TYPE_CHECKING:
    from datetime import date

    from models.views.cards import SpecialDay
    from models.views.rows import FeedbackRow, FollowUpRow


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One thing to do or to know on a day."""

    id: int
    version: int
    sign: str  # ! late, - follow-up, + care date, @ feedback
    customer: str
    grade: str | None
    what: str
    time: str
    due: date
    entity: str
    record_id: int
    customer_id: int | None
    late: bool
    about: str = ""  # what a process made the item for, its question_code


def of_follow_up(row: FollowUpRow, today: date) -> AgendaItem:
    """A planned item."""
    late = row.due < today
    kind = short(enums.FollowUpKind(row.kind))
    title = task_text(row.title, row.question_code)
    what = f"{kind}: {title}" if title else kind
    if row.contact_name:
        what += f" ({row.contact_name})"
    return AgendaItem(
        row.id,
        row.version,
        "!" if late else "-",
        row.customer_name or "",
        row.customer_grade,
        what,
        row.due_time or "",
        row.due,
        "follow_up",
        row.id,
        row.customer_id,
        late,
        row.question_code or "",
    )


def of_special_day(row: SpecialDay) -> AgendaItem:
    """A birthday or another care date."""
    kind = row.label or choice_label(enums.SpecialDateKind, row.kind)
    what = f"{row.contact_name}: {kind}"
    if row.hobbies:
        what += f" ({row.hobbies})"
    number = -(row.contact_id ^ hash((row.kind, row.label, row.on.isoformat())))
    return AgendaItem(
        number,
        0,
        "+",
        row.customer_name,
        None,
        what,
        "",
        row.on,
        "contact",
        row.contact_id,
        row.customer_id,
        False,
    )


def of_feedback(row: FeedbackRow, now: Now) -> AgendaItem:
    """A case that has to be answered on the day."""
    late = row.due_at is not None and row.due_at < now.moment
    what = f"{row.code} {label(enums.FeedbackKind(row.kind))}"
    left = time_left(row.due_at - now.moment) if row.due_at else ""
    return AgendaItem(
        -row.id,
        row.version,
        "!" if late else "@",
        row.customer_name or tr("unknown"),
        row.customer_grade,
        what,
        left,
        now.today,
        "feedback",
        row.id,
        row.customer_id,
        late,
    )


def _when(item: AgendaItem, now: Now) -> str:
    if item.late and item.entity == "follow_up":
        return relative_due(item.due, now.today)
    return item.time


def _tone(item: AgendaItem, now: Now) -> str:
    if item.entity == "follow_up" and item.late:
        return due_tone(item.due, item.grade, now)
    return "red" if item.late else "muted"


COLUMNS: tuple[Column[AgendaItem], ...] = (
    Column("sign", lambda: "", lambda item, _now: item.sign, 1, _tone),
    Column(
        "grade",
        lambda: "",
        lambda item, _now: item.grade or "",
        1,
        lambda item, _now: grade_tone(item.grade),
        rank=2,
    ),
    Column("customer", lambda: "", lambda item, _now: item.customer, 10, flexible=True),
    Column("what", lambda: "", lambda item, _now: item.what, 10, flexible=True),
    Column("when", lambda: "", _when, 8, _tone, right=True, rank=1),
)
