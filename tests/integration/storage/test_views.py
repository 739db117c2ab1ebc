"""Saved views: own and shared, one key each, replaced by name."""

from __future__ import annotations

import pytest

from models.views.rows import SavedViewRow
from storage.errors import Invalid, NotFound, Refused
from storage.services import Services
from storage.services import views as views_module
from tests.factories import a_customer


def kept(services: Services) -> list[SavedViewRow]:
    """The views but for those that come with the program."""
    return [one for one in services.views.of("customers") if not one.shipped]


def slots(services: Services) -> list[tuple[str, str]]:
    return [(one.slot, one.name) for one in kept(services)]


def test_a_key_goes_over_to_the_newer_view(services: Services) -> None:
    services.views.save("customers", "late", "overdue", slot="1")
    services.views.save("customers", "mine", "owner:me", slot="1")
    assert slots(services) == [("1", "mine"), ("", "late")]


def test_a_view_of_the_same_name_is_replaced(services: Services) -> None:
    first = services.views.save("customers", "late", "overdue", slot="1")
    second = services.views.save("customers", "late", "overdue grade:A", slot="2", columns=["name"])
    assert first.id == second.id
    (view,) = kept(services)
    assert (view.slot, view.query, view.columns) == ("2", "overdue grade:A", ("name",))
    services.changes.undo()
    (view,) = kept(services)
    assert (view.slot, view.query, view.columns) == ("1", "overdue", ())


@pytest.mark.parametrize(
    ("name", "query", "slot", "field", "code"),
    [
        ("", "overdue", "1", "name", "field.required"),
        ("x", "grade:Q", "1", "query", "query.bad_value"),
        ("x", "overdue", "s", "slot", "view.slot"),
        ("x", "overdue", "中", "slot", "view.slot"),
    ],
)
def test_what_is_wrong_is_named_by_its_field(
    services: Services, name: str, query: str, slot: str, field: str, code: str
) -> None:
    with pytest.raises(Invalid) as failure:
        services.views.save("customers", name, query, slot=slot)
    problem = failure.value.problems[0]
    assert (problem.params["field"], problem.code) == (field, code)
    assert kept(services) == []


def colleague(services: Services) -> int:
    made = services.records.create("user", {"login": "li", "name": "李娜", "roles": "SALES"})
    return made.id


def give(services: Services, view: int, owner: int) -> None:
    """Hands a view to a colleague, as if she had saved it."""
    from models.records.setting import SavedView

    services.core.write(
        "change.view", {}, lambda work: setattr(work.get(SavedView, view), "owner_id", owner)
    )


def test_a_shared_view_of_a_colleague_is_seen_and_stays_hers(services: Services) -> None:
    hers = services.views.save("customers", "team", "grade:A", slot="1", shared=True)
    secret = services.views.save("customers", "secret", "grade:B", slot="2")
    owner = colleague(services)
    give(services, hers.id, owner)
    give(services, secret.id, owner)
    services.views.save("customers", "mine", "owner:me", slot="1")
    assert slots(services) == [("1", "mine"), ("", "team")]
    team = services.views.named("customers", "TEAM")
    assert (team.is_own, team.owner_name) == (False, "李娜")
    with pytest.raises(Refused) as failure:
        services.views.drop(team.id)
    assert failure.value.reason.code == "view.not_own"
    with pytest.raises(NotFound):
        services.views.named("customers", "secret")


def test_what_a_colleague_keeps_for_herself_is_not_there_by_its_id_either(
    services: Services,
) -> None:
    hers = services.views.save("customers", "team", "grade:A", shared=True)
    secret = services.views.save("customers", "secret", "grade:B")
    owner = colleague(services)
    give(services, hers.id, owner)
    give(services, secret.id, owner)
    for ask in (services.views.drop, lambda one: services.cards.record("saved_view", one)):
        with pytest.raises(NotFound):
            ask(secret.id)
    assert services.lists.changes_of("saved_view", secret.id) == []
    assert services.cards.record("saved_view", hers.id)["name"] == "team"
    assert services.lists.changes_of("saved_view", hers.id)
    services.core.login = "li"
    assert services.cards.record("saved_view", secret.id)["query"] == "grade:B"


def test_a_dropped_view_is_gone_until_undone(services: Services) -> None:
    made = services.views.save("customers", "late", "overdue", slot="1")
    services.views.drop(made.id)
    assert kept(services) == []
    assert services.changes.undo().label.params["name"] == "late"
    assert slots(services) == [("1", "late")]


def test_counts_are_capped_and_a_query_of_the_past_has_none(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        a_customer(services)
    monkeypatch.setattr(views_module, "COUNTED_TO", 2)
    assert services.views.count("customers", "grade:D") == 2
    assert services.views.count("customers", "grade:A") == 0
    assert services.views.count("customers", "no:such") is None
