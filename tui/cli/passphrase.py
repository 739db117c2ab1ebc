"""Asks for the passphrase of a key: on the terminal alone, never as an argument."""

from __future__ import annotations

import getpass
import sys
from typing import TYPE_CHECKING

from tui.i18n import tr

if TYPE_CHECKING:
    from storage.crypto import Ask


def asker() -> Ask | None:
    """Who asks; None where nobody is there to answer."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None
    return lambda: getpass.getpass(tr("Passphrase of the key: "), sys.stderr)


def new_passphrase() -> str:
    """A new passphrase, typed twice; "" where the two differ or nothing was typed."""
    first = getpass.getpass(tr("New passphrase: "), sys.stderr)
    again = getpass.getpass(tr("Once more: "), sys.stderr)
    return first if first == again else ""
