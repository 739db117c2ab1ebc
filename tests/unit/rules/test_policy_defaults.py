from __future__ import annotations

from dataclasses import fields
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.enums import FeedbackKind, Grade, NsabcElement, Stage
from models.explanation import Reason
from models.figures import Figure, Unit
from models.policy_defaults import (
    FIGURE_BY_KEY,
    FIGURES,
    FeedbackPolicy,
    OddsPolicy,
    Policy,
    check,
    policy_from,
)
from models.policy_relations import CommitteePolicy


def other_value(figure: Figure) -> int:
    """A permitted value that is not the default."""
    return figure.maximum if figure.default == figure.minimum else figure.minimum


def test_defaults_are_the_figures_of_the_requirements() -> None:
    figures = {figure.key: figure.default for figure in FIGURES}
    assert figures == {
        "grading.a_days": 30,
        "grading.b_days": 90,
        "grading.c_days": 180,
        "grading.override_days": 90,
        "cadence.a_days": 1,
        "cadence.b_days": 7,
        "cadence.c_days": 15,
        "cadence.d_days": 30,
        "cadence.e_days": 365,
        "cadence.shift_weekend": 0,
        "cadence.put_off_times": 3,
        "urgency.urgent_days": 7,
        "urgency.medium_days": 30,
        "urgency.not_urgent_days": 90,
        "importance.deal_amount": 500_000,
        "importance.potential_volume": 1_000_000,
        "importance.override_days": 180,
        "stages.share_of_wallet": 50,
        "feedback.ack_hours": 24,
        "feedback.complaint_ack_hours": 4,
        "feedback.safety_ack_hours": 1,
        "feedback.progress_hours": 48,
        "feedback.amber_percent": 75,
        "feedback.reopen_days": 90,
        "feedback.aftercare_days": 7,
        "feedback.ack_in_hours_of_work": 0,
        "feedback.progress_in_hours_of_work": 0,
        "feedback.resolution_in_hours_of_work": 0,
        "tickets.onsite_hours": 36,
        "odds.weight_n": 20,
        "odds.weight_s": 20,
        "odds.weight_a": 25,
        "odds.weight_b": 20,
        "odds.weight_c": 15,
        "odds.confirmed_days": 90,
        "odds.cap_g1": 30,
        "odds.cap_g2": 20,
        "odds.cap_g3": 35,
        "odds.thin_element": 25,
        "odds.cap_g4": 50,
        "odds.cap_g5": 30,
        "odds.cap_g6": 50,
        "odds.band_strong": 70,
        "odds.band_contested": 40,
        "odds.band_weak": 20,
        "qualification.alive_days": 30,
        "qualification.support_points": 20,
        "qualification.blocker_weight": 20,
        "qualification.gap_days": 7,
        "committee.cover_days": 30,
        "committee.power_gap": 2,
        "committee.thread_days": 180,
        "committee.development_contacts": 1,
        "committee.development_users": 1,
        "committee.initial_contacts": 3,
        "committee.initial_users": 2,
        "committee.stable_contacts": 5,
        "committee.stable_users": 3,
        "committee.strategic_contacts": 8,
        "committee.strategic_users": 4,
        "committee.visit_months": 3,
        "rfm.r5_days": 30,
        "rfm.r4_days": 90,
        "rfm.r3_days": 180,
        "rfm.r2_days": 365,
        "rfm.f3_orders": 3,
        "rfm.f4_orders": 6,
        "rfm.f5_orders": 12,
        "rfm.m3_amount": 100_000,
        "rfm.m4_amount": 300_000,
        "rfm.m5_amount": 1_000_000,
        "value.high_revenue": 1_000_000,
        "value.potential_volume": 500_000,
        "value.potential_deals": 500_000,
        "ranking.key_percent": 20,
        "ranking.value_percent": 80,
        "ranking.vip_percent": 1,
        "ranking.secondary_percent": 20,
        "ranking.ordinary_percent": 50,
        "loyalty.repeat_points": 25,
        "loyalty.loyal_points": 70,
        "loyalty.captive_below": 50,
        "loyalty.satisfied_from": 4,
        "loyalty.drifting_below": 50,
        "churn.overdue_points": 20,
        "churn.reopened_points": 25,
        "churn.silent_points": 25,
        "churn.silent_factor": 2,
        "churn.detractor_points": 20,
        "churn.detractor_score": 6,
        "churn.thread_points": 10,
        "churn.warn_points": 50,
        "flow.warn_percent": 50,
        "flow.hourly_rate": 200,
        "flow.repeat_low": 25,
        "flow.repeat_high": 85,
        "flow.few_deals": 30,
        "satisfaction.promoter_from": 9,
        "satisfaction.detractor_to": 6,
        "satisfaction.satisfied_from": 4,
        "satisfaction.low_score": 2,
        "satisfaction.heard_percent": 30,
        "satisfaction.small_sample": 5,
        "satisfaction.survey_months": 3,
        "satisfaction.survey_ahead_days": 14,
        "experience.audit_percent": 80,
        "experience.effect_days": 90,
        "data.fresh_days": 180,
        "plan.assumed_points": 10,
        "gifts.item_limit": 200,
        "gifts.year_limit": 500,
        "parting.notice_days": 30,
        "parting.keep_months": 60,
        "trust.export_rows": 500,
        "trust.reveals": 20,
        "trust.refusals": 10,
        "trust.odd_acts": 5,
        "trust.odd_from": 22,
        "trust.odd_until": 6,
        "parting.backup_days": 90,
        "trust.backup_days": 1,
        "calendar.public_holidays": 1,
        "calendar.opens_hour": 9,
        "calendar.closes_hour": 18,
        "calendar.remind_minutes": 15,
        "playbooks.mail_reply_hours": 24,
        "playbooks.late_days": 7,
        "duplicates.undo_days": 30,
        "identity.grant_minutes": 15,
        "identity.tries": 5,
        "identity.window_minutes": 10,
        "identity.lock_minutes": 30,
    }


def test_ac_064_cadence_of_d_is_thirty_days_and_of_e_a_year() -> None:
    cadence = Policy().cadence
    assert [cadence.days(grade) for grade in Grade] == [1, 7, 15, 30, 365]


def test_every_section_of_the_policy_has_figures() -> None:
    sections = {figure.key.partition(".")[0] for figure in FIGURES}
    assert sections == {section.name for section in fields(Policy)}
    assert len(FIGURE_BY_KEY) == len(FIGURES)


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.key)
def test_default_lies_within_bounds_and_names_its_source(figure: Figure) -> None:
    assert figure.minimum <= figure.default <= figure.maximum
    assert figure.minimum < figure.maximum
    assert figure.requirement


def test_no_settings_give_the_defaults() -> None:
    assert policy_from({}) == Policy()
    assert check({}) == []


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.key)
def test_a_setting_reaches_the_figure_of_its_name_and_no_other(figure: Figure) -> None:
    value = other_value(figure)
    policy = policy_from({figure.key: value})
    section, _, name = figure.key.partition(".")
    assert getattr(getattr(policy, section), name) == value
    assert policy_from({figure.key: figure.default}) == Policy()
    assert policy != Policy()


def test_a_switch_is_a_truth_value() -> None:
    assert policy_from({"cadence.shift_weekend": 1}).cadence.shift_weekend is True
    assert FIGURE_BY_KEY["cadence.shift_weekend"].unit is Unit.SWITCH


def test_unknown_key_is_passed_over_but_named() -> None:
    settings_ = {"grading.z_days": 3, "elsewhere": 1}
    assert policy_from(settings_) == Policy()
    assert check(settings_) == [
        Reason("setting.unknown", {"key": "grading.z_days"}),
        Reason("setting.unknown", {"key": "elsewhere"}),
    ]


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.key)
def test_bounds_are_included_and_nothing_beyond(figure: Figure) -> None:
    def bound_codes(value: int) -> list[Reason]:
        found = check({figure.key: value})
        return [one for one in found if one.code in {"setting.too_low", "setting.too_high"}]

    assert bound_codes(figure.minimum) == []
    assert bound_codes(figure.maximum) == []
    below = {"key": figure.key, "value": figure.minimum - 1, "minimum": figure.minimum}
    above = {"key": figure.key, "value": figure.maximum + 1, "maximum": figure.maximum}
    unit = {"unit": figure.unit}
    assert bound_codes(figure.minimum - 1) == [Reason("setting.too_low", below | unit)]
    assert bound_codes(figure.maximum + 1) == [Reason("setting.too_high", above | unit)]


@pytest.mark.parametrize(
    ("low", "high"),
    [
        ("grading.a_days", "grading.b_days"),
        ("grading.b_days", "grading.c_days"),
        ("urgency.urgent_days", "urgency.medium_days"),
        ("urgency.medium_days", "urgency.not_urgent_days"),
        ("odds.band_weak", "odds.band_contested"),
        ("odds.band_contested", "odds.band_strong"),
        ("rfm.r5_days", "rfm.r4_days"),
        ("rfm.r4_days", "rfm.r3_days"),
        ("rfm.r3_days", "rfm.r2_days"),
        ("rfm.f3_orders", "rfm.f4_orders"),
        ("rfm.f4_orders", "rfm.f5_orders"),
        ("rfm.m3_amount", "rfm.m4_amount"),
        ("rfm.m4_amount", "rfm.m5_amount"),
        ("ranking.vip_percent", "ranking.secondary_percent"),
        ("ranking.secondary_percent", "ranking.ordinary_percent"),
        ("satisfaction.detractor_to", "satisfaction.promoter_from"),
        ("flow.repeat_low", "flow.repeat_high"),
        ("calendar.opens_hour", "calendar.closes_hour"),
    ],
)
def test_limits_rise(low: str, high: str) -> None:
    top = FIGURE_BY_KEY[high].default
    assert check({low: top - 1}) == []
    expected = {"low": low, "low_value": top, "high": high, "high_value": top}
    assert check({low: top}) == [Reason("setting.order", expected)]


@pytest.mark.parametrize("pair", ["ab", "bc", "cd", "de"])
def test_a_better_grade_is_never_tracked_more_seldom(pair: str) -> None:
    low, high = (f"cadence.{letter}_days" for letter in pair)
    top = FIGURE_BY_KEY[high].default
    assert check({low: top}) == []
    assert [one.code for one in check({low: top + 1})] == ["setting.order"]


@pytest.mark.parametrize("what", ["contacts", "users"])
def test_a_closer_relation_never_needs_fewer_threads(what: str) -> None:
    keys = [f"committee.{stage.lower()}_{what}" for stage in Stage]
    for low, high in pairwise(keys):
        top = FIGURE_BY_KEY[high].default
        assert check({low: top}) == []
        assert [one.code for one in check({low: top + 1})] == ["setting.order"]


@pytest.mark.parametrize("low", ["loyalty.captive_below", "loyalty.drifting_below"])
def test_labels_of_loyalty_do_not_overlap(low: str) -> None:
    assert check({low: 70}) == []
    assert [one.code for one in check({low: 71})] == ["setting.order"]


def test_threads_of_each_stage() -> None:
    found = [CommitteePolicy().threads(stage) for stage in Stage]
    assert found == [(1, 1), (3, 2), (5, 3), (8, 4)]


def test_weights_sum_to_a_hundred() -> None:
    assert check({"odds.weight_n": 30, "odds.weight_c": 5}) == []
    off = Reason("setting.weights_sum", {"sum": 110, "wanted": 100})
    assert check({"odds.weight_n": 30}) == [off]


def test_weights_are_in_the_order_of_the_screen() -> None:
    assert list(OddsPolicy().weights.items()) == [
        (NsabcElement.N, 20),
        (NsabcElement.S, 20),
        (NsabcElement.A, 25),
        (NsabcElement.B, 20),
        (NsabcElement.C, 15),
    ]


@pytest.mark.parametrize(
    ("kind", "safety", "minutes"),
    [
        (FeedbackKind.COMPLAINT, False, 240),
        (FeedbackKind.GRIEVANCE, False, 1440),
        (FeedbackKind.SUGGESTION, False, 1440),
        (FeedbackKind.OPINION, False, 1440),
        (FeedbackKind.PRAISE, False, 1440),
        (FeedbackKind.COMPLAINT, True, 60),
        (FeedbackKind.OPINION, True, 60),
    ],
)
def test_minutes_to_acknowledge(kind: FeedbackKind, safety: bool, minutes: int) -> None:
    assert FeedbackPolicy().ack_minutes(kind, safety=safety) == minutes


def test_the_shortest_clock_that_applies_counts() -> None:
    policy = FeedbackPolicy(ack_hours=24, complaint_ack_hours=2, safety_ack_hours=6)
    assert policy.ack_minutes(FeedbackKind.COMPLAINT, safety=True) == 120
    assert policy.ack_minutes(FeedbackKind.OPINION, safety=True) == 360


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(FIGURE_BY_KEY)), st.integers(-5, 5000)))
def test_a_policy_is_built_of_any_settings_as_given(values: dict[str, int]) -> None:
    policy = policy_from(values)
    for key, value in values.items():
        section, _, name = key.partition(".")
        stored = getattr(getattr(policy, section), name)
        assert stored == (bool(value) if FIGURE_BY_KEY[key].unit is Unit.SWITCH else value)
