"""What may be given or taken without asking, and what a loyalty fund holds (requirements 9.7).

Pure: amounts in minor units of the base currency in, answer with reasons out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from models.enums import CustomerKind, GiftDirection, GiftKind, GiftState
from models.explanation import Explanation, Reason
from models.policy_defaults import GiftPolicy

# Kinds that come under the limits; a discount and the fund belong to the price.
LIMITED = frozenset({GiftKind.GIFT, GiftKind.MEAL, GiftKind.COUPON})
_MINOR = 100


@dataclass(frozen=True, slots=True)
class GiftFacts:
    """One entry as it would stand; `year_before` is what the person had in that year already."""

    kind: GiftKind
    direction: GiftDirection
    value: int
    customer_kind: CustomerKind | None
    year_before: int = 0


def forbidden(facts: GiftFacts) -> list[Reason]:
    """Why an entry cannot be made at all: public bodies are given nothing (9.7, GOVERNMENT)."""
    given = facts.direction is GiftDirection.GIVEN
    if given and facts.kind in LIMITED and facts.customer_kind is CustomerKind.GOVERNMENT:
        return [Reason("gift.government", {"field": "direction"})]
    return []


def approval(facts: GiftFacts, policy: GiftPolicy) -> Explanation:
    """Whether an entry is free or waits for a manager: limit an item, limit a person and year."""
    item, year = policy.item_limit * _MINOR, policy.year_limit * _MINOR
    if facts.kind not in LIMITED:
        line = Reason("gift.not_limited", {"what": facts.kind})
        return Explanation("gift_state", "9.7", GiftState.FREE, (line,))
    total = facts.year_before + facts.value
    over_item, over_year = facts.value > item, total > year
    lines = (
        Reason(
            "gift.over_item" if over_item else "gift.within_item",
            {"amount": facts.value, "limit": item, "setting": "gifts.item_limit"},
        ),
        Reason(
            "gift.over_year" if over_year else "gift.within_year",
            {
                "before": facts.year_before,
                "amount": facts.value,
                "total": total,
                "limit": year,
                "setting": "gifts.year_limit",
            },
        ),
    )
    state = GiftState.WAITING if over_item or over_year else GiftState.FREE
    return Explanation("gift_state", "9.7", state, lines)


def fund_balance(entries: Iterable[tuple[GiftDirection, int]]) -> Explanation:
    """What a loyalty fund holds: paid in (given to the customer) less drawn (received)."""
    paid = drawn = 0
    for direction, value in entries:
        if direction is GiftDirection.GIVEN:
            paid += value
        else:
            drawn += value
    balance = paid - drawn
    line = Reason("gift.fund", {"paid": paid, "drawn": drawn, "balance": balance})
    return Explanation("fund_balance", "9.7", balance, (line,))
