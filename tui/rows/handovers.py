"""Handovers as lines: what is to be accepted, what is on its way, with their checklists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.width import cut
from tui.i18n import moment, ntr, tr
from tui.labels import label
from tui.rows.lines import Line, Lines, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.enums import HandoverItem
    from models.views.dealings import HandoverRow, KnownByOne

OPEN, ACCEPT, TICK = "customer", "accept", "tick"


def handover_lines(rows: Sequence[HandoverRow], user_id: int, width: int) -> tuple[Line, ...]:
    """What the user is to accept, then what is on its way to others."""
    page = Lines(width)
    if not rows:
        page.add((f" {tr('Nothing is on its way. n hands customers over.')}", "muted"), key="none")
        return page.done()
    mine = [row for row in rows if row.to_id == user_id]
    others = [row for row in rows if row.to_id != user_id]
    for title, some in (
        (tr("To be accepted by you"), mine),
        (tr("On their way to others"), others),
    ):
        if some:
            page.heading(f"{title} · {len(some)}")
            for row in some:
                _handover(page, row, accepts=row.to_id == user_id)
    if any(row.known_only for row in rows):
        page.blank()
        said = tr("! nobody but the giver has ever talked to them: visit them together.")
        for part in wrapped(said, page.width - 2):
            page.add((f" {part}", "amber"))
    return page.done()


def _handover(page: Lines, row: HandoverRow, *, accepts: bool) -> None:
    wanted = [item for item, count in row.counts.items() if count != 0]
    ticked = sum(item in row.ticked for item in wanted)
    mark = "!" if row.known_only else " "
    page.add(
        (f" {mark} ", "amber"),
        (f"{row.customer_grade or '-'}  ", ""),
        (cut(row.customer_name, 28, pad=True), "strong"),
        (f"  {row.from_name} > {row.to_name}  ", ""),
        (f"{ticked}/{len(wanted)}", "good" if ticked == len(wanted) else "muted"),
        key=f"handover {row.id}",
        act=OPEN,
        record_id=row.id,
    )
    for item in wanted:
        sign = "x" if item in row.ticked else " "
        page.add(
            (f"      [{sign}] ", "accent"),
            (item_text(row, item), ""),
            key=f"handover {row.id} {item}",
            act=TICK,
            question=item.value,
            record_id=row.id,
        )
    if accepts:
        page.add(
            ("      ", ""),
            (tr("take it over"), "accent"),
            key=f"handover {row.id} accept",
            act=ACCEPT,
            record_id=row.id,
        )


def item_text(row: HandoverRow, item: HandoverItem) -> str:
    """An item of the checklist with how much there is of it."""
    count = row.counts.get(item)
    return label(item) if count is None else f"{label(item)}: {count}"


def known_lines(rows: Sequence[KnownByOne], width: int) -> tuple[Line, ...]:
    """Customers that only one person knows, by that person."""
    page = Lines(width)
    name = ""
    for row in rows:
        if row.user_name != name:
            name = row.user_name
            page.heading(name)
        touches = ntr("{n} touch", "{n} touches", row.touches)
        page.add(
            (f"   {row.code}  ", "muted"),
            (cut(row.name, 32, pad=True), ""),
            (f"  {touches} · {moment(row.last_at)}", "muted"),
            key=f"known {row.customer_id}",
            record_id=row.customer_id,
        )
    return page.done()
