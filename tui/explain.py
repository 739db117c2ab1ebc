"""An explanation as lines of words: what the key x and `fivefold explain` show.

Words only: works nothing out and reads nothing.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from models.values import BASE_CURRENCY
from tui import i18n, labels

if TYPE_CHECKING:
    from models.explanation import Explanation, Reason


def headline(explanation: Explanation) -> str:
    """Name of the figure, its value and the rule: Win odds 35.0 (R-ODDS)."""
    name = labels.figure_label(explanation.figure)
    value = figure_value(explanation)
    return i18n.tr("{figure} {value} ({rule})", figure=name, value=value, rule=explanation.rule)


def figure_value(explanation: Explanation) -> str:
    """The value in words; "no data" where there is none, never 0 (requirements 8)."""
    value = explanation.value
    if value is None:
        return i18n.tr("no data")
    if isinstance(value, timedelta):
        return i18n.time_left(value)
    if isinstance(value, int) and explanation.figure in _MONEY_FIGURES:
        return i18n.money(value, _currency(explanation))
    return labels.worded_value(value)


def _currency(explanation: Explanation) -> str:
    """The currency that the arithmetic names; the base currency where it names none."""
    named = (line.params.get("currency") for line in explanation.lines)
    return next((str(currency) for currency in named if currency), BASE_CURRENCY)


_MONEY_FIGURES = frozenset(
    {
        "amount",
        "forecast",
        "clv",
        "clv_data",
        "clv_entered",
        "loss",
        "past_revenue",
        "value_at_risk",
        "deviation",
        "owner_value",
        "target",
        "actual",
    }
)


def line(reason: Reason, entity: str = "") -> str:
    """One line of the arithmetic, with the name of the setting that decides it."""
    text = labels.reason_text(reason, entity)
    setting = reason.params.get("setting")
    return f"{text}  [{setting}]" if setting else text


def lines(explanation: Explanation, entity: str = "") -> list[str]:
    """The whole explanation: its headline and one line a reason."""
    return [headline(explanation), *(line(reason, entity) for reason in explanation.lines)]
