"""Two customers side by side: nothing that tells them apart is cut off."""

from __future__ import annotations

import pytest

from models.views.duplicates import FieldChoice, MergePlan, Side
from models.width import cell_width
from tui.labels import field_label
from tui.rows.duplicates import FIELD, bin_lines, merge_lines
from tui.rows.lines import Line

OURS, THEIRS = "https://www.jincheng.example/hotel", "https://www.jincheng.example/tours"
FIELDS = ("website", "potential_volume_year", "consent_marketing")


def plan() -> MergePlan:
    sides = (
        Side(1, "C-000021", "海棠湾蓝屿度假酒店管理有限公司", 1),
        Side(2, "C-000039", "锦程云岭国际旅行社", 1),
    )
    fields = tuple(FieldChoice(name, OURS, THEIRS, take_loser=False) for name in FIELDS)
    return MergePlan(*sides, fields, (("contact", 1), ("interaction", 12)), (), ())


def texts(lines: tuple[Line, ...]) -> list[str]:
    return ["".join(part for part, _tone in line.pieces) for line in lines]


@pytest.mark.parametrize("width", [58, 78, 118])
def test_labels_heads_and_values_are_whole(width: int) -> None:
    lines = merge_lines(plan(), {}, lambda _field, value: str(value), width)
    assert all(cell_width(text) <= width for text in texts(lines))
    flat = "".join("".join(texts(lines)).split())
    labels = [field_label("customer", name) for name in FIELDS]
    for word in " ".join([*labels, "becomes an alias", "C-000039"]).split():
        assert word in flat
    site = [line.pieces for line in lines if line.question == "website"]
    assert "".join(pieces[2][0].strip() for pieces in site) == OURS
    assert "".join(pieces[4][0].strip() for pieces in site) == THEIRS


@pytest.mark.parametrize("width", [58, 118])
def test_every_line_of_a_field_chooses_for_it(width: int) -> None:
    lines = merge_lines(plan(), {"website": True}, lambda _field, value: str(value), width)
    chosen = [line.question for line in lines if line.act == FIELD]
    assert set(chosen) == set(FIELDS)
    marks = [text for text in texts(lines) if "[x]" in text]
    assert len(marks) == len(FIELDS)
    assert sum(text.index("[ ]") < text.index("[x]") for text in marks) == 1


def test_an_empty_bin_says_how_it_is_filled_and_an_empty_search_does_not() -> None:
    assert "d on a record" in " ".join(texts(bin_lines([], 58)))
    assert "d on a record" not in " ".join(texts(bin_lines([], 58, "xyz")))
