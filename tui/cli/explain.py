"""`explain`: a figure with rule, inputs, arithmetic and settings."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from models.values import BASE_CURRENCY
from tui import explain
from tui.cli.options import UsageError
from tui.cli.output import reason_data
from tui.cli.values import money_text
from tui.i18n import N_

if TYPE_CHECKING:
    from models.explanation import Explanation
    from tui.cli.call import Call


def run(call: Call) -> int:
    """Prints figure, value, rule and lines."""
    from storage.services.explanations import FIGURES

    code, figure = call.take("CODE", "FIGURE")
    call.finish()
    entity, record_id = call.find(code)
    known = FIGURES.get(entity, ())
    if figure not in known:
        message = N_("{figure} is no figure of {code}. Figures: {allowed}.")
        allowed = ", ".join(known) or "-"
        raise UsageError(message, figure=figure, code=code, allowed=allowed)
    found = call.services.explanations.explain(entity, record_id, figure)
    if call.options.json:
        call.out.data(
            {
                "code": code.upper(),
                "figure": figure,
                "value": _value(found),
                "rule": found.rule,
                "lines": [explain.line(reason, entity) for reason in found.lines],
                "reasons": [reason_data(reason) for reason in found.lines],
            }
        )
    else:
        for line in explain.lines(found, entity):
            call.out.line(line)
    return 0


def _value(found: Explanation) -> Any:
    """The value as JSON: percent as a number, money as decimal text, time left in seconds."""
    value = found.value
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, timedelta):
        return int(value.total_seconds())
    if found.figure == "amount" and isinstance(value, int):
        return money_text(value, BASE_CURRENCY)
    return value
