"""`terminate`: parting with a customer in nine steps, and exceptions from the block (9.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from models.enums import ReleaseKind, TerminationState
from models.fields.registry import entity as entity_named
from models.fields.spec import EntitySpec, FieldSpec
from tui import i18n, labels
from tui.cli.options import UsageError
from tui.cli.output import reason_data, sentence
from tui.i18n import N_, tr

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from storage.services.terminations import Parted
    from tui.cli.call import Call

_S = TerminationState
_STEPS: Final[Mapping[str, TerminationState]] = {
    "draft": _S.DRAFT,
    "prepare": _S.PREPARED,
    "submit": _S.SUBMITTED,
    "approve": _S.APPROVED,
    "reject": _S.REJECTED,
    "tell": _S.NOTICE,
    "settle": _S.SETTLING,
    "end": _S.TERMINATED,
    "clear": _S.CLEARED,
    "archive": _S.ARCHIVED,
    "evaluate": _S.EVALUATED,
    "withdraw": _S.WITHDRAWN,
}
_KINDS: Final = {"notice": ReleaseKind.IMPORTANT_NOTICE, "return": ReleaseKind.REACTIVATION}


def run(call: Call) -> int:
    """The first word says what to do; none at all lists the terminations."""
    name = call.words.pop(0) if call.words else "list"
    if name in _STEPS:
        return _step(call, _STEPS[name])
    known: Mapping[str, Callable[[Call], int]] = {
        "list": _list,
        "steps": _steps,
        "ask": _ask,
        "allow": _allow,
        "decline": _decline,
        "send": _send,
    }
    if name not in known:
        message = N_("{word} is no step of a termination. Write one of: {allowed}.")
        raise UsageError(message, word=name, allowed=", ".join([*known, *_STEPS]))
    return known[name](call)


def _customer(call: Call) -> int:
    (code,) = call.take("CODE")
    return call.find(code, "customer")[1]


def _step(call: Call, target: TerminationState) -> int:
    customer_id = _customer(call)
    texts = call.assignments(_asked(target))
    made = call.services.terminations.step(customer_id, target, texts, words=call.vocabulary)
    _print(call, made)
    return 0


def _asked(target: TerminationState) -> EntitySpec:
    from storage.services.terminations import STEP_FIELDS, TOLD

    fields = tuple(TOLD.field(name) or FieldSpec(name) for name in STEP_FIELDS[target])
    return EntitySpec("termination", "terminations", "", fields, "state")


def _print(call: Call, made: Parted) -> None:
    if call.options.json:
        data = {"customer": made.code, "state": made.state, "self_approved": made.self_approved}
        call.out.data(data)
        return
    call.out.line(labels.label(made.state))
    if made.self_approved and made.state is _S.APPROVED:
        call.out.note(tr("self-approved in the single-user profile"))
    call.out.note(tr("fivefold undo takes it back."))


def _list(call: Call) -> int:
    call.finish()
    rows = call.services.terminations.rows()
    if call.options.json:
        call.out.data(
            [
                {
                    "customer": row.customer_code,
                    "name": row.customer_name,
                    "state": row.state,
                    "owner": row.owner,
                    "requester": row.requester,
                    "effective_date": row.effective_date,
                }
                for row in rows
            ]
        )
        return 0
    names = ("state", "effective_date", "requester")
    heads = [labels.field_label("termination", name) for name in names]
    code, name = labels.field_label("customer", "code"), labels.field_label("customer", "name")
    call.out.table(
        [code, name, *heads],
        [
            [
                row.customer_code,
                row.customer_name,
                labels.label(row.state),
                i18n.day(row.effective_date) if row.effective_date else "",
                row.requester,
            ]
            for row in rows
        ],
    )
    return 0


def _steps(call: Call) -> int:
    """Where a customer stands, what may follow, what that still asks for."""
    customer_id = _customer(call)
    call.finish()
    card = call.services.terminations.card(customer_id)
    steps = call.services.terminations.next_steps(customer_id)
    if call.options.json:
        call.out.data(
            {
                "customer": card.code,
                "status": card.status,
                "blocked": card.blocked,
                "state": card.state,
                "values": {name: value for name, value in card.values.items() if value is not None},
                "next": [
                    {
                        "state": one.state,
                        "fields": one.fields,
                        "missing": [reason_data(reason) for reason in one.missing],
                    }
                    for one in steps
                ],
                "exceptions": [_release(one) for one in card.releases],
            }
        )
        return 0
    state = labels.label(card.state) if card.state else tr("none on its way")
    call.out.pairs([(card.code, card.name), (tr("Termination"), state)])
    for one in steps:
        fields = ", ".join(one.fields)
        call.out.line(f"> {labels.label(one.state)}" + (f": {fields}" if fields else ""))
        for reason in one.missing:
            call.out.line(f"    {sentence(reason, 'termination')}")
    for release in card.releases:
        kind, stands = labels.label(release.kind), labels.label(release.state)
        call.out.line(f"{kind}: {stands}  contact-releases/{release.id}  {release.reason}")
    return 0


def _release(one: Any) -> dict[str, Any]:
    return {
        "id": str(one.id),
        "kind": one.kind,
        "state": one.state,
        "text": one.text,
        "reason": one.reason,
        "requester": one.requester,
        "approver": one.approver,
        "self_approved": one.self_approved,
    }


def _ask(call: Call) -> int:
    code, what = call.take("CODE", "notice|return")
    if what not in _KINDS:
        message = N_("{value} is not one of the choices: {allowed}.")
        raise UsageError(message, value=what, allowed=", ".join(_KINDS))
    customer_id = call.find(code, "customer")[1]
    texts = call.assignments(entity_named("contact_release"))
    made = call.services.terminations.ask_release(
        customer_id, _KINDS[what], texts.get("reason", ""), texts.get("text", "")
    )
    _answer(call, made, "WAITING")
    return 0


def _answer(call: Call, release_id: int, state: str, **more: object) -> None:
    if call.options.json:
        call.out.data({"id": str(release_id), "state": state, **more})
    else:
        call.out.line(f"contact-releases/{release_id}")


def _allow(call: Call) -> int:
    return _decide(call, approve=True)


def _decline(call: Call) -> int:
    return _decide(call, approve=False)


def _decide(call: Call, *, approve: bool) -> int:
    (name,) = call.take("contact-releases/ID")
    release_id = call.find(name, "contact_release")[1]
    texts = call.assignments(entity_named("contact_release"))
    alone = call.services.terminations.decide_release(
        release_id, approve=approve, comment=texts.get("comment", "")
    )
    _answer(call, release_id, "APPROVED" if approve else "DECLINED", self_approved=alone)
    if alone:
        call.out.note(tr("self-approved in the single-user profile"))
    return 0


def _send(call: Call) -> int:
    (name,) = call.take("contact-releases/ID")
    release_id = call.find(name, "contact_release")[1]
    texts = call.assignments(entity_named("interaction"))
    call.services.terminations.send_notice(release_id, texts, words=call.vocabulary)
    _answer(call, release_id, "USED")
    return 0
