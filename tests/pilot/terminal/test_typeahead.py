"""Keys that come in one piece: each goes to what the one before it opened."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from textual import events
from textual.keys import _character_to_key

from tests.workspaces import Open, Workspace
from tui.screens.settings import SettingsScreen
from tui.terminal import typeahead


def burst(work: Workspace, *typed: str) -> None:
    """Keys as a slow line delivers them: all at once. A text of several characters is pasted."""
    named = {"\r": "enter", "\t": "tab", "\x1b": "escape", "\x13": "ctrl+s"}
    for one in typed:
        event: events.Event = (
            events.Paste(one)
            if len(one) > 1
            else events.Key(named.get(one) or _character_to_key(one), one)
        )
        event.set_sender(work.app)
        work.app._driver.send_message(event)


async def test_a_command_typed_at_once_is_that_command(workspace: Open) -> None:
    async with workspace((100, 30)) as work:
        burst(work, ":", *"settings", "\r")
        await work.until(lambda: isinstance(work.screen, SettingsScreen))
        await work.shows("Figures of the rules")


@pytest.mark.slow
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


async def test_a_key_after_a_form_was_left_does_not_wait(
    workspace: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typeahead, "_LOST", 900.0)
    monkeypatch.setattr(typeahead, "_PATIENCE", 900.0)
    async with workspace((100, 30)) as work:
        start = work.base.customers.list.cursor
        burst(work, *":consent\r")
        await work.form(fields="purpose")
        burst(work, "\x1b")
        await work.until(lambda: work.screen is work.base)
        burst(work, "j")
        await work.until(lambda: work.base.customers.list.cursor == start + 1)


@pytest.mark.slow
async def test_a_query_and_a_step_come_in_their_order(workspace: Open) -> None:
    async with workspace((100, 30)) as work:
        burst(work, "/", *"华信", "\r", "t")
        form = await work.form()
        await work.shows("华信科技有限公司")
        assert form.plan is not None


async def typed(work: Workspace, name: str, text: str) -> Any:
    """A form in whose field the text arrived."""
    form = await work.form(fields=name)
    await work.until(lambda: form.texts.get(name) == text, f"{name} = {text}")
    return form


async def test_a_query_typed_in_one_go(workspace: Open) -> None:
    async with workspace() as work:
        burst(work, *"/zywl\r")
        await work.until(lambda: work.base.customers.query_text == "zywl")
        await work.until(lambda: work.base.customers.list.has_focus)
        assert not work.base.zoomed
        assert work.screen is work.base


@pytest.mark.slow
@pytest.mark.parametrize("pane", ["", "2", "3"])
async def test_a_query_typed_in_another_pane(workspace: Open, pane: str) -> None:
    async with workspace((80, 24)) as work:
        burst(work, *f"{pane}/zywl")
        await work.until(lambda: work.base.customers.query_text == "zywl")


@pytest.mark.slow
async def test_a_query_typed_in_the_queue_is_its_own(workspace: Open) -> None:
    async with workspace((80, 24)) as work:
        burst(work, *"4/zywl")
        await work.until(lambda: work.base.feedback.line.value == "zywl")
        assert work.base.customers.query_text == ""


@pytest.mark.slow
async def test_words_typed_while_the_form_opens(workspace: Open) -> None:
    async with workspace() as work:
        burst(work, *"t王总说可以,周四 ok")
        await typed(work, "summary", "王总说可以,周四 ok")


@pytest.mark.slow
async def test_a_form_saved_and_the_next_one_opened(workspace: Open) -> None:
    async with workspace() as work:
        customer = work.base.customers.current.id
        burst(work, *"fcall him\x13f then write")
        form = await typed(work, "title", " then write")
        rows = work.services.lists.page(
            work.services.lists.parse("title:call", "follow-ups"), limit=9
        ).rows
        assert ("call him", customer) in {(row.title, row.customer_id) for row in rows}
        assert work.screen is form


@pytest.mark.slow
async def test_commands_and_questions_wait_for_each_other(workspace: Open) -> None:
    async with workspace() as work:
        burst(work, *":touch\rabc")
        await typed(work, "summary", "abc")
        burst(work, *"\x1b3")  # leave, discard
        await work.workspace()
        burst(work, *"?\x1bqn2ll")
        await work.until(lambda: work.base.detail.tab_key == "people")
        assert work.screen is work.base


@pytest.mark.slow
async def test_a_row_opened_by_enter(workspace: Open) -> None:
    async with workspace() as work:
        burst(work, *"3\rdone with it")
        await typed(work, "summary", "done with it")


@pytest.mark.slow
async def test_keys_before_the_first_rows(workspace: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    held = asyncio.Event()
    monkeypatch.setattr(held, "set", lambda: None)  # rows read anew would end the wait
    async with workspace() as work:
        monkeypatch.setattr(work.base.customers, "ready", held)
        burst(work, *"t")
        await work.pilot.pause()
        assert work.screen is work.base
        asyncio.Event.set(held)
        await work.form(fields="summary")


@pytest.mark.slow
async def test_a_held_key_moves_row_by_row(workspace: Open) -> None:
    async with workspace() as work:
        burst(work, *"j" * 20 + "k" * 5)
        await work.until(lambda: work.base.customers.list.cursor == 15)


@pytest.mark.slow
async def test_a_window_that_was_left_takes_keys_again(workspace: Open) -> None:
    async with workspace() as work:
        work.app.post_message(events.AppBlur())
        await work.until(lambda: work.screen.focused is None)
        burst(work, *"jj")
        await work.until(lambda: work.base.customers.list.cursor == 2)
