"""A file that appears whole or not at all, readable by its owner alone.

Knows bytes and paths; no format.
"""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from models.explanation import Reason
from storage.errors import Conflict, Invalid, NotFound, ServiceError, StorageFault

_CODES = {
    errno.ENOSPC: "fault.disk_full",
    errno.EDQUOT: "fault.disk_full",
    errno.EROFS: "fault.readonly",
    errno.EACCES: "fault.no_access",
    errno.EPERM: "fault.no_access",
}


def file_fault(error: OSError, path: Path) -> ServiceError:
    """The typed failure for an operating system error on a file."""
    if isinstance(error, FileNotFoundError | NotADirectoryError | IsADirectoryError):
        return NotFound("file.not_found", path=str(path))
    return StorageFault(_CODES.get(error.errno or 0, "fault.io"), path=str(path))


@contextmanager
def typed(path: Path) -> Iterator[None]:
    """Turns operating system errors of the block into typed failures."""
    try:
        yield
    except OSError as error:
        raise file_fault(error, path) from error


def shortened(name: str, limit: int) -> str:
    """The first part of a file's name, at most so many bytes: a disk takes 255 of them."""
    return os.fsencode(name)[:limit].decode("utf-8", "ignore")


@contextmanager
def reading(path: Path) -> Iterator[BinaryIO]:
    """A file of the user, open for reading.

    Raises Invalid `file.not_ordinary` for what is no ordinary file: a pipe would be waited for and
    a device read without end. Operating system errors of the block become typed failures.
    """
    with typed(path):
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            os.close(handle)
            raise Invalid([Reason("file.not_ordinary", {"path": str(path)})])
        with os.fdopen(handle, "rb") as source:
            yield source


class SafeFile:
    """Written beside its place under a passing name, mode 0600, and put there by `commit`."""

    def __init__(self, path: Path, *, overwrite: bool = False, shared: bool = False) -> None:
        """Raises Conflict `file.exists` where the file is there and may not be overwritten.

        `shared` lets the group of its folder read it, for whom it is written.
        """
        if not overwrite and path.exists():
            raise Conflict("file.exists", path=str(path))
        self.path = path
        self._overwrite = overwrite
        self._passing = path.with_name(f".{shortened(path.name, 100)}.{secrets.token_hex(4)}.part")
        self._digest = hashlib.sha256()
        with typed(path):
            handle = os.open(self._passing, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            if shared:
                os.fchmod(handle, 0o640)
        self._stream = os.fdopen(handle, "wb")

    @property
    def sha256(self) -> str:
        """Digest of what was written."""
        return self._digest.hexdigest()

    def write(self, piece: bytes) -> None:
        """More bytes."""
        self._digest.update(piece)
        with typed(self.path):
            self._stream.write(piece)

    def commit(self) -> None:
        """Puts the file in its place, durably."""
        with typed(self.path):
            self._stream.flush()
            os.fsync(self._stream.fileno())
            self._stream.close()
            if not self._overwrite and self.path.exists():
                raise Conflict("file.exists", path=str(self.path))
            self._passing.replace(self.path)

    def __enter__(self) -> SafeFile:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """Whatever was not committed leaves no trace."""
        self._stream.close()
        self._passing.unlink(missing_ok=True)
