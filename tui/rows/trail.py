"""The audit trail as lines: whether the chain is whole, and who did what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.i18n import ntr, tr
from tui.labels import reason_text
from tui.rows.lines import Line, Lines, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.explanation import Reason
    from models.views.audit import Verified


def verified_lines(found: Verified, broken: Sequence[Reason], width: int) -> tuple[Line, ...]:
    """What the walk along the chain found, the first broken row first (AC-146)."""
    page = Lines(width)
    if found.whole:
        page.add((tr("The chain is whole."), "good"))
    else:
        page.add((ntr("{n} broken place", "{n} broken places", found.broken), "red"))
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


def _say(page: Lines, text: str) -> None:
    for part in wrapped(text, page.width - 1):
        page.add((part, ""))
