"""What a list has on paper: a head, and columns that a page is wide enough for (requirements 11.8).

Not for files that programs read: these get every field and no head.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.i18n import moment, tr
from tui.labels import entity_label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storage.services import Services

_FORMATS = ("txt", "md")
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "customers": ("code", "name", "grade", "status", "owner", "industry", "source"),
    "interactions": ("at", "customer", "channel", "user", "summary"),
    "follow-ups": ("code", "customer", "title", "due_date", "priority", "status", "assignee"),
    "feedback": ("code", "customer", "kind", "received_at", "owner", "text"),
}


def columns(kind: str, form: str) -> tuple[str, ...] | None:
    """Names of the fields to print; None for those the format has of itself."""
    return _COLUMNS.get(kind) if form in _FORMATS else None


def head(services: Services, kind: str, query: str, form: str) -> tuple[str, ...]:
    """What is listed, by which filter, by whom and when; nothing where a program reads it."""
    if form not in _FORMATS:
        return ()
    filtered = (tr("Filter: {query}", query=query),) if query else ()
    return (entity_label(kind, 2), *filtered, by(services))


def by(services: Services) -> str:
    """Who prints, and when."""
    return f"{services.actor().name} · {moment(services.core.clock.now())}"
