"""The only maker of search tokens: of records for the index, of words for a query.

Pure and deterministic, standard library and the shipped tables only. It holds no SQL.

The tokens of a record (scheme C): each Han character and each pair of neighbours as they are, Latin
words as they are, and with a private-use character in front, which no text can hold here:
one to three initials, one syllable, the first one to three letters of a word, three digits.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

from storage.search.matching import (
    Piece,
    Pieces,
    digits_of,
    haystack,
    number_forms,
    plainly,
    spoken,
    word_matches,
)
from storage.search.reading import (
    DENSE_RUN,
    RUN,
    SENTENCE_END,
    Readings,
    Segment,
    completions,
    fold,
    segments,
    spellings,
)

__all__ = ["TOKEN_VERSION", "WordQuery", "fold", "match_expression", "parse_word", "record_tokens"]

TOKEN_VERSION = 1
"""Raised with every change of what `record_tokens` returns; other indexes are then rebuilt."""

_INITIALS = "\ue001"
_SYLLABLE = "\ue002"
_PREFIX = "\ue003"
_DIGITS = "\ue004"

_GRAM = 3
_LONGEST_WORD = 64
_MOST_TOKENS = 24  # of one piece in an expression; the check afterwards looks at the rest
_MOST_PIECES = 16
_MOST_SPELLINGS = 6
_LONGEST_SPELLING = 48


# --- records -------------------------------------------------------------------------------------


def record_tokens(texts: Sequence[str], digits: Sequence[str] = ()) -> str:
    """The tokens of one record, joined by blanks, each once, in a fixed order.

    Args:
        texts: names, titles, cities, e-mail addresses, notes: found by Han, pinyin, word prefix.
        digits: codes and office phones: found by any run of their digits, those with letters
            (C-000012) by their words too. Never give a sealed field (requirements 13).

    The same values make the same tokens as long as `TOKEN_VERSION` stays, because an update takes
    the old tokens out by making them again.
    """
    found: list[str] = []
    for text in texts:
        for segment in segments(text):
            found += _segment_tokens(segment)
    for value in digits:
        found += _code_tokens(value)
    return " ".join(dict.fromkeys(found))


def _segment_tokens(segment: Segment) -> list[str]:
    result: list[str] = []
    for _, word in segment.words:
        result += _word_tokens(word)
    runs = DENSE_RUN.findall(segment.squeezed)
    for run in runs:
        result += run
        result += [run[at : at + 2] for at in range(len(run) - 1)]
    if runs:
        result += _spoken_tokens(segment)
    return result


def _word_tokens(word: str) -> list[str]:
    sizes = range(1, min(len(word), _GRAM) + 1)
    return [word[:_LONGEST_WORD], *(_PREFIX + word[:size] for size in sizes)]


def _spoken_tokens(segment: Segment) -> list[str]:
    latin = {at for place, word in segment.words for at in range(place, place + len(word))}
    spoken = segment.readings
    if latin:
        spoken = [readings for at, readings in enumerate(spoken) if at not in latin]
    result = [_SYLLABLE + syllable for readings in spoken for syllable in readings]
    letters = segment.letters
    likeliest = "".join([several[0] for several in letters])
    for size in range(1, _GRAM + 1):
        places: Sequence[int] = range(len(letters) - size + 1)
        if latin and size < _GRAM:  # runs within a Latin word count only for longer words
            places = [at for at in places if not (at in latin and at + size - 1 in latin)]
        result += [_INITIALS + likeliest[at : at + size] for at in places]
    if " " in likeliest:
        result = [token for token in result if " " not in token]
    for at, several in enumerate(letters):
        if len(several) > 1:
            result += _runs_around(letters, at)
    return result


def _runs_around(letters: Sequence[str], at: int) -> Iterator[str]:
    """Every run of initials over a character with several."""
    for size in range(1, _GRAM + 1):
        for start in range(max(at - size + 1, 0), min(at, len(letters) - size) + 1):
            window = letters[start : start + size]
            if " " not in window:
                yield from (_INITIALS + "".join(run) for run in product(*window))


def _code_tokens(value: str) -> Iterator[str]:
    number = digits_of(value)
    for place in range(len(number)):
        # The last two are shorter: with them every run of one or two digits begins a token.
        yield _DIGITS + number[place : place + _GRAM]
    for segment in segments(value):
        if segment.squeezed.isdigit():
            continue
        yield from _segment_tokens(segment)
        yield from _word_tokens(segment.squeezed)  # C000012 as well as C-000012


# --- words of a query ----------------------------------------------------------------------------


Holds = Callable[[Collection[str]], bool]


def _everything(_tokens: Collection[str]) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class WordQuery:
    """One word a person typed, ready for the index.

    Attributes:
        word: as typed.
        match: the FTS5 expression; empty for a word without a letter or digit.
        exact: the index alone decides; otherwise a hit is certain only after `verify`.
        holds: the expression, asked of the tokens of one record.
    """

    word: str
    match: str
    exact: bool
    sentences: tuple[Pieces, ...]
    numbers: tuple[str, ...]
    holds: Holds = field(default=_everything, compare=False, repr=False)

    @property
    def is_empty(self) -> bool:
        """True for a word that asks nothing, such as `-` or a blank."""
        return not self.match

    def verify(self, texts: Sequence[str], digits: Sequence[str] = ()) -> bool:
        """Whether a record holds the word; give the same values as to `record_tokens`.

        The index keeps no places, so 中国国移 passes it for 中国移; this check does not let
        it pass. A word that asks nothing is held by every record.
        """
        if self.is_empty:
            return True
        known = self._plainly((*texts, *digits))
        if known is not None:
            return known
        return word_matches(self.sentences, self.numbers, haystack(texts, digits))

    def indexed(self, texts: Sequence[str], digits: Sequence[str] = ()) -> bool:
        """Whether the index has a record of these values for the word: what `match` says of it.

        For records that are looked at one by one; false hits of the index are true here.
        """
        known = self._plainly((*texts, *digits))
        if known or (known is False and (self.exact or not self._is_letters)):
            return known
        if self._is_letters:  # their words are looked at already: Han read aloud is left
            texts, digits = [text for text in (*texts, *digits) if not text.isascii()], ()
        return self.holds(set(record_tokens(texts, digits).split(" ")))

    @property
    def _is_letters(self) -> bool:
        piece = self.sentences[0][0]
        single = len(self.sentences) == 1 and len(self.sentences[0]) == 1
        return single and piece.isascii() and piece.isalpha()

    def _plainly(self, values: Sequence[str]) -> bool | None:
        if len(self.sentences) != 1 or len(self.sentences[0]) != 1:
            return None
        known = plainly(self.sentences[0][0], values)
        if known is None and self._is_letters:
            return spoken(self.sentences[0][0], values)
        return None if known is False and self.numbers else known


def parse_word(word: str) -> WordQuery:
    """The query for one word, or for a quoted phrase; never raises.

    Han of any length, simplified or traditional; letters are the beginning of a Latin word, a run
    of initials or pinyin whose last syllable may be unfinished; digits are a part of a code or an
    office phone; mixed words such as 万科A are all of it side by side. Punctuation asks nothing.
    """
    sentences = tuple(
        pieces
        for sentence in SENTENCE_END.split(fold(word))
        if (pieces := tuple(RUN.findall(sentence)[:_MOST_PIECES]))
    )[:_MOST_PIECES]
    if not sentences:
        return WordQuery(word, "", True, (), ())
    numbers = number_forms(word) if all(p.isdigit() for s in sentences for p in s) else ()
    expressions = [_pieces_expression(pieces) for pieces in sentences]
    ways = [_all(expressions), *(_digit_expression(number) for number in numbers)]
    single = len(sentences) == 1 and len(sentences[0]) == 1
    exact = single and all(way.exact for way in ways)
    found = _any(ways)
    return WordQuery(word, found.text, exact, sentences, numbers, found.holds)


def match_expression(words: Iterable[WordQuery]) -> str:
    """The FTS5 expression of records that hold every word; empty if none of them asks anything."""
    return " AND ".join(f"({word.match})" for word in words if not word.is_empty)


@dataclass(frozen=True, slots=True)
class _Expression:
    text: str
    holds: Holds
    exact: bool = True


def _token(token: str) -> _Expression:
    # Tokens are letters, digits and private-use characters only, so a quote cannot occur.
    return _Expression(f'"{token}"', lambda tokens: token in tokens)


def _any(ways: Sequence[_Expression]) -> _Expression:
    if len(ways) == 1:
        return ways[0]
    return _Expression(
        " OR ".join(
            way.text if way.exact and " " not in way.text else f"({way.text})" for way in ways
        ),
        lambda tokens: any(way.holds(tokens) for way in ways),
        all(way.exact for way in ways),
    )


def _all(parts: Sequence[_Expression]) -> _Expression:
    if len(parts) == 1:
        return parts[0]
    return _Expression(
        " AND ".join(map(_grouped, parts)),
        lambda tokens: all(part.holds(tokens) for part in parts),
        exact=False,
    )


def _grouped(part: _Expression) -> str:
    return f"({part.text})" if " " in part.text else part.text


def _all_tokens(tokens: Iterable[str]) -> _Expression:
    distinct = list(dict.fromkeys(tokens))[:_MOST_TOKENS]
    return _all([_token(token) for token in distinct])


def _pieces_expression(pieces: Pieces) -> _Expression:
    last = len(pieces) - 1
    return _all([_piece_expression(piece, place == last) for place, piece in enumerate(pieces)])


def _piece_expression(piece: Piece, is_last: bool) -> _Expression:
    if DENSE_RUN.match(piece):
        if len(piece) == 1:
            return _token(piece)
        return _all_tokens(piece[place : place + 2] for place in range(len(piece) - 1))
    ways = [_word_expression(piece, is_last)]
    if piece.isascii() and piece.isalpha():
        ways.append(_initials_expression(piece))
        ways.extend(_spelling_expressions(piece, is_last))
    return _any(ways)


def _word_expression(piece: str, is_last: bool) -> _Expression:
    if is_last and len(piece) <= _GRAM:
        return _token(_PREFIX + piece)
    exact, piece = len(piece) <= _LONGEST_WORD, piece[:_LONGEST_WORD]
    if not is_last:
        return replace(_token(piece), exact=exact)
    return _Expression(
        f'"{piece}" *', lambda tokens: any(token.startswith(piece) for token in tokens), exact
    )


def _initials_expression(piece: str) -> _Expression:
    size = min(len(piece), _GRAM)
    return _all_tokens(
        _INITIALS + piece[place : place + size] for place in range(len(piece) - size + 1)
    )


def _spelling_expressions(piece: str, is_last: bool) -> list[_Expression]:
    if len(piece) == 1 or len(piece) > _LONGEST_SPELLING:
        return []  # one letter: the initial says the same
    result = []
    for whole, ends, rest in _spellings(piece, is_last):
        parts = [_token(_SYLLABLE + syllable) for syllable in dict.fromkeys(whole)]
        if whole:  # side by side: their initials are a run
            parts.append(_initials_expression("".join(part[0] for part in (*whole, ends[0]))))
        if len(rest) > 1:  # of a single letter the run of initials says enough
            parts.append(_any([_token(_SYLLABLE + syllable) for syllable in ends]))
        result.append(_all(parts))
    return result


def _spellings(piece: str, is_last: bool) -> list[tuple[Readings, Readings, str]]:
    """Ways to cut letters into syllables, longest first.

    (Whole ones, candidates for the last, letters typed of the last.)
    """
    known = spellings()
    result: list[tuple[Readings, Readings, str]] = []
    stack: list[tuple[int, Readings]] = [(0, ())]
    steps = 0
    while stack and len(result) < _MOST_SPELLINGS and steps < 500:
        steps += 1
        place, whole = stack.pop()
        rest = piece[place:]
        ends = completions(rest) if is_last else (known[rest],) if rest in known else ()
        if ends:
            result.append((whole, ends, rest))
        for size in range(1, min(len(rest), 7)):
            if rest[:size] in known:
                stack.append((place + size, (*whole, known[rest[:size]])))
    return result


def _digit_expression(number: str) -> _Expression:
    if len(number) >= _GRAM:
        return _all_tokens(
            _DIGITS + number[place : place + _GRAM] for place in range(len(number) - _GRAM + 1)
        )
    tails = [""]
    for _ in range(_GRAM - len(number)):
        tails += [tail + digit for tail in tails for digit in "0123456789"]
    return _any([_token(_DIGITS + number + tail) for tail in dict.fromkeys(tails)])
