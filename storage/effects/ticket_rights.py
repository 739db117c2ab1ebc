"""Who may take in tickets and lead them through their steps (requirements 11.3)."""

from __future__ import annotations

from models.records.ticket import Technician, Ticket
from models.rules.rights import may_handle_ticket
from storage.errors import Refused
from storage.work import Work


def check(work: Work, ticket: Ticket | None) -> None:
    """Refused where the actor may not: sales their own, service and managers all.

    One's own is a ticket one owns, or goes to as its technician; a new one is anybody's own.
    """
    actor = work.actor
    if actor is None:
        return
    if not may_handle_ticket(actor.roles, own=_is_own(work, ticket, actor.id)):
        code = "" if ticket is None else ticket.code
        raise Refused("refused.ticket_right", ticket=code)


def _is_own(work: Work, ticket: Ticket | None, actor_id: int) -> bool:
    if ticket is None or ticket.owner_id == actor_id:
        return True
    technician = work.find(Technician, ticket.technician_id)
    return technician is not None and technician.user_id == actor_id
