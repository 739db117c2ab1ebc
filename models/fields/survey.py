"""Field tables of surveys, their questions, invitations and answers (requirements 9.3, 13)."""

from __future__ import annotations

from models import enums
from models.fields.spec import EntitySpec, FieldKind, FieldSpec

K = FieldKind

# What each kind of question wants filled in, and the range of its score (requirements 9.3).
_WANTED = {
    enums.SurveyKind.TEXT: ("note",),
    enums.SurveyKind.GAP_EXPECT_PERCEIVE: ("expected", "score"),
}
_TO_TEN = frozenset({enums.SurveyKind.NPS_0_10, enums.SurveyKind.INTENT_0_10})


def answer_fields(kind: enums.SurveyKind) -> tuple[str, ...]:
    """Fields of an answer that a question of this kind wants filled in (requirements 9.3)."""
    return _WANTED.get(kind, ("score",))


def answer_texts(kind: enums.SurveyKind, written: str) -> dict[str, str]:
    """The fields of an answer written in one word or cell: a score, EXPECTED/PERCEIVED, words."""
    if kind is enums.SurveyKind.TEXT:
        return {"note": written}
    if kind is enums.SurveyKind.GAP_EXPECT_PERCEIVE:
        expected, _slash, perceived = written.partition("/")
        return {"expected": expected.strip(), "score": perceived.strip()}
    return {"score": written.strip()}


def score_range(kind: enums.SurveyKind) -> tuple[int, int]:
    """Lowest and highest score of a question of this kind; what was perceived, for a gap."""
    return (0, 10) if kind in _TO_TEN else (1, 5)


SURVEY = EntitySpec(
    "survey",
    "surveys",
    "SV",
    (
        FieldSpec("code", max_length=10, editable=False),
        FieldSpec("title", required=True, max_length=120),
        FieldSpec("purpose", K.NOTE, max_length=2000),
        FieldSpec("active", K.BOOLEAN, default=True),
    ),
    title="title",
)

SURVEY_QUESTION = EntitySpec(
    "survey_question",
    "survey-questions",
    "SQ",
    (
        FieldSpec("code", max_length=10, editable=False),
        FieldSpec("survey", K.LINK, target="survey", required=True),
        FieldSpec("number", K.INTEGER, required=True, minimum=1, maximum=99),
        FieldSpec("kind", K.CHOICE, choices=enums.SurveyKind, required=True, default="SCORE_1_5"),
        FieldSpec("text", required=True, max_length=400),
        FieldSpec("experience_element", K.CHOICE, choices=enums.ExperienceElement),
        FieldSpec("quality_dimension", K.CHOICE, choices=enums.QualityDimension),
        FieldSpec("expectation_group", K.CHOICE, choices=enums.ExpectationGroup),
    ),
    title="text",
)

SURVEY_INVITE = EntitySpec(
    "survey_invite",
    "survey-invites",
    "SI",
    (
        FieldSpec("code", max_length=10, editable=False),
        FieldSpec("survey", K.LINK, target="survey", required=True),
        FieldSpec("customer", K.LINK, target="customer", required=True),
        FieldSpec("contact", K.LINK, target="contact"),
        FieldSpec("invited_on", K.DATE),
        FieldSpec("answered_on", K.DATE),
        FieldSpec("follow_up", K.LINK, target="follow_up", editable=False),
        FieldSpec("feedback", K.LINK, target="feedback", editable=False),
    ),
    title="code",
)

SURVEY_ANSWER = EntitySpec(
    "survey_answer",
    "survey-answers",
    "",
    (
        FieldSpec("invite", K.LINK, target="survey_invite", required=True),
        FieldSpec("question", K.LINK, target="survey_question", required=True),
        FieldSpec("score", K.INTEGER, minimum=0, maximum=10),
        FieldSpec("expected", K.INTEGER, minimum=1, maximum=5),
        FieldSpec("note", K.NOTE, max_length=2000),
    ),
    title="note",
)
