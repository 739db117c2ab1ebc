"""Parting with a customer as lines: the nine steps, what the next one asks, exceptions (9.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.enums import (
    CustomerStatus,
    ReleaseKind,
    ReleaseState,
    TerminationReason,
    TerminationState,
)
from models.rules.termination import AFTER, STEPS, place
from models.width import cut
from tui.i18n import day, moment, tr
from tui.labels import choice_label, field_label, label, reason_text, short
from tui.rows.lines import Line, Lines, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from models.views.parting import ReleaseRow, TerminationCard, TerminationRow
    from storage.services.terminations import NextTermination

_S = TerminationState
# What Enter does on a line; `question` names the step, the kind of exception, or its number.
NEXT_LINE = "next step"  # the line where the cursor begins
STEP, ASK, ANSWER, SEND, OPEN = "step", "ask", "answer", "send", "open"


def panel(card: TerminationCard, steps: Sequence[NextTermination], width: int) -> tuple[Line, ...]:
    """Everything about parting with a customer; Enter on a step takes it."""
    page = Lines(width)
    page.add((f" {card.code} ", "muted"), (card.name, "strong"), key="head")
    _standing(page, card)
    coming = {one.state: one for one in steps}
    if not _is_erased(card) and not _is_closed(card):
        page.heading(tr("The nine steps"))
        done = place(card.state) if card.state else 0
        for number, state in enumerate(STEPS, 1):
            _step(page, card, number, state, done=number <= done, coming=coming)
        _ways_out(page, coming)
    _exceptions(page, card)
    _before(page, card)
    return page.done()


def _is_erased(card: TerminationCard) -> bool:
    """Was the customer parted with by being made nameless, without any step."""
    return card.state is _S.EVALUATED and bool(card.values.get("ended_reason"))


def _is_closed(card: TerminationCard) -> bool:
    """Was the customer parted with, and is the way it went not told to who looks (AC-126)."""
    return card.state is None and card.status is CustomerStatus.TERMINATED


def _standing(page: Lines, card: TerminationCard) -> None:
    page.field(tr("Customer is"), label(card.status))
    if card.blocked:
        said = tr("nothing goes out, nothing is planned; what comes in is taken down")
        page.field(tr("Block"), said, tone="red")
    if card.retention_until:
        page.field(tr("Kept until"), day(card.retention_until))
    if card.state is None:
        closed = tr("done; its record is open to managers and auditors")
        page.field(tr("Termination"), closed if _is_closed(card) else tr("none on its way"))
        return
    if _is_erased(card):
        on = day(card.values["terminated_on"])  # type: ignore[arg-type]
        page.field(tr("Termination"), tr("by erasing, {day}", day=on), tone="strong")
        page.field(tr("Asked by"), card.requester)
        page.field(field_label("termination", "ended_reason"), str(card.values["ended_reason"]))
        return
    done = f"{place(card.state)}/{len(STEPS)}"
    tone = "amber" if card.state is _S.REJECTED else "strong"
    page.field(tr("Termination"), f"{label(card.state)} · {done}", tone=tone)
    page.field(tr("Asked by"), card.requester)


def _step(
    page: Lines,
    card: TerminationCard,
    number: int,
    state: TerminationState,
    *,
    done: bool,
    coming: dict[TerminationState, NextTermination],
) -> None:
    ahead = _next_of(state, coming)
    sign, tone = ("x", "") if done else (" ", "strong" if ahead else "muted")
    act, target = (STEP, ahead.state.value) if ahead else ("", "")
    mark = ">" if ahead else " "
    page.add(
        (f" {mark} [{sign}] {number} ", "accent" if ahead else "muted"),
        (label(ahead.state if ahead else state), tone),
        key=NEXT_LINE if ahead else f"step {state}",
        act=act,
        question=target,
    )
    for text, colour in _details(card, state, done, ahead):
        for part, piece in enumerate(wrapped(text, page.width - 10)):
            page.add(
                (f"         {piece}", colour),
                key=f"about {state} {text[:40]} {part}",
                act=act,
                question=target,
            )


def _next_of(
    state: TerminationState, coming: dict[TerminationState, NextTermination]
) -> NextTermination | None:
    """The step that may be taken now at this place: asking for the approval, or giving it."""
    if state is _S.APPROVED and _S.SUBMITTED in coming:
        return coming[_S.SUBMITTED]
    return coming.get(state)


def _details(
    card: TerminationCard, state: TerminationState, done: bool, ahead: NextTermination | None
) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    if done or state is _S.DRAFT or (state is _S.APPROVED and card.state is _S.REJECTED):
        found += [(text, "muted") for text in _told(card, state) if text]
    if ahead is not None:
        found += [(reason_text(one), "amber") for one in ahead.missing]
    return found


def _told(card: TerminationCard, state: TerminationState) -> list[str]:
    """What a step was told."""
    values = card.values

    def text(name: str) -> str:
        return str(values.get(name) or "")

    if state is _S.DRAFT and values:
        why = choice_label(TerminationReason, text("reason_code"))
        return [f"{why}: {text('text')}"]
    if state is _S.PREPARED:
        return [text("plan"), text("documents")]
    if state is _S.APPROVED and values.get("decided_at"):
        return [_answer(card)]
    if state is _S.NOTICE:
        return [_days(values.get("notice_date"), values.get("effective_date"))]
    if state is _S.TERMINATED and values.get("terminated_on"):
        return [day(values["terminated_on"])]  # type: ignore[arg-type]
    return [text({_S.ARCHIVED: "gathered", _S.EVALUATED: "evaluation"}.get(state, ""))]


def _answer(card: TerminationCard) -> str:
    values = card.values
    parts = [moment(values["decided_at"]), card.approver, str(values.get("comment") or "")]  # type: ignore[arg-type]
    if values.get("self_approved"):
        parts.append(tr("self-approved in the single-user profile"))
    return " · ".join(part for part in parts if part)


def _days(told: object, effective: object) -> str:
    if not told or not effective:
        return ""
    return tr("told on {told}, in effect from {day}", told=day(told), day=day(effective))  # type: ignore[arg-type]


def _ways_out(page: Lines, coming: dict[TerminationState, NextTermination]) -> None:
    ways = [one for one in (_S.REJECTED, _S.WITHDRAWN) if one in coming]
    if ways:
        page.heading(tr("Or"))
    for state in ways:
        words = {_S.REJECTED: tr("reject it, back to the draft"), _S.WITHDRAWN: tr("give it up")}
        page.add((f"   {words[state]}", "accent"), key=f"way {state}", act=STEP, question=state)


def _exceptions(page: Lines, card: TerminationCard) -> None:
    """What a manager may allow after the block (AC-125), and what was allowed so far."""
    if not card.blocked and not card.releases:
        return
    page.heading(tr("Exceptions"))
    for one in card.releases:
        _release(page, one)
    if card.blocked:
        asks = {ReleaseKind.IMPORTANT_NOTICE: tr("ask for an important notice")}
        if card.state in AFTER or card.status.value == "TERMINATED":
            asks[ReleaseKind.REACTIVATION] = tr("ask to take the customer back")
        for kind, words in asks.items():
            page.add((f"   {words}", "accent"), key=f"ask {kind}", act=ASK, question=kind.value)


def _release(page: Lines, one: ReleaseRow) -> None:
    waits, ready = one.state is ReleaseState.WAITING, one.state is ReleaseState.APPROVED
    act = ANSWER if waits else SEND if ready else ""
    tone = "amber" if waits else "good" if ready else "muted"
    page.add(
        (f"   {label(one.kind)}: {_stands(one)}", tone),
        key=f"release {one.id}",
        act=act,
        record_id=one.id,
    )
    said = [one.reason, one.text]
    if one.decided_at:
        answered = [moment(one.decided_at), one.approver, one.comment]
        if one.self_approved:
            answered.append(tr("self-approved in the single-user profile"))
        said.append(" · ".join(part for part in answered if part))
    for line, text in enumerate(said):
        for part, piece in enumerate(wrapped(text, page.width - 8)):
            page.add(
                (f"      {piece}", "muted"),
                key=f"release {one.id} {line} {part}",
                act=act,
                record_id=one.id,
            )


def _stands(one: ReleaseRow) -> str:
    """Where a request stands; of a notice, that it is to be sent, and that it was."""
    if one.kind is ReleaseKind.IMPORTANT_NOTICE and one.state is ReleaseState.APPROVED:
        return tr("approved; Enter logs it as sent")
    if one.kind is ReleaseKind.IMPORTANT_NOTICE and one.state is ReleaseState.USED:
        return tr("sent")
    return label(one.state)


def _before(page: Lines, card: TerminationCard) -> None:
    if card.ended:
        page.heading(tr("Terminations before"))
    for number, (state, on, why) in enumerate(card.ended):
        parts = [label(state), day(on) if on else "", why]
        page.add(
            (f"   {' · '.join(part for part in parts if part)}", "muted"), key=f"ended {number}"
        )


def all_lines(rows: Sequence[TerminationRow], today: date, width: int) -> tuple[Line, ...]:
    """All terminations, what waits for an answer first; Enter opens one."""
    page = Lines(width)
    if not rows:
        page.add((f" {tr('No termination is on its way.')}", "muted"), key="none")
    room = max(10, min(26, page.width - 54))
    for row in rows:
        waits = row.state is _S.SUBMITTED
        due = row.effective_date is not None and row.effective_date <= today
        on = day(row.effective_date) if row.effective_date else ""
        page.add(
            (" ! " if waits else "   ", "amber"),
            (f"{row.customer_code}  ", "muted"),
            (cut(row.customer_name, room, pad=True), "strong"),
            (f"  {cut(short(row.state), 10, pad=True)}", "amber" if waits else ""),
            (f"  {cut(on, 12, pad=True)}", "amber" if due and row.state is _S.SETTLING else ""),
            (f"  {row.owner}", "muted"),
            key=f"termination {row.id}",
            act=OPEN,
            record_id=row.customer_id,
        )
    return page.done()
