"""The matrix of 11.3 through the services: every role and act, own, mate's and stranger's."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from models.enums import AnswerScope, Role, Stage
from models.rules.rights import Action
from models.tables import RECORDS
from storage.effects import permit_tables
from storage.effects.saving import Saved
from storage.errors import Invalid, NotFound, Refused
from storage.services import Services
from tests.factories import a_case, a_contact, a_customer, an_opportunity, an_order, value
from tests.team import MATE, OWNERS, STRANGER, a_team, become, customers_of
from tui.words import vocabulary

Act = Callable[[Services, Saved], object]
CALL = {"channel": "EMAIL", "summary": "sent the offer"}


def imported(services: Services, customer: Saved) -> object:
    path = services.core.locations.data / f"{customer.code}.csv"
    path.write_text(f"code,city\n{customer.code},苏州\n", "utf-8")
    seen = services.exchange.preview(path, "customer", vocabulary=vocabulary(), key="code")
    found = services.exchange.run(seen, vocabulary=vocabulary())
    if found.rejected:
        (bad,) = found.verdicts
        raise (
            NotFound(bad.reasons[0].code)
            if "not_found" in bad.reasons[0].code
            else Refused(bad.reasons[0].code)
        )
    return found


def many(services: Services, customer: Saved) -> object:
    found = services.bulk.change("customer", [customer.id], {"industry": "物流"})
    if found.refused:
        code = found.refused[0][1].code
        raise NotFound(code) if code == "not_found" else Refused(code)
    return found


ACTS: Mapping[str, tuple[Act, Action]] = {
    "change": (
        lambda s, c: s.records.update("customer", c.id, {"industry": "物流"}), Action.EDIT
    ),
    "archive": (lambda s, c: s.records.archive("customer", c.id), Action.EDIT),
    "deal": (an_opportunity, Action.EDIT),
    "order": (an_order, Action.EDIT),
    "answer": (
        lambda s, c: s.answers.give(AnswerScope.CUSTOMER, c.id, "C-N1", {"state": "ASSUMED"}),
        Action.EDIT,
    ),
    "regrade": (lambda s, c: s.interactions.regrade(c.id, None), Action.EDIT),
    "stage": (
        lambda s, c: s.records.create("need", {"customer": c.code, "problem": "慢"}), Action.EDIT
    ),
    "many": (many, Action.EDIT),
    "phone": (
        lambda s, c: s.records.update("customer", c.id, {"phone": f"021 {c.id % 10**8:08}"}),
        Action.EDIT_CONTACT,
    ),
    "person": (a_contact, Action.EDIT_CONTACT),
    "touch": (lambda s, c: s.interactions.touch(c.id, CALL), Action.TOUCH),
    "plan": (
        lambda s, c: s.follow_ups.plan(c.id, {"title": "t", "due_date": "2026-03-09"}),
        Action.TOUCH,
    ),
    "gift": (
        lambda s, c: s.records.create(
            "gift_register",
            {
                "customer": c.code, "kind": "GIFT", "direction": "GIVEN", "value": "20",
                "date": "2026-03-01", "purpose": "p",
            },
        ),
        Action.TOUCH,
    ),
    "give away": (
        lambda s, c: s.records.update("customer", c.id, {"owner": "manager"}), Action.REASSIGN
    ),
    "import": (imported, Action.IMPORT),
}  # fmt: skip

# What each role may do with a customer of its own, of a mate, of a stranger (11.3, by hand):
# y yes, r refused, n as if it were not there.
CELLS: Mapping[Action, Mapping[Role, str]] = {
    Action.EDIT: {Role.SALES: "yrn", Role.MANAGER: "yyy"},
    Action.EDIT_CONTACT: {Role.SALES: "yrn", Role.SERVICE: "yyy", Role.MANAGER: "yyy"},
    Action.TOUCH: {Role.SALES: "yyn", Role.SERVICE: "yyy", Role.MANAGER: "yyy"},
    Action.REASSIGN: {Role.SALES: "rrn", Role.MANAGER: "yyy"},
    Action.IMPORT: {Role.SALES: "yrn", Role.MANAGER: "yyy"},
}


def outcome(services: Services, act: Act, customer: Saved) -> str:
    try:
        act(services, customer)
    except NotFound:
        return "n"
    except Invalid as error:  # as for a code that nobody has
        return "n" if error.code == "field.unknown_link" else error.code
    except Refused as error:
        return "r" if error.code in ("refused.right", "refused.role") else error.code
    return "y"


@pytest.mark.parametrize(
    "role",
    [role if role is Role.SALES else pytest.param(role, marks=pytest.mark.slow) for role in Role],
)
def test_every_role_and_act_and_owner(services: Services, role: Role) -> None:
    a_team(services)
    founder, login = services.core.login, role.value.lower()
    wanted, found = {}, {}
    for name, (act, action) in ACTS.items():
        become(services, founder)
        book = customers_of(services, login)
        become(services, login)
        wanted[name] = CELLS[action].get(role, "rrr")
        found[name] = "".join(outcome(services, act, book[whose]) for whose in OWNERS)
    assert found == wanted


def test_ac_143_a_viewer_edits_nothing_and_the_attempt_is_logged(services: Services) -> None:
    customer = a_customer(services, "海天")
    a_team(services)
    viewer = become(services, "viewer")
    with pytest.raises(Refused) as refused:
        viewer.records.update("customer", customer.id, {"name": "别名"})
    assert refused.value.exit_status == 5
    assert refused.value.reason.params["ask"] is Role.MANAGER
    assert value(viewer, "customer", customer.id, "name") == "海天"
    ((label, params, who, state),) = viewer.core.read(
        lambda reader: reader.rows(
            "SELECT s.label, s.params, u.login, s.state FROM change_set s"
            " JOIN user u ON u.id = s.actor_id WHERE s.label LIKE 'access.%'"
        )
    )
    assert (label, who, state) == ("access.refused", "viewer", "DONE")
    told = json.loads(params)
    assert (told["act"], told["record"]) == ("change.set", customer.code)
    assert viewer.changes.undoable() is None  # nothing was changed: nothing to undo


def test_a_refusal_names_the_record_and_its_owner(services: Services) -> None:
    a_team(services)
    customer = a_customer(services, owner=MATE)
    sales = become(services, "sales")
    with pytest.raises(Refused) as refused:
        sales.records.update("customer", customer.id, {"industry": "物流"})
    params = refused.value.reason.params
    assert (params["record"], params["owner"], params["action"]) == (
        customer.code, MATE, Action.EDIT,
    )  # fmt: skip


def test_nobodys_customer_is_anyones_and_is_taken_by_a_change_of_it(services: Services) -> None:
    a_team(services)
    customer = a_customer(services)
    services.records.update("customer", customer.id, {"owner": None})
    sales = become(services, "sales")
    sales.records.update("customer", customer.id, {"industry": "物流"})


def test_what_one_is_given_to_do_one_may_do(services: Services) -> None:
    """A deal and a case of one's own at the customer of a mate."""
    a_team(services)
    customer = a_customer(services, owner=MATE)
    deal = an_opportunity(services, customer, owner="sales")
    case = a_case(services, customer, owner="sales")
    other = a_case(services, customer, owner=MATE)
    sales = become(services, "sales")
    sales.records.update("opportunity", deal.id, {"next_step": "打电话"})
    with pytest.raises(Refused):
        sales.feedback.hand_over(other.id, "sales")
    sales.feedback.hand_over(case.id, MATE)


def test_nothing_is_made_ones_own_by_hanging_it_on_anothers(services: Services) -> None:
    a_team(services)
    near, far = a_customer(services, owner=MATE), a_customer(services, owner=STRANGER)
    sales = become(services, "sales")
    with pytest.raises(Refused):
        an_opportunity(sales, near, owner="sales")
    with pytest.raises(Exception) as unknown:  # noqa: PT011 - the same as for no such code
        an_opportunity(sales, far, owner="sales")
    with pytest.raises(Exception) as missing:  # noqa: PT011
        sales.records.create("opportunity", {"customer": "C-999999", "title": "t"})
    assert [one.value.code for one in (unknown, missing)] == ["field.unknown_link"] * 2  # type: ignore[attr-defined]


def test_one_takes_back_what_one_did_and_a_manager_anything(services: Services) -> None:
    a_team(services)
    customer = a_customer(services, owner="sales")
    changed = become(services, "sales").records.update("customer", customer.id, {"city": "苏州"})
    assert changed.id == customer.id
    (change,) = services.core.read(
        lambda reader: reader.rows("SELECT max(id) FROM change_set WHERE label = 'change.set'")
    )
    with pytest.raises(Refused):
        become(services, MATE).changes.undo(change[0])
    become(services, "manager").changes.undo(change[0])
    assert value(services, "customer", customer.id, "city") is None


def test_who_loses_a_right_meanwhile_writes_nothing_by_it(services: Services) -> None:
    made = a_team(services)
    customer = a_customer(services, owner="sales")
    founder = services.core.login
    become(services, "sales").records.update("customer", customer.id, {"city": "苏州"})
    become(services, founder).records.update("user", made["sales"].id, {"active": "no"})
    with pytest.raises(Refused, match="unknown_account"):
        become(services, "sales").records.update("customer", customer.id, {"city": "无锡"})


def test_settings_users_catalogue_and_stage_jumps(services: Services) -> None:
    made = a_team(services)
    customer = a_customer(services, owner="manager")
    acts: Mapping[str, tuple[Callable[[], object], str]] = {
        "figure": (lambda: services.policies.set({"grading.a_days": 31}), "manager admin"),
        "user": (
            lambda: services.records.update("user", made[STRANGER].id, {"name": "x"}), "admin"
        ),
        "team": (lambda: services.records.create("team", {"name": "n"}), "admin"),
        "part": (
            lambda: services.records.create("part", {"code": services.core.login, "name": "n"}),
            "service manager",
        ),
        "rival": (
            lambda: services.records.create("competitor", {"name": services.core.login}),
            "sales service manager",
        ),
        "jump": (
            lambda: services.stages.move(customer.id, Stage.INITIAL, reason="frame contract"), ""
        ),
    }  # fmt: skip
    for name, (act, allowed) in acts.items():
        able = []
        for role in Role:
            become(services, role.value.lower())
            try:
                act()
            except (Refused, NotFound):
                continue
            able.append(role.value.lower())
        assert sorted(able) == sorted(allowed.split()), name


def test_every_kind_of_record_is_named_in_the_matrix() -> None:
    """A new table says in permit_tables.py by which right it is written, and whose."""
    assert set(permit_tables.KINDS) == set(RECORDS)


def test_every_change_is_named_in_the_matrix() -> None:
    """A new change of a service says in permit_tables.py what right begins it."""
    import re

    folder = Path(permit_tables.__file__).parents[1]
    text = "".join(path.read_text("utf-8") for path in folder.rglob("*.py"))
    used = set(re.findall(r'"((?:change|access)\.[a-z_]+)"', text))
    used -= {"access.refused"}  # written by the refusal itself
    used -= {"access.backup", "access.restore", "access.rekey"}  # of the file, not of records
    assert used == set(permit_tables.ACTS) | permit_tables.SYSTEM
