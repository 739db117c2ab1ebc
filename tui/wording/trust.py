"""Words of the audit trail, of keys and of what the doctor finds with them (requirements 11)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

TRUST: Final[Mapping[str, str]] = {
    "undo.emptied": N_(
        "Not undone: the person it is about was erased, so what stood there is not kept."
    ),
    "audit.entry_changed": N_(
        "Change {change} ({who}, {at}): entry {entry} ({entity} {record}) was altered."
    ),
    "audit.entry_missing": N_("Change {change} ({who}, {at}): entry {entry} is missing."),
    "audit.entry_added": N_("Change {change} ({who}, {at}): entry {entry} was slipped in."),
    "audit.change_changed": N_(
        "Change {change} ({who}, {at}): its state or its words were altered."
    ),
    "audit.change_missing": N_("Change {change} is missing; link {link} still tells of it."),
    "audit.change_added": N_("Change {change} ({who}, {at}) was slipped in."),
    "audit.link_broken": N_(
        "Change {change} ({who}, {at}): link {link} does not fit; what, who, when or where from, "
        "or one of its entries from {entry} on, was altered."
    ),
    "audit.link_missing": N_("Link {link} of the chain is missing."),
    "audit.tail_cut": N_(
        "Link {link} was noted outside of the database and is not there any more: the end of the "
        "journal was cut off, or an older copy of the file was put in its place."
    ),
}
