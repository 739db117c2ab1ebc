"""What the walk along the audit chain found, and where the chain ends (requirements 11.4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

_NAMED = 100


class Found(StrEnum):
    """What is wrong at one place of the chain."""

    ENTRY_CHANGED = "ENTRY_CHANGED"
    ENTRY_MISSING = "ENTRY_MISSING"
    ENTRY_ADDED = "ENTRY_ADDED"
    CHANGE_CHANGED = "CHANGE_CHANGED"
    CHANGE_MISSING = "CHANGE_MISSING"
    CHANGE_ADDED = "CHANGE_ADDED"
    LINK_BROKEN = "LINK_BROKEN"  # its code fits no more: change or entries are others
    LINK_MISSING = "LINK_MISSING"
    TAIL_CUT = "TAIL_CUT"  # an end that was noted elsewhere is not there any more
    REQUEST_CHANGED = "REQUEST_CHANGED"  # a line of the log of identity requests
    REQUEST_MISSING = "REQUEST_MISSING"
    REQUEST_ADDED = "REQUEST_ADDED"


@dataclass(frozen=True, slots=True)
class Anchor:
    """An end of the chain: number and code of its last link."""

    link: int
    mac: str


@dataclass(frozen=True, slots=True)
class Break:
    """One broken place: its link, and the change and entry it names."""

    found: Found
    link: int
    change_id: int | None = None
    seq: int | None = None


@dataclass(frozen=True, slots=True)
class Unfit:
    """A line of the log of identity requests that does not fit the journal (section 10)."""

    found: Found
    request_id: int
    change_id: int | None  # that wrote it, where the journal knows of it


@dataclass(frozen=True, slots=True)
class Verified:
    """A walk along the whole chain; `breaks` are the first ones, `broken` counts all."""

    links: int
    entries: int
    erased: int  # entries whose values were emptied by right
    breaks: tuple[Break, ...]
    broken: int
    head: Anchor | None
    noted: int = 0  # ends noted outside of the database that it was held against
    requests: int = 0  # lines of the log of identity requests that were looked at
    unfit: tuple[Unfit, ...] = ()  # those that do not fit the journal

    @property
    def whole(self) -> bool:
        """Nothing is broken, neither in the journal nor in the log that it vouches for."""
        return not self.places

    @property
    def places(self) -> int:
        """All that is broken, in the journal and in that log."""
        return self.broken + len(self.unfit)

    @property
    def first(self) -> tuple[Break | Unfit, ...]:
        """The broken places that are named one by one."""
        return (*self.breaks, *self.unfit[:_NAMED])


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """What of the trail is wanted; None is everything."""

    user_id: int | None = None
    entity: str | None = None
    records: Mapping[str, frozenset[int]] | None = None  # ids by kind: those of one story
    label: str | None = None  # a label, or the beginning of some: "access."
    first: str | None = None  # stored moments, the last one excluded
    last: str | None = None


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field before and after; `sealed` values are not told."""

    field: str
    before: object
    after: object
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One record inside one change, or a change that wrote none (`entity` is "")."""

    change: int
    at: datetime
    who: str
    origin: str
    label: str
    params: Mapping[str, object]
    state: str
    entity: str
    record: str | None  # its code; None where it has none
    action: str
    fields: tuple[FieldChange, ...]
    emptied: bool  # the values are not kept any more
