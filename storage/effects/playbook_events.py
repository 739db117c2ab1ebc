"""What a unit of work sets off among the playbooks: starts, stops, takes over what was done (9.4).

Read from the journal of the unit, so that it makes no difference which service, form or command
wrote. Imports of old books settle set-based and set nothing off.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from models.enums import (
    ChangeAction,
    Channel,
    Direction,
    FollowUpKind,
    FollowUpStatus,
    OrderStatus,
    Pipeline,
    PlaybookEvent,
    PlaybookStop,
    RunState,
)
from models.records.contact import Contact
from models.records.customer import Customer
from models.records.dealings import FairVisit
from models.records.follow_up import FollowUp
from models.records.interaction import Interaction
from models.records.opportunity import Opportunity
from models.records.order import SalesOrder
from models.records.playbook import PlaybookRun, PlaybookStep
from models.rules.playbooks import sets_off
from models.templates import Playbook
from storage.effects import playbooks
from storage.effects.gates import may_plan
from storage.effects.playbooks import Subject
from storage.effects.touch_result import is_touch
from storage.effects.tracking import local_day
from storage.work import Work

_STANDING = {PlaybookEvent.STAGE_REACHED: "stage", PlaybookEvent.TIER_REACHED: "value_tier"}
_DATES = ("handover_date", "warranty_until")
_MESSAGES = frozenset({Channel.EMAIL, Channel.FAX, Channel.SMS})
# Of these one run at a time is enough for a person or customer.
_ONE_AT_A_TIME = frozenset(
    {
        PlaybookEvent.MESSAGE_SENT,
        PlaybookEvent.MAIL_RECEIVED,
        PlaybookEvent.STAGE_REACHED,
        PlaybookEvent.DATE_SET,
        PlaybookEvent.FAIR_HOT,
    }
)


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that may set a playbook off."""

    event: PlaybookEvent
    subject: Subject
    value: str = ""


def react(work: Work) -> None:
    """Everything the playbooks owe to what this unit wrote."""
    _stop_where_not_allowed(work)
    for event, customer_id, deal_id, order_id in list(_stops(work)):
        _stop_by(work, event, customer_id, deal_id, order_id)
    _answered(work)
    _advance(work)
    _redate(work)
    for happening in list(_happenings(work)):
        _set_off(work, happening)
    work.session.flush()


def offered(playbook: Playbook, customer: Mapping[str, object]) -> bool:
    """Does a customer, by its fields, stand where the playbook is meant for: stage, tier, date."""
    for one in playbook.triggers:
        field = _STANDING.get(one.event)
        if field is not None and customer[field] == one.value:
            return True
        if one.event is PlaybookEvent.DATE_SET and customer[one.value] is not None:
            return True
    return False


# ── starts ──────────────────────────────────────────────────────────────────────────────────


def _set_off(work: Work, happening: Happening) -> None:
    from storage.content.library import library

    if happening.event in work.declined or not may_plan(happening.subject.customer):
        return
    for playbook in library(work.path).playbooks.values():
        for trigger in playbook.triggers:
            if trigger.event is not happening.event or not trigger.auto:
                continue
            if trigger.value in ("", happening.value) and not _known(work, playbook, happening):
                occasion = ":".join(filter(None, (happening.event.value, happening.value)))
                subject = replace(happening.subject, occasion=occasion)
                if sets_off(playbooks.plan(work, playbook, subject), work.today):
                    playbooks.begin(work, playbook, subject)


def _known(work: Work, playbook: Playbook, happening: Happening) -> bool:
    """Was the playbook begun for the same occasion, or is one of these running already."""
    subject = happening.subject
    runs = work.all(PlaybookRun, customer_id=subject.customer.id, playbook=playbook.code)
    if happening.event in _ONE_AT_A_TIME:
        return any(
            run.state is RunState.RUNNING and run.contact_id in (None, subject.contact_id)
            for run in runs
        )
    if happening.event is PlaybookEvent.FIRST_ORDER:
        return bool(runs) or _asked(work, playbook, subject)
    same = (subject.opportunity_id, subject.order_id, subject.interaction_id)
    found = any((run.opportunity_id, run.order_id, run.interaction_id) == same for run in runs)
    return found or _asked(work, playbook, subject)


def _asked(work: Work, playbook: Playbook, subject: Subject) -> bool:
    """Was a task of the kind planned without a run, by an earlier version of Fivefold."""
    codes = {step.about for step in playbook.steps if step.kind is FollowUpKind.TASK and step.about}
    items = [
        item
        for code in codes
        for item in work.all(FollowUp, customer_id=subject.customer.id, question_code=code)
    ]
    return any(
        subject.opportunity_id is None or item.opportunity_id == subject.opportunity_id
        for item in items
    )


def _happenings(work: Work) -> Iterator[Happening]:
    for deal, customer in _became(work, Opportunity, "pipeline", Pipeline.WON):
        subject = Subject(
            customer,
            deal.closed_on or work.today,
            opportunity_id=deal.id,
            assignee_id=deal.owner_id,
        )
        yield Happening(PlaybookEvent.DEAL_WON, subject)
    yield from _of_orders(work)
    yield from _of_touches(work)
    yield from _of_customers(work)
    yield from _of_fairs(work)


def _of_fairs(work: Work) -> Iterator[Happening]:
    """Visitors of a fair that are hot; the call that was planned for the day is the first step."""
    for visit, customer in _became(work, FairVisit, "hot", True):
        subject = Subject(
            customer,
            local_day(work, visit.at),
            visit.contact_id,
            assignee_id=visit.user_id,
            item=work.find(FollowUp, visit.follow_up_id),
        )
        yield Happening(PlaybookEvent.FAIR_HOT, subject)


def _became(work: Work, record: Any, column: str, value: object) -> Iterator[tuple[Any, Customer]]:
    """Living records of a kind whose column took that value in this unit, with their customers."""
    for (entity, record_id), entry in list(work.journal.entries.items()):
        if entity != record.__tablename__ or record_id is None:
            continue
        if entry.action is not ChangeAction.CREATE and column not in entry.changed:
            continue
        found = work.find(record, record_id)
        if found is None or found.deleted_at is not None or getattr(found, column) != value:
            continue
        customer = work.find(Customer, found.customer_id)
        if customer is not None:
            yield found, customer


def _of_orders(work: Work) -> Iterator[Happening]:
    for (entity, record_id), entry in list(work.journal.entries.items()):
        if entity != "sales_order" or record_id is None:
            continue
        order = work.find(SalesOrder, record_id)
        customer = work.find(Customer, order.customer_id) if order is not None else None
        if order is None or customer is None or order.deleted_at is not None:
            continue
        subject = Subject(
            customer,
            order.sale_date,
            order.contact_id,
            order.opportunity_id,
            order.id,
            assignee_id=order.owner_id,
        )
        made = entry.action is ChangeAction.CREATE
        if order.delivered_on is not None and (made or "delivered_on" in entry.changed):
            delivered = replace(subject, anchor=order.delivered_on)
            yield Happening(PlaybookEvent.ORDER_DELIVERED, delivered)
        if order.opportunity_id is None and _is_first(work, order):
            yield Happening(PlaybookEvent.FIRST_ORDER, subject)


def _is_first(work: Work, order: SalesOrder) -> bool:
    those = work.all(SalesOrder, customer_id=order.customer_id)
    return [one.id for one in those if one.status is not OrderStatus.CANCELLED] == [order.id]


def _of_touches(work: Work) -> Iterator[Happening]:
    for made in _touches_made(work):
        customer = work.find(Customer, made.customer_id)
        event = _event_of(made)
        if customer is None or event is None:
            continue
        subject = Subject(
            customer,
            local_day(work, made.at),
            made.contact_id,
            made.opportunity_id,
            interaction_id=made.id,
            moment=made.at,
            assignee_id=made.user_id,
        )
        yield Happening(event, subject)


def _touches_made(work: Work) -> list[Interaction]:
    created = [
        key[1]
        for key, entry in work.journal.entries.items()
        if key[0] == "interaction" and entry.action is ChangeAction.CREATE
    ]
    found = (work.find(Interaction, one) for one in created)
    return [made for made in found if made is not None and is_touch(made)]


def _event_of(made: Interaction) -> PlaybookEvent | None:
    """What a written message sets off (S3-MC-06, S3-T10-02); None for all else."""
    if made.direction is Direction.IN:
        return PlaybookEvent.MAIL_RECEIVED if made.channel is Channel.EMAIL else None
    if made.channel is Channel.LETTER:
        return PlaybookEvent.LETTER_SENT
    return PlaybookEvent.MESSAGE_SENT if made.channel in _MESSAGES else None


def _of_customers(work: Work) -> Iterator[Happening]:
    for (entity, record_id), entry in list(work.journal.entries.items()):
        if entity != "customer" or record_id is None:
            continue
        moved = entry.changed.get("stage")
        dates = [name for name in _DATES if _is_set(work, record_id, name, entry)]
        if not moved and not dates:
            continue
        customer = work.find(Customer, record_id)
        if customer is None:
            continue
        subject = Subject(customer, work.today)
        if moved and customer.stage is not None:
            yield Happening(PlaybookEvent.STAGE_REACHED, subject, customer.stage.value)
        for name in dates:
            yield Happening(PlaybookEvent.DATE_SET, subject, name)


def _is_set(work: Work, customer_id: int, name: str, entry: Any) -> bool:
    if entry.action is ChangeAction.CREATE:
        customer = work.find(Customer, customer_id)
        return customer is not None and getattr(customer, name) is not None
    return bool(entry.changed.get(name, (None, None))[1])


# ── stops ───────────────────────────────────────────────────────────────────────────────────


def _running(work: Work, customer_id: int) -> list[PlaybookRun]:
    runs = work.all(PlaybookRun, customer_id=customer_id, state=RunState.RUNNING)
    return sorted(runs, key=lambda run: run.id)


def _stop_where_not_allowed(work: Work) -> None:
    """Nothing goes on with a customer who is not to be contacted, lost, terminated or archived."""
    for (entity, record_id), entry in list(work.journal.entries.items()):
        moved = {"status", "do_not_contact", "deleted_at"} & entry.changed.keys()
        if entity != "customer" or record_id is None or not moved:
            continue
        customer = work.find(Customer, record_id)
        if customer is None or may_plan(customer):
            continue
        blocked = customer.do_not_contact and "do_not_contact" in moved
        reason = "DO_NOT_CONTACT" if blocked else customer.status.value
        for run in _running(work, record_id):
            playbooks.stop(work, run, reason)


def _stops(work: Work) -> Iterator[tuple[PlaybookStop, int, int | None, int | None]]:
    """(what happened, customer, deal, order) of this unit that may end a run."""
    for deal, customer in _became(work, Opportunity, "pipeline", Pipeline.WON):
        yield PlaybookStop.DEAL_WON, customer.id, deal.id, None
    for deal, customer in _became(work, Opportunity, "pipeline", Pipeline.LOST):
        yield PlaybookStop.DEAL_LOST, customer.id, deal.id, None
    for order, customer in _became(work, SalesOrder, "status", OrderStatus.CANCELLED):
        yield PlaybookStop.ORDER_CANCELLED, customer.id, None, order.id
    for (entity, record_id), entry in work.journal.entries.items():
        if entity == "customer" and record_id is not None and "stage" in entry.changed:
            yield PlaybookStop.STAGE_LEFT, record_id, None, None


def _stop_by(
    work: Work, event: PlaybookStop, customer_id: int, deal_id: int | None, order_id: int | None
) -> None:
    for run in _running(work, customer_id):
        if event.value not in (run.stop_on or "").split(","):
            continue
        # A run that is about a deal or an order ends with that one only.
        of_another = (deal_id is not None and run.opportunity_id not in (None, deal_id)) or (
            order_id is not None and run.order_id not in (None, order_id)
        )
        if not of_another:
            playbooks.stop(work, run, event.value)


# ── what was done ───────────────────────────────────────────────────────────────────────────


def _answered(work: Work) -> None:
    """A mail that goes out does the step that asks for an answer (S3-T10-02)."""
    for made in _touches_made(work):
        if made.direction is not Direction.OUT or made.channel is not Channel.EMAIL:
            continue
        for item in work.all(FollowUp, customer_id=made.customer_id, kind=FollowUpKind.SLA):
            step = work.find(PlaybookStep, item.playbook_step_id)
            if step is None or step.channel is not made.channel or item.status in _ENDED:
                continue
            item.status, item.done_at = FollowUpStatus.DONE, work.now
            item.done_interaction_id = made.id
    work.session.flush()


_ENDED = (FollowUpStatus.DONE, FollowUpStatus.SKIPPED)


def _advance(work: Work) -> None:
    runs = set()
    for item_id in list(work.journal.touched("follow_up")):
        item = work.find(FollowUp, item_id)
        if item is not None and item.playbook_step_id is not None:
            step = work.find(PlaybookStep, item.playbook_step_id)
            if step is not None:
                runs.add(step.run_id)
    for run_id in sorted(runs):
        run = work.find(PlaybookRun, run_id)
        if run is not None:
            playbooks.advance(work, run)


def _redate(work: Work) -> None:
    customers: set[int] = set()
    for (entity, record_id), entry in list(work.journal.entries.items()):
        if entity == "customer" and record_id is not None and entry.changed.keys() & set(_DATES):
            customers.add(record_id)
        if entity == "contact" and record_id is not None and "birth_date" in entry.changed:
            person = work.find(Contact, record_id)
            if person is not None:
                customers.add(person.customer_id)
    for customer_id in sorted(customers):
        for run in _running(work, customer_id):
            playbooks.redate(work, run)
