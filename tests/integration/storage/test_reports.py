"""Reports through their service: what they count, and that every figure explains itself."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from models.enums import (
    AnswerScope,
    ExperienceElement,
    FeedbackChannel,
    FeedbackState,
    GapVerdict,
    Grade,
    Judgement,
    Movement,
    NeedStatus,
    NoGrade,
    OddsBand,
    Urgency,
)
from models.rules.periods import Period
from models.views.report import Report, ReportRow
from storage.clock import FixedClock
from storage.effects.saving import Saved
from storage.errors import Duplicate, Invalid, NotFound
from storage.services import Services
from storage.services.reports import REPORTS
from tests.conftest import MORNING
from tests.factories import a_case, a_customer, an_opportunity, an_order, value

QUARTER = Period(date(2026, 1, 1), date(2026, 3, 31))
CONFIRMED = {"state": "CONFIRMED", "note": "x", "source_doc": "y", "confirmed_on": "2026-03-01"}
SEGMENT = {"name": "A", "filter": "grade:A", "plan": "x", "review_date": "2026-06-01"}
NEWS = {"channel": "PHONE", "summary": "x", "need_after": "LATENT", "no_next_reason": "none"}


def cells(report: Report, name: str) -> list[object]:
    return [row.cells[name].value for row in report.rows]


def row_of(report: Report, name: str, wanted: object) -> ReportRow:
    return next(row for row in report.rows if row.cells[name].value == wanted)


def count_of(services: Services, query: str) -> int:
    return services.lists.count(services.lists.parse(query, "customers"))


def a_target(services: Services, owner: str, quarter: str, amount: str) -> Saved:
    texts = {"owner": owner, "quarter": quarter, "amount": amount}
    return services.records.create("sales_target", texts)


def priced(amount: str) -> tuple[dict[str, str]]:
    return ({"unit_price": amount, "qty": "1"},)


def lose(services: Services, customer: Saved, kind: str = "COMPETITION") -> None:
    services.records.update("customer", customer.id, {"status": "LOST", "churn_type": kind})


def close(services: Services, deal: Saved, pipeline: str) -> None:
    services.records.update("opportunity", deal.id, {"pipeline": pipeline, "lost_reason": "price"})


@pytest.fixture
def customer(services: Services) -> Saved:
    return a_customer(services, "海岳供应链")


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_of_an_empty_book_says_so(services: Services, name: str) -> None:
    found = services.reports.make(name)
    assert found.name == name
    for row in found.rows:
        assert set(row.cells) == set(found.columns)


def test_an_unknown_report_and_wrong_arguments_are_refused(services: Services) -> None:
    with pytest.raises(NotFound, match=r"report\.unknown"):
        services.reports.make("weather")
    for wrong in (("need", "need"), ("need",), ("need", "colour"), ("need", "deal", "urgency")):
        with pytest.raises(Invalid, match=r"report\.arguments"):
            services.reports.make("cross", arguments=wrong)
    with pytest.raises(Invalid, match=r"report\.arguments"):
        services.reports.make("pareto", arguments=("need", "deal"))
    with pytest.raises(Invalid, match=r"field\.dates_out_of_order"):
        services.reports.make("leak", Period(date(2026, 2, 1), date(2026, 1, 1)))


# --- leaky bucket


def test_ac_079_as_many_lost_as_won_in_a_week_warns(services: Services) -> None:
    week = Period(date(2026, 3, 2), date(2026, 3, 8))
    for _ in range(3):
        lose(services, a_customer(services))
        an_order(services, a_customer(services), sale_date="2026-03-02")
    found = services.reports.make("leak", week)
    (figure,) = found.figures
    codes = {line.code: line.params for line in figure.lines}
    assert figure.value == 0
    assert codes["leak.ratio"]["percent"] == Decimal("100.0")
    assert "leak.warns" in codes
    assert Counter(cells(found, "movement")) == {Movement.WON: 3, Movement.LOST: 3}
    assert all(row.record_id for row in found.rows)


def test_only_the_first_won_order_wins_a_customer(services: Services, customer: Saved) -> None:
    an_order(services, customer, sale_date="2025-12-31")
    an_order(services, customer, sale_date="2026-01-01")
    cancelled = a_customer(services)
    an_order(services, cancelled, sale_date="2026-01-10", status="CANCELLED")
    won = a_customer(services)
    close(services, an_opportunity(services, won), "WON")
    found = services.reports.make("leak", QUARTER)
    assert [row.record_id for row in found.rows] == [won.id]
    before = services.reports.make("leak", Period(date(2025, 10, 1), date(2025, 12, 31)))
    assert [row.record_id for row in before.rows] == [customer.id]


def test_time_up_to_the_first_order_wins_and_later_time_keeps(
    services: Services, customer: Saved, clock: FixedClock
) -> None:
    services.interactions.touch(customer.id, {**NEWS, "minutes": "60"})
    an_order(services, customer, sale_date="2026-03-02")
    services.interactions.touch(customer.id, {**NEWS, "minutes": "30"})
    clock.moment = MORNING + timedelta(days=1)
    services.interactions.touch(customer.id, {**NEWS, "minutes": "15"})
    services.interactions.touch(a_customer(services).id, {**NEWS, "minutes": "7"})
    (figure,) = services.reports.make("leak", QUARTER).figures
    spent = {line.code: line.params.get("minutes") for line in figure.lines}
    assert (spent["leak.acquisition"], spent["leak.retention"]) == (97, 15)
    april = Period(date(2026, 4, 1), date(2026, 4, 30))
    clock.moment = datetime.fromisoformat("2026-04-02T02:00:00+00:00")
    services.interactions.touch(customer.id, {**NEWS, "minutes": "11"})
    (figure,) = services.reports.make("leak", april).figures
    spent = {line.code: line.params.get("minutes") for line in figure.lines}
    assert (spent["leak.acquisition"], spent["leak.retention"]) == (0, 11)


def test_lost_customers_are_counted_as_their_list_shows_them(services: Services) -> None:
    lose(services, a_customer(services), "FAULT")
    lose(services, a_customer(services), "FAULT")
    a_customer(services)
    for period in (None, QUARTER):
        found = services.reports.make("churn", period)
        for row in found.rows:
            cell = row.cells["count"]
            assert count_of(services, cell.query) == cell.value
        assert sum(int(str(one)) for one in cells(found, "count")) == 2
    assert cells(services.reports.make("churn", Period(date(2025, 1, 1), date(2025, 12, 31))),
                 "count") == [0, 0, 0, 0]  # fmt: skip


# --- goals


def test_ac_201_the_four_goals_of_a_quarter(services: Services) -> None:
    customers = [a_customer(services) for _ in range(40)]
    for place, pipeline in enumerate(["WON"] * 3 + ["LOST"] * 2):
        close(services, an_opportunity(services, customers[place]), pipeline)
    for one in customers[:5]:
        an_order(services, one, priced("12000"), sale_date="2025-06-01")
    for one in customers[:2]:
        an_order(services, one, priced("20000"), sale_date="2025-09-01")
    an_order(services, customers[9], priced("99"), sale_date="2025-03-01")  # 366 days ago
    an_order(services, customers[8], priced("99"), status="CANCELLED")
    for one in customers[:3]:
        a_case(services, one)
    a_case(services, customers[3], kind="PRAISE")
    found = services.reports.make("goals", QUARTER)
    assert dict(zip(cells(found, "figure"), cells(found, "percent"), strict=True)) == {
        "conversion": Decimal("60.0"),
        "repeat_rate": Decimal("40.0"),
        "repeat_revenue": Decimal("40.0"),
        "complaint_rate": Decimal("7.5"),
    }
    share = row_of(found, "figure", "repeat_revenue").cells["percent"].explain
    assert share is not None
    assert [reason.code for reason in share().lines] == ["goal.repeat_revenue", "goal.in_band"]
    before = services.reports.make("goals", Period(date(2025, 10, 1), date(2025, 12, 31)))
    assert cells(before, "percent") == [None, Decimal("40.0"), Decimal("40.0"), Decimal("0.0")]


# --- how odds came true


def test_a_deal_keeps_the_odds_it_had_before_it_was_closed(
    services: Services, customer: Saved
) -> None:
    deal = an_opportunity(services, customer)
    for code in ("P-N1", "P-N2", "P-N3", "P-N4", "P-S1"):
        services.answers.give(AnswerScope.OPPORTUNITY, deal.id, code, CONFIRMED)
    odds = value(services, "opportunity", deal.id, "odds_calc")
    assert odds
    close(services, deal, "WON")
    assert value(services, "opportunity", deal.id, "odds_calc") == 1000
    assert value(services, "opportunity", deal.id, "odds_at_close") == odds
    close(services, deal, "LOST")
    assert value(services, "opportunity", deal.id, "odds_at_close") == odds
    services.records.update("opportunity", deal.id, {"pipeline": "NEGOTIATION"})
    assert value(services, "opportunity", deal.id, "odds_at_close") is None
    close(services, deal, "WON")
    services.changes.undo()
    assert value(services, "opportunity", deal.id, "odds_at_close") is None
    assert value(services, "opportunity", deal.id, "odds_calc") == odds


def test_odds_against_what_was_won(services: Services, customer: Saved) -> None:
    for pipeline in ("WON", "LOST", "LOST"):
        close(services, an_opportunity(services, customer), pipeline)
    an_opportunity(services, customer, pipeline="WON")  # never open here: its odds are not known
    found = services.reports.make("calibration")
    assert found.figures[0].lines[0].params == {"count": 3, "left": 1}
    row = row_of(found, "band", OddsBand.NOT_REAL)
    got = {name: row.cells[name].value for name in found.columns[1:]}
    assert got == {
        "deals": 3,
        "won": 1,
        "expected": Decimal("0.0"),
        "share": Decimal("33.3"),
        "interval": (Decimal("6.1"), Decimal("79.2")),
        "judgement": Judgement.TOO_FEW,
    }
    assert row_of(found, "band", OddsBand.STRONG).cells["share"].value is None


# --- segments crossed


def test_ac_055_totals_of_the_cross_table_equal_the_book(services: Services) -> None:
    for grade in "AABCDDE":
        a_customer(services, grade=grade)
    an_opportunity(services, a_customer(services, grade="A"), next_step_date="2026-03-05")
    for down in ("need", "urgency", "deal", "importance"):
        for across in {"need", "urgency", "deal", "importance"} - {down}:
            found = services.reports.make("cross", arguments=(down, across))
            total = found.rows[-1]
            assert total.is_total
            assert total.cells["total"].value == 8
            assert sum(int(str(row.cells["total"].value)) for row in found.rows[:-1]) == 8
    found = services.reports.make("cross", arguments=("need", "urgency"))
    cell = row_of(found, "dimension", NeedStatus.NOW).cells[f"urgency:{Urgency.URGENT}"]
    assert (cell.value, cell.query) == (1, "need:NOW urgency:URGENT")
    for row in found.rows:
        for one in row.cells.values():
            if one.query:
                assert count_of(services, one.query) == one.value


# --- grades


def test_grades_at_two_dates_and_the_moves_between(
    services: Services, customer: Saved, clock: FixedClock
) -> None:
    steady = a_customer(services, grade="B")
    clock.moment = datetime.fromisoformat("2026-04-05T02:00:00+00:00")
    new = a_customer(services, grade="D")
    services.records.update("customer", customer.id, {"need_status": "NONE"})
    april = Period(date(2026, 4, 1), date(2026, 4, 30))
    found = services.reports.make("grades", april)

    def count(before: object, after: str) -> object:
        return row_of(found, "grade_before", before).cells[after].value

    assert count(Grade.D, "grade:E") == 1
    assert count(Grade.B, "grade:A") + count(Grade.B, "grade:B") == 1  # type: ignore[operator]
    assert count(NoGrade.NEW, "grade:D") == 1
    assert count("total", "total") == 3
    for row in found.rows:
        for cell in row.cells.values():
            if cell.query:
                assert count_of(services, cell.query) == cell.value
    before = services.reports.make("grades", QUARTER)
    assert row_of(before, "grade_before", NoGrade.NEW).cells["total"].value == 2
    moved = services.reports.make("moves", april)
    down = next(row for row in moved.rows if row.record_id == customer.id)
    assert (down.cells["from_grade"].value, down.cells["to_grade"].value) == ("D", "E")
    assert down.cells["on"].value == date(2026, 4, 5)
    assert not {row.record_id for row in moved.rows} & {new.id}
    assert {row.record_id for row in moved.rows} <= {customer.id, steady.id}


# --- targets


def test_ac_041_a_target_against_what_was_sold(services: Services, customer: Saved) -> None:
    me = services.actor().login
    target = a_target(services, me, "2026q1", "1000000")
    assert value(services, "sales_target", target.id, "quarter") == "2026-Q1"
    an_order(services, customer, priced("500000"), sale_date="2026-02-01")
    an_order(services, customer, priced("999"), sale_date="2025-12-31")
    an_order(services, customer, priced("999"), currency="USD")
    deal = an_opportunity(services, customer, expected_amount="140000")
    close(services, deal, "WON")
    found = services.reports.make("targets", QUARTER)
    (row,) = found.rows
    got = {name: cell.value for name, cell in row.cells.items()}
    assert got == {
        "owner": services.actor().name,
        "target": 100_000_000,
        "actual": 64_000_000,
        "deviation": -36_000_000,
        "target_percent": Decimal("-36.0"),
    }
    assert (row.entity, row.record_id) == ("sales_target", target.id)
    sold = row.cells["actual"].explain
    assert sold is not None
    assert [line.code for line in sold().lines] == ["target.actual", "target.left_out"]
    # The order of a won deal takes its place.
    an_order(services, customer, priced("139000"), opportunity=deal.code)
    (row,) = services.reports.make("targets", QUARTER).rows
    assert row.cells["actual"].value == 63_900_000


def test_a_quarter_has_one_target_an_owner(services: Services) -> None:
    me = services.actor().login
    a_target(services, me, "2026-Q1", "1")
    with pytest.raises(Duplicate):
        a_target(services, me, "2026-q1", "2")
    with pytest.raises(Invalid, match=r"target\.quarter"):
        a_target(services, me, "2026-Q5", "2")
    services.changes.undo()
    assert services.reports.make("targets").rows == ()


def test_targets_of_a_year_are_added(services: Services, customer: Saved) -> None:
    services.records.create(
        "user", {"login": "li", "name": "李明", "roles": "SALES", "locale": "zh"}
    )
    for quarter in ("2026-Q1", "2026-Q4", "2027-Q1"):
        a_target(services, "li", quarter, "100")
    an_order(services, customer, priced("50"))
    year = Period(date(2026, 1, 1), date(2026, 12, 31))
    mine, li, total = services.reports.make("targets", year).rows
    assert (mine.cells["target"].value, mine.cells["deviation"].value) == (None, None)
    assert (li.cells["target"].value, li.record_id) == (20_000, 0)
    assert (total.is_total, total.cells["deviation"].value) == (True, -15_000)


# --- owners


def test_ac_042_two_owners_with_four_figures_each(
    services: Services, customer: Saved, clock: FixedClock
) -> None:
    services.records.create(
        "user", {"login": "li", "name": "李明", "roles": "SALES", "locale": "zh"}
    )
    theirs = a_customer(services, owner="li")
    for day in ("2025-06-01", "2025-09-01", "2026-02-01"):
        an_order(services, theirs, priced("100"), sale_date=day)
    survey = services.records.create("survey", {"title": "Q"})
    invite = {"survey": survey.code, "customer": theirs.code, "answered_on": "2026-02-10"}
    asked = services.records.create("survey_invite", {**invite, "invited_on": "2026-02-10"})
    for number, (kind, score) in enumerate(
        [("SCORE_1_5", 5), ("SCORE_1_5", 3), ("NPS_0_10", 8), ("INTENT_0_10", 9)], 1
    ):
        question = {"survey": survey.code, "number": str(number), "kind": kind, "text": "x"}
        made = services.records.create("survey_question", question)
        answer = {"invite": asked.code, "question": made.code, "score": str(score)}
        services.records.create("survey_answer", answer)
    case = a_case(services, customer, kind="PRAISE")
    services.feedback.step(case.id, FeedbackState.ACKNOWLEDGED, {"ack_text": "thanks"})
    clock.moment = MORNING + timedelta(hours=5)
    services.feedback.step(case.id, FeedbackState.CLOSED, {"praised_told": "yes"})
    found = services.reports.make("owners", QUARTER)
    li = row_of(found, "owner", "李明")
    assert {name: li.cells[name].value for name in found.columns[1:]} == {
        "customers": 1,
        "csat": Decimal("50.0"),
        "owner_loyalty": Decimal("73.3"),  # 50, 90, 80
        "owner_value": 30_000,
        "owner_time": None,
    }
    mine = row_of(found, "owner", services.actor().name)
    assert (mine.cells["csat"].value, mine.cells["owner_loyalty"].value) == (None, None)
    assert mine.cells["owner_time"].value == Decimal("5.0")
    assert count_of(services, mine.cells["customers"].query) == 1


# --- satisfaction


def answered(services: Services, customer: Saved, element: str, kind: str, **scores: str) -> None:
    survey = services.records.create("survey", {"title": f"{element} {kind} {scores}"})
    question = services.records.create(
        "survey_question",
        {
            "survey": survey.code, "number": "1", "kind": kind, "text": "speed",
            "experience_element": element, "quality_dimension": "SERVICE",
        },
    )  # fmt: skip
    invite = {"survey": survey.code, "customer": customer.code, "answered_on": "2026-02-10"}
    asked = services.records.create("survey_invite", {**invite, "invited_on": "2026-02-01"})
    texts = {"invite": asked.code, "question": question.code, **scores}
    services.records.create("survey_answer", texts)


def test_ac_100_means_and_gaps_of_the_five_elements(services: Services, customer: Saved) -> None:
    for score in ("5", "4", "2"):
        answered(services, customer, "SERVICE", "SCORE_1_5", score=score)
    answered(services, customer, "VALUE", "GAP_EXPECT_PERCEIVE", expected="5", score="3")
    answered(services, customer, "VALUE", "GAP_EXPECT_PERCEIVE", expected="4", score="3")
    found = services.reports.make("satisfaction", QUARTER)
    assert cells(found, "element") == list(ExperienceElement)
    service = row_of(found, "element", ExperienceElement.SERVICE)
    assert (service.cells["mean"].value, service.cells["csat"].value) == (
        Decimal("3.7"),
        Decimal("66.7"),
    )
    assert service.cells["satisfaction_gap"].value is None
    worth = row_of(found, "element", ExperienceElement.VALUE)
    assert (worth.cells["mean"].value, worth.cells["satisfaction_gap"].value) == (
        None,
        Decimal("-1.5"),
    )
    assert worth.cells["verdict"].value is GapVerdict.DISSATISFIED
    before = services.reports.make("satisfaction", Period(date(2025, 1, 1), date(2025, 12, 31)))
    assert set(cells(before, "mean")) == {None}


def test_ac_097_twelve_grievances_stand_for_forty(services: Services, customer: Saved) -> None:
    made = [a_case(services, customer, kind="GRIEVANCE", text=f"slow {n}") for n in range(12)]
    services.feedback.escalate(made[0].id)
    a_case(services, customer)
    found = services.reports.make("satisfaction", QUARTER)
    assert {one.figure: one.value for one in found.figures}["unheard"] == 40


# --- segments


def test_ac_047_a_segment_is_a_snapshot_and_offers_references(services: Services) -> None:
    members = [a_customer(services, grade="B", industry="HR") for _ in range(12)]
    a_customer(services, grade="B", industry="Retail")
    a_customer(services, "Named", grade="D", industry="HR", reference_willing="yes")
    a_customer(services, grade="D", industry="Retail", reference_willing="yes")
    query = "industry=HR grade:B"
    seen = services.segments.seen(query)
    assert (seen.count, seen.grades) == (12, {"B": 12})
    assert [name for _code, name in seen.references] == ["Named"]
    assert services.segments.seen("grade:X").problems
    made = services.records.create("segment", {**SEGMENT, "name": 'HR "B"', "filter": query})
    services.records.update("customer", members[0].id, {"need_status": "NONE"})
    (row,) = services.reports.make("segments").rows
    got = {name: cell.value for name, cell in row.cells.items()}
    assert got == {
        "segment": "HR 'B'",
        "filter": query,
        "members": 12,
        "fits_now": 11,
        "references": 1,
        "review_date": date(2026, 6, 1),
    }
    assert (row.entity, row.record_id) == ("segment", made.id)
    assert count_of(services, row.cells["members"].query) == 12
    # Another filter takes another snapshot; undo brings the first one back.
    services.records.update("segment", made.id, {"filter": "industry=Retail"})
    assert services.reports.make("segments").rows[0].cells["members"].value == 2
    services.changes.undo()
    assert count_of(services, row.cells["members"].query) == 12


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("grade:X", "query.bad_value"),
        ("colour:red", "query.unknown_term"),
        ("grade:E", "segment.nobody"),
    ],
)
def test_a_segment_needs_a_filter_that_finds_somebody(
    services: Services, customer: Saved, query: str, code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        services.records.create("segment", {**SEGMENT, "filter": query})
    assert refused.value.problems[0].code == code
    assert refused.value.problems[0].params["field"] == "filter"
    assert services.reports.make("segments").rows == ()


def test_a_segment_takes_no_more_than_one_change_may_write(
    services: Services, customer: Saved, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.effects.snapshot.MOST", 0)
    with pytest.raises(Invalid, match=r"segment\.too_many"):
        services.records.create("segment", {**SEGMENT, "filter": "grade:D"})


def test_every_figure_of_every_report_explains_itself(services: Services) -> None:
    for grade in "ABD":
        made = a_customer(services, grade=grade)
        an_order(services, made)
        close(services, an_opportunity(services, made), "WON")
    lose(services, made)
    a_target(services, services.actor().login, "2026-Q1", "1000")
    services.records.create("segment", SEGMENT)
    plain = {
        "code", "name", "on", "movement", "churn_type", "advice", "figure", "how", "dimension",
        "grade_before", "from_grade", "to_grade", "reason",
        "owner", "segment", "filter", "element", "case_key", "grade",
    }  # fmt: skip
    for name in REPORTS:
        found = services.reports.make(name)
        for row in found.rows:
            for column, cell in row.cells.items():
                if column in plain:
                    continue
                assert cell.explain is not None, (name, column)
                assert cell.explain().lines, (name, column)


ACK = {"ack_text": "x", "promised_at": "2026-03-10 10:00"}


def test_ac_105_feedback_is_monitored_by_channel(
    services: Services, customer: Saved, clock: FixedClock
) -> None:
    phone = a_case(services, customer)
    mail = [a_case(services, customer, channel="EMAIL") for _ in range(3)]
    double = a_case(services, customer, channel="SOCIAL")
    services.feedback.step(double.id, FeedbackState.MERGED, {"merged_into": phone.code})
    clock.moment += timedelta(hours=1)
    services.feedback.step(mail[0].id, FeedbackState.ACKNOWLEDGED, ACK)
    clock.moment += timedelta(hours=5)
    services.feedback.step(mail[1].id, FeedbackState.ACKNOWLEDGED, ACK)
    clock.moment += timedelta(days=3)
    found = services.reports.make("feedback", QUARTER)
    assert found.figures[0].value == 3  # days without a complaint
    rows = {row.cells["case_key"].value: row for row in found.rows}
    assert set(rows) == {FeedbackChannel.PHONE, FeedbackChannel.EMAIL, "total"}
    row = rows[FeedbackChannel.EMAIL]
    assert [row.cells[name].value for name in found.columns[1:]] == [
        3, 210, None, Decimal("0.0"), Decimal("66.7"),
    ]  # fmt: skip
    assert rows["total"].cells["count"].value == 4
    assert rows["total"].is_total
    weeks = services.reports.make("feedback", QUARTER, ("week",))
    assert cells(weeks, "case_key") == [date(2026, 3, 2)]
    for by in ("kind", "category", "dimension", "element", "owner"):
        (row,) = services.reports.make("feedback", QUARTER, (by,)).rows
        assert row.cells["count"].value == 4
    with pytest.raises(Invalid, match=r"report\.arguments"):
        services.reports.make("feedback", QUARTER, ("colour",))


def test_ac_097_silent_customers_stand_beside_the_estimate(
    services: Services, clock: FixedClock
) -> None:
    quiet = a_customer(services, "静默公司", grade="C")
    spoken = a_customer(services, "来信公司", grade="C")
    a_customer(services, "年度公司", grade="E")
    clock.moment += timedelta(days=31)  # more than twice the fifteen days of grade C
    for _ in range(3):
        a_case(services, spoken, kind="GRIEVANCE")
    found = services.reports.make("silent", Period(date(2026, 1, 1), date(2026, 6, 30)))
    assert [one.value for one in found.figures] == [10, 1]
    assert [row.record_id for row in found.rows] == [quiet.id]
    assert cells(found, "days") == [31]
    clock.moment -= timedelta(days=1)
    assert services.reports.make("silent").rows == ()
