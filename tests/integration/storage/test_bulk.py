"""One act for many records: the same gates, one change, one undo, in chunks that can be stopped."""

from __future__ import annotations

from typing import Any

import pytest

from models.enums import FollowUpKind
from models.fields.registry import entity
from storage.effects.same_values import FREE_COLUMNS
from storage.effects.saving import Saved
from storage.errors import Invalid, Refused
from storage.services import Services
from storage.services import bulk as bulk_module
from storage.services.bulk import BulkResult
from storage.work import Work
from tests.factories import a_customer, planned, value
from tests.integration.storage.test_undo import living

# A value of each column that is written set-based, as it is typed.
TYPED = {
    "owner_id": "zhang",
    "industry": "银行",
    "source": "FAIR",
    "preferred_channel": "WECHAT",
    "country_region": "中国",
    "province": "广东",
    "area_code": "0755",
    "postcode": "518000",
    "address": "深南大道 1 号",
    "annual_revenue": "1200000.50",
    "employees": "250",
    "profile_size": "中型",
    "reference_willing": "yes",
    "consent_marketing": "yes",
    "consent_survey": "yes",
    "consent_greeting": "yes",
    "legal_basis": "合同",
    "survey_interval_months": "6",
    "retention_until": "2031-04-01",
}


@pytest.fixture
def book(services: Services) -> list[Saved]:
    services.records.create("user", {"login": "zhang", "name": "张伟", "roles": "SALES"})
    return [a_customer(services, grade=grade) for grade in ("A", "B", "C", "D")]


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


@pytest.mark.parametrize("column", sorted(FREE_COLUMNS))
def test_set_based_and_one_by_one_lead_to_the_same(
    services: Services, book: list[Saved], monkeypatch: pytest.MonkeyPatch, column: str
) -> None:
    texts = {field_of(column): TYPED[column]}
    done = services.bulk.change("customer", ids(book), texts)
    assert (done.changed, done.refused) == (len(book), ())
    set_based = living(services)
    services.changes.undo()
    monkeypatch.setattr(bulk_module, "FREE_COLUMNS", frozenset())
    services.bulk.change("customer", ids(book), texts)
    assert living(services) == set_based


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
