"""What a verb says: data on standard output, narration and failures on standard error.

Text or JSON; every text made of data is made harmless first. Never a traceback.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from models.clean import shown
from models.width import cell_width, cut
from storage.clock import stamp
from tui.i18n import tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.explanation import Reason
    from storage.errors import ServiceError
    from tui.labels import Coded

_LEAST_COLUMN = 8  # cells; a column is not squeezed below that
# JSON escapes C0 by itself; these would reach a terminal as they are.
_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


class Output:
    """Standard output and error of one command."""

    def __init__(self, as_json: bool = False) -> None:
        self.as_json = as_json

    def line(self, text: str = "") -> None:
        """A line of data."""
        sys.stdout.write(shown(text) + "\n")

    def block(self, text: str) -> None:
        """Lines of data: a note with its line breaks."""
        sys.stdout.write(shown(text, lines=True) + "\n")

    def note(self, text: str) -> None:
        """A line of narration, which `--json` leaves out."""
        if not self.as_json:
            sys.stderr.write(shown(text, lines=True) + "\n")

    def data(self, value: object) -> None:
        """A value as JSON."""
        sys.stdout.write(encoded(value) + "\n")

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """A table; squeezed to the width of a terminal, unsqueezed everywhere else."""
        cells = [[shown(cell) for cell in row] for row in (heads, *rows)]
        widths = [max(map(cell_width, column)) for column in zip(*cells, strict=True)]
        if sys.stdout.isatty():
            _squeeze(widths, shutil.get_terminal_size().columns)
        for row in cells:
            fitted = [cut(cell, width, pad=True) for cell, width in zip(row, widths, strict=True)]
            sys.stdout.write("  ".join(fitted).rstrip() + "\n")

    def pairs(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Labels with their values, the values in one column."""
        width = max((cell_width(shown(label)) for label, _ in pairs), default=0)
        for label, value in pairs:
            first, *rest = shown(value, lines=True).split("\n")
            lead = cut(shown(label), width, pad=True)
            sys.stdout.write(f"{lead}  {first}".rstrip() + "\n")
            for line in rest:
                sys.stdout.write(" " * (width + 2) + line + "\n")

    def refusal(self, error: ServiceError, entity: str = "") -> None:
        """An expected failure: one sentence for each reason.

        `entity` says whose fields are meant where the error does not.
        """
        entity = str(error.reason.params.get("entity") or entity)
        reasons = [(reason, sentence(reason, entity)) for reason in error.reasons]
        conflicts = getattr(error, "conflicts", ())
        if self.as_json:
            sys.stderr.write(encoded(_refused(error, reasons, conflicts)) + "\n")
            return
        for _reason, text in reasons:
            sys.stderr.write(f"fivefold: {shown(text)}\n")
        for conflict in conflicts:
            sys.stderr.write("  " + shown(_conflict_text(conflict, entity)) + "\n")

    def failure(self, code: str, message: str, /, **params: object) -> None:
        """Any other failure: a message of the catalogue with its places."""
        text = tr(message, **params)
        if self.as_json:
            found = {"error": code, "message": text, "params": params}
            sys.stderr.write(encoded(found) + "\n")
        else:
            sys.stderr.write(f"fivefold: {shown(text, lines=True)}\n")


def sentence(reason: Coded, entity: str = "") -> str:
    """A reason in words that fit the command line."""
    from tui.labels import reason_text
    from tui.wording.headless import HEADLESS

    return reason_text(reason, entity, HEADLESS)


def _refused(
    error: ServiceError, reasons: Sequence[tuple[Reason, str]], conflicts: Sequence[Any]
) -> dict[str, object]:
    found: dict[str, object] = {
        "error": error.code,
        "message": " ".join(text for _reason, text in reasons),
        "params": dict(error.reason.params),
    }
    if len(reasons) > 1:
        found["reasons"] = [{**reason_data(reason), "message": text} for reason, text in reasons]
    if conflicts:
        names = ("field", "original", "theirs", "mine")
        found["conflicts"] = [{name: getattr(one, name) for name in names} for one in conflicts]
    return found


def _conflict_text(conflict: Any, entity: str) -> str:
    from tui.labels import field_label, worded_value

    return tr(
        "{field}: theirs {theirs}, yours {mine}",
        field=field_label(entity, conflict.field),
        theirs=worded_value(conflict.theirs),
        mine=worded_value(conflict.mine),
    )


def _squeeze(widths: list[int], room: int) -> None:
    """Takes cells from the widest columns until the table fits."""
    over = sum(widths) + 2 * (len(widths) - 1) - room
    while over > 0:
        widest = max(range(len(widths)), key=widths.__getitem__)
        if widths[widest] <= _LEAST_COLUMN:
            return
        widths[widest] -= 1
        over -= 1


def reason_data(reason: Reason) -> dict[str, object]:
    """A reason as JSON: its code and parameters."""
    return {"code": reason.code, "params": dict(reason.params)}


def plain(value: Any) -> Any:
    """A value as JSON holds it: ISO dates, UTC moments, decimals as text."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, datetime):
        return stamp(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return sorted(plain(one) for one in value) if isinstance(value, set | frozenset) else str(value)


def encoded(value: object, indent: int | None = 2) -> str:
    """JSON that is safe to print: nothing in it moves a cursor or turns a text around.

    Without `indent` all of it stands in one line.
    """
    encoding = (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "")
    text = json.dumps(_keyed(value), ensure_ascii=encoding != "utf8", indent=indent, default=plain)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _keyed(value: object) -> object:
    """The same with keys that JSON takes."""
    from collections.abc import Mapping

    if isinstance(value, Mapping):
        return {str(key): _keyed(one) for key, one in value.items()}
    return [_keyed(one) for one in value] if isinstance(value, list | tuple) else value
