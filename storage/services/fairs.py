"""Capturing the visitors of a trade fair: five fields, a hot mark, the list of the day (9.7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from models.enums import (
    Channel,
    CustomerSource,
    CustomerStatus,
    Direction,
    FollowUpKind,
    InteractionKind,
    NeedStatus,
)
from models.explanation import Reason
from models.fields.contact_log import FAIR_HOT
from models.fields.dealings import FAIR_VISIT
from models.fields.parsing import parse_values
from models.fields.registry import entity
from models.fields.spec import EntitySpec, FieldKind, FieldSpec
from models.records.contact import Contact
from models.records.customer import Customer
from models.records.dealings import FairVisit
from models.records.follow_up import FollowUp
from models.records.interaction import Interaction
from models.views.dealings import FairRow
from storage.effects.contact_block import is_blocked
from storage.effects.names import normalised_name
from storage.effects.saving import create, parsing_context
from storage.effects.tracking import close_tracking
from storage.errors import Invalid
from storage.queries import fairs as queries
from storage.services.core import Core
from storage.work import Work, encode_params

# What is asked at the stand; the order of the fields of the form.
CAPTURED = EntitySpec(
    "fair_visit",
    "fair-visits",
    "",
    (
        FieldSpec("company", required=True, max_length=120),
        FieldSpec("visitor", max_length=80),
        FieldSpec("messenger", max_length=60),
        FieldSpec("interest", required=True, max_length=400),
        FieldSpec("hot", FieldKind.BOOLEAN, default=False),
        FieldSpec("card_no", FieldKind.INTEGER, minimum=1),
        FieldSpec("minutes", FieldKind.INTEGER, minimum=0, maximum=1000),
    ),
    title="interest",
)
_CONTACT, _CUSTOMER = entity("contact"), entity("customer")


@dataclass(frozen=True, slots=True)
class Captured:
    """A visitor that was taken down."""

    id: int
    card_no: int
    customer_code: str
    is_new: bool
    hot: bool
    follow_up: str  # code of the item for the same day, "" where the visitor is not hot


class Fairs:
    """Visitors by fair and day (S3-FAIR-01, AC-088)."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def current(self) -> str:
        """The fair of the newest visitor of the last days; "" for none."""
        return self._core.read(lambda r: queries.last_fair(r, self._core.context()))

    def visitors(
        self, fair: str, day: date | None = None, *, hot: bool = False
    ) -> Sequence[FairRow]:
        """The visitors of a fair on a day (today), the hot ones first, or these alone."""
        on = day or self._core.clock.today()
        name = _fair(fair)
        return self._core.read(
            lambda r: queries.visitors(r, self._core.context(), name, on, hot), "fair"
        )

    def capture(
        self,
        fair: str,
        texts: Mapping[str, str | None],
        *,
        words: Mapping[str, Mapping[str, str]] | None = None,
        record_id: int | None = None,
    ) -> Captured:
        """Takes a visitor down: lead, person, journal entry; a hot one is called the same day.

        `texts` are the fields of CAPTURED. A company that is on record is taken, by its
        normalised name; else it becomes a lead of the source FAIR with a latent need that is not
        confirmed. The messenger goes to the person: a number to WhatsApp, else to WeChat. Cards
        are numbered by fair. A `record_id` given before makes the call safe to repeat. Invalid:
        no fair, no company, no interest.
        """

        def unit(work: Work) -> Captured:
            known = work.session.get(FairVisit, record_id) if record_id else None
            if known is not None:  # the same save again, its answer was lost
                return _captured(work, known, is_new=False)
            name = _fair(fair)
            values, problems = parse_values(CAPTURED, texts, parsing_context(work, words))
            problems += [
                Reason("field.required", {"field": one})
                for one in ("company", "interest")
                if not values.get(one) and not any(p.params.get("field") == one for p in problems)
            ]
            if not name:
                problems.append(Reason("field.required", {"field": "fair"}))
            if problems:
                raise Invalid(problems)
            customer, is_new = self._customer(work, values["company"])
            contact = self._contact(work, customer, values)
            visit = _visit(work, name, values, customer, contact, record_id)
            _log(work, customer, contact, visit)
            if visit.hot and not is_blocked(customer):
                visit.follow_up_id = _call_today(work, customer, contact)
            assert work.change is not None
            work.change.params = encode_params({"name": customer.name[:80], "fair": name})
            work.session.flush()
            return _captured(work, visit, is_new=is_new)

        return self._core.write("change.fair", {}, unit)

    def _customer(self, work: Work, company: str) -> tuple[Customer, bool]:
        norm = normalised_name(company)
        found = work.all(Customer, name_norm=norm)
        if found:  # a blocked one too: a second record of it would be a way around the block
            return min(found, key=is_blocked), False
        texts = {
            "name": company,
            "status": CustomerStatus.LEAD.value,
            "source": CustomerSource.FAIR.value,
            "need_status": NeedStatus.LATENT.value,
        }
        made = create(work, _CUSTOMER, texts, self._core.key)
        assert isinstance(made, Customer)
        made.need_confirmed = False  # nobody asked at the stand
        return made, True

    def _contact(
        self, work: Work, customer: Customer, values: Mapping[str, object]
    ) -> Contact | None:
        person, messenger = values.get("visitor"), str(values.get("messenger") or "")
        if not person:
            return None
        field = "whatsapp" if messenger.lstrip("+").replace(" ", "").isdigit() else "wechat"
        people = work.all(Contact, customer_id=customer.id, name=person)
        if people:
            if messenger and getattr(people[0], field) is None:
                setattr(people[0], field, messenger)
            return people[0]
        texts = {"customer": customer.code, "name": str(person)}
        if messenger:
            texts[field] = messenger
        made = create(work, _CONTACT, texts, self._core.key)
        assert isinstance(made, Contact)
        return made


def _fair(name: str) -> str:
    """The name of a fair as it is kept: one spelling, so that its cards stand together."""
    return " ".join(name.split()).upper()[: FAIR_VISIT.fields[0].max_length]


def _visit(
    work: Work,
    fair: str,
    values: Mapping[str, object],
    customer: Customer,
    contact: Contact | None,
    record_id: int | None,
) -> FairVisit:
    last = work.one(
        "SELECT max(card_no) FROM fair_visit WHERE fair = :fair AND deleted_at IS NULL",
        {"fair": fair},
    )
    return work.add(
        FairVisit,
        record_id=record_id,
        fair=fair,
        card_no=values.get("card_no") or (last[0] if last and last[0] else 0) + 1,
        customer_id=customer.id,
        contact_id=contact.id if contact else None,
        interest=values["interest"],
        hot=bool(values.get("hot")),
        messenger=values.get("messenger"),
        minutes=values.get("minutes"),
        at=work.now,
        user_id=work.actor.id if work.actor else None,
    )


def _log(work: Work, customer: Customer, contact: Contact | None, visit: FairVisit) -> None:
    """The visit stands in the journal, and counts as a touch (requirements 8, conventions)."""
    made = work.add(
        Interaction,
        customer_id=customer.id,
        contact_id=contact.id if contact else None,
        user_id=visit.user_id,
        at=work.now,
        minutes=visit.minutes,
        channel=Channel.EVENT,
        direction=Direction.IN,
        kind=InteractionKind.TRACKING,
        summary=f"{visit.fair} #{visit.card_no}: {visit.interest}",
        grade_before=customer.grade,
        grade_after=customer.grade,
    )
    work.session.flush()  # the entry before the item that it did
    close_tracking(work, customer, made.id)
    customer.last_tracking_at = work.now


def _call_today(work: Work, customer: Customer, contact: Contact | None) -> int:
    item = work.add(
        FollowUp,
        code=work.next_code("U"),
        customer_id=customer.id,
        contact_id=contact.id if contact else None,
        kind=FollowUpKind.TASK,
        question_code=FAIR_HOT,
        due_date=work.today,
        assignee_id=work.actor.id if work.actor else customer.owner_id,
    )
    work.session.flush()  # the item before the visit that names it
    return item.id


def _captured(work: Work, visit: FairVisit, *, is_new: bool) -> Captured:
    item = work.find(FollowUp, visit.follow_up_id)
    customer = work.get(Customer, visit.customer_id, archived=True)
    return Captured(
        visit.id,
        visit.card_no or 0,
        customer.code or "",
        is_new,
        bool(visit.hot),
        item.code or "" if item else "",
    )
