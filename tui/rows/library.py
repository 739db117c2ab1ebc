"""Objections and standard answers as lines: what was said, what to answer, what proves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.i18n import tr
from tui.labels import entity_label
from tui.rows.lines import Line, Lines, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from models.views.library import LibraryEntry


def library_lines(entries: Sequence[LibraryEntry], width: int) -> Iterator[Line]:
    """The entries under a heading for each kind."""
    page = Lines(width)
    kind = ""
    for entry in entries:
        if entry.entity != kind:
            kind = entry.entity
            page.heading(entity_label(kind, 2))
        _entry(page, entry)
        yield from page.done()
    if not entries:
        page.add((f" {tr('Nothing found. n writes down a new one.')}", "muted"), key="none")
    yield from page.done()


def _entry(page: Lines, entry: LibraryEntry) -> None:
    about = {"entity": entry.entity, "record_id": entry.id}
    parts = [("title", part, "strong", 1) for part in wrapped(entry.title, page.width - 2)]
    for paragraph in entry.text.splitlines():
        parts += [("text", part, "", 3) for part in wrapped(paragraph, page.width - 4)]
    if entry.proof:
        said = tr("Proof: {document}", document=entry.proof)
        parts += [("proof", part, "accent", 3) for part in wrapped(said, page.width - 4)]
    more = " · ".join(part for part in (entry.product_name or "", entry.tags) if part)
    if more:
        parts += [("more", part, "muted", 3) for part in wrapped(more, page.width - 4)]
    for place, (name, text, tone, indent) in enumerate(parts):
        key = f"{entry.entity} {entry.id} {name} {place}"
        page.add((" " * indent + text, tone), key=key, **about)  # type: ignore[arg-type]
