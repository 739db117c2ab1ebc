"""The full-text indexes on a real file of the product's driver."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy
from sqlcipher3 import dbapi2

from storage.search import index as search
from storage.search.index import ThroughSqlAlchemy
from storage.search.names import Index
from storage.search.tokens import TOKEN_VERSION, WordQuery, parse_word, record_tokens

Record = tuple[list[str], list[str]]

RECORDS: dict[int, Record] = {
    1: (["中国移动", "单雄信", "北京"], ["C-000001", "010-66668888"]),
    2: (["平安银行", "曾国强", "深圳"], ["C-000012", "0755-88881234"]),
    3: (["重庆啤酒", "李小明", "重庆"], ["C-000003"]),
    4: (["长沙银行", "解放", "长沙"], ["C-000004"]),
    5: (["厦门航空", "仇英", "厦门"], ["C-000005"]),
    6: (["Harbour Lane Foods", "Ann Müller", "ann@harbour.example"], ["C-000006"]),
    7: (["臺灣積體電路", "陳大文", "新竹"], ["C-000007"]),
    8: (["万科A", "王𬭎"], ["C-000008"]),
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "search.db"


@pytest.fixture
def conn(path: Path) -> Iterator[dbapi2.Connection]:
    connection = dbapi2.connect(str(path))
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA secure_delete=ON")
    search.create(connection)
    search.put_many(
        connection,
        Index.FIND,
        ((rowid, record_tokens(*record)) for rowid, record in RECORDS.items()),
    )
    connection.commit()
    yield connection
    connection.close()


def find(conn: search.Connection, *words: str) -> list[int]:
    """The way of a service: candidates, then the check where a word is not exact."""
    queries = [parse_word(word) for word in words]
    found = search.candidates(conn, Index.FIND, queries)
    return sorted(rowid for rowid in found if _holds_all(queries, RECORDS[rowid]))


def _holds_all(queries: list[WordQuery], record: Record) -> bool:
    return all(query.exact or query.verify(*record) for query in queries)


@pytest.mark.parametrize(
    ("word", "ids"),
    [
        ("zgyd", [1]),
        ("zhongguoyidong", [1]),
        ("zhongguoyi", [1]),
        ("gyd", [1]),
        ("中國移動", [1]),
        ("平安", [2]),
        ("平", [2]),
        ("银行", [2, 4]),
        ("台湾", [7]),
        ("臺灣", [7]),
        ("twjtdl", [7]),
        ("cq", [3]),
        ("chongqing", [3]),
        ("cs", [4]),
        ("xm", [3, 5]),  # 李小明 too
        ("xmhk", [5]),
        ("shan", [1]),
        ("zeng", [2]),
        ("xiefang", [4]),
        ("qiu", [5]),
        ("harb", [6]),
        ("lane", [6]),
        ("muller", [6]),
        ("ann@harbour.example", [6]),
        ("000001", [1]),
        ("C-000012", [2]),
        ("c-0000", [1, 2, 3, 4, 5, 6, 7, 8]),
        ("8888", [1, 2]),
        ("88881234", [2]),
        ("34", [2]),
        ("万科A", [8]),
        ("wka", [8]),
        ("𬭎", [8]),
        ("王𬭎", [8]),
        ("驴唇", []),
        ("qqqq", []),
        ("777777", []),
        ("-", []),
        ("", []),
    ],
)
def test_word_finds(conn: dbapi2.Connection, word: str, ids: list[int]) -> None:
    assert find(conn, word) == ids


def test_ac_142_two_han_characters_and_traditional_queries(conn: dbapi2.Connection) -> None:
    assert find(conn, "移动") == find(conn, "移動") == [1]


def test_all_words_must_be_held(conn: dbapi2.Connection) -> None:
    assert find(conn, "银行", "zeng", "深圳") == [2]
    assert find(conn, "银行", "-") == [2, 4]
    assert find(conn, "银行", "harb") == []


def test_newest_first_with_a_limit_and_further_pages(conn: dbapi2.Connection) -> None:
    words = [parse_word("c")]
    assert search.candidates(conn, Index.FIND, words, limit=3) == [8, 7, 6]
    assert search.candidates(conn, Index.FIND, words, limit=3, below=6) == [5, 4, 3]
    assert search.candidates(conn, Index.FIND, words, below=1) == []


def test_count_is_capped(conn: dbapi2.Connection) -> None:
    assert search.count_capped(conn, Index.FIND, [parse_word("c")]) == 8
    assert search.count_capped(conn, Index.FIND, [parse_word("c")], cap=3) == 3
    assert search.count_capped(conn, Index.FIND, [parse_word("-")]) == 0


def test_notes_are_an_index_of_their_own(conn: dbapi2.Connection) -> None:
    search.put(conn, Index.NOTES, 70, record_tokens(["客户要求报价。下周回电"]))
    assert search.candidates(conn, Index.NOTES, [parse_word("报价")]) == [70]
    assert search.candidates(conn, Index.NOTES, [parse_word("bj")]) == [70]
    assert search.candidates(conn, Index.FIND, [parse_word("报价")]) == []


def test_an_update_takes_the_old_words_out(conn: dbapi2.Connection) -> None:
    old = record_tokens(*RECORDS[6])
    search.put(conn, Index.FIND, 6, record_tokens(["Quayside 食品"], ["C-000006"]), old)
    found = {
        word: search.candidates(conn, Index.FIND, [parse_word(word)])
        for word in ("harb", "lane", "muller", "quay", "食品", "sp", "000006")
    }
    assert found == {
        "harb": [],
        "lane": [],
        "muller": [],
        "quay": [6],
        "食品": [6],
        "sp": [6],
        "000006": [6],
    }
    assert search.is_sound(conn, Index.FIND)


def test_a_contact_may_come_and_go(conn: dbapi2.Connection) -> None:
    """Only the difference is written, also where nothing goes or nothing comes."""
    less = record_tokens(*RECORDS[1])
    more = record_tokens([*RECORDS[1][0], "Zoë Quay"], RECORDS[1][1])
    for _ in range(3):
        search.put(conn, Index.FIND, 1, more, less)
        assert search.candidates(conn, Index.FIND, [parse_word("quay")]) == [1]
        assert find(conn, "zgyd") == [1]
        search.put(conn, Index.FIND, 1, less, more)
        assert search.candidates(conn, Index.FIND, [parse_word("quay")]) == []
        assert find(conn, "zgyd") == [1]
    search.remove(conn, Index.FIND, 1, less)
    assert find(conn, "zgyd") == []
    assert list(search.indexed_ids(conn, Index.FIND)) == [2, 3, 4, 5, 6, 7, 8]
    assert search.is_sound(conn, Index.FIND)


def test_equal_tokens_write_nothing(conn: dbapi2.Connection) -> None:
    tokens = record_tokens(*RECORDS[1])
    before = conn.total_changes
    search.put(conn, Index.FIND, 1, tokens, tokens)
    assert conn.total_changes == before


def test_removed_words_are_not_in_the_file(conn: dbapi2.Connection, path: Path) -> None:
    secret: Record = (["Zyxomatic", "魑魅魍魉"], ["C-990099"])
    tokens = record_tokens(*secret)
    search.put_many(
        conn,
        Index.FIND,
        ((1000 + n, record_tokens([f"Company {n}", "平安"])) for n in range(500)),
    )
    search.put(conn, Index.FIND, 99, tokens)
    conn.commit()
    conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    # Terms share beginnings with their neighbours, so their ends are looked for.
    marks = [b"yxomatic", "魅魍".encode(), "魍魉".encode()]
    assert any(mark in path.read_bytes() for mark in marks)

    search.remove(conn, Index.FIND, 99, tokens)
    conn.commit()
    conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    for word in ("zyxo", "魑", "魅魍", "990099"):
        assert search.candidates(conn, Index.FIND, [parse_word(word)]) == []
    raw = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert not [mark for mark in marks if mark in raw]
    assert 99 not in set(search.indexed_ids(conn, Index.FIND))


def test_rebuild_replaces_everything_and_notes_the_version(conn: dbapi2.Connection) -> None:
    assert search.is_current(conn, Index.FIND)
    conn.execute("UPDATE search_state SET token_version = ?", (TOKEN_VERSION - 1,))
    assert not search.is_current(conn, Index.FIND)
    written = search.rebuild(conn, Index.FIND, ((n, record_tokens(["新名称"])) for n in (5, 3)))
    assert written == 2
    assert search.is_current(conn, Index.FIND)
    assert not search.is_current(conn, Index.NOTES)
    assert list(search.indexed_ids(conn, Index.FIND)) == [3, 5]
    assert search.candidates(conn, Index.FIND, [parse_word("移动")]) == []
    assert search.candidates(conn, Index.FIND, [parse_word("xin")]) == [5, 3]


def test_secure_delete_outlives_a_rebuild(conn: dbapi2.Connection) -> None:
    search.rebuild(conn, Index.FIND, [])
    sql = "SELECT v FROM find_index_config WHERE k = 'secure-delete'"
    assert conn.execute(sql).fetchone() == (1,)


def test_broken_structures_are_seen(conn: dbapi2.Connection) -> None:
    assert search.is_sound(conn, Index.FIND)
    conn.execute("DELETE FROM find_index_data WHERE id > 10")
    conn.execute("UPDATE find_index_data SET block = zeroblob(8) WHERE id = 10")
    assert not search.is_sound(conn, Index.FIND)


def test_other_failures_are_not_taken_for_damage(conn: dbapi2.Connection) -> None:
    conn.execute("DROP TABLE find_index")
    with pytest.raises(dbapi2.OperationalError):
        search.is_sound(conn, Index.FIND)


def test_a_rolled_back_write_leaves_no_words(conn: dbapi2.Connection) -> None:
    search.put(conn, Index.FIND, 50, record_tokens(["Quayside"]))
    conn.rollback()
    assert search.candidates(conn, Index.FIND, [parse_word("quay")]) == []


def test_works_through_sqlalchemy(path: Path) -> None:
    engine = sqlalchemy.create_engine(f"sqlite+pysqlite:///{path}", module=dbapi2)
    with engine.begin() as connection:
        through = ThroughSqlAlchemy(connection)
        search.create(through)
        rows = ((rowid, record_tokens(*record)) for rowid, record in RECORDS.items())
        assert search.put_many(through, Index.FIND, rows) == len(RECORDS)
        assert search.put_many(through, Index.FIND, []) == 0
        search.remove(through, Index.FIND, 4, record_tokens(*RECORDS[4]))
        assert find(through, "银行") == [2]
        assert search.count_capped(through, Index.FIND, [parse_word("c")]) == 7
        assert list(search.indexed_ids(through, Index.FIND)) == [1, 2, 3, 5, 6, 7, 8]
    engine.dispose()


def test_large_ids_of_the_product_are_kept(conn: dbapi2.Connection) -> None:
    rowid = 2**62 + 12345
    search.put(conn, Index.FIND, rowid, record_tokens(["Quayside"]))
    assert search.candidates(conn, Index.FIND, [parse_word("quay")]) == [rowid]


LETTERS = "重庆长沙厦门单曾乐会大都石中国移动"


def _assert_holds(conn: dbapi2.Connection, live: dict[int, list[str]]) -> None:
    assert list(search.indexed_ids(conn, Index.FIND)) == sorted(live)
    for word in [*LETTERS, "cq", "zhong", "lan", "tclkj", "大都"]:
        query = parse_word(word)
        found = search.candidates(conn, Index.FIND, [query])
        assert found == sorted(set(found) & set(live), reverse=True), word
        held = sorted((rowid for rowid in live if query.verify(live[rowid])), reverse=True)
        assert [rowid for rowid in found if query.verify(live[rowid])] == held
        assert not query.exact or found == held
    assert search.is_sound(conn, Index.FIND)


def _values(chosen: random.Random) -> list[str]:
    return ["".join(chosen.choices(LETTERS, k=4)), chosen.choice(["Lane", "TCL科技"])]


@pytest.mark.parametrize("commit_each", [False, True])
def test_random_edits_leave_the_same_index_as_a_fresh_one(commit_each: bool) -> None:
    """Deleting by tokens made again is exact, with many changes in one transaction too."""
    chosen = random.Random(7)
    conn = dbapi2.connect(":memory:")
    search.create(conn)
    live: dict[int, list[str]] = {}
    for _ in range(200):
        rowid = chosen.randrange(40)
        old = live.pop(rowid, None)
        old_tokens = None if old is None else record_tokens(old)
        if old_tokens is not None and chosen.random() < 0.3:
            search.remove(conn, Index.FIND, rowid, old_tokens)
        else:
            live[rowid] = _values(chosen)
            search.put(conn, Index.FIND, rowid, record_tokens(live[rowid]), old_tokens)
        if commit_each:
            conn.commit()
    _assert_holds(conn, live)
    conn.close()


def test_replacing_many_adds_changes_and_removes() -> None:
    chosen = random.Random(8)
    conn = dbapi2.connect(":memory:")
    search.create(conn)
    live: dict[int, list[str]] = {}
    for _ in range(8):
        rows: list[tuple[int, str | None, str | None]] = []
        for rowid in chosen.sample(range(60), 30):
            old = live.pop(rowid, None)
            if old is None or chosen.random() < 0.6:
                live[rowid] = _values(chosen)
            new = live.get(rowid)
            rows.append(
                (
                    rowid,
                    None if new is None else record_tokens(new),
                    None if old is None else record_tokens(old),
                )
            )
        assert search.replace_many(conn, Index.FIND, rows) == 30
    _assert_holds(conn, live)
    conn.close()


@pytest.mark.slow
def test_fifty_thousand_rows_answer_every_kind_of_word() -> None:
    conn = dbapi2.connect(":memory:")
    search.create(conn)
    chosen = random.Random(3)
    places, trades = ["北京", "上海", "深圳", "重庆", "长沙"], ["银行", "科技", "食品"]
    names = [
        chosen.choice(places)
        + "".join(chosen.choices("华中国金鑫瑞泰安平天", k=2))
        + chosen.choice(trades)
        for _ in range(50_000)
    ]
    search.put_many(conn, Index.FIND, ((n, record_tokens([name])) for n, name in enumerate(names)))
    for word in ["平", "平安", "重庆", "cq", "cqzg", "chongqingzhongguo", "z", "yinhang", "驴唇"]:
        query = parse_word(word)
        held = sum(query.verify([name]) for name in names)
        counted = search.count_capped(conn, Index.FIND, [query], cap=100_000)
        assert counted >= held
        assert not query.exact or counted == held
    conn.close()
