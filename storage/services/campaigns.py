"""Campaigns: planned as records, begun on a snapshot of their segment, closed with a lesson."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.enums import CampaignState
from models.explanation import Explanation, Reason
from models.fields.registry import entity
from models.records.campaign import Campaign, CampaignMember
from models.views.campaigns import CampaignCard, CampaignRow
from storage.effects import campaigns as effects
from storage.effects.changing import change
from storage.effects.saving import Saved, find_id, saved
from storage.errors import Invalid, NotFound, Refused
from storage.queries import campaigns as queries
from storage.services.core import Core
from storage.work import Work, encode_params

_ENTITY = entity("campaign")
_MEMBER = entity("campaign_member")
# What closing asks for: the figures, and what to do otherwise the next time.
CLOSING = ("cost", "revenue", "result", "next_change")
Texts = Mapping[str, str | None]
Words = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Begun:
    """What beginning a campaign led to: how many take part, how many were left out."""

    code: str
    members: int
    left_out: int


class Campaigns:
    """A campaign is made and changed as a record; what happens to it stands here."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def rows(self) -> Sequence[CampaignRow]:
        """All campaigns, those under way first."""
        return self._core.read(queries.rows, "campaigns")

    def card(self, campaign_id: int) -> CampaignCard:
        """A campaign with its members and those left out, by name. Raises NotFound."""
        found = self._core.read(lambda r: queries.card(r, campaign_id), "campaigns")
        if found is None:
            raise NotFound("not_found", entity="campaign", value=campaign_id)
        return found

    def explained(self, campaign_id: int) -> Explanation:
        """The return with its arithmetic: (revenue - cost) / cost (AC-131)."""
        return self.card(campaign_id).row.result

    def begin(self, campaign_id: int) -> Begun:
        """Takes the segment as it is now; members become follow-ups, one change, one undo.

        Who did not agree to marketing by the campaign's channel, is blocked or not active is
        left out and named (AC-127). Refused: begun already. Invalid: nobody fits.
        """

        def unit(work: Work) -> Begun:
            campaign = work.get(Campaign, campaign_id)
            taken, out = effects.build(work, campaign)
            _name(work, campaign, count=taken)
            return Begun(campaign.code or "", taken, out)

        return self._core.write("change.campaign", {}, unit)

    def answer(
        self,
        campaign_id: int,
        customer: str,
        texts: Texts,
        *,
        words: Words | None = None,
    ) -> Saved:
        """What a member did: invited, attended, response, note. NotFound: no member of it.

        Refused for who was left out: nobody may have written to them.
        """

        def unit(work: Work) -> Saved:
            campaign = work.get(Campaign, campaign_id)
            customer_id = find_id(work, "customer", customer)
            found = work.all(CampaignMember, campaign_id=campaign_id, customer_id=customer_id)
            if not found:
                raise NotFound("not_found", entity="campaign_member", value=customer)
            return saved(_answered(work, campaign, found[0], texts, self._core.key, words))

        return self._core.write("change.campaign_member", {}, unit)

    def answer_member(self, member_id: int, texts: Texts, *, words: Words | None = None) -> Saved:
        """As `answer`, of the member itself."""

        def unit(work: Work) -> Saved:
            member = work.get(CampaignMember, member_id)
            campaign = work.get(Campaign, member.campaign_id)
            return saved(_answered(work, campaign, member, texts, self._core.key, words))

        return self._core.write("change.campaign_member", {}, unit)

    def close(self, campaign_id: int, texts: Texts, *, words: Words | None = None) -> Saved:
        """Ends a campaign with its figures and what is to be changed the next time (CLOSING).

        Refused: not begun. Invalid: no cost, no revenue, no lesson.
        """

        def unit(work: Work) -> Saved:
            campaign = work.get(Campaign, campaign_id)
            if campaign.state is not CampaignState.RUNNING:
                raise Refused("campaign.not_running", campaign=campaign.code, state=campaign.state)
            given = {name: text for name, text in texts.items() if name in CLOSING}
            change(work, _ENTITY, campaign_id, given, self._core.key, words=words)
            missing = [
                Reason("field.required", {"field": name})
                for name in ("cost", "revenue", "next_change")
                if getattr(campaign, name) is None
            ]
            if missing:
                raise Invalid(missing)
            campaign.state, campaign.closed_on = CampaignState.CLOSED, work.today
            _name(work, campaign)
            work.session.flush()
            return saved(campaign)

        return self._core.write("change.campaign_close", {}, unit)


def _answered(
    work: Work,
    campaign: Campaign,
    member: CampaignMember,
    texts: Texts,
    key: bytes,
    words: Words | None,
) -> CampaignMember:
    if member.left_out is not None:
        raise Refused("campaign.left_out", reason=member.left_out)
    change(work, _MEMBER, member.id, texts, key, words=words)
    _name(work, campaign)
    work.session.flush()
    return member


def _name(work: Work, campaign: Campaign, **more: object) -> None:
    assert work.change is not None
    work.change.params = encode_params({"code": campaign.code, "name": campaign.name[:80], **more})
