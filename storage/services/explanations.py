"""Figures with everything that led to them: worked out anew by the rules, from what is stored.

The same inputs as in `storage/effects/derived`, read without SQLModel; writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any, Final

from models import enums
from models.explanation import Explanation, Reason
from models.policy_defaults import Policy, policy_from
from models.rules import (
    cadence,
    committee,
    feedback_clock,
    grading,
    improvements,
    playbooks,
    segmentation,
    stages,
    stock,
    ticket_clock,
    tickets,
)
from models.rules.account_plan import plan_coverage
from models.rules.agenda import value_at_risk
from models.rules.answers import Answer
from models.rules.expectations import expectations
from models.rules.orders import line_amount
from models.rules.qualification import DealFacts, fit, odds
from models.rules.satisfaction import survey_due
from storage.errors import NotFound
from storage.queries import (
    account,
    agenda,
    audits,
    cases,
    details,
    experience,
    figures,
    surveys,
    value,
    workshop,
)
from storage.queries import playbooks as playbook_queries
from storage.queries.context import ListContext
from storage.queries.reader import ReadConnection
from storage.services.core import Core

Values = Mapping[str, Any]


class _Subject:
    """One record with what its figures need: the door, the day, the settings."""

    def __init__(
        self, reader: ReadConnection, context: ListContext, now: datetime, values: Values
    ) -> None:
        self.reader = reader
        self.context = context
        self.today: date = context.today
        self.now = now
        self.values = values
        self.id = int(values["id"])
        self.policy: Policy = policy_from(figures.figures(reader))

    def answers(self, scope: enums.AnswerScope) -> list[Answer]:
        """NSABC answers as the rules look at them."""
        return [
            Answer(one.question_code, enums.NsabcState(one.state), one.confirmed_on)
            for one in details.answers(self.reader, scope, self.id)
        ]

    def day(self, moment: datetime | None) -> date | None:
        """Day of a moment in the zone of the database."""
        return None if moment is None else self.context.day_of(moment.isoformat())


class Explanations:
    """What `x` and `explain` ask: a figure of a record, by its name (FIGURES)."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def explain(self, entity: str, record_id: int, figure: str) -> Explanation:
        """Rule id, value and lines of a figure.

        NotFound: no such record or no such figure. Refused: of a terminated customer, to who sees
        name and status of it alone (9.5).
        """
        explained = _FIGURES.get(entity, {}).get(figure)
        if explained is None:
            raise NotFound("figure.unknown", entity=entity, figure=figure)

        def read(reader: ReadConnection) -> Explanation:
            context = self._core.context()
            values = details.record(reader, entity, record_id)
            if values is None:
                raise NotFound("not_found", entity=entity, value=record_id)
            if entity == "customer":
                values = details.whole_customer(reader, context, record_id)
            return explained(_Subject(reader, context, self._core.clock.now(), values))

        return self._core.read(read, "explain")


def _customer_grade(subject: _Subject) -> Explanation:
    values = subject.values
    own = grading.NeedFacts(
        need=values["need_status"] or enums.NeedStatus.LATENT,
        expected_close=values["own_expected_date"],
        no_chance=bool(values["no_chance"]),
        previous=values["grade"],
        confirmed=bool(values["need_confirmed"]),
    )
    deals = figures.deal_needs(subject.reader, subject.id)
    override = figures.override(subject.reader, subject.id, values)
    policy = subject.policy.grading
    return grading.grade_customer(own, deals, policy, subject.today, override).explanation


def _deal_grade(subject: _Subject) -> Explanation:
    values = subject.values
    facts = figures.need_facts(
        values["need_status"],
        values["expected_close_date"],
        values["no_chance"],
        values["grade"],
        values["pipeline"],
        values["code"],
    )
    return grading.grade_deal(facts, subject.policy.grading, subject.today).explanation


def _tracking(subject: _Subject) -> Explanation:
    values = subject.values
    created = subject.day(values["created_at"])
    assert created is not None
    return cadence.next_tracking_due(
        values["grade"] or enums.Grade.D,
        subject.day(values["last_tracking_at"]),
        created,
        subject.policy.cadence,
        figures.calendar(subject.reader, subject.today)
        if subject.policy.cadence.shift_weekend
        else None,
    ).explanation


def _overdue(subject: _Subject) -> Explanation:
    grade = subject.values["grade"] or enums.Grade.D
    due = subject.values["next_tracking_due"]
    if due is None:
        return Explanation("overdue_days", "R-CADENCE", None)
    return cadence.overdue(due, grade, subject.policy.cadence, subject.today).explanation


def _deal_status(subject: _Subject) -> Explanation:
    return segmentation.deal_status(
        figures.won_orders(subject.reader, subject.id),
        figures.pipelines(subject.reader, subject.id),
    ).explanation


def _importance(subject: _Subject) -> Explanation:
    values = subject.values
    override = None
    if values["importance_override"] and values["importance_until"]:
        override = segmentation.ImportanceOverride(
            values["importance_override"],
            values["importance_until"],
            values["importance_reason"] or "",
        )
    facts = segmentation.ImportanceFacts(
        figures.largest_open_deal(subject.reader, subject.id), values["potential_volume_year"]
    )
    policy = subject.policy.importance
    return segmentation.importance(facts, policy, subject.today, override).explanation


def _urgency(subject: _Subject) -> Explanation:
    facts = figures.handle_facts(subject.reader, subject.context, subject.id)
    return segmentation.urgency(facts, subject.policy.urgency, subject.today).explanation


def _stage(subject: _Subject) -> Explanation:
    values = subject.values
    facts = figures.stage_facts(subject.reader, values)
    current = values["stage"] or enums.Stage.DEVELOPMENT
    return stages.propose_stage(current, facts, subject.policy.stages).explanation


def _plan_coverage(subject: _Subject) -> Explanation:
    known = account.areas(subject.reader, subject.id)
    return plan_coverage(known, subject.policy.plan).explanation


def _fit(subject: _Subject) -> Explanation:
    given = subject.answers(enums.AnswerScope.CUSTOMER)
    return fit(given, subject.policy.odds, subject.today).explanation


def _odds(subject: _Subject) -> Explanation:
    values = subject.values
    manual = values["odds_manual"]
    facts = DealFacts(
        values["pipeline"],
        values["expected_amount"],
        values["expected_close_date"],
        None if manual is None else Decimal(manual),
        values["odds_reason"] or "",
    )
    given = subject.answers(enums.AnswerScope.OPPORTUNITY)
    return odds(given, facts, subject.policy.odds, subject.today).explanation


def _worth(name: str, subject: _Subject) -> Explanation:
    asked = value.Asked(subject.reader, subject.context, subject.policy, subject.values)
    return asked.figure(name)


def _at_stake(subject: _Subject) -> Explanation:
    """What the customer of a case may cost, if the case is the last straw (R-LOSS)."""
    customer_id = subject.values["customer_id"]
    values = details.record(subject.reader, "customer", int(customer_id)) if customer_id else None
    if values is None:
        return Explanation("loss", "R-LOSS", None, (Reason("loss.no_data"),))
    asked = value.Asked(subject.reader, subject.context, subject.policy, values)
    return asked.loss().explanation


def _case(subject: _Subject) -> tuple[cases.CaseBook, cases.Case]:
    context = subject.context
    book = cases.CaseBook(subject.reader, subject.policy, context.today, context.zone)
    found = book.case(subject.id)
    assert found is not None
    return book, found


def _due_at(subject: _Subject) -> Explanation:
    book, found = _case(subject)
    facts = cases.clock_facts(found.values)
    return feedback_clock.explain_due(facts, found.clocks, book.policy, book.calendars)


def _time_left(subject: _Subject) -> Explanation:
    book, found = _case(subject)
    told = found.clocks
    read, explained = feedback_clock.explain_left(told, book.policy, subject.now, book.calendars)
    flag = feedback_clock.progress_due(
        told.state, told.progress, book.policy, subject.now, book.calendars.progress
    )
    lines = explained.lines if read is not None else _due_at(subject).lines
    return replace(explained, lines=(*lines, *((flag,) if flag else ())))


def _expectations(subject: _Subject) -> Explanation:
    return expectations(subject.values["expectation_checks"]).explanation


def _onsite(subject: _Subject) -> Explanation:
    """The on-site clock, rebuilt from the events of the ticket (AC-113)."""
    policy = subject.policy
    clock = ticket_clock.rebuild(workshop.clock_events(subject.reader, subject.id), policy.tickets)
    if clock is None:
        return Explanation("due_at", "R-SLA", None)
    return ticket_clock.onsite_time(clock, policy.tickets, policy.feedback, subject.now).explanation


def _warranty(subject: _Subject) -> Explanation:
    return tickets.warranty(subject.values["warranty_until"], None, None, subject.today).explanation


def _free(subject: _Subject) -> Explanation:
    return stock.explained(workshop.stock_of(subject.values))


def _amount(subject: _Subject) -> Explanation:
    card = details.order_card(subject.reader, subject.id)
    lines = [
        line_amount(one.unit_price, one.qty, one.discount).explanation.lines
        for one in (card.lines if card else ())
    ]
    found = tuple(reason for some in lines for reason in some)
    return Explanation("amount", "S4-FLD-03", subject.values["amount"], found)


def _support(subject: _Subject) -> Explanation:
    return committee.support(_members(subject)).explanation


def _coverage(subject: _Subject) -> Explanation:
    policy = subject.policy.committee
    return committee.coverage(_members(subject), policy, subject.today).explanation


def _blockers(subject: _Subject) -> Explanation:
    return committee.obstacles(_members(subject), subject.policy.qualification).explanation


def _at_risk(subject: _Subject) -> Explanation:
    """What it costs to let a follow-up wait: its deal, else all open deals of the customer."""
    values = subject.values
    deals = agenda.open_deals(subject.reader, [int(values["customer_id"])])
    of_customer = deals.get(int(values["customer_id"]), {})
    own = of_customer.get(values["opportunity_id"])
    waiting = [own] if own else list(of_customer.values())
    return value_at_risk(waiting, _falls_due(values), subject.today).explanation


def _item_overdue(subject: _Subject) -> Explanation:
    values = subject.values
    customer: Values = details.record(subject.reader, "customer", values["customer_id"]) or {}
    grade = customer.get("grade") or enums.Grade.D
    policy = subject.policy.cadence
    return cadence.overdue(_falls_due(values), grade, policy, subject.today).explanation


def _falls_due(values: Values) -> date:
    """The day an item falls due, snoozing counted in."""
    asleep = values["status"] is enums.FollowUpStatus.SNOOZED and values["snoozed_until"]
    due: date = values["snoozed_until"] if asleep else values["due_date"]
    return due


def _members(subject: _Subject) -> list[committee.Member]:
    customer_id = int(subject.values["customer_id"])
    rows = details.stakeholders(subject.reader, customer_id, subject.id)
    return figures.members(subject.context, rows)


def _threads(subject: _Subject) -> Explanation:
    policy = subject.policy.committee
    facts = figures.thread_facts(
        subject.reader, subject.context, subject.values, policy.thread_days
    )
    return committee.threads(facts, policy, subject.today).explanation


def _step_due(subject: _Subject) -> Explanation:
    values = subject.values
    rule = playbooks.StepRule(
        values["step_key"], values["base"], values["distance"], values["unit"]
    )
    due = playbook_queries.due_of_step(subject.reader, subject.id)
    return playbooks.explain(rule, values["counted_from"], due, subject.today)


def _survey_due(subject: _Subject) -> Explanation:
    facts = surveys.facts_of(subject.reader, subject.context, subject.id)
    return survey_due(facts, subject.policy.satisfaction).explanation


def _priority(subject: _Subject) -> Explanation:
    values = subject.values
    return improvements.priority(
        values["impact"], values["feasibility"], values["reach"]
    ).explanation


def _effect(subject: _Subject) -> Explanation:
    values = subject.values
    names = ("before_from", "before_to", "after_from", "after_to")
    dates = [values[name] for name in names]
    element = values["experience_element"]
    return experience.effect_of(subject.reader, element, dates, subject.today).explanation


def _audit_result(subject: _Subject) -> Explanation:
    given = audits.scores(subject.reader, subject.id).values()
    scores = [score for score, _note, _id in given]
    return improvements.audit_result(scores, subject.policy.experience).explanation


def _review(subject: _Subject) -> Explanation:
    return improvements.review_due(subject.values["review_date"], subject.today).explanation


_FIGURES: Final[Mapping[str, Mapping[str, Callable[[_Subject], Explanation]]]] = {
    "customer": {
        "grade": _customer_grade,
        "next_tracking_due": _tracking,
        "overdue_days": _overdue,
        "deal_status": _deal_status,
        "importance": _importance,
        "urgency": _urgency,
        "handle_by": _urgency,
        "stage": _stage,
        "fit": _fit,
        "plan_coverage": _plan_coverage,
        "threads": _threads,
        "survey_due": _survey_due,
        **{name: partial(_worth, name) for name in value.FIGURES},
    },
    "opportunity": {
        "grade": _deal_grade,
        "odds": _odds,
        "odds_calc": _odds,
        "support": _support,
        "coverage": _coverage,
        "blocker": _blockers,
    },
    "follow_up": {"value_at_risk": _at_risk, "overdue_days": _item_overdue},
    "feedback": {
        "due_at": _due_at,
        "time_left": _time_left,
        "expectations": _expectations,
        "loss": _at_stake,
    },
    "sales_order": {"amount": _amount},
    "improvement": {"priority": _priority, "effect": _effect},
    "audit_run": {"audit_result": _audit_result, "result": _audit_result},
    "service_standard": {"review_overdue": _review},
    "ticket": {"due_at": _onsite, "time_left": _onsite, "warranty_until": _warranty},
    "part": {"free": _free},
    "playbook_step": {"step_due": _step_due},
}
# Names of the figures that explain themselves, by entity.
FIGURES: Final[Mapping[str, tuple[str, ...]]] = {
    entity: tuple(known) for entity, known in _FIGURES.items()
}
