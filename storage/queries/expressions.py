"""SQL expressions that lists, filters, counts and indexes must spell alike.

An index on an expression serves only the same expression, so each stands here once. The table
aliases are part of the text; `plain` takes them off for CREATE INDEX.
"""

from __future__ import annotations

import re
from enum import StrEnum

from models import enums
from models.fields.customer import VERIFIED_GROUPS

LAST_TEXT = "'~'"  # behind every constant and every code
LAST_DATE = "'9999-12-31'"
LAST_MOMENT = "'9999-12-31T00:00:00Z'"


def constants(members: frozenset[StrEnum] | tuple[StrEnum, ...], choices: type[StrEnum]) -> str:
    """A bracketed list of constants in the order of their enumeration."""
    return "(" + ", ".join(f"'{member.value}'" for member in choices if member in members) + ")"


def place(column: str, choices: type[StrEnum]) -> str:
    """Place of a constant in its enumeration; NULL where there is none."""
    places = " ".join(f"WHEN '{m.value}' THEN {place}" for place, m in enumerate(choices))
    return f"CASE {column} {places} END"


def plain(expression: str) -> str:
    """The expression without table aliases, as CREATE INDEX wants it."""
    return re.sub(r"\b[a-z]{1,2}\.(?=[a-z])", "", expression)


# The sign keeps the planner on the order of the list: nearly every customer is active.
ACTIVE = f"+c.status IN {constants(enums.ACTIVE_STATUSES, enums.CustomerStatus)}"

# Customers: the grade and the tracking date in list order, empty ones last.
GRADE = f"COALESCE(c.grade, {LAST_TEXT})"
TRACKING_DUE = f"COALESCE(c.next_tracking_due, {LAST_DATE})"


def consent(
    purpose: enums.ConsentPurpose, person: str, channel: enums.Channel | None = None
) -> str:
    """Does a person agree: by the channel, else by all of them, else the customer's mark.

    Without a channel any one that is left will do. `person` is the id of the contact in SQL;
    `models.rules.consent` says the same in Python.
    """
    said = (
        f"(SELECT n.state = 'GIVEN' FROM consent n WHERE n.contact_id = {person}"
        f" AND n.purpose = '{purpose}' AND n.deleted_at IS NULL"
        " AND {} ORDER BY n.id DESC LIMIT 1)"
    )
    of_all = said.format("n.channel IS NULL")
    if channel is None:
        found = (of_all, said.format("n.channel IS NOT NULL AND n.state = 'GIVEN'"))
    else:
        found = (said.format(f"n.channel = '{channel}'"), of_all)
    return f"COALESCE({', '.join(found)}, c.consent_{purpose.value.lower()})"


MAIN_PERSON = (
    "(SELECT k.id FROM contact k WHERE k.customer_id = c.id AND k.deleted_at IS NULL"
    " AND k.left_at IS NULL ORDER BY k.is_primary DESC, k.id LIMIT 1)"
)

CLOSED_DEAL = constants(enums.CLOSED_PIPELINE, enums.Pipeline)
DEAL_ENDED = f"(o.pipeline IN {CLOSED_DEAL})"
OPEN_DEAL = f"({DEAL_ENDED} = 0)"
CLOSE_DATE = f"COALESCE(o.expected_close_date, {LAST_DATE})"
NEGOTIATING = f"o.pipeline IN {constants(enums.NEGOTIATING_PIPELINE, enums.Pipeline)}"

_TO_DO = frozenset(
    {enums.FollowUpStatus.OPEN, enums.FollowUpStatus.SNOOZED, enums.FollowUpStatus.BLOCKED}
)
_STATUS = f"COALESCE(u.status, '{enums.FollowUpStatus.OPEN}')"
FOLLOW_UP_ENDED = f"({_STATUS} NOT IN {constants(_TO_DO, enums.FollowUpStatus)})"
FOLLOW_UP_OPEN = f"({FOLLOW_UP_ENDED} = 0)"
FOLLOW_UP_DUE = (
    "CASE WHEN u.status = 'SNOOZED' AND u.snoozed_until IS NOT NULL "
    "THEN u.snoozed_until ELSE u.due_date END"
)
FOLLOW_UP_TIME = f"COALESCE(u.due_time, {LAST_TEXT})"

# A touch is a contact with a person, not a note and nothing the system did (requirements 8).
TOUCH = "i.kind <> 'NOTE' AND i.channel <> 'SYSTEM' AND i.deleted_at IS NULL"

_ENDED_CASE = frozenset({enums.FeedbackState.CLOSED, enums.FeedbackState.MERGED})
_STATE = f"COALESCE(f.state, '{enums.FeedbackState.NEW}')"
CASE_ENDED = f"({_STATE} IN {constants(_ENDED_CASE, enums.FeedbackState)})"
CASE_OPEN = f"({CASE_ENDED} = 0)"
CASE_DUE = f"COALESCE(f.due_at, {LAST_MOMENT})"
CASE_SAFETY = "COALESCE(f.quality_dimension, '') = 'SAFETY'"
CASE_OVERDUE = f"(f.due_at < :now AND {CASE_OPEN})"

# The place of an open case in the order of requirements 9.1, were none of them over time.
CASE_PLACE = (
    "CASE WHEN f.quality_dimension = 'SAFETY' THEN 0 "
    "WHEN f.round > 1 THEN 2 WHEN f.kind = 'COMPLAINT' THEN 3 WHEN f.kind = 'GRIEVANCE' THEN 4 "
    "WHEN f.kind = 'SUGGESTION' THEN 5 WHEN f.kind = 'OPINION' THEN 6 ELSE 7 END"
)
# The order of requirements 9.1; `models.rules.feedback_clock.queue_key` says the same in Python.
CASE_RANK = (
    f"CASE WHEN {CASE_ENDED} THEN 8 WHEN {CASE_PLACE} = 0 THEN 0 "
    f"WHEN {CASE_DUE} < :now THEN 1 ELSE {CASE_PLACE} END"
)
# The same order rank by rank, each one range of the index named: no rank sorts the whole queue.
_BY_PLACE, _BY_DUE = "ix_feedback_order", "ix_feedback_queue"
CASE_RANKS = (
    (f"{CASE_ENDED} = 0 AND {CASE_PLACE} = 0", _BY_PLACE),
    (f"{CASE_ENDED} = 0 AND {CASE_DUE} < :now AND {CASE_PLACE} <> 0", _BY_DUE),
    *(
        (f"{CASE_ENDED} = 0 AND {CASE_PLACE} = {n} AND {CASE_DUE} >= :now", _BY_PLACE)
        for n in range(2, 8)
    ),
    (f"{CASE_ENDED} = 1", _BY_DUE),
)
# Open cases that a deal may founder on: a complaint, or a matter of safety.
CASE_SEVERE = f"(f.kind = 'COMPLAINT' OR {CASE_SAFETY}) AND {CASE_OPEN}"

# A group of fields that nobody checked lately, or ever: `models.rules.data_quality` says the same.
_CHECKED = ", ".join(f"'{group}'" for group in VERIFIED_GROUPS)
STALE = (
    "((SELECT count(*) FROM json_each(COALESCE(c.verified_at, '{}')) v"
    f" WHERE v.key IN ({_CHECKED}) AND v.value >= :checked_since) < {len(VERIFIED_GROUPS)})"
)

# Tickets: running clocks first, then what waits for the customer's word, then the ended ones.
_T = enums.TicketState
_TICKET_ENDED = constants((_T.CLOSED, _T.CANCELLED), _T)
_TICKET_DONE = constants((_T.RESOLVED, _T.CONFIRMED), _T)
TICKET_PHASE = (
    f"CASE WHEN tk.state IN {_TICKET_ENDED} THEN 2 "
    f"WHEN tk.state IN {_TICKET_DONE} THEN 1 ELSE 0 END"
)
TICKET_DUE = f"COALESCE(tk.due_at, {LAST_MOMENT})"
TICKET_OPEN = f"(tk.state NOT IN {_TICKET_ENDED})"
# A paused clock runs no risk; `models.rules.ticket_clock` says the same.
TICKET_OVERDUE = f"(tk.due_at < :now AND tk.paused_since IS NULL AND ({TICKET_PHASE}) = 0)"
PART_LOW = "(pt.on_hand - pt.reserved <= pt.reorder_level)"
