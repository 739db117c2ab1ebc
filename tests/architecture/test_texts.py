"""Data is never code on the screen: no glued text enters a widget, notices have one door."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
WIDGETS = {"Static", "Label", "Button", "Option", "Tab", "TabPane", "Checkbox", "Collapsible"}
ATTRIBUTES = {"border_title", "border_subtitle", "title", "sub_title", "tooltip", "label"}
DISPLAY = "tui/display.py"


@cache
def modules() -> tuple[tuple[str, ast.Module], ...]:
    return tuple(
        (path.relative_to(ROOT).as_posix(), ast.parse(path.read_text("utf-8")))
        for path in sorted((ROOT / "tui").rglob("*.py"))
    )


def is_glued(node: ast.expr) -> bool:
    """An f-string, a sum of texts or a `format`: data may be in it."""
    if isinstance(node, ast.JoinedStr):
        return True
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod):
        return True
    called = node.func if isinstance(node, ast.Call) else None
    return isinstance(called, ast.Attribute) and called.attr in ("format", "join")


def name_of(call: ast.Call) -> str:
    if isinstance(call.func, ast.Name):
        return call.func.id
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def test_no_widget_is_made_of_glued_text() -> None:
    offenders = []
    for name, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and name_of(node) in WIDGETS:
                offenders += [f"{name}:{node.lineno}" for one in node.args[:1] if is_glued(one)]
    assert offenders == []


def test_no_title_or_tooltip_is_glued() -> None:
    offenders = []
    for name, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and name != DISPLAY:
                for target in node.targets:
                    named = isinstance(target, ast.Attribute) and target.attr in ATTRIBUTES
                    if named and is_glued(node.value):
                        offenders.append(f"{name}:{node.lineno}")
    assert offenders == []


def test_notices_have_one_door() -> None:
    offenders = [
        f"{name}:{node.lineno}"
        for name, tree in modules()
        if name != DISPLAY
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and name_of(node) == "notify"
    ]
    assert offenders == []


def test_nothing_is_parsed_as_markup() -> None:
    offenders = [
        f"{name}:{node.lineno}"
        for name, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("from_markup", "render_markup")
    ]
    assert offenders == []
