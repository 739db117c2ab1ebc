"""What every unit of work sets off before it commits: figures, tracking items, search text."""

from __future__ import annotations

from models.tables import RECORDS
from storage.effects import (
    audits,
    campaigns,
    committee,
    consents,
    contact_block,
    derived,
    duplicates,
    gifts,
    playbook_events,
    plays,
    ranking,
    search_text,
    snapshot,
    surveys,
)
from storage.work import Work

# Kinds of record whose change moves figures of the customer they belong to.
_MOVING = (
    "opportunity",
    "nsabc_answer",
    "interaction",
    "follow_up",
    "sales_order",
    "feedback",
)


def settle(work: Work) -> None:
    """Recomputes what depends on the records this unit wrote, for their customers only."""
    work.session.flush()
    duplicates.keep_pairs(work)
    committee.begin_maps(work)
    surveys.settle_answers(work)
    audits.settle_audits(work)
    customers, found_again = concerned(work)
    derived.refresh(work, customers)
    work.session.flush()
    consents.settle(work)
    campaigns.settle(work)
    playbook_events.react(work)
    plays.plan_plays(work)
    contact_block.enforce(work)
    gifts.ask_managers(work)
    ranking.refresh(work, customers)
    snapshot.take(work)
    search_text.refresh(work, found_again, work.journal.touched)


def concerned(work: Work) -> tuple[set[int], set[int]]:
    """Customers whose figures, and customers whose search text, this unit may have moved."""
    found_again = set(work.journal.touched("customer"))
    customers = set(found_again)
    for entity in _MOVING:
        customers |= _customers_of(work, entity)
    return customers, found_again | _customers_of(work, "contact")


def _customers_of(work: Work, entity: str) -> set[int]:
    found: set[int] = set()
    for record_id in list(work.journal.touched(entity)):
        record = work.find(RECORDS[entity], record_id)
        if record is None:
            continue
        customer_id = getattr(record, "customer_id", None)
        if entity == "nsabc_answer":
            customer_id = _subject_customer(work, record)
        if customer_id is not None:
            found.add(customer_id)
        found |= _moved_from(work, entity, record_id)
    return found


def _subject_customer(work: Work, answer: object) -> int | None:
    if getattr(answer, "scope", None) != "OPPORTUNITY":
        return None
    deal = work.find(RECORDS["opportunity"], getattr(answer, "subject_id", 0))
    return getattr(deal, "customer_id", None)


def _moved_from(work: Work, entity: str, record_id: int) -> set[int]:
    """The customer a record was taken away from, where it changed hands."""
    entry = work.journal.entries[(entity, record_id)]
    before, _after = entry.changed.get("customer_id", (None, None))
    return {before} if isinstance(before, int) else set()
