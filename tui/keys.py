"""Keys: their names, the user's own in front of the defaults, rows for bindings, docs/keys.md.

Knows no widget and no toolkit: it gives plain rows that widgets turn into bindings.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from models.explanation import Reason
from tui.actions import (
    ACTIONS,
    BY_COMMAND,
    BY_NAME,
    SCOPES,
    Action,
    commands,
    footer,
    grouped,
    of_contexts,
)
from tui.config import ConfigError, KeyChoice
from tui.i18n import tr, trc

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = [
    "ACTIONS",
    "BY_COMMAND",
    "BY_NAME",
    "DEFAULT_KEYMAP",
    "SCOPES",
    "Action",
    "KeyRow",
    "Keymap",
    "binding_rows",
    "commands",
    "footer",
    "grouped",
    "key_display",
    "key_name",
    "keys_document",
    "of_contexts",
    "remap",
    "twins",
]

# --- names of keys

_NAMED: Final = frozenset(
    [
        *["enter", "escape", "tab", "space", "backspace", "delete", "insert", "home", "end"],
        *["pageup", "pagedown", "up", "down", "left", "right"],
        *(f"f{number}" for number in range(1, 25)),
    ]
)
_TOOLKIT_NAMES: Final = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
_ALIASES: Final = {
    "esc": "escape",
    "return": "enter",
    "pgdn": "pagedown",
    "pgup": "pageup",
    "del": "delete",
    "ins": "insert",
}
_DISPLAY: Final = {
    "escape": "Esc",
    "enter": "Enter",
    "tab": "Tab",
    "space": "Space",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "home": "Home",
    "end": "End",
    "up": "Up",
    "down": "Down",
    "left": "Left",
    "right": "Right",
}
# What an input method for Chinese types for an ASCII sign, beside its full-width form.
_ALSO_TYPED: Final = {"/": "、", "'": "‘’", "[": "【「", "]": "】」", ">": "》", " ": "\u3000"}
_FULL_WIDTH: Final = 0xFEE0


def key_name(key: str) -> str:
    """The toolkit's name of a key: of a character its name, of anything else itself."""
    if len(key) != 1 or key.isalnum():
        return key
    name = unicodedata.name(key, key).lower().replace("-", "_").replace(" ", "_")
    return _TOOLKIT_NAMES.get(name, name)


_SIGNS: Final = {key_name(char): char for char in map(chr, range(0x20, 0x7F))}


def _character(name: str) -> str:
    """The character a key name stands for, "" where it is none."""
    if len(name) == 1:
        return name
    if name in _SIGNS:
        return _SIGNS[name]
    try:
        return unicodedata.lookup(name.replace("_", " ").upper())
    except KeyError:
        return ""


def twins(name: str) -> tuple[str, ...]:
    """Names of the keys that mean the same: full-width forms of digits and signs."""
    char = _character(name)
    if not char or not char.isascii() or char.isalpha():
        return ()
    full = "" if char == " " else chr(ord(char) + _FULL_WIDTH)
    return tuple(key_name(one) for one in full + _ALSO_TYPED.get(char, ""))


def key_display(name: str) -> str:
    """A key as a person reads it: ?, Esc, ctrl+s, g g."""
    if " " in name:
        return " ".join(key_display(part) for part in name.split(" "))
    head, plus, last = name.rpartition("+")
    if name in _DISPLAY:
        return _DISPLAY[name]
    if plus:
        return f"{head}+{_DISPLAY.get(last, last)}"
    if name.startswith("f") and name[1:].isdigit():
        return name.upper()
    return _character(name) or name


def _read_key(text: str) -> str:
    """The name of a key as somebody wrote it; "" where there is no such key."""
    if len(text) == 1:
        return key_name(text)
    plain = re.sub(r"(ctrl|alt|shift)-", r"\1+", text.lower())
    *modifiers, last = plain.split("+")
    last = _ALIASES.get(last, last)
    if any(one not in ("ctrl", "alt", "shift") for one in modifiers):
        return ""
    known = last in _NAMED or (_character(last) and last.isascii())
    return "+".join([*modifiers, last]) if known else ""


def _split(keys: str) -> list[str]:
    """Names of a comma list; a key of two in a row keeps its blank."""
    return [
        " ".join(key_name(part) for part in one.split()) for one in keys.split(",") if one.strip()
    ]


# --- rows for bindings


@dataclass(frozen=True, slots=True)
class KeyRow:
    """What a widget makes a binding of: the toolkit's own order of arguments."""

    keys: str  # comma list in the toolkit's names, twins included
    action: str
    description: str  # marked, not translated: the footer asks for the words when it is drawn
    show: bool
    key_display: str
    priority: bool
    tooltip: str
    id: str
    group: str


@dataclass(frozen=True, slots=True)
class Keymap:
    """Keys of every action, the user's in front of the defaults, and what was found wrong."""

    keys: Mapping[str, str]
    problems: tuple[Reason, ...] = ()

    def names(self, action: Action) -> list[str]:
        """Key names of an action, without twins."""
        return _split(self.keys.get(action.name, action.keys))

    def rows(self, *contexts: str) -> list[KeyRow]:
        """Rows for all actions of these contexts that have a key."""
        found = []
        for action in of_contexts(*contexts):
            single = [name for name in self.names(action) if " " not in name]
            if single:
                found.append(_row(action, single))
        return found

    def sequences(self, *contexts: str) -> dict[tuple[str, str], str]:
        """Two keys in a row -> name of the action: ("g", "g") is "top"."""
        found = {}
        for action in of_contexts(*contexts):
            for name in self.names(action):
                first, _, second = name.partition(" ")
                if second:
                    found[first, second] = action.name
        return found

    def toolkit(self) -> dict[str, str]:
        """Binding id -> keys with twins, of the actions that the user gave other keys."""
        return {name: ",".join(_with_twins(_split(keys))) for name, keys in self.keys.items()}

    def shown(self, action: Action) -> str:
        """The first key of an action as a person reads it, "" for none."""
        names = self.names(action)
        return key_display(names[0]) if names else ""


DEFAULT_KEYMAP: Final = Keymap({})


def _with_twins(names: list[str]) -> list[str]:
    return [*names, *(twin for name in names for twin in twins(name))]


def _row(action: Action, names: list[str]) -> KeyRow:
    return KeyRow(
        keys=",".join(_with_twins(names)),
        action=action.name,
        description=action.words[1],
        show=action.footer > 0,
        key_display=key_display(names[0]),
        priority=action.priority,
        tooltip=action.help_text,
        id=action.name,
        group=action.group[1],
    )


def binding_rows(*contexts: str) -> list[KeyRow]:
    """Rows with the default keys, for class-level bindings; remapping goes by their id."""
    return DEFAULT_KEYMAP.rows(*contexts)


# --- the user's own keys


def remap(choices: Mapping[str, KeyChoice], path: Path | None = None) -> Keymap:
    """The keymap with the user's keys.

    An action or key that does not exist is refused (ConfigError with file and line); two
    actions on one key in one place are kept and reported in `problems`, each pair once.
    """
    keys = {}
    for name, choice in choices.items():
        if name not in BY_NAME:
            guess = difflib.get_close_matches(name, BY_NAME, 1, 0.0)[0]
            raise _error("keys.unknown_action", path, choice.line, action=name, guess=guess)
        keys[name] = ",".join(_checked(choice, BY_NAME[name], path))
    return Keymap(keys, tuple(_clashes(Keymap(keys), choices, path)))


def _checked(choice: KeyChoice, action: Action, path: Path | None) -> list[str]:
    found = []
    for one in choice.keys.split(","):
        parts = [_read_key(part) for part in one.split()]
        if not all(parts) or len(parts) > 2:
            raise _error("keys.bad_key", path, choice.line, key=one.strip())
        if parts:
            found.append(" ".join(parts))
    if not found and not action.command:  # it could not be reached any more
        raise _error("keys.bad_key", path, choice.line, key='""')
    return found


def _clashes(
    keymap: Keymap, choices: Mapping[str, KeyChoice], path: Path | None
) -> Iterator[Reason]:
    told = set()
    for contexts in SCOPES.values():
        holder: dict[str, str] = {}
        for action in of_contexts(*contexts):
            for name in keymap.names(action):
                other = holder.setdefault(name, action.name)
                pair = frozenset((other, action.name))
                if len(pair) == 2 and (name, pair) not in told:
                    told.add((name, pair))
                    mine = choices.get(action.name) or choices.get(other)
                    line = mine.line if mine else 1
                    params = {"key": key_display(name), "action": action.name, "other": other}
                    yield Reason("keys.clash", {"path": str(path or ""), "line": line, **params})


def _error(code: str, path: Path | None, line: int, **params: object) -> ConfigError:
    return ConfigError(code, path=str(path or ""), line=line, **params)


# --- docs/keys.md


def keys_document() -> str:
    """docs/keys.md in the language in force: every action with keys, command and id."""
    lines = [
        f"# {tr('Keys and commands')}",
        "",
        tr(
            "Made from the table of actions. The name in the last column is what config.toml "
            "takes under [keys] to give an action other keys; its list replaces all of them."
        ),
    ]
    heads = [tr("Key"), tr("Command"), tr("Does"), tr("Name")]
    for group, actions in grouped(ACTIONS).items():
        lines += ["", f"## {trc(*group)}", "", f"| {' | '.join(heads)} |", "|---|---|---|---|"]
        lines += map(_line, actions)
    return "\n".join([*lines, ""])


def _line(action: Action) -> str:
    shown = [key_display(name) for name in DEFAULT_KEYMAP.names(action)]
    keys = " ".join(f"`{one}`" for one in shown)
    command = f"`:{action.command}`" if action.command else ""
    return f"| {keys} | {command} | {action.help} | `{action.name}` |"
