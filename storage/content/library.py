"""The playbooks there are: the shipped files, and those of the team beside the database.

Reads and checks files; knows no database and words nothing. A file of the team with the code of a
shipped one takes its place.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from pydantic import ValidationError

from models.explanation import Reason
from models.templates import CheckItem, Playbook, Step
from storage.content.loader import load_audits

FOLDER = "playbooks"
_LARGEST = 200_000  # bytes of a file; more is no playbook


@dataclass(frozen=True, slots=True)
class Library:
    """Playbooks by code, which of them are the team's own, and what is wrong with other files."""

    playbooks: Mapping[str, Playbook]
    own: frozenset[str]
    faults: tuple[Reason, ...]


def own_folder(database: str) -> Path:
    """Where a team keeps its own playbooks: beside the database that it shares."""
    return Path(database).parent / FOLDER


def library(database: str) -> Library:
    """All playbooks for a database; a wrong file is told and left out, never raised."""
    folder = own_folder(database)
    try:
        files = sorted(file for file in folder.iterdir() if file.suffix == ".toml")
        stamps = tuple((str(file), *_stamp(file)) for file in files)
    except OSError:  # no folder, or not for this account
        stamps = ()
    return _library(stamps)


def _stamp(file: Path) -> tuple[int, int]:
    found = file.stat()
    return found.st_mtime_ns, found.st_size


@lru_cache(maxsize=8)
def _library(stamps: tuple[tuple[str, int, int], ...]) -> Library:
    found = dict(shipped())
    own: set[str] = set()
    faults: list[Reason] = []
    for name, _time, size in stamps:
        checked = _checked(Path(name), size)
        if isinstance(checked, Reason):
            faults.append(checked)
        elif checked.code in own:
            faults.append(_fault("twice", name, value=checked.code))
        else:
            own.add(checked.code)
            found[checked.code] = checked
    return Library(found, frozenset(own), tuple(faults))


@lru_cache(maxsize=1)
def shipped() -> Mapping[str, Playbook]:
    """The playbooks that come with Fivefold, by code. Raises ValueError where one is wrong."""
    folder = resources.files("storage.content").joinpath(FOLDER)
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return {one.code: one for one in (_read(file) for file in files)}


def _read(file: Traversable) -> Playbook:
    found = Playbook.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    return found.model_copy(update={"steps": tuple(map(_with_checklist, found.steps))})


def _with_checklist(step: Step) -> Step:
    """The step with the indicators of the audit that it names."""
    if not step.checklist_of:
        return step
    code, _slash, key = step.checklist_of.partition("/")
    for template in load_audits():
        for section in template.sections:
            if (template.code, section.key) == (code, key):
                items = tuple(CheckItem(key=one.key, text=one.text) for one in section.items)
                return step.model_copy(update={"checklist": (*step.checklist, *items)})
    raise ValueError(f"{step.key}: no audit section {step.checklist_of}")


def _checked(file: Path, size: int) -> Playbook | Reason:
    """The playbook of a file, or in one sentence what is wrong with it."""
    if size > _LARGEST:
        return _fault("too_large", file, limit=_LARGEST)
    try:
        return _read(file)
    except UnicodeDecodeError:
        return _fault("encoding", file)
    except tomllib.TOMLDecodeError as error:
        return _fault("syntax", file, problem=str(error))
    except ValidationError as error:
        first = error.errors()[0]
        place = _place(first["loc"])
        kind = {"missing": "missing", "extra_forbidden": "unknown"}.get(first["type"])
        if kind is not None:
            return _fault(kind, file, place=place)
        problem = first["msg"].removeprefix("Value error, ")
        return _fault("wrong", file, place=place, problem=problem)
    except ValueError as error:
        return _fault("wrong", file, place="-", problem=str(error))
    except OSError as error:
        return _fault("unreadable", file, problem=error.strerror or "")


def _place(parts: Iterable[int | str]) -> str:
    """Where in the file: steps.2.title.zh, steps counted from one."""
    shown = (str(part + 1) if isinstance(part, int) else part for part in parts)
    return ".".join(shown) or "-"


def _fault(kind: str, file: Path | str, **params: object) -> Reason:
    return Reason(f"playbook.file_{kind}", {"file": Path(file).name, **params})
