from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.exchange import excel
from storage.exchange.codes import Code
from storage.exchange.table import Problem, RawRow, Table, UnreadableFileError

DATA = Path(__file__).parents[2] / "data" / "exchange"


def workbook(**sheets: Sequence[Sequence[object]]) -> io.BytesIO:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    packed = io.BytesIO()
    book.save(packed)
    packed.seek(0)
    return packed


def good(found: Table) -> list[tuple[int, tuple[str, ...]]]:
    return [(r.line_number, r.cells) for r in found.rows if isinstance(r, RawRow)]


def refused(source: io.BytesIO) -> Problem:
    with pytest.raises(UnreadableFileError) as caught:
        excel.read(source)
    return caught.value.problem


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.0, "1"),
        (-5, "-5"),
        (1.5, "1.5"),
        (0.1 + 0.2, "0.3"),
        (1e-7, "0.0000001"),
        (999_999_999_999_999, "999999999999999"),
        ("000123", "000123"),
        ("*ST国华", "*ST国华"),
        (True, "true"),
        (False, "false"),
        (date(2024, 2, 29), "2024-02-29"),
        (datetime.fromisoformat("2024-02-29T08:05"), "2024-02-29 08:05:00"),
        (time(8, 5), "08:05"),
        (time(8, 5, 9), "08:05:09"),
        (timedelta(hours=30, minutes=5), "30:05"),
        ("two\nlines", "two\nlines"),
    ],
)
def test_cells_read_as_a_person_would_type_them(value: object, text: str) -> None:
    found = excel.read(workbook(s=[["a", "b"], ["x", value]]))
    assert good(found) == [(2, ("x", text))]


@pytest.mark.parametrize("number", [110101199003071234, 1234567890123456, -1e15, 1e300])
def test_a_number_that_lost_digits_refuses_its_row(number: float) -> None:
    found = excel.read(workbook(s=[["name", "id"], ["x", number], ["y", "110101199003071234"]]))
    problem, row = found.rows
    assert isinstance(problem, Problem)
    assert (problem.line, problem.column) == (2, "id")
    assert problem.code == Code.NUMBER_LOST_DIGITS
    assert int(str(problem.params["digits"])) >= 16
    assert isinstance(row, RawRow)
    assert row.cells == ("y", "110101199003071234")


def test_titles_above_the_header_are_skipped_and_said() -> None:
    found = excel.read(workbook(s=[["客户名单"], [], ["公司名称", "城市"], ["海纳", "上海"]]))
    assert found.header == ("公司名称", "城市")
    assert [(r.code, r.params) for r in found.remarks] == [(Code.TITLE_ROWS_SKIPPED, {"rows": 1})]
    assert good(found) == [(4, ("海纳", "上海"))]


def test_one_column_needs_no_second() -> None:
    assert good(excel.read(workbook(s=[["name"], ["x"], [None], ["y"]]))) == [
        (2, ("x",)),
        (4, ("y",)),
    ]


def test_short_rows_are_filled_and_long_ones_refused() -> None:
    found = excel.read(workbook(s=[["a", "b"], ["1"], ["1", "2", "3"]]))
    row, problem = found.rows
    assert isinstance(row, RawRow)
    assert row.cells == ("1", "")
    assert isinstance(problem, Problem)
    assert (problem.line, problem.code) == (3, Code.TOO_MANY_CELLS)
    assert problem.params == {"expected": 2, "found": 3}


def test_doubled_headers_get_names() -> None:
    found = excel.read(workbook(s=[["电话", None, "电话"], ["1", "2", "3"]]))
    assert found.header == ("电话", "#2", "电话#2")
    assert [r.code for r in found.remarks] == [Code.EMPTY_HEADER, Code.DUPLICATE_HEADER]


def test_the_first_filled_sheet_is_read_and_others_are_named() -> None:
    rows = [["a", "b"], ["1", "2"]]
    source = workbook(empty=[], first=rows, second=[["c", "d"], ["3", "4"]])
    found = excel.read(source)
    assert found.header == ("a", "b")
    assert found.remarks[0].params == {"sheet": "first", "others": ("second",)}
    assert excel.read(source, "second").header == ("c", "d")


def test_a_workbook_without_cells_is_empty() -> None:
    assert refused(workbook(s=[], t=[])).code == Code.FILE_EMPTY


def test_a_header_without_rows_has_none() -> None:
    assert good(excel.read(workbook(s=[["a", "b"], ["", ""]]))) == []


def test_no_header_below_titles() -> None:
    problem = refused(workbook(s=[["title"], [None, "x"]]))
    assert (problem.code, problem.line) == (Code.HEADER_UNREADABLE, 1)


def archive(**parts: bytes) -> io.BytesIO:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    packed.seek(0)
    return packed


def test_a_workbook_that_unfolds_too_far_is_refused() -> None:
    problem = refused(archive(sheet=b"0" * 6_000_000))
    assert problem.code == Code.WORKBOOK_TOO_DENSE
    assert problem.params["limit"] == 100


def test_a_workbook_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel, "MAX_SIZE", 1_000)
    assert refused(archive(sheet=b"0" * 2_000)).code == Code.WORKBOOK_TOO_LARGE
    assert refused(io.BytesIO(b"\xd0\xcf" + b"0" * 2_000)).code == Code.WORKBOOK_TOO_LARGE


def test_a_directory_that_lies_about_sizes_is_refused() -> None:
    content = archive(sheet=b"0" * 100_000).getvalue()
    lying = content.replace((100_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert refused(io.BytesIO(lying)).code == Code.WORKBOOK_DAMAGED


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04 and nothing more", Code.WORKBOOK_DAMAGED),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, Code.WORKBOOK_DAMAGED),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            Code.WORKBOOK_LOCKED,
        ),
        (archive(note=b"no workbook").getvalue(), Code.WORKBOOK_DAMAGED),
        (b"neither", Code.WORKBOOK_DAMAGED),
    ],
    ids=["torn zip", "old head", "locked", "other zip", "neither"],
)
def test_damaged_and_locked_workbooks(content: bytes, code: str) -> None:
    assert refused(io.BytesIO(content)).code == code


def test_half_a_workbook_is_damaged() -> None:
    content = workbook(s=[["a", "b"]]).getvalue()
    assert refused(io.BytesIO(content[: len(content) // 2])).code == Code.WORKBOOK_DAMAGED


def test_the_old_format_reads_alike() -> None:
    with (DATA / "companies.xls").open("rb") as source:
        found = excel.read(source)
        rows = good(found)
    assert found.header == ("股票代码", "公司名称", "地区", "行业", "上市日期", "员工人数")
    assert rows == [
        (2, ("000001", "平安银行", "深圳", "银行", "1991-04-03", "36115")),
        (3, ("000004", "*ST国华", "深圳", "软件服务", "1991-01-14", "1.5")),
    ]


# Writing


def written(headers: list[str], rows: list[list[str]], watermark: str = "") -> io.BytesIO:
    return io.BytesIO(b"".join(excel.write(headers, rows, watermark)))


def test_every_cell_is_text_and_none_a_formula() -> None:
    source = written(["name", "n"], [["=1+1", "0012"], ["-5", "2024-01-01"]])
    sheet = openpyxl.load_workbook(source).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    assert sheet["A2"].value == "=1+1"
    assert sheet["B2"].value == "0012"
    assert sheet["A2"].quotePrefix
    assert not sheet["B2"].quotePrefix
    assert b"<f>" not in zipfile.ZipFile(source).read("xl/worksheets/sheet1.xml")


def test_control_characters_are_left_out() -> None:
    source = written(["a", "b"], [["x\x1b[31my\x00\x07", "one\r\ntwo\rthree\tfour"]])
    assert good(excel.read(source)) == [(2, ("x[31my", "one\ntwo\nthree\tfour"))]


def test_text_that_looks_like_an_escape_survives() -> None:
    assert good(excel.read(written(["a", "b"], [["_x0041_", "_x005F_x0041_"]]))) == [
        (2, ("_x0041_", "_x005F_x0041_"))
    ]


def test_the_watermark_is_no_row() -> None:
    source = written(["a", "b"], [["1", "2"]], watermark="li")
    assert openpyxl.load_workbook(source).worksheets[0]["A3"].value == "#fivefold: li"
    assert good(excel.read(source)) == [(2, ("1", "2"))]


def test_more_rows_than_a_sheet_holds_go_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel, "MAX_SHEET_ROWS", 3)
    book = openpyxl.load_workbook(written(["a"], [[str(n)] for n in range(5)]))
    values = [[cell.value for cell in sheet["A"]] for sheet in book.worksheets]
    assert values == [["a", "0", "1"], ["a", "2", "3"], ["a", "4"]]


def test_no_rows_still_have_a_header() -> None:
    assert excel.read(written(["a", "b"], [])).header == ("a", "b")


CELLS = st.one_of(
    st.text(st.sampled_from("=+-@＝'\" \t\n,;a1海_x0041<&"), max_size=8),
    st.text(
        st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"),
        max_size=12,
    ),
).filter(lambda text: not text or bool(text.strip()))  # a cell of blanks alone reads as empty


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=5))
def test_every_text_comes_back(rows: list[list[str]]) -> None:
    found = excel.read(written(["a", "b", "c"], rows))
    assert [cells for _, cells in good(found)] == [tuple(row) for row in rows if any(row)]
