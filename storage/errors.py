"""Every failure a caller has to tell apart; no sentence here, `tui/labels.py` words them.

ServiceError                    code, params, exit status
├── NotFound           3        no such record
├── Conflict           4
│   ├── Stale                   somebody saved the record in between; both values inside
│   ├── Duplicate               a key that must be unique is taken
│   └── Alike                   the customer may be on record already; the lookalikes inside
├── Refused            5        a right, a gate, a do-not-contact mark
├── Invalid            6        field values; one reason a field
├── Cancelled        130        long work was stopped on request
├── Interrupted      130        a newer read of the same group took its place
└── StorageFault      10        disk, file, key, library: one code a row of reliability 1.5
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from models.explanation import Reason

if TYPE_CHECKING:
    from models.views.duplicates import Lookalike


class ServiceError(Exception):
    """Base of all expected failures: `reason` carries code and parameters."""

    exit_status = 1

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.reason = Reason(code, params)

    @property
    def code(self) -> str:
        """The stable code of the failure."""
        return self.reason.code

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """All reasons; more than one only where several fields are wrong."""
        return (self.reason,)


class NotFound(ServiceError):
    """No such record."""

    exit_status = 3


class Conflict(ServiceError):
    """The record or key is not what the caller thinks it is."""

    exit_status = 4


@dataclass(frozen=True, slots=True)
class FieldConflict:
    """One field that two people changed: what it was, what they saved, what was typed."""

    field: str
    original: object
    theirs: object
    mine: object


class Stale(Conflict):
    """Somebody saved the record after it was read; nothing of either side is lost."""

    def __init__(
        self,
        *,
        entity: str,
        record_code: str,
        version: int,
        changed_by: str,
        changed_at: datetime | None,
        conflicts: Sequence[FieldConflict],
    ) -> None:
        super().__init__("stale", entity=entity, record=record_code, who=changed_by, at=changed_at)
        self.version = version
        self.conflicts = tuple(conflicts)


class Duplicate(Conflict):
    """A value that must be unique is taken: params field, value, record."""


class Alike(Conflict):
    """A customer looks like others on record (11.5): open, merge, or keep both with a reason."""

    def __init__(self, name: str, lookalikes: Sequence[Lookalike]) -> None:
        first = _looks_like(name, lookalikes[0])
        super().__init__(first.code, **dict(first.params))
        self.lookalikes = tuple(lookalikes)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """One reason a lookalike, the best match first."""
        name = self.reason.params["name"]
        return tuple(_looks_like(str(name), one) for one in self.lookalikes)


def _looks_like(name: str, one: Lookalike) -> Reason:
    told = {"entity": "customer", "name": name, "score": one.score, "fields": one.fields}
    if not one.id:
        return Reason("duplicate.alike_hidden", told)
    return Reason("duplicate.alike", {**told, "record": one.code or one.name, "other": one.name})


class Refused(ServiceError):
    """A right, a gate or a do-not-contact mark forbids it; nothing was written."""

    exit_status = 5

    def __init__(self, code: str, missing: Sequence[Reason] = (), **params: object) -> None:
        super().__init__(code, **params)
        self.missing = tuple(missing)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """What is missing, or the one reason of refusal."""
        return self.missing or (self.reason,)


class Invalid(ServiceError):
    """Values that cannot be stored; `fields` names each by its field."""

    exit_status = 6

    def __init__(self, problems: Sequence[Reason]) -> None:
        first = problems[0]
        super().__init__(first.code, **dict(first.params))
        self.problems = tuple(problems)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """One reason a wrong field."""
        return self.problems

    @property
    def fields(self) -> Mapping[str, Reason]:
        """Reason by field name."""
        return {str(problem.params.get("field", "")): problem for problem in self.problems}


class Cancelled(ServiceError):
    """Long work stopped on request; what it committed stays under its change set."""

    exit_status = 130


class Interrupted(ServiceError):
    """A newer read of the same group took this one's place; its answer is dropped."""

    exit_status = 130

    def __init__(self) -> None:
        super().__init__("interrupted")


class StorageFault(ServiceError):
    """The file, the disk, the key or the library is at fault: code `fault.…`, params path."""

    exit_status = 10
