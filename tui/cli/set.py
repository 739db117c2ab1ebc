"""`set`: fields of one record, or of all records that fit a query, in one change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.fields.registry import entity as entity_named
from tui.cli.call import code_of
from tui.cli.listing import listed_kind, parsed
from tui.cli.options import UsageError
from tui.cli.output import reason_data, sentence
from tui.cli.progress import Narrator
from tui.i18n import N_, ntr, tr

if TYPE_CHECKING:
    from tui.cli.call import Call


def run(call: Call) -> int:
    """Changes one record, or many with --query."""
    if call.value("query") is not None:
        return _many(call, call.value("query") or "")
    if call.switch("kind") or call.switch("dry-run"):
        raise UsageError(N_("--kind and --dry-run need --query."))
    (code,) = call.take("CODE")
    entity, record_id = call.find(code)
    spec = entity_named(entity)
    texts = call.assignments(spec)
    if not texts:
        raise call.misused()
    version = call.number("if-version", 0) if call.switch("if-version") else None
    saved = call.services.records.update(
        entity,
        record_id,
        texts,
        version=version,
        words=call.vocabulary,
        keep_duplicate=call.value("keep-duplicate") or "",
    )
    shown = code_of(entity, record_id, saved.code)
    if call.options.json:
        found = {"entity": entity, "id": str(record_id), "code": shown}
        call.out.data({**found, "changed": sorted(texts)})
    else:
        call.out.line(shown)
    return 0


def _many(call: Call, text: str) -> int:
    kind = listed_kind(call.value("kind") or "customers")
    spec = call.kind(kind)
    texts = call.assignments(spec)
    if not texts or call.switch("if-version") or call.switch("keep-duplicate"):
        raise call.misused()
    query = parsed(call, text, kind)
    ids = list(call.services.lists.ids(query))
    dry = call.switch("dry-run")
    with Narrator(call.out) as progress:
        done = call.services.bulk.change(
            spec.name, ids, texts, dry_run=dry, words=call.vocabulary, progress=progress
        )
    changed, refused = done.changed, done.refused
    if call.options.json:
        call.out.data(
            {
                "found": len(ids),
                "changed": changed,
                "dry_run": dry,
                "refused": [{"code": code, **reason_data(reason)} for code, reason in refused],
            }
        )
        return 0
    if done.cancelled:
        call.out.note(tr("Stopped: the rest was left as it was."))
    for code, reason in refused:
        call.out.note(f"{code}: {sentence(reason, spec.name)}")
    if dry:
        line = tr("{changed} of {found} would change.", changed=changed, found=len(ids))
    else:
        line = tr("{changed} of {found} changed.", changed=changed, found=len(ids))
    call.out.line(line)
    if changed and not dry:
        call.out.note(
            ntr("fivefold undo takes it back.", "fivefold undo takes all of them back.", changed)
        )
    return 0
