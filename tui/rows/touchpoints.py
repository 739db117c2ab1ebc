"""Touchpoints as lines: the register in groups, one point, the matrix service x channel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from models.enums import MatrixStatus, TouchTemplate
from models.rules.touchpoints import free_places, process_code
from models.width import cell_width, cut
from tui import i18n
from tui.i18n import NC_, number, tr, trc
from tui.labels import field_label, label, reason_text, short
from tui.rows.layout import Column, Now, Piece, lay_out
from tui.rows.lines import Line, Lines, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from enum import StrEnum

    from models.views.touchpoints import (
        AxisRow,
        CellRow,
        MatrixSheet,
        PointCard,
        PointRow,
        Register,
    )

FREE: Final = "free"  # act of a line that stands for a place nobody defined
NEW: Final = "new"
Word = tuple[str, str]


def worded(text: str | None, chinese: str | None) -> str:
    """A text that is kept in two languages, in the language in force where it has it."""
    wanted = (chinese, text) if i18n.language() == "zh" else (text, chinese)
    return next((one for one in wanted if one), "")


# ── the register ────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Grouping:
    """One way to order the register."""

    words: Word
    keys: Callable[[PointRow], tuple[StrEnum | None, ...]]


GROUPINGS: Final[Mapping[str, Grouping]] = {
    "line": Grouping(NC_("grouping", "by stage and line"), lambda row: (row.stage, row.line)),
    "list": Grouping(NC_("grouping", "by list"), lambda row: (row.template,)),
    "class": Grouping(NC_("grouping", "by class"), lambda row: (row.touch_class,)),
    "kind": Grouping(NC_("grouping", "by kind"), lambda row: (row.touch_kind,)),
    "journey": Grouping(NC_("grouping", "by stage of the customer"), lambda r: (r.journey_stage,)),
    "key": Grouping(NC_("grouping", "key ones without indicator"), lambda row: (row.stage,)),
}


def _marks(row: PointRow, _now: Now) -> str:
    return ("D" if row.key_for_decision else " ") + ("P" if row.key_for_prospect else " ")


def _measured(row: PointRow, _now: Now) -> str:
    if row.indicators:
        return number(row.indicators)
    return "!" if row.is_key and row.active else ""


def _name(row: PointRow, _now: Now) -> str:
    name = worded(row.name, row.name_zh)
    return name if row.active else tr("{name} (not in use)", name=name)


def _tone(row: PointRow, _now: Now) -> str:
    return "" if row.active else "muted"


_COLUMNS: Final[tuple[Column[Any], ...]] = (
    Column("code", lambda: field_label("touchpoint", "code"), lambda r, _n: r.code, 9, rank=5),
    Column("name", lambda: field_label("touchpoint", "name"), _name, 22, _tone, flexible=True),
    Column("key", lambda: trc(*NC_("column", "Key")), _marks, 4, lambda _r, _n: "accent"),
    Column("indicators", lambda: trc(*NC_("column", "Ind.")), _measured, 4, right=True),
    Column(
        "class",
        lambda: field_label("touchpoint", "touch_class"),
        lambda r, _n: short(r.touch_class),
        9,
        rank=2,
    ),
    Column(
        "kind",
        lambda: field_label("touchpoint", "touch_kind"),
        lambda r, _n: short(r.touch_kind),
        9,
        rank=1,
    ),
    Column(
        "actor",
        lambda: trc(*NC_("column", "Person")),
        lambda r, _n: short(r.actor) if r.actor else "",
        16,
        rank=4,
    ),
    Column(
        "element",
        lambda: trc(*NC_("column", "Element")),
        lambda r, _n: short(r.experience_element) if r.experience_element else "",
        12,
        rank=3,
    ),
)


def register_lines(register: Register, grouping: str, now: Now, width: int) -> tuple[Line, ...]:
    """All touchpoints under the headings of a grouping, the counts above them (AC-135)."""
    page = Lines(width)
    _counts(page, register)
    if not register.points:
        page.blank()
        page.add((" " + tr("The register is empty. l loads the shipped list."), ""), act=NEW)
        return page.done()
    layout = lay_out(_COLUMNS, page.width - 1)
    page.blank()
    page.add((" ", ""), *layout.head(), key="columns")
    for heading, rows in _grouped(register, grouping):
        page.heading(f"{heading} ({len(rows)})")
        for row in rows:
            page.add(
                (" ", ""),
                *layout.row(row, now),
                key=row.code,
                version=row.version,
                entity="touchpoint",
                record_id=row.id,
            )
        if grouping == "list" and rows[0].template is not None:
            _free(page, rows[0].template, rows)
    return page.done()


def _counts(page: Lines, register: Register) -> None:
    used = sum(point.active for point in register.points)
    page.add(
        (" " + tr("{n} touchpoints, {used} in use", n=len(register.points), used=used), ""),
        key="count",
    )
    for reason in register.unsteered.explanation.lines:
        tone = "due-amber" if register.unsteered.codes else ""
        for part, text in enumerate(wrapped(reason_text(reason), page.width - 2)):
            page.add((f" {text}", tone), key=f"unsteered {part}", figure="unsteered")
    page.add((" " + tr("D key for the decision · P key for prospects"), "muted"), key="legend")


def _grouped(register: Register, grouping: str) -> Iterable[tuple[str, list[PointRow]]]:
    """Headings with their rows; groups in the order of their enumerations."""
    rows: Sequence[PointRow] = register.points
    if grouping == "key":
        rows = [row for row in rows if row.code in register.unsteered.codes]
    keys = GROUPINGS[grouping].keys
    found: dict[tuple[StrEnum | None, ...], list[PointRow]] = {}
    for row in rows:
        found.setdefault(keys(row), []).append(row)
    for group in sorted(found, key=_place):
        words = [label(one) if one is not None else trc(*_OWN) for one in group]
        yield " · ".join(words), found[group]


_OWN: Final = NC_("grouping", "Own points")


def _place(group: tuple[StrEnum | None, ...]) -> tuple[int, ...]:
    return tuple(99 if one is None else list(type(one)).index(one) for one in group)


def _free(page: Lines, template: TouchTemplate, rows: Sequence[PointRow]) -> None:
    """Places of a list that are for the team to define (D-23, AC-106)."""
    for place in free_places(template, [row.slot or 0 for row in rows]):
        words = tr("{place}  not given, define it here", place=place)
        page.add(
            (f" {words}", "muted"), key=f"free {template} {place}", act=FREE, question=str(place)
        )


# ── one point ───────────────────────────────────────────────────────────────────────────


def card_lines(card: PointCard, width: int) -> tuple[Line, ...]:
    """A touchpoint: its standard message first, for whoever stands there (AC-138)."""
    page = Lines(width)
    row = card.row
    message = worded(row.message, row.message_zh)
    page.heading(field_label("touchpoint", "message"))
    for text in wrapped(message or tr("No standard message yet. e writes it."), page.width - 4):
        page.add((f"   {text}", "strong" if message else "muted"))
    page.field(field_label("touchpoint", "medium"), worded(row.medium, row.medium_zh))
    page.heading(tr("How it is steered"))
    for one in card.indicators:
        words = worded(one.text, one.text_zh)
        text = f"{words}: {one.target}" if one.target else words
        page.add(
            (f"   {text}", ""),
            key=f"indicator {one.id}",
            entity="touch_indicator",
            record_id=one.id,
        )
    if not card.indicators:
        words = tr("key without indicator") if row.is_key else tr("no indicator")
        page.add((f"   {words}", "due-amber" if row.is_key else "muted"), key="no indicator")
    page.heading(tr("What it is"))
    for name, value in _facts(row):
        page.field(field_label("touchpoint", name), value)
    page.field(tr("Processes"), " ".join(card.processes))
    page.field(
        tr("What happened here"),
        tr(
            "{touches} contacts, {cases} cases, {open} of them open",
            touches=card.touches,
            cases=card.cases,
            open=card.open_cases,
        ),
    )
    return page.done()


def _facts(row: PointRow) -> Iterable[tuple[str, str]]:
    for name in (
        "touch_class", "touch_kind", "way", "line", "stage", "journey_stage", "actor",
        "experience_element",
    ):  # fmt: skip
        value = getattr(row, name)
        yield name, label(value) if value is not None else ""
    for name in ("key_for_decision", "key_for_prospect"):
        yield name, i18n.yes_no(True) if getattr(row, name) else ""
    if row.template is not None:
        yield "template", f"{label(row.template)} {row.slot or ''}".rstrip()


# ── the matrix ──────────────────────────────────────────────────────────────────────────

_LEAST_CELL: Final = 9  # cells of a column of the matrix, and of the one of its services
_MOST_CELL: Final = 24
_LEAST_SERVICE: Final = 20
_MOST_SERVICE: Final = 36


@dataclass(frozen=True, slots=True)
class MatrixPage:
    """The matrix as lines, with what each place stands for."""

    lines: tuple[Line, ...]
    places: Mapping[int, str]  # id of a line -> number of its service; "" for the channels


def matrix_page(sheet: MatrixSheet, column: int, width: int) -> MatrixPage:
    """The grid with the counts below; `column` 0 is the service, 1 the first channel."""
    page = Lines(width)
    if not sheet.services or not sheet.channels:
        page.add((" " + tr("n adds services and channels: then the grid stands here."), ""))
        return MatrixPage(page.done(), {})
    cells = {(one.service_no, one.channel_letter): one for one in sheet.cells}
    places: dict[int, str] = {}
    grid = _grid(sheet, column, page.width)
    head = [(_axis(one), "muted") for one in grid.channels]
    _grid_line(page, [("", ""), *head], grid, "channels")
    places[page.made[-1].id] = ""
    for service in sheet.services:
        row = [_cell(service, one, cells) for one in grid.channels]
        _grid_line(page, [(_axis(service), ""), *row], grid, f"service {service.key}")
        places[page.made[-1].id] = service.key
    if len(grid.channels) < len(sheet.channels):
        words = tr(
            "{shown} of {count} channels", shown=len(grid.channels), count=len(sheet.channels)
        )
        page.add((f" {words}", "muted"), key="more channels")
    page.blank()
    for place, reason in enumerate(sheet.counts.explanation.lines):
        for part, text in enumerate(wrapped(reason_text(reason), page.width - 2)):
            tone = "due-amber" if sheet.counts.blind and place else ""
            page.add((f" {text}", tone), key=f"count {place} {part}", figure="blind_spots")
    words = tr("A108 a process · ! blind spot · - not applicable")
    page.add((f" {words}", "muted"), key="legend")
    return MatrixPage(page.done(), places)


@dataclass(frozen=True, slots=True)
class _Grid:
    """The channels in view with their widths, and which place of a row the cursor is on."""

    channels: Sequence[AxisRow]
    service_width: int
    width: int
    selected: int


def _grid(sheet: MatrixSheet, column: int, width: int) -> _Grid:
    """As many channels as fit, the chosen one among them."""
    channels = sheet.channels
    room = max(1, (width - _LEAST_SERVICE - 1) // (_LEAST_CELL + 1))
    first = max(0, min(column - room, len(channels) - room))
    shown = channels[first : first + room]
    wanted = max(cell_width(_axis(one)) for one in sheet.services) + 1
    left = width - len(shown) * (_LEAST_CELL + 1) - 2
    service = max(_LEAST_SERVICE, min(wanted, left, _MOST_SERVICE))
    size = max(_LEAST_CELL, min(_MOST_CELL, (width - service - 2) // len(shown) - 1))
    return _Grid(shown, service, size, column - first if column else 0)


def _axis(row: AxisRow) -> str:
    return f"{row.key} {worded(row.name, row.name_zh)}"


def _cell(service: AxisRow, channel: AxisRow, cells: Mapping[tuple[str, str], CellRow]) -> Piece:
    found = cells.get((service.key, channel.key))
    if found is None or found.status is MatrixStatus.GAP:
        return f"! {process_code(service.key, channel.key)}", "due-amber"
    if found.status is MatrixStatus.NA:
        return "-", "muted"
    return f"{found.process_code} {found.owner_name or ''}".rstrip(), ""


def _grid_line(page: Lines, cells: Sequence[Piece], grid: _Grid, key: str) -> None:
    """A row of the grid; `pointed` puts brackets around the place under the cursor."""
    pieces = []
    for place, (text, tone) in enumerate(cells):
        room = grid.width if place else grid.service_width
        pieces += [(" ", ""), (cut(text, room, pad=True), tone)]
    page.add(*pieces, (" ", ""), key=key, question=str(grid.selected))


def pointed(line: Line) -> list[Piece]:
    """The pieces of a row of the grid with brackets around the chosen place."""
    pieces = list(line.pieces)
    place = 2 * int(line.question) + 1
    if place >= len(pieces):
        return pieces
    text, tone = pieces[place]
    bare = text.rstrip()
    pieces[place - 1] = ("[", "")
    tail = cell_width(text) - cell_width(bare)
    if tail:
        pieces[place] = (f"{bare}]{' ' * (tail - 1)}", tone)
    elif place + 1 < len(pieces):
        pieces[place + 1] = ("]", "")
    return pieces


def process_lines(cell: CellRow, sheet: MatrixSheet, width: int) -> tuple[Line, ...]:
    """One process: what it is, who owns it, its standard (AC-139)."""
    page = Lines(width)
    service = next((one for one in sheet.services if one.key == cell.service_no), None)
    channel = next((one for one in sheet.channels if one.key == cell.channel_letter), None)
    for axis, name in ((service, "service_no"), (channel, "channel_letter")):
        if axis is not None:
            page.field(field_label("touch_matrix_cell", name), _axis(axis))
    page.field(field_label("touch_matrix_cell", "status"), label(cell.status))
    page.field(field_label("touch_matrix_cell", "owner"), cell.owner_name or "")
    page.field(field_label("touch_matrix_cell", "touchpoint"), cell.touchpoint_code or "")
    for name in ("process", "standard"):
        text = getattr(cell, name)
        page.heading(field_label("touch_matrix_cell", name))
        for part in wrapped(text or tr("Nothing yet. e writes it."), page.width - 4, limit=60):
            page.add((f"   {part}", "" if text else "muted"))
    return page.done()
