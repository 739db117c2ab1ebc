"""Surveys: the calls to make, answers on the phone, results by question (requirements 9.3).

Reads load no SQLModel. Surveys and questions are written as records like others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from models import enums
from models.explanation import Explanation, Reason
from models.fields.survey import answer_fields
from models.policy_defaults import policy_from
from models.policy_relations import SatisfactionPolicy
from models.rules.satisfaction import csat, mean, mean_gap, nps, survey_due, survey_for
from models.views.surveys import QuestionRow, SurveyBoard, SurveyCard, SurveyRow, SurveySheet
from storage.errors import Invalid, NotFound, Refused, ServiceError
from storage.queries import details, figures
from storage.queries import surveys as queries
from storage.queries.reader import ReadConnection
from storage.services.core import Core

if TYPE_CHECKING:
    from models.records.survey import SurveyInvite
    from storage.exchange.answer_rows import AnswerRow
    from storage.work import Work

_MOST_ROWS = 5_000  # of a file: they become one change
Answers = Mapping[int, Mapping[str, str]]  # number of a question -> texts of its answer


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of the answers: the invitation, and the case that low ones opened."""

    invite_id: int
    invite_code: str
    feedback_code: str


@dataclass(frozen=True, slots=True)
class FileTaken:
    """What became of the answers of a file: rows taken, cases opened, rows refused with why."""

    taken: int
    cases: int
    rejected: tuple[tuple[int, tuple[Reason, ...]], ...]  # line and reasons


class Surveys:
    """Calls, answers and results."""

    def __init__(self, core: Core) -> None:
        self._core = core

    # ── reading ─────────────────────────────────────────────────────────────────────────

    def board(self) -> SurveyBoard:
        """All surveys with their counts, and the calls to make, the earliest first."""
        return self._core.read(
            lambda reader: SurveyBoard(queries.surveys(reader), queries.calls(reader)), "surveys"
        )

    def card(self, survey_id: int) -> SurveyCard:
        """A survey with the result of each question and its count (AC-111). NotFound."""

        def read(reader: ReadConnection) -> SurveyCard:
            policy = policy_from(figures.figures(reader)).satisfaction
            questions = queries.questions(reader, survey_id)
            given = queries.scores(reader, survey_id)
            results = {
                one.id: found
                for one in questions
                if (found := _result(one, given.get(one.id, []), policy)) is not None
            }
            return SurveyCard(_row(reader, survey_id), questions, results)

        return self._core.read(read, "survey")

    def sheet(self, customer_id: int, *, item_id: int = 0, survey_id: int = 0) -> SurveySheet:
        """What to ask a customer: by the call that is planned, else by the survey it had last.

        Refused: do not contact, or no survey is in use. NotFound: no such customer or survey.
        """
        context = self._core.context()

        def read(reader: ReadConnection) -> SurveySheet:
            values = details.record(reader, "customer", customer_id)
            if values is None:
                raise NotFound("not_found", entity="customer", value=customer_id)
            if values["do_not_contact"]:
                raise Refused("refused.do_not_contact", customer=values["code"])
            found = queries.open_invite(reader, customer_id, item_id)
            invite_id, planned = found or (0, 0)
            wanted = (
                survey_id
                or planned
                or queries.last_survey(reader, customer_id)
                or survey_for(str(values["name"]), queries.in_use(reader))
            )
            if not wanted:
                raise Refused("survey.no_survey")
            policy = policy_from(figures.figures(reader)).satisfaction
            facts = queries.facts_of(reader, context, customer_id)
            return SurveySheet(
                customer_id,
                str(values["code"]),
                str(values["name"]),
                _row(reader, wanted),
                queries.questions(reader, wanted),
                invite_id if planned == wanted else 0,
                survey_due(facts, policy).explanation,
            )

        return self._core.read(read, "survey sheet")

    # ── writing ─────────────────────────────────────────────────────────────────────────

    def answer(
        self,
        customer_id: int,
        answers: Answers,
        *,
        item_id: int = 0,
        survey_id: int = 0,
        on: str = "",
        contact: str = "",
    ) -> Taken:
        """Stores what a customer answered; the call is done, low answers open one case (9.3).

        `answers` holds score, expected and note by the number of the question; empty ones are
        left out. `on` is the day it was answered, today where empty. Invalid names question and
        field; Refused where the customer is not to be contacted.
        """
        sheet = self.sheet(customer_id, item_id=item_id, survey_id=survey_id)
        given = _given(sheet, answers)
        key = self._core.key

        def unit(work: Work) -> Taken:
            from models.records.feedback import Feedback
            from storage.effects.surveys import settle_answers
            from storage.work import encode_params

            invite = _stored(work, sheet, given, on, contact, key)
            settle_answers(work)
            case = work.find(Feedback, invite.feedback_id)
            assert work.change is not None
            params = {"customer": sheet.customer_code, "code": invite.code}
            work.change.params = encode_params(params)
            return Taken(invite.id, invite.code or "", (case.code or "") if case else "")

        return self._core.write("change.survey", {}, unit)

    def take_file(
        self, path: Path, survey_id: int, names: Mapping[str, str], *, dry_run: bool = False
    ) -> FileTaken:
        """Stores the answers of a file, a row a customer; one change, one undo (9.3).

        Columns: `customer` (code or exact name), `answered_on`, `contact`, and one a question;
        `names` are their headers in the user's language. A row that cannot be taken is left out
        and named; the others are stored. Invalid for a file that gives no table, a column that
        names no question, or too many rows; NotFound or StorageFault for the path.
        """
        from storage.exchange.answer_rows import as_reason, read_answers
        from storage.exchange.table import Problem, UnreadableFileError

        questions = self.card(survey_id).questions
        path = self._core.at(path)
        try:
            rows = list(read_answers(path, questions, names))
        except UnreadableFileError as error:
            raise Invalid([as_reason(error.problem)]) from error
        if len(rows) > _MOST_ROWS:
            raise Invalid([Reason("survey.too_many_rows", {"limit": _MOST_ROWS})])
        good: list[tuple[AnswerRow, SurveySheet]] = []
        bad: list[tuple[int, tuple[Reason, ...]]] = []
        seen: set[int] = set()
        for row in rows:
            if isinstance(row, Problem):
                bad.append((row.line, (as_reason(row),)))
                continue
            try:
                sheet = self._rehearsed(row, survey_id, seen)
            except ServiceError as error:
                bad.append((row.line, tuple(error.reasons)))
            else:
                good.append((row, sheet))
        if dry_run or not good:
            return FileTaken(len(good), 0, tuple(bad))
        return FileTaken(len(good), self._store(good), tuple(bad))

    def _rehearsed(self, row: AnswerRow, survey_id: int, seen: set[int]) -> SurveySheet:
        """The sheet of a row that can be taken; tried and taken back."""
        from storage.effects.saving import find_id

        customer_id = self._core.read(lambda reader: find_id(reader, "customer", row.customer))
        if customer_id in seen:
            raise Invalid([Reason("survey.twice", {"value": row.customer})])
        sheet = self.sheet(customer_id, survey_id=survey_id)
        given, key = _given(sheet, row.answers), self._core.key

        def unit(work: Work) -> None:
            _stored(work, sheet, given, row.answered_on, row.contact, key)

        self._core.units.rehearse(unit)
        seen.add(customer_id)
        return sheet

    def _store(self, rows: list[tuple[AnswerRow, SurveySheet]]) -> int:
        key = self._core.key

        def unit(work: Work) -> int:
            from storage.effects.surveys import settle_answers
            from storage.work import encode_params

            invites = [
                _stored(work, sheet, _given(sheet, row.answers), row.answered_on, row.contact, key)
                for row, sheet in rows
            ]
            settle_answers(work)
            assert work.change is not None
            params = {"survey": rows[0][1].survey.code, "count": len(rows)}
            work.change.params = encode_params(params)
            return sum(invite.feedback_id is not None for invite in invites)

        return self._core.write("change.survey_file", {}, unit)

    def plan(self) -> int:
        """Plans the calls that fall due soon; how many (AC-110, see `effects.surveys.due_calls`).

        Done by itself at the change of date.
        """
        from storage.effects.surveys import plan_due

        return plan_due(self._core.read, self._core.write, self._core.context())


def _row(reader: ReadConnection, survey_id: int) -> SurveyRow:
    found = next((one for one in queries.surveys(reader) if one.id == survey_id), None)
    if found is None:
        raise NotFound("not_found", entity="survey", value=survey_id)
    return found


def _result(
    question: QuestionRow, given: list[tuple[int, int | None]], policy: SatisfactionPolicy
) -> Explanation | None:
    """The figure of a question by its kind: mean, mean gap, or NPS."""
    values = [score for score, _expected in given]
    if question.kind is enums.SurveyKind.TEXT:
        return None
    if question.kind is enums.SurveyKind.GAP_EXPECT_PERCEIVE:
        pairs = [(expected, score) for score, expected in given if expected is not None]
        return mean_gap(pairs).explanation
    if question.kind is enums.SurveyKind.NPS_0_10:
        return nps(values, policy).explanation
    found = mean(values, policy).explanation
    if question.kind is enums.SurveyKind.INTENT_0_10:
        return found
    share = csat(values, policy).explanation
    return Explanation(found.figure, found.rule, found.value, (*share.lines[:1], *found.lines))


def _given(sheet: SurveySheet, answers: Answers) -> Mapping[QuestionRow, Mapping[str, str]]:
    """The answers that say something, by their question; Invalid where there is none such."""
    by_number = {one.number: one for one in sheet.questions}
    wanted = {
        number: {name: text for name, text in texts.items() if text.strip()}
        for number, texts in answers.items()
    }
    unknown = [number for number in wanted if number not in by_number]
    if unknown:
        raise Invalid([Reason("survey.number", {"value": unknown[0]})])
    given = {by_number[number]: texts for number, texts in wanted.items() if texts}
    if not given:
        raise Invalid([Reason("survey.nothing_answered")])
    return given


def _stored(
    work: Work,
    sheet: SurveySheet,
    given: Mapping[QuestionRow, Mapping[str, str]],
    on: str,
    contact: str,
    key: bytes,
) -> SurveyInvite:
    """The invitation with its answers, in the unit of the caller."""
    from models.fields.registry import entity
    from models.records.survey import SurveyInvite
    from storage.effects.saving import create

    invite = work.find(SurveyInvite, sheet.invite_id or None)
    if invite is None:
        invite = work.add(
            SurveyInvite,
            code=work.next_code("SI"),
            survey_id=sheet.survey.id,
            customer_id=sheet.customer_id,
            invited_on=work.today,
        )
        work.session.flush()
    more = {"answered_on": on or work.today.isoformat(), "contact": contact}
    _complete(work, invite, {name: text for name, text in more.items() if text}, key)
    for question, texts in given.items():
        values = {"invite": f"survey-invites/{invite.id}", **texts}
        values["question"] = f"survey-questions/{question.id}"
        try:
            create(work, entity("survey_answer"), values, key)
        except Invalid as error:
            raise Invalid(_named(question, error)) from error
    work.session.flush()
    return invite


def _complete(work: Work, invite: object, texts: Mapping[str, str], key: bytes) -> None:
    """Day and person of the answers, checked as any field is."""
    from models.fields.registry import entity
    from storage.effects.changing import change

    change(work, entity("survey_invite"), invite.id, texts, key)  # type: ignore[attr-defined]


def _named(question: QuestionRow, error: Invalid) -> list[Reason]:
    """The same reasons, naming the question: its fields are called q1, q1_expected, q1_note."""
    main = answer_fields(question.kind)[-1]
    found = []
    for reason in error.problems:
        name = str(reason.params.get("field", ""))
        suffix = "" if name == main else f"_{name}"
        params = {**reason.params, "field": f"q{question.number}{suffix}"}
        found.append(Reason(reason.code, params))
    return found
