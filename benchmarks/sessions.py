"""Many workspaces at rest on one file, against as many that load the record layer first."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import ExitStack

from benchmarks import data, peers
from benchmarks.measure import Bench, Row
from benchmarks.start import WORKSPACE, home_of
from benchmarks.terminal import Terminal
from storage.locations import Locations

GROUP = "sessions"
_REST = 10.0


def run(bench: Bench) -> None:
    """Memory that is not shared, and processor time while nobody presses a key."""
    where = data.home(bench.work, bench.large)
    ours, cpu = _resting(bench.sessions, peers.FIVEFOLD, where)
    theirs, _ = _resting(bench.sessions, peers.FAT, where)
    size = f"{bench.sessions} workspaces, {bench.large:,} customers"
    name = "the same with SQLModel loaded at the start"
    bench.add(Row(GROUP, f"memory (PSS) of {size}", ours, theirs, "MB", name, 0.6, 1))
    bench.note(f"processor time of {size} at rest: {cpu:.2%} of one core each, goal 0.2 %")


def _resting(count: int, command: Sequence[str], where: Locations) -> tuple[float, float]:
    """(sum of PSS in MB, share of a core that each uses at rest)."""
    with ExitStack() as stack:
        found = []
        for _ in range(count):
            terminal = stack.enter_context(Terminal(command, env=home_of(where)))
            terminal.until(WORKSPACE)
            found.append(terminal)
        for terminal in found:
            terminal.rest()
        before = [one.cpu() for one in found]
        time.sleep(_REST)
        used = sum(one.cpu() - past for one, past in zip(found, before, strict=True))
        return sum(one.memory("Pss") for one in found), used / _REST / count
