"""What must hold before other systems, their numbers and their activity are stored (section 10).

Part of `gates`, which runs them; same manner: mends what follows or raises.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from models.explanation import Reason
from models.records.identity import ActivityRecord, ExternalRef, SourceSystem
from models.rules.identity import normal_scope
from storage.effects.customer_centre import is_word
from storage.errors import Duplicate, Invalid
from storage.work import Work


def _system(work: Work, system: SourceSystem, _key: bytes) -> None:
    """The key of a system and every kind it may ask for is one word."""
    system.key = system.key.strip().lower()
    kinds = normal_scope(system.scopes.replace(" ", ",").split(","))
    for field, words in (("key", [system.key]), ("scopes", kinds or [""])):
        for word in words:
            if not is_word(word):
                raise Invalid([Reason("identity.word", {"field": field, "value": word})])
    system.scopes = ", ".join(kinds)
    others = [one for one in work.all(SourceSystem, key=system.key) if one.id != system.id]
    if others and system.deleted_at is None:
        raise Duplicate("duplicate.value", field="key", value=system.key, record=others[0].name)


def _reference(work: Work, reference: ExternalRef, _key: bytes) -> None:
    """One number of a system names one customer (S0-ID-02)."""
    same = {"system_id": reference.system_id, "external_id": reference.external_id}
    others = [one for one in work.all(ExternalRef, **same) if one.id != reference.id]
    if others and reference.deleted_at is None:
        value = reference.external_id
        raise Duplicate("duplicate.value", field="external_id", value=value, record=value)


def _activity(_work: Work, activity: ActivityRecord, _key: bytes) -> None:
    activity.kind = activity.kind.strip().lower()
    if not is_word(activity.kind):
        raise Invalid([Reason("identity.word", {"field": "kind", "value": activity.kind})])


IDENTITY_GATES: dict[str, Callable[[Work, Any, bytes], None]] = {
    "source_system": _system,
    "external_ref": _reference,
    "activity_record": _activity,
}
