"""Touches and what follows from them: grade, history, tracking item, next contact."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from models.enums import FollowUpKind, Grade, GradeReason, NeedStatus
from storage.clock import FixedClock
from storage.errors import Invalid, Refused
from storage.services import Services
from tests.factories import a_customer, an_opportunity, count_of, planned, value

LETTER = {"channel": "EMAIL", "summary": "sent the offer"}


def grade_of(services: Services, customer_id: int) -> object:
    return value(services, "customer", customer_id, "grade")


def test_ac_050_a_customer_without_a_need_is_refused(services: Services) -> None:
    with pytest.raises(Invalid) as refused:
        services.records.create("customer", {"name": "华信"})
    assert set(refused.value.fields) == {"need_status"}
    assert count_of(services, "customer") == 0
    made = a_customer(services, need_status="LATENT")
    assert value(services, "customer", made.id, "next_tracking_due") == date(2026, 4, 1)
    assert planned(services, made.id, FollowUpKind.TRACKING) == [(date(2026, 4, 1), "OPEN")]


def test_ac_054_no_need_is_grade_e_once_a_year(services: Services) -> None:
    made = a_customer(services, need_status="NONE")
    assert grade_of(services, made.id) is Grade.E
    assert value(services, "customer", made.id, "next_tracking_due") == date(2027, 3, 2)


@pytest.mark.parametrize(
    ("close", "grade"),
    [
        ("2026-04-01", "A"),
        ("2026-04-02", "B"),
        ("2026-05-31", "B"),
        ("2026-06-01", "C"),
        ("2026-08-29", "C"),
        ("2026-08-30", "D"),
    ],
)
def test_ac_056_057_058_the_close_date_sets_the_grade(
    services: Services, close: str, grade: str
) -> None:
    made = a_customer(services, grade="E")
    an_opportunity(services, made, expected_close_date=close)
    assert grade_of(services, made.id) == grade


def test_ac_059_without_a_date_or_with_a_latent_need_it_is_d(services: Services) -> None:
    undated = a_customer(services, grade="E")
    an_opportunity(services, undated)
    latent = a_customer(services, grade="E")
    an_opportunity(services, latent, need_status="LATENT", expected_close_date="2026-03-12")
    assert grade_of(services, undated.id) is Grade.D
    assert value(services, "customer", undated.id, "grade_reason") is GradeReason.NO_DATE
    assert grade_of(services, latent.id) is Grade.D
    assert value(services, "customer", latent.id, "grade_reason") is GradeReason.LATENT


def test_ac_060_the_best_deal_counts_and_no_chance_is_e(services: Services) -> None:
    made = a_customer(services)
    an_opportunity(services, made, expected_close_date="2026-07-01")
    an_opportunity(services, made, expected_close_date="2026-03-20")
    hopeless = a_customer(services, need_status="LATENT", no_chance="yes")
    assert grade_of(services, made.id) is Grade.A
    assert grade_of(services, hopeless.id) is Grade.E
    assert value(services, "customer", hopeless.id, "grade_reason") is GradeReason.NO_CHANCE
    assert value(services, "customer", hopeless.id, "need_status") is NeedStatus.LATENT


@pytest.mark.parametrize(
    ("grade", "due"),
    [
        ("A", date(2026, 3, 3)),
        ("B", date(2026, 3, 9)),
        ("C", date(2026, 3, 17)),
        ("D", date(2026, 4, 1)),
        ("E", date(2027, 3, 2)),
    ],
)
def test_ac_061_063_064_the_grade_sets_the_next_date(
    services: Services, grade: str, due: date
) -> None:
    made = a_customer(services, grade=grade)
    assert value(services, "customer", made.id, "next_tracking_due") == due
    done = services.interactions.touch(made.id, LETTER)
    assert (done.grade_after, done.next_due) == (grade, due)
    assert planned(services, made.id, FollowUpKind.TRACKING) == [(due, "DONE"), (due, "OPEN")]


def test_ac_062_a_tracking_date_that_passed_is_due(services: Services, clock: FixedClock) -> None:
    clock.moment = datetime(2026, 2, 22, 2, 0, tzinfo=UTC)
    made = a_customer(services, grade="B")
    clock.moment = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
    services.maintenance.new_day()
    due = services.cards.due(clock.today())
    assert [(row.customer_id, row.due_date) for row in due] == [(made.id, date(2026, 3, 1))]


def test_ac_065_a_touch_moves_the_grade(services: Services) -> None:
    made = a_customer(services, grade="C")
    before = count_of(services, "grade_history")
    graded, due = services.interactions.proposal(
        made.id, need=NeedStatus.NOW, expected=date(2026, 4, 25), no_chance=False
    )
    assert (graded.grade, due) == (Grade.B, date(2026, 3, 9))
    assert grade_of(services, made.id) is Grade.C  # asking writes nothing
    done = services.interactions.touch(
        made.id, {**LETTER, "need_after": "NOW", "expected_date_after": "2026-04-25"}
    )
    assert (done.grade_before, done.grade_after) == (Grade.C, Grade.B)
    assert done.next_due == date(2026, 3, 9)
    assert count_of(services, "grade_history") == before + 1
    assert planned(services, made.id, FollowUpKind.TRACKING) == [
        (date(2026, 3, 17), "DONE"),
        (date(2026, 3, 9), "OPEN"),
    ]


def test_a_kept_grade_needs_a_reason(services: Services) -> None:
    made = a_customer(services, grade="B")
    with pytest.raises(Invalid) as refused:
        services.interactions.touch(made.id, LETTER, keep_grade=Grade.A)
    assert refused.value.code == "grade.override_reason_required"
    kept = services.interactions.touch(
        made.id, LETTER, keep_grade=Grade.A, keep_reason="tender next week"
    )
    assert kept.grade_after is Grade.A
    assert value(services, "customer", made.id, "grade_override_until") == date(2026, 5, 31)


def test_ac_080_a_call_agrees_the_next_contact(services: Services) -> None:
    made = a_customer(services)
    call = {"channel": "PHONE", "summary": "asked for samples"}
    with pytest.raises(Invalid) as refused:
        services.interactions.touch(made.id, call)
    assert refused.value.code == "touch.no_next_contact"
    assert count_of(services, "interaction") == 0
    services.interactions.touch(made.id, {**call, "no_next_reason": "they call back"})
    assert count_of(services, "interaction") == 1


def test_ac_081_an_agreed_contact_stands_beside_the_tracking_item(services: Services) -> None:
    made = a_customer(services)
    services.interactions.touch(
        made.id, {"channel": "PHONE", "summary": "call", "next_contact_at": "2026-03-05 10:00"}
    )
    assert planned(services, made.id, FollowUpKind.COMMITMENT) == [(date(2026, 3, 5), "OPEN")]
    assert planned(services, made.id, FollowUpKind.TRACKING)[-1] == (date(2026, 4, 1), "OPEN")
    times = services.core.read(
        lambda reader: reader.rows("SELECT due_time FROM follow_up WHERE kind = 'COMMITMENT'")
    )
    assert times == [("10:00",)]


def test_ac_190_a_passed_close_date_asks_for_a_new_one(
    services: Services, clock: FixedClock
) -> None:
    clock.moment = datetime(2026, 2, 20, 2, 0, tzinfo=UTC)
    made = a_customer(services)
    an_opportunity(services, made, expected_close_date="2026-02-27")
    clock.moment = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
    services.maintenance.new_day()
    assert grade_of(services, made.id) is Grade.A
    assert value(services, "customer", made.id, "grade_reason") is GradeReason.DATE_PASSED
    with pytest.raises(Invalid) as refused:
        services.interactions.touch(made.id, LETTER)
    assert refused.value.code == "grade.date_needed"
    moved = services.interactions.touch(made.id, {**LETTER, "expected_date_after": "2026-05-01"})
    assert moved.grade_after is Grade.B


def test_a_tracking_item_is_done_by_a_touch_alone(services: Services) -> None:
    made = a_customer(services)
    ((item,),) = services.core.read(lambda reader: reader.rows("SELECT id FROM follow_up"))
    for act in (
        lambda: services.follow_ups.done(item),
        lambda: services.follow_ups.skip(item, "busy"),
        lambda: services.follow_ups.move([item], due="2026-06-01"),
    ):
        with pytest.raises(Refused):
            act()
    services.follow_ups.snooze(item, "2026-03-10", "fair")
    assert planned(services, made.id, FollowUpKind.TRACKING) == [(date(2026, 4, 1), "SNOOZED")]


def test_a_touch_given_twice_with_its_id_is_refused_or_kept_once(services: Services) -> None:
    made = a_customer(services)
    services.interactions.touch(made.id, LETTER)
    assert count_of(services, "interaction") == 1
    assert services.changes.undoable() is not None


def test_ac_046_mail_call_and_visit_stand_in_one_list(services: Services) -> None:
    customer = a_customer(services)
    for channel, step in (("EMAIL", "CONTACT"), ("PHONE", "SERVICE"), ("VISIT", "SERVICE")):
        texts = {"channel": channel, "lifecycle_step": step, "summary": channel}
        given = {"need_after": "LATENT", "no_next_reason": "none yet"}
        services.interactions.touch(customer.id, {**texts, **given})

    def found(query: str) -> list[str]:
        text = f"customer:{customer.code} {query}"
        parsed = services.lists.parse(text, "interactions")
        return [row.channel for row in services.lists.page(parsed, limit=9).rows]

    assert set(found("")) == {"EMAIL", "PHONE", "VISIT"}
    assert found("channel:EMAIL") == ["EMAIL"]
    assert set(found("step:SERVICE")) == {"PHONE", "VISIT"}
    assert found("channel:PHONE step:SERVICE") == ["PHONE"]


CALL = {"channel": "PHONE", "summary": "谈价格", "no_next_reason": "-"}


def test_promises_become_follow_ups_with_an_owner(services: Services) -> None:
    made = a_customer(services)
    services.records.create("user", {"login": "li", "name": "李", "roles": "SALES"})
    done = services.interactions.touch(
        made.id, {**CALL, "promises": "2026-03-05 寄样品\n+10d 9:30 send the offer @li"}
    )
    query = services.lists.parse("kind:COMMITMENT sort:due", "follow-ups")
    rows = services.lists.page(query, limit=9).rows
    assert [(row.title, row.due.isoformat(), row.due_time) for row in rows] == [
        ("寄样品", "2026-03-05", None),
        ("send the offer", "2026-03-12", "09:30"),
    ]
    assert tuple(row.code for row in rows) == done.promises
    me = services.core.actor().name
    assert [row.assignee_name for row in rows] == [me, "李"]
    services.changes.undo()
    assert services.lists.count(query) == 0


@pytest.mark.parametrize(
    "promises", ["寄样品", "2026-03-01 寄样品", "2026-03-05", "2026-03-05 寄样品 @nobody", "a\x1bb"]
)
def test_a_promise_that_cannot_be_kept_is_not_saved(services: Services, promises: str) -> None:
    made = a_customer(services)
    with pytest.raises(Invalid) as refused:
        services.interactions.touch(made.id, {**CALL, "promises": promises})
    assert set(refused.value.fields) == {"promises"}
    assert count_of(services, "interaction") == 0


def test_ac_134_remarks_of_an_owner_forum_become_feedback(services: Services) -> None:
    made = a_customer(services)
    done = services.interactions.touch(
        made.id,
        {
            "channel": "MEETING",
            "kind": "OWNER_FORUM",
            "summary": "业主恳谈会",
            "remarks": "停车难\nsuggestion: 夜间值班\npraise: 王师傅",
        },
    )
    assert len(done.remarks) == 3
    query = services.lists.parse("sort:code", "feedback")
    rows = services.lists.page(query, limit=9).rows
    assert [(row.kind, row.channel, row.text, row.state) for row in rows] == [
        ("OPINION", "MEETING", "停车难", "NEW"),
        ("SUGGESTION", "MEETING", "夜间值班", "NEW"),
        ("PRAISE", "MEETING", "王师傅", "NEW"),
    ]
    assert all(row.customer_id == made.id and row.due_at is not None for row in rows)


@pytest.mark.parametrize("grade", ["A", "B", "C", "D"])
def test_no_customer_is_left_without_a_next_date(services: Services, grade: str) -> None:
    made = a_customer(services, grade=grade)
    item = services.follow_ups.plan(made.id, {"kind": "CALLBACK", "due_date": "2026-03-02"})
    services.interactions.touch(made.id, CALL, follow_up_id=item.id)
    services.interactions.touch(made.id, {**LETTER, "need_after": "LATENT"})
    open_ones = [
        row for row in planned(services, made.id, FollowUpKind.TRACKING) if row[1] == "OPEN"
    ]
    assert len(open_ones) == 1
    assert value(services, "customer", made.id, "next_tracking_due") == open_ones[0][0]
