"""Generated customers: seeded, set-based, in an encrypted file as the program makes it.

The rows are copies of one customer that the program itself made, with other names, places,
owners, grades and dates; so they follow the schema of the day.
"""

from __future__ import annotations

import json
import random
import shutil
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from models.enums import AnswerScope
from storage.crypto import read_key
from storage.desk import desk_path
from storage.effects.names import normalised_name
from storage.effects.recomputing import mark
from storage.engine.connect import connect
from storage.locations import Locations, find
from storage.search import index, tokens
from storage.search.lookalikes import COLUMNS, facts_of_row, kept_keys
from storage.search.names import Index
from storage.services import Services, create_database, open_services

PLACES = ("上海", "北京", "深圳", "杭州", "苏州", "成都", "武汉", "宁波", "青岛", "厦门")
MARKS = (
    "华信恒远宏达盛世天成金鼎中科新锐联创海岳江南云帆知行晋阳青禾嘉岭澄湖顺和珠水禾木源泽瑞丰"
    "博雅凯盛安泰启明星辰东方国泰万通百川长青鸿运祥瑞卓越腾飞佳信德润景行和光同尘旭日骏马"
)
TRADES = (
    "科技",
    "贸易",
    "机械",
    "电子",
    "医疗器械",
    "物流",
    "环境工程",
    "食品",
    "汽车零部件",
    "软件",
)
FORMS = ("有限公司", "股份有限公司", "集团", "有限责任公司")
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰志国建文"
ENGLISH = ("Harbour", "Kestrel", "Tidewater", "Northgate", "Solstice", "Osprey", "Copper", "Wren")
SECOND = ("Lane", "Field", "Ridge", "Works", "Marine", "Foods", "Robotics", "Outdoor", "Labs")
LEGAL = ("Ltd", "GmbH", "Inc", "AB", "LLC", "Pty")
TOWNS = ("Bristol", "Rotterdam", "Gothenburg", "Austin", "Leeds", "Hamburg")
GRADES = ("A", "B", "C", "D", "E")
_CHUNK = 20_000
_INDEXES = (
    "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    " AND tbl_name IN ('customer', 'match_key')"
)
ASKED = ("P-N1", "P-N2", "P-S1", "P-A1", "P-A2", "P-B1", "P-B2", "P-C1")
LONG, SHORT = 500, 5  # entries of the two customers whose journals are compared


def names(count: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """(name, city): three in four Chinese, one of them in four a person."""
    chance = random.Random(seed)
    pick = chance.choice
    for _ in range(count):
        kind = chance.random()
        if kind < 0.25:
            name = f"{pick(ENGLISH)} {pick(SECOND)} {chance.randrange(1000)} {pick(LEGAL)}"
            yield name, pick(TOWNS)
        elif kind < 0.45:
            yield pick(SURNAMES) + pick(GIVEN) + pick(GIVEN), pick(PLACES)
        else:
            city = pick(PLACES)
            mark = "".join(pick(MARKS) for _ in range(chance.choice((2, 2, 3))))
            yield f"{city}{mark}{pick(TRADES)}{pick(FORMS)}", city


def places(work: Path, count: int) -> Locations:
    """Where the home with so many customers lies."""
    return find(environ={"FIVEFOLD_HOME": str(work / f"home-{count}")})


def home(work: Path, count: int) -> Locations:
    """The home with so many customers; made at its first use."""
    found = places(work, count)
    done = work / f"home-{count}" / "complete"
    if not done.exists():
        start = time.perf_counter()
        _make(found, count)
        done.touch()
        print(f"  made {count:,} customers in {time.perf_counter() - start:.0f} s", flush=True)
    desk_path(found.database).unlink(missing_ok=True)  # drafts and places of an earlier run
    _as_of_today(found)
    return found


def _as_of_today(where: Locations) -> None:
    """No change of date while something else is measured; that one has a group of its own."""
    services = opened(where)
    services.core.units.write(
        "change.recompute", {}, lambda work: mark(work, work.today.isoformat()), settle=False
    )
    services.close()


def book(work: Path, count: int) -> Locations:
    """The home with so many customers and half as many deals; each deal with eight answers."""
    found = find(environ={"FIVEFOLD_HOME": str(work / f"book-{count}")})
    done = work / f"book-{count}" / "complete"
    if not done.exists():
        plain = home(work, count)
        shutil.rmtree(found.data.parent, ignore_errors=True)
        shutil.copytree(plain.data.parent, found.data.parent)
        _deals(found)
        done.touch()
    return found


def year(work: Path, count: int, follow_ups: int) -> Locations:
    """The home with so many customers and so many follow-ups of one person over a year."""
    found = find(environ={"FIVEFOLD_HOME": str(work / f"year-{follow_ups}")})
    done = work / f"year-{follow_ups}" / "complete"
    if not done.exists():
        plain = home(work, count)
        shutil.rmtree(found.data.parent, ignore_errors=True)
        shutil.copytree(plain.data.parent, found.data.parent)
        _plan_year(found, follow_ups)
        done.touch()
    return found


def opened(where: Locations) -> Services:
    """Its services, as the program opens them."""
    return open_services(where, origin="benchmark")


def _make(where: Locations, count: int) -> None:
    key = read_key(create_database(where))
    services = opened(where)
    made = services.records.create(
        "customer", {"name": "华信科技有限公司", "need_status": "LATENT"}
    )
    touch = {"channel": "EMAIL", "summary": "样品已经寄出，等对方的意见。 Sent the sample."}
    services.interactions.touch(made.id, touch)
    services.maintenance.new_day()
    services.close()
    connection = connect(where.database, key)
    try:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA cache_size = -200000")
        indexes = connection.execute(_INDEXES).fetchall()
        for name, _sql in indexes:
            connection.execute(f"DROP INDEX {name}")
        _customers(connection, made.id, count)
        for _name, sql in indexes:  # sorted once each, not thirty places for each customer
            connection.execute(sql)
        _journals(connection, made.id)
        connection.execute("ANALYZE")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


def _template(connection: Any, table: str, row_id: int) -> tuple[list[str], list[Any]]:
    cursor = connection.execute(f"SELECT * FROM {table} WHERE id = ?", (row_id,))
    columns = [one[0] for one in cursor.description]
    return columns, list(cursor.fetchone())


def _customers(connection: Any, template_id: int, count: int) -> None:
    columns, values = _template(connection, "customer", template_id)
    place = {name: columns.index(name) for name in columns}
    insert = f"INSERT INTO customer ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
    keep = (
        "INSERT INTO search_source (index_name, row_id, texts, token_version)"
        f" VALUES ('{Index.FIND.value}', ?, ?, {tokens.TOKEN_VERSION})"
    )
    chance = random.Random(2)
    today = _today()
    first = template_id + 1
    rows: list[list[Any]] = []
    found: list[tuple[int, str, str]] = []

    def flush() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(insert, rows)
        index.put_many(connection, Index.FIND, [(row, words) for row, words, _ in found])
        connection.executemany(keep, [(row, texts) for row, _, texts in found])
        connection.executemany("INSERT INTO match_key VALUES (?, ?, ?)", _match_keys(place, rows))
        connection.execute("COMMIT")
        rows.clear()
        found.clear()

    for number, (name, city) in enumerate(names(count - 1), start=2):
        row = values[:]
        due = today + timedelta(days=chance.randrange(1, 120))
        code = f"C-{number:06d}"
        for column, value in (
            ("id", first + number - 2),
            ("code", code),
            ("name", name),
            ("name_norm", normalised_name(name)),
            ("city", city),
            ("grade", GRADES[min(4, int(chance.expovariate(0.7)))]),
            ("next_tracking_due", due.isoformat()),
            ("handle_by", None),
        ):
            row[place[column]] = value
        rows.append(row)
        texts, digits = [name, code, city], [code]
        words = tokens.record_tokens(texts, digits)
        found.append((row[place["id"]], words, json.dumps((texts, digits), ensure_ascii=False)))
        if len(rows) == _CHUNK:
            flush()
    flush()
    connection.execute("UPDATE counter SET last = ? WHERE prefix = 'C'", (count,))


def _match_keys(place: dict[str, int], rows: Sequence[Sequence[Any]]) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        found = facts_of_row([row[place[column]] for column in COLUMNS])
        for kind, value in kept_keys(found):
            yield kind, value, row[place["id"]]


def _journals(connection: Any, customer_id: int) -> None:
    """Long and short journal: the first two generated customers."""
    (entry,) = connection.execute("SELECT min(id) FROM interaction").fetchone()
    columns, values = _template(connection, "interaction", entry)
    insert = (
        f"INSERT INTO interaction ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
    )
    place = {name: columns.index(name) for name in columns}
    rows: list[list[Any]] = []
    for owner, entries in ((customer_id + 1, LONG), (customer_id + 2, SHORT)):
        for number in range(entries):
            row = values[:]
            row[place["id"]] = entry + 1 + len(rows)
            row[place["customer_id"]] = owner
            row[place["at"]] = f"20{25 - number // 300:02d}-{1 + number % 12:02d}-11T03:00:00Z"
            rows.append(row)
    with connection:
        connection.execute("BEGIN")
        connection.executemany(insert, rows)


def _deals(where: Locations) -> None:
    """A deal for every second customer, copies of one that the program made."""
    services = opened(where)
    source = services.lists.source(services.lists.parse("", "customers"), "")
    source.count()
    customers = source.ids()
    first = services.cards.record("customer", customers[0])
    texts = {"title": "仓储系统", "pipeline": "QUALIFIED", "need_status": "NOW",
             "expected_amount": "240000", "expected_close_date": _today().isoformat()}  # fmt: skip
    deal = services.records.create("opportunity", {"customer": str(first["code"]), **texts})
    services.answers.give(
        AnswerScope.OPPORTUNITY, deal.id, "P-N1", {"state": "ASSUMED", "note": "-"}
    )
    services.close()
    connection = connect(where.database, read_key(where.key_file(where.database)))
    try:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        _copy_deals(connection, deal.id, customers[::2])
        _copy_items(connection)
        connection.execute("COMMIT")
        connection.execute("ANALYZE")
    finally:
        connection.close()


def _copy_deals(connection: Any, deal_id: int, customers: Sequence[int]) -> None:
    """Closing within and beyond the limits of the grades, with answers of every age."""
    chance = random.Random(3)
    (answer_id,) = connection.execute("SELECT max(id) FROM nsabc_answer").fetchone()
    deals: list[dict[str, Any]] = []
    answers: list[dict[str, Any]] = []
    for number, customer in enumerate(customers, start=1):
        close = _today() + timedelta(days=chance.randrange(-20, 250))
        deals.append(
            {"id": deal_id + number, "customer_id": customer, "code": f"O-{number + 1:06d}",
             "expected_close_date": close.isoformat()}
        )  # fmt: skip
        for place, code in enumerate(ASKED):
            day = _today() - timedelta(days=chance.randrange(0, 200))
            answers.append(
                {"id": answer_id + len(ASKED) * number + place, "subject_id": deal_id + number,
                 "question_code": code, "state": chance.choice(("CONFIRMED", "ASSUMED")),
                 "confirmed_on": day.isoformat()}
            )  # fmt: skip
    _copies(connection, "opportunity", deal_id, deals)
    _copies(connection, "nsabc_answer", answer_id, answers)


def _copy_items(connection: Any) -> None:
    """The open tracking item of every customer that has none."""
    (item_id,) = connection.execute("SELECT max(id) FROM follow_up").fetchone()
    missing = connection.execute(
        "SELECT id, next_tracking_due FROM customer"
        " WHERE id NOT IN (SELECT customer_id FROM follow_up WHERE kind = 'TRACKING')"
    )
    items = [
        {"id": item_id + number, "customer_id": customer, "code": f"U-{number + 1000:06d}",
         "kind": "TRACKING", "due_date": due, "done_at": None, "status": "OPEN",
         "done_interaction_id": None}
        for number, (customer, due) in enumerate(missing, start=1)
    ]  # fmt: skip
    _copies(connection, "follow_up", item_id, items)


def _plan_year(where: Locations, count: int) -> None:
    """Half of the year lies behind: of that one in a hundred is still open."""
    services = opened(where)
    source = services.lists.source(services.lists.parse("", "customers"), "")
    source.count()
    customers = source.ids()
    texts = {"title": "回访", "kind": "TASK", "due_date": "+1d"}
    texts["assignee"] = services.actor().login
    item = services.follow_ups.plan(customers[0], texts)
    services.close()
    chance = random.Random(4)
    items = []
    for number in range(1, count):
        days = number * 365 // count - 182
        open_still = days >= 0 or chance.random() < 0.01
        at = chance.choice((None, "09:00", "10:30", "14:00", "16:00"))
        items.append(
            {"id": item.id + number, "customer_id": customers[number % len(customers)],
             "code": f"U-{number + 1000:06d}", "due_time": at,
             "due_date": (_today() + timedelta(days=days)).isoformat(),
             "status": "OPEN" if open_still else "DONE"}
        )  # fmt: skip
    connection = connect(where.database, read_key(where.key_file(where.database)))
    try:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        _copies(connection, "follow_up", item.id, items)
        connection.execute("UPDATE counter SET last = ? WHERE prefix = 'U'", (count + 1000,))
        connection.execute("COMMIT")
        connection.execute("ANALYZE")
    finally:
        connection.close()


def _copies(connection: Any, table: str, row_id: int, changes: Sequence[dict[str, Any]]) -> None:
    """Copies of a row, each with values of its own."""
    columns, values = _template(connection, table, row_id)
    row = dict(zip(columns, values, strict=True))
    marks = ", ".join(f":{name}" for name in columns)
    connection.executemany(
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})",
        ({**row, **change} for change in changes),
    )


def journal_owners(services: Services) -> Sequence[int]:
    """Ids of the customers with the long and with the short journal."""
    rows = services.core.read(
        lambda reader: reader.rows(
            "SELECT customer_id FROM interaction GROUP BY customer_id ORDER BY count(*) DESC"
        )
    )
    return [rows[0][0], rows[1][0]]


def _today() -> Any:
    from storage.clock import SystemClock

    return SystemClock().today()
