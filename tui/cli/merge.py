"""`merge`: makes one customer of two, field by field (requirements 9.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.fields.registry import entity
from models.values import BASE_CURRENCY
from tui.cli.options import UsageError
from tui.cli.values import field_data, field_text
from tui.i18n import N_, listed, tr
from tui.labels import entity_label, field_label

if TYPE_CHECKING:
    from models.views.duplicates import FieldChoice, MergePlan
    from tui.cli.call import Call

_SPEC = entity("customer")
_SIDES = {"winner": False, "loser": True}


def run(call: Call) -> int:
    """Merges, or with --dry-run tells what it would do."""
    first, second = call.take("WINNER", "LOSER")
    call.finish()
    winner, loser = (call.find(code, "customer")[1] for code in (first, second))
    chosen = _chosen(call)
    dry = call.switch("dry-run")
    duplicates = call.services.duplicates
    plan = (duplicates.preview if dry else duplicates.merge)(winner, loser, chosen)
    if call.options.json:
        call.out.data(_data(plan, dry=dry))
    else:
        _tell(call, plan, dry=dry)
    return 0


def _chosen(call: Call) -> dict[str, bool]:
    found = {}
    for text in call.given.get("field", ()):
        ((name, side),) = call.assignments(_SPEC, [text]).items()
        if side not in _SIDES:
            message = N_("--field: {value} is neither winner nor loser. Write e.g. city=loser.")
            raise UsageError(message, value=side)
        found[name] = _SIDES[side]
    return found


def _tell(call: Call, plan: MergePlan, *, dry: bool) -> None:
    call.out.line(plan.winner.code)
    pairs = [(field_label("customer", one.name), _both(one)) for one in plan.fields]
    pairs += [(tr("moved"), f"{count} {entity_label(kind, count)}") for kind, count in plan.moved]
    pairs += [
        (tr("left behind"), f"{count} {entity_label(kind, count)}") for kind, count in plan.left
    ]
    if plan.people:
        pairs.append((tr("on both sides"), listed(list(plan.people))))
    call.out.pairs(pairs)
    if dry:
        call.out.note(tr("A trial run: nothing was saved."))
    else:
        told = {"old": plan.loser.code, "code": plan.winner.code}
        call.out.note(tr("{old} finds {code} now. fivefold undo parts them for 30 days.", **told))


def _both(one: FieldChoice) -> str:
    """The value that stands, and in brackets the other one."""
    field = _SPEC.field(one.name)
    assert field is not None
    winner, loser = (field_text(field, value) or "-" for value in (one.winner, one.loser))
    stands, other = (loser, winner) if one.take_loser else (winner, loser)
    return f"{stands}  ({other})"


def _data(plan: MergePlan, *, dry: bool) -> dict[str, Any]:
    return {
        "winner": plan.winner.code,
        "loser": plan.loser.code,
        "fields": {one.name: _field(one) for one in plan.fields},
        "moved": dict(plan.moved),
        "left": dict(plan.left),
        "people": list(plan.people),
        "dry_run": dry,
    }


def _field(one: FieldChoice) -> dict[str, Any]:
    field = _SPEC.field(one.name)
    assert field is not None
    winner, loser = (field_data(field, value, BASE_CURRENCY) for value in (one.winner, one.loser))
    return {"winner": winner, "loser": loser, "taken": "loser" if one.take_loser else "winner"}
