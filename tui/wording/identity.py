"""Words of identities, documents, other systems and their requests (requirements 10)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui.i18n import N_, NC_, NP_

if TYPE_CHECKING:
    from collections.abc import Mapping

Word = tuple[str, str]

IDENTITY_ENTITIES: Final[Mapping[str, tuple[str, str, str]]] = {
    "source_system": NP_("entity", "other system", "other systems"),
    "identity": NP_("entity", "identity", "identities"),
    "document": NP_("entity", "identity document", "identity documents"),
    "external_ref": NP_("entity", "number in another system", "numbers in other systems"),
    "activity_record": NP_("entity", "activity of another system", "activities of other systems"),
    "access_request": NP_("entity", "identity request", "identity requests"),
    "grant_": NP_("entity", "grant", "grants"),
}

# Whatever form or request they stand in.
IDENTITY_COMMON: Final[Mapping[str, Word]] = {
    "sex": NC_("field", "Sex"),
    "birth_date": NC_("field", "Birth date"),
    "document_type": NC_("field", "Kind of document"),
    "document_number": NC_("field", "Document number"),
    "system": NC_("field", "System"),
    "purpose": NC_("field", "Purpose"),
    "scope": NC_("field", "Kinds of activity"),
    "requester": NC_("field", "Asked by"),
}

IDENTITY_FIELDS: Final[Mapping[str, Mapping[str, Word]]] = {
    "source_system": {
        "key": NC_("field", "System key"),
        "scopes": NC_("field", "Allowed scopes"),
        "enabled": NC_("field", "May ask"),
    },
    "identity": {
        "name": NC_("field", "Name on the document"),
        "legal_basis": NC_("field", "Legal basis"),
        "basis_note": NC_("field", "Where it is written"),
        "state": NC_("field", "Does it answer"),
        "reason": NC_("field", "Why revoked"),
    },
    "document": {
        "identity": NC_("field", "Identity"),
        "number_hmac": NC_("field", "Digest of the number"),
        "valid_until": NC_("field", "Valid until"),
        "state": NC_("field", "Does it match"),
        "ended_on": NC_("field", "Ended on"),
    },
    "external_ref": {
        "external_id": NC_("field", "Number there"),
    },
    "activity_record": {
        "kind": NC_("field", "Kind of activity"),
        "at": NC_("field", "When"),
        "payload": NC_("field", "Content"),
    },
}

IDENTITY_HINTS: Final[Mapping[str, Mapping[str, str]]] = {
    "source_system": {
        "key": N_("The name it asks under: small letters and digits, e.g. clinic"),
        "scopes": N_("Kinds of activity it may read, e.g. service, visits"),
    },
    "identity": {
        "name": N_("Exactly as printed on the document"),
        "basis_note": N_("e.g. consent form of 2026-03-02, page 3"),
    },
    "document": {
        "document_number": N_("18 characters of a resident card; others 5 to 20"),
    },
    "activity_record": {
        "kind": N_("One word in small letters, e.g. visits"),
    },
}

IDENTITY_LABELS: Final[Mapping[str, Mapping[str, Word]]] = {
    "Sex": {
        "M": NC_("Sex", "male"),
        "F": NC_("Sex", "female"),
    },
    "DocumentType": {
        "RESIDENT_ID": NC_("DocumentType", "Resident identity card"),
        "PASSPORT": NC_("DocumentType", "Passport"),
        "HK_MACAO_PERMIT": NC_("DocumentType", "Permit for Hong Kong and Macao"),
        "TAIWAN_PERMIT": NC_("DocumentType", "Permit for Taiwan residents"),
        "FOREIGN_PR": NC_("DocumentType", "Foreigner's residence card"),
        "MILITARY": NC_("DocumentType", "Officer's card"),
        "OTHER": NC_("DocumentType", "Other document"),
    },
    "DocumentState": {
        "CURRENT": NC_("DocumentState", "current"),
        "REPLACED": NC_("DocumentState", "replaced"),
        "REVOKED": NC_("DocumentState", "revoked"),
    },
    "IdentityState": {
        "ACTIVE": NC_("IdentityState", "active"),
        "REVOKED": NC_("IdentityState", "revoked"),
    },
    "IdentityBasis": {
        "CONSENT": NC_("IdentityBasis", "Consent of the person"),
        "CONTRACT": NC_("IdentityBasis", "Needed for a contract"),
        "LEGAL_DUTY": NC_("IdentityBasis", "Duty by law"),
    },
    "AccessPurpose": {
        "SERVICE": NC_("AccessPurpose", "Service to the person"),
        "CONTRACT": NC_("AccessPurpose", "Carrying out a contract"),
        "CONSENT": NC_("AccessPurpose", "The person agreed"),
        "LEGAL": NC_("AccessPurpose", "Duty by law"),
    },
    "AccessKind": {
        "IDENTIFY": NC_("AccessKind", "Who is it"),
        "FETCH": NC_("AccessKind", "Activity read"),
    },
    "AccessResult": {
        "OK": NC_("AccessResult", "matched"),
        "E01": NC_("AccessResult", "E01 element missing"),
        "E02": NC_("AccessResult", "E02 wrong form"),
        "E03": NC_("AccessResult", "E03 wrong checksum"),
        "E04": NC_("AccessResult", "E04 birth date does not fit"),
        "E05": NC_("AccessResult", "E05 sex does not fit"),
        "E06": NC_("AccessResult", "E06 number unknown"),
        "E07": NC_("AccessResult", "E07 an element differs"),
        "E08": NC_("AccessResult", "E08 more than one identity"),
        "E09": NC_("AccessResult", "E09 system unknown or off"),
        "E10": NC_("AccessResult", "E10 scope not allowed"),
        "E11": NC_("AccessResult", "E11 grant over"),
        "E12": NC_("AccessResult", "E12 too many tries"),
        "E13": NC_("AccessResult", "E13 revoked or replaced"),
    },
}

IDENTITY_SHORT: Final[Mapping[str, Mapping[str, Word]]] = {
    "DocumentType": {
        "RESIDENT_ID": NC_("short DocumentType", "Resident card"),
        "HK_MACAO_PERMIT": NC_("short DocumentType", "HK/Macao pass"),
        "TAIWAN_PERMIT": NC_("short DocumentType", "Taiwan pass"),
        "FOREIGN_PR": NC_("short DocumentType", "Residence card"),
    },
    "IdentityBasis": {
        "CONSENT": NC_("short IdentityBasis", "Consent"),
        "CONTRACT": NC_("short IdentityBasis", "Contract"),
    },
    "AccessPurpose": {
        "SERVICE": NC_("short AccessPurpose", "Service"),
        "CONTRACT": NC_("short AccessPurpose", "Contract"),
        "CONSENT": NC_("short AccessPurpose", "Agreed"),
    },
    "AccessResult": {
        "E01": NC_("short AccessResult", "E01 missing"),
        "E02": NC_("short AccessResult", "E02 form"),
        "E03": NC_("short AccessResult", "E03 checksum"),
        "E04": NC_("short AccessResult", "E04 birth date"),
        "E05": NC_("short AccessResult", "E05 sex"),
        "E06": NC_("short AccessResult", "E06 unknown"),
        "E07": NC_("short AccessResult", "E07 differs"),
        "E08": NC_("short AccessResult", "E08 several"),
        "E09": NC_("short AccessResult", "E09 system"),
        "E10": NC_("short AccessResult", "E10 scope"),
        "E11": NC_("short AccessResult", "E11 grant over"),
        "E12": NC_("short AccessResult", "E12 locked"),
        "E13": NC_("short AccessResult", "E13 not valid"),
    },
}

IDENTITY_SETTINGS: Final[Mapping[str, Word]] = {
    "identity.grant_minutes": NC_("setting", "A grant lives (minutes)"),
    "identity.tries": NC_("setting", "Failed identity requests that lock"),
    "identity.window_minutes": NC_("setting", "within (minutes)"),
    "identity.lock_minutes": NC_("setting", "Locked for (minutes)"),
}

IDENTITY_REASONS: Final[Mapping[str, str]] = {
    "identity.missing": N_("{field} is missing. All five elements are needed."),
    "identity.unknown_type": N_(
        "{field} is none that is known. Write e.g. RESIDENT_ID or PASSPORT."
    ),
    "identity.unknown_sex": N_("{field}: write M or F, as on the document."),
    "identity.no_date": N_("{field} is no day there is. Write it like 1949-12-31."),
    "identity.future": N_("{field} lies in the future. Compare it with the document."),
    "identity.other_form": N_("{field} has 5 to 20 letters or digits. Compare it with the card."),
    "identity.old_number": N_(
        "{field}: that is a number of 15 digits, which is no longer issued. Ask for the new "
        "one with 18 characters."
    ),
    "identity.length": N_("{field} has {length} characters, a resident card has 18."),
    "identity.digits": N_("{field}: 17 digits are needed, then a digit or X."),
    "identity.province": N_("{field} begins with {province}, which is no province."),
    "identity.number_date": N_(
        "{field} holds a day that does not exist. Compare it with the card."
    ),
    "identity.number_future": N_("{field} holds a birth date in the future."),
    "identity.checksum": N_("{field}: the checksum does not fit. A character was mistyped."),
    "identity.birth_date": N_("{field} is not the one that the number holds."),
    "identity.sex": N_("{field} is not the one that the number holds."),
    # how a request ended
    "identity.matched": N_("Matched."),
    "identity.not_authorised": N_("Not authorised."),
    "identity.no_purpose": N_("The purpose is missing."),
    "identity.unknown_purpose": N_("That is no purpose. Write one of: {allowed}."),
    "identity.system": N_("This system is not registered, or may not ask at present."),
    "identity.scope": N_("The scope {scope} is not allowed here. Allowed: {allowed}."),
    "identity.grant_over": N_("The grant is over. Ask again with the five elements."),
    "identity.locked": N_("Too many failed tries with this number. Locked until {until}."),
    # what cannot be stored
    "identity.word": N_(
        "{field}: {value} is not one word of small letters, digits, hyphens or low lines."
    ),
    "identity.number_taken": N_(
        "This document number is on record already. Revoke that identity first, or check the "
        "number."
    ),
    "identity.ended": N_("That is {state} and stays as it is, as history."),
}

IDENTITY_CHANGES: Final[Mapping[str, str]] = {
    "change.identity_new": N_("Stored an identity of {code} {name}"),
    "change.identity_set": N_("Put an identity of {code} {name} right"),
    "change.identity_document": N_("Stored a document of {code} {name}"),
    "change.identity_revoke": N_("Revoked an identity of {code} {name}"),
    "access.identify": N_("Identity request of the system {system}"),
    "access.reveal": N_("Revealed {field} of {code}: {reason}"),
}
