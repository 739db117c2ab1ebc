"""The answer of a member of a campaign, and closing a campaign with figures and lesson (9.7)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from models.fields.registry import entity
from models.values import BASE_CURRENCY
from tui.i18n import day, money, tr
from tui.screens.forms.common import asks_of, in_group, record_texts
from tui.screens.forms.form import FormScreen
from tui.screens.forms.plan import Done, Filled, Plan

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui.bridge import Bridge

_CAMPAIGN = entity("campaign")
_MEMBER = entity("campaign_member")
_ANSWER = ("attended", "response", "note", "invited_on")
_CLOSING = ("cost", "revenue", "result", "next_change")


def member_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """Whether the member took part and how it answered."""
    services = bridge.services
    member_id = int(params["member_id"])

    def load() -> Plan:
        card = services.campaigns.card(int(params["campaign_id"]))
        row = next(one for one in card.members if one.id == member_id)
        values = services.cards.record("campaign_member", member_id)
        texts = record_texts(services, "campaign_member", values)
        texts["invited_on"] = texts.get("invited_on") or day(services.core.clock.today())
        asks = in_group(asks_of(_MEMBER, services, _ANSWER), "")
        title = f"{card.row.name}: {row.customer_name}"
        note = tr("What is saved here counts as invited on the day below.")
        return Plan(title, asks, texts, entity="campaign_member", note=note, first="attended")

    def submit(filled: Filled) -> Done:
        services.campaigns.answer_member(member_id, filled.texts)
        return Done(tr("Written down."), member_id)

    return FormScreen(bridge, "campaign_member", params, load, submit)


def close_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """Cost, revenue, what came of it, what to do otherwise the next time."""
    services = bridge.services
    campaign_id = int(params["campaign_id"])

    def load() -> Plan:
        card = services.campaigns.card(campaign_id)
        values = services.cards.record("campaign", campaign_id)
        texts = record_texts(services, "campaign", values)
        kept = {name: texts[name] for name in _CLOSING if texts.get(name)}
        must = ("cost", "revenue", "next_change")
        asks = tuple(
            replace(ask, spec=replace(ask.spec, required=ask.name in must))
            for ask in in_group(asks_of(_CAMPAIGN, services, _CLOSING), "")
        )
        sold = money(card.ordered, card.row.currency or BASE_CURRENCY)
        note = tr("Members have ordered {amount} since it began.", amount=sold)
        title = tr("Close the campaign {name}", name=card.row.name)
        return Plan(title, asks, kept, entity="campaign", note=note)

    def submit(filled: Filled) -> Done:
        services.campaigns.close(campaign_id, filled.texts)
        value = services.campaigns.explained(campaign_id).value
        return Done(tr("Closed. Return: {value}", value="-" if value is None else value), 0)

    return FormScreen(bridge, "campaign_close", params, load, submit)
