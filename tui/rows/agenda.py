"""The agenda of a day in columns: follow-ups, care dates, due times of feedback."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from models import enums
from models.rules.business_time import DayKind
from tui.i18n import day_brief, lunar_date, ntr, relative_due, time_left, tr
from tui.labels import choice_label, label, short, task_text
from tui.rows.customers import grade_tone
from tui.rows.layout import Column, Now

if TYPE_CHECKING:
    from datetime import date, tzinfo

    from models.views.cards import SpecialDay
    from models.views.rows import FeedbackRow
    from storage.services.calendar import DaysOff, Planned


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
    tone: str = ""  # how late it is: amber, from one cadence on red (AC-062)
    hour: int | None = None  # of the day, where a time is known
    contact: str = ""  # code of the person whose day it is
    greets: bool = True
    step_id: int = 0  # of a playbook
    ticket_id: int | None = None  # ticket that the item stands for


def of_follow_up(planned: Planned, today: date) -> AgendaItem:
    """A planned item."""
    row = planned.row
    late = row.due < today
    kind = short(enums.FollowUpKind(row.kind))
    title = task_text(row.title, row.question_code, row.step_en, row.step_zh)
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
        planned.severity.lower() if late else "",
        step_id=row.step_id or 0,
        ticket_id=row.ticket_id if row.kind == enums.FollowUpKind.SLA else None,
    )


def of_special_day(row: SpecialDay, today: date | None = None) -> AgendaItem:
    """A birthday or another care date; `x` where the customer did not agree to greetings.

    Of one that is to be prepared for `today` says how many days are left.
    """
    kind = row.label or choice_label(enums.SpecialDateKind, row.kind)
    if row.lunar:
        kind = f"{kind} {lunar_date(row.lunar, leap=row.is_leap)}"
    what = f"{row.contact_name}: {kind}"
    if row.hobbies:
        what += f" ({row.hobbies})"
    if today is not None:
        what = f"{relative_due(row.on, today)} {what}"
    number = -(row.contact_id ^ hash((row.kind, row.label, row.on.isoformat())))
    greets = row.greets and not row.do_not_contact
    if not greets:
        what += f" · {tr('no greetings')}"
    return AgendaItem(
        number,
        0,
        "+" if greets else "x",
        row.customer_name,
        None,
        what,
        "",
        row.on,
        "contact",
        row.contact_id,
        row.customer_id,
        False,
        contact=row.contact_code or "",
        greets=greets,
    )


def of_feedback(row: FeedbackRow, now: Now, zone: tzinfo) -> AgendaItem:
    """A case that has to be answered on the day; days and hours are those of the zone."""
    due_at = row.due_at.astimezone(zone) if row.due_at else None
    late = row.due_at is not None and row.due_at < now.moment
    what = f"{row.code} {label(enums.FeedbackKind(row.kind))}"
    if late and row.owner_name:
        what += f" ({row.owner_name})"
    left = time_left(row.due_at - now.moment) if row.due_at else ""
    return AgendaItem(
        -row.id,
        row.version,
        "!" if late else "@",
        row.customer_name or tr("unknown"),
        row.customer_grade,
        what,
        left,
        due_at.date() if due_at else now.today,
        "feedback",
        row.id,
        row.customer_id,
        late,
        tone="red" if late else "",
        hour=due_at.hour if due_at else None,
    )


def _when(item: AgendaItem, now: Now) -> str:
    if item.late and item.entity == "follow_up":
        return relative_due(item.due, now.today)
    return item.time


def _tone(item: AgendaItem, _now: Now) -> str:
    return item.tone or "muted"


def _day(item: AgendaItem, now: Now) -> str:
    """Day and time in front of a row of the week: 10:00 today, Tue 3, 3 10:00; ! 2d if late."""
    if item.late and item.entity == "follow_up":
        return relative_due(item.due, now.today)
    time = item.time if item.entity == "follow_up" else ""
    if item.due == now.today:
        return time or tr("today")
    return f"{item.due.day} {time}" if time else day_brief(item.due)


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
# In front of every row where several days are shown; it says what `when` says on one.
DAY: Column[AgendaItem] = Column("day", lambda: "", _day, 8, _tone)


class Counts(Protocol):
    """How much of what there is on the days shown."""

    due: int
    late: int
    cases: int
    care: int


def note_parts(found: Counts, marked: int, hidden: int) -> list[str]:
    """What the edge of the pane says about the days shown, what matters most first."""
    parts = [ntr("{n} due", "{n} due", found.due)]
    if found.late:
        parts.append(ntr("{n} late", "{n} late", found.late))
    if marked:
        parts.append(ntr("{n} marked", "{n} marked", marked))
    if hidden:
        parts.append(ntr("{n} layer hidden", "{n} layers hidden", hidden))
    if found.cases:
        parts.append(ntr("{n} case", "{n} cases", found.cases))
    if found.care:
        parts.append(ntr("{n} special day", "{n} special days", found.care))
    return parts


_SIGNS: Final = {DayKind.HOLIDAY: ("-", "dim"), DayKind.MAKE_UP: ("+", "bold")}


def day_sign(kind: DayKind) -> tuple[str, str]:
    """Sign in front of a day in month and week, and its style."""
    return _SIGNS[kind]


def footnotes(found: DaysOff, day: date) -> list[str]:
    """What the signs mean, where there are any; how far holidays are known, where that ends."""
    lines = []
    if DayKind.HOLIDAY in found.kinds.values():
        lines.append(tr("- public holiday"))
    if DayKind.MAKE_UP in found.kinds.values():
        lines.append(tr("+ worked, made up"))
    if found.years is None:
        return lines
    first, last = found.years
    if not first <= day.year <= last:
        lines.append(tr("holidays {a}-{b} only", a=first, b=last))
    elif found.announced_to is not None and day.year > found.announced_to:
        lines.append(tr("made up: to {year} only", year=found.announced_to))
    return lines
