"""The account plan: its meter, needs without a solution, rivals, and how `x` explains it."""

from __future__ import annotations

from models.enums import PlanArea
from storage.services import Services
from tests.factories import a_customer


def test_ac_175_three_known_areas_and_an_assumed_one_are_seventy(services: Services) -> None:
    customer = a_customer(services)
    states = ("KNOWN", "KNOWN", "KNOWN", "ASSUMED")
    for area, state in zip(PlanArea, states, strict=False):
        services.records.create(
            "account_plan", {"customer": customer.code, "area": area.value, "state": state}
        )
    assert services.account_plans.card(customer.id).coverage == 70
    explained = services.explanations.explain("customer", customer.id, "plan_coverage")
    assert explained.value == 70
    assert explained.lines[-1].params["counts"] == (20, 20, 20, 10, 0)


def test_ac_021_a_solution_line_clears_the_need_without_solution(services: Services) -> None:
    customer = a_customer(services)
    services.records.create("need", {"customer": customer.code, "problem": "hire 200 people"})
    (gap,) = services.account_plans.card(customer.id).gaps
    assert (gap.code, gap.params["problem"]) == ("plan.need_without_solution", "hire 200 people")
    services.records.create(
        "solution_line",
        {"customer": customer.code, "need": "hire 200 people", "description": "headhunting"},
    )
    assert services.account_plans.card(customer.id).gaps == ()


def test_an_incumbent_at_two_of_five_is_unsatisfying_and_one_at_three_is_not(
    services: Services,
) -> None:
    customer = a_customer(services)
    found = {}
    for name, incumbent, score in (("XX", "yes", "2"), ("YY", "yes", "3"), ("ZZ", "no", "1")):
        services.records.create("competitor", {"name": name})
        found[name] = services.records.create(
            "competitor_on_account",
            {
                "customer": customer.code,
                "competitor": name,
                "incumbent": incumbent,
                "satisfaction": score,
            },
        ).id
    assert services.account_plans.card(customer.id).unsatisfied == {found["XX"]}
