"""Spare parts: how much is free, and when to order again (requirements 9.2, AC-115). Pure."""

from __future__ import annotations

from dataclasses import dataclass

from models.enums import TicketState
from models.explanation import Explanation, Reason


@dataclass(frozen=True, slots=True)
class Stock:
    """What lies on the shelf and what of it is put aside for tickets."""

    on_hand: int
    reserved: int
    reorder_level: int = 0

    @property
    def free(self) -> int:
        """What may still be put aside."""
        return self.on_hand - self.reserved

    @property
    def low(self) -> bool:
        """Is it time to order again: as much as the reorder level is left, or less."""
        return self.free <= self.reorder_level


def objections(stock: Stock, wanted: int, part: str) -> tuple[Reason, ...]:
    """Why so many cannot be put aside; offers to wait for parts (AC-115)."""
    if wanted <= stock.free:
        return ()
    params = {"item": part, "qty": wanted, "free": stock.free}
    return (Reason("part.short", {**params, "offered": TicketState.WAITING_PARTS}),)


def explained(stock: Stock) -> Explanation:
    """Free stock with its arithmetic."""
    params = {"on_hand": stock.on_hand, "reserved": stock.reserved, "free": stock.free}
    code = "part.low" if stock.low else "part.enough"
    lines = (Reason("part.free", params), Reason(code, {"level": stock.reorder_level}))
    return Explanation("free", "9.2", stock.free, lines)
