"""The feedback queue: intake with its receipt, each step with just what it asks."""

from __future__ import annotations

import pytest

from storage.services import Services
from tests.factories import a_case, a_contact, a_customer, count_of, value
from tests.pilot.screens.form_host import hosting

pytestmark = pytest.mark.slow


async def test_ac_194_intake_ends_with_the_receipt_to_read_out(services: Services) -> None:
    customer = a_customer(services, "中远物流集团")
    person = a_contact(services, customer, "王芳")
    async with hosting(services) as form:
        screen = await form.open("feedback", customer_id=customer.id)
        assert form.field == "text"
        await form.pilot.press("门", "坏")
        await form.fill("contact", "王芳")
        await form.press("enter")  # searched within the customer
        await form.until(lambda: screen.texts["contact"] == person.code, "the person")
        await form.press("ctrl+s")
        await form.shows("Your number: F-000001")
        assert form.says("In charge:")
        assert form.says("You hear from us by 2026-03-02")
        assert form.says("By: Phone")
        form.check_cells()
        await form.press("enter")
        await form.until(lambda: hasattr(form.app.answer, "record_id"), "the end")
    assert value(services, "feedback", form.done.record_id, "customer") == customer.code


@pytest.mark.slow
async def test_nobody_knows_who_it_was(services: Services) -> None:
    async with hosting(services, (60, 20), "zh") as form:
        await form.open("feedback")
        await form.fill("text", "有人说门锁坏了")
        await form.press("ctrl+s")
        await form.shows("F-000001")
        await form.press("enter")
        await form.until(lambda: hasattr(form.app.answer, "record_id"), "the end")
    assert value(services, "feedback", form.done.record_id, "customer") is None


@pytest.mark.slow
async def test_the_step_asks_just_its_fields_and_says_what_is_missing(services: Services) -> None:
    case = a_case(services, a_customer(services))
    async with hosting(services) as form:
        screen = await form.open("feedback_step", case_id=case.id)
        shown = [name for name, row in screen._rows.items() if row.display]
        assert shown == ["state", "ack_text", "promised_at"]
        assert form.field == "ack_text"
        await form.shows("Needed:")
        await form.press("ctrl+s")
        await form.until(lambda: screen.query(".-wrong"), "what is missing, where it is missing")
        assert form.field == "ack_text"
        assert str(value(services, "feedback", case.id, "state")) == "NEW"
        await form.fill("ack_text", "不归我们管")
        await form.shows("这件事我先接下来")
        await form.fill("ack_text", "已收到")
        await form.fill("promised_at", "+2d")
        done = await form.save()
        assert "Acknowledged" in done.message
    assert str(value(services, "feedback", case.id, "state")) == "ACKNOWLEDGED"


async def test_another_step_shows_other_fields(services: Services) -> None:
    case = a_case(services, a_customer(services), kind="GRIEVANCE")
    async with hosting(services) as form:
        screen = await form.open("feedback_step", case_id=case.id)
        screen.go_to("state")
        await form.press("enter")
        await form.until(lambda: form.screen is not screen, "the list")
        assert form.says("make it a complaint")
        await form.press("escape")
        await form.until(lambda: form.screen is screen, "the form")
        screen.focused.value = "PROGRESS"
        await form.until(lambda: screen._rows["note"].display, "the note")
        assert not screen._rows["ack_text"].display
        await form.fill("note", "明天上门")
        await form.save()
        await form.open("feedback_step", case_id=case.id, state="ESCALATE")
        await form.press("ctrl+s")
        await form.shows("Your number: F-000002")
        await form.press("enter")
        await form.until(lambda: hasattr(form.app.answer, "record_id"), "the end")
    assert str(value(services, "feedback", case.id, "state")) == "MERGED"


@pytest.mark.slow
async def test_actions_with_owner_and_due(services: Services) -> None:
    case = a_case(services, a_customer(services))
    for state, texts in (
        ("ACKNOWLEDGED", {"ack_text": "已收到", "promised_at": "+2d"}),
        (
            "ANALYSED",
            {
                "category": "SERVICE_QUALITY",
                "quality_dimension": "RELIABILITY",
                "experience_element": "PRODUCT",
                "main_issue": "锁芯",
                "root_cause": "批次问题",
            },
        ),
    ):
        from models.enums import FeedbackState

        given = _known(services, texts)
        services.feedback.step(case.id, FeedbackState(state), given)
    async with hosting(services) as form:
        screen = await form.open("feedback_step", case_id=case.id)
        assert form.field == "action__type"
        await form.press("right")
        await form.fill("action__text", "换锁芯")
        assert screen.texts["action__owner"] == services.actor().login
        await form.save()
        await form.open("feedback_step", case_id=case.id, state="ACTION")
        await form.press("right", "right")
        await form.fill("action__text", "培训装配工")
        await form.save()
    assert count_of(services, "feedback_action") == 2


def _known(services: Services, texts: dict[str, str]) -> dict[str, str]:
    """Constants that the enumerations really have."""
    from models.fields.registry import entity

    found = {}
    for name, text in texts.items():
        spec = entity("feedback").field(name)
        assert spec is not None
        if spec.choices is not None and text not in spec.choices.__members__:
            text = next(iter(spec.choices)).value
        found[name] = text
    return found


async def test_reopening_asks_for_the_reason(services: Services) -> None:
    from models.enums import FeedbackState

    case = a_case(services, a_customer(services), kind="PRAISE")
    services.feedback.step(case.id, FeedbackState.ACKNOWLEDGED, {"ack_text": "谢谢"})
    services.feedback.step(case.id, FeedbackState.CLOSED, {"praised_told": "yes"})
    async with hosting(services) as form:
        await form.open("feedback_step", case_id=case.id, state="REOPENED")
        assert form.field == "reason"
        await form.press("ctrl+s")
        assert form.says("a value is needed")
        await form.pilot.press("又", "坏")
        await form.save()
    assert value(services, "feedback", case.id, "round") == 2


async def test_not_solved_on_the_check_call_leads_to_reopening(services: Services) -> None:
    from models.enums import FeedbackState
    from tests.integration.storage.test_feedback import STEPS

    case = a_case(services, a_customer(services))
    for state in ("ACKNOWLEDGED", "ANALYSED", "ACTING", "TRACKING"):
        services.feedback.step(case.id, FeedbackState(state), STEPS[FeedbackState(state)])
    async with hosting(services) as form:
        screen = await form.open("feedback_step", case_id=case.id)
        await form.fill("check_call_done", "yes")
        await form.fill("solved_by_customer", "yes")
        await form.fill("solved_by_customer", "no")
        await form.press("ctrl+s")
        await form.until(lambda: form.screen is not screen, "the question")
        await form.press("2")
        await form.until(lambda: screen.texts["state"] == "REOPENED", "the other step")
        await form.until(lambda: not form.says("The customer has not said"), "what it needs")
        shown = {name for name, row in screen._rows.items() if row.display}
        assert shown == {"state", "reason"}
        await form.press("又", "坏", "了")
        await form.save()
        assert value(services, "feedback", case.id, "round") == 2
