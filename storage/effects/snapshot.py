"""Takes the customers that fit the filter of a segment, when it is made or its filter changed."""

from __future__ import annotations

from typing import Any

from models.enums import ChangeAction
from models.explanation import Reason
from models.query import parse
from models.records.plans import Segment, SegmentMember
from storage.clock import stamp
from storage.errors import Invalid
from storage.queries import listing
from storage.queries.context import ListContext
from storage.work import Work

MOST = 5000  # members: what one change may write at once


def take(work: Work) -> None:
    """The members of every segment this unit made or gave another filter (AC-047).

    Invalid: nobody fits, or more than one change may write.
    """
    for record_id in list(work.journal.touched("segment")):
        entry = work.journal.entries["segment", record_id]
        segment = work.find(Segment, record_id)
        anew = entry.action is ChangeAction.CREATE or "filter" in entry.changed
        if segment is not None and segment.deleted_at is None and anew:
            _take(work, segment)


def _take(work: Work, segment: Segment) -> None:
    context = ListContext(
        today=work.today,
        now=stamp(work.now),
        zone=work.zone,
        user_id=work.actor.id if work.actor else None,
    )
    reader: Any = work
    found = listing.ids(reader, context, parse(segment.filter, "customers"))
    if not found:
        raise Invalid([Reason("segment.nobody", {"field": "filter"})])
    if len(found) > MOST:
        params = {"field": "filter", "count": len(found), "maximum": MOST}
        raise Invalid([Reason("segment.too_many", params)])
    wanted = set(found)
    for member in work.all(SegmentMember, segment_id=segment.id):
        if member.customer_id not in wanted:
            work.archive(member)
        wanted.discard(member.customer_id)
    for customer_id in sorted(wanted):
        work.add(SegmentMember, segment_id=segment.id, customer_id=customer_id)
    segment.taken_on = work.today
