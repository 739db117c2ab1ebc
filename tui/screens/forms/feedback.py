"""Forms of the feedback queue: intake with its receipt, and what is put right afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models import enums
from models.fields.registry import entity
from tui.i18n import day_of_week, local_day, moment, tr
from tui.labels import choice_label, group_label
from tui.screens.forms.common import (
    asks_of,
    code_and_name,
    in_group,
    now_text,
    optional,
    record_texts,
    standard_message,
)
from tui.screens.forms.form import FormScreen
from tui.screens.forms.plan import Behaviour, Done, Filled, Plan

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storage.services.feedback import Receipt
    from tui.bridge import Bridge

_SPEC = entity("feedback")
_ASKED = (
    "kind",
    "channel",
    "customer",
    "contact",
    "text",
    "quality_dimension",
    "owner",
    "reply_channel",
    "received_at",
    "source_url",
    "praised_user",
    "touchpoint",
)
_HEARD = (
    "customer",
    "contact",
    "channel",
    "text",
    "received_at",
    "source_url",
    "reply_channel",
    "praised_user",
)
_FOUND = (
    "quality_dimension",
    "category",
    "experience_element",
    "touchpoint",
    "main_issue",
    "root_cause",
    "cost_handling",
    "cost_repair",
    "idea_author",
)
_LATER = ("reply_channel", "received_at", "source_url", "praised_user", "touchpoint")

# ── intake ──────────────────────────────────────────────────────────────────────────────


def intake_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """Takes in what a customer said; ends with the receipt to read out (AC-194)."""
    services = bridge.services

    def load() -> Plan:
        values = {"kind": "COMPLAINT", "channel": "PHONE", "owner": services.actor().login}
        values["received_at"] = now_text(services)
        names = {}
        if params.get("customer_id"):
            found = code_and_name(services, "customer", int(params["customer_id"]))
            values["customer"], names["customer"] = found
        asks = optional(asks_of(_SPEC, services, _ASKED), "received_at")
        asks = in_group(asks, group_label("main"), *(n for n in _ASKED if n not in _LATER))
        asks = in_group(asks, tr("More"), *_LATER)
        note = tr("Leave the customer empty where nobody knows who it was.")
        title = tr("Take in feedback")
        return Plan(title, asks, values, entity="feedback", note=note, first="text", names=names)

    def submit(filled: Filled) -> Done:
        receipt = services.feedback.take_in(filled.given, record_id=filled.record_id)
        title = tr("Taken in: {code}", code=receipt.code)
        return Done(title, receipt.id, receipt=receipt_lines(receipt), case=receipt.id)

    behaviour = Behaviour(
        live=lambda texts: standard_message(services, texts), live_on=("touchpoint",)
    )
    return FormScreen(bridge, "feedback", params, load, submit, behaviour)


def receipt_lines(receipt: Receipt) -> tuple[str, ...]:
    """What is read out to the customer: number, who is in charge, by when, how."""
    channel = choice_label(enums.FeedbackChannel, receipt.reply_channel)
    weekday = day_of_week(local_day(receipt.due_at))
    return (
        tr("Your number: {code}", code=receipt.code),
        tr("In charge: {owner}", owner=receipt.owner),
        tr("You hear from us by {due} {weekday}", due=moment(receipt.due_at), weekday=weekday),
        tr("By: {channel}", channel=channel),
    )


def correct_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """Puts right what was written down of a case: the customer who became known, a cost."""
    services = bridge.services
    case_id = int(params["case_id"])

    def load() -> Plan:
        values = services.cards.record("feedback", case_id)
        texts = record_texts(services, "feedback", values)
        customer = str(values.get("customer") or "")
        asks = asks_of(_SPEC, services, (*_HEARD, *_FOUND), customer=customer, keep=texts)
        asks = in_group(asks, group_label("main"), *_HEARD)
        asks = in_group(asks, group_label("analysis"), *_FOUND)
        names = {}
        if customer:
            names["customer"] = code_and_name(
                services, "customer", int(str(values["customer_id"]))
            )[1]
        return Plan(
            tr("Put right: {code}", code=str(values["code"])),
            asks,
            {name: texts.get(name, "") for name in (*_HEARD, *_FOUND)},
            version=int(str(values["version"])),
            entity="feedback",
            first="text",
            names=names,
            customer=customer,
        )

    def submit(filled: Filled) -> Done:
        saved = services.feedback.correct(
            case_id, filled.changed, version=filled.version, originals=filled.originals
        )
        return Done(tr("Saved: {code}", code=saved.code), saved.id)

    return FormScreen(bridge, "feedback_edit", params, load, submit)
