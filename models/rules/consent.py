"""May a person be written to or called for a purpose (requirements 11.9).

Pure: the person's own statements first, the newest of a channel before the newest of all; without
any the customer's mark holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from models.enums import Channel, ConsentPurpose, ConsentState
from models.explanation import Explanation, Reason


@dataclass(frozen=True, slots=True)
class Statement:
    """What a person said for a purpose; `channel` None means all of them."""

    purpose: ConsentPurpose
    channel: Channel | None
    state: ConsentState
    on: date | None = None


def agrees(
    purpose: ConsentPurpose,
    channel: Channel | None,
    statements: Sequence[Statement],
    default: bool,
) -> Explanation:
    """Yes or no with what decides; `statements` stand oldest first, `default` is the customer's.

    Without a channel the newest statement about all of them decides, else whether any one is left.
    """
    said = [one for one in statements if one.purpose is purpose]
    of_all = [one for one in said if one.channel is None]
    of_this = [one for one in said if one.channel is channel and channel is not None]
    decisive = (of_this or of_all)[-1:]
    if decisive:
        (one,) = decisive
        value = one.state is ConsentState.GIVEN
        params = {"purpose": purpose, "state": one.state, "on": one.on, "channel": one.channel}
        return Explanation("consent", "11.9", value, (Reason("consent.said", params),))
    if channel is None and any(one.state is ConsentState.GIVEN for one in _newest(said)):
        return Explanation("consent", "11.9", True, (Reason("consent.some", {"purpose": purpose}),))
    code = "consent.default_yes" if default else "consent.default_no"
    return Explanation("consent", "11.9", default, (Reason(code, {"purpose": purpose}),))


def _newest(said: Sequence[Statement]) -> list[Statement]:
    """The newest statement of each channel."""
    return list({one.channel: one for one in said}.values())
