"""Columns of the lists: worded heads, and room for what tells one row from another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from models.width import cell_width
from tui import i18n
from tui.rows import agenda, customers, feedback
from tui.rows.layout import lay_out


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    i18n.set_language("en")
    yield
    i18n.set_language("en")


@pytest.mark.parametrize("language", list(i18n.LANGUAGES))
@pytest.mark.parametrize("columns", [customers.COLUMNS, feedback.COLUMNS, agenda.COLUMNS])
def test_every_head_is_worded(language: str, columns: Any) -> None:
    i18n.set_language(language)
    for column in columns:
        assert "_" not in column.head(), column.name


@pytest.mark.parametrize("width", [30, 32, 48, 51, 55, 80, 88, 120, 195])
def test_a_name_has_room_before_columns_that_may_be_missing(width: int) -> None:
    found = lay_out(customers.COLUMNS, width)
    name = dict(zip((one.name for one in found.columns), found.widths, strict=True))["name"]
    assert name >= 12
    assert name >= 22 or not any(one.rank >= 6 for one in found.columns)
    assert sum(found.widths) + len(found.widths) - 1 == width
    assert cell_width("".join(text for text, _tone in found.head())) == width


@pytest.mark.parametrize("language", list(i18n.LANGUAGES))
@pytest.mark.parametrize("columns", [customers.COLUMNS, feedback.COLUMNS])
def test_a_column_of_words_is_no_wider_than_they_are(language: str, columns: Any) -> None:
    i18n.set_language(language)
    for column in (one for one in columns if one.words is not None):
        widest = max(map(cell_width, (f"{column.head()} ", *column.words())))
        assert column.cells == min(column.width, widest), column.name


def test_a_chinese_name_has_the_room_that_shorter_words_leave() -> None:
    i18n.set_language("zh")
    found = lay_out(customers.COLUMNS, 52)
    names = [one.name for one in found.columns]
    assert {"due", "urgency", "deal_status", "open_feedback"} <= set(names)
    assert found.widths[names.index("name")] >= cell_width("华信科技有限公司")
