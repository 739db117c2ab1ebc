"""Users and teams, hidden values for a reason, and what is taken out (11.3, 11.6, AC-196)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from models.enums import Profile, Role
from storage.errors import Duplicate, Invalid, NotFound, Refused
from storage.services import Services, open_services
from tests.factories import a_contact, a_customer, a_ticket, value
from tests.team import MATE, STRANGER, a_team, become

pytestmark = pytest.mark.slow

MOBILE = "13812345678"


def log_of(services: Services, label: str) -> list[tuple[str, dict[str, object]]]:
    rows = services.core.database.read(
        lambda reader: reader.rows(
            "SELECT u.login, s.params FROM change_set s JOIN user u ON u.id = s.actor_id"
            " WHERE s.label = :label ORDER BY s.id",
            {"label": label},
        )
    )
    return [(login, json.loads(params)) for login, params in rows]


# --- reveal


def test_ac_196_a_hidden_number_is_shown_for_a_reason_and_stands_in_the_log(
    services: Services,
) -> None:
    a_team(services)
    own = a_contact(services, a_customer(services, owner="sales"), mobile=MOBILE)
    sales = become(services, "sales")
    for reason in ("", "  \n"):
        with pytest.raises(Refused, match="needs_reason") as refused:
            sales.disclosure.reveal(own.id, "mobile", reason)
        assert refused.value.exit_status == 5
    assert log_of(sales, "access.reveal") == []
    assert sales.disclosure.reveal(own.id, "mobile", "回电 约时间") == MOBILE
    ((login, params),) = log_of(sales, "access.reveal")
    assert (login, params) == (
        "sales",
        {"entity": "contact", "record": own.code, "field": "mobile", "reason": "回电 约时间"},
    )
    assert MOBILE not in json.dumps(params)
    with pytest.raises(Refused, match=r"refused\.role"):
        become(services, "viewer").disclosure.reveal(own.id, "mobile", "why not")
    assert [one[0] for one in log_of(sales, "access.refused")] == ["viewer"]
    assert sales.trail.verify().whole


@pytest.mark.parametrize("role", Role)
def test_who_reveals_whose_numbers(services: Services, role: Role) -> None:
    a_team(services)
    people = {
        owner: a_contact(services, a_customer(services, owner=owner), mobile=MOBILE).id
        for owner in ("sales", MATE, STRANGER)
    }
    user = become(services, role.value.lower())
    found = ""
    for contact_id in people.values():
        try:
            found += "y" if user.disclosure.reveal(contact_id, "mobile", "why") == MOBILE else "?"
        except Refused:
            found += "r"
        except NotFound:
            found += "n"
    wanted = {Role.SALES: "yrn", Role.SERVICE: "yyy", Role.MANAGER: "yyy", Role.AUDITOR: "yyy"}
    assert found == wanted.get(role, "rrr")


def test_only_what_is_hidden_is_revealed(services: Services) -> None:
    customer = a_customer(services)
    person = a_contact(services, customer, email="a@b.cn")
    with pytest.raises(Invalid):
        services.disclosure.reveal(person.id, "email", "why")
    assert services.disclosure.reveal(person.id, "household_note", "why") == ""
    assert services.disclosure.contact_of("customer", customer.id) == person.id
    with pytest.raises(NotFound):
        services.disclosure.contact_of("customer", a_customer(services).id)


# --- what is taken out


def out(services: Services, kind: str, path: Path, **more: str) -> int:
    asked = services.lists.parse("", kind)
    return services.exchange.export(kind, asked, "csv", path, overwrite=True, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("role", Role)
def test_who_takes_which_lists_out(services: Services, tmp_path: Path, role: Role) -> None:
    a_team(services)
    for owner in ("sales", MATE, STRANGER):
        customer = a_customer(services, owner=owner)
        a_contact(services, customer, mobile=MOBILE)
        a_ticket(services, customer, owner=owner)
    user = become(services, role.value.lower())
    found: dict[str, object] = {}
    for kind in ("customers", "contacts", "tickets"):
        try:
            found[kind] = out(user, kind, tmp_path / "f.csv", reason="Messe")
        except Refused as error:
            found[kind] = error.code
    no = "refused.role"
    wanted = {
        Role.SALES: (1, 1, 1),
        Role.SERVICE: (no, no, 3),
        Role.MANAGER: (3, 3, 3),
    }.get(role, (no, no, no))
    assert tuple(found.values()) == wanted


def test_what_is_taken_out_has_a_reason_and_the_name_of_who_did(
    services: Services, tmp_path: Path
) -> None:
    a_team(services)
    a_contact(services, a_customer(services, owner="sales"), mobile=MOBILE)
    path = tmp_path / "contacts.csv"
    sales = become(services, "sales")
    page = tmp_path / "b.txt"
    for kind in ("contacts", "customers"):
        with pytest.raises(Refused, match=r"export\.needs_reason"):
            out(sales, kind, path, reason=" ")
    with pytest.raises(Refused, match=r"export\.needs_reason"):
        sales.exchange.print_page("brief", ["x"], page)
    assert not path.exists()
    assert not page.exists()
    assert out(sales, "contacts", path, reason="展会邀请") == 1
    text = path.read_text("utf-8-sig")
    assert MOBILE in text
    assert text.splitlines()[-1].startswith('"#fivefold: Sales (sales) 2026-03-02 10:00')
    ((login, params),) = log_of(sales, "access.export")
    assert login == "sales"
    assert {"rows": 1, "reason": "展会邀请", "kind": "contacts"}.items() <= params.items()
    assert len(str(params["sha256"])) == 64
    assert sales.exchange.print_page("brief", ["x"], page, reason="拜访") == 1
    ((_login, params),) = log_of(sales, "access.print")
    assert params["reason"] == "拜访"
    with pytest.raises(Refused, match=r"refused\.role"):
        become(services, "viewer").exchange.print_page("today", ["x"], page, reason="y")


# --- users


def test_an_administrator_keeps_users_and_a_manager_those_of_the_team(services: Services) -> None:
    made = a_team(services)
    admin = become(services, "admin")
    new = admin.users.save(None, {"login": "li", "name": "李娜", "roles": "SALES"}, team="华北")
    assert value(admin, "user", new.id, "team") == "华北"
    with pytest.raises(Duplicate):
        admin.users.save(None, {"login": "li", "name": "x", "roles": "SALES"})
    manager = become(services, "manager")
    manager.users.save(made[MATE].id, {"roles": "SALES,SERVICE"})
    manager.users.save(None, {"login": "wu", "name": "吴", "roles": "SALES"}, team="华东")
    refused: tuple[tuple[int | None, dict[str, str | None], str | None], ...] = (
        (made[STRANGER].id, {"name": "x"}, None),  # of another team
        (made[STRANGER].id, {}, "华东"),  # not drawn over either
        (made[MATE].id, {"roles": "SALES,MANAGER"}, None),  # no higher role
        (made["manager"].id, {"roles": "MANAGER,ADMIN"}, None),  # nor for oneself
        (made["admin"].id, {"roles": "SALES"}, None),
        (None, {"login": "zu", "name": "z", "roles": "SALES"}, "华南"),
        (None, {"login": "zu", "name": "z", "roles": "SALES"}, "新队"),
    )
    for user_id, texts, team in refused:
        with pytest.raises(Refused):
            manager.users.save(user_id, texts, team=team)
    for login in ("viewer", "sales", "service", "auditor"):
        with pytest.raises(Refused):
            become(services, login).users.save(made[login].id, {"roles": "ADMIN"})


def test_the_last_administrator_cannot_be_taken_away(services: Services) -> None:
    me = services.actor().id
    for texts in ({"roles": "MANAGER"}, {"active": "no"}):
        with pytest.raises(Refused, match=r"users\.last_admin"):
            services.users.save(me, texts)
    with pytest.raises(Refused, match=r"users\.last_admin"):
        services.records.archive("user", me)
    services.users.save(None, {"login": "boss", "name": "Boss", "roles": "ADMIN"})
    services.users.save(me, {"roles": "MANAGER"})
    with pytest.raises(Refused):
        services.users.save(me, {"roles": "ADMIN"})  # it is gone
    with pytest.raises(Refused):
        services.changes.undo()  # and no undo lifts anybody
    assert Role.ADMIN not in services.actor().roles


def test_from_one_user_to_a_team(services: Services) -> None:
    assert services.users.profile is Profile.SINGLE
    services.users.begin_team()
    other = open_services(services.core.locations, clock=services.core.clock)
    assert other.users.profile is other.core.profile is Profile.TEAM
    assert [row.login for row in other.users.rows()] == [services.core.login]
    other.close()
