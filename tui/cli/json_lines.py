"""Requests as JSON lines on standard input, answers as JSON lines on standard output.

Every line is answered, whatever stands in it: what another program sent is never a traceback.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, Final

from storage.errors import ServiceError
from tui.cli.output import encoded, sentence
from tui.i18n import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tui.cli.call import Call

MOST: Final = 64 * 1024  # bytes of a request
UNEXPECTED, REFUSED, INVALID, STORAGE = 1, 5, 6, 10
_GRAVITY: Final = (UNEXPECTED, STORAGE, REFUSED, INVALID)
Texts = dict[str, str]
Answered = tuple[int, dict[str, Any]]


def serve(call: Call, answer: Callable[[Texts], Answered], unreadable: str) -> int:
    """Answers until the input ends; the gravest answer is the exit status.

    `unreadable` is the code of a line that is no JSON object of texts. What a line has under
    `request` comes back in its answer.
    """
    if sys.stdin.isatty():
        call.out.note(tr("One request a line, as JSON; Ctrl-D ends. See docs/data-format.md."))
    seen: set[int] = set()
    for line in _lines():
        status, found = _answered(call, line, answer, unreadable)
        seen.add(status if status in _GRAVITY or not status else REFUSED)
        sys.stdout.write(encoded(found, indent=None) + "\n")
        sys.stdout.flush()
    return next((status for status in _GRAVITY if status in seen), 0)


def refusal(code: str, message: str) -> dict[str, Any]:
    """A line that was refused, by a stable code and a sentence."""
    return {"answer": "refused", "code": code, "message": message}


def _lines() -> Iterator[bytes]:
    """Requests as they come; the rest of one that is too long is thrown away."""
    source = sys.stdin.buffer
    while line := source.readline(MOST + 1):
        rest = line
        while len(rest) > MOST and not rest.endswith(b"\n"):
            rest = source.readline(MOST + 1)
        if line.strip():
            yield line


def _answered(
    call: Call, line: bytes, answer: Callable[[Texts], Answered], unreadable: str
) -> Answered:
    request = _read(line)
    if request is None:
        return INVALID, refusal(unreadable, tr("This line is no JSON object of texts."))
    echo = {"request": request.pop("request")} if "request" in request else {}
    try:
        status, found = answer(request)
    except ServiceError as error:
        message = " ".join(sentence(reason, call.entity) for reason in error.reasons)
        status, found = error.exit_status, refusal(error.code, message)
    except Exception as error:  # noted by reference; the next line is answered all the same
        from tui.terminal.crash import report

        reference = report(error, call.places.log_file)
        message = tr("Something went wrong. It is noted as {reference}.", reference=reference)
        status, found = UNEXPECTED, refusal("unexpected", message)
    return status, {**echo, **found}


def _read(line: bytes) -> Texts | None:
    """The fields of a request as texts; None where it is none."""
    try:
        found = json.loads(line.decode()) if len(line) <= MOST else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict):
        return None
    texts = {}
    for name, value in found.items():
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            value = ",".join(value)
        if not isinstance(value, str | int) or isinstance(value, bool):
            return None
        texts[name] = str(value)
    return texts
