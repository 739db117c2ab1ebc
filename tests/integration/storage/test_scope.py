"""A curious colleague finds nothing of another team by any read (11.3); masks for who may not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from models.enums import AnswerScope, Role
from models.query_terms import KINDS
from models.tables import RECORDS
from storage.errors import NotFound, ServiceError
from storage.queries import scope
from storage.services import Services
from storage.services.reports import REPORTS
from tests.factories import (
    a_case,
    a_contact,
    a_customer,
    a_ticket,
    an_opportunity,
    an_order,
    value,
)
from tests.team import MATE, STRANGER, a_team, become

MOBILE, SECRET = "13812345678", "深海"
SHOWN = "138****5678"
TOUCH = {"channel": "EMAIL", "summary": f"{SECRET}的报价"}


@pytest.fixture
def team(services: Services) -> Services:
    """A team in which a stranger has a customer with everything; the founder is at the keys."""
    a_team(services)
    return services


def a_secret(services: Services) -> dict[str, int]:
    """The stranger's customer and what hangs on it: ids by kind of record."""
    customer = a_customer(services, f"{SECRET}科技", owner=STRANGER, phone="021 6666 0202")
    person = a_contact(services, customer, f"{SECRET}芳", mobile=MOBILE)
    deal = an_opportunity(services, customer, title=f"{SECRET}项目", owner=STRANGER)
    own = {"owner": STRANGER}
    case = a_case(services, customer, text=f"{SECRET}投诉", **own)
    ticket = a_ticket(services, customer, symptom=f"{SECRET}坏了", **own)
    order = an_order(services, customer, owner=STRANGER)
    become(services, STRANGER).interactions.touch(customer.id, TOUCH)
    item = services.follow_ups.plan(
        customer.id, {"title": f"{SECRET}回访", "due_date": "2026-03-03"}
    )
    services.answers.give(
        AnswerScope.OPPORTUNITY, deal.id, "P-N1", {"state": "ASSUMED", "note": SECRET}
    )
    return {
        "customer": customer.id,
        "contact": person.id,
        "opportunity": deal.id,
        "feedback": case.id,
        "ticket": ticket.id,
        "sales_order": order.id,
        "follow_up": item.id,
    }


def told(ask: Callable[[int], object], record_id: int) -> object:
    try:
        return ask(record_id)
    except ServiceError as error:
        return error.code


def listed(services: Services, kind: str, query: str = "") -> list[Any]:
    asked = services.lists.parse(query, kind)
    assert not asked.problems
    source = services.lists.source(asked, "test")
    rows = list(source.page(0, 100).rows)
    assert source.count() == len(rows) == services.lists.count(asked)
    assert [row.id for row in rows] == list(source.ids())
    return rows


def test_no_list_search_or_count_tells_of_a_strangers_customer(team: Services) -> None:
    ids = a_secret(team)
    sales = become(team, "sales")
    for kind in KINDS:
        assert SECRET not in repr(listed(sales, kind)), kind
    for word in (SECRET, "shenhai", MOBILE, "02166660202"):
        assert listed(sales, "customers", word) == []
        assert listed(sales, "contacts", word) == []
    code = value(become(team, "manager"), "customer", ids["customer"], "code")
    assert listed(team, "customers", f"code:{code}")
    assert listed(become(team, "sales"), "customers", f"code:{code}") == []
    assert listed(sales, "opportunities", f"customer:{code}") == []


def test_the_log_of_changes_tells_the_acts_that_one_may_see(team: Services) -> None:
    """11.3 "Audit log": one's own, the team's, all; who has no such right takes back the own."""
    ids = a_secret(team)  # made by the founder, who is of no team, but for a touch
    become(team, MATE).records.create("competitor", {"name": "对手"})
    become(team, "sales").records.create("competitor", {"name": "强敌"})
    everybody = {"Sales", MATE, STRANGER, team.core.actor().name}
    for login, names in (
        ("viewer", set[str]()), ("sales", {"Sales"}), (STRANGER, {STRANGER}),
        ("manager", {"Sales", MATE}),
    ):  # fmt: skip
        rows = listed(become(team, login), "changes")
        assert {row.actor_name for row in rows} == names, login
        assert team.lists.rows("changes", [row.id for row in rows]) == rows
    for login in ("auditor", "admin"):
        assert {row.actor_name for row in listed(become(team, login), "changes")} > everybody
    newest = [row.id for row in listed(team, "changes")]
    assert len(become(team, "sales").lists.rows("changes", newest)) == 1
    # The log of one record: of a customer that one sees all of it, of another one nothing.
    assert team.lists.changes_of("customer", ids["customer"]) == []
    own = a_customer(become(team, "manager"), owner="sales")
    assert len(become(team, "sales").lists.changes_of("customer", own.id)) == 1


def test_every_card_and_code_is_as_if_there_were_none(team: Services) -> None:
    ids = a_secret(team)
    manager = become(team, "manager")
    codes = {
        entity: str(value(manager, entity, record_id, "code")) for entity, record_id in ids.items()
    }
    sales = become(team, "sales")
    for entity, record_id in ids.items():
        card = "order" if entity == "sales_order" else entity
        with pytest.raises(NotFound):
            sales.cards.record(entity, record_id)
        if hasattr(sales.cards, card):
            with pytest.raises(NotFound):
                getattr(sales.cards, card)(record_id)
        with pytest.raises(NotFound) as hidden:
            sales.cards.find(codes[entity])
        never = codes[entity][:2] + "999999"
        with pytest.raises(NotFound) as missing:
            sales.cards.find(never)
        assert hidden.value.code == missing.value.code
    customer, deal = ids["customer"], ids["opportunity"]
    asked = (
        sales.cards.needs(customer),
        sales.cards.answers(AnswerScope.OPPORTUNITY, deal),
        sales.cards.stakeholders(customer),
        sales.cards.grade_history(customer),
        sales.cards.due(date(2026, 12, 31)),
        sales.cards.special_days(date(2026, 1, 1), date(2026, 12, 31)),
        sales.gifts.rows(customer),
    )
    assert [list(one) for one in asked] == [[]] * len(asked)
    for ask in (
        sales.account_plans.card,
        sales.value.sheet,
        sales.committee.threads,
        sales.playbooks.runs,
        lambda record_id: sales.explanations.explain("customer", record_id, "grade"),
        lambda record_id: sales.lists.rows("customers", [record_id]),
    ):
        assert told(ask, customer) == told(ask, 1)
    assert told(sales.answers.odds, deal) == told(sales.answers.odds, 1)


@pytest.mark.slow
@pytest.mark.parametrize("name", REPORTS)
def test_no_report_tells_of_a_strangers_customer(team: Services, name: str) -> None:
    a_secret(team)
    everything = repr(become(team, "manager").reports.make(name))
    found = repr(become(team, "sales").reports.make(name))
    assert SECRET not in found
    assert everything is not None


def test_the_team_and_nobodys_are_seen(team: Services) -> None:
    own, mates = (a_customer(team, owner=one) for one in ("sales", MATE))
    nobodys = a_customer(team)
    team.records.update("customer", nobodys.id, {"owner": None})
    sales = become(team, "sales")
    assert {row.id for row in listed(sales, "customers")} == {own.id, mates.id, nobodys.id}
    assert {row.id for row in listed(become(team, STRANGER), "customers")} == {nobodys.id}


def test_whom_one_is_given_to_work_for_one_sees_until_it_is_done(team: Services) -> None:
    founder = team.core.login
    customer = a_customer(team, owner=STRANGER)
    sales = become(team, "sales")
    assert listed(sales, "customers") == []
    become(team, founder)
    item = team.follow_ups.plan(
        customer.id, {"title": "请帮忙", "due_date": "2026-03-03", "assignee": "sales"}
    )
    sales = become(team, "sales")
    assert [row.id for row in listed(sales, "customers")] == [customer.id]
    sales.interactions.touch(customer.id, {**TOUCH, "kind": "NOTE"})
    sales.follow_ups.done(item.id)
    assert listed(sales, "customers") == []


def test_who_changes_the_team_sees_at_once(team: Services) -> None:
    customer = a_customer(team, owner=STRANGER)
    founder = team.core.login
    near, far = (
        team.cards.record("user", team.cards.find(login, "user")[1]) for login in (MATE, STRANGER)
    )
    assert listed(become(team, "sales"), "customers") == []
    moved: dict[str, str | None] = {"team": f"teams/{near['team_id']}"}
    become(team, founder).records.update("user", int(str(far["id"])), moved)
    assert [row.id for row in listed(become(team, "sales"), "customers")] == [customer.id]


@pytest.fixture
def numbers(team: Services) -> dict[str, int]:
    """A contact with numbers and a note, by whose customer it is."""
    return {
        owner: a_contact(
            team,
            a_customer(team, owner=owner),
            mobile=MOBILE,
            home_phone="021 5555 0101",
            household_note="两个孩子",
        ).id
        for owner in ("sales", MATE)
    }


def shown(services: Services, contact_id: int) -> tuple[object, ...]:
    found = services.cards.record("contact", contact_id)
    return found["mobile"], found["home_phone"], found["household_note"]


HIDDEN = (SHOWN, "021****0101", "******")


@pytest.mark.parametrize("role", Role)
def test_numbers_are_masked_for_who_may_not_see_them(
    team: Services, numbers: dict[str, int], role: Role
) -> None:
    user = become(team, role.value.lower())
    clear = (MOBILE, "021 5555 0101", "两个孩子")
    own = {Role.SALES: (*clear[:2], HIDDEN[2]), Role.MANAGER: clear}.get(role, HIDDEN)
    mates = clear if role is Role.MANAGER else HIDDEN
    assert (shown(user, numbers["sales"]), shown(user, numbers[MATE])) == (own, mates)


def test_a_form_that_shows_a_mask_saves_what_was_there(
    team: Services, numbers: dict[str, int]
) -> None:
    service = become(team, "service")
    seen = service.cards.record("contact", numbers["sales"])
    texts = {name: str(seen[name]) for name in ("mobile", "home_phone", "household_note")}
    service.records.update("contact", numbers["sales"], {**texts, "title": "采购经理"})
    found = become(team, "manager").cards.record("contact", numbers["sales"])
    assert (found["mobile"], found["household_note"], found["title"]) == (
        MOBILE, "两个孩子", "采购经理",
    )  # fmt: skip
    become(team, "service").records.update("contact", numbers["sales"], {"mobile": "13900000000"})
    assert shown(become(team, "manager"), numbers["sales"])[0] == "13900000000"


def test_every_kind_that_hangs_on_a_customer_has_its_view() -> None:
    """A new table with a parent that is hidden says so in storage/queries/scope.py."""
    open_to_all = {"improvement", "solution_note", "stock_move"}  # what the team knows
    hidden = {"customer", *scope.CHILDREN, "nsabc_answer"}
    hidden |= {name for name, one in RECORDS.items() if "customer_id" in one.model_fields}
    for name, record in RECORDS.items():
        parents = {key.column.table.name for key in record.__table__.foreign_keys}  # type: ignore[attr-defined]
        if parents & hidden and name not in open_to_all:
            assert name in hidden, name


def test_alone_and_for_who_sees_all_nothing_stands_between(services: Services) -> None:
    assert services.core._scope() is None
    a_team(services)
    assert become(services, "manager").core._scope() is None
    viewer = become(services, "viewer").core._scope()
    assert viewer is not None
    assert viewer.owners is None


def test_what_is_refused_of_a_stranger_has_no_name(team: Services) -> None:
    ids = a_secret(team)
    case = ids["feedback"]
    team.feedback.hand_over(case, "service")  # a mate of the curious one, at a stranger's customer
    codes = [str(value(team, one, ids[one], "code")) for one in ("customer", "feedback")]
    sales = become(team, "sales")
    done = sales.bulk.change("customer", [ids["customer"]], {"city": "苏州"})
    assert (done.changed, codes[0] in repr(done)) == (0, False)
    with pytest.raises(NotFound):
        sales.feedback.correct(case, {"text": "改了"})
    assert codes[1] not in repr(sales.trail.log({}))


def test_no_export_holds_a_strangers_customer(team: Services, tmp_path: Path) -> None:
    mine = a_customer(team, "海月", owner="sales")
    a_secret(team)
    sales = become(team, "sales")
    path = tmp_path / "book.csv"
    asked = sales.lists.parse("", "customers")
    assert sales.exchange.export("customers", asked, None, path, reason="展会") == 1
    assert mine.code in path.read_text("utf-8-sig")
