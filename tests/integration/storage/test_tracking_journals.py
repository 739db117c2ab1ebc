"""The five tracking journals on a real file: who was tracked in time and who was not (S1-JRN)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from models.enums import JournalType, TrackingVerdict
from models.rules.cadence import JOURNAL_GRADES
from models.rules.periods import Period
from models.views.report import Report
from storage.clock import FixedClock
from storage.errors import Refused
from storage.services import Services
from tests.factories import a_customer

LETTER = {"channel": "EMAIL", "summary": "sent the offer"}


def at(clock: FixedClock, day: str) -> None:
    clock.moment = datetime.fromisoformat(f"{day}T02:00:00").replace(tzinfo=UTC)


def told(report: Report) -> list[tuple[object, object, object, object]]:
    names = ("name", "tracked", "tracked_on", "days_late")
    return [tuple(row.cells[one].value for one in names) for row in report.rows]  # type: ignore[misc]


def test_the_week_journal_tells_who_was_tracked_in_time(
    services: Services, clock: FixedClock
) -> None:
    at(clock, "2026-02-20")
    punctual, late, missed, asleep, other = (
        a_customer(services, name, "D" if name == "戊" else "B") for name in "甲乙丙丁戊"
    )
    at(clock, "2026-02-27")
    services.interactions.touch(punctual.id, LETTER)
    (item,) = [row for row in services.cards.due(date(2026, 3, 9)) if row.customer_id == asleep.id]
    services.follow_ups.snooze(item.id, "2026-03-03", "在出差")
    at(clock, "2026-03-02")
    services.interactions.touch(late.id, LETTER)
    report = services.reports.make("weekly", Period(date(2026, 2, 23), date(2026, 3, 1)))
    assert told(report) == [
        ("丙", TrackingVerdict.MISSED, None, 3),
        ("乙", TrackingVerdict.LATE, date(2026, 3, 2), 3),
        ("甲", TrackingVerdict.IN_TIME, date(2026, 2, 27), None),
    ]
    (share,) = report.figures
    assert str(share.value) == "33.3"
    # What was left open goes on standing in the weeks that follow, until it is done.
    here = told(services.reports.make("weekly"))
    assert [row[0] for row in here] == ["丙", "乙"]
    early = services.reports.make("weekly", Period(date(2026, 2, 16), date(2026, 2, 22)))
    assert told(early) == []  # nothing was due or done then
    at(clock, "2026-03-03")
    assert ("丁", TrackingVerdict.DUE, None, None) in told(services.reports.make("weekly"))
    assert told(services.reports.make("monthly")) == []
    assert other.code not in {row.cells["code"].value for row in report.rows}
    assert missed.id in {row.record_id for row in report.rows}


@pytest.mark.parametrize("journal", JournalType)
def test_every_grade_has_its_journal_and_its_shipped_view(
    services: Services, clock: FixedClock, journal: JournalType
) -> None:
    at(clock, "2025-02-20")
    made = a_customer(services, grade="E" if journal is JournalType.YEARLY else "D")
    if journal not in (JournalType.YEARLY, JournalType.MONTHLY):
        services.interactions.regrade(made.id, JOURNAL_GRADES[journal], "看好")
    at(clock, "2026-03-02")
    name = {"HALF_MONTH": "half-month"}.get(journal.value, journal.value.lower())
    report = services.reports.make(name, Period(date(2025, 1, 1), date(2026, 3, 2)))
    assert [row.record_id for row in report.rows] == [made.id]
    view = services.views.named("customers", journal.value)
    assert view.query == f"grade:{JOURNAL_GRADES[journal]} sort:due"
    assert services.views.count("customers", view.query) == 1
    with pytest.raises(Refused):
        services.views.drop(view.id)


def test_the_line_of_views_ends_with_the_shipped_ones(services: Services) -> None:
    services.views.save("customers", "急", "urgency:URGENT", slot="1")
    names = [view.name for view in services.views.of("customers")]
    assert names == ["急", *(journal.value for journal in JournalType)]
    assert services.views.of("interactions") == []
