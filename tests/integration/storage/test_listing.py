"""Lists: keyset pages, counts, vectors and places agree with each other and with plain sorting."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models import enums
from models.query import Query, parse
from models.query_terms import KINDS
from models.rules.feedback_clock import QueueFacts, queue_key
from models.views.paging import After, Start
from storage.queries import listing
from storage.queries.filters import FILTERS
from storage.queries.specs import SPECS
from storage.search.names import Index
from storage.services import Services
from tests.factories import a_customer
from tests.tools.pages import backwards, forwards
from tests.tools.store import NOW, TODAY, Store

CONSTANTS = {
    "grade": [*enums.Grade, None],
    "urgency": [*enums.Urgency, None],
    "status": [*enums.CustomerStatus],
    "stage": [*enums.Stage],
    "city": ["深圳", "北京", "Bonn", "bonn", None],
    "industry": ["银行", "商业银行", None],
    "value_tier": [*enums.ValueTier, None],
    "key_account": [0, 1],
    "potential_volume_year": [None, 5, 100_000_000],
    "code": [None],
}


def _day(chance: random.Random) -> str | None:
    return chance.choice([None, str(TODAY + timedelta(days=chance.randint(-9, 9)))])


def _moment(chance: random.Random) -> str | None:
    day = datetime(2026, 3, 2, 1, tzinfo=UTC) + timedelta(hours=chance.randint(-60, 60))
    return chance.choice([None, day.strftime("%Y-%m-%dT%H:%M:%SZ")])


def _filled(chance: random.Random) -> Store:
    store = Store()
    pick = chance.choice
    team = store.add("team", name="North")
    users = [
        store.add("user", login=f"u{n}", name=f"User {n}", roles="SALES,MANAGER", team_id=team)
        for n in range(3)
    ]
    customers = []
    for number in range(60):
        values = {name: pick(choices) for name, choices in CONSTANTS.items()}
        values |= {"name": pick("abcABC华信") + str(number % 7), "code": f"C-{number:06d}"}
        values |= {"owner_id": pick([*users, None]), "next_tracking_due": _day(chance)}
        values |= {"last_tracking_at": _moment(chance), "handle_by": _day(chance)}
        customers.append(store.add("customer", **values))
    store.add("customer", deleted_at=NOW)
    contacts = [store.add("contact", customer_id=pick(customers), name=f"李{n}") for n in range(20)]
    deals = [
        store.add(
            "opportunity",
            customer_id=pick(customers),
            owner_id=pick([*users, None]),
            pipeline=pick([*enums.Pipeline]),
            expected_amount=pick([None, 100, 50_000_000]),
            odds_calc=pick([None, 0, 350, 1000]),
            expected_close_date=_day(chance),
            grade=pick([*enums.Grade, None]),
            code=f"O-{number:06d}",
        )
        for number in range(40)
    ]
    for number, deal in enumerate(deals):
        store.add(
            "nsabc_answer",
            scope="OPPORTUNITY",
            subject_id=deal,
            question_code=f"P-{pick('NSABC')}{number % 4 + 1}",
            state="CONFIRMED",
            confirmed_on="2026-02-01",
        )
    for number in range(50):
        store.add(
            "follow_up",
            customer_id=pick(customers),
            opportunity_id=pick([*deals, None]),
            contact_id=pick([*contacts, None]),
            assignee_id=pick([*users, None]),
            kind=pick([*enums.FollowUpKind]),
            status=pick([*enums.FollowUpStatus]),
            due_date=_day(chance) or "2026-03-02",
            due_time=pick([None, "09:30"]),
            snoozed_until=_day(chance),
            code=f"U-{number:06d}",
        )
        store.add(
            "interaction",
            customer_id=pick(customers),
            user_id=pick(users),
            at=_moment(chance) or NOW,
            minutes=pick([None, 5]),
        )
        store.add(
            "sales_order",
            customer_id=pick(customers),
            sale_date=_day(chance) or "2026-03-02",
            order_contract_no=f"N{number}",
            amount=pick([0, 5, 12_345]),
            status=pick([*enums.OrderStatus]),
            promised_on=_day(chance),
            code=f"S-{number:06d}",
        )
        store.add(
            "feedback",
            customer_id=pick([*customers, None]),
            owner_id=pick([*users, None]),
            kind=pick([*enums.FeedbackKind]),
            state=pick([*enums.FeedbackState]),
            round=pick([1, 1, 2, 3]),
            due_at=_moment(chance),
            received_at=_moment(chance) or NOW,
            quality_dimension=pick([*enums.QualityDimension, None]),
            code=f"F-{number:06d}",
        )
    for number in range(12):
        store.add("product", code=f"G{number}", name=pick("xyz"), list_price=pick([None, 7]))
        store.add_change(actor_id=pick([*users, None]), at=_moment(chance) or NOW)
    return store


STORE = _filled(random.Random(20260302))
CONTEXT = STORE.context(user_id=STORE.rows("SELECT min(id) FROM user")[0][0])


def asked(text: str, kind: str) -> Query:
    query = parse(text, kind)
    assert query.problems == ()
    return query


@st.composite
def _queries(draw: st.DrawFn) -> Query:
    kind = draw(st.sampled_from([*KINDS]))
    names = draw(st.lists(st.sampled_from(KINDS[kind].sorts), max_size=3, unique=True))
    keys = [draw(st.sampled_from(["", "-"])) + name for name in names]
    sort = f"sort:{','.join(keys)}" if keys else ""
    filters = ["", "!owner:none", "overdue", "created>2020", "!grade:A,B", "due<3d OR !due>=none"]
    text = draw(st.sampled_from([f for f in filters if not parse(f, kind).problems]))
    return asked(f"{text} {sort}", kind)


@pytest.mark.slow
@pytest.mark.parametrize("long", [0, 2_000])  # along another table, and sorted
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(query=_queries(), size=st.integers(1, 17))
def test_pages_in_both_directions_are_the_vector_of_ids(
    query: Query, size: int, long: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "LONG", long)
    vector = list(listing.ids(STORE, CONTEXT, query))
    assert forwards(STORE, CONTEXT, query, size) == vector
    assert backwards(STORE, CONTEXT, query, size) == vector
    assert listing.count(STORE, CONTEXT, query) == len(vector)
    assert listing.count(STORE, CONTEXT, query, cap=4) == min(4, len(vector))


@settings(max_examples=30, deadline=None)
@given(_queries(), st.integers(0, 70))
def test_a_place_leads_to_its_row_and_back(query: Query, number: int) -> None:
    vector = list(listing.ids(STORE, CONTEXT, query))
    page = listing.page_at(STORE, CONTEXT, query, number, 3)
    assert [row.id for row in page.rows] == vector[number : number + 3]
    assert page.more_after == (len(vector) > number + 3)
    if number < len(vector):
        assert listing.position(STORE, CONTEXT, query, vector[number]) == number
        rows = listing.rows_by_ids(STORE, CONTEXT, query.kind, vector[number::-1])
        assert [row.id for row in rows] == vector[number::-1]


def _place(choices: type[Any]) -> Callable[[str | None], int | None]:
    order = [member.value for member in choices]
    return lambda value: None if value is None else order.index(value)


def _plain(value: Any) -> Any:
    return value


def _lower(value: str | None) -> str | None:
    return None if value is None else "".join(c.lower() if c.isascii() else c for c in value)


REFERENCE: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "code": ("code", _plain),
    "name": ("name", _lower),
    "grade": ("grade", _plain),
    "due": ("next_tracking_due", _plain),
    "urgency": ("urgency", _place(enums.Urgency)),
    "stage": ("stage", _place(enums.Stage)),
    "status": ("status", _place(enums.CustomerStatus)),
    "owner": ("owner_name", _lower),
    "city": ("city", _lower),
    "last": ("last_tracking_at", _plain),
    "feedback": ("open_feedback", _plain),
    "amount": ("expected_amount", _plain),
    "odds": ("odds", _plain),
    "key": ("key_account", _plain),
}


def _due(row: Any) -> date:
    return row.next_tracking_due or date.max


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*REFERENCE]), min_size=1, max_size=3, unique=True), st.data())
def test_customers_stand_as_a_plain_sort_puts_them(names: list[str], data: st.DataObject) -> None:
    downs = [data.draw(st.booleans()) for _ in names]
    keys = [f"-{name}" if down else name for name, down in zip(names, downs, strict=True)]
    query = asked(f"sort:{','.join(keys)}", "customers")
    rows = listing.page(STORE, CONTEXT, query, Start(), 100).rows
    expected = sorted(rows, key=lambda row: row.id, reverse=downs[-1])
    if names == ["owner"]:  # one owner's stand in the usual order
        expected.sort(key=lambda row: (row.grade or "~", _due(row), row.id), reverse=downs[0])
    for name, down in reversed(list(zip(names, downs, strict=True))):
        field, convert = REFERENCE[name]
        filled = [row for row in expected if getattr(row, field) is not None]
        empty = [row for row in expected if getattr(row, field) is None]
        filled.sort(key=lambda row: convert(getattr(row, field)), reverse=down)
        expected = filled + empty
    assert [row.id for row in rows] == [row.id for row in expected]


@pytest.mark.parametrize("sign", ["", "-"])
@pytest.mark.parametrize(
    ("kind", "name"),
    [(kind, name) for kind in SPECS for name, order in SPECS[kind].sorts.items() if order.lead],
)
def test_a_list_along_another_table_is_the_sorted_one(
    kind: str, name: str, sign: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "LONG", 0)
    query = asked(f"sort:{sign}{name}", kind)
    vector = list(listing.ids(STORE, CONTEXT, query))
    assert forwards(STORE, CONTEXT, query, 17) == vector
    assert backwards(STORE, CONTEXT, query, 19) == vector
    for number in range(0, len(vector), 23):
        assert listing.position(STORE, CONTEXT, query, vector[number]) == number


def test_the_feedback_queue_stands_in_the_order_of_its_rule() -> None:
    rows = listing.page(STORE, CONTEXT, asked("", "feedback"), Start(), 100).rows
    now = datetime(2026, 3, 2, 1, tzinfo=UTC)

    def key(row: Any) -> Any:
        facts = QueueFacts(
            kind=enums.FeedbackKind(row.kind),
            state=enums.FeedbackState(row.state),
            received_at=row.received_at,
            due_at=row.due_at,
            safety=row.safety,
            round=row.round,
        )
        rank, no_due, due, received = queue_key(facts, now)
        return rank, no_due, due if not no_due else now, received, row.id

    assert len(rows) == 50
    assert [row.id for row in rows] == [row.id for row in sorted(rows, key=key)]


def test_follow_ups_begin_with_the_oldest_that_is_still_to_be_done() -> None:
    rows = listing.page(STORE, CONTEXT, asked("", "follow-ups"), Start(), 100).rows
    open_ones = [row for row in rows if row.status in ("OPEN", "SNOOZED", "BLOCKED")]
    assert rows[: len(open_ones)] == tuple(open_ones)
    assert [row.due for row in open_ones] == sorted(row.due for row in open_ones)
    snoozed = [row for row in rows if row.status == "SNOOZED" and row.snoozed_until]
    assert snoozed
    assert all(row.due == row.snoozed_until for row in snoozed)


@pytest.mark.parametrize("kind", [*SPECS])
def test_a_list_fills_every_field_of_its_row(kind: str) -> None:
    spec = SPECS[kind]
    names = [name for name, _sql in spec.columns]
    assert sorted(names) == sorted(field.name for field in fields(spec.row_class()))
    assert set(spec.converts) <= set(names)
    assert set(spec.sorts) == set(KINDS[kind].sorts)
    assert set(FILTERS[kind]) == {term.name for term in KINDS[kind].terms}


@pytest.mark.parametrize(
    ("kind", "name"), [(kind, term.name) for kind in KINDS for term in KINDS[kind].terms]
)
def test_every_term_runs_and_its_negation_is_the_rest(kind: str, name: str) -> None:
    spec = KINDS[kind].term(name)
    assert spec is not None
    values = [v for v in spec.allowed if not v.startswith("YYYY")] or ["x", '"a%_b"']
    values += ["2026-03", "2026", "-2w"] if spec.kind == "DATE" else []
    values += ["C-000001", "abc"] if spec.kind == "RECORD" else []
    values += ["u1"] if spec.kind == "USER" else []
    total = listing.count(STORE, CONTEXT, asked("", kind))
    for op in spec.operators:
        for value in [*values, *([",".join(values)] if op in (":", "=") else [])]:
            found = listing.count(STORE, CONTEXT, asked(f"{name}{op}{value}", kind))
            rest = listing.count(STORE, CONTEXT, asked(f"!{name}{op}{value}", kind))
            assert found + rest == total


def test_a_query_with_problems_is_refused() -> None:
    with pytest.raises(ValueError, match="bad_value"):
        listing.count(STORE, CONTEXT, parse("grade:Z", "customers"))


def test_a_key_of_another_order_is_refused() -> None:
    with pytest.raises(ValueError, match="order"):
        listing.page(STORE, CONTEXT, asked("", "customers"), After((1,)), 5)


def test_the_team_of_the_user_who_asks() -> None:
    store = Store()
    north, south = (store.add("team", name=name) for name in ("North", "South"))
    teams = {"me": north, "li": north, "wu": south, "alone": None}
    people = {
        login: store.add("user", login=login, name=login, roles="SALES", team_id=team)
        for login, team in teams.items()
    }
    for login, owner in people.items():
        store.add("customer", name=login, owner_id=owner)
    store.add("customer", name="nobody")
    for user, seen in (("me", "li me"), ("wu", "wu"), ("alone", "alone")):
        context = store.context(user_id=people[user])
        rows = listing.page(store, context, asked("owner:team", "customers"), Start(), 9).rows
        assert " ".join(sorted(row.name for row in rows)) == seen


# --- what the terms mean ---------------------------------------------------------------------


def _small() -> tuple[Store, dict[str, int]]:
    store = Store()
    me = store.add("user", login="me", name="陈思", roles="SALES")
    you = store.add("user", login="you", name="李工", roles="MANAGER,ADMIN")
    bank = store.add(
        "customer",
        name="中国移动通信",
        code="C-000001",
        grade="A",
        owner_id=me,
        city="深圳",
        industry="银行",
        next_tracking_due="2026-03-01",
        last_tracking_at="2026-03-01T16:30:00Z",  # already 2 March in Shanghai
        status="ACTIVE",
        urgency="URGENT",
    )
    foods = store.add(
        "customer",
        name="Harbour Lane Foods",
        code="C-000002",
        grade="B",
        owner_id=you,
        city="New York",
        next_tracking_due="2026-03-09",
        key_account=1,
        status="ACTIVE",
    )
    lost = store.add(
        "customer", name="青禾人力", code="C-000003", next_tracking_due="2026-01-01", status="LOST"
    )
    store.index(Index.FIND, bank, ["中国移动通信", "深圳", "王芳"], "C-000001", "0755-86001234")
    store.index(Index.FIND, foods, ["Harbour Lane Foods"], "C-000002")
    store.index(Index.FIND, lost, ["青禾人力", "移中国通"], "C-000003")
    note = store.add("interaction", customer_id=foods, summary="谈了仓储系统")
    store.index(Index.NOTES, note, ["谈了仓储系统"])
    store.add("contact", customer_id=bank, name="王芳", mobile="sealed", mobile_hmac="d13800138000")
    store.add("contact", customer_id=bank, name="赵云")
    deal = store.add(
        "opportunity", customer_id=bank, pipeline="PROPOSAL", expected_amount=50_000_000,
        odds_calc=350, title="仓储", owner_id=me,
    )  # fmt: skip
    store.add("opportunity", customer_id=foods, pipeline="WON", expected_amount=90_000_000)
    for number, on in enumerate(["2026-03-01", "2025-12-02", "2025-12-02", "2025-12-02"], 1):
        store.add(
            "nsabc_answer", scope="OPPORTUNITY", subject_id=deal, question_code=f"P-N{number}",
            state="CONFIRMED", confirmed_on=on,
        )  # fmt: skip
    store.add("feedback", customer_id=foods, state="NEW", due_at="2026-03-02T00:00:00Z")
    store.add("feedback", customer_id=bank, state="CLOSED", due_at="2026-03-02T00:00:00Z")
    return store, {"bank": bank, "foods": foods, "lost": lost, "me": me}


SMALL, IDS = _small()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "bank foods lost"),
        ("grade:A", "bank"),
        ("!grade:A", "foods lost"),
        ("grade:A OR key:yes", "bank foods"),
        ("grade:A,B !key:yes", "bank"),
        ("owner:me", "bank"),
        ("owner:you", "foods"),
        ("owner:陈思", "bank"),
        ("owner:none", "lost"),
        ("owner:me,none", "bank lost"),
        ("owner:team", "bank"),  # without a team the user alone
        ("overdue", "bank"),
        ("!overdue", "foods lost"),
        ("due<7d", "bank lost"),
        ("due<=7d", "bank foods lost"),
        ("due:2026-03", "bank foods"),
        ("due>2026-02", "bank foods"),
        ("due:yesterday", "bank"),
        ("last:today", "bank"),
        ("last<today", ""),
        ("last:none", "foods lost"),
        ("city:深圳", "bank"),
        ("city:new", "foods"),
        ("city=new", ""),
        ('city="New York"', "foods"),
        ("name:100%", ""),
        ("amount>=500000", "bank"),
        ("amount>50万", ""),
        ("amount>499999.995", "bank"),
        ("odds<40", "bank"),
        ("odds<35", ""),
        ("odds:35", "bank"),
        ("gap:C", "bank"),
        ("gap:N", ""),
        ("feedback>0", "foods"),
        ("移动", "bank"),
        ("中国移", "bank"),
        ("zgyd", "bank"),
        ("zhongguo", "bank lost"),
        ("harb", "foods"),
        ("C-000002", "foods"),
        ("86001234", "bank"),
        ("仓储", "foods"),
        ("!移动", "foods lost"),
        ("移动 OR harb", "bank foods"),
        ("移动 harb", ""),
        ('"lane foods"', "foods"),
        ("13800138000", "bank"),
        ("+86-138-0013-8000", "bank"),
        ("王芳", "bank"),
        ("没有这家", ""),
    ],
)
def test_customers_found_by_a_query(text: str, expected: str) -> None:
    context = SMALL.context(
        IDS["me"], lambda number: "d" + "".join(filter(str.isdigit, number))[-11:]
    )
    found = set(listing.ids(SMALL, context, asked(text, "customers")))
    assert found == {IDS[name] for name in expected.split()}


def test_a_confirmation_of_91_days_is_a_gap_again() -> None:
    SMALL.connection.execute("SAVEPOINT s")
    SMALL.connection.execute("UPDATE nsabc_answer SET confirmed_on = '2025-12-01'")
    found = listing.count(SMALL, SMALL.context(), asked("gap:N", "opportunities"))
    SMALL.connection.execute("ROLLBACK TO s")
    assert found == 2
    assert listing.count(SMALL, SMALL.context(), asked("gap:N", "opportunities")) == 1


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("contacts", "王芳", 1),
        ("contacts", "wf", 1),
        ("contacts", "移动", 2),
        ("contacts", "13800138000", 1),
        ("contacts", "customer:C-000001", 2),
        ("contacts", "customer:移动", 2),
        ("contacts", "customer:c-000002", 0),
        ("opportunities", "仓储", 1),
        ("opportunities", "zgyd", 1),
        ("opportunities", "open:yes", 1),
        ("opportunities", "owner:me amount>=500000", 1),
        ("interactions", "仓储", 1),
        ("feedback", "overdue", 1),
        ("feedback", "due:today", 2),
        ("feedback", "open:no", 1),
        ("users", "role:ADMIN", 1),
        ("users", "role:SALES,ADMIN", 2),
        ("users", "李工", 1),
    ],
)
def test_other_kinds_found_by_a_query(kind: str, text: str, expected: int) -> None:
    context = SMALL.context(IDS["me"], lambda number: f"d{number}")
    assert listing.count(SMALL, context, asked(text, kind)) == expected


def test_a_word_of_many_hits_is_left_to_the_index(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.queries.words.CANDIDATES", 1)
    monkeypatch.setattr("storage.queries.words.CANDIDATES", 1)
    context = SMALL.context(mobile_digest=lambda _number: "d13800138000")
    for text, expected in (("zhongguo", 2), ("移", 2), ("1380013", 1), ("harb", 1)):
        assert listing.count(SMALL, context, asked(text, "customers")) == expected


def _crowd(size: int) -> Store:
    """Customers of whom most have one word in common, with a note here and there."""
    store, chance = Store(), random.Random(7)
    for number in range(size):
        name = chance.choice(["上海华信公司", "深圳移动公司", "Harbour Lane", "王芳"]) + str(number)
        customer = store.add(
            "customer", name=name, code=f"C-{number:06d}", grade=chance.choice("ABC")
        )
        store.index(Index.FIND, customer, [name, f"C-{number:06d}"], f"C-{number:06d}")
        if number % 40 == 0:
            note = store.add("interaction", customer_id=customer, summary="等公司回复")
            store.index(Index.NOTES, note, ["等公司回复"])
    return store


CROWD = _crowd(300)


@pytest.mark.parametrize(
    "text",
    [
        "公司",
        "gs",
        "harb",
        "公司 grade:A",
        "公司 海华",
        "公司 (grade:B OR 移动)",
        "公司 sort:-name",
    ],
)
def test_a_word_of_most_rows_is_looked_for_along_the_list(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Row by row, by parts of the order or by the set of all hits: the same pages, both ways."""
    context = CROWD.context()
    query = asked(text, "customers")
    vector = list(listing.ids(CROWD, context, query))
    assert len(vector) > 20
    monkeypatch.setattr("storage.queries.words.CANDIDATES", 3)
    for cap, often, rare, rows, part in (
        (5, 0, 0, 1_500, 20),  # rows are looked at
        (5, 0, 0, 10, 20),  # and given up
        (5, 2, 0, 1_500, 20),  # parts of the order
        (5, 2, 0, 1_500, 4),  # and given up
        (5, 2, 2, 1_500, 20),  # too rare for either
        (100_000, 0, 0, 1_500, 20),  # not so many
    ):
        monkeypatch.setattr("storage.queries.words.COUNT_CAP", cap)
        for name, value in {
            "COUNT_CAP": cap, "_OFTEN": often, "_OFTEN_ALOUD": often, "_NOT_RARE": rare,
            "_ROWS_LOOKED_AT": rows, "_PART": part, "_LOOKED_AT": 8,
        }.items():  # fmt: skip
            monkeypatch.setattr(f"storage.queries.listing.{name}", value)
        assert forwards(CROWD, context, query, 9) == vector
        assert backwards(CROWD, context, query, 9) == vector


def test_a_frequent_word_makes_no_set_of_all_its_hits(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    class Spy(Store):
        def __init__(self) -> None:
            self.connection = CROWD.connection

        def rows(self, sql: str, params: Any = None) -> list[tuple[Any, ...]]:
            seen.append(sql)
            return super().rows(sql, params)

    monkeypatch.setattr("storage.queries.words.CANDIDATES", 3)
    monkeypatch.setattr("storage.queries.words.COUNT_CAP", 20)
    monkeypatch.setattr("storage.queries.listing.COUNT_CAP", 20)
    query = asked("公司", "customers")
    page = listing.page(Spy(), CROWD.context(), query, Start(), 9)
    assert len(page.rows) == 9
    assert [sql for sql in seen if "MATCH" in sql and "LIMIT" not in sql] == []


def test_words_are_counted_up_to_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    context = CROWD.context()
    whole = {
        text: listing.count(CROWD, context, asked(text, "customers")) for text in ("公司", "等公司")
    }
    assert (whole["公司"], whole["等公司"]) == (161, 8)
    monkeypatch.setattr("storage.queries.words.CANDIDATES", 3)
    monkeypatch.setattr("storage.queries.words.COUNT_CAP", 20)
    for text in ("公司", "gs", "公司 grade:A", "!nobody", ""):
        assert listing.count(CROWD, context, asked(text, "customers"), 20) == 20
    assert listing.count(CROWD, context, asked("等公司", "customers"), 20) == 8
    known: dict[str, Any] = {}
    for text, count in whole.items():
        assert listing.count(CROWD, context, asked(text, "customers"), None, known) == count


def test_a_list_is_counted_to_its_end_on_demand(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        a_customer(services, name=f"华信{number}")
    monkeypatch.setattr("storage.services.lists.COUNT_CAP", 3)
    source = services.lists.source(services.lists.parse("华信", "customers"), "customers")
    assert (source.count(), source.counted()) == (3, (3, True))
    assert [row.name for row in source.page(1, 2).rows] == ["华信2", "华信3"]
    assert (source.total(), source.counted()) == (5, (5, False))
    assert [row.name for row in source.page(2, 2).rows] == ["华信4"]


def test_a_moment_counts_on_its_day_in_the_zone() -> None:
    context = SMALL.context()
    assert context.day_of("2026-03-01T15:59:59Z") == date(2026, 3, 1)
    assert context.day_of("2026-03-01T16:00:00Z") == TODAY
    assert context.day_of(context.start_of(TODAY)) == TODAY


def test_a_row_holds_plain_values() -> None:
    row = listing.rows_by_ids(SMALL, SMALL.context(), "customers", [IDS["bank"]])[0]
    assert row.next_tracking_due == date(2026, 3, 1)
    assert row.last_tracking_at == datetime(2026, 3, 1, 16, 30, tzinfo=UTC)
    assert row.negotiating is True
    assert row.owner_name == "陈思"
    assert (row.expected_amount, row.odds, row.open_feedback) == (50_000_000, 350, 0)


def test_a_value_never_stands_in_the_sql() -> None:
    seen: list[str] = []

    class Spy(Store):
        def __init__(self) -> None:
            self.connection = SMALL.connection

        def rows(self, sql: str, params: Any = None) -> list[tuple[Any, ...]]:
            seen.append(sql)
            return super().rows(sql, params)

    text = "zzsecret city:zzsecret owner:zzsecret amount>98765 due>2031-05-06 code=zzsecret"
    listing.ids(Spy(), SMALL.context(), asked(text, "customers"))
    assert seen
    for value in ("zzsecret", "98765", "2031"):
        assert all(value not in sql for sql in seen)


def test_customers_are_counted_without_reading_the_table(services: Services) -> None:
    """By the index of the living rows, unless a column or a short list of ids decides."""
    for number in range(3):
        a_customer(services, name=f"华信{number}")
    context = services.core.context()

    def sql(text: str) -> str:
        query = services.lists.parse(text, "customers")
        return services.core.read(
            lambda reader: listing._Asked(reader, context, query).counted("count(*)")
        )

    assert "INDEXED BY ix_customer_grade_due" in sql("")
    assert "INDEXED BY" not in sql("grade:D")
    assert "INDEXED BY" not in sql("华信")
    for text, count in (("", 3), ("华信", 3), ("华信1", 1), ("grade:D", 3), ("nobody", 0)):
        assert services.lists.count(services.lists.parse(text, "customers")) == count
