"""The desk file beside the database: half-typed forms and each user's last place.

A file of its own, under the same key, so that typing takes no write lock and wakes nobody. What
was typed is sealed besides: a draft may hold a number that its record would seal.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as driver

from models.views.draft import FormDraft
from storage.clock import read_stamp, stamp
from storage.crypto import DEMO_KEY
from storage.engine.connect import connect
from storage.engine.faults import translate
from storage.errors import StorageFault
from storage.sealing import seal, unseal

_SCHEMA = """
CREATE TABLE IF NOT EXISTS draft (
    login TEXT NOT NULL, form TEXT NOT NULL, subject TEXT NOT NULL,
    content TEXT NOT NULL, saved_at TEXT NOT NULL,
    PRIMARY KEY (login, form, subject)
);
CREATE TABLE IF NOT EXISTS place (
    login TEXT NOT NULL, name TEXT NOT NULL, content TEXT NOT NULL,
    PRIMARY KEY (login, name)
);
"""
_DAMAGED = frozenset({"fault.not_a_database", "fault.malformed"})


def desk_path(database: Path) -> Path:
    """Where the desk of a database lies."""
    return database.with_name(database.name + "-desk")


class Desk:
    """Drafts and places of one user; every save is on disk when it returns."""

    def __init__(self, database: Path, key: bytes | None, login: str) -> None:
        self._path = desk_path(database)
        self._login = login
        self._key = key or DEMO_KEY
        self._lock = threading.Lock()
        try:
            self._connection = self._opened(key)
        except StorageFault as fault:
            if fault.code not in _DAMAGED:
                raise
            self._set_aside()  # it holds nobody up: the records are elsewhere, and well
            self._connection = self._opened(key)

    def save(self, draft: FormDraft) -> None:
        """Keeps a draft in place of the last one of the same form and subject."""
        content = {
            "values": dict(draft.values),
            "originals": dict(draft.originals),
            "version": draft.version,
            "focus": draft.focus,
            "cursor": list(draft.cursor),
        }
        self._run(
            "INSERT OR REPLACE INTO draft VALUES (?, ?, ?, ?, ?)",
            (
                self._login,
                draft.form,
                draft.subject,
                seal(self._key, self._place(draft.form, draft.subject), 0, json.dumps(content)),
                stamp(draft.saved_at),
            ),
        )

    def drop(self, form: str, subject: str) -> None:
        """Forgets a draft whose form was saved or given up."""
        self._run(
            "DELETE FROM draft WHERE login = ? AND form = ? AND subject = ?",
            (self._login, form, subject),
        )

    def drafts(self) -> list[FormDraft]:
        """All drafts of this user, newest first."""
        rows = self._run(
            "SELECT form, subject, content, saved_at FROM draft WHERE login = ?"
            " ORDER BY saved_at DESC, rowid DESC",
            (self._login,),
        )
        found = (self._draft(*row) for row in rows)
        return [draft for draft in found if draft is not None]

    def draft(self, form: str, subject: str) -> FormDraft | None:
        """The draft of one form about one subject."""
        return next((d for d in self.drafts() if (d.form, d.subject) == (form, subject)), None)

    def forget(self, ids: Collection[int], words: Collection[str]) -> int:
        """Throws away every user's drafts about these records or with these words; how many.

        For a person who was erased: what was half typed about them goes, too.
        """
        gone = 0
        for login, form, subject, content in self._run(
            "SELECT login, form, subject, content FROM draft", ()
        ):
            place = f"draft:{login}:{form}:{subject}"
            text = content
            if not content.startswith("{"):
                try:
                    text = unseal(self._key, place, 0, content)
                except StorageFault:
                    continue  # cannot be read by anybody any more
            told = json.dumps(json.loads(text), ensure_ascii=False)
            if any(str(one) in subject for one in ids) or any(word in told for word in words):
                self._run(
                    "DELETE FROM draft WHERE login = ? AND form = ? AND subject = ?",
                    (login, form, subject),
                )
                gone += 1
        if gone:
            self._run("PRAGMA wal_checkpoint(TRUNCATE)", ())
        return gone

    def keep_place(self, name: str, content: Mapping[str, object]) -> None:
        """Remembers where the user was (last view, cursor, tab)."""
        self._run(
            "INSERT OR REPLACE INTO place VALUES (?, ?, ?)",
            (self._login, name, json.dumps(content, ensure_ascii=False)),
        )

    def place(self, name: str) -> dict[str, Any]:
        """What was remembered under that name; empty where nothing was."""
        rows = self._run(
            "SELECT content FROM place WHERE login = ? AND name = ?", (self._login, name)
        )
        return dict(json.loads(rows[0][0])) if rows else {}

    def close(self) -> None:
        """Gives the file back."""
        with self._lock:
            self._connection.close()

    def _opened(self, key: bytes | None) -> driver.Connection:
        if not self._path.exists():
            self._path.touch(mode=0o600)
        connection = connect(self._path, key, create=True)
        try:
            connection.executescript(_SCHEMA)
        except driver.Error as error:
            connection.close()
            raise translate(error, self._path) or error from error
        return connection

    def _set_aside(self) -> None:
        """A file that does not open under the key of the database is kept under another name."""
        for suffix in ("", "-wal", "-shm"):
            part = self._path.with_name(self._path.name + suffix)
            if part.exists():
                part.replace(self._path.with_name(f"{self._path.name}-damaged{suffix}"))

    def _run(self, sql: str, parameters: tuple[object, ...]) -> list[tuple[Any, ...]]:
        with self._lock:
            try:
                return list(self._connection.execute(sql, parameters))
            except driver.Error as error:
                fault = translate(error, self._path)
                if fault is None:
                    raise
                raise fault from error

    def _place(self, form: str, subject: str) -> str:
        return f"draft:{self._login}:{form}:{subject}"

    def _draft(self, form: str, subject: str, content: str, saved_at: str) -> FormDraft | None:
        """The draft; None where it does not open, e.g. after the key was changed."""
        if not content.startswith("{"):  # an older version did not seal them
            try:
                content = unseal(self._key, self._place(form, subject), 0, content)
            except StorageFault:
                return None
        kept = json.loads(content)
        row, column = kept["cursor"]
        return FormDraft(
            form,
            subject,
            kept["values"],
            kept["originals"],
            int(kept["version"]),
            kept["focus"],
            (row, column),
            read_stamp(saved_at),
        )
