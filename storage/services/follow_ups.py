"""What is planned: doing it without a touch, snoozing, skipping, moving."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from models.enums import FollowUpStatus
from models.explanation import Reason
from models.fields.contact_log import REGRADE
from models.fields.parsing import read_date
from models.fields.registry import entity
from models.records.customer import Customer
from models.records.follow_up import FollowUp
from storage.effects import gates, proposals
from storage.effects.saving import Saved, create, find_id, name_change, saved
from storage.errors import Invalid, NotFound, Refused
from storage.services.core import Core
from storage.work import Work

_ENTITY = entity("follow_up")
_ENDED = (FollowUpStatus.DONE, FollowUpStatus.SKIPPED)


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

        Done with a proposed grade means taken (11.3).
        """

        def unit(work: Work) -> Saved:
            item = self._open(work, item_id)
            if gates.makes_itself(item):
                raise Refused("follow_up.needs_touch", item=item.code)
            if item.question_code == REGRADE:
                proposals.answer(work, item, take=True)
            item.status = FollowUpStatus.DONE
            item.done_at = work.now
            name_change(work, _ENTITY, item)
            work.session.flush()
            return saved(item)

        return self._core.write("change.done", {}, unit)

    def skip(self, item_id: int, reason: str) -> Saved:
        """Leaves an item out, with a reason; a tracking item cannot be left out (R-CADENCE).

        A proposed grade that is left out is declined (11.3).
        """

        def unit(work: Work) -> Saved:
            item = self._open(work, item_id)
            if gates.makes_itself(item):
                raise Refused("follow_up.needs_touch", item=item.code)
            if item.question_code == REGRADE:
                proposals.answer(work, item, take=False, reason=_reason(reason))
            item.status = FollowUpStatus.SKIPPED
            item.reason = _reason(reason)
            item.done_at = work.now
            name_change(work, _ENTITY, item)
            work.session.flush()
            return saved(item)

        return self._core.write("change.skip", {}, unit)

    def snooze(self, item_id: int, until: date | str, reason: str) -> Saved:
        """Lets an item sleep until a day after today, with a reason (S4-9P-01)."""

        def unit(work: Work) -> Saved:
            item = self._open(work, item_id)
            day = _day(until, work.today, "snoozed_until")
            if day <= work.today:
                params = {"field": "snoozed_until", "value": str(until), "minimum": work.today}
                raise Invalid([Reason("field.too_early", params)])
            item.status = FollowUpStatus.SNOOZED
            item.snoozed_until = day
            item.reason = _reason(reason)
            name_change(work, _ENTITY, item)
            work.session.flush()
            return saved(item)

        return self._core.write("change.snooze", {}, unit)

    def move(
        self, item_ids: Sequence[int], *, due: date | str | None = None, assignee: str | None = None
    ) -> int:
        """Changes date or person of items; returns how many changed. One change, one undo.

        The date of a tracking item follows from the cadence (R-CADENCE): snooze it instead.
        """

        def unit(work: Work) -> int:
            changed = 0
            day = _day(due, work.today, "due_date") if due is not None else None
            person = None
            if assignee:
                try:
                    person = find_id(work, "user", assignee, actor=work.actor)
                except NotFound as error:
                    params = {"field": "assignee", "value": assignee, "target": "user"}
                    raise Invalid([Reason("field.unknown_link", params)]) from error
            for item_id in item_ids:
                item = self._open(work, item_id)
                if day is not None and gates.makes_itself(item):
                    raise Refused("follow_up.tracking_date", item=item.code)
                before = (item.due_date, item.assignee_id)
                item.due_date = day or item.due_date
                item.assignee_id = person or item.assignee_id
                changed += before != (item.due_date, item.assignee_id)
            return changed

        return self._core.write("change.move", {"count": len(item_ids)}, unit)

    @staticmethod
    def _open(work: Work, item_id: int) -> FollowUp:
        item = work.get(FollowUp, item_id)
        if item.status in _ENDED:
            raise Refused("follow_up.ended", item=item.code, status=item.status)
        return item


def _reason(text: str) -> str:
    plain = " ".join(text.split())
    if not plain:
        raise Invalid([Reason("field.required", {"field": "reason"})])
    if len(plain) > 400:
        params = {"field": "reason", "limit": 400, "length": len(plain), "value": plain[:80]}
        raise Invalid([Reason("field.too_long", params)])
    return plain


def _day(given: date | str, today: date, field: str) -> date:
    day = given if isinstance(given, date) else read_date(given, today)
    if day is None:
        raise Invalid([Reason("field.not_a_date", {"field": field, "value": str(given)})])
    return day
