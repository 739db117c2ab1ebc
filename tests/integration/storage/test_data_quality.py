"""How complete and how fresh the data of a customer are, where they are shown (11.1, R-DQ)."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from models.fields.customer import VERIFIED_GROUPS
from storage.effects.saving import Saved
from storage.errors import Invalid
from storage.services import Services
from tests.factories import a_contact, a_customer
from tui.explain import lines
from tui.panes.detail.data import data


def checked(services: Services, customer: Saved, *days: str) -> None:
    """The groups of fields as they were checked on these days."""
    held = json.dumps(dict(zip(VERIFIED_GROUPS, days, strict=True)))
    services.core.write(
        "change.verify",
        {},
        lambda work: work.execute(
            "UPDATE customer SET verified_at = :held WHERE id = :id",
            {"held": held, "id": customer.id},
        ),
    )


def stale(services: Services, query: str = "stale") -> list[int]:
    return list(services.lists.ids(services.lists.parse(query, "customers")))


def shown(services: Services, customer: Saved) -> str:
    made = data(services, customer.id, 100, True)
    texts = ["".join(text for text, _tone in line.pieces) for line in made]
    return next(" ".join(text.split()) for text in texts if "Data verified on" in text)


def test_ac_147_what_was_checked_half_a_year_ago_is_stale(services: Services) -> None:
    never, old, fresh, half = (a_customer(services) for _ in range(4))
    checked(services, old, *["2025-08-01"] * 5)
    checked(services, fresh, *["2025-09-03"] * 5)  # 180 days before 2026-03-02
    checked(services, half, *["2026-03-01"] * 4, "2025-09-02")  # the oldest group counts
    assert set(stale(services)) == {never.id, old.id, half.id}
    assert stale(services, "!stale") == stale(services, "stale:no") == [fresh.id]
    assert shown(services, old).endswith("2025-08-01: stale")
    assert shown(services, fresh).endswith("2025-09-03")
    assert shown(services, never).endswith("never wholly checked: stale")


def test_a_check_is_noted_by_group_and_taken_back(services: Services) -> None:
    customer = a_customer(services)
    services.records.verify(customer.id, ["reach", "address"])
    found = services.explanations.explain("customer", customer.id, "freshness")
    assert found.value == Decimal("40.0")
    assert stale(services) == [customer.id]
    services.records.verify(customer.id)
    assert stale(services) == []
    services.changes.undo()
    assert stale(services) == [customer.id]
    with pytest.raises(Invalid):
        services.records.verify(customer.id, ["nonsense"])


def test_ac_153_nine_of_twelve_required_fields_are_75_percent(services: Services) -> None:
    customer = a_customer(
        services, "海天科技", industry="电子", source="FAIR", city="深圳", address="科技路 1 号"
    )
    a_contact(services, customer, title="CFO")
    found = services.explanations.explain("customer", customer.id, "completeness")
    assert found.value == Decimal("75.0")
    assert lines(found, "customer")[1] == "9 of 12 required items = 75.0 %"
