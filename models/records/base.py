"""What all records share: id, stamps, version; and the column types of the schema.

Values are checked by `models.fields.parsing` before they come here: a table class does not
validate. A record never leaves `storage`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import CheckConstraint, Dialect, Index, Integer, String, Table, Text, func, text
from sqlalchemy.orm import declared_attr
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

from models.fields.spec import EntitySpec, FieldKind, FieldSpec


class UtcDateTime(TypeDecorator[datetime]):
    """A moment as UTC text of fixed width: sorts and compares as text on every engine."""

    impl = String(20)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Aware moments only: a naive one is a defect."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime")
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """The stored text as an aware moment."""
        if value is None:
            return None
        return datetime.fromisoformat(value).astimezone(UTC)


class DecimalText(TypeDecorator[Decimal]):
    """An exact decimal as text."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        """Plain digits, never an exponent."""
        return None if value is None else format(Decimal(value), "f")

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """The exact decimal."""
        return None if value is None else Decimal(value)


class Choice(TypeDecorator[StrEnum]):
    """A member of an enumeration as its constant."""

    impl = String(40)
    cache_ok = True

    def __init__(self, choices: type[StrEnum]) -> None:
        super().__init__()
        self.choices = choices

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """The constant; anything else is a defect and raises ValueError."""
        return None if value is None else self.choices(value).value

    def process_result_value(self, value: Any, dialect: Dialect) -> StrEnum | None:
        """The member."""
        return None if value is None else self.choices(value)


class ChoiceSet(TypeDecorator[frozenset[StrEnum]]):
    """A set of members as their constants, joined by commas in the order of the enumeration."""

    impl = String(200)
    cache_ok = True

    def __init__(self, choices: type[StrEnum]) -> None:
        super().__init__()
        self.choices = choices

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:
        """The joined constants; the empty set is the empty text."""
        members = {self.choices(part) for part in value or ()}
        return ",".join(member.value for member in self.choices if member in members)

    def process_result_value(self, value: Any, dialect: Dialect) -> frozenset[StrEnum]:
        """The set of members."""
        return frozenset(self.choices(part) for part in (value or "").split(",") if part)


class Sealed(str):
    """A text that its column holds sealed: reads as the text, is stored as `stored`."""

    __slots__ = ("stored",)
    stored: str

    def __new__(cls, clear: str, stored: str) -> Sealed:
        """A text with its sealed form."""
        made = super().__new__(cls, clear)
        made.stored = stored
        return made


class SealedText(TypeDecorator[str]):
    """A text that is stored sealed and read in clear (requirements 11.2).

    The database opens it while it reads (`unseal` is a function of our connections); what is
    written must have been sealed by the unit of work: a text in clear never passes.
    """

    impl = Text
    cache_ok = True

    def __init__(self, place: str, length: int | None = None) -> None:
        super().__init__()
        self.place = place  # table.column, part of the seal
        self.length = length  # of the text in clear

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """The type of the column."""
        return dialect.type_descriptor(String(self.length) if self.length else Text())

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """The sealed form; a text in clear is a defect and raises ValueError."""
        if value is None:
            return None
        if not isinstance(value, Sealed):
            raise ValueError(f"not sealed: {self.place}")
        return value.stored

    def column_expression(self, column: Any) -> Any:
        """What a query reads: the opened text."""
        return func.unseal(column, column.table.c.id, self.place, type_=Text)


@cache
def sealed_columns(table: Table) -> Mapping[str, str]:
    """Columns of a table that are stored sealed, each with its place."""
    return {
        column.name: column.type.place
        for column in table.columns
        if isinstance(column.type, SealedText)
    }


def _check_text(spec: FieldSpec) -> str | None:
    column = spec.column
    if spec.kind is FieldKind.CHOICE and spec.choices is not None:
        values = ", ".join(f"'{member.value}'" for member in spec.choices)
        return f"{column} IN ({values})"
    bounds = []
    if spec.kind in (FieldKind.INTEGER, FieldKind.MONEY):
        if spec.minimum is not None:
            bounds.append(f"{column} >= {spec.minimum}")
        if spec.maximum is not None:
            bounds.append(f"{column} <= {spec.maximum}")
    elif spec.kind is FieldKind.BOOLEAN:
        bounds.append(f"{column} IN (0, 1)")
    return " AND ".join(bounds) or None


def checks(entity: EntitySpec) -> tuple[CheckConstraint, ...]:
    """CHECKs for enumerations and ranges, since SQLite takes any value in any column."""
    found = []
    for spec in entity.fields:
        text = _check_text(spec)
        if text:
            found.append(CheckConstraint(text, name=f"ck_{entity.name}_{spec.column}"))
    return tuple(found)


def alive_unique(table: str, *columns: str) -> Index:
    """Unique among records that are not archived: what was undone may come again."""
    alive = text("deleted_at IS NULL")
    return Index(
        f"uq_{table}_{columns[-1]}",
        *columns,
        unique=True,
        sqlite_where=alive,
        postgresql_where=alive,
    )


class RecordBase(SQLModel):
    """Common columns of requirements 13; `version` guards against lost updates."""

    id: int = Field(primary_key=True, sa_type=Integer)
    created_at: datetime = Field(sa_type=UtcDateTime)
    created_by_id: int | None = Field(default=None, sa_type=Integer)
    updated_at: datetime = Field(sa_type=UtcDateTime)
    updated_by_id: int | None = Field(default=None, sa_type=Integer)
    version: int = Field(default=1, sa_type=Integer)
    deleted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    def __setattr__(self, name: str, value: Any) -> None:
        """Sets a column; what stands there already is no change, and nothing to be written."""
        now = self.__dict__.get(name, self)
        if now is self or now != value or type(now) is not type(value):
            super().__setattr__(name, value)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805
        return {"version_id_col": cls.__table__.c.version}  # type: ignore[attr-defined]


__all__ = [
    "Choice",
    "ChoiceSet",
    "DecimalText",
    "Field",
    "RecordBase",
    "Sealed",
    "SealedText",
    "Text",
    "UtcDateTime",
    "alive_unique",
    "checks",
    "sealed_columns",
]
