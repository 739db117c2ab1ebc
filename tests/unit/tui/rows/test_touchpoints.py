"""Touchpoints and the matrix as lines: both languages, every width."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from models.enums import MatrixStatus, TouchClass, TouchKind, TouchLine, TouchStage, TouchTemplate
from models.rules.touchpoints import TouchFacts, matrix, unsteered
from models.views.touchpoints import (
    AxisRow,
    CellRow,
    IndicatorRow,
    MatrixSheet,
    PointCard,
    PointRow,
    Register,
)
from models.width import cell_width
from tui import i18n
from tui.rows.layout import Now
from tui.rows.lines import Line
from tui.rows.touchpoints import (
    FREE,
    GROUPINGS,
    card_lines,
    matrix_page,
    pointed,
    process_lines,
    register_lines,
    worded,
)

NOW = Now(date(2026, 3, 2), datetime(2026, 3, 2, 2, tzinfo=UTC))


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    i18n.set_language("en")
    yield
    i18n.set_language("en")


def a_point(number: int, *, template: TouchTemplate | None = None, **fields: object) -> PointRow:
    values: dict[str, object] = dict.fromkeys(PointRow.__dataclass_fields__)
    values |= {
        "id": number,
        "version": 1,
        "code": f"TP-{number:06d}",
        "name": f"Point {number}",
        "name_zh": f"触点 {number}",
        "touch_class": TouchClass.PEOPLE,
        "touch_kind": TouchKind.PHONE,
        "line": TouchLine.SERVICE,
        "stage": TouchStage.PRE,
        "key_for_decision": False,
        "key_for_prospect": False,
        "template": template,
        "slot": number,
        "active": True,
        "indicators": 0,
        **fields,
    }
    return PointRow(**values)  # type: ignore[arg-type]


def a_register(*points: PointRow) -> Register:
    facts = [TouchFacts(one.code, one.is_key, one.indicators, one.active) for one in points]
    return Register(points, unsteered(facts))


def texts(lines: tuple[Line, ...]) -> list[str]:
    return ["".join(text for text, _tone in line.pieces).rstrip() for line in lines]


def test_a_text_comes_in_the_language_in_force_where_it_has_it() -> None:
    assert (worded("phone", "电话"), worded("phone", None), worded(None, "电话")) == (
        "phone",
        "phone",
        "电话",
    )
    i18n.set_language("zh")
    assert (worded("phone", "电话"), worded("phone", None)) == ("电话", "phone")
    assert worded(None, None) == ""


@pytest.mark.parametrize("width", [58, 78, 108])
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("grouping", list(GROUPINGS))
def test_the_register_fits_and_names_key_points_without_indicator(
    width: int, language: str, grouping: str
) -> None:
    i18n.set_language(language)
    register = a_register(
        a_point(1, key_for_decision=True), a_point(2, indicators=3), a_point(3, active=False)
    )
    lines = register_lines(register, grouping, NOW, width)
    said = texts(lines)
    assert all(cell_width(text) <= width for text in said)
    rows = [line.record_id for line in lines if line.record_id]
    assert rows == ([1] if grouping == "key" else [1, 2, 3])
    first = next(text for line, text in zip(lines, said, strict=True) if line.record_id == 1)
    assert "D" in first
    assert "!" in first


def test_ac_135_a_hundred_and_twenty_points_are_one_page_of_light_lines() -> None:
    register = a_register(*(a_point(number) for number in range(1, 121)))
    lines = register_lines(register, "line", NOW, 108)
    assert [line.record_id for line in lines if line.record_id] == list(range(1, 121))
    assert len({line.id for line in lines}) == len(lines)


def test_ac_106_places_of_the_ten_that_are_not_given_are_shown_as_such() -> None:
    seven = [a_point(n, template=TouchTemplate.TEN_SERVICE) for n in range(1, 8)]
    lines = register_lines(a_register(*seven), "list", NOW, 78)
    free = [
        (line.question, text)
        for line, text in zip(lines, texts(lines), strict=True)
        if line.act == FREE
    ]
    assert [place for place, _text in free] == ["8", "9", "10"]
    assert all("not given" in text for _place, text in free)


def test_an_empty_register_says_what_to_do() -> None:
    assert any("l loads" in text for text in texts(register_lines(a_register(), "line", NOW, 58)))


def test_ac_138_the_message_stands_first_in_the_language_in_force() -> None:
    row = a_point(1, message="Name first.", message_zh="先报姓名。", key_for_decision=True)
    card = PointCard(row, (), ("A108",), 2, 3, 1)
    said = texts(card_lines(card, 78))
    assert said[1].strip() == "Name first."
    assert any("key without indicator" in text for text in said)
    assert any("2 contacts, 3 cases, 1 of them open" in text for text in said)
    i18n.set_language("zh")
    assert texts(card_lines(card, 78))[1].strip() == "先报姓名。"


def test_indicators_stand_with_their_targets() -> None:
    card = PointCard(a_point(1), (IndicatorRow(7, "Answered within", None, "24 h"),), (), 0, 0, 0)
    lines = card_lines(card, 78)
    (line,) = [one for one in lines if one.record_id == 7]
    assert "Answered within: 24 h" in "".join(text for text, _tone in line.pieces)
    assert line.entity == "touch_indicator"


def a_sheet(channels: str = "AEHI") -> MatrixSheet:
    services = (AxisRow(1, "102", "Book a technician", "预约"), AxisRow(2, "108", "Data", None))
    axis = tuple(AxisRow(n, letter, "Channel", None) for n, letter in enumerate(channels, 1))
    cells = (
        CellRow(1, 1, "108", "A", "A108", MatrixStatus.DEFINED, "王芳", "1 ask", None, None, None),
        CellRow(2, 1, "102", "A", "A102", MatrixStatus.NA, None, None, None, None, None),
    )
    known = {(one.service_no, one.channel_letter): one.status for one in cells}
    counts = matrix([one.key for one in services], list(channels), known)
    return MatrixSheet(services, axis, cells, counts)


@pytest.mark.parametrize("width", [58, 78, 108])
@pytest.mark.parametrize("column", [0, 1, 4, 12])
def test_the_matrix_keeps_the_chosen_channel_in_view(width: int, column: int) -> None:
    sheet = a_sheet("ABCDEFGHIJKL")
    page = matrix_page(sheet, column, width)
    grid = [line for line in page.lines if line.id in page.places]
    assert [page.places[line.id] for line in grid] == ["", "102", "108"]
    for line in grid:
        pieces = pointed(line)
        text = "".join(text for text, _tone in pieces)
        assert cell_width(text) <= width
        assert text.count("[") == text.count("]") == 1
        inside = text[text.index("[") + 1 : text.index("]")]
        letter = "ABCDEFGHIJKL"[column - 1] if column else ""
        if column and page.places[line.id]:
            wanted = letter + page.places[line.id]
            assert wanted in inside or inside == "-"
    if width == 58:
        assert any("channels" in text for text in texts(page.lines))


def test_ac_139_blind_spots_are_marked_and_counted() -> None:
    said = "\n".join(texts(matrix_page(a_sheet(), 1, 108).lines))
    assert "A108 王芳" in said
    assert "! E108" in said
    assert "8 places - 1 defined - 1 not applicable = 6 blind spots" in said


def test_a_matrix_without_axes_says_how_to_begin() -> None:
    empty = MatrixSheet((), (), (), matrix((), (), {}))
    page = matrix_page(empty, 0, 58)
    assert page.places == {}
    assert "n adds" in texts(page.lines)[0]


def test_a_process_tells_its_steps_and_what_is_missing() -> None:
    sheet = a_sheet()
    said = texts(process_lines(sheet.cells[0], sheet, 78))
    assert any("1 ask" in text for text in said)
    assert any("Nothing yet" in text for text in said)
    assert any("108 Data" in text for text in said)
