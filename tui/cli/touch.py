"""`touch`: logs a contact with a customer; the grade and the next contact follow from it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from models.enums import Channel, Grade
from models.fields.promises import PROMISES, REMARKS
from models.fields.registry import entity as entity_named
from storage.errors import Invalid
from tui import explain, i18n, labels
from tui.cli.options import UsageError
from tui.cli.output import reason_data
from tui.i18n import N_, tr
from tui.rows.closing import closing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storage.services.interactions import TouchSaved
    from tui.cli.call import Call

# Option -> field of the interaction.
_FIELDS: Final[Mapping[str, str]] = {
    "channel": "channel",
    "summary": "summary",
    "need": "need_after",
    "no-chance": "no_chance_reason",
    "expected": "expected_date_after",
    "next": "next_contact_at",
    "no-next": "no_next_reason",
}


def run(call: Call) -> int:
    """CODE is a customer, or a contact, deal or follow-up of one."""
    (code,) = call.take("CODE")
    texts = call.assignments(entity_named("interaction"))
    for option, field in _FIELDS.items():
        value = call.value(option)
        if value is not None:
            if field in texts:
                raise UsageError(N_("{field} is given twice."), field=field)
            texts[field] = value
    if call.switch("no-calls"):
        texts["three_calls"] = "no"
    for option, spec in (("promise", PROMISES), ("remark", REMARKS)):
        if call.switch(option):
            texts[spec.name] = "\n".join(call.given[option])
    return log(call, code, texts)


def log(call: Call, code: str, texts: dict[str, str]) -> int:
    """Logs the contact and prints what it led to."""
    if not code:
        from models.explanation import Reason

        raise Invalid([Reason("field.required", {"field": "customer", "entity": "interaction"})])
    entity, record_id = call.find(code, "customer", "contact", "opportunity", "follow_up")
    customer_id, follow_up_id = record_id, None
    if entity != "customer":
        record = call.services.cards.record(entity, record_id)
        owner = record["customer_id"]
        assert isinstance(owner, int)
        customer_id = owner
        if entity == "follow_up":
            follow_up_id = record_id
        else:
            texts.setdefault(entity, code)
    saved = call.services.interactions.touch(
        customer_id,
        texts,
        keep_grade=_keep(call),
        keep_reason=call.value("reason") or "",
        follow_up_id=follow_up_id,
        words=call.vocabulary,
    )
    if call.options.json:
        call.out.data(_data(call, saved))
    else:
        _print(call, saved)
    return 0


def _keep(call: Call) -> Grade | None:
    text = call.value("keep")
    if text is None:
        return None
    wanted = text.strip().upper()
    if wanted not in Grade.__members__:
        message = N_("--keep is {value}; it can be {allowed}.")
        raise UsageError(message, value=text, allowed=", ".join(Grade.__members__))
    return Grade[wanted]


def _data(call: Call, saved: TouchSaved) -> dict[str, object]:
    return {
        "id": str(saved.id),
        "customer": saved.customer_code,
        "grade_before": saved.grade_before,
        "grade_after": saved.grade_after,
        "next_tracking_due": saved.next_due,
        "commitment": saved.commitment_code or None,
        "next_contact_at": _promised(call, saved),
        "proposed_grade": saved.proposed_grade,
        "proposal": saved.proposal_code or None,
        "promises": list(saved.promises),
        "remarks": list(saved.remarks),
        "lines": explain.lines(saved.explanation, "customer"),
        "reasons": [reason_data(reason) for reason in saved.explanation.lines],
    }


def _promised(call: Call, saved: TouchSaved) -> object:
    record = call.services.cards.record("interaction", saved.id)
    return record["next_contact_at"]


def _say_closing(call: Call, saved: TouchSaved) -> None:
    """The sentence that ends a call, with the time agreed (AC-081)."""
    record = call.services.cards.record("interaction", saved.id)
    agreed = record["next_contact_at"]
    if record["channel"] != Channel.PHONE or not isinstance(agreed, datetime):
        return
    contact = record["contact_id"]
    person = call.services.cards.record("contact", contact) if isinstance(contact, int) else {}
    zone = ZoneInfo(call.services.core.clock.zone)
    call.out.note(closing(str(person.get("name") or ""), agreed.astimezone(zone)))


def _print(call: Call, saved: TouchSaved) -> None:
    out = call.out
    grade = str(saved.grade_after or "-")
    if saved.grade_before != saved.grade_after:
        before = str(saved.grade_before or "-")
        grade = tr("{after} (was {before})", after=grade, before=before)
    pairs = [
        (labels.entity_label("customer"), f"{saved.customer_code} {saved.customer_name}"),
        (labels.field_label("customer", "grade"), grade),
    ]
    if saved.next_due is not None:
        pairs.append(
            (labels.field_label("customer", "next_tracking_due"), i18n.day(saved.next_due))
        )
    promised = _promised(call, saved)
    if saved.commitment_code and promised is not None:
        label = labels.field_label("interaction", "next_contact_at")
        pairs.append((label, f"{saved.commitment_code} {labels.worded_value(promised)}"))
    for spec, codes in ((PROMISES, saved.promises), (REMARKS, saved.remarks)):
        if codes:
            pairs.append((labels.field_label("", spec.name), i18n.listed(list(codes))))
    if saved.proposal_code:
        proposed = tr(
            "{grade} waits for the owner ({code})",
            grade=str(saved.proposed_grade),
            code=saved.proposal_code,
        )
        pairs.append((labels.entity_label("grade_proposal"), proposed))
    out.pairs(pairs)
    _say_closing(call, saved)
    for line in explain.lines(saved.explanation, "customer"):
        out.note(line)
