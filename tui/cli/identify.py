"""`identify`: who somebody is, asked by another system: one JSON object a line in, one out.

Works through SSH as a command. Every line is answered, whatever stands in it; field names are
stable (docs/data-format.md).
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, Final

from models.enums import AccessResult
from models.rules.identity import ELEMENTS, FiveElements
from models.views.identity import Answer, Asked
from storage.errors import ServiceError
from tui.cli.output import encoded, sentence
from tui.i18n import tr

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui.cli.call import Call

MOST = 64 * 1024  # bytes of a request
_OF_FORM = frozenset(
    {AccessResult.E01, AccessResult.E02, AccessResult.E03, AccessResult.E04, AccessResult.E05}
)
UNEXPECTED, _REFUSED, _INVALID, _STORAGE = 1, 5, 6, 10
_GRAVITY: Final = (UNEXPECTED, _STORAGE, _REFUSED, _INVALID)


def run(call: Call) -> int:
    """Answers until the input ends; the gravest answer is the exit status."""
    call.finish()
    system = (call.value("system") or "").strip().lower()
    if sys.stdin.isatty():
        call.out.note(tr("One request a line, as JSON; Ctrl-D ends. See docs/data-format.md."))
    seen: set[int] = set()
    for line in _lines():
        status, answer = _answered(call, line, system)
        seen.add(status)
        sys.stdout.write(encoded(answer, indent=None) + "\n")
        sys.stdout.flush()
    return next((status for status in _GRAVITY if status in seen), 0)


def _lines() -> Iterator[bytes]:
    """Requests as they come; the rest of one that is too long is thrown away."""
    source = sys.stdin.buffer
    while line := source.readline(MOST + 1):
        rest = line
        while len(rest) > MOST and not rest.endswith(b"\n"):
            rest = source.readline(MOST + 1)
        if line.strip():
            yield line


def _answered(call: Call, line: bytes, system: str) -> tuple[int, dict[str, Any]]:
    request = _read(line)
    if request is None:
        message = tr("This line is no JSON object of texts.")
        return _INVALID, _refusal("E02", message)
    echo = {"request": request["request"]} if "request" in request else {}
    try:
        status, found = _worded(_asked(call, request, system))
    except ServiceError as error:
        message = " ".join(sentence(reason) for reason in error.reasons)
        status, found = error.exit_status, _refusal(error.code, message)
    except Exception as error:  # noted by reference; the next line is answered all the same
        from tui.terminal.crash import report

        reference = report(error, call.places.log_file)
        message = tr("Something went wrong. It is noted as {reference}.", reference=reference)
        status, found = UNEXPECTED, _refusal("unexpected", message)
    return status, {**echo, **found}


def _refusal(code: str, message: str) -> dict[str, Any]:
    return {"answer": "refused", "code": code, "message": message}


def _read(line: bytes) -> dict[str, str] | None:
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


def _asked(call: Call, request: dict[str, str], system: str) -> Answer:
    named = request.get("system", "").strip().lower()
    asked = Asked(
        # Bound to a system, the command asks for no other.
        system=(system if named in ("", system) else "") if system else named,
        requester=request.get("user", ""),
        purpose=request.get("purpose", ""),
        scope=tuple(request.get("scope", "").split(",")),
    )
    service = call.services.identification
    grant = request.get("grant_id", "")
    if grant:
        known = grant.isascii() and grant.isdigit()
        return service.fetch(min(int(grant), 2**63 - 1) if known else 0, asked)
    return service.identify(FiveElements(**{n: request.get(n, "") for n in ELEMENTS}), asked)


def _worded(answer: Answer) -> tuple[int, dict[str, Any]]:
    message = sentence(answer.reason, "identity")
    if answer.result is None:
        return _REFUSED, {"answer": "not_authorised", "message": message}
    if not answer.matched:
        found: dict[str, Any] = {"answer": "refused", "code": answer.result.value}
        found |= {
            name: answer.reason.params[name] for name in _TOLD if name in answer.reason.params
        }
        status = _INVALID if answer.result in _OF_FORM else _REFUSED
        return status, {**found, "message": message}
    return 0, {
        "answer": "matched",
        "customer_id": str(answer.customer_id),
        "customer": answer.customer_code,
        "grant_id": str(answer.grant_id),
        "scope": list(answer.scope),
        "expires_at": answer.expires_at,
        "activity": [
            {"kind": row.kind, "at": row.at, "system": row.system, "payload": row.payload}
            for row in answer.rows
        ],
    }


_TOLD: Final = ("field", "until", "scope")
