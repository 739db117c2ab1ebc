"""`stage`: the relationship stage of a customer; moves it, ticks its strategies (8.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.enums import Stage, StageStrategy
from models.rules.stages import STRATEGIES
from tui import labels
from tui.cli.options import UsageError
from tui.cli.output import reason_data
from tui.i18n import N_
from tui.rows.stage_panel import stage_panel

if TYPE_CHECKING:
    from enum import StrEnum

    from models.views.account import StagePanel
    from tui.cli.call import Call

_WIDTH = 96


def run(call: Call) -> int:
    """CODE alone shows the panel; with a stage it moves, with --done or --open it ticks."""
    (code,) = call.take("CODE")
    wanted = call.words.pop(0) if call.words else ""
    done, opened = call.value("done"), call.value("open")
    reason, confirmed = call.value("reason") or "", call.switch("yes")
    call.finish()
    customer_id = call.find(code, "customer")[1]
    services = call.services
    for name, is_done in ((done, True), (opened, False)):
        if name is not None:
            strategy = _member(call, StageStrategy, name)
            services.stages.tick(customer_id, StageStrategy(strategy), is_done)
    if wanted:
        stage = Stage(_member(call, Stage, wanted))
        services.stages.move(customer_id, stage, reason=reason, confirmed=confirmed)
    panel = services.account_plans.stage(customer_id)
    if call.options.json:
        call.out.data(_data(panel))
        return 0
    for line in stage_panel(panel, _WIDTH):
        call.out.line("".join(text for text, _tone in line.pieces).rstrip())
    return 0


def _member(call: Call, choices: type[StrEnum], text: str) -> str:
    """The constant that a constant or a label in any language names."""
    names = call.vocabulary.get(choices.__name__, {})
    found = text.strip().upper().replace("-", "_")
    if found in choices.__members__:
        return found
    known = names.get(text.strip().lower())
    if known is None:
        message = N_("{value} is not one of the choices: {allowed}.")
        raise UsageError(message, value=text, allowed=", ".join(choices.__members__))
    return known


def _data(panel: StagePanel) -> dict[str, Any]:
    threads = panel.threads
    return {
        "customer": panel.code,
        "stage": panel.stage,
        "goal": labels.stage_goal(panel.stage),
        "proposal": panel.proposal.proposed,
        "stages": [
            {
                "stage": step.stage,
                "tests": [{"met": one.met, **reason_data(one.reason)} for one in step.tests],
                "strategies": {one.value: step.done.get(one) for one in STRATEGIES[step.stage]},
            }
            for step in panel.steps
        ],
        "threads": f"{threads.contacts}/{threads.users}",
        "threads_needed": f"{threads.needed_contacts}/{threads.needed_users}",
        "single_thread_risk": threads.at_risk,
        "exec_visit_due": threads.visit.due if threads.visit else None,
        "open_complaints": panel.facts.open_complaints,
        "changes": [
            {
                "from_stage": one.from_stage,
                "to_stage": one.to_stage,
                "at": one.at,
                "by": one.who,
                "reason": one.reason,
                "by_exception": one.by_exception,
                "self_approved": one.self_approved,
            }
            for one in panel.changes
        ],
    }
