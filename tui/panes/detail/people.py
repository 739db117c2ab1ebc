"""People: the contacts, and for each open deal who decides, how they stand, and the map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.enums import ConsentState, DateCalendar, SpecialDateKind
from models.width import cell_width
from tui.i18n import day, lunar_date, tr
from tui.labels import choice_label, label, reason_text
from tui.panes.detail.parts import open_deals, rows_of
from tui.rows.committee_map import draw, persons, relations
from tui.rows.lines import Line, Lines, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from models.views.cards import LinkRow, SpecialDateRow
    from models.views.privacy import ConsentRow
    from storage.services import Services
    from storage.services.committee import CommitteeSheet


def people(services: Services, customer_id: int, width: int, plain: bool) -> Iterator[Line]:
    """Contacts, threads, and the buying committee of each open deal with its map."""
    page = Lines(width)
    dates = services.calendar.special_dates(customer_id)
    said = services.cards.consents(customer_id)
    has_contacts = False
    for row in rows_of(services, customer_id, "contacts"):
        has_contacts = True
        page.heading(tr("Contacts"), once=True)
        _contact(page, row)
        _dates(page, services, dates.get(row.id, ()))
        _consents(page, said.get(row.id, ()))
        yield from page.done()
    links = services.committee.relations(customer_id)
    general = services.committee.of_deal(customer_id, None)
    deals = open_deals(services, customer_id)
    if has_contacts or general.members:
        _threads(page, services, customer_id)
    if general.members:
        page.heading(tr("People that count, for the customer as a whole"))
        _committee(page, general, links, plain, None)
    for deal in deals:
        sheet = services.committee.of_deal(customer_id, deal.id)
        page.heading(f"{tr('Buying committee')} · {deal.code} {deal.title}")
        if not sheet.members:
            page.add(
                (f"   {tr('Nobody named yet: n adds a member.')}", "muted"),
                key=f"nobody {deal.id}",
                entity="opportunity",
                record_id=deal.id,
            )
            continue
        _committee(page, sheet, links, plain, deal.id)
    yield from page.done()


def _contact(page: Lines, row: Any) -> None:
    marks = "*" if row.is_primary else " "
    gone = f" ({tr('left')} {day(row.left_at)})" if row.left_at else ""
    place = " · ".join(part for part in (row.title, row.department) if part)
    mobile = tr("mobile (:reveal)") if row.has_mobile else ""  # the number lies sealed
    ways = " · ".join(part for part in (row.office_phone, row.email, mobile) if part)
    head = ((f" {marks} ", "accent"), (f"{row.name}{gone}", "strong"), (f"  {place}", ""))
    about: dict[str, Any] = {"entity": "contact", "record_id": row.id}
    if sum(cell_width(text) for text, _tone in head) + cell_width(ways) + 2 <= page.width:
        page.add(*head, (f"  {ways}", "muted"), key=f"contact {row.id}", **about)
        return
    page.add(*head, key=f"contact {row.id}", **about)
    for part in wrapped(ways, page.width - 4):
        page.add((f"   {part}", "muted"), key=f"contact {row.id} ways", **about)


def _dates(page: Lines, services: Services, dates: Sequence[SpecialDateRow]) -> None:
    """Days to remember of one contact; of a lunar one the next day it falls on."""
    for one in dates:
        kind = one.label or choice_label(SpecialDateKind, one.kind)
        when = f"{one.month:02d}-{one.day:02d}"
        if one.calendar != DateCalendar.SOLAR:
            then = services.calendar.next_kept(one)
            when = lunar_date(when, leap=one.calendar == DateCalendar.LUNAR_LEAP)
            when += f" -> {day(then)}" if then else ""
        about: dict[str, Any] = {"entity": "special_date", "record_id": one.id}
        page.add((f"   + {kind}  ", "muted"), (when, ""), key=f"date {one.id}", **about)


def _consents(page: Lines, said: Sequence[ConsentRow]) -> None:
    """What a person agrees to, the newest word of a purpose first; older ones are history."""
    seen = set()
    for one in said:
        old = (one.purpose, one.channel) in seen
        seen.add((one.purpose, one.channel))
        on = one.withdrawn_on or one.given_on
        by = label(one.channel) if one.channel else tr("all channels")
        given = one.state is ConsentState.GIVEN
        parts = [by, day(on) if on else "", label(one.basis) if given else "", one.source]
        tone = "muted" if old else "good" if given else "amber"
        about: dict[str, Any] = {"entity": "consent", "record_id": one.id}
        head = f"   {' ' if old else '='} {label(one.purpose)}: {label(one.state)}"
        more = " · ".join(part for part in parts if part)
        fits = cell_width(f"{head}  {more}") <= page.width
        page.add(
            (head, tone), (f"  {more}" if fits else "", "muted"), key=f"consent {one.id}", **about
        )
        for part in () if fits else wrapped(more, page.width - 7):
            page.add((f"      {part}", "muted"), key=f"consent {one.id}", **about)


def _threads(page: Lines, services: Services, customer_id: int) -> None:
    found = services.committee.threads(customer_id)
    have, need = f"{found.contacts}/{found.users}", f"{found.needed_contacts}/{found.needed_users}"
    if found.at_risk:
        said = tr("Single-thread risk {have}, needed {need}", have=have, need=need)
    else:
        said = tr("Threads {have}, needed {need}", have=have, need=need)
    about = {"entity": "customer", "record_id": customer_id, "figure": "threads"}
    page.add((f" {said}", "amber" if found.at_risk else "muted"), key="threads", **about)  # type: ignore[arg-type]


def _committee(
    page: Lines, sheet: CommitteeSheet, links: Sequence[LinkRow], plain: bool, deal_id: int | None
) -> None:
    name = deal_id or "customer"
    if deal_id is not None:
        _figures(page, sheet, deal_id)
    for reason in sheet.warnings:
        for place, part in enumerate(wrapped(reason_text(reason), page.width - 5)):
            page.add(
                (f"   {'! ' if place == 0 else '  '}{part}", "amber"), key=f"warn {name} {part}"
            )
    for person in sheet.obstacles.people:
        said = tr("{person} blocks, and there is no plan against it.", person=person)
        page.add(
            (f"   ! {said}", "red"),
            key=f"blocker {name} {person}",
            **_deal_figure(deal_id, "blocker"),
        )
    members = {one.contact_id: one for one in sheet.members}
    drawn = draw(persons(sheet.members, links), relations(links), page.width - 4, plain=plain)
    for place, line in enumerate(drawn):
        member = members.get(line.person_id)
        page.add(
            ("   ", ""),
            *line.pieces,
            key=f"map {name} {line.person_id} {place}",
            entity="stakeholder" if member else "contact",
            record_id=member.id if member else line.person_id,
            deal_id=deal_id or 0,
        )


def _figures(page: Lines, sheet: CommitteeSheet, deal_id: int) -> None:
    for figure, word, value, unit in (
        ("support", tr("support"), sheet.support.value, ""),
        ("coverage", tr("touched lately"), sheet.coverage.value, " %"),
    ):
        shown_value = (
            tr("no data") if value is None else f"{value:+}" if not unit else f"{value}{unit}"
        )
        page.add(
            (f"   {word}  ", "muted"),
            (shown_value, "strong"),
            key=f"{figure} {deal_id}",
            **_deal_figure(deal_id, figure),
        )


def _deal_figure(deal_id: int | None, figure: str) -> dict[str, Any]:
    if deal_id is None:
        return {}
    return {"entity": "opportunity", "record_id": deal_id, "figure": figure}
