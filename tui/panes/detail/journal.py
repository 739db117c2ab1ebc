"""Journal: all channels in one timeline, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models import enums
from tui.i18n import moment, tr
from tui.labels import choice_label
from tui.panes.detail.parts import rows_of
from tui.rows.lines import Line, Lines, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.services import Services


def journal(services: Services, customer_id: int, width: int, plain: bool) -> Iterator[Line]:
    """All channels in one timeline, newest first."""
    del plain
    page = Lines(width)
    for row in rows_of(services, customer_id, "interactions"):
        head = " · ".join(
            part
            for part in (
                choice_label(enums.Channel, row.channel),
                choice_label(enums.InteractionKind, row.kind),
                row.contact_name or "",
                row.user_name or "",
            )
            if part
        )
        grade = ""
        if row.grade_before != row.grade_after and row.grade_after:
            grade = f"  {row.grade_before or '-'} > {row.grade_after}"
        page.add(
            (f" {moment(row.at)}  ", "accent"),
            (head, ""),
            (grade, "strong"),
            key=f"interaction {row.id}",
            entity="interaction",
            record_id=row.id,
        )
        for place, part in enumerate(wrapped(row.summary, page.width - 4, limit=6)):
            page.add(
                (f"   {part}", ""),
                key=f"interaction {row.id} {place}",
                entity="interaction",
                record_id=row.id,
            )
        if row.next_contact_at:
            page.add(
                (f"   {tr('next contact')} {moment(row.next_contact_at)}", "muted"),
                key=f"interaction {row.id} next",
            )
        yield from page.done()
