"""Overview: the 360-degree view, figures first, then what is on record."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from models import enums
from models.fields.registry import entity
from models.values import BASE_CURRENCY
from models.width import cut
from storage.errors import Refused
from tui.i18n import day, moment, money, relative_due, time_left, tr, yes_no
from tui.labels import choice_label, field_label, group_label, label, reason_text
from tui.panes.detail.parts import deal_line, open_deals, rows_of, shown_value, text_of
from tui.panes.detail.value import health
from tui.rows.lines import Line, Lines, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence
    from enum import StrEnum

    from models.views.cards import CustomerCard
    from storage.services import Services

_OVERVIEW = (
    "code", "kind", "status", "owner", "industry", "source", "referred_by", "registration_no",
    "stage", "preferred_channel", "phone", "fax", "email", "website",
)  # fmt: skip
_PLACE = ("country_region", "province", "city", "postcode", "address")
_PROFILE = (
    "annual_revenue", "employees", "business_summary", "profile_scope", "profile_size",
    "profile_structure", "funding", "growth_event", "buying_preference", "negotiation_style",
)  # fmt: skip


def overview(services: Services, customer_id: int, width: int, plain: bool) -> tuple[Line, ...]:
    """The 360-degree view: figures that explain themselves, then the fields that are filled."""
    card = services.cards.customer(customer_id)
    page = Lines(width)
    try:
        gauges = services.value.gauges(customer_id)
    except Refused as error:  # terminated, and closed to who looks: name and status alone (9.5)
        page.warn(reason_text(error.reason))
        _group(page, tr("Master data"), "customer", _OVERVIEW, card.values)
        return page.done()
    today = services.core.clock.today()
    way = services.cards.on_its_way(customer_id)
    if way is not None:
        said = tr("{giver} > {receiver}, to be taken over", giver=way[0], receiver=way[1])
        page.field(tr("Handover"), said, tone="amber")
    _figures(page, card, today)
    if card.open_feedback:
        _severe(page, services, customer_id)
    _sums(page, card)
    currency = str(card.values.get("currency") or BASE_CURRENCY)
    health(page, gauges, currency, plain)
    deals = open_deals(services, customer_id)
    if deals:
        page.heading(tr("Open deals"))
        for deal in deals:
            deal_line(page, deal)
    spec = entity("customer")
    for title, names in (
        (tr("Master data"), _OVERVIEW),
        (group_label("address"), _PLACE),
        (group_label("profile"), _PROFILE),
    ):
        _group(page, title, spec.name, names, card.values)
    _history(page, services, customer_id)
    return page.done()


def _figures(page: Lines, card: CustomerCard, today: date) -> None:
    values = card.values
    _grade(page, values)
    due = values.get("next_tracking_due")
    if isinstance(due, date):
        text = f"{day(due)} ({relative_due(due, today)})"
        tone = "amber" if due < today else ""
        page.field(_name("next_tracking_due"), text, tone=tone, figure="next_tracking_due")
    urgency = _choice(enums.Urgency, values, "urgency")
    by = values.get("handle_by")
    if urgency and isinstance(by, date):
        urgency += f" · {day(by)} ({relative_due(by, today)})"
    page.field(_name("urgency"), urgency, figure="urgency")
    status = _choice(enums.DealStatus, values, "deal_status")
    if card.negotiating and values.get("deal_status") == enums.DealStatus.WON:
        status += f" + {label(enums.DealStatus.NEGOTIATING)}"
    page.field(_name("deal_status"), status, figure="deal_status")
    page.field(
        _name("importance"), _choice(enums.Importance, values, "importance"), figure="importance"
    )
    page.field(_name("need_status"), _choice(enums.NeedStatus, values, "need_status"))
    if values.get("do_not_contact"):
        page.field(_name("do_not_contact"), yes_no(True), tone="red")


def _severe(page: Lines, services: Services, customer_id: int) -> None:
    """Open complaints and matters of safety, one line each: sales sees them first (AC-181)."""
    now = services.core.clock.now()
    for row in rows_of(services, customer_id, "feedback", "severe:yes"):
        kind = choice_label(enums.FeedbackKind, row.kind)
        state = choice_label(enums.FeedbackState, row.state)
        left = f" · {time_left(row.due_at - now)}" if row.due_at else ""
        said = f"! {row.code} {kind} · {state}{left}"
        for place, part in enumerate(wrapped(said, page.width - 22)):
            head = cut(f" {tr('Repair first')}" if place == 0 else "", 21, pad=True)
            page.add(
                (head, "muted"),
                (part, "red"),
                key=f"severe {row.id} {place}",
                entity="feedback",
                record_id=row.id,
                figure="loss",
            )


def _choice(kind: type[StrEnum], values: Any, name: str) -> str:
    value = values.get(name)
    return choice_label(kind, str(value)) if value else ""


def _grade(page: Lines, values: Any) -> None:
    grade = text_of(values.get("grade"))
    why = values.get("grade_reason")
    head = label(enums.Grade(grade)) if grade else "-"
    if why:
        head += f" · {choice_label(enums.GradeReason, str(why))}"
    if not values.get("need_confirmed", True):
        head += f" · {tr('need not confirmed')}"
    tone = f"grade-{grade.lower()}" if grade else ""
    page.field(_name("grade"), head, tone=tone, figure="grade")


def _sums(page: Lines, card: CustomerCard) -> None:
    for text, amounts in (
        (tr("Open deals"), card.open_amounts),
        (tr("Revenue, 365 days"), card.revenue_year),
        (tr("Revenue, all"), card.revenue),
    ):
        shown = ", ".join(_amount(one) for one in _pairs(amounts))
        page.field(text, shown)
    counts = [
        (tr("contacts"), card.contacts),
        (tr("orders"), card.orders),
        (tr("open feedback"), card.open_feedback),
        (tr("journal"), card.interactions),
    ]
    page.field(tr("On record"), " · ".join(f"{word} {count}" for word, count in counts))


def _pairs(amounts: Any) -> Sequence[tuple[str, int]]:
    if hasattr(amounts, "items"):
        return [(str(currency), int(minor)) for currency, minor in amounts.items()]
    return [(str(one[0]), int(one[1])) for one in amounts]


def _amount(pair: tuple[str, int]) -> str:
    return money(pair[1], pair[0])


def _history(page: Lines, services: Services, customer_id: int) -> None:
    history = services.cards.grade_history(customer_id)
    if not history:
        return
    page.heading(tr("Grade history"))
    for row in list(history)[:6]:
        text = f"{row.from_grade or '-'} > {row.to_grade}"
        why = choice_label(enums.GradeReason, row.reason_code) if row.reason_code else ""
        page.add(
            (f"  {moment(row.at)}  ", "muted"),
            (f"{text}  ", ""),
            (
                " ".join(part for part in (why, row.reason or "", row.by_name or "") if part),
                "muted",
            ),
            key=f"grade {row.id}",
        )


def _group(page: Lines, title: str, kind: str, names: Sequence[str], values: Any) -> None:
    filled = []
    for name in names:
        spec = entity(kind).field(name)
        text = shown_value(spec, values) if spec is not None else ""
        if text:
            filled.append((field_label(kind, name), text))
    if not filled:
        return
    page.heading(title)
    for name, text in filled:
        page.field(name, text)


def _name(field: str) -> str:
    return field_label("customer", field)
