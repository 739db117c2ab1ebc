"""The next step of parting with a customer with just what it asks for; exceptions from the block.

What a gate lacks is said at the field that is to be filled (requirements 9.5).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from models.enums import Channel, ReleaseKind, TerminationReason, TerminationState
from models.explanation import Reason
from models.fields.registry import entity
from models.fields.spec import FieldKind, FieldSpec
from models.rules.termination import earliest_effective, keep_until
from storage.errors import Invalid, NotFound, Refused
from tui.i18n import day, tr
from tui.labels import choice_label, field_label, label, reason_text
from tui.screens.forms.common import (
    contact_options,
    enum_options,
    yes_no_options,
)
from tui.screens.forms.form import FormScreen
from tui.screens.forms.plan import Behaviour, Done, Filled, Plan, texts_of
from tui.widgets.field_row import Ask

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from models.views.parting import ReleaseRow, TerminationCard
    from storage.services import Services
    from storage.services.terminations import NextTermination
    from tui.bridge import Bridge

_SPEC = entity("termination")
_RELEASE = entity("contact_release")
_STEP = FieldSpec("state", FieldKind.CHOICE, required=True)
_S = TerminationState
# What was told before and may be told anew.
_KEPT = ("reason_code", "text", "plan", "documents", "notice_date", "effective_date")
# What a gate asks for -> the field where it is written.
_FIELD_OF: Mapping[str, str] = {
    "termination.needs_reason": "reason_code",
    "termination.needs_text": "text",
    "termination.needs_plan": "plan",
    "termination.needs_documents": "documents",
    "termination.needs_comment": "comment",
    "termination.needs_notice_date": "notice_date",
    "termination.notice_ahead": "notice_date",
    "termination.needs_effective_date": "effective_date",
    "termination.too_early": "effective_date",
    "termination.open_matter": "lost_reason",
    "termination.needs_balance": "balance_confirmed",
    "termination.unpaid": "balance_confirmed",
    "termination.needs_gathered": "gathered",
    "termination.needs_retention": "retention_until",
    "termination.needs_evaluation": "evaluation",
    "termination.needs_end_reason": "ended_reason",
}


def termination_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """The step that `state` names, or the first that may follow."""
    services = bridge.services
    customer_id = int(params["customer_id"])
    offered: list[NextTermination] = []

    def load() -> Plan:
        card = services.terminations.card(customer_id)
        steps = services.terminations.next_steps(customer_id)
        offered[:] = steps
        options = tuple((one.state.value, label(one.state)) for one in steps)
        known = [key for key, _words in options]
        wanted = str(params.get("state") or "")
        chosen = wanted if wanted in known else next(iter(known), "")
        names = list(dict.fromkeys(name for one in steps for name in one.fields))
        asks = (
            Ask(_STEP, tr("Next step"), options=options),
            *(_ask(name) for name in names),
        )
        fields = {one.state.value: one.fields for one in steps}
        values = {"state": chosen, **_defaults(services, card)}
        asked = fields.get(chosen, ())
        return Plan(
            tr("Parting with {name}", name=card.name),
            asks if options else (),
            values,
            entity="termination",
            note=_note(card),
            first=next(
                (name for name in asked if not values.get(name)), next(iter(asked), "state")
            ),
            steps=fields,
            step_field="state",
        )

    def live(texts: Mapping[str, str]) -> str:
        return _missing_text(offered, texts)

    def submit(filled: Filled) -> Done:
        given = dict(filled.texts)
        target = _S(given.pop("state"))
        asked = next((one.fields for one in offered if one.state is target), ())
        told = {name: given[name] for name in asked if given.get(name)}
        try:
            made = services.terminations.step(customer_id, target, told)
        except Refused as error:
            raise _in_place(error, asked) from error
        said = tr("Termination of {code}: {state}", code=made.code, state=label(made.state))
        if made.self_approved and target is _S.APPROVED:
            said += f" ({tr('self-approved in the single-user profile')})"
        return Done(said, customer_id)

    behaviour = Behaviour(live=live, live_on=("state", "notice_date"))
    return FormScreen(bridge, "termination_step", params, load, submit, behaviour)


def _in_place(error: Refused, asked: Sequence[str]) -> Refused | Invalid:
    fields = {one.code: _FIELD_OF.get(one.code, "") for one in error.reasons}
    if not any(name in asked for name in fields.values()):
        return error
    return Invalid(
        [Reason(one.code, {**one.params, "field": fields[one.code]}) for one in error.reasons]
    )


def _note(card: TerminationCard) -> str:
    parts = [tr("None of the nine steps is skipped; u takes back the last one.")]
    why = card.values.get("reason_code")
    if why:
        text = " ".join(str(card.values.get("text") or "").split())[:200]
        parts.append(f"{choice_label(TerminationReason, str(why))}: {text}")
    if card.state is _S.REJECTED:
        parts.append(tr("Rejected: {comment}", comment=str(card.values.get("comment") or "")))
    return "\n".join(parts)


def _missing_text(offered: Sequence[NextTermination], texts: Mapping[str, str]) -> str:
    """What stands in the way and no field of the step can mend."""
    chosen = next((one for one in offered if one.state.value == texts.get("state")), None)
    if chosen is None:
        return ""
    if chosen.state is _S.TERMINATED and not chosen.missing:
        return tr(
            "From now on nothing goes out to the customer: follow-ups, playbooks and surveys end."
        )
    mended = {"lost_reason"} if chosen.state is _S.SETTLING else set(chosen.fields)
    found = [
        reason_text(one, "termination")
        for one in chosen.missing
        if _FIELD_OF.get(one.code, "") not in mended - {"lost_reason"}
    ]
    return "\n".join(found)


def _defaults(services: Services, card: TerminationCard) -> dict[str, str]:
    """What is known already, and the usual days."""
    today = services.core.clock.today()
    policy = services.terminations.policy()
    found = {"notice_date": day(today), "effective_date": day(earliest_effective(today, policy))}
    if card.values:
        known = texts_of(card.values, [field for field in _SPEC.fields if field.name in _KEPT])
        found |= {name: text for name, text in known.items() if text}
    effective = card.values.get("effective_date")
    if effective:
        found["retention_until"] = day(keep_until(effective, policy))  # type: ignore[arg-type]
    return found


def _ask(name: str) -> Ask:
    known = _SPEC.field(name)
    if known is None:
        kinds = {"balance_confirmed": FieldKind.BOOLEAN, "retention_until": FieldKind.DATE}
        spec = FieldSpec(name, kinds.get(name, FieldKind.TEXT), max_length=400)
        options = yes_no_options() if name == "balance_confirmed" else None
        return Ask(spec, _words()[name], options=options)
    spec = replace(known, editable=True)
    options = enum_options(spec) if spec.choices else None
    return Ask(spec, field_label("termination", name), options=options)


def _words() -> dict[str, str]:
    return {
        "lost_reason": tr("Open deals end as lost, because"),
        "balance_confirmed": tr("The balance of the account is 0"),
        "retention_until": field_label("customer", "retention_until"),
    }


# --- exceptions


def release_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """A request to a manager: one important notice, or taking the customer back."""
    services = bridge.services
    customer_id, kind = int(params["customer_id"]), ReleaseKind(params["kind"])
    is_notice = kind is ReleaseKind.IMPORTANT_NOTICE

    def load() -> Plan:
        card = services.terminations.card(customer_id)
        asks = [_release_ask("reason", required=True)]
        if is_notice:
            asks.insert(0, _release_ask("text", required=True))
        notes = {
            True: tr("The manager approves this very text; it goes out once and is logged."),
            False: tr("A manager who did not ask approves; then the customer is active again."),
        }
        title = f"{label(kind)}: {card.name}"
        return Plan(title, tuple(asks), entity="contact_release", note=notes[is_notice])

    def submit(filled: Filled) -> Done:
        texts = filled.texts
        services.terminations.ask_release(
            customer_id, kind, texts["reason"], texts.get("text") or ""
        )
        return Done(tr("Asked: it waits for a manager's answer."), customer_id)

    return FormScreen(bridge, "release", params, load, submit)


def _release_ask(name: str, *, required: bool) -> Ask:
    spec = _RELEASE.field(name)
    assert spec is not None
    spec = replace(spec, editable=True, required=required)
    return Ask(spec, field_label("contact_release", name))


def _row(services: Services, params: Mapping[str, Any]) -> tuple[TerminationCard, ReleaseRow]:
    card = services.terminations.card(int(params["customer_id"]))
    wanted = int(params["release_id"])
    for one in card.releases:
        if one.id == wanted:
            return card, one
    raise NotFound("not_found", entity="contact_release", value=wanted)


_ANSWER = FieldSpec("answer", FieldKind.CHOICE, required=True)


def release_answer_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """A manager approves or declines what was asked."""
    services = bridge.services
    release_id = int(params["release_id"])

    def load() -> Plan:
        card, row = _row(services, params)
        options = (("yes", tr("approve")), ("no", tr("decline")))
        asks = (
            Ask(_ANSWER, tr("Your answer"), options=options),
            _release_ask("comment", required=True),
        )
        lines = [tr("{who} asks: {reason}", who=row.requester, reason=row.reason), row.text]
        title = f"{label(row.kind)}: {card.name}"
        note = "\n".join(line for line in lines if line)
        return Plan(title, asks, {"answer": "yes"}, entity="contact_release", note=note)

    def submit(filled: Filled) -> Done:
        approve = filled.texts["answer"] == "yes"
        alone = services.terminations.decide_release(
            release_id, approve=approve, comment=filled.texts["comment"]
        )
        said = tr("Approved.") if approve else tr("Declined.")
        if approve and alone:
            said += f" ({tr('self-approved in the single-user profile')})"
        return Done(said, release_id)

    return FormScreen(bridge, "release_answer", params, load, submit)


def notice_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """Logs the approved notice as sent: channel and person; the text is the approved one."""
    services = bridge.services
    release_id = int(params["release_id"])
    spec = entity("interaction")

    def load() -> Plan:
        card, row = _row(services, params)
        channel, contact = spec.field("channel"), spec.field("contact")
        assert channel is not None
        assert contact is not None
        asks = (
            Ask(
                channel,
                field_label("interaction", "channel"),
                options=enum_options(channel, (Channel.SYSTEM.value,)),
            ),
            Ask(
                contact,
                field_label("interaction", "contact"),
                options=contact_options(services, card.code),
            ),
        )
        title = f"{label(row.kind)}: {card.name}"
        note = "\n".join((row.text, tr("Once: what is saved here is logged as sent.")))
        values = {"channel": Channel.LETTER.value}
        return Plan(title, asks, values, entity="interaction", note=note)

    def submit(filled: Filled) -> Done:
        made = services.terminations.send_notice(release_id, filled.given)
        return Done(tr("Logged as sent."), made)

    return FormScreen(bridge, "notice", params, load, submit)
