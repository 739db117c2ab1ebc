"""Opens a connection: driver, key, pragmas, and the gates of library, file and folder."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

from sqlcipher3 import dbapi2 as driver

from storage.crypto import DEMO_KEY
from storage.engine.chain import codes_of
from storage.engine.faults import translate
from storage.errors import StorageFault
from storage.sealing import seal, unseal

APPLICATION_ID = 0x35664F4C  # "5fOL"
BUSY_TIMEOUT_MS = 10_000
# First releases without the WAL-reset bug (design: reliability 0.1).
_FIXED = ((3, 44, 6, 3, 45), (3, 50, 7, 3, 51), (3, 51, 3, 9, 0))
_NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "sshfs", "fuse.sshfs", "9p", "afs"})


def library_version() -> tuple[int, ...]:
    """Version of the SQLite core inside the driver."""
    return tuple(int(part) for part in driver.sqlite_version.split("."))


def library_is_fixed(version: tuple[int, ...]) -> bool:
    """Is the core free of the bug that can lose pages of a shared WAL file."""
    return any(
        version >= (major, minor, patch) and version < (next_major, next_minor)
        for major, minor, patch, next_major, next_minor in _FIXED
    )


def file_system(path: Path) -> str:
    """Type of the file system that holds `path`, "" where it cannot be told."""
    try:
        mounts = Path("/proc/mounts").read_text("utf-8", "replace").splitlines()
    except OSError:
        return ""
    target, best, kind = str(path.absolute()), "", ""
    for line in mounts:
        parts = line.split()
        point = parts[1].replace("\\040", " ") if len(parts) > 2 else ""
        inside = target == point or target.startswith(point.rstrip("/") + "/")
        if point and inside and len(point) >= len(best):
            best, kind = point, parts[2]
    return kind


def check_place(path: Path) -> None:
    """Refuses an unfixed library and file systems whose locks cannot be trusted."""
    if not library_is_fixed(library_version()):
        raise StorageFault("fault.older_library", version=driver.sqlite_version, path=str(path))
    kind = file_system(path)
    if kind in _NETWORK:
        raise StorageFault("fault.network_filesystem", path=str(path), filesystem=kind)


def _check_file(path: Path) -> None:
    if not path.exists():
        raise StorageFault("fault.missing", path=str(path))
    if path.is_dir():
        raise StorageFault("fault.not_a_database", path=str(path))
    try:
        size = path.stat().st_size
        with path.open("rb"):
            pass
    except PermissionError as error:
        raise StorageFault("fault.no_access", path=str(path)) from error
    if size == 0:
        raise StorageFault("fault.empty", path=str(path))


def connect(
    path: Path, key: bytes | None = None, *, create: bool = False, readonly: bool = False
) -> driver.Connection:
    """A connection with our pragmas; no transaction is open and none opens by itself.

    Raises StorageFault with the code of its fault; never creates a file unless `create`.
    """
    if not create:
        _check_file(path)
    mode = "rwc" if create else "ro" if readonly else "rw"
    # An existing file that may not be written opens for reading, with a banner, not an error.
    if mode == "rw" and not os.access(path, os.W_OK):
        mode = "ro"
    uri = f"file:{quote(str(path.absolute()))}?mode={mode}"
    connection = None
    try:
        connection = driver.connect(
            uri, uri=True, timeout=BUSY_TIMEOUT_MS / 1000, check_same_thread=False
        )
        connection.isolation_level = None
        if key is not None:
            # The library would write its own lines over the screen.
            connection.execute("PRAGMA cipher_log_level = NONE")
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        add_functions(connection, key or DEMO_KEY)
        _set_up(connection, writable=mode != "ro")
    except driver.Error as error:
        if connection is not None:
            connection.close()
        fault = translate(error, path)
        if fault is None:
            raise
        raise fault from error
    return connection


def add_functions(connection: driver.Connection, key: bytes) -> None:
    """Lets SQL text seal and open single values: `seal(text, row, place)`, `unseal(...)`."""

    def closed(text: str | None, row: int, place: str) -> str | None:
        return None if text is None else seal(key, place, row, text)

    def opened(value: str | None, row: int, place: str) -> str | None:
        return None if value is None else unseal(key, place, row, value)

    codes = codes_of(key)
    connection.create_function("audit_digest", 1, codes.digest, deterministic=True)
    connection.create_function("audit_mac", 2, codes.link, deterministic=True)
    connection.create_function("seal", 3, closed, deterministic=True)
    connection.create_function("unseal", 3, opened, deterministic=True)


def _set_up(connection: driver.Connection, *, writable: bool) -> None:
    execute = connection.execute
    execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    if writable:
        execute("PRAGMA journal_mode = WAL")
        execute("PRAGMA synchronous = FULL")
        execute("PRAGMA secure_delete = ON")
    else:
        execute("PRAGMA query_only = ON")
    execute("PRAGMA foreign_keys = ON")
    execute("PRAGMA trusted_schema = OFF")
    execute("PRAGMA cell_size_check = ON")
    execute("SELECT count(*) FROM sqlite_master").fetchone()  # a wrong key shows here
