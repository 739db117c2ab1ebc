"""Surveys: calls planned by the rule, answers on the phone, low ones that open one case."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from models.enums import FeedbackChannel, FeedbackKind
from models.records.customer import Customer
from storage.clock import FixedClock
from storage.effects.saving import Saved
from storage.errors import Invalid, NotFound, Refused
from storage.services import Services
from storage.work import Work
from tests.conftest import MORNING
from tests.factories import a_customer, count_of
from tests.team import STRANGER, a_team, become

QUESTIONS = (
    ("SCORE_1_5", "How fast do we answer", "SERVICE"),
    ("GAP_EXPECT_PERCEIVE", "How well do we solve", "PROBLEM_SOLVING"),
    ("NPS_0_10", "Would you recommend us", ""),
    ("TEXT", "What should we change", ""),
)


def a_survey(services: Services, title: str = "Quarterly call") -> Saved:
    survey = services.records.create("survey", {"title": title})
    for number, (kind, text, element) in enumerate(QUESTIONS, 1):
        texts = {"survey": survey.code, "number": str(number), "kind": kind, "text": text}
        if element:
            texts["experience_element"] = element
        services.records.create("survey_question", texts)
    return survey


def invited(services: Services, survey: Saved, customer: Saved, **fields: str) -> Saved:
    return services.records.create(
        "survey_invite", {"survey": survey.code, "customer": customer.code, **fields}
    )


def silence(services: Services, customer: Saved) -> None:
    """Marks a customer as not to be contacted, as the process of termination does."""

    def unit(work: Work) -> None:
        work.get(Customer, customer.id).do_not_contact = True

    services.core.write("change.set", {}, unit)


# ── whom to call when ───────────────────────────────────────────────────────────────────


def test_ac_110_the_quarterly_job_plans_the_call_and_none_for_do_not_contact(
    services: Services,
) -> None:
    survey = a_survey(services)
    asked = a_customer(services, consent_survey="yes")
    silent = a_customer(services, consent_survey="yes")
    silence(services, silent)
    without = a_customer(services)
    for customer in (asked, silent, without):
        invited(services, survey, customer, answered_on="2025-12-10")
    assert services.surveys.plan() == 1
    (call,) = services.surveys.board().calls
    assert (call.customer_id, call.due) == (asked.id, date(2026, 3, 10))
    item = services.cards.record("follow_up", call.item_id)
    assert (item["kind"], item["question_code"], item["title"]) == (
        "SURVEY",
        "SURVEY",
        "Quarterly call",
    )
    assert services.surveys.plan() == 0  # once is enough
    found = services.explanations.explain("customer", asked.id, "survey_due")
    assert found.value == date(2026, 3, 10)


def test_the_change_of_date_plans_what_falls_due(services: Services, clock: FixedClock) -> None:
    services.maintenance.new_day()
    survey = a_survey(services)
    customer = a_customer(services, consent_survey="yes")
    invited(services, survey, customer, answered_on="2026-01-15")  # due on 15 April
    assert services.surveys.plan() == 0
    clock.moment = MORNING.replace(month=4, day=1)
    services.maintenance.new_day()
    assert [call.due for call in services.surveys.board().calls] == [date(2026, 4, 15)]


def test_the_change_of_date_plans_for_customers_that_its_user_does_not_see(
    services: Services, clock: FixedClock
) -> None:
    services.maintenance.new_day()
    a_team(services)
    survey = a_survey(services)
    customer = a_customer(services, consent_survey="yes", owner=STRANGER)
    invited(services, survey, customer, answered_on="2026-01-15")
    clock.moment = MORNING.replace(month=4, day=1)
    sales = become(services, "sales")
    sales.maintenance.new_day()
    assert not sales.surveys.board().calls
    assert len(become(services, "manager").surveys.board().calls) == 1


def test_a_call_that_would_be_late_is_due_today_by_the_interval_of_the_customer(
    services: Services,
) -> None:
    survey = a_survey(services)
    customer = a_customer(services, consent_survey="yes", survey_interval_months="1")
    invited(services, survey, customer, answered_on="2025-12-10")
    services.surveys.plan()
    assert services.surveys.board().calls[0].due == date(2026, 3, 2)


def test_without_a_survey_in_use_nobody_is_called(services: Services) -> None:
    survey = a_survey(services)
    customer = a_customer(services, consent_survey="yes")
    invited(services, survey, customer, answered_on="2025-12-10")
    services.records.update("survey", survey.id, {"active": "no"})
    assert services.surveys.plan() == 0
    with pytest.raises(Refused):
        services.surveys.sheet(customer.id)


def test_a_skipped_call_comes_again_after_the_interval_only(services: Services) -> None:
    survey = a_survey(services)
    customer = a_customer(services, consent_survey="yes")
    invited(services, survey, customer, answered_on="2025-12-02")
    services.surveys.plan()
    (call,) = services.surveys.board().calls
    services.follow_ups.skip(call.item_id, "no time")
    assert services.surveys.plan() == 0
    assert services.surveys.board().calls == ()


def test_planned_calls_are_one_change_that_undo_takes_back(services: Services) -> None:
    survey = a_survey(services)
    for _ in range(3):
        invited(
            services, survey, a_customer(services, consent_survey="yes"), answered_on="2025-12-10"
        )
    before = count_of(services, "change_set")
    assert services.surveys.plan() == 3
    assert count_of(services, "change_set") == before + 1
    services.changes.undo()
    assert services.surveys.board().calls == ()


# ── answers ─────────────────────────────────────────────────────────────────────────────


def test_answers_on_the_phone_do_the_call_and_open_one_case_for_low_ones(
    services: Services,
) -> None:
    survey = a_survey(services)
    customer = a_customer(services, consent_survey="yes")
    invited(services, survey, customer, answered_on="2025-12-10")
    services.surveys.plan()
    (call,) = services.surveys.board().calls
    answers = {
        1: {"score": "2"},
        2: {"expected": "5", "score": "2"},
        3: {"score": "6", "note": "too slow"},
        4: {"note": "answer faster"},
    }
    taken = services.surveys.answer(customer.id, answers, item_id=call.item_id)
    assert services.cards.record("follow_up", call.item_id)["status"] == "DONE"
    assert services.cards.record("survey_invite", taken.invite_id)["answered_on"] == date(
        2026, 3, 2
    )
    case = services.cards.record("feedback", services.cards.find(taken.feedback_code)[1])
    assert (case["kind"], case["channel"]) == (
        FeedbackKind.GRIEVANCE,
        FeedbackChannel.QUESTIONNAIRE,
    )
    assert case["experience_element"] == "SERVICE"
    assert case["text"] == (
        "How fast do we answer: 2/5\nHow well do we solve: 2/5 (5/5)\n"
        "Would you recommend us: 6/10. too slow"
    )
    assert case["due_at"]
    services.changes.undo()  # answers, call and case are one change
    assert [one.item_id for one in services.surveys.board().calls] == [call.item_id]
    with pytest.raises(NotFound):
        services.cards.find(taken.feedback_code)


@pytest.mark.parametrize(
    ("answers", "opens"),
    [
        ({1: {"score": "3"}, 2: {"expected": "5", "score": "3"}, 3: {"score": "7"}}, False),
        ({1: {"score": "2"}}, True),
        ({2: {"expected": "3", "score": "2"}}, True),
        ({3: {"score": "6"}}, True),
        ({4: {"note": "bad"}}, False),
    ],
)
def test_from_where_an_answer_is_low(
    services: Services, answers: dict[int, dict[str, str]], opens: bool
) -> None:
    a_survey(services)
    taken = services.surveys.answer(a_customer(services).id, answers)
    assert bool(taken.feedback_code) is opens


def test_answers_kept_one_by_one_open_one_case_an_invitation(services: Services) -> None:
    survey = a_survey(services)
    invite = invited(services, survey, a_customer(services))
    card = services.surveys.card(survey.id)
    for question in card.questions[:3:2]:
        services.records.create(
            "survey_answer",
            {
                "invite": invite.code,
                "question": f"survey-questions/{question.id}",
                "score": "1",
            },
        )
    assert count_of(services, "feedback") == 1
    assert services.cards.record("survey_invite", invite.id)["feedback"] == "F-000001"


def test_a_wrong_answer_names_its_question_and_nothing_is_stored(services: Services) -> None:
    a_survey(services)
    customer = a_customer(services)
    with pytest.raises(Invalid) as caught:
        services.surveys.answer(customer.id, {1: {"score": "4"}, 3: {"score": "11"}})
    assert [one.params["field"] for one in caught.value.problems] == ["q3"]
    with pytest.raises(Invalid) as caught:
        services.surveys.answer(customer.id, {2: {"score": "4"}})
    assert [one.params["field"] for one in caught.value.problems] == ["q2_expected"]
    for answers, code in (
        ({9: {"score": "1"}}, "survey.number"),
        ({1: {"score": " "}}, "survey.nothing_answered"),
    ):
        with pytest.raises(Invalid) as caught:
            services.surveys.answer(customer.id, answers)
        assert [one.code for one in caught.value.problems] == [code]
    assert services.surveys.board().surveys[0].answered == 0
    assert count_of(services, "survey_invite") == 0


def test_who_is_not_to_be_contacted_is_not_asked(services: Services) -> None:
    a_survey(services)
    customer = a_customer(services)
    silence(services, customer)
    with pytest.raises(Refused):
        services.surveys.answer(customer.id, {1: {"score": "4"}})


def test_a_customer_is_asked_its_last_survey_else_one_in_the_script_of_its_name(
    services: Services,
) -> None:
    english = a_survey(services)
    chinese = a_survey(services, "季度满意度电话")
    latin = a_customer(services, "Harbour Lane Foods")
    han = a_customer(services, "华信科技")
    assert services.surveys.sheet(latin.id).survey.code == english.code
    assert services.surveys.sheet(han.id).survey.code == chinese.code
    invited(services, english, han, answered_on="2026-02-01")
    assert services.surveys.sheet(han.id).survey.code == english.code
    assert services.surveys.sheet(han.id, survey_id=chinese.id).survey.code == chinese.code


# ── results ─────────────────────────────────────────────────────────────────────────────


def test_ac_111_gap_and_nps_of_the_questions_with_their_counts(services: Services) -> None:
    survey = a_survey(services)
    gaps = [("5", "3"), ("4", "5")]
    scores = [9, 10, 9, 10, 9, 7, 8, 8, 6, 3]
    for place, score in enumerate(scores):
        answers = {3: {"score": str(score)}}
        if place < len(gaps):
            answers[2] = dict(zip(("expected", "score"), gaps[place], strict=True))
        services.surveys.answer(a_customer(services).id, answers)
    card = services.surveys.card(survey.id)
    by_number = {one.number: card.results.get(one.id) for one in card.questions}
    gap, nps = by_number[2], by_number[3]
    assert gap is not None
    assert nps is not None
    assert nps.value == 30
    assert [line.code for line in nps.lines] == ["satisfaction.nps"]
    assert str(gap.value) == "-0.5"
    assert by_number[4] is None
    (row,) = services.surveys.board().surveys
    assert (row.questions, row.invited, row.answered) == (4, 10, 10)
    with pytest.raises(NotFound):
        services.surveys.card(1)


def test_fewer_than_five_answers_are_a_small_sample(services: Services) -> None:
    survey = a_survey(services)
    for score in "5434":
        services.surveys.answer(a_customer(services).id, {1: {"score": score}})
    card = services.surveys.card(survey.id)
    found = card.results[card.questions[0].id]
    assert str(found.value) == "4.0"
    assert "satisfaction.small_sample" in [line.code for line in found.lines]
    services.surveys.answer(a_customer(services).id, {1: {"score": "4"}})
    found = services.surveys.card(survey.id).results[card.questions[0].id]
    assert "satisfaction.small_sample" not in [line.code for line in found.lines]


# ── answers of a file ───────────────────────────────────────────────────────────────────


def test_the_answers_of_a_file_are_one_change(services: Services, tmp_path: Path) -> None:
    survey = a_survey(services)
    first, second, third = (a_customer(services, f"客户{number}") for number in "甲乙丙")
    silence(services, third)
    file = tmp_path / "answers.csv"
    rows = (
        "客户,answered_on,1,q2,How would you,4",
        f"{first.code},2026-02-27,5,4/5,,很好",
        f"{second.code},,1,5/2,,",
        f"{third.code},,3,,,",
        f"{first.code},,4,,,",
        f"{second.code}9,,4,,,",
        "客户丁,,9,,,",
        "短了",
    )
    file.write_text("\n".join(rows).replace("How would you", QUESTIONS[2][1]), "gb18030")
    before = count_of(services, "change_set")
    tried = services.surveys.take_file(file, survey.id, {"客户": "customer"}, dry_run=True)
    assert (tried.taken, count_of(services, "change_set")) == (2, before)
    done = services.surveys.take_file(file, survey.id, {"客户": "customer"})
    assert (done.taken, done.cases) == (2, 1)
    assert [(line, reasons[0].code) for line, reasons in done.rejected] == [
        (4, "refused.do_not_contact"),
        (5, "survey.twice"),
        (6, "not_found"),
        (7, "not_found"),
        (8, "file.too_few_cells"),
    ]
    assert count_of(services, "survey_answer") == 5
    services.changes.undo()
    assert services.surveys.board().surveys[0].answered == 0


def test_a_score_out_of_range_names_the_question_of_the_row(
    services: Services, tmp_path: Path
) -> None:
    survey = a_survey(services)
    customer = a_customer(services)
    file = tmp_path / "answers.csv"
    file.write_text(f"customer,1\n{customer.code},7\n", "utf-8")
    ((line, reasons),) = services.surveys.take_file(file, survey.id, {}).rejected
    assert (line, reasons[0].code, reasons[0].params["field"]) == (2, "field.too_large", "q1")


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("name,1", "survey.column"),
        ("1,2", "survey.no_customer_column"),
        ("customer,9", "survey.column"),
    ],
)
def test_a_file_whose_columns_are_not_known_is_refused(
    services: Services, tmp_path: Path, header: str, code: str
) -> None:
    survey = a_survey(services)
    file = tmp_path / "answers.csv"
    file.write_text(f"{header}\nC-000001,4\n", "utf-8")
    with pytest.raises(Invalid) as caught:
        services.surveys.take_file(file, survey.id, {})
    assert caught.value.problems[0].code == code
