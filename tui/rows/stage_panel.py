"""The stage panel as lines: goal, entry tests, strategies, threads, trust, moves (8.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.enums import Stage, StageStrategy
from models.rules.stages import STRATEGIES, WARNED
from tui.i18n import day, moment, tr
from tui.labels import contact_pattern, label, reason_text, stage_goal
from tui.rows.lines import Line, Lines, wrapped

if TYPE_CHECKING:
    from models.views.account import StageChange, StagePanel, StageStep

MOVE, TICK = "move", "tick"  # what Enter does on a line: `question` names stage or strategy


def summary(page: Lines, panel: StagePanel, customer_id: int) -> None:
    """Where the relation stands and where it is to go; Enter opens the panel."""
    _line(page, f"{label(panel.stage)}", "strong", "stage", customer_id, figure="stage")
    goal = tr("Goal: {goal}", goal=stage_goal(panel.stage))
    _line(page, goal, "", "goal", customer_id, figure="stage")
    proposed = panel.proposal.proposed
    if proposed is not None:
        said = tr(
            "Proposal: {stage}. Goal then: {goal}", stage=label(proposed), goal=stage_goal(proposed)
        )
        _line(page, f"> {said}", "accent", "proposal", customer_id, figure="stage")
    if panel.facts.open_complaints:
        said = tr("Open complaints: {n}. Repair first.", n=panel.facts.open_complaints)
        _line(page, f"! {said}", "amber", "repair", customer_id)
    if panel.threads.at_risk:
        _line(page, f"! {thread_words(panel)}", "amber", "thread", customer_id, figure="threads")


def thread_words(panel: StagePanel) -> str:
    """How many threads hold the relation against the need of its stage (R-THREAD)."""
    found = panel.threads
    have, need = f"{found.contacts}/{found.users}", f"{found.needed_contacts}/{found.needed_users}"
    if found.at_risk:
        return tr("Single-thread risk {have}, needed {need}", have=have, need=need)
    return tr("Threads {have}, needed {need}", have=have, need=need)


def stage_panel(panel: StagePanel, width: int) -> tuple[Line, ...]:
    """Everything about the stage of a customer; Enter on a stage moves, on a strategy ticks."""
    page = Lines(width)
    page.add((f" {panel.code} {panel.name}", "strong"), key="head")
    summary(page, panel, 0)
    page.heading(tr("Stages and their entry tests"))
    for step in panel.steps:
        _step(page, step, panel)
    for step in panel.steps:
        if step.stage is panel.stage or step.done:
            _strategies(page, step)
    _contacts(page, panel)
    if panel.changes:
        page.heading(tr("Moves so far"))
    for place, change in enumerate(panel.changes):
        _text(page, change_words(change), "", f"change {place}")
    return page.done()


def _contacts(page: Lines, panel: StagePanel) -> None:
    page.heading(tr("Contacts and trust"))
    said = tr("Contact pattern: {pattern}", pattern=contact_pattern(panel.stage))
    _text(page, said, "", "pattern")
    _text(page, thread_words(panel), "amber" if panel.threads.at_risk else "", "threads")
    visit = panel.threads.visit
    for place, reason in enumerate(visit.explanation.lines if visit else ()):
        _text(page, reason_text(reason), "", f"visit {place}")
    for place, said in enumerate(_trust(panel)):
        _text(page, said, "", f"trust {place}")


def change_words(change: StageChange) -> str:
    """A move as it was logged: when, from where, to where, by whom, why."""
    parts = [
        moment(change.at),
        f"{label(change.from_stage)} > {label(change.to_stage)}",
        change.who,
        change.reason,
    ]
    if change.self_approved:
        parts.append(tr("by exception, self-approved in the single-user profile"))
    elif change.by_exception:
        parts.append(tr("by exception of a manager"))
    return " · ".join(part for part in parts if part)


def _step(page: Lines, step: StageStep, panel: StagePanel) -> None:
    here = step.stage is panel.stage
    page.add(
        (f"   {'>' if here else ' '} {label(step.stage)}", "strong" if here else ""),
        (f"  {stage_goal(step.stage)}", "muted"),
        key=f"step {step.stage}",
        act="" if here else MOVE,
        question=step.stage.value,
    )
    for test in step.tests:
        for part, text in enumerate(wrapped(reason_text(test.reason), page.width - 10)):
            sign = ("+" if test.met else "-") if part == 0 else " "
            tone = "good" if test.met else "muted"
            page.add(
                (f"       {sign} {text}", tone),
                key=f"test {step.stage} {text}",
                act="" if here else MOVE,
                question=step.stage.value,
            )


def _strategies(page: Lines, step: StageStep) -> None:
    wanted = STRATEGIES[step.stage]
    title = tr("Strategies: {stage}", stage=label(step.stage))
    page.heading(f"{title}  {len(step.done)}/{len(wanted)}")
    for strategy in wanted:
        on = step.done.get(strategy)
        page.add(
            (f"   [{'x' if on else ' '}] {label(strategy)}", "" if on else "strong"),
            (f"  {day(on)}" if on else "", "muted"),
            key=f"strategy {strategy}",
            act=TICK,
            question=strategy.value,
        )
        if strategy in WARNED:
            said = tr("Compliance: never by gifts or favours to persons; those are registered.")
            for place, part in enumerate(wrapped(said, page.width - 10)):
                page.add((f"       {part}", "amber"), key=f"warned {place}")


def is_done(panel: StagePanel, strategy: StageStrategy) -> bool:
    """Is the strategy marked as carried out."""
    return any(strategy in step.done for step in panel.steps)


def _trust(panel: StagePanel) -> list[str]:
    """Openness, deliveries on time, open complaints (S0-VS-08)."""
    told = tr("no data") if panel.openness is None else f"{panel.openness}/5"
    found = [tr("Openness: {value}", value=told)]
    if panel.delivered:
        share = (100 * panel.on_time + panel.delivered // 2) // panel.delivered
        found.append(
            tr(
                "Delivered on time: {share} % ({n} of {total} orders)",
                share=share,
                n=panel.on_time,
                total=panel.delivered,
            )
        )
    else:
        found.append(tr("Delivered on time: no data"))
    found.append(tr("Open complaints: {n}", n=panel.facts.open_complaints))
    return found


def _line(
    page: Lines, text: str, tone: str, key: str, customer_id: int, *, figure: str = ""
) -> None:
    entity = "customer" if customer_id else ""
    for place, part in enumerate(wrapped(text, page.width - 4)):
        page.add(
            (f"   {part}", tone),
            key=f"stage {key} {place}",
            figure=figure if customer_id else "",
            entity=entity,
            record_id=customer_id,
            act="stage" if customer_id else "",
        )


def _text(page: Lines, text: str, tone: str, key: str) -> None:
    for place, part in enumerate(wrapped(text, page.width - 4)):
        page.add((f"   {part}", tone), key=f"{key} {place}")


def next_stage(stage: Stage) -> Stage:
    """The stage after this one; the last one is its own."""
    order = tuple(Stage)
    return order[min(order.index(stage) + 1, len(order) - 1)]
