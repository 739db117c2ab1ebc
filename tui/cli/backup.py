"""`backup`: a checked copy of the database under the same key."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tui.i18n import tr

if TYPE_CHECKING:
    from tui.cli.call import Call


def run(call: Call) -> int:
    """Writes the copy and prints where it is."""
    target = Path(call.words.pop(0)).expanduser() if call.words else None
    call.finish()
    if target is None:
        database = call.services.core.database.path
        name = f"{database.stem}-{call.now:%Y%m%d-%H%M%S}{database.suffix}"
        target = database.parent / "backups" / name
    path = call.services.maintenance.backup(target)
    counts = call.services.maintenance.rehearse(path)
    if call.options.json:
        call.out.data({"backup": str(path), "records": counts})
    else:
        call.out.line(str(path))
        customers, changes = counts["customer"], counts["change_set"]
        call.out.note(
            tr(
                "Checked. Customers: {customers}, changes: {changes}. The key is not in it.",
                customers=customers,
                changes=changes,
            )
        )
    return 0
