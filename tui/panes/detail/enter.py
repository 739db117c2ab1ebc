"""What Enter on a line of the detail pane wishes for: a form, and what it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tui.panes.detail.account import NEW_AREA
from tui.panes.detail.journal import FILTER
from tui.panes.detail.nsabc import CLOSED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tui.rows.lines import Line

Wish = tuple[str, dict[str, Any]]

# By what the line says Enter is to do; each gets the line and the customer.
_ACTS: Final[Mapping[str, Callable[[Line, int | None], Wish]]] = {
    FILTER: lambda _line, _customer: ("journal_filter", {}),
    "proposal": lambda line, _customer: ("proposal", {"item_id": line.record_id}),
    "stage": lambda _line, customer: ("stage_panel", {"customer_id": customer}),
    CLOSED: lambda line, _customer: ("closed_deal", {"opportunity_id": line.record_id}),
    "gap": lambda line, _customer: (
        "gap",
        {"opportunity_id": line.record_id, "question": line.question},
    ),
}


def wish_of(line: Line, customer_id: int | None) -> Wish | None:
    """Form and parameters; None where Enter means nothing."""
    if line.act in _ACTS:
        return _ACTS[line.act](line, customer_id)
    if line.act.startswith(NEW_AREA):
        defaults = {"area": line.act.removeprefix(NEW_AREA)}
        about = {"entity": "account_plan", "customer_id": customer_id, "defaults": defaults}
        return "record", about
    if line.question:
        about = {"entity": line.entity, "record_id": line.record_id, "question": line.question}
        return "answer", {**about, **({"offer": "yes"} if line.act == "offer" else {})}
    if line.entity == "feedback":
        return "feedback_step", {"case_id": line.record_id}
    if line.entity == "ticket":
        return "ticket_page", {"ticket_id": line.record_id}
    if line.entity and line.entity != "interaction":
        return "record", {"entity": line.entity, "record_id": line.record_id}
    return None
