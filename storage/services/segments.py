"""What a filter would make a segment of, before it is saved. Writes nothing.

Saving goes through `records`; the snapshot is taken by storage/effects/snapshot.py.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from models.query import Problem, parse
from models.views.customer_row import CustomerRow
from storage.queries import listing
from storage.queries.reader import ReadConnection
from storage.queries.reports.groups import references
from storage.services.core import Core

_LOOKED_AT = 5000


@dataclass(frozen=True, slots=True)
class SegmentSeen:
    """The customers a filter finds, by grade, and the references of their industries."""

    count: int
    grades: Mapping[str, int]
    references: tuple[tuple[str, str], ...]  # code and name
    problems: tuple[Problem, ...] = ()


class Segments:
    """Looks at what a filter finds: the first steps of the wizard (S2-VAL-06..08)."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def seen(self, filter_text: str) -> SegmentSeen:
        """Count, grades and reference customers of a filter; its problems where it has some."""
        query = parse(filter_text, "customers")
        if query.problems or not filter_text.strip():
            return SegmentSeen(0, {}, (), tuple(query.problems))

        def read(reader: ReadConnection) -> SegmentSeen:
            context = self._core.context()
            ids = list(listing.ids(reader, context, query))
            rows: list[CustomerRow] = listing.rows_by_ids(
                reader, context, "customers", ids[:_LOOKED_AT]
            )
            grades = Counter(row.grade or "-" for row in rows)
            names = references(reader, context, ids=json.dumps(ids))
            return SegmentSeen(len(ids), dict(sorted(grades.items())), tuple(names))

        return self._core.read(read, "segment")
