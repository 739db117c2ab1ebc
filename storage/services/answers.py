"""NSABC answers with fit, odds and gaps (requirements 8.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from models.enums import (
    CLOSED_PIPELINE,
    AnswerScope,
    CommitteeRole,
    Grade,
    Method,
    NsabcElement,
    NsabcState,
    Pipeline,
)
from models.explanation import Reason
from models.fields.parsing import parse_values
from models.fields.registry import entity
from models.policy_defaults import Policy, policy_from
from models.records.committee import Stakeholder
from models.records.contact import Contact
from models.records.customer import Customer
from models.records.nsabc_answer import NsabcAnswer
from models.records.opportunity import Opportunity
from models.rules.answers import (
    Answer,
    AnswerDraft,
    Blocker,
    Offer,
    OfferFacts,
    answer_objections,
    is_expired,
    offers,
    questions_of,
)
from models.rules.committee import Member, support
from models.rules.qualification import DealFacts, Fit, Gap, Odds, fit, gap_due, gaps, odds
from models.rules.readings import Reading, read_as
from models.views.cards import OpportunityCard, StakeholderRow
from storage.effects.saving import Saved, parsing_context, resolve_links, saved
from storage.errors import Invalid, NotFound, Refused
from storage.queries import account, details, figures
from storage.queries.context import ListContext
from storage.queries.reader import ReadConnection
from storage.services.core import Core
from storage.work import Work, encode_params

_ENTITY = entity("nsabc_answer")
_SUBJECTS: dict[AnswerScope, type[Any]] = {
    AnswerScope.CUSTOMER: Customer,
    AnswerScope.OPPORTUNITY: Opportunity,
}


@dataclass(frozen=True, slots=True)
class OddsSheet:
    """Win odds of a deal with its gaps, ordered by what-if gain."""

    odds: Odds
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class DealSheet:
    """Everything the qualification sheet of a deal shows, of one moment."""

    card: OpportunityCard
    odds: Odds
    gaps: tuple[Gap, ...]
    offers: tuple[Offer, ...]  # what figures say about questions not confirmed yet
    manual_reason: str


@dataclass(frozen=True, slots=True)
class GapPlan:
    """A follow-up as it is proposed for a gap: nothing is saved yet (8.1 what-if)."""

    customer_id: int
    opportunity: str  # its code
    contact: str  # code of the person the action names, "" for none
    person: str  # that person's name
    problem: str  # the open need the action names, "" for none
    action: Reason
    due: date


class Answers:
    """Giving an answer, and what follows from all answers."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def give(
        self,
        scope: AnswerScope,
        subject_id: int,
        question: str,
        texts: Mapping[str, str | None],
        *,
        words: Mapping[str, Mapping[str, str]] | None = None,
    ) -> Saved:
        """Saves an answer: fields state, note, source_contact, source_doc, confirmed_on.

        CONFIRMED needs note, a source (person or document) and a date (requirements 8.1): Invalid
        names what is missing. An unknown question raises NotFound; a deal that is won or lost
        keeps its answers (Refused).
        """
        code = question.strip().upper()
        if code not in {one.code for one in questions_of(scope)}:
            raise NotFound("not_found", entity="nsabc_answer", value=question)

        def unit(work: Work) -> Saved:
            subject: Customer | Opportunity = work.get(_SUBJECTS[scope], subject_id)
            if isinstance(subject, Opportunity) and subject.pipeline in CLOSED_PIPELINE:
                raise Refused("answer.deal_closed", record=subject.code, state=subject.pipeline)
            values, problems = parse_values(_ENTITY, texts, parsing_context(work, words))
            resolved = resolve_links(work, _ENTITY, values, problems)
            if problems:
                raise Invalid(problems)
            found = work.all(NsabcAnswer, scope=scope, subject_id=subject_id, question_code=code)
            if found:
                answer = found[0]
            else:
                answer = work.add(
                    NsabcAnswer,
                    scope=scope,
                    subject_id=subject_id,
                    question_code=code,
                    state=NsabcState.UNKNOWN,
                )
            for column, value in resolved.items():
                setattr(answer, column, value)
            self._check(work, answer)
            assert work.change is not None
            work.change.params = encode_params(
                {"code": subject.code, "question": code, "state": answer.state.value}
            )
            work.session.flush()
            return saved(answer)

        return self._core.write("change.answer", {}, unit)

    def fit(self, customer_id: int) -> Fit:
        """4W1H fit of a customer (R-FIT).

        NotFound. Refused: a terminated one, to who sees name and status of it alone (9.5).
        """

        def read(reader: ReadConnection) -> Fit:
            details.whole_customer(reader, self._core.context(), customer_id)
            given = _answers(reader, AnswerScope.CUSTOMER, customer_id)
            return fit(given, _policy(reader).odds, self._core.clock.today())

        return self._core.read(read, "fit")

    def odds(self, opportunity_id: int) -> OddsSheet:
        """Win odds and gaps of a deal (R-ODDS)."""

        def read(reader: ReadConnection) -> OddsSheet:
            given = _answers(reader, AnswerScope.OPPORTUNITY, opportunity_id)
            deal = _deal(reader, opportunity_id)
            policy = _policy(reader).odds
            today = self._core.clock.today()
            return OddsSheet(
                odds(given, deal, policy, today), tuple(gaps(given, deal, policy, today))
            )

        return self._core.read(read, "odds")

    def sheet(self, opportunity_id: int) -> DealSheet:
        """The qualification sheet of a deal: answers, odds, gaps, offers. NotFound as usual."""

        def read(reader: ReadConnection) -> DealSheet:
            card = details.opportunity_card(reader, opportunity_id)
            if card is None:
                raise NotFound("not_found", entity="opportunity", value=opportunity_id)
            policy, today = _policy(reader), self._core.clock.today()
            given = [
                Answer(one.question_code, NsabcState(one.state), one.confirmed_on)
                for one in card.answers
            ]
            deal = _deal(reader, opportunity_id)
            full = _confirmed(given, policy, today)
            facts = _offer_facts(card, self._core.context())
            found = offers(facts, policy.qualification, today)
            return DealSheet(
                card,
                odds(given, deal, policy.odds, today),
                tuple(gaps(given, deal, policy.odds, today)),
                tuple(one for one in found if one.code[0] == "P" and one.code not in full),
                deal.manual_reason,
            )

        return self._core.read(read, "sheet")

    def customer_offers(self, customer_id: int) -> tuple[Offer, ...]:
        """What is on record about customer questions not confirmed yet: C-A2, C-C1, C-C2 (8.1)."""
        context, today = self._core.context(), self._core.clock.today()

        def read(reader: ReadConnection) -> tuple[Offer, ...]:
            policy = _policy(reader)
            given = _answers(reader, AnswerScope.CUSTOMER, customer_id)
            people = details.stakeholders(reader, customer_id)
            deal = None if people else figures.newest_open_deal(reader, customer_id)
            if deal is not None:
                people = details.stakeholders(reader, customer_id, deal)
            facts = replace(
                _decider_facts(people, context),
                incumbents=account.incumbents(reader, context.day_of, customer_id),
            )
            full = _confirmed(given, policy, today)
            found = offers(facts, policy.qualification, today)
            return tuple(one for one in found if one.code[0] == "C" and one.code not in full)

        return self._core.read(read, "customer offers")

    def reading(self, opportunity_id: int, method: Method) -> Reading:
        """The same answers as BANT or MEDDPICC."""

        def read(reader: ReadConnection) -> Reading:
            given = _answers(reader, AnswerScope.OPPORTUNITY, opportunity_id)
            return read_as(method, given, _policy(reader).odds, self._core.clock.today())

        return self._core.read(read, "reading")

    def gap_plan(self, opportunity_id: int, question: str) -> GapPlan:
        """The follow-up that would close a gap: action, person, problem, due day (8.1)."""
        sheet = self.sheet(opportunity_id)
        gap = next((one for one in sheet.gaps if one.question.code == question), None)
        if gap is None:
            raise NotFound("not_found", entity="nsabc_answer", value=question)
        card, today = sheet.card, self._core.clock.today()
        member = _asked_person(card.stakeholders, gap.question.element)

        def read(reader: ReadConnection) -> GapPlan:
            policy = _policy(reader)
            customer_id = int(str(card.values["customer_id"]))
            customer = details.record(reader, "customer", customer_id) or {}
            grade = Grade(str(customer.get("grade") or Grade.D))
            person = details.record(reader, "contact", member) if member else None
            needs = card.needs or details.needs(reader, customer_id)
            problem = next((one.problem for one in needs if one.status == "OPEN"), "")
            return GapPlan(
                customer_id=customer_id,
                opportunity=str(card.values["code"]),
                contact=str(person["code"]) if person else "",
                person=str(person["name"]) if person else "",
                problem=problem,
                action=gap.action,
                due=gap_due(grade, policy.qualification, policy.cadence, today),
            )

        return self._core.read(read)

    @staticmethod
    def _check(work: Work, answer: NsabcAnswer) -> None:
        draft = AnswerDraft(
            answer.question_code,
            answer.state,
            answer.note or "",
            bool(answer.source_contact_id or answer.source_doc),
            answer.confirmed_on,
        )
        blockers = _blockers(work, answer)
        objections = answer_objections(draft, work.policy.qualification, work.today, blockers)
        if objections:
            raise Invalid([_with_field(reason) for reason in objections])


_FIELD_OF = {
    "answer.needs_note": "note",
    "answer.needs_source": "source_doc",
    "answer.needs_date": "confirmed_on",
    "answer.date_in_future": "confirmed_on",
}


def _blockers(work: Work, answer: NsabcAnswer) -> list[Blocker]:
    """Who builds obstacles in the deal of an answer (R-BLOCK)."""
    if answer.scope is not AnswerScope.OPPORTUNITY:
        return []
    found = []
    for one in work.all(Stakeholder, opportunity_id=answer.subject_id):
        if CommitteeRole.BLOCKER in one.roles:
            person = work.find(Contact, one.contact_id)
            name = person.name if person else ""
            plan = one.counter_plan or ""
            found.append(Blocker(name, one.weight_pct or 0, one.stance or 0, plan))
    return found


def _confirmed(given: Sequence[Answer], policy: Policy, today: date) -> set[str]:
    """Questions whose confirmation still counts in full."""
    return {
        one.code
        for one in given
        if one.state is NsabcState.CONFIRMED and not is_expired(one, policy.odds, today)
    }


def _decider_facts(people: Sequence[StakeholderRow], context: ListContext) -> OfferFacts:
    """When the heaviest decider was touched last, and how they stand."""
    deciders = [one for one in people if CommitteeRole.DECISION_MAKER.value in one.roles]
    decider = max(deciders, key=lambda one: one.weight_pct, default=None)
    touched = decider.last_touch_at if decider else None
    return OfferFacts(
        decider_touched_on=touched.astimezone(ZoneInfo(context.zone)).date() if touched else None,
        decider_stance=decider.stance if decider else None,
    )


def _offer_facts(card: OpportunityCard, context: ListContext) -> OfferFacts:
    """What the figures know about a deal (8.1): the heaviest decider, support, amount, date."""
    members = [
        Member(one.contact_name or "", one.weight_pct, one.stance) for one in card.stakeholders
    ]
    amount, close = card.values["expected_amount"], card.values["expected_close_date"]
    return replace(
        _decider_facts(card.stakeholders, context),
        support=support(members).value if members else None,
        expected_amount=amount if isinstance(amount, int) else None,
        expected_close=close if isinstance(close, date) else None,
    )


def _asked_person(members: Sequence[StakeholderRow], element: NsabcElement) -> int | None:
    """Whom the action of a gap names: for decision steps the informant, else who stands nearest."""

    def nearness(one: StakeholderRow) -> tuple[bool, int, int]:
        inside = element is NsabcElement.A and one.informant
        return inside, one.relation_strength, one.weight_pct

    here = [one for one in members if one.left_at is None and one.stance >= 0]
    best = max(here, key=nearness, default=None)
    return best.contact_id if best else None


def _with_field(reason: Reason) -> Reason:
    return Reason(reason.code, {"field": _FIELD_OF.get(reason.code, "state"), **reason.params})


def _answers(reader: ReadConnection, scope: AnswerScope, subject_id: int) -> list[Answer]:
    return [
        Answer(one.question_code, NsabcState(one.state), one.confirmed_on)
        for one in details.answers(reader, scope, subject_id)
    ]


def _deal(reader: ReadConnection, opportunity_id: int) -> DealFacts:
    record = details.record(reader, "opportunity", opportunity_id)
    if record is None:
        raise NotFound("not_found", entity="opportunity", value=opportunity_id)
    manual = record["odds_manual"]
    return DealFacts(
        Pipeline(str(record["pipeline"])),
        record["expected_amount"],  # type: ignore[arg-type]
        record["expected_close_date"],  # type: ignore[arg-type]
        None if manual is None else Decimal(str(manual)),
        str(record["odds_reason"] or ""),
    )


def _policy(reader: ReadConnection) -> Policy:
    return policy_from(figures.figures(reader))
