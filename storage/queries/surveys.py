"""Reads of surveys: whom to call when, what to ask, what was answered. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from models import enums
from models.rules.satisfaction import SurveyFacts
from models.views.surveys import CallRow, QuestionRow, SurveyRow
from storage.queries import expressions as x
from storage.queries.context import ListContext
from storage.queries.reader import ReadConnection
from storage.queries.specs import as_date

# The main person is asked, by phone.
_AGREES = x.consent(enums.ConsentPurpose.SURVEY, x.MAIN_PERSON, enums.Channel.PHONE)
# Customers that may be asked and have no open call; the last time they were asked, and by what.
_CANDIDATES = f"""
SELECT c.id, c.name, c.created_at, c.survey_interval_months, c.do_not_contact, {_AGREES},
  (SELECT max(COALESCE(i.answered_on, i.invited_on)) FROM survey_invite i
     WHERE i.customer_id = c.id AND i.deleted_at IS NULL),
  (SELECT i.survey_id FROM survey_invite i JOIN survey s ON s.id = i.survey_id
     WHERE i.customer_id = c.id AND i.deleted_at IS NULL AND s.active = 1
       AND s.deleted_at IS NULL ORDER BY COALESCE(i.answered_on, i.invited_on) DESC LIMIT 1)
FROM customer c
WHERE c.deleted_at IS NULL AND c.do_not_contact = 0 AND {_AGREES} = 1
  AND c.status IN ('LEAD', 'ACTIVE', 'DORMANT')
  AND NOT EXISTS (SELECT 1 FROM follow_up u WHERE u.customer_id = c.id AND u.kind = 'SURVEY'
    AND u.deleted_at IS NULL AND u.status IN ('OPEN', 'SNOOZED', 'BLOCKED'))
"""
# A call that is still to be made is the next survey, not the last.
_ONE_CUSTOMER = f"""
SELECT c.id, c.name, c.created_at, c.survey_interval_months, c.do_not_contact, {_AGREES},
  (SELECT max(COALESCE(i.answered_on, i.invited_on)) FROM survey_invite i
     LEFT JOIN follow_up u ON u.id = i.follow_up_id AND u.deleted_at IS NULL
       AND u.status IN ('OPEN', 'SNOOZED', 'BLOCKED')
     WHERE i.customer_id = c.id AND i.deleted_at IS NULL
       AND (i.answered_on IS NOT NULL OR u.id IS NULL)), NULL
FROM customer c WHERE c.id = :id
"""
_IN_USE = """
SELECT id, title FROM survey WHERE deleted_at IS NULL AND active = 1 ORDER BY code DESC
"""
_SURVEYS = """
SELECT s.id, s.version, s.code, s.title, s.purpose, s.active,
  (SELECT count(*) FROM survey_question q WHERE q.survey_id = s.id AND q.deleted_at IS NULL),
  (SELECT count(*) FROM survey_invite i WHERE i.survey_id = s.id AND i.deleted_at IS NULL),
  (SELECT count(*) FROM survey_invite i WHERE i.survey_id = s.id AND i.deleted_at IS NULL
     AND i.answered_on IS NOT NULL)
FROM survey s WHERE s.deleted_at IS NULL ORDER BY s.code
"""
_QUESTIONS = """
SELECT id, version, number, kind, text, experience_element, quality_dimension, expectation_group
FROM survey_question WHERE survey_id = :id AND deleted_at IS NULL ORDER BY number
"""
_CALLS = """
SELECT u.id, u.due_date, i.id, i.code, i.survey_id, c.id, c.code, c.name, w.name
FROM survey_invite i
JOIN follow_up u ON u.id = i.follow_up_id AND u.deleted_at IS NULL
  AND u.status IN ('OPEN', 'SNOOZED', 'BLOCKED')
JOIN customer c ON c.id = i.customer_id
LEFT JOIN user w ON w.id = u.assignee_id
WHERE i.deleted_at IS NULL AND i.answered_on IS NULL
ORDER BY COALESCE(u.snoozed_until, u.due_date), c.code LIMIT 500
"""
_OPEN_INVITE = """
SELECT i.id, i.survey_id FROM survey_invite i
WHERE i.deleted_at IS NULL AND i.answered_on IS NULL
  AND (i.follow_up_id = :item OR (:item = 0 AND i.customer_id = :customer))
ORDER BY i.id DESC LIMIT 1
"""
_LAST_SURVEY = """
SELECT i.survey_id FROM survey_invite i JOIN survey s ON s.id = i.survey_id
WHERE i.customer_id = :customer AND i.deleted_at IS NULL AND s.active = 1 AND s.deleted_at IS NULL
ORDER BY COALESCE(i.answered_on, i.invited_on) DESC LIMIT 1
"""
_SCORES = """
SELECT a.question_id, a.score, a.expected FROM survey_answer a
JOIN survey_invite i ON i.id = a.invite_id AND i.deleted_at IS NULL
WHERE a.deleted_at IS NULL AND a.score IS NOT NULL AND i.survey_id = :id
"""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A customer that may be asked, with what decides when (R-SURVEY)."""

    id: int
    name: str
    facts: SurveyFacts
    survey_id: int | None  # the one in use that it was asked last


@dataclass(frozen=True, slots=True)
class Planned:
    """A survey call to plan: whom, by which survey, when."""

    customer_id: int
    survey_id: int
    due: date


def _candidate(context: ListContext, row: tuple[Any, ...]) -> Candidate:
    customer_id, name, created, months, silent, consent, last, survey_id = row
    facts = SurveyFacts(
        created=context.day_of(created),
        last=as_date(last),
        months=months,
        do_not_contact=bool(silent),
        consent=bool(consent),
    )
    return Candidate(customer_id, name, facts, survey_id)


def candidates(reader: ReadConnection, context: ListContext) -> Iterator[Candidate]:
    """Customers without an open call that may be asked."""
    return (_candidate(context, row) for row in reader.rows(_CANDIDATES))


def facts_of(reader: ReadConnection, context: ListContext, customer_id: int) -> SurveyFacts:
    """What decides when a customer is asked again (R-SURVEY)."""
    return _candidate(context, reader.rows(_ONE_CUSTOMER, {"id": customer_id})[0]).facts


def in_use(reader: ReadConnection) -> list[tuple[int, str]]:
    """Ids and titles of the surveys in use, the newest first."""
    return [(row[0], row[1]) for row in reader.rows(_IN_USE)]


def last_survey(reader: ReadConnection, customer_id: int) -> int | None:
    """The survey in use that a customer was asked last."""
    row = reader.one(_LAST_SURVEY, {"customer": customer_id})
    return None if row is None else int(row[0])


def open_invite(reader: ReadConnection, customer_id: int, item_id: int) -> tuple[int, int] | None:
    """(invitation, survey) of a call, or of a customer without naming one; not yet answered."""
    row = reader.one(_OPEN_INVITE, {"item": item_id, "customer": customer_id})
    return None if row is None else (int(row[0]), int(row[1]))


def surveys(reader: ReadConnection) -> tuple[SurveyRow, ...]:
    """All surveys with their counts."""
    return tuple(_survey(*row) for row in reader.rows(_SURVEYS))


def _survey(*row: Any) -> SurveyRow:
    head, active, counts = row[:5], bool(row[5]), row[6:]
    values: list[Any] = [*head, active, *counts]
    return SurveyRow(*values)


def questions(reader: ReadConnection, survey_id: int) -> tuple[QuestionRow, ...]:
    """The questions of a survey in their order."""
    return tuple(_question(row) for row in reader.rows(_QUESTIONS, {"id": survey_id}))


def _question(row: tuple[Any, ...]) -> QuestionRow:
    question_id, version, number, kind, text, element, dimension, group = row
    return QuestionRow(
        question_id,
        version,
        number,
        enums.SurveyKind(kind),
        text,
        element and enums.ExperienceElement(element),
        dimension and enums.QualityDimension(dimension),
        group and enums.ExpectationGroup(group),
    )


def calls(reader: ReadConnection) -> tuple[CallRow, ...]:
    """Survey calls that are still to be made, the earliest first."""
    return tuple(_call(row) for row in reader.rows(_CALLS))


def _call(row: tuple[Any, ...]) -> CallRow:
    item_id, due, *rest = row
    day = as_date(due)
    assert day is not None
    return CallRow(item_id, day, *rest)


def scores(reader: ReadConnection, survey_id: int) -> dict[int, list[tuple[int, int | None]]]:
    """(score, expected) of every answer, by question."""
    found: dict[int, list[tuple[int, int | None]]] = {}
    for question_id, score, expected in reader.rows(_SCORES, {"id": survey_id}):
        found.setdefault(question_id, []).append((score, expected))
    return found
