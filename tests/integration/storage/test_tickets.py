"""Service tickets over a real file: intake, steps, bookings, parts, clock, solutions (9.2)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from models.enums import FollowUpKind, StockMoveKind, TicketState
from models.explanation import Reason
from storage.clock import FixedClock
from storage.effects.saving import Saved
from storage.errors import Invalid, Refused
from storage.queries.value import complained
from storage.services import Services
from tests.factories import (
    a_customer,
    a_part,
    a_technician,
    a_ticket,
    an_order,
    planned,
    value,
)

S = TicketState
VISIT = {"visit_start": "2026-03-02 14:00", "visit_end": "2026-03-02 16:00"}
DONE = {"diagnosis": "密封圈老化", "solution": "更换密封圈, 加注润滑脂"}


@pytest.fixture
def customer(services: Services) -> Saved:
    return a_customer(services, "长沙远大住工", province="湖南", city="长沙")


def state(services: Services, ticket_id: int) -> object:
    return value(services, "ticket", ticket_id, "state")


def codes(error: Refused | Invalid) -> list[str]:
    return [reason.code for reason in error.reasons]


def at_work(services: Services, customer: Saved, **fields: str) -> int:
    """A ticket that somebody works on."""
    ticket = a_ticket(services, customer, place="BROUGHT_IN", **fields)
    services.tickets.step(ticket.id, S.IN_WORK)
    return ticket.id


def stock(services: Services, part: Saved) -> tuple[object, object]:
    found = services.cards.part(part.id).values
    return found["on_hand"], found["reserved"]


def test_ac_112_a_defect_report_is_received_with_its_warranty(
    services: Services, customer: Saved
) -> None:
    services.records.create(
        "product", {"code": "PUMP-4", "name": "循环水泵", "warranty_months": "24"}
    )
    lines = [{"product": "PUMP-4", "unit_price": "4800", "qty": "2"}]
    an_order(services, customer, lines, sale_date="2025-03-01", delivered_on="2025-03-10")
    receipt = a_ticket(services, customer, kind="DEFECT", product="PUMP-4", serial="A 77")
    assert (receipt.code, receipt.kind.value) == ("T-000001", "DEFECT")
    assert state(services, receipt.id) is S.RECEIVED
    assert (receipt.warranty_until, receipt.in_warranty) == (date(2027, 3, 10), True)
    shown = services.explanations.explain("ticket", receipt.id, "warranty_until")
    assert shown.value == date(2027, 3, 10)


def test_ac_113_the_onsite_clock_runs_36_hours_from_receipt(
    services: Services, customer: Saved
) -> None:
    receipt = a_ticket(services, customer, received_at="2026-03-02 09:00")
    assert receipt.due_at == datetime(2026, 3, 3, 13, tzinfo=UTC)  # 21:00 in Shanghai
    shown = services.explanations.explain("ticket", receipt.id, "due_at")
    assert shown.value == receipt.due_at
    assert shown.lines[0] == Reason(
        "ticket.due",
        {
            "start": datetime(2026, 3, 2, 1, tzinfo=UTC),
            "hours": 36,
            "minutes": 0,
            "due_at": receipt.due_at,
            "setting": "tickets.onsite_hours",
        },
    )


def test_ac_109_a_dispatch_rule_assigns_and_fills_the_calendar(services: Services) -> None:
    services.records.create("user", {"login": "wang", "name": "Wang", "roles": "SERVICE"})
    wang = a_technician(services, "Wang", user="wang", skills="pump", region="East")
    services.records.create("dispatch_rule", {"word": "pump", "region": "East", "assignee": "wang"})
    here = a_customer(services, "Harbour Lane Foods", province="East")
    receipt = a_ticket(services, here, symptom="The pump in hall 2 leaks")
    assert (receipt.owner, receipt.by_rule) == ("Wang", "DR-000001")
    values = services.cards.record("ticket", receipt.id)
    assert (values["owner"], values["technician"]) == ("wang", wang.code)
    assert planned(services, here.id, FollowUpKind.SLA) == [(date(2026, 3, 3), "OPEN")]
    assert services.core.read(
        lambda r: r.rows(
            "SELECT w.login FROM follow_up u JOIN user w ON w.id = u.assignee_id"
            " WHERE u.ticket_id = :id",
            {"id": receipt.id},
        )
    ) == [("wang",)]


def test_a_ticket_of_elsewhere_is_the_actors_own(services: Services, customer: Saved) -> None:
    services.records.create("user", {"login": "wang", "name": "Wang", "roles": "SERVICE"})
    services.records.create("dispatch_rule", {"word": "水泵", "region": "华东", "assignee": "wang"})
    receipt = a_ticket(services, customer)  # Changsha does not lie in the east
    assert receipt.by_rule == ""
    assert receipt.owner == services.actor().name


def test_a_rule_without_a_condition_is_refused(services: Services) -> None:
    with pytest.raises(Invalid) as refused:
        services.records.create("dispatch_rule", {"assignee": services.actor().login})
    assert codes(refused.value) == ["dispatch.needs_condition"]


def test_ac_114_overlapping_bookings_are_refused(services: Services, customer: Saved) -> None:
    wang = a_technician(services)
    booked = {"technician": wang.code, "start": "2026-03-03 10:00", "end": "2026-03-03 12:00"}
    services.records.create("booking", booked)
    ticket = a_ticket(services, customer)
    visit = {"visit_start": "2026-03-03 11:00", "visit_end": "2026-03-03 13:00"}
    services.tickets.step(ticket.id, S.BOOKED, visit)
    with pytest.raises(Refused) as refused:
        services.tickets.step(ticket.id, S.DISPATCHED, {"technician": wang.code})
    assert refused.value.code == "booking.overlap"
    assert state(services, ticket.id) is S.BOOKED
    # Half-open: from 12 to 14 stands beside 10 to 12.
    later = {"visit_start": "2026-03-03 12:00", "visit_end": "2026-03-03 14:00"}
    services.tickets.step(ticket.id, S.DISPATCHED, {"technician": wang.code, **later})
    assert state(services, ticket.id) is S.DISPATCHED
    with pytest.raises(Refused, match=r"booking\.overlap"):
        services.records.create(
            "booking", {**booked, "start": "2026-03-03 13:59", "end": "2026-03-03 15:00"}
        )


def test_the_file_itself_refuses_an_overlap(services: Services) -> None:
    """An undo puts back what was there, whatever came in between: the trigger says no."""
    wang = a_technician(services)
    first = {"technician": wang.code, "start": "2026-03-03 10:00", "end": "2026-03-03 12:00"}
    made = services.records.create("booking", first)
    services.records.archive("booking", made.id)
    archived = services.core.read(lambda r: r.one("SELECT max(id) FROM change_set"))
    assert archived is not None
    services.records.create("booking", {**first, "end": "2026-03-03 11:00"})
    with pytest.raises(Refused, match=r"booking\.overlap"):
        services.changes.undo(archived[0])


def test_ac_115_too_few_parts_are_refused_and_waiting_is_offered(
    services: Services, customer: Saved
) -> None:
    part = a_part(services, stock=1)
    ticket = at_work(services, customer)
    with pytest.raises(Refused) as refused:
        services.tickets.add_part(ticket, {"part": part.code, "qty": "2"})
    (reason,) = refused.value.reasons
    assert reason.code == "part.short"
    assert reason.params["offered"] is S.WAITING_PARTS
    assert stock(services, part) == (1, 0)
    services.tickets.step(ticket, S.WAITING_PARTS, {"part": part.code, "qty": "2"})
    assert services.cards.ticket(ticket).parts[0].state == "ORDERED"
    # What comes in goes to who waits.
    services.stock.move(part.id, StockMoveKind.RECEIPT, 1)
    assert stock(services, part) == (2, 2)
    assert services.cards.ticket(ticket).parts[0].state == "RESERVED"
    services.tickets.step(ticket, S.IN_WORK)
    services.tickets.step(ticket, S.RESOLVED, DONE)
    assert stock(services, part) == (0, 0)
    assert services.cards.ticket(ticket).parts[0].state == "USED"
    assert [move.qty for move in services.cards.part(part.id).moves] == [-2, 1, 1]


def test_ac_116_a_solution_is_required_and_then_found(services: Services, customer: Saved) -> None:
    ticket = at_work(services, customer, symptom="水泵异响, 停机")
    with pytest.raises(Refused) as refused:
        services.tickets.step(ticket, S.RESOLVED, {"diagnosis": "轴承磨损"})
    assert codes(refused.value) == ["ticket.needs_solution"]
    assert state(services, ticket) is S.IN_WORK
    services.tickets.step(
        ticket, S.RESOLVED, {"diagnosis": "轴承磨损", "solution": "更换 6204 轴承并校正联轴器"}
    )
    for words in ("轴承", "lianzhouqi", "6204", "异响"):
        query = services.lists.parse(words, "solution-notes")
        found = services.lists.page(query, limit=10).rows
        assert [row.ticket_code for row in found] == ["T-000001"], words


def test_ac_198_disputes_go_to_work_at_once_and_unsolved_ones_come_back(
    services: Services, customer: Saved
) -> None:
    dispute = a_ticket(services, customer, kind="DISPUTE", symptom="少发 20 只周转箱")
    services.tickets.step(dispute.id, S.IN_WORK)
    assert state(services, dispute.id) is S.IN_WORK
    repair = a_ticket(services, customer, kind="REPAIR", place="ONSITE")
    with pytest.raises(Refused) as refused:
        services.tickets.step(repair.id, S.IN_WORK)
    assert codes(refused.value) == ["ticket.book_first"]
    services.tickets.step(dispute.id, S.RESOLVED, {"diagnosis": "漏装", "solution": "补发 20 只"})
    services.tickets.step(dispute.id, S.CONFIRMED, {"solved": "no", "reason": "还差 3 只"})
    card = services.cards.ticket(dispute.id)
    assert (card.values["state"], card.values["round"]) == (S.RECEIVED, 2)
    assert card.events[-1].note == "还差 3 只"
    (note,) = services.lists.page(services.lists.parse("", "solution-notes"), limit=5).rows
    assert note.held is False


def test_the_whole_way_of_a_visit(services: Services, customer: Saved, clock: FixedClock) -> None:
    wang = a_technician(services)
    ticket = a_ticket(services, customer)
    steps = services.tickets
    steps.step(ticket.id, S.BOOKED, VISIT)
    steps.step(ticket.id, S.DISPATCHED, {"technician": wang.code})
    (day,) = services.workshop.day(date(2026, 3, 2))
    assert [one.ticket_code for one in day.bookings] == ["T-000001"]
    clock.moment += timedelta(hours=5)
    steps.step(ticket.id, S.IN_WORK)
    costs = {"cost_repair": "180", "travel_cost": "60"}
    steps.step(ticket.id, S.RESOLVED, {**DONE, **costs})
    assert planned(services, customer.id, FollowUpKind.SLA) == [(date(2026, 3, 3), "DONE")]
    with pytest.raises(Refused) as refused:
        steps.step(ticket.id, S.CONFIRMED, {"solved": "yes"})
    assert codes(refused.value) == ["ticket.needs_satisfaction"]
    steps.step(ticket.id, S.CONFIRMED, {"solved": "yes", "satisfaction": "5"})
    steps.step(ticket.id, S.CLOSED, {"cost_handling": "40"})
    values = services.cards.record("ticket", ticket.id)
    assert (values["cost_repair"], values["travel_cost"], values["cost_handling"]) == (
        18000,
        6000,
        4000,
    )
    calls = planned(services, customer.id, FollowUpKind.CALLBACK)
    assert calls == [(date(2026, 3, 2), "DONE"), (date(2026, 3, 9), "OPEN")]


def test_the_clock_pauses_only_with_a_reason_and_the_customer_told(
    services: Services, customer: Saved, clock: FixedClock
) -> None:
    part = a_part(services, stock=0)
    receipt = a_ticket(services, customer, place="BROUGHT_IN")
    ticket = receipt.id
    services.tickets.step(ticket, S.IN_WORK)
    with pytest.raises(Refused) as refused:
        services.tickets.pause(ticket, "缺货", told=True)
    assert codes(refused.value) == ["ticket.pause_only_waiting"]
    services.tickets.step(ticket, S.WAITING_PARTS, {"part": part.code, "qty": "1"})
    assert value(services, "ticket", ticket, "paused_since") is None  # nobody told the customer
    with pytest.raises(Refused) as refused:
        services.tickets.pause(ticket, "", told=False)
    assert codes(refused.value) == ["ticket.needs_pause_reason", "ticket.needs_pause_told"]
    services.tickets.pause(ticket, "厂家周三发货", told=True)
    clock.moment += timedelta(hours=30)
    services.stock.move(part.id, StockMoveKind.RECEIPT, 1)
    services.tickets.step(ticket, S.IN_WORK)
    values = services.cards.record("ticket", ticket)
    assert values["paused_minutes"] == 30 * 60
    assert values["due_at"] == receipt.due_at + timedelta(hours=30)


def test_waiting_pauses_at_once_where_the_customer_was_told(
    services: Services, customer: Saved
) -> None:
    part = a_part(services, stock=0)
    ticket = at_work(services, customer)
    texts = {"part": part.code, "qty": "1", "pause_told": "yes"}
    with pytest.raises(Refused) as refused:
        services.tickets.step(ticket, S.WAITING_PARTS, texts)
    assert codes(refused.value) == ["ticket.needs_pause_reason"]
    services.tickets.step(ticket, S.WAITING_PARTS, {**texts, "pause_reason": "缺货"})
    assert value(services, "ticket", ticket, "paused_since") is not None
    services.tickets.resume(ticket)
    assert value(services, "ticket", ticket, "paused_since") is None


def test_cancelling_gives_everything_back(services: Services, customer: Saved) -> None:
    wang, part = a_technician(services), a_part(services, stock=3)
    ticket = a_ticket(services, customer)
    services.tickets.step(ticket.id, S.BOOKED, VISIT)
    services.tickets.step(ticket.id, S.DISPATCHED, {"technician": wang.code})
    services.tickets.add_part(ticket.id, {"part": part.code, "qty": "2"})
    assert stock(services, part) == (3, 2)
    with pytest.raises(Refused) as refused:
        services.tickets.step(ticket.id, S.CANCELLED)
    assert codes(refused.value) == ["ticket.needs_reason"]
    services.tickets.step(ticket.id, S.CANCELLED, {"reason": "客户自行修好"})
    assert stock(services, part) == (3, 0)
    assert services.workshop.day(date(2026, 3, 2))[0].bookings == ()
    assert planned(services, customer.id, FollowUpKind.SLA) == [(date(2026, 3, 2), "SKIPPED")]
    with pytest.raises(Refused) as refused:
        services.tickets.step(ticket.id, S.BOOKED, VISIT)
    assert codes(refused.value) == ["ticket.not_next"]


def test_a_visit_can_be_moved_with_its_booking(services: Services, customer: Saved) -> None:
    wang = a_technician(services)
    ticket = a_ticket(services, customer)
    services.tickets.step(ticket.id, S.BOOKED, VISIT)
    services.tickets.step(ticket.id, S.DISPATCHED, {"technician": wang.code})
    later = {"visit_start": "2026-03-04 09:00", "visit_end": "2026-03-04 10:30"}
    services.tickets.rebook(ticket.id, later)
    assert services.workshop.day(date(2026, 3, 2))[0].bookings == ()
    (booked,) = services.workshop.day(date(2026, 3, 4))[0].bookings
    assert booked.start == datetime(2026, 3, 4, 1, tzinfo=UTC)
    assert planned(services, customer.id, FollowUpKind.SLA) == [(date(2026, 3, 4), "OPEN")]


def test_technicians_are_suggested_by_slot_skill_and_region(
    services: Services, customer: Saved
) -> None:
    busy = a_technician(services, "赵一", skills="水泵", region="华中")
    far = a_technician(services, "钱二", skills="水泵", region="华东")
    near = a_technician(services, "孙三", skills="输送带, 水泵", region="湖南")
    other = a_technician(services, "李四", skills="电气", region="长沙")
    services.records.create(
        "booking",
        {"technician": busy.code, "start": "2026-03-02 15:00", "end": "2026-03-02 17:00"},
    )
    ticket = a_ticket(services, customer)
    services.tickets.step(ticket.id, S.BOOKED, VISIT)
    found = services.workshop.suggest(ticket.id).found
    assert [one.technician_id for one in found] == [near.id, far.id, other.id, busy.id]
    assert [one.free for one in found] == [True, True, True, False]


def test_a_counted_stock_becomes_a_move(services: Services) -> None:
    part = a_part(services, stock=4)
    services.records.update("part", part.id, {"on_hand": "7"})
    card = services.cards.part(part.id)
    assert [(move.kind, move.qty) for move in card.moves] == [("COUNT", 3), ("COUNT", 4)]


def test_the_stock_never_falls_below_what_is_put_aside(services: Services, customer: Saved) -> None:
    part = a_part(services, stock=2)
    ticket = at_work(services, customer)
    services.tickets.add_part(ticket, {"part": part.code, "qty": "2"})
    with pytest.raises(Refused, match=r"part\.below_reserved"):
        services.stock.move(part.id, StockMoveKind.COUNT, -1)
    with pytest.raises(Refused, match=r"part\.below_reserved"):
        services.records.update("part", part.id, {"on_hand": "1"})
    for kind, qty in ((StockMoveKind.RECEIPT, -1), (StockMoveKind.RECEIPT, 0)):
        with pytest.raises(Invalid):
            services.stock.move(part.id, kind, qty)
    with pytest.raises(Invalid):
        services.stock.move(part.id, StockMoveKind.USE, 1)


def test_an_undo_cannot_take_back_parts_that_are_put_aside(
    services: Services, customer: Saved
) -> None:
    part = a_part(services, stock=0)
    services.stock.move(part.id, StockMoveKind.RECEIPT, 2)
    received = services.core.read(lambda r: r.one("SELECT max(id) FROM change_set"))
    assert received is not None
    ticket = at_work(services, customer)
    services.tickets.add_part(ticket, {"part": part.code, "qty": "2"})
    with pytest.raises(Refused, match=r"part\.below_reserved"):
        services.changes.undo(received[0])
    assert stock(services, part) == (2, 2)


def test_a_step_and_its_undo_leave_nothing_behind(services: Services, customer: Saved) -> None:
    part = a_part(services, stock=2)
    ticket = at_work(services, customer)
    services.tickets.add_part(ticket, {"part": part.code, "qty": "2"})
    services.tickets.step(ticket, S.RESOLVED, DONE)
    services.changes.undo()
    assert state(services, ticket) is S.IN_WORK
    assert stock(services, part) == (2, 2)
    assert not services.lists.page(services.lists.parse("密封圈", "solution-notes"), limit=5).rows


def test_what_was_taken_down_can_be_corrected_but_not_the_receipt(
    services: Services, customer: Saved
) -> None:
    ticket = a_ticket(services, customer)
    services.tickets.correct(ticket.id, {"serial": "XJ-9", "place": "BROUGHT_IN"})
    services.tickets.step(ticket.id, S.IN_WORK)
    with pytest.raises(Refused, match=r"ticket\.received_stays"):
        services.tickets.correct(ticket.id, {"received_at": "2026-03-01 09:00"})
    with pytest.raises(Refused) as refused:
        services.records.update("ticket", ticket.id, {"serial": "1"})
    assert refused.value.code == "refused.own_verb"
    with pytest.raises(Invalid):
        a_ticket(services, customer, received_at="2026-03-03 09:00")


def test_used_parts_stay_used(services: Services, customer: Saved) -> None:
    part = a_part(services, stock=5)
    ticket = at_work(services, customer)
    services.tickets.add_part(ticket, {"part": part.code, "qty": "1"})
    services.tickets.add_part(ticket, {"part": part.code, "qty": "3"})
    _first, spare = services.cards.ticket(ticket).parts
    services.tickets.drop_part(spare.id)
    assert stock(services, part) == (5, 1)
    services.tickets.step(ticket, S.RESOLVED, DONE)
    used = services.cards.ticket(ticket).parts[0]
    with pytest.raises(Refused, match=r"ticket\.part_used"):
        services.tickets.drop_part(used.id)
    with pytest.raises(Refused, match=r"ticket\.parts_closed"):
        services.tickets.add_part(ticket, {"part": part.code, "qty": "1"})
    assert stock(services, part) == (4, 0)


def test_ordered_parts_must_be_there_or_given_up_before_it_is_resolved(
    services: Services, customer: Saved
) -> None:
    part = a_part(services, stock=0)
    ticket = at_work(services, customer)
    services.tickets.step(ticket, S.WAITING_PARTS, {"part": part.code, "qty": "1"})
    services.tickets.step(ticket, S.IN_WORK)
    with pytest.raises(Refused) as refused:
        services.tickets.step(ticket, S.RESOLVED, DONE)
    assert codes(refused.value) == ["ticket.parts_missing"]
    (line,) = services.cards.ticket(ticket).parts
    services.tickets.drop_part(line.id)
    services.tickets.step(ticket, S.RESOLVED, DONE)
    assert state(services, ticket) is S.RESOLVED


def test_who_only_reads_leads_no_ticket(services: Services, customer: Saved) -> None:
    ticket = a_ticket(services, customer)
    me = services.actor()
    services.records.create("user", {"login": "boss", "name": "Boss", "roles": "MANAGER,ADMIN"})
    services.records.update("user", me.id, {"roles": "VIEWER"})
    with pytest.raises(Refused, match=r"refused\.role"):
        services.tickets.step(ticket.id, S.BOOKED, VISIT)
    with pytest.raises(Refused, match=r"refused\.role"):
        a_ticket(services, customer)


def test_a_save_that_is_repeated_makes_one_ticket(services: Services, customer: Saved) -> None:
    texts = {"customer": customer.code, "symptom": "门禁坏了"}
    new_id = services.core.ids.next()
    first = services.tickets.take_in(texts, record_id=new_id)
    assert services.tickets.take_in(texts, record_id=new_id).code == first.code


def test_what_tickets_need_is_not_taken_away(services: Services, customer: Saved) -> None:
    wang, part = a_technician(services), a_part(services, stock=1)
    ticket = a_ticket(services, customer)
    services.tickets.step(ticket.id, S.BOOKED, VISIT)
    services.tickets.step(ticket.id, S.DISPATCHED, {"technician": wang.code})
    services.tickets.add_part(ticket.id, {"part": part.code, "qty": "1"})
    with pytest.raises(Refused, match=r"technician\.booked"):
        services.records.archive("technician", wang.id)
    with pytest.raises(Refused, match=r"technician\.booked"):
        services.records.update("technician", wang.id, {"active": "no"})
    with pytest.raises(Refused, match=r"part\.in_use"):
        services.records.archive("part", part.id)
    with pytest.raises(Refused, match=r"refused\.has_children"):
        services.records.archive("customer", customer.id)
    services.tickets.step(ticket.id, S.CANCELLED, {"reason": "客户不修了"})
    services.records.archive("technician", wang.id)
    services.records.archive("part", part.id)
    assert services.workshop.day(date(2026, 3, 2)) == ()


def test_a_changed_promise_moves_running_clocks(services: Services, customer: Saved) -> None:
    running = a_ticket(services, customer)
    ended = a_ticket(services, customer)
    services.tickets.step(ended.id, S.CANCELLED, {"reason": "重复"})
    services.policies.set({"tickets.onsite_hours": 24})
    due = value(services, "ticket", running.id, "due_at")
    assert due == running.due_at - timedelta(hours=12)
    assert services.explanations.explain("ticket", running.id, "due_at").value == due
    assert value(services, "ticket", ended.id, "due_at") == ended.due_at


def test_a_corrected_product_brings_its_warranty(services: Services, customer: Saved) -> None:
    services.records.create("product", {"code": "P1", "name": "水泵", "warranty_months": "12"})
    an_order(services, customer, [{"product": "P1", "unit_price": "9", "qty": "1"}])
    ticket = a_ticket(services, customer)
    assert ticket.warranty_until is None
    services.tickets.correct(ticket.id, {"product": "P1"})
    assert value(services, "ticket", ticket.id, "warranty_until") == date(2027, 3, 2)


def test_a_clock_that_ran_out_is_counted_among_the_duties(
    services: Services, customer: Saved, clock: FixedClock
) -> None:
    ticket = a_ticket(services, customer, place="BROUGHT_IN")
    clock.moment += timedelta(hours=36)
    assert services.cards.duties().tickets_over == 0
    clock.moment += timedelta(seconds=1)
    assert services.cards.duties().tickets_over == 1
    services.tickets.step(ticket.id, S.IN_WORK)
    services.tickets.step(ticket.id, S.RESOLVED, DONE)
    assert services.cards.duties().tickets_over == 0


def test_what_tickets_cost_counts_as_handling_and_repair(
    services: Services, customer: Saved
) -> None:
    ticket = at_work(services, customer)
    costs = {"cost_repair": "180", "travel_cost": "60"}
    services.tickets.step(ticket, S.RESOLVED, {**DONE, **costs})
    context = services.core.context()
    found = services.core.read(lambda reader: complained(reader, context, customer.id))
    assert (found.costs, found.costs_year) == (24000, 24000)


def test_a_visit_is_proposed_within_working_hours(services: Services, customer: Saved) -> None:
    ticket = a_ticket(services, customer)
    assert services.workshop.propose(ticket.id) is None  # nobody to send
    wang = a_technician(services, skills="水泵")
    a_technician(services, "李四", skills="电气")
    first = services.workshop.propose(ticket.id)
    assert first is not None
    assert first.start == datetime(2026, 3, 2, 4, tzinfo=UTC)  # noon, two hours from now
    # Only he knows pumps: while he is booked until evening, the next morning is proposed.
    services.records.create(
        "booking",
        {"technician": wang.code, "start": "2026-03-02 11:00", "end": "2026-03-02 18:00"},
    )
    later = services.workshop.propose(ticket.id)
    assert later is not None
    assert later.start == datetime(2026, 3, 3, 1, tzinfo=UTC)
