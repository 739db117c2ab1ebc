"""The terms of the query line: per kind of record their names, values and sort keys.

Standard library only; what a term means in the database stands in `storage/queries`.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from models import enums

Words = Mapping[str, Mapping[str, str]]  # enum class name -> {label in lower case: constant}


class ValueKind(StrEnum):
    """What stands after the operator of a term."""

    CHOICE = "CHOICE"
    TEXT = "TEXT"
    DATE = "DATE"
    MONEY = "MONEY"  # major units: 500000, 50万, 1.5m
    NUMBER = "NUMBER"
    BOOLEAN = "BOOLEAN"
    USER = "USER"  # me, team, none, a login or a name
    RECORD = "RECORD"  # a code or a part of a name


EQUALS = (":", "=")
COMPARES = (":", "=", "<", "<=", ">", ">=")
ORDERED = frozenset({ValueKind.DATE, ValueKind.MONEY, ValueKind.NUMBER})
NONE = "none"  # value of a date, user or record term: nothing stands there
ME = "me"
TEAM = "team"  # everybody of one's own team, oneself included


@dataclass(frozen=True, slots=True)
class TermSpec:
    """One term: its name, the kind of its values and other names it answers to."""

    name: str
    kind: ValueKind = ValueKind.TEXT
    choices: type[StrEnum] | None = None
    aliases: tuple[str, ...] = ()
    bare: bool = False  # a word of its own: `overdue`

    @property
    def operators(self) -> tuple[str, ...]:
        """Operators this term takes."""
        return COMPARES if self.kind in ORDERED else EQUALS

    @property
    def allowed(self) -> tuple[str, ...]:
        """Values to offer; patterns and examples where the values are open."""
        if self.choices is not None:
            return tuple(member.value for member in self.choices)
        return _OFFERED.get(self.kind, ())


_OFFERED: dict[ValueKind, tuple[str, ...]] = {
    ValueKind.BOOLEAN: ("yes", "no"),
    ValueKind.USER: (ME, TEAM, NONE),
    ValueKind.RECORD: (NONE,),
    ValueKind.DATE: ("today", "tomorrow", "7d", "30d", NONE, "YYYY-MM-DD", "YYYY-MM"),
    ValueKind.MONEY: ("500000", "500k", "1.5m"),
    ValueKind.NUMBER: ("0", "10", "50"),
}


@dataclass(frozen=True, slots=True)
class KindSpec:
    """Everything the query line knows of one kind of record."""

    terms: tuple[TermSpec, ...]
    sorts: tuple[str, ...]

    def term(self, name: str) -> TermSpec | None:
        """The term of that name or alias, whatever its case; None where there is none."""
        wanted = name.lower()
        for spec in self.terms:
            if wanted == spec.name or wanted in spec.aliases:
                return spec
        return None


def _choice(name: str, choices: type[StrEnum], *aliases: str) -> TermSpec:
    return TermSpec(name, ValueKind.CHOICE, choices, aliases)


def _text(name: str, *aliases: str) -> TermSpec:
    return TermSpec(name, ValueKind.TEXT, None, aliases)


def _date(name: str, *aliases: str) -> TermSpec:
    return TermSpec(name, ValueKind.DATE, None, aliases)


def _money(name: str, *aliases: str) -> TermSpec:
    return TermSpec(name, ValueKind.MONEY, None, aliases)


def _number(name: str, *aliases: str) -> TermSpec:
    return TermSpec(name, ValueKind.NUMBER, None, aliases)


def _yes(name: str, *aliases: str) -> TermSpec:
    return TermSpec(name, ValueKind.BOOLEAN, None, aliases)


_OVERDUE = TermSpec("overdue", ValueKind.BOOLEAN, None, (), bare=True)
_OWNER = TermSpec("owner", ValueKind.USER)
_CUSTOMER = TermSpec("customer", ValueKind.RECORD)
_GAP = _choice("gap", enums.NsabcElement)
_GRADE = _choice("grade", enums.Grade)
_STAMPS = (_date("created", "created_at"), _date("updated", "updated_at"))

KINDS: dict[str, KindSpec] = {
    "customers": KindSpec(
        (
            _GRADE,
            _choice("urgency", enums.Urgency),
            _choice("need", enums.NeedStatus, "need_status"),
            _choice("deal", enums.DealStatus, "deal_status"),
            _choice("importance", enums.Importance),
            _choice("stage", enums.Stage),
            _choice("status", enums.CustomerStatus),
            _choice("kind", enums.CustomerKind),
            _choice("source", enums.CustomerSource),
            _choice("tier", enums.ValueTier, "value_tier"),
            _choice("pyramid", enums.PyramidTier, "pyramid_tier"),
            _choice("reason", enums.GradeReason, "grade_reason"),
            _choice("churn", enums.ChurnType, "churn_type"),
            _OWNER,
            _text("code"),
            _text("name"),
            _text("industry"),
            _text("city"),
            _text("province"),
            _date("due", "next_tracking_due"),
            _date("last", "last_tracking_at"),
            _date("handle", "handle_by"),
            _date("expected", "own_expected_date"),
            _date("lost", "lost_on"),
            _text("segment"),
            TermSpec("handover", ValueKind.USER, None, ()),
            _OVERDUE,
            _money("amount", "expected_amount"),
            _money("volume", "potential_volume_year"),
            _money("revenue", "revenue_year"),
            _text("rfm"),
            _number("odds", "odds_calc"),
            _GAP,
            _number("feedback", "open_feedback"),
            _number("severe", "severe_feedback"),
            _number("openness"),
            _number("wallet", "share_of_wallet"),
            _yes("key", "key_account"),
            _yes("confirmed", "need_confirmed"),
            _yes("dnc", "do_not_contact"),
            _yes("internal", "is_internal"),
            TermSpec("stale", ValueKind.BOOLEAN, bare=True),
            *_STAMPS,
        ),
        (
            "code",
            "name",
            "grade",
            "due",
            "urgency",
            "need",
            "deal",
            "importance",
            "stage",
            "status",
            "kind",
            "tier",
            "pyramid",
            "revenue",
            "rfm",
            "owner",
            "city",
            "industry",
            "last",
            "handle",
            "feedback",
            "amount",
            "odds",
            "key",
            "created",
            "updated",
        ),
    ),
    "contacts": KindSpec(
        (
            _CUSTOMER,
            _text("code"),
            _text("name"),
            _text("department"),
            _text("title"),
            _text("email"),
            _text("city"),
            _text("province"),
            _yes("primary", "is_primary"),
            _date("birthday", "birth_date"),
            _date("left", "left_at"),
            _GRADE,
            _OWNER,
            *_STAMPS,
        ),
        (
            "name",
            "code",
            "customer",
            "department",
            "title",
            "city",
            "grade",
            "primary",
            "birthday",
            "created",
            "updated",
        ),
    ),
    "opportunities": KindSpec(
        (
            _choice("pipeline", enums.Pipeline),
            _choice("need", enums.NeedStatus, "need_status"),
            _GRADE,
            _OWNER,
            _CUSTOMER,
            _text("code"),
            _text("title"),
            _text("currency"),
            _money("amount", "expected_amount"),
            _money("budget", "budget_amount"),
            _number("odds", "odds_calc"),
            _number("mine", "odds_manual"),
            _date("due", "close", "expected_close_date"),
            _date("spend", "spend_date"),
            _date("next", "next_step_date"),
            _date("closed", "closed_on"),
            _GAP,
            _yes("open"),
            _yes("qualified"),
            _OVERDUE,
            *_STAMPS,
        ),
        (
            "queue",
            "due",
            "amount",
            "odds",
            "code",
            "title",
            "customer",
            "pipeline",
            "grade",
            "need",
            "owner",
            "budget",
            "next",
            "closed",
            "created",
            "updated",
        ),
    ),
    "follow-ups": KindSpec(
        (
            _date("due", "due_date"),
            _choice("status", enums.FollowUpStatus),
            _choice("kind", enums.FollowUpKind),
            TermSpec("owner", ValueKind.USER, None, ("assignee",)),
            _CUSTOMER,
            _GRADE,
            _text("code"),
            _text("title"),
            _yes("open"),
            _OVERDUE,
            _number("priority"),
            _money("amount", "expected_amount"),
            _number("odds", "odds_calc"),
            _date("done", "done_at"),
            *_STAMPS,
        ),
        (
            "queue",
            "due",
            "priority",
            "kind",
            "status",
            "code",
            "customer",
            "grade",
            "owner",
            "amount",
            "odds",
            "done",
            "created",
        ),
    ),
    "interactions": KindSpec(
        (
            _date("at"),
            _choice("channel", enums.Channel),
            _choice("direction", enums.Direction),
            _choice("kind", enums.InteractionKind),
            _choice("step", enums.LifecycleStep, "lifecycle_step"),
            _choice("need", enums.NeedStatus, "need_after"),
            TermSpec("owner", ValueKind.USER, None, ("user",)),
            _CUSTOMER,
            _text("summary"),
            _number("minutes"),
            _date("next", "next_contact_at"),
            *_STAMPS,
        ),
        ("at", "customer", "channel", "kind", "direction", "minutes", "owner", "created"),
    ),
    "orders": KindSpec(
        (
            _date("date", "sale_date"),
            _choice("status", enums.OrderStatus),
            _OWNER,
            _CUSTOMER,
            _text("code"),
            _text("contract", "order_contract_no"),
            _text("invoice", "invoice_no"),
            _text("currency"),
            _money("amount"),
            _money("paid", "paid_amount"),
            _date("due", "promised", "promised_on"),
            _date("delivered", "delivered_on"),
            _yes("open"),
            _OVERDUE,
            *_STAMPS,
        ),
        (
            "date",
            "code",
            "customer",
            "contract",
            "status",
            "amount",
            "paid",
            "due",
            "delivered",
            "owner",
            "created",
            "updated",
        ),
    ),
    "feedback": KindSpec(
        (
            _choice("state", enums.FeedbackState),
            _choice("kind", enums.FeedbackKind),
            _choice("channel", enums.FeedbackChannel),
            _choice("priority", enums.FeedbackPriority),
            _choice("category", enums.FeedbackCategory),
            _choice("dimension", enums.QualityDimension, "quality_dimension"),
            _choice("element", enums.ExperienceElement, "experience_element"),
            _OWNER,
            _CUSTOMER,
            _text("code"),
            _text("text"),
            _date("due", "due_at"),
            _date("received", "received_at"),
            _date("closed", "closed_at"),
            _number("round"),
            _yes("open"),
            _yes("safety"),
            _yes("severe"),
            _OVERDUE,
            TermSpec("untold", ValueKind.BOOLEAN, bare=True),
            TermSpec("paused", ValueKind.BOOLEAN, bare=True),
            *_STAMPS,
        ),
        (
            "queue",
            "due",
            "code",
            "kind",
            "state",
            "customer",
            "priority",
            "round",
            "owner",
            "received",
            "closed",
            "created",
            "updated",
        ),
    ),
    "products": KindSpec(
        (
            _text("code"),
            _text("name"),
            _text("unit"),
            _text("currency"),
            _money("price", "list_price"),
            _money("cost", "unit_cost"),
            _number("margin", "min_margin_pct"),
            _number("warranty", "warranty_months"),
            *_STAMPS,
        ),
        ("code", "name", "unit", "price", "cost", "margin", "warranty", "created", "updated"),
    ),
    "users": KindSpec(
        (
            _text("login"),
            _text("name"),
            _choice("role", enums.Role, "roles"),
            _choice("language", enums.Language, "locale"),
            _text("team"),
            _yes("active"),
            *_STAMPS,
        ),
        ("login", "name", "active", "team", "created", "updated"),
    ),
    "tickets": KindSpec(
        (
            _choice("state", enums.TicketState),
            _choice("kind", enums.TicketKind),
            _choice("place", enums.TicketPlace),
            _OWNER,
            _CUSTOMER,
            _text("code"),
            _text("symptom"),
            _text("serial"),
            _text("technician"),
            _text("product"),
            _number("round"),
            _number("satisfaction"),
            _date("due", "due_at"),
            _date("received", "received_at"),
            _date("visit", "visit_start"),
            _date("closed", "closed_at"),
            _date("warranty", "warranty_until"),
            _yes("open"),
            _yes("paused"),
            _yes("waiting"),
            _OVERDUE,
            *_STAMPS,
        ),
        (
            "queue",
            "due",
            "code",
            "kind",
            "state",
            "customer",
            "technician",
            "owner",
            "visit",
            "received",
            "closed",
            "round",
            "created",
            "updated",
        ),
    ),
    "technicians": KindSpec(
        (
            _text("code"),
            _text("name"),
            _text("skills", "skill"),
            _text("region"),
            _yes("active"),
            *_STAMPS,
        ),
        ("name", "code", "active", "created", "updated"),
    ),
    "bookings": KindSpec(
        (
            _date("start"),
            _date("end"),
            _text("technician"),
            _text("ticket"),
            _text("code"),
            *_STAMPS,
        ),
        ("start", "technician", "code", "created", "updated"),
    ),
    "parts": KindSpec(
        (
            _text("code"),
            _text("name"),
            _number("stock", "on_hand"),
            _number("free"),
            _number("reserved"),
            _yes("low"),
            *_STAMPS,
        ),
        ("code", "name", "stock", "free", "low", "created", "updated"),
    ),
    "solution-notes": KindSpec(
        (
            _text("code"),
            _text("symptom"),
            _text("product"),
            _text("tags", "tag"),
            _yes("held"),
            *_STAMPS,
        ),
        ("created", "code", "product", "updated"),
    ),
    "dispatch-rules": KindSpec(
        (
            _text("code"),
            _text("word"),
            _text("region"),
            _choice("kind", enums.TicketKind),
            TermSpec("owner", ValueKind.USER, None, ("assignee",)),
            _yes("active"),
            *_STAMPS,
        ),
        ("code", "word", "created", "updated"),
    ),
    "changes": KindSpec(
        (
            _date("at"),
            TermSpec("owner", ValueKind.USER, None, ("actor", "user")),
            _choice("state", enums.ChangeState),
            _text("label"),
            _number("seq", "number"),
        ),
        ("seq", "at", "owner", "state", "label"),
    ),
}

NO_KIND = KindSpec((), ())

_YES = frozenset({"yes", "y", "true", "1", "on", "是", "有"})
_NO = frozenset({"no", "n", "false", "0", "off", "否", "无"})
_DAY_WORDS = {
    "today": "today",
    "今天": "today",
    "tomorrow": "tomorrow",
    "明天": "tomorrow",
    "yesterday": "yesterday",
    "昨天": "yesterday",
}
_DAY_OFFSETS = {"today": 0, "tomorrow": 1, "yesterday": -1}
_RELATIVE = re.compile(r"([+-]?)([0-9]{1,4})([dwmy])")
_ABSOLUTE = re.compile(r"([0-9]{4})(?:[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?)?")
_NUMBER = re.compile(r"([+-]?)([0-9]{1,13})(?:\.([0-9]{0,6}))?([km万亿%]?)", re.IGNORECASE)
_ZEROS = {"": 0, "%": 0, "k": 3, "m": 6, "万": 4, "亿": 8}
_FIRST_YEAR = 1800


def canonical(spec: TermSpec, raw: str, words: Words) -> str | tuple[str, ...]:
    """The value as the syntax tree keeps it, or the values it could mean (none, or several)."""
    if spec.kind is ValueKind.CHOICE:
        return _choice_value(spec, raw, words)
    if spec.kind is ValueKind.BOOLEAN:
        return _boolean_value(raw)
    if spec.kind is ValueKind.DATE:
        return _date_value(raw)
    if spec.kind in ORDERED:
        return _number_value(raw)
    named = {ValueKind.USER: (ME, TEAM, NONE), ValueKind.RECORD: (ME, NONE)}.get(spec.kind, ())
    if raw.lower() in named:
        return raw.lower()
    return raw


def _choice_value(spec: TermSpec, raw: str, words: Words) -> str | tuple[str, ...]:
    assert spec.choices is not None
    constants = {member.value.upper(): member.value for member in spec.choices}
    wanted = raw.upper().replace("-", "_")
    if wanted in constants:
        return constants[wanted]
    labels = words.get(spec.choices.__name__, {})
    if raw.lower() in labels:
        return labels[raw.lower()]
    found = {value for name, value in constants.items() if name.startswith(wanted)}
    found |= {value for label, value in labels.items() if label.startswith(raw.lower())}
    return found.pop() if len(found) == 1 else tuple(v for v in spec.allowed if v in found)


def _boolean_value(raw: str) -> str | tuple[str, ...]:
    if raw.lower() in _YES:
        return "yes"
    return "no" if raw.lower() in _NO else ()


def _date_value(raw: str) -> str | tuple[str, ...]:
    text = raw.lower()
    if text == NONE or text in _DAY_WORDS:
        return _DAY_WORDS.get(text, text)
    relative = _RELATIVE.fullmatch(text)
    if relative:
        sign = "-" if relative[1] == "-" else ""
        return f"{sign}{int(relative[2])}{relative[3]}"
    absolute = _ABSOLUTE.fullmatch(text)
    if not absolute:
        return ()
    try:
        found = date(int(absolute[1]), int(absolute[2] or 1), int(absolute[3] or 1))
    except ValueError:
        return ()
    if found.year < _FIRST_YEAR:
        return ()
    return found.isoformat()[: 10 if absolute[3] else 7 if absolute[2] else 4]


def _number_value(raw: str) -> str | tuple[str, ...]:
    match = _NUMBER.fullmatch(raw.replace("_", ""))
    if not match:
        return ()
    whole, fraction, zeros = match[2], match[3] or "", _ZEROS[match[4].lower()]
    digits = fraction[:zeros].ljust(zeros, "0")
    number = f"{whole}{digits}".lstrip("0") or "0"
    rest = fraction[zeros:].rstrip("0")
    text = f"{number}.{rest}" if rest else number
    return f"-{text}" if match[1] == "-" and text != "0" else text


def day_range(value: str, today: date) -> tuple[date, date]:
    """First and last day that a canonical date value stands for, seen from `today`.

    `7d` is the one day a week ahead; `2026-03` is the whole month, `2026` the year.
    """
    if value in _DAY_OFFSETS:
        day = today + timedelta(days=_DAY_OFFSETS[value])
        return day, day
    relative = _RELATIVE.fullmatch(value)
    if relative:
        count = int(relative[2]) * (-1 if relative[1] == "-" else 1)
        day = _shifted(today, count, relative[3])
        return day, day
    year, month, day_number = (int(part) for part in (value + "-0-0").split("-")[:3])
    first = date(year, month or 1, day_number or 1)
    if day_number:
        return first, first
    last_month = month or 12
    return first, date(year, last_month, calendar.monthrange(year, last_month)[1])


def _shifted(today: date, count: int, unit: str) -> date:
    if unit in "dw":
        days = count * (7 if unit == "w" else 1)
        return date.fromordinal(_between(today.toordinal() + days, 1, date.max.toordinal()))
    months = today.year * 12 + today.month - 1 + count * (12 if unit == "y" else 1)
    year, month = divmod(_between(months, 12, date.max.year * 12 + 11), 12)
    return date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))


def _between(value: int, low: int, high: int) -> int:
    return max(low, min(high, value))
