"""What each tab of the detail pane shows, as lines; read and built off the event loop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from models import enums
from models.fields.registry import entity
from models.fields.spec import FieldKind, FieldSpec
from tui.explain import line as reason_line
from tui.i18n import day, moment, money, money_short, percent, relative_due, tr, yes_no
from tui.labels import (
    choice_label,
    element_label,
    element_slogan,
    field_label,
    group_label,
    label,
    question_text,
    short,
)
from tui.rows.gauge import bar
from tui.rows.lines import Line, Lines, wrapped

if TYPE_CHECKING:
    from enum import StrEnum

    from models.views.cards import AnswerRow, CustomerCard
    from models.views.rows import OpportunityRow
    from storage.services import Services

Build = Callable[["Services", int, int, bool], tuple[Line, ...]]

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
    del plain
    card = services.cards.customer(customer_id)
    today = services.core.clock.today()
    page = Lines(width)
    _figures(page, card, today)
    _sums(page, card)
    deals = _deals(services, customer_id)
    if deals:
        page.heading(tr("Open deals"))
        for deal in deals:
            _deal_line(page, deal)
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


def _choice(kind: type[StrEnum], values: Any, name: str) -> str:
    value = values.get(name)
    return choice_label(kind, str(value)) if value else ""


def _grade(page: Lines, values: Any) -> None:
    grade = _text(values.get("grade"))
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


def shown_value(spec: FieldSpec | None, values: Any) -> str:
    """A stored value in words of the language in force."""
    if spec is None:
        return ""
    value = values.get(spec.name)
    if value is None or value == "" or value is False or value == frozenset():
        return ""
    if spec.kind is FieldKind.MONEY:
        return money(int(value), str(values.get("currency") or "CNY"))
    if spec.kind is FieldKind.CHOICE and spec.choices is not None:
        return choice_label(spec.choices, str(value))
    if spec.kind is FieldKind.CHOICES and spec.choices is not None:
        return ", ".join(choice_label(spec.choices, str(part)) for part in sorted(value))
    if spec.kind is FieldKind.BOOLEAN:
        return yes_no(bool(value))
    if spec.kind is FieldKind.INSTANT:
        return moment(value)
    return day(value) if isinstance(value, date) else str(value)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _name(field: str) -> str:
    return field_label("customer", field)


# ── NSABC ───────────────────────────────────────────────────────────────────────────────


def _deals(services: Services, customer_id: int) -> list[OpportunityRow]:
    code = str(services.cards.record("customer", customer_id).get("code"))
    query = services.lists.parse(f"customer:{code}", "opportunities")
    rows = services.lists.page(query, limit=50).rows
    closed = {step.value for step in enums.CLOSED_PIPELINE}
    return [row for row in rows if row.pipeline not in closed]


def _deal_line(page: Lines, deal: OpportunityRow) -> None:
    amount = money(deal.expected_amount, deal.currency or "CNY") if deal.expected_amount else "-"
    close = day(deal.expected_close_date) if deal.expected_close_date else "-"
    odds = percent(deal.odds) if deal.odds is not None else "-"
    page.add(
        (f"  {deal.code} ", "muted"),
        (deal.title, "strong"),
        (f"  {choice_label(enums.Pipeline, deal.pipeline)}", ""),
        (f"  {amount}  {tr('close')} {close}  {tr('odds')} {odds}", "muted"),
        key=f"deal {deal.id}",
        entity="opportunity",
        record_id=deal.id,
        figure="odds",
    )


def qualification(
    services: Services, customer_id: int, width: int, plain: bool
) -> tuple[Line, ...]:
    """Every open deal by its five elements, then the customer by 4W1H."""
    page = Lines(width)
    for deal in _deals(services, customer_id):
        _deal_sheet(page, services, deal, plain)
    fit = services.answers.fit(customer_id)
    page.heading(f"4W1H  {fit.value}/100")
    page.add((f"  {tr('When and how much belong to an opportunity.')}", "muted"), key="fit hint")
    given = {
        row.question_code: row
        for row in services.cards.answers(enums.AnswerScope.CUSTOMER, customer_id)
    }
    for element in fit.elements:
        _element(page, element, "CUSTOMER", plain)
        _questions(page, "C", element.element, given, customer_id)
    return page.done()


def _deal_sheet(page: Lines, services: Services, deal: OpportunityRow, plain: bool) -> None:
    sheet = services.answers.odds(deal.id)
    found = sheet.odds
    if page.made:
        page.blank()
    _deal_line(page, deal)
    mine = f"   {tr('mine')} {found.manual}" if found.manual is not None else ""
    page.add(
        (f"   {tr('win odds')}  {found.value}  ", "strong"),
        (f"{label(found.band)}  ", "accent"),
        (_framed(float(found.value), 20, plain), "accent"),
        (mine, "muted"),
        key=f"odds {deal.id}",
        figure="odds",
        entity="opportunity",
        record_id=deal.id,
    )
    for cap in found.caps:
        page.add(
            (f"   {cap.name}  {reason_line(cap.reason)}", "amber"),
            key=f"cap {deal.id} {cap.name}",
            figure="odds",
            entity="opportunity",
            record_id=deal.id,
        )
    given = {
        row.question_code: row
        for row in services.cards.answers(enums.AnswerScope.OPPORTUNITY, deal.id)
    }
    for element in found.elements:
        _element(page, element, "OPPORTUNITY", plain)
        _questions(page, "P", element.element, given, deal.id)
    if sheet.gaps:
        page.add(
            (f"   {tr('Next question')}", "title"),
            (f"  {tr('gain')}", "muted"),
            key=f"gap {deal.id}",
        )
        for gap in sheet.gaps[:3]:
            page.add(
                (f"   {gap.question.code}  ", "accent"),
                (f"+{gap.gain}  ", "strong"),
                (question_text(gap.question.code), ""),
                key=f"gap {deal.id} {gap.question.code}",
                entity="opportunity",
                record_id=deal.id,
                question=gap.question.code,
            )


def _framed(value: float, width: int, plain: bool) -> str:
    left, right = ("[", "]") if plain else ("▕", "▏")
    return f"{left}{bar(value, width, plain=plain)}{right}"


def _element(page: Lines, element: Any, scope: str, plain: bool) -> None:
    name = element_label(element.element.value, scope)
    score = f"{element.score:.0f}"
    tone = "amber" if element.score < 25 else ""
    page.add(
        (f"   {element.element.value}  ", "strong"),
        (_padded(name, 16), ""),
        (f"{score:>4} ", tone),
        (_framed(float(element.score), 18, plain), tone or "accent"),
        (f" {element_slogan(element.element.value)}", "muted"),
        key=f"element {scope} {element.element.value} {len(page.made)}",
    )


def _padded(text: str, width: int) -> str:
    from models.width import cut

    return cut(text, width, pad=True)


_SIGNS = {"UNKNOWN": "?", "ASSUMED": "~", "CONFIRMED": "+", "ADVERSE": "!"}
_TONES = {"UNKNOWN": "muted", "ASSUMED": "", "CONFIRMED": "good", "ADVERSE": "red"}


def _questions(
    page: Lines,
    prefix: str,
    element: enums.NsabcElement,
    given: dict[str, AnswerRow],
    subject_id: int,
) -> None:
    kind = "opportunity" if prefix == "P" else "customer"
    for number in (1, 2, 3, 4):
        code = f"{prefix}-{element.value}{number}"
        answer = given.get(code)
        state = answer.state if answer else "UNKNOWN"
        page.add(
            (f"      {_SIGNS[state]} {code}  ", _TONES[state]),
            (question_text(code), ""),
            (f"  {short(enums.NsabcState(state))}", _TONES[state]),
            key=f"question {subject_id} {code}",
            entity=kind,
            record_id=subject_id,
            question=code,
        )
        if answer is not None and (answer.note or answer.source_doc or answer.source_contact_name):
            source = answer.source_contact_name or answer.source_doc or ""
            on = day(answer.confirmed_on) if answer.confirmed_on else ""
            told = " · ".join(part for part in (answer.note or "", source, on) if part)
            for place, part in enumerate(wrapped(told, page.width - 14, limit=3)):
                page.add(
                    (f"              {part}", "muted"),
                    key=f"answer {subject_id} {code} {place}",
                    entity=kind,
                    record_id=subject_id,
                    question=code,
                )


# ── people, journal, orders, feedback ───────────────────────────────────────────────────


def people(services: Services, customer_id: int, width: int, plain: bool) -> tuple[Line, ...]:
    """Contacts, and the buying committee of each deal."""
    del plain
    page = Lines(width)
    rows = _rows(services, customer_id, "contacts")
    if rows:
        page.heading(tr("Contacts"))
    for row in rows:
        marks = "*" if row.is_primary else " "
        gone = f" ({tr('left')} {day(row.left_at)})" if row.left_at else ""
        place = " · ".join(part for part in (row.title, row.department) if part)
        page.add(
            (f" {marks} ", "accent"),
            (f"{row.name}{gone}", "strong"),
            (f"  {place}", ""),
            (f"  {' · '.join(part for part in (row.office_phone, row.email) if part)}", "muted"),
            key=f"contact {row.id}",
            entity="contact",
            record_id=row.id,
        )
    committee = services.cards.stakeholders(customer_id)
    if committee:
        page.heading(tr("Buying committee"))
    for member in committee:
        roles = ", ".join(choice_label(enums.CommitteeRole, role) for role in member.roles)
        pays = f" · {tr('pays')}" if member.pays else ""
        page.add(
            (f"   {member.contact_name or ''}", "strong"),
            (f"  {roles}", ""),
            (f"  {member.weight_pct} %  {tr('stance')} {member.stance:+d}{pays}", "muted"),
            key=f"stakeholder {member.id}",
            entity="stakeholder",
            record_id=member.id,
        )
    return page.done()


def journal(services: Services, customer_id: int, width: int, plain: bool) -> tuple[Line, ...]:
    """All channels in one timeline, newest first."""
    del plain
    page = Lines(width)
    for row in _rows(services, customer_id, "interactions"):
        head = " · ".join(
            part
            for part in (
                choice_label(enums.Channel, row.channel),
                choice_label(enums.InteractionKind, row.kind),
                row.contact_name or "",
                row.user_name or "",
            )
            if part
        )
        grade = ""
        if row.grade_before != row.grade_after and row.grade_after:
            grade = f"  {row.grade_before or '-'} > {row.grade_after}"
        page.add(
            (f" {moment(row.at)}  ", "accent"),
            (head, ""),
            (grade, "strong"),
            key=f"interaction {row.id}",
            entity="interaction",
            record_id=row.id,
        )
        for place, part in enumerate(wrapped(row.summary, page.width - 4, limit=6)):
            page.add(
                (f"   {part}", ""),
                key=f"interaction {row.id} {place}",
                entity="interaction",
                record_id=row.id,
            )
        if row.next_contact_at:
            page.add(
                (f"   {tr('next contact')} {moment(row.next_contact_at)}", "muted"),
                key=f"interaction {row.id} next",
            )
    return page.done()


def orders(services: Services, customer_id: int, width: int, plain: bool) -> tuple[Line, ...]:
    """Orders with their lines."""
    del plain
    page = Lines(width)
    for row in _rows(services, customer_id, "orders"):
        amount = money(row.amount, row.currency) if row.amount is not None else "-"
        page.add(
            (f" {row.code}  ", "muted"),
            (f"{day(row.sale_date)}  ", ""),
            (f"{amount}  ", "strong"),
            (f"{choice_label(enums.OrderStatus, row.status)}  {row.order_contract_no}", "muted"),
            key=f"order {row.id}",
            entity="sales_order",
            record_id=row.id,
        )
        for one in services.cards.order(row.id).lines:
            off = f"  -{one.discount:%}" if one.discount else ""
            total = money_short(one.amount or 0, row.currency)
            page.add(
                (f"     {one.product_name or one.description or ''}", ""),
                (
                    f"  {money_short(one.unit_price, row.currency)} x {one.qty:f}{off} = {total}",
                    "muted",
                ),
                key=f"line {one.id}",
                entity="sales_order",
                record_id=row.id,
            )
    return page.done()


def feedback(services: Services, customer_id: int, width: int, plain: bool) -> tuple[Line, ...]:
    """Cases of the customer, open and closed, with their story."""
    del plain
    page = Lines(width)
    for row in _rows(services, customer_id, "feedback"):
        due = f"  {tr('due')} {moment(row.due_at)}" if row.due_at else ""
        again = f"  {tr('round')} {row.round}" if row.round > 1 else ""
        page.add(
            (f" {row.code}  ", "muted"),
            (choice_label(enums.FeedbackKind, row.kind), "strong"),
            (f"  {choice_label(enums.FeedbackState, row.state)}{again}{due}", ""),
            key=f"feedback {row.id}",
            entity="feedback",
            record_id=row.id,
            figure="due_at",
        )
        card = services.cards.feedback(row.id)
        for place, part in enumerate(
            wrapped(_text(card.values.get("text")), page.width - 4, limit=4)
        ):
            page.add(
                (f"   {part}", ""),
                key=f"feedback {row.id} {place}",
                entity="feedback",
                record_id=row.id,
            )
        for event in card.events:
            state = choice_label(enums.FeedbackState, event.to_state) if event.to_state else ""
            page.add(
                (f"   {moment(event.at)}  {state}  ", "muted"),
                (
                    " · ".join(part for part in (event.user_name or "", event.note or "") if part),
                    "muted",
                ),
                key=f"event {event.id}",
                entity="feedback",
                record_id=row.id,
            )
    return page.done()


def data(services: Services, customer_id: int, width: int, plain: bool) -> tuple[Line, ...]:
    """Every field of the record with its value, by group, filled or not."""
    del plain
    values = services.cards.record("customer", customer_id)
    page = Lines(width)
    group = ""
    for spec in entity("customer").fields:
        if spec.group != group:
            group = spec.group
            page.heading(group_label(group))
        page.field(field_label("customer", spec.name), shown_value(spec, values) or "-")
    return page.done()


def _rows(services: Services, customer_id: int, kind: str) -> Sequence[Any]:
    code = str(services.cards.record("customer", customer_id).get("code"))
    query = services.lists.parse(f"customer:{code}", kind)
    return services.lists.page(query, limit=500).rows


TABS: tuple[tuple[str, Build], ...] = (
    ("overview", overview),
    ("nsabc", qualification),
    ("people", people),
    ("journal", journal),
    ("orders", orders),
    ("feedback", feedback),
    ("data", data),
)


def tab_name(name: str) -> str:
    """The word on a tab."""
    return {
        "overview": tr("Overview"),
        "nsabc": "NSABC",
        "people": tr("People"),
        "journal": tr("Journal"),
        "orders": tr("Orders"),
        "feedback": tr("Feedback"),
        "data": tr("Data"),
    }[name]


def empty_text(name: str) -> str:
    """What an empty tab says, and what to do."""
    return {
        "people": tr("No contacts yet. :contact adds one."),
        "journal": tr("Nothing logged yet. t logs a touch."),
        "orders": tr("No orders yet. :order adds one."),
        "feedback": tr("No feedback yet. b takes some in."),
    }.get(name, tr("Nothing here yet."))
