"""A form saved durably, against one fsync of the same disk."""

from __future__ import annotations

import os
from itertools import count

from benchmarks import data
from benchmarks.measure import Bench, timed

GROUP = "save"


def run(bench: Bench) -> None:
    """One field of one customer, with journal, rules and search."""
    services = data.opened(data.home(bench.work, bench.small))
    _, short = data.journal_owners(services)
    numbers = count(1)
    path = bench.work / "fsync"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)

    def save() -> None:
        services.records.update("customer", short, {"city": f"苏州{next(numbers)}"})

    def sync() -> None:
        os.pwrite(descriptor, os.urandom(4096), 0)
        os.fsync(descriptor)

    save()
    bench.compare(
        GROUP,
        "one field of a customer",
        lambda: timed(save),
        lambda: timed(sync),
        unit="ms",
        peer_name="write and fsync of 4 kB",
        goal=3,
        rounds=bench.rounds * 5,
    )
    os.close(descriptor)
    services.close()
