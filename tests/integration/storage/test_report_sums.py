"""Reports of the demo against each other and against the lists they count."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from models.enums import Grade, Movement, PeriodLength
from models.rules.periods import Period, period_of
from models.views.report import Report, ReportRow
from storage.clock import FixedClock
from storage.locations import Locations
from storage.services import Services
from storage.services.reports import DIMENSIONS, REPORTS
from tests.workspaces import lay_demo, open_demo

TODAY = date(2026, 3, 2)
PERIODS = [period_of(length, TODAY) for length in PeriodLength]


@pytest.fixture
def services(home: Locations, clock: FixedClock) -> Iterator[Services]:
    lay_demo(home)
    opened = open_demo(home, clock)
    yield opened
    opened.close()


def column(report: Report, name: str) -> list[Any]:
    return [row.cells[name].value for row in report.rows if not row.is_total]


def total(report: Report) -> ReportRow:
    (row,) = (row for row in report.rows if row.is_total)
    return row


def count_of(services: Services, query: str) -> int:
    return services.lists.count(services.lists.parse(query, "customers"))


@pytest.mark.parametrize("period", PERIODS, ids=[length.value for length in PeriodLength])
def test_ac_148_totals_equal_the_sums_of_their_details(services: Services, period: Period) -> None:
    made = {name: services.reports.make(name, period) for name in REPORTS}
    targets = made["targets"]
    for name in ("target", "actual"):
        assert total(targets).cells[name].value == sum(one or 0 for one in column(targets, name))
    grades = made["grades"]
    for name in grades.columns[1:]:
        assert total(grades).cells[name].value == sum(column(grades, name))
    leak = made["leak"]
    ways = column(leak, "movement")
    assert leak.figures[0].value == ways.count(Movement.WON) - ways.count(Movement.LOST)
    churn = made["churn"]
    assert churn.figures[0].value == sum(column(churn, "count")) == ways.count(Movement.LOST)
    assert made["calibration"].figures[0].value == sum(column(made["calibration"], "deals"))
    assert made["moves"].figures[0].value == len(made["moves"].rows)
    assert sum(column(made["owners"], "customers")) == 40
    pareto = made["pareto"]
    assert sum(column(pareto, "revenue")) == sum(column(made["owners"], "owner_value"))
    assert pareto.rows[-1].cells["sum_share"].value == Decimal("100.0")


@pytest.mark.parametrize("down", DIMENSIONS)
def test_ac_055_the_cross_tables_of_the_demo_equal_forty(services: Services, down: str) -> None:
    for across in set(DIMENSIONS) - {down}:
        found = services.reports.make("cross", arguments=(down, across))
        assert total(found).cells["total"].value == 40
        for name in found.columns[1:]:
            assert total(found).cells[name].value == sum(column(found, name))


@pytest.mark.parametrize("name", REPORTS)
def test_what_a_cell_counts_is_what_its_list_shows(services: Services, name: str) -> None:
    for period in (None, *PERIODS):
        for row in services.reports.make(name, period).rows:
            for cell in row.cells.values():
                if cell.query:
                    assert count_of(services, cell.query) == cell.value, cell.query


def test_the_grades_of_today_are_those_of_the_list(services: Services) -> None:
    row = total(services.reports.make("grades"))
    for grade in Grade:
        assert row.cells[f"grade:{grade}"].value == count_of(services, f"grade:{grade}")
