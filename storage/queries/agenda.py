"""Reads of the follow-up calendar: load per day, agenda, special dates, feedback due times.

A follow-up counts on the day it really falls due: a snoozed one on the day it wakes up.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from models.enums import ConsentPurpose, DateCalendar, FollowUpKind, ValueTier
from models.rules.agenda import Late, OpenDeal, in_order
from models.rules.care_dates import Kept, kept_between
from models.values import BASE_CURRENCY
from models.views.cards import SpecialDay
from models.views.rows import FeedbackRow, FollowUpRow
from storage.lunar import lunar_day
from storage.queries import expressions as x
from storage.queries.context import ListContext
from storage.queries.listing import rows_by_ids
from storage.queries.reader import ReadConnection

MOST_LEAD_DAYS = 60  # how early a special date can ask to be prepared for
Kinds = Collection[FollowUpKind] | None  # layers shown; None: all


@dataclass(frozen=True, slots=True)
class DayLoad:
    """How many follow-ups fall due on a day, and how many of them are overdue today."""

    total: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a follow-up stands in the calendar: its id, the day and the time it falls due."""

    id: int
    due: date
    time: str | None


class _Layer:
    """Open follow-ups of one person and some kinds; `None` for either means all."""

    def __init__(self, context: ListContext, assignee: int | None, kinds: Kinds) -> None:
        self.params: dict[str, Any] = {"today": context.today.isoformat()}
        parts = ["u.deleted_at IS NULL", x.FOLLOW_UP_OPEN]
        if assignee is not None:
            parts.append("u.assignee_id = :assignee")
            self.params["assignee"] = assignee
        if kinds is not None:
            parts.append("u.kind IN (SELECT value FROM json_each(:kinds))")
            self.params["kinds"] = json.dumps([kind.value for kind in kinds])
        self.where = " AND ".join(parts)


def load_per_day(
    reader: ReadConnection,
    context: ListContext,
    first: date,
    last: date,
    assignee: int | None = None,
    kinds: Kinds = None,
) -> dict[date, DayLoad]:
    """Open follow-ups by day from `first` to `last`; days without any are left out."""
    layer = _Layer(context, assignee, kinds)
    rows = reader.rows(
        f"SELECT {x.FOLLOW_UP_DUE} AS due, count(*) FROM follow_up u WHERE {layer.where}"
        f" AND ({x.FOLLOW_UP_DUE}) BETWEEN :first AND :last GROUP BY due ORDER BY due",
        {**layer.params, "first": first.isoformat(), "last": last.isoformat()},
    )
    days = ((date.fromisoformat(day), number) for day, number in rows)
    return {day: DayLoad(number, number if day < context.today else 0) for day, number in days}


def agenda(
    reader: ReadConnection,
    context: ListContext,
    day: date,
    assignee: int | None = None,
    limit: int = 200,
    kinds: Kinds = None,
) -> list[FollowUpRow]:
    """Open follow-ups of a day by time; on today's agenda what is overdue stands first."""
    first = date.min if day == context.today else day
    return _between(reader, context, first, day, assignee, limit, kinds)


def due(
    reader: ReadConnection,
    context: ListContext,
    until: date,
    assignee: int | None = None,
    limit: int = 1000,
    kinds: Kinds = None,
) -> list[FollowUpRow]:
    """Open follow-ups that fall due by a day, overdue ones first (`due` of product.md 4)."""
    return _between(reader, context, date.min, until, assignee, limit, kinds)


def _between(
    reader: ReadConnection,
    context: ListContext,
    first: date,
    last: date,
    assignee: int | None,
    limit: int,
    kinds: Kinds,
) -> list[FollowUpRow]:
    places = ordered(reader, context, first, last, assignee, kinds)[:limit]
    return rows_by_ids(reader, context, "follow-ups", [place.id for place in places])


def ordered(
    reader: ReadConnection,
    context: ListContext,
    first: date,
    last: date,
    assignee: int | None = None,
    kinds: Kinds = None,
) -> list[Place]:
    """Open follow-ups that fall due from `first` to `last`, as the calendar shows them.

    Overdue ones stand first, most value at risk foremost; then the others by day and time.
    """
    layer = _Layer(context, assignee, kinds)
    places: list[Place] = []
    if first < context.today:
        places += _late(reader, context, layer, first, min(last, context.today - timedelta(days=1)))
    rows = reader.rows(
        f"SELECT u.id, {x.FOLLOW_UP_DUE}, u.due_time FROM follow_up u WHERE {layer.where}"
        f" AND ({x.FOLLOW_UP_DUE}) >= :first AND ({x.FOLLOW_UP_DUE}) <= :last"
        f" ORDER BY {x.FOLLOW_UP_DUE}, {x.FOLLOW_UP_TIME}, u.id",
        {
            **layer.params,
            "first": max(first, context.today).isoformat(),
            "last": last.isoformat(),
        },
    )
    return places + [Place(row[0], date.fromisoformat(row[1]), row[2]) for row in rows]


def _late(
    reader: ReadConnection, context: ListContext, layer: _Layer, first: date, last: date
) -> list[Place]:
    """Overdue items in the order of the value that their waiting puts at risk."""
    rows = reader.rows(
        f"SELECT u.id, {x.FOLLOW_UP_DUE}, u.due_time, u.customer_id, u.opportunity_id,"
        " c.value_tier"
        f" FROM follow_up u CROSS JOIN customer c ON c.id = u.customer_id WHERE {layer.where}"
        f" AND ({x.FOLLOW_UP_DUE}) >= :first AND ({x.FOLLOW_UP_DUE}) <= :last",
        {**layer.params, "first": first.isoformat(), "last": last.isoformat()},
    )
    deals = open_deals(reader, {row[3] for row in rows})
    found: dict[int, Late] = {}
    times: dict[int, str | None] = {}
    for row_id, due, times[row_id], customer_id, deal_id, tier in rows:
        of_customer = deals.get(customer_id, {})
        own = (of_customer[deal_id],) if deal_id in of_customer else tuple(of_customer.values())
        rank = ValueTier(tier) if tier else None
        found[row_id] = Late(row_id, date.fromisoformat(due), rank, own)
    order = in_order(found.values(), context.today)
    return [Place(row_id, found[row_id].due, times[row_id]) for row_id in order]


def open_deals(
    reader: ReadConnection, customer_ids: Collection[int]
) -> dict[int, dict[int, OpenDeal]]:
    """Open deals by customer and id, as the value at risk counts them."""
    rows = reader.rows(
        "SELECT o.customer_id, o.id, o.code, o.expected_amount, o.odds_calc, o.currency"
        " FROM opportunity o WHERE o.customer_id IN (SELECT value FROM json_each(:ids))"
        f" AND o.deleted_at IS NULL AND {x.OPEN_DEAL}",
        {"ids": json.dumps(sorted(customer_ids))},
    )
    found: dict[int, dict[int, OpenDeal]] = {}
    for customer_id, deal_id, code, amount, odds, currency in rows:
        foreign = currency if currency and currency != BASE_CURRENCY else ""
        deal = OpenDeal(code or "", amount, odds, foreign)
        found.setdefault(customer_id, {})[deal_id] = deal
    return found


def feedback_due(
    reader: ReadConnection,
    context: ListContext,
    first: date,
    last: date,
    owner: int | None = None,
    limit: int = 500,
) -> list[FeedbackRow]:
    """Open feedback cases whose due moment falls on the days from `first` to `last`.

    From `date.min` on those over time stand first, whoever has them: the manager sees them too.
    """
    mine = "" if owner is None else " AND f.owner_id = :owner"
    rows = reader.rows(
        f"SELECT f.id FROM feedback f WHERE f.deleted_at IS NULL AND {x.CASE_OPEN}"
        f" AND {x.CASE_DUE} >= :first AND {x.CASE_DUE} < :end{mine}"
        f" ORDER BY {x.CASE_DUE}, f.id LIMIT :limit",
        {
            "first": "" if first == date.min else context.start_of(first),
            "end": context.start_of(last + timedelta(days=1)),
            "owner": owner,
            "limit": limit,
        },
    )
    return rows_by_ids(reader, context, "feedback", [row[0] for row in rows])


def case_days(reader: ReadConnection, context: ListContext, first: date, last: date) -> list[date]:
    """The days on which open feedback cases fall due, one entry a case."""
    rows = reader.rows(
        f"SELECT {x.CASE_DUE} FROM feedback f WHERE f.deleted_at IS NULL AND {x.CASE_OPEN}"
        f" AND {x.CASE_DUE} >= :first AND {x.CASE_DUE} < :end",
        {"first": context.start_of(first), "end": context.start_of(last + timedelta(days=1))},
    )
    return [context.day_of(row[0]) for row in rows]


# By any channel: which one is chosen when it is done.
_PERSON = (
    "k.id, k.name, k.hobbies, c.id, c.code, c.name, c.do_not_contact, "
    f"{x.consent(ConsentPurpose.GREETING, 'k.id')}, k.code"
)
_OF_PERSON = (
    " FROM {} JOIN customer c ON c.id = k.customer_id"
    " WHERE k.deleted_at IS NULL AND c.deleted_at IS NULL"
    " AND (k.left_at IS NULL OR k.left_at > :today)"
)
# Who keeps the birthday by the lunar calendar keeps it on that day alone.
_BORN = (
    _OF_PERSON.format("contact k")
    + " AND substr(k.birth_date, 6) IN (SELECT value FROM json_each(:days))"
    + " AND NOT EXISTS (SELECT 1 FROM special_date d WHERE d.contact_id = k.id"
    + " AND d.kind = 'BIRTHDAY' AND d.calendar <> 'SOLAR' AND d.deleted_at IS NULL)"
)
_BIRTHDAYS = (
    "SELECT 'BIRTHDAY', NULL, 'SOLAR', substr(k.birth_date, 6), substr(k.birth_date, 1, 4), 0, "
    + _PERSON
    + _BORN
)
_BIRTHS = "SELECT substr(k.birth_date, 6) AS day, substr(k.birth_date, 1, 4), count(*)" + _BORN
_SPECIAL_DATES = (
    "SELECT d.kind, d.label, d.calendar, printf('%02d-%02d', d.month, d.day), d.year,"
    " COALESCE(d.lead_days, 0), "
    + _PERSON
    + _OF_PERSON.format("special_date d JOIN contact k ON k.id = d.contact_id")
    + " AND d.deleted_at IS NULL AND d.month IN (SELECT value FROM json_each(:months))"
    + " AND printf('%s %02d-%02d', d.calendar, d.month, d.day)"
    + " IN (SELECT value FROM json_each(:kept))"
    + " AND NOT (d.kind = 'BIRTHDAY' AND d.calendar = 'SOLAR' AND k.birth_date IS NOT NULL)"
)
_OWNED = " AND c.owner_id = :owner"


def special_days(
    reader: ReadConnection,
    context: ListContext,
    first: date,
    last: date,
    owner: int | None = None,
) -> list[SpecialDay]:
    """Birthdays and other special dates from `first` to `last`, by day and name.

    Dates of the lunar calendar fall on the day it says; 29 February falls on the 28th in common
    years; people who left are left out; a solar BIRTHDAY noted as a special date gives way to the
    birth date, which gives way to a lunar one (S3-V62-04).
    """
    falls = kept_between(first, last, lunar_day)
    params = {**_asked(context, falls), "owner": owner}
    mine = "" if owner is None else _OWNED
    birthdays = reader.rows(_BIRTHDAYS + mine, params)
    others = reader.rows(_SPECIAL_DATES + mine, params)
    found = [special for row in birthdays + others for special in _on_each(row, falls)]
    return sorted(found, key=lambda special: (special.on, special.contact_name, special.kind))


def special_counts(
    reader: ReadConnection, context: ListContext, first: date, last: date, owner: int | None = None
) -> Counter[date]:
    """How many of `special_days` fall on each day: birthdays, which are many, are only counted."""
    falls = kept_between(first, last, lunar_day)
    params = {**_asked(context, falls), "owner": owner}
    mine = "" if owner is None else _OWNED
    found: Counter[date] = Counter()
    for text, year, count in reader.rows(_BIRTHS + mine + " GROUP BY 1, 2", params):
        for day in falls.get((DateCalendar.SOLAR, text), ()):
            found[day] += count if day.year >= int(year) else 0
    for row in reader.rows(_SPECIAL_DATES + mine, params):
        found.update(special.on for special in _on_each(row, falls))
    return +found


def coming_days(
    reader: ReadConnection, context: ListContext, owner: int | None = None
) -> list[SpecialDay]:
    """Special dates of the days ahead that are to be prepared for from now on (`lead_days`)."""
    first, last = (context.today + timedelta(days=days) for days in (1, MOST_LEAD_DAYS))
    falls = kept_between(first, last, lunar_day)
    params = {**_asked(context, falls), "owner": owner}
    prepared = " AND d.lead_days > 0" + ("" if owner is None else _OWNED)
    rows = reader.rows(_SPECIAL_DATES + prepared, params)
    found = [special for row in rows for special in _on_each(row, falls)]
    near = (one for one in found if (one.on - context.today).days <= one.lead_days)
    return sorted(near, key=lambda special: (special.on, special.contact_name, special.kind))


def _asked(context: ListContext, falls: Mapping[Kept, list[date]]) -> dict[str, Any]:
    return {
        "today": context.today.isoformat(),
        "days": json.dumps([text for calendar, text in falls if calendar is DateCalendar.SOLAR]),
        "kept": json.dumps([f"{calendar} {text}" for calendar, text in falls]),
        "months": json.dumps(sorted({int(text[:2]) for _calendar, text in falls})),
    }


def _on_each(row: tuple[Any, ...], falls: Mapping[Kept, list[date]]) -> Iterator[SpecialDay]:
    kind, label, calendar, text, year, lead_days, *rest = row
    *person, never, greets, code = rest
    since = int(year) if year else None
    lunar = "" if calendar == DateCalendar.SOLAR else text
    leap = calendar == DateCalendar.LUNAR_LEAP
    for day in falls.get((DateCalendar(calendar), text), ()):
        if since is None or day.year >= since:
            known: tuple[Any, ...] = (*person, bool(never), bool(greets), code, lunar, leap)
            yield SpecialDay(day, kind, label, since, lead_days, *known)
