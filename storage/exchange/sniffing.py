"""What a file is: kind, encoding, delimiter, line ends, told from its bytes and its suffix.

Reads the source and puts it back to its start; guesses no meaning of columns.
"""

from __future__ import annotations

import codecs
import csv
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath
from typing import BinaryIO

from storage.exchange.codes import Code
from storage.exchange.table import unreadable

SAMPLE_BYTES = 65_536
_CHUNK = 1 << 20
_SAMPLE_RECORDS = 20
_DELIMITERS = (",", ";", "\t", "|")
_NAMES = {"gbk": "gb18030", "gb2312": "gb18030", "cp936": "gb18030", "utf-16le": "utf-16-le"}


class FileKind(StrEnum):
    """What a file turned out to be."""

    CSV = "csv"  # delimited text of any delimiter
    XLSX = "xlsx"
    XLS = "xls"
    VCARD = "vcf"
    ICALENDAR = "ics"
    JSON = "json"
    HTML = "html"  # a web page, often saved under .xls
    BINARY = "binary"  # anything that is no text and no workbook


class Newline(StrEnum):
    """How lines end."""

    LF = "\n"
    CRLF = "\r\n"
    CR = "\r"


@dataclass(frozen=True, slots=True)
class Sniffed:
    """What was found out about a file; `encoding` and `delimiter` are empty for workbooks."""

    kind: FileKind
    encoding: str = ""
    delimiter: str = ""
    newline: Newline = Newline.LF
    bom: bool = False
    certain: bool = True  # False: no encoding fits every byte; rows at fault are reported
    declared: bool = False  # the first line is Excel's `sep=;` and no data


_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    (b"PK\x03\x04", FileKind.XLSX),
    (b"PK\x05\x06", FileKind.XLSX),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileKind.XLS),
    (b"%PDF", FileKind.BINARY),
    (b"\x89PNG", FileKind.BINARY),
    (b"\xff\xd8\xff", FileKind.BINARY),
    (b"\x1f\x8b", FileKind.BINARY),
    (b"7z\xbc\xaf", FileKind.BINARY),
    (b"Rar!", FileKind.BINARY),
    (b"SQLite format 3", FileKind.BINARY),
    (b"\x7fELF", FileKind.BINARY),
)
_OPENINGS = (
    ("begin:vcard", FileKind.VCARD),
    ("begin:vcalendar", FileKind.ICALENDAR),
    ("<!doctype html", FileKind.HTML),
    ("<html", FileKind.HTML),
    ("<table", FileKind.HTML),
    ("<?xml", FileKind.HTML),
    ("<meta", FileKind.HTML),
)
_SUFFIXES = {
    ".vcf": FileKind.VCARD,
    ".vcard": FileKind.VCARD,
    ".ics": FileKind.ICALENDAR,
    ".json": FileKind.JSON,
}


def sniff(
    source: BinaryIO, name: str = "", encoding: str | None = None, delimiter: str | None = None
) -> Sniffed:
    """What the file is; content wins over the suffix of `name`.

    `encoding` and `delimiter` are the user's word and are not questioned.

    Raises:
        UnreadableFileError: the file is empty (`FILE_EMPTY`) or the encoding is not known
            (`ENCODING_UNKNOWN`).
    """
    source.seek(0)
    head = source.read(SAMPLE_BYTES)
    source.seek(0)
    if not head:
        raise unreadable(Code.FILE_EMPTY)
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return Sniffed(kind)
    bom, chosen, certain = _encoding(source, head, encoding)
    source.seek(0)
    text = codecs.getincrementaldecoder(chosen)("replace").decode(head)
    if not text.strip().strip("\ufeff"):
        raise unreadable(Code.FILE_EMPTY)
    kind = _text_kind(text, name)
    declared = text[:4].lower() == "sep=" and len(text) > 4 and text[5:6] in ("\r", "\n")
    if declared and delimiter is None:
        delimiter = text[4]
    if kind is FileKind.CSV and delimiter is None:
        delimiter = guess_delimiter(text, complete=len(head) < SAMPLE_BYTES)
    return Sniffed(kind, chosen, delimiter or "", _newline(text), bom, certain, declared)


def canonical_encoding(name: str) -> str:
    """The codec to use for an encoding as people name it: every GBK name means GB18030.

    Raises:
        UnreadableFileError: `ENCODING_UNKNOWN`, no such text encoding.
    """
    try:
        info = codecs.lookup(name.strip())
        "".encode(info.name)
    except (LookupError, ValueError, TypeError):
        raise unreadable(Code.ENCODING_UNKNOWN, encoding=name) from None
    return _NAMES.get(info.name, info.name)


def _encoding(source: BinaryIO, head: bytes, wanted: str | None) -> tuple[bool, str, bool]:
    """The ladder: the user's word, byte-order mark, strict UTF-8, strict GB18030."""
    marked = next((codec for mark, codec in _BOMS if head.startswith(mark)), None)
    if wanted:
        codec = canonical_encoding(wanted)
        if marked and codec.startswith(marked.removesuffix("-sig")):
            codec = marked
        return marked is not None, codec, _decodable(source, codec) is None
    if marked:
        return True, marked, _decodable(source, marked) is None
    failed: dict[str, int] = {}
    for codec in ("utf-8", "gb18030"):
        at = _decodable(source, codec)
        if at is None:
            return False, codec, True
        failed[codec] = at
    return False, max(failed, key=lambda codec: failed[codec]), False


def _decodable(source: BinaryIO, codec: str) -> int | None:
    """None where every byte fits the encoding, else about where the first misfit stands."""
    decoder = codecs.getincrementaldecoder(codec)("strict")
    source.seek(0)
    done = 0
    while True:
        chunk = source.read(_CHUNK)
        try:
            decoder.decode(chunk, final=not chunk)
        except UnicodeError as error:
            return done + getattr(error, "start", 0)
        if not chunk:
            return None
        done += len(chunk)


def _text_kind(text: str, name: str) -> FileKind:
    opening = text.lstrip("\ufeff \t\r\n")[:20].lower()
    for start, kind in _OPENINGS:
        if opening.startswith(start):
            return kind
    by_suffix = _SUFFIXES.get(PurePath(name).suffix.lower())
    if by_suffix is FileKind.JSON and opening[:1] not in ("[", "{"):
        return FileKind.CSV
    return by_suffix or FileKind.CSV


def _newline(text: str) -> Newline:
    for newline in (Newline.CRLF, Newline.LF, Newline.CR):
        if newline in text:
            return newline
    return Newline.LF


def guess_delimiter(text: str, *, complete: bool = True) -> str:
    """The delimiter under which most records are as wide as the first; a comma in doubt.

    With `complete` False the last record of the sample may be cut and is left out.
    """
    best, best_score = ",", (0.0, 0)
    for delimiter in _DELIMITERS:
        widths = _widths(text, delimiter)
        if not complete and len(widths) < _SAMPLE_RECORDS:
            widths = widths[:-1]
        if not widths or widths[0] < 2:
            continue
        score = (widths.count(widths[0]) / len(widths), widths[0])
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _widths(text: str, delimiter: str) -> list[int]:
    """How many cells the first records have under a delimiter."""
    widths: list[int] = []
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    try:
        for record in reader:
            if record:
                widths.append(len(record))
            if len(widths) == _SAMPLE_RECORDS:
                break
    except csv.Error:
        pass  # the records before the fault say enough
    return widths
