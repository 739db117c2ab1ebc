"""`touchpoints` and `matrix`: the register, one point, the processes and blind spots."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui.cli.options import UsageError
from tui.i18n import N_, ntr
from tui.rows.layout import Now
from tui.rows.touchpoints import (
    GROUPINGS,
    card_lines,
    matrix_page,
    process_lines,
    register_lines,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from models.views.touchpoints import CellRow, PointRow
    from tui.cli.call import Call
    from tui.rows.lines import Line

_WIDTH = 100


def run(call: Call) -> int:
    """The verb decides: the register, or the matrix."""
    return _matrix(call) if call.verb.name == "matrix" else _register(call)


# ── the register ────────────────────────────────────────────────────────────────────────


def _register(call: Call) -> int:
    touchpoints = call.services.touchpoints
    if call.switch("load"):
        call.finish()
        count = touchpoints.load()
        if call.options.json:
            call.out.data({"loaded": count})
        else:
            call.out.line(ntr("{n} touchpoint loaded", "{n} touchpoints loaded", count))
        return 0
    if call.words:
        return _point(call)
    grouping = call.value("by") or "line"
    if grouping not in GROUPINGS:
        message = N_("There is no grouping {value}. Groupings: {allowed}.")
        raise UsageError(message, value=grouping, allowed=", ".join(GROUPINGS))
    register = touchpoints.register()
    if call.options.json:
        call.out.data([_row(one) for one in register.points])
    else:
        _print(call, register_lines(register, grouping, Now(call.today, call.now), _WIDTH))
    return 0


def _point(call: Call) -> int:
    (code,) = call.take("CODE")
    call.finish()
    card = call.services.touchpoints.card(call.find(code, "touchpoint")[1])
    if not call.options.json:
        _print(call, card_lines(card, _WIDTH))
        return 0
    indicators = [
        {"text": one.text, "text_zh": one.text_zh, "target": one.target} for one in card.indicators
    ]
    call.out.data(
        {
            **_row(card.row),
            "indicators": indicators,
            "processes": list(card.processes),
            "touches": card.touches,
            "cases": card.cases,
            "open_cases": card.open_cases,
        }
    )
    return 0


_FIELDS = (
    "code", "name", "name_zh", "touch_class", "touch_kind", "way", "line", "stage",
    "journey_stage", "actor", "experience_element", "key_for_decision", "key_for_prospect",
    "message", "message_zh", "medium", "medium_zh", "template", "slot", "active", "indicators",
)  # fmt: skip


def _row(row: PointRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _FIELDS}


# ── the matrix ──────────────────────────────────────────────────────────────────────────


def _matrix(call: Call) -> int:
    touchpoints = call.services.touchpoints
    sheet = touchpoints.matrix()
    if call.words:
        (code,) = call.take("PROCESS")
        call.finish()
        cell = touchpoints.process(code)
        if call.options.json:
            call.out.data(_cell(cell))
        else:
            _print(call, process_lines(cell, sheet, _WIDTH))
        return 0
    if not call.options.json:
        _print(call, matrix_page(sheet, 0, _WIDTH).lines)
        return 0
    counts = sheet.counts
    call.out.data(
        {
            "services": {one.key: one.name for one in sheet.services},
            "channels": {one.key: one.name for one in sheet.channels},
            "processes": [_cell(one) for one in sheet.cells],
            "places": counts.places,
            "defined": counts.defined,
            "not_applicable": counts.not_applicable,
            "blind_spots": list(counts.blind),
        }
    )
    return 0


def _cell(cell: CellRow) -> dict[str, Any]:
    return {
        "process_code": cell.process_code,
        "service_no": cell.service_no,
        "channel_letter": cell.channel_letter,
        "status": cell.status,
        "owner": cell.owner_name,
        "process": cell.process,
        "standard": cell.standard,
        "touchpoint": cell.touchpoint_code,
    }


def _print(call: Call, lines: Iterable[Line]) -> None:
    for line in lines:
        call.out.line("".join(text for text, _tone in line.pieces).rstrip())
