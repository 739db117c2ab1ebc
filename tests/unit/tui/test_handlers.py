"""Every act of the table is answered by the screen it belongs to: no key is dead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from textual.binding import Binding

from tui.actions import ACTIONS, Action
from tui.app import FivefoldApp
from tui.screens.forms.form import FormScreen
from tui.screens.questions import Confirm
from tui.screens.workspace import WorkspaceScreen
from tui.widgets.filter_line import FilterLine
from tui.widgets.lazy_list import OWN_ACTS, LazyList
from tui.widgets.link_field import LinkField
from tui.widgets.order_lines import OrderLines

# Who listens to the acts of a context: the first that knows an act answers it.
LISTENERS: dict[str, tuple[Any, ...]] = {
    "app": (WorkspaceScreen, FivefoldApp),
    "workspace": (WorkspaceScreen, LazyList),
    "list": (LazyList,),
    "follow-ups": (WorkspaceScreen,),
    "feedback": (WorkspaceScreen,),
    "form": (FormScreen, LinkField, OrderLines),
    "query": (FilterLine,),
    "dialog": (Confirm,),
}


def bindings(listener: Any) -> Iterator[Binding]:
    for one in listener.__mro__:
        for binding in one.__dict__.get("BINDINGS", ()):
            if isinstance(binding, Binding):
                yield binding


def answers(listener: Any, action: Action) -> bool:
    """Is there a method of that name, or a binding of that id with a method behind it."""
    if listener is not LazyList and hasattr(listener, f"action_{action.name}"):
        return True
    wanted = OWN_ACTS.get(action.name, "none") if listener is LazyList else action.name
    return any(
        hasattr(listener, f"action_{one.action.partition('(')[0]}")
        for one in bindings(listener)
        if one.id == wanted
    )


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
def test_every_act_has_a_handler(action: Action) -> None:
    assert any(answers(listener, action) for listener in LISTENERS[action.context])


def test_lists_do_what_the_table_says_they_do() -> None:
    ids = {one.id for one in bindings(LazyList)}
    assert set(OWN_ACTS.values()) <= ids
    assert set(OWN_ACTS) <= {action.name for action in ACTIONS}
