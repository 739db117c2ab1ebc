"""Works out the figures of the whole book anew: at the change of date, after a change of a figure.

What differs is found by reads that hold no lock; it is written in chunks under one change without
an entry per row, so that nobody waits long for the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from models.enums import ChangeAction, ChangeState
from models.policy_defaults import policy_from
from storage.clock import stamp
from storage.effects import case_clocks, regrading, visits
from storage.effects import ranking as ranks
from storage.engine.database import Database
from storage.engine.reading import DriverReader
from storage.progress import Progress
from storage.queries import figures, ranking
from storage.queries import regrading as queries
from storage.work import Units, Work

COMPUTED_ON = "computed_on"
_PUT = (
    "INSERT INTO setting (id, created_at, updated_at, version, key, value)"
    " VALUES (:id, :now, :now, 1, :key, :value)"
)
_KEEP = (
    "UPDATE setting SET value = :value, deleted_at = NULL, updated_at = :now,"
    " version = version + 1 WHERE id = :id"
)
_LABEL = "change.recompute"
_READ_AT_ONCE = 10_000  # customers a read
_WRITE_AT_ONCE = 2_000  # customers a transaction, so that another writer waits less than a second
_ALL = "SELECT count(*) FROM customer WHERE deleted_at IS NULL"


def mark(work: Work, day: str) -> None:
    """Says for which day the figures hold; "" for none: the next start works them all out.

    Beside the journal: no undo of a change may bring an older day back.
    """
    found = work.one("SELECT id FROM setting WHERE key = :key", {"key": COMPUTED_ON})
    row = {
        "id": found[0] if found else work.ids.next(),
        "key": COMPUTED_ON,
        "value": day,
        "now": stamp(work.now),
    }
    work.execute(_KEEP if found else _PUT, row)


def recompute(database: Database, units: Units, since: date | None, progress: Progress) -> int:
    """Puts every stored figure right for today; returns how many customers were looked at again.

    `since` is the day for which they were worked out; None looks at everything, tracking dates
    too. Stopped by `progress`, what was done stays, and the next start does the rest.
    """
    ids = _outdated(database, units, since, progress)
    if ids is None:
        return 0
    params = {"day": units.clock.today().isoformat()}
    pieces = [ids[at : at + _WRITE_AT_ONCE] for at in range(0, len(ids), _WRITE_AT_ONCE)] or [[]]
    if len(pieces) == 1:
        units.write(_LABEL, params, lambda work: _piece(work, ids, since, last=True), settle=False)
        return len(ids)
    change, done = units.begin_long(_LABEL, params), 0
    try:
        for piece in pieces:
            if progress.cancelled():
                break
            done += len(piece)
            is_last = done == len(ids)
            units.chunk(change, lambda work: _piece(work, piece, since, last=is_last))  # noqa: B023
            progress.report(len(ids) + done, 2 * len(ids))
    finally:
        state = ChangeState.DONE if done == len(ids) else ChangeState.CANCELLED
        units.end_long(change, state, params)
    return done


def _piece(work: Work, ids: list[int], since: date | None, *, last: bool) -> None:
    everything = since is None
    regrading.refresh(work, ids, cadence=everything)
    ranks.refresh(work, ids, whole_book=everything and last)
    if everything and last:
        case_clocks.retell(work)
    if last:
        mark(work, work.today.isoformat())
    work.session.flush()
    work.journal.entries.clear()  # one change, not an entry for each row
    for entity in ("customer", "opportunity", "follow_up", *(("feedback",) if everything else ())):
        work.journal.note(entity, None, ChangeAction.UPDATE)


def _outdated(
    database: Database, units: Units, since: date | None, progress: Progress
) -> list[int] | None:
    """Customers with a figure that is not what is stored; None where the search was stopped."""
    today, zone = units.clock.today(), units.clock.zone
    policy = policy_from(database.read(figures.figures))
    given = queries.figures(policy, today)
    total = database.read(lambda reader: reader.rows(_ALL)[0][0])
    found: set[int] = set()
    done = 0
    for ids in _book(database):
        if progress.cancelled():
            return None
        if since is None:
            found.update(ids)
        else:

            def differing(reader: DriverReader, ids: list[int] = ids) -> set[int]:
                return regrading.differing(reader, given, ids, zone)

            found |= database.read(differing)
        done += len(ids)
        progress.report(done, 2 * total)
    if since is not None:
        first = min(since, today)
        found |= set(database.read(lambda reader: ranking.outdated(reader, policy, first, today)))
        found |= set(database.read(visits.missing))
    return sorted(found)


def _book(database: Database) -> Iterator[list[int]]:
    """Ids of all living customers, so many at a time."""
    after = -1
    while True:
        ids = database.read(
            lambda reader: queries.next_customers(reader, after, _READ_AT_ONCE)  # noqa: B023
        )
        if not ids:
            return
        yield ids
        after = ids[-1]
