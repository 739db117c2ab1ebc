"""`stock`: spare parts taken in, brought back, corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.enums import StockMoveKind
from tui.cli.options import UsageError
from tui.i18n import N_, tr

if TYPE_CHECKING:
    from tui.cli.call import Call

_KINDS = {
    "receipt": StockMoveKind.RECEIPT,
    "return": StockMoveKind.RETURN,
    "count": StockMoveKind.COUNT,
}


def run(call: Call) -> int:
    """Moves the stock of a part, and prints what is there now."""
    code, kind, quantity = call.take("CODE", "KIND", "QUANTITY")
    part_id = call.find(code, "part")[1]
    if kind.lower() not in _KINDS:
        message = N_("{word} is no move of the stock. Write one of: {allowed}.")
        raise UsageError(message, word=kind, allowed=", ".join(_KINDS))
    try:
        qty = int(quantity)
    except ValueError:
        message = N_("{value} is no number of pieces. Write a whole number.")
        raise UsageError(message, value=quantity) from None
    call.services.stock.move(part_id, _KINDS[kind.lower()], qty, " ".join(call.words))
    values = call.services.cards.record("part", part_id)
    there, aside = int(str(values["on_hand"])), int(str(values["reserved"]))
    if call.options.json:
        free = there - aside
        call.out.data({"code": values["code"], "on_hand": there, "reserved": aside, "free": free})
        return 0
    text = tr(
        "{there} there, {aside} put aside, {free} free",
        there=there,
        aside=aside,
        free=there - aside,
    )
    call.out.line(f"{values['code']}  {text}")
    return 0
