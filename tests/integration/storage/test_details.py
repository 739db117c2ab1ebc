"""Single records: forms and cards get every field converted, with names, counts and children."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from models import enums
from models.fields.registry import ENTITIES
from storage.queries import details
from tests.tools.store import NOW, Store


def _filled() -> tuple[Store, dict[str, int]]:
    store = Store()
    ids = {"me": store.add("user", login="chensi", name="陈思", roles="SALES")}
    ids["first"] = store.add("customer", name="老客户", code="C-000001")
    ids["customer"] = customer = store.add(
        "customer",
        name="华信",
        code="C-000002",
        owner_id=ids["me"],
        referred_by_id=ids["first"],
        own_expected_date="2026-04-01",
        last_tracking_at="2026-03-01T08:00:00Z",
        needs_met="EMOTION,RESPECT",
        potential_volume_year=123_456,
        grade="B",
    )
    ids["wang"] = store.add("contact", customer_id=customer, name="王芳", title="CFO")
    ids["zhao"] = store.add("contact", customer_id=customer, name="赵云", left_at="2026-01-01")
    store.add("contact", customer_id=customer, name="gone", deleted_at=NOW)
    ids["deal"] = store.add(
        "opportunity", customer_id=customer, title="仓储", code="O-000001", currency="CNY",
        expected_amount=5_000_00, odds_calc=350, pipeline="PROPOSAL", owner_id=ids["me"],
    )  # fmt: skip
    store.add("opportunity", customer_id=customer, pipeline="LOST", expected_amount=1)
    store.add("opportunity", customer_id=customer, currency="USD", expected_amount=7_00)
    for code, state in (("P-N2", "ASSUMED"), ("P-N1", "CONFIRMED")):
        store.add(
            "nsabc_answer", scope="OPPORTUNITY", subject_id=ids["deal"], question_code=code,
            state=state, source_contact_id=ids["wang"], confirmed_on="2026-02-01",
        )  # fmt: skip
    store.add("nsabc_answer", scope="CUSTOMER", subject_id=ids["deal"], question_code="C-N1")
    store.add("need", customer_id=customer, problem="done", status="MET")
    store.add("need", customer_id=customer, problem="slow", opportunity_id=ids["deal"])
    for contact, weight, deal in (("zhao", 30, "deal"), ("wang", 70, "deal"), ("wang", 100, None)):
        store.add(
            "stakeholder", contact_id=ids[contact], customer_id=customer, weight_pct=weight,
            opportunity_id=ids[deal] if deal else None, roles="DECISION_MAKER,BLOCKER", stance=-1,
        )  # fmt: skip
    for at, kind in (("2026-02-01T00:00:00Z", "TRACKING"), ("2026-03-01T00:00:00Z", "NOTE")):
        store.add("interaction", customer_id=customer, contact_id=ids["wang"], at=at, kind=kind)
    for status, due, until in (
        ("OPEN", "2026-03-05", None),
        ("SNOOZED", "2026-03-01", "2026-03-04"),
        ("DONE", "2026-01-01", None),
    ):
        store.add(
            "follow_up", customer_id=customer, status=status, due_date=due, snoozed_until=until,
            opportunity_id=ids["deal"],
        )  # fmt: skip
    ids["order"] = store.add(
        "sales_order", customer_id=customer, sale_date="2026-02-01", amount=900, status="OPEN",
        code="S-000001", owner_id=ids["me"], opportunity_id=ids["deal"], order_contract_no="N1",
    )  # fmt: skip
    for number, (day, status) in enumerate(
        (("2025-03-02", "CLOSED"), ("2025-03-01", "CLOSED"), ("2026-01-01", "CANCELLED"))
    ):
        store.add(
            "sales_order", customer_id=customer, sale_date=day, amount=100, status=status,
            order_contract_no=f"X{number}",
        )  # fmt: skip
    ids["product"] = store.add("product", code="P1", name="Scanner")
    store.add(
        "sales_order_line", order_id=ids["order"], product_id=ids["product"], unit_price=300,
        qty="3.5", discount="0.2", amount=840,
    )  # fmt: skip
    ids["case"] = store.add(
        "feedback", customer_id=customer, contact_id=ids["wang"], owner_id=ids["me"], state="ACTING"
    )
    store.add("feedback", customer_id=customer, state="CLOSED")
    store.add(
        "feedback_action", feedback_id=ids["case"], owner_id=ids["me"], due="2026-03-09", text="fix"
    )
    for state, at in (("ACKNOWLEDGED", "2026-03-01T02:00:00Z"), ("NEW", "2026-03-01T01:00:00Z")):
        store.add("feedback_event", feedback_id=ids["case"], to_state=state, at=at)
    for at, grade in (("2026-01-01T00:00:00Z", "C"), ("2026-02-01T00:00:00Z", "B")):
        store.add(
            "grade_history", customer_id=customer, to_grade=grade, at=at, created_by_id=ids["me"],
            manual=1, reason_code="OVERRIDE",
        )  # fmt: skip
    store.add("special_date", contact_id=ids["wang"], kind="WEDDING", month=5, day=20)
    store.add(
        "contact_link", from_contact_id=ids["zhao"], to_contact_id=ids["wang"], kind="REPORTS_TO"
    )
    return store, ids


STORE, IDS = _filled()
CONTEXT = STORE.context()


def test_a_record_has_every_field_converted() -> None:
    values = details.record(STORE, "customer", IDS["customer"])
    assert values is not None
    assert values["version"] == 1
    assert values["own_expected_date"] == date(2026, 4, 1)
    assert values["last_tracking_at"] == datetime(2026, 3, 1, 8, tzinfo=UTC)
    assert values["needs_met"] == {enums.PersonalNeed.EMOTION, enums.PersonalNeed.RESPECT}
    assert values["grade"] is enums.Grade.B
    assert values["no_chance"] is False
    assert values["potential_volume_year"] == 123_456
    assert (values["owner_id"], values["owner"]) == (IDS["me"], "chensi")
    assert values["referred_by"] == "C-000001"


# What a process of its own fills in, and the schema asks for.
BY_PROCESS: dict[str, dict[str, str]] = {
    "ticket": {"state": "RECEIVED"},
    "ticket_part": {"state": "ORDERED"},
    "booking": {"start": "2026-03-02T01:00:00Z", "end": "2026-03-02T02:00:00Z"},
    "stock_move": {"kind": "RECEIPT"},
}


RECORDS = Store()


@pytest.mark.parametrize("entity", [entity.name for entity in ENTITIES])
def test_a_record_of_every_entity_can_be_read(entity: str) -> None:
    record_id = RECORDS.add(entity, **BY_PROCESS.get(entity, {}))
    values = details.record(RECORDS, entity, record_id)
    assert values is not None
    assert values["id"] == record_id
    assert details.record(RECORDS, entity, -1) is None


def test_an_archived_record_is_none() -> None:
    gone = STORE.one("SELECT id FROM contact WHERE deleted_at IS NOT NULL")
    assert gone is not None
    assert details.record(STORE, "contact", gone[0]) is None
    assert details.contact_card(STORE, CONTEXT, gone[0]) is None
    assert details.customer_card(STORE, CONTEXT, -1) is None
    assert details.opportunity_card(STORE, -1) is None
    assert details.feedback_card(STORE, -1) is None
    assert details.order_card(STORE, -1) is None


@pytest.mark.parametrize(
    ("entity", "code", "found"),
    [
        ("customer", "C-000002", "customer"),
        ("customers", " c-000002 ", "customer"),
        ("user", "chensi", "me"),
        ("opportunity", "o-000001", "deal"),
        ("order", "S-000001", "order"),
    ],
)
def test_finds_a_record_by_its_code(entity: str, code: str, found: str) -> None:
    assert details.find_code(STORE, entity, code) == IDS[found]


def test_a_code_that_is_not_there_is_none() -> None:
    assert details.find_code(STORE, "customer", "C-999999") is None
    assert details.find_code(STORE, "user", "nobody") is None
    assert details.find_code(STORE, "need", "x") is None


def test_the_card_of_a_customer_counts_and_sums() -> None:
    card = details.customer_card(STORE, CONTEXT, IDS["customer"])
    assert card is not None
    assert (card.owner_name, card.referred_by_name) == ("陈思", "老客户")
    assert (card.contacts, card.open_deals, card.open_feedback) == (2, 2, 1)
    assert (card.orders, card.open_orders, card.interactions) == (3, 1, 2)
    assert (card.open_follow_ups, card.next_follow_up) == (2, date(2026, 3, 4))
    assert card.negotiating is True
    assert card.open_amounts == {"CNY": 500_000, "USD": 700}
    assert card.revenue == {"CNY": 1100}
    assert card.revenue_year == {"CNY": 1000}  # 365 days ago counts, 366 does not


def test_the_card_of_a_deal_has_answers_needs_and_committee() -> None:
    card = details.opportunity_card(STORE, IDS["deal"])
    assert card is not None
    assert card.customer_name == "华信"
    assert [(a.question_code, a.state) for a in card.answers] == [
        ("P-N1", "CONFIRMED"),
        ("P-N2", "ASSUMED"),
    ]
    assert card.answers[0].source_contact_name == "王芳"
    assert card.answers[0].confirmed_on == date(2026, 2, 1)
    assert [need.problem for need in card.needs] == ["slow"]
    assert [(s.contact_name, s.weight_pct) for s in card.stakeholders] == [
        ("王芳", 70),
        ("赵云", 30),
    ]
    first, second = card.stakeholders
    assert first.roles == ("DECISION_MAKER", "BLOCKER")
    assert first.last_touch_at == datetime(2026, 2, 1, tzinfo=UTC)  # a note is no touch
    assert second.left_at == date(2026, 1, 1)
    assert (card.open_follow_ups, card.orders) == (2, 1)


def test_needs_and_committee_of_the_customer_itself() -> None:
    assert [n.problem for n in details.needs(STORE, IDS["customer"])] == ["slow", "done"]
    (member,) = details.stakeholders(STORE, IDS["customer"])
    assert member.weight_pct == 100
    (answer,) = details.answers(STORE, enums.AnswerScope.CUSTOMER, IDS["deal"])
    assert answer.question_code == "C-N1"


def test_the_grade_history_is_newest_first() -> None:
    history = details.grade_history(STORE, IDS["customer"])
    assert [row.to_grade for row in history] == ["B", "C"]
    assert history[0].at == datetime(2026, 2, 1, tzinfo=UTC)
    assert (history[0].manual, history[0].by_name) == (True, "陈思")
    assert len(details.grade_history(STORE, IDS["customer"], limit=1)) == 1


def test_the_card_of_a_contact_has_dates_and_relations_of_both_ends() -> None:
    wang = details.contact_card(STORE, CONTEXT, IDS["wang"])
    zhao = details.contact_card(STORE, CONTEXT, IDS["zhao"])
    assert wang is not None
    assert zhao is not None
    assert wang.row.customer_name == "华信"
    assert [(d.kind, d.month, d.day) for d in wang.dates] == [("WEDDING", 5, 20)]
    assert [(link.outgoing, link.other_name) for link in wang.links] == [(False, "赵云")]
    assert [(link.outgoing, link.other_name) for link in zhao.links] == [(True, "王芳")]
    assert wang.last_touch_at == datetime(2026, 2, 1, tzinfo=UTC)
    assert zhao.last_touch_at is None


def test_the_card_of_a_case_has_actions_and_its_story_in_order() -> None:
    card = details.feedback_card(STORE, IDS["case"])
    assert card is not None
    assert (card.customer_name, card.contact_name, card.owner_name) == ("华信", "王芳", "陈思")
    assert [(a.text, a.due, a.done_on) for a in card.actions] == [("fix", date(2026, 3, 9), None)]
    assert [event.to_state for event in card.events] == ["NEW", "ACKNOWLEDGED"]


def test_the_card_of_an_order_has_exact_lines() -> None:
    card = details.order_card(STORE, IDS["order"])
    assert card is not None
    (line,) = card.lines
    assert (line.product_code, line.qty, line.discount) == ("P1", Decimal("3.5"), Decimal("0.2"))
    assert line.amount == 840


def test_children_are_counted_by_entity() -> None:
    counts = details.children_counts(STORE, "customer", IDS["customer"])
    assert counts == {
        "contact": 2,
        "opportunity": 3,
        "sales_order": 4,
        "interaction": 2,
        "follow_up": 3,
        "feedback": 2,
        "need": 2,
        "stakeholder": 3,
    }
    assert details.children_counts(STORE, "customer", IDS["first"]) == {"customer": 1}
    assert details.children_counts(STORE, "product", IDS["product"]) == {"sales_order_line": 1}
    assert details.children_counts(STORE, "need", 1) == {}
