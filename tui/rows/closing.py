"""The sentence that ends a call: thanks, the name, the time agreed once more (S3-MC-01)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.i18n import day, day_of_week, tr

if TYPE_CHECKING:
    from datetime import datetime


def closing(name: str, agreed: datetime) -> str:
    """The sentence for a person and a local moment; the other side hangs up first."""
    when = f"{day(agreed.date())} {day_of_week(agreed.date())} {agreed:%H:%M}"
    if not name:
        return tr("Close: Thank you. We talk again on {when}. Goodbye. (Hang up last.)", when=when)
    return tr(
        "Close: {name}, thank you. We talk again on {when}. Goodbye. (Hang up last.)",
        name=name,
        when=when,
    )
