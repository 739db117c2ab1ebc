from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from models.rules.monitoring import CaseRecord, complaint_free, median, monitored


def minutes(*numbers: int) -> list[timedelta]:
    return [timedelta(minutes=number) for number in numbers]


@pytest.mark.parametrize(
    ("values", "middle"), [((), None), ((5,), 5), ((9, 1, 4), 4), ((1, 2, 8, 9), 5), ((1, 2), 1.5)]
)
def test_the_median_is_the_middle_or_the_mean_of_the_two_there(
    values: tuple[int, ...], middle: float | None
) -> None:
    assert median(minutes(*values)) == (None if middle is None else timedelta(minutes=middle))


def test_ac_105_count_first_response_and_reopen_rate() -> None:
    cases = [
        CaseRecord(timedelta(minutes=30), timedelta(hours=10)),
        CaseRecord(timedelta(minutes=90), timedelta(hours=30), is_reopened=True, is_late=True),
        CaseRecord(timedelta(minutes=300), None, is_late=True),
        CaseRecord(),
    ]
    found = monitored(cases)
    assert (found.count, found.first_response, found.time_to_close) == (4, 90, 1200)
    assert (found.reopen_rate, found.breach_share) == (Decimal("25.0"), Decimal("50.0"))
    assert [one.value for one in found.explanations] == [
        4, 90, 1200, Decimal("25.0"), Decimal("50.0"),
    ]  # fmt: skip
    assert found.explanations[1].lines[0].params == {"count": 3, "of": 4, "value": 90}


def test_nothing_received_has_no_figures() -> None:
    found = monitored([])
    assert (found.count, found.first_response, found.time_to_close) == (0, None, None)
    assert (found.reopen_rate, found.breach_share) == (None, None)


@pytest.mark.parametrize(("last", "days"), [(date(2026, 3, 2), 0), (date(2026, 2, 20), 10)])
def test_days_without_a_complaint_count_from_the_last_one(last: date, days: int) -> None:
    assert complaint_free(last, date(2026, 3, 2)).value == days


def test_without_any_complaint_there_is_nothing_to_count_from() -> None:
    found = complaint_free(None, date(2026, 3, 2))
    assert (found.value, found.lines[0].code) == (None, "monitoring.never")
