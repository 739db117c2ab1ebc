"""Builders of records with sensible defaults, through the services as a person would."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import date
from itertools import count
from pathlib import Path
from typing import TypeVar

from models.enums import FollowUpKind
from storage.clock import FixedClock
from storage.effects.saving import Saved
from storage.locations import find
from storage.services import Services, open_services
from storage.services.feedback import Receipt
from storage.services.tickets import TicketReceipt

T = TypeVar("T")
_numbers = count(1)


def filled(
    founded: Path, home: Path, clock: FixedClock, build: Callable[[Services], T]
) -> tuple[Path, T]:
    """A copy of the empty home with what `build` makes, for tests that take copies of it."""
    shutil.copytree(founded, home)
    locations = find(environ={"FIVEFOLD_HOME": str(home)})
    with closing(open_services(locations, clock=clock)) as opened:
        return home, build(opened)


# A need and a date that R-GRADE answers with that grade on 2026-03-02.
NEEDS: Mapping[str, Mapping[str, str]] = {
    "A": {"need_status": "NOW", "own_expected_date": "2026-03-20"},
    "B": {"need_status": "NOW", "own_expected_date": "2026-05-01"},
    "C": {"need_status": "NOW", "own_expected_date": "2026-07-01"},
    "D": {"need_status": "LATENT"},
    "E": {"need_status": "NONE"},
}


def a_customer(services: Services, name: str = "", grade: str = "D", **fields: str) -> Saved:
    """A customer whose own need leads to that grade."""
    texts = {"name": name or f"华信科技 {next(_numbers)}", **NEEDS[grade], **fields}
    return services.records.create("customer", texts)


def a_contact(services: Services, customer: Saved, name: str = "王芳", **fields: str) -> Saved:
    """A person at a customer."""
    return services.records.create("contact", {"customer": customer.code, "name": name, **fields})


def an_opportunity(services: Services, customer: Saved, **fields: str) -> Saved:
    """An open deal with an acute need."""
    texts = {
        "customer": customer.code,
        "title": "华东仓储系统",
        "pipeline": "NEGOTIATION",
        "need_status": "NOW",
        "expected_amount": "2400000",
        **fields,
    }
    return services.records.create("opportunity", texts)


def an_order(
    services: Services,
    customer: Saved,
    lines: Sequence[Mapping[str, str]] = ({"unit_price": "1200", "qty": "25"},),
    **fields: str,
) -> Saved:
    """An order of the day."""
    texts = {
        "customer": customer.code,
        "sale_date": "2026-03-02",
        "order_contract_no": f"HT-{next(_numbers)}",
        **fields,
    }
    return services.orders.create(texts, lines)


def a_case(services: Services, customer: Saved | None = None, **fields: str) -> Receipt:
    """A complaint taken in by phone."""
    texts = {"kind": "COMPLAINT", "channel": "PHONE", "text": "门锁第三次失灵", **fields}
    if customer is not None:
        texts["customer"] = customer.code
    return services.feedback.take_in(texts)


def value(services: Services, entity: str, record_id: int, field: str) -> object:
    """One stored value of a record."""
    return services.cards.record(entity, record_id)[field]


def planned(services: Services, customer_id: int, kind: FollowUpKind) -> list[tuple[date, str]]:
    """(due date, status) of the follow-ups of one kind, in the order they were made."""
    rows = services.core.read(
        lambda reader: reader.rows(
            "SELECT due_date, status FROM follow_up WHERE customer_id = :id AND kind = :kind"
            " AND deleted_at IS NULL ORDER BY id",
            {"id": customer_id, "kind": kind.value},
        )
    )
    return [(date.fromisoformat(day), status) for day, status in rows]


def count_of(services: Services, table: str) -> int:
    """Rows of a table, archived ones too."""
    row = services.core.read(lambda reader: reader.one(f"SELECT count(*) FROM {table}"))
    assert row is not None
    return int(row[0])


def a_technician(services: Services, name: str = "王强", **fields: str) -> Saved:
    """Somebody who can be sent to customers."""
    return services.records.create("technician", {"name": name, **fields})


def a_part(services: Services, code: str = "", stock: int = 1, **fields: str) -> Saved:
    """A spare part of which so many are there."""
    code = code or f"SP-{next(_numbers)}"
    texts = {"code": code, "name": f"密封圈 {code}", "on_hand": str(stock), **fields}
    return services.records.create("part", texts)


def a_ticket(services: Services, customer: Saved, **fields: str) -> TicketReceipt:
    """A repair that was just reported by phone."""
    texts = {"customer": customer.code, "kind": "REPAIR", "symptom": "水泵漏水", **fields}
    return services.tickets.take_in(texts)
