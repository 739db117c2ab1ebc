"""The built demo database: reproducible, settled by the rules, and right on the sketch's day."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from models.enums import Grade, NeedStatus, Role
from models.tables import RECORDS
from storage.clock import FixedClock
from storage.crypto import DEMO_KEY
from storage.effects import gates
from storage.effects.settling import settle
from storage.engine.database import Database
from storage.errors import StorageFault
from storage.ids import CountingIds
from storage.locations import Locations, find
from storage.services import Services, open_services
from storage.services.demo import demo_day, logins, make_demo
from storage.work import Units, Work

NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)  # half past nine in Shanghai
TODAY = date(2026, 3, 2)


def places(folder: Path) -> Locations:
    return find(environ={"FIVEFOLD_HOME": str(folder)})


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_demo(places(tmp_path_factory.mktemp("demo")), FixedClock(NOW))


@pytest.fixture
def rows(made: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(f"file:{made}?mode=ro", uri=True)
    yield connection
    connection.close()


def copy_of(made: Path, folder: Path) -> Locations:
    locations = places(folder)
    locations.demo_database.parent.mkdir(parents=True)
    shutil.copy(made, locations.demo_database)
    return locations


def dump(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


@pytest.mark.slow
def test_a_reset_with_the_same_clock_makes_the_same_demo(made: Path, tmp_path: Path) -> None:
    path = copy_of(made, tmp_path).demo_database
    for name in ("demo.db-wal", "demo.db-desk", "demo.db-desk-wal"):
        path.with_name(name).write_bytes(b"old")
    spent: list[float] = []
    while not spent or (spent[-1] >= 4 and len(spent) < 3):  # again, where others used the core
        began = time.process_time()
        assert make_demo(places(tmp_path), FixedClock(NOW)) == path
        spent.append(time.process_time() - began)
    assert min(spent) < 4  # twice the budget, for a busy machine
    assert [file.name for file in path.parent.iterdir()] == ["demo.db"]
    assert dump(path) == dump(made)


def test_counts_and_codes(rows: sqlite3.Connection) -> None:
    codes = [code for (code,) in rows.execute("SELECT code FROM customer ORDER BY code")]
    assert codes == [f"C-{number:06d}" for number in range(1, 41)]
    found = dict(rows.execute("SELECT title, code FROM opportunity"))
    assert found["华东仓储系统"] == "O-000031"
    cases = "SELECT f.code, c.code, f.state, f.round FROM feedback f JOIN customer c"
    expected = {
        ("F-000007", "C-000008", "TRACKING", 1),
        ("F-000009", "C-000001", "ACTING", 2),
        ("F-000011", "C-000006", "NEW", 1),
        ("F-000012", "C-000006", "ACKNOWLEDGED", 1),
    }
    assert expected <= set(rows.execute(f"{cases} ON c.id = f.customer_id"))


def test_one_change_and_a_sound_file(rows: sqlite3.Connection) -> None:
    assert list(rows.execute("SELECT label, state FROM change_set")) == [("change.demo", "DONE")]
    assert list(rows.execute("PRAGMA foreign_key_check")) == []
    assert list(rows.execute("PRAGMA integrity_check")) == [("ok",)]


def test_every_active_customer_has_a_grade_and_one_tracking_item(
    rows: sqlite3.Connection,
) -> None:
    found = rows.execute(
        "SELECT c.code, c.status, c.grade, c.next_tracking_due, count(u.id), min(u.due_date)"
        " FROM customer c LEFT JOIN follow_up u ON u.customer_id = c.id AND u.kind = 'TRACKING'"
        " AND u.status = 'OPEN' GROUP BY c.id"
    )
    for code, status, grade, due, items, item_due in found:
        assert grade in "ABCDE", code
        if status == "LOST":
            assert (items, due) == (0, None), code
        else:
            assert (items, due) == (1, item_due), code


def test_grades_spread_as_in_a_real_book(rows: sqlite3.Connection) -> None:
    found = dict(rows.execute("SELECT grade, count(*) FROM customer GROUP BY grade"))
    assert found == {"A": 4, "B": 7, "C": 11, "D": 13, "E": 5}


def test_grades_of_the_past_lead_to_those_of_today(rows: sqlite3.Connection) -> None:
    last = dict(
        rows.execute(
            "SELECT customer_id, to_grade FROM grade_history h WHERE at ="
            " (SELECT max(at) FROM grade_history WHERE customer_id = h.customer_id)"
        )
    )
    assert last == dict(rows.execute("SELECT id, grade FROM customer"))
    late = rows.execute("SELECT count(*) FROM grade_history WHERE at >= '2026-03-01T16:00:00Z'")
    assert late.fetchone() == (0,)


def test_touches_chain_their_grades(rows: sqlite3.Connection) -> None:
    before: dict[int, str | None] = {}
    for customer, came, became in rows.execute(
        "SELECT customer_id, grade_before, grade_after FROM interaction ORDER BY at"
    ):
        assert came == before.get(customer)
        before[customer] = became


@pytest.mark.parametrize(
    ("code", "grade", "due", "urgency"),
    [
        ("C-000001", "A", "2026-02-28", "URGENT"),
        ("C-000012", "B", "2026-03-02", "MEDIUM"),
        ("C-000004", "A", "2026-03-02", "URGENT"),
        ("C-000006", "B", "2026-03-04", "URGENT"),
        ("C-000008", "B", "2026-03-07", "URGENT"),
        ("C-000005", "C", "2026-03-11", "MEDIUM"),
        ("C-000009", "C", "2026-03-14", "MEDIUM"),
        ("C-000014", "C", "2026-03-02", "MEDIUM"),
        ("C-000016", "B", "2026-02-28", "URGENT"),
        ("C-000029", "E", "2026-03-04", "POTENTIAL"),
    ],
)
def test_customers_of_the_sketch(
    rows: sqlite3.Connection, code: str, grade: str, due: str, urgency: str
) -> None:
    sql = "SELECT grade, next_tracking_due, urgency FROM customer WHERE code = ?"
    assert rows.execute(sql, (code,)).fetchone() == (grade, due, urgency)


def test_ac_062_a_late_promise_stands_first(rows: sqlite3.Connection) -> None:
    found = rows.execute(
        "SELECT c.code, u.kind FROM follow_up u JOIN customer c ON c.id = u.customer_id"
        " WHERE u.status = 'OPEN' AND u.due_date < '2026-03-02' ORDER BY c.code, u.kind"
    )
    assert list(found) == [
        ("C-000001", "COMMITMENT"),
        ("C-000001", "TRACKING"),
        ("C-000013", "EXEC_VISIT"),
        ("C-000016", "TRACKING"),
        ("C-000036", "TRACKING"),
    ]


def test_load_of_the_coming_three_weeks_has_no_hole(rows: sqlite3.Connection) -> None:
    found = dict(
        rows.execute("SELECT due_date, count(*) FROM follow_up WHERE status = 'OPEN' GROUP BY 1")
    )
    days = [(TODAY + timedelta(days=n)).isoformat() for n in range(21)]
    # The day that is shown has the most to do, over all owners.
    assert all(1 <= found.get(day, 0) <= (12 if day > days[0] else 16) for day in days), found


def test_clocks_of_the_feedback_queue(rows: sqlite3.Connection) -> None:
    due = dict(rows.execute("SELECT code, due_at FROM feedback WHERE due_at IS NOT NULL"))
    left = {
        code: (datetime.fromisoformat(at) - NOW) / timedelta(hours=1) for code, at in due.items()
    }
    assert left == {
        "F-000007": 50,
        "F-000009": -3,
        "F-000010": 30,
        "F-000011": 2,
        "F-000012": 19,
        "F-000013": 21,
    }


def test_ac_027_odds_of_the_worked_deal(rows: sqlite3.Connection) -> None:
    sql = "SELECT odds_calc, odds_manual, qualified, expected_close_date FROM opportunity"
    found = rows.execute(f"{sql} WHERE code = 'O-000031'").fetchone()
    assert found == (350, 50, 1, "2026-05-20")


def test_ac_010_one_fifth_of_the_customers_brings_four_fifths(rows: sqlite3.Connection) -> None:
    sums = [
        amount
        for (amount,) in rows.execute(
            "SELECT sum(amount) FROM sales_order WHERE sale_date > '2025-03-02'"
            " AND currency = 'CNY' GROUP BY customer_id ORDER BY 1 DESC"
        )
    ]
    first = -(-len(sums) // 5)
    assert sum(sums[:first]) * 100 >= 80 * sum(sums)


def test_orders_carry_the_sum_of_their_lines(rows: sqlite3.Connection) -> None:
    found = rows.execute(
        "SELECT o.amount, sum(l.amount) FROM sales_order o"
        " JOIN sales_order_line l ON l.order_id = o.id GROUP BY o.id"
    ).fetchall()
    assert len(found) >= 40
    assert all(amount == lines > 0 for amount, lines in found)


def test_everything_passes_the_gates_and_changes_nothing(made: Path, tmp_path: Path) -> None:
    database = Database(copy_of(made, tmp_path).demo_database)
    units = Units(database, FixedClock(NOW), CountingIds(10**9), actor=lambda: None, settle=settle)

    def unit(work: Work) -> list[str]:
        for record in RECORDS.values():
            for one in work.all(record):
                gates.check(work, one, DEMO_KEY)
        work.session.flush()
        return sorted({entity for entity, _ in work.journal.entries})

    try:
        assert units.write("change.demo", {}, unit, settle=False) == []
    finally:
        database.close()


@pytest.fixture
def services(made: Path, tmp_path: Path) -> Iterator[Services]:
    opened = open_services(copy_of(made, tmp_path), clock=FixedClock(NOW), demo=True)
    yield opened
    opened.close()


def test_opens_as_the_demo_user(services: Services) -> None:
    assert services.core.is_demo
    assert services.actor().name == "陈思"
    assert demo_day(services.core.database) == TODAY
    assert services.maintenance.new_day() == 0


@pytest.mark.parametrize(
    ("query", "count"),
    [("", 40), ("grade:A,B owner:me", 5), ("overdue", 3), ("华信", 1), ("zywl", 1), ("osprey", 1)],
)
def test_is_found_by_the_query_line(services: Services, query: str, count: int) -> None:
    assert services.lists.count(services.lists.parse(query, "customers")) == count


def test_ac_065_the_touch_of_the_demo_script_makes_c_a_b(services: Services) -> None:
    _, customer = services.records.find("C-000014")
    saved = services.interactions.touch(
        customer,
        {
            "channel": "PHONE",
            "summary": "预算定了，四月底签",
            "need_after": "NOW",
            "expected_date_after": "2026-04-25",
            "no_next_reason": "按周跟踪",
        },
    )
    assert (saved.grade_before, saved.grade_after) == (Grade.C, Grade.B)
    assert saved.next_due == date(2026, 3, 9)


def test_figures_survive_a_settling_of_their_own(services: Services) -> None:
    """What was built equals what the rules say when a person touches the customer again."""
    _, customer = services.records.find("C-000012")
    graded, _ = services.interactions.proposal(
        customer, need=NeedStatus.NOW, expected=None, no_chance=False
    )
    assert graded.grade is Grade.B


def test_a_lunar_birthday_of_the_demo_comes_in_five_days_and_is_prepared(
    services: Services,
) -> None:
    plan = services.calendar.plan(NOW.date(), NOW.date(), services.actor().id)
    found = [(one.contact_name, str(one.on), one.lunar) for one in plan.coming]
    assert found == [("孔令辉", "2026-03-07", "01-19")]


def test_a_broken_off_start_leaves_no_half_demo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise StorageFault("fault.full", path="x")

    locations = places(tmp_path)
    monkeypatch.setattr("storage.services.demo.load_demo", refuse)
    with pytest.raises(StorageFault):
        make_demo(locations, FixedClock(NOW))
    assert not locations.demo_database.exists()


@pytest.mark.slow
def test_the_demo_of_a_team_shows_rights_masks_and_what_stands_out(tmp_path: Path) -> None:
    locations, clock = places(tmp_path), FixedClock(NOW)
    path = make_demo(locations, clock, team=True)
    people = {login: roles for login, _name, roles in logins(path)}
    assert people["glin"] == {Role.MANAGER}
    assert people["chensi"] == {Role.SALES}  # no longer everything
    assert "sunpei" not in people  # switched off, by an act in the log
    assert not locations.demo_database.exists()
    seen = {}
    for login in people:
        team = open_services(locations, clock=clock, demo=True, demo_as=login)
        seen[login] = team.lists.count(team.lists.parse("", "customers"))
        if login == "glin":
            assert team.trail.verify().whole
            stands_out = team.reports.make("security", None, ()).rows
            assert {row.cells["audit_user"].value for row in stands_out} == {"Anna Keller", "王芳"}
            acts = {line.label for line in team.trail.log({})}
            assert {"access.reveal", "access.export", "access.refused", "change.users"} <= acts
        team.close()
    assert seen["glin"] == seen["zhaohui"] == 40
    assert seen["akeller"] < seen["liming"] < 40


@pytest.mark.slow
def test_builds_on_a_leap_day_just_after_midnight(tmp_path: Path) -> None:
    moment = datetime(2028, 2, 28, 16, 5, tzinfo=UTC)
    path = make_demo(places(tmp_path), FixedClock(moment))
    connection = sqlite3.connect(path)
    grades = dict(connection.execute("SELECT grade, count(*) FROM customer GROUP BY grade"))
    ahead = "SELECT count(*) FROM interaction WHERE at > ?"
    assert connection.execute(ahead, (f"{moment:%FT%TZ}",)).fetchone() == (0,)
    connection.close()
    assert grades == {"A": 4, "B": 7, "C": 11, "D": 13, "E": 5}
