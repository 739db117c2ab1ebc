"""The feedback queue walked through: clocks, gates, rounds, owners, after-care."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from models.enums import FeedbackPriority, FeedbackState, FollowUpKind
from models.policy_defaults import policy_from
from storage.clock import FixedClock
from storage.effects.saving import Saved
from storage.engine.reading import DriverReader
from storage.errors import Invalid, Refused, Stale
from storage.queries import figures
from storage.queries.cases import CaseBook
from storage.services import Services
from storage.services.feedback import Receipt
from tests.factories import (
    a_case,
    a_contact,
    a_customer,
    an_opportunity,
    count_of,
    planned,
    value,
)

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


def tracked(services: Services, customer: Saved | None = None, **fields: str) -> Receipt:
    """A case whose check call is planned."""
    case = a_case(services, customer or a_customer(services), **fields)
    walk(services, case.id, S.ACKNOWLEDGED, S.ANALYSED, S.ACTING, S.TRACKING)
    return case


def story(services: Services, case_id: int) -> list[str]:
    return [event.kind for event in services.cards.feedback(case_id).events]


def a_book(reader: DriverReader, services: Services) -> CaseBook:
    clock = services.core.clock
    return CaseBook(reader, policy_from(figures.figures(reader)), clock.today(), clock.zone)


def retold(services: Services, case_id: int) -> dict[str, object]:
    """The clocks of a case told anew from its events."""
    found = services.core.read(lambda r: a_book(r, services).case(case_id))
    assert found is not None
    told = found.clocks
    return {
        "state": told.state,
        "due_at": told.due_at,
        "amber_at": told.amber_at,
        "ack_at": told.acknowledged_at,
        "promised_at": told.promised_at,
        "last_progress_at": told.last_progress_at,
        "paused_at": told.paused_at,
    }


def test_ac_094_the_manager_is_told_of_the_second_round(services: Services) -> None:
    services.records.create("user", {"login": "zhou", "name": "周总", "roles": "MANAGER"})
    team = services.records.create("team", {"name": "华东", "manager": "zhou"})
    own = {"login": "yang", "name": "杨光", "roles": "SERVICE", "team": f"teams/{team.id}"}
    services.records.create("user", own)
    customer = a_customer(services)
    services.core.login = "yang"
    case = tracked(services, customer)
    services.feedback.step(case.id, S.REOPENED, {"reason": "又坏了"})
    (item,) = services.cards.due(date(2026, 3, 2), services.cards.find("zhou", "user")[1])
    assert (item.kind, item.feedback_code, item.question_code) == ("SLA", case.code, "ROUND")
    # The call on which the customer said so is made.
    assert planned(services, customer.id, FollowUpKind.CALLBACK) == [(date(2026, 3, 6), "DONE")]
    walk(services, case.id, S.ANALYSED)
    services.feedback.step(case.id, S.ACTING, {"action.type": "RND", "action.text": "another lock"})
    (step, *_) = services.feedback.next_steps(case.id)
    assert {one.code for one in step.missing} == {
        "feedback.actions_open", "feedback.needs_check_call",
    }  # fmt: skip


def test_without_a_team_the_first_manager_is_told_but_never_of_the_own_doing(
    services: Services,
) -> None:
    founder = services.actor()
    services.records.create("user", {"login": "yang", "name": "杨光", "roles": "SERVICE"})
    own = tracked(services, owner="yang")
    services.feedback.step(own.id, S.REOPENED, {"reason": "又坏了"})
    assert not services.cards.due(date(2026, 3, 2), founder.id)
    customer = a_customer(services, "别家")
    services.core.login = "yang"
    case = tracked(services, customer)
    services.feedback.step(case.id, S.REOPENED, {"reason": "又坏了"})
    assert [one.kind for one in services.cards.due(date(2026, 3, 2), founder.id)] == ["SLA"]


def test_ac_092_a_case_changes_hands_with_an_entry(services: Services) -> None:
    services.records.create("user", {"login": "yang", "name": "杨光", "roles": "SERVICE"})
    customer = a_customer(services)
    case = tracked(services, customer)
    services.feedback.hand_over(case.id, "yang", "他熟悉门锁")
    assert value(services, "feedback", case.id, "first_owner") == services.actor().login
    assert value(services, "feedback", case.id, "owner") == "yang"
    event = services.cards.feedback(case.id).events[-1]
    assert (event.kind, event.owner_name, event.note) == ("OWNER", "杨光", "他熟悉门锁")
    (call,) = services.cards.due(date(2026, 3, 6), services.cards.find("yang", "user")[1])
    assert call.kind == FollowUpKind.CALLBACK
    with pytest.raises(Invalid):
        services.feedback.hand_over(case.id, "nobody")


def test_ac_093_the_flag_stands_until_the_customer_is_told(
    services: Services, clock: FixedClock
) -> None:
    case = a_case(services, a_customer(services))
    walk(services, case.id, S.ACKNOWLEDGED)
    clock.moment += timedelta(hours=50)
    flag = services.feedback.notice_due(case.id)
    assert flag is not None
    assert (flag.code, flag.params["hours"]) == ("feedback.tell_progress", 50)
    query = services.lists.parse("untold", "feedback")
    assert list(services.lists.ids(query)) == [case.id]
    services.feedback.progress(case.id, "明天上门", "2026-03-06 10:00")
    assert services.feedback.notice_due(case.id) is None
    assert list(services.lists.ids(query)) == []
    assert value(services, "feedback", case.id, "due_at") == datetime(2026, 3, 6, 2, tzinfo=UTC)
    with pytest.raises(Invalid):
        services.feedback.progress(case.id, "x", "2026-03-01 10:00")


def test_a_held_clock_moves_the_due_time(services: Services, clock: FixedClock) -> None:
    case = a_case(services, a_customer(services))
    with pytest.raises(Refused) as refused:
        services.feedback.pause(case.id, "等样品", customer_told=True)
    assert refused.value.code == "feedback.pause_before_reply"
    walk(services, case.id, S.ACKNOWLEDGED)
    with pytest.raises(Refused) as refused:
        services.feedback.pause(case.id, " ", customer_told=False)
    lacking = {reason.code for reason in refused.value.reasons}
    assert lacking == {"feedback.needs_pause_reason", "feedback.needs_customer_told"}
    services.feedback.pause(case.id, "等客户寄回样品", customer_told=True)
    assert value(services, "feedback", case.id, "due_at") is None
    assert value(services, "feedback", case.id, "pause_reason") == "等客户寄回样品"
    (row,) = services.lists.page(services.lists.parse("paused", "feedback"), limit=5).rows
    assert row.paused_at == clock.moment
    clock.moment += timedelta(hours=5)
    services.feedback.resume(case.id)
    assert value(services, "feedback", case.id, "due_at") == datetime(2026, 3, 4, 7, tzinfo=UTC)
    with pytest.raises(Refused):
        services.feedback.resume(case.id)
    assert story(services, case.id) == ["STEP", "STEP", "PAUSE", "RESUME"]
    lines = services.explanations.explain("feedback", case.id, "due_at").lines
    assert [line.code for line in lines] == [
        "feedback.due_promised", "feedback.was_paused", "feedback.due_moved",
    ]  # fmt: skip
    services.changes.undo()
    assert value(services, "feedback", case.id, "due_at") is None
    assert value(services, "feedback", case.id, "paused_at") is not None


def test_ac_098_an_idea_names_its_author(services: Services) -> None:
    customer = a_customer(services)
    person = a_contact(services, customer, "唐亚军")
    case = a_case(services, customer, kind="SUGGESTION")
    with pytest.raises(Refused):
        services.feedback.take_up_idea(case.id, person.code)
    walk(services, case.id, S.ACKNOWLEDGED)
    services.feedback.take_up_idea(case.id, person.code, "吊钩挂标签")
    assert value(services, "feedback", case.id, "idea_author") == person.code
    assert story(services, case.id)[-1] == "IDEA"
    complaint = a_case(services, customer)
    with pytest.raises(Refused) as refused:
        services.feedback.take_up_idea(complaint.id, person.code)
    assert refused.value.code == "feedback.idea_only_suggestion"


def test_ac_099_the_twelve_points_are_kept_by_group(services: Services) -> None:
    case = tracked(services)
    held = "SPECIAL,FEELINGS,CAN_SOLVE,CAN_HELP,AT_EASE,SOLVED,FELT,COMMITTED,COMPLETE"
    services.feedback.step(case.id, S.CLOSED, {**STEPS[S.CLOSED], "expectation_points": held})
    found = services.explanations.explain("feedback", case.id, "expectations")
    assert found.value == 9
    assert [line.params["held"] for line in found.lines] == [2, 3, 3, 1]


def test_ac_096_costs_are_written_down_at_closing(services: Services) -> None:
    case = tracked(services)
    costs = {"cost_handling": "800", "cost_repair": "120.50"}
    services.feedback.step(case.id, S.CLOSED, {**STEPS[S.CLOSED], **costs})
    assert value(services, "feedback", case.id, "cost_handling") == 80_000
    assert value(services, "feedback", case.id, "cost_repair") == 12_050


def test_doubles_are_merged_into_the_case_that_goes_on(services: Services) -> None:
    customer = a_customer(services)
    first, double, third = (a_case(services, customer) for _ in range(3))
    services.feedback.step(double.id, S.MERGED, {"merged_into": first.code})
    assert state_of(services, double.id) is S.MERGED
    assert value(services, "feedback", double.id, "merged_into") == first.code
    for target, code in (
        (third.code, "feedback.merge_with_itself"),
        (double.code, "feedback.merge_target_merged"),
    ):
        with pytest.raises(Refused) as refused:
            services.feedback.step(third.id, S.MERGED, {"merged_into": target})
        assert refused.value.code == code


def test_a_case_of_nobody_known_can_be_closed(services: Services) -> None:
    case = a_case(services)
    walk(services, case.id, S.ACKNOWLEDGED, S.ANALYSED, S.ACTING, S.TRACKING, S.CLOSED)
    assert state_of(services, case.id) is S.CLOSED
    assert count_of(services, "follow_up") == 0


def test_a_customer_who_becomes_known_and_a_danger_seen_late(services: Services) -> None:
    case, customer = a_case(services), a_customer(services)
    services.feedback.correct(case.id, {"customer": customer.code, "quality_dimension": "SAFETY"})
    assert value(services, "feedback", case.id, "customer") == customer.code
    assert value(services, "feedback", case.id, "priority") is FeedbackPriority.URGENT
    assert value(services, "feedback", case.id, "due_at") == datetime(2026, 3, 2, 3, tzinfo=UTC)
    with pytest.raises(Invalid):
        services.feedback.correct(case.id, {"state": "CLOSED"})
    with pytest.raises(Invalid):
        services.feedback.correct(case.id, {"received_at": "2026-03-09 10:00"})


def test_a_check_call_done_in_the_calendar_counts(services: Services) -> None:
    customer = a_customer(services)
    case = tracked(services, customer)
    calls = [one for one in services.cards.due(date(2026, 3, 9)) if one.kind == "CALLBACK"]
    services.follow_ups.done(calls[0].id)
    steps = {step.state: step for step in services.feedback.next_steps(case.id)}
    missing = {reason.code for reason in steps[S.CLOSED].missing}
    assert missing == {"feedback.needs_solved"}
    services.feedback.step(case.id, S.CLOSED, {"solved_by_customer": "yes"})
    assert value(services, "feedback", case.id, "check_call_at") is not None


def test_what_is_stored_of_the_clocks_is_what_the_events_tell(
    services: Services, clock: FixedClock
) -> None:
    case = a_case(services, a_customer(services))
    acts = (
        lambda: walk(services, case.id, S.ACKNOWLEDGED),
        lambda: services.feedback.pause(case.id, "等", customer_told=True),
        lambda: services.feedback.progress(case.id, "还在等"),
        lambda: walk(services, case.id, S.ANALYSED),
        lambda: services.feedback.progress(case.id, "改期", "2026-03-20 10:00"),
        lambda: walk(services, case.id, S.ACTING, S.TRACKING, S.CLOSED),
    )
    for act in acts:
        clock.moment += timedelta(hours=3)
        act()
        told = retold(services, case.id)
        assert {name: value(services, "feedback", case.id, name) for name in told} == told


def test_clocks_may_run_in_hours_of_work_and_are_told_anew(
    services: Services, clock: FixedClock
) -> None:
    clock.moment = datetime(2026, 3, 6, 8, 0, tzinfo=UTC)  # Friday 16:00
    case = a_case(services, a_customer(services))
    assert case.due_at == datetime(2026, 3, 6, 12, 0, tzinfo=UTC)
    services.policies.set({"feedback.ack_in_hours_of_work": 1})
    due = value(services, "feedback", case.id, "due_at")
    assert due == datetime(2026, 3, 9, 3, 0, tzinfo=UTC)  # Monday 11:00: two hours and two
    assert due == retold(services, case.id)["due_at"]
    lines = services.explanations.explain("feedback", case.id, "due_at").lines
    assert lines[-1].code == "feedback.in_hours_of_work"
    services.changes.undo()
    assert value(services, "feedback", case.id, "due_at") == case.due_at


def test_another_limit_moves_the_clocks_of_open_cases_only(services: Services) -> None:
    customer = a_customer(services)
    case, ended = a_case(services, customer), a_case(services, customer)
    services.feedback.step(ended.id, S.MERGED, {"merged_into": case.code})
    services.policies.set({"feedback.complaint_ack_hours": 2, "feedback.progress_hours": 24})
    assert value(services, "feedback", case.id, "due_at") == case.due_at - timedelta(hours=2)
    told = value(services, "feedback", case.id, "notice_due_at")
    assert told == datetime(2026, 3, 3, 2, 0, tzinfo=UTC)
    assert value(services, "feedback", ended.id, "due_at") is None


def test_ac_181_a_severe_case_marks_the_customer_and_every_open_deal(services: Services) -> None:
    customer = a_customer(services)
    an_opportunity(services, customer)
    opinion = a_case(services, customer, kind="OPINION")

    def severe() -> tuple[int, int, int]:
        (who,) = services.lists.page(services.lists.parse("", "customers"), limit=5).rows
        (what,) = services.lists.page(services.lists.parse("", "opportunities"), limit=5).rows
        return who.open_feedback, who.severe_feedback, what.severe_feedback

    assert severe() == (1, 0, 0)
    services.feedback.correct(opinion.id, {"quality_dimension": "SAFETY"})
    assert severe() == (1, 1, 1)
    complaint = a_case(services, customer)
    assert severe() == (2, 2, 2)
    query = services.lists.parse("severe>=1", "customers")
    assert list(services.lists.ids(query)) == [customer.id]
    assert services.lists.count(services.lists.parse("severe:yes", "feedback")) == 2
    walk(services, complaint.id, S.ACKNOWLEDGED, S.ANALYSED, S.ACTING, S.TRACKING, S.CLOSED)
    assert severe() == (1, 1, 1)


def test_a_case_over_time_stands_in_the_calendar_of_today_for_the_manager_too(
    services: Services, clock: FixedClock
) -> None:
    services.records.create("user", {"login": "yang", "name": "杨光", "roles": "SERVICE"})
    case = a_case(services, a_customer(services), owner="yang")
    clock.moment += timedelta(days=2)
    today = clock.today()
    plan = services.calendar.plan(today, today, services.actor().id)
    assert [(row.id, row.owner_name) for row in plan.cases] == [(case.id, "杨光")]
    tomorrow = today + timedelta(days=1)
    assert services.calendar.plan(tomorrow, tomorrow).cases == ()
    assert services.cards.duties().cases_over == 1
