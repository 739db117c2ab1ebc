"""`gift`: the gift and meal register; a manager's answer; the loyalty fund (9.7, AC-130)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.fields.registry import entity as entity_named
from models.values import BASE_CURRENCY
from tui import explain, labels
from tui.cli.options import UsageError
from tui.cli.values import money_text
from tui.i18n import N_, day, money

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from models.views.dealings import GiftRow
    from tui.cli.call import Call


def run(call: Call) -> int:
    """The first word says what to do; none at all lists the register."""
    name = call.words.pop(0) if call.words else "list"
    known: Mapping[str, Callable[[Call, str], int]] = {
        "list": _list,
        "new": _new,
        "approve": _decide,
        "decline": _decide,
        "fund": _fund,
    }
    if name not in known:
        message = N_("{word} is no word of the gift register. Write one of: {allowed}.")
        raise UsageError(message, word=name, allowed=", ".join(known))
    return known[name](call, name)


def _list(call: Call, _name: str) -> int:
    customer = call.find(call.words.pop(0), "customer")[1] if call.words else None
    call.finish()
    return _show(call, list(call.services.gifts.rows(customer)))


def _new(call: Call, _name: str) -> int:
    texts = call.assignments(entity_named("gift_register"))
    texts.setdefault("date", day(call.today))
    made = call.services.records.create("gift_register", texts, words=call.vocabulary)
    return _show(call, [one for one in call.services.gifts.rows() if one.id == made.id])


def _decide(call: Call, name: str) -> int:
    (code,) = call.take("CODE")
    call.finish()
    gift_id = call.find(code, "gift_register")[1]
    reason = call.value("reason") or ""
    call.services.gifts.decide(gift_id, approve=name == "approve", reason=reason)
    return _show(call, [one for one in call.services.gifts.rows() if one.id == gift_id])


def _fund(call: Call, _name: str) -> int:
    (code,) = call.take("CODE")
    call.finish()
    found = call.services.gifts.fund(call.find(code, "customer")[1])
    minor = int(str(found.value))
    if call.options.json:
        balance = money_text(minor, BASE_CURRENCY)
        call.out.data({"balance": balance, "lines": explain.lines(found, "gift_register")})
    else:
        call.out.line(money(minor))
        for line in explain.lines(found, "gift_register")[1:]:
            call.out.note(line)
    return 0


def _show(call: Call, rows: list[GiftRow]) -> int:
    if call.options.json:
        call.out.data([_data(row) for row in rows])
        return 0
    names = ("date", "customer", "contact", "kind", "direction", "value", "state", "purpose")
    head = ["", *(labels.field_label("gift_register", name) for name in names)]
    call.out.table(
        head,
        [
            [
                f"gifts/{row.id}",
                day(row.date),
                row.customer_name,
                row.contact_name,
                labels.label(row.kind),
                labels.label(row.direction),
                money(row.value, row.currency),
                labels.label(row.state),
                row.purpose,
            ]
            for row in rows
        ],
    )
    return 0


def _data(row: GiftRow) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "customer": row.customer_code,
        "contact": row.contact_name or None,
        "kind": row.kind,
        "direction": row.direction,
        "value": money_text(row.value, row.currency),
        "currency": row.currency,
        "date": row.date,
        "purpose": row.purpose,
        "giver": row.giver_name or None,
        "state": row.state,
        "approver": row.approver_name or None,
        "reason": row.reason or None,
    }
