"""Parting with a customer: nine steps, the block everywhere, the exception (9.5, AC-120..126)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import date, timedelta
from pathlib import Path

import pytest

from models.enums import (
    CustomerStatus,
    FeedbackState,
    FollowUpKind,
    Profile,
    ReleaseKind,
    ReleaseState,
    TerminationItem,
    TicketState,
)
from models.enums import TerminationState as S
from models.fields.vocabulary import Vocabulary
from storage.clock import FixedClock
from storage.effects.saving import Saved
from storage.errors import Invalid, NotFound, Refused
from storage.services import Services, open_services
from tests.factories import (
    a_case,
    a_contact,
    a_customer,
    a_ticket,
    an_opportunity,
    an_order,
    planned,
    value,
)
from tui.rows.customers import COLUMNS
from tui.rows.layout import Now

WHY = {"reason_code": "NO_PURCHASE", "text": "买别家的两年了"}
PREPARED = {**WHY, "plan": "告知, 结清, 归档", "documents": "合同 HT-7"}
NOTICE = {"notice_date": "2026-03-02", "effective_date": "2026-04-01"}
IN, OUT = {"direction": "IN"}, {"direction": "OUT"}
CALL = {"channel": "PHONE", "summary": "来电", "no_next_reason": "无"}


@pytest.fixture
def customer(services: Services) -> Saved:
    return a_customer(services, "远大住工", consent_greeting="yes", consent_survey="yes")


@pytest.fixture
def boss(services: Services) -> Iterator[Services]:
    """A second manager; from now on there is a team."""
    services.records.create("user", {"login": "lin", "name": "林", "roles": "MANAGER"})
    services.core.profile = Profile.TEAM
    other = open_services(services.core.locations, clock=services.core.clock)
    other.core.login, other.core.profile = "lin", Profile.TEAM
    yield other
    other.close()


def approved(services: Services, customer: Saved) -> None:
    services.terminations.begin(customer.id, WHY)
    services.terminations.step(customer.id, S.PREPARED, PREPARED)
    services.terminations.step(customer.id, S.SUBMITTED)
    services.terminations.step(customer.id, S.APPROVED, {"comment": "同意"})


def terminated(services: Services, customer: Saved, clock: FixedClock) -> None:
    approved(services, customer)
    services.terminations.step(customer.id, S.NOTICE, NOTICE)
    services.terminations.step(customer.id, S.SETTLING)
    clock.moment += timedelta(days=30)
    services.terminations.step(customer.id, S.TERMINATED)


def codes(act: Callable[[], object]) -> list[str]:
    with pytest.raises(Refused) as refused:
        act()
    return [one.code for one in refused.value.reasons]


def test_ac_120_without_a_reason_nothing_is_submitted(services: Services, customer: Saved) -> None:
    steps = services.terminations
    assert codes(lambda: steps.begin(customer.id, {})) == [
        "termination.needs_reason",
        "termination.needs_text",
    ]
    assert codes(lambda: steps.begin(customer.id, {"reason_code": "BROKEN"})) == [
        "termination.needs_text"
    ]
    assert steps.card(customer.id).state is None
    with pytest.raises(NotFound):
        steps.step(customer.id, S.SUBMITTED)
    steps.begin(customer.id, WHY)
    assert codes(lambda: steps.begin(customer.id, WHY)) == ["termination.on_its_way"]
    assert codes(lambda: steps.step(customer.id, S.SUBMITTED)) == ["termination.no_such_step"]
    assert codes(lambda: steps.step(customer.id, S.PREPARED, WHY)) == [
        "termination.needs_plan",
        "termination.needs_documents",
    ]


def test_ac_121_somebody_else_approves_or_it_says_so(
    services: Services, customer: Saved, boss: Services
) -> None:
    steps = services.terminations
    steps.begin(customer.id, WHY)
    steps.step(customer.id, S.PREPARED, PREPARED)
    steps.step(customer.id, S.SUBMITTED)
    lacks = {one.state: [why.code for why in one.missing] for one in steps.next_steps(customer.id)}
    assert lacks[S.APPROVED][0] == "termination.own_request"  # told before it is tried
    up_to = {one.state: [why.code for why in one.others] for one in steps.next_steps(customer.id)}
    assert up_to[S.APPROVED] == ["termination.own_request"]
    assert not any(one.others for one in boss.terminations.next_steps(customer.id))
    theirs = {one.state: one.missing for one in boss.terminations.next_steps(customer.id)}
    assert "termination.own_request" not in [why.code for why in theirs[S.APPROVED]]
    own = codes(lambda: steps.step(customer.id, S.APPROVED, {"comment": "同意"}))
    assert own == ["termination.own_request"]
    (item,) = [row for row in boss.cards.due(date(2026, 3, 2)) if row.question_code]
    assert (item.question_code, item.assignee_name) == ("PARTING", "林")
    assert codes(lambda: boss.terminations.step(customer.id, S.APPROVED)) == [
        "termination.needs_comment"
    ]
    back = boss.terminations.step(customer.id, S.REJECTED, {"comment": "先谈一次"})
    assert back.state is S.REJECTED
    assert steps.step(customer.id, S.DRAFT, {"text": "谈过了"}).state is S.DRAFT
    steps.step(customer.id, S.PREPARED)
    steps.step(customer.id, S.SUBMITTED)
    done = boss.terminations.step(customer.id, S.APPROVED, {"comment": "同意"})
    assert (done.state, done.self_approved) == (S.APPROVED, False)
    card = steps.card(customer.id)
    assert (card.approver, card.values["comment"]) == ("林", "同意")
    assert [row for row in boss.cards.due(date(2026, 3, 2)) if row.question_code] == []


def test_ac_121_alone_one_approves_oneself_visibly(services: Services, customer: Saved) -> None:
    approved(services, customer)
    card = services.terminations.card(customer.id)
    assert card.values["self_approved"] is True
    assert card.approver == card.requester


def test_ac_122_an_open_order_stands_in_the_way_by_its_name(
    services: Services, customer: Saved, clock: FixedClock
) -> None:
    order, case = an_order(services, customer), a_case(services, customer)
    ticket, deal = a_ticket(services, customer), an_opportunity(services, customer)
    approved(services, customer)
    steps = services.terminations
    steps.step(customer.id, S.NOTICE, NOTICE)
    with pytest.raises(Refused) as refused:
        steps.step(customer.id, S.SETTLING)
    named = {one.params["code"] for one in refused.value.reasons}
    assert named == {order.code, case.code, ticket.code, deal.code}
    # Deals end as lost; what is left is settled by whoever handles it.
    with pytest.raises(Refused) as refused:
        steps.step(customer.id, S.SETTLING, {"lost_reason": "终止合作"})
    assert {one.params["code"] for one in refused.value.reasons} == named - {deal.code}
    assert value(services, "opportunity", deal.id, "pipeline") == "NEGOTIATION"
    services.records.update("sales_order", order.id, {"status": "CLOSED"})
    services.tickets.step(ticket.id, TicketState.CANCELLED, {"reason": "客户不要了"})
    services.feedback.step(case.id, FeedbackState.MERGED, {"merged_into": a_case(services).code})
    steps.step(customer.id, S.SETTLING, {"lost_reason": "终止合作"})
    assert value(services, "opportunity", deal.id, "pipeline") == "LOST"
    assert value(services, "opportunity", deal.id, "lost_reason") == "终止合作"
    # What was opened since stands in the way of the next step too.
    later = an_order(services, customer)
    clock.moment += timedelta(days=30)
    with pytest.raises(Refused) as refused:
        steps.step(customer.id, S.TERMINATED)
    assert [one.params["code"] for one in refused.value.reasons] == [later.code]


def test_ac_123_thirty_days_notice(services: Services, customer: Saved) -> None:
    approved(services, customer)
    early = {**NOTICE, "effective_date": "2026-03-31"}
    found = codes(lambda: services.terminations.step(customer.id, S.NOTICE, early))
    assert found == ["termination.too_early"]
    assert services.terminations.step(customer.id, S.NOTICE, NOTICE).state is S.NOTICE


def test_ac_197_no_step_is_skipped_and_everything_planned_ends(
    services: Services, customer: Saved, clock: FixedClock
) -> None:
    steps = services.terminations
    steps.begin(customer.id, WHY)
    steps.step(customer.id, S.PREPARED, PREPARED)
    assert codes(lambda: steps.step(customer.id, S.NOTICE, NOTICE)) == ["termination.no_such_step"]
    steps.step(customer.id, S.SUBMITTED)
    steps.step(customer.id, S.APPROVED, {"comment": "同意"})
    steps.step(customer.id, S.NOTICE, NOTICE)
    services.follow_ups.plan(customer.id, {"title": "回电", "due_date": "2026-05-01"})
    snoozed = services.follow_ups.plan(customer.id, {"title": "x", "due_date": "2026-03-05"})
    services.follow_ups.snooze(snoozed.id, date(2026, 3, 16), "客户忙")
    run = services.playbooks.start(customer.id, "VISIT")
    steps.step(customer.id, S.SETTLING)
    clock.moment += timedelta(days=29)
    services.maintenance.new_day()
    assert codes(lambda: steps.step(customer.id, S.TERMINATED)) == ["termination.not_effective"]
    clock.moment += timedelta(days=1)
    assert clock.today() == date(2026, 4, 1)
    steps.step(customer.id, S.TERMINATED)
    items = services.core.read(
        lambda r: r.rows(
            "SELECT status, reason FROM follow_up WHERE customer_id = :id", {"id": customer.id}
        )
    )
    assert len(items) >= 4
    assert {row for row in items if row[0] != "DONE"} == {("SKIPPED", "TERMINATED")}
    assert value(services, "playbook_run", run.run_id, "state") == "STOPPED"
    assert value(services, "playbook_run", run.run_id, "reason") == "TERMINATED"
    record = services.cards.record("customer", customer.id)
    assert (record["status"], record["next_tracking_due"]) == (CustomerStatus.TERMINATED, None)
    assert record["do_not_contact"] is record["do_not_sell"] is True
    assert codes(lambda: steps.step(customer.id, S.CLEARED)) == ["termination.needs_balance"]
    assert codes(lambda: steps.step(customer.id, S.ARCHIVED)) == ["termination.no_such_step"]
    steps.step(customer.id, S.CLEARED, {"balance_confirmed": "yes"})
    steps.step(customer.id, S.ARCHIVED, {"gathered": "合同, 往来函"})
    assert value(services, "customer", customer.id, "retention_until") == date(2031, 4, 1)
    steps.step(customer.id, S.EVALUATED, {"evaluation": "早一年谈价格"})
    assert steps.card(customer.id).values["checklist"] == frozenset(TerminationItem)
    assert steps.next_steps(customer.id) == ()


def test_an_unpaid_order_is_no_balance_of_zero(
    services: Services, customer: Saved, clock: FixedClock
) -> None:
    order = an_order(services, customer, status="CLOSED")
    terminated(services, customer, clock)
    told = {"balance_confirmed": "yes"}
    with pytest.raises(Refused) as refused:
        services.terminations.step(customer.id, S.CLEARED, told)
    assert refused.value.reasons[0].params["code"] == order.code
    services.records.update("sales_order", order.id, {"paid_amount": "30000"})
    assert services.terminations.step(customer.id, S.CLEARED, told).state is S.CLEARED


def test_each_step_has_its_undo(services: Services, customer: Saved, clock: FixedClock) -> None:
    services.follow_ups.plan(customer.id, {"title": "回电", "due_date": "2026-05-01"})
    terminated(services, customer, clock)
    services.changes.undo()
    card = services.terminations.card(customer.id)
    assert (card.state, card.blocked, card.status) == (S.SETTLING, False, CustomerStatus.LEAD)
    assert next(status for _day, status in planned(services, customer.id, FollowUpKind.TASK)) == (
        "OPEN"
    )
    wanted = [S.NOTICE, S.APPROVED, S.SUBMITTED, S.PREPARED, S.DRAFT, None]
    for state in wanted:
        services.changes.undo()
        assert services.terminations.card(customer.id).state is state


def test_it_is_given_up_with_a_reason_before_it_takes_effect(
    services: Services, customer: Saved
) -> None:
    approved(services, customer)
    steps = services.terminations
    assert codes(lambda: steps.step(customer.id, S.WITHDRAWN)) == ["termination.needs_end_reason"]
    steps.step(customer.id, S.WITHDRAWN, {"ended_reason": "又下单了"})
    card = steps.card(customer.id)
    assert (card.state, card.ended[0][0]) == (None, S.WITHDRAWN)
    assert [one.state for one in steps.next_steps(customer.id)] == [S.DRAFT]


# ── the block ───────────────────────────────────────────────────────────────────────────────


def test_ac_124_nothing_goes_out_and_what_comes_in_is_taken_down(
    services: Services, customer: Saved, clock: FixedClock
) -> None:
    terminated(services, customer, clock)
    base = {"customer": customer.code}
    day = "2026-04-02"
    gift = {**base, "value": "50", "date": day, "purpose": "茶"}
    deal = {**base, "title": "x", "pipeline": "LEAD", "need_status": "NOW"}
    touch = services.interactions.touch
    outgoing: list[Callable[[], object]] = [
        lambda: touch(customer.id, {**CALL, **OUT}),
        lambda: touch(
            customer.id, {"channel": "WECHAT", "summary": "生日快乐", "kind": "CARE", **OUT}
        ),
        lambda: touch(customer.id, {**CALL, **IN, "next_contact_at": f"{day} 10:00"}),
        lambda: touch(customer.id, {**CALL, **IN, "promises": f"{day} 寄样品"}),
        lambda: services.follow_ups.plan(customer.id, {"title": "x", "due_date": day}),
        lambda: services.follow_ups.plan(
            customer.id, {"kind": "CARE", "title": "生日", "due_date": day}
        ),
        lambda: services.records.create("follow_up", {**base, "title": "x", "due_date": day}),
        lambda: services.surveys.sheet(customer.id),
        lambda: services.playbooks.start(customer.id, "VISIT"),
        lambda: services.records.create("gift", gift),
        lambda: services.records.create("opportunity", deal),
        lambda: an_order(services, customer),
    ]
    for act in outgoing:
        (code,) = codes(act)
        assert code in ("refused.do_not_contact", "refused.do_not_sell")
    clock.moment += timedelta(minutes=1)
    assert touch(customer.id, {"channel": "PHONE", "summary": "来电问资料", **IN}).id
    case = a_case(services, customer)
    services.feedback.step(
        case.id, FeedbackState.ACKNOWLEDGED, {"ack_text": "收到", "promised_at": "+2d"}
    )
    visitor = services.fairs.capture(
        "canton", {"company": "远大住工", "interest": "x", "hot": "yes"}
    )
    assert (visitor.is_new, visitor.follow_up) == (False, "")
    assert planned(services, customer.id, FollowUpKind.CALLBACK) == []
    assert services.records.create("gift", {**gift, "direction": "RECEIVED"})


def test_the_status_leaves_and_returns_by_the_process_alone(
    services: Services, customer: Saved, clock: FixedClock
) -> None:
    update = services.records.update
    assert codes(lambda: update("customer", customer.id, {"status": "TERMINATED"})) == [
        "customer.terminated_by_process"
    ]
    terminated(services, customer, clock)
    assert codes(lambda: update("customer", customer.id, {"status": "ACTIVE"})) == [
        "customer.reactivated_by_process"
    ]
    update("customer", customer.id, {"city": "长沙"})


def test_ac_125_an_important_notice_goes_out_once(
    services: Services, customer: Saved, clock: FixedClock, boss: Services
) -> None:
    services.core.profile = Profile.SINGLE
    terminated(services, customer, clock)
    services.core.profile = Profile.TEAM
    steps = services.terminations
    with pytest.raises(Invalid):
        steps.ask_release(customer.id, ReleaseKind.IMPORTANT_NOTICE, "召回")
    asked = steps.ask_release(
        customer.id, ReleaseKind.IMPORTANT_NOTICE, "法定召回", "请停用 7 号阀门"
    )
    assert codes(lambda: steps.send_notice(asked)) == ["release.not_approved"]
    assert codes(lambda: steps.decide_release(asked, approve=True, comment="同意")) == [
        "termination.own_request"
    ]
    assert boss.terminations.decide_release(asked, approve=True, comment="必须告知") is False
    assert codes(lambda: boss.terminations.decide_release(asked, approve=False, comment="x")) == [
        "release.answered"
    ]
    # The approval is for this text, not for any other contact.
    assert codes(lambda: services.interactions.touch(customer.id, {**CALL, **OUT})) == [
        "refused.do_not_contact"
    ]
    sent = steps.send_notice(asked, {"channel": "LETTER"})
    assert value(services, "interaction", sent, "summary") == "请停用 7 号阀门"
    assert codes(lambda: steps.send_notice(asked)) == ["release.not_approved"]
    (release,) = steps.card(customer.id).releases
    assert (release.state, release.approver) == (ReleaseState.USED, "林")
    log = services.lists.page(services.lists.parse("", "changes"), limit=5).rows
    assert log[0].label == "change.notice_sent"
    services.changes.undo()
    assert steps.card(customer.id).releases[0].state is ReleaseState.APPROVED


def test_a_customer_comes_back_by_a_new_approval(
    services: Services, customer: Saved, clock: FixedClock, boss: Services
) -> None:
    services.core.profile = Profile.SINGLE
    steps = services.terminations
    assert codes(lambda: steps.ask_release(customer.id, ReleaseKind.REACTIVATION, "x")) == [
        "release.not_blocked"
    ]
    terminated(services, customer, clock)
    steps.step(customer.id, S.CLEARED, {"balance_confirmed": "yes"})
    steps.step(customer.id, S.ARCHIVED, {"gathered": "合同"})
    services.core.profile = Profile.TEAM
    first = steps.ask_release(customer.id, ReleaseKind.REACTIVATION, "换了老板")
    boss.terminations.decide_release(first, approve=False, comment="还不行")
    assert steps.card(customer.id).blocked
    second = steps.ask_release(customer.id, ReleaseKind.REACTIVATION, "新合同已签")
    boss.terminations.decide_release(second, approve=True, comment="欢迎回来")
    card = steps.card(customer.id)
    assert (card.status, card.blocked, card.state) == (CustomerStatus.ACTIVE, False, None)
    assert (card.retention_until, card.ended[0][0]) == (None, S.REACTIVATED)
    assert len(planned(services, customer.id, FollowUpKind.TRACKING)) == 2
    services.interactions.touch(customer.id, {**CALL, **OUT})


def test_who_may_take_which_step(services: Services, customer: Saved, boss: Services) -> None:
    team = f"teams/{services.records.create('team', {'name': '华东'}).id}"
    services.records.update("user", services.actor().id, {"team": team})
    mate = {"login": "zhao", "name": "赵", "roles": "SALES", "team": team}
    services.records.create("user", mate)
    stranger = open_services(services.core.locations, clock=services.core.clock)
    stranger.core.login, stranger.core.profile = "zhao", Profile.TEAM
    found = codes(lambda: stranger.terminations.begin(customer.id, WHY))
    assert found == ["termination.owner_or_manager"]
    own = stranger.records.create("customer", {"name": "甲", "need_status": "LATENT"})
    stranger.terminations.begin(own.id, WHY)
    stranger.terminations.step(own.id, S.PREPARED, PREPARED)
    stranger.terminations.step(own.id, S.SUBMITTED)
    found = codes(lambda: stranger.terminations.step(own.id, S.APPROVED, {"comment": "x"}))
    assert found == ["termination.manager_only"]
    boss.terminations.step(own.id, S.APPROVED, {"comment": "同意"})
    stranger.close()


def test_the_list_shows_what_waits_first(services: Services, customer: Saved) -> None:
    other = a_customer(services, "乙")
    services.terminations.begin(other.id, WHY)
    services.terminations.begin(customer.id, WHY)
    services.terminations.step(customer.id, S.PREPARED, PREPARED)
    services.terminations.step(customer.id, S.SUBMITTED)
    rows = services.terminations.rows()
    assert [(row.customer_id, row.state) for row in rows] == [
        (customer.id, S.SUBMITTED),
        (other.id, S.DRAFT),
    ]


def test_ac_126_sales_see_name_and_status_only(
    services: Services, customer: Saved, clock: FixedClock, boss: Services
) -> None:
    services.core.profile = Profile.SINGLE
    services.records.create("user", {"login": "zhao", "name": "赵", "roles": "SALES"})
    texts = {"owner": "zhao", "phone": "021 6666 0202", "city": "长沙"}
    services.records.update("customer", customer.id, texts)
    person = a_contact(services, customer, "王芳")
    terminated(services, customer, clock)
    services.core.profile = Profile.TEAM
    seller = open_services(services.core.locations, clock=services.core.clock)
    seller.core.login, seller.core.profile = "zhao", Profile.TEAM
    card = seller.cards.customer(customer.id)
    told = {name: value for name, value in card.values.items() if value not in (None, frozenset())}
    left = {"id", "version", "code", "name", "status", "owner", "owner_id", "do_not_contact"}
    assert set(told) == left
    assert (card.contacts, card.interactions) == (0, 0)
    assert value(seller, "customer", customer.id, "phone") is None
    with pytest.raises(NotFound):
        seller.cards.contact(person.id)
    assert seller.lists.count(seller.lists.parse("王芳", "contacts")) == 0
    query = seller.lists.parse("status:TERMINATED", "customers")
    (row,) = seller.lists.page(query, limit=5).rows
    assert (row.name, row.status) == ("远大住工", CustomerStatus.TERMINATED)
    left |= {"owner_name"}
    seen = {one.name for one in fields(row) if getattr(row, one.name) is not None}
    assert seen <= left
    now = Now(seller.core.clock.today(), seller.core.clock.now())
    assert {one.name for one in COLUMNS if one.text(row, now).strip(" -")} == {
        "mark", "name", "code", "owner",
    }  # fmt: skip
    found = seller.cards.record("customer", customer.id)
    assert {name for name, one in found.items() if one is not None} <= left
    for figure in ("grade", "stage", "urgency"):
        with pytest.raises(Refused, match=r"customer\.closed"):
            seller.explanations.explain("customer", customer.id, figure)
    assert boss.explanations.explain("customer", customer.id, "grade").lines
    with pytest.raises(Refused, match=r"customer\.closed"):
        seller.value.sheet(customer.id)
    assert boss.value.sheet(customer.id).values["code"] == customer.code
    for line in ("city:长沙", "grade:A,B,C,D,E status:TERMINATED", "-city:上海 owner:zhao"):
        assert seller.lists.count(seller.lists.parse(line, "customers")) == 0, line
    assert seller.lists.count(seller.lists.parse("owner:zhao", "customers")) == 1
    path = seller.core.locations.data / "out.csv"
    seller.exchange.export("customers", query, "csv", path, reason="x")
    text = path.read_text("utf-8-sig")
    assert ("远大住工" in text, "长沙" in text) == (True, False)
    assert seller.terminations.next_steps(customer.id) == ()
    assert seller.terminations.card(customer.id).values == {}
    assert codes(lambda: seller.records.update("customer", customer.id, {"city": "长沙"})) == [
        "customer.closed"
    ]
    # Nor by many at once, nor what hangs on it, for which the reads answer that it is not there.
    for texts in ({"industry": "建材"}, {"city": "长沙"}):
        done = seller.bulk.change("customer", [customer.id], texts)
        assert (done.changed, done.refused[0][1].code) == (0, "customer.closed")
    with pytest.raises(NotFound):
        seller.records.update("contact", person.id, {"title": "厂长"})
    with pytest.raises(NotFound):
        seller.disclosure.reveal(person.id, "mobile", "回电")
    # Who takes the case in can still handle it.
    case = a_case(seller, customer)
    assert seller.cards.feedback(case.id).id == case.id
    seller.close()
    whole = boss.cards.customer(customer.id)
    assert (whole.contacts, whole.values["phone"]) == (1, "021 6666 0202")
    boss.terminations.step(customer.id, S.CLEARED, {"balance_confirmed": "yes"})


def test_ac_124_an_import_plans_nothing_and_reopens_nobody(
    services: Services, customer: Saved, clock: FixedClock, tmp_path: Path
) -> None:
    terminated(services, customer, clock)
    rows = ("customer,title,due_date", f"{customer.code},回访,2026-04-05")
    path = tmp_path / "plans.csv"
    path.write_text("\n".join(rows), "utf-8")
    words = Vocabulary({}, {})
    seen = services.exchange.preview(path, "follow-ups", vocabulary=words)
    result = services.exchange.run(seen, vocabulary=words)
    assert (result.created, result.rejected) == (0, 1)
    assert result.verdicts[0].reasons[0].code == "refused.do_not_contact"
    path.write_text(f"code,status\n{customer.code},ACTIVE", "utf-8")
    seen = services.exchange.preview(path, "customers", vocabulary=words)
    back = services.exchange.run(seen, vocabulary=words)
    assert (back.updated, back.rejected) == (0, 1)
