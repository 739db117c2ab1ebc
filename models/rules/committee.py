"""Buying committee: support, coverage, blockers, threads and executive visits (8.3).

Pure: takes the people of one deal, or the contacts of one customer, as plain values.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from models.enums import Stage
from models.explanation import Explanation, Reason
from models.policy_defaults import QualificationPolicy
from models.policy_relations import CommitteePolicy
from models.rules.answers import Blocker, unplanned_blockers
from models.rules.rounding import half_up
from models.rules.spans import add_months, within

_ALL = 100
VISITED = (Stage.STABLE, Stage.STRATEGIC)


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the committee of one deal."""

    name: str
    weight_pct: int
    stance: int = 0  # -2 against ... +2 champion
    blocker: bool = False
    counter_plan: str = ""
    touched_on: date | None = None  # last touch; None is never
    formal_power: int | None = None  # 1 to 5
    real_power: int | None = None


@dataclass(frozen=True, slots=True)
class Support:
    """Weighted support -100 to +100, one decimal; None without weights (R-SUPPORT)."""

    value: Decimal | None
    weights_sum: int
    warnings: tuple[Reason, ...]  # the weights do not sum to 100
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Coverage:
    """Share of the weight touched lately, in percent; None without weights (R-COVER)."""

    value: Decimal | None
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Obstacles:
    """The blockers of weight without a counter-plan (R-BLOCK)."""

    people: tuple[str, ...]
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """Executive visits of a customer."""

    last: date | None = None  # last EXEC_VISIT touch
    since: date | None = None  # from where the first visit counts: entry into the stage
    months: int | None = None  # cadence agreed with this customer; else that of the settings


@dataclass(frozen=True, slots=True)
class VisitDue:
    """When the next executive visit is due; days late, 0 while it is not (S4-STG-08)."""

    due: date
    days_late: int
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class ThreadFacts:
    """Who touched whom within the days of the settings (R-THREAD)."""

    stage: Stage
    contacts: int  # distinct contacts touched
    users: int  # distinct own users who touched
    visits: VisitFacts = VisitFacts()


@dataclass(frozen=True, slots=True)
class Threads:
    """How many threads hold the relation and how many its stage needs (R-THREAD)."""

    contacts: int
    users: int
    needed_contacts: int
    needed_users: int
    at_risk: bool  # "single-thread risk"
    visit: VisitDue | None  # None where the stage needs no executive visit
    explanation: Explanation


def weight_warnings(members: Sequence[Member]) -> tuple[Reason, ...]:
    """The warning that weights do not sum to 100; saving stays allowed (8.3, AC-023)."""
    total = sum(one.weight_pct for one in members)
    if not members or total == _ALL:
        return ()
    return (Reason("support.weights_sum", {"sum": total, "wanted": _ALL}),)


def support(members: Sequence[Member]) -> Support:
    """Sum of weight x stance / 2, divided by the sum of the weights where it is not 100."""
    total = sum(one.weight_pct for one in members)
    if total == 0:
        nothing = Explanation("support", "R-SUPPORT", None, (Reason("support.no_data"),))
        return Support(None, total, weight_warnings(members), nothing)
    points, lines = [], []
    for one in members:
        scored = Decimal(one.weight_pct * one.stance) / 2
        params = {"person": one.name, "weight": one.weight_pct, "stance": one.stance}
        points.append(scored)
        lines.append(Reason("support.person", {**params, "points": scored}))
    raw = sum(points)
    value = half_up(Fraction(raw) * _ALL / total)
    warnings = weight_warnings(members)
    lines.append(Reason("support.sum", {"terms": tuple(points), "points": raw}))
    lines.extend(warnings)
    if warnings:
        lines.append(Reason("support.normalised", {"points": raw, "sum": total, "support": value}))
    return Support(value, total, warnings, Explanation("support", "R-SUPPORT", value, tuple(lines)))


def coverage(members: Sequence[Member], policy: CommitteePolicy, today: date) -> Coverage:
    """Share of the weight of the persons with a touch in the last 30 days (R-COVER)."""
    total = sum(one.weight_pct for one in members)
    if total == 0:
        nothing = Explanation("coverage", "R-COVER", None, (Reason("coverage.no_data"),))
        return Coverage(None, nothing)
    lines, covered = [], 0
    for one in members:
        alive = within(one.touched_on, policy.cover_days, today)
        covered += one.weight_pct if alive else 0
        lines.append(_touch_line(one, alive, policy, today))
    value = half_up(Fraction(_ALL * covered, total))
    result = {"covered": covered, "sum": total, "coverage": value}
    lines.append(Reason("coverage.share", result))
    return Coverage(value, Explanation("coverage", "R-COVER", value, tuple(lines)))


def _touch_line(one: Member, alive: bool, policy: CommitteePolicy, today: date) -> Reason:
    person = {"person": one.name, "weight": one.weight_pct}
    if one.touched_on is None:
        return Reason("coverage.never", person)
    params = {"date": one.touched_on, "days": (today - one.touched_on).days}
    limit = {"limit": policy.cover_days, "setting": "committee.cover_days"}
    code = "coverage.alive" if alive else "coverage.not_alive"
    return Reason(code, {**person, **params, **limit})


def obstacles(members: Sequence[Member], policy: QualificationPolicy) -> Obstacles:
    """Blockers of weight >= 20 with stance <= -1 and no counter-plan (R-BLOCK)."""
    blockers = [
        Blocker(one.name, one.weight_pct, one.stance, one.counter_plan)
        for one in members
        if one.blocker
    ]
    found = unplanned_blockers(blockers, policy)
    lines = [
        Reason(
            "blocker.no_plan",
            {
                "person": one.name,
                "weight": one.weight_pct,
                "stance": one.stance,
                "limit": policy.blocker_weight,
                "setting": "qualification.blocker_weight",
            },
        )
        for one in found
    ]
    if not found:
        lines.append(Reason("blocker.none", {"count": len(blockers)}))
    explanation = Explanation("blocker", "R-BLOCK", len(found), tuple(lines))
    return Obstacles(tuple(one.name for one in found), explanation)


def power_gaps(members: Sequence[Member], policy: CommitteePolicy) -> tuple[Reason, ...]:
    """Persons whose title and real power differ by two or more (requirements 8.3)."""
    found = []
    for one in members:
        if one.formal_power is None or one.real_power is None:
            continue
        over = one.real_power - one.formal_power
        for code, points in (("power.quiet", over), ("power.empty", -over)):
            if points >= policy.power_gap:
                params = {"person": one.name, "formal": one.formal_power, "real": one.real_power}
                found.append(Reason(code, params))
    return tuple(found)


def visit_due(facts: VisitFacts, policy: CommitteePolicy, today: date) -> VisitDue:
    """Next executive visit: the last one, or the start, plus the cadence (AC-036).

    Without either it is due today.
    """
    months = policy.visit_months if facts.months is None else facts.months
    start = facts.last or facts.since
    params: dict[str, object] = {"start": start, "months": months}
    if facts.months is None:
        params["setting"] = "committee.visit_months"
    if start is None:
        due, lines = today, [Reason("visit.never", {"due": today})]
    else:
        due = add_months(start, months)
        code = "visit.from_last" if facts.last else "visit.from_start"
        lines = [Reason(code, {**params, "due": due})]
    late = max(0, (today - due).days)
    if late:
        lines.append(Reason("visit.overdue", {"due": due, "days": late}))
    return VisitDue(due, late, Explanation("exec_visit", "R-THREAD", due, tuple(lines)))


def threads(facts: ThreadFacts, policy: CommitteePolicy, today: date) -> Threads:
    """Contacts and own users against the need of the stage; visits from stage 3 on (R-THREAD)."""
    needed_contacts, needed_users = policy.threads(facts.stage)
    visit = visit_due(facts.visits, policy, today) if facts.stage in VISITED else None
    thin = facts.contacts < needed_contacts or facts.users < needed_users
    missed = visit is not None and _visit_missing(facts.visits, visit)
    lines = tuple(_thread_lines(facts, policy, visit, thin=thin, missed=missed))
    value = f"{facts.contacts}/{facts.users}"
    return Threads(
        facts.contacts,
        facts.users,
        needed_contacts,
        needed_users,
        thin or missed,
        visit,
        Explanation("threads", "R-THREAD", value, lines),
    )


def _visit_missing(facts: VisitFacts, visit: VisitDue) -> bool:
    return visit.days_late > 0 or (facts.last is None and facts.since is None)


def _thread_lines(
    facts: ThreadFacts,
    policy: CommitteePolicy,
    visit: VisitDue | None,
    *,
    thin: bool,
    missed: bool,
) -> Iterator[Reason]:
    needed_contacts, needed_users = policy.threads(facts.stage)
    stage = facts.stage.lower()
    yield Reason(
        "threads.thin" if thin else "threads.enough",
        {
            "contacts": facts.contacts,
            "users": facts.users,
            "needed_contacts": needed_contacts,
            "needed_users": needed_users,
            "stage": facts.stage,
            "limit": policy.thread_days,
            "setting": f"committee.{stage}_contacts",
        },
    )
    if visit is not None:
        yield from visit.explanation.lines
        yield Reason("threads.visit_missed" if missed else "threads.visit_held")
