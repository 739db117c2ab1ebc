"""Who agrees to what, by which channel; what a campaign brought back (11.9, 9.7, AC-131)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.enums import Channel, LeftOut
from models.enums import ConsentPurpose as P
from models.enums import ConsentState as S
from models.rules.campaigns import campaign_return, left_out
from models.rules.consent import Statement, agrees

PHONE, EMAIL = Channel.PHONE, Channel.EMAIL


def said(state: S, channel: Channel | None = None, purpose: P = P.MARKETING) -> Statement:
    return Statement(purpose, channel, state)


@pytest.mark.parametrize(
    ("statements", "channel", "default", "wanted", "code"),
    [
        ([], EMAIL, True, True, "default_yes"),
        ([], None, False, False, "default_no"),
        ([said(S.GIVEN)], EMAIL, False, True, "said"),
        ([said(S.GIVEN), said(S.WITHDRAWN)], EMAIL, True, False, "said"),
        ([said(S.REFUSED), said(S.GIVEN)], None, False, True, "said"),
        ([said(S.GIVEN), said(S.REFUSED, PHONE)], PHONE, True, False, "said"),
        ([said(S.REFUSED, PHONE), said(S.GIVEN)], PHONE, True, False, "said"),
        ([said(S.GIVEN), said(S.REFUSED, PHONE)], EMAIL, False, True, "said"),
        ([said(S.REFUSED, PHONE)], EMAIL, True, True, "default_yes"),
        ([said(S.REFUSED, PHONE)], None, True, True, "default_yes"),
        ([said(S.GIVEN, PHONE)], None, False, True, "some"),
        ([said(S.GIVEN, PHONE), said(S.WITHDRAWN, PHONE)], None, False, False, "default_no"),
        ([said(S.REFUSED, None, P.SURVEY)], None, True, True, "default_yes"),
    ],
)
def test_the_person_is_asked_before_the_customer(
    statements: list[Statement], channel: Channel | None, default: bool, wanted: bool, code: str
) -> None:
    found = agrees(P.MARKETING, channel, statements, default)
    assert (found.value, found.lines[0].code) == (wanted, f"consent.{code}")


@given(
    st.lists(st.builds(said, st.sampled_from(S), st.sampled_from([None, PHONE, EMAIL]))),
    st.sampled_from([None, PHONE, EMAIL]),
)
def test_a_withdrawal_for_all_channels_is_final_where_no_channel_was_named(
    before: list[Statement], channel: Channel | None
) -> None:
    unnamed = [one for one in before if one.channel is None]
    assert agrees(P.MARKETING, channel, [*unnamed, said(S.WITHDRAWN)], True).value is False


def test_who_is_left_out() -> None:
    assert left_out(blocked=True, active=True, agrees=True) is LeftOut.BLOCKED
    assert left_out(blocked=False, active=False, agrees=False) is LeftOut.NOT_ACTIVE
    assert left_out(blocked=False, active=True, agrees=False) is LeftOut.NO_CONSENT
    assert left_out(blocked=False, active=True, agrees=True) is None


@pytest.mark.parametrize(
    ("cost", "revenue", "wanted"),
    [
        (2_000_000, 9_000_000, Decimal("3.5")),
        (2_000_000, 2_000_000, Decimal("0.0")),
        (2_000_000, 0, Decimal("-1.0")),
        (3, 10, Decimal("2.3")),
        (20, 41, Decimal("1.1")),  # 1.05, half up
        (0, 5, None),
        (None, 5, None),
        (5, None, None),
    ],
)
def test_ac_131_return(cost: int | None, revenue: int | None, wanted: Decimal | None) -> None:
    found = campaign_return(cost, revenue)
    assert found.value == wanted
    assert found.lines[0].code == ("campaign.no_return" if wanted is None else "campaign.return")
