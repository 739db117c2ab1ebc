"""Surveys as lines: calls on top, late ones by sign, figures under their questions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from models.enums import ExperienceElement, SurveyKind
from models.explanation import Explanation, Reason
from models.views.surveys import CallRow, QuestionRow, SurveyBoard, SurveyCard, SurveyRow
from models.width import cell_width
from tui import i18n
from tui.rows.lines import Line
from tui.rows.surveys import CALL, board_lines, survey_lines

TODAY = date(2026, 3, 2)
ROW = SurveyRow(1, 1, "SV-000001", "季度满意度电话", "五分钟", True, 2, 3, 2)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    i18n.set_language("en")
    yield
    i18n.set_language("en")


def texts(lines: tuple[Line, ...]) -> list[str]:
    return ["".join(text for text, _tone in line.pieces).rstrip() for line in lines]


@pytest.mark.parametrize("width", [58, 108])
def test_calls_stand_first_with_their_day(width: int) -> None:
    calls = (
        CallRow(7, date(2026, 2, 27), 1, "SI-1", 1, 2, "C-2", "华信", "陈思"),
        CallRow(8, date(2026, 3, 10), 2, "SI-2", 1, 3, "C-3", "远大", None),
    )
    lines = board_lines(SurveyBoard((ROW,), calls), TODAY, width)
    said = texts(lines)
    assert said[0].strip() == "Calls to make (2)"
    assert [line.record_id for line in lines if line.act == CALL] == [7, 8]
    assert "2026-02-27" in said[1]
    assert "华信" in said[1]
    assert any("2 of 3 answered (66.6%)" in text or "66.6" in text for text in said)


def test_empty_boards_say_what_to_do() -> None:
    said = "\n".join(texts(board_lines(SurveyBoard((), ()), TODAY, 58)))
    assert "c plans" in said
    assert "n sets one up" in said
    assert "n adds one" in "\n".join(texts(survey_lines(SurveyCard(ROW, (), {}), 58)))


def test_a_question_carries_figure_tags_and_the_warning_of_a_small_sample() -> None:
    question = QuestionRow(
        5, 1, 1, SurveyKind.SCORE_1_5, "我们回应得快吗", ExperienceElement.SERVICE, None, None
    )
    words = QuestionRow(6, 1, 2, SurveyKind.TEXT, "最希望我们改哪一点", None, None, None)
    small = Reason("satisfaction.small_sample", {"count": 2, "limit": 5})
    result = Explanation("satisfaction_mean", "R-CSAT", Decimal("3.5"), (small,))
    lines = survey_lines(SurveyCard(ROW, (question, words), {5: result}), 58)
    said = texts(lines)
    assert all(cell_width(text) <= 58 for text in said)
    assert any("3.5" in text for text in said)
    assert any("Small sample" in text for text in said)
    assert {line.record_id for line in lines if line.entity == "survey_question"} == {5, 6}
