"""The customer list in columns (requirements 14, pane 1)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from models import enums
from models.query import SortKey
from tui.i18n import money_short, percent, relative_due
from tui.labels import column_head, short
from tui.rows.layout import Column, Now

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from enum import StrEnum

    from models.views.customer_row import CustomerRow

# Column -> sort key of the query line.
SORTS: Final[Mapping[str, str]] = {
    "grade": "grade", "mark": "key", "name": "name", "due": "due", "urgency": "urgency",
    "deal_status": "deal", "open_feedback": "feedback", "need_status": "need",
    "importance": "importance", "stage": "stage", "expected_amount": "amount", "odds": "odds",
    "value_tier": "tier", "pyramid_tier": "pyramid", "revenue_year": "revenue", "rfm": "rfm",
    "owner": "owner", "industry": "industry", "city": "city", "last_touch": "last",
    "code": "code",
}  # fmt: skip
USUAL_ORDER: Final = (SortKey("grade"), SortKey("due"))


def order_signs(order: Sequence[SortKey], *, ascii: bool) -> dict[str, str]:
    """What stands behind the heads of the columns that the list is in the order of."""
    up, down = ("^", "v") if ascii else ("↑", "↓")
    return {
        name: down if key.descending else up
        for key in order
        for name, sort in SORTS.items()
        if sort == key.name
    }


_CADENCE = {"A": 1, "B": 7, "C": 15, "D": 30, "E": 365}


def _grade(row: CustomerRow, _now: Now) -> str:
    return row.grade or "-"


def grade_tone(grade: str | None) -> str:
    """Tone of a grade letter."""
    return f"grade-{grade.lower()}" if grade else "muted"


def _mark(row: CustomerRow, _now: Now) -> str:
    """Key account or important: one sign, read before the name."""
    if row.do_not_contact:
        return "x"
    important = row.key_account or row.importance == enums.Importance.IMPORTANT
    return "*" if important else " "


def _due(row: CustomerRow, now: Now) -> str:
    return relative_due(row.next_tracking_due, now.today) if row.next_tracking_due else ""


def due_tone(due: object, grade: str | None, now: Now) -> str:
    """Amber when late, red when late by a whole cadence (R-CADENCE)."""
    days = (now.today - due).days if hasattr(due, "year") else -1  # type: ignore[operator]
    if days <= 0:
        return "today" if days == 0 else ""
    return "red" if days >= _CADENCE.get(grade or "D", 30) else "amber"


def _urgency(row: CustomerRow, _now: Now) -> str:
    return short(enums.Urgency(row.urgency)) if row.urgency else ""


def _urgency_tone(row: CustomerRow, now: Now) -> str:
    late = row.handle_by is not None and row.handle_by < now.today
    if row.urgency == enums.Urgency.URGENT:
        return "amber" if late else "strong"
    return "muted" if row.urgency == enums.Urgency.POTENTIAL else ""


def _deal(row: CustomerRow, _now: Now) -> str:
    if not row.deal_status:
        return ""
    status = enums.DealStatus(row.deal_status)
    return short(status) + ("+" if row.negotiating else "")


def _need(row: CustomerRow, _now: Now) -> str:
    if row.need_status is None:
        return ""
    return short(enums.NeedStatus(row.need_status)) + ("" if row.need_confirmed else "?")


def _importance(row: CustomerRow, _now: Now) -> str:
    return short(enums.Importance(row.importance)) if row.importance else ""


def _stage(row: CustomerRow, _now: Now) -> str:
    return short(enums.Stage(row.stage)) if row.stage else ""


def _tier(row: CustomerRow, _now: Now) -> str:
    return short(enums.ValueTier(row.value_tier)) if row.value_tier else ""


def _pyramid(row: CustomerRow, _now: Now) -> str:
    return short(enums.PyramidTier(row.pyramid_tier)) if row.pyramid_tier else "-"


def _words(enum: type[StrEnum], behind: str = "") -> Callable[[], Iterable[str]]:
    return lambda: (short(member) + behind for member in enum)


def _head(field: str) -> str:
    return column_head("customer", field)


def _touched(row: CustomerRow, now: Now) -> str:
    if row.last_tracking_at is None:
        return ""
    days = (now.moment - row.last_tracking_at) // timedelta(days=1)
    return f"-{max(0, days)}d"


def _cases(row: CustomerRow, _now: Now) -> str:
    """Open feedback; ! where one of them is severe."""
    if not row.open_feedback:
        return ""
    return f"@{row.open_feedback}{'!' if row.severe_feedback else ''}"


COLUMNS: tuple[Column[CustomerRow], ...] = (
    Column("grade", lambda: "", _grade, 1, lambda row, _now: grade_tone(row.grade)),
    Column("mark", lambda: "", _mark, 1, lambda _row, _now: "strong", rank=1),
    Column("name", lambda: _head("name"), lambda row, _now: row.name, 12, flexible=True, wish=22),
    Column(
        "due",
        lambda: _head("next_tracking_due"),
        _due,
        7,
        lambda row, now: due_tone(row.next_tracking_due, row.grade, now),
        rank=2,
    ),
    Column(
        "urgency",
        lambda: _head("urgency"),
        _urgency,
        8,
        _urgency_tone,
        rank=4,
        words=_words(enums.Urgency),
    ),
    Column(
        "deal_status",
        lambda: _head("deal_status"),
        _deal,
        11,
        rank=5,
        words=_words(enums.DealStatus, "+"),
    ),
    Column(
        "open_feedback",
        lambda: "",
        _cases,
        3,
        lambda row, _now: "red" if row.severe_feedback else "amber",
        rank=3,
    ),
    Column(
        "need_status",
        lambda: _head("need_status"),
        _need,
        8,
        rank=6,
        words=_words(enums.NeedStatus, "?"),
    ),
    Column(
        "importance",
        lambda: _head("importance"),
        _importance,
        9,
        rank=19,
        words=_words(enums.Importance),
    ),
    Column(
        "stage",
        lambda: _head("stage"),
        _stage,
        12,
        lambda _row, _now: "muted",
        rank=9,
        words=_words(enums.Stage),
    ),
    Column(
        "expected_amount",
        lambda: column_head("opportunity", "expected_amount"),
        lambda row, _now: money_short(row.expected_amount) if row.expected_amount else "",
        8,
        right=True,
        rank=7,
    ),
    Column(
        "odds",
        lambda: column_head("opportunity", "odds_calc"),
        lambda row, _now: percent(row.odds) if row.odds is not None else "",
        7,
        right=True,
        rank=8,
    ),
    Column(
        "value_tier", lambda: _head("value_tier"), _tier, 9, rank=15, words=_words(enums.ValueTier)
    ),
    Column(
        "pyramid_tier",
        lambda: _head("pyramid_tier"),
        _pyramid,
        9,
        rank=16,
        words=_words(enums.PyramidTier),
    ),
    Column(
        "revenue_year",
        lambda: _head("revenue_year"),
        lambda row, _now: money_short(row.revenue_year) if row.revenue_year else "",
        8,
        right=True,
        rank=17,
    ),
    Column("rfm", lambda: _head("rfm"), lambda row, _now: row.rfm or "-", 3, rank=18),
    Column(
        "owner",
        lambda: _head("owner"),
        lambda row, _now: row.owner_name or "",
        10,
        lambda _row, _now: "muted",
        rank=10,
    ),
    Column(
        "industry", lambda: _head("industry"), lambda row, _now: row.industry or "", 12, rank=12
    ),
    Column("city", lambda: _head("city"), lambda row, _now: row.city or "", 10, rank=11),
    Column(
        "last_touch",
        lambda: _head("last_tracking_at"),
        _touched,
        6,
        lambda _row, _now: "muted",
        right=True,
        rank=13,
    ),
    Column(
        "code",
        lambda: _head("code"),
        lambda row, _now: row.code or "",
        8,
        lambda _row, _now: "muted",
        rank=14,
    ),
)
