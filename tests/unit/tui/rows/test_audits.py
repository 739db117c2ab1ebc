"""Audits as lines: the board, the checklist as it is walked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from models.policy_relations import ExperiencePolicy
from models.rules.improvements import audit_result
from models.views.improvement import AuditBoard, AuditCard, AuditRow, ItemRow, SectionRow
from models.width import cell_width
from tui import i18n
from tui.rows.audits import audit_board_lines, audit_lines
from tui.rows.lines import Line

ROW = AuditRow(
    1, 1, "AU-000001", "SHOWROOM_4S", "苏州展厅", date(2026, 2, 18), "Grace", 3, 4, 750, 2,
    "IM-000004", 9,
)  # fmt: skip
ITEMS = (
    ItemRow("facilities.access", ("Easy to find", "到店便捷"), ("Signs", "有指示牌"), 2, None),
    ItemRow(
        "facilities.hours", ("Opening hours", "营业时间"), ("On the door", "门上写明"), 1, None
    ),
    ItemRow("facilities.light", ("Lights", "灯光"), None, None, "one is dead"),
)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    i18n.set_language("en")
    yield
    i18n.set_language("en")


def a_card(*items: ItemRow) -> AuditCard:
    scores = [item.score for item in items if item.score is not None]
    result = audit_result(scores, ExperiencePolicy()).explanation
    section = SectionRow(("Premises", "外观设施"), items)
    return AuditCard(ROW, ("Showroom", "展厅"), ("Walk it", "走一遍"), (section,), result)


def texts(lines: tuple[Line, ...]) -> list[str]:
    return ["".join(text for text, _tone in line.pieces).rstrip() for line in lines]


@pytest.mark.parametrize("width", [58, 108])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_checklist_shows_scores_hints_and_what_is_missing(width: int, language: str) -> None:
    i18n.set_language(language)
    lines = audit_lines(a_card(*ITEMS), width)
    said = texts(lines)
    assert all(cell_width(text) <= width for text in said)
    keys = [line.question for line in lines if line.question]
    assert list(dict.fromkeys(keys)) == [item.key for item in ITEMS]
    words = "\n".join(said)
    assert ("(3/6)" in words, "75.0 %" in words, "one is dead" in words) == (True, True, True)
    assert ("On the door" if language == "en" else "门上写明") in words
    assert ("Signs" if language == "en" else "有指示牌") not in words  # fully met
    assert ("1 items without a score" if language == "en" else "还有 1 项") in words


def test_what_a_bad_result_sets_off_is_told_once_all_is_scored() -> None:
    begun = "\n".join(texts(audit_lines(a_card(*ITEMS), 78)))
    assert "an improvement is opened" not in begun
    done = "\n".join(texts(audit_lines(a_card(*ITEMS[:2]), 78)))
    assert "Below 80 %: an improvement is opened" in done
    assert "IM-000004" in done


def test_the_board_lists_results_and_says_how_to_begin() -> None:
    titles = {"SHOWROOM_4S": ("Showroom", "展厅检查")}
    blank = replace(ROW, code="AU-000002", result=None, improvement_code=None)
    said = texts(audit_board_lines(AuditBoard((ROW, blank), titles), 108))
    assert "75.0 %" in said[0]
    assert "IM-000004" in said[0]
    assert "Showroom" in said[1]
    assert "n begins" in texts(audit_board_lines(AuditBoard((), titles), 58))[0]
