from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.explanation import Explanation, Reason
from models.policy_relations import DataPolicy
from models.rules.data_quality import (
    REQUIRED,
    CustomerData,
    completeness,
    freshness,
    stale_list,
)
from models.rules.rounding import percent

TODAY = date(2026, 3, 2)
POLICY = DataPolicy()
FULL = CustomerData(
    name="Lihua",
    code="C-000001",
    industry="HR",
    source="FAIR",
    kind="ENTERPRISE",
    province="Zhejiang",
    city="Hangzhou",
    address="1 West Lake",
    phone="0571",
    contact="Li",
    contact_title="Director",
    contact_phones=("", "138", ""),
    need_confirmed=True,
    profile="machines",
    owner="zhang",
)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def test_a_full_record_has_all_twelve_items() -> None:
    found = completeness(FULL)
    assert len(REQUIRED) == 12
    assert (found.value, found.missing) == (Decimal("100.0"), ())
    params = {"filled": 12, "required": 12, "percent": Decimal("100.0")}
    line = Reason("data.completeness", params)
    assert found.explanation == Explanation("completeness", "R-DQ", Decimal("100.0"), (line,))


def test_an_empty_record_names_all_that_is_missing() -> None:
    found = completeness(CustomerData())
    assert (found.value, found.missing) == (Decimal("0.0"), REQUIRED)
    assert found.explanation.lines == (
        Reason("data.completeness", {"filled": 0, "required": 12, "percent": Decimal("0.0")}),
        Reason("data.missing", {"required_items": REQUIRED}),
    )


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({"name": " "}, "name"),
        ({"code": " "}, "code"),
        ({"industry": " "}, "industry"),
        ({"source": " "}, "source"),
        ({"kind": " "}, "kind"),
        ({"province": " ", "city": " "}, "region"),
        ({"address": " "}, "address"),
        ({"phone": " "}, "phone"),
        ({"contact": ""}, "main_contact"),
        ({"contact_title": ""}, "main_contact"),
        ({"contact_phones": (" ", "")}, "main_contact"),
        ({"contact_phones": ()}, "main_contact"),
        ({"need_confirmed": False}, "need"),
        ({"profile": " "}, "profile"),
        ({"owner": " "}, "owner"),
        ({"province": ""}, None),
        ({"city": ""}, None),
    ],
)
def test_each_item_counts_by_itself(change: dict[str, object], missing: str | None) -> None:
    found = completeness(replace(FULL, **change))  # type: ignore[arg-type]
    assert found.missing == ((missing,) if missing else ())
    assert found.value == (Decimal("91.7") if missing else Decimal("100.0"))


@settings(max_examples=60, deadline=None)
@given(st.sets(st.sampled_from([one.name for one in fields(CustomerData) if one.type == "str"])))
def test_completeness_recomputes_from_its_line(emptied: set[str]) -> None:
    found = completeness(replace(FULL, **dict.fromkeys(emptied, "")))  # type: ignore[arg-type]
    params = found.explanation.lines[0].params
    share = percent(int(str(params["filled"])), int(str(params["required"])))
    assert share == found.value == found.explanation.value
    assert int(str(params["filled"])) + len(found.missing) == 12


# --- freshness


@pytest.mark.parametrize(("days", "fresh"), [(0, True), (180, True), (181, False), (-1, False)])
def test_a_check_counts_for_half_a_year(days: int, fresh: bool) -> None:
    data = CustomerData(verified={"identity": ago(days)})
    found = freshness(data, POLICY, TODAY)
    assert found.value == Decimal("100.0" if fresh else "0.0")
    assert found.stale is not fresh
    assert (stale_list([("C-1", ago(days))], POLICY, TODAY) == ()) is fresh


def test_the_share_of_the_groups_and_the_oldest_of_them() -> None:
    data = CustomerData(verified={"identity": ago(3), "address": ago(200), "need": ago(100)})
    found = freshness(data, POLICY, TODAY)
    assert (found.value, found.oldest, found.stale) == (Decimal("66.7"), ago(200), True)
    share = {"fresh": 2, "count": 3, "limit": 180, "percent": Decimal("66.7")}
    lines = (
        Reason("data.freshness", {**share, "setting": "data.fresh_days"}),
        Reason("data.oldest", {"date": ago(200), "days": 200}),
    )
    assert found.explanation == Explanation("freshness", "R-DQ", Decimal("66.7"), lines)


def test_a_group_never_verified_is_stale_and_has_no_oldest_day() -> None:
    found = freshness(CustomerData(verified={"a": TODAY, "b": None}), POLICY, TODAY)
    assert (found.value, found.oldest, found.stale) == (Decimal("50.0"), None, True)
    assert found.explanation.lines[1:] == (Reason("data.never_verified", {"count": 1}),)


def test_without_groups_there_is_no_data() -> None:
    found = freshness(CustomerData(), POLICY, TODAY)
    assert (found.value, found.oldest, found.stale) == (None, None, True)
    nothing = (Reason("data.no_groups"),)
    assert found.explanation == Explanation("freshness", "R-DQ", None, nothing)


def test_the_stale_list_begins_with_what_was_never_checked() -> None:
    found = stale_list(
        [("A-3", ago(200)), ("B-2", ago(300)), ("C-2", None), ("C-1", None), ("A-4", TODAY)],
        POLICY,
        TODAY,
    )
    assert found == (("C-1", None), ("C-2", None), ("B-2", ago(300)), ("A-3", ago(200)))
    same = stale_list([("b", ago(200)), ("a", ago(200))], POLICY, TODAY)
    assert [code for code, _ in same] == ["a", "b"]
