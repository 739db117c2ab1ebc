"""Reports in words: titles, heads and widths of columns, and how a value of each reads.

One table for the screen and the command line; works nothing out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from models import enums
from models.query_terms import KINDS
from models.rules.rounding import half_up
from tui.i18n import N_, NC_, day, listed, money, number, percent, tr, trc
from tui.labels import column_head, field_label, figure_label, label, reason_text, short
from tui.rows.layout import Column, Now
from tui.rows.touchpoints import worded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from models.explanation import Explanation
    from models.rules.periods import Period
    from models.views.report import Report, ReportRow

Word = tuple[str, str]

TITLES: Final[Mapping[str, Word]] = {
    "pareto": NC_("report", "20/80 and pyramid"),
    "improvements": NC_("report", "Improvements by priority"),
    "standards": NC_("report", "Service standards and their reviews"),
    "service": NC_("report", "Quality of service"),
    "audits": NC_("report", "Audits"),
    "touchpoints": NC_("report", "Touchpoints: key ones without indicator, blind spots"),
    "churn": NC_("report", "Lost customers by kind"),
    "leak": NC_("report", "Leaky bucket: won and lost"),
    "goals": NC_("report", "Goals"),
    "targets": NC_("report", "Targets against actual"),
    "owners": NC_("report", "Owners"),
    "segments": NC_("report", "Segments"),
    "satisfaction": NC_("report", "Satisfaction by experience element"),
    "feedback": NC_("report", "Feedback monitored"),
    "silent": NC_("report", "Silent customers"),
    "calibration": NC_("report", "Odds against deals really won"),
    "cross": NC_("report", "Segments crossed"),
    "grades": NC_("report", "Grades, then and now"),
    "moves": NC_("report", "Moves of grades"),
    "daily": NC_("report", "Day journal: grade A, tracked in time?"),
    "weekly": NC_("report", "Week journal: grade B, tracked in time?"),
    "half-month": NC_("report", "Half-month journal: grade C, tracked in time?"),
    "monthly": NC_("report", "Month journal: grade D, tracked in time?"),
    "yearly": NC_("report", "Year journal: grade E, tracked in time?"),
    "put-off": NC_("report", "Put off again and again"),
    "security": NC_("report", "Security audit"),
}


def _money(value: Any) -> str:
    return money(int(value))


def _percent(value: Any) -> str:
    return percent(int(value * 10))


def _interval(value: Any) -> str:
    low, high = value
    return f"{low:f} - {high:f}"


def _how(value: Any) -> str:
    return " ".join(reason_text(line) for line in value.lines)


def _advice(value: Any) -> str:
    return tr(_ADVICE[value])


_ADVICE: Final[Mapping[enums.ChurnType, str]] = {
    enums.ChurnType.NATURAL: N_("Win new ones in good time and part as friends."),
    enums.ChurnType.MALICIOUS: N_("Check credit first; keep contracts and receivables tight."),
    enums.ChurnType.COMPETITION: N_("Know what the rival offers and raise what sets us apart."),
    enums.ChurnType.FAULT: N_("Repair, apologise, then change the process that failed."),
}


def _owner(value: Any) -> str:
    return tr("Total") if value == "total" else str(value)


def _mark(value: Any) -> str:
    return "*" if value else ""


def _grade(value: Any) -> str:
    if isinstance(value, enums.NoGrade):
        return label(value)
    return str(value) if isinstance(value, enums.Grade) else tr("Total")


def _dimension(value: Any) -> str:
    return short(value) if isinstance(value, StrEnum) else tr("Total")


def _case_key(value: Any) -> str:
    if isinstance(value, date):
        return tr("week of {day}", day=day(value))
    return label(value) if isinstance(value, StrEnum) else _owner(value)


def _span(value: Any) -> str:
    """Minutes as a person would say them."""
    if value < _HOURS:
        return tr("{n} min", n=str(value))
    if value < _DAYS:
        return tr("{n} h", n=f"{half_up(Fraction(value, 60)):f}")
    return tr("{n} d", n=f"{half_up(Fraction(value, 1440)):f}")


_HOURS, _DAYS = 120, 2 * 1440  # minutes from which hours, and days, are said


def _plain(value: Any) -> str:
    if isinstance(value, StrEnum):
        return short(value)
    if isinstance(value, bool | int):
        return number(int(value))
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value)


def _signed(value: Any) -> str:
    return f"{value:+}" if value else str(value)


def _point(value: Any) -> str:
    return worded(*value)


@dataclass(frozen=True, slots=True)
class Shown:
    """How a column reads."""

    head: Callable[[], str]
    width: int
    text: Callable[[Any], str] = _plain
    right: bool = False
    flexible: bool = False
    rank: int = 0  # the highest gives way first
    worded: bool = False  # words made from other values: no data of its own
    is_money: bool = False


def _field(name: str, entity: str = "customer") -> Callable[[], str]:
    return lambda: column_head(entity, name)


def _word(context: str, message: str) -> Callable[[], str]:
    return lambda: trc(context, message)


COLUMNS: Final[Mapping[str, Shown]] = {
    "rank": Shown(_word(*NC_("column", "Rank")), 5, right=True),
    "key_account": Shown(lambda: "", 1, _mark),
    "priority": Shown(_word(*NC_("column", "Prio")), 4, right=True),
    "improvements.title": Shown(_word(*NC_("column", "Improvement")), 20, flexible=True),
    "improvements.state": Shown(_word(*NC_("column", "State")), 11, rank=1),
    "improvements.due": Shown(_word(*NC_("column", "Until")), 10, rank=2),
    "effect": Shown(_word(*NC_("column", "Effect")), 6, _signed, right=True),
    "improvements.owner": Shown(_field("owner"), 11, rank=3),
    "improvements.element": Shown(_word(*NC_("column", "Element")), 12, rank=4),
    "minutes_allowed": Shown(_word(*NC_("column", "Minutes allowed")), 8, right=True, rank=2),
    "review_overdue": Shown(_word(*NC_("column", "Overdue (days)")), 8, right=True),
    "review_kind": Shown(_word(*NC_("column", "How")), 13, rank=1),
    "score": Shown(_word(*NC_("column", "Score")), 5, right=True),
    "level": Shown(_word(*NC_("column", "Level")), 9, rank=2),
    "person": Shown(_word(*NC_("column", "Person looked at")), 12, flexible=True),
    "reviewer": Shown(_word(*NC_("column", "By")), 12, rank=3),
    "standard": Shown(_word(*NC_("column", "Standard")), 16, flexible=True, rank=4),
    "place": Shown(_word(*NC_("column", "Place")), 14, flexible=True),
    "template": Shown(_word(*NC_("column", "Checklist")), 12, rank=3),
    "points": Shown(_word(*NC_("column", "Points")), 7, right=True, rank=2),
    "audit_result": Shown(_word(*NC_("column", "Result")), 9, _percent, right=True),
    "opened": Shown(_word(*NC_("column", "Opened")), 10, rank=1),
    "point": Shown(_word(*NC_("column", "Touchpoint")), 22, _point, flexible=True),
    "touch_class": Shown(_field("touch_class", "touchpoint"), 9, rank=3),
    "touch_kind": Shown(_field("touch_kind", "touchpoint"), 9, rank=2),
    "line": Shown(_field("line", "touchpoint"), 10, rank=4),
    "sale_stage": Shown(_field("stage", "touchpoint"), 14, rank=1),
    "code": Shown(_field("code"), 8, rank=8),
    "name": Shown(_field("name"), 18, flexible=True),
    "revenue": Shown(
        _word(*NC_("column", "Revenue, 365 days")), 18, _money, right=True, is_money=True
    ),
    "share": Shown(_word(*NC_("column", "Share")), 7, _percent, right=True, rank=1),
    "sum_share": Shown(_word(*NC_("column", "Sum")), 7, _percent, right=True, rank=2),
    "pyramid_tier": Shown(_field("pyramid_tier"), 9),
    "minutes": Shown(_word(*NC_("column", "Minutes")), 8, right=True, rank=9),
    "churn_type": Shown(_field("churn_type"), 17, label),
    "count": Shown(_word(*NC_("column", "Count")), 6, right=True),
    "advice": Shown(_word(*NC_("column", "What helps")), 20, _advice, flexible=True, worded=True),
    "on": Shown(_word(*NC_("column", "On")), 10),
    "movement": Shown(_word(*NC_("column", "Way")), 5),
    "figure": Shown(_word(*NC_("column", "Goal")), 24, figure_label),
    "percent": Shown(lambda: "", 9, _percent, right=True),
    "how": Shown(_word(*NC_("column", "From")), 20, _how, flexible=True, rank=1, worded=True),
    "owner": Shown(_field("owner"), 10, _owner, flexible=True),
    "customers": Shown(_word(*NC_("column", "Cust.")), 5, right=True, rank=2),
    "csat": Shown(_word(*NC_("column", "CSAT")), 8, _percent, right=True),
    "owner_loyalty": Shown(_word(*NC_("column", "Loyalty")), 7, right=True),
    "owner_value": Shown(
        _word(*NC_("column", "Revenue, 365 days")), 17, _money, right=True, is_money=True
    ),
    "owner_time": Shown(_word(*NC_("column", "Hours")), 7, right=True),
    "target": Shown(_word(*NC_("column", "Target")), 16, _money, right=True, rank=1, is_money=True),
    "actual": Shown(_word(*NC_("column", "Sold")), 16, _money, right=True, is_money=True),
    "deviation": Shown(
        _word(*NC_("column", "Off target")), 16, _money, right=True, rank=2, is_money=True
    ),
    "target_percent": Shown(_word(*NC_("column", "Off")), 9, _percent, right=True),
    "segment": Shown(_word(*NC_("column", "Segment")), 12, flexible=True),
    "filter": Shown(_word(*NC_("column", "Query")), 16, flexible=True, rank=3),
    "members": Shown(_word(*NC_("column", "Taken")), 6, right=True),
    "fits_now": Shown(_word(*NC_("column", "Today")), 6, right=True),
    "references": Shown(_word(*NC_("column", "Ref.")), 5, right=True, rank=1),
    "review_date": Shown(_word(*NC_("column", "Review")), 10),
    "element": Shown(_word(*NC_("column", "Element")), 18, label, flexible=True),
    "mean": Shown(_word(*NC_("column", "Mean")), 5, right=True),
    "satisfaction_gap": Shown(_word(*NC_("column", "Gap")), 5, right=True),
    "verdict": Shown(_word(*NC_("column", "Judgement")), 14, rank=1),
    "case_key": Shown(lambda: "", 16, _case_key, flexible=True),
    "first_response": Shown(_word(*NC_("column", "First reply")), 11, _span, right=True),
    "time_to_close": Shown(_word(*NC_("column", "To close")), 9, _span, right=True, rank=1),
    "reopen_rate": Shown(_word(*NC_("column", "Reopened")), 8, _percent, right=True),
    "breach_share": Shown(_word(*NC_("column", "Late")), 7, _percent, right=True),
    "days": Shown(_word(*NC_("column", "Days")), 5, right=True),
    "band": Shown(_word(*NC_("column", "Odds")), 10),
    "deals": Shown(_word(*NC_("column", "Closed")), 6, right=True, rank=1),
    "won": Shown(_word(*NC_("column", "Won")), 5, right=True, rank=2),
    "expected": Shown(_word(*NC_("column", "Expected")), 9, _percent, right=True),
    "interval": Shown(_word(*NC_("column", "95 % interval")), 14, _interval, right=True, rank=3),
    "judgement": Shown(_word(*NC_("column", "Judgement")), 16, flexible=True),
    "dimension": Shown(lambda: "", 6, _dimension, flexible=True),
    "total": Shown(_word(*NC_("column", "Total")), 5, right=True),
    "grade_before": Shown(_word(*NC_("column", "Was / is")), 10, _grade, flexible=True),
    "from_grade": Shown(_word(*NC_("column", "Was")), 4),
    "to_grade": Shown(_word(*NC_("column", "Is")), 4),
    "audit_day": Shown(_word(*NC_("column", "Day")), 10),
    "audit_user": Shown(_word(*NC_("column", "User")), 12, flexible=True),
    "anomaly": Shown(_word(*NC_("column", "What stands out")), 16, label, flexible=True),
    "audit_count": Shown(_word(*NC_("column", "Count")), 6, right=True),
    "audit_limit": Shown(_word(*NC_("column", "Limit")), 5, right=True),
    "follow_up": Shown(_word(*NC_("column", "Item")), 8, rank=4),
    "times": Shown(_word(*NC_("column", "Times")), 5, right=True),
    "due_date": Shown(_word(*NC_("column", "Was due")), 10, rank=3),
    "asleep_until": Shown(_word(*NC_("column", "Until")), 10),
    "put_off_by": Shown(_word(*NC_("column", "By")), 10, flexible=True, rank=2),
    "put-off.customer": Shown(_word(*NC_("column", "Customer")), 16, flexible=True),
    "put-off.reason": Shown(_word(*NC_("column", "Reason")), 16, flexible=True),
    "reason": Shown(_word(*NC_("column", "Reason")), 14, flexible=True, rank=1),
    "tracked": Shown(_word(*NC_("column", "Tracked")), 11),
    "due": Shown(_field("due_date", "follow_up"), 10),
    "tracked_on": Shown(_word(*NC_("column", "On")), 10, rank=2),
    "channel": Shown(_field("channel", "interaction"), 8, rank=3),
    "days_late": Shown(_word(*NC_("column", "Days late")), 9, right=True, rank=1),
}


def shown_as(report: str, name: str) -> Shown:
    """How a column of a report reads; one that stands for a constant is called by its label."""
    own = COLUMNS.get(f"{report}.{name}") or COLUMNS.get(name)
    if own is not None:
        return own
    dimension, _, constant = name.partition(":")
    if dimension == "grade":
        # NONE is no grade of the enumeration, and has a label of its own.
        return Shown(lambda: _grade_head(constant), 4, right=True)
    spec = KINDS["customers"].term(dimension)
    assert spec is not None
    assert spec.choices is not None
    choices = spec.choices
    width = 10 if len(choices) > _THREE else 12  # all of them fit into 60 cells
    return Shown(lambda: short(choices(constant)), width, right=True)


_THREE = 3


def _grade_head(constant: str) -> str:
    found = constant in enums.NoGrade.__members__
    return label(enums.NoGrade(constant)) if found else constant


def title(report: Report) -> str:
    """What a report is called, with the names of what it crosses and its period."""
    parts = [trc(*TITLES[report.name])]
    if report.arguments:
        parts.append(" x ".join(dimension_label(one, report.name) for one in report.arguments))
    if report.period is not None:
        parts.append(period_text(report.period))
    return " · ".join(parts)


def dimension_label(name: str, report: str = "cross") -> str:
    """A way to segment, or to tell feedback apart, by the name of its query term."""
    if report == "feedback":
        if name == "week":
            return tr("Week")
        return field_label("feedback", _OF_FEEDBACK.get(name, name))
    field = {"need": "need_status", "deal": "deal_status"}.get(name, name)
    return field_label("customer", field)


_OF_FEEDBACK: Final = {"dimension": "quality_dimension", "element": "experience_element"}


def period_text(period: Period) -> str:
    """From when to when."""
    if period.first == date.min:
        return tr("up to {day}", day=day(period.last))
    return tr("{first} to {last}", first=day(period.first), last=day(period.last))


def head_lines(report: Report) -> list[tuple[str, Explanation]]:
    """The sentences above the table, each with the figure it belongs to."""
    return [(reason_text(line), one) for one in report.figures for line in one.lines]


def more_text(report: Report) -> str:
    """How many rows were left off; empty where all are there."""
    return tr("and {n} more", n=number(report.more)) if report.more else ""


def columns(report: Report) -> tuple[Column[ReportRow], ...]:
    """The columns of a report for a layout."""
    return tuple(_column(report, name) for name in report.columns)


def _column(report: Report, name: str) -> Column[ReportRow]:
    how = shown_as(report.name, name)

    def text(row: ReportRow, _now: Now) -> str:
        return cell_text(report.name, name, row)

    def tone(row: ReportRow, _now: Now) -> str:
        return "strong" if row.is_total else ""

    return Column(name, how.head, text, how.width, tone, how.flexible, how.right, how.rank)


def cell_text(report: str, name: str, row: ReportRow) -> str:
    """One value in words; a hyphen where there is no data."""
    value = row.cells[name].value
    return "-" if value is None else shown_as(report, name).text(value)


def arguments_text(names: tuple[str, ...]) -> str:
    """Names that a report takes, in words."""
    return listed([dimension_label(name) for name in names])
