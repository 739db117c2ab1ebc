"""Columns of the gift and meal register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.enums import GiftDirection, GiftState
from tui.i18n import day, money
from tui.labels import column_head, label, short
from tui.rows.layout import Column, Now

if TYPE_CHECKING:
    from models.views.dealings import GiftRow

_TONES = {GiftState.WAITING: "amber", GiftState.DECLINED: "muted"}


def _sign(row: GiftRow, _now: Now) -> str:
    return "!" if row.state is GiftState.WAITING else " "


def _value(row: GiftRow, _now: Now) -> str:
    sign = "-" if row.direction is GiftDirection.RECEIVED else ""
    return sign + money(row.value, row.currency)


def _tone(row: GiftRow, _now: Now) -> str:
    return _TONES.get(row.state, "")


def _head(name: str) -> str:
    return column_head("gift_register", name)


COLUMNS: tuple[Column[GiftRow], ...] = (
    Column("sign", lambda: "", _sign, 1, _tone),
    Column("date", lambda: _head("date"), lambda row, _now: day(row.date), 10),
    Column("customer", lambda: _head("customer"), lambda row, _now: row.customer_name, 16),
    Column("contact", lambda: _head("contact"), lambda row, _now: row.contact_name, 10, rank=3),
    Column("kind", lambda: _head("kind"), lambda row, _now: short(row.kind), 12, rank=2),
    Column("value", lambda: _head("value"), _value, 14, right=True),
    Column("state", lambda: _head("state"), lambda row, _now: label(row.state), 14, _tone, rank=1),
    Column("giver", lambda: _head("giver"), lambda row, _now: row.giver_name, 8, rank=4),
    Column("purpose", lambda: _head("purpose"), lambda row, _now: row.purpose, 10, flexible=True),
)
