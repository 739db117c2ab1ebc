"""The audit trail: whether it is whole, where it ends, who did what (requirements 11.4)."""

from __future__ import annotations

from pathlib import Path

from models.explanation import Reason
from models.fields.registry import find_entity
from models.views.audit import Break, Verified
from storage import anchors
from storage.clock import stamp
from storage.engine import chain
from storage.engine.reading import DriverReader
from storage.queries.history import codes
from storage.services.core import Core


class Trail:
    """What was done with the data, kept so that nobody can change it unseen."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def verify(self) -> Verified:
        """Walks the chain of the whole journal and compares it with the ends noted elsewhere."""
        codes = chain.codes_of(self._core.key)
        noted = () if self._core.is_demo else anchors.read(self._anchors)
        return self._core.read(
            lambda reader: chain.verify(reader.connection, codes, noted), "verify"
        )

    def broken(self, one: Break) -> Reason:
        """A broken place in words: the change with who made it and when, entry and record."""

        def read(reader: DriverReader) -> Reason:
            who = reader.one(
                "SELECT coalesce(u.name, ''), s.at FROM change_set s"
                " LEFT JOIN user u ON u.id = s.actor_id WHERE s.id = :id",
                {"id": one.change_id},
            )
            entry = reader.one(
                "SELECT entity, record_id FROM change_entry WHERE seq = :seq", {"seq": one.seq}
            )
            name, at = who or ("", "")
            entity, record = entry or ("", None)
            if find_entity(entity) is not None and record is not None:
                record = codes(reader, entity, [record]).get(record)
            return Reason(
                f"audit.{one.found.value.lower()}",
                {
                    "link": one.link,
                    "change": one.change_id,
                    "entry": one.seq,
                    "who": name,
                    "at": at,
                    "entity": entity,
                    "record": record,
                },
            )

        return self._core.read(read)

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
