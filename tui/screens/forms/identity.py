"""Forms of the identity method: who is this; identities, documents, what is revealed and why."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from models.enums import AccessPurpose, AccessResult
from models.fields.registry import entity
from models.fields.spec import FieldKind, FieldSpec
from models.rules.identity import ELEMENTS, FiveElements
from models.views.identity import Asked
from storage.errors import Invalid
from tui.i18n import tr
from tui.labels import field_hint, field_label
from tui.rows.identities import answer_lines
from tui.screens.forms.common import (
    ask_of,
    code_and_name,
    enum_options,
    in_group,
    record_texts,
    system_options,
)
from tui.screens.forms.form import FormScreen
from tui.screens.forms.plan import Done, Filled, Plan
from tui.widgets.field_row import Ask

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from storage.services import Services
    from tui.bridge import Bridge

_IDENTITY, _DOCUMENT = entity("identity"), entity("document")
_REASON = FieldSpec("reason", max_length=200, required=True)
# What the request alone tells is said at its field, as any other mistake of a form.
_AT_FIELD = frozenset(
    {AccessResult.E01, AccessResult.E02, AccessResult.E03, AccessResult.E04, AccessResult.E05}
)


def identify_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """Five elements, who asks and what for; ends with the answer as a sheet."""
    services = bridge.services

    def load() -> Plan:
        purpose = FieldSpec("purpose", FieldKind.CHOICE, choices=AccessPurpose, required=True)
        system = FieldSpec("system", FieldKind.LINK, target="source_system", required=True)
        asked = (
            _ask(system, options=system_options(services)),
            _ask(purpose, options=enum_options(purpose)),
            Ask(
                FieldSpec("scope", max_length=400),
                field_label("identity", "scope"),
                hint=tr("Kinds of activity, e.g. visits; empty names the customer alone"),
            ),
            _ask(FieldSpec("requester", max_length=60)),
        )
        asks = (
            *in_group(_elements(services, ELEMENTS), tr("The five elements")),
            *in_group(asked, tr("Who asks, and what for")),
        )
        values = {"purpose": AccessPurpose.SERVICE.value, "document_type": "RESIDENT_ID"}
        values["requester"] = services.actor().login
        systems = system_options(services)
        if len(systems) == 1:
            values["system"] = systems[0][0]
        title = tr("Who is this: five elements")
        return Plan(
            title, asks, values, entity="identity", first="name", is_open=True, saves=tr("ask")
        )

    def submit(filled: Filled) -> Done:
        texts = filled.texts
        asked = Asked(
            texts.get("system", ""),
            texts.get("requester", ""),
            texts.get("purpose", ""),
            tuple(texts.get("scope", "").replace(" ", ",").split(",")),
        )
        five = FiveElements(**{name: texts.get(name, "") for name in ELEMENTS})
        answer = services.identification.identify(five, asked)
        if answer.result in _AT_FIELD:
            raise Invalid([answer.reason])
        return Done(
            tr("Answer to {system}", system=asked.system), sheet=partial(answer_lines, answer)
        )

    return FormScreen(bridge, "identify", params, load, submit)


def identity_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """An identity of a customer, new (`customer_id`) or put right (`record_id`)."""
    services = bridge.services
    record_id = int(params.get("record_id") or 0)

    def load() -> Plan:
        values: dict[str, str] = {"document_type": "RESIDENT_ID"}
        version = 0
        customer_id = int(params.get("customer_id") or 0)
        if record_id:
            found = services.cards.record("identity", record_id)
            customer_id, version = int(str(found["customer_id"])), int(str(found["version"]))
            values = record_texts(services, "identity", found)
        code, name = code_and_name(services, "customer", customer_id)
        names = ELEMENTS[:3] if record_id else (*ELEMENTS, "valid_until")
        kept = ("legal_basis", "basis_note", "contact")
        asks = (
            *in_group(_elements(services, names), tr("As on the document")),
            *in_group(_elements(services, kept, code), tr("Why it may be kept")),
        )
        title = tr("Identity: {name}", name=name)
        return Plan(
            title, asks, values, version, "identity", first="name", customer=code, is_open=True
        )

    def submit(filled: Filled) -> Done:
        if record_id:
            saved = services.identities.correct(
                record_id, filled.changed, version=filled.version, originals=filled.originals
            )
            return Done(tr("Put right."), saved.id)
        saved = services.identities.add(int(params["customer_id"]), filled.given)
        return Done(tr("Stored; the number is sealed."), saved.id)

    return FormScreen(bridge, "identity", params, load, submit)


def document_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """Another document of `identity_id`; `replaces` is the one that it follows."""
    services = bridge.services
    replaces = int(params.get("replaces") or 0)

    def load() -> Plan:
        found = services.cards.record("identity", int(params["identity_id"]))
        values = {"document_type": "RESIDENT_ID"}
        note = ""
        if replaces:
            old = services.cards.record("document", replaces)
            values["document_type"] = str(old["document_type"])
            note = tr(
                "{number} stays as history and matches no more.", number=old["document_number"]
            )
        asks = in_group(
            _elements(services, ("document_type", "document_number", "valid_until")), ""
        )
        title = tr("Document: {name}", name=found["name"])
        return Plan(title, asks, values, entity="document", note=note, first="document_number")

    def submit(filled: Filled) -> Done:
        saved = services.identities.add_document(
            int(params["identity_id"]), filled.given, replaces=replaces or None
        )
        return Done(tr("Stored; the number is sealed."), saved.id)

    return FormScreen(bridge, "document", params, load, submit)


def revoke_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """Ends an identity (`identity_id`) with a reason; it stays as history."""
    services = bridge.services
    identity_id = int(params["identity_id"])

    def load() -> Plan:
        found = services.cards.record("identity", identity_id)
        note = tr("It stays as history; no document of it matches any more.")
        title = tr("Revoke the identity: {name}", name=found["name"])
        return Plan(title, (_ask(_REASON),), entity="identity", note=note, saves=tr("revoke"))

    def submit(filled: Filled) -> Done:
        services.identities.revoke(identity_id, filled.texts["reason"])
        return Done(tr("Revoked."), identity_id)

    return FormScreen(bridge, "identity_revoke", params, load, submit)


def number_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """Why the whole number of a document (`document_id`) is to be seen; it is shown once."""
    services = bridge.services
    document_id = int(params["document_id"])

    def load() -> Plan:
        found = services.cards.record("document", document_id)
        note = tr("Who looked, when and why is written down.")
        title = tr("Show the number {number}", number=found["document_number"])
        asks = (Ask(_REASON, tr("Why it is needed")),)
        return Plan(title, asks, entity="identity", note=note, saves=tr("show it"))

    def submit(filled: Filled) -> Done:
        number = services.identities.reveal(document_id, filled.texts["reason"])
        return Done(field_label("document", "document_number"), document_id, receipt=(number,))

    return FormScreen(bridge, "document_number", params, load, submit)


def _elements(services: Services, names: Sequence[str], customer: str = "") -> tuple[Ask, ...]:
    """Fields of identity and document in the order of their names."""
    found = []
    for name in names:
        spec = _DOCUMENT if _DOCUMENT.field(name) is not None else _IDENTITY
        field = spec.field(name)
        assert field is not None
        found.append(ask_of(spec, field, services, customer))
    return tuple(found)


def _ask(spec: FieldSpec, options: tuple[tuple[str, str], ...] | None = None) -> Ask:
    return Ask(
        spec,
        field_label("identity", spec.name),
        options=options,
        hint=field_hint("identity", spec.name),
    )
