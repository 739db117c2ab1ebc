"""What an answered survey sets off, and the calls that are planned for the next ones (9.3).

Works inside the caller's unit. Low answers become one feedback case per invitation, whoever
typed or imported them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from functools import partial

from models.enums import (
    FeedbackChannel,
    FeedbackKind,
    FollowUpKind,
    FollowUpStatus,
    SurveyKind,
)
from models.fields.contact_log import SURVEY_CALL
from models.fields.registry import entity
from models.policy_defaults import policy_from
from models.records.customer import Customer
from models.records.feedback import Feedback
from models.records.follow_up import FollowUp
from models.records.survey import Survey, SurveyAnswer, SurveyInvite, SurveyQuestion
from models.rules.satisfaction import is_low, survey_due, survey_for
from storage.effects.intake import first_figures, take_in
from storage.effects.tracking import OPEN_STATES
from storage.queries import figures, surveys
from storage.queries.context import ListContext
from storage.queries.reader import ReadConnection
from storage.queries.surveys import Planned
from storage.work import Work


def settle_answers(work: Work) -> None:
    """Closes the calls of the invitations answered in this unit, opens cases of low answers.

    Content that tells its own story (nobody acts) sets off nothing.
    """
    if work.actor is None:
        return
    for invite in _answered(work):
        _close_call(work, invite)
        answers = work.all(SurveyAnswer, invite_id=invite.id)
        pairs = [(work.get(SurveyQuestion, one.question_id), one) for one in answers]
        low = [pair for pair in pairs if _is_low(work, *pair)]
        if low and invite.feedback_id is None:
            _open_case(work, invite, low)


def _answered(work: Work) -> Iterator[SurveyInvite]:
    seen = set()
    for answer_id in list(work.journal.touched("survey_answer")):
        answer = work.find(SurveyAnswer, answer_id)
        if answer is None or answer.deleted_at is not None or answer.invite_id in seen:
            continue
        seen.add(answer.invite_id)
        invite = work.find(SurveyInvite, answer.invite_id)
        if invite is not None and invite.deleted_at is None:
            yield invite


def _close_call(work: Work, invite: SurveyInvite) -> None:
    item = work.find(FollowUp, invite.follow_up_id)
    if item is not None and item.status in OPEN_STATES:
        item.status = FollowUpStatus.DONE
        item.done_at = work.now
        item.snoozed_until = None


def _is_low(work: Work, question: SurveyQuestion, answer: SurveyAnswer) -> bool:
    """1 and 2 of five, what was perceived included; 0 to 6 of a recommendation (9.3)."""
    policy = work.policy.satisfaction
    if question.kind is SurveyKind.NPS_0_10:
        return is_low(policy, nps=answer.score)
    if question.kind in (SurveyKind.SCORE_1_5, SurveyKind.GAP_EXPECT_PERCEIVE):
        return is_low(policy, score=answer.score)
    return False


def _open_case(
    work: Work, invite: SurveyInvite, low: list[tuple[SurveyQuestion, SurveyAnswer]]
) -> None:
    """A grievance with what was answered low, in the words of the questions."""
    first = low[0][0]
    spec = entity("feedback")
    case = work.add(
        Feedback,
        code=work.next_code(spec.prefix),
        customer_id=invite.customer_id,
        contact_id=invite.contact_id,
        kind=FeedbackKind.GRIEVANCE,
        channel=FeedbackChannel.QUESTIONNAIRE,
        text="\n".join(_said(question, answer) for question, answer in low),
        received_at=work.now,
        owner_id=_owner(work, invite),
        quality_dimension=first.quality_dimension,
        experience_element=first.experience_element,
        **first_figures(work),
    )
    work.session.flush()
    take_in(work, case)
    invite.feedback_id = case.id


def _owner(work: Work, invite: SurveyInvite) -> int | None:
    customer = work.find(Customer, invite.customer_id)
    actor_id = work.actor.id if work.actor else None
    return (customer.owner_id if customer else None) or actor_id


def _said(question: SurveyQuestion, answer: SurveyAnswer) -> str:
    """A low answer without a word of ours: question, score of the scale, note."""
    scale = 10 if question.kind is SurveyKind.NPS_0_10 else 5
    text = f"{question.text}: {answer.score}/{scale}"
    if answer.expected is not None:
        text = f"{text} ({answer.expected}/{scale})"
    return f"{text}. {answer.note}" if answer.note else text


Read = Callable[[Callable[[ReadConnection], list[Planned]], str], list[Planned]]
Write = Callable[[str, dict[str, object], Callable[[Work], int]], int]
_AT_ONCE = 500  # calls planned in one transaction


def plan_due(read: Read, write: Write, context: ListContext) -> int:
    """Plans the calls that fall due soon, in chunks of one change each; how many (S2-DATA-03)."""
    planned = read(lambda reader: due_calls(reader, context), "survey calls")
    for at in range(0, len(planned), _AT_ONCE):
        part = planned[at : at + _AT_ONCE]
        write("change.survey_job", {"count": len(part)}, partial(plan_calls, part=part))
    return len(planned)


def due_calls(reader: ReadConnection, context: ListContext) -> list[Planned]:
    """Calls that fall due within the days of the setting, each by its own interval (R-SURVEY).

    None without consent, none where nobody is to be contacted, none without a survey in use. A
    call that would be late already is due today.
    """
    in_use = surveys.in_use(reader)
    policy = policy_from(figures.figures(reader)).satisfaction
    latest = context.today + timedelta(days=policy.survey_ahead_days)
    found = []
    for one in surveys.candidates(reader, context):
        due = survey_due(one.facts, policy).due
        survey_id = one.survey_id or survey_for(one.name, in_use)
        if due is not None and due <= latest and survey_id is not None:
            found.append(Planned(one.id, survey_id, max(due, context.today)))
    return found


def plan_calls(work: Work, part: Sequence[Planned]) -> int:
    """An invitation with its follow-up for each; how many (S2-DATA-03)."""
    for one in part:
        customer = work.get(Customer, one.customer_id)
        survey = work.get(Survey, one.survey_id)
        item = work.add(
            FollowUp,
            code=work.next_code("U"),
            customer_id=customer.id,
            kind=FollowUpKind.SURVEY,
            question_code=SURVEY_CALL,
            title=survey.title,
            due_date=one.due,
            assignee_id=customer.owner_id,
        )
        work.session.flush()  # the follow-up before the invitation that names it
        work.add(
            SurveyInvite,
            code=work.next_code("SI"),
            survey_id=survey.id,
            customer_id=customer.id,
            invited_on=work.today,
            follow_up_id=item.id,
        )
    return len(part)
