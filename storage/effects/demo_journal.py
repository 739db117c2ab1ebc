"""The past of a demo customer: touches, what R-GRADE made of them, and what they set off.

Replays the rules on the days of the touches; the present is left to settling.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from models.content import DemoStory
from models.enums import (
    Channel,
    FollowUpKind,
    FollowUpStatus,
    Grade,
    InteractionKind,
    NeedStatus,
)
from models.records.customer import Customer
from models.records.follow_up import FollowUp
from models.records.grade_history import GradeHistory
from models.records.interaction import Interaction
from models.rules.grading import Graded, NeedFacts, grade_customer
from storage.effects.demo_sowing import Sowing
from storage.effects.tracking import tracking_due


def interactions(sowing: Sowing, story: DemoStory) -> None:
    """The journal in order of time, each entry with the grade before and after it."""
    owner = sowing.owner(story)
    customer = sowing.work.get(Customer, sowing.id_of("customer", story.code))
    facts = NeedFacts(NeedStatus.LATENT)
    rows = [{"user_id": owner, **sowing.columns(entry, story)} for entry in story.journal]
    for values in sorted(rows, key=lambda row: row["at"]):
        facts = _told(facts, values, customer.grade)
        graded = _graded(sowing, facts, values["at"])
        before, customer.grade = customer.grade, graded.grade
        values |= {"customer_id": customer.id, "grade_before": before, "grade_after": graded.grade}
        sowing.add(Interaction, values, values["at"], values["user_id"])
        if _is_touch(values.get("kind"), values["channel"]):
            customer.last_tracking_at = values["at"]


def consequences(sowing: Sowing, story: DemoStory) -> None:
    """Grade history, tracking items done, promises made, and what else is planned."""
    customer_id = sowing.id_of("customer", story.code)
    journal = sorted(
        sowing.work.all(Interaction, customer_id=customer_id), key=lambda made: made.at
    )
    touches = [made for made in journal if _is_touch(made.kind, made.channel)]
    _history(sowing, journal)
    for earlier, later in pairwise(touches):
        _tracked(sowing, earlier, later)
    for position, touch in enumerate(touches):
        if story.active:
            _promised(sowing, touch, touches[position + 1 :])
    owner = sowing.owner(story)
    for plan in story.follow_ups:
        values = {"assignee_id": owner, **sowing.columns(plan, story), "customer_id": customer_id}
        values["code"] = sowing.work.next_code("U")
        last = touches[-1].at if touches else sowing.work.now
        sowing.add(FollowUp, values, last, values["assignee_id"])


def _is_touch(kind: InteractionKind | None, channel: Channel) -> bool:
    """Every kind except NOTE, every channel except SYSTEM (requirements 8, conventions)."""
    return kind is not InteractionKind.NOTE and channel is not Channel.SYSTEM


def _told(facts: NeedFacts, values: dict[str, Any], previous: Grade | None) -> NeedFacts:
    """What is known of the need once this entry has told its part."""
    told: NeedStatus | None = values.get("need_after")
    return NeedFacts(
        need=told or facts.need,
        expected_close=values.get("expected_date_after") or facts.expected_close,
        no_chance=bool(values.get("no_chance_reason")) or (facts.no_chance and told is None),
        previous=previous,
    )


def _graded(sowing: Sowing, facts: NeedFacts, at: datetime) -> Graded:
    return grade_customer(facts, (), sowing.work.policy.grading, _day(sowing, at))


def _day(sowing: Sowing, at: datetime) -> date:
    return at.astimezone(sowing.zone).date()


def _history(sowing: Sowing, journal: list[Interaction]) -> None:
    facts = NeedFacts(NeedStatus.LATENT)
    for made in journal:
        facts = _told(facts, vars(made), made.grade_before)
        if made.grade_after is made.grade_before:
            continue
        values = {
            "customer_id": made.customer_id,
            "from_grade": made.grade_before,
            "to_grade": made.grade_after,
            "reason_code": _graded(sowing, facts, made.at).reason,
            "interaction_id": made.id,
            "at": made.at,
        }
        sowing.add(GradeHistory, values, made.at, made.user_id)


def _tracked(sowing: Sowing, earlier: Interaction, later: Interaction) -> None:
    """The tracking item between two touches: made by the first, done by the second."""
    start = _day(sowing, earlier.at)
    due = tracking_due(sowing.work, earlier.grade_after or Grade.D, start, start)
    values = {
        "code": sowing.work.next_code("U"),
        "customer_id": earlier.customer_id,
        "kind": FollowUpKind.TRACKING,
        "due_date": due,
        "assignee_id": later.user_id,
        "status": FollowUpStatus.DONE,
        "done_interaction_id": later.id,
        "done_at": later.at,
    }
    sowing.add(FollowUp, values, earlier.at, earlier.user_id)


def _promised(sowing: Sowing, touch: Interaction, later: list[Interaction]) -> None:
    """The agreed next contact as a COMMITMENT; the first touch from its eve on has kept it."""
    if touch.next_contact_at is None:
        return
    local = touch.next_contact_at.astimezone(sowing.zone)
    values = {
        "code": sowing.work.next_code("U"),
        "customer_id": touch.customer_id,
        "contact_id": touch.contact_id,
        "opportunity_id": touch.opportunity_id,
        "kind": FollowUpKind.COMMITMENT,
        "due_date": local.date(),
        "due_time": f"{local:%H:%M}",
        "assignee_id": touch.user_id,
    }
    eve = touch.next_contact_at - timedelta(days=1)
    kept = next((one for one in later if one.at >= eve), None)
    if kept is not None:
        values["status"] = FollowUpStatus.DONE
        values |= {"done_interaction_id": kept.id, "done_at": kept.at}
    sowing.add(FollowUp, values, touch.at, touch.user_id)
