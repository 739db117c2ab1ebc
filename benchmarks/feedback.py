"""The feedback queue with 20,000 open cases against one with twenty: page, count, step, search."""

from __future__ import annotations

import json
import random
import shutil
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from benchmarks import data
from benchmarks.measure import Bench, timed
from models.enums import FeedbackKind, FeedbackState
from models.views.paging import After
from storage.crypto import read_key
from storage.engine.connect import connect
from storage.locations import Locations
from storage.search import index, tokens
from storage.search.names import COUNT_CAP, Index
from storage.services import Services

GROUP = "feedback"
FEW, MANY = 20, 20_000
OPEN = "open:yes"
WORDS = ("门锁", "漏水", "晚到", "发票", "掉线", "late", "broken", "invoice", "noise", "教材")
ACK = {"ack_text": "收到", "promised_at": "+3d 10:00"}


def run(bench: Bench) -> None:
    """Each act on a long and on a short queue, which differ in nothing else."""
    long, short = (data.opened(_queue(bench, number)) for number in (MANY, FEW))
    for what, act, goal in (
        ("first page of the queue", _page, 3.0),
        ("a page further down", _next, 3.0),
        ("what a case still lacks", _lacks, 1.5),
        ("the next state of a case", _step, 1.5),
        ("a rare word in the cases", _word("湖滨"), 1.5),
        ("a rare word in Latin letters", _word("backorder"), 1.5),
        ("a word in no case", _word("麒麟"), 1.5),
        ("a word in every tenth case", _word("掉线"), 3.0),
        ("a word in every case", _word("客户"), 3.0),
        ("the count of a word in every case", _counted("客户"), 10.0),
        ("a customer's cases", _of_customer, 1.5),
        ("the due times of today, a hundred shown", _due, 10.0),
    ):
        ours, peer = act(long), act(short)
        bench.compare(
            GROUP,
            f"{what}, {MANY:,} open cases",
            lambda ours=ours: timed(ours),  # type: ignore[misc]
            lambda peer=peer: timed(peer),  # type: ignore[misc]
            unit="ms",
            peer_name=f"{FEW} open cases",
            goal=goal,
            rounds=bench.rounds * 3,
        )
    for services in (long, short):
        services.close()


def _page(services: Services) -> Any:
    query = services.lists.parse(OPEN, "feedback")
    return lambda: services.lists.page(query, limit=50)


def _next(services: Services) -> Any:
    query = services.lists.parse(OPEN, "feedback")
    first = services.lists.page(query, limit=10)
    assert first.last is not None
    edge = After(first.last)
    return lambda: services.lists.page(query, limit=10, edge=edge)


def _some(services: Services) -> list[int]:
    query = services.lists.parse("state:NEW", "feedback")
    return [row.id for row in services.lists.page(query, limit=200).rows]


def _lacks(services: Services) -> Any:
    case = _some(services)[0]
    return lambda: services.feedback.next_steps(case)


def _step(services: Services) -> Any:
    case, numbers = _some(services)[0], count(1)
    services.feedback.step(case, FeedbackState.ACKNOWLEDGED, ACK)
    return lambda: services.feedback.progress(case, f"在办 {next(numbers)}")


def _word(word: str) -> Any:
    def act(services: Services) -> Any:
        query = services.lists.parse(f"{OPEN} {word}", "feedback")
        return lambda: services.lists.page(query, limit=20)

    return act


def _counted(word: str) -> Any:
    def act(services: Services) -> Any:
        query = services.lists.parse(f"{OPEN} {word}", "feedback")
        return lambda: services.lists.count(query, COUNT_CAP)

    return act


def _of_customer(services: Services) -> Any:
    query = services.lists.parse(f"{OPEN} customer:C-000002", "feedback")
    return lambda: services.lists.page(query, limit=20)


def _due(services: Services) -> Any:
    today = services.core.clock.today()
    return lambda: services.calendar.plan(today, today)


# --- the queues


def _queue(bench: Bench, number: int) -> Locations:
    plain = data.home(bench.work, bench.small)
    found = data.places(bench.work / f"cases-{number}", bench.small)
    folder: Path = found.data.parent
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(plain.data.parent, folder)
    services = data.opened(found)
    texts = {"kind": "COMPLAINT", "channel": "PHONE", "text": "x", "customer": "C-000002"}
    case = services.feedback.take_in(texts).id
    customers = [row.id for row in services.lists.page(
        services.lists.parse("", "customers"), limit=min(number, 500)).rows]  # fmt: skip
    services.close()
    connection = connect(found.database, read_key(found.key_file(found.database)))
    try:
        connection.execute("PRAGMA synchronous = OFF")
        _fill(connection, case, customers, number)
        connection.execute("ANALYZE")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
    return found


def _fill(connection: Any, case: int, customers: list[int], number: int) -> None:
    chance = random.Random(7)
    columns, values = data._template(connection, "feedback", case)
    (event,) = connection.execute("SELECT id FROM feedback_event").fetchone()
    names, told = data._template(connection, "feedback_event", event)
    now = datetime.now(UTC)
    connection.execute("BEGIN IMMEDIATE")
    for place in range(1, number):
        received = now - timedelta(minutes=chance.randrange(0, 100_000))
        due = received + timedelta(hours=chance.randrange(1, 2_000))
        moments = {"received_at": received, "due_at": due}
        row = dict(zip(columns, values, strict=True)) | {
            "id": case + place,
            "code": f"F-{place + 1:06d}",
            "customer_id": customers[place % len(customers)],
            "kind": chance.choice(tuple(FeedbackKind)).value,
            "text": f"客户说{chance.choice(WORDS)} {place}" * 4 + _rare(place, number),
            "state": "NEW" if place % 3 else "ACTING",
            "round": 2 if place % 17 == 0 else 1,
            **{name: at.strftime("%Y-%m-%dT%H:%M:%SZ") for name, at in moments.items()},
        }
        _insert(connection, "feedback", row)
        _index(connection, row)
        story = dict(zip(names, told, strict=True))
        _insert(connection, "feedback_event", story | {
            "id": event + place, "feedback_id": case + place, "at": row["received_at"],
        })  # fmt: skip
    connection.execute("UPDATE counter SET last = ? WHERE prefix = 'F'", (number,))
    connection.execute("COMMIT")


def _rare(place: int, number: int) -> str:
    """A word that three cases hold, however many there are."""
    return "湖滨店 backorder" if place % (number // 3) == 1 else ""


def _index(connection: Any, row: dict[str, Any]) -> None:
    source = ([row["code"], row["text"]], [row["code"]])
    index.put_many(connection, Index.CASES, [(row["id"], tokens.record_tokens(*source))])
    kept = {
        "index_name": Index.CASES.value,
        "row_id": row["id"],
        "texts": json.dumps(source, ensure_ascii=False),
        "token_version": tokens.TOKEN_VERSION,
    }
    _insert(connection, "search_source", kept)


def _insert(connection: Any, table: str, row: dict[str, Any]) -> None:
    names = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join("?" * len(row))
    connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(row.values()))
