"""Ends of the audit chain, noted outside of the database: what finds a tail that was cut off.

They lie beside the key, apart from the data, and in the log of the system where there is one:
that belongs to another account than the database (requirements 11.4).
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.views.audit import Anchor

if sys.platform != "win32":
    import syslog

_MOST = 400  # lines kept: a year of days
_RESTORED = "restored"  # what was noted before speaks of another file


def anchors_of(key_file: Path) -> Path:
    """Where the ends of the chain of the database of that key are noted."""
    return key_file.with_suffix(".anchors")


def read(path: Path) -> tuple[Anchor, ...]:
    """The noted ends, oldest first, since the file was restored or its key was changed."""
    found: list[Anchor] = []
    for word, anchor in _lines(path):
        if word == _RESTORED:
            found.clear()
        found.append(anchor)
    return tuple(found)


def note(path: Path, anchor: Anchor, moment: str, *, restored: bool = False) -> bool:
    """Notes an end, on the disk when it returns; False where it stands there already.

    `restored`: the file was replaced by an older one, so that earlier ends are not its own.
    Raises OSError where the place cannot be written.
    """
    lines = _texts(path)
    told = f"{anchor.link} {anchor.mac}"
    if not restored and lines and lines[-1].endswith(told):
        return False
    line = f"{moment} {_RESTORED if restored else 'end'} {told}"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    fresh.touch(mode=0o600)
    fresh.write_text("\n".join([*lines[1 - _MOST :], line]) + "\n", "ascii")
    fresh.replace(path)
    _tell_the_system(f"audit chain {path.stem}: {line}")
    return True


def _tell_the_system(text: str) -> None:
    if sys.platform != "win32":
        syslog.openlog("fivefold")
        syslog.syslog(syslog.LOG_NOTICE, text)


def _texts(path: Path) -> list[str]:
    try:
        return path.read_text("ascii", "replace").splitlines()
    except FileNotFoundError:
        return []


def _lines(path: Path) -> list[tuple[str, Anchor]]:
    from models.views.audit import Anchor

    found = []
    for line in _texts(path):
        parts = line.split()
        if len(parts) == 4 and parts[2].isdecimal():
            found.append((parts[1], Anchor(int(parts[2]), parts[3])))
    return found
