"""`fair`: takes a visitor of a trade fair down; lists those of a day, the hot ones first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui import labels
from tui.i18n import tr

if TYPE_CHECKING:
    from models.views.dealings import FairRow
    from tui.cli.call import Call

_OF_OTHERS = ("company", "visitor")  # fields of customer and contact


def run(call: Call) -> int:
    """With fields a visitor is taken down; without any those of the day are listed."""
    (fair,) = call.take("NAME")
    if not call.words:
        rows = call.services.fairs.visitors(
            fair, call.day("on", call.today), hot=call.switch("hot")
        )
        return _show(call, list(rows))
    from storage.services.fairs import CAPTURED

    texts = call.assignments(CAPTURED)
    made = call.services.fairs.capture(fair, texts, words=call.vocabulary)
    if call.options.json:
        call.out.data(
            {
                "id": str(made.id),
                "card_no": made.card_no,
                "customer": made.customer_code,
                "new": made.is_new,
                "hot": made.hot,
                "follow_up": made.follow_up or None,
            }
        )
    else:
        call.out.line(made.customer_code)
        said = tr("Card {number}: {code}", number=made.card_no, code=made.customer_code)
        if made.follow_up:
            said = tr("{said}, to be called today ({item})", said=said, item=made.follow_up)
        call.out.note(said)
    return 0


def _show(call: Call, rows: list[FairRow]) -> int:
    if call.options.json:
        call.out.data([_data(row) for row in rows])
        return 0
    names = ("card_no", "hot", "company", "visitor", "messenger", "interest", "follow_up")
    call.out.table(
        [labels.field_label("" if name in _OF_OTHERS else "fair_visit", name) for name in names],
        [
            [
                str(row.card_no),
                "*" if row.hot else "",
                row.customer_name,
                row.contact_name,
                row.messenger,
                row.interest,
                row.follow_up,
            ]
            for row in rows
        ],
    )
    return 0


def _data(row: FairRow) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "fair": row.fair,
        "card_no": row.card_no,
        "customer": row.customer_code,
        "company": row.customer_name,
        "visitor": row.contact_name or None,
        "messenger": row.messenger or None,
        "interest": row.interest,
        "hot": row.hot,
        "at": row.at,
        "user": row.user_name or None,
        "follow_up": row.follow_up or None,
        "done": row.done,
    }
