"""The audit chain: every commit lengthens it, every tampering is found, erasing keeps it whole."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from models.enums import ChangeState
from models.records.customer import Customer
from models.views.audit import Anchor, Found, Verified
from storage import anchors
from storage.clock import FixedClock
from storage.effects.forgetting import empty_journal
from storage.engine import chain
from storage.engine.connect import connect
from storage.errors import Invalid, NotFound, Refused
from storage.migrations import runner
from storage.services import Services
from tests.factories import a_case, a_contact, a_customer, an_order, count_of
from tests.integration.storage.test_export import write as export
from tests.integration.storage.test_import import load, table
from tests.team import a_team, become, customers_of

KEY = bytes(range(32))


def tamper(services: Services, *statements: str) -> None:
    """What somebody who has the key does to the file behind the program's back."""
    connection = connect(services.core.database.path, services.core.database.key)
    connection.execute("PRAGMA foreign_keys = OFF")
    for statement in statements:
        connection.execute(statement)
    connection.close()


@pytest.fixture
def busy(services: Services, clock: FixedClock, tmp_path: Path) -> Services:
    """A journal with every way of writing in it."""
    customer = a_customer(services, city="深圳")
    a_contact(services, customer, mobile="13912345678")
    an_order(services, customer)
    a_case(services, customer)
    services.records.update("customer", customer.id, {"city": "广州"})
    services.interactions.touch(customer.id, {"channel": "EMAIL", "summary": "hi"})
    services.changes.undo()
    services.changes.redo()
    load(services, table(tmp_path / "c.csv", "name,need_status", "海月,LATENT", "江南,NONE"))
    clock.advance(timedelta(days=40))
    services.maintenance.new_day()
    return services


def test_every_way_of_writing_lengthens_a_whole_chain(busy: Services) -> None:
    found = busy.trail.verify()
    assert found.breaks == ()
    assert found.whole
    assert found.entries == count_of(busy, "change_entry") > 20
    assert found.links >= count_of(busy, "change_set") > 8


def test_a_rehearsal_and_a_failed_write_leave_no_link(busy: Services) -> None:
    before = busy.trail.verify().links
    busy.core.units.rehearse(lambda work: work.next_code("C"))

    def fail(work: Any) -> None:
        work.session.flush()
        raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError):
        busy.core.write("change.set", {}, fail)
    assert busy.trail.verify().links == before


ENTRY = "(SELECT seq FROM change_entry WHERE changed LIKE '%广州%' LIMIT 1)"
CHANGE = f"(SELECT change_id FROM change_entry WHERE seq = {ENTRY})"
LINK = f"(SELECT id FROM audit_link WHERE change_id = {CHANGE} LIMIT 1)"
FIRST = "(changed, digest) = (SELECT changed, digest FROM change_entry LIMIT 1)"
COLUMNS = "change_id, entity, record_id, action, changed, digest"
TOLD = "label, params, at, state, origin"
ATTACKS: dict[str, tuple[str, Found]] = {
    "values": (
        f"UPDATE change_entry SET changed = replace(changed, '广州', '北京') WHERE seq = {ENTRY}",
        Found.ENTRY_CHANGED,
    ),
    "values emptied": (
        f"UPDATE change_entry SET changed = '{{}}' WHERE seq = {ENTRY}",
        Found.ENTRY_CHANGED,
    ),
    "values with the digest of others": (
        f"UPDATE change_entry SET {FIRST} WHERE seq = {ENTRY}",
        Found.LINK_BROKEN,
    ),
    "digest": (f"UPDATE change_entry SET digest = NULL WHERE seq = {ENTRY}", Found.ENTRY_CHANGED),
    "record": (
        f"UPDATE change_entry SET record_id = record_id + 1 WHERE seq = {ENTRY}",
        Found.LINK_BROKEN,
    ),
    "action": (
        f"UPDATE change_entry SET action = 'CREATE' WHERE seq = {ENTRY}",
        Found.LINK_BROKEN,
    ),
    "to another change": (
        f"UPDATE change_entry SET change_id = change_id + 1 WHERE seq = {ENTRY}",
        Found.ENTRY_CHANGED,
    ),
    "deletion": (f"DELETE FROM change_entry WHERE seq = {ENTRY}", Found.ENTRY_MISSING),
    "insertion": (
        f"INSERT INTO change_entry ({COLUMNS}) SELECT {COLUMNS} FROM change_entry LIMIT 1",
        Found.ENTRY_ADDED,
    ),
    "who": (f"UPDATE change_set SET actor_id = NULL WHERE id = {CHANGE}", Found.LINK_BROKEN),
    "when": (
        f"UPDATE change_set SET at = '2020-01-01T00:00:00Z' WHERE id = {CHANGE}",
        Found.LINK_BROKEN,
    ),
    "where from": (f"UPDATE change_set SET origin = 'x' WHERE id = {CHANGE}", Found.LINK_BROKEN),
    "act": (f"UPDATE change_set SET label = 'change.plan' WHERE id = {CHANGE}", Found.LINK_BROKEN),
    "words": (f"UPDATE change_set SET params = '{{}}' WHERE id = {CHANGE}", Found.CHANGE_CHANGED),
    "state": (
        f"UPDATE change_set SET state = 'UNDONE' WHERE id = {CHANGE}",
        Found.CHANGE_CHANGED,
    ),
    "change deleted": (f"DELETE FROM change_set WHERE id = {CHANGE}", Found.CHANGE_MISSING),
    "change added": (
        f"INSERT INTO change_set ({TOLD}) SELECT {TOLD} FROM change_set LIMIT 1",
        Found.CHANGE_ADDED,
    ),
    "link deleted": (f"DELETE FROM audit_link WHERE id = {LINK}", Found.LINK_MISSING),
    "link altered": (
        f"UPDATE audit_link SET mac = (SELECT mac FROM audit_link LIMIT 1) WHERE id = {LINK}",
        Found.LINK_BROKEN,
    ),
    "link of another": (
        f"UPDATE audit_link SET change_id = change_id + 1 WHERE id = {LINK}",
        Found.ENTRY_CHANGED,
    ),
}


def test_ac_146_every_edit_deletion_and_insertion_is_found(busy: Services, tmp_path: Path) -> None:
    path, key = busy.core.database.path, busy.core.database.key
    codes = chain.codes_of(busy.core.key)
    assert key is not None
    for name, (statement, expected) in ATTACKS.items():
        connection = connect(path, key)
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("BEGIN")
        assert connection.execute(statement).rowcount == 1, name
        found = chain.verify(connection, codes)
        connection.execute("ROLLBACK")
        connection.close()
        assert found.breaks, name
        assert found.breaks[0].found is expected, (name, found.breaks)
        assert not found.whole


def test_ac_146_the_first_broken_row_is_named(busy: Services) -> None:
    tamper(busy, ATTACKS["values"][0])
    found = busy.trail.verify()
    (one,) = found.breaks
    reason = busy.trail.broken(one)
    assert reason.code == "audit.entry_changed"
    wanted = f"SELECT {ENTRY}, {CHANGE}".replace("广州", "北京")
    row = busy.core.read(lambda reader: reader.one(wanted))
    assert (reason.params["entry"], reason.params["change"]) == row
    assert reason.params["record"] == "C-000001"


def test_two_entries_that_change_places_are_found(busy: Services) -> None:
    tamper(
        busy,
        "UPDATE change_entry SET seq = -seq WHERE seq IN (2, 3)",
        "UPDATE change_entry SET seq = 5 + seq WHERE seq < 0",
    )
    assert busy.trail.verify().breaks[0].found in (Found.LINK_BROKEN, Found.ENTRY_CHANGED)


CUT = (
    "DELETE FROM audit_link WHERE id = (SELECT max(id) FROM audit_link)",
    "DELETE FROM change_entry WHERE seq > (SELECT max(last_seq) FROM audit_link)",
    "DELETE FROM change_set WHERE id NOT IN (SELECT change_id FROM audit_link)",
)


def test_a_cut_tail_is_found_by_the_end_that_was_noted_elsewhere(busy: Services) -> None:
    assert busy.trail.anchor()
    assert not busy.trail.anchor()  # nothing new to note
    tamper(busy, *CUT)
    (one,) = busy.trail.verify().breaks
    assert one.found is Found.TAIL_CUT
    a_customer(busy)  # the chain goes on from where it was cut
    assert [one.found for one in busy.trail.verify().breaks] == [Found.TAIL_CUT]


def test_without_that_note_nobody_sees_it(busy: Services) -> None:
    tamper(busy, *CUT)
    assert busy.trail.verify().whole


def test_leaving_notes_the_end_where_something_was_written(services: Services) -> None:
    places = services.core.locations
    path = anchors.anchors_of(places.key_file(places.database))
    assert not path.exists()
    a_customer(services)
    services.close()
    (anchor,) = anchors.read(path)
    assert len(anchor.mac) == 64
    assert path.stat().st_mode & 0o777 == 0o600
    assert places.data not in path.parents


def test_a_restored_file_is_no_cut_tail(tmp_path: Path) -> None:
    path = tmp_path / "x.anchors"

    anchors.note(path, Anchor(9, "a" * 64), "2026-03-02T00:00:00Z")
    anchors.note(path, Anchor(4, "b" * 64), "2026-03-02T00:00:00Z", restored=True)
    anchors.note(path, Anchor(5, "c" * 64), "2026-03-02T00:00:00Z")
    assert [one.link for one in anchors.read(path)] == [4, 5]


def test_writers_side_by_side_keep_one_chain(services: Services, second: Services) -> None:
    def write(who: Services) -> None:
        for _ in range(12):
            a_customer(who)

    threads = [threading.Thread(target=write, args=(who,)) for who in (services, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found: Verified = services.trail.verify()
    assert found.breaks == ()
    assert found.links >= 24


def test_an_older_file_gets_a_chain_over_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with pytest.MonkeyPatch.context() as old:
        old.setattr(runner, "STEPS", runner.STEPS[: CHAINED - 1])
        old.setattr(runner, "NEWEST", CHAINED - 1)
        runner.create(path, KEY)
    connection = connect(path, KEY)
    for number, state in ((1, ChangeState.DONE), (2, ChangeState.CANCELLED), (3, ChangeState.DONE)):
        connection.execute(
            "INSERT INTO change_set (id, label, params, at, state, origin)"
            " VALUES (?, 'change.set', '{}', '2026-01-05T00:00:00Z', ?, 'cli')",
            (number, state.value),
        )
    for seq, change in ((1, 1), (2, 2), (4, 1), (5, 2), (9, 2)):  # chunks of two, with gaps
        connection.execute(
            "INSERT INTO change_entry (seq, change_id, entity, record_id, action, changed)"
            " VALUES (?, ?, 'customer', 7, 'UPDATE', ?)",
            (seq, change, f'{{"city":[null,"{seq}"]}}'),
        )
    connection.close()
    runner.migrate(path, KEY, tmp_path / "backups")
    connection = connect(path, KEY)
    found = chain.verify(connection, chain.codes_of(KEY))
    assert (found.breaks, found.links, found.entries) == ((), 5, 5)
    connection.execute("UPDATE change_entry SET changed = '{}' WHERE seq = 4")
    assert chain.verify(connection, chain.codes_of(KEY)).breaks[0].seq == 4
    connection.close()


CHAINED = 17  # the version that begins the chain


def test_erasing_empties_the_journal_and_keeps_the_chain_whole(services: Services) -> None:
    customer = a_customer(services, name="种子公司", city="深圳")
    services.records.update("customer", customer.id, {"name": "Seedname", "city": "广州"})
    services.changes.redo(services.changes.undo().change_id + 1)
    renamed = count_of(services, "change_set")
    other = a_customer(services, name="另一家")
    services.records.update("customer", other.id, {"city": "武汉"})
    emptied = services.core.write(
        "change.set",
        {"entity": "customer", "code": customer.code},
        lambda work: _erase(work, customer.id),
    )
    assert emptied == 3  # the edit, its undo, its redo
    rows = services.core.read(
        lambda reader: reader.rows(
            "SELECT changed FROM change_entry UNION ALL SELECT params FROM change_set"
        )
    )
    told = "\n".join(row[0] for row in rows)
    assert not [word for word in ("种子公司", "Seedname", "广州", "深圳") if word in told]
    assert "武汉" in told
    assert customer.code in told
    found = services.trail.verify()
    assert (found.breaks, found.erased) == ((), 3)
    with pytest.raises(Refused) as refused:
        services.changes.undo(renamed)
    assert refused.value.code == "undo.emptied"
    tamper(services, "UPDATE change_entry SET changed = '{}' WHERE changed LIKE '%武汉%'")
    assert services.trail.verify().breaks[0].found is Found.ENTRY_CHANGED


def _erase(work: Any, customer_id: int) -> int:
    record = work.get(Customer, customer_id)
    record.name = f"deleted-{customer_id}"
    return empty_journal(work, {"customer": [customer_id]})


def told(services: Services, **wanted: str) -> list[tuple[str, str | None, tuple[str, ...]]]:
    found = services.trail.log(wanted)
    return [(one.label, one.record, tuple(f.field for f in one.fields)) for one in found]


def test_the_trail_tells_who_did_what_before_and_after(services: Services) -> None:
    customer = a_customer(services, city="深圳")
    person = a_contact(services, customer, mobile="13912345678")
    services.records.update("customer", customer.id, {"city": "广州"})
    services.records.update("contact", person.id, {"mobile": "13700137000"})
    newest, before, *_older = services.trail.log({})
    assert (newest.label, newest.entity, newest.record) == ("change.set", "contact", person.code)
    sealed = {one.field: one for one in newest.fields}["mobile"]
    assert (sealed.sealed, sealed.before, sealed.after) == (True, True, True)
    (field,) = before.fields
    assert (before.record, field.field, field.before, field.after) == (
        customer.code, "city", "深圳", "广州",
    )  # fmt: skip
    assert before.who == services.actor().name
    assert told(services, record=customer.code, act="change.set", kind="customers") == [
        ("change.set", customer.code, ("city",))
    ]
    assert {row[1] for row in told(services, kind="contacts")} == {person.code}
    assert told(services, day="2026-03-03") == []
    assert len(told(services, day="2026-03-01..2026-03-02")) == len(told(services))
    assert told(services, user=services.actor().login) != []


def test_an_export_of_a_few_names_them_and_stands_in_the_story_of_each(
    services: Services, tmp_path: Path
) -> None:
    made = [a_customer(services) for _ in range(3)]
    person = a_contact(services, made[2])
    export(services, "customers", tmp_path / "c.csv", ids={made[0].id, made[1].id})
    export(services, "contacts", tmp_path / "p.csv")

    def told(number: int) -> list[object]:
        lines = services.trail.log({"record": made[number].code or "", "act": "access."})
        return [line.params["codes"] for line in lines]

    both = f"{made[0].code} {made[1].code}"
    assert [told(number) for number in range(3)] == [[both], [both], [person.code]]


def test_an_export_of_many_keeps_its_query_and_its_count(
    services: Services, tmp_path: Path
) -> None:
    made = [a_customer(services) for _ in range(21)]
    export(services, "customers", tmp_path / "c.csv", "grade:D")
    (line,) = services.trail.log({"act": "access.export"})
    assert (line.params["query"], line.params["rows"]) == ("grade:D", 21)
    assert "codes" not in line.params
    assert services.trail.log({"record": made[0].code or "", "act": "access."}) == []


def test_a_customers_trail_tells_its_whole_story(services: Services) -> None:
    customer = a_customer(services, name="华信科技", city="深圳")
    person = a_contact(services, customer, mobile="13912345678")
    twin = a_customer(services, name="青禾人力", city="昆明")
    other = a_contact(services, twin, mobile="13700137000")
    services.disclosure.reveal(person.id, "mobile", "call back")
    services.disclosure.reveal(other.id, "mobile", "another matter")
    services.duplicates.merge(customer.id, twin.id)
    services.changes.undo()
    acts = [
        (one.label, one.state, one.params.get("record"))
        for one in services.trail.log({"record": customer.code})
    ]
    labels = [label for label, _state, _record in acts]
    assert ("access.reveal", "DONE", person.code) in acts
    assert ("change.merge", "UNDONE", None) in acts
    assert "change.undo" in labels
    assert {row[1] for row in told(services, record=customer.code)} >= {customer.code, person.code}
    assert other.code not in [record for _label, _state, record in acts]
    seen = services.trail.log({"record": customer.code, "act": "access."})
    assert [(one.params["reason"], one.entity) for one in seen] == [("call back", "")]
    reasons = [one.params.get("reason") for one in services.trail.log({"record": other.code})]
    assert "another matter" in reasons
    assert "call back" not in reasons


def test_a_merge_an_erasure_or_a_report_only_tried_without_the_right_stands_in_the_log(
    services: Services, tmp_path: Path
) -> None:
    a_team(services)
    customers = customers_of(services, "manager")
    one, other = customers["own"], customers["mate"]
    become(services, "auditor")
    with pytest.raises(Refused):
        services.duplicates.preview(one.id, other.id)
    with pytest.raises(Refused):
        services.privacy.erase_preview("customer", one.id)
    with pytest.raises(Refused):
        services.privacy.subject_report(
            "customer", one.id, tmp_path / "held.md", lambda _report: "", reason="asked"
        )
    found = [dict(line.params) for line in services.trail.log({"act": "access.refused"})]
    assert [(one["act"], one["record"]) for one in found] == [
        ("change.subject_report", one.code),
        ("change.erase", one.code),
        ("change.merge", one.code),
    ]


@pytest.mark.parametrize("wanted", [{"user": "nobody"}, {"kind": "nothing"}, {"record": "C-9"}])
def test_what_is_not_there_is_named(services: Services, wanted: dict[str, str]) -> None:
    with pytest.raises(NotFound):
        services.trail.log(wanted)


def test_a_wrong_day_is_named(services: Services) -> None:
    with pytest.raises(Invalid):
        services.trail.log({"day": "yesterday"})


def test_the_security_report_names_mass_exports(services: Services, tmp_path: Path) -> None:
    a_customer(services)
    services.policies.set({"trust.export_rows": 1})
    export(services, "customers", tmp_path / "out.csv")
    report = services.reports.make("security")
    (row,) = report.rows
    assert (row.cells["anomaly"].value, row.cells["audit_count"].value) == ("MASS_EXPORT", 1)
    explain = row.cells["audit_count"].explain
    assert explain is not None
    assert explain().lines[0].params["setting"] == "trust.export_rows"
    assert {one.figure: one.value for one in report.figures}["rows_exported"] == 1
