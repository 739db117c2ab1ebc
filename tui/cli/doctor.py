"""`doctor`: whether library, file, key, schema, index, rights and terminal are well."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from storage.errors import ServiceError, StorageFault
from tui import labels
from tui.cli.output import reason_data
from tui.i18n import N_, tr

if TYPE_CHECKING:
    from models.explanation import Reason
    from tui.cli.call import Call
    from tui.terminal.probe import Findings

_CLIPBOARD = {
    "clipboard_osc52": N_("Copying works through the terminal (OSC 52)."),
    "clipboard_tmux": N_("Copying needs this line in tmux: set -g set-clipboard on"),
    "clipboard_screen": N_("GNU screen passes no copying on; tmux does."),
    "clipboard_none": N_("This terminal takes no copying; mark with the mouse and Shift."),
}


def run(call: Call) -> int:
    """Prints one line a check; exit status 10 where the database is not well.

    `--mend` builds the search index and the digests of numbers anew before.
    """
    mend = call.switch("mend")
    call.finish()
    if mend:  # what is made of the records can be made again
        call.services.maintenance.rebuild_search()
        call.services.maintenance.rebuild_digests()
    checks = _checks(call)
    findings = _terminal()
    well = all(check["well"] for check in checks)
    if call.options.json:
        places = call.places
        call.out.data(
            {
                "well": well,
                "checks": checks,
                "terminal": _terminal_data(findings),
                "paths": {
                    "database": str(places.database),
                    "config": str(places.config_file),
                    "log": str(places.log_file),
                },
            }
        )
    else:
        for check in checks:
            mark = "ok" if check["well"] else "!!"
            name, text = labels.check_label(check["name"]), str(check["text"])
            said = text if text.startswith(name) else f"{name}: {text}"
            call.out.line(f"{mark}  {said}")
        _print_terminal(call, findings)
    return 0 if well else StorageFault.exit_status


def _checks(call: Call) -> list[dict[str, Any]]:
    """Every check; a database that cannot be opened is one that failed."""
    try:
        found = [(one.name, one.well, one.seen) for one in call.services.maintenance.doctor()]
    except ServiceError as error:
        found = [("database", False, error.reason)]
    return [_check(name, well, seen) for name, well, seen in found]


def _check(name: str, well: bool, seen: Reason) -> dict[str, Any]:
    text = labels.reason_text(seen)
    return {"name": name, "well": well, "text": text, "seen": reason_data(seen)}


def _terminal() -> Findings:
    from tui.terminal import probe

    on_a_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    if not on_a_terminal:
        return probe.examine(os.environ)
    sys.stdout.flush()
    return probe.examine(os.environ, sys.stdin.fileno(), sys.stdout.fileno())


def _terminal_data(findings: Findings) -> dict[str, Any]:
    return {
        "term": findings.term,
        "colours": findings.colours,
        "ssh": findings.ssh,
        "multiplexer": findings.multiplexer,
        "clipboard": findings.clipboard,
        "ambiguous_wide": findings.ambiguous_wide if findings.answers else None,
        "misdrawn": list(findings.misdrawn),
    }


def _print_terminal(call: Call, findings: Findings) -> None:
    name = findings.term or "-"
    colours = tr("{n} colours", n=findings.colours)
    call.out.line(f"ok  {tr('Terminal')}: {name}, {colours}")
    call.out.line(f"    {tr(_CLIPBOARD[findings.clipboard])}")
    if findings.answers and findings.ambiguous_wide:
        call.out.line(
            "!!  "
            + tr("Frames come out two cells wide here. Start with --ascii, or set ascii = true.")
        )
