"""What is measured against: `python -m benchmarks.peers minimal | table ROWS`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PYTHON = sys.executable
READY = "READY"
MINIMAL = [PYTHON, "-m", "benchmarks.peers", "minimal"]
FIVEFOLD = [PYTHON, "-m", "tui"]
# The same program with the record layer loaded before anything else.
FAT = [PYTHON, "-c", "import sys, sqlmodel, tui.__main__ as program; sys.exit(program.main([]))"]


def table(rows: int) -> list[str]:
    """A DataTable with so many customers."""
    return [PYTHON, "-m", "benchmarks.peers", "table", str(rows)]


def harlequin(work: Path) -> Path | None:
    """harlequin in an environment of its own; None where it cannot be installed."""
    folder = work / "harlequin"
    program = folder / "bin" / "harlequin"
    if not program.exists():
        steps = (
            [PYTHON, "-m", "venv", str(folder)],
            [str(folder / "bin" / "pip"), "install", "--quiet", "harlequin"],
        )
        for step in steps:
            if subprocess.run(step, capture_output=True, check=False).returncode:
                return None
    return program if program.exists() else None


def _minimal() -> None:
    from textual.app import App, ComposeResult
    from textual.widgets import Static

    class Minimal(App[None]):
        def compose(self) -> ComposeResult:
            yield Static(READY)

    Minimal().run()


def _table(rows: int) -> None:
    from textual.app import App, ComposeResult
    from textual.widgets import DataTable

    from benchmarks.data import GRADES, names

    class Table(App[None]):
        def compose(self) -> ComposeResult:
            yield DataTable(cursor_type="row")

        def on_mount(self) -> None:
            found = self.query_one(DataTable)
            found.add_columns("Grade", "Name", "Due", "Urgency", "Status", "City")
            found.add_rows(
                (GRADES[n % 5], name, f"+{n % 90}d", "Medium", "Negotiating", city)
                for n, (name, city) in enumerate(names(rows))
            )
            found.focus()

    Table().run()


if __name__ == "__main__":
    _minimal() if sys.argv[1] == "minimal" else _table(int(sys.argv[2]))
