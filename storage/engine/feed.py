"""Notices that data changed, by whomever: one road for own and foreign writes."""

from __future__ import annotations

import threading
from pathlib import Path

from sqlcipher3 import dbapi2 as driver

from models.views.change import DataChange
from storage.engine.connect import connect
from storage.engine.faults import translate

_MOST_ENTRIES = 2_000


class Feed:
    """Holds one connection without a transaction and looks at `PRAGMA data_version`."""

    def __init__(self, path: Path, key: bytes | None) -> None:
        self._path = path
        self._connection = connect(path, key)
        self._connection.execute("PRAGMA query_only = ON")
        self._lock = threading.Lock()
        self._version = self._data_version()
        self._seen = self._last_entry()

    def poll(self) -> DataChange | None:
        """What changed since the last poll; None where nothing did. A few microseconds."""
        with self._lock:
            try:
                return self._poll()
            except driver.Error as error:
                fault = translate(error, self._path)
                if fault is None:
                    raise
                raise fault from error

    def close(self) -> None:
        """Gives the connection back."""
        with self._lock:
            self._connection.close()

    def _poll(self) -> DataChange | None:
        version = self._data_version()
        if version == self._version:
            return None
        self._version = version
        rows = self._connection.execute(
            "SELECT seq, entity, record_id FROM change_entry WHERE seq > ? ORDER BY seq LIMIT ?",
            (self._seen, _MOST_ENTRIES),
        ).fetchall()
        if not rows:
            return DataChange()  # a checkpoint or a foreign tool: anything may have changed
        self._seen = rows[-1][0]
        if len(rows) == _MOST_ENTRIES:
            self._seen = self._last_entry()
            return DataChange()
        ids = frozenset(row[2] for row in rows if row[2] is not None)
        return DataChange(frozenset(row[1] for row in rows), ids)

    def _data_version(self) -> int:
        (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        return int(version)

    def _last_entry(self) -> int:
        (last,) = self._connection.execute("SELECT max(seq) FROM change_entry").fetchone()
        return int(last or 0)
