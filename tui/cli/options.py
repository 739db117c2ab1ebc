"""Reads the words of a command by the table of verbs. Opens nothing and words nothing."""

from __future__ import annotations

from tui.cli.verbs import DEMO, GLOBALS, N_, SHORT, Verb, find

TYPE_CHECKING = False  # typing itself is not imported: --help and --version are to be quick
if TYPE_CHECKING:
    from collections.abc import Mapping

VERSION = "0.1.0"  # a test holds it against pyproject.toml


class UsageError(Exception):
    """A command that cannot be understood: a message for the catalogue and its places."""

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message)
        self.message = message
        self.params = params


class Options:
    """What holds for a whole run, whatever the verb; the workspace gets it as it is."""

    def __init__(self) -> None:
        self.database: str | None = None
        self.today: str | None = None  # ISO date, checked
        self.language: str | None = None
        self.readonly = False
        self.mouse = True
        self.ascii: bool | None = None
        self.json = False
        self.help = False
        self.version = False
        self.demo = False
        self.reset = False  # make the demo data anew
        self.demo_as = ""  # the login by which the demo is looked at as a team


class Command:
    """A command as it was typed: the options of the run, the verb, its words and options."""

    def __init__(self) -> None:
        self.options = Options()
        self.verb: Verb | None = None
        self.words: list[str] = []
        self.given: dict[str, list[str]] = {}


def read(argv: list[str], environ: Mapping[str, str]) -> Command:
    """Reads a command; raises UsageError, with what was read so far as its `command`."""
    command = Command()
    command.options.today = environ.get("FIVEFOLD_TODAY") or None
    try:
        _read(command, list(argv))
        _check(command)
    except UsageError as error:
        error.params.setdefault("command", command)
        raise
    return command


def _read(command: Command, rest: list[str]) -> None:
    while rest:
        word = rest.pop(0)
        if word == "--":
            for plain in rest:
                _positional(command, plain)
            return
        if word.startswith("--"):
            _option(command, word[2:], rest)
        elif len(word) > 1 and word[0] == "-" and word[1] in SHORT:
            name = SHORT[word[1]]
            attached = word[2:]
            _option(command, f"{name}={attached}" if attached else name, rest)
        else:
            _positional(command, word)


def _positional(command: Command, word: str) -> None:
    if command.verb is None or (command.verb is DEMO and not command.words):
        verb = find(word)
        if verb is None:
            raise UsageError(
                N_("There is no verb {verb}. fivefold --help lists all of them."), verb=word
            )
        if verb is DEMO or command.verb is DEMO:
            command.options.demo = True
        command.verb = verb
    else:
        command.words.append(word)


def _option(command: Command, text: str, rest: list[str]) -> None:
    name, equals, value = text.partition("=")
    own = command.verb.options if command.verb else ()
    known = (*own, *GLOBALS, *(DEMO.options if command.options.demo else ()))
    kind = next((one for one in known if one.rstrip("*").rstrip("=") == name), None)
    if kind is None:
        raise UsageError(N_("There is no option --{option} here."), option=name)
    value = _value(name, kind, value if equals else None, rest)
    of_demo = command.verb is DEMO or kind not in own
    if name == "reset" and of_demo:
        command.options.reset = True
    elif name == "as" and of_demo:
        command.options.demo_as = value
    elif kind not in own:
        _set(command.options, name, value)
    elif kind[-1] != "*" and name in command.given:
        raise UsageError(N_("--{option} is given twice."), option=name)
    else:
        command.given.setdefault(name, []).append(value)


def _value(name: str, kind: str, attached: str | None, rest: list[str]) -> str:
    if kind == name:
        if attached is not None:
            raise UsageError(N_("--{option} takes no value."), option=name)
        return "yes"
    if attached is not None:
        return attached
    if not rest:
        raise UsageError(N_("--{option} needs a value."), option=name)
    return rest.pop(0)


_TEXTS = {"db": "database", "today": "today", "lang": "language"}
_SWITCHES = {"readonly", "ascii", "json", "help", "version"}


def _set(options: Options, name: str, value: str) -> None:
    if name in _TEXTS:
        setattr(options, _TEXTS[name], value)
    elif name in _SWITCHES:
        setattr(options, name, True)
    else:
        options.mouse = False


def _check(command: Command) -> None:
    options = command.options
    if options.language not in (None, "en", "zh"):
        raise UsageError(N_("--lang is {value}; it can be en or zh."), value=options.language)
    if options.today is not None:
        from datetime import date

        try:
            date.fromisoformat(options.today)
        except ValueError:
            raise UsageError(
                N_("{value} is not a day for --today. Write it like 2026-03-02."),
                value=options.today,
            ) from None
