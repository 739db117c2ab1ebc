"""The four ways to segment a customer: deal status, importance, urgency, need (R-SEG1..4).

Pure: amounts come in integer minor units of the base currency, already converted; dates are days.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from models.enums import (
    NEGOTIATING_PIPELINE,
    DealStatus,
    Importance,
    NeedState,
    NeedStatus,
    Pipeline,
    Urgency,
)
from models.explanation import Explanation, Reason
from models.policy_defaults import ImportancePolicy, UrgencyPolicy


@dataclass(frozen=True, slots=True)
class SegmentedStatus:
    """Deal status and whether the badge "negotiating" stands beside it (R-SEG1)."""

    status: DealStatus
    negotiating_badge: bool
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class ImportanceFacts:
    """Amounts that decide importance, in minor units of the base currency; None is no data."""

    largest_open_deal: int | None = None
    potential_volume_year: int | None = None
    left_out: tuple[str, ...] = ()  # currencies without a rate
    minor_digits: int = 2  # decimals of the base currency


@dataclass(frozen=True, slots=True)
class ImportanceOverride:
    """Importance set by a person, valid up to and including `until`."""

    importance: Importance
    until: date
    why: str = ""


@dataclass(frozen=True, slots=True)
class SegmentedImportance:
    """Importance, and what it would be without a person's override (R-SEG2)."""

    importance: Importance
    computed: Importance
    overridden: bool
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class HandleFacts:
    """Open dates of a customer; close dates count only where there is no other."""

    commitments: tuple[date, ...] = ()
    feedback_due: tuple[date, ...] = ()
    next_steps: tuple[date, ...] = ()
    close_dates: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class SegmentedUrgency:
    """Urgency with the date that decides it; `days` is None without a date (R-SEG3)."""

    urgency: Urgency
    handle_by: date | None
    days: int | None
    overdue: bool
    explanation: Explanation


def deal_status(won_orders: int, pipelines: Collection[Pipeline]) -> SegmentedStatus:
    """Deal status (R-SEG1).

    Args:
        won_orders: Sales orders that are not cancelled.
        pipelines: Step of every deal of the customer, closed ones included.
    """
    won_deals = sum(step is Pipeline.WON for step in pipelines)
    talks = sum(step in NEGOTIATING_PIPELINE for step in pipelines)
    lines = []
    if won_orders or won_deals:
        status = DealStatus.WON
        lines.append(Reason("deal_status.won", {"orders": won_orders, "deals": won_deals}))
        if talks:
            lines.append(Reason("deal_status.badge", {"deals": talks}))
    elif talks:
        status = DealStatus.NEGOTIATING
        lines.append(Reason("deal_status.negotiating", {"deals": talks}))
    else:
        status = DealStatus.PROSPECT
        lines.append(Reason("deal_status.prospect"))
    badge = status is DealStatus.WON and talks > 0
    return SegmentedStatus(
        status, badge, Explanation("deal_status", "R-SEG1", status, tuple(lines))
    )


def importance(
    facts: ImportanceFacts,
    policy: ImportancePolicy,
    today: date,
    override: ImportanceOverride | None = None,
) -> SegmentedImportance:
    """Importance by the largest open deal or the potential volume a year (R-SEG2)."""
    scale = 10**facts.minor_digits
    deal = _amount_line(
        "importance.deal",
        facts.largest_open_deal,
        policy.deal_amount * scale,
        "importance.deal_amount",
    )
    volume = _amount_line(
        "importance.potential",
        facts.potential_volume_year,
        policy.potential_volume * scale,
        "importance.potential_volume",
    )
    lines = [deal, volume]
    reached = any(line.params.get("reached") for line in lines)
    computed = Importance.IMPORTANT if reached else Importance.ORDINARY
    if facts.left_out:
        lines.append(Reason("importance.left_out", {"currencies": facts.left_out}))
    value, overridden = computed, False
    if override is not None:
        overridden = today <= override.until
        code = "importance.override" if overridden else "importance.override_expired"
        params = {"importance": override.importance, "until": override.until, "why": override.why}
        lines.append(Reason(code, {**params, "computed": computed}))
        value = override.importance if overridden else computed
    explanation = Explanation("importance", "R-SEG2", value, tuple(lines))
    return SegmentedImportance(value, computed, overridden, explanation)


def _amount_line(code: str, amount: int | None, threshold: int, setting: str) -> Reason:
    if amount is None:
        return Reason(f"{code}_no_data", {"threshold": threshold, "setting": setting})
    reached = amount >= threshold
    params = {"amount": amount, "threshold": threshold, "reached": reached, "setting": setting}
    return Reason(code, params)


def importance_override_objections(why: str) -> tuple[Reason, ...]:
    """Why an importance set by a person may not be saved: it needs a reason (R-SEG2)."""
    return () if why.strip() else (Reason("importance.override_reason_required"),)


def importance_override_until(policy: ImportancePolicy, today: date) -> date:
    """Last day of an importance set by a person today (R-SEG2)."""
    return today + timedelta(days=policy.override_days)


def handle_by(facts: HandleFacts) -> tuple[date | None, Reason]:
    """The day by which the customer is to be handled, and what sets it (R-SEG3)."""
    sources = (
        ("urgency.by_commitment", facts.commitments),
        ("urgency.by_feedback", facts.feedback_due),
        ("urgency.by_next_step", facts.next_steps),
    )
    earliest = [(min(dates), code) for code, dates in sources if dates]
    if earliest:
        day, code = min(earliest, key=lambda pair: pair[0])
        return day, Reason(code, {"date": day})
    if facts.close_dates:
        day = min(facts.close_dates)
        return day, Reason("urgency.by_close_date", {"date": day})
    return None, Reason("urgency.no_date")


def urgency(facts: HandleFacts, policy: UrgencyPolicy, today: date) -> SegmentedUrgency:
    """How soon a customer is to be handled (R-SEG3); an overdue date is urgent, with a mark."""
    day, source = handle_by(facts)
    if day is None:
        explanation = Explanation("urgency", "R-SEG3", Urgency.POTENTIAL, (source,))
        return SegmentedUrgency(Urgency.POTENTIAL, None, None, False, explanation)
    days = (day - today).days
    limits = (
        (Urgency.URGENT, policy.urgent_days, "urgency.urgent_days"),
        (Urgency.MEDIUM, policy.medium_days, "urgency.medium_days"),
        (Urgency.NOT_URGENT, policy.not_urgent_days, "urgency.not_urgent_days"),
    )
    beyond = (Urgency.POTENTIAL, policy.not_urgent_days, "urgency.not_urgent_days")
    value, limit, setting = next((one for one in limits if days <= one[1]), beyond)
    late = days < 0
    params = {"date": day, "days": abs(days), "limit": limit, "setting": setting}
    if late:
        code = "urgency.overdue"
    else:
        code = "urgency.beyond" if value is Urgency.POTENTIAL else "urgency.within"
    lines = (source, Reason(code, {**params, "urgency": value}))
    return SegmentedUrgency(value, day, days, late, Explanation("urgency", "R-SEG3", value, lines))


def need_when_missing() -> tuple[NeedStatus, bool]:
    """Need and "confirmed" that import and quick capture store without an answer (R-SEG4)."""
    return NeedStatus.LATENT, False


def wizard_objections(need: NeedStatus | None, first_tracking: date | None) -> tuple[Reason, ...]:
    """Why the new-customer wizard may not finish: need and first tracking date (R-SEG4)."""
    found = []
    if need is None:
        found.append(Reason("need.required"))
    if first_tracking is None:
        found.append(Reason("tracking.first_date_required"))
    return tuple(found)


def need_prompts(
    need: NeedStatus | None, confirmed: bool, rows: Collection[NeedState]
) -> tuple[Reason, ...]:
    """What to ask about the need (R-SEG4).

    Asks for a need that is missing or not confirmed, and whether a need remains once every need
    row is met or gone. Never changes the need itself.
    """
    if need is None:
        return (Reason("need.required"),)
    found = []
    if not confirmed:
        found.append(Reason("need.not_confirmed", {"need": need}))
    all_closed = bool(rows) and NeedState.OPEN not in rows
    if all_closed and need is not NeedStatus.NONE:
        found.append(Reason("need.all_closed", {"need": need, "count": len(rows)}))
    return tuple(found)
