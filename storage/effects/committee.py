"""A second deal begins with the committee of the one before, marked as still to be confirmed.

Who decides differs by purchase (S0-VS-09): the copy is a start, not a fact (AC-185).
"""

from __future__ import annotations

from models.enums import ChangeAction
from models.records.committee import Stakeholder
from models.records.contact import Contact
from models.records.opportunity import Opportunity
from storage.work import Work

_COPIED = (
    "contact_id", "customer_id", "roles", "weight_pct", "formal_power", "real_power", "stance",
    "relation_strength", "pays", "future_leader", "informant", "archetype", "criteria",
    "past_decision_note",
)  # fmt: skip
# A plan against an obstacle belongs to its deal: the next one needs its own (R-BLOCK).


def begin_maps(work: Work) -> None:
    """Copies the last map of the customer into each deal that this unit made without one."""
    made = [
        key[1]
        for key, entry in list(work.journal.entries.items())
        if key[0] == "opportunity" and entry.action is ChangeAction.CREATE
    ]
    for deal_id in made:
        deal = work.find(Opportunity, deal_id)
        if deal is not None and not work.all(Stakeholder, opportunity_id=deal.id):
            _copy(work, deal)


def _copy(work: Work, deal: Opportunity) -> None:
    earlier = [
        one
        for one in work.all(Stakeholder, customer_id=deal.customer_id)
        if one.opportunity_id is not None
    ]
    if not earlier:
        return
    last = max(one.opportunity_id or 0 for one in earlier)  # ids rise with time
    for one in earlier:
        person = work.find(Contact, one.contact_id)
        if one.opportunity_id != last or person is None or person.left_at is not None:
            continue
        values = {name: getattr(one, name) for name in _COPIED}
        work.add(Stakeholder, opportunity_id=deal.id, assumed=True, **values)
