"""How long work reports and is stopped: pane and command line each bring their own."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Told how far the work is; asked between chunks whether to stop."""

    def report(self, done: int, total: int) -> None:
        """`done` of `total` units (rows) are through; total 0 where it is not known."""

    def cancelled(self) -> bool:
        """Has the user asked to stop."""


class Silent:
    """Nobody watches."""

    def report(self, done: int, total: int) -> None:
        """Does nothing."""

    def cancelled(self) -> bool:
        """Never."""
        return False
