"""The form of one NSABC answer: CONFIRMED asks for note, source and date in place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.enums import AnswerScope, NsabcState
from models.explanation import Reason
from models.fields.registry import entity
from tui.i18n import day, tr
from tui.labels import element_slogan, question_text, reason_text, worded_value
from tui.screens.forms.common import asks_of, record_texts
from tui.screens.forms.form import FormScreen
from tui.screens.forms.plan import Behaviour, Done, Filled, Plan

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from models.rules.answers import Offer
    from storage.services import Services
    from tui.bridge import Bridge

_SPEC = entity("nsabc_answer")


def answer_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """One question about a customer or a deal."""
    services = bridge.services
    subject_id = int(params["record_id"])
    question = str(params["question"])
    is_deal = params["entity"] == "opportunity"
    scope = AnswerScope.OPPORTUNITY if is_deal else AnswerScope.CUSTOMER

    def load() -> Plan:
        record = services.cards.record(str(params["entity"]), subject_id)
        customer = str(record["customer"] if is_deal else record["code"])
        given = services.cards.answers(scope, subject_id)
        found = next((row for row in given if row.question_code == question), None)
        texts = {"state": NsabcState.UNKNOWN.value}
        if found is not None:
            values = services.cards.record("nsabc_answer", found.id)
            texts.update(record_texts(services, "nsabc_answer", values))
        texts["confirmed_on"] = texts.get("confirmed_on") or day(services.core.clock.today())
        if params.get("offer"):
            if is_deal:
                offers = services.answers.sheet(subject_id).offers
            else:
                offers = services.answers.customer_offers(subject_id)
            texts.update(_offered(services, offers, question))
        name = str(record.get("title") or record.get("name") or "")
        return Plan(
            f"{question} · {name}",
            asks_of(_SPEC, services, customer=customer, keep=texts),
            texts,
            entity="nsabc_answer",
            note=f"{question_text(question)}  ({element_slogan(question[2])})",
            customer=customer,
        )

    def submit(filled: Filled) -> Done:
        typed = (
            filled.given if params.get("offer") else filled.changed
        )  # an offer is new as a whole
        given: dict[str, str | None] = {**typed, "state": filled.texts["state"]}
        if filled.texts["state"] != NsabcState.UNKNOWN:
            given["confirmed_on"] = filled.texts["confirmed_on"]
        services.answers.give(scope, subject_id, question, given)
        if not is_deal:
            fit = services.answers.fit(subject_id).value
            return Done(tr("Saved. 4W1H {fit}/100", fit=fit), subject_id)
        now = services.answers.odds(subject_id).odds.value
        return Done(tr("Saved. Win odds now {odds}", odds=str(now)), subject_id)

    return FormScreen(bridge, "answer", params, load, submit, Behaviour(check=_check(question)))


def _offered(services: Services, offers: Sequence[Offer], question: str) -> dict[str, str]:
    """What is on record, as a proposal in the form: the person decides and names the source.

    Of a rival the account plan is the source, dated as it was written (AC-025).
    """
    for offer in offers:
        if offer.code == question:
            state = NsabcState.CONFIRMED if offer.holds else NsabcState.ADVERSE
            found = {"state": state.value, "note": reason_text(offer.reason)}
            found["confirmed_on"] = day(services.core.clock.today())
            if question.startswith("C-C"):
                found["confirmed_on"] = worded_value(offer.reason.params["date"])
                found["source_doc"] = tr("Account plan")
            return found
    return {}


def _check(question: str) -> Any:
    def missing(texts: Mapping[str, str]) -> list[Reason]:
        """What a confirmation still needs, each at its field (requirements 8.1)."""
        if texts.get("state") != NsabcState.CONFIRMED:
            return []
        needs = {
            "note": ("answer.needs_note", bool(texts.get("note", "").strip())),
            "source_doc": (
                "answer.needs_source",
                bool(texts.get("source_contact") or texts.get("source_doc")),
            ),
            "confirmed_on": ("answer.needs_date", bool(texts.get("confirmed_on"))),
        }
        return [
            Reason(code, {"field": name, "question": question})
            for name, (code, holds) in needs.items()
            if not holds
        ]

    return missing
