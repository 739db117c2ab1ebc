"""The scan of the whole book for duplicates, against reading all its names once."""

from __future__ import annotations

from benchmarks import data
from benchmarks.measure import Bench, timed
from storage.queries.duplicates import NAMES

GROUP = "duplicates"
ROUNDS = 3


def run(bench: Bench) -> None:
    """Blocking, scores, names of the pairs; and one save that asks who looks alike."""
    services = data.opened(data.home(bench.work, bench.middle))
    found = services.duplicates.scan()
    bench.compare(
        GROUP,
        f"scan of {bench.middle:,} customers, {len(found):,} pairs",
        lambda: timed(services.duplicates.scan),
        lambda: timed(lambda: services.core.read(lambda reader: reader.rows(NAMES))),
        unit="ms",
        peer_name="reading the names once",
        goal=100,
        rounds=ROUNDS,
    )
    services.close()
