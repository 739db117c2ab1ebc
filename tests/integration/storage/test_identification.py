"""Five identity elements on a real file: match or nothing, grants, locks, a log without numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from models.enums import AccessKind, AccessResult
from models.records.customer import Customer
from models.rules.identity import FiveElements
from models.views.identity import Answer, Asked, RequestRow
from storage.clock import FixedClock
from storage.effects.saving import Saved
from storage.errors import Refused
from storage.services import Services
from storage.work import Work
from tests.conftest import MORNING
from tests.factories import a_customer, filled
from tests.team import a_team, become

R = AccessResult
NUMBER = "11010519491231002X"
LI = FiveElements("李秀英", "F", "1949-12-31", "RESIDENT_ID", NUMBER)
OTHER = replace(LI, document_number="110105194912310046")
TEXTS = {
    "name": "李秀英",
    "sex": "F",
    "birth_date": "1949-12-31",
    "document_type": "RESIDENT_ID",
    "document_number": NUMBER,
    "legal_basis": "CONSENT",
}
CLINIC = Asked("clinic", "dr.wang", "SERVICE", ("visits",))
MINUTE = timedelta(minutes=1)


def _known(services: Services) -> Saved:
    """C-000005 with one identity; the system "clinic" knows it as 77 and told of it."""
    found = [a_customer(services) for _ in range(5)][-1]
    clinic = {"key": "clinic", "name": "社区诊所", "scopes": "visits, service"}
    services.records.create("source_system", clinic)
    for number, kind in enumerate(("visits", "service", "visits", "bills")):
        told = {"kind": kind, "at": f"2026-02-0{number + 1} 09:00", "payload": f"第{number}次"}
        services.records.create(
            "activity_record", {"customer": found.code, "system": "clinic", **told}
        )
    reference = {"customer": found.code, "system": "clinic", "external_id": "77"}
    services.records.create("external_ref", reference)
    services.identities.add(found.id, TEXTS)
    return found


@pytest.fixture(scope="module")
def clinic(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Saved]:
    """A home where that customer is known, filled once."""
    home = tmp_path_factory.mktemp("clinic") / "home"
    return filled(founded, home, FixedClock(MORNING), _known)


@pytest.fixture
def customer(clinic: tuple[Path, Saved]) -> Saved:
    return clinic[1]


@pytest.fixture
def origin(founded: Path, clinic: tuple[Path, Saved], request: pytest.FixtureRequest) -> Path:
    return clinic[0] if "customer" in request.fixturenames else founded


def ask(services: Services, five: FiveElements = LI, asked: Asked = CLINIC) -> Answer:
    return services.identification.identify(five, asked)


def newest(services: Services, kind: AccessKind | None = None) -> RequestRow:
    rows = services.identification.log()
    return next(row for row in rows if kind is None or row.kind is kind)


def test_ac_164_all_five_equal_give_the_customer_and_a_grant(
    services: Services, customer: Saved, clock: FixedClock
) -> None:
    assert customer.code == "C-000005"
    found = ask(services)
    assert (found.result, found.customer_id, found.customer_code) == (
        R.OK,
        customer.id,
        "C-000005",
    )
    assert found.expires_at == clock.now() + 15 * MINUTE
    assert found.scope == ("visits",)
    written = replace(LI, name=" 李秀英 ", sex="女", document_number="110105 19491231 002x")
    assert ask(services, written).customer_id == customer.id
    (reference,) = services.identities.references(customer.id)
    assert (reference.system, reference.external_id) == ("clinic", "77")


def test_ac_165_a_grant_reads_its_scope_and_logs_the_count(
    services: Services, customer: Saved
) -> None:
    found = ask(services)
    assert [(row.kind, row.payload) for row in found.rows] == [
        ("visits", "第2次"),
        ("visits", "第0次"),
    ]
    assert found.grant_id is not None
    again = services.identification.fetch(found.grant_id, CLINIC)
    assert again.rows == found.rows
    line = newest(services)
    assert (line.kind, line.result, line.row_count) == (AccessKind.FETCH, R.OK, 2)
    assert (line.customer_code, line.grant_id) == ("C-000005", found.grant_id)
    asked = replace(CLINIC, scope=("service",))
    assert services.identification.fetch(found.grant_id, asked).result is R.E10
    both = ask(services, asked=replace(CLINIC, scope=("visits", "service")))
    assert [row.kind for row in both.rows] == ["visits", "service", "visits"]


@pytest.mark.parametrize("other", [{"name": "李秀瑛"}, {"name": "李秀"}])
def test_ac_166_one_character_differs(
    services: Services, customer: Saved, other: dict[str, str]
) -> None:
    found = ask(services, replace(LI, **other))
    assert found == ask(services, OTHER)
    assert (found.result, found.reason.code, dict(found.reason.params)) == (
        None,
        "identity.not_authorised",
        {},
    )
    assert found.customer_id is None
    line = services.identification.log()[1]
    assert (line.result, line.customer_id, line.grant_id) == (R.E07, None, None)


def test_ac_167_an_unknown_number(services: Services, customer: Saved) -> None:
    found = ask(services, OTHER)
    assert (found.result, found.reason.code) == (None, "identity.not_authorised")
    assert newest(services).result is R.E06


def test_ac_168_the_sixth_try_is_locked_for_thirty_minutes(
    services: Services, customer: Saved, clock: FixedClock
) -> None:
    wrong = replace(LI, name="王")
    for _ in range(5):
        assert ask(services, wrong).result is None
        clock.advance(MINUTE)
    locked = ask(services)
    assert locked.result is R.E12
    assert locked.reason.params == {"until": clock.now() + 29 * MINUTE}
    assert newest(services).result is R.E12
    assert ask(services, OTHER).result is None  # another number
    services.records.create("source_system", {"key": "bank", "name": "银行", "scopes": "visits"})
    assert ask(services, asked=replace(CLINIC, system="bank")).result is R.OK  # another system
    clock.advance(29 * MINUTE - timedelta(seconds=1))
    assert ask(services).result is R.E12
    clock.advance(timedelta(seconds=1))
    assert ask(services).result is R.OK


def test_ac_169_the_log_holds_no_number_and_a_grant_ends(
    services: Services, customer: Saved, clock: FixedClock
) -> None:
    asked = replace(CLINIC, requester=f"王 {NUMBER}")
    found = ask(services, asked=asked)
    assert found.grant_id is not None
    ask(services, replace(LI, sex="M"), asked)
    ask(services, replace(LI, document_number=NUMBER + " "), replace(asked, system=NUMBER.lower()))
    ask(services, LI, replace(asked, scope=(NUMBER.lower(),)))
    lines = services.identification.log()
    assert {line.last4 for line in lines} == {"002X"}
    assert len({line.number_hmac for line in lines}) == 1
    tables = ("access_request", "change_set", "change_entry", "grant_", "document")
    for table in tables:
        rows = services.core.read(lambda r, t=table: r.rows(f"SELECT * FROM {t}"))  # type: ignore[misc]
        whole = "\n".join(map(str, rows))
        assert NUMBER not in whole
        assert NUMBER.lower() not in whole
        assert table in ("document", "change_entry") or "李秀英" not in whole
    clock.advance(15 * MINUTE - timedelta(seconds=1))
    assert services.identification.fetch(found.grant_id, CLINIC).result is R.OK
    clock.advance(timedelta(seconds=1))
    assert services.identification.fetch(found.grant_id, CLINIC).result is R.E11
    assert newest(services).result is R.E11


@pytest.mark.parametrize(
    ("asked", "result", "code"),
    [
        (replace(CLINIC, system="nobody"), R.E09, "identity.system"),
        (replace(CLINIC, system=""), R.E09, "identity.system"),
        (replace(CLINIC, purpose=""), R.E01, "identity.no_purpose"),
        (replace(CLINIC, purpose="gossip"), R.E02, "identity.unknown_purpose"),
        (replace(CLINIC, scope=("visits", "bills")), R.E10, "identity.scope"),
    ],
)
def test_what_depends_on_the_request_alone_is_named(
    services: Services, customer: Saved, asked: Asked, result: AccessResult, code: str
) -> None:
    found = ask(services, asked=asked)
    assert (found.result, found.reason.code, found.customer_id) == (result, code, None)
    assert newest(services).result is result


def test_the_elements_are_checked_in_their_order(services: Services, customer: Saved) -> None:
    for other, result in (
        ({"name": ""}, R.E01),
        ({"document_number": "1"}, R.E02),
        ({"document_number": "110105194912310021"}, R.E03),
        ({"birth_date": "1949-12-30", "sex": "M"}, R.E04),
        ({"sex": "M"}, R.E05),
    ):
        assert ask(services, replace(LI, **other)).result is result
        assert newest(services).result is result


def test_a_system_that_is_off_gets_nothing(services: Services, customer: Saved) -> None:
    granted = ask(services).grant_id
    assert granted is not None
    (system,) = services.identification.systems()
    assert (system.references, system.activities) == (1, 4)
    assert system.last_asked is not None
    services.records.update("source_system", system.id, {"enabled": "no"})
    assert ask(services).result is R.E09
    assert services.identification.fetch(granted, CLINIC).result is R.E09


def test_a_grant_is_bound_to_its_system(services: Services, customer: Saved) -> None:
    services.records.create("source_system", {"key": "bank", "name": "银行", "scopes": "visits"})
    granted = ask(services).grant_id
    assert granted is not None
    assert services.identification.fetch(granted, replace(CLINIC, system="bank")).result is R.E11
    assert services.identification.fetch(granted + 1, CLINIC).result is R.E11


def test_a_relation_that_ended_grants_nothing_but_for_a_legal_purpose(
    services: Services, customer: Saved
) -> None:
    before = ask(services).grant_id

    def unit(work: Work) -> None:
        work.get(Customer, customer.id).do_not_contact = True

    services.core.write("change.set", {}, unit)
    found = ask(services)
    assert (found.customer_id, found.scope, found.rows) == (customer.id, (), ())
    assert before is not None
    assert services.identification.fetch(before, CLINIC).rows == ()
    legal = ask(services, asked=replace(CLINIC, purpose="legal"))
    assert len(legal.rows) == 2


# ── what looks the same outside is the same work ────────────────────────────────────────


def two_identities(services: Services) -> None:
    """A fault of the data: the same number at two people (the index that forbids it is gone)."""
    one, other = (a_customer(services).id for _ in range(2))
    services.identities.add(one, {**TEXTS, "document_number": OTHER.document_number})
    made = services.identities.add(other, {**TEXTS, "document_number": "110105194912310062"})

    def unit(session: Any) -> None:
        connection = session.connection()
        connection.exec_driver_sql("DROP INDEX uq_document_number_hmac")
        connection.exec_driver_sql(
            "UPDATE document SET number_hmac = (SELECT number_hmac FROM document d"
            " JOIN identity i ON i.id = d.identity_id WHERE i.customer_id = ?)"
            " WHERE identity_id = ?",
            (one, made.id),
        )

    services.core.database.write(unit)


def replaced(services: Services, customer: Saved) -> None:
    (identity,) = services.identities.of_customer(customer.id)
    texts = {"document_type": "PASSPORT", "document_number": "E1234567"}
    services.identities.add_document(identity.id, texts, replaces=identity.documents[0].id)


@pytest.fixture
def spied(services: Services, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every statement of the write door, without what stands in it."""
    seen: list[str] = []
    services.core.database.write(lambda _session: None)  # opens the door
    engine = services.core.database._engine
    event.listen(
        engine, "before_cursor_execute", lambda *given: seen.append(" ".join(given[2].split()))
    )
    read = Work._read

    def reading(work: Work, sql: str, parameters: Any) -> list[tuple[Any, ...]]:
        seen.append(" ".join(sql.split()))
        return read(work, sql, parameters)

    monkeypatch.setattr(Work, "_read", reading)
    return seen


def test_unknown_mismatch_fault_and_revoked_cost_the_same(
    services: Services, customer: Saved, spied: list[str]
) -> None:
    two_identities(services)
    work: dict[AccessResult, list[str]] = {}
    answers = []

    def tried(five: FiveElements) -> None:
        spied.clear()
        answers.append(ask(services, five))
        kept = list(spied)
        work[newest(services).result] = kept

    tried(replace(LI, document_number="110105194912310089"))
    tried(replace(LI, name="王"))
    tried(OTHER)
    replaced(services, customer)
    tried(LI)
    assert set(work) == {R.E06, R.E07, R.E08, R.E13}
    assert all(one == answers[0] for one in answers)
    assert all(one == work[R.E06] for one in work.values())
    assert sum("INSERT INTO access_request" in one for one in work[R.E06]) == 1


def test_a_fault_becomes_a_task_for_a_manager(services: Services, customer: Saved) -> None:
    two_identities(services)
    for _ in range(2):
        assert ask(services, OTHER).result is None
    today = services.core.clock.today()
    found = [row for row in services.cards.due(today) if row.question_code == "IDENTITY"]
    assert [(row.assignee_name != "", str(row.code)[:2]) for row in found] == [(True, "U-")]
    assert a_customer(services).code


# ── what is kept of it ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("table", ["access_request", "grant_"])
@pytest.mark.parametrize("sql", ["DELETE FROM {}", "UPDATE {} SET at = ''"])
def test_log_and_grants_are_appended_to_alone(
    services: Services, customer: Saved, table: str, sql: str
) -> None:
    ask(services)
    with pytest.raises(Exception, match="appended"):
        services.core.database.write(
            lambda session: session.connection().exec_driver_sql(sql.format(table))
        )
    assert len(services.identification.log()) == 2


def test_a_line_changed_behind_the_triggers_is_found(services: Services, customer: Saved) -> None:
    ask(services)
    ask(services, OTHER)
    assert services.identification.broken_lines() == []
    lines = services.identification.log()

    def unit(session: Any) -> None:
        run = session.connection().exec_driver_sql
        run("DROP TRIGGER access_request_no_update")
        run("DROP TRIGGER access_request_no_delete")
        run("UPDATE access_request SET result = 'OK' WHERE id = ?", (lines[0].id,))
        run("DELETE FROM access_request WHERE id = ?", (lines[1].id,))

    services.core.database.write(unit)
    assert services.identification.broken_lines() == sorted([lines[0].id, lines[1].id])
    verified = services.trail.verify()  # and so says the walk over the journal
    assert (verified.broken, verified.whole) == (0, False)
    told = [services.trail.broken(one) for one in verified.first]
    assert {one.code: one.params["request"] for one in told} == {
        "audit.request_changed": lines[0].id,
        "audit.request_missing": lines[1].id,
    }
    assert {one.params["who"] for one in told} == {services.core.actor().name}
    ill = {check.name for check in services.maintenance.doctor() if not check.well}
    assert ill == {"requests"}


def test_a_request_is_no_change_to_undo(services: Services, customer: Saved) -> None:
    label = services.changes.undoable()
    ask(services)
    assert services.changes.undoable() == label
    row = services.core.read(lambda r: r.one("SELECT max(id) FROM change_set"))
    assert row is not None
    with pytest.raises(Refused) as refused:
        services.changes.undo(row[0])
    assert refused.value.code == "undo.nothing"
    services.changes.undo()
    ask(services)
    services.changes.redo()
    assert ask(services).result is R.OK


# ── who may ──────────────────────────────────────────────────────────────────────────────


def test_service_asks_for_service_alone(services: Services, customer: Saved) -> None:
    a_team(services)
    become(services, "service")
    assert ask(services).result is R.E10
    found = ask(services, asked=replace(CLINIC, scope=("service",)))
    assert [row.kind for row in found.rows] == ["service"]
    with pytest.raises(Refused):
        services.identification.log()


@pytest.mark.parametrize("role", ["viewer", "sales", "auditor", "admin"])
def test_others_do_not_ask(services: Services, customer: Saved, role: str) -> None:
    a_team(services)
    become(services, role)
    with pytest.raises(Refused) as refused:
        ask(services)
    assert refused.value.code == "refused.role"
    if role == "auditor":
        assert services.identification.log() == []
        assert services.identification.broken_lines() == []
    else:
        with pytest.raises(Refused):
            services.identification.log()
