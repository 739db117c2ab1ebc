"""Handing customers over to another owner: begun, ticked off, accepted one by one (9.6)."""

from __future__ import annotations

from collections.abc import Sequence

from models.enums import (
    ACTIVE_STATUSES,
    CLOSED_PIPELINE,
    CustomerStatus,
    FeedbackState,
    FollowUpKind,
    FollowUpStatus,
    HandoverItem,
    HandoverState,
)
from models.explanation import Reason
from models.fields.contact_log import HANDOVER
from models.records.customer import Customer
from models.records.dealings import Handover
from models.records.feedback import Feedback
from models.records.follow_up import FollowUp
from models.records.opportunity import Opportunity
from models.records.user import User
from models.rules.rights import Action, Whose, may, reach
from models.views.dealings import HandoverRow, KnownByOne
from storage.effects import permits
from storage.effects.given import reason_of
from storage.effects.saving import find_id
from storage.effects.tracking import OPEN_STATES
from storage.errors import Invalid, NotFound, Refused
from storage.queries import handovers as queries
from storage.queries.reader import ReadConnection
from storage.services.core import Core
from storage.work import Work, encode_params

_ENDED_CASES = (FeedbackState.CLOSED, FeedbackState.MERGED)


class Handovers:
    """Until it is accepted a customer stays with its owner and stands with both (AC-118)."""

    def __init__(self, core: Core) -> None:
        self._core = core

    # ── reads ───────────────────────────────────────────────────────────────────────────

    def mine(self) -> Sequence[HandoverRow]:
        """What is on its way from or to the user, what is to be accepted first.

        In a team a manager sees what is on its way among others, too.
        """

        def read(reader: ReadConnection) -> list[HandoverRow]:
            who = self._core.actor().who
            everybodys = not who.alone and bool(reach(who, Action.HANDOVER))
            return queries.open_ones(reader, self._core.context(), everybodys=everybodys)

        return self._core.read(read, "handovers")

    def all(self) -> Sequence[HandoverRow]:
        """All handovers, those on their way first."""
        return self._core.read(lambda r: queries.all_of(r, self._core.context()), "handovers")

    def one(self, handover_id: int) -> HandoverRow:
        """One handover with what there is of each item. Raises NotFound."""
        found = self._core.read(lambda r: queries.one(r, self._core.context(), handover_id))
        if found is None:
            raise NotFound("not_found", entity="handover", value=handover_id)
        return found

    def of_customer(self, customer_id: int) -> int:
        """Id of the handover a customer is on its way by. Raises NotFound where it is not."""
        found = self._core.read(lambda r: queries.of_customer(r, customer_id))
        if found is None:
            raise NotFound("handover.none")
        return found

    def known_by_one(self, login: str = "") -> Sequence[KnownByOne]:
        """Customers whose only touched user is one person (9.6), or the one of that login."""

        def read(reader: ReadConnection) -> list[KnownByOne]:
            actor = self._core.actor()
            user = find_id(reader, "user", login, actor=actor) if login else None
            return queries.known_by_one(reader, user)

        return self._core.read(read, "handovers")

    # ── writes ──────────────────────────────────────────────────────────────────────────

    def begin(self, giver: str, receiver: str, customers: Sequence[int] | None = None) -> int:
        """Sends customers of one owner to another; returns how many. One change, one undo.

        `giver` and `receiver` are logins; without `customers` all of the giver's that are not
        terminated. Each gets a checklist and an item for the receiver that is due at once. Those
        on their way already are left out. Refused: who is no manager (11.3), a customer of
        somebody else. Invalid: an unknown login, twice the same.
        """

        def unit(work: Work) -> int:
            giver_id = _user(work, giver, "from_user")
            receiver_id = _user(work, receiver, "to_user")
            _check_begin(giver_id, receiver_id)
            count = 0
            for customer in _customers(work, giver_id, customers):
                if not work.all(Handover, customer_id=customer.id, state=HandoverState.OPEN):
                    _send(work, customer, giver_id, receiver_id)
                    count += 1
            assert work.change is not None
            to = work.get(User, receiver_id)
            work.change.params = encode_params({"count": count, "to": to.name})
            return count

        return self._core.write("change.handover", {}, unit)

    def tick(self, handover_id: int, item: HandoverItem, done: bool = True) -> None:
        """Marks an item of the checklist as handed over, or takes the mark away."""

        def unit(work: Work) -> None:
            found = _open(work, handover_id)
            _check_part(work, found)
            found.checklist = found.checklist | {item} if done else found.checklist - {item}
            _name(work, found, item=item.value)

        self._core.write("change.handover_tick", {}, unit)

    def accept(self, handover_id: int, reason: str = "") -> None:
        """Takes a customer over: it, its open deals, items and cases are the receiver's now.

        Refused: anybody but the receiver or a manager; items that are not ticked, where no
        `reason` says why (`missing` names them).
        """
        row = self.one(handover_id)

        def unit(work: Work) -> None:
            found = _open(work, handover_id)
            _check_receiver(work, found)
            why = reason_of(reason, required=False)
            missing = [one for one in row.missing if one not in found.checklist]
            if missing and not why:
                lines = tuple(Reason("handover.missing", {"item": one}) for one in missing)
                raise Refused("handover.unchecked", lines, customer=row.customer_code)
            _hand_over(work, found)
            found.state = HandoverState.ACCEPTED
            found.accepted_at = work.now
            found.reason = why or None
            _name(work, found)

        self._core.write("change.handover_accept", {}, unit)

    def withdraw(self, handover_id: int, reason: str) -> None:
        """Ends a handover without one: the customer stays with its owner. Invalid: no reason."""

        def unit(work: Work) -> None:
            found = _open(work, handover_id)
            _check_part(work, found)
            why = reason_of(reason)
            found.state = HandoverState.WITHDRAWN
            found.reason = why
            item = work.find(FollowUp, found.follow_up_id)
            if item is not None and item.status in OPEN_STATES:
                item.status = FollowUpStatus.SKIPPED
                item.reason = why
                item.done_at = work.now
            _name(work, found)

        self._core.write("change.handover_withdraw", {}, unit)


def _user(work: Work, login: str, field: str) -> int:
    try:
        return find_id(work, "user", login, actor=work.actor)
    except NotFound as error:
        params = {"field": field, "value": login, "target": "user"}
        raise Invalid([Reason("field.unknown_link", params)]) from error


def _check_begin(giver_id: int, receiver_id: int) -> None:
    if giver_id == receiver_id:
        raise Invalid([Reason("handover.to_oneself", {"field": "to_user"})])


def _customers(work: Work, giver_id: int, wanted: Sequence[int] | None) -> list[Customer]:
    if wanted is None:
        found = work.all(Customer, owner_id=giver_id)
        return [one for one in found if one.status is not CustomerStatus.TERMINATED]
    chosen = [work.get(Customer, one) for one in wanted]
    for customer in chosen:
        if customer.owner_id != giver_id:
            raise Refused("handover.not_theirs", customer=customer.code)
    return chosen


def _send(work: Work, customer: Customer, giver_id: int, receiver_id: int) -> None:
    item_id = None
    if customer.status in ACTIVE_STATUSES:
        item = work.add(
            FollowUp,
            code=work.next_code("U"),
            customer_id=customer.id,
            kind=FollowUpKind.TASK,
            question_code=HANDOVER,
            due_date=work.today,
            assignee_id=receiver_id,
        )
        work.session.flush()  # the item before the handover that names it
        item_id = item.id
    work.add(
        Handover,
        customer_id=customer.id,
        from_user_id=giver_id,
        to_user_id=receiver_id,
        follow_up_id=item_id,
    )


def _open(work: Work, handover_id: int) -> Handover:
    found = work.get(Handover, handover_id)
    if found.state is not HandoverState.OPEN:
        raise Refused("handover.ended", state=found.state)
    return found


def _check_part(work: Work, found: Handover) -> None:
    """Both sides and a manager may work on the checklist."""
    permits.require(work, "handover", [found.id], Action.ACCEPT)


def _check_receiver(work: Work, found: Handover) -> None:
    actor = work.actor
    receiver = Whose(frozenset({found.to_user_id}))
    if actor is not None and not may(actor.who, Action.ACCEPT, receiver):
        raise Refused("handover.receiver_accepts")


def _hand_over(work: Work, found: Handover) -> None:
    """What the giver had at this customer goes to the receiver; others keep what is theirs."""
    giver, receiver = found.from_user_id, found.to_user_id
    customer = work.get(Customer, found.customer_id)
    if customer.owner_id == giver:
        customer.owner_id = receiver
    for deal in work.all(Opportunity, customer_id=customer.id, owner_id=giver):
        if deal.pipeline not in CLOSED_PIPELINE:
            deal.owner_id = receiver
    for item in work.all(FollowUp, customer_id=customer.id, assignee_id=giver):
        if item.status in OPEN_STATES:
            item.assignee_id = receiver
    for case in work.all(Feedback, customer_id=customer.id, owner_id=giver):
        if case.state not in _ENDED_CASES:
            case.owner_id = receiver


def _name(work: Work, found: Handover, **more: str) -> None:
    customer = work.get(Customer, found.customer_id)
    assert work.change is not None
    work.change.params = encode_params({"code": customer.code, "name": customer.name[:80], **more})
