"""Shapes of the demo content: strict, frozen, checked against the field tables.

Holds no story itself, reads no file and knows no clock: dates stay relative until asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Annotated, ClassVar, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SkipValidation, model_validator

from models.content_values import (
    DemoDay,
    DemoMoment,
    FieldValue,
    checked_value,
    parse_day,
    parse_moment,
)
from models.enums import (
    ACTIVE_STATUSES,
    CLOSED_PIPELINE,
    AccessPurpose,
    FeedbackEventKind,
    FeedbackState,
    Pipeline,
)
from models.fields import account as accounts
from models.fields import improvement as improving
from models.fields.campaign import CAMPAIGN
from models.fields.consent import CONSENT
from models.fields.contact import CONTACT, CONTACT_LINK, SPECIAL_DATE, STAKEHOLDER
from models.fields.contact_log import FOLLOW_UP, INTERACTION
from models.fields.customer import ADDRESS, CUSTOMER
from models.fields.deal import (
    NEED,
    NSABC_ANSWER,
    OPPORTUNITY,
    PRODUCT,
    SALES_ORDER,
    SALES_ORDER_LINE,
)
from models.fields.dealings import FAIR_VISIT, GIFT, HANDOVER
from models.fields.feedback import FEEDBACK, FEEDBACK_ACTION, FEEDBACK_EVENT
from models.fields.identity import (
    ACTIVITY_RECORD,
    DOCUMENT,
    EXTERNAL_REF,
    IDENTITY,
    SOURCE_SYSTEM,
)
from models.fields.library import FAQ, OBJECTION
from models.fields.parting import TERMINATION
from models.fields.plans import SALES_TARGET, SEGMENT
from models.fields.spec import EntitySpec, FieldKind
from models.fields.survey import SURVEY, SURVEY_ANSWER, SURVEY_INVITE, SURVEY_QUESTION
from models.fields.system import USER
from models.fields.ticket import (
    DISPATCH_RULE,
    PART,
    SOLUTION_NOTE,
    TECHNICIAN,
    TICKET,
    TICKET_EVENT,
    TICKET_PART,
)
from models.fields.touchpoints import TOUCH_CHANNEL, TOUCH_MATRIX_CELL, TOUCH_SERVICE
from models.templates import Key, Pair

Day = Annotated[DemoDay, BeforeValidator(parse_day)]
Moment = Annotated[DemoMoment, BeforeValidator(parse_moment)]
Reference = tuple[str, str]  # target entity and key
_QUESTION = re.compile(r"[CP]-[NSABC][1-4]")


class Entry(BaseModel):
    """One record of the demo: what the file names is checked against its field table.

    Attributes declared by a subclass are structure; every other name of the file must be a
    field of `spec` and lands in `fields`, already checked and in its stored kind.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    spec: ClassVar[EntitySpec]
    supplied: ClassVar[frozenset[str]] = frozenset({"customer", "code"})  # filled by the builder
    process: ClassVar[frozenset[str]] = frozenset()  # not editable by hand, but part of a story

    fields: SkipValidation[Mapping[str, FieldValue]] = MappingProxyType({})

    @model_validator(mode="before")
    @classmethod
    def _split(cls, raw: dict[str, object]) -> dict[str, object]:
        structure = {k: v for k, v in raw.items() if k in cls.model_fields and k != "fields"}
        values = {
            name: cls._checked(name, value) for name, value in raw.items() if name not in structure
        }
        missing = [
            spec.name
            for spec in cls.spec.fields
            if spec.required and spec.default is None and spec.name not in values | structure
        ]
        if lacking := [name for name in missing if name not in cls.supplied]:
            raise ValueError(f"missing: {lacking}")
        return structure | {"fields": MappingProxyType(values)}

    @classmethod
    def _checked(cls, name: str, value: object) -> FieldValue:
        spec = cls.spec.field(name)
        if spec is None or spec.name != name or name in cls.supplied:
            raise ValueError(f"unknown: {cls.spec.name}.{name}")
        if not spec.editable and name not in cls.process:
            raise ValueError(f"computed: {cls.spec.name}.{name}")
        return checked_value(spec, value)

    def text(self, name: str) -> str:
        """The field as text; empty where the story leaves it out."""
        value = self.fields.get(name, "")
        return value if isinstance(value, str) else str(value)

    def day(self, name: str) -> DemoDay | None:
        """The field as a day, None where left out."""
        value = self.fields.get(name)
        return value if isinstance(value, DemoDay) else None

    def moment(self, name: str) -> DemoMoment | None:
        """The field as a moment, None where left out."""
        value = self.fields.get(name)
        return value if isinstance(value, DemoMoment) else None

    def references(self) -> Iterator[Reference]:
        """What the entry points to: target entity and key."""
        for name, value in self.fields.items():
            spec = self.spec.field(name)
            if spec is not None and spec.kind is FieldKind.LINK:
                yield spec.target, str(value)


class DemoUser(Entry):
    """A user of the demo; the login is its key."""

    spec = USER


class DemoProduct(Entry):
    """A product; its code is its key."""

    spec = PRODUCT
    supplied = frozenset()


class DemoCustomer(Entry):
    """The customer itself."""

    spec = CUSTOMER
    supplied = frozenset({"code"})
    process = frozenset({"lost_on", "need_confirmed", "stage"})


class DemoAddress(Entry):
    """A further address."""

    spec = ADDRESS


class DemoSpecialDate(Entry):
    """A day to remember; month, day and year come from `on`, by the calendar it names.

    A festival has a month and day of its own instead, e.g. `fixed = "08-15"`.
    """

    spec = SPECIAL_DATE
    supplied = frozenset({"contact", "month", "day", "year"})

    on: Day | None = None
    fixed: str = Field(default="", pattern=r"^(\d\d-\d\d)?$")

    @model_validator(mode="after")
    def _has_a_day(self) -> Self:
        if (self.on is None) == (not self.fixed):
            raise ValueError("a day to remember has `on` or `fixed`")
        return self


class DemoContact(Entry):
    """A person at the customer."""

    spec = CONTACT

    key: Key
    dates: tuple[DemoSpecialDate, ...] = ()


class DemoContactLink(Entry):
    """How two persons stand to each other."""

    spec = CONTACT_LINK


class DemoStakeholder(Entry):
    """A member of the buying committee of one deal (requirements 8.3)."""

    spec = STAKEHOLDER
    supplied = frozenset({"customer", "opportunity"})

    @property
    def weight(self) -> int:
        """Weight in per cent."""
        value = self.fields.get("weight_pct", 0)
        return value if isinstance(value, int) else 0


class DemoAnswer(Entry):
    """An NSABC answer; CONFIRMED needs note, source and date (requirements 8.1)."""

    spec = NSABC_ANSWER
    supplied = frozenset({"scope", "subject_id"})
    process = frozenset({"question_code"})

    @model_validator(mode="after")
    def _backed(self) -> Self:
        if not _QUESTION.fullmatch(self.text("question_code")):
            raise ValueError(f"question: {self.text('question_code')}")
        sourced = "source_contact" in self.fields or "source_doc" in self.fields
        backed = sourced and {"note", "confirmed_on"} <= self.fields.keys()
        if self.text("state") == "CONFIRMED" and not backed:
            raise ValueError(f"unbacked: {self.text('question_code')}")
        return self


class DemoNeed(Entry):
    """A need row."""

    spec = NEED


class DemoCompetitor(Entry):
    """A rival of ours; its name is its key."""

    spec = accounts.COMPETITOR


class DemoArea(Entry):
    """What is known of one area of the account plan (S0-VS)."""

    spec = accounts.ACCOUNT_PLAN


class DemoSolution(Entry):
    """What we offer; it answers the need of that place in the list of needs."""

    spec = accounts.SOLUTION_LINE
    supplied = frozenset({"customer", "need"})

    answers: Annotated[int, Field(strict=True, ge=1)]


class DemoRivalHere(Entry):
    """A rival of ours at the account."""

    spec = accounts.COMPETITOR_ON_ACCOUNT


class DemoEvent(Entry):
    """One of the eight success events (S4-STG-06)."""

    spec = accounts.SUCCESS_EVENT


class DemoChainLink(Entry):
    """Whom the customer sells to, down to the end user."""

    spec = accounts.VALUE_CHAIN_LINK


class DemoTheirRival(Entry):
    """Whom the customer competes with."""

    spec = accounts.CUSTOMER_RIVAL


class DemoGoal(Entry):
    """A goal of the customer."""

    spec = accounts.ACCOUNT_GOAL


class DemoFinancial(Entry):
    """The five indicators of a year."""

    spec = accounts.ACCOUNT_FINANCIAL


class DemoProject(Entry):
    """A joint project."""

    spec = accounts.JOINT_PROJECT


class DemoStageMove(Entry):
    """A move from one stage to another (8.5)."""

    spec = accounts.STAGE_HISTORY
    process = frozenset({"from_stage", "to_stage", "reason", "by_exception", "at"})


class DemoStrategy(Entry):
    """A strategy of a stage that was carried out."""

    spec = accounts.STAGE_STRATEGY
    process = frozenset({"strategy", "done_on"})


class DemoInteraction(Entry):
    """An entry of the journal; a phone touch names the next contact or why there is none."""

    spec = INTERACTION
    process = frozenset({"user"})

    @model_validator(mode="after")
    def _agreed(self) -> Self:
        at = self.moment("at")
        if at is None or not at.past:
            raise ValueError("touch lies ahead")
        agreed = self.fields.keys() & {"next_contact_at", "no_next_reason"}
        if self.text("channel") == "PHONE" and len(agreed) != 1:
            raise ValueError(f"phone touch without next contact or reason: {at}")
        return self


class DemoFollowUp(Entry):
    """A planned act; the tracking item is computed and never stands in a file."""

    spec = FOLLOW_UP
    process = frozenset(
        {"status", "snoozed_until", "snoozes", "snoozed_by", "reason", "question_code", "feedback"}
    )

    @model_validator(mode="after")
    def _not_computed(self) -> Self:
        if self.text("kind") == "TRACKING":
            raise ValueError("tracking items are computed")
        return self


class DemoOrderLine(Entry):
    """A line of an order."""

    spec = SALES_ORDER_LINE
    supplied = frozenset({"order"})


class DemoOrder(Entry):
    """An order with its lines."""

    spec = SALES_ORDER
    lines: Annotated[tuple[DemoOrderLine, ...], Field(min_length=1)]


class DemoDeal(Entry):
    """An opportunity with its answers and its buying committee."""

    spec = OPPORTUNITY
    process = frozenset({"closed_on", "odds_at_close"})

    key: Key
    opened: Day
    answers: tuple[DemoAnswer, ...] = ()
    people: tuple[DemoStakeholder, ...] = ()

    @property
    def open(self) -> bool:
        """Neither won nor lost."""
        return Pipeline(self.text("pipeline") or Pipeline.LEAD) not in CLOSED_PIPELINE

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.people and sum(person.weight for person in self.people) != 100:
            raise ValueError(f"weights of {self.key} do not sum to 100")
        if self.open == ("closed_on" in self.fields):
            raise ValueError(f"closing date of {self.key}")
        if self.text("pipeline") == "LOST" and not self.text("lost_reason"):
            raise ValueError(f"lost reason of {self.key}")
        _check_questions(self.answers, "P")
        return self


class DemoFeedbackAction(Entry):
    """What is done about a case."""

    spec = FEEDBACK_ACTION
    supplied = frozenset({"feedback"})
    process = frozenset({"round"})


class DemoFeedbackEvent(Entry):
    """One step a case went through."""

    spec = FEEDBACK_EVENT
    supplied = frozenset({"feedback"})
    process = frozenset({"kind", "from_state", "to_state", "user", "at", "note"})


class DemoFeedback(Entry):
    """A feedback case with the steps it went through; `due_at` is computed."""

    spec = FEEDBACK
    supplied = frozenset({"customer", "code", "due_at"})
    process = frozenset(s.name for s in FEEDBACK.fields if s.group == "process") | {"first_owner"}

    key: Key
    actions: tuple[DemoFeedbackAction, ...] = ()
    events: tuple[DemoFeedbackEvent, ...] = ()

    @model_validator(mode="after")
    def _walked(self) -> Self:
        steps = [
            (event.text("from_state"), event.text("to_state"))
            for event in self.events
            if event.text("kind") in ("", FeedbackEventKind.STEP)
        ]
        reached = [""] + [to for _, to in steps]
        if [came for came, _ in steps] != reached[:-1] or reached[-1] != self.text("state"):
            raise ValueError(f"steps of {self.key} do not lead to its state")
        if (self.text("state") == FeedbackState.CLOSED) != ("closed_at" in self.fields):
            raise ValueError(f"closing time of {self.key}")
        return self


class DemoSurveyQuestion(Entry):
    """One question of a survey, by its number."""

    spec = SURVEY_QUESTION
    supplied = frozenset({"code", "survey"})


class DemoSurvey(Entry):
    """A survey with its questions."""

    spec = SURVEY

    key: Key
    questions: Annotated[tuple[DemoSurveyQuestion, ...], Field(min_length=1)]


class DemoSurveyAnswer(Entry):
    """What a customer answered to the question of that number."""

    spec = SURVEY_ANSWER
    supplied = frozenset({"invite", "question"})

    number: Annotated[int, Field(strict=True, ge=1)]


class DemoAudit(Entry):
    """A walk through a checklist: a digit an item, in the order of the checklist."""

    spec = improving.AUDIT_RUN

    scores: Annotated[str, Field(pattern=r"^[012 ]+$")]


class DemoImprovement(Entry):
    """Something to improve, wherever it comes from."""

    spec = improving.IMPROVEMENT
    process = frozenset({"done_on"})


class DemoStandard(Entry):
    """A service standard."""

    spec = improving.SERVICE_STANDARD


class DemoReview(Entry):
    """A review of somebody's service."""

    spec = improving.SERVICE_REVIEW


class DemoInvite(Entry):
    """One survey of one customer."""

    spec = SURVEY_INVITE
    answers: tuple[DemoSurveyAnswer, ...] = ()


class DemoTarget(Entry):
    """What an owner is to sell in a quarter; which one follows from the day of the demo."""

    spec = SALES_TARGET
    supplied = frozenset({"quarter"})

    quarters_ago: Annotated[int, Field(strict=True, ge=0)]


class DemoSegment(Entry):
    """A segment; its members are taken when the demo is made."""

    spec = SEGMENT


class DemoService(Entry):
    """A service of the touchpoint matrix."""

    spec = TOUCH_SERVICE


class DemoChannel(Entry):
    """A channel of the touchpoint matrix."""

    spec = TOUCH_CHANNEL


class DemoCell(Entry):
    """A process of the touchpoint matrix; its code follows from service and channel."""

    spec = TOUCH_MATRIX_CELL


class DemoGift(Entry):
    """A gift or meal, as it was answered (requirements 9.7)."""

    spec = GIFT
    process = frozenset({"giver", "state", "approver", "approved_at", "reason"})


class DemoFairVisit(Entry):
    """A visit at a trade fair (requirements 9.7)."""

    spec = FAIR_VISIT
    process = frozenset({"fair", "card_no", "contact", "at", "user"})


class DemoTermination(Entry):
    """Parting with the customer, as far as it has come (requirements 9.5)."""

    spec = TERMINATION
    process = frozenset(spec.name for spec in TERMINATION.fields)


class DemoConsent(Entry):
    """What a person agreed to (requirements 11.9)."""

    spec = CONSENT


class DemoCampaign(Entry):
    """A campaign that is planned: a trainee begins it (requirements 9.7)."""

    spec = CAMPAIGN


class DemoHandover(Entry):
    """The customer on its way to another owner (requirements 9.6)."""

    spec = HANDOVER
    process = frozenset({"from_user", "to_user", "checklist", "state"})


class DemoSystem(Entry):
    """Another system that may ask who somebody is; its key is its key (requirements 10)."""

    spec = SOURCE_SYSTEM


class DemoDocument(Entry):
    """A document of an identity, the one that matches."""

    spec = DOCUMENT
    supplied = frozenset({"identity", "number_hmac"})


class DemoIdentity(Entry):
    """A person as it stands on documents."""

    spec = IDENTITY

    documents: Annotated[tuple[DemoDocument, ...], Field(min_length=1)]


class DemoReference(Entry):
    """What another system calls the customer."""

    spec = EXTERNAL_REF


class DemoActivity(Entry):
    """What another system told of the customer."""

    spec = ACTIVITY_RECORD


class DemoRequest(BaseModel):
    """A request that was made; what came of it follows from the rules."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    at: Moment
    system: str
    requester: str
    purpose: AccessPurpose
    scope: tuple[str, ...]
    name: str
    sex: str
    birth_date: str
    document_type: str
    document_number: str


class DemoStep(BaseModel):
    """What became of one step of a playbook that runs: done on a day, or due on another."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    step: Key
    done: Day | None = None
    due: Day | None = None
    time: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] | None = None
    ticks: tuple[Key, ...] = ()


class DemoRun(BaseModel):
    """A playbook that was begun on a day with a person, about a deal (9.4)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    playbook: str
    day: Day
    contact: Key | None = None
    deal: Key | None = None
    steps: tuple[DemoStep, ...] = ()


class DemoTechnician(Entry):
    """Somebody who can be sent to customers."""

    spec = TECHNICIAN

    key: Key


class DemoPart(Entry):
    """A spare part; its code is its key, `on_hand` what was there before any ticket took some."""

    spec = PART
    supplied = frozenset({"reserved"})


class DemoLibraryNote(Entry):
    """An entry of the solution library that no ticket of the demo brought."""

    spec = SOLUTION_NOTE
    process = frozenset({"held"})


class DemoDispatchRule(Entry):
    """Who gets which tickets."""

    spec = DISPATCH_RULE


class DemoTicketEvent(Entry):
    """One step a ticket went through; the clock is rebuilt from all of them."""

    spec = TICKET_EVENT
    supplied = frozenset({"ticket"})
    process = frozenset({"from_state", "to_state", "mark", "user", "at", "note"})


class DemoTicketPart(Entry):
    """Parts of a ticket and where they stand."""

    spec = TICKET_PART
    supplied = frozenset({"ticket"})
    process = frozenset({"state"})


class DemoTicket(Entry):
    """A service ticket with the steps it went through, from which state and clock follow."""

    spec = TICKET
    supplied = frozenset(
        {"customer", "code", "received_at", "state", "round", "due_at", "paused_minutes"}
    )
    process = frozenset(s.name for s in TICKET.fields if s.group == "process")

    key: Key
    events: Annotated[tuple[DemoTicketEvent, ...], Field(min_length=1)]
    parts: tuple[DemoTicketPart, ...] = ()

    @model_validator(mode="after")
    def _walked(self) -> Self:
        steps = [(event.text("from_state"), event.text("to_state")) for event in self.events]
        if [came for came, _ in steps] != ["", *(to for _, to in steps[:-1])]:
            raise ValueError(f"steps of {self.key} have gaps")
        return self


class DemoStory(BaseModel):
    """One customer with everything that belongs to it, and what it teaches."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: Annotated[int, Field(strict=True, ge=1, le=999_999)]
    since: Day
    title: Pair
    lesson: Pair
    customer: DemoCustomer
    addresses: tuple[DemoAddress, ...] = ()
    contacts: Annotated[tuple[DemoContact, ...], Field(min_length=1)]
    links: tuple[DemoContactLink, ...] = ()
    answers: tuple[DemoAnswer, ...] = ()
    needs: tuple[DemoNeed, ...] = ()
    deals: tuple[DemoDeal, ...] = ()
    journal: Annotated[tuple[DemoInteraction, ...], Field(min_length=1)]
    follow_ups: tuple[DemoFollowUp, ...] = ()
    orders: tuple[DemoOrder, ...] = ()
    feedback: tuple[DemoFeedback, ...] = ()
    tickets: tuple[DemoTicket, ...] = ()
    surveys: tuple[DemoInvite, ...] = ()
    plan: tuple[DemoArea, ...] = ()
    solutions: tuple[DemoSolution, ...] = ()
    rivals: tuple[DemoRivalHere, ...] = ()
    events: tuple[DemoEvent, ...] = ()
    chain: tuple[DemoChainLink, ...] = ()
    their_rivals: tuple[DemoTheirRival, ...] = ()
    goals: tuple[DemoGoal, ...] = ()
    financials: tuple[DemoFinancial, ...] = ()
    projects: tuple[DemoProject, ...] = ()
    moves: tuple[DemoStageMove, ...] = ()
    strategies: tuple[DemoStrategy, ...] = ()
    gifts: tuple[DemoGift, ...] = ()
    terminations: tuple[DemoTermination, ...] = ()
    consents: tuple[DemoConsent, ...] = ()
    fair_visits: tuple[DemoFairVisit, ...] = ()
    handovers: tuple[DemoHandover, ...] = ()
    identities: tuple[DemoIdentity, ...] = ()
    external: tuple[DemoReference, ...] = ()
    activity: tuple[DemoActivity, ...] = ()
    requests: tuple[DemoRequest, ...] = ()

    @property
    def dealings(self) -> tuple[tuple[Entry, ...], ...]:
        """Gifts, fairs, handovers, terminations and consents."""
        return (self.gifts, self.fair_visits, self.handovers, self.terminations, self.consents)

    playbooks: tuple[DemoRun, ...] = ()

    @property
    def account(self) -> tuple[tuple[Entry, ...], ...]:
        """The parts of the account plan, in the order in which they are made."""
        return (
            self.plan,
            self.solutions,
            self.rivals,
            self.events,
            self.chain,
            self.their_rivals,
            self.goals,
            self.financials,
            self.projects,
            self.moves,
            self.strategies,
        )

    @property
    def code(self) -> str:
        """The customer's code; it follows from the number of the story."""
        return f"C-{self.number:06d}"

    @property
    def active(self) -> bool:
        """Whether the customer counts as active (R-STATUS)."""
        return self.customer.text("status") in ACTIVE_STATUSES

    def entries(self) -> Iterator[Entry]:
        """Every record of the story."""
        yield self.customer
        for group in (self.addresses, self.links, self.answers, self.needs):
            yield from group
        yield from self.journal
        yield from self.follow_ups
        for contact in self.contacts:
            yield contact
            yield from contact.dates
        yield from self._with_children()
        for part in self.account:
            yield from part

    def _with_children(self) -> Iterator[Entry]:
        for deal in self.deals:
            yield from (deal, *deal.answers, *deal.people)
        for order in self.orders:
            yield from (order, *order.lines)
        for case in self.feedback:
            yield from (case, *case.actions, *case.events)
        for ticket in self.tickets:
            yield from (ticket, *ticket.events, *ticket.parts)
        for invite in self.surveys:
            yield from (invite, *invite.answers)
        for identity in self.identities:
            yield from (identity, *identity.documents)
        for part in (*self.account, *self.dealings, self.external, self.activity):
            yield from part

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        known = {
            "contact": _keys(self.contacts),
            "opportunity": _keys(self.deals),
            "feedback": _keys(self.feedback),
        }
        for entry in self.entries():
            for target, key in entry.references():
                if target in known and key not in known[target]:
                    raise ValueError(f"{self.code}: no {target} {key}")
        if sum(c.fields.get("is_primary") is True for c in self.contacts) != 1:
            raise ValueError(f"{self.code}: one primary contact")
        lost = self.customer.text("status") == "LOST"
        if lost != ("churn_type" in self.customer.fields and "lost_on" in self.customer.fields):
            raise ValueError(f"{self.code}: churn of a lost customer")
        _check_questions(self.answers, "C")
        return self

    @model_validator(mode="after")
    def _planned(self) -> Self:
        if any(one.answers > len(self.needs) for one in self.solutions):
            raise ValueError(f"{self.code}: solution of no need")
        stages = [(one.text("from_stage"), one.text("to_stage")) for one in self.moves]
        came = ["DEVELOPMENT", *(to for _from, to in stages)]
        if [start for start, _to in stages] != came[:-1]:
            raise ValueError(f"{self.code}: stage moves have gaps")
        if self.moves and came[-1] != self.customer.text("stage"):
            raise ValueError(f"{self.code}: stage moves do not lead to its stage")
        return self


class DemoFaq(Entry):
    """A standard answer."""

    spec = FAQ


class DemoObjection(Entry):
    """An objection with what to answer."""

    spec = OBJECTION


class Demo(BaseModel):
    """The whole demo: users, products and the customers in the order of their codes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    demo_user: str
    team: Pair
    users: Annotated[tuple[DemoUser, ...], Field(min_length=1)]
    products: Annotated[tuple[DemoProduct, ...], Field(min_length=1)]
    surveys: tuple[DemoSurvey, ...] = ()
    audits: tuple[DemoAudit, ...] = ()
    improvements: tuple[DemoImprovement, ...] = ()
    standards: tuple[DemoStandard, ...] = ()
    reviews: tuple[DemoReview, ...] = ()
    competitors: tuple[DemoCompetitor, ...] = ()
    targets: tuple[DemoTarget, ...] = ()
    segments: tuple[DemoSegment, ...] = ()
    campaigns: tuple[DemoCampaign, ...] = ()
    faqs: tuple[DemoFaq, ...] = ()
    objections: tuple[DemoObjection, ...] = ()
    matrix_services: tuple[DemoService, ...] = ()
    matrix_channels: tuple[DemoChannel, ...] = ()
    matrix_cells: tuple[DemoCell, ...] = ()
    technicians: tuple[DemoTechnician, ...] = ()
    parts: tuple[DemoPart, ...] = ()
    library: tuple[DemoLibraryNote, ...] = ()
    dispatch: tuple[DemoDispatchRule, ...] = ()
    systems: tuple[DemoSystem, ...] = ()
    stories: Annotated[tuple[DemoStory, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if [story.number for story in self.stories] != list(range(1, len(self.stories) + 1)):
            raise ValueError("numbers have gaps")
        known = {
            "user": {user.text("login") for user in self.users},
            "product": {product.text("code") for product in self.products},
            "customer": {story.code for story in self.stories},
            "survey": {survey.key for survey in self.surveys},
            "competitor": {one.text("name") for one in self.competitors},
            "technician": {one.key for one in self.technicians},
            "part": {one.text("code") for one in self.parts},
            "source_system": {one.text("key") for one in self.systems},
        }
        if self.demo_user not in known["user"]:
            raise ValueError(f"no user {self.demo_user}")
        for story in self.stories:
            for entry in story.entries():
                for target, key in entry.references():
                    if target in known and key not in known[target]:
                        raise ValueError(f"{story.code}: no {target} {key}")
        return self


def _keys(
    entries: tuple[DemoContact, ...] | tuple[DemoDeal, ...] | tuple[DemoFeedback, ...],
) -> set[str]:
    keys = [entry.key for entry in entries]
    if len(set(keys)) != len(keys):
        raise ValueError(f"key twice: {keys}")
    return set(keys)


def _check_questions(answers: tuple[DemoAnswer, ...], letter: str) -> None:
    codes = [answer.text("question_code") for answer in answers]
    if len(set(codes)) != len(codes) or any(not code.startswith(letter) for code in codes):
        raise ValueError(f"questions: {codes}")
