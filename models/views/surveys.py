"""Surveys, their questions, calls and results as pages show them; values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from models import enums
from models.explanation import Explanation


@dataclass(frozen=True, slots=True)
class SurveyRow:
    """One survey with its counts."""

    id: int
    version: int
    code: str
    title: str
    purpose: str | None
    active: bool
    questions: int
    invited: int
    answered: int


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One question of a survey."""

    id: int
    version: int
    number: int
    kind: enums.SurveyKind
    text: str
    experience_element: enums.ExperienceElement | None
    quality_dimension: enums.QualityDimension | None
    expectation_group: enums.ExpectationGroup | None


@dataclass(frozen=True, slots=True)
class CallRow:
    """A survey call that is still to be made."""

    item_id: int
    due: date
    invite_id: int
    invite_code: str
    survey_id: int
    customer_id: int
    customer_code: str
    customer_name: str
    owner_name: str | None


@dataclass(frozen=True, slots=True)
class SurveyBoard:
    """All surveys, and the calls to make."""

    surveys: tuple[SurveyRow, ...]
    calls: tuple[CallRow, ...]


@dataclass(frozen=True, slots=True)
class SurveyCard:
    """One survey: its questions, each with what was answered."""

    row: SurveyRow
    questions: tuple[QuestionRow, ...]
    results: Mapping[int, Explanation]  # by question; none for words


@dataclass(frozen=True, slots=True)
class SurveySheet:
    """What a call asks: the customer, the survey, its questions."""

    customer_id: int
    customer_code: str
    customer_name: str
    survey: SurveyRow
    questions: tuple[QuestionRow, ...]
    invite_id: int  # 0: none was planned
    due: Explanation  # when the customer is to be asked (R-SURVEY)
