"""Campaigns on the screen: begun with one key, those left out by name, closed with a lesson."""

from __future__ import annotations

from models.enums import CampaignState
from storage.services import Services
from tests.factories import a_customer
from tests.pilot.screens.form_host import hosting
from tui.screens.campaigns import CampaignScreen
from tui.screens.opening import form_screen


async def test_ac_127_members_and_those_left_out_by_name(services: Services) -> None:
    a_customer(services, "远大住工", city="长沙", consent_marketing="yes")
    a_customer(services, "华信科技", city="长沙")
    texts = {"name": "春季回访", "filter": "city:长沙", "planned_on": "2026-03-10"}
    made = services.records.create("campaign", texts)
    async with hosting(services, (60, 20), "zh") as form:
        screen = form_screen(form.app.bridge, "campaign", {})
        assert isinstance(screen, CampaignScreen)
        await form.show(screen)
        await form.shows("春季回访")
        form.check_cells()
        await form.press("enter")
        await form.shows("开始: 按细分的现状取成员")
        place = next(
            n
            for n in range(screen.list.count or 0)
            if (row := screen.list.row_at(n)) is not None and row.act == "act"
        )
        screen.list.go_to(place)
        await form.press("enter")
        await form.until(
            lambda: services.campaigns.card(made.id).row.state is CampaignState.RUNNING, "begun"
        )
        screen.list.reload()
        await form.shows("被排除 · 1")
        await form.shows("华信科技")
        await form.shows("未同意营销")
        form.check_cells()
        (member,) = [one for one in services.campaigns.card(made.id).members if not one.left_out]
        about = {"campaign_id": made.id, "member_id": member.id}
        await form.open("campaign_member", **about)
        await form.fill("note", "要样品")
        await form.save()
        await form.open("campaign_close", campaign_id=made.id)
        await form.fill_all({"cost": "20000", "revenue": "90000", "next_change": "早寄"})
        await form.save()
    assert str(services.campaigns.explained(made.id).value) == "3.5"
