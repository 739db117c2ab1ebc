"""What a customer is worth, as the Value tab and the health card show it (requirements 8.4).

Plain values and the results of the rules with their explanations. Standard library only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from models.explanation import Explanation
from models.rules.loyalty import ChurnRisk, Loyalty
from models.rules.value import AtStake, Clv, Rfm, Tier, ValueLine


@dataclass(frozen=True, slots=True)
class Referrals:
    """Customers that a customer brought, and what they bought; base currency (S0-KEY-02)."""

    count: int
    value: int
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class ValueSheet:
    """Every figure of the Value tab; amounts in minor units of `currency`."""

    values: Mapping[str, object]  # the customer's own fields
    currency: str
    methods: tuple[ValueLine, ...]
    rfm: Rfm
    orders_year: int
    revenue_year: int
    average_year: int | None  # per order of the last 365 days; None without one
    clv_data: Clv
    clv_entered: Clv | None
    loss: AtStake
    tier: Tier
    rank: int | None
    ranked: int
    pyramid: Explanation
    key_account: Explanation
    loyalty: Loyalty
    churn: ChurnRisk
    referrals: Referrals
    costs: int  # handling and repair of the last 365 days
    answered_on: date | None

    @property
    def clv(self) -> Clv:
        """The lifetime value that counts: entered, else from data."""
        return self.clv_entered or self.clv_data
