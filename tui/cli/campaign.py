"""`campaign`: plan one, begin it on its segment, take answers, close it with figures (9.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.fields.registry import entity as entity_named
from tui import i18n, labels
from tui.cli.options import UsageError
from tui.cli.output import sentence
from tui.cli.values import money_text
from tui.i18n import N_, ntr, tr

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from models.views.campaigns import CampaignCard, CampaignRow, MemberRow
    from tui.cli.call import Call


def run(call: Call) -> int:
    """The first word says what to do; none at all lists the campaigns."""
    name = call.words.pop(0) if call.words else "list"
    known: Mapping[str, Callable[[Call], int]] = {
        "list": _list,
        "new": _new,
        "show": _show,
        "begin": _begin,
        "answer": _answer,
        "close": _close,
    }
    if name not in known:
        message = N_("{word} is no step of a campaign. Write one of: {allowed}.")
        raise UsageError(message, word=name, allowed=", ".join(known))
    return known[name](call)


def _list(call: Call) -> int:
    call.finish()
    rows = call.services.campaigns.rows()
    if call.options.json:
        call.out.data([_row(row) for row in rows])
        return 0
    heads = ("code", "name", "planned_on", "state")
    call.out.table(
        [*(labels.field_label("campaign", one) for one in heads), tr("Members")],
        [
            [
                row.code,
                row.name,
                i18n.day(row.planned_on),
                labels.label(row.state),
                f"{row.responded}/{row.members}",
            ]
            for row in rows
        ],
    )
    return 0


def _new(call: Call) -> int:
    texts = call.assignments(entity_named("campaign"))
    texts.setdefault("planned_on", "+0d")
    made = call.services.records.create("campaign", texts, words=call.vocabulary)
    if call.options.json:
        call.out.data(_row(call.services.campaigns.card(made.id).row))
    else:
        call.out.line(made.code)
    return 0


def _campaign(call: Call) -> int:
    (code,) = call.take("CODE")
    return call.find(code, "campaign")[1]


def _show(call: Call) -> int:
    campaign_id = _campaign(call)
    call.finish()
    return _print(call, call.services.campaigns.card(campaign_id))


def _begin(call: Call) -> int:
    campaign_id = _campaign(call)
    call.finish()
    begun = call.services.campaigns.begin(campaign_id)
    call.out.note(ntr("{n} member", "{n} members", begun.members))
    call.out.note(ntr("{n} left out", "{n} left out", begun.left_out))
    return _print(call, call.services.campaigns.card(campaign_id))


def _answer(call: Call) -> int:
    campaign_id = _campaign(call)
    (customer,) = call.take("CUSTOMER")
    texts = call.assignments(entity_named("campaign_member"))
    call.services.campaigns.answer(campaign_id, customer, texts, words=call.vocabulary)
    return _print(call, call.services.campaigns.card(campaign_id))


def _close(call: Call) -> int:
    campaign_id = _campaign(call)
    texts = call.assignments(entity_named("campaign"))
    call.services.campaigns.close(campaign_id, texts, words=call.vocabulary)
    return _print(call, call.services.campaigns.card(campaign_id))


def _print(call: Call, card: CampaignCard) -> int:
    if call.options.json:
        members = [_member(one) for one in card.members]
        texts = {"filter": card.filter, "result": card.outcome, "next_change": card.next_change}
        call.out.data({**_row(card.row), **texts, "people": members})
        return 0
    row = card.row
    call.out.pairs(
        [
            (row.code, row.name),
            (labels.field_label("campaign", "state"), labels.label(row.state)),
            (labels.field_label("campaign", "filter"), card.filter),
        ]
    )
    for line in row.result.lines:
        call.out.line(sentence(line, "campaign"))
    call.out.table(
        [labels.field_label("customer", "code"), labels.field_label("customer", "name"), ""],
        [
            [
                one.customer_code,
                one.customer_name,
                labels.label(one.left_out if one.left_out else one.response),
            ]
            for one in card.members
        ],
    )
    return 0


def _row(row: CampaignRow) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "code": row.code,
        "name": row.name,
        "purpose": row.purpose,
        "state": row.state,
        "planned_on": row.planned_on,
        "members": row.members,
        "left_out": row.left_out,
        "invited": row.invited,
        "attended": row.attended,
        "responded": row.responded,
        "cost": _amount(row.cost, row.currency),
        "revenue": _amount(row.revenue, row.currency),
        "currency": row.currency,
        "return": row.result.value,
    }


def _amount(minor: int | None, currency: str) -> str | None:
    return None if minor is None else money_text(minor, currency)


def _member(one: MemberRow) -> dict[str, Any]:
    return {
        "customer": one.customer_code,
        "name": one.customer_name,
        "contact": one.contact_name,
        "left_out": one.left_out,
        "invited_on": one.invited_on,
        "attended": one.attended,
        "response": one.response,
        "note": one.note,
    }
