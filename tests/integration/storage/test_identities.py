"""Identities on a real file: a legal basis, documents that follow each other, masked numbers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from models.enums import AccessResult, DocumentState, IdentityState, Sex
from models.rules.identity import FiveElements
from models.views.identity import Asked
from storage.effects.saving import Saved
from storage.errors import Duplicate, Invalid, NotFound, Refused, Stale
from storage.services import Services
from tests.factories import a_contact, a_customer
from tests.team import a_team, become, customers_of

NUMBER = "11010519491231002X"
TEXTS = {
    "name": "李秀英",
    "sex": "F",
    "birth_date": "1949-12-31",
    "document_type": "RESIDENT_ID",
    "document_number": NUMBER,
    "legal_basis": "CONSENT",
    "basis_note": "同意书 12",
}
PASSPORT = {
    "document_type": "PASSPORT",
    "document_number": "e-1234567",
    "valid_until": "2030-01-01",
}


@pytest.fixture
def customer(services: Services) -> Saved:
    return a_customer(services)


def found_by(services: Services, kind: str, number: str, name: str = "李秀英") -> object:
    """The true cause, as the log has it."""
    if not services.identification.systems():
        services.records.create("source_system", {"key": "c", "name": "c", "scopes": "visits"})
    five = FiveElements(name, "F", "1949-12-31", kind, number)
    services.identification.identify(five, Asked("c", "x", "SERVICE"))
    return services.identification.log()[0].result


def test_an_identity_is_stored_sealed_and_shown_masked(services: Services, customer: Saved) -> None:
    person = a_contact(services, customer, "李秀英")
    services.identities.add(customer.id, {**TEXTS, "name": " 李秀英", "contact": person.code})
    (row,) = services.identities.of_customer(customer.id)
    assert (row.name, row.sex, row.contact_name, row.basis_note) == (
        "李秀英",
        Sex.F,
        "李秀英",
        "同意书 12",
    )
    (document,) = row.documents
    assert (document.masked, document.state) == ("1101**********002X", DocumentState.CURRENT)
    stored = services.core.read(lambda r: r.one("SELECT * FROM document"))
    assert NUMBER not in str(stored)
    assert services.identities.of_customer(a_customer(services).id) == []


@pytest.mark.parametrize(
    ("other", "field", "code"),
    [
        ({"legal_basis": ""}, "legal_basis", "field.required"),
        ({"name": ""}, "name", "field.required"),
        ({"document_type": "CARD"}, "document_type", "field.not_a_choice"),
        ({"document_number": "110105194912310021"}, "document_number", "identity.checksum"),
        ({"birth_date": "1949-12-30"}, "birth_date", "identity.birth_date"),
        ({"sex": "M"}, "sex", "identity.sex"),
        ({"contact": "P-000099"}, "contact", "field.unknown_link"),
        ({"shoe_size": "38"}, "shoe_size", "field.unknown_field"),
    ],
)
def test_what_cannot_be_stored_is_named(
    services: Services, customer: Saved, other: dict[str, str], field: str, code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        services.identities.add(customer.id, {**TEXTS, **other})
    assert (refused.value.code, set(refused.value.fields)) == (code, {field})
    assert services.identities.of_customer(customer.id) == []


def test_a_number_is_on_record_once(services: Services, customer: Saved) -> None:
    services.identities.add(customer.id, TEXTS)
    for _ in range(2):
        with pytest.raises(Duplicate):
            services.identities.add(a_customer(services).id, {**TEXTS, "name": "王"})
    stranger = a_contact(services, a_customer(services))
    with pytest.raises(Invalid):
        services.identities.add(customer.id, {**TEXTS, **PASSPORT, "contact": stranger.code or ""})
    services.changes.undo()  # the contact
    with pytest.raises(NotFound):
        services.identities.add(1, TEXTS)


def test_undo_takes_an_identity_away_and_the_number_is_free(
    services: Services, customer: Saved
) -> None:
    services.identities.add(customer.id, TEXTS)
    services.changes.undo()
    assert services.identities.of_customer(customer.id) == []
    assert found_by(services, "RESIDENT_ID", NUMBER) is AccessResult.E06
    services.changes.undo()  # the system
    services.identities.add(customer.id, TEXTS)
    assert found_by(services, "RESIDENT_ID", NUMBER) is AccessResult.OK


def test_one_customer_has_several_documents_and_a_replaced_one_matches_no_more(
    services: Services, customer: Saved
) -> None:
    identity = services.identities.add(customer.id, TEXTS)
    passport = services.identities.add_document(identity.id, PASSPORT)
    assert found_by(services, "RESIDENT_ID", NUMBER) is AccessResult.OK
    assert found_by(services, "PASSPORT", "E1234567") is AccessResult.OK
    assert found_by(services, "OTHER", "E1234567") is AccessResult.E06  # the type counts
    new = {**PASSPORT, "document_number": "E7654321"}
    services.identities.add_document(identity.id, new, replaces=passport.id)
    assert found_by(services, "PASSPORT", "E1234567") is AccessResult.E13
    assert found_by(services, "PASSPORT", "E7654321") is AccessResult.OK
    (row,) = services.identities.of_customer(customer.id)
    states = [(one.masked, one.state.value) for one in row.documents]
    assert states == [
        ("E7****21", "CURRENT"),
        ("1101**********002X", "CURRENT"),
        ("E1****67", "REPLACED"),
    ]
    with pytest.raises(Refused):
        services.identities.add_document(identity.id, new, replaces=passport.id)
    with pytest.raises(Invalid):
        services.identities.add_document(identity.id, {**TEXTS_OF_CARD, "document_number": "1"})


TEXTS_OF_CARD = {"document_type": "RESIDENT_ID"}


def test_a_revoked_identity_answers_nobody(services: Services, customer: Saved) -> None:
    identity = services.identities.add(customer.id, TEXTS)
    with pytest.raises(Invalid):
        services.identities.revoke(identity.id, " ")
    services.identities.revoke(identity.id, "证件挂失")
    (row,) = services.identities.of_customer(customer.id)
    assert (row.state, row.reason) == (IdentityState.REVOKED, "证件挂失")
    assert found_by(services, "RESIDENT_ID", NUMBER) is AccessResult.E13
    with pytest.raises(Refused):
        services.identities.revoke(identity.id, "x")
    with pytest.raises(Refused):
        services.identities.correct(identity.id, {"name": "x"})
    with pytest.raises(Refused):
        services.identities.add_document(identity.id, PASSPORT)
    again = a_customer(services)
    services.identities.add(again.id, TEXTS)
    assert found_by(services, "RESIDENT_ID", NUMBER) is AccessResult.OK


def test_a_correction_must_fit_the_documents(services: Services, customer: Saved) -> None:
    identity = services.identities.add(customer.id, TEXTS)
    with pytest.raises(Invalid):
        services.identities.correct(identity.id, {"birth_date": "1949-12-30"})
    with pytest.raises(Invalid):
        services.identities.correct(identity.id, {"name": ""})
    with pytest.raises(Invalid):
        services.identities.correct(identity.id, {"birth_date": "soon"})
    services.identities.correct(identity.id, {"name": "li xiuying"}, version=identity.version)
    assert found_by(services, "RESIDENT_ID", NUMBER, "Li Xiuying") is AccessResult.OK
    assert found_by(services, "RESIDENT_ID", NUMBER) is AccessResult.E07
    with pytest.raises(Stale):
        services.identities.correct(identity.id, {"name": "王"}, version=identity.version)
    originals = {"basis_note": "同意书 12"}
    services.identities.correct(
        identity.id, {"basis_note": "同意书 13"}, version=identity.version, originals=originals
    )
    (row,) = services.identities.of_customer(customer.id)
    assert (row.name, row.basis_note) == ("LI XIUYING", "同意书 13")


def test_a_number_is_revealed_with_a_reason_and_leaves_a_trace(
    services: Services, customer: Saved
) -> None:
    services.identities.add(customer.id, TEXTS)
    (row,) = services.identities.of_customer(customer.id)
    with pytest.raises(Invalid):
        services.identities.reveal(row.documents[0].id, "")
    assert services.identities.reveal(row.documents[0].id, "核对合同") == NUMBER
    label, params = services.core.read(
        lambda r: r.rows("SELECT label, params FROM change_set ORDER BY id DESC LIMIT 1")
    )[0]
    assert label == "access.reveal"
    assert json.loads(params) == {
        "code": customer.code,
        "field": "document_number",
        "reason": "核对合同",
    }
    services.changes.undo()  # not the reveal but the identity
    assert services.identities.of_customer(customer.id) == []


# ── other systems ───────────────────────────────────────────────────────────────────────


def test_a_system_has_a_key_and_scopes_of_single_words(services: Services) -> None:
    texts = {"key": " Clinic ", "name": "诊所", "scopes": "Visits service, visits"}
    made = services.records.create("source_system", texts)
    (row,) = services.identification.systems()
    assert (row.key, row.scopes, row.enabled, row.last_asked) == (
        "clinic",
        "service, visits",
        True,
        None,
    )
    for wrong in ({"key": "a b"}, {"key": "x", "scopes": "就诊"}, {"key": "x", "scopes": ","}):
        with pytest.raises(Invalid):
            services.records.create("source_system", {**texts, **wrong})
    with pytest.raises(Duplicate):
        services.records.create("source_system", texts)
    services.records.update("source_system", made.id, {"name": "社区诊所"})


def test_a_number_of_a_system_names_one_customer(services: Services, customer: Saved) -> None:
    services.records.create("source_system", {"key": "c", "name": "c", "scopes": "visits"})
    texts = {"customer": customer.code, "system": "c", "external_id": "77"}
    services.records.create("external_ref", texts)
    with pytest.raises(Duplicate):
        services.records.create("external_ref", {**texts, "customer": a_customer(services).code})
    told = {"customer": customer.code, "system": "c", "at": "2026-03-01 09:00", "payload": "x"}
    services.records.create("activity_record", {**told, "kind": " Visits"})
    with pytest.raises(Invalid):
        services.records.create("activity_record", {**told, "kind": "two words"})
    ((kind, count, _newest),) = services.identities.kinds(customer.id)
    assert (kind, count) == ("visits", 1)


# ── what becomes of the customer ────────────────────────────────────────────────────────


def test_a_merged_customer_answers_as_the_one_that_stays(
    services: Services, customer: Saved
) -> None:
    winner = a_customer(services)
    services.identities.add(customer.id, TEXTS)
    assert found_by(services, "RESIDENT_ID", NUMBER) is AccessResult.OK
    five = FiveElements("李秀英", "F", "1949-12-31", "RESIDENT_ID", NUMBER)
    asked = Asked("c", "x", "SERVICE", ("visits",))
    told = {"customer": customer.code, "system": "c", "kind": "visits", "at": "2026-03-01 09:00"}
    services.records.create("activity_record", {**told, "payload": "x"})
    services.duplicates.merge(winner.id, customer.id)
    found = services.identification.identify(five, asked)
    assert (found.customer_code, len(found.rows)) == (winner.code, 1)
    services.changes.undo()
    assert services.identification.identify(five, asked).customer_code == customer.code


def test_an_archived_customer_is_nobody(services: Services, customer: Saved) -> None:
    services.identities.add(customer.id, TEXTS)
    services.records.archive("customer", customer.id)
    assert found_by(services, "RESIDENT_ID", NUMBER) is AccessResult.E13


# ── who may ─────────────────────────────────────────────────────────────────────────────


def test_ac_145_an_erased_identity_is_nobodys_and_the_log_of_requests_stays(
    services: Services, customer: Saved, tmp_path: Path
) -> None:
    services.identities.add(customer.id, TEXTS)
    assert found_by(services, "RESIDENT_ID", NUMBER) is AccessResult.OK
    before = services.identification.log()
    services.privacy.erase("customer", customer.id, tmp_path / "report", str, reason="本人要求")
    assert found_by(services, "RESIDENT_ID", NUMBER) is AccessResult.E06
    assert services.identities.of_customer(customer.id)[0].name == f"deleted-{customer.code}"
    # Nothing is taken out of a log that is only appended to: its lines name no person.
    assert [line.last4 for line in services.identification.log()[1:]] == [
        line.last4 for line in before
    ]
    assert services.trail.verify().whole
    ill = {check.name for check in services.maintenance.doctor() if not check.well}
    assert ill <= {"backup"}
    services.core.database.checkpoint()
    rows = services.core.read(lambda r: r.rows("SELECT * FROM identity JOIN document"))
    rows += services.core.read(lambda r: r.rows("SELECT * FROM change_entry JOIN change_set"))
    text = str(rows)
    assert not [word for word in ("李秀英", "1949-12-31", "同意书", NUMBER) if word in text]


def test_rights_to_identities_follow_the_customer(services: Services) -> None:
    founder = services.core.login
    a_team(services)
    mine = customers_of(services, "sales")
    for number, (whose, one) in enumerate(mine.items()):
        card = {**TEXTS, "document_type": "PASSPORT", "document_number": f"E123456{number}"}
        services.identities.add(one.id, card)
        (row,) = services.identities.of_customer(one.id)
        document, masked = row.documents[0].id, f"E1****6{number}"
        assert row.documents[0].masked == masked
        become(services, "sales")
        seen = services.identities.of_customer(one.id)
        assert [r.documents[0].masked for r in seen] == ([] if whose == "stranger" else [masked])
        passport = {**PASSPORT, "document_number": f"E765432{number}"}
        if whose == "own":
            assert services.identities.reveal(document, "contract") == f"E123456{number}"
            services.identities.add_document(row.id, passport)
        else:
            with pytest.raises((Refused, NotFound)):
                services.identities.reveal(document, "curious")
            with pytest.raises((Refused, NotFound)):
                services.identities.add_document(row.id, passport)
        become(services, "viewer")
        assert services.identities.of_customer(one.id)[0].documents[-1].masked == masked
        with pytest.raises(Refused):
            services.identities.reveal(document, "curious")
        with pytest.raises(Refused):
            services.identities.revoke(row.id, "curious")
        become(services, "service")
        assert services.identities.reveal(document, "a call") == f"E123456{number}"
        become(services, founder)


def test_only_an_administrator_registers_systems(services: Services) -> None:
    a_team(services)
    texts = {"key": "c", "name": "c", "scopes": "visits"}
    for login in ("viewer", "sales", "service", "manager", "auditor"):
        become(services, login)
        with pytest.raises(Refused):
            services.records.create("source_system", texts)
    become(services, "admin")
    services.records.create("source_system", texts)


# ── finding ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("typed", [NUMBER, NUMBER.lower(), "110105-19491231-002x"])
def test_a_whole_number_finds_its_customer_though_it_is_sealed(
    services: Services, customer: Saved, typed: str
) -> None:
    def found(words: str) -> list[str | None]:
        query = services.lists.parse(words, "customers")
        page = services.lists.page(query, limit=9)
        assert services.lists.count(query) == len(page.rows)
        return [row.code for row in page.rows]

    a_customer(services)
    identity = services.identities.add(customer.id, TEXTS)
    services.identities.add_document(identity.id, PASSPORT)
    assert found(typed) == [customer.code]
    assert found("E1234567") == [customer.code]
    assert found("e 1234567") == []  # two words
    for part in (NUMBER[:-1], NUMBER[1:], "1234567", "E1234568"):
        assert found(part) == []
    services.changes.undo()
    assert found("E1234567") == []
