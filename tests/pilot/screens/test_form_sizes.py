"""Every form fits every size in both languages: exact lines, whole key words, reachable fields."""

from __future__ import annotations

from typing import Any

import pytest

from storage.services import Services
from tests.factories import a_case, a_contact, a_customer, an_opportunity, an_order
from tests.pilot.screens.form_host import SIZES, hosting

pytestmark = pytest.mark.slow  # long ways through many forms; CI runs them too

# One of them stands in the default run; the rest run with the slow tests.
_QUICK = {((120, 40), "en")}
EVERY_SIZE = [
    pytest.param(
        size,
        language,
        id=f"{size[0]}x{size[1]}-{language}",
        marks=() if (size, language) in _QUICK else pytest.mark.slow,
    )
    for size in SIZES
    for language in ("en", "zh")
]


@pytest.mark.parametrize(("size", "language"), EVERY_SIZE)
async def test_every_form_at_every_size(
    services: Services, size: tuple[int, int], language: str
) -> None:
    customer = a_customer(services, "中远物流集团股份有限公司华东仓储事业部")
    a_contact(services, customer, "陈思", title="采购总监")
    deal = an_opportunity(services, customer)
    case = a_case(services, customer)
    order = an_order(services, customer)
    item = services.follow_ups.plan(customer.id, {"due_date": "2026-03-04"})
    big: dict[str, dict[str, Any]] = {
        "record": {"entity": "customer", "record_id": customer.id},
        "touch": {"customer_id": customer.id},
        "feedback_step": {"case_id": case.id},
    }
    small: dict[str, dict[str, Any]] = {
        "feedback": {"customer_id": customer.id},
        "answer": {"entity": "opportunity", "record_id": deal.id, "question": "P-C2"},
        "plan": {"customer_id": customer.id},
        "snooze": {"items": [item.id]},
        "regrade": {"customer_id": customer.id},
    }
    forms = {**big, **small} if size == SIZES[0] else {"record": big["record"]}
    async with hosting(services, size, language) as form:
        for name, params in forms.items():
            await form.open(name, **params)
            form.check_cells()
            await form.press("escape")
            await form.until(lambda: form.app.answer is None, f"the end of {name}")
        await form.open("record", entity="sales_order", record_id=order.id)
        form.screen.go_to("lines")
        await form.pilot.pause()
        form.check_cells()
        assert not form.screen.is_dirty


@pytest.mark.parametrize(("size", "language"), EVERY_SIZE[:2])
async def test_the_search_and_the_list_at_the_smallest_size(
    services: Services, size: tuple[int, int], language: str
) -> None:
    customer = a_customer(services, "中远物流集团")
    async with hosting(services, size, language) as form:
        screen = await form.open("record", entity="customer", record_id=customer.id)
        screen.go_to("referred_by")
        await form.press("f4")
        await form.until(lambda: form.screen is not screen, "the search")
        await form.until(lambda: form.screen.list.count, "rows")
        form.check_cells()
        await form.press("escape")
        await form.until(lambda: form.screen is screen, "the form")
        screen.go_to("source")
        await form.press("enter")
        await form.until(lambda: form.screen is not screen, "the list")
        form.check_cells()
