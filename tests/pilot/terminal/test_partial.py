"""Rendering the changed lines alone gives what the toolkit would have drawn there."""

from __future__ import annotations

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tests.workspaces import Open, Workspace
from tui.terminal import partial


def same(work: Workspace, crop: Region, rows: set[int]) -> None:
    compositor = work.screen._compositor
    ours = partial.render_chops(compositor, crop, rows.__contains__)
    theirs = partial.plainly(compositor, crop, rows.__contains__)
    for row in rows:
        mine, wanted = (
            Strip.join(piece for piece in chops[row].values() if piece is not None).simplify()
            for chops in (ours, theirs)
        )
        assert (mine.text, list(mine)) == (wanted.text, list(wanted))


async def test_some_lines_are_as_the_toolkit_draws_them(workspace: Open) -> None:
    async with workspace() as work:
        await work.shows("中远物流集团")
        width, height = work.screen.size
        for keys in ((), ("z",), ("z", "colon")):
            await work.press(*keys)
            for row in range(0, height, 3):
                same(work, Region(0, row, width, 2), {row, min(row + 1, height - 1)})
            same(work, Region(5, 4, 20, 9), {4, 12})
            same(work, Region(0, 0, width, height), set(range(height)))


async def test_two_lines_of_a_list_need_the_list_and_its_frame_alone(workspace: Open) -> None:
    async with workspace() as work:
        rows = work.base.customers.list
        await work.until(lambda: rows.count and work.screen.focused is rows)
        await work.press("z")
        await work.until(lambda: not work.base.detail.display)
        asked: list[tuple[str, int]] = []
        compositor = work.screen._compositor

        def watch(widget: Widget) -> None:
            plainly = widget.render_lines

            def render_lines(crop: Region) -> list[Strip]:
                asked.append((widget.id or "", crop.height))
                return plainly(crop)

            widget.render_lines = render_lines  # type: ignore[method-assign]

        for widget in compositor.visible_widgets:
            watch(widget)
        line = rows.region.y + 5
        crop = Region(0, line, work.screen.size.width, 2)
        partial.render_chops(compositor, crop, {line, line + 1}.__contains__)
        assert asked == [("customer-list", 2), ("customers", 2)]
