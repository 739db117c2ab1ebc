"""The customer centre: who is this, by five elements; nothing but an id leaves it (section 10).

It knows persons and no activity. Every answer costs the same statements, whoever was found.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from models.clean import dropped
from models.enums import (
    NOT_AUTHORISED,
    AccessKind,
    AccessPurpose,
    AccessResult,
    ChangeAction,
    DocumentType,
)
from models.explanation import Reason
from models.fields.contact_log import IDENTITY_FAULT
from models.rules import identity as rules
from models.rules.identity import Candidate, FiveElements
from models.views.identity import Asked
from storage.clock import stamp
from storage.queries import identities as queries
from storage.queries.specs import as_instant
from storage.sealing import request_digest
from storage.work import Work

_WORD = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_KNOWN_TYPES = frozenset(DocumentType)
_KNOWN_PURPOSES = frozenset(AccessPurpose)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a request ended inside: the true cause, and the customer where there is one."""

    result: AccessResult
    reason: Reason
    customer_id: int | None = None


def is_word(text: str) -> bool:
    """May it name a system or a kind of activity: small letters, digits, hyphens."""
    return _WORD.fullmatch(text) is not None


def safe_word(text: str) -> str:
    """A word as log and journal may keep it: nothing that is none, no number."""
    return rules.without_numbers(text) if is_word(text) else ""


def identify(work: Work, five: FiveElements, digest: str, asked: Asked) -> Verdict:
    """Whose the five normalised elements are: all equal to one active identity, or nobody's.

    E01 to E05 from the elements alone, E12 from the log, then the lookup and one comparison.
    """
    wrong = rules.check(five, work.today)
    if wrong is not None:
        return Verdict(wrong.result, wrong.reason)
    policy = work.policy.identity
    given = {"digest": digest, "system": asked.system}
    since = stamp(work.now - rules.memory(policy))
    failures = [_moment(at) for (at,) in work.rows(queries.FAILURES, {**given, "since": since})]
    until = rules.locked_until(failures, work.now, policy)
    if until is not None:
        return Verdict(AccessResult.E12, Reason("identity.locked", {"until": until}))
    rows = work.rows(queries.BY_NUMBER, {"digest": digest})
    found = [Candidate(row[0], row[1], bool(row[2]), *row[3:]) for row in rows]
    result, chosen = rules.match(five, found)
    if result in NOT_AUTHORISED:
        _tell_fault(work, found[0].customer_id if result is AccessResult.E08 else 0)
        return Verdict(result, Reason("identity.not_authorised"))
    assert chosen is not None
    return Verdict(result, Reason("identity.matched"), chosen.customer_id)


def _moment(text: str) -> datetime:
    found = as_instant(text)
    assert found is not None
    return found


def _tell_fault(work: Work, customer_id: int) -> None:
    """A task for a manager where two identities have one number (E08); else the same for nobody.

    What is done for a fault is done for every failure, so that none is known by its time.
    """
    about = {"customer": customer_id, "about": IDENTITY_FAULT}
    ((waiting,),) = work.rows(queries.OPEN_TASK, about)
    task = work.ids.next()
    given = {
        **about,
        "fault": int(customer_id != 0 and not waiting),
        "id": task,
        "at": stamp(work.now),
        "today": work.today.isoformat(),
        "user": work.actor.id if work.actor else None,
    }
    work.execute(queries.TAKE_NUMBER, {"fault": given["fault"]})
    work.execute(queries.ADD_TASK, given)
    if given["fault"]:
        work.journal.note("follow_up", task, ChangeAction.CREATE)


# ── the log ─────────────────────────────────────────────────────────────────────────────


def logged(
    work: Work,
    kind: AccessKind,
    verdict: Verdict,
    asked: Asked,
    *,
    five: FiveElements | None = None,
    digest: str = "",
    grant_id: int | None = None,
    rows: int = 0,
    duration_ms: int = 0,
) -> None:
    """One line of the log, under the change of this unit: never a name, never a whole number.

    The journal holds a keyed digest of the line alone: whoever may read his own changes does not
    read there why he was refused, and a line that was changed since does not fit it any more.
    """
    five = five or FiveElements()
    line_id = work.ids.next()
    line = {
        "id": line_id,
        "at": stamp(work.now),
        "kind": kind.value,
        "system": safe_word(asked.system),
        "requester": _requester(asked.requester, five),
        "user_id": work.actor.id if work.actor else None,
        "purpose": asked.purpose if asked.purpose in _KNOWN_PURPOSES else "",
        "scope": ", ".join(filter(None, map(safe_word, asked.scope)))[:400],
        "result": verdict.result.value,
        "customer_id": verdict.customer_id,
        "document_type": five.document_type if five.document_type in _KNOWN_TYPES else "",
        "last4": rules.ending(five.document_number),
        "number_hmac": digest,
        "grant_id": grant_id,
        "row_count": rows,
        "duration_ms": duration_ms,
    }
    work.execute(queries.ADD_REQUEST, line)
    work.journal.note(
        "access_request",
        line_id,
        ChangeAction.CREATE,
        {"digest": [None, request_digest(work.key, line)]},
    )


def _requester(text: str, five: FiveElements) -> str:
    kept = rules.without_numbers(dropped(text).strip())[:60]
    number = five.document_number
    return "" if len(number) > 3 and number in rules.normal_number(kept) else kept
