"""Figures of the rules on committee, value, loyalty, flow, satisfaction, data and plan (8.3, 8.4).

Same kind as those of `policy_defaults`, which puts all of them together into one policy.
"""

from __future__ import annotations

from dataclasses import dataclass

from models.enums import Stage
from models.figures import Unit, amount, count, days, figure, months, percent, points, score


@dataclass(frozen=True, slots=True)
class CommitteePolicy:
    """Buying committee, contact threads and executive visits (R-COVER, R-THREAD)."""

    cover_days: int = days(30, "R-COVER")
    power_gap: int = figure(2, 1, 4, Unit.POINTS, "8.3 formal_power / real_power")
    thread_days: int = days(180, "R-THREAD")
    development_contacts: int = count(1, "R-THREAD")
    development_users: int = count(1, "R-THREAD")
    initial_contacts: int = count(3, "R-THREAD")
    initial_users: int = count(2, "R-THREAD")
    stable_contacts: int = count(5, "R-THREAD")
    stable_users: int = count(3, "R-THREAD")
    strategic_contacts: int = count(8, "R-THREAD")
    strategic_users: int = count(4, "R-THREAD")
    visit_months: int = months(3, "R-THREAD, S4-STG-08")

    def threads(self, stage: Stage) -> tuple[int, int]:
        """Contacts touched and own users that a relation of this stage needs (R-THREAD)."""
        return {
            Stage.DEVELOPMENT: (self.development_contacts, self.development_users),
            Stage.INITIAL: (self.initial_contacts, self.initial_users),
            Stage.STABLE: (self.stable_contacts, self.stable_users),
            Stage.STRATEGIC: (self.strategic_contacts, self.strategic_users),
        }[stage]


@dataclass(frozen=True, slots=True)
class RfmPolicy:
    """Limits of the three scores, bound included (R-RFM)."""

    r5_days: int = days(30, "R-RFM")
    r4_days: int = days(90, "R-RFM")
    r3_days: int = days(180, "R-RFM")
    r2_days: int = days(365, "R-RFM")
    f3_orders: int = count(3, "R-RFM", minimum=2)
    f4_orders: int = count(6, "R-RFM", minimum=2)
    f5_orders: int = count(12, "R-RFM", minimum=2)
    m3_amount: int = amount(100_000, "R-RFM")
    m4_amount: int = amount(300_000, "R-RFM")
    m5_amount: int = amount(1_000_000, "R-RFM")


@dataclass(frozen=True, slots=True)
class ValuePolicy:
    """From which amounts, in major units of the base currency, a customer has value (R-TIER)."""

    high_revenue: int = amount(1_000_000, "R-TIER")
    potential_volume: int = amount(500_000, "R-TIER")
    potential_deals: int = amount(500_000, "R-TIER")


@dataclass(frozen=True, slots=True)
class RankingPolicy:
    """Shares of the customers with revenue (R-PARETO, R-PYR)."""

    key_percent: int = percent(20, "R-PARETO")
    value_percent: int = percent(80, "R-PARETO")
    vip_percent: int = percent(1, "R-PYR")
    secondary_percent: int = percent(20, "R-PYR")
    ordinary_percent: int = percent(50, "R-PYR")


@dataclass(frozen=True, slots=True)
class LoyaltyPolicy:
    """Points of loyalty and from where a label holds (R-LOY)."""

    repeat_points: int = points(25, "R-LOY")
    loyal_points: int = points(70, "R-LOY loyal, captive")
    captive_below: int = points(50, "R-LOY captive")
    satisfied_from: int = score(4, 5, "R-LOY drifting")
    drifting_below: int = points(50, "R-LOY drifting")


@dataclass(frozen=True, slots=True)
class ChurnPolicy:
    """Risk points of losing a customer (R-CHURN)."""

    overdue_points: int = points(20, "R-CHURN")
    reopened_points: int = points(25, "R-CHURN")
    silent_points: int = points(25, "R-CHURN")
    silent_factor: int = count(2, "R-CHURN", minimum=1)
    detractor_points: int = points(20, "R-CHURN")
    detractor_score: int = score(6, 10, "R-CHURN")
    thread_points: int = points(10, "R-CHURN")
    warn_points: int = points(50, "R-CHURN")


@dataclass(frozen=True, slots=True)
class FlowPolicy:
    """Customers won and lost, what they cost, and how odds came true (R-LEAK, R-GOAL, R-ODDS)."""

    warn_percent: int = percent(50, "S4-LEAK-01")
    hourly_rate: int = amount(200, "R-LEAK")
    repeat_low: int = percent(25, "S4-FIG-01")
    repeat_high: int = percent(85, "S4-FIG-01")
    few_deals: int = count(30, "R-ODDS learning", minimum=1)


@dataclass(frozen=True, slots=True)
class SatisfactionPolicy:
    """How answers are read (R-NPS, R-CSAT, R-ICE, R-SURVEY, requirements 9.3)."""

    promoter_from: int = score(9, 10, "R-NPS")
    detractor_to: int = score(6, 10, "R-NPS")
    satisfied_from: int = score(4, 5, "R-CSAT")
    low_score: int = score(2, 5, "9.3")
    heard_percent: int = percent(30, "R-ICE", minimum=1)
    small_sample: int = count(5, "9.3", minimum=1)
    survey_months: int = months(3, "R-SURVEY")
    survey_ahead_days: int = days(14, "S2-DATA-03", minimum=0)


@dataclass(frozen=True, slots=True)
class ExperiencePolicy:
    """Audits and the effect of improvements (requirements 9.7, S0-CXM-05)."""

    audit_percent: int = percent(80, "9.7")
    effect_days: int = days(90, "S0-CXM-05")


@dataclass(frozen=True, slots=True)
class DataPolicy:
    """How long a checked record counts as fresh (R-DQ)."""

    fresh_days: int = days(180, "R-DQ, S0-INF7-05")


@dataclass(frozen=True, slots=True)
class PlanPolicy:
    """Coverage meter of the account plan (S0-VS-07); a known area is worth twenty points."""

    assumed_points: int = score(10, 20, "S0-VS-07")


@dataclass(frozen=True, slots=True)
class IdentityPolicy:
    """How long a grant lives and when a system has tried too often (requirements 10)."""

    grant_minutes: int = count(15, "10 Grant", minimum=1)
    tries: int = count(5, "10 E12", minimum=1)
    window_minutes: int = count(10, "10 E12", minimum=1)
    lock_minutes: int = count(30, "10 E12", minimum=1)


@dataclass(frozen=True, slots=True)
class TrustPolicy:
    """From how many acts of a user in a day on the audit names them; when a backup is due.

    0 switches a figure off.
    """

    export_rows: int = count(500, "S2-DATA-06")
    reveals: int = count(20, "S2-DATA-06")
    refusals: int = count(10, "S2-DATA-06")
    odd_acts: int = count(5, "S2-DATA-06")
    odd_from: int = figure(22, 0, 23, Unit.HOURS, "S2-DATA-06")
    odd_until: int = figure(6, 0, 23, Unit.HOURS, "S2-DATA-06")
    backup_days: int = days(1, "11.11", minimum=0)
