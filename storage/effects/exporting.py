"""Records as the pieces of a file, read page by page out of one snapshot. Writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from models.explanation import Reason
from models.fields.spec import EntitySpec, FieldSpec
from models.policy_defaults import policy_from
from storage.clock import Clock
from storage.errors import Cancelled, Invalid
from storage.exchange import calendar, cells, icalendar_file, registry
from storage.exchange.codes import Code
from storage.exchange.keys import LINE_FIELDS, import_spec
from storage.progress import Progress
from storage.queries import bulk, figures
from storage.queries.reader import ReadConnection
from storage.queries.scope import name_and_status

Labels = Callable[[str, str], str]  # entity, field -> header

_STEP = 500
_FIELD_NAMES_ONLY = ("vcf", "json")
_FOR_EYES = ("md", "txt")


@dataclass(frozen=True, slots=True)
class ExportWanted:
    """What is to be written: records, format, fields (None: all that make sense), words."""

    spec: EntitySpec
    format: str
    columns: Sequence[str] | None
    labels: Labels | None
    words: Callable[[StrEnum], str]
    caption: tuple[str, ...]
    watermark: str
    closed: bool = False  # of terminated customers name and status alone (9.5)


class ExportRows:
    """One export on its way; `rows` counts what was written."""

    def __init__(self, wanted: ExportWanted, clock: Clock, progress: Progress) -> None:
        """Raises Invalid for a column that is no field."""
        self._wanted = wanted
        self._spec = wanted.spec
        self._clock = clock
        self._progress = progress
        self._fields = _fields(wanted)
        self._with_lines = any(_is_line(wanted.spec, field) for field in self._fields)
        self._is_closed = wanted.closed and wanted.spec.name == "customer"
        self.rows = 0

    def pieces(self, reader: ReadConnection, ids: Sequence[int]) -> Iterator[bytes]:
        """The file, piece by piece; Cancelled where somebody stops it."""
        wanted = self._wanted
        records = self._records(reader, ids)
        if wanted.format == "ics":
            zone = ZoneInfo(self._clock.zone)
            policy = policy_from(figures.figures(reader)).calendar
            items = [calendar.item(record, zone, wanted.words, policy) for record in records]
            return icalendar_file.write(items, self._clock.now(), self._clock.zone)
        rows: Any = map(self._row, records)
        return registry.write_table(
            wanted.format, self._headers(), rows, wanted.caption, wanted.watermark
        )

    def _headers(self) -> list[str]:
        labels = self._wanted.labels
        if labels is None or self._wanted.format in _FIELD_NAMES_ONLY:
            return [field.name for field in self._fields]
        return [
            labels("sales_order_line" if _is_line(self._spec, f) else self._spec.name, f.name)
            for f in self._fields
        ]

    def _records(self, reader: ReadConnection, ids: Sequence[int]) -> Iterator[dict[str, Any]]:
        """Records in order, with progress; an order once for each of its lines."""
        for start in range(0, len(ids), _STEP):
            if self._progress.cancelled():
                raise Cancelled("cancelled")
            some = ids[start : start + _STEP]
            lines = bulk.lines_of(reader, some) if self._with_lines else {}
            for stored in bulk.records(reader, self._spec, some):
                record = name_and_status(stored) if self._is_closed else stored
                for line in lines.get(record["id"], [{}]):
                    self.rows += 1
                    yield {**line, **record}
            self._progress.report(min(start + _STEP, len(ids)), len(ids))

    def _row(self, record: dict[str, Any]) -> list[Any]:
        format_name = self._wanted.format
        currency = cells.currency_of(record)
        if format_name == "json":
            return [cells.json_cell(f, record.get(f.name), currency) for f in self._fields]
        if format_name == "vcf" and "customer" in record:
            record = {**record, "customer": record["customer_name"]}
        words = self._wanted.words if format_name in _FOR_EYES else None
        return [cells.cell(f, record.get(f.name), currency, words) for f in self._fields]


def _fields(wanted: ExportWanted) -> tuple[FieldSpec, ...]:
    """The fields to write: those asked for, else all, for reading only the main ones."""
    whole = import_spec(wanted.spec.name) or wanted.spec
    if wanted.columns is None:
        if wanted.format in _FOR_EYES:
            return tuple(field for field in wanted.spec.fields if field.group == "main")
        return whole.fields
    found = [(name, whole.field(name)) for name in wanted.columns]
    unknown = [Reason(Code.FIELD_UNKNOWN, {"field": n}) for n, field in found if field is None]
    if unknown:
        raise Invalid(unknown)
    return tuple(field for _name, field in found if field is not None)


def _is_line(spec: EntitySpec, field: FieldSpec) -> bool:
    """Does a field belong to the lines that are written with their order."""
    return spec.name == "sales_order" and field.name in LINE_FIELDS
