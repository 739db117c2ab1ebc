"""One choice written back to `config.toml`: the line changes, comments and order stay.

The parser of the standard library has no writer; this edits lines and reads the result back
before it replaces the file.
"""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path

from tui.config import (
    ENTRY,
    SECTION,
    TABLES,
    Config,
    ConfigError,
    cause_of,
    names_of,
    parse,
)


def set_choice(path: Path, key: str, value: str | bool | list[str]) -> Config:
    """Writes one choice back and returns the file's new state; comments and order stay.

    `key` is a name of CHOICES, `columns.LIST` or `keys.ACTION`. The file is replaced in one
    step and readable by its owner only. Raises ConfigError, also where the file cannot be
    written or would no longer be read; then it stays as it was.
    """
    table, _, name = key.rpartition(".") if key.split(".")[0] not in TABLES else key.partition(".")
    target = path.resolve()  # a link into a folder of dot-files stays a link
    try:
        text = target.read_text(encoding="utf-8")
    except FileNotFoundError:
        text = ""
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError("config.unreadable", path=str(path), cause=cause_of(error)) from error
    parse(text, path)
    changed = _with_entry(text, table, name, _toml(value))
    config = parse(changed, path)
    try:
        _replace(target, changed)
    except OSError as error:
        raise ConfigError("config.unwritable", path=str(path), cause=cause_of(error)) from error
    return config


def _toml(value: str | bool | list[str]) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return f"[{', '.join(_toml(one) for one in value)}]"
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda c: f"\\u{ord(c[0]):04x}", escaped) + '"'


def _with_entry(text: str, table: str, name: str, value: str) -> str:
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    start, end, known = _section_of(lines, table)
    found = _entry_of(lines, start, end, names_of(name))
    if found:
        first, last = found
        head, tail = _head_and_comment(lines[first:last])
        lines[first:last] = [f"{head} {value}{tail}\n"]
        return "".join(lines)
    written = name if re.fullmatch(r"[A-Za-z0-9_\-]+", name) else f'"{name}"'
    new = [f"{written} = {value}\n"]
    if table and not known:
        new = [*(["\n"] if lines else []), f"[{table}]\n", *new]
    while not table and end > start and not lines[end - 1].strip():
        end -= 1  # above the blank lines before the first section
    return "".join([*lines[:end], *new, *lines[end:]])


def _section_of(lines: list[str], table: str) -> tuple[int, int, bool]:
    """First and last line of a section, and whether it stands in the file."""
    heads = [
        (n, names_of(head[1])) for n, line in enumerate(lines) if (head := SECTION.match(line))
    ]
    if not table:
        return 0, heads[0][0] if heads else len(lines), True
    for place, (number, names) in enumerate(heads):
        if names == (table,):
            end = heads[place + 1][0] if place + 1 < len(heads) else len(lines)
            while end > number + 1 and not lines[end - 1].strip():
                end -= 1
            return number + 1, end, True
    return len(lines), len(lines), False


def _entry_of(
    lines: list[str], start: int, end: int, names: tuple[str, ...]
) -> tuple[int, int] | None:
    for number in range(start, end):
        entry = ENTRY.match(lines[number])
        if entry and names_of(entry[1]) == names:
            return number, _last_line(lines, number, end)
    return None


def _last_line(lines: list[str], first: int, end: int) -> int:
    """A value may run over several lines; it ends where the parser is content."""
    for last in range(first + 1, end + 1):
        try:
            tomllib.loads("".join(lines[first:last]))
        except tomllib.TOMLDecodeError:
            continue
        return last
    return first + 1


def _head_and_comment(entry: list[str]) -> tuple[str, str]:
    """What stands before the value, and the comment behind it."""
    match = ENTRY.match(entry[0])
    head = entry[0][: match.end()] if match else entry[0].rstrip("\n")
    wanted = tomllib.loads("".join(entry))
    last = entry[-1].rstrip("\n")
    for place, char in enumerate(last):
        if char != "#":
            continue
        try:
            same = tomllib.loads("".join(entry[:-1]) + last[:place]) == wanted
        except tomllib.TOMLDecodeError:
            continue
        if same:
            return head, "  " + last[place:]
    return head, ""


def _replace(target: Path, text: str) -> None:
    import tempfile

    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".config-")  # made with 0600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, target)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
