"""Delimited text: strict reading with a verdict for every line, and writing that Excel opens.

Uses the standard csv module and its process-wide field limit as it stands; knows no entities.
"""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from storage.exchange.codes import Code
from storage.exchange.guarding import guard, unguard
from storage.exchange.sniffing import Sniffed, canonical_encoding
from storage.exchange.table import (
    WATERMARK,
    Problem,
    RawRow,
    Table,
    checked_header,
    is_watermark,
    unreadable,
)

MAX_RECORD = 4_000_000  # characters of one row; more means a lost quote or no table at all
DEFAULT_ENCODING = "utf-8-sig"
_FLUSH_ROWS = 500
_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPE = "fivefold.escape"


def _escaped(error: UnicodeError) -> tuple[str, int]:
    """Each byte that fits no character as a lone surrogate, for the verdict of its row.

    `surrogateescape` gives up where UTF-16 breaks off or holds half a character.
    """
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    return "".join(chr(0xDC00 + byte) for byte in bad), error.end


codecs.register_error(_ESCAPE, _escaped)


class _RecordTooLongError(Exception):
    """A row went beyond MAX_RECORD characters."""


class _Lines(Iterator[str]):
    """Physical lines for the csv reader; remembers those of the record under way."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self.number = 0
        self.record: list[str] = []
        self._size = 0

    def release(self) -> None:
        """Hand the source back open: it is the caller's, and may be read once more."""
        if not self._text.closed:
            self._text.detach()

    def begin(self) -> int:
        """Forget the last record; the line number the next one begins on."""
        self.record.clear()
        self._size = 0
        return self.number + 1

    def __next__(self) -> str:
        line = self._text.readline(MAX_RECORD)
        if not line:
            raise StopIteration
        self.number += 1
        self.record.append(line)
        self._size += len(line)
        if self._size >= MAX_RECORD:
            self._skip_rest(line)
            raise _RecordTooLongError
        return line

    def _skip_rest(self, line: str) -> None:
        """Leave out what is left of an endless line, so that the next one is a new line."""
        while line and line[-1] not in "\r\n":
            line = self._text.readline(MAX_RECORD)
        self.record[:] = [kept[:200] for kept in self.record]


def read(source: BinaryIO, sniffed: Sniffed) -> Table:
    """The table of a delimited file; bad rows come as problems, the others go on.

    The marks that `write` sets before formulas are taken away again.

    Raises:
        UnreadableFileError: there is no readable header line.
    """
    source.seek(0)
    text = io.TextIOWrapper(source, encoding=sniffed.encoding, errors=_ESCAPE, newline="")
    records = _records(_Lines(text), sniffed.delimiter or ",")
    if sniffed.declared:
        next(records)
    for first in records:
        if isinstance(first, Problem):
            raise unreadable(Code.HEADER_UNREADABLE, first.line, reason=first.code)
        if not is_watermark(first.cells):
            break
    else:
        raise unreadable(Code.FILE_EMPTY)
    header, remarks = checked_header([unguard(cell) for cell in first.cells], first.line_number)
    for name, cell in zip(header, first.cells, strict=True):
        if code := _unwanted(cell):
            raise unreadable(Code.HEADER_UNREADABLE, first.line_number, reason=code, column=name)
    return Table(header, _rows(records, header), remarks)


def _records(lines: _Lines, delimiter: str) -> Iterator[RawRow | Problem]:
    """Every record that is not blank, by the line it begins on; broken ones as problems."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        while True:
            begins = lines.begin()
            try:
                cells = next(reader)
            except StopIteration:
                return
            except (csv.Error, _RecordTooLongError) as error:
                yield from _broken(begins, lines.record, error)
                continue
            if any(cells):
                yield RawRow(begins, tuple(cells))
    finally:
        lines.release()


def _broken(begins: int, record: Sequence[str], error: Exception) -> Iterator[Problem]:
    """One problem for each line of a record that cannot be split.

    Lines swallowed by a quote that was never closed are refused one by one: to take up again in
    their midst could pass a piece of a text for a row.
    """
    first, *swallowed = [line.rstrip("\r\n") for line in record] or [""]
    yield Problem(
        begins, "", _broken_code(error, bool(swallowed)), _reach(record, begins), (first,)
    )
    for number, line in enumerate(swallowed, start=begins + 1):
        yield Problem(number, "", Code.INSIDE_OPEN_QUOTE, {"since": begins}, (line,))


def _reach(record: Sequence[str], begins: int) -> dict[str, object]:
    return {"last_line": begins + max(len(record), 1) - 1}


def _broken_code(error: Exception, several_lines: bool) -> str:
    if several_lines or "end of data" in str(error):
        return Code.QUOTE_NOT_CLOSED
    if isinstance(error, _RecordTooLongError) or "field limit" in str(error):
        return Code.ROW_TOO_LONG
    return Code.TEXT_AFTER_QUOTE


def _rows(
    records: Iterator[RawRow | Problem], header: tuple[str, ...]
) -> Iterator[RawRow | Problem]:
    for record in records:
        if isinstance(record, Problem):
            yield record
        elif not is_watermark(record.cells):
            yield _checked(record, header)


def _checked(record: RawRow, header: tuple[str, ...]) -> RawRow | Problem:
    """The row, or the first thing that is wrong with it."""
    line, cells = record.line_number, record.cells
    expected = len(header)
    if len(cells) > expected and not any(cells[expected:]):
        cells = cells[:expected]
    if len(cells) != expected:
        ragged = Code.TOO_MANY_CELLS if len(cells) > expected else Code.TOO_FEW_CELLS
        return Problem(line, "", ragged, {"expected": expected, "found": len(cells)}, cells)
    for name, cell in zip(header, cells, strict=True):
        if code := _unwanted(cell):
            return Problem(line, name, code, {}, cells)
    return RawRow(line, tuple(map(unguard, cells)))


def _unwanted(cell: str) -> str:
    """The code of what may stand in no cell, "" where all is well."""
    if cell.isascii() and "\x00" not in cell:
        return ""
    if "\x00" in cell:
        return Code.NUL_CHARACTER
    return Code.UNDECODABLE if _SURROGATE.search(cell) else ""


def write(
    headers: Sequence[str],
    rows: Iterable[Sequence[str]],
    encoding: str = DEFAULT_ENCODING,
    watermark: str = "",
) -> Iterator[bytes]:
    """The file in pieces: every cell quoted and guarded, CRLF, UTF-8 with mark unless asked else.

    A character that `encoding` does not have becomes a question mark.
    """
    codec = encoding if encoding == DEFAULT_ENCODING else canonical_encoding(encoding)
    encoder = codecs.getincrementalencoder(codec)("replace")
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    closing = [[WATERMARK + watermark]] if watermark else []
    for number, row in enumerate(itertools.chain([headers], rows, closing), start=1):
        writer.writerow([guard(cell) for cell in row])
        if number % _FLUSH_ROWS == 0:
            yield encoder.encode(buffer.getvalue())
            buffer.seek(0)
            buffer.truncate()
    yield encoder.encode(buffer.getvalue(), final=True)
