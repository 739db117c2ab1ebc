"""Columns of the journal of the whole book: every channel in one timeline, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models import enums
from tui.i18n import moment
from tui.labels import choice_label, column_head, short
from tui.rows.layout import Column, Now

if TYPE_CHECKING:
    from models.views.rows import InteractionRow


def _channel(row: InteractionRow, _now: Now) -> str:
    return short(enums.Channel(row.channel))


def _kind(row: InteractionRow, _now: Now) -> str:
    return choice_label(enums.InteractionKind, row.kind)


def _grade(row: InteractionRow, _now: Now) -> str:
    if row.grade_before == row.grade_after:
        return row.grade_after or ""
    return f"{row.grade_before or '-'}>{row.grade_after or '-'}"


def _grade_tone(row: InteractionRow, _now: Now) -> str:
    return "strong" if row.grade_before != row.grade_after else ""


def _next(row: InteractionRow, _now: Now) -> str:
    return moment(row.next_contact_at) if row.next_contact_at else ""


def _summary(row: InteractionRow, _now: Now) -> str:
    return " ".join(row.summary.split())


def _head(name: str) -> str:
    return column_head("interaction", name)


COLUMNS: tuple[Column[InteractionRow], ...] = (
    Column("at", lambda: _head("at"), lambda row, _now: moment(row.at), 16, lambda *_: "accent"),
    Column("channel", lambda: _head("channel"), _channel, 8, rank=1),
    Column("kind", lambda: _head("kind"), _kind, 10, rank=7),
    Column("customer", lambda: _head("customer"), lambda row, _now: row.customer_name or "", 14),
    Column(
        "contact", lambda: _head("contact"), lambda row, _now: row.contact_name or "", 8, rank=6
    ),
    Column("user", lambda: _head("user"), lambda row, _now: row.user_name or "", 8, rank=5),
    Column("grade", lambda: _head("grade_after"), _grade, 5, _grade_tone, rank=4),
    Column("summary", lambda: _head("summary"), _summary, 16, flexible=True, wish=44),
    Column("next", lambda: _head("next_contact_at"), _next, 16, rank=8),
)
