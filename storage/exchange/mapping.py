"""Which column of a file is which field: guessed from headers and contents, corrected by people.

Compares words and shapes; reads no file, checks no value, decides no right.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from models.explanation import Reason
from models.fields.spec import EntitySpec, FieldKind, FieldSpec
from models.fields.vocabulary import Vocabulary
from storage.exchange.codes import Code
from storage.exchange.synonyms import Synonyms


class Why(StrEnum):
    """Why a column is taken for a field, or for none."""

    NAME = "NAME"  # the English field name
    LABEL = "LABEL"  # a label in either language
    SYNONYM = "SYNONYM"
    CONTENT = "CONTENT"  # what the cells look like
    USER = "USER"  # corrected by a person
    UNKNOWN = "UNKNOWN"  # no field is meant
    TAKEN = "TAKEN"  # another column fits the field better
    READ_ONLY = "READ_ONLY"  # a field that the program computes
    LEFT_OUT = "LEFT_OUT"  # left out by a person


@dataclass(frozen=True, slots=True)
class Match:
    """What became of one column; `field` is "" where it is not mapped.

    `confidence` runs from 0 to 1; below 0.7 a person should look at it.
    """

    column: str
    index: int
    field: str
    confidence: float
    why: Why


@dataclass(frozen=True, slots=True)
class Mapping:
    """The columns of a file and the fields they fill."""

    entity: EntitySpec
    columns: tuple[Match, ...]

    @property
    def fields(self) -> dict[str, int]:
        """Field name -> position of its column."""
        return {match.field: match.index for match in self.columns if match.field}

    @property
    def unmapped(self) -> tuple[str, ...]:
        """Columns that fill no field."""
        return tuple(match.column for match in self.columns if not match.field)

    @property
    def missing(self) -> tuple[str, ...]:
        """Required fields without a default that no column fills."""
        filled = self.fields
        return tuple(
            spec.name
            for spec in self.entity.editable
            if spec.required and spec.default is None and spec.name not in filled
        )

    def values(self, cells: Sequence[str]) -> dict[str, str]:
        """The cells of a row by field name."""
        return {field: cells[index] for field, index in self.fields.items()}


@dataclass(frozen=True, slots=True)
class _Candidate:
    confidence: float
    index: int
    spec: FieldSpec
    why: Why


_KEY_FIELD = "code"  # computed, but a file may name records by it
_BRACKETS = re.compile(r"[(（\[【<《{].*?[)）\]】>》}]")
_EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s.]+$")
_MOBILE = re.compile(r"^(?:(?:\+|00)?86)?1[3-9]\d{9}$")
_PHONE = re.compile(r"^(?:\+\d{7,15}|0\d{9,11}|[48]00\d{7})(?:(?:x|ext|转)\d{1,6})?$")
_DATE = re.compile(r"^\d{4}[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?)?(?:[ T].*)?$|^(?:19|20)\d{6}$")
_PUNCTUATION = re.compile(r"[\s()\-./]+")
_ENOUGH = 0.8  # share of the filled cells that must have a shape
_HALF = 0.5


def _is_email(cell: str) -> bool:
    return _EMAIL.match(cell) is not None


def _is_mobile(cell: str) -> bool:
    return _MOBILE.match(_PUNCTUATION.sub("", cell)) is not None


def _is_phone(cell: str) -> bool:
    return _is_mobile(cell) or _PHONE.match(_PUNCTUATION.sub("", cell)) is not None


def _is_date(cell: str) -> bool:
    return _DATE.match(cell) is not None


# Dates alone say nothing of which date is meant: they confirm a header, and give no guess.
_CLUES: tuple[tuple[Callable[[str], bool], tuple[str, ...], float], ...] = (
    (_is_email, ("email",), 0.6),
    (_is_mobile, ("mobile", "phone", "office_phone"), 0.6),
    (_is_phone, ("phone", "office_phone"), 0.5),
)
_SHAPES: dict[FieldKind, Callable[[str], bool]] = {
    FieldKind.EMAIL: _is_email,
    FieldKind.DATE: _is_date,
}


def header_key(text: str) -> str:
    """A header as it is compared: width, case, blanks, underscores and marks do not count."""
    wide = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in wide if character.isalnum() or character == "#")


def guess(
    headers: Sequence[str],
    sample_rows: Iterable[Sequence[str]],
    entity: EntitySpec,
    vocabulary: Vocabulary,
    synonyms: Synonyms,
) -> Mapping:
    """The most likely mapping: field names before labels before synonyms before contents.

    Each field is filled by one column at most, the better match first, then the one further left.
    """
    samples = list(sample_rows)
    names = _known_headers(entity, vocabulary, synonyms)
    columns = [_filled(samples, index) for index in range(len(headers))]
    candidates: list[_Candidate] = []
    for index, header in enumerate(headers):
        named = _by_header(header, index, names)
        candidates += [_weighed(candidate, columns[index]) for candidate in named]
        if not named:
            candidates += _by_content(columns[index], index, entity)
    return Mapping(entity, _assigned(headers, candidates))


def _filled(samples: Sequence[Sequence[str]], index: int) -> list[str]:
    cells = (row[index].strip() for row in samples if index < len(row))
    return [cell for cell in cells if cell]


_Names = dict[str, list[tuple[float, Why, FieldSpec]]]


def _known_headers(entity: EntitySpec, vocabulary: Vocabulary, synonyms: Synonyms) -> _Names:
    """Compared form of each spelling -> the fields it may mean, with confidence."""
    names: _Names = {}
    spellings = synonyms.get(entity.name, {})
    for spec in entity.fields:
        known = [(1.0, Why.NAME, word) for word in (spec.name, spec.column)]
        known += [(0.98, Why.LABEL, word) for word in vocabulary.labels(entity.name, spec.name)]
        known += [(0.9, Why.SYNONYM, word) for word in spellings.get(spec.name, ())]
        for confidence, why, word in known:
            names.setdefault(header_key(word), []).append((confidence, why, spec))
    return names


def _by_header(header: str, index: int, names: _Names) -> list[_Candidate]:
    """Fields that the header names; what stands in brackets (a unit, "required") counts less."""
    bare = _BRACKETS.sub("", header)
    for text, factor in ((header, 1.0), (bare, 0.95)):
        found = names.get(header_key(text), [])
        if found and header_key(text):
            return [_Candidate(c * factor, index, spec, why) for c, why, spec in found]
    return []


def _weighed(candidate: _Candidate, cells: Sequence[str]) -> _Candidate:
    """Half the confidence where the cells do not have the shape of the field."""
    shape = _SHAPES.get(candidate.spec.kind)
    if shape is None or not cells or _share(cells, shape) >= _HALF:
        return candidate
    return replace(candidate, confidence=candidate.confidence * _HALF)


def _share(cells: Sequence[str], shape: Callable[[str], bool]) -> float:
    return sum(map(shape, cells)) / len(cells)


def _by_content(cells: Sequence[str], index: int, entity: EntitySpec) -> list[_Candidate]:
    """The first field of the entity that cells of such a shape may fill."""
    if not cells:
        return []
    for shape, names, confidence in _CLUES:
        if _share(cells, shape) < _ENOUGH:
            continue
        specs = [spec for name in names if (spec := entity.field(name)) is not None]
        return [_Candidate(confidence, index, spec, Why.CONTENT) for spec in specs[:1]]
    return []


def _assigned(headers: Sequence[str], candidates: Iterable[_Candidate]) -> tuple[Match, ...]:
    """The best candidate of each column and each field."""
    matches: dict[int, Match] = {}
    taken: set[str] = set()
    refused: dict[int, Why] = {}
    for item in sorted(candidates, key=lambda c: (-c.confidence, c.index)):
        name = item.spec.name
        if item.index in matches:
            continue
        if not _fillable(item.spec):
            refused.setdefault(item.index, Why.READ_ONLY)
        elif name in taken:
            refused.setdefault(item.index, Why.TAKEN)
        else:
            taken.add(name)
            matches[item.index] = Match(
                headers[item.index], item.index, name, round(item.confidence, 2), item.why
            )
    return tuple(
        matches.get(index) or Match(header, index, "", 0.0, refused.get(index, Why.UNKNOWN))
        for index, header in enumerate(headers)
    )


def _fillable(spec: FieldSpec) -> bool:
    return spec.editable or spec.name == _KEY_FIELD


def corrections(texts: Iterable[str]) -> tuple[dict[str, str], tuple[Reason, ...]]:
    """`FIELD=COLUMN` texts as field name -> column; an empty column leaves the field out."""
    result: dict[str, str] = {}
    problems: list[Reason] = []
    for text in texts:
        field, equals, column = text.partition("=")
        if equals and field.strip():
            result[field.strip()] = column.strip()
        else:
            problems.append(Reason(Code.CORRECTION_UNREADABLE, {"text": text}))
    return result, tuple(problems)


def corrected(mapping: Mapping, overrides: dict[str, str]) -> tuple[Mapping, tuple[Reason, ...]]:
    """The mapping with a person's corrections, and what is wrong with them.

    `overrides` names a column for each field, "" for none; wrong ones change nothing.
    """
    columns = list(mapping.columns)
    problems: list[Reason] = []
    for name, column in overrides.items():
        problem = _correct(columns, mapping.entity, name, column)
        if problem is not None:
            problems.append(problem)
    return Mapping(mapping.entity, tuple(columns)), tuple(problems)


def _correct(columns: list[Match], entity: EntitySpec, name: str, column: str) -> Reason | None:
    spec = entity.field(name)
    if spec is None:
        return Reason(Code.FIELD_UNKNOWN, {"field": name})
    if not _fillable(spec):
        return Reason(Code.FIELD_NOT_EDITABLE, {"field": spec.name})
    chosen = _column(columns, column)
    if column and chosen is None:
        return Reason(Code.COLUMN_UNKNOWN, {"column": column})
    for match in columns:
        if match.field == spec.name:
            columns[match.index] = replace(match, field="", confidence=0.0, why=Why.LEFT_OUT)
    if chosen is not None:
        columns[chosen.index] = replace(chosen, field=spec.name, confidence=1.0, why=Why.USER)
    return None


def _column(columns: Sequence[Match], name: str) -> Match | None:
    """The column of that header: spelt alike first, else alike but for case, width and blanks."""
    for match in columns:
        if match.column == name:
            return match
    key = header_key(name)
    alike = [match for match in columns if key and header_key(match.column) == key]
    return alike[0] if len(alike) == 1 else None
