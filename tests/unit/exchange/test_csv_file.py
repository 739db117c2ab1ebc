from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.exchange import csv_file
from storage.exchange.codes import Code
from storage.exchange.guarding import RISKY
from storage.exchange.sniffing import sniff
from storage.exchange.table import Problem, RawRow, Table, UnreadableFileError

DATA = Path(__file__).parents[2] / "data" / "exchange"


def table(content: bytes, **wanted: str) -> Table:
    source = io.BytesIO(content)
    return csv_file.read(source, sniff(source, "x.csv", **wanted))


def verdicts(found: Table) -> list[tuple[int, str, str]]:
    return [(p.line, p.column, p.code) for p in found.rows if isinstance(p, Problem)]


def good(found: Table) -> list[tuple[int, tuple[str, ...]]]:
    return [(r.line_number, r.cells) for r in found.rows if isinstance(r, RawRow)]


LONG = b"x" * 140_000
OPEN = b'name,city\n1,a\n2,"b\n3,c\n4,d\n'

# content, then line, column and reason of each problem, then the lines that are good
BAD_FILES: list[tuple[str, bytes, list[tuple[int, str, str]], list[int]]] = [
    ("short row", b"a,b,c\n1,2\n1,2,3\n", [(2, "", Code.TOO_FEW_CELLS)], [3]),
    ("long row", b"a,b\n1,2,3\n1,2\n", [(2, "", Code.TOO_MANY_CELLS)], [3]),
    ("short and long", b"a,b\n1\n1,2,3\n4,5\n",
     [(2, "", Code.TOO_FEW_CELLS), (3, "", Code.TOO_MANY_CELLS)], [4]),
    ("text after quote", b'a,b\n"x"y,2\n3,4\n', [(2, "", Code.TEXT_AFTER_QUOTE)], [3]),
    ("open quote to the end", OPEN,
     [(3, "", Code.QUOTE_NOT_CLOSED), (4, "", Code.INSIDE_OPEN_QUOTE),
      (5, "", Code.INSIDE_OPEN_QUOTE)], [2]),
    ("open quote on the last line", b'a,b\n1,2\n3,"4\n', [(3, "", Code.QUOTE_NOT_CLOSED)], [2]),
    ("open quote, no line end", b'a,b\n1,2\n3,"4', [(3, "", Code.QUOTE_NOT_CLOSED)], [2]),
    ("open quote met by a later one", b'a,b\n1,"x\n2,"y"\n3,z\n',
     [(2, "", Code.QUOTE_NOT_CLOSED), (3, "", Code.INSIDE_OPEN_QUOTE)], [4]),
    ("NUL in a cell", b"a,b\n1,\x002\n3,4\n", [(2, "b", Code.NUL_CHARACTER)], [3]),
    ("NUL in the first cell", b"a,b\n\x00,2\n", [(2, "a", Code.NUL_CHARACTER)], []),
    ("cell too long", b"a,b\n" + LONG + b",2\n3,4\n", [(2, "", Code.ROW_TOO_LONG)], [3]),
    ("endless line", b"a,b\n" + b"x," * 2_100_000 + b"\n3,4\n", [(2, "", Code.ROW_TOO_LONG)], [3]),
    ("byte of no encoding", "a,b\n公司,\n".encode() + b"\xff,2\n3,4\n",
     [(3, "a", Code.UNDECODABLE)], [2, 4]),
    ("bytes cut in UTF-8", "a,b\n公,1\n".encode() + "公".encode()[:2] + b",2\n",
     [(3, "a", Code.UNDECODABLE)], [2]),
    ("line numbers behind quoted line ends", b'a,b\n"1\n1\n1",2\n3\n4,5\n',
     [(5, "", Code.TOO_FEW_CELLS)], [2, 6]),
    ("line numbers behind blank lines", b"a,b\n\n\n1\n2,3\n", [(4, "", Code.TOO_FEW_CELLS)], [5]),
    ("old Mac line ends", b"a,b\r1\r2,3\r", [(2, "", Code.TOO_FEW_CELLS)], [3]),
    ("mixed line ends", b"a,b\r\n1,2\n3\r4,5\r\n", [(3, "", Code.TOO_FEW_CELLS)], [2, 4]),
    ("semicolons, one row with commas", b"a;b\n1;2\n3,4\n5;6\n",
     [(3, "", Code.TOO_FEW_CELLS)], [2, 4]),
    ("tab", b"a\tb\n1\t2\t3\n4\t5\n", [(2, "", Code.TOO_MANY_CELLS)], [3]),
    ("UTF-16", "a\tb\n1\n2\t3\n".encode("utf-16"), [(2, "", Code.TOO_FEW_CELLS)], [3]),
    ("GB18030", "名称,城市\n海纳\n天工,北京\n".encode("gb18030"),
     [(2, "", Code.TOO_FEW_CELLS)], [3]),
    ("a total line of one cell", b"a,b\n1,2\ntotal\n", [(3, "", Code.TOO_FEW_CELLS)], [2]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "problems", "lines"),
    [case[1:] for case in BAD_FILES],
    ids=[case[0] for case in BAD_FILES],
)
def test_each_bad_row_has_line_column_and_reason(
    content: bytes, problems: list[tuple[int, str, str]], lines: list[int]
) -> None:
    assert verdicts(table(content)) == problems
    assert [line for line, _ in good(table(content))] == lines


@pytest.mark.parametrize(
    ("content", "line", "reason", "column"),
    [
        (b'"name,city\n1,2\n', 1, Code.QUOTE_NOT_CLOSED, None),
        (b'"name"x,city\n1,2\n', 1, Code.TEXT_AFTER_QUOTE, None),
        (b"\n" + LONG + b",b\n", 2, Code.ROW_TOO_LONG, None),
        (b"na\x00me,city\n1,2\n", 1, Code.NUL_CHARACTER, "na\x00me"),
    ],
)
def test_a_header_that_cannot_be_read(
    content: bytes, line: int, reason: str, column: str | None
) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        table(content)
    problem = caught.value.problem
    assert (problem.line, problem.code) == (line, Code.HEADER_UNREADABLE)
    assert problem.params["reason"] == reason
    assert problem.params.get("column") == column


@pytest.mark.parametrize("content", [b",,\n,,\n", b"sep=,\n"])
def test_a_file_without_header(content: bytes) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        table(content)
    assert caught.value.problem.code == Code.FILE_EMPTY


def test_an_open_quote_names_the_lines_it_swallowed() -> None:
    problems = [p for p in table(OPEN).rows if isinstance(p, Problem)]
    assert problems[0].params == {"last_line": 5}
    assert problems[1].params == {"since": 3}
    assert [p.cells for p in problems] == [('2,"b',), ("3,c",), ("4,d",)]


def test_ragged_rows_say_how_many_cells() -> None:
    problem = next(iter(table(b"a,b\n1,2,3\n").rows))
    assert isinstance(problem, Problem)
    assert problem.params == {"expected": 2, "found": 3}
    assert problem.cells == ("1", "2", "3")


def test_trailing_delimiters_are_no_fault() -> None:
    found = table(b"a,b\n1,2,,\n")
    assert good(found) == [(2, ("1", "2"))]


def test_doubled_and_empty_headers_get_names() -> None:
    found = table(b"phone,,phone, a  b ,\n1,2,3,4,5\n")
    assert found.header == ("phone", "#2", "phone#2", "a b", "#5")
    assert [(r.code, r.params["column"]) for r in found.remarks] == [
        (Code.EMPTY_HEADER, "#2"),
        (Code.DUPLICATE_HEADER, "phone#2"),
        (Code.EMPTY_HEADER, "#5"),
    ]
    assert good(found) == [(2, ("1", "2", "3", "4", "5"))]


def test_the_line_of_excel_is_no_data() -> None:
    found = table(b"sep=;\r\na;b\r\n1;2\r\n")
    assert found.header == ("a", "b")
    assert good(found) == [(3, ("1", "2"))]


@pytest.mark.parametrize(
    "name",
    ["companies_utf8_bom.csv", "companies_gb18030.csv", "companies_semicolon.csv",
     "companies_tab_utf16.txt"],
)  # fmt: skip
def test_the_same_companies_in_every_encoding(name: str) -> None:
    with (DATA / name).open("rb") as source:
        found = csv_file.read(source, sniff(source, name))
        rows = good(found)
        assert not source.closed
    assert found.header == ("ts_code", "symbol", "name", "area", "industry", "list_date")
    assert rows[0] == (2, ("000001.SZ", "000001", "平安银行", "深圳", "银行", "1991-04-03"))
    assert [cells[2] for _, cells in rows][1:4] == ["万科A", "*ST国华", "南玻A"]
    assert len(rows) == 6


def test_quoted_line_ends_and_leading_zeros() -> None:
    with (DATA / "notes_quoted.csv").open("rb") as source:
        rows = good(csv_file.read(source, sniff(source, "notes_quoted.csv")))
    assert rows[0] == (2, ("上海, 海纳", '第一行\n第二行 "引用"', "0012"))
    assert rows[1] == (4, ("*ST天工", "=1+1", "200000"))


def test_the_source_stays_open_and_can_be_read_again() -> None:
    source = io.BytesIO(b"a,b\n1,2\n")
    kind = sniff(source, "x.csv")
    assert good(csv_file.read(source, kind)) == good(csv_file.read(source, kind))
    assert not source.closed


def test_rows_come_while_the_file_is_read() -> None:
    source = io.BytesIO(b"a,b\n" + b"1,2\n" * 200_000)
    rows = csv_file.read(source, sniff(source, "x.csv")).rows
    next(rows)
    assert source.tell() < 100_000


def test_the_users_encoding_reports_what_does_not_fit() -> None:
    found = table("a,b\n海纳,1\nx,2\n".encode("gb18030"), encoding="utf-8")
    assert verdicts(found) == [(2, "a", Code.UNDECODABLE)]


def test_the_field_limit_of_the_process_is_left_alone() -> None:
    before = csv.field_size_limit()
    verdicts(table(b"a,b\n" + LONG + b",2\n"))
    assert csv.field_size_limit() == before == 131_072


# Writing


def written(headers: list[str], rows: list[list[str]], **options: str) -> bytes:
    return b"".join(csv_file.write(headers, rows, **options))


def test_what_is_written_opens_in_a_spreadsheet() -> None:
    content = written(["name", "postcode"], [["*ST国华", "0012"], ["=1+1", "-5"]])
    assert content.startswith(b"\xef\xbb\xbf")
    assert content[3:].decode() == ('"name","postcode"\r\n"*ST国华","0012"\r\n"\'=1+1","\'-5"\r\n')


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "gbk", "utf-16"])
def test_other_encodings_read_back(encoding: str) -> None:
    content = written(["名称"], [["海纳"]], encoding=encoding)
    assert good(table(content)) == [(2, ("海纳",))]


def test_the_watermark_is_written_last_and_is_no_row() -> None:
    content = written(["name"], [["x"]], watermark="li 2026-03-02")
    assert content.endswith(b'"#fivefold: li 2026-03-02"\r\n')
    assert good(table(content)) == [(2, ("x",))]


def test_writing_is_streamed() -> None:
    pieces = list(csv_file.write(["a"], ([str(n)] for n in range(2_000))))
    assert len(pieces) > 3


CELLS = st.one_of(
    st.text(st.sampled_from("=+-@＝'\" \t\r\n,;a1海\u3000"), max_size=8),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12),
)
ROWS = st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=6)


@settings(max_examples=60)
@given(ROWS)
def test_every_text_comes_back(rows: list[list[str]]) -> None:
    content = written(["a", "b", "c"], rows)
    wanted = [tuple(row) for row in rows if any(row)]
    source = io.BytesIO(content)
    found = csv_file.read(source, sniff(source, "x.csv", delimiter=","))
    assert [cells for _, cells in good(found)] == wanted


@settings(max_examples=60)
@given(ROWS)
def test_no_written_cell_begins_riskily(rows: list[list[str]]) -> None:
    text = written(["a", "b", "c"], rows).decode("utf-8-sig")
    for row in csv.reader(io.StringIO(text, newline="")):
        assert not any(cell[:1] in RISKY for cell in row if cell)
