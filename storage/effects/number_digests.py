"""Keyed digests by which sealed numbers are found, compared with the numbers and made anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.rules.identity import normal_number
from storage.errors import StorageFault
from storage.queries.reader import ReadConnection
from storage.sealing import document_digest, phone_digest, unseal

if TYPE_CHECKING:
    from storage.work import Work

_MOBILES = "SELECT id, mobile, mobile_hmac FROM contact"
# What was erased stands there under its own name, found by nothing.
_DOCUMENTS = """
SELECT id, document_type, document_number, number_hmac FROM document
WHERE deleted_at IS NULL OR number_hmac NOT LIKE 'deleted-%'
"""
_PUT = {
    # Of two documents of one number the first keeps it: the other stays in the doctor's count.
    "document": "UPDATE OR IGNORE document SET number_hmac = ? WHERE id = ?",
    "contact": "UPDATE contact SET mobile_hmac = ? WHERE id = ?",
}


@dataclass(frozen=True, slots=True)
class WrongDigest:
    """A record whose number is not found by the digest that stands there."""

    entity: str
    record_id: int
    digest: str | None  # the one that should


def wrong(reader: ReadConnection, key: bytes) -> Iterator[WrongDigest]:
    """Every mobile and document whose digest is another's; what does not open is left out."""
    for record_id, value, digest in reader.rows(_MOBILES):
        number = _opened(key, "contact.mobile", record_id, value)
        made = phone_digest(key, number) if number else None
        if number is not None and made != digest:
            yield WrongDigest("contact", record_id, made)
    for record_id, kind, value, digest in reader.rows(_DOCUMENTS):
        number = _opened(key, "document.document_number", record_id, value)
        made = document_digest(key, kind, normal_number(number or ""))
        if number is not None and made != digest:
            yield WrongDigest("document", record_id, made)


def mend(work: Work) -> int:
    """Makes each wrong digest anew from the number it stands for; returns how many were."""
    found = list(wrong(work, work.key))
    for one in found:
        work.execute(_PUT[one.entity], (one.digest, one.record_id))
    return len(found)


def _opened(key: bytes, place: str, record_id: int, value: str | None) -> str | None:
    """The number, "" where there is none, None where it does not open."""
    if value is None:
        return ""
    try:
        return unseal(key, place, record_id, value)
    except StorageFault:
        return None
