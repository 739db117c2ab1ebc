"""The keys under which a customer is found again as a possible duplicate (requirements 11.5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any

from models.rules.duplicates import (
    KEYS,
    Facts,
    bare_city,
    bare_number,
    e164_digits,
    home_host,
    name_keys,
    name_probes,
)
from storage.search.reading import fold

NAME = "name"
_REMEMBERED = 2_048  # an import asks for each row of its run several times
COLUMNS = (
    "code", "name_norm", "city", "phone", "intl_dial_code", "area_code", "email", "website",
    "registration_no",
)  # fmt: skip
"""Columns of a customer that make its facts; another value in one of them asks anew."""

Key = tuple[str, str]  # kind, value
Asked = tuple[str, ...]
_EXACT = tuple(kind for kind in KEYS if kind != "code")
_exact_values = attrgetter(*_EXACT)


def facts(values: Mapping[str, Any]) -> Facts:
    """What a customer is compared by, from its columns."""

    def text(column: str) -> str:
        return values.get(column) or ""

    phone, email, website = text("phone"), text("email"), text("website")
    number = text("registration_no")
    return Facts(
        name=text("name_norm"),
        city=_city(text("city")),
        code=text("code"),
        phone=e164_digits(phone, text("intl_dial_code"), text("area_code")) if phone else "",
        email=fold(email).strip() if email else "",
        host=home_host(fold(website)) if website else "",
        registration_no=bare_number(fold(number)) if number else "",
    )


@lru_cache(_REMEMBERED)
def _city(text: str) -> str:
    return bare_city(fold(text))


def facts_of_row(row: Sequence[Any]) -> Facts:
    """As `facts`, from a row of COLUMNS."""
    return facts(dict(zip(COLUMNS, row, strict=True)))


def kept_keys(found: Facts) -> frozenset[Key]:
    """The keys a customer is kept under; its code has an index of its own."""
    return _kept(found.name, found.city).union(_exact(found))


def probe_keys(found: Facts) -> frozenset[Key]:
    """The keys under which everybody who looks like it is kept."""
    return _probes(found.name, found.city).union(_exact(found))


def asked_by(found: Facts) -> Asked:
    """What tells one question for lookalikes from another."""
    return (found.name, found.city, *_exact_values(found))


@lru_cache(_REMEMBERED)
def _kept(name: str, city: str) -> frozenset[Key]:
    return frozenset([(NAME, value) for value in name_keys(name, city)])


@lru_cache(_REMEMBERED)
def _probes(name: str, city: str) -> frozenset[Key]:
    return frozenset([(NAME, value) for value in name_probes(name, city)])


def _exact(found: Facts) -> list[Key]:
    return [pair for pair in zip(_EXACT, _exact_values(found), strict=True) if pair[1]]
