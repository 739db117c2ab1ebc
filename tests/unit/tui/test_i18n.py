from __future__ import annotations

import json
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui import i18n

ROOT = Path(__file__).resolve().parents[3]
TODAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    i18n.set_language("en")
    yield
    i18n.set_language("en")
    i18n.use_zone(UTC)


# --- choosing


@pytest.mark.parametrize(
    ("option", "environ", "configured", "expected"),
    [
        (None, {}, "auto", "en"),
        ("zh", {"FIVEFOLD_LANG": "en"}, "en", "zh"),
        (None, {"FIVEFOLD_LANG": "zh", "LANG": "en_GB.UTF-8"}, "en", "zh"),
        (None, {"LANG": "zh_CN.UTF-8"}, "en", "en"),
        (None, {"LANG": "zh_CN.UTF-8"}, "auto", "zh"),
        (None, {"LC_ALL": "zh_TW", "LANG": "en_US"}, "auto", "zh"),
        (None, {"LC_ALL": "de_DE", "LANG": "zh_CN"}, "auto", "en"),
        (None, {"LC_ALL": "", "LC_MESSAGES": "zh_CN.GB18030"}, "auto", "zh"),
        (None, {"LANG": "C.UTF-8"}, "auto", "en"),
        ("fr", {"LANG": "zh_CN"}, "auto", "zh"),
    ],
)
def test_language_is_chosen_by_rank(
    option: str | None, environ: Mapping[str, str], configured: str, expected: str
) -> None:
    assert i18n.choose_language(option, environ, configured) == expected


def test_switching_changes_words_and_serial_at_once() -> None:
    before = i18n.serial()
    assert i18n.tr("today") == "today"
    assert i18n.next_language() == "zh"
    i18n.set_language("zh")
    assert i18n.tr("today") == "今天"
    assert i18n.language() == "zh"
    assert i18n.next_language() == "en"
    assert i18n.serial() == before + 1


def test_unknown_language_is_english() -> None:
    i18n.set_language("tlh")
    assert i18n.language() == "en"


def test_a_switch_elsewhere_never_shows_half(tmp_path: Path) -> None:
    i18n.set_language("zh")
    seen: set[str] = set()

    def read() -> None:
        for _ in range(500):
            seen.add(i18n.tr("today"))

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for n in range(50):
        i18n.set_language("en" if n % 2 else "zh")
    for thread in threads:
        thread.join()
    assert seen <= {"today", "今天"}


# --- filling places


@given(st.text(), st.text())
def test_values_are_never_read_as_places(value: str, other: str) -> None:
    assert i18n.fill("<{a}|{b}>", {"a": value, "b": other}) == f"<{value}|{other}>"


@pytest.mark.parametrize(
    ("text", "params", "expected"),
    [
        ("{a.b}", {"a": 1}, "{a.b}"),
        ("{a}{missing}", {"a": 1}, "1{missing}"),
        ("100 % {}", {"a": 1}, "100 % {}"),
        ("{a}", {}, "{a}"),
        ("{a}", {"a": "{a.__class__}"}, "{a.__class__}"),
    ],
)
def test_filling(text: str, params: Mapping[str, object], expected: str) -> None:
    assert i18n.fill(text, params) == expected


def test_numbers_choose_the_plural() -> None:
    assert i18n.ntr("{n} marked", "{n} marked", 3) == "3 marked"
    assert i18n.ntrc("entity", "order", "orders", 1) == "order"
    assert i18n.ntrc("entity", "order", "orders", 2) == "orders"
    i18n.set_language("zh")
    assert i18n.ntrc("entity", "order", "orders", 1) == "销售单"
    assert i18n.ntrc("entity", "order", "orders", 5) == "销售单"


def test_context_tells_meanings_apart() -> None:
    i18n.set_language("zh")
    assert i18n.trc("OrderStatus", "Open") == "执行中"
    assert i18n.trc("FollowUpStatus", "Open") == "待办"
    assert i18n.translation("en", "Open", "OrderStatus") == "Open"
    assert i18n.translation("zh", "order", "entity", many="orders") == "销售单"


# --- the compiled catalogue

_START = """
import json, sys
from pathlib import Path
from tui import i18n
i18n.use_cache(Path(sys.argv[1]) if sys.argv[1] else None)
i18n.set_language("zh")
print(json.dumps([i18n.tr("today"), "babel" in sys.modules]))
"""


def _start(cache: str) -> tuple[str, bool]:
    done = subprocess.run(
        [sys.executable, "-c", _START, cache], cwd=ROOT, capture_output=True, check=True, text=True
    )
    word, babel = json.loads(done.stdout)
    return word, babel


@pytest.mark.slow
def test_the_second_start_reads_the_cache_without_babel(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    assert _start(str(cache)) == ("今天", True)
    (made,) = cache.iterdir()
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert _start(str(cache)) == ("今天", False)
    made.write_bytes(b"damaged")
    assert _start(str(cache)) == ("今天", True)
    assert _start(str(cache)) == ("今天", False)


def test_a_cache_that_cannot_be_written_is_no_hindrance(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    assert _start(str(blocked / "below")) == ("今天", True)


def test_english_needs_no_babel() -> None:
    code = (
        "import sys; from tui import i18n, labels, keys, config, explain; i18n.set_language('en');"
        " slow = {'babel', 'textual', 'rich', 'sqlalchemy', 'pydantic', 'sqlmodel'};"
        " sys.exit(repr(slow & set(sys.modules)) if slow & set(sys.modules) else 0)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


# --- dates and numbers


def test_dates() -> None:
    assert i18n.day(TODAY) == "2026-03-02"
    assert i18n.day_long(TODAY) == "Mon 2 March 2026"
    assert i18n.day_of_year(TODAY) == "Mon 2 March"
    assert i18n.month_title(TODAY) == "March 2026"
    assert i18n.week_heads()[0] == "Mo"
    assert i18n.week_heads("sunday")[:2] == ["Su", "Mo"]
    i18n.set_language("zh")
    assert i18n.day(TODAY) == "2026-03-02"
    assert i18n.day_long(TODAY) == "2026年3月2日 星期一"
    assert i18n.day_of_year(date(2026, 3, 8)) == "3月8日 周日"
    assert i18n.month_title(TODAY) == "2026年3月"
    assert i18n.week_heads() == list("一二三四五六日")


def test_moments_are_shown_in_the_zone() -> None:
    moment = datetime(2026, 3, 2, 20, 5, 59, tzinfo=UTC)
    assert i18n.moment(moment, ZoneInfo("Asia/Shanghai")) == "2026-03-03 04:05"
    i18n.use_zone(ZoneInfo("Asia/Shanghai"))
    assert i18n.moment(moment) == "2026-03-03 04:05"


@pytest.mark.parametrize(
    ("days", "english_text", "chinese_text"),
    [(0, "today", "今天"), (2, "+2d", "+2天"), (-2, "! 2d", "! 2天"), (400, "+400d", "+400天")],
)
def test_relative_due(days: int, english_text: str, chinese_text: str) -> None:
    due = TODAY + timedelta(days=days)
    assert i18n.relative_due(due, TODAY) == english_text
    i18n.set_language("zh")
    assert i18n.relative_due(due, TODAY) == chinese_text


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (timedelta(hours=-3), "3h over"),
        (timedelta(hours=19, minutes=59), "19h left"),
        (timedelta(hours=47), "47h left"),
        (timedelta(hours=48), "2d left"),
        (timedelta(minutes=59), "59min left"),
        (timedelta(minutes=-1), "1min over"),
        (timedelta(0), "0min left"),
        (timedelta(days=-3), "3d over"),
    ],
)
def test_time_left(span: timedelta, expected: str) -> None:
    assert i18n.time_left(span) == expected


@pytest.mark.parametrize(
    ("minor", "currency", "expected"),
    [
        (240_000_000, "CNY", "¥ 2,400,000.00"),
        (0, "CNY", "¥ 0.00"),
        (-150, "USD", "US$ -1.50"),
        (1_200, "JPY", "JPY 1,200"),
        (1_234, "KWD", "KWD 1.234"),
        (99, "EUR", "EUR 0.99"),
    ],
)
def test_money(minor: int, currency: str, expected: str) -> None:
    assert i18n.money(minor, currency) == expected


@pytest.mark.parametrize(
    ("major", "english_text", "chinese_text"),
    [
        (0, "0", "0"),
        (950, "950", "950"),
        (9_999, "10k", "9,999"),
        (12_500, "12.5k", "1.2万"),
        (950_000, "950k", "95万"),
        (999_990, "1M", "100万"),
        (2_400_000, "2.4M", "240万"),
        (-2_400_000, "-2.4M", "-240万"),
        (99_999_999, "100M", "1亿"),
        (3_000_000_000, "3bn", "30亿"),
    ],
)
def test_money_short(major: int, english_text: str, chinese_text: str) -> None:
    assert i18n.money_short(major * 100) == english_text
    i18n.set_language("zh")
    assert i18n.money_short(major * 100) == chinese_text
    assert i18n.money_short(major * 100, "USD") == f"US$ {chinese_text}"


def test_percent_and_lists() -> None:
    assert i18n.percent(350) == "35.0 %"
    assert i18n.percent(-5) == "-0.5 %"
    assert i18n.listed(["a", "b"]) == "a, b"
    i18n.set_language("zh")
    assert i18n.percent(1000) == "100.0%"
    assert i18n.listed(["甲", "乙"]) == "甲、乙"
    assert i18n.yes_no(True) == "是"
