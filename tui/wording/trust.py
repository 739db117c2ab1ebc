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

TRUST_CHECKS: Final[Mapping[str, Word]] = {
    "key": NC_("check", "Key"),
    "references": NC_("check", "References"),
    "chain": NC_("check", "Audit chain"),
    "sealed": NC_("check", "Sealed values"),
    "blind": NC_("check", "Digests of numbers"),
    "requests": NC_("check", "Identity log"),
    "backup": NC_("check", "Backup"),
}

TRUST_SETTINGS: Final[Mapping[str, Word]] = {
    "trust.export_rows": NC_("setting", "Mass export: rows of a user in a day from"),
    "trust.reveals": NC_("setting", "Many reveals of a user in a day from"),
    "trust.refusals": NC_("setting", "Many refusals of a user in a day from"),
    "trust.odd_acts": NC_("setting", "Acts of a user at odd hours in a day from"),
    "trust.odd_from": NC_("setting", "Odd hours begin at (hour of the day)"),
    "trust.odd_until": NC_("setting", "Odd hours end at (hour of the day)"),
    "trust.backup_days": NC_("setting", "A backup is due every (days)"),
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
    "fault.in_use": N_(
        "{path} is open elsewhere. Ask everybody to leave Fivefold, then try again. Nothing was "
        "changed."
    ),
    "fault.passphrase_needed": N_(
        "The key {path} opens with a passphrase, and nobody is there to type it. Start Fivefold on "
        "a terminal, or hand the key over as a credential (CREDENTIALS_DIRECTORY)."
    ),
    "fault.passphrase_wrong": N_("The passphrase does not fit {path}. Try again."),
    "key.not_alike": N_("The two are not alike, or empty. Nothing was changed."),
    "doctor.library_bad": N_(
        "SQLite library {version} can lose pages where several write. Install Fivefold again with "
        "its requirements."
    ),
    "doctor.plain_bad": N_(
        "The database is not encrypted. Make one with fivefold init and import into it."
    ),
    "doctor.mode_bad": N_("Others may read the file ({mode}). Run: chmod 600 {path}"),
    "doctor.key": N_("{path} opens by itself; keep a copy apart from the backups"),
    "doctor.key_protected": N_(
        "{path} opens with a passphrase; keep a copy apart from the backups"
    ),
    "doctor.key_bad": N_(
        "{path} lies beside the data: who takes them has both. Move it to the configuration folder."
    ),
    "doctor.key_mode": N_("Rights of the key: {mode}"),
    "doctor.key_mode_bad": N_("Others may read the key ({mode}). Run: chmod 600 {path}"),
    "doctor.schema_bad": N_(
        "Database version {version}, newest {known}. Start Fivefold without --readonly."
    ),
    "doctor.integrity_bad": N_(
        "{count} faults found: {first}. Stop writing, restore the newest good backup: fivefold "
        "restore"
    ),
    "doctor.references": N_("Every reference leads somewhere"),
    "doctor.references_bad": N_(
        "{count} references lead nowhere: {first}. Another tool wrote into the file; restore a "
        "backup made before: fivefold restore"
    ),
    "doctor.search_bad": N_(
        "The search index of {index} is broken. Build it anew: fivefold doctor --mend"
    ),
    "doctor.search_rows": N_("The search index says what the records say"),
    "doctor.search_rows_bad": N_(
        "{count} rows of the search index are out of date. Build it anew: fivefold doctor --mend"
    ),
    "doctor.journal_bad": N_(
        "{count} long changes were cut off. Look at them in :log, and undo them or repeat them."
    ),
    "doctor.chain": N_("The audit chain is whole ({links} links)"),
    "doctor.chain_bad": N_(
        "The audit chain is broken in {count} places. fivefold audit verify names the first."
    ),
    "doctor.sealed": N_("Every sealed value opens"),
    "doctor.sealed_bad": N_(
        "{count} sealed values do not open: {first}. Restore a backup made before they were "
        "changed: fivefold restore"
    ),
    "doctor.blind": N_("Every number is found by its digest"),
    "doctor.blind_bad": N_(
        "{count} numbers of people or documents are not found by their digest. Make the digests "
        "anew: fivefold doctor --mend"
    ),
    "doctor.requests": N_("The identity log fits the journal ({lines} lines)"),
    "doctor.requests_bad": N_(
        "{count} lines of the identity log do not fit the journal. fivefold audit verify names "
        "the first."
    ),
    "doctor.backup": N_("Newest backup: {at}"),
    "doctor.backup_bad": N_("The newest backup is {days} days old. Make one: :backup"),
    "doctor.no_backup": N_("No backup yet"),
    "doctor.no_backup_bad": N_("There is no backup of {days} days of work. Make one: :backup"),
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
    "audit.request_changed": N_(
        "Line {request} of the identity log (change {change}, {who}, {at}) was altered."
    ),
    "audit.request_missing": N_(
        "Line {request} of the identity log (change {change}, {who}, {at}) is missing."
    ),
    "audit.request_added": N_("Line {request} of the identity log was slipped in."),
    "audit.tail_cut": N_(
        "Link {link} was noted outside of the database and is not there any more: the end of the "
        "journal was cut off, or an older copy of the file was put in its place."
    ),
}
