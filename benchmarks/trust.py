"""The audit chain walked, and sealed values opened, each against reading the same rows once."""

from __future__ import annotations

import json

from benchmarks.measure import Bench, timed
from storage.crypto import Key
from storage.engine import chain
from storage.engine.connect import connect
from storage.migrations import runner

GROUP = "trust"
_KEY = Key(bytes(range(32)))
_ENTRIES = 3  # of a change
_PEOPLE = 100
_READ = "SELECT seq, change_id, entity, record_id, action, changed, digest FROM change_entry"
_SEALED = "SELECT id, name, mobile, home_phone, household_note FROM contact"
_OPENED = (
    "SELECT id, name, unseal(mobile, id, 'contact.mobile'), unseal(home_phone, id,"
    " 'contact.home_phone'), unseal(household_note, id, 'contact.household_note') FROM contact"
)


def run(bench: Bench) -> None:
    """So many entries as the middle size says, in changes of three, in an encrypted file."""
    path = bench.work / "trail.db"
    path.unlink(missing_ok=True)
    runner.create(path, _KEY)
    connection = connect(path, _KEY)
    codes = chain.codes_of(_KEY)
    _fill(connection, codes, bench.middle)
    found = chain.verify(connection, codes)
    assert found.whole
    assert found.entries >= bench.middle - _ENTRIES
    bench.compare(
        GROUP,
        f"audit verify, {found.entries:,} entries",
        lambda: timed(lambda: chain.verify(connection, codes)),
        lambda: timed(lambda: connection.execute(_READ).fetchall()),
        unit="ms",
        peer_name="the same rows read once",
        goal=5,
    )
    _people(connection)
    bench.compare(
        GROUP,
        f"{_PEOPLE} people with sealed values",
        lambda: timed(lambda: connection.execute(_OPENED).fetchall()),
        lambda: timed(lambda: connection.execute(_SEALED).fetchall()),
        unit="ms",
        peer_name="the same rows left sealed",
        goal=40,  # a value takes some five microseconds to open
        rounds=bench.rounds * 5,
    )
    connection.close()


def _fill(connection: chain.Connection, codes: chain.Codes, entries: int) -> None:
    connection.execute("BEGIN")
    for change in range(1, entries // _ENTRIES + 1):
        connection.execute(
            "INSERT INTO change_set (id, label, params, at, state, origin)"
            " VALUES (?, 'change.set', '{}', '2026-03-02T02:00:00Z', 'DONE', 'workspace')",
            (change,),
        )
        told: list[chain.Entry] = []
        for place in range(_ENTRIES):
            seq = (change - 1) * _ENTRIES + place + 1
            values = {"city": [None, f"城市 {seq}"], "grade": ["C", "B"]}
            changed = json.dumps(values, ensure_ascii=False)
            row = (seq, change, "customer", 1_000_000_000 + seq, "UPDATE", codes.digest(changed))
            connection.execute(
                "INSERT INTO change_entry (seq, change_id, entity, record_id, action, digest,"
                " changed) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (*row, changed),
            )
            told.append(row)
        chain.append(connection, codes, change, told)
    connection.execute("COMMIT")


def _people(connection: chain.Connection) -> None:
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.executemany(
        "INSERT INTO contact (id, created_at, updated_at, version, customer_id, name, is_primary,"
        " mobile, home_phone, household_note) VALUES (?, 'x', 'x', 1, 1, '王芳', 0,"
        " seal(?, ?, 'contact.mobile'), seal('0755-26001234', ?, 'contact.home_phone'),"
        " seal('Two children', ?, 'contact.household_note'))",
        [(number, f"1391234{number:04d}", number, number, number) for number in range(_PEOPLE)],
    )
