"""Reads of single records: forms, the detail pane, `show`. One record, its names, its children.

Each function answers None where the record does not exist or is archived. Nothing here writes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any, TypeVar

from models import enums
from models.fields.registry import entity as entity_spec
from models.fields.spec import EntitySpec, FieldKind, FieldSpec
from models.views import cards
from storage.errors import NotFound, Refused
from storage.queries import expressions as x
from storage.queries.context import ListContext
from storage.queries.listing import rows_by_ids
from storage.queries.reader import Params, ReadConnection
from storage.queries.specs import as_date, as_instant

Row = TypeVar("Row")
Converts = Mapping[int, Callable[[Any], Any]]  # by the place of the column

# What has no code is named by this field.
NAMED_BY: Mapping[str, str] = {
    "user": "login",
    "competitor": "name",
    "need": "problem",
    "segment": "name",
    "source_system": "key",
    "team": "name",
}
_COMMON = ("id", "version", "created_at", "created_by_id", "updated_at", "updated_by_id")


def stored_value(spec: FieldSpec, raw: Any) -> object:
    """A stored value as Python has it: by the kind of its field (house conventions)."""
    if raw is None and spec.kind is not FieldKind.CHOICES:
        return None
    convert = _CONVERTS.get(spec.kind)
    return raw if convert is None else convert(spec, raw)


def _member(spec: FieldSpec, raw: str) -> object:
    assert spec.choices is not None
    return spec.choices(raw)


def _members(spec: FieldSpec, raw: str | None) -> object:
    assert spec.choices is not None
    return frozenset(spec.choices(part) for part in (raw or "").split(",") if part)


_CONVERTS: dict[FieldKind, Callable[[FieldSpec, Any], object]] = {
    FieldKind.DATE: lambda _spec, raw: as_date(raw),
    FieldKind.INSTANT: lambda _spec, raw: as_instant(raw),
    FieldKind.BOOLEAN: lambda _spec, raw: bool(raw),
    FieldKind.CHOICE: _member,
    FieldKind.CHOICES: _members,
    FieldKind.DECIMAL: lambda _spec, raw: Decimal(raw),
    FieldKind.DISCOUNT: lambda _spec, raw: Decimal(raw),
}


def code_column(spec: EntitySpec) -> str | None:
    """Column by which a person names a record of this entity; None where there is none."""
    if spec.name in NAMED_BY:
        return NAMED_BY[spec.name]
    return "code" if spec.field("code") is not None else None


def record(
    reader: ReadConnection, entity: str, record_id: int, *, archived: bool = False
) -> Mapping[str, object] | None:
    """Every stored field of a record, converted; None where it is missing.

    An archived one is found only where `archived` asks for it. Under the names of the field
    table; a link is the other record's code (login of a user) under its name and the id under
    its column. Sealed fields are opened.
    """
    spec = entity_spec(entity)
    columns = [f"r.{name}" for name in _COMMON]
    columns += [opened(spec, field) for field in spec.fields]
    links = [field for field in spec.fields if field.kind is FieldKind.LINK]
    columns += [_link_code(field) for field in links]
    found = reader.one(
        f"SELECT {', '.join(columns)} FROM {spec.name} r WHERE r.id = :id"
        " AND (:archived OR r.deleted_at IS NULL)",
        {"id": record_id, "archived": archived},
    )
    if found is None:
        return None
    values: dict[str, object] = dict(zip(_COMMON, found, strict=False))
    values["created_at"] = as_instant(found[2])
    values["updated_at"] = as_instant(found[4])
    own = found[len(_COMMON) : len(_COMMON) + len(spec.fields)]
    for field, raw in zip(spec.fields, own, strict=True):
        values[field.column] = stored_value(field, raw)
    codes = found[len(_COMMON) + len(spec.fields) :]
    values.update({field.name: code for field, code in zip(links, codes, strict=True)})
    return values


def whole_customer(
    reader: ReadConnection, context: ListContext, customer_id: int
) -> Mapping[str, object]:
    """All of a customer, as `record`: for what is worked out of it.

    NotFound. Refused: a terminated one, to who sees name and status of it alone (9.5).
    """
    values = record(reader, "customer", customer_id)
    if values is None:
        raise NotFound("not_found", entity="customer", value=customer_id)
    if context.closed and values["status"] is enums.CustomerStatus.TERMINATED:
        raise Refused("customer.closed", customer=values["code"])
    return values


def opened(spec: EntitySpec, field: FieldSpec, row: str = "r.") -> str:
    """SQL of a field's column; of a sealed one, what was sealed."""
    column = f'{row}"{field.column}"'
    if not field.sealed:
        return column
    return f"unseal({column}, {row}id, '{spec.name}.{field.column}')"


def _link_code(field: FieldSpec) -> str:
    target = entity_spec(field.target)
    column = code_column(target)
    if column is None:
        return "NULL"
    return f"(SELECT t.{column} FROM {target.name} t WHERE t.id = r.{field.column})"


_MERGED = (
    "SELECT w.id FROM customer a JOIN customer w ON w.id = a.merged_into_id"
    " WHERE a.code = :code AND a.deleted_at IS NOT NULL AND w.deleted_at IS NULL"
)


def find_code(reader: ReadConnection, entity: str, code: str) -> int | None:
    """Id of the record of that code, or of the user of that login; None where there is none.

    The code of a customer that was merged finds the one it was merged into (requirements 9.7).
    """
    spec = entity_spec(entity)
    column = code_column(spec)
    if column is None:
        return None
    wanted = code.strip()
    found = reader.one(
        f"SELECT id FROM {spec.name} WHERE {column} IN (:code, :upper) AND deleted_at IS NULL"
        f" ORDER BY {column} = :code DESC",
        {"code": wanted, "upper": wanted.upper()},
    )
    if found is None and entity == "customer":
        found = reader.one(_MERGED, {"code": wanted.upper()})
    return None if found is None else int(found[0])


def _all(
    reader: ReadConnection,
    sql: str,
    params: Params,
    make: Callable[..., Row],
    converts: Converts | None = None,
) -> tuple[Row, ...]:
    """The rows of a statement as objects."""
    return tuple(_made(row, make, converts or {}) for row in reader.rows(sql, params))


def _made(row: Sequence[Any], make: Callable[..., Row], converts: Converts) -> Row:
    cells = list(row)
    for place, convert in converts.items():
        cells[place] = convert(cells[place])
    return make(*cells)


def _number(reader: ReadConnection, sql: str, params: Params) -> int:
    found = reader.one(sql, params)
    return int(found[0]) if found else 0


def _amounts(rows: Sequence[tuple[Any, ...]]) -> cards.Amounts:
    return {currency: int(total) for currency, total in rows if total is not None}


def _name(reader: ReadConnection, table: str, record_id: object) -> str | None:
    found = reader.one(f"SELECT name FROM {table} WHERE id = :id", {"id": record_id})
    return None if found is None else str(found[0])


# What hangs on a record: (entity, column that holds its id).
_CHILDREN = (
    "contact",
    "customer_address",
    "opportunity",
    "sales_order",
    "interaction",
    "follow_up",
    "feedback",
    "ticket",
    "need",
    "stakeholder",
)
_PARENTS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "customer": (*((child, "customer_id") for child in _CHILDREN), ("customer", "referred_by_id")),
    "contact": tuple(
        (child, "contact_id")
        for child in ("special_date", "stakeholder", "interaction", "follow_up", "feedback")
    ),
    "opportunity": tuple(
        (child, "opportunity_id")
        for child in ("need", "stakeholder", "interaction", "follow_up", "sales_order")
    ),
    "feedback": tuple(
        (child, "feedback_id")
        for child in ("feedback_action", "feedback_event", "follow_up", "ticket")
    ),
    "ticket": tuple((child, "ticket_id") for child in ("ticket_part", "booking", "follow_up")),
    "part": (("ticket_part", "part_id"),),
    "technician": (("booking", "technician_id"),),
    "sales_order": (("sales_order_line", "order_id"),),
    "product": (("sales_order_line", "product_id"),),
    "user": (("customer", "owner_id"), ("opportunity", "owner_id"), ("follow_up", "assignee_id")),
    "team": (("user", "team_id"),),
}


def children_counts(reader: ReadConnection, entity: str, record_id: int) -> Mapping[str, int]:
    """Living records that hang on this one, by entity; entities without any are left out."""
    counts = {
        child: _number(
            reader,
            f"SELECT count(*) FROM {child} WHERE {column} = :id AND deleted_at IS NULL",
            {"id": record_id},
        )
        for child, column in _PARENTS.get(entity_spec(entity).name, ())
    }
    return {child: number for child, number in counts.items() if number}


_CUSTOMER_COUNTS = f"""
SELECT
  (SELECT count(*) FROM contact k WHERE k.customer_id = :id AND k.deleted_at IS NULL),
  (SELECT count(*) FROM opportunity o WHERE o.customer_id = :id AND o.deleted_at IS NULL
    AND {x.OPEN_DEAL}),
  (SELECT count(*) FROM feedback f WHERE f.customer_id = :id AND f.deleted_at IS NULL
    AND {x.CASE_OPEN}),
  (SELECT count(*) FROM sales_order s WHERE s.customer_id = :id AND s.deleted_at IS NULL
    AND s.status <> 'CANCELLED'),
  (SELECT count(*) FROM sales_order s WHERE s.customer_id = :id AND s.deleted_at IS NULL
    AND s.status = 'OPEN'),
  (SELECT count(*) FROM interaction i WHERE i.customer_id = :id AND i.deleted_at IS NULL),
  (SELECT count(*) FROM follow_up u WHERE u.customer_id = :id AND u.deleted_at IS NULL
    AND {x.FOLLOW_UP_OPEN}),
  (SELECT min({x.FOLLOW_UP_DUE}) FROM follow_up u WHERE u.customer_id = :id
    AND u.deleted_at IS NULL AND {x.FOLLOW_UP_OPEN}),
  EXISTS (SELECT 1 FROM opportunity o WHERE o.customer_id = :id AND o.deleted_at IS NULL
    AND {x.NEGOTIATING})
"""
_OPEN_AMOUNTS = f"""
SELECT COALESCE(o.currency, 'CNY'), sum(o.expected_amount) FROM opportunity o
WHERE o.customer_id = :id AND o.deleted_at IS NULL AND {x.OPEN_DEAL} GROUP BY 1 ORDER BY 1
"""
_REVENUE = """
SELECT s.currency, sum(s.amount) FROM sales_order s
WHERE s.customer_id = :id AND s.deleted_at IS NULL AND s.status <> 'CANCELLED'
  AND s.sale_date >= :since AND s.sale_date <= :until GROUP BY 1 ORDER BY 1
"""
_EVER = {"since": "", "until": "9999-12-31"}
_YEAR = timedelta(days=365)


def customer_card(
    reader: ReadConnection, context: ListContext, customer_id: int
) -> cards.CustomerCard | None:
    """The overview of a customer (requirements 14, pane 2)."""
    values = record(reader, "customer", customer_id)
    if values is None:
        return None
    params = {"id": customer_id}
    counts = reader.one(_CUSTOMER_COUNTS, params)
    assert counts is not None
    today = context.today.isoformat()
    year = {**params, "since": (context.today - _YEAR).isoformat(), "until": today}
    return cards.CustomerCard(
        id=customer_id,
        version=_version(values),
        values=values,
        owner_name=_name(reader, "user", values["owner_id"]),
        referred_by_name=_name(reader, "customer", values["referred_by_id"]),
        contacts=counts[0],
        open_deals=counts[1],
        open_feedback=counts[2],
        orders=counts[3],
        open_orders=counts[4],
        interactions=counts[5],
        open_follow_ups=counts[6],
        next_follow_up=as_date(counts[7]),
        negotiating=bool(counts[8]),
        open_amounts=_amounts(reader.rows(_OPEN_AMOUNTS, params)),
        revenue=_amounts(reader.rows(_REVENUE, {**params, **_EVER})),
        revenue_year=_amounts(reader.rows(_REVENUE, year)),
    )


def _version(values: Mapping[str, object]) -> int:
    version = values["version"]
    assert isinstance(version, int)
    return version


_ANSWERS = """
SELECT a.id, a.version, a.question_code, a.state, a.note, a.source_contact_id, k.name,
  a.source_doc, a.confirmed_on
FROM nsabc_answer a LEFT JOIN contact k ON k.id = a.source_contact_id
WHERE a.scope = :scope AND a.subject_id = :id AND a.deleted_at IS NULL ORDER BY a.question_code
"""


def answers(
    reader: ReadConnection, scope: enums.AnswerScope, subject_id: int
) -> tuple[cards.AnswerRow, ...]:
    """The NSABC answers of a customer or a deal (8.1); unanswered questions have no row."""
    params = {"scope": scope.value, "id": subject_id}
    return _all(reader, _ANSWERS, params, cards.AnswerRow, {8: as_date})


_NEEDS = """
SELECT n.id, n.version, n.problem, n.impact, n.horizon, n.status, n.history, n.opportunity_id,
  o.code
FROM need n LEFT JOIN opportunity o ON o.id = n.opportunity_id
WHERE n.customer_id = :customer AND n.deleted_at IS NULL
  AND (:deal IS NULL OR n.opportunity_id = :deal)
ORDER BY n.status = 'OPEN' DESC, n.id
"""


def needs(
    reader: ReadConnection, customer_id: int, opportunity_id: int | None = None
) -> tuple[cards.NeedRow, ...]:
    """Needs of a customer, or of one of its deals; open ones first."""
    params = {"customer": customer_id, "deal": opportunity_id}
    return _all(reader, _NEEDS, params, cards.NeedRow)


_STAKEHOLDERS = f"""
SELECT g.id, g.version, g.contact_id, k.name, k.title, k.left_at, g.customer_id, g.opportunity_id,
  g.roles, COALESCE(g.weight_pct, 0), g.formal_power, g.real_power, COALESCE(g.stance, 0),
  COALESCE(g.relation_strength, 0), g.pays, g.future_leader, g.informant, g.archetype, g.criteria,
  g.past_decision_note, g.counter_plan, g.assumed,
  (SELECT max(i.at) FROM interaction i WHERE i.contact_id = g.contact_id AND {x.TOUCH})
FROM stakeholder g LEFT JOIN contact k ON k.id = g.contact_id
WHERE g.customer_id = :customer AND g.deleted_at IS NULL
  AND (g.opportunity_id = :deal OR (:deal IS NULL AND g.opportunity_id IS NULL))
ORDER BY COALESCE(g.weight_pct, 0) DESC, g.id
"""


def stakeholders(
    reader: ReadConnection, customer_id: int, opportunity_id: int | None = None
) -> tuple[cards.StakeholderRow, ...]:
    """The buying committee of a deal, or of the customer itself; heaviest first (8.3)."""
    params = {"customer": customer_id, "deal": opportunity_id}
    return _all(reader, _STAKEHOLDERS, params, cards.StakeholderRow, _STAKEHOLDER)


_RELATIONS = """
SELECT l.id, l.version, f.id, f.name, t.id, t.name, l.kind
FROM contact_link l JOIN contact f ON f.id = l.from_contact_id
  JOIN contact t ON t.id = l.to_contact_id
WHERE f.customer_id = :id AND l.deleted_at IS NULL AND f.deleted_at IS NULL
  AND t.deleted_at IS NULL ORDER BY l.id
"""


def relations(reader: ReadConnection, customer_id: int) -> tuple[cards.LinkRow, ...]:
    """Who reports to, helps, fights or influences whom at a customer (8.3)."""
    return _all(reader, _RELATIONS, {"id": customer_id}, cards.LinkRow)


def _parts(raw: str | None) -> tuple[str, ...]:
    return tuple(part for part in (raw or "").split(",") if part)


_STAKEHOLDER: Converts = {
    5: as_date,
    8: _parts,
    14: bool,
    15: bool,
    16: bool,
    21: bool,
    22: as_instant,
}
_GRADES = """
SELECT h.id, h.at, o.code, h.from_grade, h.to_grade, h.reason_code, h.reason, h.manual, w.name,
  h.interaction_id
FROM grade_history h LEFT JOIN opportunity o ON o.id = h.opportunity_id
  LEFT JOIN user w ON w.id = h.created_by_id
WHERE h.customer_id = :id AND h.deleted_at IS NULL ORDER BY h.at DESC, h.id DESC LIMIT :limit
"""


def grade_history(
    reader: ReadConnection, customer_id: int, limit: int = 100
) -> tuple[cards.GradeChangeRow, ...]:
    """How the grade of a customer and its deals moved, newest first (R-REGRADE)."""
    params = {"id": customer_id, "limit": limit}
    return _all(reader, _GRADES, params, cards.GradeChangeRow, {1: as_instant, 7: bool})


_PROPOSALS = """
SELECT g.id, g.interaction_id, g.follow_up_id, g.from_grade, g.to_grade, g.state, g.reason, w.name,
  v.name, i.need_after, i.expected_date_after, i.no_chance_reason, i.summary
FROM grade_proposal g JOIN interaction i ON i.id = g.interaction_id
  JOIN follow_up u ON u.id = g.follow_up_id
  LEFT JOIN user w ON w.id = g.created_by_id LEFT JOIN user v ON v.id = u.assignee_id
WHERE g.customer_id = :id AND g.deleted_at IS NULL ORDER BY g.id DESC
"""


def proposals(reader: ReadConnection, customer_id: int) -> tuple[cards.ProposalRow, ...]:
    """The grades proposed for a customer, newest first (requirements 11.3)."""
    return _all(reader, _PROPOSALS, {"id": customer_id}, cards.ProposalRow, {10: as_date})


def opportunity_card(reader: ReadConnection, opportunity_id: int) -> cards.OpportunityCard | None:
    """A deal with its answers, needs and committee (requirements 14, 8.1, 8.3)."""
    values = record(reader, "opportunity", opportunity_id)
    if values is None:
        return None
    params = {"id": opportunity_id}
    customer_id = values["customer_id"]
    assert isinstance(customer_id, int)
    return cards.OpportunityCard(
        id=opportunity_id,
        version=_version(values),
        values=values,
        customer_name=_name(reader, "customer", customer_id),
        owner_name=_name(reader, "user", values["owner_id"]),
        answers=answers(reader, enums.AnswerScope.OPPORTUNITY, opportunity_id),
        needs=needs(reader, customer_id, opportunity_id),
        stakeholders=stakeholders(reader, customer_id, opportunity_id),
        open_follow_ups=_number(
            reader,
            "SELECT count(*) FROM follow_up u WHERE u.opportunity_id = :id"
            f" AND u.deleted_at IS NULL AND {x.FOLLOW_UP_OPEN}",
            params,
        ),
        orders=_number(
            reader,
            "SELECT count(*) FROM sales_order WHERE customer_id = :customer"
            " AND opportunity_id = :id AND deleted_at IS NULL",
            {**params, "customer": customer_id},
        ),
    )


_DATES_OF = """
SELECT d.contact_id, d.id, d.version, d.kind, d.label, d.month, d.day, d.year,
  COALESCE(d.lead_days, 0), d.calendar
FROM contact k CROSS JOIN special_date d ON d.contact_id = k.id
WHERE k.customer_id = :id AND k.deleted_at IS NULL AND d.deleted_at IS NULL
"""
_DATES = """
SELECT id, version, kind, label, month, day, year, COALESCE(lead_days, 0), calendar
FROM special_date WHERE contact_id = :id AND deleted_at IS NULL ORDER BY month, day, id
"""
_LINKS = """
SELECT l.id AS id, l.version, l.kind, 1, k.id, k.name
FROM contact_link l JOIN contact k ON k.id = l.to_contact_id
WHERE l.from_contact_id = :id AND l.deleted_at IS NULL
UNION ALL
SELECT l.id, l.version, l.kind, 0, k.id, k.name
FROM contact_link l JOIN contact k ON k.id = l.from_contact_id
WHERE l.to_contact_id = :id AND l.deleted_at IS NULL
ORDER BY 1
"""


def special_dates(
    reader: ReadConnection, customer_id: int
) -> dict[int, list[cards.SpecialDateRow]]:
    """The special dates of a customer's contacts, by contact, in the order of the year."""
    found: dict[int, list[cards.SpecialDateRow]] = {}
    for contact_id, *values in reader.rows(_DATES_OF, {"id": customer_id}):
        found.setdefault(contact_id, []).append(cards.SpecialDateRow(*values))
    for rows in found.values():
        rows.sort(key=lambda row: (row.month, row.day, row.id))
    return found


def contact_card(
    reader: ReadConnection, context: ListContext, contact_id: int
) -> cards.ContactCard | None:
    """A contact with special dates, relations and the last touch (requirements 13)."""
    values = record(reader, "contact", contact_id)
    if values is None:
        return None
    params = {"id": contact_id}
    touch = reader.one(
        f"SELECT max(i.at) FROM interaction i WHERE i.contact_id = :id AND {x.TOUCH}", params
    )
    return cards.ContactCard(
        id=contact_id,
        version=_version(values),
        values=values,
        row=rows_by_ids(reader, context, "contacts", (contact_id,))[0],
        dates=_all(reader, _DATES, params, cards.SpecialDateRow),
        links=_all(reader, _LINKS, params, cards.ContactLinkRow, {3: bool}),
        last_touch_at=as_instant(touch[0]) if touch else None,
    )


_ACTIONS = """
SELECT a.id, a.version, COALESCE(a.round, 1), a.type, a.text, a.owner_id, w.name, a.due, a.done_on
FROM feedback_action a LEFT JOIN user w ON w.id = a.owner_id
WHERE a.feedback_id = :id AND a.deleted_at IS NULL ORDER BY a.round, a.id
"""
_EVENTS = """
SELECT e.id, e.at, COALESCE(e.kind, 'STEP'), e.from_state, e.to_state, w.name, e.promised_at,
  n.name, e.note
FROM feedback_event e LEFT JOIN user w ON w.id = e.user_id LEFT JOIN user n ON n.id = e.owner_id
WHERE e.feedback_id = :id AND e.deleted_at IS NULL ORDER BY e.at, e.id
"""


_MOMENTS: Converts = {1: as_instant, 6: as_instant}


def feedback_card(reader: ReadConnection, feedback_id: int) -> cards.FeedbackCard | None:
    """A feedback case with its actions and events (requirements 9.1)."""
    values = record(reader, "feedback", feedback_id)
    if values is None:
        return None
    params = {"id": feedback_id}
    return cards.FeedbackCard(
        id=feedback_id,
        version=_version(values),
        values=values,
        customer_name=_name(reader, "customer", values["customer_id"]),
        contact_name=_name(reader, "contact", values["contact_id"]),
        owner_name=_name(reader, "user", values["owner_id"]),
        actions=_all(reader, _ACTIONS, params, cards.FeedbackActionRow, {7: as_date, 8: as_date}),
        events=_all(reader, _EVENTS, params, cards.FeedbackEventRow, _MOMENTS),
    )


_LINES = """
SELECT l.id, l.version, l.product_id, p.code, p.name, l.description, l.unit_price, l.qty,
  l.discount, l.amount
FROM sales_order_line l LEFT JOIN product p ON p.id = l.product_id
WHERE l.order_id = :id AND l.deleted_at IS NULL ORDER BY l.id
"""


def _discount(raw: str | None) -> Decimal:
    return Decimal(raw or 0)


def order_card(reader: ReadConnection, order_id: int) -> cards.OrderCard | None:
    """An order with its lines (requirements 13)."""
    values = record(reader, "sales_order", order_id)
    if values is None:
        return None
    return cards.OrderCard(
        id=order_id,
        version=_version(values),
        values=values,
        customer_name=_name(reader, "customer", values["customer_id"]),
        owner_name=_name(reader, "user", values["owner_id"]),
        lines=_all(
            reader, _LINES, {"id": order_id}, cards.OrderLineRow, {7: Decimal, 8: _discount}
        ),
    )
