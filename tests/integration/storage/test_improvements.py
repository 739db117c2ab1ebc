"""Improvements with their states and effect, standards and reviews, and the reports on them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from models.rules.periods import Period
from models.views.report import Report, ReportRow
from storage.effects.saving import Saved
from storage.errors import Invalid
from storage.services import Services
from tests.factories import a_customer

QUARTER = Period(date(2026, 1, 1), date(2026, 3, 31))


def an_improvement(services: Services, **fields: str) -> Saved:
    return services.records.create("improvement", {"title": "Answer faster", **fields})


def planned(services: Services, **fields: str) -> Saved:
    texts = {"kind": "PROCESS", "due": "2026-04-01", **fields}
    return an_improvement(services, **texts)


def to(services: Services, item: Saved, state: str, **fields: str) -> None:
    services.records.update("improvement", item.id, {"state": state, **fields})


def problems(services: Services, item: Saved, state: str, **fields: str) -> list[str]:
    with pytest.raises(Invalid) as caught:
        to(services, item, state, **fields)
    return [one.code for one in caught.value.problems]


def scored(services: Services, score: str, on: str) -> None:
    """An answer of the element SERVICE on that day."""
    if not services.surveys.board().surveys:
        survey = services.records.create("survey", {"title": "Quarterly"})
        question = {"survey": survey.code, "number": "1", "text": "Fast"}
        services.records.create("survey_question", {**question, "experience_element": "SERVICE"})
    services.surveys.answer(a_customer(services).id, {1: {"score": score}}, on=on)


def cells(row: ReportRow, *names: str) -> tuple[object, ...]:
    return tuple(row.cells[name].value for name in names)


def report(services: Services, name: str, period: Period | None = None) -> Report:
    return services.reports.make(name, period)


# ── improvements ────────────────────────────────────────────────────────────────────────


def test_ac_101_priority_is_worked_out_and_sorts_the_list(services: Services) -> None:
    an_improvement(services, title="second", impact="4", feasibility="4", reach="3")
    first = an_improvement(services, title="first", impact="5", feasibility="3", reach="4")
    dropped = an_improvement(services, title="third", impact="5", feasibility="5", reach="5")
    to(services, dropped, "DROPPED", drop_reason="too dear")
    found = report(services, "improvements")
    assert [cells(row, "priority", "title") for row in found.rows] == [
        (60, "first"),
        (48, "second"),
        (125, "third"),
    ]
    explain = found.rows[0].cells["priority"].explain
    assert explain is not None
    assert explain().lines[0].params["feasibility"] == 3
    services.records.update("improvement", first.id, {"reach": "1"})
    assert services.cards.record("improvement", first.id)["priority"] == 15
    assert services.explanations.explain("improvement", first.id, "priority").value == 15


def test_ac_102_before_and_after_with_their_ranges(services: Services) -> None:
    for score in "33334":
        scored(services, score, "2026-01-10")
    item = planned(services, experience_element="SERVICE")
    to(services, item, "DOING", before_from="2026-01-01", before_to="2026-01-31")
    assert problems(services, item, "REVIEWED") == ["improvement.no_way"]
    to(services, item, "DONE", after_from="2026-02-10")
    assert services.cards.record("improvement", item.id)["done_on"] == date(2026, 3, 2)
    assert problems(services, item, "REVIEWED") == ["improvement.no_effect"]
    for score in "4444444443":
        scored(services, score, "2026-02-20")
    to(services, item, "REVIEWED")
    kept = services.cards.record("improvement", item.id)
    assert (kept["before_score"], kept["after_score"], kept["after_to"]) == (
        Decimal("3.2"),
        Decimal("3.9"),
        date(2026, 3, 2),
    )
    (row,) = report(services, "improvements").rows
    assert cells(row, "effect", "state") == (Decimal("0.7"), "REVIEWED")
    found = services.explanations.explain("improvement", item.id, "effect")
    spans = [(line.params.get("first"), line.params.get("last")) for line in found.lines[:2]]
    assert spans == [
        (date(2026, 1, 1), date(2026, 1, 31)),
        (date(2026, 2, 10), date(2026, 3, 2)),
    ]
    assert found.lines[2].params["change"] == "+0.7"


def test_work_begins_with_owner_day_and_kind_and_the_range_before_it(services: Services) -> None:
    item = an_improvement(services)
    assert problems(services, item, "DOING") == ["improvement.plan_first"]
    to(services, item, "DOING", kind="TRAINING", due="2026-05-01")
    kept = services.cards.record("improvement", item.id)
    assert (kept["before_from"], kept["before_to"]) == (date(2025, 12, 2), date(2026, 3, 1))
    assert problems(services, item, "DROPPED") == ["field.required"]
    to(services, item, "OPEN")
    assert problems(services, item, "DONE") == ["improvement.no_way"]


def test_a_new_one_may_begin_under_way_but_not_at_the_end(services: Services) -> None:
    planned(services, state="DOING")
    with pytest.raises(Invalid):
        planned(services, state="DONE")


def test_a_range_ends_after_it_begins(services: Services) -> None:
    with pytest.raises(Invalid) as caught:
        an_improvement(services, before_from="2026-02-01", before_to="2026-01-01")
    assert [one.params["field"] for one in caught.value.problems] == ["before_to"]


def test_without_an_element_there_is_nothing_to_compare(services: Services) -> None:
    item = an_improvement(services)
    found = services.explanations.explain("improvement", item.id, "effect")
    assert [line.code for line in found.lines] == ["improvement.no_element"]


def test_an_improvement_names_where_it_comes_from(services: Services) -> None:
    case = services.feedback.take_in({"text": "too slow"})
    item = an_improvement(services, origin="FEEDBACK", feedback=case.code)
    assert services.cards.record("improvement", item.id)["feedback"] == case.code


# ── standards and reviews ───────────────────────────────────────────────────────────────


def a_standard(services: Services, review: str, name: str = "Phone") -> Saved:
    texts = {"name": name, "scope": "all calls", "process": "three rings", "review_date": review}
    return services.records.create("service_standard", texts)


def test_ac_103_a_standard_past_its_review_is_overdue(services: Services) -> None:
    late = a_standard(services, "2026-02-28")
    a_standard(services, "2026-03-02", "Mail")
    found = report(services, "standards")
    assert [cells(row, "code", "review_overdue") for row in found.rows] == [
        (late.code, 2),
        ("SS-000002", None),
    ]
    assert (found.figures[0].figure, found.figures[0].value) == ("reviews_overdue", 1)
    explained = services.explanations.explain("service_standard", late.id, "review_overdue")
    assert explained.lines[0].params == {"date": date(2026, 2, 28), "days": 2}


def test_ac_104_a_review_stands_beside_complaint_rate_and_response_time(
    services: Services,
) -> None:
    standard = a_standard(services, "2026-06-01")
    texts = {"date": "2026-02-20", "kind": "PEER", "score": "82", "level": "BASIC"}
    services.records.create("service_review", {**texts, "standard": standard.code})
    a_customer(services)
    services.feedback.take_in({"text": "late", "received_at": "2026-03-02T09:00"})
    found = report(services, "service", QUARTER)
    (row,) = found.rows
    assert cells(row, "review_kind", "score", "level", "standard") == (
        "PEER",
        82,
        "BASIC",
        "Phone",
    )
    values = {one.figure: one.value for one in found.figures}
    assert set(values) == {"csat", "complaint_rate", "response_hours"}
    assert values["complaint_rate"] == Decimal("100.0")
    assert values["response_hours"] is None
    assert report(services, "service", Period(date(2025, 1, 1), date(2025, 3, 31))).rows == ()


def test_the_touchpoint_report_names_key_points_and_blind_spots(services: Services) -> None:
    services.touchpoints.load()
    services.records.create("touch_service", {"service_no": "108", "name": "Data"})
    services.records.create("touch_channel", {"channel_letter": "A", "name": "Phone"})
    found = report(services, "touchpoints")
    assert [one.value for one in found.figures] == [len(found.rows), 1]
    assert all(row.entity == "touchpoint" for row in found.rows)
    assert report(services, "audits").rows == ()
