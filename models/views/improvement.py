"""Audits as pages show them; values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from models.explanation import Explanation

Pair = tuple[str, str]  # English, Chinese


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One audit with its result; `result` in tenths of a percent, None before any score."""

    id: int
    version: int
    code: str
    template: str
    place: str
    date: date
    inspector_name: str | None
    points: int | None
    max_points: int | None
    result: int | None
    scored: int
    improvement_code: str | None
    improvement_id: int | None


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item of a checklist with its score, None where it has none yet."""

    key: str
    text: Pair
    hint: Pair | None
    score: int | None
    note: str | None


@dataclass(frozen=True, slots=True)
class SectionRow:
    """Items that are looked at together."""

    title: Pair
    items: tuple[ItemRow, ...]


@dataclass(frozen=True, slots=True)
class AuditCard:
    """An audit with its checklist, as it is walked."""

    row: AuditRow
    title: Pair
    about: Pair
    sections: tuple[SectionRow, ...]
    result: Explanation

    @property
    def missing(self) -> int:
        """Items without a score."""
        return sum(item.score is None for one in self.sections for item in one.items)


@dataclass(frozen=True, slots=True)
class AuditBoard:
    """All audits, the newest first, and the checklists there are."""

    runs: tuple[AuditRow, ...]
    templates: Mapping[str, Pair]
