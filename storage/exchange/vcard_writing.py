"""Rows of contacts or customers as address cards of version 4.0 or 3.0.

Writes what `vcard.read` reads back; knows field names, no records.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from storage.exchange.vcard_lines import escaped, folded

VERSIONS = ("4.0", "3.0")
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_PHONES = (
    ("mobile", "cell"),
    ("office_phone", "work"),
    ("phone", "work"),
    ("home_phone", "home"),
    ("fax", "fax"),
)
_PLAIN = (
    ("title", "TITLE"),
    ("email", "EMAIL"),
    ("website", "URL"),
    ("social_url", "URL"),
    ("wechat", "X-WECHAT"),
    ("whatsapp", "X-WHATSAPP"),
    ("preference_note", "NOTE"),
)
_ADDRESS = ("", "", "address", "city", "province", "postcode", "country_region")
_OMITTED_YEAR = "1604"


def write(
    headers: Sequence[str], rows: Iterable[Sequence[str]], version: str = "4.0"
) -> Iterator[bytes]:
    """A card for each row; `headers` are field names of a contact or a customer.

    A column `uid` becomes the card's UID, so that a second import knows it again. Rows with a
    column `customer` are people; without it the card is that of the organisation `name`.

    Raises:
        ValueError: the version is not one of VERSIONS.
    """
    if version not in VERSIONS:
        raise ValueError(version)
    person = "customer" in headers
    for row in rows:
        values = {
            header: _CONTROLS.sub(" ", cell).strip()
            for header, cell in zip(headers, row, strict=True)
        }
        yield b"".join(folded(line) for line in _card(values, version, person))


def _card(values: Mapping[str, str], version: str, person: bool) -> Iterator[str]:
    name = values.get("name", "")
    yield "BEGIN:VCARD"
    yield f"VERSION:{version}"
    if uid := values.get("uid", ""):
        yield f"UID:{escaped(uid)}"
    if version == "4.0" and not person:
        yield "KIND:org"
    yield f"FN:{escaped(name)}"
    yield f"N:{_joined([name, '', '', values.get('salutation', ''), ''])}"
    yield from _organisation(values, name, person)
    yield from _reach(values)
    if born := values.get("birth_date", ""):
        yield _birthday(born, version)
    yield "END:VCARD"


def _reach(values: Mapping[str, str]) -> Iterator[str]:
    """Numbers, addresses and the other fields that a card has a line for."""
    for field, kind in _PHONES:
        if number := values.get(field, ""):
            yield f"TEL;TYPE={kind}:{escaped(number)}"
    for field, name_of in _PLAIN:
        if text := values.get(field, ""):
            yield f"{name_of}:{escaped(text)}"
    address = [values.get(field, "") for field in _ADDRESS]
    if any(address):
        yield f"ADR;TYPE=work:{_joined(address)}"


def _organisation(values: Mapping[str, str], name: str, person: bool) -> Iterator[str]:
    units = [values.get("customer", "") if person else name, values.get("department", "")]
    if any(units):
        yield f"ORG:{_joined(units if units[1] else units[:1])}"


def _joined(parts: Iterable[str]) -> str:
    return ";".join(map(escaped, parts))


def _birthday(born: str, version: str) -> str:
    """4.0 has dates without dashes and may leave the year open, 3.0 has neither."""
    if version == "4.0":
        return "BDAY:" + (f"--{born[2:].replace('-', '')}" if born[:2] == "--" else _compact(born))
    if born.startswith("--"):
        omitted = f"{_OMITTED_YEAR}-{born[2:]}"
        return f"BDAY;X-APPLE-OMIT-YEAR={_OMITTED_YEAR}:{omitted}"
    return f"BDAY:{born}"


def _compact(born: str) -> str:
    return born.replace("-", "")
