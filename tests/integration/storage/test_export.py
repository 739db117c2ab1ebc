"""Export: the right rows, a private file that is whole or not there, and back again unchanged."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import pwd
from datetime import timedelta
from pathlib import Path
from typing import Any

import icalendar
import openpyxl
import pytest

from models.fields.registry import entity
from models.fields.vocabulary import Vocabulary
from storage.clock import FixedClock
from storage.effects.saving import Saved
from storage.errors import Cancelled, Conflict, Invalid, NotFound, Refused
from storage.services import Services
from storage.services.exchange import ImportResult
from tests.conftest import MORNING
from tests.factories import a_case, a_contact, a_customer, an_opportunity, an_order, filled

WORDS = Vocabulary({"customer": {"zh_CN": {"name": "名称", "city": "城市"}}})
WHO = f"({pwd.getpwuid(os.getuid()).pw_name}) 2026-03-02 10:00"  # who runs the tests
KINDS = ("customers", "contacts", "opportunities", "products", "orders", "follow-ups", "feedback")


def write(
    services: Services, kind: str, path: Path, query: str = "", form: str | None = None, **more: Any
) -> int:
    asked = services.lists.parse(query, kind)
    return services.exchange.export(kind, asked, form, path, **more)


def load(services: Services, path: Path, kind: str) -> ImportResult:
    seen = services.exchange.preview(path, kind, vocabulary=WORDS)
    assert seen.problems == ()
    return services.exchange.run(seen, vocabulary=WORDS)


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    # The last line says who took the file out, and when (11.6).
    last = next(iter(rows[-1].values()))
    assert last.startswith("#fivefold: ")
    assert WHO in last
    return rows[:-1]


def _stock(services: Services) -> Saved:
    """One of everything, with values that formats like to break."""
    customer = a_customer(
        services,
        name="=海月, “Harbour” 股份",
        registration_no="000001",
        needs_met="RESPECT,EMOTION",
        potential_volume_year="1234.56",
        is_internal="no",
        business_summary="first line\nsecond; line",
        own_expected_date="2026-03-09",
    )
    a_contact(services, customer, name="李雷", mobile="+86 13900139000", birth_date="1980-05-20")
    services.records.create("product", {"code": "a-1", "name": "箱", "list_price": "5.50"})
    an_opportunity(services, customer, expected_amount="80万", odds_manual="35", odds_reason="x")
    an_order(services, customer)
    services.follow_ups.plan(
        customer.id, {"title": "样品", "due_date": "2026-03-09", "due_time": "15:00"}
    )
    a_case(services, customer)
    return customer


@pytest.fixture(scope="module")
def store(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Saved]:
    """A home with that stock, filled once."""
    home = tmp_path_factory.mktemp("stocked") / "home"
    return filled(founded, home, FixedClock(MORNING), _stock)


@pytest.fixture
def stocked(store: tuple[Path, Saved]) -> Saved:
    return store[1]


@pytest.fixture
def origin(founded: Path, store: tuple[Path, Saved], request: pytest.FixtureRequest) -> Path:
    return store[0] if "stocked" in request.fixturenames else founded


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", KINDS)
def test_what_goes_out_comes_back_unchanged(
    services: Services, stocked: Saved, tmp_path: Path, kind: str, form: str
) -> None:
    path = tmp_path / f"out.{form}"
    query = "kind:TASK" if kind == "follow-ups" else ""
    count = write(services, kind, path, query, watermark="chen 2026-03-02")
    # The first order also asks for a referral, a week later.
    assert count == (2 if kind == "follow-ups" else 1)
    result = load(services, path, kind)
    assert result.verdicts == ()
    assert (result.created, result.updated, result.unchanged) == (0, 0, count)


def test_every_stored_field_is_there_under_its_name(
    services: Services, stocked: Saved, tmp_path: Path
) -> None:
    write(services, "customers", tmp_path / "c.csv")
    (row,) = read_csv(tmp_path / "c.csv")
    assert list(row) == [field.name for field in entity("customer").fields]
    assert row["registration_no"] == "000001"
    assert row["potential_volume_year"] == "1234.56"
    assert row["name"].startswith("'=")  # harmless in a spreadsheet
    assert row["owner"] == services.actor().login
    assert row["needs_met"] == "EMOTION,RESPECT"


def test_another_database_can_take_it_over(
    services: Services, stocked: Saved, tmp_path: Path
) -> None:
    for kind in ("customers", "contacts"):
        write(services, kind, tmp_path / f"{kind}.csv")
    sql = "SELECT name, registration_no, need_status, needs_met FROM customer"
    before = services.core.read(lambda reader: reader.rows(sql))
    while services.changes.undoable() is not None:
        services.changes.undo()
    assert load(services, tmp_path / "customers.csv", "customers").created == 1
    alive = f"{sql} WHERE deleted_at IS NULL"
    assert services.core.read(lambda reader: reader.rows(alive)) == before


def test_the_query_chooses_and_orders(services: Services, tmp_path: Path) -> None:
    for name, city in (("乙", "上海"), ("甲", "上海"), ("丙", "深圳")):
        a_customer(services, name=name, city=city)
    path = tmp_path / "c.csv"
    count = write(services, "customers", path, "city:上海 sort:code", columns=["name", "city"])
    assert count == 2
    assert [tuple(row.values()) for row in read_csv(path)] == [("乙", "上海"), ("甲", "上海")]
    with pytest.raises(Invalid):
        write(services, "customers", tmp_path / "d.csv", "nonsense:1")
    with pytest.raises(Invalid):
        write(services, "customers", tmp_path / "d.csv", columns=["nonsense"])
    assert not (tmp_path / "d.csv").exists()


def test_headers_can_be_worded_and_still_come_back(
    services: Services, stocked: Saved, tmp_path: Path
) -> None:
    path = tmp_path / "c.csv"
    labels = {"name": "名称", "city": "城市"}
    write(
        services, "customers", path, columns=["code", "name", "city"],
        labels=lambda _entity, name: labels.get(name, name),
    )  # fmt: skip
    assert list(read_csv(path)[0]) == ["code", "名称", "城市"]
    assert load(services, path, "customers").unchanged == 1


def test_an_order_stands_once_for_each_line(
    services: Services, stocked: Saved, tmp_path: Path
) -> None:
    services.orders.create(
        {"customer": "C-000001", "order_contract_no": "HT-9", "sale_date": "2026-03-01"},
        [
            {"product": "a-1", "unit_price": "10.00", "qty": "2", "discount": "20%"},
            {"description": "餐", "unit_price": "1", "qty": "0.5"},
        ],
    )
    path = tmp_path / "o.csv"
    assert write(services, "orders", path, "HT-9") == 2
    found = [(row["product"], row["description"], row["qty"]) for row in read_csv(path)]
    assert found == [("a-1", "", "2"), ("", "餐", "0.5")]
    assert load(services, path, "orders").unchanged == 2
    assert write(services, "orders", tmp_path / "h.csv", "HT-9", columns=["order_contract_no"]) == 1


def test_json_keeps_kinds_of_values(services: Services, stocked: Saved, tmp_path: Path) -> None:
    path = tmp_path / "c.json"
    write(services, "customers", path)
    (found,) = json.loads(path.read_text("utf-8"))
    assert found["is_internal"] is False
    assert found["needs_met"] == ["EMOTION", "RESPECT"]
    assert (found["website"], found["potential_volume_year"]) == (None, "1234.56")


def test_workbooks_and_pages_carry_the_watermark(
    services: Services, stocked: Saved, tmp_path: Path
) -> None:
    write(services, "customers", tmp_path / "c.xlsx", watermark="chen")
    sheet = openpyxl.load_workbook(tmp_path / "c.xlsx").active
    assert "chen" in str(list(sheet.values)[-1][0])
    for suffix in ("md", "txt"):
        path = tmp_path / f"c.{suffix}"
        write(
            services, "customers", path, watermark="chen", caption=["Customers"],
            words=lambda member: f"<{member.value.lower()}>",
        )  # fmt: skip
        text = path.read_text("utf-8")
        assert "Customers" in text
        assert "chen" in text
        assert "lead" in text


def test_ac_151_the_interactions_go_out_by_themselves(
    services: Services, stocked: Saved, tmp_path: Path
) -> None:
    said = {"channel": "PHONE", "summary": "样品周四到", "next_contact_at": "2026-03-05 10:00"}
    services.interactions.touch(stocked.id, said)
    path = tmp_path / "interactions.csv"
    assert write(services, "interactions", path) == 1
    (row,) = read_csv(path)
    assert (row["customer"], row["channel"], row["summary"]) == (
        stocked.code,
        "PHONE",
        "样品周四到",
    )
    text = path.read_text("utf-8-sig")
    for other in ("13900139000", "1980-05-20", "2026-03-09"):  # of the person, of what was bought
        assert other not in text


def test_cards_of_people_come_back(services: Services, stocked: Saved, tmp_path: Path) -> None:
    path = tmp_path / "p.vcf"
    assert write(services, "contacts", path) == 1
    text = path.read_text("utf-8")
    assert "FN:李雷" in text
    assert "海月" in text
    seen = services.exchange.preview(path, vocabulary=WORDS)
    result = services.exchange.run(seen, vocabulary=WORDS)
    assert (result.created, result.updated, result.rejected) == (0, 0, 0)


def test_a_follow_up_is_the_same_entry_every_time(
    services: Services, stocked: Saved, clock: FixedClock, tmp_path: Path
) -> None:
    def entries(name: str) -> list[Any]:
        write(services, "follow-ups", tmp_path / name, form="ics")
        calendar = icalendar.Calendar.from_ical((tmp_path / name).read_bytes())
        return sorted(calendar.walk("VTODO"), key=lambda item: str(item["SUMMARY"]))

    first = entries("a.ics")
    assert len(first) == 3  # tracking, the samples, and asking for a referral
    todo = next(one for one in first if "样品" in str(one["SUMMARY"]))
    assert todo["DUE"].dt.isoformat() == "2026-03-09T15:00:00+08:00"
    assert str(todo["STATUS"]) == "NEEDS-ACTION"
    item = services.core.read(
        lambda reader: reader.one("SELECT id FROM follow_up WHERE title = '样品'")
    )
    assert item is not None
    clock.advance(timedelta(hours=1))
    services.follow_ups.done(item[0])
    second = entries("b.ics")
    assert [one["UID"] for one in first] == [one["UID"] for one in second]
    done = next(one for one in second if "样品" in str(one["SUMMARY"]))
    assert (str(done["STATUS"]), int(done["SEQUENCE"])) == ("COMPLETED", int(todo["SEQUENCE"]) + 1)


def test_the_file_is_private_and_never_written_over(
    services: Services, stocked: Saved, tmp_path: Path
) -> None:
    path = tmp_path / "c.csv"
    write(services, "customers", path)
    assert path.stat().st_mode & 0o777 == 0o600
    before = path.read_bytes()
    with pytest.raises(Conflict, match=r"file\.exists"):
        write(services, "customers", path, "city:nowhere")
    assert path.read_bytes() == before
    write(services, "customers", path, "city:nowhere", overwrite=True)
    assert read_csv(path) == []
    with pytest.raises(NotFound):
        write(services, "customers", tmp_path / "no" / "c.csv")


def test_broken_off_it_leaves_nothing(services: Services, stocked: Saved, tmp_path: Path) -> None:
    class Stop:
        def report(self, done: int, total: int) -> None: ...

        def cancelled(self) -> bool:
            return True

    with pytest.raises(Cancelled):
        write(services, "customers", tmp_path / "c.csv", progress=Stop())
    assert list(tmp_path.glob("*c.csv*")) == list(tmp_path.glob(".*.part")) == []


def test_what_goes_out_stands_in_the_log(
    services: Services, stocked: Saved, tmp_path: Path
) -> None:
    label = services.changes.undoable()
    path = tmp_path / "c.csv"
    write(services, "customers", path, "grade:A")
    row = services.core.read(
        lambda reader: reader.one(
            "SELECT state, params, actor_id FROM change_set WHERE label = 'access.export'"
        )
    )
    assert row is not None
    state, params, actor = row
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    expected = {"kind": "customers", "query": "grade:A", "file": "c.csv", "sha256": digest}
    assert expected.items() <= json.loads(params).items()
    assert (state, actor) == ("DONE", services.actor().id)
    assert services.changes.undoable() == label  # there is nothing to take back


def test_a_choice_of_records_keeps_the_order_of_the_query(
    services: Services, tmp_path: Path
) -> None:
    ids = [a_customer(services, name=name).id for name in ("乙", "甲", "丙")]
    path = tmp_path / "c.csv"
    assert write(services, "customers", path, "sort:code", ids={ids[2], ids[0], 7}) == 2
    assert [row["name"] for row in read_csv(path)] == ["乙", "丙"]


def test_formats_by_kind(services: Services) -> None:
    assert "vcf" in services.exchange.formats("contacts")
    assert "ics" in services.exchange.formats("follow-ups")
    assert services.exchange.formats("orders") == ("csv", "xlsx", "json", "md", "txt")


def test_a_page_is_printed_line_by_line_and_stands_in_the_log(
    services: Services, tmp_path: Path
) -> None:
    path = tmp_path / "page.txt"
    assert services.exchange.print_page("brief", ["华信  ", "", "win odds 35"], path) == 3
    page, mark = path.read_text("utf-8").split("#fivefold: ")
    assert page == "华信\n\nwin odds 35\n\n"
    assert mark.endswith(f"{WHO}\n")
    assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(Conflict):
        services.exchange.print_page("brief", [], path)
    log = services.lists.page(services.lists.parse("", "changes"), limit=1).rows[0]
    assert log.label == "access.print"
    assert log.params["kind"] == "brief"
    assert log.params["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("kind", "form"),
    [("products", "vcf"), ("customers", "ics"), ("customers", "pdf"), ("x", "csv")],
)
def test_what_a_format_cannot_hold_is_refused(
    services: Services, tmp_path: Path, kind: str, form: str
) -> None:
    query = services.lists.parse("", "customers")
    with pytest.raises(Refused, match=r"export\.not_possible"):
        services.exchange.export(kind, query, form, tmp_path / "c")


@pytest.mark.slow
def test_many_rows_come_in_pages(services: Services, tmp_path: Path) -> None:
    lines = io.StringIO()
    csv.writer(lines).writerows([["name"], *[[f"公司{n:04}"] for n in range(1_100)]])
    source = tmp_path / "many.csv"
    source.write_text(lines.getvalue(), "utf-8")
    load(services, source, "customers")
    reports: list[tuple[int, int]] = []

    class Watch:
        def report(self, done: int, total: int) -> None:
            reports.append((done, total))

        def cancelled(self) -> bool:
            return False

    path = tmp_path / "all.csv"
    assert write(services, "customers", path, "sort:name", progress=Watch()) == 1_100
    assert [row["name"] for row in read_csv(path)] == [f"公司{n:04}" for n in range(1_100)]
    assert reports == [(500, 1_100), (1_000, 1_100), (1_100, 1_100)]
