"""What an import would make of a file, before anything is written: kind, columns, key, rows.

Reads the file, asks no database.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from models.explanation import Reason
from models.fields.registry import find_entity
from models.fields.spec import EntitySpec
from models.fields.vocabulary import Vocabulary
from storage.exchange import keys, registry, synonyms
from storage.exchange.codes import Code
from storage.exchange.mapping import Mapping, corrected, corrections, guess
from storage.exchange.sniffing import FileKind, Sniffed, sniff
from storage.exchange.table import RawRow, Table, unreadable

_SAMPLE = 50
_SHOWN = 5
_BLOCK = 1 << 20
_DOUBTFUL = 0.7


@dataclass(frozen=True, slots=True)
class Preview:
    """A file as it would be imported.

    `problems` forbid it, `remarks` are to be looked at. `lines` is about how many rows there
    are, 0 where that is not known before they are read. `key` is the field a person chose, ""
    for the natural keys of the entity, of which `natural_key` is the one most rows will use.
    """

    path: Path
    sniffed: Sniffed
    mapping: Mapping
    key: str
    natural_key: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: int
    remarks: tuple[Reason, ...]
    problems: tuple[Reason, ...]

    @property
    def entity(self) -> str:
        """Name of the entity the rows are taken for."""
        return self.mapping.entity.name

    @property
    def headers(self) -> tuple[str, ...]:
        """The columns of the file."""
        return tuple(match.column for match in self.mapping.columns)

    @property
    def unmapped(self) -> tuple[str, ...]:
        """Columns that fill no field."""
        return self.mapping.unmapped

    @property
    def missing(self) -> tuple[str, ...]:
        """Required fields that neither a column nor the import itself fills."""
        return missing(self.mapping, self.sniffed.kind)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person says about a file; empty means guessed."""

    entity: str | None = None
    corrections: Sequence[str] = ()
    key: str | None = None
    encoding: str | None = None


def look(path: Path, source: BinaryIO, wanted: Wanted, vocabulary: Vocabulary) -> Preview:
    """The preview of an open file.

    Raises:
        UnreadableFileError: the file gives no table, or nothing can be imported from it.
    """
    sniffed = sniff(source, path.name, wanted.encoding)
    if registry.for_reading(sniffed) is None:
        raise unreadable(Code.FORMAT_UNKNOWN, kind=str(sniffed.kind))
    table = registry.read_table(source, sniffed)
    found = itertools.islice((row for row in table.rows if isinstance(row, RawRow)), _SAMPLE)
    samples = [row.cells for row in found]
    overrides, problems = corrections(wanted.corrections)
    mapping = _mapping(table, samples, sniffed, wanted.entity, vocabulary)
    mapping, wrong = corrected(mapping, overrides)
    return Preview(
        path,
        sniffed,
        mapping,
        wanted.key or "",
        keys.natural_key(mapping.entity.name, mapping.fields),
        tuple(samples[:_SHOWN]),
        _lines(source, sniffed),
        (*table.remarks, *_remarks(mapping, sniffed)),
        (*problems, *wrong, *_problems(mapping, sniffed.kind, wanted.key)),
    )


def missing(mapping: Mapping, kind: FileKind) -> tuple[str, ...]:
    """Required fields that nothing fills; an address card needs no customer."""
    known = set(keys.filled_in(mapping.entity.name))
    if kind is FileKind.VCARD:
        known.add("customer")
    return tuple(name for name in mapping.missing if name not in known)


# What files of a kind hold, where they hold one thing alone.
_ONLY = {FileKind.VCARD: ["contact"], FileKind.ICALENDAR: ["follow_up"]}


def _mapping(
    table: Table,
    samples: Sequence[Sequence[str]],
    sniffed: Sniffed,
    entity: str | None,
    vocabulary: Vocabulary,
) -> Mapping:
    if entity is None:
        wanted = _ONLY.get(sniffed.kind, list(keys.PLANS))
    else:
        named = find_entity(entity)
        wanted = [named.name if named else entity]
    specs = [spec for name in wanted if (spec := keys.import_spec(name)) is not None]
    if not specs or specs[0].name not in _ONLY.get(sniffed.kind, [specs[0].name]):
        raise unreadable(Code.ENTITY_NOT_IMPORTED, kind=entity or "")
    words = keys.with_lines(vocabulary)
    spellings = keys.with_line_spellings(synonyms.shipped())

    def guessed(spec: EntitySpec) -> Mapping:
        return guess(table.header, samples, spec, words, spellings)

    return max(map(guessed, specs), key=lambda mapping: _likelihood(mapping, sniffed.kind))


def _likelihood(mapping: Mapping, kind: FileKind) -> float:
    """How well columns and entity fit: sure columns count for it, missing fields against it."""
    sure = sum(match.confidence for match in mapping.columns if match.field)
    return sure - 2 * len(missing(mapping, kind))


def _remarks(mapping: Mapping, sniffed: Sniffed) -> tuple[Reason, ...]:
    remarks = []
    if not sniffed.certain:
        remarks.append(Reason(Code.ENCODING_UNCERTAIN, {"encoding": sniffed.encoding}))
    for match in mapping.columns:
        if match.field and match.confidence < _DOUBTFUL:
            params = {"column": match.column, "field": match.field}
            remarks.append(Reason(Code.COLUMN_DOUBTFUL, params))
    return tuple(remarks)


def _problems(mapping: Mapping, kind: FileKind, key: str | None) -> tuple[Reason, ...]:
    """What forbids the import. A file that names records by their code may leave fields out."""
    spec, filled = mapping.entity, mapping.fields
    problems = []
    if not filled:
        problems.append(Reason(Code.NOTHING_MAPPED, {"entity": spec.name}))
    elif "code" not in filled and not key:
        problems += [Reason(Code.FIELD_MISSING, {"field": n}) for n in missing(mapping, kind)]
    if key:
        plan = keys.plan_of(spec, key)
        if plan is None:
            problems.append(Reason(Code.FIELD_UNKNOWN, {"field": key}))
        elif plan.fields[0].removesuffix("_id") not in filled:
            problems.append(Reason(Code.KEY_NOT_MAPPED, {"field": key}))
    return tuple(problems)


def _lines(source: BinaryIO, sniffed: Sniffed) -> int:
    """About how many rows: line ends, but for the header."""
    if sniffed.kind is not FileKind.CSV or sniffed.encoding.startswith(("utf-16", "utf-32")):
        return 0
    source.seek(0)
    ends = 0
    while block := source.read(_BLOCK):
        ends += block.count(b"\n")
    return max(0, ends - 1)
