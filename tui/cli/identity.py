"""`identity`: identities and documents of customers, the registry, the log of requests.

A document number is read from standard input: on the command line others could see it.
"""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Any

from models.fields.registry import entity as entity_named
from tui import labels
from tui.cli.json_lines import Answered, Texts, serve
from tui.cli.options import UsageError
from tui.i18n import N_, day, moment, tr, yes_no

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from models.views.identity import IdentityRow, RequestRow
    from tui.cli.call import Call

_NUMBER = "document_number"


def run(call: Call) -> int:
    """The first word says what to do."""
    (name,) = call.take("WORD")
    known: Mapping[str, Callable[[Call], int]] = {
        "show": _show,
        "add": _add,
        "correct": _correct,
        "document": _document,
        "revoke": _revoke,
        "reveal": _reveal,
        "systems": _systems,
        "tell": _tell,
        "log": _log,
        "verify": _verify,
    }
    if name not in known:
        message = N_("{word} is no word of identities. Write one of: {allowed}.")
        raise UsageError(message, word=name, allowed=", ".join(known))
    return known[name](call)


def _show(call: Call) -> int:
    (code,) = call.take("CODE")
    call.finish()
    return _printed(call, call.find(code, "customer")[1])


def _add(call: Call) -> int:
    (code,) = call.take("CODE")
    customer_id = call.find(code, "customer")[1]
    texts = _texts(call)
    call.services.identities.add(customer_id, {**texts, _NUMBER: _number()}, call.vocabulary)
    return _printed(call, customer_id)


def _correct(call: Call) -> int:
    (code,) = call.take("IDENTITY")
    identity_id, customer_id = _identity(call, code)
    texts = call.assignments(entity_named("identity"))
    call.services.identities.correct(identity_id, texts, words=call.vocabulary)
    return _printed(call, customer_id)


def _document(call: Call) -> int:
    (code,) = call.take("IDENTITY")
    identity_id, customer_id = _identity(call, code)
    old = call.value("replaces")
    replaces = call.find(old, "document")[1] if old else None
    texts = {**_texts(call), _NUMBER: _number()}
    call.services.identities.add_document(
        identity_id, texts, replaces=replaces, words=call.vocabulary
    )
    return _printed(call, customer_id)


def _revoke(call: Call) -> int:
    (code,) = call.take("IDENTITY")
    call.finish()
    identity_id, customer_id = _identity(call, code)
    call.services.identities.revoke(identity_id, call.value("reason") or "")
    return _printed(call, customer_id)


def _reveal(call: Call) -> int:
    (code,) = call.take("DOCUMENT")
    call.finish()
    number = call.services.identities.reveal(
        call.find(code, "document")[1], call.value("reason") or ""
    )
    if call.options.json:
        call.out.data({_NUMBER: number})
    else:
        call.out.line(number)
    return 0


def _identity(call: Call, code: str) -> tuple[int, int]:
    """(id, id of its customer) of identities/ID."""
    identity_id = call.find(code, "identity")[1]
    customer_id = call.services.cards.record("identity", identity_id)["customer_id"]
    assert isinstance(customer_id, int)
    return identity_id, customer_id


def _texts(call: Call) -> dict[str, str]:
    """FIELD=VALUE words of an identity and its document, the number apart."""
    found: dict[str, str] = {}
    own = {spec.name for spec in entity_named("document").editable}
    for word in call.words:
        home = "document" if word.partition("=")[0].strip() in own else "identity"
        found |= call.assignments(entity_named(home), [word])
    call.words = []
    if _NUMBER in found:
        raise UsageError(
            N_("The number is not typed here, where others can see it: it is read from the input.")
        )
    return found


def _number() -> str:
    if sys.stdin.isatty():
        from getpass import getpass

        return getpass(labels.field_label("document", _NUMBER) + ": ")
    return sys.stdin.readline().strip()


def _printed(call: Call, customer_id: int) -> int:
    service = call.services.identities
    rows, references = service.of_customer(customer_id), service.references(customer_id)
    if call.options.json:
        call.out.data(
            {
                "identities": [_data(row) for row in rows],
                "external_refs": [
                    {"id": str(one.id), "system": one.system, "external_id": one.external_id}
                    for one in references
                ],
            }
        )
        return 0
    for row in rows:
        call.out.line(
            f"identities/{row.id}  {row.name} · {labels.label(row.sex)} · {day(row.birth_date)}"
            f" · {labels.label(row.legal_basis)} · {labels.label(row.state)}"
        )
        for one in row.documents:
            until = (
                f" · {tr('valid until {day}', day=day(one.valid_until))}" if one.valid_until else ""
            )
            call.out.line(
                f"  documents/{one.id}  {labels.label(one.document_type)} {one.masked}"
                f" · {labels.label(one.state)}{until}"
            )
    for reference in references:
        call.out.line(
            f"external-refs/{reference.id}  {reference.system_name}: {reference.external_id}"
        )
    return 0


def _data(row: IdentityRow) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "name": row.name,
        "sex": row.sex,
        "birth_date": row.birth_date,
        "contact": row.contact_name or None,
        "legal_basis": row.legal_basis,
        "basis_note": row.basis_note or None,
        "state": row.state,
        "reason": row.reason or None,
        "documents": [
            {
                "id": str(one.id),
                "document_type": one.document_type,
                _NUMBER: one.masked,
                "valid_until": one.valid_until,
                "state": one.state,
                "ended_on": one.ended_on,
            }
            for one in row.documents
        ],
    }


def _systems(call: Call) -> int:
    call.finish()
    rows = call.services.identification.systems()
    if call.options.json:
        call.out.data(
            [
                {
                    "id": str(row.id),
                    "key": row.key,
                    "name": row.name,
                    "scopes": row.scopes.split(", "),
                    "enabled": row.enabled,
                    "external_refs": row.references,
                    "activities": row.activities,
                    "last_asked": row.last_asked,
                }
                for row in rows
            ]
        )
        return 0
    names = ("key", "name", "scopes", "enabled")
    heads = ["", *(labels.field_label("source_system", name) for name in names)]
    call.out.table(
        heads,
        [
            [f"source-systems/{row.id}", row.key, row.name, row.scopes, yes_no(row.enabled)]
            for row in rows
        ],
    )
    return 0


def _tell(call: Call) -> int:
    """What a system tells of its customers, by the numbers they have there: JSON lines."""
    call.finish()
    call.entity = "activity_record"
    return serve(call, partial(_told, call), "field.not_readable")


def _told(call: Call, line: Texts) -> Answered:
    system, number = line.pop("system", ""), line.pop("external_id", "")
    made = call.services.identification.tell(system, number, line)
    return 0, {"answer": "stored", "id": str(made.id)}


def _log(call: Call) -> int:
    system = call.words.pop(0) if call.words else ""
    call.finish()
    rows = call.services.identification.log(system.lower(), failed=call.switch("failed"))
    if call.options.json:
        call.out.data([_line(row) for row in rows])
        return 0
    heads = [
        labels.field_label("activity_record", "at"),
        labels.field_label("external_ref", "system"),
        tr("Result"),
        labels.field_label("document", "document_type"),
        tr("Ends with"),
        labels.field_label("identity", "customer"),
        tr("Rows"),
    ]
    call.out.table(
        heads,
        [
            [
                moment(row.at),
                row.system,
                labels.label(row.result),
                row.document_type,
                row.last4,
                row.customer_code,
                str(row.row_count),
            ]
            for row in rows
        ],
    )
    return 0


def _line(row: RequestRow) -> dict[str, Any]:
    hidden = ("customer_id", "id", "grant_id")
    found = {name: getattr(row, name) for name in row.__slots__ if name not in hidden}
    grant = str(row.grant_id) if row.grant_id else None
    return {
        **found,
        "id": str(row.id),
        "grant_id": grant,
        "customer_code": row.customer_code or None,
    }


def _verify(call: Call) -> int:
    call.finish()
    broken = call.services.identification.broken_lines()
    if call.options.json:
        call.out.data({"broken": [str(one) for one in broken]})
    elif broken:
        call.out.line(
            tr("Lines of the log that do not fit the journal: {count}", count=len(broken))
        )
    else:
        call.out.line(tr("Every line of the log fits the journal."))
    return 10 if broken else 0
