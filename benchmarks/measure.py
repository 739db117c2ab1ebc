"""One row of the table: two medians that were taken in turn, and the ratio that is aimed at."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

Sample = Callable[[], float]


@dataclass(frozen=True)
class Row:
    """Ours against another; `goal` is the largest ratio that is aimed at."""

    group: str
    what: str
    ours: float
    peer: float
    unit: str
    peer_name: str
    goal: float
    rounds: int

    @property
    def ratio(self) -> float:
        """Ours as a part of the other's."""
        return self.ours / self.peer if self.peer else float("inf")

    @property
    def met(self) -> bool:
        """Whether the goal is reached."""
        return self.ratio <= self.goal


@dataclass
class Bench:
    """What all groups share: where the data lie, how large they are, how often to measure."""

    work: Path
    rounds: int = 7
    small: int = 1_000
    middle: int = 100_000
    large: int = 1_000_000
    sessions: int = 20
    rows: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def note(self, text: str) -> None:
        """A row that could not be taken, and why."""
        print(f"  {text}", flush=True)
        self.notes.append(text)

    def add(self, row: Row) -> Row:
        """Takes a row into the table."""
        mark = "ok" if row.met else "MISSED"
        print(
            f"  {row.what}: {row.ours:.3g} {row.unit} against {row.peer:.3g} ({row.peer_name}):"
            f" {row.ratio:.2f}x, goal {row.goal:g}x, {mark}",
            flush=True,
        )
        self.rows.append(row)
        return row

    def compare(
        self,
        group: str,
        what: str,
        ours: Sample,
        peer: Sample,
        *,
        unit: str,
        peer_name: str,
        goal: float,
        rounds: int | None = None,
    ) -> Row:
        """Both in turn, so that a busy moment of the machine hits both; medians are compared."""
        count = rounds or self.rounds
        pairs = [(ours(), peer()) for _ in range(count)]
        mine, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
        return self.add(Row(group, what, mine, theirs, unit, peer_name, goal, count))


def timed(call: Callable[[], object]) -> float:
    """Milliseconds of a call."""
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which a share of all lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
