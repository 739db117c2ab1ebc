"""Words of rights: what may be done, and why not (requirements 11.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui.i18n import N_, NC_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui.wording.enumerations import Word

# What a right is needed for, as it follows "you may not".
ACTS: Final[Mapping[str, Word]] = {
    "SEE": NC_("act", "see customers"),
    "SEE_NUMBERS": NC_("act", "see whole phone numbers"),
    "EDIT": NC_("act", "change customers and deals"),
    "EDIT_CONTACT": NC_("act", "change contact data"),
    "CASE": NC_("act", "work on feedback and tickets"),
    "TOUCH": NC_("act", "log touches and plan follow-ups"),
    "IMPORT": NC_("act", "import"),
    "MERGE": NC_("act", "merge records"),
    "REASSIGN": NC_("act", "give customers to another owner"),
    "HANDOVER": NC_("act", "hand customers over"),
    "ACCEPT": NC_("act", "take a customer over"),
    "ERASE": NC_("act", "erase personal data"),
    "RETENTION": NC_("act", "see the retention list"),
    "REVEAL": NC_("act", "reveal hidden values"),
    "EXPORT": NC_("act", "export or print lists"),
    "EXPORT_TICKETS": NC_("act", "export or print tickets"),
    "EXPORT_AUDIT": NC_("act", "export or print the log"),
    "BACKUP": NC_("act", "make or restore backups"),
    "APPROVE": NC_("act", "approve requests"),
    "IDENTIFY": NC_("act", "check identities"),
    "IDENTIFY_SERVICE": NC_("act", "check identities for service"),
    "IDENTITY_LOG": NC_("act", "read the log of identity checks"),
    "SYSTEMS": NC_("act", "register requesting systems"),
    "SETTINGS": NC_("act", "change the settings"),
    "USERS": NC_("act", "manage users"),
    "AUDIT": NC_("act", "read the log of others"),
    "KNOWLEDGE": NC_("act", "change what the team knows"),
    "CATALOGUE": NC_("act", "change products, parts and touchpoints"),
    "OWN_VIEWS": NC_("act", "keep views"),
    "UNDO": NC_("act", "undo what others did"),
}

RIGHTS: Final[Mapping[str, str]] = {
    "refused.right": N_(
        "{record} belongs to {owner}: you may not {action} here. Ask {owner} or a manager."
    ),
    "refused.right.unnamed": N_(
        "This belongs to {owner}: you may not {action} here. Ask {owner} or a manager."
    ),
    "refused.right.unowned": N_("This is not yours: you may not {action} here. Ask a manager."),
    "refused.role": N_("With your role ({roles}) you may not {action}. Ask: {ask}."),
    "refused.own_request": N_(
        "Nobody answers for a request of their own: {action}. Ask another manager."
    ),
    "access.refused": N_("Refused: {action} {record}"),
    "access.reveal": N_("Revealed {field} of {record}: {reason}"),
    "reveal.needs_reason": N_("{field} is revealed for a reason only: say what it is needed for."),
    "reveal.not_hidden": N_("{value} is not hidden. Hidden are: {fields}."),
    "path.outside": N_(
        "{path} is not yours to name here: files come in and go out by {folder} alone."
    ),
    "export.needs_reason": N_(
        "What is taken out or printed in a team needs a reason: say what it is needed for."
    ),
    "users.last_admin": N_("No administrator would be left: make somebody else one before."),
}
