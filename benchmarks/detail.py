"""The journal of a customer with many entries against that of one with few."""

from __future__ import annotations

from benchmarks import data
from benchmarks.measure import Bench, timed
from tui.panes.detail.tabs import TABS
from tui.rows.lines import LinesSource

GROUP = "detail"
WIDTH = 60


def run(bench: Bench) -> None:
    """What the detail pane reads and words when the cursor comes to a customer."""
    services = data.opened(data.home(bench.work, bench.small))
    long, short = data.journal_owners(services)
    for name, build in TABS:
        if name not in ("overview", "journal"):
            continue

        def first(customer: int) -> int:
            return LinesSource(lambda: build(services, customer, WIDTH, False)).count()  # noqa: B023

        first(long)
        bench.compare(
            GROUP,
            f"{name}, {data.LONG} entries",
            lambda: timed(lambda: first(long)),
            lambda: timed(lambda: first(short)),
            unit="ms",
            peer_name=f"itself, {data.SHORT} entries",
            goal=2,
            rounds=bench.rounds * 3,
        )
    services.close()
