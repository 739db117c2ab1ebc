"""A whole book regraded: at the change of date, against reading the same rows once."""

from __future__ import annotations

import shutil
import threading
import time
from datetime import timedelta

from benchmarks import data
from benchmarks.measure import Bench, Row, timed
from storage.clock import FixedClock
from storage.crypto import read_key
from storage.engine.connect import connect
from storage.locations import find
from storage.services import open_services

GROUP = "recompute"
_ROWS = (
    "SELECT id, grade, grade_reason, grade_override_until, deal_status, importance, urgency,"
    " handle_by, need_status, own_expected_date, potential_volume_year FROM customer",
    "SELECT id, customer_id, grade, odds_calc, qualified, need_status, expected_close_date,"
    " expected_amount, pipeline FROM opportunity",
    "SELECT subject_id, question_code, state, confirmed_on FROM nsabc_answer",
)


def run(bench: Bench) -> None:
    """The first day works out everything, the second what a single day moves."""
    made = data.book(bench.work, bench.middle)
    copy = find(environ={"FIVEFOLD_HOME": str(bench.work / "recompute")})
    folder = copy.data.parent
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(made.data.parent, folder)
    key = read_key(made.key_file(made.database))
    connection = connect(copy.database, key, readonly=True)
    peer = timed(lambda: [list(connection.execute(sql)) for sql in _ROWS])
    connection.close()
    services = data.opened(copy)
    now = services.core.clock.now()
    services.close()
    for what, days in (("every figure worked out", 1), ("the next day", 2)):
        services = open_services(
            copy, clock=FixedClock(now + timedelta(days=days)), origin="benchmark"
        )
        waits: list[float] = []
        stop = threading.Event()
        other = threading.Thread(target=_pages, args=(services, waits, stop))
        other.start()
        ours = timed(services.maintenance.new_day)
        stop.set()
        other.join()
        services.close()
        bench.add(
            Row(GROUP, f"{what}, {bench.middle:,} customers and {bench.middle // 2:,} deals",
                ours, peer, "ms", "reading the rows once", 12, 1)
        )  # fmt: skip
        bench.note(f"{what}: the slowest page of another reader meanwhile took {max(waits):.0f} ms")
    shutil.rmtree(folder)


def _pages(services: object, waits: list[float], stop: threading.Event) -> None:
    """Reads pages as a list does, until it is told to stop."""
    lists = services.lists  # type: ignore[attr-defined]
    while not stop.is_set():
        start = time.perf_counter()
        lists.page(lists.parse("", "customers"), limit=40)
        waits.append((time.perf_counter() - start) * 1000)
        stop.wait(0.05)
