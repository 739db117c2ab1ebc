"""The preamble: what the terminal is, told to Textual before its first import.

Standard library only; must be called before anything imports Textual, which reads most of
these variables once, at import.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping

Profile = Literal["auto", "ssh", "local"]

TRUE_COLOUR: Final = 1 << 24
NOT_A_TERMINAL: Final = "terminal_not_a_tty"
DUMB: Final = "terminal_dumb"

_SSH_VARIABLES: Final = ("SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT")
# Named as Rich names them; "auto" leaves the choice to what the terminal says of itself.
_FORCED: Final = {"standard": 16, "256": 256, "truecolor": TRUE_COLOUR}
_SSH_PROFILE: Final = {
    "ESCDELAY": "250",  # a split arrow key must not read as Esc and letters
    "TEXTUAL_ANIMATIONS": "none",
    "TEXTUAL_FPS": "30",
    "TEXTUAL_SMOOTH_SCROLL": "0",
}
_LOCAL_PROFILE: Final = {"ESCDELAY": "100"}


class Stream(Protocol):
    """The one thing asked of a standard stream."""

    def isatty(self) -> bool:
        """Whether the stream is a terminal."""
        ...


@dataclass(frozen=True, slots=True)
class Terminal:
    """What was found out about the terminal, and decided from it."""

    ssh: bool  # the sparing profile: no animation, no blink, longer Esc delay
    colours: int  # 0, 16, 256 or TRUE_COLOUR
    mono: bool  # no colour at all, by wish or by poverty
    ascii: bool  # frames and bars of plain characters

    @property
    def ansi(self) -> bool:
        """Whether the terminal's own sixteen colours are to be used."""
        return self.mono or self.colours < 256


def is_ssh(environ: Mapping[str, str]) -> bool:
    """Whether the session came in over SSH."""
    return any(environ.get(name) for name in _SSH_VARIABLES)


def colours(environ: Mapping[str, str]) -> int:
    """How many colours the terminal says it has: 0, 16, 256 or TRUE_COLOUR.

    The same answer as Rich gives, but for terminals that are known to have none.
    """
    if forced := _FORCED.get(environ.get("TEXTUAL_COLOR_SYSTEM", "auto")):
        return forced
    term = environ.get("TERM", "").strip().lower()
    if is_dumb(environ) or term.startswith("vt") or term.endswith(("-m", "-mono")):
        return 0
    if environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return TRUE_COLOUR
    return 256 if term.endswith(("256color", "-kitty")) else 16


def is_dumb(environ: Mapping[str, str]) -> bool:
    """Whether the terminal cannot move its cursor; an unset TERM is no such statement."""
    return environ.get("TERM", "").strip().lower() in ("dumb", "unknown")


def can_draw(
    environ: Mapping[str, str], stdin: Stream, stdout: Stream, stderr: Stream | None = None
) -> str | None:
    """Say why the workspace cannot be drawn here, or None where it can.

    Args:
        environ: The process environment.
        stdin: Where keys come from.
        stdout: Standard output.
        stderr: Where Textual draws, if it is to be asked too.

    Returns:
        `NOT_A_TERMINAL` or `DUMB`: codes, worded by the caller.
    """
    streams = (stdin, stdout) if stderr is None else (stdin, stdout, stderr)
    if not all(stream.isatty() for stream in streams):
        return NOT_A_TERMINAL
    return DUMB if is_dumb(environ) else None


def prepare(
    environ: MutableMapping[str, str], profile: Profile = "auto", ascii_only: bool | None = None
) -> Terminal:
    """Set what Textual reads at its first import; a variable the user has set stays.

    Args:
        environ: The process environment, changed in place.
        profile: `ssh` or `local` overrides what SSH's own variables say.
        ascii_only: The user's choice of plain frames; None decides by the character set.
    """
    ssh = is_ssh(environ) if profile == "auto" else profile == "ssh"
    depth = colours(environ)
    # Textual goes by presence alone, an empty value included; so must the theme.
    mono = "NO_COLOR" in environ or depth == 0
    ascii_frames = _is_narrow_charset(environ) if ascii_only is None else ascii_only
    terminal = Terminal(ssh=ssh, colours=depth, mono=mono, ascii=ascii_frames)
    # Kitty's key protocol turns a Chinese phrase of five characters into junk keys.
    environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
    for name, value in (_SSH_PROFILE if ssh else _LOCAL_PROFILE).items():
        environ.setdefault(name, value)
    if terminal.mono:
        environ.setdefault("NO_COLOR", "1")
    if terminal.ansi:
        # A built-in name: the filter for colourless output is chosen when the app is made,
        # before any theme of ours is registered.
        environ.setdefault("TEXTUAL_THEME", "ansi-dark")
    return terminal


def _is_narrow_charset(environ: Mapping[str, str]) -> bool:
    """Whether the locale names a character set other than UTF-8; C and POSIX name none."""
    for name in ("LC_ALL", "LC_CTYPE", "LANG"):
        if value := environ.get(name):
            _, _, charset = value.partition("@")[0].partition(".")
            return charset.lower().replace("-", "") not in ("", "utf8")
    return False
