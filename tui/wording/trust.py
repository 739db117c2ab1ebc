"""Words of the audit trail, of keys and of what the doctor finds with them (requirements 11)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui.i18n import N_, NC_

if TYPE_CHECKING:
    from collections.abc import Mapping

Word = tuple[str, str]

TRUST_LABELS: Final[Mapping[str, Mapping[str, Word]]] = {
    "Anomaly": {
        "MASS_EXPORT": NC_("Anomaly", "Mass export"),
        "MANY_REVEALS": NC_("Anomaly", "Many reveals"),
        "MANY_REFUSALS": NC_("Anomaly", "Many refusals"),
        "ODD_HOURS": NC_("Anomaly", "Odd hours"),
    },
}

TRUST_FIGURES: Final[Mapping[str, Word]] = {
    "anomaly": NC_("figure", "What stands out"),
    "anomalies": NC_("figure", "What stands out"),
    "rows_exported": NC_("figure", "Rows exported or printed"),
    "reveals": NC_("figure", "Numbers revealed"),
    "refusals": NC_("figure", "Refusals"),
}

TRUST_SETTINGS: Final[Mapping[str, Word]] = {
    "trust.export_rows": NC_("setting", "Mass export: rows of a user in a day from"),
    "trust.reveals": NC_("setting", "Many reveals of a user in a day from"),
    "trust.refusals": NC_("setting", "Many refusals of a user in a day from"),
    "trust.odd_acts": NC_("setting", "Acts of a user at odd hours in a day from"),
    "trust.odd_from": NC_("setting", "Odd hours begin at (hour of the day)"),
    "trust.odd_until": NC_("setting", "Odd hours end at (hour of the day)"),
}

TRUST: Final[Mapping[str, str]] = {
    "report.anomalies": N_("Of {acts} acts in the period, {count} times somebody reached a limit"),
    "report.rows_exported": N_("Rows exported or printed in the period: {count}"),
    "report.reveals": N_("Numbers revealed in the period: {count}"),
    "report.refusals": N_("Acts refused for want of a right in the period: {count}"),
    "anomaly.mass_export": N_("{who} exported {count} rows on {day}; named from {limit} on"),
    "anomaly.many_reveals": N_("{who} revealed {count} numbers on {day}; named from {limit} on"),
    "anomaly.many_refusals": N_("{who} was refused {count} times on {day}; named from {limit} on"),
    "anomaly.odd_hours": N_("{who} did {count} acts at odd hours on {day}; named from {limit} on"),
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
