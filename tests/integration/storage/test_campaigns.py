"""Consents ask the person first; campaigns leave out by name whom they may not write to."""

from __future__ import annotations

import itertools
from datetime import date

import pytest

from models.enums import (
    CampaignState,
    Channel,
    ConsentPurpose,
    ConsentState,
    FollowUpStatus,
    LeftOut,
)
from storage.effects.saving import Saved
from storage.errors import Invalid, NotFound, Refused
from storage.queries import expressions as x
from storage.services import Services
from tests.factories import a_contact, a_customer, an_order, count_of, value

TODAY, PLAN_DAY = date(2026, 3, 2), date(2026, 3, 10)
PLAN = {"name": "春季回访", "planned_on": "2026-03-10", "filter": "city:深圳", "channel": "EMAIL"}


def a_campaign(services: Services, **fields: str) -> Saved:
    return services.records.create("campaign", {**PLAN, **fields})


def agree(services: Services, contact: Saved, **fields: str) -> Saved:
    texts = {"contact": contact.code, "purpose": "MARKETING", "source": "展会表格", **fields}
    return services.records.create("consent", texts)


def test_ac_127_seventeen_members_and_three_named(services: Services) -> None:
    for n in range(20):
        agreed = "yes" if n > 2 else "no"
        a_customer(services, f"{n:02} 号机械厂", city="深圳", consent_marketing=agreed)
    campaign = a_campaign(services)
    begun = services.campaigns.begin(campaign.id)
    assert (begun.members, begun.left_out) == (17, 3)
    card = services.campaigns.card(campaign.id)
    out = [one for one in card.members if one.left_out]
    assert {one.customer_name for one in out} == {f"0{n} 号机械厂" for n in range(3)}
    assert {one.left_out for one in out} == {LeftOut.NO_CONSENT}
    items = [row for row in services.cards.due(PLAN_DAY) if row.question_code == "CAMPAIGN"]
    assert len(items) == 17
    # The segment is taken once: who comes later is no member.
    a_customer(services, "晚到", city="深圳", consent_marketing="yes")
    assert services.campaigns.card(campaign.id).row.members == 17
    with pytest.raises(Refused):
        services.campaigns.begin(campaign.id)
    with pytest.raises(Refused):
        services.records.update("campaign", campaign.id, {"filter": "city:广州"})
    services.changes.undo()  # the late customer
    services.changes.undo()
    assert services.campaigns.card(campaign.id).row.state is CampaignState.PLANNED
    assert services.campaigns.card(campaign.id).members == ()


def test_a_member_answers_and_the_campaign_closes_with_a_lesson(services: Services) -> None:
    customer = a_customer(services, "甲", city="深圳", consent_marketing="yes")
    other = a_customer(services, "乙", city="深圳")
    campaign = a_campaign(services, purpose="ACQUIRE")
    with pytest.raises(Refused):
        services.campaigns.close(campaign.id, {})
    services.campaigns.begin(campaign.id)
    (item,) = [row for row in services.cards.due(PLAN_DAY) if row.question_code == "CAMPAIGN"]
    services.follow_ups.done(item.id)
    services.campaigns.answer(campaign.id, "甲", {"attended": "yes", "response": "ORDERED"})
    with pytest.raises(Refused):
        services.campaigns.answer(campaign.id, other.code, {"attended": "yes"})
    with pytest.raises(NotFound):
        services.campaigns.answer(campaign.id, "丙", {})
    an_order(services, customer)
    (told,) = services.cards.campaigns(customer.id)
    assert (told.name, told.attended, told.invited_on) == ("春季回访", True, TODAY)
    assert services.cards.campaigns(other.id) == ()
    card = services.campaigns.card(campaign.id)
    row = card.row
    assert (row.members, row.left_out, row.invited, row.attended, row.responded) == (1, 1, 1, 1, 1)
    assert card.ordered == 3_000_000
    with pytest.raises(Invalid) as invalid:
        services.campaigns.close(campaign.id, {"cost": "20000"})
    assert set(invalid.value.fields) == {"revenue", "next_change"}
    figures = {"cost": "20000", "revenue": "90000", "next_change": "早两周寄"}
    services.campaigns.close(campaign.id, figures)
    assert str(services.campaigns.explained(campaign.id).value) == "3.5"  # AC-131
    leak = services.reports.make("leak").figures[0]
    spent = next(line for line in leak.lines if line.code == "leak.acquisition")
    assert spent.params["amount"] == 2_000_000


def test_a_filter_or_a_segment_is_needed(services: Services) -> None:
    with pytest.raises(Invalid) as invalid:
        a_campaign(services, filter="")
    assert set(invalid.value.fields) == {"filter"}
    with pytest.raises(Invalid):
        a_campaign(services, filter="nonsense:1")
    with pytest.raises(Invalid):
        services.campaigns.begin(a_campaign(services).id)  # nobody fits
    a_customer(services, city="深圳")
    texts = {"name": "深圳", "filter": "city:深圳", "plan": "x", "review_date": "2026-06-01"}
    services.records.create("segment", texts)
    made = a_campaign(services, filter="", segment="深圳")
    assert value(services, "campaign", made.id, "filter") == "city:深圳"


def test_the_person_is_asked_before_the_customer(services: Services) -> None:
    customer = a_customer(services, "甲", city="深圳", consent_marketing="yes")
    person = a_contact(services, customer)
    refused = agree(services, person, state="REFUSED", channel="EMAIL")
    campaign = a_campaign(services)
    assert services.campaigns.begin(campaign.id).left_out == 1
    services.changes.undo()
    services.records.update("consent", refused.id, {"state": "GIVEN"})
    assert services.campaigns.begin(campaign.id).members == 1
    # Withdrawn, what is planned with the person for that purpose ends.
    services.records.update("consent", refused.id, {"state": "WITHDRAWN"})
    record = services.cards.record("consent", refused.id)
    assert (record["given_on"], record["withdrawn_on"]) == (TODAY, TODAY)
    (member,) = services.campaigns.card(campaign.id).members
    assert member.left_out is LeftOut.NO_CONSENT
    items = services.core.read(
        lambda r: r.rows(
            "SELECT status, reason FROM follow_up WHERE question_code = 'CAMPAIGN'"
            " AND deleted_at IS NULL"
        )
    )
    assert items == [("SKIPPED", "NO_CONSENT")]


def test_a_withdrawn_greeting_is_refused_and_its_plans_end(services: Services) -> None:
    customer = a_customer(services, consent_greeting="yes")
    person = a_contact(services, customer)
    care = {"kind": "CARE", "title": "生日", "due_date": "2026-03-09", "contact": person.code}
    item = services.follow_ups.plan(customer.id, care)
    agree(services, person, purpose="GREETING", state="WITHDRAWN")
    assert value(services, "follow_up", item.id, "status") is FollowUpStatus.SKIPPED
    with pytest.raises(Refused):
        services.follow_ups.plan(customer.id, care)
    touch = {"channel": "SMS", "summary": "生日快乐", "kind": "CARE", "contact": person.code}
    with pytest.raises(Refused):
        services.interactions.touch(customer.id, touch)
    other = a_contact(services, customer, "李强")
    services.follow_ups.plan(customer.id, {**care, "contact": other.code})


def test_a_statement_lies_not_in_the_future(services: Services) -> None:
    person = a_contact(services, a_customer(services))
    with pytest.raises(Invalid):
        agree(services, person, given_on="2026-03-03")
    assert count_of(services, "consent") == 0


def listed(services: Services, contact_id: int, channel: Channel | None) -> bool:
    sql = x.consent(ConsentPurpose.GREETING, str(contact_id), channel)
    row = services.core.read(lambda reader: reader.one(f"SELECT {sql} FROM customer c"))
    return bool(row and row[0])


def test_the_database_decides_as_the_rule_does(services: Services) -> None:
    """The same answer in lists (SQL) and before an act (Python), whatever was said."""
    customer = a_customer(services, consent_greeting="yes")
    person = a_contact(services, customer)
    states, channels = ("GIVEN", "REFUSED", "WITHDRAWN"), ("", "PHONE")
    for state, channel in itertools.product(states, channels):
        agree(services, person, purpose="GREETING", state=state, channel=channel)
        for asked in (None, Channel.PHONE, Channel.EMAIL):
            told = services.privacy.agrees(person.id, ConsentPurpose.GREETING, asked).value
            assert listed(services, person.id, asked) is told, (state, channel, asked)


def test_a_withdrawal_is_the_first_word_of_who_said_nothing(services: Services) -> None:
    person = a_contact(services, a_customer(services, consent_survey="yes"))
    services.privacy.withdraw(person.id, ConsentPurpose.SURVEY, source="电话")
    assert services.privacy.agrees(person.id, ConsentPurpose.SURVEY).value is False
    given = agree(services, person, purpose="SURVEY")
    assert services.privacy.agrees(person.id, ConsentPurpose.SURVEY).value is True
    services.privacy.withdraw(person.id, ConsentPurpose.SURVEY)
    assert value(services, "consent", given.id, "state") is ConsentState.WITHDRAWN
    services.changes.undo()
    assert services.privacy.agrees(person.id, ConsentPurpose.SURVEY).value is True
