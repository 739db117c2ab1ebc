"""Campaigns as lines: the list, and one with its figures, members and those left out by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.enums import CampaignState
from models.width import cut
from tui.i18n import day, money, tr
from tui.labels import field_label, figure_label, label, short
from tui.rows.lines import Line, Lines, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.views.campaigns import CampaignCard, CampaignRow, MemberRow

OPEN, MEMBER, ACT = "campaign", "member", "act"
BEGIN, CLOSE, EDIT = "begin", "close", "edit"
_S = CampaignState


def list_lines(rows: Sequence[CampaignRow], width: int) -> tuple[Line, ...]:
    """All campaigns, those under way first; Enter opens one."""
    page = Lines(width)
    if not rows:
        page.add((f" {tr('No campaign yet. n plans one.')}", "muted"), key="none")
    room = min(40, max(14, page.width - 52))
    for row in rows:
        counts = f"{row.responded}/{row.members}" if row.state is not _S.PLANNED else ""
        page.add(
            (f" {cut(row.code, 10, pad=True)}", "muted"),
            (cut(row.name, room, pad=True), "strong"),
            (f"  {day(row.planned_on)}  ", ""),
            (cut(short(row.state), 10, pad=True), "accent" if row.state is _S.RUNNING else "muted"),
            (f"  {cut(counts, 8, pad=True)}", ""),
            (f"  {value_text(row)}", "muted" if row.result.value is None else ""),
            key=f"campaign {row.id}",
            act=OPEN,
            record_id=row.id,
        )
    return page.done()


def value_text(row: CampaignRow) -> str:
    """The return, a hyphen where there is none."""
    return "-" if row.result.value is None else str(row.result.value)


def card_lines(card: CampaignCard, width: int) -> tuple[Line, ...]:
    """One campaign: figures, what it offered, who takes part, who was left out and why."""
    page = Lines(width)
    row = card.row
    page.add((f" {row.code} ", "muted"), (row.name, "strong"), key="head")
    page.field(field_label("campaign", "state"), f"{label(row.state)} · {day(row.planned_on)}")
    page.field(field_label("campaign", "purpose"), label(row.purpose))
    page.field(field_label("campaign", "filter"), card.filter)
    page.field(field_label("campaign", "offer"), card.offer)
    if row.state is not _S.PLANNED:
        _figures(page, card)
    page.field(field_label("campaign", "result"), card.outcome)
    page.field(field_label("campaign", "next_change"), card.next_change)
    acts = {
        _S.PLANNED: (BEGIN, tr("begin: take the segment as it is now")),
        _S.RUNNING: (CLOSE, tr("close it: figures, and what to do otherwise next time")),
    }
    if row.state in acts:
        act, words = acts[row.state]
        page.blank()
        page.add((f"   {words}", "accent"), key=ACT, act=ACT, question=act)
    _members(page, card)
    return page.done()


def _figures(page: Lines, card: CampaignCard) -> None:
    row = card.row
    told = tr(
        "{members} members · {invited} invited · {attended} took part · {answers} answered",
        members=row.members,
        invited=row.invited,
        attended=row.attended,
        answers=row.responded,
    )
    page.field(tr("Members"), told)
    if row.cost is not None:
        page.field(field_label("campaign", "cost"), money(row.cost, row.currency))
    if row.revenue is not None:
        page.field(field_label("campaign", "revenue"), money(row.revenue, row.currency))
    page.field(tr("Orders since"), money(card.ordered, row.currency))
    page.field(figure_label("campaign_return"), value_text(row), figure="campaign_return")


def _members(page: Lines, card: CampaignCard) -> None:
    taken = [one for one in card.members if one.left_out is None]
    out = [one for one in card.members if one.left_out is not None]
    if out:
        page.heading(f"{tr('Left out')} · {len(out)}")
    for one in out:
        said = label(one.left_out) if one.left_out else ""
        page.add(
            (f"   {cut(one.customer_code, 10, pad=True)}", "muted"),
            (cut(one.customer_name, 28, pad=True), ""),
            (f"  {said}", "amber"),
            key=f"out {one.id}",
        )
    if taken:
        page.heading(f"{tr('Members')} · {len(taken)}")
    for one in taken:
        _member(page, one)


def _member(page: Lines, one: MemberRow) -> None:
    marks = "+" if one.attended else "-" if one.invited_on else " "
    page.add(
        (f" {marks} {cut(one.customer_code, 10, pad=True)}", "muted"),
        (cut(one.customer_name, 24, pad=True), "strong"),
        (f"  {cut(one.contact_name, 12, pad=True)}", ""),
        (f"  {label(one.response)}", "good" if one.response != "NONE" else "muted"),
        key=f"member {one.id}",
        act=MEMBER,
        record_id=one.id,
    )
    for place, part in enumerate(wrapped(one.note, page.width - 16)):
        page.add((f"             {part}", "muted"), key=f"note {one.id} {place}")
