"""Two people changed the same record: both values, chosen field by field, neither lost."""

from __future__ import annotations

import pytest

from storage.services import Services
from tests.factories import a_customer, value
from tests.pilot.screens.form_host import hosting


async def test_both_sides_are_shown_and_mine_is_saved_upon_theirs(
    services: Services, second: Services
) -> None:
    customer = a_customer(services, "中远物流集团", industry="物流")
    async with hosting(services) as form:
        screen = await form.open("record", entity="customer", record_id=customer.id)
        second.records.update(
            "customer", customer.id, {"industry": "仓储", "phone": "0755-88886666"}
        )
        await form.fill("industry", "航运")
        await form.fill("registration_no", "R-1")
        await form.press("ctrl+s")
        await form.shows("while you were typing")
        assert form.says("was: 物流")
        assert form.says("theirs: 仓储")
        assert form.says("mine: 航运")
        assert not form.says("R-1")  # only this side changed it
        await form.press("escape")
        await form.until(lambda: form.screen is screen, "the form")
        assert screen.texts["industry"] == "航运"
        await form.press("ctrl+s")
        await form.shows("mine: 航运")
        await form.press("enter")
        await form.until(lambda: hasattr(form.app.answer, "message"), "the end")
    assert value(services, "customer", customer.id, "industry") == "航运"
    assert value(services, "customer", customer.id, "phone") == "0755-88886666"
    assert value(services, "customer", customer.id, "registration_no") == "R-1"


@pytest.mark.slow
async def test_theirs_can_be_taken_for_each_field_in_chinese(
    services: Services, second: Services
) -> None:
    customer = a_customer(services, "中远物流集团", kind="ENTERPRISE", city="深圳")
    async with hosting(services, (80, 24), "zh") as form:
        screen = await form.open("record", entity="customer", record_id=customer.id)
        second.records.update("customer", customer.id, {"kind": "GROUP", "city": "广州"})
        screen.go_to("kind")
        await form.press("right")  # 个人
        await form.fill("city", "上海")
        await form.press("ctrl+s")
        await form.until(lambda: form.screen is not screen, "the conflict")
        await form.shows("企业")  # labels, not constants
        assert form.says("团体")
        assert not form.says("GROUP")
        form.check_cells()
        await form.press("space", "enter")
        await form.until(lambda: hasattr(form.app.answer, "message"), "the end")
    assert value(services, "customer", customer.id, "kind") == "GROUP"
    assert value(services, "customer", customer.id, "city") == "上海"


@pytest.mark.slow
async def test_a_draft_of_an_older_version_meets_the_newer_one(
    services: Services, second: Services
) -> None:
    customer = a_customer(services, industry="物流")
    async with hosting(services) as form:
        screen = await form.open("record", entity="customer", record_id=customer.id)
        await form.fill("industry", "航运")
        screen.flush()
    second.records.update("customer", customer.id, {"industry": "仓储"})
    async with hosting(services) as form:
        await form.open("record", entity="customer", record_id=customer.id)
        await form.press("ctrl+s")
        await form.shows("theirs: 仓储")
        await form.press("t", "enter")
        await form.until(lambda: form.app.answer is None, "the end")
    assert value(services, "customer", customer.id, "industry") == "仓储"
