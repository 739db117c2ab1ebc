from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.width import cell_width
from storage.exchange import json_file, markdown, text

# JSON


@pytest.mark.parametrize("rows", [[], [["a", 1]], [["张三", None], ["b", ["x", "y"]], ["", True]]])
def test_json_reads_back(rows: list[list[json_file.JsonValue]]) -> None:
    found = json.loads("".join(json_file.write(["name", "value"], rows)))
    assert found == [{"name": name, "value": value} for name, value in rows]


def test_json_keeps_chinese_and_writes_an_object_a_line() -> None:
    assert list(json_file.write(["a"], [["张"], ["b"]])) == [
        '[\n{"a": "张"}',
        ',\n{"a": "b"}',
        "\n]\n",
    ]


# Markdown


def test_markdown_table() -> None:
    found = "".join(markdown.write(["名称", "n"], [["*ST国华", "a|b"]], ["List"], "li"))
    assert found == (
        "List\n\n| 名称 | n |\n| --- | --- |\n| \\*ST国华 | a\\|b |\n\n\\#fivefold: li\n"
    )


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("a\nb\r\nc", "a<br>b<br>c"),
        ("[x](y)", "\\[x\\](y)"),
        ("<b>", "\\<b\\>"),
        ("`_~\\", "\\`\\_\\~\\\\"),
        ("a\x1b[2J", "a \\[2J"),
        (" a ", "a"),
    ],
)
def test_marks_are_escaped(raw: str, shown: str) -> None:
    assert markdown.escaped(raw) == shown


@given(st.text(max_size=20))
def test_a_cell_stays_one_cell_of_one_line(raw: str) -> None:
    line = list(markdown.write(["a"], [[raw]]))[-1]
    assert len(line.splitlines()) == 1
    assert line.replace("\\\\", "").replace("\\|", "").count("|") == 2


# Text for paper


def page(headers: list[str], rows: list[list[str]], width: int = text.A4_PORTRAIT) -> list[str]:
    return "".join(text.write(headers, rows, width)).splitlines()


def test_columns_line_up_by_cells() -> None:
    assert page(["名称", "city"], [["海纳贸易", "上海"], ["abc", "London"]]) == [
        "名称      city",
        "--------  ------",
        "海纳贸易  上海",
        "abc       London",
    ]


def test_long_cells_are_wrapped_and_nothing_is_lost() -> None:
    lines = page(["a", "b"], [["one two three four", "x"]], 14)
    assert lines == ["a           b", "----------  --", "one two     x", "three four"]


def test_caption_and_watermark_frame_the_page() -> None:
    found = "".join(text.write(["a"], [["1"]], caption=["Customers", "2026"], watermark="li"))
    assert found == "Customers\n2026\n\na\n--\n1\n\n#fivefold: li\n"


def test_too_many_columns_become_blocks() -> None:
    assert page([f"h{n}" for n in range(4)], [["1", "", "3", "4"]], 20) == [
        "h0: 1",
        "h2: 3",
        "h3: 4",
        "-" * 20,
    ]


def test_rows_beyond_the_sample_are_wrapped_into_their_columns() -> None:
    rows = [["x"]] * 300 + [["海纳"]]
    assert page(["a"], rows)[-2:] == ["海", "纳"]


CELLS = st.text(st.sampled_from("ab 海，\u200d\u0301\n\t-"), max_size=30)


@settings(max_examples=80)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=4), st.integers(16, 60))
def test_no_line_is_wider_than_the_page(rows: list[tuple[str, str, str]], width: int) -> None:
    lines = "".join(text.write(["一", "b", "c"], rows, width)).split("\n")
    assert all(cell_width(line) <= width for line in lines)


@settings(max_examples=80)
@given(st.text(st.sampled_from("ab 海国，-"), max_size=40), st.integers(2, 12))
def test_wrapping_loses_only_blanks(raw: str, width: int) -> None:
    lines = text.wrapped(raw, width)
    assert "".join("".join(lines).split()) == "".join(raw.split())
    assert all(cell_width(line) <= width for line in lines)
