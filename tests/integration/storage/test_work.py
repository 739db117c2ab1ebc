"""What a unit of work reads and writes: each record once, and only what changed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from models.enums import FollowUpKind
from models.records.customer import Customer
from models.records.follow_up import FollowUp
from storage.services import Services
from storage.work import Work
from tests.factories import a_customer


class Statements:
    """The statements of a block, as SQLAlchemy sends them."""

    def __enter__(self) -> list[str]:
        self.seen: list[str] = []
        event.listen(Engine, "before_cursor_execute", self._note)
        return self.seen

    def _note(self, _connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        self.seen.append(" ".join(statement.split()))

    def __exit__(self, *_error: object) -> None:
        event.remove(Engine, "before_cursor_execute", self._note)


def test_a_save_reads_its_record_once_and_writes_it_once(services: Services) -> None:
    customer = a_customer(services)
    services.records.update("customer", customer.id, {"city": "苏州"})
    with Statements() as seen:
        services.records.update("customer", customer.id, {"city": "无锡"})
    assert len([one for one in seen if one.startswith("SELECT customer.id")]) == 1
    assert len([one for one in seen if one.startswith("UPDATE customer")]) == 1


def test_a_value_that_stands_there_already_is_no_change(services: Services) -> None:
    customer = a_customer(services)
    before = services.lists.count(services.lists.parse("", "changes"))

    def unit(work: Work) -> bool:
        record = work.get(Customer, customer.id)
        record.name = str(record.name)
        record.owner_id = record.owner_id
        return record in work.session.dirty

    assert services.core.write("change.edit", {}, unit) is False
    assert services.lists.count(services.lists.parse("", "changes")) == before


def test_records_of_a_column_are_those_that_stand_now(services: Services) -> None:
    """Also after one was changed in the unit, by itself or set-based."""
    customer = a_customer(services)

    def unit(work: Work) -> None:
        wanted: dict[str, Any] = {"customer_id": customer.id, "kind": FollowUpKind.COMMITMENT}
        assert work.all(FollowUp, **wanted) == []
        made = work.add(FollowUp, title="x", due_date=work.today, **wanted)
        made.code = work.next_code("T")
        assert work.all(FollowUp, **wanted) == [made]
        assert work.all(FollowUp, customer_id=customer.id, contact_id=None) != []
        work.execute("UPDATE follow_up SET title = 'y' WHERE id = :id", {"id": made.id})
        work.session.expire(made)
        assert [one.title for one in work.all(FollowUp, **wanted)] == ["y"]
        work.archive(made)
        assert work.all(FollowUp, **wanted) == []

    services.core.write("change.edit", {}, unit)
