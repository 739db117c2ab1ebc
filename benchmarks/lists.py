"""The customer list at a thousand and at a million rows, and beside a DataTable."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from benchmarks import data, peers
from benchmarks.measure import Bench, Row
from benchmarks.start import WORKSPACE, first_name, home_of
from benchmarks.terminal import Terminal
from storage.locations import Locations

GROUP = "list"
KEYS = 40


def run(bench: Bench) -> None:
    """Ready, memory and keys; large against small, and against a DataTable of a thousand."""
    small, large = (data.home(bench.work, n) for n in (bench.small, bench.large))
    markers = {one: first_name(one) for one in (small, large)}

    def ready(where: Locations) -> float:
        with Terminal(peers.FIVEFOLD, env=home_of(where)) as terminal:
            terminal.until(markers[where])
            return terminal.until(WORKSPACE)

    for where in (large, small):
        ready(where)
    sizes = f"{bench.large:,} rows against {bench.small:,}"
    bench.compare(
        GROUP,
        f"ready, {sizes}",
        lambda: ready(large),
        lambda: ready(small),
        unit="ms",
        peer_name=f"itself, {bench.small:,} rows",
        goal=1.15,
    )
    _keys(bench, small, large)


def _keys(bench: Bench, small: Locations, large: Locations) -> None:
    sizes = f"{bench.large:,} rows against {bench.small:,}"
    with (
        Terminal(peers.FIVEFOLD, env=home_of(small)) as one,
        Terminal(peers.FIVEFOLD, env=home_of(large)) as million,
        Terminal(peers.table(bench.small)) as table,
    ):
        for terminal, marker in ((one, WORKSPACE), (million, WORKSPACE), (table, "City")):
            terminal.until(marker)
            terminal.rest()
        for terminal in (one, million):
            terminal.key("z")  # the list alone
            terminal.rest()
        memory = (million.memory(), one.memory())
        times = _steps((one, million, table), "\x1b[B")
    name = f"itself, {bench.small:,} rows"
    bench.add(Row(GROUP, f"memory, {sizes}", *memory, "MB", name, 1.1, 1))
    medians = [statistics.median(one) for one in times]
    bench.add(Row(GROUP, f"a key, {sizes}", medians[1], medians[0], "ms", name, 1.2, KEYS))
    table_name = f"DataTable, {bench.small:,} rows"
    bench.add(
        Row(
            GROUP,
            f"a key, {bench.small:,} rows",
            medians[0],
            medians[2],
            "ms",
            table_name,
            0.5,
            KEYS,
        )
    )


def _steps(terminals: Sequence[Terminal], key: str) -> list[list[float]]:
    """Keys in turn: within the view first, then scrolling."""
    times: list[list[float]] = [[] for _ in terminals]
    for _ in range(KEYS):
        for terminal, found in zip(terminals, times, strict=True):
            found.append(terminal.key(key))
    return times
