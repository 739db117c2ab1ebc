"""Reads of survey answers by experience element, of audits, improvements and standards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol

from models.explanation import Explanation, Reason
from models.rules.improvements import Effect, Range, effect


class Rows(Protocol):
    """A read connection, or a unit of work."""

    def rows(self, sql: str, parameters: Any = ...) -> list[tuple[Any, ...]]:
        """All rows of a statement with :name parameters."""


_SCORES = """
SELECT a.score FROM survey_answer a
JOIN survey_question q ON q.id = a.question_id AND q.kind = 'SCORE_1_5'
JOIN survey_invite i ON i.id = a.invite_id AND i.deleted_at IS NULL
WHERE a.deleted_at IS NULL AND a.score IS NOT NULL AND q.experience_element = :element
  AND i.answered_on BETWEEN :first AND :last
"""


_CHOICES = {
    "touchpoint": "SELECT code, name, name_zh FROM touchpoint"
    " WHERE deleted_at IS NULL AND active = 1 ORDER BY code",
    "audit_run": "SELECT code, place, NULL FROM audit_run WHERE deleted_at IS NULL"
    " ORDER BY date DESC, code DESC LIMIT 100",
    "survey": "SELECT code, title, NULL FROM survey WHERE deleted_at IS NULL ORDER BY code",
    "service_standard": "SELECT code, name, NULL FROM service_standard"
    " WHERE deleted_at IS NULL ORDER BY code",
}
CHOICES = tuple(_CHOICES)


def choices(reader: Rows, entity: str) -> list[tuple[str, str, str | None]]:
    """Code, name and Chinese name of the records of a small table that a form offers."""
    return [(row[0], row[1], row[2]) for row in reader.rows(_CHOICES[entity])]


def element_scores(
    reader: Rows, element: object, first: date | None, last: date | None
) -> list[int]:
    """Scores from 1 to 5 of an experience element, answered in a range of days (S0-CXM-05)."""
    if element is None or first is None or last is None:
        return []
    span = {"element": str(element), "first": first.isoformat(), "last": last.isoformat()}
    return [row[0] for row in reader.rows(_SCORES, span)]


def effect_of(reader: Rows, element: object, dates: Sequence[date | None], today: date) -> Effect:
    """What an improvement did to the scores of its element (AC-102).

    `dates` are first and last day before it, first and last after it; without an end the range
    after it runs up to `today`.
    """
    if element is None:
        nothing = Explanation("effect", "S0-CXM-05", None, (Reason("improvement.no_element"),))
        return Effect(None, None, None, nothing)
    before_from, before_to, after_from, after_to = dates
    if after_from is not None and after_to is None:
        after_to = max(today, after_from)
    ranges = [
        Range(first, last, element_scores(reader, element, first, last))
        for first, last in ((before_from, before_to), (after_from, after_to))
    ]
    return effect(*ranges)
