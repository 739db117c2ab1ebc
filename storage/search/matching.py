"""Whether a record really holds a word: the check behind the index, which keeps no places.

Pure; it makes no tokens and no SQL.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from storage.search.reading import (
    DENSE_RUN,
    SPELLED_RUN,
    Readings,
    Segment,
    aloud,
    aloud_pattern,
    fold,
    segments,
    typed_forms,
)

Piece = str
"""A run of Han, or a run of letters and digits, folded."""

Pieces = tuple[Piece, ...]
"""What stands side by side in the text."""


class Haystack:
    """The values of one record, cut up for comparing as far as they are looked at."""

    def __init__(self, values: Iterable[str], numbers: tuple[str, ...]) -> None:
        self.numbers = numbers
        self._rest = (segment for value in values for segment in segments(value))
        self._known: list[Segment] = []

    @property
    def segments(self) -> Iterator[Segment]:
        """All segments: a name at the front spares reading the rest aloud."""
        yield from self._known
        for segment in self._rest:
            self._known.append(segment)
            yield segment


def digits_of(value: str) -> str:
    """The digits 0-9 of a code or phone number, full-width ones included: +86 755-1 -> 867551."""
    return "".join(char for char in fold(value) if "0" <= char <= "9")


def number_forms(word: str) -> tuple[str, ...]:
    """The digits of a word, and those without the country code or trunk zero of a phone."""
    number = digits_of(word)
    ways = [number]
    if fold(word).strip().startswith("+86"):
        ways.append(number[2:])
    elif re.match(r"0[1-9]\d{8}", number):
        ways.append(number[1:])
    return tuple(way for way in ways if way)


def haystack(texts: Iterable[str], digits: Iterable[str]) -> Haystack:
    """The record of these values; codes and phones are compared as words too."""
    numbers = tuple(digits)
    return Haystack(dict.fromkeys((*texts, *numbers)), tuple(digits_of(value) for value in numbers))


def plainly(piece: Piece, values: Iterable[str]) -> bool | None:
    """Whether some values hold a piece, where their letters alone tell; None where they do not.

    Spares most of the cutting up: hundreds of records are checked at a key stroke.
    """
    text = fold("\n".join(values))
    if DENSE_RUN.match(piece):
        if piece in text:
            return True
        # It may still stand across a bracket or a blank.
        return None if len(piece) > 1 and all(char in text for char in piece) else False
    place = text.find(piece)
    while place > 0 and SPELLED_RUN.match(text, place - 1):
        place = text.find(piece, place + 1)
    return None if place < 0 else True


def spoken(piece: Piece, values: Iterable[str]) -> bool | None:
    """Whether some values hold letters as they are said; None where a closer look is needed."""
    pattern, said = aloud_pattern(piece), aloud("\n".join(values))
    if pattern is None or said is None:
        return None
    line, squeezed = said
    return True if pattern.search(line) else None if piece in squeezed else False


def word_matches(sentences: Sequence[Pieces], numbers: Sequence[str], record: Haystack) -> bool:
    """True if some value of the record holds the digits, or if it holds every sentence."""
    if any(number in value for number in numbers for value in record.numbers):
        return True
    return all(any(_holds(segment, pieces) for segment in record.segments) for pieces in sentences)


def _holds(segment: Segment, pieces: Pieces) -> bool:
    places: set[int] = set(range(len(segment.squeezed)))
    last = len(pieces) - 1
    for number, piece in enumerate(pieces):
        places = _after(segment, piece, places, number == last)
        if not places:
            return False
    return True


def _after(segment: Segment, piece: Piece, places: set[int], is_last: bool) -> set[int]:
    """Where the text goes on after the piece, for each of the places where it may begin."""
    text = segment.squeezed
    if DENSE_RUN.match(piece):
        return {at + len(piece) for at in places if text.startswith(piece, at)}
    result = {
        at + len(piece) for at, _ in segment.words if at in places and text.startswith(piece, at)
    }
    if piece.isascii() and piece.isalpha() and not (result and is_last):
        letters, first = segment.letters, piece[0]
        for at in [at for at in places if at < len(letters) and first in letters[at]]:
            if _initials_at(letters, piece, at):
                result.add(at + len(piece))
            result |= _spelled_at(segment.readings, piece, at, is_last)
    return result


def _initials_at(letters: Sequence[str], piece: Piece, at: int) -> bool:
    if at + len(piece) > len(letters):
        return False
    return all(letter in several for letter, several in zip(piece, letters[at:], strict=False))


def _spelled_at(
    readings: Sequence[Readings], letters: Piece, start: int, is_last: bool
) -> set[int]:
    result: set[int] = set()
    seen: set[tuple[int, int]] = set()
    stack = [(start, 0)]
    while stack:
        at, used = stack.pop()
        if (at, used) in seen:
            continue
        seen.add((at, used))
        if used == len(letters):
            result.add(at)
        elif at < len(readings):
            for typed in typed_forms(readings[at]):
                if letters.startswith(typed, used):
                    stack.append((at + 1, used + len(typed)))
                elif is_last and typed.startswith(letters[used:]):
                    result.add(at + 1)
    return result
