"""What Textual is told before its first import."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console
from textual import events
from textual._xterm_parser import XTermParser

from tui.environment import (
    DUMB,
    NOT_A_TERMINAL,
    TRUE_COLOUR,
    Profile,
    Terminal,
    can_draw,
    colours,
    is_ssh,
    prepare,
)

ROOT = Path(__file__).parents[3]


class Stream:
    def __init__(self, tty: bool) -> None:
        self.tty = tty

    def isatty(self) -> bool:
        return self.tty


def test_local_terminal() -> None:
    environ = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
    terminal = prepare(environ)
    assert terminal == Terminal(ssh=False, colours=TRUE_COLOUR, mono=False, ascii=False)
    assert not terminal.ansi
    assert environ["TEXTUAL_DISABLE_KITTY_KEY"] == "1"
    assert environ["ESCDELAY"] == "100"
    assert not environ.keys() & {"TEXTUAL_THEME", "NO_COLOR", "TEXTUAL_FPS", "TEXTUAL_ANIMATIONS"}


def test_ssh_profile() -> None:
    environ = {"TERM": "xterm-256color", "SSH_CONNECTION": "10.0.0.1 5 10.0.0.2 22"}
    terminal = prepare(environ)
    assert terminal.ssh
    assert terminal.colours == 256
    assert environ["ESCDELAY"] == "250"
    assert environ["TEXTUAL_ANIMATIONS"] == "none"
    assert environ["TEXTUAL_FPS"] == "30"
    assert environ["TEXTUAL_SMOOTH_SCROLL"] == "0"
    assert "TEXTUAL_THEME" not in environ


@pytest.mark.parametrize(
    ("profile", "variables", "expected"),
    [
        ("auto", {}, False),
        ("auto", {"SSH_TTY": "/dev/pts/1"}, True),
        ("auto", {"SSH_CLIENT": "10.0.0.1 5 22"}, True),
        ("auto", {"SSH_CONNECTION": ""}, False),
        ("ssh", {}, True),
        ("local", {"SSH_TTY": "/dev/pts/1"}, False),
    ],
)
def test_profile_overrides(profile: Profile, variables: dict[str, str], expected: bool) -> None:
    environ = {"TERM": "xterm-256color", **variables}
    assert prepare(environ, profile).ssh is expected
    assert environ["ESCDELAY"] == ("250" if expected else "100")
    assert is_ssh(variables) is (expected if profile == "auto" else bool(variables))


def test_what_the_user_set_stays() -> None:
    own = {
        "TERM": "xterm",
        "SSH_TTY": "/dev/pts/1",
        "TEXTUAL_DISABLE_KITTY_KEY": "0",
        "ESCDELAY": "40",
        "TEXTUAL_ANIMATIONS": "full",
        "TEXTUAL_FPS": "60",
        "TEXTUAL_SMOOTH_SCROLL": "1",
        "TEXTUAL_THEME": "nord",
    }
    environ = dict(own)
    prepare(environ)
    assert environ == own


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"TERM": "xterm-256color", "COLORTERM": "24bit"}, TRUE_COLOUR),
        ({"TERM": "xterm-256color"}, 256),
        ({"TERM": "tmux-256color"}, 256),
        ({"TERM": "xterm-kitty"}, 256),
        ({"TERM": "xterm"}, 16),
        ({"TERM": "linux"}, 16),
        ({}, 16),
        ({"TERM": "vt220"}, 0),
        ({"TERM": "xterm-mono"}, 0),
        ({"TERM": "dumb", "COLORTERM": "truecolor"}, 0),
        ({"TERM": "linux", "TEXTUAL_COLOR_SYSTEM": "truecolor"}, TRUE_COLOUR),
        ({"TERM": "linux", "TEXTUAL_COLOR_SYSTEM": "auto"}, 16),
    ],
)
def test_colours(variables: dict[str, str], expected: int) -> None:
    assert colours(variables) == expected


@pytest.mark.parametrize(
    "term", ["xterm-256color", "tmux-256color", "xterm-kitty", "xterm", "linux"]
)
@pytest.mark.parametrize("colorterm", ["", "truecolor"])
def test_colours_are_those_of_the_toolkit(term: str, colorterm: str) -> None:
    variables = {"TERM": term, "COLORTERM": colorterm}
    console = Console(force_terminal=True, _environ=variables)
    names = {16: "standard", 256: "256", TRUE_COLOUR: "truecolor"}
    assert console.color_system == names[colours(variables)]


@pytest.mark.parametrize(
    ("variables", "mono"),
    [
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, True),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, True),
        ({"TERM": "vt100"}, True),
        ({"TERM": "linux"}, False),
    ],
)
def test_poor_terminals_start_in_their_own_colours(variables: dict[str, str], mono: bool) -> None:
    environ = dict(variables)
    terminal = prepare(environ)
    assert terminal.mono is mono
    assert terminal.ansi
    assert environ["TEXTUAL_THEME"] == "ansi-dark"
    assert ("NO_COLOR" in environ) is mono


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, False),
        ({"LANG": "C"}, False),
        ({"LANG": "zh_CN.UTF-8"}, False),
        ({"LANG": "zh_CN.utf8@pinyin"}, False),
        ({"LANG": "zh_CN.GBK"}, True),
        ({"LANG": "zh_CN.GBK", "LC_ALL": "C.UTF-8"}, False),
        ({"LC_CTYPE": "en_US.ISO-8859-1", "LANG": "C.UTF-8"}, True),
    ],
)
def test_ascii_follows_the_character_set(variables: dict[str, str], expected: bool) -> None:
    assert prepare(dict(variables)).ascii is expected
    assert prepare(dict(variables), ascii_only=True).ascii
    assert not prepare(dict(variables), ascii_only=False).ascii


def test_can_draw() -> None:
    tty, pipe = Stream(True), Stream(False)
    good = {"TERM": "xterm"}
    assert can_draw(good, tty, tty) is None
    assert can_draw({}, tty, tty, tty) is None
    assert can_draw(good, pipe, tty) == NOT_A_TERMINAL
    assert can_draw(good, tty, pipe) == NOT_A_TERMINAL
    assert can_draw(good, tty, tty, pipe) == NOT_A_TERMINAL
    assert can_draw({"TERM": "dumb"}, tty, tty) == DUMB
    assert can_draw({"TERM": "DUMB"}, pipe, tty) == NOT_A_TERMINAL


def test_preamble_reaches_textual_and_imports_nothing_of_it() -> None:
    script = (
        "import os, sys; from tui import environment; environment.prepare(os.environ)\n"
        "assert not {'textual', 'rich'} & sys.modules.keys()\n"
        "from textual import constants as c\n"
        "print(c.DISABLE_KITTY_KEY, c.ESCAPE_DELAY, c.TEXTUAL_ANIMATIONS, c.MAX_FPS,"
        " c.SMOOTH_SCROLL, c.DEFAULT_THEME)"
    )
    environ = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "TERM": "xterm",
        "SSH_TTY": "/dev/pts/1",
    }
    done = subprocess.run(
        [sys.executable, "-c", script], env=environ, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["True", "0.25", "none", "30", "False", "ansi-dark"]


@pytest.mark.parametrize("length", [1, 5, 10, 40])
def test_a_phrase_of_an_input_method_arrives_as_text(length: int) -> None:
    # Without Kitty's keys a terminal sends a committed phrase as it is, in one piece.
    phrase = ("上海测试有限公司华东分部" * 4)[:length]
    keys = [event for event in XTermParser().feed(phrase) if isinstance(event, events.Key)]
    assert "".join(key.character or "?" for key in keys) == phrase
    assert all(key.is_printable for key in keys)
