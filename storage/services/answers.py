"""NSABC answers with fit, odds and gaps (requirements 8.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from models.enums import AnswerScope, NsabcState, Pipeline
from models.explanation import Reason
from models.fields.parsing import parse_values
from models.fields.registry import entity
from models.policy_defaults import Policy, policy_from
from models.records.customer import Customer
from models.records.nsabc_answer import NsabcAnswer
from models.records.opportunity import Opportunity
from models.rules.answers import Answer, AnswerDraft, answer_objections, questions_of
from models.rules.qualification import DealFacts, Fit, Gap, Odds, fit, gaps, odds
from storage.effects.saving import Saved, parsing_context, resolve_links, saved
from storage.errors import Invalid, NotFound
from storage.queries import details
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
        names what is missing. An unknown question raises NotFound.
        """
        code = question.strip().upper()
        if code not in {one.code for one in questions_of(scope)}:
            raise NotFound("not_found", entity="nsabc_answer", value=question)

        def unit(work: Work) -> Saved:
            subject: Customer | Opportunity = work.get(_SUBJECTS[scope], subject_id)
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
        """4W1H fit of a customer (R-FIT)."""

        def read(reader: ReadConnection) -> Fit:
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

    @staticmethod
    def _check(work: Work, answer: NsabcAnswer) -> None:
        draft = AnswerDraft(
            answer.question_code,
            answer.state,
            answer.note or "",
            bool(answer.source_contact_id or answer.source_doc),
            answer.confirmed_on,
        )
        objections = answer_objections(draft, work.policy.qualification, work.today)
        if objections:
            raise Invalid([_with_field(reason) for reason in objections])


_FIELD_OF = {
    "answer.needs_note": "note",
    "answer.needs_source": "source_doc",
    "answer.needs_date": "confirmed_on",
    "answer.date_in_future": "confirmed_on",
}


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
    rows = reader.rows("SELECT key, value FROM setting WHERE deleted_at IS NULL")
    return policy_from({key: int(value) for key, value in rows if str(value).lstrip("-").isdigit()})
