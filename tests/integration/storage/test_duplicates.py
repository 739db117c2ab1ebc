"""The same customer is on record once: asked on every way to save one (requirements 11.5)."""

from __future__ import annotations

import json
from functools import cache
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.enums import NeedStatus, PairVerdict
from models.rules.duplicates import Facts, match
from models.views.duplicates import TO_MERGE
from storage.effects.duplicate_scan import scan
from storage.effects.duplicates import Lookalikes
from storage.effects.saving import Saved
from storage.errors import Alike, Cancelled, Invalid, Refused
from storage.progress import Silent
from storage.queries import duplicates as queries
from storage.search.lookalikes import kept_keys
from storage.services import Services
from storage.work import Work
from tests.factories import a_customer, value
from tests.team import a_team, become
from tests.tools.store import Store


def pairs(services: Services) -> list[tuple[Any, ...]]:
    return services.core.read(
        lambda reader: reader.rows(
            "SELECT a.code, b.code, p.verdict, p.score, p.reason FROM duplicate_pair p"
            " JOIN customer a ON a.id = p.first_id JOIN customer b ON b.id = p.second_id"
            " WHERE p.deleted_at IS NULL ORDER BY p.id"
        )
    )


def alike(services: Services, **fields: str) -> Alike:
    with pytest.raises(Alike) as refused:
        a_customer(services, **fields)
    return refused.value


def test_ac_149_a_customer_of_that_name_in_that_city_is_asked_about(services: Services) -> None:
    a_customer(services, "海天科技有限公司", city="深圳")
    error = alike(services, name="海天科技", city="深圳市")
    assert error.exit_status == 4
    (seen,) = error.lookalikes
    assert (seen.code, seen.name, seen.score, seen.fields) == (
        "C-000001", "海天科技有限公司", 79, ("name",),
    )  # fmt: skip
    a_customer(services, "海天科技", city="广州")  # another city
    a_customer(services, "海天科技")  # an unknown one is not the same
    a_customer(services, "海天电子", city="深圳")


@pytest.mark.parametrize(
    ("field", "stored", "typed"),
    [
        ("phone", "0755-8888 6666", "+86 755 88886666"),
        ("email", "Info@Haitian.cn", "info@haitian.cn"),
        ("website", "https://www.haitian.cn", "haitian.cn/about"),
        ("registration_no", "91440300MA5F-X", "91440300ma5fx"),
    ],
)
def test_an_equal_key_is_enough(services: Services, field: str, stored: str, typed: str) -> None:
    a_customer(services, "海天科技", **{field: stored})
    error = alike(services, name="别的名字", **{field: typed})
    assert (error.lookalikes[0].score, error.lookalikes[0].fields) == (80, (field,))


def test_the_best_lookalike_is_named_first(services: Services) -> None:
    a_customer(services, "海天科技", city="深圳")
    a_customer(services, "海天", phone="0755-88886666", email="a@haitian.cn")
    error = alike(
        services, name="海天科技", city="深圳", phone="075588886666", email="a@haitian.cn"
    )
    assert [(one.code, one.score) for one in error.lookalikes] == [
        ("C-000002", 85),
        ("C-000001", 79),
    ]
    assert len(error.reasons) == 2


def test_both_are_kept_with_a_reason_and_undo_takes_both_back(services: Services) -> None:
    first = a_customer(services, "海天科技", city="深圳")
    texts = {"name": "海天科技", "city": "深圳", "need_status": "LATENT"}
    for nothing in ("", "  "):
        with pytest.raises(Alike):
            services.records.create("customer", texts, keep_duplicate=nothing)
    made = services.records.create("customer", texts, keep_duplicate="two sites")
    assert pairs(services) == [(first.code, made.code, "KEPT", 79, "two sites")]
    services.changes.undo()
    assert pairs(services) == []
    services.changes.redo()
    assert pairs(services) == [(first.code, made.code, "KEPT", 79, "two sites")]


def test_a_change_asks_only_where_name_or_key_moved_and_evidence_grew(services: Services) -> None:
    a_customer(services, "海天科技", city="深圳", phone="0755-88886666")
    texts = {"name": "海天科技", "city": "深圳", "need_status": "LATENT"}
    made = services.records.create("customer", texts, keep_duplicate="two sites")
    update = services.records.update
    update("customer", made.id, {"industry": "银行", "need_status": "NOW"})
    update("customer", made.id, {"city": "深圳市"})  # the same pair, the same score
    with pytest.raises(Alike):
        update("customer", made.id, {"phone": "0755 8888 6666"})
    assert value(services, "customer", made.id, "phone") is None
    update("customer", made.id, {"phone": "0755 8888 6666"}, keep_duplicate="one switchboard")
    assert pairs(services)[0][3:] == (80, "one switchboard")
    other = a_customer(services, "华信")
    with pytest.raises(Alike):
        update("customer", other.id, {"name": "海天科技", "city": "深圳"})


def test_archived_customers_are_not_asked_about_and_changed_ones_by_what_they_are_now(
    services: Services,
) -> None:
    first = a_customer(services, "海天科技", city="深圳")
    services.records.archive("customer", first.id)
    second = a_customer(services, "海天科技", city="深圳")
    services.records.update("customer", second.id, {"name": "海地科技"})
    a_customer(services, "海天科技", city="深圳")
    alike(services, name="海地科技", city="深圳")
    services.changes.undo()  # the third one
    services.changes.undo()  # the new name of the second
    alike(services, name="海天科技", city="深圳")


def test_a_bulk_change_names_whom_it_would_double(services: Services) -> None:
    first, second = a_customer(services, "海天科技"), a_customer(services, "海天科技")
    done = services.bulk.change("customer", [first.id, second.id], {"city": "深圳"})
    assert done.changed == 1
    assert [(code, reason.code) for code, reason in done.refused] == [
        (second.code, "duplicate.alike")
    ]


def test_a_visitor_of_a_fair_is_the_customer_of_that_name(services: Services) -> None:
    a_customer(services, "海天科技有限公司", city="深圳")
    taken = services.fairs.capture("CANTON", {"company": "海天科技", "interest": "locks"})
    assert taken.customer_code == "C-000001"


def test_a_colleagues_customer_is_told_of_without_its_name(services: Services) -> None:
    a_team(services)
    a_customer(services, "海天科技", city="深圳", owner="stranger")
    become(services, "sales")
    error = alike(services, name="海天科技", city="深圳")
    assert [one.code for one in error.reasons] == ["duplicate.alike_hidden"]
    assert (error.lookalikes[0].id, error.lookalikes[0].name) == (0, "")
    assert "record" not in error.reason.params


def test_who_shares_a_piece_of_a_name_is_kept_for_those_alone_whom_it_resembles(
    services: Services,
) -> None:
    stored = a_customer(services, "甲乙丙丁戊己庚辛壬癸", city="深圳")
    other, like, both = "甲乙丙丁戊子丑寅卯辰", "甲乙丙丁戊己庚辛壬子", "甲乙丙丁戊己庚辛壬癸"

    def seen(work: Work) -> list[list[int]]:
        lookalikes = Lookalikes()
        those = [Facts(name, "深圳") for name in (other, like, both)]
        one_by_one = [lookalikes.like(work, 0, one) for one in those]
        at_once = Lookalikes()
        at_once.foresee(work, those)
        assert [at_once.like(work, 0, one) for one in those] == one_by_one
        return [[known.id for known, _match in pairs] for pairs in one_by_one]

    assert services.core.units.rehearse(seen) == [[], [stored.id], [stored.id]]


def test_a_save_reads_lookalikes_by_index_alone() -> None:
    store = Store()
    store.add("customer", name="海天科技", name_norm="海天科技", need_status=NeedStatus.NOW.value)
    given = {"keys": json.dumps([["phone", "1"]]), "limit": 10}
    steps = store.plan(queries.LOOKALIKES, given)
    steps += store.plan(queries.PAIRS_OF, {"id": 1})
    walked = [
        step
        for step in steps
        if step.startswith("SCAN") and step != "SCAN j VIRTUAL TABLE INDEX 1:"
    ]
    assert walked == []
    assert any("SEARCH k USING PRIMARY KEY (kind=? AND value=?)" in step for step in steps)


# ── the whole book ──────────────────────────────────────────────────────────────────────


def found(services: Services) -> list[tuple[str, str, int]]:
    return [(one.first.code, one.second.code, one.score) for one in services.duplicates.scan()]


def unasked(services: Services, **fields: str) -> Saved:
    """A customer as it came in before anybody asked."""
    texts = {"need_status": "LATENT", **fields}
    return services.records.create("customer", texts, keep_duplicate=TO_MERGE)


def test_the_scan_finds_every_pair_and_asks_no_more_what_was_settled(services: Services) -> None:
    a = unasked(services, name="海天科技有限公司", city="深圳", phone="0755-88886666")
    b = unasked(services, name="海天科技", city="深圳", phone="075588886666", email="a@x.cn")
    c = unasked(services, name="别的", email="A@x.cn")
    unasked(services, name="海天科技", city="广州")
    ab, ac_, bc = (a.code, b.code, 80), (a.code, c.code), (b.code, c.code, 80)
    assert found(services) == [ab, bc]
    assert ac_ not in [one[:2] for one in found(services)]
    services.duplicates.settle(a.id, b.id, PairVerdict.KEPT, "two sites")
    services.duplicates.settle(c.id, b.id, PairVerdict.NEVER)
    assert found(services) == []
    for one in (a, c):
        services.records.update("customer", one.id, {"registration_no": "9144"}, keep_duplicate="x")
    services.records.update("customer", b.id, {"registration_no": "9144"}, keep_duplicate=TO_MERGE)
    assert found(services) == [(a.code, b.code, 85)]  # more keys than when it was kept
    services.changes.undo()
    assert found(services) == []
    with pytest.raises(Refused):
        services.duplicates.settle(a.id, a_customer(services, "华信").id, PairVerdict.NEVER)
    with pytest.raises(Invalid):
        services.duplicates.settle(a.id, b.id, PairVerdict.KEPT, " ")


def test_clusters_pair_within_themselves_alone(services: Services) -> None:
    """Several groups at once: nobody is paired with another group's."""
    names = ("海天科技", "华信科技", "Harbour Lane Trading")
    made = {name: [unasked(services, name=name, city="深圳") for _ in range(3)] for name in names}
    pairs = {frozenset(one[:2]) for one in found(services)}
    wanted = {
        frozenset((one.code, other.code))
        for group in made.values()
        for one, other in combinations(group, 2)
    }
    assert pairs == wanted


def test_merging_a_pair_takes_all_its_pairs_along(services: Services) -> None:
    a, b, c = (unasked(services, name="海天科技", city="深圳") for _ in range(3))
    services.duplicates.settle(b.id, c.id, PairVerdict.NEVER)
    services.duplicates.merge(a.id, b.id)
    assert found(services) == []  # what was said of b and c holds for a and c
    services.changes.undo()
    assert [one[:2] for one in found(services)] == [(a.code, b.code), (a.code, c.code)]


def test_the_scan_shows_nobody_whom_the_user_may_not_see(services: Services) -> None:
    a_team(services)
    for owner in ("stranger", "sales", "sales"):
        unasked(services, name="海天科技", city="深圳", owner=owner)
    assert len(found(services)) == 3
    become(services, "sales")
    assert found(services) == [("C-000002", "C-000003", 79)]


def test_a_scan_can_be_stopped_and_tells_how_far_it_is(services: Services) -> None:
    unasked(services, name="海天科技", city="深圳")
    told: list[tuple[int, int]] = []

    class Told:
        stopped = False

        def report(self, done: int, total: int) -> None:
            told.append((done, total))

        def cancelled(self) -> bool:
            return self.stopped

    progress = Told()
    services.duplicates.scan(progress)
    assert told[-1] == (1, 1)
    progress.stopped = True
    with pytest.raises(Cancelled):
        services.duplicates.scan(progress)


@cache
def a_store() -> Store:
    return Store()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.builds(
            Facts,
            name=st.text("ab", min_size=1, max_size=14),
            city=st.sampled_from(["", "深圳", "广州"]),
            phone=st.sampled_from(["", "1234567", "7654321"]),
            email=st.sampled_from(["", "a@x.cn"]),
        ),
        max_size=9,
    )
)
def test_blocking_finds_what_comparing_all_finds(book: list[Facts]) -> None:
    store, ids = a_store(), []
    store.connection.execute("DELETE FROM customer")
    store.connection.execute("DELETE FROM match_key")
    for one in book:
        values = {"name": one.name, "name_norm": one.name, "city": one.city or None}
        values |= {"phone": f"+{one.phone}" if one.phone else None, "email": one.email or None}
        ids.append(store.add("customer", code=None, merged_into_id=None, **values))
        for kind, key in kept_keys(one):
            store.connection.execute("INSERT INTO match_key VALUES (?, ?, ?)", (kind, key, ids[-1]))
    pairs = {(p.first.id, p.second.id): p.score for p in scan(store, Silent())}
    wanted = {
        (ids[a], ids[b]): seen.score
        for a, b in combinations(range(len(book)), 2)
        if (seen := match(book[a], book[b])) is not None
    }
    assert pairs == wanted
