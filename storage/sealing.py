"""Single values sealed under a sub-key of the file's key, and found again by a keyed digest.

The library that seals is loaded with the first value, so that a start without one does not pay.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from models.enums import DocumentType
from storage.crypto import sub_key
from storage.errors import StorageFault

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_VERSION = b"\x01"
_NONCE = 12


def seal(key: bytes, place: str, row: int, text: str) -> str:
    """A text sealed for one cell (AES-256-GCM; requirements 11.2).

    `place` names table and column (`contact.mobile`), `row` is the id of the record: what was
    sealed for one cell opens in no other. The same text in the same cell seals to the same
    value (its nonce is a keyed digest of both), so that saving it again is no change, and undo
    sees whether somebody changed it since.
    """
    where = _where(place, row)
    clear = text.encode()
    nonce = hmac.digest(_nonce_key(key), where + b"\0" + clear, "sha256")[:_NONCE]
    cipher, _refuses = _cipher(key)
    closed = _VERSION + nonce + cipher.encrypt(nonce, clear, where)
    return base64.b64encode(closed).decode("ascii")


def unseal(key: bytes, place: str, row: int, sealed: str) -> str:
    """The text that `seal` closed for this very cell.

    Raises StorageFault `fault.seal_broken` where it was sealed for another cell, by another key,
    or was changed since.
    """
    cipher, refuses = _cipher(key)
    try:
        closed = base64.b64decode(sealed, validate=True)
        if closed[:1] != _VERSION:
            raise ValueError(place)
        nonce, rest = closed[1 : 1 + _NONCE], closed[1 + _NONCE :]
        return cipher.decrypt(nonce, rest, _where(place, row)).decode()
    except (refuses, ValueError, binascii.Error) as error:
        raise StorageFault("fault.seal_broken", path=f"{place} {row}") from error


def blind_index(key: bytes, purpose: str, normalised: str) -> str:
    """Keyed digest by which a sealed value is found as a whole; 64 hexadecimal digits.

    The caller normalises: two ways of writing the same must be the same text here. Each
    `purpose` has a key of its own, none of them seals.
    """
    return hmac.digest(sub_key(key, purpose), normalised.encode(), "sha256").hex()


def phone_digest(key: bytes, number: str) -> str:
    """Blind index of a phone number by its digits, without the dial code of China."""
    digits = "".join(
        char for char in unicodedata.normalize("NFKC", number) if char.isdigit()
    ).removeprefix("0086")
    if len(digits) == 13 and digits.startswith("86"):
        digits = digits[2:]
    return blind_index(key, "phone", digits)


def document_digest(key: bytes, document_type: str, number: str) -> str:
    """Blind index of an identity document by its kind and number, both normalised."""
    return blind_index(key, "document", f"{document_type}\n{number}")


def document_digests(key: bytes, number: str) -> tuple[str, ...]:
    """The blind index that a number would have as each kind of document."""
    from models.rules.identity import normal_number

    normal = normal_number(number)
    return tuple(document_digest(key, kind, normal) for kind in DocumentType)


def request_digest(key: bytes, line: Mapping[str, object]) -> str:
    """The keyed digest of a line of the log of requests, by which the journal vouches for it."""
    text = "\n".join(f"{name}={line[name]}" for name in sorted(line))
    return blind_index(key, "access_request", text)


def _where(place: str, row: int) -> bytes:
    return f"{place}:{row}".encode()


@lru_cache(maxsize=16)
def _nonce_key(key: bytes) -> bytes:
    return sub_key(key, "seal.nonce")


@lru_cache(maxsize=16)
def _cipher(key: bytes) -> tuple[AESGCM, type[Exception]]:
    """The cipher of a file, and what it raises where a value was not made by it."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(sub_key(key, "seal")), InvalidTag
