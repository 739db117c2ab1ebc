"""The qualification sheet: odds, gauges and gaps at a glance, then every question with its answer.

Each open deal by its five elements, then the customer by 4W1H. Enter on a gap plans it, on a
question answers it, on an offer takes it over into the form.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from models import enums
from models.width import cut
from tui.i18n import day, ntr, tr
from tui.labels import (
    choice_label,
    element_label,
    element_slogan,
    label,
    question_text,
    reason_text,
    short,
)
from tui.panes.detail.parts import closed_deals, deal_line, open_deals
from tui.rows.gauge import framed
from tui.rows.lines import Line, Lines, wrapped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from models.rules.answers import ElementScore, Offer
    from models.rules.qualification import Gap, Odds
    from models.views.cards import AnswerRow
    from models.views.rows import OpportunityRow
    from storage.services import Services
    from storage.services.answers import DealSheet

_SIGNS = {"UNKNOWN": "?", "ASSUMED": "~", "CONFIRMED": "+", "ADVERSE": "!"}
_TONES = {"UNKNOWN": "muted", "ASSUMED": "", "CONFIRMED": "good", "ADVERSE": "red"}
_TOP = 3
CLOSED = "closed"  # Enter on a closed deal


def qualification(
    services: Services, customer_id: int, width: int, plain: bool
) -> tuple[Line, ...]:
    """Every open deal by its five elements, then the customer by 4W1H."""
    page = Lines(width)
    for deal in open_deals(services, customer_id):
        _deal_sheet(page, services, deal, plain)
    _closed(page, services, customer_id)
    _customer_sheet(page, services, customer_id, plain)
    return page.done()


def closed_sheet(services: Services, deal_id: int, width: int, plain: bool) -> tuple[Line, ...]:
    """The answers of a deal that is won or lost, to be read: what was known when it ended."""
    page = Lines(width)
    sheet = services.answers.sheet(deal_id)
    values = sheet.card.values
    closed_on = values.get("closed_on")
    said = tr("Closed: read only. To go on with it, reopen the deal with e in the list.")
    page.add(
        (f" {values['code']} ", "muted"),
        (f"{choice_label(enums.Pipeline, str(values['pipeline']))}", "strong"),
        (f"  {day(closed_on)}" if isinstance(closed_on, date) else "", "muted"),
    )
    _wrap(page, said, 1, "amber", "closed", {})
    if values.get("lost_reason"):
        _wrap(page, str(values["lost_reason"]), 1, "", "why", {})
    given = {row.question_code: row for row in sheet.card.answers}
    for element in sheet.odds.elements:
        _gauge(page, element, "OPPORTUNITY", plain)
    today = services.core.clock.today()
    for element in sheet.odds.elements:
        _questions(page, "P", element, given, deal_id, today)
    # Nothing to open from here: Enter means nothing on a closed sheet.
    return tuple(replace(line, record_id=0, entity="", question="") for line in page.done())


# ── a deal ──────────────────────────────────────────────────────────────────────────────


def _deal_sheet(page: Lines, services: Services, deal: OpportunityRow, plain: bool) -> None:
    sheet = services.answers.sheet(deal.id)
    if page.made:
        page.blank()
    deal_line(page, deal)
    _odds(page, sheet, deal.id, plain)
    for element in sheet.odds.elements:
        _gauge(page, element, "OPPORTUNITY", plain)
    _gaps(page, sheet.gaps, deal.id)
    _offers(page, sheet.offers, deal.id)
    page.add((f"   {tr('All questions')}", "title"), key=f"questions {deal.id}")
    given = {row.question_code: row for row in sheet.card.answers}
    today = services.core.clock.today()
    for element in sheet.odds.elements:
        _questions(page, "P", element, given, deal.id, today)


def _odds(page: Lines, sheet: DealSheet, deal_id: int, plain: bool) -> None:
    found = sheet.odds
    about: dict[str, Any] = {"figure": "odds", "entity": "opportunity", "record_id": deal_id}
    page.add(
        (f"   {tr('win odds')}  {found.value}  ", "strong"),
        (f"{label(found.band)}  ", "accent"),
        (framed(float(found.value), 20 if page.width >= 50 else 8, plain=plain), "accent"),
        key=f"odds {deal_id}",
        **about,
    )
    if found.manual is not None:
        said = tr(
            "calculated {odds} / mine {mine}: {why}",
            odds=str(found.value),
            mine=f"{found.manual.normalize():f}",
            why=sheet.manual_reason,
        )
        _wrap(page, said, 3, "", f"mine {deal_id}", about)
    for cap in found.caps:
        _wrap(page, reason_text(cap.reason), 3, "amber", f"cap {deal_id} {cap.name}", about)
    _forecast_note(page, found, deal_id)


def _forecast_note(page: Lines, found: Odds, deal_id: int) -> None:
    if not found.qualified:
        said = tr("Not in the forecast: amount or close date is missing. e completes the deal.")
        _wrap(page, said, 3, "muted", f"unqualified {deal_id}", {})
    elif found.redate:
        said = tr("The close date has passed: e gives a new one.")
        _wrap(page, said, 3, "muted", f"redate {deal_id}", {})


def _gaps(page: Lines, gaps: Sequence[Gap], deal_id: int) -> None:
    if not gaps:
        return
    wide = page.width >= 52
    room = max(12, page.width - (30 if wide else 19))
    more = f" {tr('raw'):>6} {tr('cap')}" if wide else ""
    page.add(
        (f"   {cut(tr('Next question'), room + 6, pad=True)}", "title"),
        (f"{tr('gain'):>7}{more}", "muted"),
        key=f"gaps {deal_id}",
    )
    digits = max(_digits(gap.raw_gain) for gap in gaps)  # unrounded, points under each other
    for place, gap in enumerate(gaps):
        top = place < _TOP
        held = " ".join(gap.held_by) if not gap.gain else ""
        page.add(
            (f" {'>' if top else ' '} {gap.question.code}  ", "accent"),
            (cut(question_text(gap.question.code), room, pad=True), "" if top else "muted"),
            (f" {f'+{gap.gain}' if gap.gain else '0.0':>6}", "strong" if gap.gain else "muted"),
            (f" {gap.raw_gain:>6.{digits}f} {held}" if wide else "", "muted"),
            key=f"gap {deal_id} {gap.question.code}",
            entity="opportunity",
            record_id=deal_id,
            question=gap.question.code,
            act="gap",
        )
    hint = tr("Enter on a gap plans the follow-up that closes it; e answers the question.")
    _wrap(page, hint, 3, "muted", f"gap hint {deal_id}", {})


def _digits(gain: Decimal) -> int:
    """Decimals that the gain needs to stand unrounded."""
    exponent = gain.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _offers(
    page: Lines, offers: Sequence[Offer], deal_id: int, entity: str = "opportunity"
) -> None:
    if not offers:
        return
    page.add((f"   {tr('What the figures say')}", "title"), key=f"offers {deal_id}")
    for offer in offers:
        about: dict[str, Any] = {"entity": entity, "record_id": deal_id, "act": "offer"}
        for place, part in enumerate(wrapped(reason_text(offer.reason), page.width - 13)):
            page.add(
                (f"   {offer.code}  " if place == 0 else " " * 9, "accent"),
                (f"{'+' if offer.holds else '-'} " if place == 0 else "  ", _tone(offer)),
                (part, ""),
                key=f"offer {deal_id} {offer.code} {place}",
                question=offer.code,
                **about,
            )


def _tone(offer: Offer) -> str:
    return "good" if offer.holds else "amber"


def _closed(page: Lines, services: Services, customer_id: int) -> None:
    """Won and lost deals by name; Enter shows what was answered, to be read."""
    deals = closed_deals(services, customer_id)
    if deals:
        page.heading(tr("Closed deals (read only)"))
    for deal in deals:
        closed_on = f"  {day(deal.closed_on)}" if deal.closed_on else ""
        page.add(
            (f"   {deal.code} ", "muted"),
            (deal.title, ""),
            (f"  {choice_label(enums.Pipeline, deal.pipeline)}{closed_on}", "muted"),
            key=f"closed {deal.id}",
            entity="opportunity",
            record_id=deal.id,
            figure="odds",
            act=CLOSED,
        )


# ── the customer ────────────────────────────────────────────────────────────────────────


def _customer_sheet(page: Lines, services: Services, customer_id: int, plain: bool) -> None:
    fit = services.answers.fit(customer_id)
    if page.made:
        page.blank()
    page.add(
        (f" 4W1H  {fit.value}/100", "title"),
        key="heading fit",
        figure="fit",
        entity="customer",
        record_id=customer_id,
    )
    said = tr("When and how much belong to an opportunity: a customer has neither date nor amount.")
    _wrap(page, said, 2, "muted", "fit hint", {})
    for element in fit.elements:
        _gauge(page, element, "CUSTOMER", plain)
    _offers(page, services.answers.customer_offers(customer_id), customer_id, "customer")
    rows = services.cards.answers(enums.AnswerScope.CUSTOMER, customer_id)
    given = {row.question_code: row for row in rows}
    today = services.core.clock.today()
    for element in fit.elements:
        _questions(page, "C", element, given, customer_id, today)


# ── what both share ─────────────────────────────────────────────────────────────────────


def _gauge(page: Lines, element: ElementScore, scope: str, plain: bool) -> None:
    name = element_label(element.element.value, scope)
    tone = "amber" if element.score < 25 else ""
    page.add(
        (f"   {element.element.value}  ", "strong"),
        (cut(name, 15, pad=True), ""),
        (f"{element.score:>5.1f} ", tone),
        (
            framed(float(element.score), 16 if page.width >= 70 else 8, plain=plain),
            tone or "accent",
        ),
        (f" {element_slogan(element.element.value)}", "muted"),
        key=f"element {scope} {element.element.value} {len(page.made)}",
    )


def _questions(
    page: Lines,
    prefix: str,
    element: ElementScore,
    given: Mapping[str, AnswerRow],
    subject_id: int,
    today: date,
) -> None:
    kind = "opportunity" if prefix == "P" else "customer"
    for number, count in enumerate(element.counts, 1):
        code = f"{prefix}-{element.element.value}{number}"
        answer = given.get(code)
        state = answer.state if answer else "UNKNOWN"
        expired = state == "CONFIRMED" and count < 1
        word = short(enums.NsabcState(state)) + (f" ({tr('too old')})" if expired else "")
        about: dict[str, Any] = {"entity": kind, "record_id": subject_id, "question": code}
        page.add(
            (f"    {_SIGNS[state]} {code}  ", "amber" if expired else _TONES[state]),
            (question_text(code), ""),
            (f"  {word}", "amber" if expired else _TONES[state]),
            key=f"question {subject_id} {code}",
            **about,
        )
        told = _told(answer, today) if answer is not None else ""
        for place, part in enumerate(wrapped(told, page.width - 14, limit=3)):
            page.add((f"            {part}", "muted"), key=f"answer {code} {place}", **about)


def _told(answer: AnswerRow, today: date) -> str:
    """Note, source, date and age of an answer."""
    on = answer.confirmed_on
    age = ntr("{n} day old", "{n} days old", (today - on).days) if on else ""
    source = answer.source_contact_name or answer.source_doc or ""
    parts = (answer.note or "", source, day(on) if on else "", age)
    return " · ".join(part for part in parts if part)


def _wrap(
    page: Lines, text: str, indent: int, tone: str, key: str, about: Mapping[str, Any]
) -> None:
    for place, part in enumerate(wrapped(text, page.width - indent - 1)):
        page.add((f"{' ' * indent}{part}", tone), key=f"{key} {place}", **about)
