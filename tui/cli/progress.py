"""Progress of long work on standard error, and Ctrl+C as its orderly end."""

from __future__ import annotations

import signal
import sys
import threading
from typing import TYPE_CHECKING

from tui.i18n import tr

if TYPE_CHECKING:
    from types import FrameType, TracebackType

    from tui.cli.output import Output


class Narrator:
    """A `storage.progress.Progress`: one line that counts up on a terminal, silent elsewhere.

    The first Ctrl+C asks the work to stop after its chunk; a second one ends the program.
    """

    def __init__(self, out: Output) -> None:
        self._shows = sys.stderr.isatty() and not out.as_json
        self._stop = False
        self._shown = False
        self._before: object = None

    def report(self, done: int, total: int) -> None:
        """Shows how far the work is."""
        if self._shows:
            self._shown = True
            text = tr("{done} of {total}", done=done, total=total) if total else str(done)
            sys.stderr.write(f"\r{text} ")
            sys.stderr.flush()

    def cancelled(self) -> bool:
        """Was Ctrl+C pressed."""
        return self._stop

    def __enter__(self) -> Narrator:
        """Takes over Ctrl+C."""
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._interrupt)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Gives it back and ends the line."""
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)  # type: ignore[arg-type]
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def _interrupt(self, _number: int, _frame: FrameType | None) -> None:
        if self._stop:
            raise KeyboardInterrupt
        self._stop = True
