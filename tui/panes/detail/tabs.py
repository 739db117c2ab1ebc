"""The tabs of the detail pane: name, word, what builds its lines off the event loop."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from tui.i18n import tr
from tui.panes.detail.account import account
from tui.panes.detail.data import data
from tui.panes.detail.feedback import feedback
from tui.panes.detail.journal import journal
from tui.panes.detail.nsabc import qualification
from tui.panes.detail.orders import orders
from tui.panes.detail.overview import overview
from tui.panes.detail.people import people
from tui.panes.detail.value import value
from tui.rows.lines import Line

if TYPE_CHECKING:
    from storage.services import Services


Build = Callable[["Services", int, int, bool], Iterable[Line]]
"""A tuple of lines, or lines that are made while one reads on."""

TABS: tuple[tuple[str, Build], ...] = (
    ("overview", overview),
    ("nsabc", qualification),
    ("people", people),
    ("journal", journal),
    ("orders", orders),
    ("feedback", feedback),
    ("value", value),
    ("account", account),
    ("data", data),
)


def tab_name(name: str) -> str:
    """The word on a tab."""
    return {
        "overview": tr("Overview"),
        "nsabc": "NSABC",
        "people": tr("People"),
        "journal": tr("Journal"),
        "orders": tr("Orders"),
        "feedback": tr("Feedback"),
        "value": tr("Value"),
        "account": tr("Account plan"),
        "data": tr("Data"),
    }[name]


def empty_text(name: str) -> str:
    """What an empty tab says, and what to do."""
    return {
        "people": tr("No contacts yet. :contact adds one."),
        "journal": tr("Nothing logged yet. t logs a touch."),
        "orders": tr("No orders yet. :order adds one."),
        "feedback": tr("No feedback yet. b takes some in."),
    }.get(name, tr("Nothing here yet."))
