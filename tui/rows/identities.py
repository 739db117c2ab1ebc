"""Lines of the identity method: an answer, a customer's identities, the registry, the log."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from models.enums import (
    AccessKind,
    AccessPurpose,
    AccessResult,
    DocumentState,
    DocumentType,
    IdentityState,
)
from models.width import cell_width
from tui.i18n import day, moment, number, tr
from tui.labels import choice_label, field_label, label, reason_text, short
from tui.rows.layout import Column, Now, lay_out
from tui.rows.lines import Line, Lines, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.views.identity import (
        Answer,
        DocumentRow,
        IdentityRow,
        ReferenceRow,
        RequestRow,
        SystemRow,
    )

REVEAL, REPLACE = "reveal", "replace"
FIRST = "first"  # key of the first row of a table, below its head
_NEVER = Now(date.min, datetime.min.replace(tzinfo=UTC))  # where the day does not matter


def answer_lines(answer: Answer, width: int) -> tuple[Line, ...]:
    """What another system would be told: id, grant and activity, or why not."""
    page = Lines(width)
    if not answer.matched:
        for part in wrapped(reason_text(answer.reason, "identity"), page.width - 2):
            page.add((f" {part}", "red"), key=part)
        if answer.result is None:
            page.blank()
            for part in wrapped(_no_hint(), page.width - 2):
                page.add((f" {part}", "muted"), key=part)
        return page.done()
    page.add(
        (f" {tr('Matched')}  ", "good"),
        (answer.customer_code, "strong"),
        key="matched",
        entity="customer",
        record_id=answer.customer_id or 0,
    )
    page.field(tr("Grant"), str(answer.grant_id))
    page.field(tr("Expires"), moment(answer.expires_at) if answer.expires_at else "")
    page.field(field_label("identity", "scope"), ", ".join(answer.scope) or tr("none"))
    _activity(page, answer)
    return page.done()


def _activity(page: Lines, answer: Answer) -> None:
    if not answer.scope:
        page.blank()
        said = tr("No kind of activity was asked for, so none is told.")
        for part in wrapped(said, page.width - 2):
            page.add((f" {part}", "muted"), key=part)
        return
    page.heading(f"{tr('Activity')} · {number(len(answer.rows))}")
    for row in answer.rows:
        page.add(
            (f" {moment(row.at)}  ", "muted"),
            (row.kind, "strong"),
            (f"  {row.system}", "muted"),
        )
        for part in wrapped(row.payload, page.width - 4):
            page.add((f"   {part}", ""))
    if not answer.rows:
        page.add((f" {tr('Nothing of this scope.')}", "muted"), key="none")


def _no_hint() -> str:
    return tr(
        "Whether the number is unknown, another element differs or a document was replaced is "
        "told to nobody. The log has the cause, for auditors and managers."
    )


# ── identities of a customer ────────────────────────────────────────────────────────────


def identity_lines(
    rows: Sequence[IdentityRow],
    references: Sequence[ReferenceRow],
    kinds: Sequence[tuple[str, int, datetime]],
    width: int,
) -> tuple[Line, ...]:
    """Identities with their documents, numbers in other systems, what these told."""
    page = Lines(width)
    for row in rows:
        _identity(page, row)
    if not rows:
        page.add((f" {tr('No identity on record. n stores one.')}", "muted"), key="none")
    page.heading(tr("In other systems"))
    for one in references:
        page.add(
            (f" {one.system_name}  ", "muted"),
            (one.external_id, "strong"),
            key=f"reference {one.id}",
            entity="external_ref",
            record_id=one.id,
        )
    for kind, count, newest in kinds:
        said = tr("{kind}: {count}, the newest {at}", count=count, kind=kind, at=moment(newest))
        page.add((f" {said}", ""), key=f"kind {kind}")
    if not references and not kinds:
        page.add((f" {tr('Unknown there.')}", "muted"), key="unknown")
    return page.done()


def _identity(page: Lines, row: IdentityRow) -> None:
    over = row.state is IdentityState.REVOKED
    about: dict[str, Any] = {"entity": "identity", "record_id": row.id}
    if page.made:
        page.blank()
    who = f" {row.name} · {label(row.sex)} · {day(row.birth_date)}"
    page.add((who, "title"), key=f"identity {row.id}", **about)  # the cursor begins here
    state = f"{label(row.state)}: {row.reason}" if over else label(row.state)
    basis = " · ".join(filter(None, (label(row.legal_basis), row.basis_note, row.contact_name)))
    for text, tone in ((state, "muted" if over else "good"), (basis, "muted")):
        for part in wrapped(text, page.width - 2):
            page.add((f" {part}", tone), key=f"identity {row.id} {part}", **about)
    for document in row.documents:
        _document(page, document)


def _document(page: Lines, row: DocumentRow) -> None:
    current = row.state is DocumentState.CURRENT
    ended = f"{label(row.state)} {day(row.ended_on)}" if row.ended_on else ""
    until = tr("valid until {day}", day=day(row.valid_until)) if row.valid_until else ""
    about: dict[str, Any] = {
        "entity": "document",
        "record_id": row.id,
        "act": row.state.value,
        "deal_id": row.identity_id,
    }
    kind, more = f"   {short(row.document_type)}", " · ".join(filter(None, (until, ended)))
    number = (f"  {row.masked}  ", "strong" if current else "muted")
    room = page.width - cell_width(kind + number[0])
    here = more if cell_width(more) <= room else ""
    page.add((kind, "muted"), number, (here, "muted"), key=f"document {row.id}", **about)
    if more and not here:
        page.add((f"     {more}", "muted"), key=f"document {row.id} more", **about)


# ── the registry ────────────────────────────────────────────────────────────────────────


def _asked(row: SystemRow, _now: Now) -> str:
    return moment(row.last_asked) if row.last_asked else "-"


def _off(row: SystemRow, _now: Now) -> str:
    return "" if row.enabled else "muted"


def _head(entity: str, name: str) -> Any:
    return lambda: field_label(entity, name)


SYSTEM_COLUMNS: tuple[Column[SystemRow], ...] = (
    Column("sign", lambda: "", lambda row, _now: " " if row.enabled else "-", 1, _off),
    Column("key", _head("source_system", "key"), lambda row, _now: row.key, 12, _off),
    Column(
        "name", _head("source_system", "name"), lambda row, _now: row.name, 14, _off, flexible=True
    ),
    Column("scopes", lambda: tr("Scopes"), lambda row, _now: row.scopes, 18, rank=1),
    Column(
        "references",
        lambda: tr("Customers"),
        lambda row, _now: number(row.references),
        9,
        right=True,
        rank=3,
    ),
    Column("asked", lambda: tr("Asked last"), _asked, 16, rank=2),
)


def system_lines(rows: Sequence[SystemRow], now: Now, width: int) -> tuple[Line, ...]:
    """Who may ask, for which kinds of activity; those that may not at present last."""
    page = Lines(width)
    layout = lay_out(SYSTEM_COLUMNS, width)
    if rows:
        page.add(*layout.head(), key="columns")
    for place, row in enumerate(rows):
        page.add(
            *layout.row(row, now),
            key=f"system {row.id}" if place else FIRST,
            entity="source_system",
            record_id=row.id,
            question=row.key,
        )
    if not rows:
        said = tr("No other system is registered. n registers one.")
        page.add((f" {said}", "muted"), key="none")
    return page.done()


# ── the log ─────────────────────────────────────────────────────────────────────────────


def _tone(row: RequestRow, _now: Now) -> str:
    if row.result is AccessResult.OK:
        return ""
    return "red" if row.result in (AccessResult.E08, AccessResult.E12) else "amber"


def _document_text(row: RequestRow, _now: Now) -> str:
    return f"{_type(row)} *{row.last4}" if row.last4 else ""


def _type(row: RequestRow) -> str:
    return short(DocumentType(row.document_type)) if row.document_type else ""


def _who(row: RequestRow, _now: Now) -> str:
    return " / ".join(filter(None, (row.requester, row.user_name)))


def _rows(row: RequestRow, _now: Now) -> str:
    return number(row.row_count) if row.kind is AccessKind.FETCH else ""


REQUEST_COLUMNS: tuple[Column[RequestRow], ...] = (
    Column("at", lambda: tr("When"), lambda row, _now: moment(row.at), 16),
    Column("result", lambda: tr("Result"), lambda row, _now: short(row.result), 16, _tone),
    Column("system", _head("external_ref", "system"), lambda row, _now: row.system, 10, rank=1),
    Column("document", lambda: tr("Document"), _document_text, 20, rank=3),
    Column("customer", lambda: tr("Customer"), lambda row, _now: row.customer_code, 8, rank=2),
    Column("rows", lambda: tr("Rows"), _rows, 5, right=True, rank=4),
    Column("who", lambda: tr("By"), _who, 8, flexible=True),
)


def request_lines(rows: Sequence[RequestRow], now: Now, width: int) -> tuple[Line, ...]:
    """The newest requests, the newest first, with their true causes."""
    page = Lines(width)
    layout = lay_out(REQUEST_COLUMNS, width)
    if rows:
        page.add(*layout.head(), key="columns")
    for place, row in enumerate(rows):
        key = f"request {row.id}" if place else FIRST
        page.add(*layout.row(row, now), key=key, deal_id=place + 1)
    if not rows:
        page.add((f" {tr('Nobody has asked yet.')}", "muted"), key="none")
    return page.done()


def request_detail(row: RequestRow, width: int) -> tuple[Line, ...]:
    """One line of the log in full."""
    page = Lines(width)
    page.field(tr("When"), moment(row.at))
    page.field(tr("What"), label(row.kind))
    page.field(tr("Result"), label(row.result), tone=_tone(row, _NEVER))
    page.field(field_label("external_ref", "system"), row.system)
    page.field(field_label("identity", "requester"), row.requester)
    page.field(tr("User here"), row.user_name)
    page.field(
        field_label("identity", "purpose"),
        choice_label(AccessPurpose, row.purpose) if row.purpose else "",
    )
    page.field(field_label("identity", "scope"), row.scope)
    page.field(tr("Document"), _document_text(row, _NEVER))
    page.field(tr("Digest"), row.number_hmac)
    page.field(tr("Customer"), row.customer_code)
    page.field(tr("Grant"), str(row.grant_id or ""))
    page.field(tr("Rows"), _rows(row, _NEVER))
    page.field(tr("Took"), tr("{n} ms", n=row.duration_ms))
    return page.done()
