"""Every key in the query line, against the same queries by LIKE on the same file."""

from __future__ import annotations

import random
from typing import Any

from benchmarks import data
from benchmarks.measure import Bench, Row, percentile, timed
from models.query import parse
from storage.crypto import read_key
from storage.engine.connect import connect
from storage.locations import Locations
from storage.search.reading import initials, pinyin

GROUP = "search"
ABSENT = ("龘靐", "齉龖", "zzqx", "qqvvxx", "Xylophonist")
_LIKE = "SELECT id FROM named WHERE name LIKE :q OR initials LIKE :q OR pinyin LIKE :q LIMIT 50"


def queries(seed: int = 5, each: int = 12) -> list[str]:
    """Han of one to five characters, pinyin, initials, Latin words and what nobody is called."""
    chance = random.Random(seed)
    chosen = [name for name, _ in data.names(4000, seed=1)]
    han = [name for name in chosen if not name.isascii()]
    latin = [name for name in chosen if name.isascii()]
    found: list[str] = []
    for length in (1, 2, 3, 4, 5):
        for _ in range(each):
            name = chance.choice([one for one in han if len(one) > length])
            start = chance.randrange(len(name) - length)
            found.append(name[start : start + length])
    for _ in range(each):
        name = chance.choice(han)
        found.append("".join(pinyin(name).split()[:2]))
        found.append(initials(name)[:2])
        found.append(initials(name)[:4])
        word = chance.choice(chance.choice(latin).split()[:2])
        found.append(word[: chance.randrange(2, len(word) + 1)].lower())
    return [*found, *ABSENT]


def run(bench: Bench) -> None:
    """One page of rows and their count, as the screen asks for them at each key."""
    where = data.home(bench.work, bench.large)
    services = data.opened(where)

    def key(text: str) -> None:
        source = services.lists.source(parse(text, "customers"), "")
        source.count()
        source.page(0, 64)

    like = _named(bench, where)
    asked = queries()
    key(asked[0])
    ours: list[float] = []
    theirs: list[float] = []
    absent: list[float] = []
    for text in asked:
        ours.append(timed(lambda: key(text)))  # noqa: B023
        spent = timed(lambda: like.execute(_LIKE, {"q": f"%{text}%"}).fetchall())  # noqa: B023
        theirs.append(spent)
        if text in ABSENT:
            absent.append(spent)
    like.close()
    services.close()
    order = sorted(zip(ours, asked, strict=True), reverse=True)[:5]
    bench.note(
        f"slowest queries at {bench.large:,}: "
        + ", ".join(f"{text} {spent:.1f} ms" for spent, text in order)
    )
    size = f"{bench.large:,} customers, {len(asked)} queries"
    name = "LIKE over name, initials, pinyin; first 50"
    bench.add(
        Row(GROUP, f"95 of 100, {size}", percentile(ours, 0.95), percentile(theirs, 0.95), "ms",
            name, 0.05, len(asked))
    )  # fmt: skip
    bench.add(
        Row(GROUP, f"the slowest, {size}", max(ours), percentile(absent, 0.5), "ms",
            "LIKE without a hit", 0.3, len(asked))
    )  # fmt: skip


def _named(bench: Bench, where: Locations) -> Any:
    """The names with initials and pinyin in an encrypted file of their own, for LIKE."""
    path = bench.work / f"named-{bench.large}.db"
    key = read_key(where.key_file(where.database))
    if path.exists():
        return connect(path, key)
    connection = connect(path, key, create=True)
    connection.execute("CREATE TABLE named (id INTEGER PRIMARY KEY, name, initials, pinyin)")
    connection.execute("BEGIN")
    connection.executemany(
        "INSERT INTO named (name, initials, pinyin) VALUES (?, ?, ?)",
        (
            (name, initials(name), pinyin(name).replace(" ", ""))
            for name, _ in data.names(bench.large)
        ),
    )
    connection.execute("COMMIT")
    return connection
