"""What is planned: doing it without a touch, snoozing, skipping, moving."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from models.enums import FollowUpStatus
from models.explanation import Reason
from models.fields.contact_log import GIFT, REGRADE
from models.fields.registry import entity
from models.policy_defaults import policy_from
from models.records.customer import Customer
from models.records.follow_up import FollowUp
from storage.effects import gates, gifts, playbooks, proposals
from storage.effects.given import day_of, reason_of
from storage.effects.saving import Saved, create, find_id, name_change, saved
from storage.errors import Invalid, NotFound, Refused
from storage.queries import figures
from storage.queries.reader import ReadConnection
from storage.queries.reports import put_off
from storage.services.core import Core
from storage.work import Work

_ENTITY = entity("follow_up")
_ENDED = (FollowUpStatus.DONE, FollowUpStatus.SKIPPED)


@dataclass(frozen=True, slots=True)
class Moved:
    """What moving led to: how many changed, and the codes of those that only a rule moves."""

    changed: int
    kept: tuple[str, ...] = ()


class FollowUps:
    """Every change of a planned item; a tracking item is done by a touch alone (R-CADENCE)."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def plan(
        self,
        customer_id: int,
        texts: Mapping[str, str | None],
        *,
        words: Mapping[str, Mapping[str, str]] | None = None,
        record_id: int | None = None,
        question: str = "",
    ) -> Saved:
        """Plans an item; kind TASK where none is named. TRACKING items make themselves: Refused.

        A `record_id` given before makes the call safe to repeat. `question` is the NSABC question
        that the item is to answer (8.1).
        """

        def unit(work: Work) -> Saved:
            known = work.session.get(FollowUp, record_id) if record_id else None
            if known is not None:  # the same save again, its answer was lost
                return saved(known)
            given = {"customer": work.get(Customer, customer_id).code, **texts}
            made = create(
                work,
                _ENTITY,
                given,
                self._core.key,
                words=words,
                record_id=record_id,
                computed={"question_code": question} if question else None,
            )
            assert isinstance(made, FollowUp)
            gates.check_plan(work, made)
            name_change(work, _ENTITY, made)
            return saved(made)

        return self._core.write("change.plan", {}, unit)

    def done(self, item_id: int) -> Saved:
        """Marks an item as done without a touch; a tracking item needs one (Refused).

        Done with a proposed grade means taken (11.3), with a gift that waits approved (9.7).
        """

        def unit(work: Work) -> Saved:
            item = self._open(work, item_id)
            if gates.makes_itself(item):
                raise Refused("follow_up.needs_touch", item=item.code)
            playbooks.check_done(work, item, by_touch=False)
            if item.question_code == REGRADE:
                proposals.answer(work, item, take=True)
            if item.question_code == GIFT:
                self._gift(work, item, approve=True)
            item.status = FollowUpStatus.DONE
            item.done_at = work.now
            name_change(work, _ENTITY, item)
            work.session.flush()
            return saved(item)

        return self._core.write("change.done", {}, unit)

    def skip(self, item_id: int, reason: str) -> Saved:
        """Leaves an item out, with a reason; a tracking item cannot be left out (R-CADENCE).

        A proposed grade that is left out is declined (11.3), and so is a gift that waits.
        """

        def unit(work: Work) -> Saved:
            item = self._open(work, item_id)
            if gates.makes_itself(item):
                raise Refused("follow_up.needs_touch", item=item.code)
            if item.question_code == REGRADE:
                proposals.answer(work, item, take=False, reason=reason_of(reason))
            if item.question_code == GIFT:
                self._gift(work, item, approve=False, reason=reason_of(reason))
            item.status = FollowUpStatus.SKIPPED
            item.reason = reason_of(reason)
            item.done_at = work.now
            name_change(work, _ENTITY, item)
            work.session.flush()
            return saved(item)

        return self._core.write("change.skip", {}, unit)

    def snooze(self, item_id: int, until: date | str, reason: str) -> Saved:
        """Lets an item sleep until a day after today, with a reason (S4-9P-01).

        From the third time on (figure `cadence.put_off_times`) the reason is reported: it
        stands in the report `put-off` with who put it off. Invalid: no reason, a day that is not
        ahead, or the words of the time before where they are reported.
        """

        def unit(work: Work) -> Saved:
            item = self._open(work, item_id)
            _put_off(work, item, until, reason)
            name_change(work, _ENTITY, item)
            work.session.flush()
            return saved(item)

        return self._core.write("change.snooze", {}, unit)

    def put_off(self, item_ids: Sequence[int]) -> tuple[int, str]:
        """For the how manyth time the most put off of these would be, and its last reason.

        (0, "") where that is not so often yet that the reason is reported.
        """

        def read(reader: ReadConnection) -> tuple[int, str]:
            limit = policy_from(figures.figures(reader)).cadence.put_off_times
            found = put_off.times(reader, item_ids)
            return (found[0] + 1, found[1]) if found[0] + 1 >= limit else (0, "")

        return self._core.read(read)

    def snooze_all(self, item_ids: Sequence[int], until: date | str, reason: str) -> int:
        """As `snooze` for several items: one change, one undo. Returns how many."""

        def unit(work: Work) -> int:
            for item_id in item_ids:
                _put_off(work, self._open(work, item_id), until, reason)
            return len(item_ids)

        return self._core.write("change.snooze_many", {"count": len(item_ids)}, unit)

    def move(
        self, item_ids: Sequence[int], *, due: date | str | None = None, assignee: str | None = None
    ) -> Moved:
        """Changes date or person of items. One change, one undo.

        The date of a tracking item or standing visit follows from its rule (R-CADENCE): asked for
        alone it is Refused, among others it is left where it is and counted; snooze it instead.
        """

        def unit(work: Work) -> Moved:
            changed, kept = 0, []
            day = day_of(due, work.today, "due_date") if due else None
            person = _person(work, assignee) if assignee else None
            for item_id in item_ids:
                item = self._open(work, item_id)
                before = (item.due_date, item.assignee_id)
                if day is not None and gates.makes_itself(item):
                    if len(item_ids) == 1:
                        raise Refused("follow_up.tracking_date", item=item.code)
                    kept.append(item.code or "")
                elif day is not None:
                    item.due_date = day
                    _wake(item)
                item.assignee_id = person or item.assignee_id
                changed += before != (item.due_date, item.assignee_id)
            return Moved(changed, tuple(kept))

        return self._core.write("change.move", {"count": len(item_ids)}, unit)

    def _gift(self, work: Work, item: FollowUp, *, approve: bool, reason: str = "") -> None:
        gifts.answer_item(work, item, approve=approve, reason=reason)

    @staticmethod
    def _open(work: Work, item_id: int) -> FollowUp:
        item = work.get(FollowUp, item_id)
        if item.status in _ENDED:
            raise Refused("follow_up.ended", item=item.code, status=item.status)
        return item


def _put_off(work: Work, item: FollowUp, until: date | str, reason: str) -> None:
    """One item sleeps; how often it did is counted, the last reason and person are kept."""
    day = day_of(until, work.today, "snoozed_until")
    if day <= work.today:
        params = {"field": "snoozed_until", "value": str(until), "minimum": work.today}
        raise Invalid([Reason("field.too_early", params)])
    why, times = reason_of(reason), (item.snoozes or 0) + 1
    if times >= work.policy.cadence.put_off_times and why == item.reason:
        raise Invalid([Reason("follow_up.same_reason", {"field": "reason", "times": times})])
    item.status = FollowUpStatus.SNOOZED
    item.snoozed_until = day
    item.snoozes = times
    item.reason = why
    item.snoozed_by_id = work.actor.id if work.actor else None


def _wake(item: FollowUp) -> None:
    """An item with a new date is open on it, whatever it slept until."""
    if item.status is FollowUpStatus.SNOOZED:
        item.status, item.snoozed_until = FollowUpStatus.OPEN, None


def _person(work: Work, login: str) -> int:
    try:
        return find_id(work, "user", login, actor=work.actor)
    except NotFound as error:
        params = {"field": "assignee", "value": login, "target": "user"}
        raise Invalid([Reason("field.unknown_link", params)]) from error
