"""The query line: what is read, what is refused, what is printed back, what is offered."""

from __future__ import annotations

import string
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.query import (
    And,
    Completion,
    Node,
    Not,
    Or,
    Query,
    SortKey,
    Term,
    Text,
    completions,
    parse,
    printed,
)
from models.query_terms import KINDS, ValueKind, day_range

WORDS = {
    "Urgency": {"紧急": "URGENT", "缓急": "MEDIUM", "不紧急": "NOT_URGENT", "潜在": "POTENTIAL"},
    "Grade": {"一个月内": "A"},
    "term": {"等级": "grade", "紧急程度": "urgency"},
}
TODAY = date(2026, 3, 2)


def term(name: str, *values: str, op: str = ":") -> Term:
    return Term(name, op, values)


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("", None),
        ("   ", None),
        ("华信", Text("华信")),
        ("zgyd  abc", And((Text("zgyd"), Text("abc")))),
        ('"two words"', Text("two words")),
        ('"two  words', Text("two words")),
        ("grade:A,B", term("grade", "A", "B")),
        ("grade:a", term("grade", "A")),
        ("GRADE:A,a", term("grade", "A")),
        ("urgency:urg", term("urgency", "URGENT")),
        ("urgency:not-urgent", term("urgency", "NOT_URGENT")),
        ("urgency:紧急", term("urgency", "URGENT")),
        ("等级：Ａ，Ｂ", term("grade", "A", "B")),
        ("need_status:NOW", term("need", "NOW")),
        ("owner:me", term("owner", "me")),
        ("owner:ME", term("owner", "me")),
        ("due<7d", term("due", "7d", op="<")),
        ("due＜＝2026-3-9", term("due", "2026-03-09", op="<=")),
        ("due:2026/03", term("due", "2026-03")),
        ("due>=-02w", term("due", "-2w", op=">=")),
        ("due:今天", term("due", "today")),
        ("due:none", term("due", "none")),
        ("amount>=500000", term("amount", "500000", op=">=")),
        ("amount>50万", term("amount", "500000", op=">")),
        ("amount=1.25k", term("amount", "1250")),
        ("amount:0.50", term("amount", "0.5")),
        ("odds<40%", term("odds", "40", op="<")),
        ("gap:c", term("gap", "C")),
        ("key:是", term("key", "yes")),
        ("overdue", term("overdue", "yes")),
        ("overdue:no", term("overdue", "no")),
        ('"overdue"', Text("overdue")),
        ("!grade:A", Not(term("grade", "A"))),
        ("!!grade:A", term("grade", "A")),
        ("！华信", Not(Text("华信"))),
        ("!overdue", Not(term("overdue", "yes"))),
        ("city:深圳", term("city", "深圳")),
        ("city=深圳", term("city", "深圳", op="=")),
        ('city:"New York",Rome', term("city", "New York", "Rome")),
        ("a OR b c", And((Or((Text("a"), Text("b"))), Text("c")))),
        ("a b OR c", And((Text("a"), Or((Text("b"), Text("c")))))),
        ("a OR b OR c", Or((Text("a"), Text("b"), Text("c")))),
        ("(a b) OR c", Or((And((Text("a"), Text("b"))), Text("c")))),
        ("!(a OR b)", Not(Or((Text("a"), Text("b"))))),
        ("（a b） c", And((Text("a"), Text("b"), Text("c")))),
        ("(a b", And((Text("a"), Text("b")))),
        ("华信(中国)", And((Text("华信"), Text("中国")))),
        ("or", Text("or")),
        ("12:30", Text("12:30")),
        ("C-000012", Text("C-000012")),
    ],
)
def test_reads(text: str, root: Node | None) -> None:
    query = parse(text, "customers", WORDS)
    assert query.problems == ()
    assert query.root == root


def test_sort_keys_may_stand_anywhere_and_the_first_of_a_name_counts() -> None:
    query = parse("sort:due,-amount grade:A sort:-due,NAME", "customers")
    assert query.problems == ()
    assert query.root == term("grade", "A")
    assert query.sort == (SortKey("due"), SortKey("amount", True), SortKey("name"))


@pytest.mark.parametrize(
    ("text", "code", "marked"),
    [
        ("foo:bar", "unknown_term", "foo"),
        ("tag:x", "unknown_term", "tag"),
        ("a grade:Z", "bad_value", "Z"),
        ("grade:A,Z", "bad_value", "Z"),
        ("grade:", "missing_value", ""),
        ("grade:A,", "missing_value", ""),
        ('name:""', "missing_value", '""'),
        ("importance:x", "bad_value", "x"),
        ("status:l", "ambiguous", "l"),
        ("grade<C", "operator", "<"),
        ("due<7d,8d", "one_value", "7d,8d"),
        ("due<soon", "bad_value", "soon"),
        ("due:2026-02-30", "bad_value", "2026-02-30"),
        ("amount>much", "bad_value", "much"),
        ("key:maybe", "bad_value", "maybe"),
        ("sort:colour", "bad_sort", "colour"),
        ("sort:", "bad_sort", ""),
        ("!sort:due", "sort_place", "!sort:due"),
        ("(sort:due)", "sort_place", "sort:due"),
        ("a OR sort:due", "sort_place", "sort:due"),
        ("OR a", "stray", "OR"),
        ("a OR", "stray", "OR"),
        ("a OR OR b", "stray", "OR"),
        ("a )", "stray", ")"),
        ("a !", "stray", "!"),
        ("(" * 30 + "a", "too_deep", "("),
    ],
)
def test_marks_what_it_cannot_read(text: str, code: str, marked: str) -> None:
    problem = parse(text, "customers").problems[0]
    assert problem.code == f"query.{code}"
    assert text[problem.start : problem.end] == marked


def test_a_problem_names_what_is_allowed() -> None:
    def allowed(text: str) -> object:
        return parse(text, "customers").problems[0].params["allowed"]

    assert allowed("grade:Z") == ("A", "B", "C", "D", "E")
    assert allowed("status:l") == ("LEAD", "LOST")
    assert "grade" in str(allowed("foo:1"))
    assert allowed("grade<A") == (":", "=")


def test_a_problem_stands_where_the_full_width_sign_stands() -> None:
    text = "华信　等级：Ｚ"
    problem = parse(text, "customers", WORDS).problems[0]
    assert text[problem.start : problem.end] == "Ｚ"


def test_a_line_longer_than_a_saved_view_is_refused() -> None:
    assert parse("a" * 1000, "customers").problems == ()
    assert parse("a" * 1001, "customers").problems[0].code == "query.too_long"


def test_an_unknown_kind_has_words_but_no_terms() -> None:
    query = parse("abc grade:A", "nonsense")
    assert query.root == Text("abc")
    assert [problem.code for problem in query.problems] == ["query.unknown_term"]


def test_a_line_with_problems_is_printed_as_it_was_typed() -> None:
    assert printed(parse("grade:Z  foo", "customers")) == "grade:Z  foo"


@pytest.mark.parametrize(
    "text",
    [
        "grade:A,B urgency:URGENT overdue due<7d sort:due,-amount",
        "!(a b) OR !c (d OR e)",
        '"OR" "!x" "overdue" "grade:A" "sort:due" "(" !"two words"',
        'city:"New York","a,b" name="x y"',
    ],
)
def test_prints_what_reads_the_same(text: str) -> None:
    query = parse(text, "customers")
    assert query.problems == ()
    assert parse(printed(query), "customers") == query


_PIECES = st.sampled_from(
    (
        *("grade", "due", "city", "amount", "overdue", "sort", "OR", "A", "7d", "x", "华信"),
        *(":", ",", "<", "<=", ">", "=", "!", "-", "(", ")", '"', "：", "，", "（", "）"),
        *(" ", "  ", "\u3000"),
    )
)


@settings(max_examples=250, deadline=None)
@given(
    st.one_of(st.text(max_size=80), st.lists(_PIECES, max_size=20).map("".join)),
    st.sampled_from([*KINDS, "nonsense"]),
)
def test_never_raises_and_reads_back_what_it_prints(text: str, kind: str) -> None:
    query = parse(text, kind)
    assert parse(printed(query), kind) == query
    for problem in query.problems:
        assert 0 <= problem.start <= problem.end <= len(text)
    for completion in completions(text, len(text) // 2, kind):
        assert 0 <= completion.start <= completion.end <= len(text)


def _values(kind: ValueKind, allowed: tuple[str, ...]) -> st.SearchStrategy[str]:
    if kind is ValueKind.TEXT:
        alphabet = string.ascii_letters + " ,()<:深圳!"
        return st.text(alphabet, min_size=1, max_size=8).map(str.strip).filter(bool)
    values = [value for value in allowed if not value.startswith("YYYY")]
    return st.sampled_from(values)


@st.composite
def _terms(draw: st.DrawFn) -> Node:
    spec = draw(st.sampled_from(KINDS["opportunities"].terms))
    op = draw(st.sampled_from([op for op in spec.operators if op != "=" or spec.kind == "TEXT"]))
    values = _values(spec.kind, spec.allowed)
    most = 3 if op in (":", "=") else 1
    raw = draw(st.lists(values, min_size=1, max_size=most, unique=True))
    text = ",".join(f'"{value}"' for value in raw)
    root = parse(f"{spec.name}{op}{text}", "opportunities").root
    assert root is not None
    return root


def _nested(children: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(children, min_size=2, max_size=3).map(tuple)
    plain = children.filter(lambda node: not isinstance(node, Not))
    return st.one_of(
        plain.map(Not),
        several.filter(lambda items: all(not isinstance(i, And) for i in items)).map(And),
        several.filter(lambda items: all(not isinstance(i, Or) for i in items)).map(Or),
    )


_TEXTS = (
    st.text(string.ascii_letters + " !:<(),-OR华信", min_size=1, max_size=10)
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
    .map(Text)
)
_KEYS = st.builds(SortKey, st.sampled_from(KINDS["opportunities"].sorts), st.booleans())
_SORTS = st.lists(_KEYS, max_size=3, unique_by=lambda key: key.name).map(tuple)


@settings(max_examples=120, deadline=None)
@given(st.recursive(st.one_of(_TEXTS, _terms()), _nested, max_leaves=8), _SORTS)
def test_every_tree_survives_printing(root: Node, sort: tuple[SortKey, ...]) -> None:
    query = Query("opportunities", root, sort)
    again = parse(printed(query), "opportunities")
    assert again.problems == ()
    assert again == query


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("today", date(2026, 3, 2), date(2026, 3, 2)),
        ("yesterday", date(2026, 3, 1), date(2026, 3, 1)),
        ("7d", date(2026, 3, 9), date(2026, 3, 9)),
        ("-1w", date(2026, 2, 23), date(2026, 2, 23)),
        ("1m", date(2026, 4, 2), date(2026, 4, 2)),
        ("-3m", date(2025, 12, 2), date(2025, 12, 2)),
        ("2y", date(2028, 3, 2), date(2028, 3, 2)),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-03-09", date(2026, 3, 9), date(2026, 3, 9)),
        ("-9999y", date(1, 1, 2), date(1, 1, 2)),
        ("9999w", date(2217, 10, 20), date(2217, 10, 20)),
    ],
)
def test_days_of_a_date_value(value: str, first: date, last: date) -> None:
    assert day_range(value, TODAY) == (first, last)


def test_a_month_ahead_is_clamped_to_the_month_end() -> None:
    assert day_range("3m", date(2026, 11, 30))[0] == date(2027, 2, 28)


def test_every_kind_offers_its_terms_and_sort_keys_once() -> None:
    for spec in KINDS.values():
        names = [name for known in spec.terms for name in (known.name, *known.aliases)]
        assert len(names) == len(set(names))
        assert len(spec.sorts) == len(set(spec.sorts))
        assert "sort" not in names


def test_completes_names_of_terms() -> None:
    assert Completion(0, 2, "grade:", False) in completions("gr", 2, "customers")
    assert completions("a !ov", 5, "customers") == (Completion(3, 5, "overdue", False),)
    everything = [completion.insert for completion in completions("", 0, "customers")]
    assert everything[0] == "grade:"
    assert everything[-1] == "sort:"
    # the operator that stands there already stays
    assert completions("gra:A", 2, "customers") == (Completion(0, 3, "grade", False),)


def test_completes_values_of_a_term() -> None:
    found = completions("urgency:A,n", 11, "customers")
    assert found == (Completion(10, 11, "NOT_URGENT", True),)
    assert [c.insert for c in completions("urgency:紧", 9, "customers", WORDS)] == ["URGENT"]
    assert [c.insert for c in completions("sort:-am", 8, "customers")] == ["-amount"]
    assert [c.insert for c in completions("owner:", 6, "customers")] == ["me", "team", "none"]
    assert completions("nothing:x", 9, "customers") == ()
