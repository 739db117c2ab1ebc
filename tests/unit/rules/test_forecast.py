from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from models.explanation import Reason
from models.rules.forecast import ForecastDeal, ForecastLine, forecast
from models.rules.rounding import half_up_whole

TODAY = date(2026, 3, 2)
MAY = date(2026, 5, 20)


def test_ac_031_months_and_unqualified_deals() -> None:
    found = forecast(
        [
            ForecastDeal("O-000001", Decimal("50.0"), 5_000_000_00, MAY),
            ForecastDeal("O-000002", Decimal("50.0"), 5_000_000_00),
        ],
        TODAY,
    )
    may = ForecastLine(date(2026, 5, 1), 2_500_000_00, ("O-000001",))
    assert found.months == (may,)
    assert found.unqualified == ("O-000002",)
    assert found.explanation.value == 2_500_000_00
    assert found.explanation.lines[-1] == Reason("forecast.unqualified", {"deals": ("O-000002",)})


def test_deal_without_amount_is_unqualified() -> None:
    found = forecast([ForecastDeal("O-1", Decimal(50), None, MAY)], TODAY)
    assert (found.months, found.unqualified, found.left_out) == ((), ("O-1",), ())


def test_currency_without_rate_is_left_out_and_named() -> None:
    found = forecast([ForecastDeal("O-1", Decimal(50), None, MAY, "XAU")], TODAY)
    assert (found.months, found.unqualified, found.left_out) == ((), (), ("O-1",))
    params = {"deal": "O-1", "currency": "XAU"}
    assert found.explanation.lines == (Reason("forecast.left_out", params),)


def test_past_close_dates_have_a_line_of_their_own() -> None:
    found = forecast(
        [
            ForecastDeal("O-1", Decimal(50), 100_00, date(2026, 3, 1)),
            ForecastDeal("O-2", Decimal(50), 300_00, TODAY),
            ForecastDeal("O-3", Decimal(50), 500_00, date(2025, 6, 1)),
        ],
        TODAY,
    )
    assert found.overdue == ForecastLine(None, 300_00, ("O-1", "O-3"))
    assert found.months == (ForecastLine(date(2026, 3, 1), 150_00, ("O-2",)),)
    codes = [line.code for line in found.explanation.lines]
    assert codes == ["forecast.overdue", "forecast.deal", "forecast.overdue"]


def test_months_are_in_order_and_sums_rounded_once() -> None:
    third = Decimal("33.3")
    found = forecast(
        [
            ForecastDeal("O-1", third, 1, date(2026, 7, 1)),
            ForecastDeal("O-2", third, 1, date(2026, 7, 31)),
            ForecastDeal("O-3", third, 1, date(2026, 6, 30)),
        ],
        TODAY,
    )
    assert [(line.month, line.amount) for line in found.months] == [
        (date(2026, 6, 1), 0),
        (date(2026, 7, 1), 1),
    ]


def test_nothing_to_forecast() -> None:
    found = forecast([], TODAY)
    assert (found.months, found.overdue.amount, found.explanation.lines) == ((), 0, ())


deals = st.builds(
    ForecastDeal,
    code=st.just("O-1"),
    odds=st.integers(0, 1000).map(lambda tenths: Decimal(tenths) / 10),
    amount=st.none() | st.integers(0, 10**12),
    expected_close=st.none() | st.dates(date(2025, 1, 1), date(2027, 12, 31)),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(deals, max_size=6))
def test_every_deal_stands_in_one_place_and_lines_recompute(found: list[ForecastDeal]) -> None:
    result = forecast(found, TODAY)
    counted = [result.overdue, *result.months]
    assert sum(len(line.deals) for line in counted) + len(result.unqualified) == len(found)
    for line in counted:
        explained = [
            Decimal(str(one.params["amount"])) * Decimal(str(one.params["odds"])) / 100
            for one in result.explanation.lines
            if "odds" in one.params and one.params["month"] == line.month
        ]
        assert line.amount == half_up_whole(sum(explained, Decimal(0)))
