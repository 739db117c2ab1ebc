"""What the service team looks at: the day of technicians, and who fits a ticket.

Reads only; loads no SQLModel.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from models.rules import dispatch
from models.rules.business_time import BusinessCalendar
from models.rules.dispatch import Span
from models.views.service import TechnicianDay
from storage.clock import stamp
from storage.errors import NotFound
from storage.queries import details, figures, workshop
from storage.queries.reader import ReadConnection
from storage.services.core import Core


@dataclass(frozen=True, slots=True)
class Candidates:
    """Technicians for a ticket, the best first, with their codes."""

    visit: Span | None
    found: Sequence[dispatch.Suggestion]
    codes: Mapping[int, str]


class Workshop:
    """Reads for the service screens."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def day(self, day: date) -> Sequence[TechnicianDay]:
        """Every active technician with the bookings of a day in the zone of the database."""
        span = self._day(day)
        return self._core.read(
            lambda r: workshop.plan(r, stamp(span.start), stamp(span.end)), "technicians"
        )

    def suggest(self, ticket_id: int, visit: Span | None = None) -> Candidates:
        """Who could go to a ticket: free at its visit, by skill and region (9.2).

        Without a `visit` that of the ticket counts; where none is agreed either, all are free.
        Raises NotFound.
        """

        def read(reader: ReadConnection) -> Candidates:
            values = details.record(reader, "ticket", ticket_id)
            job = workshop.job(reader, ticket_id)
            if values is None or job is None:
                raise NotFound("not_found", entity="ticket", value=ticket_id)
            start, end = values["visit_start"], values["visit_end"]
            span = visit
            if span is None and isinstance(start, datetime) and isinstance(end, datetime):
                span = Span(start, end)
            zone = ZoneInfo(self._core.clock.zone)
            day = span.start.astimezone(zone).date() if span else self._core.clock.today()
            around = self._day(day)
            since = min(around.start, span.start) if span else around.start
            until = max(around.end, span.end) if span else around.end
            known = workshop.technicians(reader, stamp(since), stamp(until), ticket_id)
            codes = {row[0]: row[1] for row in reader.rows(_CODES)}
            return Candidates(span, dispatch.suggest(known, job, span), codes)

        return self._core.read(read, "suggest")

    def propose(self, ticket_id: int) -> Span | None:
        """The next two working hours in which somebody who can do it is free (9.2).

        None where there is no technician, or none is free for two weeks. Raises NotFound.
        """
        now, zone = self._core.clock.now(), self._core.clock.zone
        today = self._core.clock.today()
        last = self._day(today + timedelta(days=_LOOK_AHEAD)).end

        def read(reader: ReadConnection) -> Span | None:
            job = workshop.job(reader, ticket_id)
            if job is None:
                raise NotFound("not_found", entity="ticket", value=ticket_id)
            known = workshop.technicians(reader, stamp(now), stamp(last), ticket_id)
            calendar = figures.calendar(reader, today)
            return dispatch.first_visit(known, job, _slots(calendar, now, last, zone))

        return self._core.read(read, "suggest")

    def _day(self, day: date) -> Span:
        zone = ZoneInfo(self._core.clock.zone)
        start = datetime.combine(day, time(0), zone).astimezone(UTC)
        end = datetime.combine(day + timedelta(days=1), time(0), zone).astimezone(UTC)
        return Span(start, end)


_LOOK_AHEAD = 14  # days
_VISIT, _NOTICE, _RASTER = timedelta(hours=2), timedelta(hours=1), timedelta(minutes=30)


def _slots(calendar: BusinessCalendar, now: datetime, last: datetime, zone: str) -> Iterator[Span]:
    """Two hours each from every half hour on, all of them within working hours."""
    start = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0) + 2 * _NOTICE
    minutes = _VISIT // timedelta(minutes=1)
    while start < last:
        if calendar.working_minutes_between(start, start + _VISIT, zone) == minutes:
            yield Span(start, start + _VISIT)
        start += _RASTER


_CODES = "SELECT id, code FROM technician WHERE deleted_at IS NULL"
