"""What each term of the query line means in SQL: one filter per kind of record and term.

Text with :name parameters only: a value never stands in the SQL. Table aliases as in `specs.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from models import enums
from models.fields.registry import entity_of_code
from storage.queries import expressions as x

Bind = Callable[[object], str]  # keeps a value, gives its :name


@dataclass(frozen=True, slots=True)
class Filter:
    """A term as an expression to compare, or for a yes/no term a condition.

    `instant`: a date term over a stored moment. `scale`: factor from what is typed to what is
    stored. `within`: a condition with {} around the comparison, such as an EXISTS. `word`: text
    whose index takes Latin letters in either case alike.
    """

    sql: str
    instant: bool = False
    scale: int = 1
    within: str = "{}"
    word: bool = False


CENTS = 100  # amounts are compared in the base currency
TENTHS = 10

_ELEMENT_CODES = {
    element.value: ", ".join(f"'P-{element.value}{number}'" for number in range(1, 5))
    for element in enums.NsabcElement
}
_OPEN_DEALS = (
    "EXISTS (SELECT 1 FROM opportunity o WHERE o.customer_id = c.id AND o.deleted_at IS NULL "
    f"AND {x.OPEN_DEAL} AND {{}})"
)


def gap_sql(element: str) -> str:
    """Has the deal `o` a gap in an element: fewer than four answers confirmed and fresh (8.1)."""
    return (
        "(SELECT count(*) FROM nsabc_answer a WHERE a.scope = 'OPPORTUNITY' "
        f"AND a.subject_id = o.id AND a.question_code IN ({_ELEMENT_CODES[element]}) "
        "AND a.state = 'CONFIRMED' AND a.confirmed_on >= :fresh AND a.deleted_at IS NULL) < 4"
    )


def customer_sql(value: str, bind: Bind) -> str:
    """Comparison with the customer of a code, or with those that have it in their name."""
    target = entity_of_code(value)
    if target is not None:
        code = bind(value.upper())  # of a customer that was merged: the one it was merged into
        return f"= (SELECT COALESCE(merged_into_id, id) FROM customer WHERE code = {code})"
    like = bind(contains(value))
    return rf"IN (SELECT id FROM customer WHERE name LIKE {like} ESCAPE '\')"


# Everybody of the team of the user who asks; without a team the user alone.
TEAM_SQL = (
    "SELECT w.id FROM user w JOIN user i ON i.id = :me WHERE w.id = :me OR w.team_id = i.team_id"
)


def user_sql(value: str, bind: Bind) -> str:
    """Sub-select of the user of a login, or of a name."""
    name = bind(value)
    return f"SELECT id FROM user WHERE login = {name} COLLATE NOCASE OR name = {name}"


def contains(value: str) -> str:
    r"""LIKE pattern for "has this in it", with \ as the escape."""
    plain = value.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    return f"%{plain}%"


def _stamps(alias: str) -> dict[str, Filter]:
    return {
        "created": Filter(f"{alias}.created_at", instant=True),
        "updated": Filter(f"{alias}.updated_at", instant=True),
    }


def _columns(alias: str, **names: str) -> dict[str, Filter]:
    return {term: Filter(f"{alias}.{column}") for term, column in names.items()}


_SEVERE_CASES = (
    "(SELECT count(*) FROM feedback f WHERE f.customer_id = c.id AND f.deleted_at IS NULL "
    f"AND {x.CASE_SEVERE})"
)

_MEMBERS = (
    "c.id IN (SELECT m.customer_id FROM segment_member m JOIN segment g ON g.id = m.segment_id "
    "WHERE m.deleted_at IS NULL AND g.deleted_at IS NULL AND ({}))"
)

# Until it is taken over a customer is found by the receiver too (9.6).
_ON_THEIR_WAY = (
    "EXISTS (SELECT 1 FROM handover h WHERE h.customer_id = c.id AND h.state = 'OPEN' "
    "AND h.deleted_at IS NULL AND {})"
)

FILTERS: Mapping[str, Mapping[str, Filter]] = {
    "customers": {
        "grade": Filter(x.GRADE),
        "need": Filter("c.need_status"),
        "deal": Filter("c.deal_status"),
        "tier": Filter("c.value_tier"),
        "pyramid": Filter("c.pyramid_tier"),
        "revenue": Filter("c.revenue_year", scale=CENTS),
        "rfm": Filter("c.rfm"),
        "reason": Filter("c.grade_reason"),
        "churn": Filter("c.churn_type"),
        "owner": Filter("c.owner_id"),
        **_columns("c", urgency="urgency", importance="importance", stage="stage"),
        **_columns("c", status="status", kind="kind", source="source", code="code", name="name"),
        "industry": Filter("c.industry", word=True),
        "city": Filter("c.city", word=True),
        "province": Filter("c.province"),
        **_columns("c", due="next_tracking_due", handle="handle_by", expected="own_expected_date"),
        "lost": Filter("c.lost_on"),
        "segment": Filter("g.name", within=_MEMBERS),
        "handover": Filter("h.to_user_id", within=_ON_THEIR_WAY),
        **_columns("c", openness="openness", wallet="share_of_wallet"),
        **_columns("c", key="key_account", confirmed="need_confirmed", dnc="do_not_contact"),
        **_columns("c", internal="is_internal"),
        "stale": Filter(x.STALE),
        "last": Filter("c.last_tracking_at", instant=True),
        "overdue": Filter(f"+c.next_tracking_due < :today AND {x.ACTIVE}"),
        "volume": Filter("c.potential_volume_year", scale=CENTS),
        "amount": Filter("o.expected_amount", scale=CENTS, within=_OPEN_DEALS),
        "odds": Filter("o.odds_calc", scale=TENTHS, within=_OPEN_DEALS),
        "gap": Filter("", within=_OPEN_DEALS),
        "feedback": Filter("c.open_feedback"),
        "severe": Filter(_SEVERE_CASES),
        **_stamps("c"),
    },
    "contacts": {
        "customer": Filter("k.customer_id"),
        **_columns("k", code="code", name="name", department="department", title="title"),
        **_columns("k", email="email", city="city", province="province", primary="is_primary"),
        **_columns("k", birthday="birth_date", left="left_at"),
        "grade": Filter(x.GRADE),
        "owner": Filter("c.owner_id"),
        **_stamps("k"),
    },
    "opportunities": {
        **_columns("o", pipeline="pipeline", need="need_status", grade="grade"),
        **_columns("o", owner="owner_id", customer="customer_id", code="code", title="title"),
        **_columns("o", currency="currency", mine="odds_manual", due="expected_close_date"),
        **_columns("o", spend="spend_date", next="next_step_date", closed="closed_on"),
        **_columns("o", qualified="qualified"),
        "amount": Filter("o.expected_amount", scale=CENTS),
        "budget": Filter("o.budget_amount", scale=CENTS),
        "odds": Filter("o.odds_calc", scale=TENTHS),
        "gap": Filter(""),
        "open": Filter(f"NOT {x.DEAL_ENDED}"),
        "overdue": Filter(f"o.expected_close_date < :today AND {x.OPEN_DEAL}"),
        **_stamps("o"),
    },
    "follow-ups": {
        "due": Filter(x.FOLLOW_UP_DUE),
        **_columns("u", status="status", kind="kind", owner="assignee_id", customer="customer_id"),
        **_columns("u", code="code", title="title", priority="priority"),
        "grade": Filter(x.GRADE),
        "open": Filter(x.FOLLOW_UP_OPEN),
        "overdue": Filter(f"({x.FOLLOW_UP_DUE}) < :today AND {x.FOLLOW_UP_OPEN}"),
        "amount": Filter("o.expected_amount", scale=CENTS),
        "odds": Filter("o.odds_calc", scale=TENTHS),
        "done": Filter("u.done_at", instant=True),
        **_stamps("u"),
    },
    "interactions": {
        "at": Filter("i.at", instant=True),
        **_columns("i", channel="channel", direction="direction", kind="kind"),
        **_columns("i", step="lifecycle_step", need="need_after", owner="user_id"),
        **_columns("i", customer="customer_id", summary="summary", minutes="minutes"),
        "next": Filter("i.next_contact_at", instant=True),
        **_stamps("i"),
    },
    "orders": {
        **_columns("s", date="sale_date", status="status", owner="owner_id", code="code"),
        **_columns("s", customer="customer_id", contract="order_contract_no", invoice="invoice_no"),
        **_columns("s", currency="currency", due="promised_on", delivered="delivered_on"),
        "amount": Filter("s.amount", scale=CENTS),
        "paid": Filter("s.paid_amount", scale=CENTS),
        "open": Filter("s.status = 'OPEN'"),
        "overdue": Filter("s.promised_on < :today AND s.status = 'OPEN'"),
        **_stamps("s"),
    },
    "feedback": {
        **_columns("f", state="state", kind="kind", channel="channel", priority="priority"),
        **_columns("f", category="category", dimension="quality_dimension", code="code"),
        **_columns("f", element="experience_element", owner="owner_id", customer="customer_id"),
        **_columns("f", text="text", round="round"),
        "due": Filter("f.due_at", instant=True),
        "received": Filter("f.received_at", instant=True),
        "closed": Filter("f.closed_at", instant=True),
        "open": Filter(x.CASE_OPEN),
        "safety": Filter(x.CASE_SAFETY),
        "severe": Filter(f"({x.CASE_SEVERE})"),
        "overdue": Filter(x.CASE_OVERDUE),
        "untold": Filter(f"(f.notice_due_at < :now AND {x.CASE_OPEN})"),
        "paused": Filter("(f.paused_at IS NOT NULL)"),
        **_stamps("f"),
    },
    "products": {
        **_columns("p", code="code", name="name", unit="unit", currency="currency"),
        **_columns("p", margin="min_margin_pct", warranty="warranty_months"),
        "price": Filter("p.list_price", scale=CENTS),
        "cost": Filter("p.unit_cost", scale=CENTS),
        **_stamps("p"),
    },
    "users": {
        **_columns("w", login="login", name="name", active="active", language="locale"),
        "role": Filter("',' || w.roles || ','"),
        "team": Filter("t.name"),
        **_stamps("w"),
    },
    "tickets": {
        **_columns("tk", state="state", kind="kind", place="place", owner="owner_id"),
        **_columns("tk", customer="customer_id", code="code", symptom="symptom", serial="serial"),
        **_columns("tk", round="round", satisfaction="satisfaction", warranty="warranty_until"),
        "technician": Filter("tn.name"),
        "product": Filter("g.name"),
        "due": Filter("tk.due_at", instant=True),
        "received": Filter("tk.received_at", instant=True),
        "visit": Filter("tk.visit_start", instant=True),
        "closed": Filter("tk.closed_at", instant=True),
        "open": Filter(x.TICKET_OPEN),
        "paused": Filter("tk.paused_since IS NOT NULL"),
        "waiting": Filter("tk.state = 'WAITING_PARTS'"),
        "overdue": Filter(x.TICKET_OVERDUE),
        **_stamps("tk"),
    },
    "technicians": {
        **_columns("tn", code="code", name="name", skills="skills", region="region"),
        **_columns("tn", active="active"),
        **_stamps("tn"),
    },
    "bookings": {
        "start": Filter("bk.start", instant=True),
        "end": Filter("bk.end", instant=True),
        "technician": Filter("tn.name"),
        "ticket": Filter("tk.code"),
        **_columns("bk", code="code"),
        **_stamps("bk"),
    },
    "parts": {
        **_columns("pt", code="code", name="name", stock="on_hand", reserved="reserved"),
        "free": Filter("(pt.on_hand - pt.reserved)"),
        "low": Filter(x.PART_LOW),
        **_stamps("pt"),
    },
    "solution-notes": {
        **_columns("sn", code="code", symptom="symptom", tags="tags", held="held"),
        "product": Filter("g.name"),
        **_stamps("sn"),
    },
    "dispatch-rules": {
        **_columns("dr", code="code", word="word", region="region", kind="kind"),
        **_columns("dr", owner="assignee_id", active="active"),
        **_stamps("dr"),
    },
    "changes": {
        "at": Filter("h.at", instant=True),
        **_columns("h", owner="actor_id", state="state", label="label", seq="id"),
    },
}
