"""Rows as a JSON array of objects, one object a line, written while they come.

Names and values are given by the caller; knows no entities.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

JsonValue = str | int | float | bool | None | list[str]


def write(headers: Sequence[str], rows: Iterable[Sequence[JsonValue]]) -> Iterator[str]:
    """The array in pieces; keys in the order of `headers`, text as it is (UTF-8 is expected)."""
    separator = "[\n"
    for row in rows:
        pairs = dict(zip(headers, row, strict=True))
        yield separator + json.dumps(pairs, ensure_ascii=False, allow_nan=False)
        separator = ",\n"
    yield "[]\n" if separator == "[\n" else "\n]\n"
