"""Values of the content files: relative days and moments, and the check by field table.

Pure: no clock is read here; a day becomes a date only when told what today is.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from models.fields.spec import FieldKind, FieldSpec

_DAY = re.compile(r"([+-]\d{1,5})(?:/(\d{4}))?")
_AT_DAY = re.compile(r"([+-]\d{1,5}) (\d\d):(\d\d)")
_AT_NOW = re.compile(r"now([+-])(\d{1,4})h(?:(\d{1,2})m)?")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True, slots=True)
class DemoDay:
    """A day of a story: "-3" is three days ago, "+2/1979" that day in 1979, or an ISO date."""

    offset: int = 0
    year: int | None = None
    fixed: dt.date | None = None

    def on(self, today: dt.date) -> dt.date:
        """The date, seen from `today`; 29 February becomes 28 in a year that has none."""
        if self.fixed is not None:
            return self.fixed
        day = today + dt.timedelta(days=self.offset)
        if self.year is None:
            return day
        if (day.month, day.day) == (2, 29):
            day = day.replace(day=28)
        return day.replace(year=self.year)


@dataclass(frozen=True, slots=True)
class DemoMoment:
    """A moment: "-3 10:30" on the local clock of that day, or "now-22h" beside the clock."""

    offset: int = 0
    time: dt.time | None = None
    beside_now: dt.timedelta | None = None

    @property
    def past(self) -> bool:
        """Whether it lies behind, whatever the time of the day is."""
        if self.beside_now is not None:
            return self.beside_now < dt.timedelta(0)
        return self.offset < 0

    def at(self, now: dt.datetime, zone: ZoneInfo) -> dt.datetime:
        """The moment in UTC, whole seconds, seen from `now` (with its zone) in `zone`."""
        if self.beside_now is not None:
            moment = now + self.beside_now
        else:
            day = now.astimezone(zone).date() + dt.timedelta(days=self.offset)
            moment = dt.datetime.combine(day, self.time or dt.time(9), tzinfo=zone)
        return moment.astimezone(dt.UTC).replace(microsecond=0)


FieldValue = str | int | bool | tuple[str, ...] | DemoDay | DemoMoment


def parse_day(raw: object) -> DemoDay:
    """The day of a content file; ValueError for any other form."""
    if isinstance(raw, DemoDay):
        return raw
    if isinstance(raw, dt.date) and not isinstance(raw, dt.datetime):
        return DemoDay(fixed=raw)
    found = _DAY.fullmatch(raw) if isinstance(raw, str) else None
    if found is None:
        raise ValueError(f"no day: {raw!r}")
    return DemoDay(int(found[1]), int(found[2]) if found[2] else None)


def parse_moment(raw: object) -> DemoMoment:
    """The moment of a content file; ValueError for any other form."""
    text = raw if isinstance(raw, str) else ""
    if found := _AT_NOW.fullmatch(text):
        span = dt.timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
        return DemoMoment(beside_now=span if found[1] == "+" else -span)
    if found := _AT_DAY.fullmatch(text):
        return DemoMoment(int(found[1]), dt.time(int(found[2]), int(found[3])))
    raise ValueError(f"no moment: {raw!r}")


def checked_value(spec: FieldSpec, raw: object) -> FieldValue:
    """The value as the field table wants it, money in minor units; ValueError otherwise."""
    if spec.kind is FieldKind.DATE:
        return parse_day(raw)
    if spec.kind is FieldKind.INSTANT:
        return parse_moment(raw)
    if spec.kind is FieldKind.MONEY:
        return _money(spec, raw)
    if spec.kind is FieldKind.CHOICES:
        return _choices(spec, raw)
    if spec.kind is FieldKind.BOOLEAN:
        if not isinstance(raw, bool):
            raise ValueError(f"{spec.name}: no truth value: {raw!r}")
        return raw
    if spec.kind in (FieldKind.INTEGER, FieldKind.TENTHS):
        return _integer(spec, raw)
    return _text(spec, raw)


def _integer(spec: FieldSpec, raw: object) -> int:
    if not isinstance(raw, int) or isinstance(raw, bool):
        raise ValueError(f"{spec.name}: no whole number: {raw!r}")
    low = raw if spec.minimum is None else spec.minimum
    high = raw if spec.maximum is None else spec.maximum
    if not low <= raw <= high:
        raise ValueError(f"{spec.name}: out of bounds: {raw}")
    return raw


def _money(spec: FieldSpec, raw: object) -> int:
    # Whole units as a number, fractions only as text: a float would not be exact.
    if isinstance(raw, int | str) and not isinstance(raw, bool):
        try:
            minor = Decimal(raw) * 100
        except InvalidOperation:
            minor = Decimal("NaN")
        if minor.is_finite() and minor == minor.to_integral_value() and minor >= 0:
            return int(minor)
    raise ValueError(f"{spec.name}: no amount: {raw!r}")


def _choices(spec: FieldSpec, raw: object) -> tuple[str, ...]:
    members = [member.value for member in spec.choices or ()]
    if not isinstance(raw, list) or any(value not in members for value in raw):
        raise ValueError(f"{spec.name}: not all of {members}: {raw!r}")
    return tuple(member for member in members if member in raw)


def _text(spec: FieldSpec, raw: object) -> str:
    if not isinstance(raw, str) or not raw.strip() or raw != raw.strip():
        raise ValueError(f"{spec.name}: no text: {raw!r}")
    if spec.choices is not None and raw not in [member.value for member in spec.choices]:
        raise ValueError(f"{spec.name}: not a choice: {raw}")
    if spec.max_length is not None and len(raw) > spec.max_length:
        raise ValueError(f"{spec.name}: longer than {spec.max_length}")
    if spec.kind is FieldKind.TIME and not _TIME.fullmatch(raw):
        raise ValueError(f"{spec.name}: no time: {raw}")
    if spec.kind in (FieldKind.DECIMAL, FieldKind.DISCOUNT):
        Decimal(raw)
    return raw
