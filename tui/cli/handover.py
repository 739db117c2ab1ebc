"""`handover`: customers on their way to another owner, ticked off, taken over (9.6, AC-118)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.enums import HandoverItem
from tui import labels
from tui.cli.options import UsageError
from tui.i18n import N_, tr

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from models.views.dealings import HandoverRow
    from tui.cli.call import Call


def run(call: Call) -> int:
    """The first word says what to do; none at all lists what is on its way."""
    name = call.words.pop(0) if call.words else "list"
    known: Mapping[str, Callable[[Call], int]] = {
        "list": _list,
        "begin": _begin,
        "tick": _tick,
        "untick": _tick,
        "accept": _accept,
        "withdraw": _withdraw,
        "known": _known,
    }
    if name not in known:
        message = N_("{word} is no step of a handover. Write one of: {allowed}.")
        raise UsageError(message, word=name, allowed=", ".join(known))
    call.words.insert(0, name)
    return known[name](call)


def _list(call: Call) -> int:
    del call.words[0]
    call.finish()
    return _show(call, call.services.handovers.all())


def _begin(call: Call) -> int:
    _name, giver, receiver = call.take("begin", "FROM", "TO")
    ids = [call.find(code, "customer")[1] for code in call.words]
    call.words = []
    count = call.services.handovers.begin(giver, receiver, ids or None)
    if call.options.json:
        call.out.data({"begun": count})
    else:
        call.out.line(str(count))
        call.out.note(tr("fivefold undo takes it back."))
    return 0


def _tick(call: Call) -> int:
    name, code, item = call.take("tick", "CODE", "ITEM")
    call.finish()
    wanted = item.strip().upper().replace("-", "_")
    names = call.vocabulary.get("HandoverItem", {})
    constant = wanted if wanted in HandoverItem.__members__ else names.get(item.strip().lower())
    if constant is None:
        message = N_("{value} is not one of the choices: {allowed}.")
        raise UsageError(message, value=item, allowed=", ".join(HandoverItem.__members__))
    handover = _of(call, code)
    call.services.handovers.tick(handover, HandoverItem(constant), name == "tick")
    return _show(call, [call.services.handovers.one(handover)])


def _accept(call: Call) -> int:
    _name, code = call.take("accept", "CODE")
    call.finish()
    handover = _of(call, code)
    call.services.handovers.accept(handover, call.value("reason") or "")
    return _show(call, [call.services.handovers.one(handover)])


def _withdraw(call: Call) -> int:
    _name, code = call.take("withdraw", "CODE")
    call.finish()
    handover = _of(call, code)
    call.services.handovers.withdraw(handover, call.value("reason") or "")
    return _show(call, [call.services.handovers.one(handover)])


def _known(call: Call) -> int:
    """Customers whose only touched user is one person."""
    del call.words[0]
    login = call.words.pop(0) if call.words else ""
    call.finish()
    rows = call.services.handovers.known_by_one(login)
    if call.options.json:
        call.out.data(
            [
                {
                    "customer": row.code,
                    "name": row.name,
                    "user": row.user_name,
                    "touches": row.touches,
                    "last_at": row.last_at,
                }
                for row in rows
            ]
        )
        return 0
    head = [
        labels.entity_label("customer"),
        labels.field_label("customer", "name"),
        labels.field_label("interaction", "user"),
        labels.entity_label("interaction", 2),
    ]
    call.out.table(head, [[row.code, row.name, row.user_name, str(row.touches)] for row in rows])
    return 0


def _of(call: Call, code: str) -> int:
    entity, record_id = call.find(code, "customer", "handover")
    if entity == "handover":
        return record_id
    return call.services.handovers.of_customer(record_id)


def _show(call: Call, rows: Sequence[HandoverRow]) -> int:
    if call.options.json:
        call.out.data([_data(row) for row in rows])
        return 0
    head = [
        labels.entity_label("customer"),
        labels.field_label("customer", "name"),
        labels.field_label("handover", "from_user"),
        labels.field_label("handover", "to_user"),
        labels.field_label("handover", "state"),
        tr("to be ticked"),
    ]
    call.out.table(
        head,
        [
            [
                row.customer_code,
                f"{'! ' if row.known_only else ''}{row.customer_name}",
                row.from_name,
                row.to_name,
                labels.label(row.state),
                ", ".join(labels.short(one) for one in row.missing) or "-",
            ]
            for row in rows
        ],
    )
    return 0


def _data(row: HandoverRow) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "customer": row.customer_code,
        "name": row.customer_name,
        "from_user": row.from_name,
        "to_user": row.to_name,
        "state": row.state,
        "begun_on": row.begun_on,
        "accepted_at": row.accepted_at,
        "checklist": {item.value: item in row.ticked for item in row.counts},
        "counts": {item.value: count for item, count in row.counts.items()},
        "missing": list(row.missing),
        "known_only": row.known_only,
        "reason": row.reason or None,
    }
