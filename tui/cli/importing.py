"""`import`: a table, workbook or address file, as one change with one undo."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from models.enums import ChangeState
from storage.errors import Invalid
from tui.cli.output import sentence
from tui.cli.progress import Narrator
from tui.cli.undo import known_change
from tui.i18n import tr
from tui.words import turned_text, vocabulary

if TYPE_CHECKING:
    from storage.services.exchange import ImportResult
    from tui.cli.call import Call

_NARRATED = 20  # rows told about; the file of rejected rows has them all
_COUNTS = ("created", "updated", "unchanged", "rejected", "duplicates")


def run(call: Call) -> int:
    """Reads the file, or with --undo takes an import back."""
    batch = call.value("undo")
    if batch is not None:
        return _undo(call, batch)
    (name,) = call.take("FILE")
    call.finish()
    exchange = call.services.exchange
    kind, rejects = call.value("as"), call.value("rejects")
    words = vocabulary()
    seen = exchange.preview(
        Path(name).expanduser(),
        call.kind(kind).name if kind else None,
        vocabulary=words,
        mapping=call.given.get("map", ()),
        key=call.value("key"),
        encoding=call.value("encoding"),
    )
    call.entity = seen.entity
    for remark in seen.remarks:
        call.out.note(sentence(remark, seen.entity))
    if seen.unmapped:
        first = ", ".join(seen.unmapped[:_NARRATED])
        more = ", ..." if len(seen.unmapped) > _NARRATED else ""
        call.out.note(
            tr(
                "Columns left out ({count}): {columns}. Name what one means by --map FIELD=COLUMN.",
                count=len(seen.unmapped),
                columns=first + more,
            )
        )
    with Narrator(call.out) as progress:
        result = exchange.run(
            seen,
            vocabulary=words,
            dry_run=call.switch("dry-run"),
            rejects=Path(rejects).expanduser() if rejects else None,
            progress=progress,
            word=lambda reason: sentence(reason, seen.entity),
            keep_duplicate=call.value("keep-duplicate") or "",
        )
    _print(call, result)
    if result.state is ChangeState.CANCELLED:
        return 130
    taken = result.created + result.updated + result.unchanged
    return Invalid.exit_status if result.rejected and not taken else 0


def _print(call: Call, result: ImportResult) -> None:
    """The counts of product 4, then in words what was rejected and what looks alike."""
    dry = call.switch("dry-run")
    counts = {name: getattr(result, name) for name in _COUNTS}
    if call.options.json:
        kept = str(result.rejects_path) if result.rejects_path else None
        call.out.data({**counts, "batch": result.batch, "dry_run": dry, "rejects": kept})
        return
    words = {
        "created": tr("created"),
        "updated": tr("updated"),
        "unchanged": tr("unchanged"),
        "rejected": tr("rejected"),
        "duplicates": tr("possible duplicates"),
    }
    pairs = [(words[name], str(number)) for name, number in counts.items()]
    if result.batch is not None:
        pairs.append((tr("batch"), str(result.batch)))
    call.out.pairs(pairs)
    _narrate(call, result, dry=dry)


def _narrate(call: Call, result: ImportResult, *, dry: bool) -> None:
    for one in result.verdicts[:_NARRATED]:
        why = " ".join(sentence(reason, call.entity) for reason in one.reasons)
        call.out.note(tr("Line {line} rejected: {why}", line=one.line, why=why))
    named = [one for one in result.similar if one.other]  # of a hidden one the verdict tells
    for alike in named[:_NARRATED]:
        call.out.note(
            tr(
                "Line {line}: {name} looks like {code}.",
                line=alike.line,
                name=alike.name,
                code=alike.other,
            )
        )
    if result.rejects_path is not None:
        call.out.note(
            tr("The rejected rows, each with its reason: {path}", path=str(result.rejects_path))
        )
    if dry:
        call.out.note(tr("A trial run: nothing was saved."))
    elif result.batch is not None and result.created + result.updated:
        call.out.note(
            tr("fivefold import --undo {batch} takes the import back.", batch=result.batch)
        )


def _undo(call: Call, batch: str) -> int:
    call.finish()
    number = known_change(call, batch, "change.import")
    with Narrator(call.out) as progress:
        done = call.services.changes.undo(number, progress)
    if done.stopped:
        call.out.note(turned_text(done, undo=True))
        return 130
    text = sentence(done.label)
    if call.options.json:
        call.out.data({"change": done.change_id, "label": done.label.code, "text": text})
    else:
        call.out.line(tr("Undone: {label}", label=text))
    return 0
