"""Import: nothing dropped in silence, nothing twice, one change and one undo (11.6)."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.enums import ChangeState
from models.explanation import Reason
from models.fields.registry import entity
from models.fields.vocabulary import Vocabulary
from storage.clock import FixedClock
from storage.effects.nursery import Nursery
from storage.errors import Alike, Invalid, NotFound, Refused
from storage.exchange.codes import Code
from storage.exchange.sniffing import FileKind
from storage.queries.details import opened
from storage.services import Services
from storage.services import exchange as exchange_module
from storage.services.exchange import ImportResult
from tests.shared_files import shared

DATA = Path(__file__).parents[2] / "data" / "exchange"
WORDS = Vocabulary(
    {"customer": {"zh_CN": {"name": "名称", "need_status": "需求"}}},
    {"NeedStatus": {"zh_CN": {"NOW": "有需求", "LATENT": "潜在", "NONE": "无需求"}}},
)


def table(path: Path, header: str, *rows: str, encoding: str = "utf-8") -> Path:
    path.write_bytes("".join(f"{line}\r\n" for line in (header, *rows)).encode(encoding))
    return path


def load(services: Services, path: Path, entity: str | None = None, **options: Any) -> ImportResult:
    wanted = {name: options.pop(name) for name in ("key", "mapping") if name in options}
    seen = services.exchange.preview(path, entity, vocabulary=WORDS, **wanted)
    return services.exchange.run(seen, vocabulary=WORDS, **options)


def counts(result: ImportResult) -> tuple[int, int, int, int]:
    return result.created, result.updated, result.unchanged, result.rejected


def rows(services: Services, sql: str, **params: Any) -> list[tuple[Any, ...]]:
    return services.core.read(lambda reader: reader.rows(sql, params))


def living(services: Services, table_name: str) -> int:
    count = rows(services, f"SELECT count(*) FROM {table_name} WHERE deleted_at IS NULL")
    return int(count[0][0])


def rejected_rows(path: Path | None) -> list[dict[str, str]]:
    assert path is not None
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture
def hundred(tmp_path: Path) -> Path:
    lines = [f"公司{n},{n:06},上海,2026-04-0{n % 9 + 1}" for n in range(100)]
    lines[10] = ",000010,上海,2026-04-01"  # no name
    lines[20] = "公司20,000020,上海,someday"
    lines[30] = "公司30,000030"  # too short
    return table(tmp_path / "hundred.csv", "公司名称,注册号,城市,预计成交日期", *lines)


def test_ac_140_dry_run_counts_and_stores_nothing(services: Services, hundred: Path) -> None:
    def world() -> list[tuple[Any, ...]]:
        tables = ("customer", "follow_up", "grade_history", "change_set", "counter")
        return [row for name in tables for row in rows(services, f"SELECT * FROM {name}")]

    before = world()
    target = hundred.with_name("bad.csv")
    result = load(services, hundred, dry_run=True, rejects=target)
    assert counts(result) == (97, 0, 0, 3)
    assert (result.batch, result.rejects_path) == (None, target)
    assert world() == before
    assert [row["line"] for row in rejected_rows(target)] == ["12", "22", "32"]
    assert counts(load(services, hundred, rejects=target)) == (97, 0, 0, 3)


def test_the_file_of_rejects_says_what_is_wrong_and_can_be_imported(
    services: Services, hundred: Path
) -> None:
    def word(reason: Reason) -> str:
        return f"<{reason.code}>"

    result = load(services, hundred, word=word)
    assert result.rejects_path == hundred.with_name("hundred.rejects.csv")
    bad = rejected_rows(result.rejects_path)
    assert list(bad[0]) == [
        "公司名称",
        "注册号",
        "城市",
        "预计成交日期",
        "line",
        "column",
        "reason",
    ]
    assert [row["reason"] for row in bad] == [
        "<import.cell_empty>",
        "<field.not_a_date>",
        "<file.too_few_cells>",
    ]
    assert [row["column"] for row in bad] == ["公司名称", "预计成交日期", ""]
    assert bad[1]["注册号"] == "000020"
    assert [one.line for one in result.verdicts] == [12, 22, 32]
    assert result.rejects_path is not None
    assert result.rejects_path.stat().st_mode & 0o777 == 0o600
    text = result.rejects_path.read_text("utf-8-sig").replace("someday", "2026-05-01")
    mended = hundred.with_name("mended.csv")
    mended.write_text(text, "utf-8")
    again = load(services, mended)
    assert counts(again) == (2, 0, 0, 1)  # the short row lacks no column any more
    assert list(rejected_rows(again.rejects_path)[0])[-3:] == ["line", "column", "reason"]


def test_a_file_without_rejects_leaves_none(services: Services, tmp_path: Path) -> None:
    result = load(services, table(tmp_path / "good.csv", "name,city", "海月,上海"))
    assert result.rejects_path is None
    assert [path.name for path in tmp_path.glob("*.csv")] == ["good.csv"]


def test_rejects_do_not_go_into_the_file_itself(services: Services, hundred: Path) -> None:
    with pytest.raises(Refused):
        load(services, hundred, rejects=hundred)


def test_ac_200_a_row_without_need_is_latent_and_tracked(
    services: Services, tmp_path: Path
) -> None:
    load(services, table(tmp_path / "c.csv", "name,registration_no", "海月,000001"))
    found = rows(
        services,
        "SELECT need_status, need_confirmed, grade, next_tracking_due, status, code, owner_id,"
        " registration_no, version FROM customer",
    )
    me = services.actor().id
    assert found == [
        ("LATENT", 0, "D", "2026-04-01", "LEAD", "C-000001", me, "000001", 1),
    ]
    item = rows(services, "SELECT kind, due_date, status, assignee_id FROM follow_up")
    assert item == [("TRACKING", "2026-04-01", "OPEN", me)]
    assert rows(services, "SELECT from_grade, to_grade FROM grade_history") == [(None, "D")]


def test_a_second_run_changes_nothing(services: Services, hundred: Path) -> None:
    load(services, hundred)
    versions = rows(services, "SELECT id, version, updated_at FROM customer")
    again = load(services, hundred)
    assert counts(again) == (0, 0, 97, 3)
    assert rows(services, "SELECT id, version, updated_at FROM customer") == versions
    label = services.changes.undoable()
    assert label is not None  # what changed nothing is not in the way of undo
    assert label.params["created"] == 97


def test_the_twin_in_gb18030_is_the_same(services: Services, hundred: Path) -> None:
    load(services, hundred)
    twin = hundred.with_name("twin.csv")
    twin.write_bytes(hundred.read_bytes().decode().encode("gb18030"))
    seen = services.exchange.preview(twin, vocabulary=WORDS)
    assert (seen.sniffed.encoding, seen.sniffed.certain) == ("gb18030", True)
    assert counts(load(services, twin)) == (0, 0, 97, 3)


def test_one_undo_takes_back_creations_and_changes(services: Services, tmp_path: Path) -> None:
    header = "name,registration_no,city,need_status"
    load(services, table(tmp_path / "a.csv", header, "海月,01,上海,LATENT", "华信,02,北京,LATENT"))
    before = rows(services, "SELECT name, city, grade, next_tracking_due FROM customer ORDER BY id")
    second = table(
        tmp_path / "b.csv", header, "海月,01,苏州,无需求", "华信,02,北京,潜在", "新来,03,广州,NOW"
    )
    result = load(services, second)
    assert counts(result) == (1, 1, 1, 0)
    changed = rows(
        services, "SELECT city, grade, version > 1, need_confirmed FROM customer LIMIT 1"
    )
    assert changed == [("苏州", "E", 1, 1)]
    assert _found(services, "苏州") == _found(services, "海月") != []
    services.changes.undo(result.batch)
    after = "SELECT name, city, grade, next_tracking_due FROM customer"
    assert rows(services, f"{after} WHERE deleted_at IS NULL ORDER BY id") == before
    assert living(services, "follow_up") == 2
    assert living(services, "grade_history") == 2
    assert _found(services, "新来") == _found(services, "苏州") == []
    services.changes.redo()
    assert living(services, "customer") == 3


def _found(services: Services, word: str) -> list[int]:
    return list(services.lists.ids(services.lists.parse(word, "customers")))


def test_undo_is_refused_where_somebody_went_on(services: Services, tmp_path: Path) -> None:
    result = load(services, table(tmp_path / "a.csv", "name,city", "海月,上海"))
    _entity, customer = services.records.find("C-000001")
    services.records.update("customer", customer, {"industry": "银行"})
    with pytest.raises(Refused, match=r"undo\.changed_since"):
        services.changes.undo(result.batch)
    services.changes.undo()
    contact = services.records.create("contact", {"customer": "C-000001", "name": "李雷"})
    with pytest.raises(Refused, match=r"refused\.has_children"):
        services.changes.undo(result.batch)
    services.records.archive("contact", contact.id)
    services.changes.undo(result.batch)
    assert living(services, "customer") == 0


def test_undo_of_a_change_somebody_changed_again(services: Services, tmp_path: Path) -> None:
    load(services, table(tmp_path / "a.csv", "name,registration_no,city", "海月,01,上海"))
    result = load(services, table(tmp_path / "b.csv", "registration_no,name,city", "01,海月,苏州"))
    _entity, customer = services.records.find("C-000001")
    services.records.update("customer", customer, {"city": "杭州"})
    with pytest.raises(Refused, match=r"undo\.changed_since"):
        services.changes.undo(result.batch)


class _Watch:
    """Stops after so many chunks."""

    def __init__(self, chunks: int) -> None:
        self.reports: list[tuple[int, int]] = []
        self._chunks = chunks

    def report(self, done: int, total: int) -> None:
        self.reports.append((done, total))

    def cancelled(self) -> bool:
        return len(self.reports) >= self._chunks


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange_module, "CHUNK_ROWS", 40)


@pytest.mark.usefixtures("small_chunks")
def test_cancelled_between_chunks_it_can_be_undone_or_finished(
    services: Services, hundred: Path
) -> None:
    watch = _Watch(1)
    result = load(services, hundred, progress=watch)
    assert result.state is ChangeState.CANCELLED
    assert watch.reports == [(40, 100)]
    assert counts(result) == (37, 0, 0, 3)
    state = rows(services, "SELECT state FROM change_set WHERE id = :id", id=result.batch)
    assert state == [("CANCELLED",)]
    rest = load(services, hundred)
    assert counts(rest) == (60, 0, 37, 3)
    services.changes.undo(rest.batch)
    services.changes.undo(result.batch)
    assert living(services, "customer") == living(services, "follow_up") == 0


@pytest.mark.usefixtures("small_chunks")
def test_killed_in_the_second_chunk_it_is_marked_and_undone(
    services: Services, hundred: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle, calls = Nursery.settle, iter(range(9))

    def failing(nursery: Nursery) -> None:
        if next(calls) == 1:
            raise RuntimeError("killed")
        settle(nursery)

    monkeypatch.setattr(Nursery, "settle", failing)
    with pytest.raises(RuntimeError):
        load(services, hundred)
    assert living(services, "customer") == 37
    running = "SELECT id FROM change_set WHERE state = 'RUNNING' AND label = 'change.import'"
    ((batch,),) = rows(services, running)
    assert len(rejected_rows(hundred.with_name("hundred.rejects.csv"))) == 3
    services.changes.undo(batch)
    assert living(services, "customer") == living(services, "grade_history") == 0
    monkeypatch.undo()


@pytest.mark.usefixtures("small_chunks")
def test_rows_are_known_again_over_chunks(services: Services, tmp_path: Path) -> None:
    lines = [f"公司{n},{n:06}" for n in range(90)]
    path = table(tmp_path / "c.csv", "name,registration_no", *lines, lines[0], "别名,000001")
    for dry_run in (True, False):
        result = load(services, path, dry_run=dry_run)
        assert counts(result) == (90, 0, 1, 1)
        (bad,) = result.verdicts
        assert (bad.reasons[0].code, bad.reasons[0].params) == (Code.REPEATED, {"line": 3})
    codes = rows(services, "SELECT code FROM customer ORDER BY id")
    assert codes == [(f"C-{n:06}",) for n in range(1, 91)]  # no number is lost


# --- the same as one by one

_STAMPS = {"id", "code", "created_at", "updated_at", "customer_id"}
_FIELDS = {
    "name": st.sampled_from(["海月", "万科A", "*ST国华", "Harbour Lane Ltd", "=1+1", "华信 股份"]),
    "registration_no": st.sampled_from(["000001", "91310000", ""]),
    "city": st.sampled_from(["上海", "深圳", ""]),
    "kind": st.sampled_from(["", "GROUP", "enterprise", "nonsense"]),
    "status": st.sampled_from(["", "LEAD", "ACTIVE", "DORMANT", "LOST", "TERMINATED"]),
    "need_status": st.sampled_from(["NOW", "LATENT", "NONE", "有需求"]),
    "own_expected_date": st.sampled_from(["", "2026-03-05", "2026-05-30", "2026-01-01", "soon"]),
    "no_chance": st.sampled_from(["", "yes", "no"]),
    "potential_volume_year": st.sampled_from(["", "2000000", "1.5万", "-1"]),
    "churn_type": st.sampled_from(["", "PRICE"]),
    "owner": st.sampled_from(["", "me", "nobody"]),
    "needs_met": st.sampled_from(["", "EMOTION,RESPECT"]),
    "phone": st.sampled_from(["", "021-55556666", "x"]),
}


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.fixed_dictionaries(_FIELDS), min_size=3, max_size=6))
def test_set_based_equals_one_by_one(
    services: Services, tmp_path: Path, texts: Sequence[dict[str, str]]
) -> None:
    """Every stored column is what `records.create` stores; what it refuses is rejected."""
    given_rows = [{**row, "registration_no": f"{n}"} for n, row in enumerate(texts)]
    single, refused = [], 0
    for row in given_rows:
        filled = {name: text for name, text in row.items() if text}
        try:
            made = services.records.create("customer", filled, words=WORDS.words())
        except (Alike, Invalid, Refused):
            refused += 1
        else:
            single.append(made.id)
    expected = _stored(services)
    for _ in single:
        services.changes.undo()
    path = tmp_path / "rows.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(_FIELDS))
        writer.writeheader()
        writer.writerows(given_rows)
    result = load(services, path, "customers")
    assert counts(result) == (len(single), 0, 0, refused)
    assert _stored(services) == expected
    if single:
        services.changes.undo(result.batch)


def _stored(services: Services) -> list[list[tuple[Any, ...]]]:
    found = []
    for name in ("customer", "follow_up", "grade_history", "search_source"):
        if name == "search_source":
            order = "SELECT json_remove(texts, '$[0][1]', '$[1][0]') FROM search_source ORDER BY 1"
        else:
            columns = [f.column for f in entity(name).fields if f.column not in _STAMPS]
            columns += ["created_by_id", "updated_by_id", "deleted_at", "version"]
            order = f"SELECT {', '.join(columns)} FROM {name} WHERE deleted_at IS NULL ORDER BY id"
        found.append(rows(services, order))
    for row in range(len(found[0])):  # the one by one way counts its second flush as a version
        found[0][row] = found[0][row][:-1]
    return found


# --- people

PEOPLE = "customer,name,email,mobile,is_primary"


@pytest.fixture
def firm(services: Services, tmp_path: Path) -> str:
    load(services, table(tmp_path / "firm.csv", "name,city", "海月,上海", "华信,北京"))
    return "C-000001"


def test_people_belong_to_customers_and_one_is_primary(
    services: Services, firm: str, tmp_path: Path
) -> None:
    people = table(
        tmp_path / "p.csv",
        PEOPLE,
        "海月,李雷,info@haiyue.example,,no",
        f"{firm},韩梅,info@haiyue.example,13900139000,yes",
        "海月,赵云,,+86 138 0013 8000,yes",
        "华信,王芳,,,",
        "nobody,李四,,,",
        ",王五,,,",
    )
    result = load(services, people, "contacts")
    assert counts(result) == (4, 0, 0, 2)
    found = rows(services, "SELECT name, is_primary, mobile_hmac IS NULL FROM contact ORDER BY id")
    assert found == [("李雷", 0, 1), ("韩梅", 1, 0), ("赵云", 0, 0), ("王芳", 1, 1)]
    reasons = [one.reasons[0].code for one in result.verdicts]
    assert reasons == ["field.unknown_link", "import.cell_empty"]
    assert counts(load(services, people, "contacts")) == (0, 0, 4, 2)
    assert _found(services, "韩梅") == _found(services, firm) != []
    services.changes.undo(result.batch)
    assert living(services, "contact") == 0
    assert _found(services, "韩梅") == []


def test_people_set_based_equal_people_one_by_one(
    services: Services, firm: str, tmp_path: Path
) -> None:
    texts = {
        "customer": firm,
        "name": "李雷",
        "mobile": "+86 13900139000",
        "office_phone": "021-55556666",
        "birth_date": "1980/5/20",
    }

    def world() -> list[tuple[Any, ...]]:
        spec = entity("contact")
        columns = [opened(spec, field, "") for field in spec.fields if field.name != "code"]
        alive = "WHERE deleted_at IS NULL ORDER BY id"
        found = rows(services, f"SELECT {', '.join(columns)}, created_by_id FROM contact {alive}")
        return found + rows(services, "SELECT index_name, texts FROM search_source ORDER BY row_id")

    services.records.create("contact", texts)
    expected = world()
    services.changes.undo()
    load(services, table(tmp_path / "p.csv", ",".join(texts), ",".join(texts.values())), "contacts")
    assert world() == expected


def test_people_are_known_by_mail_then_mobile_then_name(
    services: Services, firm: str, tmp_path: Path
) -> None:
    load(services, table(tmp_path / "p.csv", PEOPLE, "海月,李雷,li@x.example,,", "海月,韩梅,,139,"))
    second = table(
        tmp_path / "q.csv", PEOPLE, "海月,李雷雷,LI@x.example,,", "海月,韩美,,139,", "海月,韩美,,,"
    )
    result = load(services, second, "contacts")
    assert result.created == 1  # the third has no key but name and customer
    assert result.updated == 2
    assert rows(services, "SELECT name FROM contact ORDER BY id LIMIT 2") == [
        ("李雷雷",),
        ("韩美",),
    ]


def test_six_cards_six_verdicts_and_a_second_time_none(services: Services, tmp_path: Path) -> None:
    cards = tmp_path / "cards.vcf"
    cards.write_bytes((DATA / "contacts_android.vcf").read_bytes())
    seen = services.exchange.preview(cards, vocabulary=WORDS)
    assert (seen.entity, seen.sniffed.kind, seen.problems) == ("contact", FileKind.VCARD, ())
    result = load(services, cards)
    assert counts(result) == (6, 0, 0, 0)
    assert result.founded == 5  # both of Harbour Lane share a customer
    codes = [note.code for _line, note in result.remarks]
    assert codes == [Code.NAME_FROM_EMAIL, Code.NAME_FROM_EMAIL, Code.BIRTHDAY_WITHOUT_YEAR]
    found = rows(
        services,
        "SELECT p.name, c.name, c.kind, c.status, c.need_status, c.need_confirmed, c.grade,"
        " p.is_primary FROM contact p JOIN customer c ON c.id = p.customer_id ORDER BY p.id",
    )
    lead = ("LEAD", "LATENT", 0, "D")
    assert found == [
        ("mei.lin", "mei.lin", "INDIVIDUAL", *lead, 1),
        ("tao.wu", "tao.wu", "INDIVIDUAL", *lead, 1),
        ("赵敏", "赵敏", "INDIVIDUAL", *lead, 1),
        ("陈思", "陈思", "INDIVIDUAL", *lead, 1),
        ("Nina Berg", "Harbour Lane Ltd", "ENTERPRISE", *lead, 1),
        ("Jon Falk", "Harbour Lane Ltd", "ENTERPRISE", *lead, 0),
    ]
    assert rows(services, "SELECT kind, month, day FROM special_date") == [("BIRTHDAY", 5, 20)]
    assert living(services, "follow_up") == 5
    again = load(services, cards)
    assert (counts(again), again.founded) == ((0, 0, 6, 0), 0)
    services.changes.undo(result.batch)
    assert all(
        living(services, name) == 0 for name in ("contact", "customer", "follow_up", "special_date")
    )


def test_cards_with_a_name_alone_come_once(services: Services, tmp_path: Path) -> None:
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:李雷\nTITLE:{}\nEND:VCARD\n"
    path = tmp_path / "names.vcf"
    path.write_text(card.format("CEO") * 2 + card.format("CFO") + "BEGIN:VCARD\nFN:x\n", "utf-8")
    for expected in ((1, 0, 1, 2), (0, 0, 2, 2)):
        result = load(services, path)
        assert counts(result) == expected
        codes = [one.reasons[0].code for one in result.verdicts]
        assert codes == [Code.REPEATED, Code.CARD_NOT_CLOSED]


# --- keys, duplicates, cells


@pytest.mark.parametrize("rows_at_once", [1, 500])
def test_possible_duplicates_are_held_back_or_kept_with_a_reason(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows_at_once: int
) -> None:
    monkeypatch.setattr(exchange_module, "CHUNK_ROWS", rows_at_once)
    path = table(
        tmp_path / "c.csv",
        "name,registration_no,city",
        "海月有限公司,01,上海",
        "海月,02,上海",
        "海月,03,北京",
    )
    for reason, taken, code in (("", 2, "C-000001"), ("another site", 3, "C-000003")):
        for dry_run, other in ((True, "海月有限公司"), (False, code)):
            result = load(services, path, dry_run=dry_run, keep_duplicate=reason)
            assert (result.created, result.duplicates) == (taken, 1)
            (one,) = result.similar
            assert (one.line, one.name, one.other) == (3, "海月", other)
            verdicts = [(v.line, v.reasons[0].code) for v in result.verdicts]
            assert verdicts == ([] if reason else [(3, "duplicate.alike")])
        pairs = "SELECT score, verdict, reason FROM duplicate_pair WHERE deleted_at IS NULL"
        assert rows(services, pairs) == ([(79, "KEPT", reason)] if reason else [])
        services.changes.undo(result.batch)
        assert rows(services, pairs) == []


def test_a_name_is_known_by_its_place(services: Services, tmp_path: Path) -> None:
    load(services, table(tmp_path / "a.csv", "name,city", "海月有限公司,上海", "海月,北京"))
    more = table(tmp_path / "b.csv", "name,city,industry", "海月有限公司,上海,银行", "海月,,钢铁")
    result = load(services, more)
    assert counts(result) == (0, 2, 0, 0)
    pair = table(tmp_path / "c.csv", "name,industry", "海月集团,旅游")
    (bad,) = load(services, pair).verdicts
    assert bad.reasons[0].code == Code.AMBIGUOUS


def test_a_chosen_key_overrides(services: Services, tmp_path: Path) -> None:
    header = "name,registration_no,email"
    load(services, table(tmp_path / "a.csv", header, "海月,01,a@x.example"))
    second = table(tmp_path / "b.csv", header, "海月新,02,a@x.example", "无,03,")
    result = load(services, second, key="email")
    assert counts(result) == (0, 1, 0, 1)
    assert rows(services, "SELECT name, registration_no FROM customer") == [("海月新", "02")]
    seen = services.exchange.preview(second, vocabulary=WORDS, key="phone")
    assert [one.code for one in seen.problems] == [Code.KEY_NOT_MAPPED]
    with pytest.raises(Invalid):
        services.exchange.run(seen, vocabulary=WORDS)


def test_an_empty_cell_says_nothing(services: Services, tmp_path: Path) -> None:
    load(services, table(tmp_path / "a.csv", "name,registration_no,city", "海月,01,上海"))
    path = table(tmp_path / "b.csv", "name,registration_no,city,status", "海月,01,,")
    assert counts(load(services, path)) == (0, 0, 1, 0)


def test_a_code_finds_its_record_and_other_fields_may_be_missing(
    services: Services, firm: str, tmp_path: Path
) -> None:
    path = table(tmp_path / "b.csv", "code,industry", f"{firm},银行", "C-000099,银行")
    result = load(services, path, "customers")
    assert counts(result) == (0, 1, 0, 1)
    assert result.verdicts[0].reasons[0].params["field"] == "name"


def test_marks_against_formulas_are_taken_off(services: Services, tmp_path: Path) -> None:
    load(services, table(tmp_path / "c.csv", "name,city", "'=1+1,上海", "*ST国华,深圳"))
    names = rows(services, "SELECT name FROM customer ORDER BY id")
    assert names == [("=1+1",), ("*ST国华",)]


# --- other records


def test_deals_move_the_grade_of_their_customer(
    services: Services, firm: str, tmp_path: Path
) -> None:
    header = "customer,title,expected_amount,expected_close_date,need_status"
    path = table(
        tmp_path / "o.csv",
        header,
        f"{firm},仓储,80万,2026-03-05,NOW",
        f"{firm},运输,100,2026-05-20,NOW",
        "华信,仓储,100,,NOW",
        "华信,仓储,200,,NOW",
        "nobody,x,,,",
    )
    result = load(services, path, "opportunities")
    assert counts(result) == (3, 0, 0, 2)
    found = rows(services, "SELECT grade, importance, urgency FROM customer ORDER BY id")

    assert found[0][:2] == ("A", "IMPORTANT")
    assert found[1][0] == "D"
    assert rows(services, "SELECT code FROM opportunity ORDER BY id")[-1] == ("O-000003",)
    assert counts(load(services, path, "opportunities")) == (0, 0, 3, 2)
    services.changes.undo(result.batch)
    assert [row[0] for row in rows(services, "SELECT grade FROM customer")] == ["D", "D"]


def test_deals_set_based_equal_deals_one_by_one(
    services: Services, firm: str, tmp_path: Path
) -> None:
    texts = {
        "customer": firm,
        "title": "仓储",
        "expected_amount": "800000",
        "expected_close_date": "2026-03-09",
        "next_step_date": "2026-03-03",
        "pipeline": "PROPOSAL",
    }

    def world() -> list[tuple[Any, ...]]:
        skip = {"code", "customer_id"}
        found: list[tuple[Any, ...]] = []
        for name in ("customer", "opportunity", "follow_up"):
            columns = [f.column for f in entity(name).fields if f.column not in skip]
            sql = f"SELECT {', '.join(columns)} FROM {name} WHERE deleted_at IS NULL ORDER BY id"
            found += rows(services, sql)
        return found

    services.records.create("opportunity", texts)
    expected = world()
    services.changes.undo()
    load(services, table(tmp_path / "o.csv", ",".join(texts), ",".join(texts.values())))
    assert world() == expected


def test_rows_of_one_order_number_are_its_lines(
    services: Services, firm: str, tmp_path: Path
) -> None:
    load(services, table(tmp_path / "g.csv", "code,name,list_price", "a-1,箱,10", "B2,托盘,5.50"))
    header = "order_contract_no,customer,sale_date,product,qty,unit_price,discount"
    path = table(
        tmp_path / "o.csv",
        header,
        f"HT-1,{firm},2026-02-01,a-1,2,10,",
        f"HT-1,{firm},2026-02-01,B2,3,5.5,20%",
        f"HT-1,{firm},2026-02-02,B2,3,5.5,",  # another date for the same order
        f"HT-2,{firm},2026-02-03,,,,",
        f"HT-3,{firm},2026-02-03,none,1,1,",
    )
    result = load(services, path)
    assert counts(result) == (3, 0, 0, 2)
    found = "SELECT order_contract_no, amount, code FROM sales_order ORDER BY id"
    assert rows(services, found) == [("HT-1", 3320, "S-000001"), ("HT-2", 0, "S-000002")]
    assert living(services, "sales_order_line") == 2
    status = rows(services, "SELECT deal_status FROM customer ORDER BY id LIMIT 1")
    assert status == [("WON",)]
    assert counts(load(services, path)) == (0, 0, 3, 2)
    more = table(tmp_path / "m.csv", header, f"HT-1,{firm},2026-02-01,a-1,5,10,")
    assert counts(load(services, more)) == (0, 1, 0, 0)
    assert rows(services, found)[0][1] == 6320
    services.changes.undo()
    services.changes.undo(result.batch)
    assert living(services, "sales_order") == living(services, "sales_order_line") == 0


def test_ac_091_three_comments_become_three_new_cases(
    services: Services, firm: str, tmp_path: Path
) -> None:
    path = table(
        tmp_path / "f.csv",
        "kind,channel,text,source_url,customer",
        f"COMPLAINT,SOCIAL,late again,https://s.example/1,{firm}",
        "SUGGESTION,SOCIAL,add a dark theme,https://s.example/2,",
        "COMPLAINT,SOCIAL,broken box,https://s.example/3,",
    )
    result = load(services, path, "feedback")
    assert counts(result) == (3, 0, 0, 0)
    found = rows(services, "SELECT state, round, due_at IS NULL, source_url FROM feedback")
    assert {row[:3] for row in found} == {("NEW", 1, 0)}
    assert living(services, "feedback_event") == 3
    assert counts(load(services, path, "feedback")) == (0, 0, 3, 0)


def test_plans_obey_their_gate(services: Services, firm: str, tmp_path: Path) -> None:
    header = "customer,title,due_date,kind"
    path = table(
        tmp_path / "u.csv", header, f"{firm},call,2026-03-09,TASK", f"{firm},x,2026-03-09,TRACKING"
    )
    result = load(services, path, "follow-ups")
    assert counts(result) == (1, 0, 0, 1)
    assert result.verdicts[0].reasons[0].code == "follow_up.tracking_makes_itself"
    assert counts(load(services, path, "follow-ups")) == (0, 0, 1, 1)
    problems = table(tmp_path / "n.csv", "customer,problem,impact", f"{firm},slow,cost")
    assert counts(load(services, problems, "needs")) == (1, 0, 0, 0)
    assert counts(load(services, problems, "needs")) == (0, 0, 1, 0)


# --- preview


def test_a_preview_tells_what_would_be_taken(services: Services, tmp_path: Path) -> None:
    path = table(tmp_path / "c.csv", "名称;需求;foo;Nr", *(f"公司{n};潜在;x;{n}" for n in range(9)))
    seen = services.exchange.preview(path, vocabulary=WORDS, mapping=["registration_no=Nr"])
    assert (seen.entity, seen.sniffed.delimiter, seen.lines) == ("customer", ";", 9)
    assert seen.mapping.fields == {"name": 0, "need_status": 1, "registration_no": 3}
    assert (seen.unmapped, seen.missing) == (("foo",), ())
    assert seen.natural_key == ("registration_no",)
    assert len(seen.rows) == 5
    assert seen.headers == ("名称", "需求", "foo", "Nr")
    wrong = services.exchange.preview(path, "contacts", vocabulary=WORDS, mapping=["x=y", "z"])
    codes = [one.code for one in wrong.problems]
    assert (
        codes
        == [
            Code.CORRECTION_UNREADABLE,
            Code.FIELD_UNKNOWN,
            Code.FIELD_MISSING,
        ]
        or Code.NOTHING_MAPPED in codes
    )


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        ("公司,城市,行业", "海月,上海,银行", "customer"),
        ("姓名,公司,手机,邮箱", "李雷,海月,13900139000,a@x.example", "contact"),
        ("产品编号,产品名称,单价", "A1,箱,10", "product"),
        ("商机名称,客户名称,预计金额", "仓储,海月,100", "opportunity"),
        ("合同号,客户名称,下单日期,数量", "HT1,海月,2026-02-01,3", "sales_order"),
    ],
)
def test_the_kind_of_record_is_guessed(
    services: Services, tmp_path: Path, header: str, row: str, expected: str
) -> None:
    seen = services.exchange.preview(table(tmp_path / "x.csv", header, row), vocabulary=WORDS)
    assert seen.entity == expected


def test_files_that_give_no_table(services: Services, tmp_path: Path) -> None:
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    with pytest.raises(Invalid, match=r"file\.empty"):
        services.exchange.preview(empty, vocabulary=WORDS)
    with pytest.raises(NotFound):
        services.exchange.preview(tmp_path / "none.csv", vocabulary=WORDS)
    with pytest.raises(Invalid, match=r"import\.entity_not_imported"):
        services.exchange.preview(table(empty, "a,b", "1,2"), "users", vocabulary=WORDS)


def test_the_day_of_the_import_counts(
    services: Services, clock: FixedClock, tmp_path: Path
) -> None:
    clock.advance(timedelta(days=10))
    load(services, table(tmp_path / "c.csv", "name,own_expected_date,need_status", "甲,+3d,NOW"))
    found = rows(services, "SELECT own_expected_date, grade FROM customer")
    assert found == [("2026-03-15", "A")]


@pytest.mark.slow
def test_all_listed_companies_twice(services: Services, tmp_path: Path) -> None:
    name = "cn_listed_companies.csv"
    path = tmp_path / name
    path.write_bytes(shared(name))
    first = load(services, path)
    assert counts(first) == (5448, 0, 0, 0)
    zero = rows(services, "SELECT name FROM customer WHERE registration_no = '000001'")
    assert zero == [("平安银行",)]
    assert living(services, "follow_up") == 5448
    path.write_bytes(path.read_bytes().decode("utf-8-sig").encode("gb18030"))
    assert counts(load(services, path)) == (0, 0, 5448, 0)
    assert len(_found(services, "zgyd")) > 0
    services.changes.undo(first.batch)
    assert living(services, "customer") == living(services, "follow_up") == 0


@pytest.mark.slow
def test_the_shared_cards(services: Services, tmp_path: Path) -> None:
    name = "android_contacts_v21.vcf"
    path = tmp_path / name
    path.write_bytes(shared(name))
    assert sum(counts(load(services, path))) == 6
    again = load(services, path)
    assert (again.created, again.updated) == (0, 0)
    assert again.unchanged + again.rejected == 6
