"""Import and export: files in, files out, each import one change with one undo."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from models.enums import ChangeState
from models.explanation import Reason
from models.fields.parsing import Context
from models.fields.registry import find_entity
from models.fields.vocabulary import Vocabulary
from models.query import Query
from models.rules.rights import Action
from storage.effects import permits
from storage.effects.exporting import ExportRows, ExportWanted, Labels
from storage.effects.importing import Importer, Rejected, Similar, Tally
from storage.errors import Invalid, Refused
from storage.exchange import preview, registry
from storage.exchange.preview import Preview, Wanted
from storage.exchange.rejects import Rejects
from storage.exchange.safe_file import SafeFile, reading, shortened
from storage.exchange.sniffing import FileKind
from storage.exchange.table import WATERMARK, Problem, RawRow, Table, UnreadableFileError
from storage.progress import Progress, Silent
from storage.queries import listing
from storage.queries.history import codes
from storage.queries.reader import ReadConnection
from storage.services.core import Core

CHUNK_ROWS = 500  # committed at once: nobody else waits longer than for half a second
_LISTED = 200  # verdicts handed back in full; the file has them all
_READ_GROUP = "export"
_NAMED = 20  # records that went out are named in the log, where they are no more

Word = Callable[[Reason], str]


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did. Rows: created, updated, unchanged or rejected, each exactly one.

    `founded` customers were made for people on address cards; `duplicates` of the new records
    may be somebody else of the same name. `batch` is the change to undo, None in a dry run.
    """

    created: int
    updated: int
    unchanged: int
    rejected: int
    duplicates: int
    batch: int | None
    rejects_path: Path | None
    state: ChangeState
    founded: int = 0
    verdicts: tuple[Rejected, ...] = ()
    similar: tuple[Similar, ...] = ()
    remarks: tuple[tuple[int, Reason], ...] = ()  # line, what was noted about a row taken


@dataclass(slots=True)
class _Lists:
    """The verdicts that are handed back."""

    rejected: int = 0
    duplicates: int = 0
    verdicts: list[Rejected] = field(default_factory=list)
    similar: list[Similar] = field(default_factory=list)
    remarks: list[tuple[int, Reason]] = field(default_factory=list)


def plain_word(reason: Reason) -> str:
    """A reason without a sentence: its code and parameters."""
    shown = ", ".join(f"{name}={value}" for name, value in reason.params.items())
    return f"{reason.code} ({shown})" if shown else str(reason.code)


class Exchange:
    """What goes in and out as a file (product 4, requirements 11.6)."""

    def __init__(self, core: Core) -> None:
        self._core = core

    # --- import

    def preview(
        self,
        path: Path,
        entity: str | None = None,
        *,
        vocabulary: Vocabulary,
        mapping: Sequence[str] = (),
        key: str | None = None,
        encoding: str | None = None,
    ) -> Preview:
        """What a file is and how its columns would be taken; writes nothing.

        `mapping` corrects columns by FIELD=COLUMN, `key` names the field by which rows are
        known again. Raises NotFound or StorageFault for the path, Invalid for a file that gives
        no table; what forbids the import of a table stands in `problems`. Refused: who may not
        import at all, before the file is opened (11.3).
        """
        self._core.require(Action.IMPORT, kind=entity or "")
        path = self._core.at(path)
        wanted = Wanted(entity, mapping, key, encoding)
        try:
            with reading(path) as source:
                return preview.look(path, source, wanted, vocabulary)
        except UnreadableFileError as error:
            raise _unreadable(error) from error

    def run(
        self,
        seen: Preview,
        *,
        vocabulary: Vocabulary,
        dry_run: bool = False,
        rejects: Path | None = None,
        progress: Progress | None = None,
        word: Word = plain_word,
        keep_duplicate: str = "",
    ) -> ImportResult:
        """Imports a file as its preview has it; one change, one undo (AC-140, AC-200).

        A row is known again by the natural key of its kind: then what differs is changed, else a
        record is made; an empty cell says nothing. Rejected rows go to `rejects`, by default
        beside the file. A card without an organisation becomes an individual customer with
        itself as primary contact, an organisation nobody knows a lead. Stopped between chunks,
        what was committed stays under the batch. A new customer that looks like another one is
        rejected, unless `keep_duplicate` says why there are two (11.5). Records that the user may
        not see are as if they were not there, but for a value that stands once only and for the
        likeness, which name nobody. Raises Invalid for a preview with problems.
        """
        self._core.require(Action.IMPORT, kind=seen.entity)
        if seen.problems:
            raise Invalid(seen.problems)
        beside = seen.path.with_name(f"{shortened(seen.path.stem, 240)}.rejects.csv")
        target = self._core.at(rejects or beside)
        if target.resolve() == seen.path.resolve():
            raise Refused("import.rejects_are_the_source", path=str(target))
        work = _Import(self._core, seen, dry_run, progress or Silent(), word, keep_duplicate)
        try:
            with reading(seen.path) as source:
                table = registry.read_table(source, seen.sniffed)
                return work.through(table, Rejects(target, table.header), vocabulary)
        except UnreadableFileError as error:
            raise _unreadable(error) from error

    # --- export

    @property
    def folder(self) -> Path:
        """Where files of the user go, if nothing else is said."""
        return self._core.folder

    def formats(self, kind: str) -> tuple[str, ...]:
        """Names of the formats that records of this KIND can be written in."""
        return tuple(one.name for one in registry.FORMATS if one.writes and one.holds(kind))

    def export(
        self,
        kind: str,
        query: Query,
        format_name: str | None,
        path: Path,
        *,
        columns: Sequence[str] | None = None,
        labels: Labels | None = None,
        words: Callable[[StrEnum], str] = str,
        caption: Sequence[str] = (),
        watermark: str = "",
        ids: Collection[int] | None = None,
        overwrite: bool = False,
        progress: Progress | None = None,
        reason: str = "",
    ) -> int:
        """Writes the records of a query, in its order; returns how many rows.

        No `format_name` means the format of the suffix; `ids` leaves out all other records.
        All fields under their English names unless `columns` chooses or `labels` words them, so
        that the file can be imported again and changes nothing. The file is readable by its owner
        alone and is never half there; Conflict where it exists and `overwrite` is not given. The
        log keeps what went out: kind, query, rows, digest, reason (requirements 11.4), of no more
        than `_NAMED` records their codes, and the file says who took it out and when (11.6).
        Refused: no right (11.3); no `reason`, but for the single-user profile. SALES get their own
        records.
        """
        if query.problems:
            first = query.problems[0]
            raise Invalid([Reason(first.code, first.params)])
        chosen = registry.by_name(format_name) if format_name else registry.for_writing(path.name)
        spec = find_entity(kind)
        if chosen is None or not chosen.writes or spec is None or not chosen.holds(spec.kind):
            raise Refused("export.not_possible", kind=kind, format=format_name or path.suffix)
        why, path = self._may_take_out(spec.kind, reason), self._core.at(path)
        mark = watermark or self._watermark()
        wanted = ExportWanted(
            spec, chosen.name, columns, labels, words, tuple(caption), mark,
            closed=not self._core.sees_closed(),
        )  # fmt: skip
        work = ExportRows(wanted, self._core.clock, progress or Silent())
        params: dict[str, object] = {"kind": spec.kind, "query": query.text, "file": path.name}
        params |= why
        told: dict[str, object] = {}
        context, actor = self._core.context(), self._core.actor()
        with SafeFile(path, overwrite=overwrite, shared=self._core.is_served) as file:

            def read(reader: ReadConnection) -> None:
                found: Sequence[int] = listing.ids(reader, context, query)
                found = permits.to_take_out(reader, actor, spec.name, found)
                wanted = found if ids is None else [one for one in found if one in ids]
                for piece in work.pieces(reader, wanted):
                    file.write(piece)
                if len(wanted) <= _NAMED:
                    named = codes(reader, spec.name, wanted)
                    told["codes"] = " ".join(named[one] for one in wanted if one in named)

            self._core.read(read, _READ_GROUP)
            params |= {**told, "rows": work.rows, "sha256": file.sha256, "format": chosen.name}
            batch = self._core.units.begin_long("access.export", params)
            file.commit()
        self._core.units.end_long(batch, ChangeState.DONE, params)
        return work.rows

    def _may_take_out(self, kind: str, reason: str) -> dict[str, object]:
        """What the log is told of the reason, where both it and the right are there.

        Requirements 11.3 and 11.6; who works alone owes nobody a reason.
        """
        self._core.require(permits.taking_out(kind), kind=kind)
        why = " ".join(reason.split())[:400]
        if not why and not self._core.actor().alone:
            raise Refused("export.needs_reason", kind=kind)
        return {"reason": why} if why else {}

    def _watermark(self) -> str:
        """Who takes something out, and when (11.6)."""
        actor, clock = self._core.actor(), self._core.clock
        moment = clock.now().astimezone(ZoneInfo(clock.zone))
        return f"{actor.name} ({actor.login}) {moment:%Y-%m-%d %H:%M}"

    def print_page(
        self,
        name: str,
        lines: Iterable[str],
        path: Path,
        *,
        overwrite: bool = False,
        reason: str = "",
    ) -> int:
        """Writes a page as it was shown, line by line; returns how many lines.

        `name` is the English name of what was shown, for the log, which keeps what went out and
        the `reason` as `export` does. Conflict where the file exists and `overwrite` is not given.
        """
        why = self._may_take_out(name, reason)
        made = list(lines)
        closing = ("", WATERMARK + self._watermark())
        pieces = (f"{line.rstrip()}\n".encode("utf-8", "replace") for line in (*made, *closing))
        self._print(name, pieces, path, overwrite, {"rows": len(made), "format": "txt", **why})
        return len(made)

    def print_table(
        self,
        name: str,
        headers: Sequence[str],
        rows: Sequence[Sequence[str]],
        format_name: str,
        path: Path,
        *,
        caption: Sequence[str] = (),
        overwrite: bool = False,
        reason: str = "",
    ) -> int:
        """Writes a table that was worked out, such as a report; returns how many rows.

        As `print_page`, in one of the formats that are written from rows; Refused for another.
        """
        chosen = registry.by_name(format_name)
        if chosen is None or not chosen.writes or chosen.kinds:
            raise Refused("export.not_possible", kind=name, format=format_name)
        why = self._may_take_out(name, reason)
        pieces = registry.write_table(chosen.name, headers, rows, caption, self._watermark())
        told = {"rows": len(rows), "format": chosen.name, **why}
        self._print(name, pieces, path, overwrite, told)
        return len(rows)

    def _print(
        self,
        name: str,
        pieces: Iterable[bytes],
        path: Path,
        overwrite: bool,
        told: Mapping[str, object],
    ) -> None:
        """Writes a file of what was shown, and keeps in the log what went out."""
        path = self._core.at(path)
        with SafeFile(path, overwrite=overwrite, shared=self._core.is_served) as file:
            for piece in pieces:
                file.write(piece)
            params = {"kind": name, "file": path.name, "sha256": file.sha256, **told}
            batch = self._core.units.begin_long("access.print", params)
            file.commit()
        self._core.units.end_long(batch, ChangeState.DONE, params)


class _Import:
    """One import on its way."""

    def __init__(
        self,
        core: Core,
        seen: Preview,
        dry_run: bool,
        progress: Progress,
        word: Word,
        keep_duplicate: str,
    ) -> None:
        self._core = core
        self._seen = seen
        self._dry_run = dry_run
        self._progress = progress
        self._word = word
        self._keep_duplicate = keep_duplicate.strip()
        self._lists = _Lists()
        cards = seen.sniffed.kind is FileKind.VCARD
        self._importer = Importer(seen.mapping, seen.key, core.key, cards=cards, dry_run=dry_run)
        self._done = 0

    def through(self, table: Table, rejects: Rejects, vocabulary: Vocabulary) -> ImportResult:
        """Chunk by chunk; what is rejected reaches its file even where the rest fails."""
        clock = self._core.clock
        context = Context(clock.today(), clock.zone, vocabulary.words())
        params = {"entity": self._seen.entity, "file": self._seen.path.name, "rows": 0}
        batch = None
        if not self._dry_run:
            batch = self._core.units.begin_long("change.import", params)
        state = ChangeState.DONE
        try:
            rows = iter(table.rows)
            while some := list(itertools.islice(rows, CHUNK_ROWS)):
                if self._progress.cancelled():
                    state = ChangeState.CANCELLED
                    break
                self._chunk(some, context, batch, rejects)
        finally:
            kept = rejects.close()
        result = self._result(batch, kept, state)
        if batch is not None:
            counts = {name: getattr(result, name) for name in ("created", "updated", "unchanged")}
            more = {"rejected": result.rejected, "rows": self._done}
            self._core.units.end_long(batch, state, {**params, **counts, **more})
        return result

    def _chunk(
        self,
        some: Sequence[RawRow | Problem],
        context: Context,
        batch: int | None,
        rejects: Rejects,
    ) -> None:
        rows = [self._importer.read(one, context) for one in some if isinstance(one, RawRow)]
        units = self._core.units

        def unit(work: Any) -> Tally:
            work.keep_duplicate = self._keep_duplicate
            return self._importer.chunk(work, rows)

        tally = units.rehearse(unit) if batch is None else units.chunk(batch, unit)
        self._importer.merge(tally)
        bad = [_rejected(one) for one in some if isinstance(one, Problem)]
        self._note(sorted([*bad, *tally.rejected], key=_line), tally, rejects)
        refused = {one.line for one in tally.rejected}
        notes = ((row.line, note) for row in rows if row.line not in refused for note in row.notes)
        self._lists.remarks += itertools.islice(notes, _LISTED - len(self._lists.remarks))
        self._done += len(some)
        self._progress.report(self._done, max(self._done, self._seen.lines))

    def _note(self, bad: Sequence[Rejected], tally: Tally, rejects: Rejects) -> None:
        lists = self._lists
        for one in bad:
            reason = "; ".join(map(self._word, one.reasons))
            rejects.add(one.line, one.column, reason, one.cells)
        lists.rejected += len(bad)
        lists.duplicates += len(tally.similar)
        lists.verdicts += bad[: _LISTED - len(lists.verdicts)]
        lists.similar += tally.similar[: _LISTED - len(lists.similar)]

    def _result(self, batch: int | None, kept: Path | None, state: ChangeState) -> ImportResult:
        total, lists = self._importer.total, self._lists
        return ImportResult(
            total.created,
            total.updated,
            total.unchanged,
            lists.rejected,
            lists.duplicates,
            batch,
            kept,
            state,
            total.founded,
            tuple(lists.verdicts),
            tuple(lists.similar),
            tuple(lists.remarks),
        )


def _rejected(problem: Problem) -> Rejected:
    reason = Reason(problem.code, problem.params)
    return Rejected(problem.line, problem.column, (reason,), problem.cells)


def _line(one: Rejected) -> int:
    return one.line


def _unreadable(error: UnreadableFileError) -> Invalid:
    return Invalid([Reason(error.problem.code, error.problem.params)])


__all__ = ["Exchange", "ImportResult", "Preview", "Rejected", "Similar", "plain_word"]
