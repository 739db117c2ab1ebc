"""Two customers made one, and two again (requirements 9.7, AC-150)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from models.enums import AnswerScope
from models.tables import METADATA, RECORDS
from storage.clock import FixedClock
from storage.effects.links import links_to
from storage.effects.saving import Saved
from storage.errors import Conflict, NotFound, Refused
from storage.services import Services, open_services
from tests.dumps import dump, rows
from tests.factories import (
    a_case,
    a_contact,
    a_customer,
    a_ticket,
    an_opportunity,
    an_order,
    value,
)
from tests.team import OWNERS, a_team, become, customers_of

_STAMPS = {"version", "updated_at", "updated_by_id"}


@pytest.fixture
def two(services: Services) -> tuple[Saved, Saved]:
    return a_customer(services, "海天科技有限公司", city="深圳"), a_customer(services, "海天")


def test_ac_150_children_move_and_come_back(
    services: Services, two: tuple[Saved, Saved], clock: FixedClock
) -> None:
    winner, loser = two
    contact = a_contact(services, loser)
    deal = an_opportunity(services, loser)
    order = an_order(services, loser)
    case = a_case(services, loser)
    ticket = a_ticket(services, loser)
    services.interactions.touch(
        loser.id, {"channel": "PHONE", "summary": "call", "next_contact_at": "2026-03-05 10:00"}
    )
    before = dump(services)
    plan = services.duplicates.preview(winner.id, loser.id)
    assert dump(services) == before
    done = services.duplicates.merge(winner.id, loser.id)
    assert done == plan
    moved = dict(done.moved)
    for kind, record in (
        ("contact", contact),
        ("opportunity", deal),
        ("sales_order", order),
        ("feedback", case),
        ("ticket", ticket),
    ):
        assert moved[kind] == 1
        assert value(services, kind, record.id, "customer_id") == winner.id
    assert moved["interaction"] == 1
    assert value(services, "customer", winner.id, "deal_status") == "WON"
    with pytest.raises(NotFound):
        services.cards.record("customer", loser.id)
    open_tracking = rows(
        services,
        "SELECT count(*) FROM follow_up WHERE customer_id = :id AND kind = 'TRACKING'"
        " AND status = 'OPEN' AND deleted_at IS NULL",
        id=winner.id,
    )
    assert open_tracking == [(1,)]
    services.core.database.close()
    again = open_services(services.core.locations, clock=clock)  # undo lasts over a restart
    again.changes.undo()
    assert dump(again) == before
    again.changes.redo()
    assert value(again, "opportunity", deal.id, "customer_id") == winner.id
    again.close()


def test_the_old_code_finds_the_winner(services: Services, two: tuple[Saved, Saved]) -> None:
    winner, loser = two
    services.duplicates.merge(winner.id, loser.id)
    assert services.cards.find(loser.code) == ("customer", winner.id)
    a_contact(services, loser, name="李雷")  # named by the old code
    query = services.lists.parse(loser.code, "customers")
    assert list(services.lists.ids(query)) == [winner.id]
    third = a_customer(services, "海天国际")
    services.duplicates.merge(third.id, winner.id)
    assert services.cards.find(loser.code) == ("customer", third.id)
    services.changes.undo()
    assert services.cards.find(loser.code) == ("customer", winner.id)
    services.changes.undo()
    with pytest.raises(NotFound):
        services.cards.find("C-000009")


def test_fields_are_proposed_and_chosen_one_by_one(services: Services, clock: FixedClock) -> None:
    winner = a_customer(services, "海天", phone="1111111", city="深圳", industry="钢铁")
    loser = a_customer(services, "海天科技", website="haitian.cn", city="广州", status="ACTIVE")
    clock.advance(timedelta(hours=1))
    services.records.update("customer", loser.id, {"city": "东莞"})
    plan = services.duplicates.preview(winner.id, loser.id)
    proposed = {one.name: one.take_loser for one in plan.fields}
    assert proposed == {
        "name": False,  # as old as each other
        "status": True,  # ACTIVE says more than the default
        "industry": False,  # filled here alone
        "phone": False,
        "website": True,
        "city": True,  # changed last
    }
    services.duplicates.merge(winner.id, loser.id, {"name": True, "city": False})
    values = services.cards.record("customer", winner.id)
    wanted = {"name": "海天科技", "city": "深圳", "phone": "1111111", "website": "haitian.cn"}
    assert {name: values[name] for name in wanted} == wanted
    assert values["name_norm"] == "海天科技"
    for name in ("grade", "nonsense"):
        with pytest.raises(Refused) as refused:
            services.duplicates.preview(winner.id, winner.id, {name: True})
        assert refused.value.code == "merge.no_field"


def test_what_is_there_once_stays_once(services: Services, two: tuple[Saved, Saved]) -> None:
    winner, loser = two
    mine = a_contact(services, winner, "王芳", email="wang@haitian.cn")
    twin = a_contact(services, loser, "王 芳", email="WANG@haitian.cn", title="CFO")
    other = a_contact(services, loser, "王芳", mobile="13800138000", email="fang@haitian.cn")
    birthday = {"kind": "BIRTHDAY", "month": "5", "day": "20"}
    for person in (mine, twin):
        services.records.create("special_date", {"contact": person.code, **birthday})
    for one in two:
        services.answers.give(AnswerScope.CUSTOMER, one.id, "C-N1", {"state": "ASSUMED"})
    before = dump(services)
    done = services.duplicates.merge(winner.id, loser.id)
    assert done.people == ("王 芳",)
    assert dict(done.left)["nsabc_answer"] == 1
    assert value(services, "contact", mine.id, "title") == "CFO"
    people = rows(
        services,
        "SELECT id, is_primary FROM contact WHERE customer_id = :id AND deleted_at IS NULL",
        id=winner.id,
    )
    assert sorted(people) == sorted([(mine.id, 1), (other.id, 0)])
    days = rows(services, "SELECT contact_id FROM special_date WHERE deleted_at IS NULL")
    assert days == [(mine.id,)]
    services.changes.undo()
    assert dump(services) == before


def test_undo_is_refused_where_something_was_changed_since(
    services: Services, two: tuple[Saved, Saved]
) -> None:
    winner, loser = two
    deal = an_opportunity(services, loser)
    services.duplicates.merge(winner.id, loser.id)
    change = rows(services, "SELECT max(id) FROM change_set WHERE label = 'change.merge'")[0][0]
    other = a_customer(services, "华信")
    services.records.update("opportunity", deal.id, {"customer": other.code})
    with pytest.raises(Refused) as refused:
        services.changes.undo(change)
    assert refused.value.code == "undo.changed_since"
    assert refused.value.reason.params["field"] == "customer"


def test_undo_holds_for_thirty_days_though_figures_move_on(
    services: Services, two: tuple[Saved, Saved], clock: FixedClock
) -> None:
    winner, loser = two
    an_opportunity(services, loser, expected_close_date="2026-04-20")
    services.duplicates.merge(winner.id, loser.id)
    change = rows(services, "SELECT max(id) FROM change_set WHERE label = 'change.merge'")[0][0]
    clock.advance(timedelta(days=30))
    services.maintenance.new_day()
    services.interactions.touch(
        winner.id, {"channel": "PHONE", "summary": "x", "no_next_reason": "none"}
    )
    services.changes.undo(change)
    assert value(services, "customer", loser.id, "grade") == "A"  # as of today
    services.changes.redo()
    clock.advance(timedelta(days=1))
    with pytest.raises(Refused) as refused:
        services.changes.undo(change)
    assert refused.value.code == "undo.merge_too_old"


def test_a_mark_not_to_contact_and_a_termination_stay(
    services: Services, two: tuple[Saved, Saved]
) -> None:
    winner, loser = two
    services.core.write(
        "x",
        {},
        lambda work: work.execute(
            "UPDATE customer SET do_not_contact = 1, status = 'TERMINATED' WHERE id = :id",
            {"id": loser.id},
        ),
    )
    services.duplicates.merge(winner.id, loser.id, {"status": False})
    values = services.cards.record("customer", winner.id)
    assert (values["do_not_contact"], values["status"]) == (True, "TERMINATED")


def test_many_children_come_back_at_once(services: Services, two: tuple[Saved, Saved]) -> None:
    winner, loser = two
    for number in range(55):
        services.records.create("need", {"customer": loser.code, "problem": f"p{number}"})
    before = dump(services)
    assert dict(services.duplicates.merge(winner.id, loser.id).moved)["need"] == 55
    services.changes.undo()
    assert dump(services) == before


def test_who_may_merge_and_what_is_refused(services: Services, two: tuple[Saved, Saved]) -> None:
    winner, loser = two
    with pytest.raises(Refused) as refused:
        services.duplicates.merge(winner.id, winner.id)
    assert refused.value.code == "merge.same"
    with pytest.raises(Conflict) as moved:
        services.duplicates.merge(winner.id, loser.id, seen=(1, 99))
    assert moved.value.code == "merge.moved_on"


def test_sales_merge_their_own_and_a_manager_all(services: Services) -> None:
    a_team(services)
    found = customers_of(services, "sales")
    own, mates, strangers = (found[one] for one in OWNERS)
    second = a_customer(services, "海天", owner="sales")
    third = a_customer(services, "海天国际", owner="sales")
    become(services, "sales")
    services.duplicates.merge(own.id, second.id)
    with pytest.raises(Refused) as refused:
        services.duplicates.merge(own.id, mates.id)
    assert refused.value.code == "refused.right"
    with pytest.raises(NotFound):
        services.duplicates.preview(own.id, strangers.id)
    for login in ("service", "viewer"):
        become(services, login)
        with pytest.raises(Refused):
            services.duplicates.merge(own.id, third.id)
    become(services, "manager")
    services.duplicates.merge(strangers.id, own.id)


def test_no_table_can_be_forgotten(services: Services) -> None:
    """Whatever points to a customer or a person in the schema is among the links that move."""
    for kind in ("customer", "contact"):
        known = {(link.table, link.column) for link in links_to(kind)}
        for table in RECORDS:
            keys = rows(
                services, f'SELECT "from", "table" FROM pragma_foreign_key_list(\'{table}\')'
            )
            declared = {(table, column) for column, target in keys if target == kind}
            names = {
                (table, column.name)
                for column in METADATA.tables[table].columns
                if column.name.endswith(f"{kind}_id")
            }
            assert declared | names <= known, table
    assert ("nsabc_answer", "subject_id") in {
        (one.table, one.column) for one in links_to("customer")
    }


# ── whatever hangs on two customers ─────────────────────────────────────────────────────

ACTS: dict[str, Callable[[Services, Saved, int], object]] = {
    "contact": lambda s, c, n: a_contact(s, c, "王芳", email=f"w{n % 2}@x.cn"),
    "deal": lambda s, c, _n: an_opportunity(s, c),
    "order": lambda s, c, _n: an_order(s, c),
    "case": lambda s, c, _n: a_case(s, c),
    "ticket": lambda s, c, _n: a_ticket(s, c),
    "need": lambda s, c, n: s.records.create("need", {"customer": c.code, "problem": f"p{n}"}),
    "answer": lambda s, c, n: s.answers.give(
        AnswerScope.CUSTOMER, c.id, "C-N1", {"state": "ASSUMED", "note": f"n{n}"}
    ),
    "touch": lambda s, c, _n: s.interactions.touch(
        c.id, {"channel": "PHONE", "summary": "x", "no_next_reason": "none"}
    ),
    "plan": lambda s, c, _n: s.follow_ups.plan(c.id, {"title": "x", "due_date": "2026-03-09"}),
    "address": lambda s, c, n: s.records.create(
        "address", {"customer": c.code, "city": f"city {n % 2}"}
    ),
    "figures": lambda s, c, n: s.records.create(
        "account_financial", {"customer": c.code, "year": str(2024 + n % 2), "margin": "5"}
    ),
    "edit": lambda s, c, n: s.records.update("customer", c.id, {"industry": f"i{n}"}),
}


@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.generate],  # as it is found: making it smaller takes minutes
)
@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(ACTS)), st.booleans(), st.integers(0, 3)),
        min_size=2,
        max_size=9,
    ),
    st.booleans(),
)
def test_merge_then_undo_leaves_the_dump_equal(
    services: Services, acts: list[tuple[str, bool, int]], turned: bool
) -> None:
    two = a_customer(services, grade="A"), a_customer(services, grade="D")
    for name, first, number in acts:
        try:
            ACTS[name](services, two[0 if first else 1], number)
        except (Refused, Conflict):
            continue  # what the gates refuse is not there
    before = dump(services)
    winner, loser = reversed(two) if turned else two
    services.duplicates.merge(winner.id, loser.id)
    merged = dump(services)
    assert all(row[0] != loser.id for row in merged["customer"])
    for link in links_to("customer"):
        if link.table != "duplicate_pair":
            assert not rows(
                services,
                f'SELECT 1 FROM {link.table} WHERE "{link.column}" = :id AND {link.where}',
                id=loser.id,
            )
    services.changes.undo()
    assert dump(services) == before
    services.changes.redo()
    assert dump(services) == merged
    services.changes.undo()
    assert dump(services) == before
