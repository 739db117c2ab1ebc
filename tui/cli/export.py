"""`export`: records that fit a query, written into a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tui import paper
from tui.cli.listing import listed_kind, parsed
from tui.cli.options import UsageError
from tui.cli.progress import Narrator
from tui.i18n import N_, ntr

if TYPE_CHECKING:
    from tui.cli.call import Call


FORMATS = ("csv", "xlsx", "json", "md", "txt", "vcf", "ics")


def run(call: Call) -> int:
    """Writes the file and prints its path."""
    (name,) = call.take("KIND")
    kind = listed_kind(name)
    target = call.value("output")
    if target is None:
        raise UsageError(N_("Where to? Name the file: -o FILE."))
    query = parsed(call, " ".join(call.words), kind)
    path = Path(target).expanduser()
    form = _format(call, path)
    with Narrator(call.out) as progress:
        rows = call.services.exchange.export(
            kind,
            query,
            form,
            path,
            columns=paper.columns(kind, form),
            caption=paper.head(call.services, kind, query.text, form),
            overwrite=call.switch("overwrite"),
            reason=call.value("reason") or "",
            progress=progress,
        )
    if call.options.json:
        call.out.data({"file": str(path), "rows": rows})
    else:
        call.out.line(str(path))
        call.out.note(ntr("{n} row written", "{n} rows written", rows))
    return 0


def _format(call: Call, path: Path) -> str:
    """The format named, else the one the name of the file ends with."""
    name = call.value("format") or path.suffix.lstrip(".").lower()
    if name not in FORMATS:
        message = N_("--format: {value} cannot be written. Formats: {allowed}.")
        raise UsageError(message, value=name or path.name, allowed=", ".join(FORMATS))
    return name
