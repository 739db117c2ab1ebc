"""`subject`, `erase`, `retention`: what is held, making nameless, keeping no longer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tui import i18n, labels
from tui.cli.options import UsageError
from tui.i18n import N_, tr
from tui.rows.privacy import erasure_lines, run_lines, run_values, writer

if TYPE_CHECKING:
    from tui.cli.call import Call


def run(call: Call) -> int:
    """By the name of the verb."""
    acts = {"subject": _subject, "erase": _erase, "retention": _retention}
    return acts[call.verb.name](call)


def _person(call: Call) -> tuple[str, int]:
    (code,) = call.take("CODE")
    call.finish()
    return call.find(code, "customer", "contact")


def _target(call: Call) -> Path:
    target = call.value("output")
    if target is None:
        raise UsageError(N_("Where to? Name the file: -o FILE."))
    return Path(target).expanduser()


def _subject(call: Call) -> int:
    entity, record_id = _person(call)
    path = _target(call)
    report = call.services.privacy.subject_report(
        entity,
        record_id,
        path,
        writer(path.name, "subject"),
        reason=call.value("reason") or "",
        overwrite=call.switch("overwrite"),
    )
    if call.options.json:
        counts = {one.entity: len(one.records) for one in report.records}
        call.out.data({"file": str(path), "code": report.code, "records": counts})
    else:
        call.out.line(str(path))
    return 0


def _erase(call: Call) -> int:
    entity, record_id = _person(call)
    privacy = call.services.privacy
    if not call.switch("yes"):
        seen = privacy.erase_preview(entity, record_id)
        if call.options.json:
            call.out.data({"code": seen.code, "dry_run": True, "records": dict(seen.records)})
        for line in () if call.options.json else erasure_lines(seen):
            call.out.line(line)
        call.out.note(tr("--yes does it, with --reason TEXT and -o FILE for the report."))
        return 0
    path = _target(call)
    done = privacy.erase(
        entity,
        record_id,
        path,
        writer(path.name, "erasure"),
        reason=call.value("reason") or "",
        overwrite=call.switch("overwrite"),
    )
    if call.options.json:
        call.out.data({"file": str(path), "name": done.name, "records": dict(done.records)})
        return 0
    for line in erasure_lines(done):
        call.out.line(line)
    return 0


def _retention(call: Call) -> int:
    call.finish()
    privacy = call.services.privacy
    if call.switch("run") or call.switch("dry-run"):
        path = None if call.switch("dry-run") else _target(call)
        kind = writer(path.name if path else "", "retention")
        done = privacy.retention_run(path, kind, reason=call.value("reason") or "")
        if call.options.json:
            call.out.data(run_values(done))
            return 0
        for line in run_lines(done):
            call.out.line(line)
        return 0
    rows = privacy.retention(call.day("until", call.today) if call.value("until") else None)
    if call.options.json:
        call.out.data(
            [
                {
                    "customer": row.code,
                    "name": row.name,
                    "status": row.status,
                    "owner": row.owner,
                    "retention_until": row.until,
                    "open_matters": row.open_matters,
                }
                for row in rows
            ]
        )
        return 0
    names = ("retention_until", "code", "name", "status", "owner")
    call.out.table(
        [labels.field_label("customer", name) for name in names],
        [
            [i18n.day(row.until), row.code, row.name, labels.label(row.status), row.owner]
            for row in rows
        ],
    )
    return 0
