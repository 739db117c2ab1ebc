from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.enums import DealStatus, Importance, NeedState, NeedStatus, Pipeline, Urgency
from models.explanation import Explanation, Reason
from models.policy_defaults import ImportancePolicy, UrgencyPolicy
from models.rules.segmentation import (
    HandleFacts,
    ImportanceFacts,
    ImportanceOverride,
    SegmentedUrgency,
    deal_status,
    handle_by,
    importance,
    importance_override_objections,
    importance_override_until,
    need_prompts,
    need_when_missing,
    urgency,
    wizard_objections,
)

TODAY = date(2026, 3, 2)
AMOUNTS = ImportancePolicy()
WINDOWS = UrgencyPolicy()


@pytest.mark.parametrize(
    ("orders", "pipelines", "status", "badge"),
    [
        (0, [], "PROSPECT", False),
        (0, ["LEAD", "QUALIFIED", "LOST"], "PROSPECT", False),
        (0, ["PROPOSAL"], "NEGOTIATING", False),
        (0, ["NEGOTIATION", "LEAD"], "NEGOTIATING", False),
        (1, [], "WON", False),
        (0, ["WON"], "WON", False),
        (1, ["QUALIFIED"], "WON", False),
        (1, ["PROPOSAL"], "WON", True),
        (0, ["WON", "NEGOTIATION"], "WON", True),
    ],
)
def test_deal_status(orders: int, pipelines: list[str], status: str, badge: bool) -> None:
    found = deal_status(orders, [Pipeline(step) for step in pipelines])
    assert (found.status, found.negotiating_badge) == (status, badge)
    assert found.explanation.value == status
    codes = [line.code for line in found.explanation.lines]
    assert codes == [f"deal_status.{status.lower()}"] + ["deal_status.badge"] * badge


def test_ac_051_won_with_badge() -> None:
    found = deal_status(1, [Pipeline.NEGOTIATION])
    assert found.status is DealStatus.WON
    assert found.negotiating_badge
    assert found.explanation.lines == (
        Reason("deal_status.won", {"orders": 1, "deals": 0}),
        Reason("deal_status.badge", {"deals": 1}),
    )


@pytest.mark.parametrize(
    ("largest", "expected"),
    [
        pytest.param(500_000_00, "IMPORTANT", id="ac_052_at_the_amount"),
        pytest.param(499_999_00, "ORDINARY", id="ac_052_one_below"),
        pytest.param(499_999_99, "ORDINARY", id="one_minor_unit_below"),
        pytest.param(None, "ORDINARY", id="no_data"),
    ],
)
def test_ac_052_importance_by_the_largest_open_deal(largest: int | None, expected: str) -> None:
    found = importance(ImportanceFacts(largest), AMOUNTS, TODAY)
    assert found.importance == found.computed == expected
    assert not found.overridden


@pytest.mark.parametrize(
    ("volume", "expected"), [(1_000_000_00, "IMPORTANT"), (999_999_99, "ORDINARY")]
)
def test_importance_by_potential_volume(volume: int, expected: str) -> None:
    found = importance(ImportanceFacts(None, volume), AMOUNTS, TODAY)
    assert found.importance == expected
    deal, potential = found.explanation.lines
    assert deal.code == "importance.deal_no_data"
    assert potential.params["reached"] is (expected == "IMPORTANT")
    assert potential.params["threshold"] == 100_000_000


def test_thresholds_follow_the_decimals_of_the_base_currency() -> None:
    yen = ImportanceFacts(500_000, minor_digits=0)
    assert importance(yen, AMOUNTS, TODAY).importance is Importance.IMPORTANT


def test_currencies_without_rate_are_named() -> None:
    found = importance(ImportanceFacts(left_out=("XAU",)), AMOUNTS, TODAY)
    assert found.explanation.lines[-1] == Reason("importance.left_out", {"currencies": ("XAU",)})


@pytest.mark.parametrize(("until", "stands"), [(TODAY, True), (TODAY - timedelta(days=1), False)])
def test_importance_override_expires(until: date, stands: bool) -> None:
    override = ImportanceOverride(Importance.IMPORTANT, until, "reference")
    found = importance(ImportanceFacts(1), AMOUNTS, TODAY, override)
    assert found.overridden is stands
    assert found.computed is Importance.ORDINARY
    assert (found.importance is Importance.IMPORTANT) is stands
    code = "importance.override" if stands else "importance.override_expired"
    assert found.explanation.lines[-1].code == code
    assert found.explanation.lines[-1].params["why"] == "reference"


def test_importance_override_needs_a_reason_and_lasts_180_days() -> None:
    assert importance_override_objections(" ") == (Reason("importance.override_reason_required"),)
    assert importance_override_objections("strategic") == ()
    assert importance_override_until(AMOUNTS, TODAY) == TODAY + timedelta(days=180)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 3, 1), "URGENT"),
        (date(2026, 3, 2), "URGENT"),
        (date(2026, 3, 9), "URGENT"),
        (date(2026, 3, 10), "MEDIUM"),
        (date(2026, 4, 1), "MEDIUM"),
        (date(2026, 4, 2), "NOT_URGENT"),
        (date(2026, 5, 31), "NOT_URGENT"),
        (date(2026, 6, 1), "POTENTIAL"),
    ],
)
def test_ac_053_urgency_by_handle_by(day: date, expected: str) -> None:
    found = urgency(HandleFacts(commitments=(day,)), WINDOWS, TODAY)
    assert (found.urgency, found.handle_by) == (expected, day)
    assert found.days == (day - TODAY).days
    assert found.overdue is (day < TODAY)
    code = {date(2026, 3, 1): "urgency.overdue", date(2026, 6, 1): "urgency.beyond"}
    assert found.explanation.lines[1].code == code.get(day, "urgency.within")


def test_without_any_date_it_is_for_later() -> None:
    found = urgency(HandleFacts(), WINDOWS, TODAY)
    lines = (Reason("urgency.no_date"),)
    explanation = Explanation("urgency", "R-SEG3", Urgency.POTENTIAL, lines)
    assert found == SegmentedUrgency(Urgency.POTENTIAL, None, None, False, explanation)
    assert found.overdue is False


@pytest.mark.parametrize(
    ("facts", "code", "day"),
    [
        (HandleFacts((date(2026, 4, 1), TODAY), (), (), ()), "urgency.by_commitment", TODAY),
        (HandleFacts((), (TODAY,), (date(2026, 4, 1),)), "urgency.by_feedback", TODAY),
        (HandleFacts((), (), (TODAY,)), "urgency.by_next_step", TODAY),
        (HandleFacts((TODAY,), (TODAY,)), "urgency.by_commitment", TODAY),
        (
            HandleFacts((), (), (date(2026, 4, 1),), (TODAY,)),
            "urgency.by_next_step",
            date(2026, 4, 1),
        ),
        (HandleFacts((), (), (), (date(2026, 5, 1), TODAY)), "urgency.by_close_date", TODAY),
    ],
)
def test_the_earliest_open_date_counts_and_close_dates_only_alone(
    facts: HandleFacts, code: str, day: date
) -> None:
    assert handle_by(facts) == (day, Reason(code, {"date": day}))


@settings(max_examples=60, deadline=None)
@given(st.integers(-30, 200), st.integers(-30, 200))
def test_an_earlier_date_is_never_less_urgent(one: int, other: int) -> None:
    order = list(Urgency)
    early, late = (
        order.index(urgency(HandleFacts((TODAY + timedelta(days=days),)), WINDOWS, TODAY).urgency)
        for days in sorted((one, other))
    )
    assert early <= late


def test_ac_050_wizard_asks_for_need_and_first_tracking_date() -> None:
    assert wizard_objections(None, None) == (
        Reason("need.required"),
        Reason("tracking.first_date_required"),
    )
    assert wizard_objections(NeedStatus.NOW, TODAY) == ()


def test_ac_200_missing_need_is_latent_and_not_confirmed() -> None:
    assert need_when_missing() == (NeedStatus.LATENT, False)


@pytest.mark.parametrize(
    ("need", "confirmed", "rows", "codes"),
    [
        (None, False, ["OPEN"], ["need.required"]),
        (NeedStatus.NOW, True, [], []),
        (NeedStatus.NOW, True, ["OPEN", "MET"], []),
        (NeedStatus.NOW, True, ["MET", "GONE"], ["need.all_closed"]),
        (NeedStatus.LATENT, False, [], ["need.not_confirmed"]),
        (NeedStatus.LATENT, False, ["GONE"], ["need.not_confirmed", "need.all_closed"]),
        (NeedStatus.NONE, True, ["MET"], []),
    ],
)
def test_need_prompts(
    need: NeedStatus | None, confirmed: bool, rows: list[str], codes: list[str]
) -> None:
    found = need_prompts(need, confirmed, [NeedState(row) for row in rows])
    assert [one.code for one in found] == codes
