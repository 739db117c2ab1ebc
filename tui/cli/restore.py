"""`restore`: a backup in the place of the database; what stood there is kept beside it."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from storage.errors import Refused, StorageFault
from tui.cli.options import UsageError
from tui.i18n import N_, tr

if TYPE_CHECKING:
    from tui.cli.call import Call


def run(call: Call) -> int:
    """Asks first, unless --yes says so; works where the database cannot be opened."""
    from storage.services import restore_database

    (name,) = call.take("FILE")
    call.finish()
    if call.options.readonly:
        raise Refused("refused.readonly")
    if call.options.demo:
        raise UsageError(N_("The demo is not restored: fivefold demo --reset makes it anew."))
    backup = Path(name).expanduser()
    if not backup.exists():
        raise StorageFault("fault.missing", path=str(backup))
    if not call.switch("yes") and not _agreed(call, backup):
        call.out.note(tr("Nothing was changed."))
        return 0
    moment = f"{datetime.now(UTC):%Y%m%d-%H%M%S}"
    kept = restore_database(call.places, backup, moment)
    database = str(call.places.database)
    if call.options.json:
        call.out.data({"database": database, "kept": str(kept) if kept else None})
    else:
        call.out.line(database)
        if kept is not None:
            call.out.note(tr("The database before is kept at {path}.", path=str(kept)))
    return 0


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
