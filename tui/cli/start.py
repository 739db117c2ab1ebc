"""Dispatch: help, version, a verb, or the workspace; failures become one sentence each.

Imports what a command needs when it is needed; never the widget toolkit.
"""

from __future__ import annotations

import os
import sys

from tui.cli.options import VERSION, UsageError, read
from tui.cli.verbs import DEMO, N_

TYPE_CHECKING = False  # typing itself is not imported: --help and --version are to be quick
if TYPE_CHECKING:
    from tui.cli.options import Command, Options

USAGE, UNEXPECTED, INTERRUPTED, BROKEN_PIPE = 2, 1, 130, 141


def start(argv: list[str]) -> int:
    """Runs a command; its exit status (product 4)."""
    try:
        command = read(argv, os.environ)
    except UsageError as error:
        return _usage(error, error.params["command"])
    try:
        return _quietly(command)
    except KeyboardInterrupt:
        return INTERRUPTED


def _quietly(command: Command) -> int:
    """Runs and flushes; a reader that has gone away (`| head`) is no error of ours."""
    _safe_streams()
    try:
        status = _run(command)
        sys.stdout.flush()
    except BrokenPipeError:
        from contextlib import suppress

        # The interpreter flushes once more at its end: into nothing.
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    return status


def _safe_streams() -> None:
    """A locale without Chinese must not end a listing in the middle."""
    for stream in (sys.stdout, sys.stderr):
        encoding = (getattr(stream, "encoding", None) or "").lower().replace("-", "")
        reconfigure = getattr(stream, "reconfigure", None)
        if encoding != "utf8" and reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _run(command: Command) -> int:
    options = command.options
    if options.version:
        sys.stdout.write(f"fivefold {VERSION}\n")
        return 0
    if options.help:
        from tui.cli.help import text

        sys.stdout.write(text(command))
        return 0
    if command.verb is None or command.verb is DEMO:
        return _guarded(command, _workspace)
    return _guarded(command, _verb)


def _verb(command: Command) -> int:
    from importlib import import_module

    from storage.errors import ServiceError
    from tui.cli.call import Call

    assert command.verb is not None
    call = Call(command)
    try:
        status: int = import_module(f"tui.cli.{command.verb.module}").run(call)
        return status
    except ServiceError as error:
        call.out.refusal(error, call.entity)
        return error.exit_status
    finally:
        call.close()


def _guarded(command: Command, run: object) -> int:
    """Runs; every failure becomes one sentence and its exit status."""
    from storage.errors import ServiceError
    from tui.cli.output import Output

    assert callable(run)
    _leave_no_core()
    try:
        status: int = run(command)
        return status
    except UsageError as error:
        return _usage(error, command)
    except ServiceError as error:
        Output(command.options.json).refusal(error)
        return error.exit_status
    except (BrokenPipeError, KeyboardInterrupt):
        raise
    except Exception as error:  # whatever it is: logged, named by reference
        return _unexpected(error, command.options)


def _leave_no_core() -> None:
    """A process that the system kills for a fault writes no file of its memory: keys are in it."""
    from contextlib import suppress

    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _unexpected(error: Exception, options: Options) -> int:
    from storage import locations
    from tui.cli.output import Output
    from tui.terminal.crash import report

    path = locations.find(options.database).log_file
    reference = report(error, path)
    Output(options.json).failure(
        "unexpected",
        N_("Something went wrong that should not. It is noted as {reference} in {path}."),
        reference=reference,
        path=str(path),
    )
    return UNEXPECTED


def _usage(error: UsageError, command: object) -> int:
    from tui.cli import words
    from tui.cli.output import Output

    options = command.options  # type: ignore[attr-defined]
    words.choose(options)
    params = {name: value for name, value in error.params.items() if name != "command"}
    Output(options.json).failure("usage", error.message, **params)
    return USAGE


def _workspace(command: Command) -> int:
    """The full screen; where it cannot be drawn, a way to go on without it."""
    from tui import environment
    from tui.cli import words

    options = command.options
    words.choose(options)
    why_not = environment.can_draw(os.environ, sys.stdin, sys.stdout, sys.stderr)
    if options.demo:
        from tui.cli.demo import build

        build(options, announce=why_not is not None)
        if why_not is not None:
            return 0
    if why_not is not None:
        raise UsageError(_HINTS[why_not])
    from tui.opening import open_workspace

    return open_workspace(options)


_HINTS = {
    "terminal_not_a_tty": N_(
        "The workspace needs a terminal. Without one use a verb: fivefold --help lists them."
    ),
    "terminal_dumb": N_(
        "This terminal (TERM) cannot move its cursor. Use a verb: fivefold --help lists them."
    ),
}
