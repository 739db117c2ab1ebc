"""`audit`: audits by a checklist (requirements 9.7), and of the change journal (11.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storage.errors import StorageFault
from tui.cli.options import UsageError
from tui.cli.output import plain, reason_data
from tui.i18n import N_
from tui.rows.audits import SCORES, audit_board_lines, audit_lines
from tui.rows.trail import trail_data, trail_lines, verified_lines

if TYPE_CHECKING:
    from collections.abc import Iterable

    from models.views.improvement import AuditCard, AuditRow
    from tui.cli.call import Call
    from tui.rows.lines import Line

_WIDTH = 96
_LIMIT = 200


def run(call: Call) -> int:
    """Without a code all audits; with one its checklist, after the scores behind it."""
    if call.words[:1] == ["verify"]:
        call.take("verify")
        call.finish()
        return _verify(call)
    if call.words[:1] == ["log"]:
        call.take("log")
        return _log(call)
    if not call.words:
        board = call.services.audits.board()
        if call.options.json:
            call.out.data([_row(one) for one in board.runs])
        else:
            _print(call, audit_board_lines(board, _WIDTH))
        return 0
    (code,) = call.take("CODE")
    run_id = call.find(code, "audit_run")[1]
    scores = dict(_given(word) for word in call.words)
    call.words = []
    if scores:
        call.services.audits.score(run_id, scores)
    card = call.services.audits.card(run_id)
    if call.options.json:
        call.out.data(_data(card))
    else:
        _print(call, audit_lines(card, _WIDTH))
    return 0


def _log(call: Call) -> int:
    """Who did what, the newest first; as far as the user may see it."""
    limit = call.number("limit", _LIMIT)
    wanted = {name: call.value(name) or "" for name in ("user", "kind", "day", "act")}
    wanted["record"] = call.words.pop(0) if call.words else ""
    call.finish()
    found = call.services.trail.log(wanted, limit)
    if call.options.json:
        call.out.data([trail_data(one) for one in found])
    else:
        _print(call, trail_lines(found, _WIDTH))
    return 0


def _verify(call: Call) -> int:
    """Walks the chain of the journal and the log of identity requests; status 10 where one broke.

    The first broken row is named.
    """
    trail = call.services.trail
    found = trail.verify()
    broken = [trail.broken(one) for one in found.first]
    if call.options.json:
        call.out.data(
            {
                "whole": found.whole,
                "links": found.links,
                "entries": found.entries,
                "erased": found.erased,
                "noted": found.noted,
                "requests": found.requests,
                "broken": found.places,
                "breaks": [reason_data(one) for one in broken],
                "end": None if found.head is None else [found.head.link, found.head.mac],
            }
        )
    else:
        for line in verified_lines(found, broken, _WIDTH):
            call.out.line("".join(text for text, _tone in line.pieces).rstrip())
    return 0 if found.whole else StorageFault.exit_status


def _given(word: str) -> tuple[str, int]:
    item, equals, value = word.partition("=")
    if not equals or value.strip() not in SCORES:
        message = N_("{word} is not understood here. Write ITEM=SCORE, e.g. facilities.access=2.")
        raise UsageError(message, word=word)
    return item.strip(), int(value)


def _print(call: Call, lines: Iterable[Line]) -> None:
    for line in lines:
        call.out.line("".join(text for text, _tone in line.pieces).rstrip())


def _row(row: AuditRow) -> dict[str, Any]:
    return {
        "code": row.code,
        "template": row.template,
        "place": row.place,
        "date": plain(row.date),
        "inspector": row.inspector_name,
        "points": row.points,
        "max_points": row.max_points,
        "result": None if row.result is None else row.result / 10,
        "improvement": row.improvement_code,
    }


def _data(card: AuditCard) -> dict[str, Any]:
    items = {item.key: item.score for one in card.sections for item in one.items}
    return {**_row(card.row), "items": items}
