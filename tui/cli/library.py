"""`library`: objections with their argument and proof, and standard answers, found by words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.cli.options import UsageError
from tui.i18n import N_
from tui.rows.library import library_lines

if TYPE_CHECKING:
    from tui.cli.call import Call

_WIDTH = 80
_KINDS = ("faq", "objection")


def run(call: Call) -> int:
    """Entries that hold every word; --kind narrows to one of the two."""
    entity = call.value("kind") or ""
    if entity:
        entity = call.kind(entity).name
        if entity not in _KINDS:
            raise UsageError(N_("--kind takes faqs or objections."))
    text, call.words = " ".join(call.words), []
    found = call.services.library.search(text, entity)
    if call.options.json:
        call.out.data(
            [
                {
                    "id": str(one.id),
                    "kind": one.entity,
                    "title": one.title,
                    "text": one.text,
                    "proof": one.proof,
                    "tags": one.tags,
                    "product": one.product_code,
                }
                for one in found
            ]
        )
        return 0
    for line in library_lines(found, _WIDTH):
        call.out.line("".join(text for text, _tone in line.pieces).rstrip())
    return 0
