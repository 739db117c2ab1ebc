"""Tokens of records and words: what is found and what not; nothing typed fails."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.search.matching import haystack, spoken, word_matches
from storage.search.reading import DENSE_RUN, RUN, initials, pinyin
from storage.search.tokens import (
    TOKEN_VERSION,
    fold,
    match_expression,
    parse_word,
    record_tokens,
)

HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
TEXT = st.text(
    st.one_of(
        HAN, st.sampled_from("重庆长沙厦单曾abzü AZ09-_.&*()（）Ａ１東龍。、\"'%"), st.characters()
    ),
    max_size=24,
)


@pytest.fixture(scope="module")
def fts() -> Iterator[sqlite3.Connection]:
    """One record at a time, in the tokenizer of the product."""
    conn = sqlite3.connect(":memory:")
    conn.execute("CREATE VIRTUAL TABLE one USING fts5(tokens, detail=none, tokenize=ascii)")
    yield conn
    conn.close()


def found(
    fts: sqlite3.Connection, word: str, texts: list[str], digits: list[str] | None = None
) -> bool:
    """Whether the index and the check together find the record."""
    query = parse_word(word)
    fts.execute("DELETE FROM one")
    fts.execute("INSERT INTO one VALUES (?)", (record_tokens(texts, digits or []),))
    hit = fts.execute("SELECT count(*) FROM one WHERE one MATCH ?", (query.match,)).fetchone()[0]
    checked = query.verify(texts, digits or [])
    if not query.is_empty:
        assert query.indexed(texts, digits or []) == bool(hit), "looked at alone, as in the index"
    if query.exact and hit:
        assert checked, "an exact word needs no check"
    return bool(hit) and checked


@pytest.mark.parametrize(
    ("given_text", "folded"),
    [
        ("Ｈａｒｂｏｕｒ", "harbour"),
        ("中國移動", "中国移动"),
        ("（中国）", "(中国)"),
        ("Müller & Söhne", "muller & sohne"),
        ("STRASSE ß", "strasse ss"),
        ("①", "1"),
        ("ガ", "ガ"),
        ("", ""),
    ],
)
def test_fold(given_text: str, folded: str) -> None:
    assert fold(given_text) == folded


@given(TEXT)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


FINDS = [
    # word, text
    ("zgyd", "中国移动"),
    ("ZGYD", "中国移动"),
    ("gyd", "中国移动"),
    ("yd", "中国移动"),
    ("d", "中国移动"),
    ("zhongguoyidong", "中国移动"),
    ("zhongguoyi", "中国移动"),
    ("zhongguoy", "中国移动"),
    ("guoyid", "中国移动"),
    ("yidong", "中国移动"),
    ("zho", "中国移动"),
    ("平", "平安银行"),
    ("平安", "平安银行"),
    ("安银行", "平安银行"),
    ("中國移動", "中国移动"),
    ("中国移动", "中國移動"),
    ("zgyd", "中國移動"),
    ("cq", "重庆啤酒"),
    ("cqpj", "重慶啤酒"),
    ("chongqing", "重庆啤酒"),
    ("zhongqing", "重庆啤酒"),
    ("cs", "长沙银行"),
    ("csyh", "长沙银行"),
    ("changshayinhang", "长沙银行"),
    ("xm", "厦门航空"),
    ("xiamen", "厦门航空"),
    ("shan", "单雄信"),
    ("shanx", "单雄信"),
    ("sxx", "单雄信"),
    ("zeng", "曾国强"),
    ("xie", "解小东"),
    ("qiu", "仇英"),
    ("ou", "区志伟"),
    ("zha", "查良"),
    ("ge", "盖文"),
    ("xian", "西安市"),
    ("xian", "先锋"),
    ("fangan", "方案"),
    ("lv", "吕布"),
    ("lyubu", "吕布"),
    ("harb", "Harbour Lane Foods"),
    ("h", "Harbour Lane Foods"),
    ("lane", "Harbour Lane Foods"),
    ("LANE", "harbour-lane"),
    ("Harbour Lane", "Harbour Lane Foods"),
    ("mull", "Müller GmbH"),
    ("wang.fang@har", "wang.fang@harbour.example"),
    ("万科A", "万科A股"),
    ("万科Ａ", "万科A"),
    ("wka", "万科A"),
    ("wanke", "万科A"),
    ("A股", "万科A股"),
    ("zg移动", "中国移动"),
    ("中国yd", "中国移动"),
    ("tcl", "TCL科技"),
    ("tclkj", "TCL科技"),
    ("tcl科技", "TCL科技"),
    ("*ST", "*ST长虹"),
    ("*ST长虹", "*ST长虹"),
    ("AT&T", "AT&T Inc."),
    ("58同城", "58同城"),
    ("360", "360集团"),
    ("平安中国", "平安（中国）保险"),
    ("平安(中国)", "平安（中国）保险"),
    ("pazgbx", "平安（中国）保险"),
    ("𬭎", "王𬭎"),
    ("王𬭎", "王𬭎"),
    ("ソニ", "ソニー株式会社"),
    ("приве", "Привет"),
]


@pytest.mark.parametrize(("word", "text"), FINDS)
def test_finds(fts: sqlite3.Connection, word: str, text: str) -> None:
    assert found(fts, word, ["别的名称", text])


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("中国移动", "移动中国"),
        ("中国移", "中国国移"),
        ("动移", "中国移动"),
        ("zgdy", "中国移动"),
        ("guozhong", "中国移动"),
        ("zhongyi", "中国移动"),
        ("bour", "Harbour Lane Foods"),
        ("harbourfoods", "Harbour Lane Foods"),
        ("Lane Harbour", "Harbour Lane Foods"),
        ("万科B", "万科A"),
        ("万A", "万科A"),
        ("xiang", "西安"),
        ("q", "中国"),
        ("AT&X", "AT&T"),
    ],
)
def test_does_not_find(fts: sqlite3.Connection, word: str, text: str) -> None:
    assert not found(fts, word, [text])


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("000001", "C-000001"),
        ("C-000012", "C-000012"),
        ("c000012", "C-000012"),
        ("C-0000", "C-000012"),
        ("12", "C-000012"),
        ("2", "C-000012"),
        ("01", "C-000012"),
        ("c", "C-000012"),
        ("客-0012", "客-0012"),
        ("8888", "0755-88881234"),
        ("0755-8888", "0755-88881234"),
        ("075588881234", "+86 755 8888 1234"),
        ("+8675588881234", "0755-88881234"),
        ("＋８６７５５", "0755-88881234"),
        ("34", "0755-88881234"),
        ("4", "0755-88881234"),
        ("91440300ma5", "91440300MA5ABC12XY"),
    ],
)
def test_finds_codes_and_phones(fts: sqlite3.Connection, word: str, number: str) -> None:
    assert found(fts, word, ["中国移动"], ["S-77", number])


@pytest.mark.parametrize(
    ("word", "number"),
    [("13", "C-000012"), ("C-000013", "C-000012"), ("8812388", "0755-88881234"), ("0", "99")],
)
def test_does_not_find_other_numbers(fts: sqlite3.Connection, word: str, number: str) -> None:
    assert not found(fts, word, [], [number])


@pytest.mark.parametrize("word", ["", " ", "-", "*", '"', "'", "()", "。", "\x00", "\ue001", "😀"])
def test_a_word_without_letter_or_digit_asks_nothing(word: str) -> None:
    query = parse_word(word)
    assert query.is_empty
    assert query.exact
    assert query.verify([])
    assert match_expression([query, query]) == ""


def test_private_use_characters_of_a_text_make_no_marked_token() -> None:
    assert record_tokens(["\ue001zgyd"]) == record_tokens(["zgyd"])


def test_words_are_joined_by_and(fts: sqlite3.Connection) -> None:
    words = [parse_word(word) for word in ("平安", "-", "harb", "12")]
    fts.execute("DELETE FROM one")
    fts.execute("INSERT INTO one VALUES (?)", (record_tokens(["平安", "Harbour"], ["C-12"]),))
    sql = "SELECT count(*) FROM one WHERE one MATCH ?"
    assert fts.execute(sql, (match_expression(words),)).fetchone()[0] == 1
    assert fts.execute(sql, (match_expression([*words, parse_word("x")]),)).fetchone()[0] == 0


@settings(max_examples=60, deadline=None)
@given(TEXT, st.lists(TEXT, max_size=3), st.lists(TEXT, max_size=2))
def test_no_word_and_no_record_fails(word: str, texts: list[str], digits: list[str]) -> None:
    conn = sqlite3.connect(":memory:")
    conn.execute("CREATE VIRTUAL TABLE one USING fts5(tokens, detail=none, tokenize=ascii)")
    query = parse_word(word)
    query.verify(texts, digits)
    tokens = record_tokens(texts, digits)
    assert tokens == record_tokens(texts, digits)
    assert len(tokens.split(" ")) == len(set(tokens.split(" ")))
    conn.execute("INSERT INTO one VALUES (?)", (tokens,))
    if not query.is_empty:
        conn.execute("SELECT rowid FROM one WHERE one MATCH ?", (query.match,)).fetchall()
    conn.close()


@pytest.mark.slow
@pytest.mark.parametrize(
    "word",
    ["中" * 5000, "zhongguo" * 500, "x" * 5000, "1" * 5000, "a-" * 3000, "a。" * 3000],
    ids=["han", "pinyin", "letters", "digits", "pieces", "sentences"],
)
def test_a_pasted_page_is_no_danger(fts: sqlite3.Connection, word: str) -> None:
    assert found(fts, word, [word], [word])


@settings(max_examples=60, deadline=None)
@given(name=st.text(HAN, min_size=1, max_size=9), data=st.data())
def test_every_part_of_a_han_name_finds_it(
    fts: sqlite3.Connection, name: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(name) - 1))
    end = data.draw(st.integers(start + 1, len(name)))
    assert found(fts, name[start:end], ["Harbour", name])


@settings(max_examples=60, deadline=None)
@given(
    words=st.lists(
        st.from_regex(r"[A-Za-z][A-Za-z0-9]{0,11}", fullmatch=True), min_size=1, max_size=4
    ),
    data=st.data(),
)
def test_every_beginning_of_a_latin_word_finds_it(
    fts: sqlite3.Connection, words: list[str], data: st.DataObject
) -> None:
    word = data.draw(st.sampled_from(words))
    size = data.draw(st.integers(1, len(word)))
    assert found(fts, word[:size], [" ".join(words), "中国"])


@settings(max_examples=60, deadline=None)
@given(text=TEXT, data=st.data())
def test_what_a_text_consists_of_finds_it(
    fts: sqlite3.Connection, text: str, data: st.DataObject
) -> None:
    runs = RUN.findall(fold(text))
    if not runs:
        return
    run = data.draw(st.sampled_from(runs))
    part = run[: data.draw(st.integers(1, len(run)))]
    if DENSE_RUN.match(run):
        part = run[data.draw(st.integers(0, len(run) - 1)) :]
    assert found(fts, part, [text])


@settings(max_examples=60, deadline=None)
@given(number=st.from_regex(r"\+?[0-9]{1,4}[- ]?[0-9]{1,8}", fullmatch=True), data=st.data())
def test_every_run_of_digits_finds_a_phone(
    fts: sqlite3.Connection, number: str, data: st.DataObject
) -> None:
    digits = "".join(filter(str.isdigit, number))
    start = data.draw(st.integers(0, len(digits) - 1))
    end = data.draw(st.integers(start + 1, len(digits)))
    assert found(fts, digits[start:end], [], [number])


@settings(max_examples=40, deadline=None)
@given(
    name=st.text(
        st.sampled_from("中国移动平安银行重庆长沙厦门单曾乐会大都石"), min_size=2, max_size=7
    )
)
def test_every_run_of_likely_initials_and_syllables_finds_it(
    fts: sqlite3.Connection, name: str
) -> None:
    short, syllables = initials(name), pinyin(name).split()
    for start in range(len(name)):
        assert found(fts, short[start:], [name])
        assert found(fts, "".join(syllables[start:]), [name])


@given(
    names=st.lists(
        st.text(
            st.sampled_from("中国移动平安重庆长沙厦单曾乐亲家得一撮绿旅行和龍か(。- TCLabord9"),
            max_size=8,
        ),
        max_size=3,
    ),
    data=st.data(),
)
def test_the_quick_look_at_what_is_said_says_what_the_close_one_says(
    names: list[str], data: st.DataObject
) -> None:
    short, long = "".join(map(initials, names)), "".join(map(pinyin, names)).replace(" ", "")
    letters = fold(data.draw(st.sampled_from([short, long, "dei", "lyu", "laoting", "qingjia"])))
    start = data.draw(st.integers(0, max(0, len(letters) - 1)))
    word = letters[start : start + data.draw(st.integers(1, 9))]
    if not (word.isascii() and word.isalpha()):
        return
    quick = spoken(word, names)
    assert quick in (None, word_matches(((word,),), (), haystack(names, ())))


@pytest.mark.parametrize(
    ("word", "name", "quick"),
    [
        ("zgyd", "中国移动", True),
        ("zhongguoyi", "中国移动", True),
        ("zhongyi", "中国移动", False),
        ("chongq", "重庆", True),
        ("zhongq", "重庆", True),  # a name may be read the other way
        ("wankea", "万科A", None),  # letters said between Han
        ("zgyd", "中國移動", None),  # traditional
        ("qingjia", "亲家", None),  # said so in this phrase alone
        ("hp", "和,平", True),
        ("hp", "和。平", False),
        ("lyu", "绿地", True),
    ],
)
def test_the_quick_look_decides_the_usual(word: str, name: str, quick: bool | None) -> None:
    assert spoken(word, [name]) is quick


def test_other_tokens_need_another_version() -> None:
    """A change of scheme or tables must raise `TOKEN_VERSION`: old tokens are made again."""
    sample = record_tokens(
        [
            "中國移動（重庆）有限公司",
            "万科A",
            "单雄信",
            "Harbour Lane Foods",
            "王𬭎",
            "a.b@c.example",
        ],
        ["C-000012", "+86 755-8888 1234"],
    )
    digest = hashlib.sha256(sample.encode()).hexdigest()[:16]
    assert (TOKEN_VERSION, digest) == (1, "97ac34294853c42b")
