"""The feedback queue in columns (requirements 9.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models import enums
from tui.i18n import time_left, tr
from tui.labels import column_head, short
from tui.rows.layout import Column, Now

if TYPE_CHECKING:
    from models.views.rows import FeedbackRow


def _sign(row: FeedbackRow, now: Now) -> str:
    """! safety or over time; ~ the customer waits for word (AC-093)."""
    if row.safety or (row.due_at is not None and row.due_at < now.moment):
        return "!"
    return "~" if row.notice_due_at is not None and row.notice_due_at < now.moment else " "


def _sign_tone(row: FeedbackRow, now: Now) -> str:
    return "amber" if _sign(row, now) == "~" else "red"


def left_tone(row: FeedbackRow, now: Now) -> str:
    """Red when over time, amber once most of the time is used."""
    if row.due_at is None:
        return "muted"
    if row.due_at < now.moment:
        return "red"
    return "amber" if row.amber_at is not None and row.amber_at <= now.moment else ""


def _left(row: FeedbackRow, now: Now) -> str:
    if row.paused_at is not None:
        return tr("held")
    return time_left(row.due_at - now.moment) if row.due_at is not None else ""


def _kind_tone(row: FeedbackRow, _now: Now) -> str:
    return "strong" if row.kind == enums.FeedbackKind.COMPLAINT else ""


COLUMNS: tuple[Column[FeedbackRow], ...] = (
    Column("sign", lambda: "", _sign, 1, _sign_tone),
    Column(
        "code",
        lambda: column_head("feedback", "code"),
        lambda row, _now: row.code or "",
        8,
        lambda _row, _now: "muted",
        rank=3,
    ),
    Column(
        "kind",
        lambda: column_head("feedback", "kind"),
        lambda row, _now: short(enums.FeedbackKind(row.kind)),
        10,
        _kind_tone,
        rank=2,
        words=lambda: map(short, enums.FeedbackKind),
    ),
    Column(
        "customer",
        lambda: column_head("feedback", "customer"),
        lambda row, _now: row.customer_name or tr("unknown"),
        10,
        flexible=True,
        wish=22,
    ),
    Column(
        "state",
        lambda: column_head("feedback", "state"),
        lambda row, _now: short(enums.FeedbackState(row.state)),
        12,
        rank=1,
        words=lambda: map(short, enums.FeedbackState),
    ),
    Column(
        "round",
        lambda: "",
        lambda row, _now: f"r{row.round}" if row.round > 1 else "",
        3,
        lambda _row, _now: "amber",
        rank=4,
    ),
    Column("left", lambda: column_head("feedback", "due_at"), _left, 9, left_tone, right=True),
    Column(
        "owner",
        lambda: column_head("feedback", "owner"),
        lambda row, _now: row.owner_name or "",
        10,
        lambda _row, _now: "muted",
        rank=5,
    ),
    Column(
        "text",
        lambda: column_head("feedback", "text"),
        lambda row, _now: row.text,
        24,
        lambda _row, _now: "muted",
        flexible=True,
        rank=6,
    ),
)
