"""The audit trail: whether it is whole, where it ends, who did what (requirements 11.4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from models.explanation import Reason
from models.fields.registry import entity_of_code, find_entity
from models.policy_defaults import policy_from
from models.rules.rights import Action, reach
from models.views.audit import AuditLine, AuditQuery, Break, Unfit, Verified
from storage import anchors
from storage.clock import stamp
from storage.engine import chain
from storage.engine.backup import newest_backup
from storage.engine.reading import DriverReader
from storage.errors import Invalid, NotFound
from storage.queries import figures, identities, trail
from storage.queries.details import find_code
from storage.queries.history import codes
from storage.services.core import Core


class Trail:
    """What was done with the data, kept so that nobody can change it unseen."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def verify(self) -> Verified:
        """Walks the chain of the whole journal and compares it with the ends noted elsewhere.

        Then the log of identity requests is held against what the journal says of its lines.
        """
        key = self._core.key
        noted = () if self._core.is_demo else anchors.read(self._anchors)

        def read(reader: DriverReader) -> Verified:
            found = chain.verify(reader.connection, chain.codes_of(key), noted)
            requests, unfit = identities.vouched(reader, key)
            return replace(found, noted=len(noted), requests=requests, unfit=tuple(unfit))

        return self._core.database.read(read, "verify")  # all of it, whoever asks

    def broken(self, one: Break | Unfit) -> Reason:
        """A broken place in words: the change with who made it and when, entry and record."""
        place = (0, None, one.request_id) if isinstance(one, Unfit) else (one.link, one.seq, None)
        link, seq, request = place

        def read(reader: DriverReader) -> Reason:
            who = reader.one(
                "SELECT coalesce(u.name, ''), s.at FROM change_set s"
                " LEFT JOIN user u ON u.id = s.actor_id WHERE s.id = :id",
                {"id": one.change_id},
            )
            entry = reader.one(
                "SELECT entity, record_id FROM change_entry WHERE seq = :seq", {"seq": seq}
            )
            name, at = who or ("", "")
            entity, record = entry or ("", None)
            if find_entity(entity) is not None and record is not None:
                record = codes(reader, entity, [record]).get(record)
            return Reason(
                f"audit.{one.found.value.lower()}",
                {
                    "link": link,
                    "change": one.change_id,
                    "entry": seq,
                    "request": request,
                    "who": name,
                    "at": at,
                    "entity": entity,
                    "record": record,
                },
            )

        return self._core.read(read)

    def log(self, wanted: Mapping[str, str], most: int = 500) -> list[AuditLine]:
        """Who did what, newest first, as far as the actor may see it (11.3, 11.4).

        `wanted` narrows by `user` (login or name), `kind` of record, `record` (a code; of a
        customer or contact with all that is held on them, who looked at it included), `day`
        (one or two: 2026-03-01..2026-03-02), `act` (a label or the beginning of some: `access.`).
        Invalid for a word that means nothing; NotFound for what is not there.
        """
        users = self._core.audited()

        def read(reader: DriverReader) -> list[AuditLine]:
            return trail.lines(reader, self._asked(reader, wanted), users, most)

        return self._core.read(read, "trail")

    def _asked(self, reader: DriverReader, wanted: Mapping[str, str]) -> AuditQuery:
        user, kind, record, day, act = (
            wanted.get(name, "") for name in ("user", "kind", "record", "day", "act")
        )
        entity, records = None, None
        if kind:
            spec = find_entity(kind)
            if spec is None:
                raise NotFound("not_found", entity="kind", value=kind)
            entity = spec.name
        if record:
            of_code = entity_of_code(record)
            found = None if of_code is None else find_code(reader, of_code.name, record)
            if of_code is None or found is None:
                raise NotFound("not_found", entity=entity or "customer", value=record)
            records = _story(reader, of_code.name, found)
        first, last = self._days(day)
        user_id = trail.user_named(reader, user) if user else None
        return AuditQuery(user_id, entity, records, act or None, first, last)

    def _days(self, text: str) -> tuple[str | None, str | None]:
        if not text:
            return None, None
        begin, _dots, end = text.partition("..")
        try:
            days = [date.fromisoformat(one) for one in (begin, end or begin)]
        except ValueError:
            raise Invalid([Reason("field.not_a_date", {"field": "day", "value": text})]) from None
        context = self._core.context()
        return context.start_of(days[0]), context.start_of(days[1] + timedelta(days=1))

    def backup_due(self) -> Reason | None:
        """What to say of the backups to who looks after the database; None: nothing (11.11)."""
        core = self._core
        if core.is_demo or not reach(core.actor().who, Action.BACKUP):
            return None
        last = newest_backup(core.database.path)

        def read(reader: DriverReader) -> tuple[int, int]:
            due = policy_from(figures.figures(reader)).trust.backup_days
            return trail.days_without_backup(reader, last, core.clock.now()), due

        days, due = core.database.read(read)
        if not due or days < due:
            return None
        return Reason("doctor.backup_bad" if last else "doctor.no_backup_bad", {"days": days})

    def anchor(self) -> bool:
        """Notes the end of the chain outside of the database; False where nothing is new.

        Raises OSError where that place cannot be written.
        """
        end = self._core.read(lambda reader: chain.head(reader.connection))
        if end is None or self._core.is_demo:
            return False
        return anchors.note(self._anchors, end, stamp(self._core.clock.now()))

    @property
    def _anchors(self) -> Path:
        path = self._core.database.path
        return anchors.anchors_of(self._core.locations.key_file(path))


_STORIES = ("customer", "contact")


def _story(reader: DriverReader, entity: str, record_id: int) -> Mapping[str, frozenset[int]]:
    """A record; of a customer or a person all that is held on them, and who asked for it."""
    if entity not in _STORIES:
        return {entity: frozenset({record_id})}
    from storage.effects import holdings  # the schema is loaded for a story alone

    held = holdings.held(reader, entity, record_id)
    customers = held.get("customer", frozenset())
    return {**held, "access_request": trail.requests_about(reader, customers)}
