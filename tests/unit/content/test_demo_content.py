"""The shipped demo stories: whole, consistent, distinct, invented, and the worked deal exact."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources

import pytest
from pydantic import BaseModel, ValidationError

from models.content import Demo, DemoAnswer, DemoDeal, DemoStory, Entry
from models.enums import FeedbackKind, FeedbackState, NsabcState, Pipeline
from models.policy_defaults import OddsPolicy
from models.rules.answers import Answer
from models.rules.qualification import DealFacts, Odds, gaps, odds
from models.templates import Pair
from storage.content.loader import load_demo

TODAY = date(2026, 3, 2)
HAN = range(0x4E00, 0xA000)

# Names of real companies that invented ones come near to; none may be a customer here.
REAL = (
    "华为", "腾讯", "阿里", "百度", "京东", "美的", "格力", "海尔", "联想", "比亚迪", "万科",
    "平安", "顺丰", "中兴", "小米", "字节", "网易", "海康", "宁德时代", "三一", "中联重科",
    "Amazon", "Nestle", "Unilever", "Siemens", "Maersk", "Tesla", "Walmart", "IKEA", "Bosch",
)  # fmt: skip


@cache
def demo() -> Demo:
    return load_demo()


def story(number: int) -> DemoStory:
    return demo().stories[number - 1]


def deal(number: int, key: str) -> DemoDeal:
    return next(one for one in story(number).deals if one.key == key)


def values(entry: Entry, name: str) -> list[str]:
    return [entry.text(name)] if name in entry.fields else []


def answered(one: DemoDeal, **changed: NsabcState) -> list[Answer]:
    found = []
    for given in one.answers:
        day = given.day("confirmed_on")
        code = given.text("question_code")
        state = NsabcState(given.text("state"))
        found.append(Answer(code, state, day.on(TODAY) if day else None))
    for code, state in changed.items():
        name = code.replace("_", "-")
        found = [one for one in found if one.code != name] + [Answer(name, state, TODAY)]
    return found


def facts(one: DemoDeal) -> DealFacts:
    amount = one.fields.get("expected_amount")
    close = one.day("expected_close_date")
    return DealFacts(
        Pipeline(one.text("pipeline")),
        amount if isinstance(amount, int) else None,
        close.on(TODAY) if close else None,
    )


def result(one: DemoDeal, **changed: NsabcState) -> Odds:
    return odds(answered(one, **changed), facts(one), OddsPolicy(), TODAY)


def texts(model: BaseModel) -> Iterator[Pair]:
    for name in type(model).model_fields:
        value = getattr(model, name)
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, Pair):
                yield one
            elif isinstance(one, BaseModel):
                yield from texts(one)


def test_forty_customers_with_stable_codes() -> None:
    assert [one.code for one in demo().stories] == [f"C-{n:06d}" for n in range(1, 41)]


def test_every_text_of_ours_stands_in_both_languages() -> None:
    pairs = list(texts(demo()))
    assert len(pairs) >= 2 * 40
    for pair in pairs:
        assert not any(ord(char) in HAN for char in pair.en), pair.en
        assert any(ord(char) in HAN for char in pair.zh), pair.zh
    assert len({pair.en for pair in pairs}) == len(pairs)


def test_six_of_ten_customers_are_chinese() -> None:
    names = [one.customer.text("name") for one in demo().stories]
    assert sum(any(ord(char) in HAN for char in name) for name in names) == 24


def test_no_two_customers_are_alike() -> None:
    for name in ("name", "phone", "email", "address", "business_summary"):
        found = [v for one in demo().stories for v in values(one.customer, name)]
        assert len(set(found)) == len(found), name
    people = [c.text("name") for one in demo().stories for c in one.contacts]
    assert len(set(people)) == len(people)
    summaries = [t.text("summary") for one in demo().stories for t in one.journal]
    assert len(set(summaries)) == len(summaries)


def test_the_book_is_broad() -> None:
    customers = [one.customer for one in demo().stories]
    assert len({one.text("industry") for one in customers}) >= 30
    assert len({one.text("city") for one in customers}) >= 30
    assert {one.text("status") for one in customers} == {"LEAD", "ACTIVE", "DORMANT", "LOST"}
    assert {one.text("stage") for one in customers} == {
        "DEVELOPMENT", "INITIAL", "STABLE", "STRATEGIC"
    }  # fmt: skip
    owners = Counter(one.text("owner") for one in customers)
    assert owners["chensi"] == 12
    assert min(owners.values()) >= 3


def test_names_are_invented() -> None:
    for one in demo().stories:
        assert not [real for real in REAL if real.lower() in one.customer.text("name").lower()]


def test_mail_and_web_addresses_lead_nowhere() -> None:
    for one in demo().stories:
        for entry in one.entries():
            for name in ("email", "website", "source_url", "social_url"):
                for value in values(entry, name):
                    assert ".example" in value


@pytest.mark.parametrize(
    ("number", "name"),
    [
        (1, "华信科技有限公司"),
        (4, "Harbour Lane Foods"),
        (5, "Osprey Instruments"),
        (8, "长沙远大住工"),
        (9, "重庆山城医疗器械有限公司"),
        (12, "中远物流集团"),
    ],
)
def test_customers_of_the_sketch(number: int, name: str) -> None:
    assert story(number).customer.text("name") == name


def test_ac_027_worked_deal_is_held_at_35() -> None:
    one = deal(12, "east")
    assert one.text("title") == "华东仓储系统"
    found = result(one)
    scores = {score.element.value: score.score for score in found.elements}
    assert scores == {"N": 62.5, "S": 50, "A": 37.5, "B": 62.5, "C": 12.5}
    assert (found.raw, found.value) == (Decimal("46.25"), Decimal("35.0"))
    assert [cap.name for cap in found.caps] == ["G3"]


def test_ac_028_confirming_the_rival_lifts_the_worked_deal_to_50() -> None:
    found = result(deal(12, "east"), P_C2=NsabcState.CONFIRMED)
    assert (found.value, found.caps) == (Decimal("50.0"), ())


def test_ac_029_rival_is_the_first_gap_of_the_worked_deal() -> None:
    one = deal(12, "east")
    order = [gap.question.code for gap in gaps(answered(one), facts(one), OddsPolicy(), TODAY)]
    assert order[:6] == ["P-C2", "P-C3", "P-C4", "P-C1", "P-A3", "P-A4"]


def test_ac_022_committee_of_the_worked_deal_supports_with_35() -> None:
    people = deal(12, "east").people
    stances = [int(one.text("stance")) for one in people]
    assert [one.weight for one in people] == [50, 30, 20]
    assert stances == [1, 2, -2]
    assert sum(one.weight * s for one, s in zip(people, stances, strict=True)) / 2 == 35
    assert "counter_plan" not in people[2].fields


def test_ac_026_consulting_deal_has_budget_but_no_date() -> None:
    one = deal(10, "hire")
    assert one.fields["expected_amount"] == one.fields["budget_amount"] == 500_000_000
    found = result(one)
    scores = {score.element.value: score.score for score in found.elements}
    assert scores["B"] == 50
    assert (found.value, found.qualified) == (Decimal("35.0"), False)
    after = result(one, P_C2=NsabcState.CONFIRMED)
    assert (after.value, [cap.name for cap in after.caps]) == (Decimal("50.0"), ["G4"])


def test_ac_012_referral_pair() -> None:
    customer = story(7).customer
    assert (customer.text("source"), customer.text("referred_by")) == ("REFERRAL", "C-000002")
    won = deal(7, "box")
    assert won.fields["expected_amount"] == 15_000_000
    closed = won.day("closed_on")
    assert closed is not None
    assert closed.on(TODAY) == date(2026, 2, 23)
    due = [one.day("due_date") for one in story(7).follow_ups if "推荐" in one.text("title")]
    assert [day.on(TODAY) for day in due if day] == [TODAY]


def test_ac_072_coffee_lesson_is_62400() -> None:
    fields = story(11).customer.fields
    amount, weeks, years = (fields[n] for n in ("clv_amount", "clv_per_year", "expected_years"))
    assert isinstance(amount, int)
    assert isinstance(weeks, int)
    assert isinstance(years, int)
    assert fields["currency"] == "USD"
    assert amount * weeks * years == 6_240_000
    assert [case.text("kind") for case in story(11).feedback] == ["COMPLAINT"]


def test_feedback_shows_every_kind_and_the_reopened_round() -> None:
    cases = [case for one in demo().stories for case in one.feedback]
    assert {case.text("kind") for case in cases} == set(FeedbackKind)
    reopened = story(1).feedback[0]
    assert (reopened.text("state"), reopened.text("round")) == (FeedbackState.ACTING, "2")
    per_round = Counter(action.text("round") for action in reopened.actions)
    assert per_round == {"1": 1, "2": 2}
    named = [(action.text("type"), action.text("text")) for action in reopened.actions]
    assert len(set(named)) == len(named)


def test_six_deals_and_more_have_a_committee_that_sums_to_100() -> None:
    whole = [d for one in demo().stories for d in one.deals if d.people]
    assert len(whole) >= 6
    for one in whole:
        assert sum(person.weight for person in one.people) == 100
        assert len({person.text("contact") for person in one.people}) == len(one.people)


def test_nothing_happened_before_the_customer_was_known() -> None:
    for one in demo().stories:
        since = one.since.on(TODAY)
        assert all(d.opened.on(TODAY) >= since for d in one.deals), one.code
        for order in one.orders:
            sold = order.day("sale_date")
            assert sold is not None
            assert since <= sold.on(TODAY) <= TODAY, one.code
        offsets = [moment.offset for t in one.journal if (moment := t.moment("at"))]
        assert all(offset >= one.since.offset for offset in offsets), one.code


def test_confirmed_answers_are_never_dated_ahead() -> None:
    for one in demo().stories:
        for entry in one.entries():
            if isinstance(entry, DemoAnswer) and (day := entry.day("confirmed_on")):
                assert day.offset <= 0


def test_answers_of_open_deals_still_count_in_full() -> None:
    for one in demo().stories:
        for answer in (a for d in one.deals if d.open for a in d.answers):
            day = answer.day("confirmed_on")
            assert day is None or day.offset >= -90


def test_orders_reach_back_fourteen_months() -> None:
    sold = [o.day("sale_date") for one in demo().stories for o in one.orders]
    offsets = [day.offset for day in sold if day]
    assert min(offsets) <= -400
    assert sum(offset >= -365 for offset in offsets) >= 35
    numbers = [o.text("order_contract_no") for one in demo().stories for o in one.orders]
    assert len(set(numbers)) == len(numbers)


def raw_story(name: str) -> dict[str, object]:
    folder = resources.files("storage.content").joinpath("demo")
    return tomllib.loads(folder.joinpath(name).read_text(encoding="utf-8"))


def _spoil(raw: dict[str, object], path: str, value: object) -> None:
    *way, last = path.split("/")
    place: object = raw
    for step in way:
        place = place[int(step)] if isinstance(place, list) else place[step]  # type: ignore[index]
    assert isinstance(place, dict)
    if value is None:
        del place[last]
    else:
        place[last] = value


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("customer/grade", "A", "computed: customer.grade"),
        ("customer/colour", "red", "unknown: customer.colour"),
        ("customer/kind", "CLUB", "not a choice"),
        ("customer/name", None, "missing: \\['name'\\]"),
        ("customer/annual_revenue", 1.5, "no amount"),
        ("customer/employees", -1, "out of bounds"),
        ("customer/main_supplier", "yes", "no truth value"),
        ("customer/status", "LOST", "churn of a lost customer"),
        ("contacts/1/is_primary", True, "one primary contact"),
        ("contacts/1/key", "he", "key twice"),
        ("contacts/1/birth_date", "tomorrow", "no day"),
        ("journal/0/contact", "nobody", "no contact nobody"),
        ("journal/8/next_contact_at", None, "phone touch without"),
        ("journal/0/at", "+1 10:00", "touch lies ahead"),
        ("deals/2/people/0/weight_pct", 70, "do not sum to 100"),
        ("deals/2/answers/0/note", None, "unbacked: P-N1"),
        ("deals/2/answers/0/question_code", "P-X9", "question: P-X9"),
        ("deals/2/answers/0/question_code", "P-N2", "questions"),
        ("deals/2/closed_on", "-1", "closing date of spare"),
        ("feedback/0/state", "CLOSED", "do not lead to its state"),
        ("feedback/0/due_at", "now+1h", "unknown: feedback.due_at"),
        ("follow_ups/0/kind", "TRACKING", "tracking items are computed"),
        ("title/zh", "only English", "pattern"),
        ("title/en", "", "at least 1 character"),
    ],
)
def test_a_broken_story_is_refused(path: str, value: object, message: str) -> None:
    raw = raw_story("c01_huaxin.toml")
    DemoStory.model_validate(raw)
    _spoil(raw, path, value)
    with pytest.raises(ValidationError, match=message):
        DemoStory.model_validate(raw)


def test_a_story_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        story(1).number = 2
    with pytest.raises(TypeError):
        story(1).customer.fields["name"] = "other"  # type: ignore[index]


def test_numbers_without_gaps_and_known_users() -> None:
    common = raw_story("common.toml")
    one = raw_story("c01_huaxin.toml")
    with pytest.raises(ValidationError, match="numbers have gaps"):
        Demo.model_validate({**common, "stories": [{**one, "number": 2}]})
    stranger = {**common, "demo_user": "nobody"}
    with pytest.raises(ValidationError, match="no user nobody"):
        Demo.model_validate({**stranger, "stories": [one]})
