"""What a field is: the one table from which forms, the CLI, imports and labels are made.

Standard library only, so that completion and the first screen need nothing slower.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class FieldKind(StrEnum):
    """How a value is written, checked and shown."""

    TEXT = "TEXT"  # one line
    NOTE = "NOTE"  # several lines
    INTEGER = "INTEGER"
    MONEY = "MONEY"  # integer minor units of the record's currency
    DECIMAL = "DECIMAL"  # exact decimal, e.g. a quantity
    TENTHS = "TENTHS"  # integer tenths of a percent: 350 is 35.0
    DISCOUNT = "DISCOUNT"  # fraction off, entered as 8折, 20% or 0.2 (D-41)
    DATE = "DATE"
    TIME = "TIME"  # HH:MM of a day
    INSTANT = "INSTANT"  # a moment, UTC
    BOOLEAN = "BOOLEAN"
    CHOICE = "CHOICE"
    CHOICES = "CHOICES"  # a set of enum members
    LINK = "LINK"  # another record, named by its code or login
    EMAIL = "EMAIL"
    PHONE = "PHONE"
    URL = "URL"
    CURRENCY = "CURRENCY"  # three letters


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of an entity, under its English name of requirements 13."""

    name: str
    kind: FieldKind = FieldKind.TEXT
    group: str = "main"
    required: bool = False
    max_length: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    choices: type[StrEnum] | None = None
    target: str = ""  # entity a LINK points to
    default: object = None
    editable: bool = True  # False: computed, or set by a process of its own
    # Its column is a SealedText: set and read in clear, stored sealed; in no search index,
    # masked where others see it.
    sealed: bool = False
    searchable: bool = False

    @property
    def column(self) -> str:
        """Name of the stored column: a link is stored by its id."""
        return f"{self.name}_id" if self.kind is FieldKind.LINK else self.name


@dataclass(frozen=True, slots=True)
class EntitySpec:
    """A kind of record: its names and its field table."""

    name: str  # entity name of requirements 13, e.g. "customer"
    kind: str  # KIND of the CLI: plural, with hyphens, e.g. "customers"
    prefix: str  # of its human code, "" where it has none
    fields: tuple[FieldSpec, ...]
    title: str = "name"  # field that names the record for a person
    _places: dict[str, FieldSpec] = field(
        default_factory=dict, init=False, repr=False, compare=False, hash=False
    )

    def field(self, name: str) -> FieldSpec | None:
        """The field of that name, or of that column name; None where there is none."""
        if not self._places:
            for spec in reversed(self.fields):  # the first of two is meant
                self._places[spec.column] = self._places[spec.name] = spec
        return self._places.get(name)

    @property
    def numbered(self) -> bool:
        """Does a counter give it its code; else its maker does, or it has none."""
        code = self.field("code")
        return code is not None and not code.editable

    @property
    def editable(self) -> tuple[FieldSpec, ...]:
        """Fields that a person may fill in."""
        return tuple(spec for spec in self.fields if spec.editable)
