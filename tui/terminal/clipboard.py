"""Copying out: by a program of the system, or through the terminal (OSC 52), as the user chose.

Nothing here reads the clipboard. What the terminal does with OSC 52 cannot be known: callers say
"sent to your terminal", never "copied".
"""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

NATIVE: Final = "native"
OSC52: Final = "osc52"
OFF: Final = "off"
LONGEST = 56_000  # bytes; as base64 about 75 kB, which terminals still take

# (variable that has to be set, program and its arguments), the first that is there is taken.
_PROGRAMS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("WAYLAND_DISPLAY", ("wl-copy",)),
    ("DISPLAY", ("xclip", "-selection", "clipboard")),
    ("DISPLAY", ("xsel", "--clipboard", "--input")),
    ("", ("pbcopy",)),
    ("WSL_DISTRO_NAME", ("clip.exe",)),
)
_SECONDS = 2.0
_REMOTE = ("SSH_CONNECTION", "SSH_TTY")


def program(environ: Mapping[str, str]) -> tuple[str, ...]:
    """The system's program for copying with its arguments; empty where there is none."""
    for variable, command in _PROGRAMS:
        if (not variable or environ.get(variable)) and shutil.which(command[0]):
            return command
    return ()


def way(choice: str, environ: Mapping[str, str]) -> str:
    """NATIVE, OSC52 or OFF: over SSH the system's program would copy on the wrong machine."""
    if choice == "auto":
        remote = any(environ.get(name) for name in _REMOTE)
        return NATIVE if not remote and program(environ) else OSC52
    if choice == NATIVE and not program(environ):
        return OSC52
    return choice


def copy_native(
    text: str,
    environ: Mapping[str, str],
    run: Callable[..., object] = subprocess.run,
) -> bool:
    """Hands the text to the system's program; False where it failed. Blocks: call in a thread."""
    command: Sequence[str] = program(environ)
    try:
        run(
            command,
            input=text.encode(),
            check=True,
            timeout=_SECONDS,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return True
