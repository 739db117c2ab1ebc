"""A disk of our own below SQLite: it fails where it is told to, and remembers what was synced.

Sits in the file methods of the very library that the program uses, so transactions, encryption
and journal run as they always do. What was written and not synced may be lost by a power cut.
"""

from __future__ import annotations

import ctypes
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import CFUNCTYPE, c_char_p, c_int, c_int64, c_void_p
from pathlib import Path

IOERR_WRITE, IOERR_FSYNC, IOERR_TRUNCATE, FULL = 778, 1034, 1546, 13
BLOCK = 4096

_WRITE = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
_SYNC = CFUNCTYPE(c_int, c_void_p, c_int)
_TRUNCATE = CFUNCTYPE(c_int, c_void_p, c_int64)
_OPEN = CFUNCTYPE(c_int, c_void_p, c_char_p, c_void_p, c_int, c_void_p)


class _Methods(ctypes.Structure):
    """sqlite3_io_methods."""

    _fields_ = [
        ("version", c_int),
        ("close", c_void_p),
        ("read", c_void_p),
        ("write", c_void_p),
        ("truncate", c_void_p),
        ("sync", c_void_p),
        ("others", c_void_p * 13),
    ]


class _Files(ctypes.Structure):
    """The beginning of sqlite3_vfs, as far as it is looked at."""

    _fields_ = [
        ("version", c_int),
        ("size", c_int),
        ("longest", c_int),
        ("next", c_void_p),
        ("name", c_char_p),
        ("data", c_void_p),
        ("open", c_void_p),
    ]


def _library() -> ctypes.CDLL:
    import sqlcipher3

    (path,) = Path(sqlcipher3.__file__).parent.glob("_sqlite3*.so")
    return ctypes.CDLL(str(path))


class Disk:
    """What happens to the files under one folder.

    `fails(number)` is asked before each write, sync and truncation, counted from 1; it answers
    the error to be reported, or 0. `watch(number)` is called after each of them.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.calls = 0
        self.fails: Callable[[int, int], int] = lambda _number, _error: 0
        self.watch: Callable[[int], None] = lambda _number: None
        self._synced: dict[str, bytearray] = {}
        self._waiting: dict[str, list[tuple[int, bytes | None]]] = {}

    def seen(self, path: str) -> None:
        """A file that is opened: what stands in it was synced by those before us."""
        if path not in self._synced:
            file = Path(path)
            self._synced[path] = bytearray(file.read_bytes() if file.exists() else b"")
            self._waiting[path] = []

    def called(self, error: int) -> int:
        """One more call; the error it is to report."""
        self.calls += 1
        return self.fails(self.calls, error)

    def wrote(self, path: str, at: int, data: bytes | None) -> None:
        """Bytes at a place, or the end of the file moved there; not on the disk yet."""
        self._waiting[path].append((at, data))

    def forget(self) -> None:
        """Lets go of what it remembers: tests lay a disk below hundreds of files."""
        for kept in self._synced.values():
            kept.clear()
        for waiting in self._waiting.values():
            waiting.clear()

    def synced(self, path: str) -> None:
        """All that waits is on the disk."""
        for at, data in self._waiting[path]:
            _apply(self._synced[path], at, data)
        self._waiting[path].clear()

    def after_power_loss(self, chance: random.Random, folder: Path) -> None:
        """Writes into `folder` what the disk holds if the power fails now.

        Of what was not synced any block may have reached the disk, or not.
        """
        for path, content in self._synced.items():
            image = bytearray(content)
            for at, data in self._waiting[path]:
                if data is None:
                    if chance.random() < 0.5:
                        _apply(image, at, None)
                    continue
                for start in range(0, len(data), BLOCK):
                    if chance.random() < 0.7:
                        _apply(image, at + start, data[start : start + BLOCK])
            if image or path.endswith(".db"):
                file = folder / Path(path).name
                file.write_bytes(image)
                file.chmod(0o600)


def _apply(image: bytearray, at: int, data: bytes | None) -> None:
    if data is None:
        del image[at:]
        return
    if len(image) < at:
        image.extend(bytes(at - len(image)))
    image[at : at + len(data)] = data


@contextmanager
def under(folder: Path) -> Iterator[Disk]:
    """The disk below all files of a folder that are opened within the block."""
    library = _library()
    library.sqlite3_vfs_find.restype = c_void_p
    files = _Files.from_address(library.sqlite3_vfs_find(None))
    real_open, plain = _OPEN(files.open), files.open
    disk = Disk(folder)
    paths: dict[int, str] = {}
    kept: dict[int, _Methods] = {}  # by the address of the methods they were copied from
    prefix = str(folder)

    def opened(vfs: int, name: bytes, file: int, flags: int, told: int) -> int:
        found = int(real_open(vfs, name, file, flags, told))
        path = (name or b"").decode()
        if found == 0 and path.startswith(prefix) and not path.endswith("-shm"):
            place = c_void_p.from_address(file)
            if place.value:
                paths[file] = path
                disk.seen(path)
                place.value = ctypes.addressof(_patched(place.value, disk, paths, kept))
        return found

    replaced = _OPEN(opened)
    files.open = ctypes.cast(replaced, c_void_p).value
    try:
        yield disk
    finally:
        files.open = plain
        disk.fails = lambda _number, _error: 0
        disk.watch = lambda _number: None
        disk.forget()
        _KEPT.append((kept, replaced))  # connections that are still open call them


_KEPT: list[object] = []


def _patched(
    address: int, disk: Disk, paths: dict[int, str], kept: dict[int, _Methods]
) -> _Methods:
    if address in kept:
        return kept[address]
    real = _Methods.from_address(address)
    write, sync, truncate = _WRITE(real.write), _SYNC(real.sync), _TRUNCATE(real.truncate)

    def written(file: int, data: int, count: int, at: int) -> int:
        error = disk.called(IOERR_WRITE) or int(write(file, data, count, at))
        if error == 0:
            disk.wrote(paths[file], at, ctypes.string_at(data, count))
        disk.watch(disk.calls)
        return error

    def synced(file: int, flags: int) -> int:
        error = disk.called(IOERR_FSYNC) or int(sync(file, flags))
        if error == 0:
            disk.synced(paths[file])
        disk.watch(disk.calls)
        return error

    def truncated(file: int, size: int) -> int:
        error = disk.called(IOERR_TRUNCATE) or int(truncate(file, size))
        if error == 0:
            disk.wrote(paths[file], size, None)
        disk.watch(disk.calls)
        return error

    copy = _Methods.from_buffer_copy(real)
    calls = _WRITE(written), _SYNC(synced), _TRUNCATE(truncated)
    copy.write, copy.sync, copy.truncate = (ctypes.cast(one, c_void_p).value for one in calls)
    kept[address] = copy
    _KEPT.append(calls)
    return copy


__all__ = ["FULL", "Disk", "under"]
