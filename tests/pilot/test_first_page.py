"""What is drawn ahead of the toolkit stands where the list will stand, and says the same."""

from __future__ import annotations

import asyncio

import pytest

from models.width import cell_width
from tests.workspaces import Open
from tui import first_page
from tui.config import Config

# The lowest list comes last: one that was scrolled to its cursor stays where it is.
SIZES = [(60, 20), (79, 24), (80, 24), (100, 30), (119, 33), (120, 40), (173, 51), (120, 24)]


def cells(line: str, start: int, width: int) -> str:
    """The part of a line between two columns."""
    found, column = "", 0
    for sign in line:
        if start <= column < start + width:
            found += sign
        column += cell_width(sign)
    return found


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_it_stands_where_the_list_stands_and_says_the_same(
    workspace: Open, language: str
) -> None:
    async with workspace((120, 40), language) as work:
        await work.press("down", "down")
        customers = work.base.customers
        work.base.keep_place()
        for size in SIZES:
            await work.pilot.resize_terminal(*size)
            await work.pilot.pause()
            page = await asyncio.to_thread(first_page.read, work.services, size)
            assert page is not None
            assert page.place["customer"] == customers.current.id
            region = customers.list.region
            assert first_page.area(size, 1) == (region.x, region.y, region.width, region.height)
            ahead = first_page.lines(page, work.services, Config(), size, ascii=False)
            shown = work.lines()
            assert len(ahead) > 1
            for x, y, text in ahead:
                assert cells(shown[y], x, region.width).rstrip() == text.rstrip(), (size, y)
            page.feed.close()


async def test_it_is_not_drawn_where_the_list_is_out_of_view(workspace: Open) -> None:
    async with workspace((120, 40)) as work:
        for size in SIZES:
            await work.pilot.resize_terminal(*size)
            for pane in (1, 2, 3, 4):
                work.base.go_to(pane)
                await work.pilot.pause()
                rows = work.base.customers.list
                in_view = rows.is_on_screen and bool(rows.region)
                assert (first_page.area(size, pane) is not None) == in_view, (size, pane)
