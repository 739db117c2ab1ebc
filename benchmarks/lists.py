"""The customer list at a thousand and at a million rows, and beside a DataTable."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median as _median

from benchmarks import data, peers
from benchmarks.measure import Bench, Row
from benchmarks.start import WORKSPACE, first_name, home_of
from benchmarks.terminal import Terminal
from storage.locations import Locations

GROUP = "list"
WITHIN, SCROLLED = 25, 40  # keys


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
        terminals = (one, million, table)
        within = [_median(found) for found in _steps(terminals, "\x1b[B", WITHIN)]
        _steps(terminals, "\x1b[B", 10)  # to the edge of the view, and past it
        scrolled = [_median(found) for found in _steps(terminals, "\x1b[B", SCROLLED)]
    name = f"itself, {bench.small:,} rows"
    bench.add(Row(GROUP, f"memory, {sizes}", *memory, "MB", name, 1.1, 1))
    for what, (ours, many, peer), keys in (
        ("a key within the view", within, WITHIN),
        ("a key that scrolls", scrolled, SCROLLED),
    ):
        bench.add(Row(GROUP, f"{what}, {sizes}", many, ours, "ms", name, 1.2, keys))
        bench.add(
            Row(GROUP, f"{what}, {bench.small:,} rows", ours, peer, "ms",
                f"DataTable, {bench.small:,} rows", 0.5, keys)
        )  # fmt: skip


def _steps(terminals: Sequence[Terminal], key: str, count: int) -> list[list[float]]:
    """A key so many times in each of them, in turn."""
    times: list[list[float]] = [[] for _ in terminals]
    for _ in range(count):
        for terminal, found in zip(terminals, times, strict=True):
            found.append(terminal.key(key))
    return times
