"""Every list is the one list of the program: keyset pages, strips, marks (house rules)."""

from __future__ import annotations

import ast
from pathlib import Path

import tui

ROOT = Path(tui.__file__).parent
# One widget a row, or all rows in memory: they do not carry a book of customers.
OTHERS = {"DataTable", "ListView", "ListItem", "SelectionList", "DirectoryTree"}


def _named(path: Path) -> set[str]:
    tree = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    found: set[str] = set()
    for node in tree:
        if isinstance(node, ast.ImportFrom | ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
    return found


def test_no_module_takes_another_list() -> None:
    modules = sorted(ROOT.rglob("*.py"))
    named = {path: _named(path) for path in modules}
    lists = {path.name for path in modules if "LazyList" in named[path]}
    assert {"customers.py", "pane.py", "framed.py"} <= lists  # it does see what they import
    assert {str(path) for path in modules if named[path] & OTHERS} == set()
