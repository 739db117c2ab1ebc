"""One act for many records: the same gates, one change, one undo, in chunks that can be stopped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from models.enums import FollowUpKind, Grade
from models.fields.registry import entity
from storage.clock import FixedClock
from storage.effects.same_values import FIGURE_COLUMNS, FREE_COLUMNS
from storage.effects.saving import Saved
from storage.effects.search_text import MOVING
from storage.errors import Invalid, Refused
from storage.services import Services
from storage.services import bulk as bulk_module
from storage.services.bulk import BulkResult
from storage.work import Work
from tests.conftest import MORNING
from tests.factories import a_customer, an_opportunity, an_order, filled, planned, value
from tests.integration.storage.test_undo import living

# Values of each column that is written set-based, as they are typed.
TYPED = {
    "owner_id": "zhang",
    "kind": "GOVERNMENT",
    "is_internal": "yes",
    "industry": "银行",
    "source": "FAIR",
    "preferred_channel": "WECHAT",
    "buying_preference": "价格第一",
    "country_region": "中国",
    "province": "广东",
    "postcode": "518000",
    "address": "深南大道 1 号",
    "annual_revenue": "1200000.50",
    "employees": "250",
    "profile_size": "中型",
    "profile_scope": "全国",
    "profile_structure": "集团",
    "business_summary": "银行业务",
    "funding": "B 轮",
    "growth_event": "上市",
    "openness": "4",
    "share_of_wallet": "30",
    "main_supplier": "yes",
    "strategic_agreement_on": "2026-01-05",
    "exec_programme": "yes",
    "negotiation_style": "直接",
    "word_binding": "YES",
    "switching_cost": "3",
    "switching_cost_note": "换系统要半年",
    "needs_met": "SAFETY,RESPECT",
    "purchase_risks": "QUALITY,CAPACITY",
    "reference_willing": "yes",
    "clv_amount": "500000",
    "clv_per_year": "4",
    "expected_years": "6",
    "churn_note": "去年换过供应商",
    "consent_marketing": "yes",
    "consent_survey": "yes",
    "consent_greeting": "yes",
    "legal_basis": "合同",
    "survey_interval_months": "6",
    "retention_until": "2031-04-01",
}
FIGURES = (
    ("need_status", "NONE"),
    ("need_status", "LATENT"),
    ("need_status", "NOW"),
    ("own_expected_date", "2026-03-20"),
    ("own_expected_date", ""),
    ("no_chance", "yes"),
    ("potential_volume_year", "90000000"),
    ("currency", "USD"),
)


def _book(services: Services) -> list[Saved]:
    services.records.create("user", {"login": "zhang", "name": "张伟", "roles": "SALES"})
    return [a_customer(services, grade=grade) for grade in ("A", "B", "C", "D")]


@pytest.fixture(scope="module")
def filled_home(
    founded: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, list[Saved]]:
    """A home with a book of four, filled once."""
    home = tmp_path_factory.mktemp("book") / "home"
    return filled(founded, home, FixedClock(MORNING), _book)


@pytest.fixture
def book(filled_home: tuple[Path, list[Saved]]) -> list[Saved]:
    return filled_home[1]


@pytest.fixture
def origin(
    founded: Path, filled_home: tuple[Path, list[Saved]], request: pytest.FixtureRequest
) -> Path:
    return filled_home[0] if "book" in request.fixturenames else founded


def ids(book: list[Saved]) -> list[int]:
    return [one.id for one in book]


def many(services: Services, count: int) -> list[int]:
    return [a_customer(services).id for _ in range(count)]


def field_of(column: str) -> str:
    found = entity("customer").field(column)
    assert found is not None
    return found.name


def test_every_free_column_has_a_value_to_try() -> None:
    assert set(TYPED) == FREE_COLUMNS


def test_every_column_that_moves_figures_has_one_too() -> None:
    assert {field for field, _text in FIGURES} == FIGURE_COLUMNS


def test_what_a_customer_is_found_by_is_never_written_set_based() -> None:
    assert not MOVING & (FREE_COLUMNS | FIGURE_COLUMNS)


def whole(services: Services) -> dict[str, list[tuple[Any, ...]]]:
    """All records, the tables kept in step with them, and what the last change says it moved."""
    found = living(services)
    found["grade_history"] = [row[1:] for row in found["grade_history"]]  # numbered anew
    for name, sql in {
        "match_key": "SELECT * FROM match_key ORDER BY kind, value, customer_id",
        "search_source": "SELECT * FROM search_source ORDER BY index_name, row_id",
        "change_entry": (
            "SELECT entity, iif(action = 'CREATE', 0, record_id) AS one, action, k.key, k.value"
            " FROM change_entry e LEFT JOIN json_each(e.changed) k"
            " WHERE change_id = (SELECT max(change_id) FROM change_entry) AND record_id IS NOT NULL"
            " ORDER BY entity, one, action, k.key"
        ),
    }.items():
        found[name] = services.core.read(lambda reader, sql=sql: reader.rows(sql))  # type: ignore[misc]
    return found


def both_ways(
    services: Services, book: list[Saved], monkeypatch: pytest.MonkeyPatch, field: str, text: str
) -> None:
    before = living(services)
    done = services.bulk.change("customer", ids(book), {field: text})
    set_based = whole(services)
    services.changes.undo()
    assert living(services) == before
    monkeypatch.setattr(bulk_module, "FREE_COLUMNS", frozenset())
    monkeypatch.setattr(bulk_module, "FIGURE_COLUMNS", frozenset())
    singly = services.bulk.change("customer", ids(book), {field: text})
    assert (done.changed, done.refused) == (singly.changed, singly.refused)
    assert whole(services) == set_based


@pytest.mark.parametrize("column", sorted(FREE_COLUMNS))
def test_set_based_and_one_by_one_lead_to_the_same(
    services: Services, book: list[Saved], monkeypatch: pytest.MonkeyPatch, column: str
) -> None:
    both_ways(services, book, monkeypatch, field_of(column), TYPED[column])


@pytest.mark.parametrize(("field", "text"), FIGURES)
def test_what_moves_figures_moves_them_alike_set_based(
    services: Services, book: list[Saved], monkeypatch: pytest.MonkeyPatch, field: str, text: str
) -> None:
    asleep, dealt, pinned, ordered = book
    services.records.update("customer", asleep.id, {"status": "DORMANT"})
    an_opportunity(services, dealt, expected_close_date="2026-03-20", need_status="LATENT")
    services.interactions.regrade(pinned.id, Grade.B, "knows the buyer")
    an_order(services, ordered)
    plain = [a_customer(services, potential_volume_year="100000", phone="88886666")]
    lost = a_customer(services, churn_type="NATURAL", grade="A")
    services.records.update("customer", lost.id, {"status": "LOST"})
    both_ways(services, [*book, *plain, lost], monkeypatch, field, text)


def test_a_new_owner_takes_the_tracking_items_over(services: Services, book: list[Saved]) -> None:
    services.bulk.change("customer", ids(book), {"owner": "zhang"})
    rows = services.core.read(
        lambda reader: reader.rows(
            "SELECT DISTINCT u.login FROM follow_up f JOIN user u ON u.id = f.assignee_id"
            " WHERE f.kind = 'TRACKING'"
        )
    )
    assert rows == [("zhang",)]


def test_who_holds_the_value_already_is_left_alone(services: Services, book: list[Saved]) -> None:
    services.records.update("customer", book[0].id, {"industry": "银行"})
    version = value(services, "customer", book[0].id, "version")
    done = services.bulk.change("customer", ids(book), {"industry": "银行"})
    assert (done.found, done.changed, done.kept) == (4, 3, 1)
    assert value(services, "customer", book[0].id, "version") == version


def test_a_field_that_moves_figures_moves_them(services: Services, book: list[Saved]) -> None:
    done = services.bulk.change("customer", ids(book), {"need_status": "NONE"})
    assert done.changed == 4
    assert {value(services, "customer", one.id, "grade") for one in book} == {"E"}
    assert [day.isoformat() for day, _ in planned(services, book[0].id, FollowUpKind.TRACKING)] == [
        "2027-03-02"
    ]


def test_what_a_gate_refuses_is_named_and_the_rest_goes_on(
    services: Services, book: list[Saved]
) -> None:
    services.records.update("customer", book[1].id, {"churn_type": "NATURAL"})
    done = services.bulk.change("customer", ids(book), {"status": "LOST"})
    assert done.changed == 1
    assert {code for code, _ in done.refused} == {book[0].code, book[2].code, book[3].code}
    assert {reason.code for _, reason in done.refused} == {"customer.churn_type_required"}


def test_a_wrong_value_is_refused_before_anything_is_written(
    services: Services, book: list[Saved]
) -> None:
    before = living(services)
    with pytest.raises(Invalid) as failure:
        services.bulk.change("customer", ids(book), {"employees": "viele"})
    assert failure.value.problems[0].params["field"] == "employees"
    with pytest.raises(Invalid):
        services.bulk.change("customer", ids(book), {"owner": "nobody"})
    with pytest.raises(Invalid):
        services.bulk.change("customer", ids(book), {"name": ""})
    with pytest.raises(Refused):
        services.bulk.change("interaction", ids(book), {"summary": "x"})
    assert living(services) == before


@pytest.mark.parametrize("texts", [{"industry": "银行"}, {"need_status": "NONE"}])
def test_a_dry_run_counts_and_writes_nothing(
    services: Services, book: list[Saved], texts: dict[str, str]
) -> None:
    before = living(services)
    head = change_count(services)
    done = services.bulk.change("customer", ids(book), texts, dry_run=True)
    assert done.changed == 4
    assert living(services) == before
    assert change_count(services) == head


@pytest.mark.parametrize(
    "texts",
    [
        {"industry": "银行"},
        {"need_status": "NONE"},
        {"status": "LOST"},
        {"status": "LOST", "churn_type": "NATURAL"},
        {"status": "TERMINATED"},
        {"status": "ACTIVE"},
        {"churn_type": ""},
        {"needs_met": ""},
        {"exec_programme": ""},
        {"city": "上海"},
        {"phone": "021-66778899"},
    ],
)
def test_what_is_foreseen_is_what_happens(
    services: Services, book: list[Saved], texts: dict[str, str]
) -> None:
    services.records.update("customer", book[0].id, {"phone": "021-66778899", "city": "上海"})
    gone = {"status": "LOST", "churn_type": "COMPETITION", "exec_programme": "yes"}
    services.records.update("customer", book[1].id, gone)
    services.core.write("change.set", {}, lambda work: _stop(work, book[2].id))
    foreseen = services.bulk.change("customer", ids(book), texts, dry_run=True)
    assert services.bulk.change("customer", ids(book), texts) == foreseen


def _stop(work: Work, customer_id: int) -> None:
    """As its process would leave it, which is not the matter here."""
    work.execute("UPDATE customer SET status = 'TERMINATED' WHERE id = :id", {"id": customer_id})


def test_a_million_refused_alike_share_one_reason(services: Services, book: list[Saved]) -> None:
    done = services.bulk.change("customer", ids(book), {"status": "LOST"}, dry_run=True)
    assert len({id(reason) for _code, reason in done.refused}) == 1


def test_looking_is_stopped_between_chunks(
    services: Services, monkeypatch: pytest.MonkeyPatch, book: list[Saved]
) -> None:
    chunks_of(monkeypatch, 2)
    texts = {"need_status": "NONE"}
    done = services.bulk.change("customer", ids(book), texts, dry_run=True, progress=Stop())
    assert done == BulkResult(4, 2, (), cancelled=True)


def change_count(services: Services) -> int:
    row = services.core.read(lambda reader: reader.one("SELECT count(*) FROM change_set"))
    assert row is not None
    return int(row[0])


class Stop:
    """Asks to stop after the first chunk."""

    def __init__(self) -> None:
        self.seen: list[tuple[int, int]] = []

    def report(self, done: int, total: int) -> None:
        self.seen.append((done, total))

    def cancelled(self) -> bool:
        return bool(self.seen)


def chunks_of(monkeypatch: pytest.MonkeyPatch, rows: int) -> None:
    monkeypatch.setattr(bulk_module, "_AT_ONCE", rows)
    monkeypatch.setattr(bulk_module, "_ONE_BY_ONE", rows)
    monkeypatch.setattr(bulk_module, "_WITH_FIGURES", rows)


@pytest.mark.parametrize("texts", [{"industry": "银行"}, {"need_status": "NONE"}])
def test_several_chunks_are_one_change_with_one_undo(
    services: Services, monkeypatch: pytest.MonkeyPatch, book: list[Saved], texts: dict[str, str]
) -> None:
    before = living(services)
    head = change_count(services)
    chunks_of(monkeypatch, 3)
    watch: Any = Stop()
    watch.cancelled = lambda: False
    done = services.bulk.change("customer", ids(book), texts, progress=watch)
    assert (done.changed, done.cancelled) == (4, False)
    assert watch.seen == [(3, 4), (4, 4)]
    assert change_count(services) == head + 1
    assert services.changes.undo().label.params["count"] == 4
    assert living(services) == before


def test_stopped_half_way_it_can_be_taken_back(
    services: Services, monkeypatch: pytest.MonkeyPatch, book: list[Saved]
) -> None:
    before = living(services)
    chunks_of(monkeypatch, 2)
    done = services.bulk.change("customer", ids(book), {"industry": "银行"}, progress=Stop())
    assert done == BulkResult(4, 2, (), cancelled=True)
    assert services.changes.undo().label.params["count"] == 2
    assert living(services) == before


@pytest.mark.slow
def test_many_are_taken_back_set_based_and_brought_again(services: Services) -> None:
    book = many(services, 60)
    services.records.update("customer", book[0], {"industry": "保险"})
    before = living(services)
    services.bulk.change("customer", book, {"industry": "银行", "postcode": "100000"})
    after = living(services)
    services.changes.undo()
    assert living(services) == before
    services.changes.redo()
    assert living(services) == after


@pytest.mark.slow
def test_one_changed_since_holds_the_undo_of_all(services: Services) -> None:
    book = many(services, 60)
    services.bulk.change("customer", book, {"industry": "银行"})
    change = services.core.read(lambda reader: reader.one("SELECT max(id) FROM change_set"))
    services.records.update("customer", book[30], {"industry": "保险"})
    after = living(services)
    with pytest.raises(Refused) as failure:
        services.changes.undo(change[0])  # type: ignore[index]
    assert failure.value.reason.code == "undo.changed_since"
    assert failure.value.reason.params["field"] == "industry"
    assert failure.value.reason.params["record"] == value(services, "customer", book[30], "code")
    assert living(services) == after
