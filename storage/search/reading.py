"""How text is folded and how Han is read aloud, from the generated tables beside this file.

Pure but for reading those tables at the first use. It makes no tokens and no SQL.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

TABLES = Path(__file__).with_name("tables")

# What is written without blanks and is therefore found by any part of it: Han, kana, 〇 and 々.
_DENSE = (
    "\u3005-\u3007\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U000323af"
)
DENSE_RUN = re.compile(f"[{_DENSE}]+")
SPELLED_RUN = re.compile(rf"[^\W_{_DENSE}]+")
RUN = re.compile(rf"[{_DENSE}]+|[^\W_{_DENSE}]+")

# Nobody types across the end of a sentence; brackets, commas and blanks are typed or left out.
SENTENCE_END = re.compile(r"[\n\r\t。!?;]+")

_PLAIN = re.compile(r"[\x00-\x7f\u3400-\u4dbf\u4e00-\u9fff]*")
_MARKS = re.compile(r"[\u0300-\u036f]+")

# Latin words up to this length are spoken as letters within Chinese names: TCL科技, 万科A.
_LONGEST_ABBREVIATION = 4

_MOST_WAYS = 32  # to cut typed letters into syllables, for the quick look

# Other ways to type a syllable of the tables, where v stands for ü.
_OTHER_SPELLINGS = {"lv": "lyu", "nv": "nyu", "lve": "lue", "nve": "nue"}

# Signs in a line of what is said: no folded run holds them.
_CHARACTER, _SOUND = "\x01", "\x02"

Readings = tuple[str, ...]


def _lines(name: str) -> list[str]:
    return (TABLES / name).read_text(encoding="utf-8").splitlines()


class _Phrases(NamedTuple):
    first: re.Pattern[str]
    spoken: dict[str, Readings]
    longest: int


@cache
def _simplified() -> dict[int, str]:
    traditional, simplified = _lines("simplified.txt")
    return dict(zip(map(ord, traditional), simplified, strict=True))


@cache
def _readings() -> dict[str, Readings]:
    result: dict[str, Readings] = {}
    for line in _lines("syllables.txt"):
        syllable, chars = line.split(" ")
        result.update(dict.fromkeys(chars, (syllable,)))
    for line in _lines("heteronyms.txt"):
        char, *readings = line.split(" ")
        result[char] = tuple(readings)
    return result


@cache
def _phrases() -> _Phrases:
    rows = (line.split(" ") for line in _lines("phrases.txt"))
    spoken = {word: tuple(syllables) for word, *syllables in rows}
    first = re.compile(f"[{''.join(sorted({word[0] for word in spoken}))}]")
    return _Phrases(first, spoken, max(map(len, spoken)))


@cache
def spellings() -> dict[str, str]:
    """What may be typed for a syllable -> the syllable as the tables (and tokens) write it."""
    own = {line.split(" ", 1)[0] for line in _lines("syllables.txt")}
    others = {typed: syllable for syllable, typed in _OTHER_SPELLINGS.items()}
    return {syllable: syllable for syllable in own} | others


@cache
def typed_forms(readings: Readings) -> Readings:
    """Every way to type one of some syllables of the tables: lv, shuai -> lv, shuai, lyu."""
    others = (_OTHER_SPELLINGS[syllable] for syllable in readings if syllable in _OTHER_SPELLINGS)
    return (*readings, *others)


@cache
def completions(beginning: str) -> tuple[str, ...]:
    """The syllables that may become of a typed beginning, sorted; empty where there are none."""
    known = spellings()
    return tuple(sorted({known[typed] for typed in known if typed.startswith(beginning)}))


@cache
def _said() -> dict[int, str]:
    """Each character with a reading -> a sign that one begins, and its syllables: `aloud`."""
    made = {
        readings: _CHARACTER + "".join(_SOUND + typed for typed in typed_forms(readings))
        for readings in set(_readings().values())
    }
    return {ord(char): made[readings] for char, readings in _readings().items()}


@cache
def _sounds() -> frozenset[str]:
    """Every way to type a syllable."""
    return frozenset(one for readings in _readings().values() for one in typed_forms(readings))


@cache
def _odd() -> re.Pattern[str]:
    """Phrases in which a character is read as it is nowhere else: 亲家 qing jia."""
    table = _readings()
    odd = [
        word
        for word, spoken in _phrases().spoken.items()
        if any(one not in table.get(char, ()) for char, one in zip(word, spoken, strict=True))
    ]
    return re.compile("|".join(odd))


def unify(text: str) -> str:
    """NFKC without case and without Latin accents; traditional characters stay as they are."""
    if _PLAIN.fullmatch(text):
        return text.lower()
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return unicodedata.normalize("NFKC", _MARKS.sub("", text))


def fold(text: str) -> str:
    """The form in which texts are compared: NFKC, no case, no Latin accents, simplified Han.

    Folding twice is folding once.
    """
    if text.isascii():
        return text.lower()
    return unify(text).translate(_simplified())


class Segment:
    """One sentence of a text without blanks and punctuation, so that 平安(中国) holds 安中.

    `squeezed` is the folded text, `words` the Latin words with their places in it.
    """

    __slots__ = ("_letters", "_original", "_readings", "squeezed", "words")

    def __init__(self, runs: Sequence[str], original: str) -> None:
        self.squeezed = "".join(runs)
        self.words: list[tuple[int, str]] = []
        self._original = original
        self._readings: list[Readings] | None = None
        self._letters: list[str] | None = None
        place = 0
        for run in runs:
            if not DENSE_RUN.match(run):
                self.words.append((place, run))
            place += len(run)

    @property
    def readings(self) -> list[Readings]:
        """The syllables of each character, the likeliest first; none where it has no reading.

        The letters of an abbreviation stand for themselves.
        """
        if self._readings is None:
            self._readings = self._read()
        return self._readings

    @property
    def letters(self) -> list[str]:
        """The initials of each character, the likeliest first: 重 -> zc; a blank if none."""
        if self._letters is None:
            self._letters = [_first_letters(spoken) for spoken in self.readings]
        return self._letters

    def _read(self) -> list[Readings]:
        table = _readings()
        result = [table.get(char, ()) for char in self.squeezed]
        if self._original != self.squeezed:
            for place, char in enumerate(self._original):
                if char != self.squeezed[place]:
                    result[place] = _union(table.get(char, ()), result[place])
        self._read_phrases(result)
        for place, word in self.words:
            if _is_abbreviation(word):
                result[place : place + len(word)] = [(letter,) for letter in word]
        return result

    def _read_phrases(self, result: list[Readings]) -> None:
        phrases = _phrases()
        text, place = self.squeezed, 0
        for head in [match.start() for match in phrases.first.finditer(text)]:
            size = _phrase_at(phrases, text, head) if head >= place else 0
            if size:
                place = head + size
                spoken = phrases.spoken[text[head:place]]
                for at, syllable in enumerate(spoken, head):
                    result[at] = _union((syllable,), result[at])


def _phrase_at(phrases: _Phrases, text: str, place: int) -> int:
    for size in range(phrases.longest, 1, -1):
        if text[place : place + size] in phrases.spoken:
            return size
    return 0


@cache
def _first_letters(spoken: Readings) -> str:
    return "".join(dict.fromkeys(syllable[0] for syllable in spoken)) or " "


def _union(first: Readings, others: Readings) -> Readings:
    return first if first == others else tuple(dict.fromkeys((*first, *others)))


def segments(text: str) -> Iterator[Segment]:
    """The segments of a text, in its order; none of a text without a letter or digit."""
    if text.isascii():
        for sentence in SENTENCE_END.split(text.lower()):
            if runs := SPELLED_RUN.findall(sentence):
                yield Segment(runs, "".join(runs))
        return
    for sentence in SENTENCE_END.split(unify(text)):
        if runs := RUN.findall(sentence):
            simple = [run.translate(_simplified()) for run in runs]
            yield Segment(simple, "".join(runs))


def aloud(text: str) -> tuple[str, str] | None:
    """A text as it is said, for `aloud_pattern`, and its squeezed segments; both with line breaks.

    None where the table of characters does not decide: traditional ones, rare phrases, letters
    said between Han.
    """
    lines: list[str] = []
    squeezed: list[str] = []
    for sentence in SENTENCE_END.split(unify(text)):
        runs = RUN.findall(sentence)
        whole = "".join(runs)
        if whole.isascii():
            lines.append("".join(map(_lettered, runs)))
        elif (
            whole.translate(_simplified()) != whole
            or _odd().search(whole)
            or any(map(_is_abbreviation, runs))
        ):
            return None
        else:
            said = (run.translate(_said()) if DENSE_RUN.match(run) else _CHARACTER for run in runs)
            lines.append("".join(said))
        squeezed.append(whole)
    return "\n".join(lines), "\n".join(squeezed)


def _is_abbreviation(run: str) -> bool:
    """Whether letters are said one by one: TCL."""
    return len(run) <= _LONGEST_ABBREVIATION and run.isascii() and run.isalpha()


def _lettered(run: str) -> str:
    if _is_abbreviation(run):
        return "".join(f"{_CHARACTER}{_SOUND}{letter}" for letter in run)
    return _CHARACTER


@lru_cache(maxsize=64)
def aloud_pattern(letters: str) -> re.Pattern[str] | None:
    """What finds letters in a text that is said: as initials, or as syllables, the last unfinished.

    None where there are too many ways to cut them into syllables.
    """
    known = _sounds()
    ways: list[tuple[str, ...]] = [tuple(letters)]
    stack: list[tuple[str, tuple[str, ...]]] = [(letters, ())]
    while stack:
        rest, whole = stack.pop()
        if any(sound.startswith(rest) for sound in known):
            ways.append((*whole, rest))
        for size in range(1, min(len(rest), 7)):
            if rest[:size] in known:
                stack.append((rest[size:], (*whole, rest[:size] + "(?![a-z])")))
        if len(ways) + len(stack) > _MOST_WAYS:
            return None
    other = f"[a-z{_SOUND}]*"
    character = f"{_CHARACTER}{other}{_SOUND}%s{other}"
    return re.compile("|".join("".join(character % part for part in way) for way in ways))


def initials(text: str) -> str:
    """The likeliest first letters, for sorting and showing: 中国移动 -> zgyd.

    What has no reading stands for itself.
    """
    return "".join(
        readings[0][0] if readings else char
        for segment in segments(text)
        for char, readings in zip(segment.squeezed, segment.readings, strict=True)
    )


def pinyin(text: str) -> str:
    """The likeliest syllables with blanks between, for sorting: 重庆 -> chong qing.

    Latin words and digits stand for themselves.
    """
    result: list[str] = []
    for segment in segments(text):
        words = dict(segment.words)
        place = 0
        while place < len(segment.squeezed):
            readings = segment.readings[place]
            spoken = readings[0] if readings else segment.squeezed[place]
            part = words.get(place, "")
            result.append(part or spoken)
            place += len(part) or 1
    return " ".join(result)
