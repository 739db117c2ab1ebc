"""What hangs on a record, found in the schema: no table can be forgotten when records merge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from models.enums import AnswerScope
from models.fields.registry import ENTITIES
from models.fields.spec import FieldKind
from models.tables import METADATA, RECORDS

# Columns that point to a record of the kind that another column names.
_BY_SCOPE = {
    ("customer", "nsabc_answer", "subject_id"): ("scope", AnswerScope.CUSTOMER.value),
    ("opportunity", "nsabc_answer", "subject_id"): ("scope", AnswerScope.OPPORTUNITY.value),
}


@dataclass(frozen=True, slots=True)
class Link:
    """A column of records that points to a kind; where another column must hold a value."""

    table: str
    column: str
    scope: tuple[str, str] | None = None

    @property
    def where(self) -> str:
        """Condition of the rows that `column` counts for."""
        return f"{self.scope[0]} = '{self.scope[1]}'" if self.scope else "TRUE"


@cache
def links_to(kind: str) -> tuple[Link, ...]:
    """Every column of a record that points to records of that kind.

    By the foreign keys of the schema and the links of the field tables. Journals and logs are
    no records: they tell of what was and stay as they are.
    """
    found = {Link(table, column) for table, column in _declared(kind)}
    found |= {
        Link(spec.name, field.column)
        for spec in ENTITIES
        for field in spec.fields
        if field.kind is FieldKind.LINK and field.target == kind
    }
    found |= {
        Link(table, column, scope)
        for (target, table, column), scope in _BY_SCOPE.items()
        if target == kind
    }
    return tuple(sorted(found, key=lambda link: (link.table, link.column)))


def _declared(kind: str) -> Iterator[tuple[str, str]]:
    for name in RECORDS:
        for column in METADATA.tables[name].columns:
            if any(key.column.table.name == kind for key in column.foreign_keys):
                yield name, column.name


@cache
def unique_with(table: str, column: str) -> tuple[tuple[str, ...], ...]:
    """The other columns of each unique index that this column is part of."""
    return tuple(
        tuple(other.name for other in index.columns if other.name != column)
        for index in sorted(METADATA.tables[table].indexes, key=lambda one: str(one.name))
        if index.unique and column in index.columns
    )
