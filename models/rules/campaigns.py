"""Who takes part in a campaign, and what it brought back (requirements 9.7, S2-MKT-02).

Pure: amounts in minor units in, figures with their arithmetic out.
"""

from __future__ import annotations

from fractions import Fraction

from models.enums import LeftOut
from models.explanation import Explanation, Reason
from models.rules.rounding import half_up


def left_out(*, blocked: bool, active: bool, agrees: bool) -> LeftOut | None:
    """Why a customer of the segment is no member; None where it is one (AC-127)."""
    if blocked:
        return LeftOut.BLOCKED
    if not active:
        return LeftOut.NOT_ACTIVE
    return None if agrees else LeftOut.NO_CONSENT


def campaign_return(cost: int | None, revenue: int | None) -> Explanation:
    """(revenue - cost) / cost, one decimal; no data without a cost or a revenue (AC-131)."""
    params: dict[str, object] = {"cost": cost, "revenue": revenue}
    if not cost or revenue is None:
        reason = Reason("campaign.no_return", params)
        return Explanation("campaign_return", "9.7", None, (reason,))
    value = half_up(Fraction(revenue - cost, cost))
    params |= {"gain": revenue - cost, "value": value}
    return Explanation("campaign_return", "9.7", value, (Reason("campaign.return", params),))
