"""The follow-up calendar: what stands on its days and in which order. Loads no SQLModel."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from models.enums import CalendarLayer, Grade
from models.policy_defaults import policy_from
from models.rules.agenda import EVERY_LAYER, kinds_shown
from models.rules.cadence import Severity, overdue
from models.views.cards import SpecialDay
from models.views.rows import FeedbackRow, FollowUpRow
from storage.queries import agenda, figures
from storage.queries.agenda import Place
from storage.queries.listing import rows_by_ids
from storage.queries.reader import ReadConnection
from storage.services.core import Core

Layers = Collection[CalendarLayer]


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


@dataclass(frozen=True, slots=True)
class Planned:
    """A follow-up with how late it is by the cadence of its customer (AC-062)."""

    row: FollowUpRow
    severity: Severity


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
            if CalendarLayer.SLA_TIMES in layers:
                cases = agenda.feedback_due(reader, context, first, last)
            if CalendarLayer.CARE_DATES in layers:
                care = agenda.special_days(reader, context, first, last, assignee)
            return Plan(tuple(places), tuple(cases), tuple(care))

        return self._core.read(read, "calendar")

    def rows(self, ids: Sequence[int]) -> list[Planned]:
        """The follow-ups of these ids in the order given; those that are gone are left out."""

        def read(reader: ReadConnection) -> list[Planned]:
            context = self._core.context()
            policy = policy_from(figures.figures(reader)).cadence
            found = rows_by_ids(reader, context, "follow-ups", ids)
            return [
                Planned(
                    row,
                    overdue(
                        row.due, Grade(row.customer_grade or Grade.D), policy, context.today
                    ).severity,
                )
                for row in found
            ]

        return self._core.read(read, "calendar.rows")

    def loads(
        self, first: date, last: date, assignee: int | None = None, layers: Layers = EVERY_LAYER
    ) -> Mapping[date, Load]:
        """How much stands on each day from `first` to `last`; days with nothing are left out."""

        def read(reader: ReadConnection) -> Mapping[date, Load]:
            context = self._core.context()
            kinds = kinds_shown(layers)
            planned = agenda.load_per_day(reader, context, first, last, assignee, kinds)
            found = {day: Load(one.total, one.overdue) for day, one in planned.items()}
            others: list[date] = []
            if CalendarLayer.SLA_TIMES in layers:
                others += agenda.case_days(reader, context, first, last)
            if CalendarLayer.CARE_DATES in layers:
                care = agenda.special_days(reader, context, first, last, assignee)
                others += [special.on for special in care]
            for day in others:
                before = found.get(day, Load(0, 0))
                found[day] = Load(before.total + 1, before.late)
            return found

        return self._core.read(read, "load")
