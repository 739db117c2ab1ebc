"""Handovers, gifts and fairs on the screen: few keys, the story told where it happens."""

from __future__ import annotations

import pytest

from models.enums import GiftState
from storage.services import Services
from tests.factories import a_customer, value
from tests.pilot.screens.form_host import hosting
from tests.workspaces import Open, Workspace
from tui.screens.handovers import HandoverScreen

pytestmark = pytest.mark.slow


async def command(work: Workspace, text: str) -> None:
    await work.press("colon")
    await work.until(lambda: work.screen is not work.base)
    await work.press(*("space" if char == " " else char for char in text), "enter")


@pytest.mark.slow
async def test_ac_088_a_visitor_in_five_fields_and_the_next_one(workspace: Open) -> None:
    async with workspace(size=(100, 40)) as work:
        await command(work, "fair canton")
        form = await work.form(fields="company")
        assert [ask.name for ask in form.plan.asks][:5] == [
            "company",
            "visitor",
            "messenger",
            "interest",
            "hot",
        ]
        await work.type("Nowhere Ltd")
        await work.press("tab", *"Jo", "tab", *"jo1", "tab", *"locks", "tab", "space", "ctrl+s")
        await work.shows("1 visitor today, 1 hot")
        form = await work.form(fields="company")
        assert form.texts["company"] == ""
        await work.press("escape")
        await work.shows("Hot: to be called today · 1")
        await work.shows("Jo · jo1")
        await work.press("down", "enter")
        await work.until(lambda: work.base.detail.customer_name == "Nowhere Ltd")


@pytest.mark.slow
async def test_ac_118_customers_go_over_with_their_checklist(
    workspace: Open, colleague: Services
) -> None:
    async with workspace(size=(120, 40)) as work:
        work.base.customers.line.value = "owner:me"
        listed = work.base.customers.list
        await work.until(lambda: listed.count is not None and listed.count < 40)
        await work.press("space", "j", "space")
        await work.until(lambda: listed.marked_count == 2)
        await command(work, "handover")
        await work.shows("To be accepted by you · 1")
        await work.press("n")
        form = await work.form(fields="to_user")
        await work.shows("2 marked customers go on their way")
        form._rows["to_user"].editor.value = "liming"
        await work.press("ctrl+s")
        await work.until(lambda: isinstance(work.screen, HandoverScreen))
        await work.shows("On their way to others · 2")
        row = colleague.handovers.mine()[0]
        before = len(row.ticked)
        await work.press("j", "j", "j", "enter")
        await work.until(lambda: len(colleague.handovers.one(row.id).ticked) == before + 1)
        await work.shows(f"{before + 1}/6")
        await work.press("d")
        await work.form(fields="reason")
        await work.press(*"stays", "ctrl+s")
        await work.until(lambda: len(colleague.handovers.mine()) == 2)
        await work.until(lambda: not work.says("To be accepted by you"))
        await work.press("o")
        await work.shows("Known by one person alone")


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_ac_130_the_form_tells_the_limit_and_the_fund(
    services: Services, language: str
) -> None:
    customer = a_customer(services)
    fund = {"kind": "LOYALTY_FUND", "value": "750", "date": "2026-03-02", "purpose": "返利"}
    services.records.create("gift", {"customer": customer.code, **fund})
    async with hosting(services, (100, 30), language) as form:
        await form.open("gift", customer_id=customer.id)
        assert form.field == "value"
        await form.fill("value", "300")
        await form.shows("¥ 750.00")
        over = "over the limit of ¥ 200.00 each" if language == "en" else "超过每次限额 ¥ 200.00"
        await form.shows(over)
        await form.fill("purpose", "春节")
        done = await form.save()
        assert value(services, "gift_register", done.record_id, "state") is GiftState.WAITING
        await form.open("gift_answer", gift_id=done.record_id)
        await form.shows(over)
        await form.fill("reason", "老客户")
        await form.save()
    assert value(services, "gift_register", done.record_id, "state") is GiftState.APPROVED


async def test_a_gift_is_declined_with_a_reason_alone(services: Services) -> None:
    customer = a_customer(services)
    texts = {"value": "300", "date": "2026-03-02", "purpose": "茶"}
    gift = services.records.create("gift", {"customer": customer.code, **texts})
    (item,) = [row for row in services.cards.due(services.core.clock.today()) if row.question_code]
    async with hosting(services, (100, 30)) as form:
        screen = await form.open("gift_answer", item_id=item.id)
        screen._rows["state"].editor.value = "DECLINED"
        await form.press("ctrl+s")
        await form.until(lambda: screen.query("FieldRow.-wrong"), "the mark")
        await form.fill("reason", "太贵")
        await form.save()
    assert value(services, "gift_register", gift.id, "state") is GiftState.DECLINED
