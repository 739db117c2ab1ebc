"""Words of cases, tickets, notes and solutions: found by an index, kept with the record."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from models.query import parse
from models.views.paging import Start
from storage.crypto import DEMO_KEY
from storage.effects import search_text
from storage.engine.connect import connect
from storage.migrations import runner
from storage.queries import listing
from storage.search.names import Index
from storage.services import Services
from tests.factories import a_case, a_contact, a_customer, a_ticket
from tests.tools.pages import backwards, forwards
from tests.tools.store import Store

LOCK = "門鎖第三次失灵，客户很不满意"


def _small() -> tuple[Store, dict[str, int]]:
    store = Store()
    harbour = store.add("customer", name="Harbour Lane", code="C-000001")
    store.index(Index.FIND, harbour, ["Harbour Lane", "C-000001"], "C-000001")
    told = {
        "lock": ("F-000012", LOCK, "Broken lock", None),
        "water": ("F-000345", "Water under the sink, interrupted twice", None, harbour),
        "signs": ("F-000346", "!!! 😀", None, harbour),
    }
    ids = {}
    for name, (code, text, issue, customer) in told.items():
        ids[name] = store.add(
            "feedback", code=code, text=text, main_issue=issue, customer_id=customer,
            kind="COMPLAINT", due_at="2026-03-09T00:00:00Z",
        )  # fmt: skip
        store.index(Index.CASES, ids[name], [t for t in (code, text, issue) if t], code)
    pump = store.add(
        "ticket",
        code="T-000007",
        symptom="水泵漏水",
        serial="XJ-4471",
        customer_id=harbour,
        state="RECEIVED",
        round=1,
    )
    store.index(Index.TICKETS, pump, ["T-000007", "XJ-4471", "水泵漏水"], "T-000007", "XJ-4471")
    note = store.add("interaction", customer_id=harbour, summary="谈了仓储系统")
    store.index(Index.NOTES, note, ["谈了仓储系统"])
    return store, {**ids, "pump": pump, "note": note}


SMALL, IDS = _small()


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("feedback", "鎖", "lock"),
        ("feedback", "门锁", "lock"),
        ("feedback", "第三次失灵", "lock"),
        ("feedback", "三锁", ""),
        ("feedback", "ms", "lock"),
        ("feedback", "buman", "lock"),
        ("feedback", "bro", "lock"),
        ("feedback", "LOCK", "lock"),
        ("feedback", "F-000012", "lock"),
        ("feedback", "f-0003", "water signs"),
        ("feedback", "345", "water"),
        ("feedback", "harb", "water signs"),
        ("feedback", "harb sink", "water"),
        ("feedback", "sink 锁", ""),
        ("feedback", "sink OR 锁", "lock water"),
        ("feedback", "!锁", "water signs"),
        ("feedback", "harb !sink open:yes sort:-code", "signs"),
        ("feedback", '"!!!"', "signs"),
        ("feedback", "😀", "signs"),
        ("feedback", "麒麟", ""),
        ("tickets", "漏水", "pump"),
        ("tickets", "lous", "pump"),
        ("tickets", "4471", "pump"),
        ("tickets", "xj", "pump"),
        ("tickets", "harbour", "pump"),
        ("tickets", "T-000007 kind:REPAIR", "pump"),
        ("tickets", "门锁", ""),
        ("interactions", "倉儲", "note"),
        ("interactions", "harbour", "note"),
        ("interactions", "门锁", ""),
    ],
)
def test_words_mean_what_they_mean_among_customers(kind: str, text: str, expected: str) -> None:
    query = parse(text, kind)
    assert query.problems == ()
    wanted = {IDS[name] for name in expected.split()}
    assert set(listing.ids(SMALL, SMALL.context(), query)) == wanted
    page = listing.page(SMALL, SMALL.context(), query, Start(), 10)
    assert {row.id for row in page.rows} == wanted
    assert listing.count(SMALL, SMALL.context(), query, 10) == len(wanted)
    for row in page.rows:
        place = listing.position(SMALL, SMALL.context(), query, row.id)
        assert place == [one.id for one in page.rows].index(row.id)


def _crowd(size: int) -> Store:
    """A queue of which most have one word in common; some cases of one customer among them."""
    store, chance = Store(), random.Random(7)
    harbour = store.add("customer", name="Harbour Lane", code="C-000001")
    store.index(Index.FIND, harbour, ["Harbour Lane", "C-000001"], "C-000001")
    for number in range(size):
        code, text = f"F-{number:06d}", chance.choice(["门锁坏了", "门锁又坏了", "发票没收到"])
        case = store.add(
            "feedback", code=code, text=text, customer_id=chance.choice([None, harbour]),
            kind=chance.choice(["COMPLAINT", "OPINION"]), state=chance.choice(["NEW", "CLOSED"]),
            round=chance.choice([1, 2]), due_at=f"2026-03-{number % 9 + 1:02d}T00:00:00Z",
        )  # fmt: skip
        store.index(Index.CASES, case, [code, text], code)
    return store


CROWD = _crowd(150)


@pytest.mark.parametrize("text", ["门锁", "ms", "门锁 坏", "harb", "门锁 harb", "门锁 open:yes",
                                  "门锁 sort:-received", "发票", "!门锁"])  # fmt: skip
def test_few_or_many_hits_give_the_same_pages(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """By ids, along the list, or by the set of all hits: in both directions."""
    context = CROWD.context()
    query = parse(text, "feedback")
    vector = list(listing.ids(CROWD, context, query))
    assert len(vector) > 18
    for few, cap in ((500, 500), (3, 5), (3, 100_000)):
        monkeypatch.setattr("storage.queries.words.CANDIDATES", few)
        monkeypatch.setattr("storage.queries.words.COUNT_CAP", cap)
        assert forwards(CROWD, context, query, 9) == vector
        assert backwards(CROWD, context, query, 9) == vector
        assert listing.count(CROWD, context, query, 1_000) == len(vector)


def test_a_frequent_word_of_cases_makes_no_set_of_its_hits(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    class Spy(Store):
        def __init__(self) -> None:
            self.connection = CROWD.connection

        def rows(self, sql: str, params: Any = None) -> list[tuple[Any, ...]]:
            seen.append(sql)
            return super().rows(sql, params)

    monkeypatch.setattr("storage.queries.words.CANDIDATES", 3)
    monkeypatch.setattr("storage.queries.words.COUNT_CAP", 20)
    page = listing.page(Spy(), CROWD.context(), parse("门锁", "feedback"), Start(), 9)
    assert len(page.rows) == 9
    assert [sql for sql in seen if "MATCH" in sql and "LIMIT" not in sql] == []


def found(services: Services, kind: str, text: str) -> int:
    return services.lists.count(services.lists.parse(text, kind))


def whole(services: Services) -> bool:
    return services.core.database.read(search_text.outdated) == 0


def test_the_index_follows_each_change_of_a_case(services: Services) -> None:
    case = a_case(services, a_customer(services, "湖滨商行"), text="麒麟锁失灵")
    assert (found(services, "feedback", "麒麟"), found(services, "feedback", "湖滨")) == (1, 1)
    services.feedback.correct(case.id, {"text": "凤凰灯不亮"})
    assert (found(services, "feedback", "麒麟"), found(services, "feedback", "凤凰")) == (0, 1)
    services.changes.undo()
    assert (found(services, "feedback", "麒麟"), found(services, "feedback", "凤凰")) == (1, 0)
    services.changes.redo()
    assert found(services, "feedback", "fenghuang") == 1
    services.records.archive("feedback", case.id)
    assert found(services, "feedback", "凤凰") == 0
    services.changes.undo()
    assert found(services, "feedback", case.code) == 1
    assert whole(services)


def test_a_ticket_and_what_was_learnt_of_it_are_found(services: Services) -> None:
    customer = a_customer(services, "湖滨商行")
    ticket = a_ticket(services, customer, symptom="麒麟泵漏水", serial="XJ-4471")
    assert found(services, "tickets", "4471") == found(services, "tickets", "qilin") == 1
    services.tickets.correct(ticket.id, {"symptom": "凤凰灯不亮"})
    assert (found(services, "tickets", "麒麟"), found(services, "tickets", "凤凰")) == (0, 1)
    product = services.records.create("product", {"name": "麒麟泵", "code": "QL-1"})
    note = {"product": product.code or "QL-1", "symptom": "漏水", "solution": "换密封圈"}
    kept = services.records.create("solution_note", note)
    assert found(services, "solution-notes", "麒麟") == 1
    assert found(services, "solution-notes", kept.code or "") == 1
    services.records.update("product", product.id, {"name": "凤凰泵"})
    assert (found(services, "solution-notes", "麒麟"), whole(services)) == (0, True)
    services.changes.undo()
    assert (found(services, "solution-notes", "麒麟"), whole(services)) == (1, True)


def test_ac_145_words_of_an_erased_customers_cases_are_in_no_index(
    services: Services, tmp_path: Path
) -> None:
    customer = a_customer(services, "听雨楼商行", kind="INDIVIDUAL")
    a_contact(services, customer, "慕容秋水")
    case = a_case(services, customer, text="慕容秋水要退货", kind="PRAISE")
    ticket = a_ticket(services, customer, symptom="慕容秋水家漏水")
    for entity, one in (("feedback", case), ("ticket", ticket)):
        services.records.archive(entity, one.id)
    assert found(services, "feedback", "慕容") == 0
    services.privacy.erase("customer", customer.id, tmp_path / "r.json", repr, reason="本人要求")
    for kind in ("feedback", "tickets", "interactions"):
        assert found(services, kind, "慕容秋水") == 0
    texts = services.core.database.read(
        lambda reader: reader.rows("SELECT texts FROM search_source")
    )
    assert "慕容" not in repr(texts)
    assert whole(services)


def test_a_stale_word_of_a_case_is_seen_and_mended_by_the_doctor(services: Services) -> None:
    a_case(services, text="麒麟锁失灵")
    connection = connect(services.core.database.path, services.core.database.key)
    connection.execute("UPDATE feedback SET text = '凤凰灯不亮'")
    connection.close()
    assert not whole(services)
    services.maintenance.rebuild_search()
    assert whole(services)
    assert (found(services, "feedback", "麒麟"), found(services, "feedback", "凤凰")) == (0, 1)


class _OlderStore(Store):
    """Knows only the columns that its file has."""

    def _insert(self, table: str, row: dict[str, Any]) -> None:
        known = {one[1] for one in self.rows(f"PRAGMA table_info({table})")}
        super()._insert(table, {name: value for name, value in row.items() if name in known})


def test_an_older_file_is_indexed_when_it_is_raised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "old" / "fivefold.db"
    with monkeypatch.context() as before:
        before.setattr(runner, "STEPS", runner.STEPS[:19])
        before.setattr(runner, "NEWEST", 19)
        runner.create(path, DEMO_KEY)
    old = _OlderStore.__new__(_OlderStore)
    old.connection = connect(path, DEMO_KEY)
    old._ids = iter(range(1, 99))  # type: ignore[assignment]
    old.connection.execute("PRAGMA foreign_keys = OFF")
    customer = old.add("customer", name="Harbour Lane")
    case = old.add("feedback", code="F-000012", text=LOCK, customer_id=customer)
    old.add("feedback", code="F-000013", text=LOCK, deleted_at="2026-01-05T02:00:00Z")
    ticket = old.add(
        "ticket",
        code="T-000007",
        symptom="水泵漏水",
        customer_id=customer,
        state="RECEIVED",
        round=1,
    )
    note = old.add("solution_note", code="SN-000001", symptom="漏水", solution="换密封圈")
    old.connection.close()
    assert runner.migrate(path, DEMO_KEY, path.parent / "backups") is not None
    old.connection = connect(path, DEMO_KEY)
    for kind, text, wanted in (
        ("feedback", "门锁", case), ("feedback", "12", case), ("tickets", "漏水", ticket),
        ("solution-notes", "漏水", note), ("solution-notes", "sn-0", note),
    ):  # fmt: skip
        query = parse(text, kind)
        assert list(listing.ids(old, old.context(), query)) == [wanted], text
    assert old.one("SELECT count(*) FROM search_source") == (3,)
    assert {row[1] for row in old.rows("SELECT * FROM search_state")} == {1}
    old.connection.close()
