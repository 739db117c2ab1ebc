"""The follow-up calendar: what stands on its days and in which order. Loads no SQLModel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from models.enums import CalendarLayer, DateCalendar, Grade
from models.policy_defaults import policy_from
from models.rules.agenda import EVERY_LAYER, kinds_shown
from models.rules.business_time import DayKind
from models.rules.cadence import Severity, overdue
from models.rules.care_dates import kept_on
from models.views.cards import SpecialDateRow, SpecialDay
from models.views.rows import FeedbackRow, FollowUpRow
from storage.business_calendar import FIRST_YEAR, LAST_YEAR
from storage.lunar import lunar_day
from storage.queries import agenda, details, figures
from storage.queries.agenda import Place
from storage.queries.listing import rows_by_ids
from storage.queries.reader import ReadConnection
from storage.services.core import Core

Layers = Collection[CalendarLayer]
_LONGEST_YEAR = 385  # days of a lunar year with a leap month, and one more


@dataclass(frozen=True, slots=True)
class Load:
    """What falls due on a day: everything the layers show, and the late follow-ups of it."""

    total: int
    late: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Some days of the calendar: follow-ups in their order, due cases, care dates."""

    places: tuple[Place, ...]
    cases: tuple[FeedbackRow, ...]
    care: tuple[SpecialDay, ...]
    coming: tuple[SpecialDay, ...] = ()  # of the days ahead, to be prepared for today


@dataclass(frozen=True, slots=True)
class DaysOff:
    """Public holidays and days made up (调休) of some days, and how far they are known."""

    kinds: Mapping[date, DayKind]  # HOLIDAY and MAKE_UP alone
    years: tuple[int, int] | None  # whose public holidays are known; None: they are not minded
    announced_to: int | None  # last year whose made-up days are announced


@dataclass(frozen=True, slots=True)
class Planned:
    """A follow-up with how late it is by the cadence of its customer (AC-062)."""

    row: FollowUpRow
    severity: Severity


_MOST_CASES = 100  # of one view; who has more over time goes to the queue


class Calendar:
    """Reads for pane 3. `assignee` is the person whose days are shown, None everybody's."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def plan(
        self, first: date, last: date, assignee: int | None = None, layers: Layers = EVERY_LAYER
    ) -> Plan:
        """What stands on the days from `first` to `last`; with today among them all overdue too.

        Overdue follow-ups stand first, most value at risk foremost (amount x odds x days late),
        ties by value tier; the others by day and time.
        """

        def read(reader: ReadConnection) -> Plan:
            context = self._core.context()
            start = date.min if first <= context.today <= last else first
            kinds = kinds_shown(layers)
            places = agenda.ordered(reader, context, start, last, assignee, kinds)
            cases: Sequence[FeedbackRow] = ()
            care: Sequence[SpecialDay] = ()
            coming: Sequence[SpecialDay] = ()
            if CalendarLayer.SLA_TIMES in layers:
                cases = agenda.feedback_due(reader, context, start, last, limit=_MOST_CASES)
            if CalendarLayer.CARE_DATES in layers:
                care = agenda.special_days(reader, context, first, last, assignee)
                if first == context.today == last:
                    coming = agenda.coming_days(reader, context, assignee)
            return Plan(tuple(places), tuple(cases), tuple(care), tuple(coming))

        return self._core.read(read, "calendar")

    def rows(self, ids: Sequence[int]) -> list[Planned]:
        """The follow-ups of these ids in the order given; those that are gone are left out."""

        def read(reader: ReadConnection) -> list[Planned]:
            context = self._core.context()
            policy = policy_from(figures.figures(reader)).cadence
            today = context.today

            def severity(row: FollowUpRow) -> Severity:
                if row.due >= today:
                    return Severity.NONE
                grade = Grade(row.customer_grade or Grade.D)
                return overdue(row.due, grade, policy, today).severity

            found = rows_by_ids(reader, context, "follow-ups", ids)
            return [Planned(row, severity(row)) for row in found]

        return self._core.read(read, "calendar.rows")

    def special_dates(self, customer_id: int) -> Mapping[int, Sequence[SpecialDateRow]]:
        """The dates to remember of a customer's people, by contact."""
        return self._core.read(lambda reader: details.special_dates(reader, customer_id))

    def next_kept(self, row: SpecialDateRow) -> date | None:
        """The next day, from today on, on which a date is kept; None beyond what is known."""
        today = self._core.clock.today()
        wanted = (DateCalendar(row.calendar), f"{row.month:02d}-{row.day:02d}")
        days = (today + timedelta(days=number) for number in range(_LONGEST_YEAR))
        return next((day for day in days if wanted in kept_on(day, lunar_day(day))), None)

    def working_day(self, day: date) -> date:
        """The day itself where it is worked, else the first one after it that is."""
        return self._core.read(lambda reader: figures.calendar(reader, day).next_working_day(day))

    def days_off(self, first: date, last: date) -> DaysOff:
        """The days from `first` to `last` on which it is otherwise than the weekday says."""

        def read(reader: ReadConnection) -> DaysOff:
            found = figures.calendar(reader, first)
            days = (first + timedelta(days=number) for number in range((last - first).days + 1))
            kinds = {day: found.kind_of(day) for day in days}
            special = (DayKind.HOLIDAY, DayKind.MAKE_UP)
            known = (FIRST_YEAR, LAST_YEAR) if found.policy.public_holidays else None
            off = {day: kind for day, kind in kinds.items() if kind in special}
            return DaysOff(off, known, found.announced_to)

        return self._core.read(read, "days-off")

    def loads(
        self, first: date, last: date, assignee: int | None = None, layers: Layers = EVERY_LAYER
    ) -> Mapping[date, Load]:
        """How much stands on each day from `first` to `last`; days with nothing are left out."""

        def read(reader: ReadConnection) -> Mapping[date, Load]:
            context = self._core.context()
            kinds = kinds_shown(layers)
            planned = agenda.load_per_day(reader, context, first, last, assignee, kinds)
            found = {day: Load(one.total, one.overdue) for day, one in planned.items()}
            others: Counter[date] = Counter()
            if CalendarLayer.SLA_TIMES in layers:
                others.update(agenda.case_days(reader, context, first, last))
            if CalendarLayer.CARE_DATES in layers:
                others += agenda.special_counts(reader, context, first, last, assignee)
            for day, count in others.items():
                before = found.get(day, Load(0, 0))
                found[day] = Load(before.total + count, before.late)
            return found

        return self._core.read(read, "load")
