"""Driver errors -> typed storage faults, once (design: reliability 1.5). Never a traceback."""

from __future__ import annotations

from pathlib import Path

from sqlcipher3 import dbapi2 as driver

from storage.errors import Interrupted, Refused, ServiceError, StorageFault

_BY_NAME = {
    "SQLITE_FULL": "fault.disk_full",
    "SQLITE_READONLY": "fault.readonly",
    "SQLITE_NOTADB": "fault.not_a_database",
    "SQLITE_CORRUPT": "fault.malformed",
    "SQLITE_CANTOPEN": "fault.missing",
    "SQLITE_BUSY": "fault.busy",
    "SQLITE_LOCKED": "fault.busy",
    "SQLITE_IOERR": "fault.io",
    "SQLITE_PERM": "fault.readonly",
    "SQLITE_AUTH": "fault.readonly",
}

# What the schema itself refuses, where no service asked before: an undo over what came later.
_BY_CONSTRAINT = {
    "ck_part_free": "part.below_reserved",
    "ck_part_on_hand": "part.below_reserved",
    "booking_overlap": "booking.overlap",
}


def error_name(error: BaseException) -> str:
    """The SQLite name of an error, without its extended part."""
    name = getattr(error, "sqlite_errorname", "") or ""
    base = "_".join(str(name).split("_")[:2])
    if base:
        return base
    # The key check fails before an error code is set on some paths.
    return "SQLITE_NOTADB" if "not a database" in str(error) else ""


def is_busy(error: BaseException) -> bool:
    """May the unit of work be run again: somebody else held the lock."""
    return error_name(error) in ("SQLITE_BUSY", "SQLITE_LOCKED")


def translate(error: BaseException, path: Path) -> ServiceError | None:
    """The typed fault of a driver error; None where it is a defect of ours."""
    if not isinstance(error, driver.Error):
        return None
    name = error_name(error)
    if "user-defined function" in str(error):  # the only one that can fail opens sealed values
        return StorageFault("fault.seal_broken", path=str(path))
    if name == "SQLITE_INTERRUPT":
        return Interrupted()
    if name == "SQLITE_CONSTRAINT":
        broken = [code for word, code in _BY_CONSTRAINT.items() if word in str(error)]
        return Refused(broken[0]) if broken else None
    code = _BY_NAME.get(name)
    if code == "fault.missing" and path.exists():
        code = "fault.readonly"
    return StorageFault(code, path=str(path)) if code else None
