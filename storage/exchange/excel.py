"""Workbooks: .xlsx and .xls read as text by calamine, .xlsx written as text by openpyxl.

Looks at no meaning of columns; never writes a formula.
"""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, BinaryIO

import python_calamine as calamine
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from models.explanation import Reason
from storage.exchange.codes import Code
from storage.exchange.guarding import is_risky
from storage.exchange.table import (
    WATERMARK,
    Problem,
    RawRow,
    Table,
    UnreadableFileError,
    checked_header,
    is_watermark,
    unreadable,
)

MAX_SIZE = 200_000_000  # bytes a workbook may unfold to (reliability.md 5)
MAX_RATIO = 100  # times that its parts may unfold
_SMALL = 5_000_000  # below this a high ratio harms nobody
MAX_DIGITS = 15  # what a number of a spreadsheet keeps
MAX_SHEET_ROWS = 1_048_576
_PIECE = 65_536
_REFUSED = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


class _LostDigitsError(ValueError):
    """A number with more digits than a spreadsheet keeps."""


def read(source: BinaryIO, sheet: str | None = None) -> Table:
    """The table of one sheet: the named one, or the first visible one that is not empty.

    Rows with one filled cell above a wider header count as titles. Formulas give the result they
    were saved with, dates ISO text, whole numbers no decimals.

    Raises:
        UnreadableFileError: locked, damaged, empty, or larger than may be unfolded.
    """
    _check_sizes(source)
    source.seek(0)
    book = _opened(source)
    chosen, others = _choose(book, sheet)
    rows = enumerate(chosen.iter_rows(), start=1)
    line, titles, texts = _header(rows, chosen.width)
    header, remarks = checked_header(texts, line)
    if titles:
        remarks = (Reason(Code.TITLE_ROWS_SKIPPED, {"rows": titles}), *remarks)
    if others:
        remarks = (Reason(Code.MORE_SHEETS, {"sheet": chosen.name, "others": others}), *remarks)
    return Table(header, _rows(rows, header), remarks)


def _check_sizes(source: BinaryIO) -> None:
    """Refuse a workbook that would fill the memory, by the sizes that its directory declares.

    Unpacking each part once to nowhere keeps the directory honest: the unpacker stops at the
    declared size and then misses the check sum.
    """
    source.seek(0)
    if source.read(2) != b"PK":
        size = source.seek(0, io.SEEK_END)
        if size > MAX_SIZE:
            raise unreadable(Code.WORKBOOK_TOO_LARGE, size=size, limit=MAX_SIZE)
        return
    try:
        with zipfile.ZipFile(source) as archive:
            _check_parts(archive.infolist())
            if archive.testzip() is not None:
                raise unreadable(Code.WORKBOOK_DAMAGED)
    except UnreadableFileError:
        raise
    except Exception:  # the archive reader raises a dozen kinds for broken archives
        raise unreadable(Code.WORKBOOK_DAMAGED) from None


def _check_parts(parts: Sequence[zipfile.ZipInfo]) -> None:
    size = sum(part.file_size for part in parts)
    if size > MAX_SIZE:
        raise unreadable(Code.WORKBOOK_TOO_LARGE, size=size, limit=MAX_SIZE)
    ratio = size // max(sum(part.compress_size for part in parts), 1)
    if ratio > MAX_RATIO and size > _SMALL:
        raise unreadable(Code.WORKBOOK_TOO_DENSE, ratio=ratio, limit=MAX_RATIO)


def _opened(source: BinaryIO) -> Any:
    try:
        return calamine.CalamineWorkbook.from_filelike(source)
    except calamine.PasswordError:
        raise unreadable(Code.WORKBOOK_LOCKED) from None
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # a panic of the parser is no Exception
        raise _not_opened(source) from None


def _not_opened(source: BinaryIO) -> UnreadableFileError:
    """A locked workbook hides in a container whose directory names the sealed package."""
    source.seek(0)
    sealed = "EncryptedPackage".encode("utf-16-le") in source.read(_PIECE)
    return unreadable(Code.WORKBOOK_LOCKED if sealed else Code.WORKBOOK_DAMAGED)


def _choose(book: Any, wanted: str | None) -> tuple[Any, tuple[str, ...]]:
    """The sheet to read, and the names of other visible sheets that hold something."""
    chosen, others = None, []
    for meta in book.sheets_metadata:
        named = meta.name == wanted
        if not named and meta.visible != calamine.SheetVisibleEnum.Visible:
            continue
        try:
            candidate = book.get_sheet_by_name(meta.name)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException:  # as above
            raise unreadable(Code.WORKBOOK_DAMAGED) from None
        if candidate.height == 0:
            continue
        if named or (wanted is None and chosen is None):
            chosen = candidate
        else:
            others.append(str(meta.name))
    if chosen is None:
        raise unreadable(Code.FILE_EMPTY)
    return chosen, tuple(others)


def _header(rows: Iterator[tuple[int, list[object]]], width: int) -> tuple[int, int, list[str]]:
    """Line of the header, how many titles stand above it, and its cells."""
    titles = 0
    for line, cells in rows:
        texts = [_text_or_blank(cell) for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        filled = sum(1 for text in texts if text)
        if filled > 1 or (filled and width == 1):
            return line, titles, texts
        titles += filled
    raise unreadable(Code.HEADER_UNREADABLE, 1, reason=Code.TOO_FEW_CELLS, column="")


def _rows(
    rows: Iterator[tuple[int, list[object]]], header: tuple[str, ...]
) -> Iterator[RawRow | Problem]:
    for line, cells in rows:
        if any(cell != "" for cell in cells):
            row = _row(line, cells, header)
            if not is_watermark(row.cells):
                yield row


def _row(line: int, cells: Sequence[object], header: tuple[str, ...]) -> RawRow | Problem:
    """The row as text; a row with a number that lost digits is refused, with its column."""
    width = len(header)
    texts: list[str] = []
    lost: tuple[str, int] | None = None
    for index, cell in enumerate(cells):
        try:
            texts.append(_text(cell))
        except _LostDigitsError:
            shown = f"{Decimal(str(cell)):f}"
            texts.append(shown)
            lost = lost or (header[index] if index < width else "", len(shown.lstrip("-")))
    if any(texts[width:]):
        found = max(index for index, text in enumerate(texts, start=1) if text)
        params = {"expected": width, "found": found}
        return Problem(line, "", Code.TOO_MANY_CELLS, params, tuple(texts))
    texts = texts[:width] + [""] * (width - len(texts))
    if lost is not None:
        return Problem(line, lost[0], Code.NUMBER_LOST_DIGITS, {"digits": lost[1]}, tuple(texts))
    return RawRow(line, tuple(texts))


def _text_or_blank(cell: object) -> str:
    try:
        return _text(cell)
    except _LostDigitsError:
        return str(cell)


def _text(cell: object) -> str:
    """A cell as a person would have typed it."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        return _number(cell)
    if isinstance(cell, datetime):
        if cell.time() == time():
            return cell.date().isoformat()
        return cell.replace(microsecond=0).isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.isoformat("seconds" if cell.second else "minutes")
    return _duration(cell) if isinstance(cell, timedelta) else str(cell)


def _number(value: float) -> str:
    """A number in the 15 digits that a spreadsheet keeps: 1.0 is "1", 0.1 + 0.2 is "0.3"."""
    if abs(value) >= 10**MAX_DIGITS:
        raise _LostDigitsError
    text = f"{Decimal(f'{value:.{MAX_DIGITS}g}'):f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _duration(value: timedelta) -> str:
    minutes, seconds = divmod(round(value.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}" + (f":{seconds:02}" if seconds else "")


def write(
    headers: Sequence[str], rows: Iterable[Sequence[str]], watermark: str = ""
) -> Iterator[bytes]:
    """The workbook in pieces: every cell is text, none a formula, control characters left out.

    Rows beyond what a sheet holds go on in the next sheet under the same header. openpyxl keeps
    the rows in a private temporary file (mode 0600) until the workbook is packed.
    """
    book = Workbook(write_only=True)
    closing = [[WATERMARK + watermark]] if watermark else []
    remaining = iter(itertools.chain(rows, closing))
    row = next(remaining, None)
    first = True
    while first or row is not None:
        first = False
        sheet = book.create_sheet()
        sheet.append([_cell(sheet, text) for text in headers])
        for _ in range(MAX_SHEET_ROWS - 1):
            if row is None:
                break
            sheet.append([_cell(sheet, text) for text in row])
            row = next(remaining, None)
    packed = io.BytesIO()
    book.save(packed)
    packed.seek(0)
    while piece := packed.read(_PIECE):
        yield piece


def _cell(sheet: WriteOnlyWorksheet, text: str) -> WriteOnlyCell | None:
    """A text cell; one that looks like a formula is marked so that editing leaves it a text."""
    if not text:
        return None
    plain = _REFUSED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    cell = WriteOnlyCell(sheet, _ESCAPE.sub("_x005F_", plain))
    cell.data_type = "s"
    if is_risky(text):
        cell.quotePrefix = True
    return cell
