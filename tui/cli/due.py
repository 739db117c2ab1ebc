"""`due`: follow-ups that fall due by a day, overdue ones first; `--digest` sums the day up."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tui import i18n, labels
from tui.cli.listing import print_rows
from tui.i18n import ntr, tr

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from models.views.rows import FollowUpRow
    from tui.cli.call import Call

_MOST_CASES = 50
_AHEAD = timedelta(days=7)  # the coming week, unless a day is named


def run(call: Call) -> int:
    """Prints them as a list, or as a short text for a mail."""
    call.finish()
    until = call.day("until", call.today if call.switch("digest") else call.today + _AHEAD)
    person = call.services.actor().id if call.switch("mine") else None
    rows = call.services.cards.due(until, person)
    if call.switch("digest") and not call.options.json:
        _digest(call, rows)
    elif call.switch("digest"):
        duties = call.services.cards.duties()
        late = sum(row.due < call.today for row in rows)
        call.out.data(
            {
                "until": until,
                "due": len(rows),
                "late": late,
                "cases_over": duties.cases_over,
                "tickets_over": duties.tickets_over,
                "codes": [row.code for row in rows],
            }
        )
    else:
        print_rows(call, "follow-ups", rows)
    return 0


def _digest(call: Call, rows: Sequence[FollowUpRow]) -> None:
    late = sum(row.due < call.today for row in rows)
    over = call.services.cards.duties().cases_over
    head = [
        i18n.day_long(call.today),
        tr("{n} due", n=len(rows)),
        tr("{n} late", n=late),
        ntr("{n} case over time", "{n} cases over time", over),
    ]
    call.out.line(i18n.listed(head))
    for row in rows:
        mark = "!" if row.due < call.today else "-"
        what = labels.task_text(row.title, row.question_code, row.step_en, row.step_zh)
        what = what or labels.choice_label(type_of_kind(), row.kind)
        when = " ".join(filter(None, (i18n.day(row.due), row.due_time)))
        line = f"{mark} {when}  {row.code}  {row.customer_name}: {what}"
        call.out.line(line)
    for line in [*_cases(call), *_care(call)]:
        call.out.line(line)


def _cases(call: Call) -> Iterator[str]:
    """Open feedback past its time."""
    query = call.services.lists.parse("overdue", "feedback")
    for case in call.services.lists.page(query, limit=_MOST_CASES).rows:
        name = case.customer_name or "-"
        late = i18n.moment(case.due_at) if case.due_at else ""
        yield f"! {late}  {case.code}  {name}: {case.text}"


def _care(call: Call) -> Iterator[str]:
    """Birthdays and other care dates of today."""
    person = call.services.actor().id if call.switch("mine") else None
    for special in call.services.cards.special_days(call.today, call.today, person):
        if not special.do_not_contact:
            what = special.label or labels.choice_label(type_of_date(), special.kind)
            name = f"{special.contact_name}, {special.customer_name}"
            yield f"+ {i18n.day(special.on)}  {special.customer_code}  {name}: {what}"


def type_of_date() -> type:
    """The enumeration of care dates."""
    from models.enums import SpecialDateKind

    return SpecialDateKind


def type_of_kind() -> type:
    """The enumeration of follow-up kinds."""
    from models.enums import FollowUpKind

    return FollowUpKind
