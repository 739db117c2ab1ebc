"""Cells that a spreadsheet would take for a formula: made harmless on export, restored on import.

Pure text to text; which formats need it is their own affair.
"""

from __future__ import annotations

import unicodedata

# Half-width, full-width and small forms; tab and carriage return shift what follows into a cell.
RISKY = frozenset("=+-@\t\r＝＋－＠﹦﹢﹣﹫")
_QUOTES = frozenset("\"'`“”‘’＂＇«»「」『』")
_MARK = "'"


def is_risky(text: str) -> bool:
    """Whether the text, after blanks, quotes and invisible characters, may start a formula."""
    for character in text:
        if character in RISKY:
            return True
        if character.isalnum() or not _is_skipped(character):
            return False
    return False


def _is_skipped(character: str) -> bool:
    if character.isspace() or character in _QUOTES:
        return True
    return unicodedata.category(character) in ("Cc", "Cf")


def guard(text: str) -> str:
    """The text as it may stand in a spreadsheet; plain numbers such as -5 are guarded too.

    Telling harmless minus signs from harmful ones is a guess; since `unguard` undoes the mark on
    import nothing is lost by marking them all (reliability.md 5).
    """
    return _MARK + text if is_risky(text) else text


def unguard(text: str) -> str:
    """The text that `guard` was given; other texts stay as they are."""
    return text[1:] if text[:1] == _MARK and is_risky(text[1:]) else text
