"""A customer may be on record already: open that one, merge both, or keep two with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from models.views.duplicates import TO_MERGE
from tui.i18n import listed, tr
from tui.labels import field_label
from tui.screens.questions import AskText, Choose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.views.duplicates import Lookalike
    from storage.errors import Alike

OPEN, MERGE, KEEP, BACK = "open", "merge", "keep", "back"


@dataclass(frozen=True, slots=True)
class Decided:
    """What is to be done: `reason` where both are kept, `other_id` of the one on record."""

    act: str = BACK
    reason: str = ""
    other_id: int = 0


async def decide(app: Any, error: Alike) -> Decided:
    """Asks what the customer that is saved has to do with those on record (11.5, AC-149)."""
    best = error.lookalikes[0]
    answers = [(KEEP, tr("keep both, with a reason")), (BACK, tr("back to the fields"))]
    if best.id:  # one that may be seen
        answers = [
            (OPEN, tr("open {code}; what was typed stays as a draft", code=best.code)),
            (MERGE, tr("save, and merge both field by field")),
            *answers,
        ]
    name = str(error.reason.params["name"])
    head = tr("{name} may be on record already:", name=name)
    act = await app.push_screen_wait(
        Choose("\n".join([head, *seen_lines(error.lookalikes)]), answers)
    )
    if act == OPEN:
        return Decided(OPEN, other_id=best.id)
    if act == MERGE:
        return Decided(MERGE, TO_MERGE, best.id)
    if act != KEEP:
        return Decided()
    reason = await app.push_screen_wait(AskText(tr("Why are there two?"), max_length=400))
    return Decided(KEEP, reason) if reason else Decided()


def seen_lines(those: Sequence[Lookalike]) -> list[str]:
    """Each lookalike with its score and what is the same."""
    found = []
    for one in those:
        place = f" · {one.city}" if one.city else ""
        hidden = tr("a customer of a colleague")
        found.append(f"{one.code} {one.name}{place}" if one.id else hidden)
        fields = listed([field_label("customer", name) for name in one.fields])
        found.append(
            "  " + tr("{score} of 100, the same: {fields}", score=one.score, fields=fields)
        )
    return found
