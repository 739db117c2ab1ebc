"""What each list reads: tables, columns, sort keys, default order. SQL text without values.

The columns of a list are the fields of its row in `models.views`; a test compares both.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from importlib import import_module
from typing import Any

from models import enums
from models.query import SortKey
from storage.queries import expressions as x

Convert = Callable[[Any], Any]


def as_date(value: str | None) -> date | None:
    """Stored day text as a date."""
    return None if value is None else date.fromisoformat(value)


def as_instant(value: str | None) -> datetime | None:
    """Stored UTC text as an aware moment."""
    if value is None:
        return None
    return datetime.fromisoformat(value.removesuffix("Z")).replace(tzinfo=UTC)


def moment(value: str) -> datetime:
    """Stored UTC text that is never missing, as an aware moment."""
    found = as_instant(value)
    assert found is not None
    return found


def _members(value: str) -> tuple[str, ...]:
    return tuple(value.split(",")) if value else ()


def _yes_or_unknown(value: int | None) -> bool | None:
    return None if value is None else bool(value)


def _first_line(value: str) -> str:
    return value.strip().split("\n", 1)[0].strip()


def _mapping(value: str) -> Mapping[str, object]:
    found: dict[str, object] = json.loads(value)
    return found


@dataclass(frozen=True, slots=True)
class Order:
    """One sort key as SQL; records without the value come last upwards and downwards.

    `filled` is the condition that the first expression has a value, spelled so that an index
    on it serves; "" where it always has one.
    """

    keys: tuple[str, ...]
    filled: str = ""
    # Upwards: condition and index of each rank, the last of the first `ranked` expressions.
    ranks: tuple[tuple[str, str], ...] = ()
    ranked: int = 0
    # A value of another table: that table with its alias, the column that links to it, and how
    # the index on that column goes on. A long list is read along the other table.
    lead: str = ""
    link: str = ""
    ties: tuple[str, ...] = ()
    # The row of the other table may be there without a value; what links to none comes after it.
    sparse: bool = False


@dataclass(frozen=True, slots=True)
class ListSpec:
    """One list."""

    kind: str
    table: str  # with its alias
    alias: str
    joins: str
    columns: tuple[tuple[str, str], ...]  # (field of the row, SQL)
    row: str  # module and class below `models.views`: making them all would keep a list waiting
    sorts: Mapping[str, Order]
    default: tuple[SortKey, ...]
    converts: Mapping[str, Convert]
    soft: bool = True  # has deleted_at
    hint: str = "TRUE"  # holds always; leads the planner to the index of the default order
    living: str = ""  # index of what is not archived, with the ids: counts without the table
    # Several keys that one index has together, as the expressions of it.
    together: Mapping[tuple[tuple[str, bool], ...], tuple[str, ...]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The id column."""
        return f"{self.alias}.id"

    def row_class(self) -> type[Any]:
        """The class of its rows."""
        module, _, name = self.row.partition(".")
        found: type[Any] = getattr(import_module(f"models.views.{module}"), name)
        return found

    @property
    def alive(self) -> str:
        """Condition of what is not archived."""
        return f"{self.alias}.deleted_at IS NULL" if self.soft else "TRUE"


def _same(*expressions: str) -> Order:
    """Expressions that always have a value."""
    return Order(expressions)


def _value(column: str) -> Order:
    """A column that may be empty."""
    return Order((column,), f"{column} IS NOT NULL")


def _word(column: str) -> Order:
    """Text that people read: Latin letters in either case stand together."""
    return Order((f"{column} COLLATE NOCASE",), f"{column} COLLATE NOCASE >= ''")


def _graded(link: str, *ties: str) -> Order:
    """The grade of the customer that a record belongs to: every one has a customer and a grade."""
    return Order((x.GRADE,), lead="customer c", link=link, ties=("c.id", *ties))


def _of_deal(column: str) -> Order:
    """A value of the deal that a record belongs to, if it belongs to one."""
    value = f"o.{column}"
    filled = f"{value} IS NOT NULL"
    lead, link = "opportunity o", "u.opportunity_id"
    return Order((value,), filled, lead=lead, link=link, ties=("o.id",), sparse=True)


def _led(lead: str, link: str, *ties: str, always: bool = False) -> Order:
    """The name of a record that another column links to; `always`: it must link to one."""
    alias = lead.split()[1]
    name = f"{alias}.name COLLATE NOCASE"
    filled = "" if always else f"{name} >= ''"
    return Order((name,), filled, lead=lead, link=link, ties=(f"{alias}.id", *ties))


def _choice(column: str, choices: type[Any]) -> Order:
    """A constant, by its place in the enumeration."""
    place = x.place(column, choices)
    return Order((place,), f"{place} >= 0")


# In the order of making: the id itself, which every order ends with.
_MADE = Order(())


def _stamps(alias: str) -> dict[str, Order]:
    return {"created": _MADE, "updated": _same(f"{alias}.updated_at")}


def _fields(alias: str, names: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, f"{alias}.{name}") for name in names.split())


_CUSTOMER_FIELDS = (
    ("customer_code", "c.code"),
    ("customer_name", "c.name"),
    ("customer_grade", "c.grade"),
)
_CUSTOMER_JOIN = "LEFT JOIN customer c ON c.id = {}.customer_id"
_OPEN_OF_CUSTOMER = (
    f"FROM opportunity o WHERE o.customer_id = c.id AND o.deleted_at IS NULL AND {x.OPEN_DEAL}"
)
_SEVERE_CASES = (
    "(SELECT count(*) FROM feedback f WHERE f.customer_id = c.id AND f.deleted_at IS NULL "
    f"AND {x.CASE_SEVERE})"
)
_D, _I, _B = as_date, as_instant, bool
_MOMENTS: dict[str, Convert] = {"created_at": _I, "updated_at": _I}


def _owner(alias: str) -> tuple[tuple[str, str], ...]:
    return (("owner_id", f"{alias}.owner_id"), ("owner_name", "w.name"))


def _owner_join(column: str) -> str:
    return f" LEFT JOIN user w ON w.id = {column}"


CUSTOMERS = ListSpec(
    kind="customers",
    table="customer c",
    alias="c",
    living="ix_customer_grade_due",
    joins=_owner_join("c.owner_id"),
    columns=(
        *_fields("c", "id version code name kind status grade grade_reason next_tracking_due"),
        *_fields("c", "last_tracking_at handle_by urgency deal_status need_status need_confirmed"),
        *_fields("c", "importance key_account value_tier pyramid_tier revenue_year rfm"),
        *_fields("c", "stage industry city phone do_not_contact is_internal created_at updated_at"),
        ("negotiating", f"EXISTS (SELECT 1 {_OPEN_OF_CUSTOMER} AND {x.NEGOTIATING})"),
        ("open_feedback", "c.open_feedback"),
        ("severe_feedback", _SEVERE_CASES),
        ("expected_amount", "c.open_amount"),
        ("odds", "c.open_odds"),
        *_owner("c"),
    ),
    row="customer_row.CustomerRow",
    sorts={
        "code": _value("c.code"),
        "name": _same("c.name COLLATE NOCASE"),
        "grade": _value("c.grade"),
        "due": _value("c.next_tracking_due"),
        "urgency": _choice("c.urgency", enums.Urgency),
        "need": _choice("c.need_status", enums.NeedStatus),
        "deal": _choice("c.deal_status", enums.DealStatus),
        "importance": _choice("c.importance", enums.Importance),
        "stage": _choice("c.stage", enums.Stage),
        "status": _choice("c.status", enums.CustomerStatus),
        "kind": _choice("c.kind", enums.CustomerKind),
        "tier": _choice("c.value_tier", enums.ValueTier),
        "pyramid": _choice("c.pyramid_tier", enums.PyramidTier),
        "revenue": _value("c.revenue_year"),
        "rfm": _value("c.rfm"),
        "owner": _led("user w", "c.owner_id", x.GRADE, x.TRACKING_DUE),
        "city": _word("c.city"),
        "industry": _word("c.industry"),
        "last": _value("c.last_tracking_at"),
        "handle": _value("c.handle_by"),
        "feedback": _same("c.open_feedback"),
        "amount": _value("c.open_amount"),
        "odds": _value("c.open_odds"),
        "key": _same("c.key_account"),
        **_stamps("c"),
    },
    default=(SortKey("grade"), SortKey("due")),
    together={(("grade", False), ("due", False)): (x.GRADE, x.TRACKING_DUE)},
    converts={
        "next_tracking_due": _D,
        "last_tracking_at": _I,
        "handle_by": _D,
        "need_confirmed": _B,
        "key_account": _B,
        "do_not_contact": _B,
        "is_internal": _B,
        "negotiating": _B,
        **_MOMENTS,
    },
)

CONTACTS = ListSpec(
    kind="contacts",
    table="contact k",
    alias="k",
    joins=_CUSTOMER_JOIN.format("k") + _owner_join("c.owner_id"),
    columns=(
        *_fields("k", "id version code name salutation is_primary department title office_phone"),
        *_fields("k", "email wechat city birth_date left_at customer_id created_at updated_at"),
        ("has_mobile", "k.mobile IS NOT NULL"),
        *_CUSTOMER_FIELDS,
        ("owner_name", "w.name"),
    ),
    row="rows.ContactRow",
    sorts={
        "name": _same("k.name COLLATE NOCASE"),
        "code": _value("k.code"),
        "customer": _led("customer c", "k.customer_id", always=True),
        "department": _word("k.department"),
        "title": _word("k.title"),
        "city": _word("k.city"),
        "grade": _graded("k.customer_id"),
        "primary": _same("k.is_primary"),
        "birthday": _value("k.birth_date"),
        **_stamps("k"),
    },
    default=(SortKey("name"),),
    converts={"is_primary": _B, "has_mobile": _B, "birth_date": _D, "left_at": _D, **_MOMENTS},
)

OPPORTUNITIES = ListSpec(
    kind="opportunities",
    table="opportunity o",
    alias="o",
    joins=_CUSTOMER_JOIN.format("o") + _owner_join("o.owner_id"),
    columns=(
        *_fields("o", "id version code title customer_id pipeline need_status grade"),
        *_fields("o", "expected_amount budget_amount currency expected_close_date odds_manual"),
        *_fields("o", "qualified next_step next_step_date closed_on created_at updated_at"),
        ("odds", "o.odds_calc"),
        ("customer_code", "c.code"),
        ("customer_name", "c.name"),
        ("severe_feedback", _SEVERE_CASES),
        *_owner("o"),
    ),
    row="rows.OpportunityRow",
    sorts={
        "queue": _same(x.DEAL_ENDED, x.CLOSE_DATE),
        "due": _value("o.expected_close_date"),
        "amount": _value("o.expected_amount"),
        "odds": _value("o.odds_calc"),
        "code": _value("o.code"),
        "title": _same("o.title COLLATE NOCASE"),
        "customer": _led("customer c", "o.customer_id", x.DEAL_ENDED, x.CLOSE_DATE, always=True),
        "pipeline": _choice("o.pipeline", enums.Pipeline),
        "grade": _value("o.grade"),
        "need": _choice("o.need_status", enums.NeedStatus),
        "owner": _led("user w", "o.owner_id", x.DEAL_ENDED, x.CLOSE_DATE),
        "budget": _value("o.budget_amount"),
        "next": _value("o.next_step_date"),
        "closed": _value("o.closed_on"),
        **_stamps("o"),
    },
    default=(SortKey("queue"),),
    converts={
        "expected_close_date": _D,
        "next_step_date": _D,
        "closed_on": _D,
        "qualified": _B,
        **_MOMENTS,
    },
)

_QUEUE = (x.FOLLOW_UP_ENDED, x.FOLLOW_UP_DUE, x.FOLLOW_UP_TIME)
FOLLOW_UPS = ListSpec(
    kind="follow-ups",
    table="follow_up u",
    alias="u",
    joins=_CUSTOMER_JOIN.format("u")
    + " LEFT JOIN contact k ON k.id = u.contact_id"
    + " LEFT JOIN opportunity o ON o.id = u.opportunity_id"
    + " LEFT JOIN feedback f ON f.id = u.feedback_id"
    + " LEFT JOIN playbook_step p ON p.id = u.playbook_step_id"
    + _owner_join("u.assignee_id"),
    columns=(
        *_fields("u", "id version code kind title status due_date due_time snoozed_until reason"),
        *_fields("u", "question_code customer_id contact_id opportunity_id feedback_id ticket_id"),
        *_fields("u", "assignee_id done_at created_at"),
        ("due", x.FOLLOW_UP_DUE),
        ("priority", "COALESCE(u.priority, 0)"),
        *_CUSTOMER_FIELDS,
        ("do_not_contact", "c.do_not_contact"),
        ("contact_name", "k.name"),
        ("opportunity_code", "o.code"),
        ("amount", "o.expected_amount"),
        ("currency", "o.currency"),
        ("odds", "o.odds_calc"),
        ("feedback_code", "f.code"),
        ("assignee_name", "w.name"),
        ("step_id", "u.playbook_step_id"),
        ("step_en", "p.title_en"),
        ("step_zh", "p.title_zh"),
    ),
    row="rows.FollowUpRow",
    sorts={
        "queue": _same(*_QUEUE),
        "due": _same(x.FOLLOW_UP_DUE, x.FOLLOW_UP_TIME),
        "priority": _same("COALESCE(u.priority, 0)"),
        "kind": _choice("u.kind", enums.FollowUpKind),
        "status": _choice("u.status", enums.FollowUpStatus),
        "code": _value("u.code"),
        "customer": _led("customer c", "u.customer_id", *_QUEUE, always=True),
        "grade": _graded("u.customer_id", *_QUEUE),
        "owner": _led("user w", "u.assignee_id", *_QUEUE),
        "amount": _of_deal("expected_amount"),
        "odds": _of_deal("odds_calc"),
        "done": _value("u.done_at"),
        "created": _MADE,
    },
    default=(SortKey("queue"),),
    converts={
        "due": _D,
        "due_date": _D,
        "snoozed_until": _D,
        "do_not_contact": _B,
        "done_at": _I,
        "created_at": _I,
    },
)

INTERACTIONS = ListSpec(
    kind="interactions",
    table="interaction i",
    alias="i",
    joins=_CUSTOMER_JOIN.format("i")
    + " LEFT JOIN contact k ON k.id = i.contact_id"
    + " LEFT JOIN opportunity o ON o.id = i.opportunity_id"
    + _owner_join("i.user_id"),
    columns=(
        *_fields("i", "id version at channel direction kind lifecycle_step minutes summary"),
        *_fields("i", "need_after no_chance_reason expected_date_after next_contact_at"),
        *_fields("i", "no_next_reason grade_before grade_after customer_id contact_id"),
        *_fields("i", "opportunity_id user_id"),
        ("customer_code", "c.code"),
        ("customer_name", "c.name"),
        ("contact_name", "k.name"),
        ("opportunity_code", "o.code"),
        ("user_name", "w.name"),
    ),
    row="rows.InteractionRow",
    sorts={
        "at": _same("i.at"),
        "customer": _led("customer c", "i.customer_id", "i.at", always=True),
        "channel": _choice("i.channel", enums.Channel),
        "kind": _choice("i.kind", enums.InteractionKind),
        "direction": _choice("i.direction", enums.Direction),
        "minutes": _value("i.minutes"),
        "owner": _led("user w", "i.user_id", "i.at"),
        "created": _MADE,
    },
    default=(SortKey("at", descending=True),),
    converts={"at": _I, "expected_date_after": _D, "next_contact_at": _I},
)

ORDERS = ListSpec(
    kind="orders",
    table="sales_order s",
    alias="s",
    joins=_CUSTOMER_JOIN.format("s")
    + " LEFT JOIN opportunity o ON o.id = s.opportunity_id"
    + _owner_join("s.owner_id"),
    columns=(
        *_fields("s", "id version code order_contract_no sale_date status amount paid_amount"),
        *_fields("s", "currency promised_on delivered_on invoice_no customer_id"),
        *_fields("s", "created_at updated_at"),
        ("customer_code", "c.code"),
        ("customer_name", "c.name"),
        ("opportunity_code", "o.code"),
        *_owner("s"),
    ),
    row="rows.OrderRow",
    sorts={
        "date": _same("s.sale_date"),
        "code": _value("s.code"),
        "customer": _led("customer c", "s.customer_id", "s.sale_date", always=True),
        "contract": _same("s.order_contract_no"),
        "status": _choice("s.status", enums.OrderStatus),
        "amount": _value("s.amount"),
        "paid": _value("s.paid_amount"),
        "due": _value("s.promised_on"),
        "delivered": _value("s.delivered_on"),
        "owner": _led("user w", "s.owner_id", "s.sale_date"),
        **_stamps("s"),
    },
    default=(SortKey("date", descending=True),),
    converts={"sale_date": _D, "promised_on": _D, "delivered_on": _D, **_MOMENTS},
)

FEEDBACK = ListSpec(
    kind="feedback",
    table="feedback f",
    alias="f",
    joins=_CUSTOMER_JOIN.format("f")
    + " LEFT JOIN contact k ON k.id = f.contact_id"
    + _owner_join("f.owner_id"),
    columns=(
        *_fields("f", "id version code kind state round priority channel text received_at due_at"),
        *_fields("f", "amber_at notice_due_at paused_at"),
        *_fields("f", "last_progress_at closed_at category quality_dimension customer_id"),
        *_fields("f", "created_at updated_at"),
        ("reopened", "f.round > 1"),
        ("safety", x.CASE_SAFETY),
        *_CUSTOMER_FIELDS,
        ("contact_name", "k.name"),
        *_owner("f"),
    ),
    row="rows.FeedbackRow",
    sorts={
        "queue": replace(
            _same(x.CASE_ENDED, x.CASE_RANK, x.CASE_DUE, "f.received_at"),
            ranks=x.CASE_RANKS,
            ranked=2,
        ),
        "due": _value("f.due_at"),
        "code": _value("f.code"),
        "kind": _choice("f.kind", enums.FeedbackKind),
        "state": _choice("f.state", enums.FeedbackState),
        "customer": _led("customer c", "f.customer_id", x.CASE_ENDED),
        "priority": _choice("f.priority", enums.FeedbackPriority),
        "round": _same("COALESCE(f.round, 1)"),
        "owner": _led("user w", "f.owner_id", x.CASE_ENDED),
        "received": _same("f.received_at"),
        "closed": _value("f.closed_at"),
        **_stamps("f"),
    },
    default=(SortKey("queue"),),
    converts={
        "received_at": _I,
        "due_at": _I,
        "amber_at": _I,
        "notice_due_at": _I,
        "paused_at": _I,
        "last_progress_at": _I,
        "closed_at": _I,
        "reopened": _B,
        "safety": _B,
        "text": _first_line,
        **_MOMENTS,
    },
    hint=f"{x.CASE_ENDED} >= 0",
)

PRODUCTS = ListSpec(
    kind="products",
    table="product p",
    alias="p",
    joins="",
    columns=(
        *_fields("p", "id version code name unit list_price unit_cost currency min_margin_pct"),
        *_fields("p", "warranty_months created_at updated_at"),
    ),
    row="rows.ProductRow",
    sorts={
        "code": _same("p.code"),
        "name": _same("p.name COLLATE NOCASE"),
        "unit": _word("p.unit"),
        "price": _value("p.list_price"),
        "cost": _value("p.unit_cost"),
        "margin": _value("p.min_margin_pct"),
        "warranty": _value("p.warranty_months"),
        **_stamps("p"),
    },
    default=(SortKey("code"),),
    converts=_MOMENTS,
)

USERS = ListSpec(
    kind="users",
    table="user w",
    alias="w",
    joins="LEFT JOIN team t ON t.id = w.team_id",
    columns=(
        *_fields("w", "id version login name roles locale active team_id created_at updated_at"),
        ("team_name", "t.name"),
    ),
    row="rows.UserRow",
    sorts={
        "login": _same("w.login"),
        "name": _same("w.name COLLATE NOCASE"),
        "active": _same("w.active"),
        "team": _word("t.name"),
        **_stamps("w"),
    },
    default=(SortKey("login"),),
    converts={"roles": _members, "active": _B, **_MOMENTS},
)

_ORDERED = "FROM ticket_part tp WHERE tp.deleted_at IS NULL AND tp.state = 'ORDERED'"
TICKETS = ListSpec(
    kind="tickets",
    table="ticket tk",
    alias="tk",
    joins=_CUSTOMER_JOIN.format("tk")
    + " LEFT JOIN technician tn ON tn.id = tk.technician_id"
    + " LEFT JOIN product g ON g.id = tk.product_id"
    + _owner_join("tk.owner_id"),
    columns=(
        *_fields("tk", "id version code kind place state round symptom serial product_id"),
        *_fields("tk", "warranty_until received_at due_at paused_since visit_start visit_end"),
        *_fields("tk", "resolved_at closed_at satisfaction customer_id feedback_id technician_id"),
        *_fields("tk", "created_at updated_at"),
        ("running", f"({x.TICKET_PHASE}) = 0"),
        ("parts_waited", f"(SELECT count(*) {_ORDERED} AND tp.ticket_id = tk.id)"),
        ("product_name", "g.name"),
        ("technician_name", "tn.name"),
        ("customer_code", "c.code"),
        ("customer_name", "c.name"),
        *_owner("tk"),
    ),
    row="service.TicketRow",
    sorts={
        "queue": _same(x.TICKET_PHASE, x.TICKET_DUE),
        "due": _value("tk.due_at"),
        "code": _value("tk.code"),
        "kind": _choice("tk.kind", enums.TicketKind),
        "state": _choice("tk.state", enums.TicketState),
        "customer": _led("customer c", "tk.customer_id", always=True),
        "technician": _led("technician tn", "tk.technician_id"),
        "owner": _led("user w", "tk.owner_id", x.TICKET_PHASE, x.TICKET_DUE),
        "visit": _value("tk.visit_start"),
        "received": _same("tk.received_at"),
        "closed": _value("tk.closed_at"),
        "round": _same("tk.round"),
        **_stamps("tk"),
    },
    default=(SortKey("queue"),),
    converts={
        "warranty_until": _D,
        "received_at": _I,
        "due_at": _I,
        "paused_since": _I,
        "visit_start": _I,
        "visit_end": _I,
        "resolved_at": _I,
        "closed_at": _I,
        "running": _B,
        "symptom": _first_line,
        **_MOMENTS,
    },
)

TECHNICIANS = ListSpec(
    kind="technicians",
    table="technician tn",
    alias="tn",
    joins="LEFT JOIN user w ON w.id = tn.user_id",
    columns=(
        *_fields("tn", "id version code name skills region phone active user_id"),
        *_fields("tn", "created_at updated_at"),
        ("user_name", "w.name"),
    ),
    row="service.TechnicianRow",
    sorts={
        "name": _same("tn.name COLLATE NOCASE"),
        "code": _value("tn.code"),
        "active": _same("tn.active"),
        **_stamps("tn"),
    },
    default=(SortKey("name"),),
    converts={"active": _B, **_MOMENTS},
)

BOOKINGS = ListSpec(
    kind="bookings",
    table="booking bk",
    alias="bk",
    joins="LEFT JOIN technician tn ON tn.id = bk.technician_id"
    " LEFT JOIN ticket tk ON tk.id = bk.ticket_id LEFT JOIN customer c ON c.id = tk.customer_id",
    columns=(
        *_fields("bk", "id version code technician_id start end ticket_id note"),
        *_fields("bk", "created_at updated_at"),
        ("technician_name", "tn.name"),
        ("ticket_code", "tk.code"),
        ("customer_name", "c.name"),
    ),
    row="service.BookingRow",
    sorts={
        "start": _same("bk.start"),
        "technician": _led("technician tn", "bk.technician_id", "bk.start", "bk.end", always=True),
        "code": _value("bk.code"),
        **_stamps("bk"),
    },
    default=(SortKey("start"),),
    converts={"start": _I, "end": _I, **_MOMENTS},
)

PARTS = ListSpec(
    kind="parts",
    table="part pt",
    alias="pt",
    joins="",
    columns=(
        *_fields("pt", "id version code name unit on_hand reserved reorder_level unit_cost"),
        *_fields("pt", "currency created_at updated_at"),
        ("free", "pt.on_hand - pt.reserved"),
        ("low", x.PART_LOW),
        ("waited", f"(SELECT COALESCE(sum(tp.qty), 0) {_ORDERED} AND tp.part_id = pt.id)"),
    ),
    row="service.PartRow",
    sorts={
        "code": _same("pt.code"),
        "name": _same("pt.name COLLATE NOCASE"),
        "stock": _same("pt.on_hand"),
        "free": _same("pt.on_hand - pt.reserved"),
        "low": _same(x.PART_LOW),
        **_stamps("pt"),
    },
    default=(SortKey("code"),),
    converts={"low": _B, **_MOMENTS},
)

SOLUTIONS = ListSpec(
    kind="solution-notes",
    table="solution_note sn",
    alias="sn",
    joins="LEFT JOIN product g ON g.id = sn.product_id LEFT JOIN ticket tk ON tk.id = sn.ticket_id",
    columns=(
        *_fields("sn", "id version code symptom cause solution tags held product_id ticket_id"),
        *_fields("sn", "created_at updated_at"),
        ("product_name", "g.name"),
        ("ticket_code", "tk.code"),
    ),
    row="service.SolutionRow",
    sorts={
        "created": _MADE,
        "code": _value("sn.code"),
        "product": _led("product g", "sn.product_id"),
        "updated": _same("sn.updated_at"),
    },
    default=(SortKey("created", descending=True),),
    converts={"held": _yes_or_unknown, "symptom": _first_line, "solution": _first_line, **_MOMENTS},
)

DISPATCH_RULES = ListSpec(
    kind="dispatch-rules",
    table="dispatch_rule dr",
    alias="dr",
    joins="LEFT JOIN product g ON g.id = dr.product_id LEFT JOIN user w ON w.id = dr.assignee_id",
    columns=(
        *_fields("dr", "id version code word region kind active product_id assignee_id"),
        *_fields("dr", "created_at updated_at"),
        ("product_name", "g.name"),
        ("assignee_name", "w.name"),
    ),
    row="service.DispatchRuleRow",
    sorts={"code": _same("dr.code"), "word": _word("dr.word"), **_stamps("dr")},
    default=(SortKey("code"),),
    converts={"active": _B, **_MOMENTS},
)

CHANGES = ListSpec(
    kind="changes",
    table="change_set h",
    alias="h",
    joins=_owner_join("h.actor_id"),
    columns=(
        *_fields("h", "id label params actor_id at state origin undoes_id undone_by_id"),
        ("version", "0"),
        ("seq", "h.id"),
        ("actor_name", "w.name"),
        ("entries", "(SELECT count(*) FROM change_entry e WHERE e.change_id = h.id)"),
    ),
    row="rows.ChangeRow",
    sorts={
        "seq": _MADE,
        "at": _same("h.at"),
        "owner": _led("user w", "h.actor_id"),
        "state": _choice("h.state", enums.ChangeState),
        "label": _same("h.label"),
    },
    default=(SortKey("seq", descending=True),),
    converts={"at": _I, "params": _mapping},
    soft=False,
)

SPECS: Mapping[str, ListSpec] = {
    spec.kind: spec
    for spec in (
        CUSTOMERS,
        CONTACTS,
        OPPORTUNITIES,
        FOLLOW_UPS,
        INTERACTIONS,
        ORDERS,
        FEEDBACK,
        PRODUCTS,
        USERS,
        TICKETS,
        TECHNICIANS,
        BOOKINGS,
        PARTS,
        SOLUTIONS,
        DISPATCH_RULES,
        CHANGES,
    )
}
