"""The formats by name and suffix: which can be read and written, for which kinds of records.

Loads the libraries of a format only when it is used; the one place a new format is entered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO

from storage.exchange.codes import Code
from storage.exchange.sniffing import FileKind, Sniffed
from storage.exchange.table import Table, unreadable


@dataclass(frozen=True, slots=True)
class Format:
    """A format and what it can do.

    `kinds` are the KINDs it can hold, none named meaning every one; `tabular` False means that
    it is written from items of its own (`icalendar_file.write`), not from rows.
    """

    name: str
    suffixes: tuple[str, ...]
    reads: bool
    writes: bool
    kinds: tuple[str, ...] = ()
    tabular: bool = True

    def holds(self, kind: str) -> bool:
        """Whether records of this KIND can be written in the format."""
        return not self.kinds or kind in self.kinds


FORMATS = (
    Format("csv", (".csv", ".tsv", ".txt"), reads=True, writes=True),
    Format("xlsx", (".xlsx", ".xlsm"), reads=True, writes=True),
    Format("xls", (".xls",), reads=True, writes=False),
    Format("json", (".json",), reads=False, writes=True),
    Format("md", (".md", ".markdown"), reads=False, writes=True),
    Format("txt", (".txt",), reads=False, writes=True),
    Format("vcf", (".vcf", ".vcard"), True, True, ("contacts", "customers")),
    Format("ics", (".ics",), True, True, ("follow-ups",), tabular=False),
)


def by_name(name: str) -> Format | None:
    """The format of that name, None where there is none."""
    return next((f for f in FORMATS if f.name == name.strip().lower()), None)


def for_writing(path: str) -> Format | None:
    """The format to write by the suffix of a path: `.txt` is the printed page, not delimited."""
    suffix = PurePath(path).suffix.lower()
    exact = by_name(suffix.removeprefix("."))
    if exact is not None:
        return exact if exact.writes else None
    return next((f for f in FORMATS if f.writes and suffix in f.suffixes), None)


def for_reading(sniffed: Sniffed) -> Format | None:
    """The format that reads what was found, None where none does."""
    found = by_name(sniffed.kind)
    return found if found is not None and found.reads else None


def read_table(source: BinaryIO, sniffed: Sniffed, sheet: str | None = None) -> Table:
    """The table of a file; `sheet` names a sheet of a workbook.

    Raises:
        UnreadableFileError: the format cannot be read (`FORMAT_UNKNOWN`), or the file is at fault.
    """
    if sniffed.kind in (FileKind.XLSX, FileKind.XLS):
        from storage.exchange import excel

        return excel.read(source, sheet)
    if sniffed.kind is FileKind.VCARD:
        from storage.exchange import vcard

        return vcard.read(source, sniffed)
    if sniffed.kind is FileKind.ICALENDAR:
        from storage.exchange import icalendar_reading

        return icalendar_reading.read(source)
    if sniffed.kind is FileKind.CSV:
        from storage.exchange import csv_file

        return csv_file.read(source, sniffed)
    raise unreadable(Code.FORMAT_UNKNOWN, kind=str(sniffed.kind))


def write_table(
    name: str,
    headers: Sequence[str],
    rows: Iterable[Sequence[str]],
    caption: Sequence[str] = (),
    watermark: str = "",
) -> Iterator[bytes]:
    """Rows in the named format, in pieces of bytes.

    Caption and watermark stand where the format has a place for them: a card and a JSON array
    have none. For `vcf` the headers are field names, for `json` too (product.md 4).

    Raises:
        ValueError: no such format, or one that is not written from rows.
    """
    if name == "csv":
        from storage.exchange import csv_file

        return csv_file.write(headers, rows, watermark=watermark)
    if name == "xlsx":
        from storage.exchange import excel

        return excel.write(headers, rows, watermark)
    if name == "vcf":
        from storage.exchange import vcard_writing

        return vcard_writing.write(headers, rows)
    return (
        piece.encode("utf-8", "replace") for piece in _text(name, headers, rows, caption, watermark)
    )


def _text(
    name: str,
    headers: Sequence[str],
    rows: Iterable[Sequence[str]],
    caption: Sequence[str],
    watermark: str,
) -> Iterator[str]:
    if name == "json":
        from storage.exchange import json_file

        return json_file.write(headers, rows)
    if name == "md":
        from storage.exchange import markdown

        return markdown.write(headers, rows, caption, watermark)
    if name == "txt":
        from storage.exchange import text

        return text.write(headers, rows, caption=caption, watermark=watermark)
    raise ValueError(name)
