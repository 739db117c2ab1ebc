"""The business centre: grants, and activity by customer id alone (section 10).

It takes requests of other systems and knows no person: the five elements pass through it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

from models.enums import NOT_AUTHORISED, AccessKind, AccessPurpose, AccessResult
from models.explanation import Reason
from models.rules import identity as rules
from models.rules.identity import FiveElements
from models.views.identity import Activity, Answer, Asked
from storage.clock import stamp
from storage.effects.customer_centre import Verdict, identify, logged
from storage.queries import identities as queries
from storage.queries.specs import as_instant
from storage.sealing import document_digest
from storage.work import Work

UNKNOWN_SYSTEM = Verdict(AccessResult.E09, Reason("identity.system"))


def system(work: Work, key: str) -> tuple[int, tuple[str, ...]] | None:
    """(id, allowed kinds) of a system that may ask; None where it is unknown or disabled (E09)."""
    row = work.one(queries.SYSTEM, {"key": key})
    return (row[0], rules.normal_scope(row[1].split(","))) if row and row[2] else None


def request(
    work: Work,
    five: FiveElements,
    asked: Asked,
    within: frozenset[str] | None = None,
    took: Callable[[], int] = lambda: 0,
) -> Answer:
    """One request from its registry to its log: the outward answer (section 10, flow 1 to 7).

    Takes normalised elements, passes them on to the customer centre and reads activity by the
    id that comes back. `took` tells the milliseconds since the request came in.
    """
    kind, number = five.document_type, five.document_number
    digest = document_digest(work.key, kind, number) if number else ""
    system_id, refused = refuse(work, asked, within)
    verdict = refused or identify(work, five, digest, asked)
    answer = outward(verdict)
    if verdict.customer_id is not None:
        answer = grant(work, verdict.customer_id, system_id, asked)
    note = partial(logged, work, five=five, digest=digest, grant_id=answer.grant_id)
    note(AccessKind.IDENTIFY, verdict, asked, duration_ms=took())
    if answer.scope:
        told = replace(asked, scope=answer.scope)
        note(AccessKind.FETCH, verdict, told, rows=len(answer.rows), duration_ms=took())
    return answer


def outward(verdict: Verdict) -> Answer:
    """What is told of a refusal: not which of the causes that nobody may learn it was."""
    return Answer(None if verdict.result in NOT_AUTHORISED else verdict.result, verdict.reason)


def refuse(work: Work, asked: Asked, within: frozenset[str] | None) -> tuple[int, Verdict | None]:
    """(id of the system, why it may not ask so): E09, then purpose, then scope (E10).

    `within` are the kinds the user at the keyboard may ask for, None for all.
    """
    known = system(work, asked.system)
    if known is None:
        return 0, UNKNOWN_SYSTEM
    system_id, scopes = known
    allowed = set(scopes)
    if within is not None:
        allowed &= within
    beyond = [kind for kind in asked.scope if kind not in allowed]
    if not asked.purpose:
        return system_id, Verdict(AccessResult.E01, Reason("identity.no_purpose"))
    if asked.purpose not in set(AccessPurpose):
        allowed_ones = ", ".join(AccessPurpose)
        reason = Reason("identity.unknown_purpose", {"allowed": allowed_ones})
        return system_id, Verdict(AccessResult.E02, reason)
    if beyond:
        params = {"scope": beyond[0], "allowed": ", ".join(sorted(allowed))}
        return system_id, Verdict(AccessResult.E10, Reason("identity.scope", params))
    return system_id, None


def grant(work: Work, customer_id: int, system_id: int, asked: Asked) -> Answer:
    """Lets a system read of one customer what it asked for, read only, for a quarter of an hour."""
    code, ended = _customer(work, customer_id)
    scope = rules.granted_scope(asked.scope, AccessPurpose(asked.purpose), ended=ended)
    expires = rules.expires_at(work.now, work.policy.identity)
    grant_id = work.ids.next()
    work.execute(
        queries.ADD_GRANT,
        {
            "id": grant_id,
            "at": stamp(work.now),
            "system_id": system_id,
            "user_id": work.actor.id if work.actor else None,
            "customer_id": customer_id,
            "scope": ", ".join(scope),
            "purpose": asked.purpose,
            "expires_at": stamp(expires),
        },
    )
    return Answer(
        AccessResult.OK,
        Reason("identity.matched"),
        customer_id,
        code,
        grant_id,
        scope,
        expires,
        activity(work, customer_id, scope),
    )


def fetch(work: Work, grant_id: int, asked: Asked, within: frozenset[str] | None) -> Answer:
    """Activity by a grant given before: E11 where it is over, unknown, or of another system."""
    row = work.one(queries.GRANT, {"id": grant_id, "system": asked.system})
    expires = _expiry(row[3]) if row else None
    if row is None or expires is None or expires <= work.now:
        return Answer(AccessResult.E11, Reason("identity.grant_over"))
    customer_id, purpose = row[0], AccessPurpose(row[2])
    granted = rules.normal_scope(row[1].split(","))
    wanted = asked.scope or granted
    beyond = [kind for kind in wanted if kind not in granted or kind not in (within or granted)]
    if beyond:
        params = {"scope": beyond[0], "allowed": ", ".join(granted)}
        return Answer(AccessResult.E10, Reason("identity.scope", params))
    code, ended = _customer(work, customer_id)
    scope = rules.granted_scope(wanted, purpose, ended=ended)
    rows = activity(work, customer_id, scope)
    reason = Reason("identity.matched")
    return Answer(AccessResult.OK, reason, customer_id, code, grant_id, scope, expires, rows)


def activity(work: Work, customer_id: int, kinds: tuple[str, ...]) -> tuple[Activity, ...]:
    """What there is of these kinds of one customer, the newest first (S0-ID-04)."""
    given = {"customer": customer_id, "kinds": json.dumps(kinds)}
    return tuple(queries.activity_of(row) for row in work.rows(queries.ACTIVITY, given))


def _customer(work: Work, customer_id: int) -> tuple[str, bool]:
    row = work.one(queries.CUSTOMER, {"id": customer_id})
    assert row is not None
    return row[0], bool(row[1])


def _expiry(text: str) -> datetime:
    found = as_instant(text)
    assert found is not None
    return found
