"""The figures of the rules: default, bounds, unit and source of each, in one table.

Standard library only. A figure is a whole number; the rules read it from the dataclasses here and
never from a setting row. Nothing here stores a figure or words it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from itertools import pairwise
from typing import TypeVar

from models.enums import FeedbackKind, Grade, NsabcElement, Stage
from models.explanation import Reason
from models.figures import (
    Figure,
    Unit,
    amount,
    count,
    days,
    figure,
    figures,
    hours,
    months,
    percent,
    switch,
)
from models.policy_relations import (
    ChurnPolicy,
    CommitteePolicy,
    DataPolicy,
    ExperiencePolicy,
    FlowPolicy,
    IdentityPolicy,
    LoyaltyPolicy,
    PlanPolicy,
    RankingPolicy,
    RfmPolicy,
    SatisfactionPolicy,
    TrustPolicy,
    ValuePolicy,
)

_P = TypeVar("_P")


@dataclass(frozen=True, slots=True)
class GradingPolicy:
    """Days to the expected close up to which a grade holds, bound included (R-GRADE, D-12)."""

    a_days: int = days(30, "R-GRADE")
    b_days: int = days(90, "R-GRADE")
    c_days: int = days(180, "R-GRADE")
    override_days: int = days(90, "R-REGRADE")


@dataclass(frozen=True, slots=True)
class PlaybookPolicy:
    """When steps of playbooks fall due (requirements 9.4, R-SLA)."""

    mail_reply_hours: int = hours(24, "R-SLA")
    late_days: int = days(7, "9.4", minimum=0)


@dataclass(frozen=True, slots=True)
class CadencePolicy:
    """Days between two trackings of a grade (R-CADENCE, D-01).

    Put off `put_off_times` or more often, the reason is reported (S4-9P-01).
    """

    a_days: int = days(1, "R-CADENCE")
    b_days: int = days(7, "R-CADENCE")
    c_days: int = days(15, "R-CADENCE")
    d_days: int = days(30, "R-CADENCE")
    e_days: int = days(365, "R-CADENCE")
    shift_weekend: bool = switch(False, "R-CADENCE")
    put_off_times: int = count(3, "S4-9P-01", minimum=1)

    def days(self, grade: Grade) -> int:
        """Days between two trackings of a customer of this grade (R-CADENCE)."""
        return {
            Grade.A: self.a_days,
            Grade.B: self.b_days,
            Grade.C: self.c_days,
            Grade.D: self.d_days,
            Grade.E: self.e_days,
        }[grade]


@dataclass(frozen=True, slots=True)
class UrgencyPolicy:
    """Days to handle-by up to which an urgency holds, bound included (R-SEG3)."""

    urgent_days: int = days(7, "R-SEG3", minimum=0)
    medium_days: int = days(30, "R-SEG3")
    not_urgent_days: int = days(90, "R-SEG3")


@dataclass(frozen=True, slots=True)
class ImportancePolicy:
    """From which amounts, in major units of the base currency, a customer counts (R-SEG2)."""

    deal_amount: int = amount(500_000, "R-SEG2")
    potential_volume: int = amount(1_000_000, "R-SEG2")
    override_days: int = days(180, "R-SEG2")


@dataclass(frozen=True, slots=True)
class StagePolicy:
    """Share of wallet from which a relation is stable (requirements 8.5)."""

    share_of_wallet: int = percent(50, "8.5")


@dataclass(frozen=True, slots=True)
class FeedbackPolicy:
    """Clocks of the feedback queue (R-SLA, requirements 9.1)."""

    ack_hours: int = hours(24, "R-SLA")
    complaint_ack_hours: int = hours(4, "R-SLA")
    safety_ack_hours: int = hours(1, "R-SLA")
    progress_hours: int = hours(48, "R-SLA")
    amber_percent: int = percent(75, "9.1")
    reopen_days: int = days(90, "9.1", minimum=0)
    aftercare_days: int = days(7, "9.1", minimum=0)
    ack_in_hours_of_work: bool = switch(False, "R-SLA")
    progress_in_hours_of_work: bool = switch(False, "R-SLA")
    resolution_in_hours_of_work: bool = switch(False, "R-SLA")

    def ack_minutes(self, kind: FeedbackKind, *, safety: bool) -> int:
        """Minutes until feedback must be answered; the shortest clock that applies (R-SLA)."""
        hours = [self.ack_hours]
        if kind is FeedbackKind.COMPLAINT:
            hours.append(self.complaint_ack_hours)
        if safety:
            hours.append(self.safety_ack_hours)
        return 60 * min(hours)


@dataclass(frozen=True, slots=True)
class TicketPolicy:
    """Clock of service tickets (R-SLA, requirements 9.2)."""

    onsite_hours: int = hours(36, "R-SLA ONSITE_FIX")


@dataclass(frozen=True, slots=True)
class OddsPolicy:
    """Weights, ageing, caps and bands of the win odds (R-ODDS)."""

    weight_n: int = percent(20, "R-ODDS")
    weight_s: int = percent(20, "R-ODDS")
    weight_a: int = percent(25, "R-ODDS")
    weight_b: int = percent(20, "R-ODDS")
    weight_c: int = percent(15, "R-ODDS")
    confirmed_days: int = days(90, "8.1")
    cap_g1: int = percent(30, "R-ODDS G1")
    cap_g2: int = percent(20, "R-ODDS G2")
    cap_g3: int = percent(35, "R-ODDS G3")
    thin_element: int = figure(25, 0, 100, Unit.POINTS, "R-ODDS G3")
    cap_g4: int = percent(50, "R-ODDS G4")
    cap_g5: int = percent(30, "R-ODDS G5")
    cap_g6: int = percent(50, "R-ODDS G6")
    band_strong: int = percent(70, "R-ODDS bands")
    band_contested: int = percent(40, "R-ODDS bands")
    band_weak: int = percent(20, "R-ODDS bands")

    @property
    def weights(self) -> dict[NsabcElement, int]:
        """Weight in percent of each element, in the order N S A B C."""
        return {
            NsabcElement.N: self.weight_n,
            NsabcElement.S: self.weight_s,
            NsabcElement.A: self.weight_a,
            NsabcElement.B: self.weight_b,
            NsabcElement.C: self.weight_c,
        }


@dataclass(frozen=True, slots=True)
class QualificationPolicy:
    """Figures that decide what is offered or refused on a qualification sheet (8.1, 8.3)."""

    alive_days: int = days(30, "8.1 C-A2, P-A2")
    support_points: int = figure(20, -100, 100, Unit.POINTS, "8.1 P-A3")
    blocker_weight: int = percent(20, "R-BLOCK")
    gap_days: int = days(7, "R-ODDS what-if", minimum=0)


@dataclass(frozen=True, slots=True)
class CalendarPolicy:
    """Working days and hours (requirements 8, "working day"; hours [ours])."""

    public_holidays: bool = switch(True, "R-SLA")
    opens_hour: int = figure(9, 0, 23, Unit.HOURS, "R-SLA")
    closes_hour: int = figure(18, 1, 24, Unit.HOURS, "R-SLA")
    remind_minutes: int = count(15, "product 1")


@dataclass(frozen=True, slots=True)
class GiftPolicy:
    """What may be given or taken without a manager, in major units (requirements 9.7)."""

    item_limit: int = amount(200, "9.7")
    year_limit: int = amount(500, "9.7")


@dataclass(frozen=True, slots=True)
class PartingPolicy:
    """How long before its day a termination is told, how long record and backups are kept."""

    notice_days: int = days(30, "9.5", minimum=0)
    keep_months: int = months(60, "9.5")
    backup_days: int = days(90, "11.9")


@dataclass(frozen=True, slots=True)
class DuplicatesPolicy:
    """How long a merge of two customers can be taken back, in days (requirements 9.7)."""

    undo_days: int = days(30, "9.7")


@dataclass(frozen=True, slots=True)
class Policy:
    """All figures of the rules together, as one value handed to them."""

    grading: GradingPolicy = field(default_factory=GradingPolicy)
    cadence: CadencePolicy = field(default_factory=CadencePolicy)
    urgency: UrgencyPolicy = field(default_factory=UrgencyPolicy)
    importance: ImportancePolicy = field(default_factory=ImportancePolicy)
    stages: StagePolicy = field(default_factory=StagePolicy)
    feedback: FeedbackPolicy = field(default_factory=FeedbackPolicy)
    tickets: TicketPolicy = field(default_factory=TicketPolicy)
    odds: OddsPolicy = field(default_factory=OddsPolicy)
    qualification: QualificationPolicy = field(default_factory=QualificationPolicy)
    committee: CommitteePolicy = field(default_factory=CommitteePolicy)
    rfm: RfmPolicy = field(default_factory=RfmPolicy)
    value: ValuePolicy = field(default_factory=ValuePolicy)
    ranking: RankingPolicy = field(default_factory=RankingPolicy)
    loyalty: LoyaltyPolicy = field(default_factory=LoyaltyPolicy)
    churn: ChurnPolicy = field(default_factory=ChurnPolicy)
    flow: FlowPolicy = field(default_factory=FlowPolicy)
    satisfaction: SatisfactionPolicy = field(default_factory=SatisfactionPolicy)
    experience: ExperiencePolicy = field(default_factory=ExperiencePolicy)
    data: DataPolicy = field(default_factory=DataPolicy)
    plan: PlanPolicy = field(default_factory=PlanPolicy)
    gifts: GiftPolicy = field(default_factory=GiftPolicy)
    parting: PartingPolicy = field(default_factory=PartingPolicy)
    duplicates: DuplicatesPolicy = field(default_factory=DuplicatesPolicy)
    trust: TrustPolicy = field(default_factory=TrustPolicy)
    calendar: CalendarPolicy = field(default_factory=CalendarPolicy)
    playbooks: PlaybookPolicy = field(default_factory=PlaybookPolicy)
    identity: IdentityPolicy = field(default_factory=IdentityPolicy)


FIGURES: tuple[Figure, ...] = (
    *figures("grading", fields(GradingPolicy)),
    *figures("cadence", fields(CadencePolicy)),
    *figures("urgency", fields(UrgencyPolicy)),
    *figures("importance", fields(ImportancePolicy)),
    *figures("stages", fields(StagePolicy)),
    *figures("feedback", fields(FeedbackPolicy)),
    *figures("tickets", fields(TicketPolicy)),
    *figures("odds", fields(OddsPolicy)),
    *figures("qualification", fields(QualificationPolicy)),
    *figures("committee", fields(CommitteePolicy)),
    *figures("rfm", fields(RfmPolicy)),
    *figures("value", fields(ValuePolicy)),
    *figures("ranking", fields(RankingPolicy)),
    *figures("loyalty", fields(LoyaltyPolicy)),
    *figures("churn", fields(ChurnPolicy)),
    *figures("flow", fields(FlowPolicy)),
    *figures("satisfaction", fields(SatisfactionPolicy)),
    *figures("experience", fields(ExperiencePolicy)),
    *figures("data", fields(DataPolicy)),
    *figures("plan", fields(PlanPolicy)),
    *figures("gifts", fields(GiftPolicy)),
    *figures("parting", fields(PartingPolicy)),
    *figures("duplicates", fields(DuplicatesPolicy)),
    *figures("trust", fields(TrustPolicy)),
    *figures("calendar", fields(CalendarPolicy)),
    *figures("playbooks", fields(PlaybookPolicy)),
    *figures("identity", fields(IdentityPolicy)),
)
FIGURE_BY_KEY: Mapping[str, Figure] = {figure.key: figure for figure in FIGURES}

WEIGHT_KEYS = tuple(f"odds.weight_{element.lower()}" for element in NsabcElement)
_WEIGHTS_TOTAL = 100
_RISING: tuple[tuple[str, ...], ...] = (
    ("grading.a_days", "grading.b_days", "grading.c_days"),
    ("urgency.urgent_days", "urgency.medium_days", "urgency.not_urgent_days"),
    ("odds.band_weak", "odds.band_contested", "odds.band_strong"),
    ("rfm.r5_days", "rfm.r4_days", "rfm.r3_days", "rfm.r2_days"),
    ("rfm.f3_orders", "rfm.f4_orders", "rfm.f5_orders"),
    ("rfm.m3_amount", "rfm.m4_amount", "rfm.m5_amount"),
    ("ranking.vip_percent", "ranking.secondary_percent", "ranking.ordinary_percent"),
    ("satisfaction.detractor_to", "satisfaction.promoter_from"),
    ("flow.repeat_low", "flow.repeat_high"),
    ("calendar.opens_hour", "calendar.closes_hour"),
)
_NOT_FALLING: tuple[tuple[str, ...], ...] = (
    ("gifts.item_limit", "gifts.year_limit"),
    # A team may track two grades equally often, but never a better grade more seldom.
    tuple(f"cadence.{grade.lower()}_days" for grade in Grade),
    # A closer relation never needs fewer threads.
    tuple(f"committee.{stage.lower()}_contacts" for stage in Stage),
    tuple(f"committee.{stage.lower()}_users" for stage in Stage),
    ("loyalty.captive_below", "loyalty.loyal_points"),
    ("loyalty.drifting_below", "loyalty.loyal_points"),
)


def policy_from(settings: Mapping[str, int]) -> Policy:
    """The policy with these settings laid over the defaults.

    Keys are those of FIGURES; a key that is missing keeps its default, one that is unknown is
    passed over. The values are taken as they are: ask `check` first.
    """

    def section(name: str, make: Callable[..., _P]) -> _P:
        start = f"{name}."
        return make(
            **{
                key.removeprefix(start): _typed(FIGURE_BY_KEY[key], value)
                for key, value in settings.items()
                if key.startswith(start) and key in FIGURE_BY_KEY
            }
        )

    return Policy(
        grading=section("grading", GradingPolicy),
        cadence=section("cadence", CadencePolicy),
        urgency=section("urgency", UrgencyPolicy),
        importance=section("importance", ImportancePolicy),
        stages=section("stages", StagePolicy),
        feedback=section("feedback", FeedbackPolicy),
        tickets=section("tickets", TicketPolicy),
        odds=section("odds", OddsPolicy),
        qualification=section("qualification", QualificationPolicy),
        committee=section("committee", CommitteePolicy),
        rfm=section("rfm", RfmPolicy),
        value=section("value", ValuePolicy),
        ranking=section("ranking", RankingPolicy),
        loyalty=section("loyalty", LoyaltyPolicy),
        churn=section("churn", ChurnPolicy),
        flow=section("flow", FlowPolicy),
        satisfaction=section("satisfaction", SatisfactionPolicy),
        experience=section("experience", ExperiencePolicy),
        data=section("data", DataPolicy),
        plan=section("plan", PlanPolicy),
        gifts=section("gifts", GiftPolicy),
        parting=section("parting", PartingPolicy),
        duplicates=section("duplicates", DuplicatesPolicy),
        trust=section("trust", TrustPolicy),
        calendar=section("calendar", CalendarPolicy),
        playbooks=section("playbooks", PlaybookPolicy),
        identity=section("identity", IdentityPolicy),
    )


def _typed(figure: Figure, value: int) -> int:
    return bool(value) if figure.unit is Unit.SWITCH else value


def check(settings: Mapping[str, int]) -> list[Reason]:
    """What speaks against these settings laid over the defaults; empty when nothing does.

    Looks at unknown keys, bounds, the order of limits (a < b < c) and the sum of the weights (100).
    """
    found: list[Reason] = []
    for key, value in settings.items():
        found.extend(_bounds_reasons(key, value))
    values = {figure.key: figure.default for figure in FIGURES} | dict(settings)
    for keys in _RISING:
        found.extend(_order_reasons(keys, values, lambda low, high: low < high))
    for keys in _NOT_FALLING:
        found.extend(_order_reasons(keys, values, lambda low, high: low <= high))
    total = sum(values[key] for key in WEIGHT_KEYS)
    if total != _WEIGHTS_TOTAL:
        found.append(Reason("setting.weights_sum", {"sum": total, "wanted": _WEIGHTS_TOTAL}))
    return found


def _bounds_reasons(key: str, value: int) -> Iterator[Reason]:
    figure = FIGURE_BY_KEY.get(key)
    if figure is None:
        yield Reason("setting.unknown", {"key": key})
    elif value < figure.minimum:
        yield Reason(
            "setting.too_low",
            {"key": key, "value": value, "minimum": figure.minimum, "unit": figure.unit},
        )
    elif value > figure.maximum:
        yield Reason(
            "setting.too_high",
            {"key": key, "value": value, "maximum": figure.maximum, "unit": figure.unit},
        )


def _order_reasons(
    keys: tuple[str, ...], values: Mapping[str, int], in_order: Callable[[int, int], bool]
) -> Iterator[Reason]:
    for low, high in pairwise(keys):
        if not in_order(values[low], values[high]):
            yield Reason(
                "setting.order",
                {"low": low, "low_value": values[low], "high": high, "high_value": values[high]},
            )
