"""The brief: one page before a call, and the page that explains a customer to the team.

Built from the services as sections of plain lines; a screen, the shell and Markdown show them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from models import enums
from tui.i18n import day, moment, money_short, percent, relative_due, tr, yes_no
from tui.labels import (
    choice_label,
    element_label,
    element_question,
    element_slogan,
    field_label,
    label,
    question_text,
    short,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from models.rules.answers import ElementScore
    from models.views.cards import AnswerRow
    from storage.services import Services

_PEOPLE, _DEALS, _ITEMS, _TOUCHES = 4, 3, 3, 5
_SIGN = {"UNKNOWN": "?", "ASSUMED": "~", "CONFIRMED": "+", "ADVERSE": "!"}


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its lines."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A titled page of sections."""

    title: str
    sections: tuple[Section, ...]


def call_brief(services: Services, customer_id: int) -> Page:
    """Everything worth knowing before a call, on one page of 80 x 24 cells (crm-bars 5)."""
    card = services.cards.customer(customer_id)
    values = card.values
    today = services.core.clock.today()
    grade = str(values.get("grade") or "-")
    status = choice_label(enums.CustomerStatus, str(values["status"]))
    title = f"{values['code']} {values['name']} · {grade} · {status}"
    sections = (
        Section(tr("Contact"), _manner(values)),
        Section(tr("People"), _people(services, customer_id)),
        Section(tr("Open deals"), _deals(services, str(values["code"]))),
        Section(tr("Due and open"), _due(services, str(values["code"]), today)),
        Section(tr("Last touches"), _touches(services, str(values["code"]))),
    )
    return Page(title, tuple(one for one in sections if one.lines))


def _manner(values: Any) -> tuple[str, ...]:
    parts = []
    if values.get("do_not_contact"):
        parts.append(tr("DO NOT CONTACT"))
    if values.get("preferred_channel"):
        channel = choice_label(enums.Channel, str(values["preferred_channel"]))
        parts.append(f"{field_label('customer', 'preferred_channel')}: {channel}")
    consents = ("consent_marketing", "consent_survey", "consent_greeting")
    words = [f"{field_label('customer', one)} {yes_no(bool(values.get(one)))}" for one in consents]
    parts.append(", ".join(words))
    if values.get("buying_preference"):
        parts.append(str(values["buying_preference"]))
    return tuple(parts)


def _rows(services: Services, text: str, kind: str, limit: int) -> Sequence[Any]:
    query = services.lists.parse(text, kind)
    return services.lists.page(query, limit=limit).rows


def _people(services: Services, customer_id: int) -> tuple[str, ...]:
    code = str(services.cards.record("customer", customer_id)["code"])
    stances = {}
    for deal in _rows(services, f"customer:{code} open:yes", "opportunities", 20):
        for one in services.cards.stakeholders(customer_id, deal.id):
            roles = "/".join(choice_label(enums.CommitteeRole, role) for role in one.roles)
            stances[one.contact_id] = f"{roles} {one.stance:+d}"
    people = [one for one in _rows(services, f"customer:{code}", "contacts", 50) if not one.left_at]
    people.sort(key=lambda one: (one.id not in stances, not one.is_primary))
    found = []
    for one in people[:_PEOPLE]:
        parts = (one.salutation, one.title, one.office_phone, stances.get(one.id))
        mark = "*" if one.is_primary else "-"
        found.append(f"{mark} {one.name}  " + " · ".join(part for part in parts if part))
    if len(people) > _PEOPLE:
        found.append(tr("and {n} more", n=len(people) - _PEOPLE))
    return tuple(found)


def _deals(services: Services, code: str) -> tuple[str, ...]:
    rows = _rows(services, f"customer:{code} open:yes sort:due", "opportunities", _DEALS)
    found = []
    for row in services.review.rows(rows):
        deal = row.deal
        amount = (
            money_short(deal.expected_amount, deal.currency or "CNY")
            if deal.expected_amount
            else tr("no amount")
        )
        odds = percent(deal.odds) if deal.odds is not None else "-"
        close = day(deal.expected_close_date) if deal.expected_close_date else "-"
        gap = f" · {row.gap} {question_text(row.gap)}" if row.gap else ""
        found.append(f"- {deal.code} {deal.title}  {amount} · {close} · {odds}{gap}")
    return tuple(found)


def _due(services: Services, code: str, today: date) -> tuple[str, ...]:
    found = []
    items = [
        one
        for one in _rows(services, f"customer:{code} open:yes sort:due", "follow-ups", 20)
        if one.due is not None
    ]
    for one in items[:_ITEMS]:
        what = one.title or choice_label(enums.FollowUpKind, one.kind)
        found.append(f"- {day(one.due)} ({relative_due(one.due, today)})  {what}")
    for one in _rows(services, f"customer:{code} open:yes", "feedback", _ITEMS):
        kind = choice_label(enums.FeedbackKind, one.kind)
        state = choice_label(enums.FeedbackState, one.state)
        severe = one.safety or one.kind == enums.FeedbackKind.COMPLAINT
        found.append(f"{'!' if severe else '-'} {one.code} {kind} · {state}: {one.text}")
    return tuple(found)


def _touches(services: Services, code: str) -> tuple[str, ...]:
    rows = _rows(services, f"customer:{code}", "interactions", _TOUCHES)
    return tuple(
        f"- {moment(one.at)} {choice_label(enums.Channel, one.channel)}: "
        + " ".join(one.summary.split())
        for one in rows
    )


def team_brief(services: Services, customer_id: int) -> Page:
    """The customer explained to the team behind sales by 4W1H (S0-KEY-03, AC-013).

    Neither date nor amount: when and how much belong to an opportunity (S0-NSABC-06).
    """
    values = services.cards.record("customer", customer_id)
    fit = services.answers.fit(customer_id)
    given = {
        row.question_code: row
        for row in services.cards.answers(enums.AnswerScope.CUSTOMER, customer_id)
    }
    sections = []
    for element in fit.elements:
        name = element.element.value
        head = (
            f"{element_question(name, 'CUSTOMER')} · {element_label(name, 'CUSTOMER')}"
            f" {element.score:.1f} · {element_slogan(name)}"
        )
        sections.append(Section(head, _answered("C", element, given)))
    profile = [
        str(values[name])
        for name in ("business_summary", "profile_scope", "growth_event")
        if values.get(name)
    ]
    first = Section(tr("Who they are"), tuple(profile))
    title = f"{values['code']} {values['name']} · 4W1H {fit.value}/100"
    return Page(title, (*((first,) if profile else ()), *sections))


def _answered(
    prefix: str, element: ElementScore, given: Mapping[str, AnswerRow]
) -> tuple[str, ...]:
    """The four questions of an element with what was answered, a line each."""
    lines = []
    for number in range(1, len(element.counts) + 1):
        code = f"{prefix}-{element.element.value}{number}"
        answer = given.get(code)
        state = answer.state if answer else "UNKNOWN"
        told = answer.note if answer and answer.note else short(enums.NsabcState(state))
        lines.append(f"{_SIGN[state]} {question_text(code)}: {told}")
    return tuple(lines)


def deal_brief(services: Services, opportunity_id: int) -> Page:
    """A deal explained by 5W2H: the elements with their notes, then when and how much."""
    sheet = services.answers.sheet(opportunity_id)
    values = sheet.card.values
    given = {row.question_code: row for row in sheet.card.answers}
    sections = []
    for element in sheet.odds.elements:
        name = element.element.value
        head = f"{element_question(name)} · {element_label(name)} {element.score:.1f}"
        sections.append(Section(head, _answered("P", element, given)))
    odds = f"{tr('win odds')} {sheet.odds.value} · {label(sheet.odds.band)}"
    facts = [odds, *(f"{gap.question.code} +{gap.gain}" for gap in sheet.gaps[:3])]
    amount, close = values.get("expected_amount"), values.get("expected_close_date")
    if isinstance(amount, int):
        facts.append(money_short(amount, str(values.get("currency") or "CNY")))
    facts.append(day(close) if close else tr("no close date"))  # type: ignore[arg-type]
    title = f"{values['code']} {values['title']} · {sheet.card.customer_name or ''}"
    return Page(title, (Section(tr("Odds, when, how much"), (" · ".join(facts),)), *sections))


def markdown(page: Page) -> str:
    """The page as Markdown; data stays text (signs that would format it are escaped)."""
    found = [f"# {_escaped(page.title)}", ""]
    for section in page.sections:
        found += [f"## {_escaped(section.title)}", ""]
        found += [f"* {_escaped(line.removeprefix('- '))}" for line in section.lines]
        found.append("")
    return "\n".join(found)


def _escaped(text: str) -> str:
    return "".join(f"\\{char}" if char in "\\`*_[]<>#|" else char for char in text)
