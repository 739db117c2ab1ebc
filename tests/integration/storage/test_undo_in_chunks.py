"""Undo of a change of many chunks: in chunks, shown, stopped, gone on with; one undo for all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from models.enums import ChangeState
from models.fields.vocabulary import Vocabulary
from storage.effects.saving import Saved
from storage.errors import Refused
from storage.services import Services
from storage.services import bulk as bulk_module
from storage.services import changes as changes_module
from storage.services import exchange as exchange_module
from tests.factories import a_contact, a_customer, value
from tests.integration.storage.test_undo import living

COUNT = 11


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_module, "_AT_ONCE", 4)
    monkeypatch.setattr(bulk_module, "_ONE_BY_ONE", 4)
    monkeypatch.setattr(exchange_module, "CHUNK_ROWS", 4)
    monkeypatch.setattr(changes_module, "_AT_ONCE", 3)


@pytest.fixture
def book(services: Services) -> list[int]:
    services.records.create("user", {"login": "zhang", "name": "张伟", "roles": "SALES"})
    return [a_customer(services, grade="ABCD"[n % 4]).id for n in range(COUNT)]


class After:
    """Stops after so many chunks that were written; calls what it is given at each."""

    def __init__(self, reports: int = 1000, call: Callable[[], object] | None = None) -> None:
        self.seen: list[tuple[int, int]] = []
        self.looked = 0
        self._most = reports
        self._call = call

    def report(self, done: int, total: int) -> None:
        if done * 2 <= total:  # only looked at so far
            self.looked += 1
            return
        self.seen.append((done, total))
        if self._call is not None:
            self._call()

    def cancelled(self) -> bool:
        return len(self.seen) >= self._most


def sets(services: Services) -> list[tuple[str, str, int | None]]:
    """Label, state and which undid it of all changes but the making of the book."""
    return services.core.read(
        lambda reader: reader.rows(
            "SELECT label, state, undone_by_id IS NOT NULL FROM change_set"
            " WHERE label IN ('change.set_many', 'change.undo', 'change.redo', 'change.import')"
            " ORDER BY id"
        )
    )


@pytest.mark.parametrize(
    "texts", [{"industry": "银行"}, {"owner": "zhang"}, {"need_status": "NONE"}]
)
def test_all_of_it_is_taken_back_and_done_again(
    services: Services, book: list[int], texts: dict[str, str]
) -> None:
    before = living(services)
    services.bulk.change("customer", book, texts)
    after = living(services)
    told = services.changes.long()
    assert told is not None
    assert told.params["count"] == COUNT
    watch = After()
    assert not services.changes.undo(progress=watch).stopped
    assert len(watch.seen) > 3
    assert watch.looked > 3
    assert 0 <= watch.seen[-1][1] - watch.seen[-1][0] <= 3  # figures of many stand in no record
    assert living(services) == before
    assert services.changes.long(redo=True) == told
    services.changes.redo()
    assert living(services) == after
    services.changes.undo()
    assert living(services) == before
    states = [ChangeState.UNDONE, ChangeState.UNDONE, ChangeState.DONE, ChangeState.DONE]
    assert [state for _label, state, _gone in sets(services)] == states
    assert services.trail.verify().breaks == ()


def test_a_small_change_is_not_long(services: Services, book: list[int]) -> None:
    services.bulk.change("customer", book[:2], {"industry": "银行"})
    assert services.changes.long() is None
    assert services.changes.long(redo=True) is None


def test_stopped_it_goes_on_with_the_next_undo(services: Services, book: list[int]) -> None:
    before = living(services)
    services.bulk.change("customer", book, {"industry": "银行"})
    done = services.changes.undo(progress=After(2))
    assert (done.done, done.stopped) == (6, True)
    assert sets(services)[-1][:2] == ("change.undo", ChangeState.CANCELLED)
    assert not services.changes.undo().stopped
    assert living(services) == before
    assert len(sets(services)) == 2  # one change, one undo
    services.changes.redo()
    services.changes.undo()
    assert living(services) == before


def test_stopped_it_is_done_again_as_far_as_it_came(services: Services, book: list[int]) -> None:
    before = living(services)
    services.bulk.change("customer", book, {"industry": "银行"})
    after = living(services)
    services.changes.undo(progress=After(2))
    assert before != living(services) != after
    services.changes.redo()
    assert living(services) == after
    services.changes.undo()
    assert living(services) == before


def test_a_redo_that_was_stopped_goes_on_or_is_taken_back(
    services: Services, book: list[int]
) -> None:
    before = living(services)
    services.bulk.change("customer", book, {"owner": "zhang"})
    after = living(services)
    services.changes.undo()
    services.changes.redo(progress=After(2))
    services.changes.redo()
    assert living(services) == after
    services.changes.undo()
    services.changes.redo(progress=After(2))
    assert before != living(services) != after
    services.changes.undo(progress=After(1))
    services.changes.undo()
    assert living(services) == before
    services.changes.redo()
    assert living(services) == after
    services.changes.undo()
    assert living(services) == before
    assert services.trail.verify().breaks == ()


def test_stopped_before_it_begins_it_leaves_nothing(services: Services, book: list[int]) -> None:
    services.bulk.change("customer", book, {"industry": "银行"})
    told = sets(services)
    assert services.changes.undo(progress=After(0)).stopped
    assert sets(services) == told


@pytest.mark.parametrize("place", [0, COUNT - 1])
def test_one_that_was_changed_since_holds_all_of_it(
    services: Services, book: list[int], place: int
) -> None:
    services.bulk.change("customer", book, {"industry": "银行"})
    mine = services.core.read(lambda r: r.one("SELECT max(id) FROM change_set"))
    services.records.update("customer", book[place], {"industry": "保险"})
    before, told = living(services), sets(services)
    assert mine is not None
    with pytest.raises(Refused) as refused:
        services.changes.undo(mine[0])
    assert refused.value.code == "undo.changed_since"
    assert refused.value.reason.params["field"] == "industry"
    assert (living(services), sets(services)) == (before, told)


def test_others_write_between_and_what_they_touch_stops_it(
    services: Services, second: Services, book: list[int]
) -> None:
    services.bulk.change("customer", book, {"industry": "银行"})
    other = a_customer(services).id

    def write() -> None:
        second.records.update("customer", other, {"city": "上海"})
        second.records.update("customer", book[0], {"industry": "保险"})

    mine = services.core.read(
        lambda r: r.one("SELECT max(id) FROM change_set WHERE label = 'change.set_many'")
    )
    assert mine is not None
    with pytest.raises(Refused) as refused:
        services.changes.undo(mine[0], progress=After(call=write))
    assert refused.value.code == "undo.changed_since"
    assert sets(services)[-1][:2] == ("change.undo", ChangeState.CANCELLED)
    assert value(services, "customer", other, "city") == "上海"
    second.records.update("customer", book[0], {"industry": "银行"})
    services.changes.undo(mine[0])
    assert value(services, "customer", book[-1], "industry") is None
    assert value(services, "customer", book[0], "industry") is None


def test_killed_it_goes_on_from_where_it_came(services: Services, book: list[int]) -> None:
    class Kill(BaseException):
        pass

    def kill() -> None:
        raise Kill

    before = living(services)
    services.bulk.change("customer", book, {"owner": "zhang"})
    with pytest.raises(Kill):
        services.changes.undo(progress=After(call=kill))
    services.core.database.write(  # as a kill would leave it
        lambda s: s.connection().exec_driver_sql(
            "UPDATE change_set SET state = 'RUNNING' WHERE label = 'change.undo'"
        )
    )
    services.changes.undo()
    assert living(services) == before
    assert [state for _label, state, _gone in sets(services)] == ["UNDONE", "DONE"]


def test_an_import_of_many_chunks(services: Services, book: list[int], tmp_path: Path) -> None:
    path = tmp_path / "customers.csv"
    lines = [f"客户{chr(0x4E00 + 97 * n)}公司,上海,LATENT" for n in range(13)]
    path.write_text("\n".join(("name,city,need_status", *lines)), encoding="utf-8")
    before = living(services)
    words = Vocabulary({}, {})
    seen = services.exchange.preview(path, "customer", vocabulary=words)
    services.exchange.run(seen, vocabulary=words, rejects=tmp_path / "rejects.csv")
    after = living(services)
    services.changes.undo(progress=After(2))
    services.changes.undo()
    assert living(services) == before
    services.changes.redo()
    assert living(services) == after
    newest = max(int(str(row[0])) for row in after["customer"])
    code = str(value(services, "customer", newest, "code"))
    a_contact(services, Saved(newest, code, 1))
    with pytest.raises(Refused):
        services.changes.undo(sets_import(services))
    assert len(living(services)["customer"]) == len(after["customer"])


def sets_import(services: Services) -> int:
    found = services.core.read(
        lambda r: r.one("SELECT max(id) FROM change_set WHERE label = 'change.import'")
    )
    assert found is not None
    return int(found[0])
