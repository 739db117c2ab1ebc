"""People: the contacts, and the buying committee of each deal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models import enums
from tui.i18n import day, tr
from tui.labels import choice_label
from tui.panes.detail.parts import rows_of
from tui.rows.lines import Line, Lines

if TYPE_CHECKING:
    from storage.services import Services


def people(services: Services, customer_id: int, width: int, plain: bool) -> tuple[Line, ...]:
    """Contacts, and the buying committee of each deal."""
    del plain
    page = Lines(width)
    rows = rows_of(services, customer_id, "contacts")
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
