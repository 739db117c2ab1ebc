"""The matrix of 11.3 through the services: every role and act, own, mate's and stranger's."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from models.enums import (
    AccessResult,
    AnswerScope,
    GiftState,
    PairVerdict,
    Role,
    Stage,
    TerminationState,
)
from models.rules.identity import FiveElements
from models.rules.rights import Action
from models.tables import RECORDS
from models.views.identity import Asked
from storage.effects import permit_tables
from storage.errors import Invalid, NotFound, Refused
from storage.exchange.codes import Code
from storage.services import Services
from storage.work import BY_RIGHT
from tests import cells
from tests.cells import Row
from tests.factories import a_case, a_customer, an_opportunity, value
from tests.shelves import Shelf, nobodys, the_shelves
from tests.team import MATE, OWNERS, STRANGER, a_team, become
from tui.words import vocabulary

Act = Callable[[Services, Shelf], object]
CALL = {"channel": "EMAIL", "summary": "sent the offer"}
LINE = {
    "kind": "GIFT", "direction": "GIVEN", "value": "20", "date": "2026-03-01", "purpose": "p",
}  # fmt: skip
ASKED = Asked("clinic", "dr.wang", "SERVICE", ("visits",))


def imported(services: Services, shelf: Shelf) -> object:
    path = services.core.locations.data / f"{shelf['customer']}.csv"
    path.write_text(f"code,city\n{shelf['customer']},苏州\n", "utf-8")
    seen = services.exchange.preview(path, "customer", vocabulary=vocabulary(), key="code")
    found = services.exchange.run(seen, vocabulary=vocabulary())
    if found.rejected:  # of a code that nobody has a new record would be made, which lacks a name
        (bad,) = found.verdicts
        code = bad.reasons[0].code
        raise NotFound(code) if code == Code.CELL_EMPTY else Refused(code)
    return found


def many(services: Services, shelf: Shelf) -> object:
    found = services.bulk.change("customer", [shelf.ids["customer"]], {"industry": "物流"})
    if found.refused:
        code = found.refused[0][1].code
        raise NotFound(code) if code == "not_found" else Refused(code)
    return found


def exported(kind: str, name: str) -> Act:
    """Writes a list of a kind, and looks whether the record is in the file."""

    def act(services: Services, shelf: Shelf) -> object:
        path = services.core.locations.data / f"{kind}-{shelf[name]}.csv"
        asked = services.lists.parse("", kind)
        services.exchange.export(kind, asked, "csv", path, reason="x", overwrite=True)
        return shelf[name] in path.read_text("utf-8-sig")

    return act


def printed(name: str) -> Act:
    return lambda s, _c: s.exchange.print_page(
        name, ["x"], s.core.locations.data / f"{name}.txt", overwrite=True, reason="x"
    )


def number(services: Services, shelf: Shelf) -> object:
    if services.cards.record("contact", shelf.ids["contact"])["mobile"] != shelf.mobile:
        raise Refused("refused.right")  # a mask of it
    return True


def identified(scope: str) -> Act:
    """Asks for a kind of activity; what a role may not ask for is not allowed (E10)."""

    def act(services: Services, shelf: Shelf) -> object:
        asked = replace(ASKED, scope=(scope,))
        found = services.identification.identify(FiveElements("", "", "", "", ""), asked)
        if found.result is AccessResult.E10:
            raise Refused("refused.right")
        return found

    return act


def logged(services: Services, shelf: Shelf) -> object:
    return any(line.change == shelf.ids["change"] for line in services.trail.log({}, 10_000))


def allowed(services: Services, shelf: Shelf) -> object:
    release = shelf.ids["release"]
    return str(services.terminations.decide_release(release, approve=True, comment="x"))


def to_file(services: Services, shelf: Shelf, name: str) -> Path:
    return services.core.locations.data / f"{name}-{services.core.login}-{shelf.login}"


def erased(services: Services, shelf: Shelf) -> object:
    target = to_file(services, shelf, "erased")
    return services.privacy.erase("customer", shelf.ids["erased"], target, repr, reason="x")


def held(services: Services, shelf: Shelf) -> object:
    target = to_file(services, shelf, "held")
    return services.privacy.subject_report(
        "customer", shelf.ids["customer"], target, repr, reason="x"
    )


def _update(entity: str, name: str, **texts: str) -> Act:
    return lambda s, c: s.records.update(entity, c.ids[name], texts)


def _create(entity: str, **texts: str) -> Act:
    return lambda s, c: s.records.create(entity, {"customer": c["customer"], **texts})


# Acts that use a record up come last.
ACTS: Mapping[str, tuple[Act, Row]] = {
    "see": (lambda s, c: s.cards.customer(c.ids["customer"]), cells.SEE),
    "see deal": (lambda s, c: s.cards.opportunity(c.ids["deal"]), cells.SEE),
    "list": (
        lambda s, c: s.lists.count(s.lists.parse(f"code:{c['customer']}", "customers")) == 1,
        cells.LISTED,
    ),
    "number": (number, cells.NUMBERS),
    "reveal": (lambda s, c: s.disclosure.reveal(c.ids["contact"], "mobile", "x"), cells.REVEAL),
    "reveal document": (lambda s, c: s.identities.reveal(c.ids["document"], "x"), cells.REVEAL),
    "change": (_update("customer", "customer", industry="物流"), cells.EDIT),
    "deal": (
        lambda s, c: s.records.create(
            "opportunity", {"customer": c["customer"], "title": "t", "need_status": "NOW"}
        ),
        cells.EDIT,
    ),
    "order": (
        lambda s, c: s.orders.create(
            {
                "customer": c["customer"], "sale_date": "2026-03-02",
                "order_contract_no": f"N-{c['customer']}-{s.core.login}",
            },
            [{"unit_price": "1200", "qty": "25"}],
        ),
        cells.EDIT,
    ),
    "answer": (
        lambda s, c: s.answers.give(
            AnswerScope.CUSTOMER, c.ids["customer"], "C-N1", {"state": "ASSUMED"}
        ),
        cells.EDIT,
    ),
    "regrade": (lambda s, c: s.interactions.regrade(c.ids["customer"], None), cells.EDIT),
    "need": (_create("need", problem="慢"), cells.EDIT),
    "many": (many, cells.EDIT),
    "phone": (
        lambda s, c: s.records.update(
            "customer", c.ids["customer"], {"phone": f"021 {c.ids['customer'] % 10**8:08}"}
        ),
        cells.CONTACT_DATA,
    ),
    "person": (_create("contact", name="李雷"), cells.CONTACT_DATA),
    "identity": (
        lambda s, c: s.identities.correct(c.ids["identity"], {"name": "韩梅"}),
        cells.CONTACT_DATA,
    ),
    "case": (
        lambda s, c: s.feedback.take_in(
            {"customer": c["customer"], "kind": "COMPLAINT", "channel": "PHONE", "text": "坏"}
        ),
        cells.TAKE_IN,
    ),
    "progress": (lambda s, c: s.feedback.progress(c.ids["case"], "已联系"), cells.CASE),
    "symptom": (
        lambda s, c: s.tickets.correct(c.ids["ticket"], {"symptom": "还漏"}), cells.CASE
    ),
    "touch": (lambda s, c: s.interactions.touch(c.ids["customer"], CALL), cells.TOUCH),
    "plan": (
        lambda s, c: s.follow_ups.plan(
            c.ids["customer"], {"title": "t", "due_date": "2026-03-09"}
        ),
        cells.TOUCH,
    ),
    "snooze": (
        lambda s, c: s.follow_ups.snooze(c.ids["item"], "2026-03-10", "x"), cells.TOUCH
    ),
    "gift": (_create("gift_register", **LINE), cells.TOUCH),
    "stop": (lambda s, c: s.playbooks.stop(c.ids["run"], "x"), cells.TOUCH),
    "import": (imported, cells.IMPORT),
    "export": (exported("customers", "customer"), cells.EXPORT),
    "export tickets": (exported("tickets", "ticket"), cells.EXPORT_TICKETS),
    "held": (held, cells.EXPORT_ONE),
    "print": (printed("grades"), cells.PRINT),
    "print log": (printed("trail"), cells.EXPORT_AUDIT),
    "approve": (
        lambda s, c: s.terminations.step(
            c.ids["parted"], TerminationState.APPROVED, {"comment": "同意"}
        ),
        cells.APPROVE,
    ),
    "approve gift": (lambda s, c: s.gifts.decide(c.ids["gift"], approve=True), cells.APPROVE),
    "allow": (allowed, cells.APPROVE),
    "jump": (
        lambda s, c: s.stages.move(c.ids["jumped"], Stage.INITIAL, reason="x"), cells.APPROVE
    ),
    "identify": (identified("visits"), cells.IDENTIFY),
    "identify service": (identified("service"), cells.IDENTIFY_SERVICE),
    "identity log": (lambda s, _c: s.identification.log(), cells.IDENTITY_LOG),
    "system": (
        lambda s, _c: s.records.create(
            "source_system", {"key": s.core.login, "name": "x", "scopes": "visits"}
        ),
        cells.SYSTEMS,
    ),
    "figure": (lambda s, _c: s.policies.set({"grading.a_days": 31}), cells.SETTINGS),
    "user": (
        lambda s, c: s.users.save(s.cards.find(c.login, "user")[1], {"name": "别名"}), cells.USERS
    ),
    "audit": (logged, cells.AUDIT),
    "retention": (lambda s, _c: s.privacy.retention(), cells.RETENTION),
    "retention run": (lambda s, _c: s.privacy.retention_run(None, repr), cells.RETENTION_RUN),
    "backup": (
        lambda s, c: s.maintenance.backup(to_file(s, c, "backup")), cells.BACKUP
    ),
    "rival": (
        lambda s, _c: s.records.create("competitor", {"name": s.core.login}), cells.KNOWLEDGE
    ),
    "part": (
        lambda s, _c: s.records.create("part", {"code": s.core.login, "name": "n"}),
        cells.CATALOGUE,
    ),
    "undo": (lambda s, c: s.changes.undo(c.ids["change"]), cells.UNDO),
    "view": (_update("saved_view", "view", query="grade:C"), cells.OWN_VIEWS),
    "never": (
        lambda s, c: s.duplicates.settle(c.ids["customer"], c.ids["twin"], PairVerdict.NEVER),
        cells.MERGE,
    ),
    "merge": (lambda s, c: s.duplicates.merge(c.ids["customer"], c.ids["twin"]), cells.MERGE),
    "give away": (_update("customer", "given", owner="manager"), cells.REASSIGN),
    "hand over": (
        lambda s, c: s.handovers.begin(c.login, "admin", [c.ids["handed"]]), cells.HANDOVER
    ),
    "accept": (lambda s, c: s.handovers.accept(c.ids["handover"], "x"), cells.ACCEPT),
    "archive": (lambda s, c: s.records.archive("customer", c.ids["put_away"]), cells.EDIT),
    "erase": (erased, cells.ERASE),
}  # fmt: skip

# Refusals of a process that names who may instead (9.5, 9.6, 9.7, 8.4).
BY_PROCESS = {
    "termination.manager_only", "termination.own_request", "gift.manager_answers",
    "handover.receiver_accepts", "stage.tests_missing", "release.own_request",
}  # fmt: skip


def letter(services: Services, act: Act, shelf: Shelf, wanted: str) -> str:
    """What became of an act; who is refused whatever is named is told of nothing, either."""
    found = outcome(services, act, shelf)
    if (found, wanted) == ("r", "n"):
        return "n" if outcome(services, act, nobodys()) == "r" else "r"
    return found


def outcome(services: Services, act: Act, shelf: Shelf) -> str:
    try:
        done = act(services, shelf)
    except NotFound:
        return "n"
    except Invalid as error:  # as for a code that nobody has
        return "n" if error.code == "field.unknown_link" else error.code
    except Refused as error:
        return "r" if error.code in BY_RIGHT | BY_PROCESS else error.code
    return "-" if done is False else "y"


@pytest.mark.parametrize(
    "role",
    [role if role is Role.SALES else pytest.param(role, marks=pytest.mark.slow) for role in Role],
)
def test_every_role_and_act_and_owner(services: Services, role: Role) -> None:
    shelves = the_shelves(services, role)
    become(services, role.value.lower())
    wanted, found = {}, {}
    for name, (act, row) in ACTS.items():
        wanted[name] = cells.cells(row, role)
        found[name] = "".join(
            letter(services, act, shelves[whose], wanted[name][place])
            for place, whose in enumerate(OWNERS[: len(wanted[name])])
        )
    assert found == wanted


def test_every_right_is_walked() -> None:
    """A new right is written down by hand in tests/cells.py and has an act here."""
    assert set(cells.OF_ACTION) == set(Action)
    walked = [row for _act, row in ACTS.values()]
    for action, rows in cells.OF_ACTION.items():
        assert any(row is one for row in rows for one in walked), action


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


def test_to_ask_whether_one_may_see_leaves_the_gates_as_they_are(services: Services) -> None:
    """What is new to its gate stays new: for SALES, who do not see everything, too."""
    a_team(services)
    customer = a_customer(services, owner="sales")
    sales = become(services, "sales")
    gift = sales.records.create(
        "gift_register", {**LINE, "customer": customer.code, "value": "300"}
    )
    assert value(services, "gift_register", gift.id, "state") is GiftState.WAITING
    assert value(services, "gift_register", gift.id, "giver") == "sales"
    care = {"customer": customer.code, "kind": "CARE", "due_date": "2026-03-05"}
    with pytest.raises(Refused, match="no_greeting"):
        sales.records.create("follow_up", care)


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
    used -= {"access.protect", "access.unprotect"}
    assert used == set(permit_tables.ACTS) | permit_tables.SYSTEM
