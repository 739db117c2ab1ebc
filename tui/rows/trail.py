"""The audit trail as lines: whether the chain is whole, and who did what."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from models.enums import ChangeAction, ChangeState
from models.explanation import Reason
from models.fields.registry import find_entity
from models.fields.spec import FieldKind
from models.width import cell_width
from tui.i18n import listed, moment, money, ntr, tr
from tui.labels import entity_label, field_label, label, reason_text, worded_value
from tui.rows.lines import Line, Lines, wrapped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from models.views.audit import AuditLine, FieldChange, Verified

FILTERS = ("user", "kind", "record", "day", "act")
_CODE = re.compile(r"[A-Za-z]{1,3}-\d+")
_DAY = re.compile(r"\d{4}-\d\d-\d\d(\.\.\d{4}-\d\d-\d\d)?")


def asked(text: str) -> dict[str, str]:
    """What of the trail is wanted, as it is typed: `user:glin kind:contacts C-000012 2026-03-02`.

    A word without a name is a code, a day, or of a user: the name of one may be several words.
    """
    found: dict[str, str] = {}
    user: list[str] = []
    for word in text.replace('"', " ").split():
        name, colon, value = word.partition(":")
        if colon and name == "user":
            user = [value]
        elif colon and name in FILTERS:
            found[name] = value
        elif _CODE.fullmatch(word):
            found["record"] = word.upper()
        elif _DAY.fullmatch(word):
            found["day"] = word
        else:
            user.append(word)
    if user:
        found["user"] = " ".join(user).strip()
    return found


def trail_lines(lines: Sequence[AuditLine], width: int, most: int = 0) -> tuple[Line, ...]:
    """Each change with who, when and where from; below it the records, before and after.

    `most` is how many lines were asked for: where there are as many, there are older ones.
    """
    page = Lines(width)
    if not lines:
        _say(page, f" {tr('Nothing of that was done.')}", "muted")
    for _change, some in groupby(lines, key=lambda line: line.change):
        written = list(some)
        records = {one.record for one in written}
        _head(page, written[0], (written[0].record or "") if len(records) == 1 else "")
        for (entity, alike), same in groupby(written, key=_alike):
            found = list(same)
            if alike and len(found) > _FOLDED:
                page.add((f"     {len(found)} x {_kind(entity)}", ""), (f"  {alike}", "muted"))
                continue
            for line in found:
                if line.entity:
                    _record(page, line)
    if most and len(lines) >= most:
        said = tr("Older acts are not shown. Narrow by user, day or code to see them.")
        _say(page, f" {said}", "muted")
    return page.done()


_FOLDED = 3  # records of a kind that a change made; more are counted


def _alike(line: AuditLine) -> tuple[str, str]:
    """Kind and act of a line that tells no values; "" of one that does."""
    return line.entity, "" if line.fields or not line.action else label(ChangeAction(line.action))


def _head(page: Lines, line: AuditLine, record: str) -> None:
    """When, what, who and where from: always in this order."""
    who = f"{line.who or tr('Fivefold')} · {_origin(line.origin)}"
    at, key = f" {moment(line.at)}  ", f"change {line.change}"
    what = reason_text(Reason(line.label, line.params))
    if line.state == ChangeState.UNDONE:
        what += f" ({tr('undone')})"
    parts = wrapped(what, page.width - cell_width(at) - 1) or [""]
    if cell_width(f"{at}{parts[-1]}  {who}") > page.width:  # who did it is never cut off
        parts.append("")
    for place, part in enumerate(parts, 1):
        told = (f"  {who}" if part else who) if place == len(parts) else ""
        page.add((at, "muted"), (part, "strong"), (told, "muted"), key=key, question=record)
        at = " " * cell_width(at)
    query, codes, reason = (
        str(line.params.get(name) or "") for name in ("query", "codes", "reason")
    )
    for name, text, tone in (
        (tr("Query"), query, "muted"),
        (tr("Records"), listed(codes.split()), "muted"),
        (tr("Reason"), "" if reason in what else reason, ""),
    ):
        for part in wrapped(f"{name}: {text}", page.width - 6) if text else ():
            page.add((f"     {part}", tone))


def _record(page: Lines, line: AuditLine) -> None:
    named = " ".join((_kind(line.entity), line.record or "")).rstrip()
    act = label(ChangeAction(line.action))
    page.add((f"     {named}", ""), (f"  {act}", "muted"), question=line.record or "")
    if line.emptied:
        page.add(("       ", ""), (tr("emptied: the person was erased"), "muted"))
    for field in line.fields:
        text = f"{_field(line.entity, field)}: {_told(line.entity, field)}"
        for part in wrapped(text, page.width - 8):
            page.add(("       ", ""), (part, ""))


def _kind(entity: str) -> str:
    return tr("Entry of the journal") if entity == "change_entry" else entity_label(entity)


def _field(entity: str, field: FieldChange) -> str:
    spec = find_entity(entity)
    known = spec is not None and spec.field(field.field) is not None
    if field.field == "deleted_at":  # of every record, and in no form
        return tr("Archived on")
    return field_label(entity, field.field) if known else field.field


def _told(entity: str, field: FieldChange) -> str:
    if field.sealed:
        hidden = ("******" if one else "-" for one in (field.before, field.after))
        return " → ".join(hidden)
    return " → ".join(_value(entity, field.field, one) for one in (field.before, field.after))


def _value(entity: str, name: str, value: object) -> str:
    spec = find_entity(entity)
    field = spec.field(name) if spec is not None else None
    if isinstance(value, int) and field is not None and field.kind is FieldKind.MONEY:
        return money(value, sign=False)
    return worded_value(value)


def _origin(text: str) -> str:
    """Where an act came from, and over which line."""
    kind, _blank, address = text.partition(" ")
    words = {"workspace": tr("Workspace"), "cli": tr("Command line"), "": tr("Fivefold")}
    return listed([part for part in (words.get(kind, kind), address) if part])


def trail_data(line: AuditLine) -> Mapping[str, object]:
    """A line as JSON has it; sealed values stay hidden."""
    return {
        "change": line.change,
        "at": line.at,
        "user": line.who,
        "origin": line.origin,
        "label": line.label,
        "params": dict(line.params),
        "state": line.state,
        "entity": line.entity,
        "record": line.record,
        "action": line.action,
        "emptied": line.emptied,
        "fields": {
            one.field: ["***" if one.sealed and side else side for side in (one.before, one.after)]
            for one in line.fields
        },
    }


def verified_lines(found: Verified, broken: Sequence[Reason], width: int) -> tuple[Line, ...]:
    """What the walk along the chain found, the first broken row first (AC-146)."""
    page = Lines(width)
    if found.whole:
        page.add((tr("The chain is whole."), "good"))
    else:
        page.add((ntr("{n} broken place", "{n} broken places", found.places), "red"))
        for reason in broken:
            _say(page, reason_text(reason))
        _say(
            page,
            tr(
                "Somebody changed the file outside of Fivefold. Keep it as it is, tell the "
                "auditor, and compare with a backup (fivefold restore)."
            ),
        )
    page.add(
        (
            tr("{links} links, {entries} entries", links=found.links, entries=found.entries),
            "muted",
        )
    )
    if found.noted:
        told = tr("Ends noted outside of the database: {n}", n=found.noted)
        page.add((told, "muted"))
    else:
        _say(
            page,
            tr("No end is noted outside of the database: a tail that was cut off does not show."),
        )
    if not found.unfit:
        fits = tr("The identity log fits the journal ({lines} lines)", lines=found.requests)
        page.add((fits, "muted"))
    if found.erased:
        page.add(
            (
                ntr("{n} entry emptied by right", "{n} entries emptied by right", found.erased),
                "muted",
            )
        )
    if found.head is not None:
        page.add((f"{tr('End of the chain')}: {found.head.link} {found.head.mac}", "muted"))
    return page.done()


def _say(page: Lines, text: str, tone: str = "") -> None:
    indent = " " * (len(text) - len(text.lstrip()))
    for part in wrapped(text, page.width - 2):
        page.add((f"{indent}{part}", tone))
