"""`key`: where the key lies and what protects it; `rekey` exchanges it for another."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from models.explanation import Reason
from storage.errors import Invalid, Refused
from tui.cli.options import UsageError
from tui.cli.passphrase import asker, new_passphrase
from tui.i18n import N_, tr

if TYPE_CHECKING:
    from tui.cli.call import Call


def run(call: Call) -> int:
    """Tells about the key, puts it under a passphrase, or makes another one."""
    if call.options.demo:
        raise UsageError(N_("The demo is plain: it has no key."))
    if call.verb.name == "rekey":
        return _rekey(call)
    protect, unprotect = call.switch("protect"), call.switch("unprotect")
    call.finish()
    if protect or unprotect:
        _protect(call, wanted=protect)
    _tell(call)
    return 0


def _tell(call: Call) -> None:
    from storage.services import keys

    found = keys.state(call.places)
    if call.options.json:
        call.out.data(
            {
                "key": str(found.path),
                "protected": found.is_protected,
                "older": [str(path) for path in found.older],
            }
        )
        return
    call.out.line(str(found.path))
    if found.is_protected:
        call.out.note(tr("It opens with a passphrase. Who forgets that has lost the data."))
    else:
        call.out.note(tr("It opens by itself for whoever may read this file."))
    call.out.note(
        tr(
            "Keep a copy apart from the backups: without the key neither the database nor a "
            "backup can ever be opened again."
        )
    )
    for path in found.older:
        call.out.note(tr("Key of backups made before the key was changed: {path}", path=str(path)))


def _protect(call: Call, *, wanted: bool) -> None:
    from storage.services import protect_key

    _may_write(call)
    ask = asker()
    if ask is None:
        raise UsageError(N_("A passphrase is typed on a terminal, never given as an argument."))
    passphrase = ""
    if wanted:
        passphrase = new_passphrase()
        if not passphrase:
            raise Invalid([Reason("key.not_alike")])
    protect_key(call.places, passphrase, ask)


def _rekey(call: Call) -> int:
    from storage.services import change_key

    call.finish()
    _may_write(call)
    done = change_key(call.places, f"{datetime.now(UTC):%Y%m%d-%H%M%S}", asker())
    if call.options.json:
        call.out.data({"key": str(done.key), "older": str(done.older), "backup": str(done.backup)})
        return 0
    call.out.line(str(done.key))
    call.out.note(tr("A checked backup under the old key: {path}", path=str(done.backup)))
    call.out.note(
        tr("Backups made before open with the old key; keep it: {path}", path=str(done.older))
    )
    return 0


def _may_write(call: Call) -> None:
    if call.options.readonly:
        raise Refused("refused.readonly")
