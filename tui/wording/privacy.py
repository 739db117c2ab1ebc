"""Words of consents and campaigns, of what is held on somebody and for how long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui.i18n import N_, NC_, NP_

if TYPE_CHECKING:
    from collections.abc import Mapping

Word = tuple[str, str]

PRIVACY_ENTITIES: Final[Mapping[str, tuple[str, str, str]]] = {
    "consent": NP_("entity", "consent", "consents"),
    "campaign": NP_("entity", "campaign", "campaigns"),
    "campaign_member": NP_("entity", "member of a campaign", "members of a campaign"),
}

PRIVACY_LABELS: Final[Mapping[str, Mapping[str, Word]]] = {
    "ConsentPurpose": {
        "MARKETING": NC_("ConsentPurpose", "Marketing"),
        "SURVEY": NC_("ConsentPurpose", "Surveys"),
        "GREETING": NC_("ConsentPurpose", "Greetings"),
    },
    "ConsentState": {
        "GIVEN": NC_("ConsentState", "agrees"),
        "REFUSED": NC_("ConsentState", "refuses"),
        "WITHDRAWN": NC_("ConsentState", "withdrawn"),
    },
    "ConsentBasis": {
        "CONSENT": NC_("ConsentBasis", "Consent"),
        "CONTRACT": NC_("ConsentBasis", "Contract"),
        "LEGAL_DUTY": NC_("ConsentBasis", "Legal duty"),
        "PUBLIC": NC_("ConsentBasis", "Made public"),
        "INTEREST": NC_("ConsentBasis", "Legitimate interest"),
    },
    "CampaignPurpose": {
        "ACQUIRE": NC_("CampaignPurpose", "Win customers"),
        "RETAIN": NC_("CampaignPurpose", "Keep customers"),
    },
    "CampaignState": {
        "PLANNED": NC_("CampaignState", "planned"),
        "RUNNING": NC_("CampaignState", "under way"),
        "CLOSED": NC_("CampaignState", "closed"),
    },
    "CampaignResponse": {
        "NONE": NC_("CampaignResponse", "no answer"),
        "INTERESTED": NC_("CampaignResponse", "interested"),
        "ORDERED": NC_("CampaignResponse", "ordered"),
        "DECLINED": NC_("CampaignResponse", "declined"),
    },
    "LeftOut": {
        "NO_CONSENT": NC_("LeftOut", "no consent to marketing"),
        "BLOCKED": NC_("LeftOut", "not to be contacted"),
        "NOT_ACTIVE": NC_("LeftOut", "no active customer"),
    },
}
PRIVACY_SHORT: Final[Mapping[str, Mapping[str, Word]]] = {
    "ConsentBasis": {"INTEREST": NC_("short ConsentBasis", "Interest")},
    "LeftOut": {
        "NO_CONSENT": NC_("short LeftOut", "no consent"),
        "BLOCKED": NC_("short LeftOut", "blocked"),
        "NOT_ACTIVE": NC_("short LeftOut", "not active"),
    },
}

PRIVACY_FIELDS: Final[Mapping[str, Mapping[str, Word]]] = {
    "consent": {
        "purpose": NC_("field", "For what"),
        "channel": NC_("field", "By which channel"),
        "state": NC_("field", "What they say"),
        "basis": NC_("field", "Legal basis"),
        "given_on": NC_("field", "Said on"),
        "notice_date": NC_("field", "Informed on"),
        "withdrawn_on": NC_("field", "Withdrawn on"),
        "source": NC_("field", "Where it is written"),
    },
    "campaign": {
        "code": NC_("field", "Code"),
        "name": NC_("field", "Campaign"),
        "purpose": NC_("field", "Purpose"),
        "segment": NC_("field", "Segment"),
        "filter": NC_("field", "Filter"),
        "channel": NC_("field", "Channel"),
        "offer": NC_("field", "Offer"),
        "planned_on": NC_("field", "Planned for"),
        "cost": NC_("field", "Cost"),
        "revenue": NC_("field", "Revenue"),
        "result": NC_("field", "What came of it"),
        "next_change": NC_("field", "Otherwise next time"),
        "state": NC_("field", "Where it stands"),
        "built_on": NC_("field", "Begun on"),
        "closed_on": NC_("field", "Closed on"),
    },
    "campaign_member": {
        "campaign": NC_("field", "Campaign"),
        "left_out": NC_("field", "Left out"),
        "invited_on": NC_("field", "Invited on"),
        "attended": NC_("field", "Took part"),
        "response": NC_("field", "Answer"),
        "note": NC_("field", "Note"),
        "follow_up": NC_("field", "Follow-up"),
    },
}
PRIVACY_HINTS: Final[Mapping[str, Mapping[str, str]]] = {
    "consent": {
        "channel": N_("Empty means all channels"),
        "source": N_("e.g. form of the fair, mail of 2 March"),
    },
    "campaign": {
        "filter": N_("e.g. city:深圳 tier:HIGH; empty takes that of the segment"),
        "next_change": N_("Asked for when it is closed"),
    },
}
PRIVACY_TASKS: Final[Mapping[str, Word]] = {
    "CAMPAIGN": NC_("task", "Campaign: write or call"),
}
PRIVACY_FIGURES: Final[Mapping[str, Word]] = {
    "campaign_return": NC_("figure", "Return of the campaign"),
    "consent": NC_("figure", "Consent"),
}

PRIVACY_REASONS: Final[Mapping[str, str]] = {
    "consent.said": N_("{purpose}: {state} (the person's own word)"),
    "consent.some": N_("{purpose}: agrees by one channel at least"),
    "consent.default_yes": N_("{purpose}: the person said nothing; the customer agrees"),
    "consent.default_no": N_("{purpose}: the person said nothing; the customer does not agree"),
    "campaign.return": N_("Return ({revenue} - {cost}) / {cost} = {gain} / {cost} = {value}"),
    "campaign.no_return": N_("No return without cost and revenue"),
    "campaign.begun": N_("{campaign} has begun: its members are taken once. Undo that first."),
    "campaign.not_running": N_("{campaign} is {state}: only a campaign under way is closed."),
    "campaign.left_out": N_("Left out of the campaign: {reason}."),
    "change.campaign": N_("Campaign {code} {name} begun: {count} members"),
    "change.campaign_member": N_("Campaign {code} {name}: answer of a member"),
    "change.campaign_close": N_("Campaign {code} {name} closed"),
    "erase.open_matters": N_("{customer}: something is open. Settle it first."),
    "erase.only_people": N_("Only customers and their people are erased."),
    "erase.type_again": N_("{field}: type {value}, the code of who is erased."),
    "change.erase": N_("Erased: {code}"),
    "change.subject_report": N_("What is held on {code} written to {file}"),
    "change.withdrawn": N_("{code} {name} withdraws: {purpose}"),
}
