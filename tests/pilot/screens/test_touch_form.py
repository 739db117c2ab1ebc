"""The touch form: few keys for a plain call, the grade proposed, the next contact agreed."""

from __future__ import annotations

from datetime import date

import pytest

from models.enums import FollowUpKind, Grade
from storage.services import Services
from tests.factories import a_contact, a_customer, an_opportunity, count_of, planned, value
from tests.pilot.screens.form_host import hosting


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "Agree the next contact before you save"), ("zh", "下次联系")],
)
async def test_a_call_without_the_next_contact_is_refused_at_its_field(
    services: Services, language: str, sentence: str
) -> None:
    customer = a_customer(services)
    async with hosting(services, (100, 44), language) as form:
        await form.open("touch", customer_id=customer.id)
        assert form.field == "summary"  # everything before it is filled in
        await form.pilot.press("谈", "妥")
        await form.press("ctrl+s")
        await form.until(lambda: form.field == "next_contact_at", "the field")
        assert form.says(sentence)
        assert count_of(services, "interaction") == 0
        await form.type("+3d")
        done = await form.save()
    assert value(services, "interaction", done.record_id, "summary") == "谈妥"
    due = [day.isoformat() for day, _ in planned(services, customer.id, FollowUpKind.COMMITMENT)]
    assert due == ["2026-03-05"]


@pytest.mark.slow
async def test_saving_again_agrees_the_day_the_cadence_proposes(services: Services) -> None:
    customer = a_customer(services, grade="C")  # 15 days on is Tuesday, 17 March
    async with hosting(services) as form:
        await form.open("touch", customer_id=customer.id, known={"summary": "谈妥"})
        await form.press("ctrl+s")
        await form.until(lambda: form.says("2026-03-17 10:00"), "the proposal")
        assert form.says("Proposed by the cadence: 2026-03-17 Tue")
        assert count_of(services, "interaction") == 0
        await form.save()
    agreed = planned(services, customer.id, FollowUpKind.COMMITMENT)
    assert agreed == [(date(2026, 3, 17), "OPEN")]


@pytest.mark.slow
async def test_a_reason_will_do_and_a_note_needs_neither(services: Services) -> None:
    customer = a_customer(services)
    async with hosting(services) as form:
        await form.open("touch", customer_id=customer.id, known={"summary": "未接"})
        await form.fill("no_next_reason", "没有人接")
        await form.save()
        await form.open("touch", customer_id=customer.id, known={"kind": "NOTE", "summary": "x"})
        await form.save()
    assert count_of(services, "interaction") == 2


async def test_what_is_known_is_filled_in(services: Services) -> None:
    customer = a_customer(services)
    a_contact(services, customer, "李建国")
    main = a_contact(services, customer, "王芳", is_primary="yes")
    deal = an_opportunity(services, customer)
    async with hosting(services) as form:
        screen = await form.open("touch", customer_id=customer.id)
        assert screen.texts["contact"] == main.code
        assert screen.texts["opportunity"] == deal.code
        assert screen.texts["channel"] == "PHONE"
        assert screen.texts["at"] == "2026-03-02 10:00"


async def test_ac_065_the_proposed_grade_is_shown_and_confirmed(services: Services) -> None:
    customer = a_customer(services, grade="C")
    async with hosting(services, (100, 44)) as form:
        screen = await form.open("touch", customer_id=customer.id)
        await form.shows("Grade stays C")
        await form.fill("summary", "预算批了")
        await form.fill("no_next_reason", "-")
        await form.fill("expected_date_after", "2026-04-25")
        await form.shows("Proposed: grade C -> B")
        await form.shows("next tracking 2026-03-09 Mon")
        await form.press("ctrl+s")
        await form.shows("The grade goes from C to B")
        await form.press("escape")
        await form.until(lambda: form.screen is screen, "the form")
        await form.press("ctrl+s")
        await form.shows("The grade goes from C to B")
        await form.press("1")
        await form.until(lambda: hasattr(form.app.answer, "message"), "the end")
        assert "grade B, next tracking 2026-03-09" in form.done.message
    assert value(services, "customer", customer.id, "grade") is Grade.B


@pytest.mark.slow
async def test_the_grade_is_kept_with_a_reason(services: Services) -> None:
    customer = a_customer(services, grade="C")
    async with hosting(services, (100, 44)) as form:
        screen = await form.open("touch", customer_id=customer.id)
        await form.fill("summary", "预算批了")
        await form.fill("no_next_reason", "-")
        await form.fill("expected_date_after", "2026-04-25")
        await form.press("ctrl+s")
        await form.shows("The grade goes from C to B")
        await form.press("2")
        await form.until(lambda: form.field == "grade_reason", "the reason")
        assert screen.texts["keep_grade"] == "C"
        await form.press("ctrl+s")
        await form.until(lambda: screen.query("FieldRow.-wrong"), "the mark")
        await form.fill("grade_reason", "要等董事会")
        await form.save()
    assert value(services, "customer", customer.id, "grade") is Grade.C
    assert str(value(services, "customer", customer.id, "grade_override_until")) == "2026-05-31"


async def test_the_planned_item_is_done_with_the_touch(services: Services) -> None:
    customer = a_customer(services)
    item = services.follow_ups.plan(customer.id, {"kind": "CALLBACK", "due_date": "2026-03-02"})
    async with hosting(services) as form:
        screen = await form.open("touch", customer_id=customer.id, follow_up_id=item.id)
        assert screen.texts["kind"] == "CALLBACK"
        await form.fill("summary", "回访")
        await form.fill("no_next_reason", "已解决")
        await form.save()
    assert str(value(services, "follow_up", item.id, "status")) == "DONE"


@pytest.mark.slow
async def test_ac_081_a_call_in_few_keys_ends_with_the_time_agreed(services: Services) -> None:
    customer = a_customer(services)
    a_contact(services, customer, "王芳")
    async with hosting(services, (100, 44)) as form:
        await form.open("touch", customer_id=customer.id)
        await form.type("ok")
        await form.press("tab", "tab", "tab", "tab")
        assert form.field == "next_contact_at"
        await form.type("2026-03-05 10:00")
        await form.shows("王芳, thank you. We talk again on 2026-03-05 Thu 10:00")
        done = await form.save()  # t, four times Tab, ctrl+s: six keys besides the texts
    assert value(services, "interaction", done.record_id, "summary") == "ok"
    assert planned(services, customer.id, FollowUpKind.COMMITMENT) == [(date(2026, 3, 5), "OPEN")]
    assert len(planned(services, customer.id, FollowUpKind.TRACKING)) == 2


@pytest.mark.slow
async def test_promises_and_remarks_are_lines_of_the_form(services: Services) -> None:
    customer = a_customer(services)
    async with hosting(services, (100, 50)) as form:
        screen = await form.open("touch", customer_id=customer.id, known={"summary": "x"})
        assert not screen._rows["remarks"].display
        await form.fill_all({"no_next_reason": "-", "promises": "寄样品"})
        await form.press("ctrl+s")
        await form.shows("Promises, line 1: by when?")
        await form.fill("promises", "寄样品 +3d")
        screen._rows["kind"].editor.value = "OWNER_FORUM"
        await form.until(lambda: screen._rows["remarks"].display, "the remarks")
        await form.fill("remarks", "停车难\n建议: 夜间值班")
        done = await form.save()
    assert "1 promise planned. 2 remarks taken in." in done.message
    assert count_of(services, "feedback") == 2
