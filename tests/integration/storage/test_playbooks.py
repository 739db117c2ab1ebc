"""Playbooks at work: three calls, dated and dependent steps, sign-offs, starts and stops (9.4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

import pytest

from models.enums import DealStepKind, GiftKind, RunState, Stage
from models.records.customer import Customer
from models.records.dealings import GiftRegister
from models.views.playbook import Run, RunStep
from models.views.rows import FollowUpRow
from storage.clock import FixedClock
from storage.content.library import FOLDER, own_folder
from storage.effects.saving import Saved
from storage.errors import Invalid, NotFound, Refused
from storage.services import Services
from storage.work import Work
from tests.factories import a_customer, an_opportunity, an_order


def items(services: Services, customer: Saved) -> list[FollowUpRow]:
    """What is planned or was done with a customer, tracking apart."""
    query = services.lists.parse(f"customer:{customer.code} !kind:TRACKING", "follow-ups")
    return list(services.lists.page(query, limit=200).rows)


def runs(services: Services, customer: Saved) -> tuple[Run, ...]:
    return services.playbooks.runs(customer.id).runs


def only_run(services: Services, customer: Saved) -> Run:
    (found,) = runs(services, customer)
    return found


def steps(run: Run) -> Mapping[str, RunStep]:
    return {step.key: step for step in run.steps}


def dues(run: Run) -> dict[str, str]:
    return {step.key: f"{step.state} {step.due} {step.due_time}".strip() for step in run.steps}


def a_letter(services: Services, customer: Saved, **texts: str) -> None:
    given = {"channel": "LETTER", "summary": "Offer by letter", **texts}
    services.interactions.touch(customer.id, given)


def a_call(services: Services, customer: Saved, step: RunStep, **texts: str) -> None:
    given = {"channel": "PHONE", "summary": "Rang", "no_next_reason": "none agreed"}
    if texts:
        given = {"channel": "PHONE", "summary": "Rang", **texts}
    services.interactions.touch(customer.id, given, follow_up_id=step.item_id)


# ── three calls ─────────────────────────────────────────────────────────────────────────────


def test_ac_082_a_letter_makes_three_calls(services: Services) -> None:
    customer = a_customer(services)
    services.records.create("contact", {"customer": customer.code, "name": "Li", "is_primary": "y"})
    a_letter(services, customer)
    run = only_run(services, customer)
    assert run.playbook == "THREE_CALLS"
    assert dues(run) == {
        "call_1": "OPEN 2026-03-02",
        "call_2": "OPEN 2026-03-03",
        "call_3": "BLOCKED 2026-03-06",
    }
    found = {row.title: (row.kind, row.status) for row in items(services, customer)}
    assert set(found.values()) == {("LETTER_CALL", "OPEN"), ("LETTER_CALL", "BLOCKED")}


def test_ac_083_call_3_falls_at_the_time_agreed_in_call_2(services: Services) -> None:
    customer = a_customer(services)
    a_letter(services, customer)
    second = steps(only_run(services, customer))["call_2"]
    a_call(services, customer, second, next_contact_at="2026-03-06 15:00")
    third = steps(only_run(services, customer))["call_3"]
    assert (third.state, str(third.due), third.due_time) == ("OPEN", "2026-03-06", "15:00")
    # The agreed time is the third call itself: no commitment stands beside it.
    assert {row.kind for row in items(services, customer)} == {"LETTER_CALL"}
    services.changes.undo()
    assert dues(only_run(services, customer))["call_3"] == "BLOCKED 2026-03-06"


def test_ac_084_the_letter_is_not_closed_with_calls_open(services: Services) -> None:
    customer = a_customer(services)
    a_letter(services, customer)
    run = only_run(services, customer)
    a_call(services, customer, steps(run)["call_1"], next_contact_at="2026-03-04 09:00")
    with pytest.raises(Refused) as refused:
        services.playbooks.close(run.id)
    assert refused.value.code == "playbook.open_steps"
    assert refused.value.reason.params["count"] == 2
    with pytest.raises(Invalid):
        services.playbooks.skip(steps(run)["call_2"].id, "  ")  # a skip needs a reason
    services.playbooks.skip(steps(run)["call_2"].id, "she rang herself")
    run = only_run(services, customer)
    assert dues(run)["call_3"] == "OPEN 2026-03-05"  # three working days on, nothing was agreed
    services.playbooks.skip(steps(run)["call_3"].id, "settled")
    assert only_run(services, customer).state == RunState.DONE


def test_the_second_call_is_done_by_a_touch_which_tells_the_time(services: Services) -> None:
    customer = a_customer(services)
    a_letter(services, customer)
    second = steps(only_run(services, customer))["call_2"]
    with pytest.raises(Refused) as refused:
        services.follow_ups.done(second.item_id)
    assert refused.value.code == "playbook.agree_in_touch"
    a_call(services, customer, second)  # without a time, with a reason: nothing is stuck
    assert dues(only_run(services, customer))["call_3"] == "OPEN 2026-03-05"


def test_a_waiting_call_is_not_done_by_a_key_but_by_a_touch(services: Services) -> None:
    customer = a_customer(services)
    a_letter(services, customer)
    third = steps(only_run(services, customer))["call_3"]
    with pytest.raises(Refused) as refused:
        services.follow_ups.done(third.item_id)
    assert refused.value.code == "playbook.blocked"
    a_call(services, customer, third)
    assert steps(only_run(services, customer))["call_3"].state == "DONE"


def test_a_waiting_call_moves_with_the_one_before(services: Services) -> None:
    customer = a_customer(services)
    a_letter(services, customer)
    second = steps(only_run(services, customer))["call_2"]
    services.follow_ups.move([second.item_id], due="2026-03-10")
    assert dues(only_run(services, customer))["call_3"] == "BLOCKED 2026-03-13"


@pytest.mark.parametrize("channel", ["EMAIL", "FAX", "SMS"])
def test_other_messages_offer_the_calls(services: Services, channel: str) -> None:
    customer = a_customer(services)
    a_letter(services, customer, channel=channel, three_calls="no")
    assert runs(services, customer) == ()
    a_letter(services, customer, channel=channel)
    assert only_run(services, customer).playbook == "THREE_CALLS"
    a_letter(services, customer, channel=channel)  # one at a time is enough
    assert len(runs(services, customer)) == 1


def test_each_letter_has_its_own_calls(services: Services) -> None:
    customer = a_customer(services)
    a_letter(services, customer)
    a_letter(services, customer)
    assert len(runs(services, customer)) == 2


def test_an_old_letter_sets_nothing_off(services: Services) -> None:
    customer = a_customer(services)
    a_letter(services, customer, at="2026-01-15 10:00")
    assert runs(services, customer) == ()


def test_ac_106_a_mail_received_is_to_be_answered_within_24_hours(
    services: Services, clock: FixedClock
) -> None:
    card = services.playbooks.card("TEN_SERVICE")
    assert (card.filled, len(card.steps) - card.filled) == (7, 3)
    assert [step.key for step in card.steps if step.unknown] == ["slot_8", "slot_9", "slot_10"]
    clock.advance(timedelta(hours=7))
    customer = a_customer(services)
    mail = {"channel": "EMAIL", "direction": "IN", "summary": "Asks", "at": "2026-03-02 16:30"}
    services.interactions.touch(customer.id, mail)
    (reply,) = items(services, customer)
    assert (reply.kind, str(reply.due), reply.due_time) == ("SLA", "2026-03-03", "16:30")
    a_letter(services, customer, channel="EMAIL", three_calls="no")
    assert [row.status for row in items(services, customer)] == ["DONE"]
    assert only_run(services, customer).state == RunState.DONE


def test_the_journal_tells_what_was_started_and_done(services: Services) -> None:
    customer = a_customer(services)
    a_letter(services, customer)
    run = only_run(services, customer)
    a_call(services, customer, steps(run)["call_1"], next_contact_at="2026-03-04 09:00")
    services.playbooks.skip(steps(run)["call_2"].id, "she rang herself")
    found = services.cards.played(customer.id)
    told = [(one.step.get("en", "")[:6], one.state, one.interaction_id > 0) for one in found]
    assert sorted(told) == [
        ("", "RUNNING", False),
        ("Call 1", "DONE", True),
        ("Call 2", "SKIPPED", False),
    ]
    services.playbooks.stop(run.id, "sold")
    assert len(services.cards.played(customer.id)) == 2  # what was left out by stopping is no news


# ── dated steps ─────────────────────────────────────────────────────────────────────────────


def test_ac_132_six_and_two_follows_the_dates_of_the_customer(services: Services) -> None:
    dates = {"handover_date": "2026-01-15", "warranty_until": "2028-01-15"}
    customer = a_customer(services, consent_greeting="yes", **dates)
    run = only_run(services, customer)  # a handover date that is set starts it
    assert run.playbook == "V6_2"
    found = dues(run)
    assert found["months_3"] == "OPEN 2026-04-15"
    assert found["warranty"] == "OPEN 2027-12-16"
    assert found["year_1"] == "OPEN 2027-01-15"
    assert found["events"] == "UNDATED None"
    required = [step.key for step in run.steps if step.required]
    assert required == ["months_3", "warranty", "year_1", "birthday"]


def test_dates_that_move_or_come_later_move_the_steps(services: Services) -> None:
    customer = a_customer(services, consent_greeting="yes", handover_date="2026-01-15")
    assert dues(only_run(services, customer))["warranty"] == "UNDATED None"
    services.records.update("customer", customer.id, {"warranty_until": "2028-01-15"})
    services.records.update("customer", customer.id, {"handover_date": "2026-02-28"})
    found = dues(only_run(services, customer))
    assert found["warranty"] == "OPEN 2027-12-16"
    assert (found["months_3"], found["year_1"]) == ("OPEN 2026-05-28", "OPEN 2027-02-28")
    person = services.records.create("contact", {"customer": customer.code, "name": "Li"})
    services.records.update("contact", person.id, {"birth_date": "1980-02-29"})
    assert dues(only_run(services, customer))["birthday"] == "OPEN 2027-02-28"


def test_a_step_set_by_hand_stays_where_it_was_put(services: Services) -> None:
    customer = a_customer(services, handover_date="2026-01-15")
    step = steps(only_run(services, customer))["months_3"]
    services.playbooks.set_day(step.id, "2026-05-05", "09:30")
    services.records.update("customer", customer.id, {"handover_date": "2026-01-20"})
    assert dues(only_run(services, customer))["months_3"] == "OPEN 2026-05-05 09:30"
    with pytest.raises(Invalid):
        services.playbooks.set_day(step.id, "2026-03-01")


def test_greetings_need_consent(services: Services) -> None:
    customer = a_customer(services)
    person = {"customer": customer.code, "name": "Li", "birth_date": "1980-06-14"}
    services.records.create("contact", person)
    with pytest.raises(Refused) as refused:
        services.playbooks.start(customer.id, "CARE_DATES")
    assert refused.value.code == "playbook.no_consent"


def test_a_birthday_comes_again_the_next_year(services: Services, clock: FixedClock) -> None:
    customer = a_customer(services, consent_greeting="yes")
    person = {"customer": customer.code, "name": "Li", "birth_date": "1980-03-05"}
    services.records.create("contact", person)
    services.playbooks.start(customer.id, "care-dates")
    first = only_run(services, customer)
    assert dues(first) == {"prepare": "OPEN 2026-03-02", "greet": "OPEN 2026-03-05"}
    for step in first.steps:
        services.follow_ups.done(step.item_id)
    following, ended = runs(services, customer)
    assert (ended.state, following.state) == ("DONE", "RUNNING")
    assert dues(following) == {"prepare": "OPEN 2027-02-26", "greet": "OPEN 2027-03-05"}


# ── sign-offs, meals ────────────────────────────────────────────────────────────────────────


def test_ac_086_a_date_is_confirmed_after_four_sign_offs(services: Services) -> None:
    customer = a_customer(services)
    services.playbooks.start(customer.id, "GOODS_ACCEPTANCE")
    found = steps(only_run(services, customer))
    internal, acceptance = found["internal"], found["acceptance"]
    assert (acceptance.state, acceptance.due) == ("BLOCKED", None)
    for key in ("account_executive", "department_head", "buyer"):
        services.playbooks.tick(internal.id, key)
    with pytest.raises(Refused) as refused:
        services.playbooks.set_day(acceptance.id, "2026-03-06")
    (missing,) = refused.value.missing
    assert missing.params["who"] == {"en": "Store keeper", "zh": "仓库保管员"}
    with pytest.raises(Refused) as refused:
        services.follow_ups.done(internal.item_id)
    assert refused.value.code == "playbook.sign_offs_missing"
    services.playbooks.tick(internal.id, "store_keeper")
    with pytest.raises(Refused) as refused:  # signed off, but not done yet
        services.playbooks.set_day(acceptance.id, "2026-03-06")
    assert refused.value.code == "playbook.step_before"
    services.follow_ups.done(internal.item_id)
    services.playbooks.set_day(acceptance.id, "2026-03-06", "14:00")
    assert dues(only_run(services, customer))["acceptance"] == "OPEN 2026-03-06 14:00"


def test_a_tick_is_taken_away_and_undone(services: Services) -> None:
    customer = a_customer(services)
    services.playbooks.start(customer.id, "CALL_CLOSE")
    step = steps(only_run(services, customer))["call"]
    services.playbooks.tick(step.id, "greet")
    services.playbooks.tick(step.id, "next")
    services.playbooks.tick(step.id, "greet", on=False)
    done = [p.key for p in services.playbooks.step(step.id).step.checklist if p.done_on]
    assert done == ["next"]
    services.changes.undo()
    done = [p.key for p in services.playbooks.step(step.id).step.checklist if p.done_on]
    assert done == ["greet", "next"]
    with pytest.raises(NotFound):
        services.playbooks.tick(step.id, "no_such_point")


@pytest.mark.parametrize(
    ("first", "second"), [("CONTRACT_SIGNING", "MEAL"), ("MEAL", "CONTRACT_SIGNING")]
)
def test_ac_085_no_meal_on_the_day_of_a_signing(
    services: Services, first: str, second: str
) -> None:
    customer = a_customer(services)
    assert services.playbooks.start(customer.id, first, day="2026-03-04").warnings == ()
    foreseen = services.playbooks.preview(customer.id, second, day="2026-03-04")
    assert [one.code for one in foreseen.warnings] == ["playbook.no_meal_on_signing_day"]
    started = services.playbooks.start(customer.id, second, day="2026-03-04")
    assert started.warnings == foreseen.warnings  # a warning, not a refusal
    found = services.playbooks.runs(customer.id)
    assert [str(one.params["day"]) for one in found.warnings] == ["2026-03-04"]
    other = a_customer(services)
    assert services.playbooks.start(other.id, second, day="2026-03-04").warnings == ()


def test_ac_085_a_meal_in_the_register_counts_too(services: Services) -> None:
    customer = a_customer(services)

    def unit(work: Work) -> None:
        day = date(2026, 3, 4)
        kind = GiftKind.MEAL
        work.add(GiftRegister, customer_id=customer.id, kind=kind, value=1, date=day, purpose="-")

    services.core.write("change.set", {}, unit)
    started = services.playbooks.start(customer.id, "CONTRACT_SIGNING", day="2026-03-04")
    assert [one.code for one in started.warnings] == ["playbook.no_meal_on_signing_day"]
    assert len(services.playbooks.runs(customer.id).warnings) == 1


# ── events ──────────────────────────────────────────────────────────────────────────────────


def test_ac_012_a_won_deal_asks_for_a_referral_and_is_closed_well(services: Services) -> None:
    customer = a_customer(services)
    deal = an_opportunity(services, customer)
    services.records.update("opportunity", deal.id, {"pipeline": "WON"})
    found = {run.playbook: run for run in runs(services, customer)}
    assert set(found) == {"DEAL_CLOSE", "REFERRAL_ASK"}
    assert dues(found["DEAL_CLOSE"]) == {
        "thanks": "OPEN 2026-03-03",
        "day_7": "OPEN 2026-03-09",
        "day_30": "OPEN 2026-04-01",
    }
    (ask,) = [row for row in items(services, customer) if row.question_code == "REFERRAL"]
    assert (ask.kind, str(ask.due), ask.opportunity_code) == ("TASK", "2026-03-09", deal.code)
    services.records.update("opportunity", deal.id, {"title": "Line 2 and 3"})
    assert len(runs(services, customer)) == 2  # once for each deal
    services.changes.undo()
    services.changes.undo()
    assert runs(services, customer) == ()  # what the deal set off went with it


def test_a_delivery_is_followed_by_a_call(services: Services) -> None:
    customer = a_customer(services)
    order = an_order(services, customer, sale_date="2026-02-20")
    services.records.update("sales_order", order.id, {"delivered_on": "2026-03-01"})
    found = {run.playbook: run for run in runs(services, customer)}
    assert dues(found["DELIVERY_CALLBACK"])["call"] == "OPEN 2026-03-04"
    assert len(steps(found["DELIVERY_CALLBACK"])["call"].checklist) == 7
    services.records.update("sales_order", order.id, {"status": "CANCELLED"})
    ended = {run.playbook: run.state for run in runs(services, customer)}
    assert ended["DELIVERY_CALLBACK"] == "STOPPED"


def test_a_stage_has_its_playbook_until_it_is_left(services: Services) -> None:
    customer = a_customer(services)
    services.stages.move(customer.id, Stage.INITIAL, reason="first order by phone")
    (run,) = runs(services, customer)
    assert (run.playbook, run.occasion) == ("STAGE_2", "STAGE_REACHED:INITIAL")
    services.stages.move(customer.id, Stage.STABLE, reason="share above half")
    found = {run.playbook: (run.state, run.reason) for run in runs(services, customer)}
    assert found["STAGE_2"] == ("STOPPED", "STAGE_LEFT")
    assert found["STAGE_3"][0] == "RUNNING"


def test_ac_088_a_hot_visitor_is_called_the_same_day_and_led_on(services: Services) -> None:
    seen = {"company": "Okafor Pumps", "visitor": "Daniel", "interest": "Pumps", "hot": "yes"}
    services.fairs.capture("CANTON", seen)
    services.fairs.capture("CANTON", {**seen, "company": "Lee Valves", "hot": "no"})
    query = services.lists.parse("", "customers")
    found = {
        row.name: services.playbooks.runs(row.id).runs
        for row in services.lists.page(query, limit=9).rows
    }
    assert found["Lee Valves"] == ()
    (run,) = found["Okafor Pumps"]
    assert dues(run) == {
        "same_day": "OPEN 2026-03-02",
        "call": "OPEN 2026-03-05",
        "offer": "OPEN 2026-03-09",
    }
    visits = services.fairs.visitors("CANTON", hot=True)
    assert run.steps[0].item_code == visits[0].follow_up  # the call of the day is the first step


def test_a_tier_and_a_stage_offer_what_is_meant_for_them(services: Services) -> None:
    customer = a_customer(services)
    found = services.playbooks.runs(customer.id)
    assert found.offered == {"STAGE_1", "TIER_LOW"}
    services.playbooks.start(customer.id, "TIER_LOW")
    assert services.playbooks.runs(customer.id).offered == {"STAGE_1"}


def block(services: Services, customer: Saved) -> None:
    """As a termination does it (9.5); no form sets it."""

    def unit(work: Work) -> None:
        work.get(Customer, customer.id).do_not_contact = True

    services.core.write("change.set", {}, unit)


def lose(services: Services, customer: Saved) -> None:
    texts = {"status": "LOST", "churn_type": "NATURAL"}
    services.records.update("customer", customer.id, texts)


@pytest.mark.parametrize("end", [block, lose])
def test_who_is_not_to_be_contacted_gets_none_and_running_ones_stop(
    services: Services, end: Callable[[Services, Saved], None]
) -> None:
    customer = a_customer(services)
    deal = an_opportunity(services, customer)
    services.playbooks.start(customer.id, "VISIT", day="2026-03-10")
    end(services, customer)
    run = only_run(services, customer)
    assert (run.state, run.open_steps) == ("STOPPED", ())
    assert {row.status for row in items(services, customer)} == {"SKIPPED"}
    services.records.update("opportunity", deal.id, {"pipeline": "WON"})
    with pytest.raises(Refused):
        services.playbooks.start(customer.id, "VISIT")
    assert len(runs(services, customer)) == 1


# ── starting, ending ────────────────────────────────────────────────────────────────────────


def test_a_run_is_one_change_with_one_undo(services: Services) -> None:
    customer = a_customer(services)
    started = services.playbooks.start(customer.id, "VISIT", day="2026-03-10")
    assert started.planned == 3
    assert dues(services.playbooks.run(started.run_id)) == {
        "confirm": "OPEN 2026-03-09",
        "visit": "OPEN 2026-03-10",
        "note": "BLOCKED 2026-03-11",
    }
    services.changes.undo()
    assert (runs(services, customer), items(services, customer)) == ((), [])


def test_a_run_stops_with_a_reason_and_undo_brings_it_back(services: Services) -> None:
    customer = a_customer(services)
    started = services.playbooks.start(customer.id, "VISIT", day="2026-03-10")
    services.playbooks.stop(started.run_id, "they moved away")
    run = only_run(services, customer)
    assert (run.state, run.reason) == ("STOPPED", "they moved away")
    assert {row.status for row in items(services, customer)} == {"SKIPPED"}
    with pytest.raises(Refused):
        services.playbooks.stop(started.run_id, "again")
    services.changes.undo()
    assert [step.state for step in only_run(services, customer).steps] == [
        "OPEN",
        "OPEN",
        "BLOCKED",
    ]


def test_a_run_is_closed_when_only_optional_steps_are_left(services: Services) -> None:
    customer = a_customer(services)
    started = services.playbooks.start(customer.id, "AFTER_SALE_8")
    for step in services.playbooks.run(started.run_id).steps:
        if step.required:
            with pytest.raises(Refused):
                services.playbooks.close(started.run_id)
            services.follow_ups.done(step.item_id)
    services.playbooks.close(started.run_id)
    run = only_run(services, customer)
    assert (run.state, run.open_steps) == ("DONE", ())
    left = {step.key for step in run.steps if step.reason == "RUN_CLOSED"}
    assert left == {"gift", "club", "events"}
    assert not [row for row in items(services, customer) if row.status == "OPEN"]
    with pytest.raises(Refused) as refused:
        services.playbooks.skip(run.steps[0].id, "late")
    assert refused.value.code == "playbook.ended"


def test_with_many_customers_it_is_one_change(services: Services) -> None:
    customers = [a_customer(services) for _ in range(3)]
    block(services, customers[1])
    ids = [one.id for one in customers]
    result = services.playbooks.start_many(ids, "TIER_LOW")
    assert (result.found, result.started) == (3, 2)
    assert [code for code, _reason in result.refused] == [customers[1].code]
    again = services.playbooks.start_many(ids, "TIER_LOW")
    assert (again.started, len(again.refused)) == (0, 3)
    services.changes.undo()
    services.changes.undo()
    assert runs(services, customers[0]) == ()


def test_a_file_that_changes_changes_no_running_one(services: Services) -> None:
    folder = own_folder(str(services.core.database.path))
    folder.mkdir()
    file = folder / "mine.toml"
    text = (
        'code = "MINE"\ntitle = {{ en = "Mine", zh = "我的" }}\nabout = {{ en = "A", zh = "甲" }}\n'
        '[[steps]]\nkey = "one"\ntitle = {{ en = "{0}", zh = "一" }}\n'
    )
    file.write_text(text.format("First words"), "utf-8")
    customer = a_customer(services)
    services.playbooks.start(customer.id, "MINE")
    file.write_text(text.format("Other words, longer"), "utf-8")
    assert services.playbooks.card("MINE").steps[0].title["en"] == "Other words, longer"
    assert services.playbooks.card("MINE").own
    assert only_run(services, customer).steps[0].title["en"] == "First words"


def test_a_wrong_file_is_told_in_one_sentence_and_the_others_stay(services: Services) -> None:
    folder = own_folder(str(services.core.database.path))
    assert folder.name == FOLDER
    folder.mkdir()
    (folder / "a.toml").write_text("code = ", "utf-8")
    (folder / "b.toml").write_text('code = "B"\n', "utf-8")
    shelf = services.playbooks.shelf()
    assert [(one.code, one.params["file"]) for one in shelf.faults] == [
        ("playbook.file_syntax", "a.toml"),
        ("playbook.file_missing", "b.toml"),
    ]
    assert shelf.faults[1].params["place"] == "title"
    assert "THREE_CALLS" in {card.code for card in shelf.playbooks}
    with pytest.raises(NotFound):
        services.playbooks.card("B")


# ── the steps of a deal ─────────────────────────────────────────────────────────────────────


def test_ac_107_nine_steps_with_days_and_two_open_lists(services: Services) -> None:
    customer = a_customer(services)
    deal = an_opportunity(services, customer)
    services.playbooks.deal_step_done(deal.id, DealStepKind.QUOTE_ORDER, "2026-02-27")
    found = services.playbooks.deal_steps(deal.id)
    assert len(found.steps) == 9
    days = {row.step: row.done_on for row in found.steps}
    assert str(days[DealStepKind.QUOTE_ORDER]) == "2026-02-27"
    assert (days[DealStepKind.CONTRACT_REVIEW], found.done) == (None, 1)
    assert [len(rows) for rows in found.lists.values()] == [0, 0]
    part = {"opportunity": deal.code, "step": "DELIVERY_PART", "label": "Load check"}
    made = services.records.create("deal_step", part)
    services.records.update("deal_step", made.id, {"label": "Load and seal", "done_on": "today"})
    (row,) = services.playbooks.deal_steps(deal.id).lists[DealStepKind.DELIVERY_PART]
    assert (row.label, str(row.done_on)) == ("Load and seal", "2026-03-02")
    services.playbooks.deal_step_done(deal.id, DealStepKind.QUOTE_ORDER, "")
    assert services.playbooks.deal_steps(deal.id).done == 0
    with pytest.raises(Invalid):
        services.playbooks.deal_step_done(deal.id, DealStepKind.COLLECT, "2026-03-03")
