"""UI choices of one user: `config.toml` as a frozen value, read strictly; `config_edit` changes it.

Standard library only; holds no figure of a rule (those are settings in the database).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from models.explanation import Reason
from tui.i18n import N_, tr

if TYPE_CHECKING:
    from pathlib import Path


class ConfigError(Exception):
    """The file says something that is not understood; `reason` names file, line and way out."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.reason = Reason(code, params)


@dataclass(frozen=True, slots=True)
class KeyChoice:
    """Keys that the user gave an action, and the line where."""

    keys: str  # comma list; empty takes the action off the keyboard
    line: int


@dataclass(frozen=True, slots=True)
class Config:
    """All UI choices. `None` for ascii means: decided by what the terminal says of itself."""

    language: str = "auto"
    theme: str = "auto"
    ascii: bool | None = None
    mouse: bool = True
    profile: str = "auto"
    difference: bool = True
    week_start: str = "monday"
    tips: bool = True
    clipboard: str = "auto"
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    keys: Mapping[str, KeyChoice] = field(default_factory=dict)
    path: Path | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of the file: its key, allowed values and what it does."""

    key: str
    allowed: tuple[str, ...]  # empty: true or false
    default: str  # as it is written in TOML
    meaning: str


CHOICES: Final = (
    Choice(
        "language",
        ("auto", "en", "zh"),
        '"auto"',
        N_("Language of the interface; auto follows the locale. F2 switches at once."),
    ),
    Choice(
        "theme",
        ("auto", "dark", "light", "ansi"),
        '"auto"',
        N_("Colours; ansi uses the terminal's own sixteen."),
    ),
    Choice(
        "ascii",
        (),
        "false",
        N_("Frames and bars of plain characters. Left out, the character set decides."),
    ),
    Choice(
        "mouse",
        (),
        "true",
        N_("Listen to the mouse; false spares bytes and lets text be selected."),
    ),
    Choice(
        "profile",
        ("auto", "ssh", "local"),
        '"auto"',
        N_(
            "ssh spares the line: no animation, lists turn by half a view, longer Esc delay;"
            " auto asks SSH's own variables."
        ),
    ),
    Choice(
        "difference",
        (),
        "true",
        N_("Send only the cells that changed; false repaints whole regions, as a last resort."),
    ),
    Choice("week_start", ("monday", "sunday"), '"monday"', N_("First day of the calendar week.")),
    Choice("tips", (), "true", N_("Tell one thing worth knowing at each start.")),
    Choice(
        "clipboard",
        ("auto", "native", "osc52", "off"),
        '"auto"',
        N_("How y copies: a program of the system, or through the terminal (osc52)."),
    ),
)
LISTS: Final = ("customers", "follow-ups", "feedback")
_BY_KEY: Final = {choice.key: choice for choice in CHOICES}
TABLES: Final = ("columns", "keys")
_COLUMN = re.compile(r"[a-z][a-z0-9_]*")


# --- reading


def load(path: Path) -> Config:
    """The choices of the file; the defaults where there is none. Raises ConfigError."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Config(path=path)
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError("config.unreadable", path=str(path), cause=cause_of(error)) from error
    return parse(text, path)


def parse(text: str, path: Path) -> Config:
    """The choices in a text; `path` is named in what is refused. Raises ConfigError."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(str(error), text, path) from error
    where = _Where(str(path), _line_numbers(text))
    allowed = ", ".join([*_BY_KEY, *(f"[{table}]" for table in TABLES)])
    for key in data:
        if key not in _BY_KEY and key not in TABLES:
            raise where.error("config.unknown_key", (key,), key=key, allowed=allowed)
    values = {
        key: _checked(data[key], choice, where) for key, choice in _BY_KEY.items() if key in data
    }
    columns = _columns(_table(data, "columns", where), where)
    keys = _keys(_table(data, "keys", where), where)
    return Config(**values, columns=columns, keys=keys, path=path)


@dataclass(frozen=True, slots=True)
class _Where:
    """Where things stand in the file."""

    path: str
    lines: Mapping[tuple[str, ...], int]

    def line(self, *names: str) -> int:
        return self.lines.get(names) or self.lines.get(names[:1]) or 1

    def error(self, code: str, names: tuple[str, ...], **params: object) -> ConfigError:
        return ConfigError(code, path=self.path, line=self.line(*names), **params)


def _not_toml(message: str, text: str, path: Path) -> ConfigError:
    place = re.search(r"\(at (?:line (\d+), column \d+|end of document)\)", message)
    last = text.count("\n") + 1
    line = int(place[1]) if place and place[1] else last
    cause = message[: place.start()].strip() if place else message
    return ConfigError("config.not_toml", path=str(path), line=line, cause=cause)


def _checked(value: object, choice: Choice, where: _Where) -> Any:
    named = {"key": choice.key, "value": _written(value)}
    if choice.allowed:
        if not isinstance(value, str):
            raise where.error("config.wrong_type", (choice.key,), expected=tr("a text"), **named)
        if value not in choice.allowed:
            allowed = ", ".join(choice.allowed)
            raise where.error("config.not_allowed", (choice.key,), allowed=allowed, **named)
    elif not isinstance(value, bool):
        expected = tr("true or false")
        raise where.error("config.wrong_type", (choice.key,), expected=expected, **named)
    return value


def _table(data: Mapping[str, object], name: str, where: _Where) -> Mapping[str, object]:
    value = data.get(name, {})
    if not isinstance(value, dict):
        params = {"key": name, "value": _written(value), "expected": f"[{name}]"}
        raise where.error("config.wrong_type", (name,), **params)
    return value


def _columns(table: Mapping[str, object], where: _Where) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, value in table.items():
        key = f"columns.{name}"
        if name not in LISTS:
            allowed = ", ".join(LISTS)
            raise where.error("config.unknown_key", ("columns", name), key=key, allowed=allowed)
        good = isinstance(value, list) and all(
            isinstance(one, str) and _COLUMN.fullmatch(one) for one in value
        )
        if not good or not isinstance(value, list):
            params = {
                "key": key,
                "value": _written(value),
                "expected": tr("a list of column names"),
            }
            raise where.error("config.wrong_type", ("columns", name), **params)
        found[name] = tuple(dict.fromkeys(value))
    return found


def _keys(table: Mapping[str, object], where: _Where) -> dict[str, KeyChoice]:
    found = {}
    for action, value in _flat(table):
        line = where.lines.get(("keys", *action.split("."))) or where.line("keys", action)
        if not isinstance(value, str):
            params = {"key": f"keys.{action}", "value": _written(value), "expected": tr("a text")}
            raise ConfigError("config.wrong_type", path=where.path, line=line, **params)
        found[action] = KeyChoice(value, line)
    return found


def _flat(table: Mapping[str, object], head: str = "") -> Iterator[tuple[str, object]]:
    """An action id with a dot may stand bare in TOML, which reads it as a table in a table."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{head}{name}.")
        else:
            yield head + name, value


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)[:60]


def cause_of(error: Exception) -> str:
    """What the system said about a file."""
    strerror = getattr(error, "strerror", None)
    return str(strerror or error)


# --- lines of the file

SECTION = re.compile(r"\s*\[([^\[\]]+)\]\s*(?:#.*)?$")
ENTRY = re.compile(r"""\s*((?:"[^"]*"|'[^']*'|[A-Za-z0-9_\-.])+)\s*=""")


def names_of(dotted: str) -> tuple[str, ...]:
    """The parts of a dotted key."""
    parts = re.findall(r""""([^"]*)"|'([^']*)'|([A-Za-z0-9_\-]+)""", dotted)
    return tuple(name for part in parts for name in ".".join(filter(None, part)).split("."))


def _line_numbers(text: str) -> dict[tuple[str, ...], int]:
    """Where each section and entry begins; good enough to point at, the parser decides."""
    found: dict[tuple[str, ...], int] = {}
    section: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if head := SECTION.match(line):
            section = names_of(head[1])
            found.setdefault(section, number)
        elif entry := ENTRY.match(line):
            found.setdefault((*section, *names_of(entry[1])), number)
    return found


# --- documents


def example_config() -> str:
    """A config.toml with every choice at its default, each line commented out."""
    lines = [
        "# Fivefold: choices of the interface. Take away the # before a line to change it.",
        "",
    ]
    for choice in CHOICES:
        lines.append(f"# {tr(choice.meaning)}")
        if choice.allowed:
            lines.append(f"# {' | '.join(choice.allowed)}")
        lines += [f"#{choice.key} = {choice.default}", ""]
    lines += ["#[columns]", '#customers = ["grade", "name", "due", "urgency"]', ""]
    lines += ["#[keys]", '#touch = "t,ctrl+t"', ""]
    return "\n".join(lines)


def config_document() -> str:
    """docs/configuration.md, in the language in force."""
    rows = [_row(choice) for choice in CHOICES]
    lists = " ".join(f"`{name} = [...]`" for name in LISTS)
    columns = tr("Columns of a list, from left to right.")
    keys = tr("Keys of an action, see keys.md. The list replaces all its keys.")
    return "\n".join(
        [
            f"# {tr('Choices of the interface')}",
            "",
            tr(
                "They stand in config.toml in the user's configuration folder; "
                "`fivefold doctor` names the file. A key that is not known, or a value of the "
                "wrong kind, is refused with file and line. Figures of the rules are settings "
                "in the database, not here."
            ),
            "",
            f"| {tr('Key')} | {tr('Values')} | {tr('Default')} | {tr('Meaning')} |",
            "|---|---|---|---|",
            *rows,
            f"| `[columns]` | {lists} | | {columns} |",
            f'| `[keys]` | `ACTION = "KEY,KEY"` | | {keys} |',
            "",
            "```toml",
            example_config().rstrip("\n"),
            "```",
            "",
        ]
    )


def _row(choice: Choice) -> str:
    values = " ".join(f"`{one}`" for one in choice.allowed or ("true", "false"))
    default = "" if choice.key == "ascii" else f"`{choice.default}`"
    return f"| `{choice.key}` | {values} | {default} | {tr(choice.meaning)} |"


Report = Callable[[ConfigError], None]


def load_or_default(path: Path, report: Report) -> Config:
    """As `load`, but a file that is refused is reported and the defaults are used."""
    try:
        return load(path)
    except ConfigError as error:
        report(error)
        return Config(path=path)
