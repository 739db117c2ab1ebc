"""The difference layer under the whole program: the same screen for fewer bytes."""

from __future__ import annotations

import random
from functools import partial
from typing import Any

import pytest
from textual import events
from textual.geometry import Size

from storage.clock import FixedClock
from storage.locations import Locations
from tests.wires import Wired, wired
from tests.workspaces import Workspace

pytestmark = pytest.mark.slow

# Keys of the workspace and of what opens over it; a walk of its own draws from these.
KEYS = (
    *("j", "k", "down", "up", "pagedown", "pageup", "G", "g", "ctrl+d", "ctrl+u", "J", "K"),
    *("tab", "shift+tab", "1", "2", "3", "4", "z", "h", "l", "left_square_bracket", "w"),
    *("right_square_bracket", "space", "V", "enter", "escape", "question_mark", "x", "L", "t"),
    *("e", "n", "f", "f2", "f5", "ctrl+l", "colon", "slash", "a", "王", "backspace", "u"),
)

_MOVES = ("j", "k", "l", "h", "1", "2", "s", "J", "pagedown", "z")


@pytest.fixture
def wire(demo_home: Locations, clock: FixedClock) -> Wired:
    return partial(wired, demo_home, clock)


async def walk(wire: Wired, seed: int, steps: int, size: tuple[int, int], language: str) -> None:
    chance = random.Random(seed)
    async with wire(size, language) as (work, seen):
        seen.check("at the start")
        done: list[str] = []
        for _ in range(steps):
            done.append(chance.choice(KEYS))
            await work.press(done[-1])
            seen.check(f"seed {seed}, keys {done}")
        assert seen.bytes < seen.plain_bytes / 3


@pytest.mark.parametrize(
    ("size", "language"), [((120, 40), "zh"), pytest.param((80, 24), "en", marks=pytest.mark.slow)]
)
async def test_a_short_walk_shows_what_textual_shows(
    wire: Wired, size: tuple[int, int], language: str
) -> None:
    await walk(wire, 7, 15, size, language)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
@pytest.mark.parametrize("seed", range(4))
async def test_a_long_walk_shows_what_textual_shows(
    wire: Wired, seed: int, size: tuple[int, int], language: str
) -> None:
    await walk(wire, seed, 80, size, language)


@pytest.mark.slow
async def test_another_size_is_drawn_whole(wire: Wired) -> None:
    async with wire((120, 40)) as (work, seen):
        for width, height in ((90, 30), (60, 20), (120, 40)):
            await resized(work, seen, width, height)
            await work.press("j")
            seen.check(f"{width}x{height}")


async def resized(work: Workspace, seen: Any, width: int, height: int) -> None:
    """The terminal takes another size; what stood on it is gone."""
    size = Size(width, height)
    seen.resize((width, height))
    work.app._driver._size = (width, height)
    work.app.post_message(events.Resize(size, size))
    await work.until(lambda: work.app.screen.size == size)


@pytest.mark.slow
async def test_wide_characters_stay_whole_over_the_edges_of_panes(wire: Wired) -> None:
    text = "甲乙丙丁戊己庚辛壬癸" * 4
    async with wire((120, 40), "zh", notices=True) as (work, seen):
        for blanks in ("", " "):
            work.app.notify(blanks + text[: 40 - len(blanks)], markup=False)
            await work.until(lambda: any(text[:39] in row for row in seen.spared.display))
            seen.check("a notice over two panes")
            work.app.clear_notifications()
            await work.until(lambda: not any(text[:5] in row for row in seen.spared.display))
            seen.check("gone again")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("seed", "steps"),
    [(3, 12), *((seed, 60) for seed in range(6))],
)
async def test_a_walk_through_sizes_leaves_no_half_characters(
    wire: Wired, seed: int, steps: int
) -> None:
    chance = random.Random(seed)
    async with wire((120, 40), "zh", notices=True) as (work, seen):
        done: list[Any] = []
        await work.press("s")
        for _ in range(steps):
            if chance.random() < 0.3:
                done.append((chance.randint(60, 130), chance.randint(20, 45)))
                await resized(work, seen, *done[-1])
            elif chance.random() < 0.2:
                done.append("notice")
                work.app.notify("已记录:样品已寄出,请于周四前确认收货。" * 2, markup=False)
                await work.pilot.pause()
            else:
                done.append(chance.choice(_MOVES))
                await work.press(done[-1])
            await work.pilot.pause()
            await seen.check_anew(work, f"seed {seed}, done {done}")


async def test_what_others_wrote_is_drawn_over(wire: Wired) -> None:
    async with wire((80, 24)) as (work, seen):
        work.app._driver.write("\x1b[H\x1b[2Ja message of the system")  # all of it is gone
        await work.press("ctrl+l")
        seen.check("drawn anew")
        assert seen.spared.display[0].startswith(" Fivefold")


async def test_a_return_from_another_program_draws_all(wire: Wired) -> None:
    async with wire((80, 24)) as (work, seen):
        work.app._driver.write("\x1b[?1049l")
        seen.resize((80, 24))
        work.app._driver.write("\x1b[?1049h")
        work.app.refresh(layout=True)
        work.app.screen.refresh()
        await work.pilot.pause()
        seen.check("back again")


async def test_titles_and_clipboard_do_not_cost_a_repaint(wire: Wired) -> None:
    async with wire((80, 24)) as (work, seen):
        work.app.copy_to_clipboard("华信")
        work.app.bell()
        seen.mark()
        await work.press("j")
        await work.until(lambda: seen.bytes, "a change")
        assert seen.bytes < 1500
        seen.check("after them")


async def test_it_can_be_switched_off(wire: Wired) -> None:
    async with wire((80, 24), difference=False) as (work, seen):
        assert work.app.difference is None
        seen.mark()
        await work.press("j")
        await work.until(lambda: seen.bytes, "a change")
        assert seen.bytes > seen.plain_bytes > 0  # Textual's own updates and the frame of each
        seen.check("switched off")
