"""The key of a database: found, protected by a passphrase, exchanged for another.

Works before a database is open. Nothing here keeps or logs a key or passphrase.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from storage.crypto import KEY_BYTES, Ask, Key, find_key, is_protected, read_key, write_key
from storage.desk import desk_path
from storage.engine.backup import verified_copy
from storage.engine.connect import connect
from storage.engine.rekeying import rekey, settle
from storage.errors import StorageFault
from storage.locations import Locations


@dataclass(frozen=True, slots=True)
class KeyState:
    """Where the key of the database lies, and whether a passphrase protects it."""

    path: Path
    is_protected: bool
    older: tuple[Path, ...]  # keys of backups made before the key was changed


@dataclass(frozen=True, slots=True)
class Rekeyed:
    """What a change of the key left behind."""

    key: Path
    older: Path  # opens backups made before
    backup: Path


def key_of(locations: Locations, path: Path, ask: Ask | None) -> Key:
    """The key of a database; a change of it that was broken off is settled first."""
    key_file = locations.key_file(path)
    told = once(ask)

    def found(file: Path) -> Key:
        return find_key(file, locations.credentials, told)

    settle([path, desk_path(path)], key_file, found)
    return found(key_file)


def state(locations: Locations) -> KeyState:
    """Where the key lies; `fault.key_missing` where it does not."""
    path = locations.key_file(locations.database)
    return KeyState(path, is_protected(path), _older(path))


def protect(locations: Locations, passphrase: str, ask: Ask | None) -> None:
    """Puts the key under a passphrase, another one, or with "" under none. The files stay.

    Older keys go the same way: they open older backups, and lie beside it.
    """
    path = locations.key_file(locations.database)
    told = once(ask)
    key = key_of(locations, locations.database, told)
    for file, older in _read_older(path, told):
        write_key(file, older, passphrase)
    write_key(path, key, passphrase)


def change(locations: Locations, moment: str, ask: Ask | None) -> Rekeyed:
    """A new random key for the database and its desk, after a verified backup under the old one.

    The old key is kept beside the new one: backups made before open with it. Values that are
    sealed one by one, the chain and the indexes stay under the key they were made with, which
    goes along. `fault.in_use` where somebody has the database open.
    """
    path, key_file = locations.database, locations.key_file(locations.database)
    told = once(ask)
    old = key_of(locations, path, told)
    passphrase = told() if told is not None and is_protected(key_file) else ""
    backup = path.parent / "backups" / f"{path.stem}-before-rekey-{moment}.db"
    verified_copy(path, backup, old)
    older = key_file.with_name(f"{key_file.stem}-{old.name}.old.key")
    write_key(older, old, passphrase)
    new = Key(secrets.token_bytes(KEY_BYTES), old.data)

    def written(file: Path) -> Key:
        write_key(file, new, passphrase)
        return new

    rekey([path, desk_path(path)], key_file, old, written)
    return Rekeyed(key_file, older, backup)


def key_for(locations: Locations, backup: Path, ask: Ask | None) -> tuple[Key, Key]:
    """The key that opens a backup, and the present one; older keys are tried too."""
    key_file = locations.key_file(locations.database)
    told = once(ask)
    present = key_of(locations, locations.database, told)
    for key in [present, *(older for _file, older in _read_older(key_file, told))]:
        try:
            connect(backup, key, readonly=True).close()
        except StorageFault as fault:
            if fault.code != "fault.not_a_database":
                raise
        else:
            return key, present
    raise StorageFault("fault.not_a_database", path=str(backup))


def _older(key_file: Path) -> tuple[Path, ...]:
    return tuple(sorted(key_file.parent.glob(f"{key_file.stem}-*.old.key")))


def _read_older(key_file: Path, ask: Ask | None) -> Iterator[tuple[Path, Key]]:
    """The older keys that the passphrase opens."""
    for file in _older(key_file):
        with suppress(StorageFault):
            yield file, read_key(file, ask)


def once(ask: Ask | None) -> Ask | None:
    """Asks the first time only."""
    if ask is None:
        return None
    known: list[str] = []

    def told() -> str:
        if not known:
            known.append(ask())
        return known[0]

    return told
