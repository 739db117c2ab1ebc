"""How complete and how fresh a customer record is (R-DQ, S0-INF7-05)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from models.explanation import Explanation, Reason
from models.rules.rounding import percent
from models.rules.spans import within

if TYPE_CHECKING:
    from models.policy_relations import DataPolicy


@dataclass(frozen=True, slots=True)
class CustomerData:
    """The fields R-DQ looks at, as text; empty is missing."""

    name: str = ""
    code: str = ""
    industry: str = ""
    source: str = ""
    kind: str = ""
    province: str = ""
    city: str = ""
    address: str = ""
    phone: str = ""
    contact: str = ""  # name of the main contact
    contact_title: str = ""
    contact_phones: tuple[str, ...] = ()  # office, mobile, home
    need_confirmed: bool = False
    profile: str = ""  # profile_scope
    owner: str = ""
    verified: Mapping[str, date | None] = field(default_factory=dict)  # field group -> day


@dataclass(frozen=True, slots=True)
class Completeness:
    """Share of the twelve required items that are filled, in percent, and those that are not."""

    value: Decimal | None
    missing: tuple[str, ...]
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Freshness:
    """Share of the field groups verified lately, in percent, and the oldest of them."""

    value: Decimal | None  # None without a field group
    oldest: date | None  # None as well while a group was never verified
    stale: bool
    explanation: Explanation


def _filled(data: CustomerData) -> dict[str, bool]:
    return {
        "name": _said(data.name),
        "code": _said(data.code),
        "industry": _said(data.industry),
        "source": _said(data.source),
        "kind": _said(data.kind),
        "region": _said(data.province, data.city),
        "address": _said(data.address),
        "phone": _said(data.phone),
        "main_contact": _said(data.contact)
        and _said(data.contact_title)
        and _said(*data.contact_phones),
        "need": data.need_confirmed,
        "profile": _said(data.profile),
        "owner": _said(data.owner),
    }


def _said(*texts: str) -> bool:
    """Does one of them hold more than blanks."""
    return any(text.strip() for text in texts)


REQUIRED: tuple[str, ...] = tuple(_filled(CustomerData()))


def completeness(data: CustomerData) -> Completeness:
    """Filled of the twelve required items (R-DQ); the region is province or city."""
    found = _filled(data)
    missing = tuple(name for name, there in found.items() if not there)
    count = len(found) - len(missing)
    value = percent(count, len(found))
    params = {"filled": count, "required": len(found), "percent": value}
    lines = [Reason("data.completeness", params)]
    if missing:
        lines.append(Reason("data.missing", {"required_items": missing}))
    return Completeness(value, missing, Explanation("completeness", "R-DQ", value, tuple(lines)))


def freshness(data: CustomerData, policy: DataPolicy, today: date) -> Freshness:
    """Share of the field groups verified in the last 180 days; the oldest counts for the list."""
    days = data.verified.values()
    fresh = sum(within(day, policy.fresh_days, today) for day in days)
    value = percent(fresh, len(days))
    known = [day for day in days if day is not None]
    never = tuple(group for group, day in data.verified.items() if day is None)
    oldest = min(known) if known and not never else None
    stale = fresh < len(days) or not days
    params = {"fresh": fresh, "count": len(days), "limit": policy.fresh_days}
    lines = []
    if value is None:
        lines.append(Reason("data.no_groups"))
    else:
        setting = {"percent": value, "setting": "data.fresh_days"}
        lines.append(Reason("data.freshness", {**params, **setting}))
    if oldest is not None:
        lines.append(Reason("data.oldest", {"date": oldest, "days": (today - oldest).days}))
    if never:
        lines.append(Reason("data.never_verified", {"count": len(never)}))
    explanation = Explanation("freshness", "R-DQ", value, tuple(lines))
    return Freshness(value, oldest, stale, explanation)


def stale_list(
    verified: Iterable[tuple[str, date | None]], policy: DataPolicy, today: date
) -> tuple[tuple[str, date | None], ...]:
    """The customers (code, oldest verification) to check again, longest unseen first (AC-147).

    A record older than 180 days or never verified; of equal age the code decides.
    """
    found = [pair for pair in verified if not within(pair[1], policy.fresh_days, today)]
    return tuple(sorted(found, key=lambda pair: (pair[1] or date.min, pair[0])))
