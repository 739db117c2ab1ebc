"""Where SQL may stand: in storage, in the rooms that are for it; never with a value glued in."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
STATEMENT = re.compile(
    r"\s*(SELECT\s+\S+|INSERT\s+(OR\s+\w+\s+)?INTO\s|UPDATE\s+\S+\s+SET\s|DELETE\s+FROM\s"
    r"|WITH\s+(RECURSIVE\s+)?\w+\s*(\(|AS\s)|CREATE\s+(UNIQUE\s+|VIRTUAL\s+)?(TABLE|INDEX)\s"
    r"|ALTER\s+TABLE\s|DROP\s+|PRAGMA\s+\w+|BEGIN(\s+IMMEDIATE)?$|ROLLBACK$|COMMIT$)"
)
ROOMS = (
    "storage/queries/",
    "storage/engine/",
    "storage/search/",
    "storage/migrations/",
    "storage/effects/",
    "storage/services/",
)
FILES = {"storage/desk.py", "storage/journal.py", "storage/undo.py", "storage/work.py"}


def literals(path: Path) -> Iterator[str]:
    """Texts of a module, docstrings left out; of an f-string its first constant part."""
    tree = ast.parse(path.read_text("utf-8"))
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in docstrings:
            continue
        if isinstance(node.value, str):
            yield node.value


def speaks_sql(path: Path) -> list[str]:
    return [text for text in literals(path) if STATEMENT.match(text)]


def test_sql_stands_in_its_rooms_alone() -> None:
    offenders = []
    for top in ("models", "storage", "tui"):
        for path in sorted((ROOT / top).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if name.startswith(ROOMS) or name in FILES:
                continue
            offenders += [f"{name}: {text[:60]}" for text in speaks_sql(path)]
    assert offenders == []


def test_services_write_records_through_the_mapper() -> None:
    """A set-based write skips version and journal: it belongs to effects, queries and undo."""
    offenders = []
    writing = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE)\s")
    for path in sorted((ROOT / "storage" / "services").glob("*.py")):
        for text in speaks_sql(path):
            if writing.match(text) and "search_source" not in text:
                offenders.append(f"{path.name}: {text[:60]}")
    assert offenders == []


def test_the_probe_knows_sql_when_it_sees_it(tmp_path: Path) -> None:
    path = tmp_path / "probe.py"
    path.write_text(
        '"""SELECT this is prose."""\na = "SELECT id FROM x"\nb = f"UPDATE {a} SET y = 1"\n'
        'c = "Select a file"\nd = "Update the program"\n'
    )
    assert len(speaks_sql(path)) == 1  # an f-string is cut at its first hole
