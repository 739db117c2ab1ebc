"""`verify`: notes that the data of a customer were checked today (11.1, R-DQ)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.i18n import tr

if TYPE_CHECKING:
    from tui.cli.call import Call


def run(call: Call) -> int:
    """All groups of fields, or those that are named."""
    (code,) = call.take("CODE")
    call.finish()
    groups = call.given.get("group", [])
    saved = call.services.records.verify(call.find(code, "customer")[1], groups)
    if call.options.json:
        call.out.data({"code": saved.code, "groups": list(groups)})
    else:
        call.out.line(saved.code)
        call.out.note(tr("Noted as checked today."))
    return 0
