"""The records of the account plan are written like all others: by their field tables."""

from __future__ import annotations

import pytest

from storage.errors import Duplicate, Invalid, Refused
from storage.services import Services
from tests.factories import a_customer


def test_a_rival_is_named_by_its_name(services: Services) -> None:
    customer = a_customer(services)
    services.records.create("competitor", {"name": "盛通软件"})
    made = services.records.create(
        "competitor_on_account",
        {"customer": customer.code, "competitor": "盛通软件", "incumbent": "yes",
         "satisfaction": "2"},
    )  # fmt: skip
    values = services.cards.record("competitor_on_account", made.id)
    assert (values["competitor"], values["incumbent"], values["satisfaction"]) == (
        "盛通软件", True, 2,
    )  # fmt: skip
    with pytest.raises(Duplicate):
        services.records.create("competitor", {"name": "盛通软件"})
    with pytest.raises(Invalid):
        services.records.create(
            "competitor_on_account", {"customer": customer.code, "competitor": "nobody"}
        )


def test_a_solution_answers_a_need_by_its_problem(services: Services) -> None:
    customer = a_customer(services)
    need = services.records.create("need", {"customer": customer.code, "problem": "招聘200人"})
    made = services.records.create(
        "solution", {"customer": customer.code, "need": "招聘200人", "description": "猎头"}
    )
    assert services.cards.record("solution_line", made.id)["need_id"] == need.id


@pytest.mark.parametrize(
    ("entity", "fields"),
    [
        ("account_plan", {"area": "GOALS", "state": "KNOWN"}),
        ("account_financial", {"year": "2025", "margin": "18 %"}),
        ("value_chain_link", {"position": "1", "name": "经销商"}),
    ],
)
def test_what_stands_once_in_a_plan(
    services: Services, entity: str, fields: dict[str, str]
) -> None:
    first, second = a_customer(services), a_customer(services)
    for customer in (first, second):
        services.records.create(entity, {"customer": customer.code, **fields})
    with pytest.raises(Duplicate):
        services.records.create(entity, {"customer": first.code, **fields})


def test_goals_events_and_projects_are_records_and_stage_moves_are_not(
    services: Services,
) -> None:
    customer = a_customer(services)
    for kind, fields in (
        ("goal", {"horizon": "LONG", "text": "全国连锁"}),
        ("customer_rival", {"name": "Tideline", "threat": "faster"}),
        ("joint_project", {"name": "共建实验室", "since": "2026-01-05"}),
        ("success_event", {"kind": "STAFF_CHANGE", "date": "2026-03-02", "source": "李总"}),
    ):
        assert services.records.create(kind, {"customer": customer.code, **fields}).version
    with pytest.raises(Refused):
        services.records.create("stage_history", {"customer": customer.code})
