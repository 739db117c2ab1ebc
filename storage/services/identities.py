"""Identities of customers: stored with a legal basis, documents replaced, numbers shown masked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from models.enums import DocumentState, DocumentType, IdentityState, Sex
from models.explanation import Reason
from models.fields.parsing import parse_values
from models.fields.registry import entity
from models.records.contact import Contact
from models.records.customer import Customer
from models.records.identity import Document, Identity
from models.rules import identity as rules
from models.rules.identity import FiveElements
from models.rules.rights import NOBODYS, Action, Whose
from models.views.identity import DocumentRow, IdentityRow, ReferenceRow
from storage.effects.changing import conflicts_of, stale
from storage.effects.saving import (
    Saved,
    apply,
    parsing_context,
    require,
    resolve_links,
    saved,
)
from storage.errors import Duplicate, Invalid, NotFound, Refused
from storage.queries import identities as queries
from storage.sealing import document_digest
from storage.services.core import Core
from storage.work import Work, encode_params

_IDENTITY = entity("identity")
_DOCUMENT = entity("document")
Texts = Mapping[str, str | None]
Words = Mapping[str, Mapping[str, str]]


class Identities:
    """Who a customer is by document, what other systems call them, what these told of them."""

    def __init__(self, core: Core) -> None:
        self._core = core

    # ── reading ─────────────────────────────────────────────────────────────────────────

    def of_customer(self, customer_id: int) -> Sequence[IdentityRow]:
        """The identities of a customer with their documents; numbers are masked."""

        def read(reader: Any) -> list[IdentityRow]:
            documents: dict[int, list[DocumentRow]] = {}
            for one in queries.documents(reader, customer_id):
                row = DocumentRow(*one[:3], rules.mask(one[3]), *one[4:])
                documents.setdefault(one[1], []).append(row)
            return [
                IdentityRow(*one, documents=tuple(documents.get(one[0], ())))
                for one in queries.identities(reader, customer_id)
            ]

        return self._core.read(read, "identities")

    def references(self, customer_id: int) -> Sequence[ReferenceRow]:
        """What other systems call a customer (S0-ID-02)."""
        return self._core.read(lambda reader: queries.references(reader, customer_id))

    def kinds(self, customer_id: int) -> Sequence[tuple[str, int, Any]]:
        """(kind, how many, the newest) of what other systems told of a customer."""
        return self._core.read(lambda reader: queries.kinds(reader, customer_id))

    # ── storing ─────────────────────────────────────────────────────────────────────────

    def add(self, customer_id: int, texts: Texts, words: Words | None = None) -> Saved:
        """Stores a person as it stands on a document; the legal basis is needed (section 10).

        `texts`: the fields of `identity` and `document`. Raises Invalid (E01 to E05 as the
        objection of a field, no legal basis), Duplicate where the number is on record.
        """

        def unit(work: Work) -> Saved:
            customer = work.get(Customer, customer_id)
            values = self._read(work, texts, words)
            five = _five(values)
            _check(work, five)
            identity = work.add(
                Identity, customer_id=customer.id, **_of(_IDENTITY, values), **_normal(five)
            )
            _check_contact(work, identity)
            work.session.flush()
            self._document(work, identity, five, values)
            _name(work, customer)
            return saved(identity)

        return self._core.write("change.identity_new", {}, unit)

    def correct(
        self,
        identity_id: int,
        texts: Texts,
        *,
        version: int | None = None,
        originals: Mapping[str, str] | None = None,
        words: Words | None = None,
    ) -> Saved:
        """Puts name, sex, birth date or basis right; its current documents must still fit.

        Raises Invalid, Stale as `Records.update` does, Refused where it was revoked.
        """

        def unit(work: Work) -> Saved:
            identity = _active(work, identity_id)
            context = parsing_context(work, words)
            values, problems = parse_values(_IDENTITY, texts, context)
            resolved = resolve_links(work, _IDENTITY, values, problems)
            if problems:
                raise Invalid(problems)
            if version is not None and identity.version != version:
                found = conflicts_of(work, _IDENTITY, identity, resolved, originals, context)
                if found or originals is None:
                    raise stale(work, _IDENTITY, identity, found)
            apply(identity, _IDENTITY, resolved)
            require(_IDENTITY, identity)
            _check_contact(work, identity)
            identity.name = rules.normal_name(identity.name)
            for document in work.all(Document, identity_id=identity.id):
                if document.state is DocumentState.CURRENT:
                    number = document.document_number
                    _check(work, _elements(identity, document.document_type, number))
            _name(work, work.get(Customer, identity.customer_id))
            work.session.flush()
            return saved(identity)

        return self._core.write("change.identity_set", {}, unit)

    def add_document(
        self,
        identity_id: int,
        texts: Texts,
        *,
        replaces: int | None = None,
        words: Words | None = None,
    ) -> Saved:
        """Another document of the same person; `replaces` ends one, which stays as history (E13).

        Raises Invalid, Duplicate as `add` does; Refused where the identity was revoked.
        """

        def unit(work: Work) -> Saved:
            identity = _active(work, identity_id)
            values = self._parsed(work, _DOCUMENT, texts, words)
            kind, number = values.get("document_type"), values.get("document_number")
            five = rules.normalised(_elements(identity, kind, str(number or "")))
            _check(work, five)
            if replaces is not None:
                old = work.get(Document, replaces)
                if old.identity_id != identity.id or old.state is not DocumentState.CURRENT:
                    raise Refused("identity.ended", state=old.state)
                old.state, old.ended_on = DocumentState.REPLACED, work.today
                work.session.flush()
            made = self._document(work, identity, five, values)
            _name(work, work.get(Customer, identity.customer_id))
            return saved(made)

        return self._core.write("change.identity_document", {}, unit)

    def revoke(self, identity_id: int, reason: str) -> Saved:
        """Ends an identity: it stays as history and answers nobody (E13). Invalid: no reason."""

        def unit(work: Work) -> Saved:
            identity = _active(work, identity_id)
            identity.reason = _reason(reason)
            identity.state = IdentityState.REVOKED
            for document in work.all(Document, identity_id=identity.id):
                if document.state is DocumentState.CURRENT:
                    document.state, document.ended_on = DocumentState.REVOKED, work.today
            _name(work, work.get(Customer, identity.customer_id))
            work.session.flush()
            return saved(identity)

        return self._core.write("change.identity_revoke", {}, unit)

    # ── revealing ───────────────────────────────────────────────────────────────────────

    def reveal(self, document_id: int, reason: str) -> str:
        """The whole number of a document: an act of its own, kept in the log with its reason.

        Raises Invalid without a reason, Refused where the right is missing (11.3), NotFound.
        """
        why = _reason(reason)
        found = self._core.read(lambda reader: queries.document(reader, document_id))
        if found is None:
            raise NotFound("not_found", entity="document", value=document_id)
        code, owner_id = found
        whose = Whose(frozenset({owner_id})) if owner_id else NOBODYS
        self._core.require(Action.REVEAL, whose, entity="document")
        # Past the mask of the user's own reads: the right was asked for.
        number = self._core.database.read(lambda reader: queries.number(reader, document_id))
        told = {"code": code, "field": "document_number", "reason": why}
        self._core.units.log("access.reveal", told)
        return number

    # ── inside ──────────────────────────────────────────────────────────────────────────

    def _read(self, work: Work, texts: Texts, words: Words | None) -> dict[str, Any]:
        known = {field.name for spec in (_IDENTITY, _DOCUMENT) for field in spec.editable}
        unknown = [name for name in texts if name not in known]
        if unknown:
            params = {"field": unknown[0], "allowed": ", ".join(sorted(known))}
            raise Invalid([Reason("field.unknown_field", params)])
        values: dict[str, Any] = {}
        for spec in (_IDENTITY, _DOCUMENT):
            names = {field.name for field in spec.editable}
            own = {name: text for name, text in texts.items() if name in names}
            values.update(self._parsed(work, spec, own, words))
        if values.get("legal_basis") is None:
            raise Invalid([Reason("field.required", {"field": "legal_basis"})])
        return values

    @staticmethod
    def _parsed(work: Work, spec: Any, texts: Texts, words: Words | None) -> dict[str, Any]:
        values, problems = parse_values(spec, texts, parsing_context(work, words))
        resolved = resolve_links(work, spec, values, problems)
        if problems:
            raise Invalid(problems)
        return resolved

    def _document(
        self, work: Work, identity: Identity, five: FiveElements, values: Mapping[str, Any]
    ) -> Document:
        digest = document_digest(work.key, five.document_type, five.document_number)
        taken = work.all(Document, number_hmac=digest, state=DocumentState.CURRENT)
        if taken:
            raise Duplicate("identity.number_taken", field="document_number")
        made = work.add(
            Document,
            identity_id=identity.id,
            document_type=DocumentType(five.document_type),
            document_number=five.document_number,
            number_hmac=digest,
            valid_until=values.get("valid_until"),
        )
        work.session.flush()
        return made


def _of(spec: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    own = {field.column for field in spec.editable} - set(rules.ELEMENTS)
    return {column: value for column, value in values.items() if column in own}


def _five(values: Mapping[str, Any]) -> FiveElements:
    texts = {name: str(values.get(name) or "") for name in rules.ELEMENTS}
    return rules.normalised(FiveElements(**texts))


def _elements(identity: Identity, kind: object, number: str) -> FiveElements:
    born = identity.birth_date.isoformat()
    return FiveElements(identity.name, identity.sex, born, str(kind or ""), number)


def _normal(five: FiveElements) -> dict[str, Any]:
    born = date.fromisoformat(five.birth_date)
    return {"name": five.name, "sex": Sex(five.sex), "birth_date": born}


def _check(work: Work, five: FiveElements) -> None:
    wrong = rules.check(five, work.today)
    if wrong is not None:
        raise Invalid([wrong.reason])


def _check_contact(work: Work, identity: Identity) -> None:
    contact = work.find(Contact, identity.contact_id)
    if contact is not None and contact.customer_id != identity.customer_id:
        params = {"field": "contact", "value": contact.code, "target": "contact"}
        raise Invalid([Reason("field.unknown_link", params)])


def _active(work: Work, identity_id: int) -> Identity:
    found = work.get(Identity, identity_id)
    if found.state is not IdentityState.ACTIVE:
        raise Refused("identity.ended", state=found.state)
    return found


def _reason(text: str) -> str:
    why = " ".join(text.split())[:200]
    if not why:
        raise Invalid([Reason("field.required", {"field": "reason"})])
    return why


def _name(work: Work, customer: Customer) -> None:
    assert work.change is not None
    work.change.params = encode_params({"code": customer.code, "name": customer.name[:80]})
