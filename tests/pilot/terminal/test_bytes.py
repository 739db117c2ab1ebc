"""What each key costs on the wire, beside what vim sends for the same text.

The figures of vim are those of version 9.0 with `-u NONE`, `cursorline nowrap ruler
laststatus=2 termguicolors`, TERM=xterm-256color, on the lines of the customer list as they
stand on the screen: measured through a pseudo-terminal, key by key.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from storage.clock import FixedClock
from storage.locations import Locations
from tests.wires import Wire, Wired, wired
from tests.workspaces import Workspace

pytestmark = pytest.mark.slow  # counted in many runs of the whole program

VIM_DOWN = 340  # one line down within the view, 120 columns
VIM_SCROLL = 375  # one line down at the lower edge, 120 columns
VIM_PAGE = 1972  # a view of 14 lines down, 120 columns
FORM = 15_000
TYPED = 150


@pytest.fixture(autouse=True)
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal with all colours, as vim's was."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.delenv("STY", raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.fixture(params=["en", "zh"])
def wire(demo_home: Locations, clock: FixedClock, request: pytest.FixtureRequest) -> Wired:
    return partial(wired, demo_home, clock, language=request.param)


async def cost(work: Workspace, seen: Wire, *keys: str) -> int:
    """Bytes for keys, with all that follows from them."""
    seen.mark()
    await work.press(*keys)
    await settled(work)
    spent = seen.bytes
    await seen.check_anew(work, str(keys))
    return spent


async def settled(work: Workspace) -> None:
    """The detail pane shows the customer under the cursor; nothing is on its way."""
    base: Any = work.base
    await work.until(lambda: base.detail.customer_id == base.customers.current.id, "the detail")
    await work.pilot.pause()


async def alone(work: Workspace) -> Any:
    """The list fills the screen, as a text fills vim's."""
    await work.press("z")
    rows: Any = work.base.customers.list
    await work.until(lambda: rows.size.width > 100)
    await settled(work)
    return rows


async def test_a_step_within_the_view(wire: Wired) -> None:
    async with wire(size=(120, 40)) as (work, seen):
        await alone(work)
        for _ in range(5):
            assert await cost(work, seen, "j") <= VIM_DOWN * 1.5


async def test_a_step_that_scrolls(wire: Wired) -> None:
    async with wire(size=(120, 20)) as (work, seen):
        rows = await alone(work)
        await work.press(*["j"] * (rows.view_height - 1))
        await settled(work)
        for key in "jjjj":
            top = rows.top
            assert await cost(work, seen, key) <= VIM_SCROLL * 1.5
            assert rows.top == top + 1
        await work.press("g", "g", "j")
        rows._scroll(1)
        await settled(work)
        assert await cost(work, seen, "k") <= VIM_SCROLL * 1.5
        assert rows.top == 0


async def test_a_page(wire: Wired) -> None:
    async with wire(size=(120, 20)) as (work, seen):
        rows = await alone(work)
        assert rows.view_height == 14
        for key in ("pagedown", "pagedown", "pageup"):
            assert await cost(work, seen, key) <= VIM_PAGE * 1.6


async def test_a_character_in_the_query(wire: Wired) -> None:
    async with wire(size=(120, 40)) as (work, seen):
        rows = work.base.customers.list
        await work.press("slash", *"huaxin")
        await work.until(lambda: rows.count == 1)
        await settled(work)
        assert await cost(work, seen, "k") <= TYPED  # the one row stays


async def test_a_character_that_changes_the_list(wire: Wired) -> None:
    """What it costs more is what stands in the rows that are others now."""
    async with wire(size=(120, 40)) as (work, seen):
        await work.press("slash")
        await settled(work)
        before = work.lines()
        sent = await cost(work, seen, "h")
        changed = [new for old, new in zip(before, work.lines(), strict=True) if old != new]
        assert sent <= TYPED + sum(len(line.encode()) for line in changed)


async def test_a_form_opens_and_is_typed_in(wire: Wired) -> None:
    async with wire(size=(80, 24)) as (work, seen):
        seen.mark()
        await work.press("t")
        await work.form()
        await work.pilot.pause()
        assert seen.bytes <= FORM
        for key in ("a", "王", "b"):
            seen.mark()
            await work.press(key)
            await work.until(lambda: seen.bytes, "the typed character")
            await work.pilot.pause()
            assert seen.bytes <= TYPED


async def test_idle_sends_nothing(wire: Wired) -> None:
    """The minute's look at the duties, the feed, a focus that comes again: not one byte."""
    async with wire(size=(120, 40)) as (work, seen):
        base: Any = work.base
        await settled(work)
        for _ in range(10):  # what a start sets off is shown once it is done, sooner or later
            seen.mark()
            for _ in range(3):
                base._read_duties()
                base.bridge.poll_soon()
                await work.until(lambda: not _busy(work))
            if not seen.updates:
                break
        assert (seen.bytes, seen.updates) == (0, 0)


async def test_an_open_form_at_rest_sends_nothing(wire: Wired) -> None:
    async with wire(size=(80, 24)) as (work, seen):
        await work.press("t")
        await work.form()
        await work.until(lambda: not _busy(work))
        seen.mark()
        await work.pilot.pause(0.6)  # a cursor that blinks would have turned
        assert (seen.bytes, seen.updates) == (0, 0)


def _busy(work: Workspace) -> list[str]:
    """Work that is under way, but for the watch that never ends."""
    return [one.group for one in work.app.workers if one.group != "feed" and not one.is_finished]


async def test_a_slow_line_turns_by_half_a_view(demo_home: Locations, clock: FixedClock) -> None:
    async with wired(demo_home, clock, (80, 24), ssh=True) as (work, seen):
        rows = work.base.customers.list
        await work.press(*["j"] * rows.view_height)
        await settled(work)
        assert rows.top > 1
        top = rows.top
        await cost(work, seen, "j")
        assert rows.top == top
