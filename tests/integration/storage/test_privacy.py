"""What is held on somebody, erased everywhere, kept no longer (11.9, 11.10, AC-145, AC-154)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from models.enums import CustomerStatus, Profile, TerminationState
from models.rules.periods import Period
from models.views.draft import FormDraft
from models.views.privacy import RetentionRun, SubjectReport
from storage.clock import FixedClock
from storage.desk import desk_path
from storage.effects.saving import Saved
from storage.errors import Conflict, Invalid, Refused
from storage.services import Services, open_services
from tests.factories import a_case, a_contact, a_customer, an_opportunity, an_order, value
from tests.workspaces import lay_demo, open_demo
from tui.rows.termination import panel

PLANTED = ("慕容秋水", "13799990001", "qiushui@planted.example", "住在听雨楼", "养了两只鹦鹉")


def plain(report: Any) -> str:
    """The report as JSON, whatever is in it as text."""
    return json.dumps(asdict(report), ensure_ascii=False, default=str)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "report.json"


@pytest.fixture
def demo(home: Any, clock: FixedClock) -> Iterator[Services]:
    """A plain file: what stands in it can be read by anybody."""
    lay_demo(home)
    opened = open_demo(home, clock)
    yield opened
    opened.close()


def a_person(services: Services) -> tuple[Saved, Saved]:
    """A customer with a planted person, known to journal, search, drafts, bin and log."""
    customer = a_customer(services, "听雨楼商行", kind="INDIVIDUAL", address="听雨楼七号")
    name, mobile, email, note, hobby = PLANTED
    person = a_contact(
        services, customer, name, mobile=mobile, email=email, household_note=note, hobbies=hobby
    )
    services.records.update("contact", person.id, {"title": "楼主", "role_note": f"{name}说了算"})
    touch = {"channel": "MEETING", "summary": f"与{name}喝茶", "contact": person.code}
    services.interactions.touch(customer.id, touch)
    services.interactions.touch(customer.id, {"channel": "MEETING", "summary": f"听说{name}搬家"})
    need = services.records.create("need", {"customer": customer.code, "problem": f"{name}要门锁"})
    services.records.archive("need", need.id)
    consent = {"contact": person.code, "purpose": "MARKETING", "source": f"{name}签字"}
    services.records.create("consent", consent)
    draft = FormDraft(
        "touch", json.dumps({"customer_id": customer.id}), {"summary": f"{name}来电"}, {}, 0,
        "summary", (0, 0), datetime(2026, 3, 2, tzinfo=UTC),
    )  # fmt: skip
    services.desk.save(draft)
    return customer, person


def left_in_files(services: Services, words: tuple[str, ...]) -> list[tuple[str, str]]:
    """(file, word) of every planted text that can still be read in a file of the database."""
    path = services.core.database.path
    found = []
    files = [path, desk_path(path)]
    files += [one.with_name(one.name + tail) for one in list(files) for tail in ("-wal", "-shm")]
    for one in files:
        content = one.read_bytes() if one.exists() else b""
        for word in words:
            if word.encode() in content or json.dumps(word)[1:-1].encode() in content:
                found.append((one.name, word))
    return found


def orders_of(services: Services) -> tuple[Any, ...]:
    """What reports sum up: revenue by year and city, deals, touches, cases."""
    row = services.core.read(
        lambda r: r.one(
            "SELECT (SELECT sum(amount) FROM sales_order WHERE deleted_at IS NULL),"
            " (SELECT group_concat(x) FROM (SELECT c.city || sum(s.amount) AS x FROM sales_order s"
            "   JOIN customer c ON c.id = s.customer_id GROUP BY c.city ORDER BY 1)),"
            " (SELECT sum(expected_amount) FROM opportunity WHERE deleted_at IS NULL),"
            " (SELECT count(*) FROM interaction), (SELECT count(*) FROM feedback),"
            " (SELECT count(*) FROM customer WHERE deleted_at IS NULL)"
        )
    )
    assert row is not None
    return tuple(row)


def test_ac_145_erased_everywhere_and_sums_unchanged(demo: Services, target: Path) -> None:
    customer, _person = a_person(demo)
    an_order(demo, customer, status="CLOSED", paid_amount="30000")
    demo.core.database.checkpoint()
    assert {word for _file, word in left_in_files(demo, PLANTED)} >= {PLANTED[0], PLANTED[2]}
    before = orders_of(demo)
    report = demo.privacy.erase("customer", customer.id, target, plain, reason="本人慕容秋水要求")
    demo.desk.close()
    assert orders_of(demo) == before
    assert left_in_files(demo, PLANTED) == []
    assert left_in_files(demo, ("听雨楼",)) == []
    record = demo.cards.record("customer", customer.id)
    assert record["name"] == f"deleted-{customer.code}"
    assert (record["status"], record["do_not_contact"]) == (CustomerStatus.TERMINATED, True)
    assert target.stat().st_mode & 0o777 == 0o600
    written = json.loads(target.read_text())
    assert written["records"]["contact"] == 1
    assert (report.drafts, report.backups_until) == (1, date(2026, 5, 31))
    assert report.journal > 0
    # It is parted with on record: by whom, when and why; no step is left, it counts as lost.
    card = demo.terminations.card(customer.id)
    told = {name: card.values[name] for name in ("state", "terminated_on", "requester")}
    assert told == {
        "state": TerminationState.EVALUATED, "terminated_on": date(2026, 3, 2),
        "requester": demo.core.login,
    }  # fmt: skip
    assert card.values["ended_reason"] == f"本人deleted-{customer.code}要求"
    assert demo.terminations.next_steps(customer.id) == ()
    page = "\n".join(text for line in panel(card, (), 80) for text, _tone in line.pieces)
    assert "by erasing, 2026-03-02" in page
    assert "[x]" not in page  # none of the nine steps was taken
    lost = demo.reports.make("leak", Period(date(2026, 3, 2), date(2026, 3, 2)))
    assert f"deleted-{customer.code}" in repr(lost)
    for words in ("慕容秋水", "听雨楼", "mrqs"):
        assert demo.lists.count(demo.lists.parse(words, "customers")) == 0
    verified = demo.trail.verify()
    assert (verified.whole, verified.erased > 0) == (True, True)
    with pytest.raises(Refused):
        demo.changes.undo()


def test_a_person_goes_and_the_customer_stays(demo: Services, target: Path) -> None:
    customer, person = a_person(demo)
    report = demo.privacy.erase("contact", person.id, target, plain, reason="本人要求")
    demo.desk.close()
    assert left_in_files(demo, PLANTED) == []
    assert value(demo, "customer", customer.id, "name") == "听雨楼商行"
    assert value(demo, "contact", person.id, "name") == f"deleted-{person.code}"
    # What others wrote about them names them no more.
    assert report.mentions >= 2
    rows = demo.core.read(
        lambda r: r.rows(
            "SELECT summary FROM interaction WHERE customer_id = :id ORDER BY id",
            {"id": customer.id},
        )
    )
    assert [row[0] for row in rows] == [
        f"deleted-{person.code}",
        f"听说deleted-{person.code}搬家",
    ]


def test_nothing_is_erased_while_something_is_open(services: Services, target: Path) -> None:
    customer = a_customer(services)
    order, deal = an_order(services, customer), an_opportunity(services, customer)
    case = a_case(services, customer)
    with pytest.raises(Refused) as refused:
        services.privacy.erase("customer", customer.id, target, plain, reason="x")
    named = {one.params["code"] for one in refused.value.reasons}
    assert named == {order.code, deal.code, case.code}
    assert not target.exists()
    with pytest.raises(Invalid):
        services.privacy.erase("customer", customer.id, target, plain, reason=" ")
    target.write_text("there already")
    with pytest.raises(Conflict):
        services.privacy.erase("customer", customer.id, target, plain, reason="x")


def test_a_preview_writes_nothing(services: Services, target: Path) -> None:
    customer, _person = a_person(services)
    seen = services.privacy.erase_preview("customer", customer.id)
    assert (seen.dry_run, seen.records["interaction"]) == (True, 2)
    assert value(services, "customer", customer.id, "name") == "听雨楼商行"
    assert len(services.desk.drafts()) == 1


def test_the_report_holds_everything(services: Services, target: Path) -> None:
    customer, person = a_person(services)
    seen: list[SubjectReport] = []

    def render(report: SubjectReport) -> str:
        seen.append(report)
        return plain(report)

    services.privacy.subject_report("contact", person.id, target, render, reason="本人查询")
    assert target.stat().st_mode & 0o777 == 0o600
    text = target.read_text()
    for word in PLANTED:
        assert word in text
    kinds = {one.entity for one in seen[0].records}
    assert {"contact", "interaction", "consent"} <= kinds
    assert {one.label for one in seen[0].changes} >= {"change.new", "change.set", "change.touch"}
    other = target.with_name("customer.json")
    services.privacy.subject_report("customer", customer.id, other, plain, reason="本人查询")
    assert "要门锁" in other.read_text()  # out of the bin
    log = services.lists.page(services.lists.parse("", "changes"), limit=5).rows
    assert log[0].label == "change.subject_report"


def test_erasing_and_keeping_are_up_to_a_manager(services: Services, target: Path) -> None:
    services.records.create("user", {"login": "zhao", "name": "赵", "roles": "SALES"})
    services.core.profile = Profile.TEAM
    seller = open_services(services.core.locations, clock=services.core.clock)
    seller.core.login, seller.core.profile = "zhao", Profile.TEAM
    own = seller.records.create("customer", {"name": "甲", "need_status": "LATENT"})
    with pytest.raises(Refused):
        seller.privacy.erase("customer", own.id, target, plain, reason="x")
    with pytest.raises(Refused):
        seller.privacy.erase_preview("customer", own.id)
    with pytest.raises(Refused):
        seller.privacy.retention()
    with pytest.raises(Refused):
        seller.privacy.retention_run(None, plain)
    assert not target.exists()
    told = [one.params["record"] for one in seller.trail.log({"act": "access.refused"})]
    # the list, the job, and whom the erasing was about that was tried, then asked for
    assert told == ["", "", own.code, own.code]
    seller.close()


def test_ac_154_the_monthly_list_and_the_job(services: Services, target: Path) -> None:
    late = a_customer(services, "甲", retention_until="2026-02-28")
    soon = a_customer(services, "乙", retention_until="2026-03-31")
    a_customer(services, "丙", retention_until="2026-04-01")
    busy = a_customer(services, "丁", retention_until="2026-03-01")
    order = an_order(services, busy)
    rows = services.privacy.retention()
    assert [row.code for row in rows] == [late.code, busy.code, soon.code]
    assert [row.open_matters for row in rows] == [0, 1, 0]
    tried = services.privacy.retention_run(None, plain)
    assert tried.dry_run
    assert [one.code for one in tried.erased] == [late.code]
    assert value(services, "customer", late.id, "name") == "甲"
    runs: list[RetentionRun] = []

    def render(run: RetentionRun) -> str:
        runs.append(run)
        return plain(run)

    done = services.privacy.retention_run(target, render, reason="到期")
    assert done == runs[0]
    assert value(services, "customer", late.id, "name") == f"deleted-{late.code}"
    assert value(services, "customer", soon.id, "name") == "乙"
    ((code, reasons),) = done.refused
    assert (code, reasons[0].params["code"]) == (busy.code, order.code)
    assert [row.code for row in services.privacy.retention()] == [busy.code, soon.code]


def test_correction_is_an_ordinary_edit(services: Services) -> None:
    _customer, person = a_person(services)
    services.records.update("contact", person.id, {"name": "慕容秋"})
    log = services.lists.page(services.lists.parse("", "changes"), limit=1).rows
    assert log[0].label == "change.set"
    services.changes.undo()
    assert value(services, "contact", person.id, "name") == PLANTED[0]
