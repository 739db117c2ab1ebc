"""The shipped tables are what the tool makes, and read names as pypinyin does."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from pypinyin import Style, lazy_pinyin

from storage.search import reading

ROOT = Path(__file__).resolve().parents[3]


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


TOOL = _load(ROOT / "tests" / "tools" / "make_search_tables.py")
# Made-up but realistic names of companies and people. pypinyin reads two cities of them wrongly
# (zhang zhi, zhao yang); those are in the table of readings below instead.
MISREAD = ("长治", "朝阳")
LINES = Path(__file__).with_name("names.txt").read_text(encoding="utf-8").splitlines()
NAMES = [line for line in LINES if not any(city in line for city in MISREAD)]


@pytest.mark.slow
def test_the_shipped_tables_are_what_the_tool_makes() -> None:
    made = TOOL.make()
    assert sorted(path.name for path in reading.TABLES.iterdir()) == sorted(made)
    for name, text in made.items():
        assert (reading.TABLES / name).read_text(encoding="utf-8") == text, name


def test_the_tables_are_small() -> None:
    assert sum(path.stat().st_size for path in reading.TABLES.iterdir()) < 300_000


def test_initials_agree_with_pypinyin_on_names() -> None:
    assert len(NAMES) > 400
    same = total = 0
    for name in NAMES:
        expected = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))
        total += len(name)
        same += sum(a == b for a, b in zip(reading.initials(name), expected, strict=True))
    assert same / total >= 0.995


def test_whole_names_read_like_pypinyin() -> None:
    same = sum(
        reading.initials(n) == "".join(lazy_pinyin(n, style=Style.FIRST_LETTER)) for n in NAMES
    )
    assert same / len(NAMES) >= 0.97


def test_every_pypinyin_reading_of_a_name_is_among_the_indexed_ones() -> None:
    missing = 0
    total = 0
    for name in NAMES:
        (segment,) = reading.segments(name)
        for spoken, readings in zip(lazy_pinyin(name), segment.readings, strict=True):
            total += 1
            missing += spoken not in readings
    assert missing / total <= 0.005


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("重庆", "chong qing"),
        ("重慶", "chong qing"),
        ("长沙", "chang sha"),
        ("长治", "chang zhi"),
        ("朝阳", "chao yang"),
        ("厦门", "xia men"),
        ("银行", "yin hang"),
        ("欧阳修", "ou yang xiu"),
        ("蚌埠", "beng bu"),
        ("TCL科技", "tcl ke ji"),
        ("58同城", "58 tong cheng"),
        ("", ""),
    ],
)
def test_likeliest_pinyin(text: str, spoken: str) -> None:
    assert reading.pinyin(text) == spoken


@pytest.mark.parametrize(
    ("char", "readings"),
    [
        ("单", {"dan", "shan", "chan"}),
        ("曾", {"ceng", "zeng"}),
        ("解", {"jie", "xie"}),
        ("仇", {"chou", "qiu"}),
        ("区", {"qu", "ou"}),
        ("查", {"cha", "zha"}),
        ("盖", {"gai", "ge"}),
        ("曾", {"zeng"}),
        ("乾", {"qian", "gan"}),
        ("𬭎", set()),
    ],
)
def test_readings_of_surnames(char: str, readings: set[str]) -> None:
    (segment,) = reading.segments(char)
    assert readings <= set(segment.readings[0])


def test_simplified_maps_are_flat_and_one_to_one_in_length() -> None:
    traditional, simplified = (
        (reading.TABLES / "simplified.txt").read_text(encoding="utf-8").splitlines()
    )
    assert len(traditional) == len(simplified) == len(set(traditional))
    assert not set(traditional) & set(simplified)
    assert reading.fold("臺灣積體電路製造") == "台湾积体电路制造"
    assert reading.fold("著名") == "著名"


def test_the_product_reads_no_pinyin_library() -> None:
    code = (
        "import sys; from storage.search.tokens import parse_word, record_tokens;"
        "parse_word('zgyd').verify(['中國移動']); record_tokens(['中國移動']);"
        "print(sorted({'pypinyin', 'opencc', 'sqlalchemy', 'pydantic'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
