"""The file of rows that were not taken: as they were read, with line, column and reason.

It can be corrected and imported as it is. Holds no sentence: reasons come worded.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Sequence
from pathlib import Path

from storage.exchange.guarding import guard
from storage.exchange.safe_file import SafeFile

EXTRA = ("line", "column", "reason")


class Rejects:
    """Opened by the first row; without one no file is made."""

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self._path = path
        own = tuple(header[-len(EXTRA) :]) == EXTRA  # such a file itself, corrected
        self._width = len(header)
        self._kept = len(header) - len(EXTRA) if own else len(header)
        self._header = [*header[: self._kept], *EXTRA]
        self._file: SafeFile | None = None

    def add(self, line: int, column: str, reason: str, cells: Sequence[str]) -> None:
        """One row; cells beyond the header follow behind the reason."""
        if self._file is None:
            self._file = SafeFile(self._path, overwrite=True)
            self._file.write(codecs.BOM_UTF8 + _encoded(self._header))
        kept = [*cells[: self._kept], *[""] * (self._kept - len(cells))]
        self._file.write(_encoded([*kept, str(line), column, reason, *cells[self._width :]]))

    def close(self) -> Path | None:
        """Puts the file in its place; its path, None where nothing was rejected."""
        if self._file is None:
            return None
        with self._file as file:
            file.commit()
        self._file = None
        return self._path


def _encoded(cells: Sequence[str]) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([guard(cell) for cell in cells])
    return buffer.getvalue().encode("utf-8", "replace")
