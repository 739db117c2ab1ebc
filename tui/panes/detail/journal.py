"""Journal: all channels in one timeline, newest first; by channel and life-cycle step (AC-046)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from models import enums
from tui.i18n import day, moment, tr
from tui.labels import choice_label, label
from tui.panes.detail.parts import count_of, rows_of
from tui.rows.lines import Line, Lines, wrapped
from tui.rows.playbooks import played_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from models.views.campaigns import Participation
    from models.views.cards import ProposalRow
    from models.views.playbook import PlayedStep
    from storage.services import Services

FILTER = "filter"  # what Enter does on the first line


def journal(
    services: Services, customer_id: int, width: int, plain: bool, wanted: str = ""
) -> Iterator[Line]:
    """All channels in one timeline, newest first; `wanted` are terms of the query line."""
    del plain
    page = Lines(width)
    count = count_of(services, customer_id, "interactions", wanted)
    if not count and not wanted:
        return
    _head(page, wanted, count)
    if not count:
        page.add((f"   {tr('Nothing logged fits.')}", "muted"), key="nothing")
    yield from page.done()
    proposed = {one.interaction_id: one for one in services.cards.proposals(customer_id)}
    played = services.cards.played(customer_id)
    by_touch = {one.interaction_id: one for one in played if one.interaction_id}
    beside = [] if wanted else _beside(played, services.cards.campaigns(customer_id))
    for row in rows_of(services, customer_id, "interactions", wanted):
        while beside and beside[-1].at > row.at:
            _told(page, beside.pop())
        _entry(page, row, proposed.get(row.id))
        if row.id in by_touch:
            page.add((f"   {played_text(by_touch[row.id])}", "muted"), key=f"played {row.id}")
        yield from page.done()
    for one in reversed(beside):
        _told(page, one)
    yield from page.done()


@dataclass(frozen=True, slots=True)
class _Beside:
    """Something told between the touches: when, in which words."""

    at: datetime
    text: str
    key: str


def _beside(played: Sequence[PlayedStep], campaigns: Sequence[Participation]) -> list[_Beside]:
    """What playbooks and campaigns did beside the touches, the oldest first."""
    found = [
        _Beside(one.at, played_text(one), f"played {one.id} {bool(one.step)}")
        for one in played
        if not one.interaction_id
    ]
    found += [_Beside(one.at, _campaign(one), f"campaign {one.id}") for one in campaigns]
    return sorted(found, key=lambda one: one.at)


def _campaign(one: Participation) -> str:
    parts = [tr("Campaign {name}", name=one.name)]
    if one.invited_on:
        parts.append(tr("invited {day}", day=day(one.invited_on)))
    if one.attended:
        parts.append(tr("took part"))
    parts.append(label(one.response))
    return " · ".join(parts)


def _told(page: Lines, one: _Beside) -> None:
    page.add((f" {moment(one.at)}  ", "accent"), (one.text, "muted"), key=one.key)


def kinds_of(services: Services, customer_id: int) -> Mapping[str, Counter[str]]:
    """How many entries each channel and each life-cycle step of a journal has."""
    rows = list(rows_of(services, customer_id, "interactions"))
    return {
        "channel": Counter(row.channel for row in rows),
        "step": Counter(row.lifecycle_step for row in rows if row.lifecycle_step),
    }


def _head(page: Lines, wanted: str, count: int) -> None:
    said = tr("All channels and steps: {n}. Enter or :filter narrows.", n=count)
    if wanted:
        said = tr("Only {terms}: {n}. Enter or :filter changes.", terms=worded(wanted), n=count)
    page.add((f" {said}", "accent" if wanted else "muted"), key="filter", act=FILTER)


def worded(wanted: str) -> str:
    """Terms of the query line with the labels of channels and steps."""
    return " · ".join(_term(term) for term in wanted.split())


def _term(term: str) -> str:
    name, colon, value = term.partition(":")
    choices: Mapping[str, Any] = {"channel": enums.Channel, "step": enums.LifecycleStep}
    if not colon or name not in choices:
        return term
    return ", ".join(choice_label(choices[name], one.upper()) for one in value.split(","))


def _entry(page: Lines, row: Any, proposal: ProposalRow | None) -> None:
    about: dict[str, Any] = {"entity": "interaction", "record_id": row.id}
    parts: Sequence[str] = (
        choice_label(enums.Channel, row.channel),
        choice_label(enums.InteractionKind, row.kind),
        choice_label(enums.LifecycleStep, row.lifecycle_step) if row.lifecycle_step else "",
        row.contact_name or "",
        row.user_name or "",
    )
    grade = ""
    if row.grade_before != row.grade_after and row.grade_after:
        grade = f"  {row.grade_before or '-'} > {row.grade_after}"
    page.add(
        (f" {moment(row.at)}  ", "accent"),
        (" · ".join(part for part in parts if part), ""),
        (grade, "strong"),
        key=f"interaction {row.id}",
        **about,
    )
    for place, part in enumerate(wrapped(row.summary, page.width - 4, limit=6)):
        page.add((f"   {part}", ""), key=f"interaction {row.id} {place}", **about)
    if row.next_contact_at:
        page.add(
            (f"   {tr('next contact')} {moment(row.next_contact_at)}", "muted"),
            key=f"interaction {row.id} next",
        )
    if proposal is not None:
        _proposal(page, proposal)


def _proposal(page: Lines, found: ProposalRow) -> None:
    """A grade that waits for the owner, or what became of it (AC-199)."""
    waits = found.state == enums.ProposalState.WAITING
    terms = {"before": found.from_grade or "-", "after": found.to_grade}
    if waits:
        said = tr(
            "grade {before} > {after} waits for {owner}", owner=found.owner_name or "-", **terms
        )
    else:
        state = choice_label(enums.ProposalState, found.state)
        said = tr("grade {before} > {after}: {state}", state=state, **terms)
    if found.expected_date_after:
        said += f" · {tr('close')} {day(found.expected_date_after)}"
    if found.reason and not waits:
        said += f" · {found.reason}"
    page.add(
        (f"   {'! ' if waits else ''}{said}", "amber" if waits else "muted"),
        key=f"proposal {found.id}",
        act="proposal" if waits else "",
        entity="follow_up",
        record_id=found.follow_up_id,
    )
