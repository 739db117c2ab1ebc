"""What text may enter the database, and what text may reach a terminal.

Pure and standard library only; words no problem itself and asks nobody: it names a code.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from models.explanation import Reason

REPLACEMENT: Final = "\ufffd"
JOINER: Final = "\u200d"  # zero width joiner, the glue of emoji sequences
MAX_MARKS: Final = 4  # combining marks that one base character may carry
MAX_SHOWN: Final = 10_000  # characters: more never helps a reader and freezes a screen

_BLANKS: Final = " \t\n\r\u00a0\u2028\u2029\u3000"
_LINE_BREAK: Final = re.compile("\r\n|[\n\r\u2028\u2029]")
_FORBIDDEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # C0 but tab and line breaks, DEL, C1
    "\u202a-\u202e\u2066-\u2069"  # bidi embeddings, overrides, isolates
    "\ud800-\udfff]"  # lone surrogates
)
_FORBIDDEN_IN_A_LINE: Final = re.compile(f"{_FORBIDDEN.pattern}|[\n\r\u2028\u2029]")
# Web pages and byte order marks leave these behind; nobody sees them, they only make two
# equal names differ.
_INVISIBLE: Final = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u2060\ufeff]")


class TextRefusedError(ValueError):
    """A text that may not be stored; `reason` holds the code and its parameters."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.code)
        self.reason = reason


def check_text(text: str, multiline: bool = False, max_length: int | None = None) -> Reason | None:
    """Say why a text may not be stored, or None where it may.

    Refused are NUL, lone surrogates, C0 (tab apart; line breaks only where `multiline` is
    false), DEL, C1, bidi embeddings, overrides and isolates. Blanks around the text do not
    count.

    Args:
        text: The text as it was entered, imported or given.
        multiline: True for notes, where line breaks are kept.
        max_length: Most characters of the stored form, None for no limit.

    Returns:
        `text_forbidden` with `code_point` (as U+001B) and `position` (1 is the first
        character), or `text_too_long` with `length` and `limit`.
    """
    start = len(text) - len(text.lstrip(_BLANKS))
    pattern = _FORBIDDEN if multiline else _FORBIDDEN_IN_A_LINE
    if found := pattern.search(text, start, len(text.rstrip(_BLANKS))):
        code_point = f"U+{ord(found[0]):04X}"
        return Reason("text_forbidden", {"code_point": code_point, "position": found.start() + 1})
    if max_length is not None and (length := len(tidied(text))) > max_length:
        return Reason("text_too_long", {"length": length, "limit": max_length})
    return None


def stored(text: str, *, multiline: bool = False, max_length: int | None = None) -> str:
    """Bring a text into the form in which it is stored; the result is stable under itself.

    NFC, a tab becomes a blank, every line break a newline, invisible characters without
    meaning and outer blanks leave.

    Args:
        text: The text as it was entered, imported or given.
        multiline: True for notes, where line breaks are kept.
        max_length: Most characters of the result, None for no limit.

    Raises:
        TextRefusedError: The text holds what may not be stored; see `check_text`.
    """
    if reason := check_text(text, multiline, max_length):
        raise TextRefusedError(reason)
    return tidied(text)


def dropped(text: str, multiline: bool = False) -> str:
    """Leave out, without a word, what `stored` would refuse: for pasted and typed text.

    Line breaks are kept as newlines where `multiline` is true, else the lines are joined by
    one blank. Outer blanks of a text without line breaks stay: they may be typed ones.
    """
    text = _INVISIBLE.sub("", _FORBIDDEN.sub("", text)).replace("\t", " ")
    lines = _LINE_BREAK.split(text)
    if multiline or len(lines) == 1:
        return "\n".join(lines)
    return " ".join(filter(None, (line.strip(_BLANKS) for line in lines)))


def tidied(text: str) -> str:
    """The form in which a text is stored that `check_text` lets pass: see `stored`."""
    text = _INVISIBLE.sub("", _LINE_BREAK.sub("\n", text)).replace("\t", " ")
    return unicodedata.normalize("NFC", text).strip(_BLANKS)


# Letters, digits, punctuation, Han, kana, Hangul and emoji that stand for themselves. Wide
# enough for nearly all real text, so that the loop below is seldom entered.
_CLEAN: Final = re.compile(
    "[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u058f\u1e00-\u1fff"
    "\u2010-\u2027\u2030-\u205e\u2070-\u20cf\u2100-\u2bff\u2e80-\u3029\u3030-\u3098"
    "\u309b-\u3163\u3165-\ua48c\uac00-\ud7a3\uf900-\ufad9\ufe30-\ufe6b\uff01-\uff9d"
    "\uffe0-\uffe6\ufffd\U0001f000-\U0001f3fa\U0001f400-\U0001faff\U00020000-\U0002fffd\U00030000-\U000323af]*"
)
# Letters and unassigned places that are drawn as nothing at all.
_UNSEEN: Final = frozenset(
    "\u115f\u1160\u2065\u3164\uffa0" + "".join(map(chr, range(0xFFF0, 0xFFF9)))
)
_REPLACED_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_MARK: Final = ""  # the fate of a combining mark: it depends on what stands before it


@lru_cache(8192)  # a list repeats the same few thousand characters
def _fate(character: str) -> str:
    """Stand-in of a single character: itself, a picture, U+FFFD, or `_MARK`."""
    code_point = ord(character)
    if code_point < 0x20:
        return chr(0x2400 + code_point)
    if code_point == 0x7F:
        return "\u2421"
    category = unicodedata.category(character)
    if category[0] == "M":
        return _MARK
    is_noncharacter = code_point & 0xFFFE == 0xFFFE or 0xFDD0 <= code_point <= 0xFDEF
    # Tags and their unassigned neighbours have no glyph and may carry a hidden message.
    is_tag = 0xE0000 <= code_point < 0xE1000
    if is_noncharacter or is_tag or character in _UNSEEN or category in _REPLACED_CATEGORIES:
        return REPLACEMENT
    return character


_PICTOGRAPH: Final = re.compile(
    "[\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2900-\u2bff\U0001f000-\U0001faff]"
)
_TONE: Final = re.compile("[\U0001f3fb-\U0001f3ff]")  # skin tones: no cells of their own


def shown(text: str, *, lines: bool = False, max_chars: int = MAX_SHOWN) -> str:
    """Make any text harmless for a terminal; stable under itself, never longer than given.

    Controls become their pictures (U+2400 block) or U+FFFD, bidi and other format
    characters U+FFFD; a joiner stays between emoji; of more than four combining marks on
    one base the rest is left out, and a mark without a base becomes U+FFFD.

    Args:
        text: Any text, lone surrogates included.
        lines: Keep newlines (for notes); else they are shown as a picture.
        max_chars: Most characters of the result; a longer text ends in three dots.
    """
    if len(text) > max_chars:
        dots = "..."[:max_chars]
        text = text[: max_chars - len(dots)] + dots
    if _CLEAN.fullmatch(text):
        return text
    return "\n".join(map(_shown_line, text.split("\n"))) if lines else _shown_line(text)


def _shown_line(text: str) -> str:
    result: list[str] = []
    last = ""  # what stands before, as it will be shown
    marks = MAX_MARKS  # nothing to put a mark on yet
    for index, character in enumerate(text):
        fate = _fate(character)
        if fate == _MARK:
            if marks < MAX_MARKS:
                fate = character
                marks += 1
            elif not last:
                fate = REPLACEMENT
                marks = 0
        else:
            marks = 0
            if character == JOINER and _joins(last, text[index + 1 : index + 2]):
                fate = JOINER
            elif _TONE.match(character) and not _carries_tone(last):
                fate = REPLACEMENT
        last = fate or last
        result.append(fate)
    return "".join(result)


def _joins(before: str, after: str) -> bool:
    """Whether a joiner between these two stands inside an emoji."""
    return (before == "\ufe0f" or _PICTOGRAPH.match(before) is not None) and (
        _PICTOGRAPH.match(after) is not None and _TONE.match(after) is None
    )


def _carries_tone(before: str) -> bool:
    return _PICTOGRAPH.match(before) is not None and _TONE.match(before) is None
