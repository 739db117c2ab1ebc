"""The keys under which a customer is found again as a possible duplicate (requirements 11.5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
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


def facts(values: Mapping[str, Any]) -> Facts:
    """What a customer is compared by, from its columns."""

    def text(column: str) -> str:
        return values.get(column) or ""

    return Facts(
        name=text("name_norm"),
        city=bare_city(fold(text("city"))),
        code=text("code"),
        phone=e164_digits(text("phone"), text("intl_dial_code"), text("area_code")),
        email=fold(text("email")).strip(),
        host=home_host(fold(text("website"))),
        registration_no=bare_number(fold(text("registration_no"))),
    )


def facts_of_row(row: Sequence[Any]) -> Facts:
    """As `facts`, from a row of COLUMNS."""
    return facts(dict(zip(COLUMNS, row, strict=True)))


@lru_cache(_REMEMBERED)
def kept_keys(found: Facts) -> frozenset[Key]:
    """The keys a customer is kept under; its code has an index of its own."""
    names = ((NAME, value) for value in name_keys(found.name, found.city))
    return frozenset((*_exact(found), *names))


@lru_cache(_REMEMBERED)
def probe_keys(found: Facts) -> frozenset[Key]:
    """The keys under which everybody who looks like it is kept."""
    names = ((NAME, value) for value in name_probes(found.name, found.city))
    return frozenset((*_exact(found), *names))


def _exact(found: Facts) -> set[Key]:
    values = ((kind, str(getattr(found, kind))) for kind in KEYS if kind != "code")
    return {(kind, value) for kind, value in values if value}
