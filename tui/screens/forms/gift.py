"""The gift and meal register: an entry, and a manager's answer to one over a limit (9.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.enums import GiftState
from models.explanation import Reason
from models.fields.registry import entity
from models.fields.spec import FieldSpec
from storage.errors import Invalid, NotFound
from tui.i18n import day, money, tr
from tui.labels import enum_words, field_label, label, reason_text
from tui.screens.forms.common import asks_of, code_and_name, enum_options, in_group, record_texts
from tui.screens.forms.form import FormScreen
from tui.screens.forms.plan import Behaviour, Done, Filled, Plan
from tui.widgets.field_row import Ask

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from storage.services import Services
    from tui.bridge import Bridge

_SPEC = entity("gift_register")
_ASKED = ("kind", "direction", "contact", "value", "date", "purpose")
_STATE = _SPEC.field("state")


def gift_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """A gift or meal of a customer, new or (`record_id`) as it stands."""
    services = bridge.services
    record_id = params.get("record_id")

    def load() -> Plan:
        if record_id:
            found = services.cards.record("gift_register", int(record_id))
            customer_id, version = int(str(found["customer_id"])), int(str(found["version"]))
            texts = record_texts(services, "gift_register", found)
        else:
            customer_id, version = int(params["customer_id"]), 0
            texts = {"kind": "GIFT", "direction": "GIVEN"}
            texts["date"] = day(services.core.clock.today())
        code, name = code_and_name(services, "customer", customer_id)
        asks = in_group(asks_of(_SPEC, services, _ASKED, customer=code, keep=texts), "")
        title = tr("Gift or meal: {name}", name=name)
        return Plan(title, asks, texts, version, "gift_register", first="value", customer=code)

    def submit(filled: Filled) -> Done:
        if record_id:
            saved = services.records.update(
                "gift_register",
                int(record_id),
                filled.changed,
                version=filled.version,
                originals=filled.originals,
            )
        else:
            code = code_and_name(services, "customer", int(params["customer_id"]))[0]
            given = {"customer": code, **filled.given}
            saved = services.records.create("gift_register", given, record_id=filled.record_id)
        state = services.cards.record("gift_register", saved.id)["state"]
        if state == GiftState.WAITING:
            return Done(tr("Saved: it needs a manager's approval."), saved.id)
        return Done(tr("Saved: within the limits."), saved.id)

    behaviour = Behaviour(
        live=lambda texts: _live(services, params, texts),
        live_on=("kind", "direction", "contact", "value", "date"),
    )
    return FormScreen(bridge, "gift", params, load, submit, behaviour)


def _live(services: Services, params: Mapping[str, Any], texts: Mapping[str, str]) -> str:
    """Free or waiting, by which limits; the loyalty fund below."""
    customer_id = _customer(services, params)
    fund = tr("Loyalty fund {balance}", balance=_fund(services, customer_id))
    given = {"purpose": "-", **{name: text for name, text in texts.items() if text}}
    if not {"value", "date"} <= set(given):
        return fund
    code = code_and_name(services, "customer", customer_id)[0]
    try:
        judged = services.gifts.judged({"customer": code, **given}, enum_words())
    except Invalid as error:
        return f"{reason_text(error.reason, 'gift_register')}\n{fund}"
    said = " ".join(reason_text(line) for line in judged.lines)
    return f"{label(GiftState(str(judged.value)))}: {said}\n{fund}"


def _customer(services: Services, params: Mapping[str, Any]) -> int:
    if params.get("record_id"):
        found = services.cards.record("gift_register", int(params["record_id"]))
        return int(str(found["customer_id"]))
    return int(params["customer_id"])


def _fund(services: Services, customer_id: int) -> str:
    return money(int(str(services.gifts.fund(customer_id).value)))


def gift_answer_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """A manager approves or declines; `gift_id`, or the `item_id` of the calendar."""
    services = bridge.services

    def load() -> Plan:
        gift_id = _gift(services, params)
        row = next(one for one in services.gifts.rows() if one.id == gift_id)
        assert _STATE is not None
        left_out = (GiftState.FREE.value, GiftState.WAITING.value)
        asks = (
            Ask(_STATE, tr("Your answer"), options=enum_options(_STATE, left_out)),
            Ask(FieldSpec("reason", max_length=400), field_label("gift_register", "reason")),
        )
        who = row.contact_name or row.customer_name
        lines = [f"{label(row.kind)} · {money(row.value)} · {who}"]
        lines += [row.purpose, row.giver_name]
        lines += [reason_text(one) for one in services.gifts.explained(gift_id).lines]
        title = tr("Gift that waits: {name}", name=row.customer_name)
        values = {"state": GiftState.APPROVED.value}
        return Plan(title, asks, values, entity="gift_register", note="\n".join(lines))

    def check(texts: Mapping[str, str]) -> Sequence[Reason]:
        if texts.get("state") == GiftState.DECLINED and not texts.get("reason", "").strip():
            return [Reason("field.required", {"field": "reason"})]
        return []

    def submit(filled: Filled) -> Done:
        approve = filled.texts["state"] != GiftState.DECLINED
        gift_id = _gift(services, params)
        services.gifts.decide(gift_id, approve=approve, reason=filled.texts["reason"])
        return Done(tr("Approved.") if approve else tr("Declined."), gift_id)

    return FormScreen(bridge, "gift_answer", params, load, submit, Behaviour(check=check))


def _gift(services: Services, params: Mapping[str, Any]) -> int:
    if params.get("gift_id"):
        return int(params["gift_id"])
    item_id = int(params["item_id"])
    customer_id = int(str(services.cards.record("follow_up", item_id)["customer_id"]))
    for row in services.gifts.rows(customer_id, GiftState.WAITING):
        found = services.cards.record("gift_register", row.id)
        if found["follow_up_id"] == item_id:
            return row.id
    raise NotFound("not_found", entity="gift_register", value=item_id)
