"""The feedback queue walked through: clocks, gates, rounds, owners, after-care."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from models.enums import FeedbackPriority, FeedbackState, FollowUpKind
from storage.clock import FixedClock
from storage.errors import Invalid, Refused, Stale
from storage.services import Services
from tests.factories import a_case, a_customer, planned, value

S = FeedbackState
STEPS: dict[FeedbackState, dict[str, str]] = {
    S.ACKNOWLEDGED: {"ack_text": "we are on it", "promised_at": "2026-03-04 10:00"},
    S.ANALYSED: {
        "category": "PRODUCT_FUNCTION",
        "quality_dimension": "PRODUCT",
        "experience_element": "PROBLEM_SOLVING",
        "main_issue": "lock fails in frost",
        "root_cause": "grease thickens",
    },
    S.ACTING: {"action.type": "REPLACEMENT", "action.text": "other grease"},
    S.TRACKING: {"actions_done": "yes", "check_call_on": "2026-03-06"},
    S.CLOSED: {"check_call_done": "yes", "solved_by_customer": "yes"},
}


def walk(services: Services, case_id: int, *states: FeedbackState) -> None:
    for state in states:
        services.feedback.step(case_id, state, STEPS[state])


def state_of(services: Services, case_id: int) -> object:
    return value(services, "feedback", case_id, "state")


def test_ac_090_a_complaint_goes_step_by_step(services: Services) -> None:
    case = a_case(services, a_customer(services))
    assert state_of(services, case.id) is S.NEW
    walk(services, case.id, S.ACKNOWLEDGED)
    with pytest.raises(Refused) as refused:
        services.feedback.step(case.id, S.ACTING, STEPS[S.ACTING])
    assert refused.value.code == "feedback.not_next"
    assert state_of(services, case.id) is S.ACKNOWLEDGED
    for state in (S.ANALYSED, S.ACTING, S.TRACKING, S.CLOSED):
        walk(services, case.id, state)
        assert state_of(services, case.id) is state


def test_every_step_names_all_that_it_lacks(services: Services) -> None:
    case = a_case(services, a_customer(services))
    with pytest.raises(Refused) as refused:
        services.feedback.step(case.id, S.ACKNOWLEDGED, {})
    lacking = {reason.code for reason in refused.value.reasons}
    assert {"feedback.needs_reply", "feedback.needs_handling_time"} <= lacking
    (step, *_) = services.feedback.next_steps(case.id)
    assert step.state is S.ACKNOWLEDGED
    assert {reason.code for reason in step.missing} == lacking


def test_ac_092_the_first_owner_stays_and_calls_are_planned(services: Services) -> None:
    services.records.create("user", {"login": "yang", "name": "杨光", "roles": "SERVICE"})
    customer = a_customer(services)
    case = a_case(services, customer, owner="yang")
    assert value(services, "feedback", case.id, "first_owner") == services.actor().login
    assert value(services, "feedback", case.id, "owner") == "yang"
    walk(services, case.id, S.ACKNOWLEDGED, S.ANALYSED, S.ACTING, S.TRACKING)
    calls = planned(services, customer.id, FollowUpKind.CALLBACK)
    assert calls == [(date(2026, 3, 6), "OPEN")]
    walk(services, case.id, S.CLOSED)
    assert planned(services, customer.id, FollowUpKind.CALLBACK) == [
        (date(2026, 3, 6), "DONE"),
        (date(2026, 3, 9), "OPEN"),
    ]


def test_ac_094_a_reopened_case_needs_another_action(services: Services) -> None:
    case = a_case(services, a_customer(services))
    walk(services, case.id, S.ACKNOWLEDGED, S.ANALYSED, S.ACTING, S.TRACKING)
    services.feedback.step(case.id, S.REOPENED, {"reason": "fails again"})
    assert value(services, "feedback", case.id, "round") == 2
    walk(services, case.id, S.ANALYSED)
    with pytest.raises(Refused) as refused:
        walk(services, case.id, S.ACTING)
    assert "feedback.action_repeated" in {reason.code for reason in refused.value.reasons}
    services.feedback.step(
        case.id, S.ACTING, {"action.type": "REPLACEMENT", "action.text": "another lock"}
    )
    assert state_of(services, case.id) is S.ACTING


def test_ac_095_safety_comes_first_and_is_due_in_an_hour(services: Services) -> None:
    customer = a_customer(services)
    plain = a_case(services, customer)
    urgent = a_case(services, customer, quality_dimension="SAFETY")
    assert value(services, "feedback", urgent.id, "priority") is FeedbackPriority.URGENT
    assert urgent.due_at == datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
    query = services.lists.parse("", "feedback")
    assert list(services.lists.ids(query)) == [urgent.id, plain.id]


def test_ac_194_the_receipt_says_number_owner_and_time(services: Services) -> None:
    complaint = a_case(services)
    praise = a_case(services, kind="PRAISE")
    assert complaint.code == "F-000001"
    assert complaint.owner == services.actor().name
    assert complaint.reply_channel == "PHONE"
    assert complaint.due_at == datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
    assert praise.due_at == datetime(2026, 3, 3, 2, 0, tzinfo=UTC)


def test_ac_195_praise_closes_once_it_is_passed_on(services: Services) -> None:
    customer = a_customer(services)
    praise = a_case(services, customer, kind="PRAISE")
    complaint = a_case(services, customer)
    for case in (praise, complaint):
        walk(services, case.id, S.ACKNOWLEDGED)
    services.feedback.step(praise.id, S.CLOSED, {"praised_told": "yes"})
    assert state_of(services, praise.id) is S.CLOSED
    with pytest.raises(Refused):
        services.feedback.step(complaint.id, S.CLOSED, {"praised_told": "yes"})
    assert state_of(services, complaint.id) is S.ACKNOWLEDGED


def test_a_grievance_becomes_a_complaint_with_a_link(services: Services) -> None:
    grievance = a_case(services, a_customer(services), kind="GRIEVANCE")
    complaint = services.feedback.escalate(grievance.id)
    assert state_of(services, grievance.id) is S.MERGED
    assert value(services, "feedback", complaint.id, "escalated_from") == grievance.code
    with pytest.raises(Refused):
        services.feedback.escalate(grievance.id)


def test_reopening_ends_after_its_days(services: Services, clock: FixedClock) -> None:
    case = a_case(services, a_customer(services))
    walk(services, case.id, S.ACKNOWLEDGED, S.ANALYSED, S.ACTING, S.TRACKING, S.CLOSED)
    clock.moment = datetime(2027, 3, 2, 2, 0, tzinfo=UTC)
    with pytest.raises(Refused) as refused:
        services.feedback.step(case.id, S.REOPENED, {"reason": "a year later"})
    assert refused.value.code == "feedback.reopen_too_late"


def test_the_main_issue_is_named_before_its_step(services: Services) -> None:
    case = a_case(services, a_customer(services))
    services.feedback.name_issue(case.id, "交货两次晚到", version=1, originals={"main_issue": ""})
    assert services.cards.record("feedback", case.id)["main_issue"] == "交货两次晚到"
    with pytest.raises(Invalid):
        services.feedback.name_issue(case.id, "  ")
    with pytest.raises(Stale):
        services.feedback.name_issue(case.id, "x", version=1, originals={"main_issue": ""})
    services.changes.undo()
    assert not services.cards.record("feedback", case.id)["main_issue"]
