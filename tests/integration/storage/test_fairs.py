"""Visitors of a trade fair: five fields, hot ones the same day, messenger ids kept (S3-FAIR-01)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.enums import CustomerStatus, Grade
from storage.clock import FixedClock
from storage.errors import Invalid
from storage.services import Services
from tests.factories import a_customer, count_of, value

VISITORS = (
    {
        "company": "Harbour Lane Foods",
        "visitor": "Jo",
        "messenger": "+44 7700 900123",
        "hot": "yes",
    },
    {"company": "青禾人力", "visitor": "王芳", "messenger": "wangfang88"},
    {"company": "Osprey", "visitor": "Priya", "hot": "yes", "minutes": "9"},
    {"company": "中远物流"},
    {"company": "Tallow & Wick", "messenger": "tallow"},
)


def capture_all(services: Services, fair: str = "canton") -> None:
    for visitor in VISITORS:
        services.fairs.capture(fair, {"interest": "门锁", **visitor})


def test_ac_088_five_visitors_two_of_them_hot(services: Services) -> None:
    capture_all(services)
    everybody = services.fairs.visitors("CANTON")
    assert len(everybody) == 5
    assert [row.card_no for row in everybody] == [1, 3, 2, 4, 5]
    hot = services.fairs.visitors(" canton ", hot=True)
    assert [row.customer_name for row in hot] == ["Harbour Lane Foods", "Osprey"]
    today = services.core.clock.today()
    mine = services.cards.due(today, services.core.actor().id)
    assert {row.code for row in mine} == {row.follow_up for row in hot}
    assert [row.messenger for row in everybody[:3]] == ["+44 7700 900123", "", "wangfang88"]
    people = services.lists.page(services.lists.parse("", "contacts"), limit=9).rows
    kept = {row.name: services.cards.record("contact", row.id) for row in people}
    assert kept["Jo"]["whatsapp"] == "+44 7700 900123"
    assert kept["王芳"]["wechat"] == "wangfang88"
    assert services.fairs.current() == "CANTON"


def test_a_visitor_becomes_a_lead_with_a_journal(services: Services) -> None:
    made = services.fairs.capture(
        "Canton", {"company": "青禾人力", "interest": "门锁", "minutes": "8"}
    )
    _, customer_id = services.cards.find(made.customer_code, "customer")
    record = services.cards.record("customer", customer_id)
    assert record["status"] is CustomerStatus.LEAD
    assert (str(record["source"]), record["need_confirmed"]) == ("FAIR", False)
    assert record["grade"] is Grade.D
    (entry,) = services.lists.page(services.lists.parse("", "interactions"), limit=9).rows
    assert (entry.channel, entry.summary, entry.minutes) == ("EVENT", "CANTON #1: 门锁", 8)
    services.changes.undo()
    assert services.fairs.visitors("CANTON") == []
    assert services.fairs.current() == ""


def test_who_is_known_is_not_made_twice(services: Services) -> None:
    known = a_customer(services, "青禾人力资源有限公司")
    first = services.fairs.capture(
        "x", {"company": "青禾人力资源", "visitor": "王芳", "interest": "a"}
    )
    again = {"company": "青禾人力资源", "visitor": "王芳", "interest": "b", "messenger": "wf"}
    second = services.fairs.capture("x", again)
    assert (first.customer_code, first.is_new, second.card_no) == (known.code, False, 2)
    assert count_of(services, "customer") == 1
    assert count_of(services, "contact") == 1
    (row,) = services.lists.page(services.lists.parse("", "contacts"), limit=9).rows
    assert value(services, "contact", row.id, "wechat") == "wf"
    query = services.lists.parse("kind:TRACKING open:yes", "follow-ups")
    assert services.lists.count(query) == 1


def test_saving_twice_is_saving_once(services: Services) -> None:
    texts = {"company": "青禾", "interest": "a", "hot": "yes"}
    first = services.fairs.capture("x", texts, record_id=4711)
    second = services.fairs.capture("x", texts, record_id=4711)
    assert (first.id, first.follow_up, first.card_no) == (
        second.id,
        second.follow_up,
        second.card_no,
    )
    assert count_of(services, "fair_visit") == 1


@pytest.mark.parametrize(
    ("fair", "texts", "fields"),
    [
        ("", {"company": "a", "interest": "b"}, {"fair"}),
        ("x", {}, {"company", "interest"}),
        ("x", {"company": "a", "interest": "b", "minutes": "-1"}, {"minutes"}),
    ],
)
def test_what_is_missing_is_named(
    services: Services, fair: str, texts: dict[str, str], fields: set[str]
) -> None:
    with pytest.raises(Invalid) as refused:
        services.fairs.capture(fair, texts)
    assert set(refused.value.fields) == fields


def test_the_list_is_that_of_the_day(services: Services, clock: FixedClock) -> None:
    capture_all(services)
    yesterday = clock.today()
    clock.moment += timedelta(days=1)
    assert services.fairs.visitors("canton") == []
    assert len(services.fairs.visitors("canton", yesterday)) == 5
    clock.moment += timedelta(days=9)
    assert services.fairs.current() == ""
