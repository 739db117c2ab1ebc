"""One field of many customers changed at once, against one UPDATE of the same rows."""

from __future__ import annotations

import shutil

from benchmarks import data
from benchmarks.measure import Bench, Row, timed
from storage.crypto import read_key
from storage.engine.connect import connect

GROUP = "bulk"


def run(bench: Bench) -> None:
    """With gates, journal entries, search and one undo; on copies of the generated file."""
    made = data.home(bench.work, bench.middle)
    copy = data.places(bench.work / "bulk", bench.middle)
    folder = copy.data.parent
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(made.data.parent, folder)
    services = data.opened(copy)
    source = services.lists.source(services.lists.parse("", "customers"), "")
    source.count()
    ids = source.ids()
    ours = timed(lambda: services.bulk.change("customer", ids, {"industry": "物流"}))
    services.close()
    connection = connect(copy.database, read_key(made.key_file(made.database)))
    peer = timed(
        lambda: connection.execute(
            "UPDATE customer SET industry = 'trade', version = version + 1 WHERE deleted_at IS NULL"
        )
    )
    connection.close()
    shutil.rmtree(folder)
    bench.add(
        Row(GROUP, f"one field of {bench.middle:,} customers", ours, peer, "ms", "one UPDATE", 6, 1)
    )
