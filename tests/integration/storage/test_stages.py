"""The relationship stage: entry tests, moves and their log, strategies, standing visits (8.5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from models.enums import FollowUpKind, Profile, Role, Stage, StageStrategy
from storage.clock import FixedClock
from storage.effects.saving import Saved
from storage.errors import Invalid, NotFound, Refused
from storage.services import Services, open_services
from tests.factories import a_case, a_contact, a_customer, an_opportunity, an_order, planned, value


def stage_of(services: Services, customer: Saved) -> object:
    return value(services, "customer", customer.id, "stage")


def missing(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [one.code for one in refused.value.missing]


def as_user(services: Services, login: str, *roles: Role) -> Services:
    """The same file, opened by a user with these roles, who is made."""
    services.records.create(
        "user", {"login": login, "name": login, "roles": ",".join(roles), "active": "yes"}
    )
    opened = open_services(services.core.locations, clock=services.core.clock)
    opened.core.login = login
    opened.core.profile = Profile.TEAM
    return opened


@pytest.fixture
def manager(services: Services) -> Iterator[Services]:
    opened = as_user(services, "maria", Role.MANAGER)
    yield opened
    opened.close()


@pytest.fixture
def seller(services: Services) -> Iterator[Services]:
    opened = as_user(services, "zhao", Role.SALES)
    yield opened
    opened.close()


def test_ac_032_the_first_order_proposes_stage_two_and_its_goal(services: Services) -> None:
    customer = a_customer(services)
    before = services.account_plans.stage(customer.id)
    assert (before.stage, before.proposal.proposed) == (Stage.DEVELOPMENT, None)
    an_order(services, customer, sale_date="2026-03-02")
    panel = services.account_plans.stage(customer.id)
    assert (panel.stage, panel.proposal.proposed) == (Stage.DEVELOPMENT, Stage.INITIAL)
    moved = services.stages.move(customer.id, Stage.INITIAL)
    assert (moved.before, moved.stage, moved.by_exception) == (
        Stage.DEVELOPMENT, Stage.INITIAL, False,
    )  # fmt: skip
    assert services.account_plans.stage(customer.id).proposal.proposed is None


def test_a_won_deal_and_its_order_are_one_win(services: Services) -> None:
    customer = a_customer(services)
    deal = an_opportunity(services, customer)
    services.records.update("opportunity", deal.id, {"pipeline": "WON"})
    assert services.account_plans.stage(customer.id).facts.won_orders == 1
    an_order(services, customer, opportunity=deal.code)
    assert services.account_plans.stage(customer.id).facts.won_orders == 1
    an_order(services, customer)
    assert services.account_plans.stage(customer.id).facts.won_orders == 2


def test_ac_033_stage_two_without_an_order_needs_the_reason_of_a_manager(
    services: Services, seller: Services, manager: Services
) -> None:
    customer = a_customer(services, owner="zhao")
    for why in ("", "trust me"):
        with pytest.raises(Refused) as refused:
            seller.stages.move(customer.id, Stage.INITIAL, reason=why)
        assert missing(refused) == ["stage.needs_won_order", "stage.ask_a_manager"]
    with pytest.raises(Refused) as refused:
        manager.stages.move(customer.id, Stage.INITIAL)
    assert missing(refused) == ["stage.needs_won_order", "stage.give_a_reason"]
    assert stage_of(services, customer) == Stage.DEVELOPMENT
    assert manager.stages.move(customer.id, Stage.INITIAL, reason="frame contract").by_exception
    assert stage_of(services, customer) == Stage.INITIAL
    (change,) = services.account_plans.stage(customer.id).changes
    assert (change.who, change.reason, change.by_exception, change.self_approved) == (
        "maria", "frame contract", True, False,
    )  # fmt: skip


def test_a_manager_does_not_approve_the_jump_of_an_own_customer(
    services: Services, manager: Services
) -> None:
    customer = a_customer(services, owner="maria")
    with pytest.raises(Refused) as refused:
        manager.stages.move(customer.id, Stage.INITIAL, reason="mine")
    assert missing(refused) == ["stage.needs_won_order", "stage.own_request"]


def test_alone_a_jump_is_self_approved_and_says_so(services: Services) -> None:
    customer = a_customer(services)
    moved = services.stages.move(customer.id, Stage.INITIAL, reason="frame contract")
    assert (moved.by_exception, moved.self_approved) == (True, True)
    (change,) = services.account_plans.stage(customer.id).changes
    assert change.self_approved


def test_a_seller_moves_own_customers_only(services: Services, seller: Services) -> None:
    own, other = a_customer(services, owner="zhao"), a_customer(services)
    for customer in (own, other):
        an_order(services, customer)
    assert seller.stages.move(own.id, Stage.INITIAL).stage is Stage.INITIAL
    with pytest.raises(NotFound):  # a stranger's is as if it were not there
        seller.stages.move(other.id, Stage.INITIAL)
    team = services.records.create("team", {"name": "华东"})
    for login in ("zhao", services.actor().login):
        services.records.update(
            "user", services.cards.find(login, "user")[1], {"team": f"teams/{team.id}"}
        )
    with pytest.raises(Refused) as refused:
        seller.stages.move(other.id, Stage.INITIAL)
    assert refused.value.code == "refused.right"
    assert refused.value.reason.params["record"] == other.code
    with pytest.raises(Refused):
        seller.stages.tick(other.id, StageStrategy.WEAVE_NET)


def test_back_is_allowed_and_every_move_is_logged(services: Services, clock: FixedClock) -> None:
    customer = a_customer(services, main_supplier="yes")
    an_order(services, customer)
    services.stages.move(customer.id, Stage.STABLE)
    clock.advance(timedelta(hours=1))
    services.stages.move(customer.id, Stage.DEVELOPMENT, reason="tender lost")
    changes = services.account_plans.stage(customer.id).changes
    assert [(one.from_stage, one.to_stage) for one in changes] == [
        (Stage.STABLE, Stage.DEVELOPMENT),
        (Stage.DEVELOPMENT, Stage.STABLE),
    ]
    assert [one.by_exception for one in changes] == [False, False]
    with pytest.raises(Refused) as refused:
        services.stages.move(customer.id, Stage.DEVELOPMENT)
    assert refused.value.code == "stage.already_there"


def test_a_move_is_one_change_that_undo_takes_back(services: Services) -> None:
    customer = a_customer(services)
    an_order(services, customer)
    services.stages.move(customer.id, Stage.INITIAL)
    services.changes.undo()
    assert stage_of(services, customer) == Stage.DEVELOPMENT
    assert services.account_plans.stage(customer.id).changes == ()
    services.changes.redo()
    assert stage_of(services, customer) == Stage.INITIAL
    assert len(services.account_plans.stage(customer.id).changes) == 1


def test_ac_181_an_open_complaint_asks_for_a_confirmation(services: Services) -> None:
    customer = a_customer(services)
    an_order(services, customer)
    a_case(services, customer)
    with pytest.raises(Refused) as refused:
        services.stages.move(customer.id, Stage.INITIAL)
    assert missing(refused) == ["stage.repair_first"]
    assert stage_of(services, customer) == Stage.DEVELOPMENT
    services.stages.move(customer.id, Stage.INITIAL, confirmed=True)
    services.stages.move(customer.id, Stage.DEVELOPMENT)  # back asks nothing
    assert stage_of(services, customer) == Stage.DEVELOPMENT


def test_the_stage_is_not_typed(services: Services) -> None:
    customer = a_customer(services)
    with pytest.raises(Invalid) as refused:
        services.records.update("customer", customer.id, {"stage": "STRATEGIC"})
    assert refused.value.code == "customer.stage_by_process"
    with pytest.raises(Invalid):
        a_customer(services, stage="STABLE")


def test_strategies_are_ticked_and_undone(services: Services) -> None:
    customer = a_customer(services)
    services.stages.tick(customer.id, StageStrategy.KEY_PERSONS)
    services.stages.tick(customer.id, StageStrategy.KEY_PERSONS)  # again changes nothing
    first = services.account_plans.stage(customer.id).steps[0]
    assert dict(first.done) == {StageStrategy.KEY_PERSONS: date(2026, 3, 2)}
    services.stages.tick(customer.id, StageStrategy.KEY_PERSONS, done=False)
    assert not services.account_plans.stage(customer.id).steps[0].done
    services.stages.tick(customer.id, StageStrategy.KEY_PERSONS)
    services.changes.undo()
    assert not services.account_plans.stage(customer.id).steps[0].done


def test_ac_035_the_panel_tells_the_single_thread(services: Services) -> None:
    customer = a_customer(services)
    an_order(services, customer)
    services.stages.move(customer.id, Stage.INITIAL)
    person = a_contact(services, customer)
    services.interactions.touch(
        customer.id,
        {"channel": "VISIT", "summary": "met", "contact": person.code, "need_after": "LATENT"},
    )
    found = services.account_plans.stage(customer.id).threads
    assert (found.contacts, found.users) == (1, 1)
    assert (found.needed_contacts, found.needed_users) == (3, 2)
    assert found.at_risk


def test_deliveries_on_time_are_the_base_of_trust(services: Services) -> None:
    customer = a_customer(services, openness="3")
    for delivered in ("2026-02-10", "2026-02-12", ""):
        an_order(
            services,
            customer,
            sale_date="2026-02-01",
            promised_on="2026-02-10",
            delivered_on=delivered,
        )
    panel = services.account_plans.stage(customer.id)
    assert (panel.openness, panel.delivered, panel.on_time) == (3, 2, 1)


# --- executive visits


def stable(services: Services, **fields: str) -> Saved:
    customer = a_customer(services, main_supplier="yes", **fields)
    an_order(services, customer, sale_date="2025-11-01")
    services.stages.move(customer.id, Stage.STABLE)
    return customer


def visits(services: Services, customer: Saved) -> list[tuple[date, str]]:
    return planned(services, customer.id, FollowUpKind.EXEC_VISIT)


def visit(services: Services, customer: Saved, at: str) -> None:
    services.interactions.touch(
        customer.id,
        {
            "channel": "VISIT",
            "kind": "EXEC_VISIT",
            "at": at,
            "summary": "both heads",
            "need_after": "LATENT",
        },
    )


def test_ac_036_the_executive_visit_stands_in_the_calendar_and_runs_over(
    services: Services, clock: FixedClock
) -> None:
    today = clock.moment
    clock.moment = today - timedelta(days=102)  # 2025-11-20
    customer = stable(services)
    visit(services, customer, "2025-11-20 09:00")
    clock.moment = today
    assert visits(services, customer)[-1] == (date(2026, 2, 20), "OPEN")
    rows = [
        row for row in services.cards.agenda(clock.today())
        if row.customer_id == customer.id and row.kind == "EXEC_VISIT"
    ]  # fmt: skip
    assert [(clock.today() - row.due_date).days for row in rows] == [10]
    found = services.account_plans.stage(customer.id).threads.visit
    assert found is not None
    assert (found.due, found.days_late) == (date(2026, 2, 20), 10)


def test_a_visit_does_the_standing_item_and_plans_the_next(services: Services) -> None:
    customer = stable(services)
    assert visits(services, customer) == [(date(2026, 6, 2), "OPEN")]  # from the entry on
    visit(services, customer, "2026-03-02 09:00")
    assert visits(services, customer) == [
        (date(2026, 6, 2), "DONE"),
        (date(2026, 6, 2), "OPEN"),
    ]


def test_the_standing_visit_goes_with_the_stage(services: Services) -> None:
    customer = stable(services)
    services.stages.move(customer.id, Stage.INITIAL)
    assert [status for _due, status in visits(services, customer)] == ["SKIPPED"]


def test_the_standing_visit_is_done_by_a_visit_alone_and_keeps_its_date(
    services: Services,
) -> None:
    stable(services)
    (row,) = [one for one in services.cards.due(date(2026, 12, 31)) if one.kind == "EXEC_VISIT"]
    for act in (
        lambda: services.follow_ups.done(row.id),
        lambda: services.follow_ups.skip(row.id, "no time"),
        lambda: services.follow_ups.move([row.id], due="2026-07-01"),
    ):
        with pytest.raises(Refused):
            act()


def test_an_older_file_gets_its_standing_visits_on_the_next_day(
    services: Services, clock: FixedClock
) -> None:
    customer = stable(services)
    services.core.write(
        "change.set",
        {},
        lambda work: work.execute("DELETE FROM follow_up WHERE kind = 'EXEC_VISIT'"),
    )
    assert visits(services, customer) == []
    clock.advance(timedelta(days=1))
    services.maintenance.new_day()
    assert visits(services, customer) == [(date(2026, 6, 2), "OPEN")]
