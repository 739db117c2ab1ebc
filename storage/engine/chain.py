"""The keyed chain over the change journal: one code a commit, and the walk that checks them.

A link covers what a commit wrote: the change, as it stood then, and its entries, by keyed digests
of their values. So values can be emptied later, and the chain stays whole (requirements 11.4).
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from models.views.audit import Anchor, Break, Found, Verified
from storage.crypto import sub_key

Connection = Any  # of the driver
Entry = tuple[int, int, str, int | None, str, str]  # seq, change, entity, record, action, digest
_FIRST = "0" * 64
_DIGEST_BYTES = 16
_MOST = 100  # breaks that are told

_LAST = "SELECT id, mac FROM audit_link ORDER BY id DESC LIMIT 1"
_HEAD = (
    "SELECT json_array(id, label, actor_id, at, origin, undoes_id), state, undone_by_id, params"
    " FROM change_set"
)
_PUT = (
    "INSERT INTO audit_link (id, change_id, first_seq, last_seq, state, undone_by_id,"
    " params_digest, mac) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
_LINKS = (
    "SELECT id, change_id, first_seq, last_seq, state, undone_by_id, params_digest, mac"
    " FROM audit_link ORDER BY id"
)
# An entry with its line as `_line` makes it: the file's own program is ten times as quick.
_ENTRIES = (
    "SELECT seq, change_id, seq || ' ' || change_id || ' ' || entity || ' '"
    " || coalesce(record_id, '-') || ' ' || action || ' ' || digest, changed, digest"
    " FROM change_entry ORDER BY seq"
)
_EMPTIED = "SELECT record_id FROM change_entry WHERE entity = 'change_entry' AND action = 'DELETE'"
_EMPTY = "{}"


@lru_cache(maxsize=16)
def codes_of(key: bytes) -> Codes:
    """The codes of a file, made once."""
    return Codes(key)


class Codes:
    """Digests of values and codes of links under the sub-keys of one file."""

    def __init__(self, key: bytes) -> None:
        self._values = sub_key(key, "audit.values")
        self._links = sub_key(key, "audit")
        self.empty = self.digest(_EMPTY)

    def digest(self, text: str) -> str:
        """Keyed digest of the values of an entry, or of the parameters of a change."""
        made = hashlib.blake2b(text.encode(), key=self._values, digest_size=_DIGEST_BYTES)
        return made.hexdigest()

    def link(self, previous: str, body: str) -> str:
        """The code of a link that follows the one whose code is `previous`."""
        return hmac.digest(self._links, f"{previous}\n{body}".encode(), "sha256").hex()


def append(connection: Connection, codes: Codes, change_id: int, entries: Sequence[Entry]) -> None:
    """Adds the link of a change and of those entries of it that this commit wrote."""
    last, previous = connection.execute(_LAST).fetchone() or (0, _FIRST)
    row = connection.execute(f"{_HEAD} WHERE id = ?", (change_id,)).fetchone()
    head, state, undone_by, params = row
    digest = codes.digest(params)
    body = _body(last + 1, head, (state, undone_by, digest), map(_line, entries))
    span = (entries[0][0], entries[-1][0]) if entries else (None, None)
    mac = codes.link(previous, body)
    connection.execute(_PUT, (last + 1, change_id, *span, state, undone_by, digest, mac))


def head(connection: Connection) -> Anchor | None:
    """Where the chain ends now; None where nothing was written yet."""
    row = connection.execute(_LAST).fetchone()
    return None if row is None else Anchor(row[0], row[1])


def mac_at(connection: Connection, link: int) -> str | None:
    """The code of a link, None where there is no such link."""
    row = connection.execute("SELECT mac FROM audit_link WHERE id = ?", (link,)).fetchone()
    return None if row is None else str(row[0])


def _line(entry: Entry) -> str:
    seq, change_id, entity, record_id, action, digest = entry
    record = "-" if record_id is None else record_id
    return f"{seq} {change_id} {entity} {record} {action} {digest}"


def _body(number: int, told: str, moving: tuple[str, int | None, str], lines: Iterable[str]) -> str:
    """What a link covers, as one text; no part but the JSON of the change can hold a blank."""
    state, undone_by, digest = moving
    return "\n".join((f"{number} {told} {state} {undone_by or '-'} {digest}", *lines))


class _Walk:
    """One walk along the chain, links and entries side by side."""

    def __init__(self, connection: Connection, codes: Codes) -> None:
        self._connection = connection
        self._codes = codes
        self._entries: Iterator[tuple[Any, ...]] = iter(connection.execute(_ENTRIES))
        self._waiting: tuple[Any, ...] | None = next(self._entries, None)
        self._changes: dict[int, tuple[Any, ...]] = {
            row[0]: row[1:] for row in connection.execute(f"SELECT id, {_HEAD[7:]}")
        }
        self._emptied = frozenset(row[0] for row in connection.execute(_EMPTIED))
        self._macs: dict[int, str] = {}  # of links that anchors speak of
        self.breaks: list[Break] = []
        self.entries = self.links = self.erased = 0

    def through(self, anchors: Mapping[int, str]) -> None:
        """Every link, then what no link covers."""
        previous, number, seq = _FIRST, 0, 0
        latest: dict[int, tuple[int, str, int | None, str]] = {}
        for link in self._connection.execute(_LINKS):
            if link[0] != number + 1:
                self._tell(Found.LINK_MISSING, number + 1)
            number, change_id, first, last, *moving, mac = link
            before = len(self.breaks)
            lines = self._lines(number, change_id, seq, first, last)
            seq = last or seq
            told = self._changes.get(change_id)
            if told is None:
                self._tell(Found.CHANGE_MISSING, number, change_id)
            elif len(self.breaks) == before:
                body = _body(number, told[0], tuple(moving), lines)
                if not hmac.compare_digest(self._codes.link(previous, body), mac):
                    self._tell(Found.LINK_BROKEN, number, change_id, first)
            if number in anchors:
                self._macs[number] = mac
            latest[change_id] = (number, *moving)
            previous = mac
            self.links += 1
        self._rest()
        self._changes_as_last_told(latest)
        self._cut(anchors)

    def _lines(
        self, number: int, change_id: int, seq: int, first: int | None, last: int | None
    ) -> list[str]:
        """The lines of the entries of a link; what is wrong with them is told."""
        lines: list[str] = []
        if first is None or last is None:
            return lines
        for at, of, *_values in self._until(first):
            self._tell(Found.ENTRY_ADDED, number, of, at)
            seq = at
        expected = seq + 1
        for at, of, line, changed, digest in self._until(last + 1):
            if at != expected:
                self._tell(Found.ENTRY_MISSING, number, change_id, expected)
            if of != change_id or line is None or not self._fits(at, changed, digest):
                self._tell(Found.ENTRY_CHANGED, number, change_id, at)
            lines.append(line or "")
            expected = at + 1
        if expected <= last:
            self._tell(Found.ENTRY_MISSING, number, change_id, expected)
        self.entries += len(lines)
        return lines

    def _until(self, seq: int | None) -> Iterator[tuple[Any, ...]]:
        """The next entries before that number; all that are left where there is none."""
        while self._waiting is not None and (seq is None or self._waiting[0] < seq):
            one, self._waiting = self._waiting, next(self._entries, None)
            yield one

    def _fits(self, seq: int, changed: str, digest: str) -> bool:
        made = self._codes.empty if changed == _EMPTY else self._codes.digest(changed)
        if made == digest:
            return True
        if changed == _EMPTY and seq in self._emptied:
            self.erased += 1
            return True
        return False

    def _rest(self) -> None:
        """Entries behind the last link."""
        for at, of, *_values in self._until(None):
            self._tell(Found.ENTRY_ADDED, self.links, of, at)

    def _changes_as_last_told(self, latest: Mapping[int, tuple[int, str, int | None, str]]) -> None:
        """Every change stands as its last link says; none without a link."""
        for change_id, (_head, state, undone_by, params) in self._changes.items():
            told = latest.get(change_id)
            if told is None:
                self._tell(Found.CHANGE_ADDED, self.links, change_id)
                continue
            number, *moving = told
            if moving != [state, undone_by, self._codes.digest(params)]:
                self._tell(Found.CHANGE_CHANGED, number, change_id)

    def _cut(self, anchors: Mapping[int, str]) -> None:
        for number, mac in anchors.items():
            if self._macs.get(number) != mac:
                self._tell(Found.TAIL_CUT, number)

    def _tell(
        self, found: Found, link: int, change_id: int | None = None, seq: int | None = None
    ) -> None:
        self.breaks.append(Break(found, link, change_id, seq))


def verify(connection: Connection, codes: Codes, anchors: Iterable[Anchor] = ()) -> Verified:
    """Walks the whole chain of a file; what is broken comes in the order of the chain.

    `anchors` are ends of the chain that were noted elsewhere: with them a cut tail is found.
    """
    walk = _Walk(connection, codes)
    walk.through({anchor.link: anchor.mac for anchor in anchors})
    breaks = sorted(walk.breaks, key=lambda one: one.link)
    return Verified(
        walk.links, walk.entries, walk.erased, tuple(breaks[:_MOST]), len(breaks), head(connection)
    )
