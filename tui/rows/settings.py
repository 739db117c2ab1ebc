"""The figures of the rules as lines: value, default, bounds, where each comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.figures import Unit
from models.width import cut
from tui.i18n import NP_, ntrc, number, tr
from tui.labels import label, setting_group, setting_label
from tui.rows.lines import Line, Lines, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.figures import Figure
    from storage.services.policies import FigureNow

_VALUE, _RANGE = 12, 22  # cells
_WIDE = 78
_COUNTED = {
    Unit.DAYS: NP_("unit", "{n} day", "{n} days"),
    Unit.HOURS: NP_("unit", "{n} hour", "{n} hours"),
    Unit.MONTHS: NP_("unit", "{n} month", "{n} months"),
    Unit.POINTS: NP_("unit", "{n} point", "{n} points"),
}


def settings_lines(figures: Sequence[FigureNow], width: int) -> tuple[Line, ...]:
    """Under a heading for each group; `question` of a line is the key of its figure."""
    page = Lines(width)
    said = tr("A changed figure stands in bold, with the default beside it.")
    for place, part in enumerate(wrapped(said, page.width - 2)):
        page.add((f" {part}", "muted"), key=f"head {place}")
    group = ""
    for one in figures:
        name = one.figure.key.partition(".")[0]
        if name != group:
            group = name
            page.heading(setting_group(name))
        _line(page, one)
    return page.done()


def _line(page: Lines, now: FigureNow) -> None:
    figure = now.figure
    is_wide = page.width >= _WIDE
    room = page.width - _VALUE - (_RANGE if is_wide else 0) - 2
    tone = "" if now.value == figure.default else "strong"
    said = value_text(figure, now.value)
    pieces = [
        (" " + cut(setting_label(figure.key), room, pad=True), tone),
        (cut(said, _VALUE, pad=True), tone),
    ]
    if is_wide:
        pieces.append((cut(_beside(now), _RANGE), "muted"))
    page.add(*pieces, key=figure.key, question=figure.key)


def _beside(now: FigureNow) -> str:
    if now.value != now.figure.default:
        return tr("default {value}", value=value_text(now.figure, now.figure.default))
    return range_text(now.figure)


def value_text(figure: Figure, value: int) -> str:
    """A value of a figure with its unit."""
    if figure.unit is Unit.SWITCH:
        return tr("on") if value else tr("off")
    if figure.unit in (Unit.COUNT, Unit.AMOUNT):
        return number(value)
    if figure.unit is Unit.PERCENT:
        return f"{value}%"
    counted = _COUNTED.get(figure.unit)
    if counted is None:
        return f"{number(value)} {label(figure.unit)}"
    return ntrc(*counted, value)


def range_text(figure: Figure) -> str:
    """From where to where a figure may go."""
    if figure.unit is Unit.SWITCH:
        return ""
    return tr("{low} to {high}", low=number(figure.minimum), high=number(figure.maximum))
