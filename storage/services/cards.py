"""One record with everything around it, and the agenda of days. Loads no SQLModel."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from models.enums import AnswerScope
from models.fields.registry import entity as entity_named
from models.fields.registry import entity_of_code
from models.policy_defaults import policy_from
from models.rules.identity import mask
from models.views import cards, service
from models.views.campaigns import Participation
from models.views.playbook import PlayedStep
from models.views.privacy import ConsentRow
from models.views.rows import FeedbackRow, FollowUpRow
from storage.clock import stamp
from storage.errors import NotFound
from storage.queries import (
    agenda,
    campaigns,
    details,
    figures,
    handovers,
    over_time,
    playbooks,
    privacy,
    workshop,
)
from storage.queries.agenda import DayLoad, Kinds
from storage.queries.listing import rows_by_ids
from storage.queries.reader import ReadConnection
from storage.queries.scope import name_and_status
from storage.queries.views import is_seen
from storage.services.core import Core

T = TypeVar("T")
_DAY_ENDS = "24:00"


@dataclass(frozen=True, slots=True)
class Duties:
    """What waits for the user today: for the title line and the digest."""

    due: int  # follow-ups due today or before
    late: int  # of them due before today
    cases_over: int  # open feedback past its due time
    tickets_over: int = 0  # service tickets whose clock ran out


class Cards:
    """Reads for the detail pane, the calendar and `show`; groups supersede as in `Lists`."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def customer(self, record_id: int) -> cards.CustomerCard:
        """A customer with its sums and counts. Raises NotFound, as all here do."""
        card = self._found(
            "customer",
            record_id,
            lambda r: details.customer_card(r, self._core.context(), record_id),
        )
        if self._core.sees_closed():
            return card
        return replace(card, values=name_and_status(card.values))

    def opportunity(self, record_id: int) -> cards.OpportunityCard:
        """A deal with answers, needs and committee."""
        return self._found(
            "opportunity", record_id, lambda r: details.opportunity_card(r, record_id)
        )

    def contact(self, record_id: int) -> cards.ContactCard:
        """A contact with dates and relations."""
        return self._found(
            "contact", record_id, lambda r: details.contact_card(r, self._core.context(), record_id)
        )

    def feedback(self, record_id: int) -> cards.FeedbackCard:
        """A feedback case with actions and story."""
        return self._found("feedback", record_id, lambda r: details.feedback_card(r, record_id))

    def ticket(self, record_id: int) -> service.TicketCard:
        """A ticket with parts and story."""
        return self._found("ticket", record_id, lambda r: workshop.ticket_card(r, record_id))

    def part(self, record_id: int) -> service.PartCard:
        """A spare part with its newest moves and the tickets it is for."""
        return self._found("part", record_id, lambda r: workshop.part_card(r, record_id))

    def order(self, record_id: int) -> cards.OrderCard:
        """An order with its lines."""
        return self._found("sales_order", record_id, lambda r: details.order_card(r, record_id))

    def record(self, entity: str, record_id: int) -> Mapping[str, object]:
        """All columns of any record as values, links as codes: for forms and `show`.

        The number of a document is masked: it is revealed by `Identities.reveal` alone. NotFound
        too for a saved view that its owner keeps to himself.
        """
        name = entity_named(entity).name
        found = self._found(name, record_id, lambda r: details.record(r, name, record_id))
        if name == "saved_view":
            user_id = self._core.actor().id
            if not self._core.read(lambda reader: is_seen(reader, record_id, user_id)):
                raise NotFound("not_found", entity=name, value=record_id)
        if name == "document":
            return {**found, "document_number": mask(str(found["document_number"]))}
        closed = name == "customer" and not self._core.sees_closed()
        return name_and_status(found) if closed else found

    def find(self, code: str, entity: str | None = None) -> tuple[str, int]:
        """(entity, id) of a code, login or product code; NotFound names it."""
        spec = entity_named(entity) if entity else entity_of_code(code)
        found = None
        if spec is not None:
            name = spec.name
            found = self._core.read(lambda r: details.find_code(r, name, code))
        if spec is None or found is None:
            raise NotFound("not_found", entity=spec.name if spec else "", value=code)
        return spec.name, found

    def answers(self, scope: AnswerScope, subject_id: int) -> Sequence[cards.AnswerRow]:
        """The NSABC answers given so far."""
        return self._core.read(lambda r: details.answers(r, scope, subject_id))

    def needs(self, customer_id: int) -> Sequence[cards.NeedRow]:
        """The needs of a customer."""
        return self._core.read(lambda r: details.needs(r, customer_id))

    def stakeholders(
        self, customer_id: int, opportunity_id: int | None = None
    ) -> Sequence[cards.StakeholderRow]:
        """The buying committee of a deal, or of all of a customer's deals."""
        return self._core.read(lambda r: details.stakeholders(r, customer_id, opportunity_id))

    def on_its_way(self, customer_id: int) -> tuple[str, str] | None:
        """Names of who hands a customer over and who is to take it (9.6); None where it stays."""
        return self._core.read(lambda r: handovers.sides(r, customer_id))

    def grade_history(self, customer_id: int) -> Sequence[cards.GradeChangeRow]:
        """How the grade came about, newest first."""
        return self._core.read(lambda r: details.grade_history(r, customer_id))

    def played(self, customer_id: int) -> Sequence[PlayedStep]:
        """What the journal of a customer tells of its playbooks, newest first (9.4)."""
        return self._core.read(lambda reader: playbooks.played(reader, customer_id), "played")

    def campaigns(self, customer_id: int) -> Sequence[Participation]:
        """What the journal of a customer tells of campaigns, newest first (S2-MKT-03)."""
        return self._core.read(lambda r: campaigns.of_customer(r, customer_id), "campaigns")

    def proposals(self, customer_id: int) -> Sequence[cards.ProposalRow]:
        """The grades proposed for a customer by others than its owner, newest first (11.3)."""
        return self._core.read(lambda r: details.proposals(r, customer_id))

    def consents(self, customer_id: int) -> Mapping[int, Sequence[ConsentRow]]:
        """By person of a customer what they said, the newest of a purpose first (11.9)."""
        found: dict[int, list[ConsentRow]] = {}
        for row in self._core.read(lambda r: privacy.consents(r, customer_id), "consents"):
            found.setdefault(row.contact_id, []).append(row)
        return found

    def load(
        self, first: date, last: date, assignee: int | None = None, kinds: Kinds = None
    ) -> Mapping[date, DayLoad]:
        """Follow-ups by day."""
        return self._core.read(
            lambda r: agenda.load_per_day(r, self._core.context(), first, last, assignee, kinds),
            "load",
        )

    def agenda(
        self, day: date, assignee: int | None = None, kinds: Kinds = None
    ) -> Sequence[FollowUpRow]:
        """Follow-ups of a day, overdue ones first on today's."""
        return self._core.read(
            lambda r: agenda.agenda(r, self._core.context(), day, assignee, kinds=kinds), "agenda"
        )

    def due(self, until: date, assignee: int | None = None) -> Sequence[FollowUpRow]:
        """Follow-ups due by a day, overdue ones first."""
        return self._core.read(lambda r: agenda.due(r, self._core.context(), until, assignee))

    def over_time(self) -> bool:
        """Is a case or ticket over time of which no manager was told yet (R-SLA)."""
        now = stamp(self._core.clock.now())
        return self._core.read(lambda reader: bool(over_time.untold(reader, now)), "over time")

    def soon(self) -> Sequence[FollowUpRow]:
        """What the user agreed for a time of today that has come, or will within the reminder.

        `calendar.remind_minutes` before its time an item is in it, until it is done.
        """
        core = self._core
        today, assignee = core.clock.today(), core.actor().id

        def read(reader: ReadConnection) -> Sequence[FollowUpRow]:
            minutes = policy_from(figures.figures(reader)).calendar.remind_minutes
            until = core.clock.now().astimezone(ZoneInfo(core.clock.zone))
            until += timedelta(minutes=minutes)
            limit = f"{until:%H:%M}" if until.date() <= today else _DAY_ENDS
            context = core.context()
            places = agenda.ordered(reader, context, today, today, assignee)
            ids = [one.id for one in places if one.time and one.time <= limit]
            return rows_by_ids(reader, context, "follow-ups", ids)

        return core.read(read, "soon")

    def special_days(
        self, first: date, last: date, owner: int | None = None
    ) -> Sequence[cards.SpecialDay]:
        """Birthdays and other care dates in a span."""
        return self._core.read(
            lambda r: agenda.special_days(r, self._core.context(), first, last, owner),
            "special_days",
        )

    def feedback_due(
        self, first: date, last: date, owner: int | None = None
    ) -> Sequence[FeedbackRow]:
        """Open cases due in a span."""
        return self._core.read(
            lambda r: agenda.feedback_due(r, self._core.context(), first, last, owner),
            "feedback_due",
        )

    def duties(self) -> Duties:
        """What waits for the user of this process."""
        today = self._core.clock.today()
        actor = self._core.actor().id

        def read(reader: ReadConnection) -> Duties:
            context = self._core.context()
            load = agenda.load_per_day(reader, context, date.min, today, actor)
            due = sum(one.total for one in load.values())
            late = sum(one.overdue for one in load.values())
            over = reader.one(
                "SELECT count(*) FROM feedback WHERE deleted_at IS NULL"
                " AND state NOT IN ('CLOSED', 'MERGED') AND due_at < :now",
                {"now": context.now},
            )
            tickets = workshop.tickets_over(reader, context.now)
            return Duties(due, late, int(over[0]) if over else 0, tickets)

        return self._core.read(read, "duties")

    def _found(self, entity: str, record_id: int, read: Callable[[ReadConnection], T | None]) -> T:
        card = self._core.read(read, f"card:{entity}")
        if card is None:
            raise NotFound("not_found", entity=entity, value=record_id)
        return card
