"""A file of customers taken in, against the bare rows written in one statement.

`python -m benchmarks.importing WORK ROWS` is one import in a process of its own.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks import data
from benchmarks.measure import Bench, Row, timed
from benchmarks.terminal import ROOT
from storage.crypto import read_key
from storage.engine.connect import connect
from storage.locations import Locations, find
from storage.services import create_database

GROUP = "import"
_SEED = 9


def run(bench: Bench) -> None:
    """Time against executemany of the same rows, memory against a tenth of them."""
    large, small = bench.middle, max(1000, bench.middle // 10)
    most, least = _once(bench.work, large), _once(bench.work, small)
    bench.add(
        Row(GROUP, f"{large:,} rows, checked, journalled, searchable", most["ours"], most["peer"],
            "ms", "executemany into the same table", 5, 1)
    )  # fmt: skip
    bench.add(
        Row(GROUP, f"memory, {large:,} rows", most["memory"], least["memory"], "MB",
            f"itself, {small:,} rows", 1.2, 1)
    )  # fmt: skip


def _once(work: Path, rows: int) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.importing", str(work), str(rows)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _import(work: Path, rows: int) -> dict[str, float]:
    path = work / f"import-{rows}.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("name", "city", "need_status"))
        writer.writerows((name, city, "LATENT") for name, city in data.names(rows, _SEED))
    folder = Path(tempfile.mkdtemp(dir=work))
    try:
        where = find(environ={"FIVEFOLD_HOME": str(folder)})
        create_database(where)
        services = data.opened(where)
        from models.fields.vocabulary import Vocabulary

        words = Vocabulary({}, {})
        seen = services.exchange.preview(path, "customer", vocabulary=words)
        ours = timed(lambda: services.exchange.run(seen, vocabulary=words))
        memory = _most_memory()
        stored = services.core.read(lambda reader: reader.one("SELECT count(*) FROM customer"))
        assert stored is not None
        services.close()
        return {"ours": ours, "peer": _bare(where, folder), "memory": memory, "stored": stored[0]}
    finally:
        shutil.rmtree(folder)


def _most_memory() -> float:
    """Megabytes at the highest; `getrusage` would answer with the parent's where that had more."""
    found = re.search(r"^VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(), re.MULTILINE)
    assert found
    return int(found[1]) / 1024


def _bare(where: Locations, folder: Path) -> float:
    """The same customers as rows for executemany: the file's disk and key, nothing else."""
    key = read_key(where.key_file(where.database))
    source = connect(where.database, key)
    cursor = source.execute("SELECT * FROM customer")
    columns = [one[0] for one in cursor.description]
    rows = cursor.fetchall()
    (schema,) = source.execute("SELECT sql FROM sqlite_master WHERE name = 'customer'").fetchone()
    source.close()
    target = connect(folder / "bare.db", key, create=True)
    target.execute("PRAGMA foreign_keys = OFF")
    target.execute(schema)
    insert = f"INSERT INTO customer VALUES ({', '.join('?' * len(columns))})"

    def write() -> None:
        target.execute("BEGIN")
        target.executemany(insert, rows)
        target.execute("COMMIT")

    spent = timed(write)
    target.close()
    return spent


if __name__ == "__main__":
    print(json.dumps(_import(Path(sys.argv[1]), int(sys.argv[2]))))
