"""Address cards (vCard 2.1, 3.0, 4.0): read into rows of contacts; no card is dropped in silence.

Our own reader: the maintained libraries know 3.0 and 4.0, while phones export 2.1, whose soft line
breaks, bare types and charset of each property they garble or refuse; and none reports the line.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from typing import BinaryIO

from models.explanation import Reason
from storage.exchange.codes import Code
from storage.exchange.sniffing import Sniffed
from storage.exchange.table import Problem, RawRow, Table
from storage.exchange.vcard_fields import COLUMNS, Draft, email_of, number_of, padded, row_cells
from storage.exchange.vcard_lines import BINARY, Property, logical_lines, parsed

_HAN = re.compile("[\u3400-\u9fff\uac00-\ud7af\u3040-\u30ff]")


def read(source: BinaryIO, sniffed: Sniffed) -> Table:
    """A row for each card, in the fields of a contact; what has no field stands in the note."""
    source.seek(0)
    return Table(COLUMNS, _verdicts(source, sniffed))


def _verdicts(source: BinaryIO, sniffed: Sniffed) -> Iterator[RawRow | Problem]:
    for draft in _drafts(source, sniffed):
        yield draft if isinstance(draft, Problem) else _row(draft)


def _bytes_lines(source: BinaryIO, sniffed: Sniffed) -> tuple[Iterator[bytes], str]:
    """Lines and their encoding; UTF-16 and UTF-32 are turned into UTF-8 first."""
    if sniffed.encoding.startswith(("utf-16", "utf-32")):
        text = source.read().decode(sniffed.encoding, "replace")
        return iter([text.encode("utf-8", "replace")]), "utf-8"
    encoding = sniffed.encoding.removesuffix("-sig") or "utf-8"
    if not sniffed.bom:
        return iter(source), encoding
    first = source.readline().removeprefix(b"\xef\xbb\xbf")
    return itertools.chain([first], source), encoding


class _Splitter:
    """Puts lines together to cards, from BEGIN to END; a card within a card is its agent (2.1)."""

    def __init__(self, encoding: str) -> None:
        self._encoding = encoding
        self._draft: Draft | None = None
        self._agents = 0
        self._stray = False

    def feed(self, number: int, line: bytes) -> Draft | Problem | None:
        """The card that the line closes, or the problem that it brings to light."""
        edge = line.strip().upper().replace(b" ", b"")
        if edge == b"BEGIN:VCARD":
            return self._begin(number)
        if self._draft is None:
            return self._outside(number, line)
        if edge == b"END:VCARD":
            return self._end()
        if not self._agents:
            _take(self._draft, number, line, self._encoding)
        return None

    def close(self) -> Problem | None:
        """The problem of a card that is still open, here or at the end of the file."""
        draft, self._draft = self._draft, None
        if draft is None:
            return None
        cells = tuple(row_cells(draft, ""))
        return Problem(draft.line, "", Code.CARD_NOT_CLOSED, {}, cells)

    def _begin(self, number: int) -> Problem | None:
        self._stray = False
        draft = self._draft
        if draft is not None and draft.properties and draft.properties[-1].name == "AGENT":
            self._agents += 1
            return None
        unclosed = self.close()
        self._draft, self._agents = Draft(number), 0
        return unclosed

    def _end(self) -> Draft | None:
        if self._agents:
            self._agents -= 1
            return None
        draft, self._draft = self._draft, None
        return draft

    def _outside(self, number: int, line: bytes) -> Problem | None:
        if self._stray:
            return None
        self._stray = True
        text = line.decode(self._encoding, "replace")[:200]
        return Problem(number, "", Code.OUTSIDE_CARD, {"text": text}, (text,))


def _drafts(source: BinaryIO, sniffed: Sniffed) -> Iterator[Draft | Problem]:
    lines, encoding = _bytes_lines(source, sniffed)
    splitter = _Splitter(encoding)
    for number, line in logical_lines(lines):
        if line.strip() and (found := splitter.feed(number, line)) is not None:
            yield found
    if (unclosed := splitter.close()) is not None:
        yield unclosed


def _take(draft: Draft, number: int, line: bytes, encoding: str) -> None:
    item = parsed(number, line, encoding, draft.old)
    if item is None:
        text = line.decode(encoding, "replace")
        draft.notes.append(Reason(Code.LINE_NOT_UNDERSTOOD, {"line": number, "text": text}))
        return
    if item.name == "VERSION":
        draft.old = item.text == "2.1"
    if item.damaged and item.name not in BINARY:
        params = {"line": number, "property": item.name}
        draft.notes.append(Reason(Code.TEXT_UNDECODABLE, params))
    draft.properties.append(item)


def _row(draft: Draft) -> RawRow | Problem:
    """The verdict about a card."""
    if (draft.text("KIND") or draft.text("X-ADDRESSBOOKSERVER-KIND")).lower() == "group":
        cells = tuple(row_cells(draft, draft.text("FN")))
        return Problem(draft.line, "", Code.CARD_IS_GROUP, {}, cells)
    name, source = _name(draft)
    if not name:
        cells = tuple(row_cells(draft, ""))
        return Problem(draft.line, "name", Code.CARD_NAMELESS, {}, cells)
    if source is not None:
        draft.notes.append(Reason(source, {"name": name}))
    return RawRow(draft.line, tuple(row_cells(draft, name)), tuple(draft.notes))


def _name(draft: Draft) -> tuple[str, Code | None]:
    """The name of a card, and where it was taken from if the card itself has none."""
    own = " ".join(draft.text("FN").split()) or _structured_name(draft)
    if own:
        return own, None
    sources: tuple[tuple[Code, Callable[[], str]], ...] = (
        (Code.NAME_FROM_NICKNAME, lambda: draft.text("NICKNAME")),
        (Code.NAME_FROM_EMAIL, lambda: _first(draft, "EMAIL", email_of).partition("@")[0]),
        (Code.NAME_FROM_ORGANISATION, lambda: _first(draft, "ORG", lambda p: p.parts()[0])),
        (Code.NAME_FROM_PHONE, lambda: _first(draft, "TEL", number_of)),
    )
    for code, make in sources:
        if name := " ".join(make().split()):
            return name, code
    return "", None


def _first(draft: Draft, name: str, value: Callable[[Property], str]) -> str:
    return next(filter(None, map(value, draft.all(name))), "")


def _structured_name(draft: Draft) -> str:
    """The name made of its parts: family first and together in Chinese, last elsewhere."""
    for item in draft.all("N"):
        family, given, middle, before, after = padded(item.parts(), 5)
        if _HAN.search(family + given):
            return "".join((family, middle, given))
        return " ".join(filter(None, (before, given, middle, family, after)))
    return ""
