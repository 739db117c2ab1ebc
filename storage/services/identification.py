"""Who is this, and what is there of them: requests of other systems, and their log (section 10).

Two centres work behind one door: the business centre takes the request and reads activity by
customer id, the customer centre alone looks at the five elements.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from models.enums import AccessKind
from models.fields.registry import entity
from models.rules import identity as rules
from models.rules.identity import FiveElements
from models.rules.rights import Action, reach
from models.views.identity import Answer, Asked, RequestRow, SystemRow
from storage.effects import business_centre, customer_centre
from storage.effects.customer_centre import Verdict
from storage.effects.saving import Saved, create, name_change, saved
from storage.errors import NotFound
from storage.queries import identities as queries
from storage.services.core import Core
from storage.work import Work

_ACTIVITY = entity("activity_record")
_SERVICE_SCOPE = frozenset({"service"})
NEWEST = 500  # lines of the log that are shown at once


class Identification:
    """Requests by five elements or by a grant; the registry of who may ask; the log."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def identify(self, given: FiveElements, asked: Asked) -> Answer:
        """Whose the five elements are; a match brings a grant and the activity of its scope.

        One outward answer for what nobody may learn (E06, E07, E08, E13); every request is
        logged with its true cause. Refused: the user has no right to ask (11.3).
        """
        begun = time.perf_counter()
        within = self._within()
        five, asked = rules.normalised(given), _asked(asked)
        took = partial(_since, begun)

        def unit(work: Work) -> Answer:
            return business_centre.request(work, five, asked, within, took)

        return self._write(asked, unit)

    def fetch(self, grant_id: int, asked: Asked) -> Answer:
        """Activity by a grant given before, of its scope or a part of it (E09, E10, E11).

        Logged with the number of rows. Refused: the user has no right to ask (11.3).
        """
        begun = time.perf_counter()
        within, asked = self._within(), _asked(asked)

        def unit(work: Work) -> Answer:
            known = business_centre.system(work, asked.system)
            answer = (
                business_centre.fetch(work, grant_id, asked, within)
                if known is not None
                else business_centre.outward(business_centre.UNKNOWN_SYSTEM)
            )
            assert answer.result is not None
            verdict = Verdict(answer.result, answer.reason, answer.customer_id)
            told = replace(asked, scope=answer.scope or asked.scope)
            customer_centre.logged(
                work,
                AccessKind.FETCH,
                verdict,
                told,
                grant_id=answer.grant_id,
                rows=len(answer.rows),
                duration_ms=_since(begun),
            )
            return answer

        return self._write(asked, unit)

    def tell(self, system: str, external_id: str, texts: Mapping[str, str | None]) -> Saved:
        """Keeps what a system tells of a customer under the number it has there (S0-ID-02).

        `texts`: kind, at and payload. Raises NotFound for a number that nobody has there, Invalid.
        """

        def unit(work: Work) -> Saved:
            about = {"system": system.strip().lower(), "external_id": external_id.strip()}
            row = work.one(queries.BY_EXTERNAL_ID, about)
            if row is None:
                raise NotFound("not_found", entity="external_ref", value=external_id)
            given = {**texts, "customer": row[0], "system": about["system"]}
            made = create(work, _ACTIVITY, given, self._core.key)
            name_change(work, _ACTIVITY, made)
            return saved(made)

        return self._core.write("change.new", {"entity": _ACTIVITY.name}, unit)

    def log(self, system: str = "", *, failed: bool = False) -> Sequence[RequestRow]:
        """The newest requests with their true causes, of one system or of all, or failed ones.

        Refused: only auditors and managers read it (11.3).
        """
        self._core.require(Action.IDENTITY_LOG)
        return self._core.read(
            lambda reader: queries.log(reader, system or None, failed=failed, limit=NEWEST),
            "requests",
        )

    def broken_lines(self) -> Sequence[int]:
        """Ids of lines of the log that do not fit what the journal holds of them, or are in none.

        An empty answer: no line was changed, put in or taken out since it was written. Refused
        as `log` is.
        """
        self._core.require(Action.IDENTITY_LOG)
        key = self._core.key
        _count, unfit = self._core.read(lambda reader: queries.vouched(reader, key))
        return sorted(one.request_id for one in unfit)

    def systems(self) -> Sequence[SystemRow]:
        """The registry: who may ask for what, what there is of each."""
        return self._core.read(queries.systems, "systems")

    def _within(self) -> frozenset[str] | None:
        """The kinds that the user may ask for; None for all of the system's."""
        self._core.require(Action.IDENTIFY_SERVICE)
        all_of_them = reach(self._core.actor().who, Action.IDENTIFY)
        return None if all_of_them else _SERVICE_SCOPE

    def _write(self, asked: Asked, unit: Callable[[Work], Answer]) -> Answer:
        params = {"system": customer_centre.safe_word(asked.system)}
        # Nothing settles after a request: it would take longer for one cause than for another.
        return self._core.units.write("access.identify", params, unit, settle=False)


def _asked(asked: Asked) -> Asked:
    return Asked(
        asked.system.strip().lower(),
        asked.requester,
        asked.purpose.strip().upper(),
        rules.normal_scope(asked.scope),
    )


def _since(begun: float) -> int:
    return int((time.perf_counter() - begun) * 1000)
