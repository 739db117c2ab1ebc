"""Parting with a customer on the screen: the panel asks in place, the marks stand at the fields."""

from __future__ import annotations

import pytest

from models.enums import ReleaseKind, ReleaseState
from models.enums import TerminationState as S
from storage.services import Services
from tests.factories import a_customer, an_order
from tests.pilot.screens.form_host import Driver, hosting
from tui.screens.forms.form import FormScreen
from tui.screens.opening import form_screen
from tui.screens.termination import TerminationScreen

pytestmark = pytest.mark.slow

WHY = {"reason_code": "BROKEN", "text": "吵翻了"}


async def panel(form: Driver, customer_id: int) -> TerminationScreen:
    screen = form_screen(form.app.bridge, "termination", {"customer_id": customer_id})
    assert isinstance(screen, TerminationScreen)
    await form.show(screen)
    await form.until(lambda: screen.list.count, "the lines")
    return screen


@pytest.mark.parametrize(
    ("size", "language", "words"),
    [
        ((60, 20), "zh", ("九个步骤", "请选择终止原因", "已准备", "草拟 · 1/9")),
        ((120, 40), "en", ("The nine steps", "Choose the reason", "Prepared", "Drafted · 1/9")),
    ],
)
async def test_ac_120_the_next_step_is_asked_for_in_place(
    services: Services, size: tuple[int, int], language: str, words: tuple[str, ...]
) -> None:
    customer = a_customer(services, "远大住工")
    async with hosting(services, size, language) as form:
        screen = await panel(form, customer.id)
        for one in words[:3]:
            await form.shows(one)
        form.check_cells()
        await form.press("enter")
        await form.until(lambda: isinstance(form.screen, FormScreen) and form.field, "the form")
        await form.press("ctrl+s")
        await form.until(lambda: form.screen.query("FieldRow.-wrong"), "the marks")
        await form.fill_all(WHY)
        form.check_cells()
        await form.press("ctrl+s")
        await form.until(lambda: form.screen is screen, "the panel")
        await form.shows(words[3])
        assert services.terminations.card(customer.id).state is S.DRAFT
        await form.press("w")
        await form.shows(customer.code)
        form.check_cells()


async def test_ac_122_the_panel_names_what_is_open_and_ac_125_asks_for_a_notice(
    services: Services,
) -> None:
    customer = a_customer(services, "远大住工")
    order = an_order(services, customer)
    steps = services.terminations
    steps.begin(customer.id, WHY)
    steps.step(customer.id, S.PREPARED, {"plan": "x", "documents": "y"})
    steps.step(customer.id, S.SUBMITTED)
    steps.step(customer.id, S.APPROVED, {"comment": "同意"})
    days = {"notice_date": "2026-01-02", "effective_date": "2026-02-02"}
    steps.step(customer.id, S.NOTICE, days)
    async with hosting(services, (100, 40)) as form:
        screen = await panel(form, customer.id)
        await form.shows("self-approved in the single-user profile")
        await form.shows(f"Still open: order {order.code}")
        await form.press("enter")
        await form.until(lambda: isinstance(form.screen, FormScreen) and form.field, "the form")
        await form.shows(f"Still open: order {order.code}")
        await form.press("escape")
        await form.until(lambda: form.screen is screen, "the panel")
        services.records.update("sales_order", order.id, {"status": "CANCELLED"})
        steps.step(customer.id, S.SETTLING)
        steps.step(customer.id, S.TERMINATED)
        screen.list.reload()
        await form.shows("nothing goes out")
        params = {"customer_id": customer.id, "kind": ReleaseKind.IMPORTANT_NOTICE.value}
        await form.open("release", **params)
        await form.fill_all({"text": "请停用 7 号阀门", "reason": "召回"})
        await form.save()
        (asked,) = steps.card(customer.id).releases
        about = {"customer_id": customer.id, "release_id": asked.id}
        await form.open("release_answer", **about)
        await form.shows("召回")
        await form.fill("comment", "必须")
        await form.save()
        await form.open("notice", **about)
        await form.shows("请停用 7 号阀门")
        await form.save()
    assert steps.card(customer.id).releases[0].state is ReleaseState.USED
