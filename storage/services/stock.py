"""The stock of spare parts as a person moves it: taken in, brought back, counted."""

from __future__ import annotations

from models.enums import StockMoveKind
from models.explanation import Reason
from models.records.ticket import Part
from storage.effects import stock
from storage.effects.saving import Saved, saved
from storage.errors import Invalid
from storage.services.core import Core
from storage.work import Work, encode_params

# Parts are built in by resolving a ticket, not by hand.
BY_HAND = (StockMoveKind.RECEIPT, StockMoveKind.RETURN, StockMoveKind.COUNT)


class StockRoom:
    """Every move of the stock stands in its list; the stock is their sum (9.2)."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def move(self, part_id: int, kind: StockMoveKind, qty: int, note: str = "") -> Saved:
        """Takes `qty` pieces in (RECEIPT, RETURN), or corrects by a counted difference (COUNT).

        Tickets that wait for the part get theirs. Refused where the stock would fall below what
        is put aside for tickets; Invalid for nothing, less than nothing, or more than a million.
        """
        if kind not in BY_HAND:
            allowed = tuple(one.value for one in BY_HAND)
            params = {"field": "kind", "value": kind.value, "allowed": allowed}
            raise Invalid([Reason("field.not_a_choice", params)])
        _check(kind, qty)

        def unit(work: Work) -> Saved:
            part = work.get(Part, part_id)
            stock.move(work, part, kind, qty, note)
            assert work.change is not None
            params = {"code": part.code, "kind": kind.value, "qty": qty}
            work.change.params = encode_params(params)
            work.session.flush()
            return saved(part)

        return self._core.write("change.stock", {}, unit)


def _check(kind: StockMoveKind, qty: int) -> None:
    least = -_MOST if kind is StockMoveKind.COUNT else 1
    params = {"field": "qty", "value": str(qty), "minimum": least, "maximum": _MOST}
    if qty > _MOST:
        raise Invalid([Reason("field.too_large", params)])
    if qty < least or qty == 0:
        raise Invalid([Reason("field.too_small", params)])


_MOST = 1_000_000
