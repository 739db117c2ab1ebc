"""Lists as text and JSON, for every verb that prints one: columns, codes of links, queries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from models.fields.registry import find_entity
from models.query_terms import KINDS
from tui import labels
from tui.cli.options import UsageError
from tui.cli.output import plain, sentence
from tui.cli.values import cell_text, linked, row_data
from tui.i18n import N_, tr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from models.query import Query
    from tui.cli.call import Call

# Columns of a text table: attributes of the row.
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "customers": (
        "code",
        "grade",
        "name",
        "next_tracking_due",
        "urgency",
        "deal_status",
        "need_status",
        "importance",
        "stage",
        "owner_name",
    ),
    "contacts": ("code", "name", "customer_name", "title", "office_phone", "email", "city"),
    "opportunities": (
        "code",
        "title",
        "customer_name",
        "pipeline",
        "grade",
        "expected_amount",
        "expected_close_date",
        "odds",
        "owner_name",
    ),
    "follow-ups": ("code", "due", "due_time", "kind", "status", "customer_name", "title"),
    "interactions": ("at", "channel", "kind", "customer_name", "contact_name", "summary"),
    "orders": ("code", "order_contract_no", "sale_date", "status", "customer_name", "amount"),
    "feedback": ("code", "kind", "state", "round", "customer_name", "due_at", "text"),
    "products": ("code", "name", "unit", "list_price", "warranty_months"),
    "users": ("login", "name", "roles", "active", "team_name"),
    "tickets": (
        "code",
        "kind",
        "state",
        "round",
        "customer_name",
        "due_at",
        "technician_name",
        "symptom",
    ),
    "technicians": ("code", "name", "skills", "region", "active"),
    "bookings": ("code", "technician_name", "start", "end", "ticket_code", "customer_name"),
    "parts": ("code", "name", "on_hand", "reserved", "free", "reorder_level", "low"),
    "solution-notes": ("code", "symptom", "solution", "product_name", "held"),
    "dispatch-rules": ("code", "word", "product_name", "region", "kind", "assignee_name", "active"),
    "changes": ("seq", "at", "actor_name", "label", "state"),
}
_HEADS: Final = {
    "owner_name": "owner",
    "customer_name": "customer",
    "contact_name": "contact",
    "team_name": "team",
    "technician_name": "technician",
    "ticket_code": "ticket",
    "product_name": "product",
    "assignee_name": "assignee",
    "odds": "odds_calc",
    "due": "due_date",
}


def listed_kind(name: str) -> str:
    """The KIND of a list; UsageError names those there are."""
    spec = find_entity(name)
    kind = spec.kind if spec else name
    if kind not in KINDS or kind not in COLUMNS:
        message = N_("There is no list of {kind}. Lists: {kinds}.")
        raise UsageError(message, kind=name, kinds=", ".join(COLUMNS))
    return kind


def parsed(call: Call, text: str, kind: str) -> Query:
    """A query line; each wrong place is marked, and the verb ends as a usage error."""
    query = call.services.lists.parse(text, kind, call.vocabulary if text else None)
    if not query.problems:
        return query
    problem = query.problems[0]
    message = N_("{query}\n{mark}\n{sentence}")
    mark = " " * (len("fivefold: ") + _cells(text[: problem.start]))
    mark += "^" * max(_cells(text[problem.start : problem.end]), 1)
    raise UsageError(message, query=text, mark=mark, sentence=sentence(problem))


def _cells(text: str) -> int:
    from models.width import cell_width

    return cell_width(text)


def print_rows(call: Call, kind: str, rows: Sequence[Any], *, more: str = "") -> None:
    """Rows of a list on standard output, in words or as JSON."""
    if call.options.json:
        call.out.data(rows_data(call, kind, rows))
        return
    spec = find_entity(kind)
    entity = spec.name if spec else ""
    if not rows:
        call.out.note(tr("Nothing found."))
        return
    names = COLUMNS[kind]
    heads = [_head(entity, name) for name in names]
    cells = [[_cell(spec, name, row) for name in names] for row in rows]
    call.out.table(heads, cells)
    if more:
        call.out.note(more)


def _head(entity: str, name: str) -> str:
    if not entity:
        return {
            "seq": tr("No."),
            "at": tr("When"),
            "actor_name": tr("Who"),
            "label": tr("What"),
            "state": tr("State"),
        }[name]
    return labels.column_head(entity, _HEADS.get(name, name))


def _cell(spec: Any, name: str, row: Any) -> str:
    if name == "label" and spec is None:
        return change_text(row)
    if name == "state" and spec is None:
        from models.enums import ChangeState

        return labels.choice_label(ChangeState, row.state)
    return cell_text(spec, name, row)


def change_text(row: Any) -> str:
    """A change of the log in words."""
    from models.explanation import Reason

    return labels.reason_text(Reason(row.label, row.params))


def rows_data(call: Call, kind: str, rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Rows as JSON, links by code or login."""
    if kind == "changes":
        return [_change_data(row) for row in rows]
    spec = find_entity(kind)
    entity = spec.name if spec else ""
    names = codes_of(call, linked(entity, rows))
    return [row_data(entity, row, names) for row in rows]


def _change_data(row: Any) -> dict[str, Any]:
    return {
        "change": row.seq,
        "at": plain(row.at),
        "user": row.actor_name,
        "label": row.label,
        "text": change_text(row),
        "params": dict(row.params),
        "state": row.state,
        "origin": row.origin,
        "entries": row.entries,
        "undoes": row.undoes_id,
        "undone_by": row.undone_by_id,
    }


def codes_of(call: Call, wanted: Mapping[str, set[int]]) -> dict[tuple[str, int], str]:
    """Codes and logins of linked records."""
    found = {}
    for entity, ids in wanted.items():
        for record_id, code in call.services.lists.codes(entity, ids).items():
            found[(entity, record_id)] = code
    return found
