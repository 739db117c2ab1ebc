"""`identify`: who somebody is, asked by another system: one JSON object a line in, one out.

Works through SSH as a command; field names are stable (docs/data-format.md).
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from models.enums import AccessResult
from models.rules.identity import ELEMENTS, FiveElements
from models.views.identity import Answer, Asked
from tui.cli.json_lines import INVALID, REFUSED, Answered, Texts, refusal, serve
from tui.cli.output import sentence

if TYPE_CHECKING:
    from tui.cli.call import Call

_OF_FORM: Final = frozenset(
    {AccessResult.E01, AccessResult.E02, AccessResult.E03, AccessResult.E04, AccessResult.E05}
)
_TOLD: Final = ("field", "until", "scope")


def run(call: Call) -> int:
    """Answers every line; bound to a system by `--system`, it asks for no other."""
    call.finish()
    system = (call.value("system") or "").strip().lower()
    return serve(call, partial(_answer, call, system), "E02")


def _answer(call: Call, system: str, request: Texts) -> Answered:
    return _worded(_asked(call, request, system))


def _asked(call: Call, request: Texts, system: str) -> Answer:
    named = request.get("system", "").strip().lower()
    asked = Asked(
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


def _worded(answer: Answer) -> Answered:
    message = sentence(answer.reason, "identity")
    if answer.result is None:
        return REFUSED, {"answer": "not_authorised", "message": message}
    if not answer.matched:
        params = answer.reason.params
        told: dict[str, Any] = {name: params[name] for name in _TOLD if name in params}
        status = INVALID if answer.result in _OF_FORM else REFUSED
        return status, {**refusal(answer.result.value, message), **told}
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
