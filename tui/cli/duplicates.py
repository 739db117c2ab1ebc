"""`duplicates`: customers that may be one, and which of them are two (requirements 11.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.enums import PairVerdict
from tui.cli.output import reason_data, sentence
from tui.cli.progress import Narrator
from tui.i18n import listed, ntr, tr
from tui.labels import entity_label, field_label

if TYPE_CHECKING:
    from models.views.duplicates import Pair, PairSide
    from tui.cli.call import Call

_SHOWN = 100
_LEAST = 60


def run(call: Call) -> int:
    """Looks through the whole book; with a word first, says what a pair is."""
    if call.words:
        return _settle(call)
    least, limit = call.number("min", _LEAST), call.number("limit", _SHOWN)
    with Narrator(call.out) as progress:
        found = [one for one in call.services.duplicates.scan(progress) if one.score >= least]
    if call.options.json:
        call.out.data({"found": len(found), "pairs": [_data(one) for one in found[:limit]]})
        return 0
    head = [field_label("duplicate_pair", "score"), entity_label("customer"), "", ""]
    head += [entity_label("customer"), "", "", tr("the same")]
    call.out.table(head, [_cells(one) for one in found[:limit]])
    call.out.note(ntr("{n} pair", "{n} pairs", len(found)))
    return 0


def _settle(call: Call) -> int:
    name = call.words[0]
    verdict = {"keep": PairVerdict.KEPT, "never": PairVerdict.NEVER}.get(name)
    if verdict is None:
        raise call.misused()
    _name, first, second = call.take(name, "CODE", "CODE")
    reason = " ".join(call.words)
    call.words = []
    ids = [call.find(code, "customer")[1] for code in (first, second)]
    call.services.duplicates.settle(ids[0], ids[1], verdict, reason)
    if call.options.json:
        call.out.data({"first": first, "second": second, "verdict": verdict.value})
    else:
        call.out.note(tr("fivefold undo takes it back."))
    return 0


def _cells(pair: Pair) -> list[str]:
    sides = [text for side in (pair.first, pair.second) for text in _side(side)]
    fields = listed([field_label("customer", name) for name in pair.fields])
    return [str(pair.score), *sides, fields]


def _side(side: PairSide) -> tuple[str, str, str]:
    return side.code, side.name, side.city


def _data(pair: Pair) -> dict[str, Any]:
    return {
        "score": pair.score,
        "first": pair.first.code,
        "first_name": pair.first.name,
        "second": pair.second.code,
        "second_name": pair.second.name,
        "fields": list(pair.fields),
        "reasons": [
            {**reason_data(one), "text": sentence(one, "customer")} for one in pair.reasons
        ],
    }
