"""Rows of a file as text with their line numbers, and what is wrong with a row.

Knows nothing of entities, databases or sentences: problems are codes with parameters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from models.explanation import Reason
from storage.exchange.codes import Code

WATERMARK = "#fivefold: "  # begins the line an export ends with; no row of data


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row, or a whole file, was not taken: where, what, and the cells as they were read.

    `line` counts physical lines (rows of a sheet) from 1; 0 means the file as a whole.
    `column` is the header of the column at fault, "" where it is the row.
    """

    line: int
    column: str
    code: str
    params: Mapping[str, object] = field(default_factory=dict)
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row as read: the line it begins on, one cell for each header, remarks about it."""

    line_number: int
    cells: tuple[str, ...]
    notes: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A header and its rows, read while they are asked for; `rows` can be walked once.

    `remarks` concern the whole file: a doubled or empty header, further sheets.
    """

    header: tuple[str, ...]
    rows: Iterator[RawRow | Problem]
    remarks: tuple[Reason, ...] = ()


class UnreadableFileError(Exception):
    """The file gives no table at all; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def unreadable(code: str, line: int = 0, **params: object) -> UnreadableFileError:
    """The error for a file that gives no table, with its code and parameters."""
    return UnreadableFileError(Problem(line, "", code, params))


def checked_header(cells: Sequence[str], line: int) -> tuple[tuple[str, ...], tuple[Reason, ...]]:
    """Column names without doubles or blanks, and a remark for each that had to be renamed.

    The third column without a name becomes `#3`, a second "phone" becomes `phone#2`: both can be
    named in a correction of the mapping.
    """
    names: list[str] = []
    remarks: list[Reason] = []
    for position, cell in enumerate(cells, start=1):
        wanted = " ".join(cell.split())
        name = wanted or f"#{position}"
        copy = 1
        while name in names:
            copy += 1
            name = f"{wanted or f'#{position}'}#{copy}"
        names.append(name)
        if not wanted:
            remarks.append(Reason(Code.EMPTY_HEADER, {"line": line, "column": name}))
        elif copy > 1:
            remarks.append(Reason(Code.DUPLICATE_HEADER, {"line": line, "column": name}))
    return tuple(names), tuple(remarks)


def is_watermark(cells: Iterable[str]) -> bool:
    """Whether a row is the closing line of an export of ours, and so no data."""
    first, *rest = (*cells, "")
    return first.startswith(WATERMARK) and not any(rest)
