"""Makes the records of the demo, parents before children, one flush a floor.

What the rules compute (grade, odds, urgency, tracking item, search text) is left to settling.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from models.content import (
    Demo,
    DemoAnswer,
    DemoFeedback,
    DemoOrder,
    DemoSolution,
    DemoSpecialDate,
    DemoStory,
    Entry,
)
from models.enums import AnswerScope, DateCalendar, FeedbackEventKind, FeedbackState, Profile, Role
from models.fields.spec import FieldKind
from models.records.account import Competitor
from models.records.base import RecordBase
from models.records.campaign import Campaign
from models.records.committee import Stakeholder
from models.records.contact import Contact, ContactLink, SpecialDate
from models.records.customer import Customer, CustomerAddress
from models.records.feedback import Feedback, FeedbackAction, FeedbackEvent
from models.records.library import Faq, Objection
from models.records.need import Need
from models.records.nsabc_answer import NsabcAnswer
from models.records.opportunity import Opportunity
from models.records.order import SalesOrder, SalesOrderLine
from models.records.plans import SalesTarget, Segment
from models.records.product import Product
from models.records.setting import Setting
from models.records.survey import Survey, SurveyAnswer, SurveyInvite, SurveyQuestion
from models.records.user import Team, User
from models.rules.orders import line_amount
from models.rules.periods import quarter_name
from models.rules.spans import add_months
from models.tables import RECORDS
from storage.crypto import DEMO_KEY
from storage.effects import demo_identities, demo_journal, demo_playbooks, demo_service, intake
from storage.effects.demo_experience import sow_experience
from storage.effects.demo_sowing import Sowing
from storage.effects.names import normalised_name
from storage.lunar import lunar_day
from storage.sealing import phone_digest
from storage.work import Work

# In a demo one person shows everything, as in the single profile (D-28).
_ALL_ROLES = frozenset({Role.SALES, Role.SERVICE, Role.MANAGER, Role.AUDITOR, Role.ADMIN})


def sow(work: Work, demo: Demo) -> list[RecordBase]:
    """Every record of the demo, inside one unit of work on an empty database.

    Returns the records: as long as the caller holds them, settling finds them in the session
    and need not load each one again.
    """
    sowing = Sowing(work, demo)
    _common(sowing, demo)
    floors: tuple[Callable[[Sowing, DemoStory], None], ...] = (
        _customer,
        _people,
        _deals,
        _around_deals,
        _orders_and_cases,
        _lines_and_steps,
        demo_service.tickets,
        _account,
        _dealings,
        _invites,
        _survey_answers,
        demo_journal.interactions,
        demo_journal.consequences,
        demo_playbooks.runs,
        demo_identities.identities,
        demo_identities.requests,
    )
    for floor in floors:
        for story in demo.stories:
            floor(sowing, story)
        work.session.flush()
    return sowing.made


def _common(sowing: Sowing, demo: Demo) -> None:
    """Team, users, products, settings."""
    work = sowing.work
    since = min(sowing.morning(story.since) for story in demo.stories)
    team = sowing.add(Team, {"name": f"{demo.team.zh} {demo.team.en}"}, since, None)
    work.session.flush()
    for user in demo.users:
        values = {**sowing.columns(user), "team_id": team.id}
        if values["login"] == demo.demo_user:
            values["roles"] = _ALL_ROLES
        sowing.add(User, values, since, None, key=values["login"])
    for product in demo.products:
        sowing.add(Product, sowing.columns(product), since, None, key=product.text("code"))
    for rival in demo.competitors:
        sowing.add(Competitor, sowing.columns(rival), since, None, key=rival.text("name"))
    _surveys(sowing, demo, since)
    _plans(sowing, demo, since)
    sow_experience(sowing, demo, since)
    demo_service.workshop(sowing, demo, since)
    demo_identities.systems(sowing, demo, since)
    today = work.today.isoformat()
    settings = {
        "profile": Profile.SINGLE.value,
        "zone": work.zone,
        "demo_login": demo.demo_user,
        "demo_day": today,
        "computed_on": today,
    }
    for key, value in settings.items():
        work.add(Setting, key=key, value=value)
    work.session.flush()


def _plans(sowing: Sowing, demo: Demo, since: datetime) -> None:
    """Sales targets of the last quarters, segments, and what is looked up."""
    for faq in demo.faqs:
        sowing.add(Faq, sowing.columns(faq), since, None)
    for objection in demo.objections:
        sowing.add(Objection, sowing.columns(objection), since, None)
    for target in demo.targets:
        day = add_months(sowing.work.today, -3 * target.quarters_ago)
        values = {**sowing.columns(target), "quarter": quarter_name(day)}
        sowing.add(SalesTarget, values, since, None)
    for segment in demo.segments:
        sowing.add(Segment, sowing.columns(segment), since, None)
    for campaign in demo.campaigns:
        values = {**sowing.columns(campaign), "code": sowing.work.next_code("CA")}
        sowing.add(Campaign, values, sowing.work.now, values.get("owner_id"))


def _surveys(sowing: Sowing, demo: Demo, since: datetime) -> None:
    """Surveys with their questions; the answers belong to the stories."""
    for survey in demo.surveys:
        values = {**sowing.columns(survey), "code": sowing.work.next_code("SV")}
        sowing.add(Survey, values, since, None, key=survey.key)
    sowing.work.session.flush()
    for survey in demo.surveys:
        survey_id = sowing.id_of("survey", survey.key)
        for question in survey.questions:
            values = {**sowing.columns(question), "survey_id": survey_id}
            values["code"] = sowing.work.next_code("SQ")
            key = f"{survey.key}/{question.text('number')}"
            sowing.add(SurveyQuestion, values, since, None, key=key)


def _customer(sowing: Sowing, story: DemoStory) -> None:
    values = sowing.columns(story.customer)
    values["code"] = sowing.work.next_code("C")
    values["name_norm"] = normalised_name(values["name"])
    since = sowing.morning(story.since)
    sowing.add(Customer, values, since, values["owner_id"], key=story.code)


def _people(sowing: Sowing, story: DemoStory) -> None:
    since, owner = sowing.morning(story.since), sowing.owner(story)
    customer_id = sowing.id_of("customer", story.code)
    for contact in story.contacts:
        values = {**sowing.columns(contact, story), "customer_id": customer_id}
        values["code"] = sowing.work.next_code("P")
        if values.get("mobile"):
            values["mobile_hmac"] = phone_digest(DEMO_KEY, values["mobile"])
        sowing.add(Contact, values, since, owner, key=contact.key, story=story)
    for address in story.addresses:
        values = {**sowing.columns(address, story), "customer_id": customer_id}
        sowing.add(CustomerAddress, values, since, owner)


def _deals(sowing: Sowing, story: DemoStory) -> None:
    since, owner = sowing.morning(story.since), sowing.owner(story)
    for deal in story.deals:
        values = sowing.columns(deal, story)
        values["code"] = sowing.code_of("O", story, deal.key)
        values["customer_id"] = sowing.id_of("customer", story.code)
        opened = sowing.morning(deal.opened)
        sowing.add(Opportunity, values, opened, values["owner_id"], key=deal.key, story=story)
    for contact in story.contacts:
        for special in contact.dates:
            values = {**sowing.columns(special, story), **_kept(special, sowing.work.today)}
            values["contact_id"] = sowing.id_of("contact", contact.key, story)
            sowing.add(SpecialDate, values, since, owner)
    for link in story.links:
        sowing.add(ContactLink, sowing.columns(link, story), since, owner)


def _kept(special: DemoSpecialDate, today: date) -> dict[str, int]:
    """Month, day and year of a day to remember, by its calendar."""
    if special.on is None:
        month, number = special.fixed.split("-")
        return {"month": int(month), "day": int(number)}
    on = special.on.on(today)
    if special.text("calendar") != DateCalendar.LUNAR:
        return {"month": on.month, "day": on.day, "year": on.year}
    lunar = lunar_day(today + timedelta(days=special.on.offset))
    assert lunar is not None
    return {"month": lunar.month, "day": lunar.day, "year": on.year}


def _around_deals(sowing: Sowing, story: DemoStory) -> None:
    """Needs, answers and buying committees."""
    owner = sowing.owner(story)
    customer_id = sowing.id_of("customer", story.code)
    for need in story.needs:
        values = {**sowing.columns(need, story), "customer_id": customer_id}
        sowing.add(Need, values, sowing.morning(story.since), owner)
    subject = {"scope": AnswerScope.CUSTOMER, "subject_id": customer_id}
    _answers(sowing, story, story.answers, subject)
    for deal in story.deals:
        deal_id = sowing.id_of("opportunity", deal.key, story)
        subject = {"scope": AnswerScope.OPPORTUNITY, "subject_id": deal_id}
        _answers(sowing, story, deal.answers, subject)
        for person in deal.people:
            values = {**sowing.columns(person, story), "customer_id": customer_id}
            values["opportunity_id"] = deal_id
            sowing.add(Stakeholder, values, sowing.morning(deal.opened), owner)


def _answers(
    sowing: Sowing, story: DemoStory, answers: Iterable[DemoAnswer], subject: dict[str, Any]
) -> None:
    for answer in answers:
        values = {**sowing.columns(answer, story), **subject}
        given = sowing.morning(answer.day("confirmed_on") or story.since)
        sowing.add(NsabcAnswer, values, given, sowing.owner(story))


def _orders_and_cases(sowing: Sowing, story: DemoStory) -> None:
    owner = sowing.owner(story)
    customer_id = sowing.id_of("customer", story.code)
    for order in story.orders:
        number = order.text("order_contract_no")
        values = {"owner_id": owner, **sowing.columns(order, story), "customer_id": customer_id}
        values["code"] = sowing.code_of("S", story, number)
        sold = sowing.morning(values["sale_date"])
        sowing.add(SalesOrder, values, sold, owner, key=number, story=story)
    for case in story.feedback:
        values = {**sowing.columns(case, story), "customer_id": customer_id}
        values["code"] = sowing.code_of("F", story, case.key)
        first = values["first_owner_id"]
        sowing.add(Feedback, values, values["received_at"], first, key=case.key, story=story)


def _lines_and_steps(sowing: Sowing, story: DemoStory) -> None:
    for order in story.orders:
        _lines(sowing, story, order)
    for case in story.feedback:
        _steps(sowing, story, case)


def _lines(sowing: Sowing, story: DemoStory, order: DemoOrder) -> None:
    """Lines with their amounts; the order carries the sum (S4-FLD-03)."""
    order_id = sowing.id_of("sales_order", order.text("order_contract_no"), story)
    made = sowing.work.get(SalesOrder, order_id)
    total = 0
    for line in order.lines:
        values = {**sowing.columns(line, story), "order_id": order_id}
        discount = values.get("discount", Decimal(0))
        amount = line_amount(values["unit_price"], values["qty"], discount).minor
        sowing.add(SalesOrderLine, {**values, "amount": amount}, made.created_at, made.owner_id)
        total += amount
    made.amount = total


def _dealings(sowing: Sowing, story: DemoStory) -> None:
    """Gifts, fairs and handovers; a fair is as old as the visit, the rest as its day."""
    owner = sowing.owner(story)
    customer_id = sowing.id_of("customer", story.code)
    for entry in (one for part in story.dealings for one in part):
        values = {**sowing.columns(entry, story), "customer_id": customer_id}
        days = ("date", "given_on", "notice_date")
        on = next((day for name in days if (day := entry.day(name)) is not None), None)
        at = values.get("at") or sowing.morning(on)
        if entry.spec.name == "gift_register" and "state" in values:
            values |= {"approver_id": sowing.id_of("user", "glin"), "approved_at": at}
        owned = {"gift_register": {"giver_id": owner}, "fair_visit": {"user_id": owner}}
        values = {**owned.get(entry.spec.name, {}), **values}
        sowing.add(RECORDS[entry.spec.name], values, at, owner)


def _account(sowing: Sowing, story: DemoStory) -> None:
    """The account plan, rivals, events, stage moves; each as old as the day it names."""
    owner = sowing.owner(story)
    customer_id = sowing.id_of("customer", story.code)
    for entry in (one for part in story.account for one in part):
        values = {**sowing.columns(entry, story), "customer_id": customer_id}
        if isinstance(entry, DemoSolution):
            needs = sowing.work.all(Need, customer_id=customer_id)
            values["need_id"] = needs[entry.answers - 1].id
        sowing.add(RECORDS[entry.spec.name], values, _day_of(sowing, entry, story), owner)


def _day_of(sowing: Sowing, entry: Entry, story: DemoStory) -> datetime:
    for spec in entry.spec.fields:
        if spec.kind is FieldKind.INSTANT and entry.moment(spec.name):
            return sowing.moment(entry.moment(spec.name))
        if spec.kind is FieldKind.DATE and entry.day(spec.name):
            return sowing.morning(entry.day(spec.name))
    days = [day for area in story.plan if (day := area.day("date"))]
    # What has no day of its own was written with the areas of the plan.
    return max((sowing.morning(day) for day in days), default=sowing.morning(story.since))


def _invites(sowing: Sowing, story: DemoStory) -> None:
    for place, invite in enumerate(story.surveys):
        values = {**sowing.columns(invite, story), "code": sowing.work.next_code("SI")}
        values["customer_id"] = sowing.id_of("customer", story.code)
        invited = sowing.morning(invite.day("invited_on"))
        owner = sowing.owner(story)
        sowing.add(SurveyInvite, values, invited, owner, key=str(place), story=story)


def _survey_answers(sowing: Sowing, story: DemoStory) -> None:
    for place, invite in enumerate(story.surveys):
        survey = invite.text("survey")
        answered = sowing.morning(invite.day("answered_on"))
        for answer in invite.answers:
            values = {
                **sowing.columns(answer, story),
                "invite_id": sowing.id_of("survey_invite", str(place), story),
                "question_id": sowing.id_of("survey_question", f"{survey}/{answer.number}"),
            }
            sowing.add(SurveyAnswer, values, answered, sowing.owner(story))


def _steps(sowing: Sowing, story: DemoStory, case: DemoFeedback) -> None:
    feedback_id = sowing.id_of("feedback", case.key, story)
    received = sowing.moment(case.moment("received_at"))
    for action in case.actions:
        values = {**sowing.columns(action, story), "feedback_id": feedback_id}
        sowing.add(FeedbackAction, values, received, values["owner_id"])
    made = sowing.work.get(Feedback, feedback_id)
    for event in case.events:
        values = {**sowing.columns(event, story), "feedback_id": feedback_id}
        values.setdefault("kind", FeedbackEventKind.STEP)
        if values.get("to_state") is FeedbackState.ACKNOWLEDGED:
            values["promised_at"] = made.promised_at
        sowing.add(FeedbackEvent, values, values["at"], values.get("user_id"))
    intake.retell_clocks(sowing.work, made)
