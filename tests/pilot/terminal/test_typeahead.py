"""Keys that come in one piece: each goes to what the one before it opened."""

from __future__ import annotations

import pytest
from textual import events

from tests.workspaces import Open, Workspace
from tui.screens.settings import SettingsScreen


def burst(work: Workspace, *typed: str) -> None:
    """Keys as a slow line delivers them: all at once. A text of several characters is pasted."""
    named = {":": "colon", "\r": "enter", "\x1b": "escape", "/": "slash"}
    for one in typed:
        event: events.Event = (
            events.Paste(one) if len(one) > 1 else events.Key(named.get(one, one), one)
        )
        event.set_sender(work.app)
        work.app._driver.send_message(event)


async def test_a_command_typed_at_once_is_that_command(workspace: Open) -> None:
    async with workspace((100, 30)) as work:
        burst(work, ":", *"settings", "\r")
        await work.until(lambda: isinstance(work.screen, SettingsScreen))
        await work.shows("Figures of the rules")


async def test_what_is_typed_before_the_fields_stand_is_in_the_first_of_them(
    workspace: Open,
) -> None:
    async with workspace((100, 30)) as work:
        burst(work, "t", *"王芳 called", "and more")
        form = await work.form()
        await work.until(lambda: "and more" in "".join(form.texts.values()))
        assert "王芳 calledand more" in form.texts.values()


@pytest.mark.parametrize("count", [2, 30])
async def test_escape_and_keys_behind_it_act_on_what_lies_below(
    workspace: Open, count: int
) -> None:
    async with workspace((100, 30)) as work:
        start = work.base.customers.list.cursor
        burst(work, ":", *"exp", "\x1b", *"j" * count)
        await work.until(lambda: work.base.customers.list.cursor == start + count)
        assert work.screen is work.base


async def test_a_query_and_a_step_come_in_their_order(workspace: Open) -> None:
    async with workspace((100, 30)) as work:
        burst(work, "/", *"华信", "\r", "t")
        form = await work.form()
        await work.shows("华信科技有限公司")
        assert form.plan is not None
