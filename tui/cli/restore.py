"""`restore`: a backup in the place of the database; what stood there is kept beside it."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from storage.errors import Refused, StorageFault
from tui.cli.options import UsageError
from tui.cli.passphrase import asker
from tui.i18n import N_, tr

if TYPE_CHECKING:
    from tui.cli.call import Call


def run(call: Call) -> int:
    """Asks first, unless --yes says so; works where the database cannot be opened."""
    from storage.services import restore_database

    (name,) = call.take("FILE")
    rehearse = call.switch("rehearse")
    call.finish()
    if call.options.readonly:
        raise Refused("refused.readonly")
    if call.options.demo:
        raise UsageError(N_("The demo is not restored: fivefold demo --reset makes it anew."))
    backup = Path(name).expanduser()
    if not backup.exists():
        raise StorageFault("fault.missing", path=str(backup))
    if rehearse:
        return _rehearse(call, backup)
    if not call.switch("yes") and not _agreed(call, backup):
        call.out.note(tr("Nothing was changed."))
        return 0
    moment = f"{datetime.now(UTC):%Y%m%d-%H%M%S}"
    kept = restore_database(call.places, backup, moment, asker())
    database = str(call.places.database)
    if call.options.json:
        call.out.data({"database": database, "kept": str(kept) if kept else None})
    else:
        call.out.line(database)
        if kept is not None:
            call.out.note(tr("The database before is kept at {path}.", path=str(kept)))
    return 0


def _rehearse(call: Call, backup: Path) -> int:
    """Tries the restore on a copy; status 10 where it would not bring this database back."""
    from storage.services import keys

    key, _present = keys.key_for(call.places, backup, asker())
    drill = call.services.maintenance.drill(backup, key)
    well = drill.whole and drill.belongs
    if call.options.json:
        call.out.data({"well": well, **asdict(drill)})
        return 0 if well else StorageFault.exit_status
    customers, changes = drill.counts["customer"], drill.counts["change_set"]
    call.out.line(
        tr(
            "It opens. Customers: {customers}, changes: {changes}, links of the audit chain: "
            "{links}, {behind} written since.",
            customers=customers,
            changes=changes,
            links=drill.links,
            behind=drill.behind,
        )
    )
    if not drill.whole:
        call.out.line(tr("Its audit chain is broken: use an older backup."))
    if not drill.belongs:
        call.out.line(tr("Its audit chain does not lead to this database: it is of another one."))
    return 0 if well else StorageFault.exit_status


def _agreed(call: Call, backup: Path) -> bool:
    """Asks on a terminal; elsewhere --yes is needed."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError(N_("Restoring replaces the database. Add --yes if that is wanted."))
    call.out.note(
        tr(
            "{backup} takes the place of {database}; the file there now is kept beside it.",
            backup=str(backup),
            database=str(call.places.database),
        )
    )
    sys.stderr.write(tr("Restore? [y/N] "))
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes", "j", "是", "好")
