"""What is held on somebody and what erasing did, as Markdown and JSON; the list of keeping."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from models.clean import shown
from models.explanation import Reason
from models.fields.registry import entity as entity_named
from models.fields.spec import FieldKind
from models.width import cut
from storage.clock import stamp
from tui.i18n import day, listed, moment, money, ntr, tr
from tui.labels import (
    entity_label,
    field_label,
    reason_text,
    short,
    worded_value,
)
from tui.rows.lines import Line, Lines, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from models.views.privacy import (
        ErasureReport,
        HeldChange,
        RetentionRow,
        RetentionRun,
        SubjectReport,
    )

CUSTOMER = "customer"


def writer(path_name: str, kind: str) -> Callable[[Any], str]:
    """How a report is written: by the end of the file's name, JSON or Markdown."""
    if path_name.lower().endswith(".json"):
        return _AS_JSON[kind]
    return lambda report: "\n".join(_AS_TEXT[kind](report)) + "\n"


# ── what is held ────────────────────────────────────────────────────────────────────────────


def subject_text(report: SubjectReport) -> Iterator[str]:
    """Everything held, kind by kind and field by field, then the log."""
    yield f"# {tr('What is held on {name}', name=_plain(report.name))}"
    yield ""
    yield f"- {report.code} · {entity_label(report.entity)}"
    yield f"- {tr('Made {at} by {who}', at=moment(report.made_at), who=_plain(report.made_by))}"
    for part in report.records:
        yield ""
        yield f"## {entity_label(part.entity, len(part.records))} · {len(part.records)}"
        for values in part.records:
            yield ""
            yield from _record(part.entity, values)
    yield ""
    yield f"## {tr('Log')} · {len(report.changes)}"
    yield ""
    for change in report.changes:
        yield f"- {_change(change)}"
    if report.requests:
        yield ""
        yield f"## {tr('Asked by other systems')} · {len(report.requests)}"
        yield ""
    for one in report.requests:
        yield f"- {moment(one.at)} · {_plain(one.system)} · {_plain(one.purpose)} · {one.result}"


def _record(entity: str, values: Mapping[str, object]) -> Iterator[str]:
    spec = entity_named(entity)
    currency = str(values.get("currency") or "CNY")
    for field in spec.fields:
        value = values.get(field.name)
        if value in (None, "", frozenset()) or field.name.endswith(("_hmac", "_norm")):
            continue
        text = money(value, currency) if _is_money(field.kind, value) else worded_value(value)  # type: ignore[arg-type]
        yield f"- {field_label(entity, field.name)}: {_plain(text)}"


def _is_money(kind: FieldKind, value: object) -> bool:
    return kind is FieldKind.MONEY and isinstance(value, int)


def _plain(text: str) -> str:
    """Data as one harmless line: no control code, and nothing that Markdown would read."""
    return " ".join(shown(text, lines=True).split("\n")).replace("<", "&lt;")


def _change(change: HeldChange) -> str:
    said = reason_text(Reason(change.label, change.params), change.entity)
    fields = ", ".join(field_label(change.entity, name) for name in change.fields)
    parts = [moment(change.at), _plain(change.who), _plain(said), fields]
    return " · ".join(part for part in parts if part)


def subject_data(report: SubjectReport) -> str:
    """The same with the stable names of requirements 13."""
    return _encoded(
        {
            "entity": report.entity,
            "code": report.code,
            "name": report.name,
            "made_at": report.made_at,
            "made_by": report.made_by,
            "records": {
                part.entity: [
                    {f.name: one.get(f.name) for f in entity_named(part.entity).fields}
                    for one in part.records
                ]
                for part in report.records
            },
            "changes": [
                {
                    "at": one.at,
                    "who": one.who,
                    "label": one.label,
                    "entity": one.entity,
                    "fields": one.fields,
                }
                for one in report.changes
            ],
            "requests": [
                {
                    "at": one.at,
                    "system": one.system,
                    "purpose": one.purpose,
                    "result": one.result,
                }
                for one in report.requests
            ],
        }
    )


# ── erasing ─────────────────────────────────────────────────────────────────────────────────


def erasure_text(report: ErasureReport) -> Iterator[str]:
    """What erasing did, or would do, without naming anybody."""
    yield f"# {tr('Erased: {code}', code=report.code)}"
    yield ""
    for line in erasure_lines(report):
        yield f"- {line}"


def erasure_lines(report: ErasureReport) -> list[str]:
    """What erasing did, or would do: each a line."""
    name = report.name
    becomes, now = tr("The name becomes {name}", name=name), tr("The name is now {name}", name=name)
    lines = [becomes if report.dry_run else now]
    counts = [f"{entity_label(kind, n)}: {n}" for kind, n in report.records.items()]
    # Beforehand all of it has to be seen at a glance, above the fields of a form.
    lines += [listed(counts)] if report.dry_run and counts else counts
    if report.mentions:
        lines.append(
            ntr(
                "{n} further text named them: the new name stands there",
                "{n} further texts named them: the new name stands there",
                report.mentions,
            )
        )
    if report.look_at:
        lines.append(tr("To be read through by a person: {codes}", codes=", ".join(report.look_at)))
    if report.dry_run:
        lines.append(tr("Nothing was written; there is no undo once it is."))
        return lines
    lines += [
        ntr("{n} entry of the log emptied", "{n} entries of the log emptied", report.journal),
        ntr("{n} draft thrown away", "{n} drafts thrown away", report.drafts),
        f"{moment(report.at)} · {_plain(report.by)} · {_plain(report.reason)}",
    ]
    lines.append(backups_line(report.backups_until))
    return lines


def backups_line(until: date) -> str:
    """When the last backup with the data is gone."""
    return tr(
        "Backups made until today still hold the data: the last one expires on {day}.",
        day=day(until),
    )


def erasure_data(report: ErasureReport) -> str:
    """The same with stable names."""
    return _encoded(_erasure(report))


def _erasure(report: ErasureReport) -> dict[str, object]:
    return {
        "entity": report.entity,
        "code": report.code,
        "name": report.name,
        "at": report.at,
        "by": report.by,
        "reason": report.reason,
        "dry_run": report.dry_run,
        "records": dict(report.records),
        "mentions": report.mentions,
        "journal": report.journal,
        "drafts": report.drafts,
        "look_at": report.look_at,
        "backups_until": report.backups_until,
    }


# ── keeping no longer ───────────────────────────────────────────────────────────────────────


def run_text(run: RetentionRun) -> Iterator[str]:
    """What the job did with everybody whose time has passed."""
    yield f"# {tr('Kept no longer')}"
    yield ""
    for line in run_lines(run):
        yield f"- {line}"


def run_lines(run: RetentionRun) -> list[str]:
    """Who was made nameless, or would be, and who was not and why: each a line."""
    lines = [f"{one.code}: {sum(one.records.values())} -> {one.name}" for one in run.erased]
    for code, reasons in run.refused:
        said = " ".join(reason_text(one, "termination") for one in reasons)
        lines.append(tr("{code} stays: {why}", code=code, why=said))
    if not lines:
        lines.append(tr("Nobody's time has passed."))
    if run.erased and not run.dry_run:
        lines.append(backups_line(run.erased[0].backups_until))
    return lines


def run_page(run: RetentionRun, width: int) -> tuple[Line, ...]:
    """The same as a page to look at."""
    page = Lines(width)
    for said in run_lines(run):
        for place, part in enumerate(wrapped(said, page.width - 2)):
            page.add((f" {part}", ""), key=f"{said} {place}")
    return page.done()


def run_data(run: RetentionRun) -> str:
    """The same with stable names."""
    return _encoded(run_values(run))


def run_values(run: RetentionRun) -> dict[str, object]:
    """What the job did, as JSON holds it."""
    return {
        "dry_run": run.dry_run,
        "erased": [_erasure(one) for one in run.erased],
        "refused": [
            {"code": code, "reasons": [one.code for one in reasons]}
            for code, reasons in run.refused
        ],
    }


_NARROW = 66  # cells, below which names are cut shorter


def retention_lines(rows: Sequence[RetentionRow], today: date, width: int) -> tuple[Line, ...]:
    """The monthly list, the oldest first; Enter opens the customer."""
    page = Lines(width)
    if not rows:
        said = tr(
            "Nobody's time of keeping ends this month. It is set in the field Keep data until."
        )
        for place, part in enumerate(wrapped(said, page.width - 2)):
            page.add((f" {part}", "muted"), key=f"none {place}")
    name, status = (26, 12) if page.width > _NARROW else (18, 8)
    for row in rows:
        passed = row.until <= today
        matters = ntr("{n} open matter", "{n} open matters", row.open_matters)
        page.add(
            (f" {'!' if passed else ' '} {day(row.until)}  ", "amber" if passed else ""),
            (f"{row.code}  ", "muted"),
            (cut(row.name, name, pad=True), "strong"),
            (f"  {cut(short(row.status), status, pad=True)}", ""),
            (f"  {matters}" if row.open_matters else f"  {row.owner}", "muted"),
            key=f"kept {row.customer_id}",
            act=CUSTOMER,
            record_id=row.customer_id,
        )
    return page.done()


def _encoded(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, default=_value) + "\n"


def _value(value: object) -> object:
    if isinstance(value, datetime):
        return stamp(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, frozenset | set | tuple):
        return sorted(str(one) for one in value)
    return str(value)


_AS_TEXT: Mapping[str, Callable[[Any], Iterator[str]]] = {
    "subject": subject_text,
    "erasure": erasure_text,
    "retention": run_text,
}
_AS_JSON: Mapping[str, Callable[[Any], str]] = {
    "subject": subject_data,
    "erasure": erasure_data,
    "retention": run_data,
}
