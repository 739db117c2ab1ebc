"""What a database holds, to be compared before and after."""

from __future__ import annotations

from functools import cache
from typing import Any

from models.fields.registry import ENTITIES
from storage.engine.reading import DriverReader
from storage.services import Services

Dump = dict[str, list[tuple[Any, ...]]]


def dump(services: Services) -> Dump:
    """Every record that is not archived, and what customers are found by, of one moment."""
    return services.core.read(_dump)


def _dump(reader: DriverReader) -> Dump:
    found = {table: reader.rows(sql) for table, sql in _selects().items()}
    # For which day the figures hold is nobody's record.
    found["setting"] = [row for row in found["setting"] if "computed_on" not in row]
    found["search_source"] = reader.rows("SELECT * FROM search_source ORDER BY 1, 2")
    found["match_key"] = reader.rows("SELECT * FROM match_key ORDER BY 1, 2, 3")
    return found


@cache
def _selects() -> dict[str, str]:
    """The statement for each kind of record, by its table."""
    found = {}
    for spec in ENTITIES:
        columns = ", ".join(f'"{name}"' for name in ("id", *(f.column for f in spec.fields)))
        found[spec.name] = f"SELECT {columns} FROM {spec.name} WHERE deleted_at IS NULL ORDER BY id"
    return found


def rows(services: Services, sql: str, **params: Any) -> list[tuple[Any, ...]]:
    """The rows of a query, whoever asks."""
    return services.core.read(lambda reader: reader.rows(sql, params))


def differing(one: Dump, other: Dump) -> dict[str, list[tuple[Any, ...]]]:
    """What stands in one of two dumps alone, by table: to be read where they should be equal."""
    return {
        table: sorted(set(one[table]) ^ set(other[table]), key=str)
        for table in one
        if one[table] != other[table]
    }
