from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from models.enums import (
    ExperienceElement,
    FeedbackActionType,
    FeedbackCategory,
    FeedbackChannel,
    FeedbackKind,
    FeedbackState,
    QualityDimension,
)
from models.explanation import Reason
from models.policy_defaults import FeedbackPolicy
from models.rules.feedback import (
    ActionFacts,
    FeedbackFacts,
    aftercare_due,
    allowed_next,
    escalation_objections,
    informs_manager,
    is_open,
    missing_for,
    objections,
    round_after_reopening,
)

TODAY = date(2026, 3, 2)
POLICY = FeedbackPolicy()
S = FeedbackState
K = FeedbackKind
RETRAIN = ActionFacts(FeedbackActionType.TRAINING, "train the desk", True, TODAY, done=True)
FULL = FeedbackFacts(
    kind=K.COMPLAINT,
    code="F-000001",
    channel=FeedbackChannel.PHONE,
    customer_answered=True,
    text="the pump leaks",
    has_first_owner=True,
    ack_text="we call back",
    ack_recorded=True,
    handling_time_told=True,
    praised_told=True,
    category=FeedbackCategory.DELIVERY,
    root_cause="seal",
    quality_dimension=QualityDimension.PRODUCT,
    experience_element=ExperienceElement.PROBLEM_SOLVING,
    main_issue="leak",
    actions=(RETRAIN,),
    check_call_planned=True,
    check_call_done=True,
    solved_by_customer=True,
    outcome_told=True,
    reopen_reason="leaks again",
    merged_into="F-000002",
)


def codes(next_state: FeedbackState, facts: FeedbackFacts) -> list[str]:
    return [one.code for one in missing_for(next_state, facts, POLICY, TODAY)]


@pytest.mark.parametrize(
    ("state", "following"),
    [
        (S.NEW, {S.ACKNOWLEDGED, S.MERGED}),
        (S.ACKNOWLEDGED, {S.ANALYSED}),
        (S.ANALYSED, {S.ACTING}),
        (S.ACTING, {S.TRACKING}),
        (S.TRACKING, {S.CLOSED, S.REOPENED}),
        (S.CLOSED, {S.REOPENED}),
        (S.REOPENED, {S.ANALYSED}),
        (S.MERGED, set()),
    ],
)
def test_allowed_next(state: FeedbackState, following: set[FeedbackState]) -> None:
    for kind in (K.COMPLAINT, K.SUGGESTION, K.OPINION):
        assert set(allowed_next(state, kind)) == following
    praise = following | ({S.CLOSED} if state is S.ACKNOWLEDGED else set())
    assert set(allowed_next(state, K.PRAISE)) == praise
    grievance = following | ({S.MERGED} if is_open(state) else set())
    assert set(allowed_next(state, K.GRIEVANCE)) == grievance
    assert len(allowed_next(state, K.GRIEVANCE)) == len(grievance)


def test_ac_090_complaint_walks_through_and_skips_nothing() -> None:
    way = [S.NEW, S.ACKNOWLEDGED, S.ANALYSED, S.ACTING, S.TRACKING, S.CLOSED]
    for number, state in enumerate(way[:-1]):
        facts = replace(FULL, state=state)
        assert objections(way[number + 1], facts, POLICY, TODAY) == ()
    skipped = objections(S.ACTING, replace(FULL, state=S.ACKNOWLEDGED), POLICY, TODAY)
    params = {"from": S.ACKNOWLEDGED, "to": S.ACTING, "allowed": (S.ANALYSED,)}
    assert skipped == (Reason("feedback.not_next", params),)


def test_the_gate_is_asked_once_the_move_is_allowed() -> None:
    facts = replace(FULL, state=S.NEW, ack_text="")
    assert objections(S.ACKNOWLEDGED, facts, POLICY, TODAY) == (Reason("feedback.needs_reply"),)


def test_without_a_kind_the_intake_is_not_finished() -> None:
    found = objections(S.ACKNOWLEDGED, replace(FULL, kind=None), POLICY, TODAY)
    assert found == (Reason("feedback.needs_kind"),)


@pytest.mark.parametrize(
    ("state", "change", "code"),
    [
        (S.NEW, {"kind": None}, "feedback.needs_kind"),
        (S.NEW, {"channel": None}, "feedback.needs_channel"),
        (S.NEW, {"customer_answered": False}, "feedback.needs_customer"),
        (S.NEW, {"text": " "}, "feedback.needs_text"),
        (S.NEW, {"has_first_owner": False}, "feedback.needs_first_owner"),
        (S.ACKNOWLEDGED, {"ack_text": ""}, "feedback.needs_reply"),
        (S.ACKNOWLEDGED, {"ack_recorded": False}, "feedback.needs_reply_time"),
        (S.ACKNOWLEDGED, {"handling_time_told": False}, "feedback.needs_handling_time"),
        (S.ANALYSED, {"category": None}, "feedback.needs_category"),
        (S.ANALYSED, {"root_cause": ""}, "feedback.needs_root_cause"),
        (S.ANALYSED, {"quality_dimension": None}, "feedback.needs_quality_dimension"),
        (S.ANALYSED, {"experience_element": None}, "feedback.needs_experience_element"),
        (S.ANALYSED, {"main_issue": ""}, "feedback.needs_main_issue"),
        (S.ACTING, {"actions": ()}, "feedback.needs_action"),
        (
            S.ACTING,
            {"actions": (replace(RETRAIN, has_owner=False),)},
            "feedback.needs_action_owner_due",
        ),
        (S.ACTING, {"actions": (replace(RETRAIN, due=None),)}, "feedback.needs_action_owner_due"),
        (S.TRACKING, {"actions": (replace(RETRAIN, done=False),)}, "feedback.actions_open"),
        (S.TRACKING, {"check_call_planned": False}, "feedback.needs_check_call"),
        (S.CLOSED, {"check_call_done": False}, "feedback.needs_check_call_done"),
        (S.CLOSED, {"solved_by_customer": False}, "feedback.needs_solved"),
        (S.CLOSED, {"solved_by_customer": None}, "feedback.needs_solved"),
        (S.REOPENED, {"reopen_reason": ""}, "feedback.needs_reopen_reason"),
        (S.MERGED, {"merged_into": ""}, "feedback.needs_merge_target"),
        (S.MERGED, {"merged_into": "F-000001"}, "feedback.merge_with_itself"),
        (S.MERGED, {"state": S.ACTING}, "feedback.merge_only_escalated"),
    ],
)
def test_each_gate_names_the_one_thing_missing(
    state: FeedbackState, change: dict[str, object], code: str
) -> None:
    assert codes(state, FULL) == []
    changed = replace(FULL, **change)  # type: ignore[arg-type]
    assert codes(state, changed) == [code]


def test_everything_missing_is_named_at_once() -> None:
    assert len(codes(S.NEW, FeedbackFacts())) == 5
    assert len(codes(S.ANALYSED, FeedbackFacts(kind=K.COMPLAINT))) == 5
    assert len(codes(S.ANALYSED, FeedbackFacts(kind=K.OPINION))) == 4
    assert len(codes(S.TRACKING, replace(FULL, actions=(replace(RETRAIN, done=False),)))) == 1


def test_one_complete_action_is_enough() -> None:
    half = ActionFacts(FeedbackActionType.OTHER, "think")
    assert codes(S.ACTING, replace(FULL, actions=(half, RETRAIN))) == []


def test_ac_195_praise_closes_once_the_person_is_told_a_complaint_does_not() -> None:
    praise = FeedbackFacts(kind=K.PRAISE, state=S.ACKNOWLEDGED, praised_told=True)
    assert objections(S.CLOSED, praise, POLICY, TODAY) == ()
    untold = objections(S.CLOSED, replace(praise, praised_told=False), POLICY, TODAY)
    assert untold == (Reason("feedback.needs_praised_told"),)
    complaint = objections(S.CLOSED, replace(FULL, state=S.ACKNOWLEDGED), POLICY, TODAY)
    assert [one.code for one in complaint] == ["feedback.not_next"]


def test_praise_is_thanked_for_without_a_handling_time() -> None:
    praise = replace(FULL, kind=K.PRAISE, handling_time_told=False)
    assert codes(S.ACKNOWLEDGED, praise) == []
    assert codes(S.ACKNOWLEDGED, replace(praise, ack_text="")) == ["feedback.needs_reply"]


@pytest.mark.parametrize("kind", [K.OPINION, K.SUGGESTION])
def test_opinion_and_suggestion_close_on_the_told_outcome(kind: FeedbackKind) -> None:
    facts = replace(FULL, kind=kind, solved_by_customer=None)
    assert codes(S.CLOSED, facts) == []
    assert codes(S.CLOSED, replace(facts, outcome_told=False)) == ["feedback.needs_outcome_told"]


def test_ac_094_second_round_refuses_the_same_action() -> None:
    facts = replace(FULL, state=S.TRACKING, solved_by_customer=False)
    assert objections(S.REOPENED, facts, POLICY, TODAY) == ()
    second = round_after_reopening(facts.round)
    assert (second, informs_manager(1), informs_manager(second)) == (2, False, True)
    assert allowed_next(S.REOPENED, K.COMPLAINT) == (S.ANALYSED,)
    again = replace(RETRAIN, text=" Ｔｒａｉｎ  the DESK ", round=2)
    repeated = replace(FULL, state=S.ANALYSED, round=2, actions=(RETRAIN, again))
    params = {"kind": FeedbackActionType.TRAINING, "text": again.text, "round": 1}
    assert objections(S.ACTING, repeated, POLICY, TODAY) == (
        Reason("feedback.action_repeated", params),
    )
    for other in (
        replace(again, text="train the whole shift"),
        replace(again, kind=FeedbackActionType.REFUND),
    ):
        changed = replace(repeated, actions=(RETRAIN, other))
        assert objections(S.ACTING, changed, POLICY, TODAY) == ()


def test_second_round_needs_an_action_of_its_own() -> None:
    found = missing_for(S.ACTING, replace(FULL, round=2), POLICY, TODAY)
    assert found == (Reason("feedback.needs_action", {"round": 2}),)


@pytest.mark.parametrize(
    ("state", "days", "late"),
    [(S.CLOSED, 0, False), (S.CLOSED, 90, False), (S.CLOSED, 91, True), (S.TRACKING, 91, False)],
)
def test_reopening_ends_after_ninety_days(state: FeedbackState, days: int, late: bool) -> None:
    closed_on = TODAY - timedelta(days=days)
    found = missing_for(S.REOPENED, replace(FULL, state=state, closed_on=closed_on), POLICY, TODAY)
    params = {
        "closed_on": closed_on,
        "days": days,
        "limit": 90,
        "setting": "feedback.reopen_days",
    }
    assert found == ((Reason("feedback.reopen_too_late", params),) if late else ())


def test_closed_without_a_date_can_be_reopened() -> None:
    assert codes(S.REOPENED, replace(FULL, state=S.CLOSED)) == []


def test_grievance_ends_as_merged_into_the_complaint_raised_from_it() -> None:
    facts = replace(FULL, kind=K.GRIEVANCE, state=S.ACTING, escalated=True)
    assert escalation_objections(facts) == ()
    assert objections(S.MERGED, facts, POLICY, TODAY) == ()
    plain = replace(facts, escalated=False)
    assert codes(S.MERGED, plain) == ["feedback.merge_only_escalated"]


def test_only_an_open_grievance_is_escalated() -> None:
    complaint = escalation_objections(FULL)
    assert complaint == (Reason("feedback.escalate_only_grievance", {"kind": K.COMPLAINT}),)
    closed = escalation_objections(replace(FULL, kind=K.GRIEVANCE, state=S.CLOSED))
    assert closed == (Reason("feedback.escalate_only_open", {"state": S.CLOSED}),)


def test_ac_092_closing_plans_a_call_a_week_later() -> None:
    assert aftercare_due(TODAY, POLICY) == date(2026, 3, 9)


@pytest.mark.parametrize("kind", FeedbackKind)
@pytest.mark.parametrize("state", FeedbackState)
def test_no_state_follows_itself_and_none_leads_back_to_new(
    kind: FeedbackKind, state: FeedbackState
) -> None:
    following = allowed_next(state, kind)
    assert state not in following
    assert S.NEW not in following
