"""What a touch leads to besides its journal entry, a line each: promises made, remarks heard."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from models.enums import FeedbackKind
from models.explanation import Reason
from models.fields.parsing import read_date
from models.fields.spec import FieldKind, FieldSpec

PROMISES = FieldSpec("promises", FieldKind.NOTE, max_length=4000)
REMARKS = FieldSpec("remarks", FieldKind.NOTE, max_length=8000)
# Whether a mail, fax or text message is followed by three calls (S3-MC-06).
THREE_CALLS = FieldSpec("three_calls", FieldKind.BOOLEAN, default=True)

_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_TITLE_LIMIT = 200
_KIND = re.compile(r"([^:]{1,20}):\s+(.+)")


@dataclass(frozen=True, slots=True)
class Promise:
    """One commitment: what, by when, who keeps it ("" for the person who made the touch)."""

    text: str
    due: date
    time: str = ""  # HH:MM
    owner: str = ""  # login


def read_promises(raw: str, today: date) -> tuple[list[Promise], list[Reason]]:
    """The promises of a text, one a line: a day, a time or none, what, and @login or nobody.

    The parts may stand in any order; days as `read_date` knows them. A line without a day, without
    words or with a day that has passed is a Reason that names the line (S3-MC-01).
    """
    found: list[Promise] = []
    problems: list[Reason] = []
    for number, line in enumerate(raw.splitlines(), 1):
        if not line.strip():
            continue
        promise = _promise(line, today)
        objection = _objection(promise, today)
        if objection is None:
            assert promise.due is not None
            found.append(Promise(promise.text, promise.due, promise.time, promise.owner))
        else:
            params = {"field": PROMISES.name, "line": number, "value": line.strip()[:80]}
            problems.append(Reason(objection, params))
    return found, problems


@dataclass(slots=True)
class _Parts:
    text: str = ""
    due: date | None = None
    time: str = ""
    owner: str = ""


def _promise(line: str, today: date) -> _Parts:
    parts = _Parts()
    words = []
    for word in line.split():
        plain = unicodedata.normalize("NFKC", word)
        if len(plain) > 1 and plain[0] == "@" and not parts.owner:
            parts.owner = plain[1:]
        elif parts.due is None and (day := read_date(plain, today)) is not None:
            parts.due = day
        elif not parts.time and _TIME.fullmatch(plain):
            parts.time = plain.zfill(5)
        else:
            words.append(word)
    parts.text = " ".join(words)
    return parts


def _objection(parts: _Parts, today: date) -> str | None:
    if parts.due is None:
        return "promise.no_day"
    if parts.due < today:
        return "promise.passed"
    if not parts.text:
        return "promise.no_words"
    return "promise.too_long" if len(parts.text) > _TITLE_LIMIT else None


def read_remarks(
    raw: str, words: Mapping[str, str] | None = None
) -> list[tuple[FeedbackKind, str]]:
    """The remarks of a text, one a line; `kind: ` before it names what it is, else an opinion.

    `words` maps labels in lower case to constants of FeedbackKind (requirements 9.1).
    """
    found = []
    for line in raw.splitlines():
        text = line.strip()
        if not text:
            continue
        match = _KIND.fullmatch(text.replace("：", ": ", 1))
        kind = _kind(match[1].strip(), words or {}) if match else None
        found.append((kind or FeedbackKind.OPINION, match[2] if match and kind else text))
    return found


def _kind(word: str, words: Mapping[str, str]) -> FeedbackKind | None:
    constant = words.get(word.lower(), word.upper())
    return FeedbackKind(constant) if constant in FeedbackKind.__members__ else None
