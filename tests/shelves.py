"""What the acts of the matrix of rights are tried on: the records of one owner, hung together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count

from models.enums import ReleaseKind, Role, TerminationState
from models.records.customer import Customer
from storage.effects.saving import Saved
from storage.services import Services
from storage.work import Work
from tests.factories import (
    a_case,
    a_contact,
    a_customer,
    a_ticket,
    an_opportunity,
    an_order,
)
from tests.team import MATE, OWNERS, STRANGER, a_team, become

NUMBER = "11010519491231002X"
ELEMENTS = {
    "name": "李秀英",
    "sex": "F",
    "birth_date": "1949-12-31",
    "document_type": "RESIDENT_ID",
    "legal_basis": "CONSENT",
}
_mobiles = count(13_900_000_001)
_permits = count(10_000_001)


@dataclass(frozen=True)
class Shelf:
    """Records by what an act wants of them, by their codes and ids; `mobile` in clear."""

    login: str
    mobile: str
    codes: Mapping[str, str]
    ids: Mapping[str, int]

    def __getitem__(self, name: str) -> str:
        return self.codes[name]

    @property
    def words(self) -> dict[str, str]:
        """What stands for the names of records in the words of a command."""
        return {**self.codes, "login": self.login, "mobile": self.mobile}


# What is called otherwise than by a code of its own.
_BY_NUMBER = {
    "gift": "gifts",
    "release": "contact-releases",
    "identity": "identities",
    "document": "documents",
    "handover": "handovers",
    "view": "views",
}


def the_shelves(services: Services, role: Role) -> dict[str, Shelf]:
    """A team with what belongs to the user of a role, to the mate and to the stranger.

    Beside it what is the house's: a person on record, a system, a survey, a part, a campaign.
    """
    a_team(services)
    services.users.begin_team()
    founder = services.core.login
    person = a_customer(services, "李秀英", kind="INDIVIDUAL")
    services.identities.add(person.id, {**ELEMENTS, "document_number": NUMBER})
    clinic = {"key": "clinic", "name": "社区诊所", "scopes": "visits, service"}
    services.records.create("source_system", clinic)
    survey = services.records.create("survey", {"title": "季度"})
    question = {"survey": survey.code, "number": "1", "kind": "SCORE_1_5", "text": "好吗"}
    services.records.create("survey_question", question)
    services.records.create("part", {"code": "SEAL-20", "name": "密封圈", "on_hand": "3"})
    givers = {role.value.lower(): STRANGER, MATE: "manager", STRANGER: founder}
    logins = dict(zip(OWNERS, givers, strict=True))
    made = {whose: a_shelf(services, login, givers[login]) for whose, login in logins.items()}
    texts = {"name": "春季", "filter": "city:舟山", "planned_on": "2026-03-02"}
    services.campaigns.begin(services.records.create("campaign", texts).id)
    return made


def a_shelf(services: Services, login: str, giver: str) -> Shelf:
    """One of everything that belongs to a user, made by the founder and by the user's own hand.

    `giver` hands a customer over to the user. Customers that an act uses up have names of their
    own, so that acts do not wait for each other.
    """
    founder = services.core.login
    same = {"registration_no": f"R{next(_permits)}"}
    main = a_customer(services, owner=login, consent_marketing="yes", city="舟山", **same)
    owned = {"customer": main, "twin": _alike(services, owner=login, **same)}
    for name in ("parted", "given", "put_away", "erased", "handed", "jumped"):
        owned[name] = a_customer(services, owner=login)
    mobile = str(next(_mobiles))
    made: dict[str, Saved | int] = {
        **owned,
        "contact": a_contact(services, main, mobile=mobile),
        "deal": an_opportunity(services, main, owner=login),
        "order": an_order(services, main),
        "ticket": a_ticket(services, main, owner=login).id,
        "case": a_case(services, main, owner=login).id,
        "blocked": _blocked(services, login),
        "given_over": a_customer(services, owner=giver),
    }
    made["item"] = services.follow_ups.plan(
        main.id, {"title": "t", "due_date": "2026-03-09", "assignee": login}
    )
    number = f"T{next(_permits)}"
    passport = {**ELEMENTS, "document_type": "PASSPORT", "document_number": number}
    made["identity"] = services.identities.add(main.id, passport).id
    made["run"] = services.playbooks.start(main.id, "GOODS_ACCEPTANCE").run_id
    become(services, login if login in _ASKING else founder)
    made["gift"] = services.records.create(
        "gift_register",
        {
            "customer": main.code, "kind": "GIFT", "direction": "GIVEN", "value": "300",
            "date": "2026-03-01", "purpose": "春节",
        },
    )  # fmt: skip
    made["release"] = services.terminations.ask_release(
        _id(made["blocked"]), ReleaseKind.IMPORTANT_NOTICE, "召回", "请停用"
    )
    become(services, login if login in _OWNING else founder)
    _submit(services, owned["parted"].id)
    become(services, founder)
    services.handovers.begin(giver, login, [_id(made["given_over"])])
    become(services, login)
    made["view"] = services.views.save("customers", f"看板 {login}", "grade:B")
    services.views.save("customers", f"另一 {login}", "grade:A")  # what is taken back by undo
    become(services, founder)
    return _shelf(services, login, mobile, made)


# Users by whose own hand a request is made; those of the others come from the founder.
_ASKING = ("sales", "service", "manager", MATE, STRANGER)
_OWNING = ("sales", "manager", MATE, STRANGER)


def _alike(services: Services, **fields: str) -> Saved:
    """A customer that looks like another one, of which nobody has said yet that it is two."""
    made = a_customer(services, owner=fields["owner"])

    def unit(work: Work) -> None:
        work.get(Customer, made.id).registration_no = fields["registration_no"]

    services.core.units.write("change.set", {"entity": "customer"}, unit, settle=False)
    return made


def _blocked(services: Services, login: str) -> Saved:
    made = a_customer(services, owner=login)

    def unit(work: Work) -> None:
        work.get(Customer, made.id).do_not_contact = True

    services.core.write("change.set", {"entity": "customer"}, unit)
    return made


def _submit(services: Services, customer_id: int) -> None:
    state = TerminationState
    steps = services.terminations
    steps.begin(customer_id, {"reason_code": "NO_PURCHASE", "text": "买别家的两年了"})
    steps.step(customer_id, state.PREPARED, {"plan": "x", "documents": "HT-7"})
    steps.step(customer_id, state.SUBMITTED)


def _shelf(services: Services, login: str, mobile: str, made: Mapping[str, Saved | int]) -> Shelf:
    ids = {name: _id(one) for name, one in made.items()}

    def newest(sql: str, *values: object) -> int:
        row = services.core.read(lambda reader: reader.one(sql, values))
        assert row is not None
        return int(row[0])

    ids["document"] = newest("SELECT id FROM document WHERE identity_id = ?", ids["identity"])
    ids["handover"] = newest("SELECT id FROM handover WHERE customer_id = ?", ids["given_over"])
    ids["change"] = newest(
        "SELECT max(s.id) FROM change_set s JOIN user u ON u.id = s.actor_id WHERE u.login = ?",
        login,
    )
    codes = {"change": str(ids["change"])}
    for name, kind in _BY_NUMBER.items():
        codes[name] = f"{kind}/{ids[name]}"
    tables = {
        "contact": "contact", "deal": "opportunity", "order": "sales_order", "ticket": "ticket",
        "case": "feedback", "item": "follow_up", "run": "playbook_run",
    }  # fmt: skip
    for name in set(ids) - set(codes):
        table = tables.get(name, "customer")
        codes[name] = services.lists.codes(table, [ids[name]])[ids[name]]
    return Shelf(login, mobile, codes, ids)


def _id(made: Saved | int) -> int:
    return made if isinstance(made, int) else made.id


def nobodys() -> Shelf:
    """Codes that no record has."""
    codes = {
        "change": "999999", "contact": "P-000999", "deal": "O-000999",
        "order": "S-000999", "ticket": "T-000999", "case": "F-000999", "item": "U-000999",
        "run": "PB-000999",
    }  # fmt: skip
    codes |= {name: f"{kind}/999" for name, kind in _BY_NUMBER.items()}
    names = (
        "customer", "parted", "twin", "given", "put_away", "erased", "handed", "jumped",
        "blocked", "given_over",
    )  # fmt: skip
    codes |= {name: f"C-{990 + place:06}" for place, name in enumerate(names)}
    return Shelf("nobody", "", codes, dict.fromkeys(codes, 999))


__all__ = ["ELEMENTS", "NUMBER", "Shelf", "nobodys", "the_shelves"]
