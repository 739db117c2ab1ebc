"""The calendar of a database: public holidays, own days of the settings, the shift of due dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from models.policy_defaults import CalendarPolicy
from models.rules.business_time import DayKind
from storage.business_calendar import (
    CLOSED_KEY,
    MOST_DAYS,
    OPEN_KEY,
    _public,
    business_calendar,
    read_days,
    use_cache,
)
from storage.errors import Invalid
from storage.services import Services

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 2, 14), DayKind.MAKE_UP),
        (date(2026, 2, 17), DayKind.HOLIDAY),
        (date(2026, 2, 23), DayKind.HOLIDAY),
        (date(2026, 2, 28), DayKind.MAKE_UP),
        (date(2026, 10, 10), DayKind.MAKE_UP),
        (date(2026, 3, 2), DayKind.WORKING),
        (date(2026, 3, 1), DayKind.WEEKEND),
    ],
)
def test_the_arrangement_of_a_year(day: date, kind: DayKind) -> None:
    calendar = business_calendar(CalendarPolicy(), {}, TODAY)
    assert calendar.kind_of(day) is kind
    assert calendar.announced_to is not None
    assert calendar.announced_to >= 2026


def test_without_public_holidays_the_week_alone_counts() -> None:
    calendar = business_calendar(CalendarPolicy(public_holidays=False), {}, TODAY)
    assert calendar.kind_of(date(2026, 2, 17)) is DayKind.WORKING
    assert calendar.announced_to is None


def test_own_days_win_over_public_ones() -> None:
    texts = {CLOSED_KEY: "2026-02-14, 2026-03-09", OPEN_KEY: "2026-02-17 nonsense"}
    calendar = business_calendar(CalendarPolicy(), texts, TODAY)
    assert calendar.kind_of(date(2026, 2, 14)) is DayKind.HOLIDAY
    assert calendar.kind_of(date(2026, 3, 9)) is DayKind.HOLIDAY
    assert calendar.kind_of(date(2026, 2, 17)) is DayKind.WORKING
    assert read_days(None) == frozenset()


def test_own_days_are_set_listed_and_taken_back(services: Services) -> None:
    policies = services.policies
    policies.set_days(CLOSED_KEY, {date(2026, 3, 10), date(2026, 3, 9)})
    policies.set_days(CLOSED_KEY, {date(2026, 3, 9)})
    assert policies.days() == {CLOSED_KEY: (date(2026, 3, 9),), OPEN_KEY: ()}
    assert not policies.calendar().is_working_day(date(2026, 3, 9))
    services.changes.undo()
    assert policies.days()[CLOSED_KEY] == (date(2026, 3, 9), date(2026, 3, 10))


def test_too_many_days_and_unknown_keys_are_refused(services: Services) -> None:
    days = {date.fromordinal(TODAY.toordinal() + n) for n in range(MOST_DAYS + 1)}
    with pytest.raises(Invalid):
        services.policies.set_days(CLOSED_KEY, days)
    services.policies.set_days(CLOSED_KEY, sorted(days)[1:])
    with pytest.raises(Invalid):
        services.policies.set_days("calendar.party_days", ())


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Path]:
    use_cache(tmp_path)
    _public.cache_clear()
    yield tmp_path
    use_cache(None)
    _public.cache_clear()


def _forbidden(year: int) -> None:
    pytest.fail(f"the library was asked for {year}")


def test_what_the_library_says_is_kept_between_starts(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = business_calendar(CalendarPolicy(), {}, TODAY)
    monkeypatch.setattr("storage.business_calendar._from_library", _forbidden)
    _public.cache_clear()
    assert business_calendar(CalendarPolicy(), {}, TODAY) == read
    assert [file.name for file in cache.iterdir()] == ["holidays-2026.json"]


BAD_DAY = '{"library": [], "closed": ["x"], "made_up": [], "announced": 1}'


@pytest.mark.parametrize("content", ["", "{}", "[]", BAD_DAY])
def test_a_spoilt_or_foreign_file_is_read_anew(cache: Path, content: str) -> None:
    read = business_calendar(CalendarPolicy(), {}, TODAY)
    (cache / "holidays-2026.json").write_text(content, encoding="utf-8")
    _public.cache_clear()
    assert business_calendar(CalendarPolicy(), {}, TODAY) == read


def test_of_another_library_nothing_is_taken(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    business_calendar(CalendarPolicy(), {}, TODAY)
    monkeypatch.setattr("storage.business_calendar._library_stamp", lambda: [1, 2])
    monkeypatch.setattr("storage.business_calendar._from_library", lambda _year: ([], [], 2030))
    _public.cache_clear()
    assert business_calendar(CalendarPolicy(), {}, TODAY).announced_to == 2030


def test_where_nothing_can_be_kept_the_days_are_known_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    use_cache(tmp_path / "file" / "folder")
    _public.cache_clear()
    assert business_calendar(CalendarPolicy(), {}, TODAY).announced_to is not None
    use_cache(None)
