"""The catalogue is complete, sure and true: no message without Chinese, no place lost."""

from __future__ import annotations

import ast
import importlib.util
import re
import unicodedata
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog, Message

ROOT = Path(__file__).resolve().parents[2]
AGAIN = "run: python tests/tools/extract_messages.py"
# Terminals disagree on their width, so no sentence of ours holds them (product.md 2).
DISPUTED = set("“”‘’…→←↑↓×÷—≥≤≠±°※★☆●○◆◇■□▲△")
# What may stand in Chinese as it stands in English.
SAME = re.compile(r"[\s\d\W]*|[A-E]|.*\b(NSABC|RFM|WhatsApp|Fivefold|VIP|English)\b.*", re.DOTALL)


def _tool() -> ModuleType:
    path = ROOT / "tests" / "tools" / "extract_messages.py"
    spec = importlib.util.spec_from_file_location("extract_messages", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


TOOL = _tool()


@pytest.fixture(scope="module")
def wanted() -> Catalog:
    found: Catalog = TOOL.template()
    return found


@pytest.fixture(scope="module")
def chinese() -> Catalog:
    found: Catalog = TOOL.read(TOOL.LANGUAGES["zh_CN"], "zh_CN")
    return found


def _keys(catalog: Catalog) -> set[tuple[str, object]]:
    return {(message.context or "", message.id) for message in catalog if message.id}


def _texts(text: object) -> list[str]:
    return list(text) if isinstance(text, tuple | list) else [str(text)]


def _pairs(catalog: Catalog) -> list[tuple[Message, str, str]]:
    """Every message with each of its texts, beside the English one of the plural."""
    return [
        (message, _texts(message.id)[-1], text)
        for message in catalog
        if message.id
        for text in _texts(message.string)
        if text
    ]


def test_every_message_of_the_source_has_a_chinese_text(wanted: Catalog, chinese: Catalog) -> None:
    known = {(m.context or "", m.id): m for m in chinese if m.id}
    lacking = [
        key for key in _keys(wanted) if key not in known or not all(_texts(known[key].string))
    ]
    assert not lacking, f"{AGAIN}, then fill in: {lacking[:10]}"


def test_the_files_hold_what_the_source_holds(wanted: Catalog, chinese: Catalog) -> None:
    pot: Catalog = TOOL.read(TOOL.TEMPLATE, "en")
    assert _keys(pot) == _keys(wanted), AGAIN
    assert _keys(chinese) == _keys(wanted), AGAIN


def test_no_text_is_fuzzy(chinese: Catalog) -> None:
    assert not [message.id for message in chinese if message.id and message.fuzzy]


def test_places_are_the_same(chinese: Catalog) -> None:
    place = re.compile(r"\{\w+\}")
    wrong = [
        (english, text)
        for _, english, text in _pairs(chinese)
        if set(place.findall(english)) != set(place.findall(text))
    ]
    assert not wrong


def test_chinese_is_chinese(chinese: Catalog) -> None:
    han = re.compile(r"[\u4e00-\u9fff]")
    english_left = [
        (english, text)
        for _, english, text in _pairs(chinese)
        if not han.search(text) and not SAME.fullmatch(re.sub(r"\{\w+\}|x", "", text))
    ]
    assert not english_left


def test_no_sign_of_disputed_width(chinese: Catalog) -> None:
    wrong = [
        (english, text)
        for _, english, text in _pairs(chinese)
        if DISPUTED & set(english + text)
        or any(unicodedata.category(char) == "Cc" and char != "\n" for char in text)
    ]
    assert not wrong


def test_messages_are_literals() -> None:
    """A message put together at run time never reaches the catalogue."""
    wrong = []
    for path in sorted((ROOT / "tui").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
                name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
                if name in TOOL.KEYWORDS and any(
                    isinstance(one, ast.JoinedStr | ast.BinOp) for one in node.args[:2]
                ):
                    wrong.append(f"{path.name}:{node.lineno}")
    assert not wrong


def test_extraction_reads_every_marker() -> None:
    source = """
tr("a"); trc("c", "b"); ntr("one", "many", 2); f"{tr('inner')}"; NP_("c", "x", "y"); tr(z)
"""
    assert set(TOOL.marked(source)) == {
        ("", "a", ""),
        ("c", "b", ""),
        ("", "one", "many"),
        ("", "inner", ""),
        ("c", "x", "y"),
    }


def test_merge_keeps_texts_and_leaves_new_messages_empty() -> None:
    known, now = Catalog(locale="zh_CN"), Catalog()
    known.add("old", string="旧")
    known.add("gone", string="无")
    now.add("old")
    now.add("new")
    now.add(("one", "many"))
    result = TOOL.merged(known, now, "zh_CN")
    assert _keys(result) == {("", "old"), ("", "new"), ("", ("one", "many"))}
    assert result.get("old").string == "旧"
    assert TOOL.missing(result) == [["", "new", ""], ["", ("one", "many"), ""]]
    TOOL.fill(result, [["", "new", "新"], ["", ["one", "many"], "多"]])
    assert TOOL.missing(result) == []
