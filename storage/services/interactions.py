"""Logs touches: closes the tracking item, regrades, plans the next contact, in one change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from models.enums import (
    ACTIVE_STATUSES,
    Channel,
    Direction,
    FollowUpKind,
    FollowUpStatus,
    Grade,
    GradeReason,
    InteractionKind,
    NeedStatus,
)
from models.explanation import Explanation, Reason
from models.fields.registry import entity
from models.records.customer import Customer
from models.records.follow_up import FollowUp
from models.records.interaction import Interaction
from models.records.opportunity import Opportunity
from models.rules.grading import (
    Graded,
    override_objections,
    override_until,
)
from storage.effects import (
    contact_block,
    derived,
    gates,
    permits,
    playbooks,
    proposals,
    touch_outcome,
    touch_result,
)
from storage.effects.saving import create
from storage.effects.touch_result import Result, graded_with, is_touch
from storage.effects.tracking import close_tracking, local_day, tracking_due
from storage.effects.visits import close_visit
from storage.errors import Invalid
from storage.services.core import Core
from storage.work import Work, encode_params

_ENTITY = entity("interaction")


@dataclass(frozen=True, slots=True)
class TouchSaved:
    """What a touch led to."""

    id: int
    customer_code: str
    customer_name: str
    grade_before: Grade | None
    grade_after: Grade | None
    next_due: date | None
    commitment_code: str
    explanation: Explanation
    proposed_grade: Grade | None = None  # what waits for the owner, and the item where it waits
    proposal_code: str = ""
    promises: tuple[str, ...] = ()  # codes of the follow-ups that keep what was promised
    remarks: tuple[str, ...] = ()  # codes of the feedback that was heard


class Interactions:
    """One dialog logs, regrades and plans (S1-JRN-06, S3-MC-01)."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def touch(
        self,
        customer_id: int,
        texts: Mapping[str, str | None],
        *,
        keep_grade: Grade | None = None,
        keep_reason: str = "",
        follow_up_id: int | None = None,
        words: Mapping[str, Mapping[str, str]] | None = None,
        record_id: int | None = None,
    ) -> TouchSaved:
        """Logs an interaction and everything that follows from it.

        `texts` are the fields of `interaction`, and `promises` and `remarks` a line each
        (models.fields.promises): follow-ups with an owner, feedback items (AC-134). The grade
        that R-GRADE proposes is taken, unless `keep_grade` overrides it for 90 days with
        `keep_reason` (R-REGRADE). `follow_up_id` is the planned item this touch does. Refused: a
        phone touch without next contact or reason (`touch.no_next_contact`, S3-MC-01), a passed
        date without a new one (`grade.date_needed`), an outgoing touch of a do-not-contact
        customer. A `record_id` given before makes the call safe to repeat: a touch that is there
        already is told again, nothing is written. Of an actor who may not edit the customer,
        need, date and grade wait for the owner (AC-199).
        """

        def unit(work: Work) -> TouchSaved:
            known = work.session.get(Interaction, record_id) if record_id else None
            if known is not None:
                return _told_again(work, known)
            return log(
                work,
                customer_id,
                texts,
                key=self._core.key,
                keep=(keep_grade, keep_reason),
                follow_up_id=follow_up_id,
                words=words,
                record_id=record_id,
            )

        return self._core.write("change.touch", {}, unit)

    def regrade(self, customer_id: int, grade: Grade | None, why: str = "") -> Grade:
        """Pins a grade for 90 days with a reason, or (None) lets R-GRADE decide again.

        Returns the grade then in force. Invalid: a pinned grade without a reason (R-REGRADE).
        Refused: an actor who may not edit the customer (11.3).
        """

        def unit(work: Work) -> Grade:
            customer = work.get(Customer, customer_id)
            proposals.require_edit(work, customer)
            if grade is None:
                customer.grade_override_until = None
                deals = work.all(Opportunity, customer_id=customer_id)
                derived.regrade(work, customer, deals)
            else:
                objections = override_objections(why)
                if objections:
                    raise Invalid([Reason(objections[0].code, {"field": "grade_reason"})])
                customer.grade_override_until = override_until(work.policy.grading, work.today)
                derived.set_grade(work, customer, grade, GradeReason.OVERRIDE, why=why, manual=True)
            assert work.change is not None
            work.change.params = encode_params(
                {"code": customer.code, "grade": customer.grade.value if customer.grade else "-"}
            )
            work.session.flush()
            return customer.grade or Grade.D

        return self._core.write("change.regrade", {}, unit)

    def proposal(
        self,
        customer_id: int,
        *,
        need: NeedStatus | None,
        expected: date | None,
        no_chance: bool,
        opportunity_id: int | None = None,
    ) -> tuple[Graded, date]:
        """What grade and next tracking date a touch with this result would lead to; writes nothing.

        Raises NotFound; used by the touch form while it is being filled in. Refused: a terminated
        customer, to who sees name and status of it alone (9.5).
        """

        def unit(work: Work) -> tuple[Graded, date]:
            customer = work.get(Customer, customer_id)
            permits.require_open(work, customer.id)
            result = Result(need, expected, no_chance)
            graded = graded_with(work, customer, opportunity_id, result)
            due = tracking_due(work, graded.grade, work.today, work.today)
            raise _Answer((graded, due))

        try:
            self._core.write("change.touch", {}, unit)
        except _Answer as answer:
            return answer.value
        raise AssertionError("unreachable")


class _Answer(Exception):
    """Carries an answer out of a unit that must not commit."""

    def __init__(self, value: tuple[Graded, date]) -> None:
        self.value = value


def log(
    work: Work,
    customer_id: int,
    texts: Mapping[str, str | None],
    *,
    key: bytes,
    keep: tuple[Grade | None, str] = (None, ""),
    follow_up_id: int | None = None,
    words: Mapping[str, Mapping[str, str]] | None = None,
    record_id: int | None = None,
) -> TouchSaved:
    """A touch inside a unit of work; see `Interactions.touch`."""
    customer = work.get(Customer, customer_id)
    before = customer.grade
    given = {"at": work.now.isoformat(), "customer": customer.code, **texts}
    outcome = touch_outcome.taken_out(work, given)
    if not given.get("at"):
        given["at"] = work.now.isoformat()
    computed = {"user_id": work.actor.id if work.actor else None, "grade_before": before}
    made = create(work, _ENTITY, given, key, computed=computed, words=words, record_id=record_id)
    assert isinstance(made, Interaction)
    _check(work, customer, made)
    touch_result.check(work, customer, made)
    explanation, proposed = _regraded(work, customer, made, keep)
    if is_touch(made):
        _close(work, customer, made, follow_up_id)
    # The call after this one takes the agreed time: no commitment stands beside it (AC-083).
    taken = playbooks.agrees_time(work, follow_up_id)
    commitment = "" if taken else _agreed(work, customer, made)
    promises = touch_outcome.keep_promises(work, customer, made, outcome.get("promises", ""))
    remarks = touch_outcome.take_remarks(work, customer, made, outcome.get("remarks", ""), words)
    assert work.change is not None
    work.change.params = encode_params(
        {"code": customer.code, "name": customer.name[:80], "channel": made.channel.value}
    )
    work.session.flush()
    derived.refresh(work, [customer.id])
    grade, item = proposed or (None, "")
    return _as_told(
        work,
        TouchSaved(
            made.id,
            customer.code or "",
            customer.name,
            before,
            customer.grade,
            customer.next_tracking_due,
            commitment,
            explanation,
            grade,
            item,
            promises,
            remarks,
        ),
        customer,
    )


def _as_told(work: Work, found: TouchSaved, customer: Customer) -> TouchSaved:
    """Without what it led to, of a customer of whom no more than name and status is told (9.5)."""
    if not permits.is_closed(work, customer.id):
        return found
    nothing = Explanation("grade", "R-REGRADE", None)
    return replace(found, grade_before=None, grade_after=None, next_due=None, explanation=nothing)


def _told_again(work: Work, made: Interaction) -> TouchSaved:
    """The answer to a touch that was saved already, its first answer having been lost."""
    customer = work.get(Customer, made.customer_id)
    grade = customer.grade or Grade.D
    line = Reason("grade.unchanged", {"before": made.grade_before, "after": grade})
    found = TouchSaved(
        made.id,
        customer.code or "",
        customer.name,
        made.grade_before,
        customer.grade,
        customer.next_tracking_due,
        "",
        Explanation("grade", "R-REGRADE", grade, (line,)),
    )
    return _as_told(work, found, customer)


def _check(work: Work, customer: Customer, made: Interaction) -> None:
    blocked = contact_block.is_blocked(customer)
    if made.direction is Direction.OUT and is_touch(made):
        contact_block.refuse_outgoing(customer)
    if made.next_contact_at is not None:
        contact_block.refuse_outgoing(customer)
    if made.kind is InteractionKind.CARE and made.direction is Direction.OUT:
        gates.check_greeting(work, customer, made.contact_id, made.channel)
    if made.at > work.now + timedelta(minutes=5):
        params = {"field": "at", "value": made.at.isoformat(), "maximum": work.now.isoformat()}
        raise Invalid([Reason("touch.in_the_future", params)])
    if made.next_contact_at is not None and made.next_contact_at < made.at:
        params = {
            "field": "next_contact_at",
            "first": made.at.isoformat(),
            "second": made.next_contact_at.isoformat(),
        }
        raise Invalid([Reason("field.dates_out_of_order", params)])
    # Of whom nobody is to contact, no next contact is asked (AC-124).
    call = made.channel is Channel.PHONE and is_touch(made) and not blocked
    if call and made.next_contact_at is None and not made.no_next_reason:
        raise Invalid([Reason("touch.no_next_contact", {"field": "next_contact_at"})])


def _close(work: Work, customer: Customer, made: Interaction, follow_up_id: int | None) -> None:
    if customer.last_tracking_at is None or made.at > customer.last_tracking_at:
        customer.last_tracking_at = made.at
    close_tracking(work, customer, made.id)
    if made.kind is InteractionKind.EXEC_VISIT:
        close_visit(work, customer, made.id)
    if follow_up_id is not None:
        item = work.get(FollowUp, follow_up_id)
        if item.status is not FollowUpStatus.DONE:
            playbooks.check_done(work, item, by_touch=True)
            item.status = FollowUpStatus.DONE
            item.done_interaction_id = made.id
            item.done_at = work.now
    work.session.flush()


def _regraded(
    work: Work, customer: Customer, made: Interaction, keep: tuple[Grade | None, str]
) -> tuple[Explanation, tuple[Grade, str] | tuple[()]]:
    """Takes the result and grades anew; who may not edit the customer proposes it (AC-199)."""
    result = Result.of(made)
    if proposals.may_edit(work, customer):
        graded = touch_result.take(work, customer, made.opportunity_id, result)
        return _set_grade(work, customer, made, graded, keep), ()
    if keep[0] is not None:
        proposals.require_edit(work, customer)
    graded = graded_with(work, customer, made.opportunity_id, result)
    made.grade_after = customer.grade
    item = proposals.propose(work, customer, made, graded)
    return graded.explanation, (graded.grade, item) if item else ()


def _set_grade(
    work: Work,
    customer: Customer,
    made: Interaction,
    graded: Graded,
    keep: tuple[Grade | None, str],
) -> Explanation:
    wanted, why = keep
    if wanted is not None and wanted is not graded.grade:
        objections = override_objections(why)
        if objections:
            raise Invalid([Reason(objections[0].code, {"field": "grade_reason"})])
        customer.grade_override_until = override_until(work.policy.grading, work.today)
        derived.set_grade(
            work,
            customer,
            wanted,
            GradeReason.OVERRIDE,
            why=why,
            manual=True,
            interaction_id=made.id,
        )
    else:
        derived.set_grade(work, customer, graded.grade, graded.reason, interaction_id=made.id)
    made.grade_after = customer.grade
    return graded.explanation


def _agreed(work: Work, customer: Customer, made: Interaction) -> str:
    """The agreed next contact becomes a COMMITMENT beside the tracking item (R-CADENCE)."""
    if made.next_contact_at is None or customer.status not in ACTIVE_STATUSES:
        return ""
    when = made.next_contact_at.astimezone(ZoneInfo(work.zone))
    item = work.add(
        FollowUp,
        code=work.next_code("U"),
        customer_id=customer.id,
        contact_id=made.contact_id,
        opportunity_id=made.opportunity_id,
        kind=FollowUpKind.COMMITMENT,
        due_date=local_day(work, made.next_contact_at),
        due_time=f"{when:%H:%M}",
        assignee_id=work.actor.id if work.actor else customer.owner_id,
    )
    return item.code or ""
