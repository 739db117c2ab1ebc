"""From the command to the first data; help without a screen."""

from __future__ import annotations

import subprocess
import time

from benchmarks import data, peers
from benchmarks.measure import Bench
from benchmarks.terminal import ROOT, Terminal
from models.query import parse
from storage.locations import Locations

GROUP = "start"
WORKSPACE = "1 Customers"  # the frame around the list, which the toolkit draws


def run(bench: Bench) -> None:
    """The first rows against a program of one word, against harlequin; help against `pass`."""
    where = data.home(bench.work, bench.small)
    env = home_of(where)
    marker = first_name(where)

    def ours() -> float:
        with Terminal(peers.FIVEFOLD, env=env) as terminal:
            return terminal.until(marker)

    def minimal() -> float:
        with Terminal(peers.MINIMAL) as terminal:
            return terminal.until(peers.READY)

    ours()  # the first start ever compiles modules and catalogues
    minimal()
    bench.compare(
        GROUP,
        f"first rows of {bench.small:,} customers",
        ours,
        minimal,
        unit="ms",
        peer_name="minimal Textual program",
        goal=1.25,
    )
    _harlequin(bench, ours)
    bench.compare(
        GROUP,
        "fivefold --help",
        lambda: _process([*peers.FIVEFOLD, "--help"]),
        lambda: _process([peers.PYTHON, "-c", "pass"]),
        unit="ms",
        peer_name="python -c pass",
        goal=2,
        rounds=bench.rounds * 3,
    )


def _harlequin(bench: Bench, ours: object) -> None:
    program = peers.harlequin(bench.work)
    if program is None:
        bench.note("harlequin could not be installed: its row is left out")
        return
    path = bench.work / "harlequin.db"
    if not path.exists():
        import sqlite3

        with sqlite3.connect(path) as connection:
            connection.execute("CREATE TABLE customer (name, city)")
            connection.executemany("INSERT INTO customer VALUES (?, ?)", data.names(bench.small))

    def theirs() -> float:
        home = {"HOME": str(bench.work)}
        with Terminal([str(program), "-a", "sqlite", str(path)], env=home) as terminal:
            return terminal.until("Query Editor")

    theirs()
    bench.compare(
        GROUP,
        "first rows",
        ours,  # type: ignore[arg-type]
        theirs,
        unit="ms",
        peer_name="harlequin, its empty editor",
        goal=0.4,
    )


def _process(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    return (time.perf_counter() - start) * 1000


def home_of(where: Locations) -> dict[str, str]:
    """What the environment says about a home."""
    return {"FIVEFOLD_HOME": str(where.data.parent)}


def first_name(where: Locations) -> str:
    """The beginning of the first name of the list."""
    services = data.opened(where)
    try:
        source = services.lists.source(parse("", "customers"), "")
        source.count()
        return str(source.page(0, 1).rows[0].name)[:6]
    finally:
        services.close()
