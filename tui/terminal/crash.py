"""What an unexpected error leaves behind: one sentence on the screen, the trace in the log.

Textual's own renderer prints local variables, customer data and keys among them; nothing of
an exception but a reference reaches the screen here.
"""

from __future__ import annotations

import io
import os
import secrets
import time
import traceback
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from rich.console import Console
from rich.text import Text

from models.clean import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from rich.console import RenderableType
    from textual.app import App

EXIT_STATUS: Final = 1
_MESSAGE_LENGTH: Final = 200  # enough to know the error; the rest tends to be data


def report(exc: BaseException, log_path: Path) -> str:
    """Write the trace of an error to the log file and return the reference it stands under.

    Neither local variables are written nor more than the first line of each message: what
    follows there is the values that a database or a validator refused. A log that cannot be
    written is no second error.

    Args:
        exc: The error; its causes are written too.
        log_path: The log file, appended to; created for its owner alone.

    Returns:
        Eight hexadecimal digits.
    """
    return _note("".join(_described(error) for error in _chain(exc, set())), log_path)


def install(app: App[Any], sentence: Callable[[str], str], log_path: Path) -> None:
    """Replace the app's fatal-error renderer; called at the end of the app's constructor.

    The app still ends, with the terminal restored and `return_code` 1, which the entry point
    hands to `sys.exit`. Only the first error speaks, every one is logged.

    Args:
        app: The app, its own constructor run.
        sentence: Words the one sentence for a reference, in the user's language.
        log_path: Where the traces go.
    """
    handle = app._handle_exception
    reported: list[str] = []

    def say(reference: str) -> None:
        if not reported:
            app._exit_renderables[:] = [Text(shown(sentence(reference), lines=True))]
        reported.append(reference)

    def handle_exception(error: Exception) -> None:
        say(report(error, log_path))
        handle(error)  # keeps the status and, under a pilot, the error itself

    def panic(*renderables: RenderableType) -> None:
        # Called by the above for errors that draw themselves, and by the driver's threads.
        app._return_code = EXIT_STATUS
        if not reported:
            say(_note("".join(map(_plain, renderables)), log_path))
        app._close_messages_no_wait()

    # The three are looked up on the app each time, by Textual's pumps, workers and drivers.
    for name, replacement in (
        ("_handle_exception", handle_exception),
        ("_fatal_error", app._close_messages_no_wait),
        ("panic", panic),
    ):
        setattr(app, name, replacement)


def _note(description: str, log_path: Path) -> str:
    reference = secrets.token_hex(4)
    moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    record = f"{moment} {reference}\n{shown(description, lines=True, max_chars=100_000)}\n"
    with suppress(OSError):
        log_path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(log_path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with open(descriptor, "a", encoding="utf-8") as log:
            log.write(record)
    return reference


def _chain(exc: BaseException, seen: set[int]) -> Iterator[BaseException]:
    """The error after its causes, parts of a group and what a worker wrapped included."""
    if id(exc) in seen:
        return
    seen.add(id(exc))
    inner: list[object] = [exc.__cause__ or (None if exc.__suppress_context__ else exc.__context__)]
    inner.append(_wrapped(exc))
    if isinstance(exc, BaseExceptionGroup):
        inner.extend(exc.exceptions)
    for other in inner:
        if isinstance(other, BaseException):
            yield from _chain(other, seen)
    yield exc


def _wrapped(exc: BaseException) -> BaseException | None:
    """The error that a failed worker passes on."""
    inner = getattr(exc, "error", None)
    return inner if isinstance(inner, BaseException) else None


def _described(exc: BaseException) -> str:
    frames = "".join(traceback.format_tb(exc.__traceback__))
    return f"{frames}{type(exc).__module__}.{type(exc).__qualname__}: {_message(exc)}\n"


def _message(exc: BaseException) -> str:
    if _wrapped(exc) is not None:
        return "see above"  # a wrapper repeats the whole message in one line
    try:
        return str(exc).partition("\n")[0][:_MESSAGE_LENGTH]
    except Exception:  # an error that cannot even describe itself
        return "?"


def _plain(renderable: RenderableType) -> str:
    """A renderable as text, without styles; Rich leaves locals out unless it is asked."""
    file = io.StringIO()
    Console(file=file, width=200, markup=False, highlight=False).print(renderable)
    return file.getvalue()
