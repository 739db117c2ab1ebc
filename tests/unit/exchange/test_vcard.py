from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.exchange import vcard, vcard_writing
from storage.exchange.codes import Code
from storage.exchange.sniffing import sniff
from storage.exchange.table import Problem, RawRow
from storage.exchange.vcard_fields import COLUMNS

DATA = Path(__file__).parents[2] / "data" / "exchange"


def verdicts(content: bytes) -> list[RawRow | Problem]:
    source = io.BytesIO(content)
    return list(vcard.read(source, sniff(source, "x.vcf")).rows)


def fields(row: RawRow | Problem) -> dict[str, str]:
    return {name: cell for name, cell in zip(COLUMNS, row.cells, strict=True) if cell}


def codes(row: RawRow | Problem) -> list[str]:
    assert isinstance(row, RawRow)
    return [note.code for note in row.notes]


def card(*lines: str, version: str = "3.0") -> bytes:
    text = ["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD"]
    return "\r\n".join(text).encode() + b"\r\n"


def only(*lines: str, version: str = "3.0") -> RawRow:
    (row,) = verdicts(card(*lines, version=version))
    assert isinstance(row, RawRow)
    return row


def test_cards_of_an_old_phone() -> None:
    first, second, third = verdicts((DATA / "contacts_v21.vcf").read_bytes())
    assert [first.__class__, second.__class__, third.__class__] == [RawRow] * 3
    assert fields(first) == {
        "name": "mei.lin",
        "email": "mei.lin@example.com",
        "preference_note": "CATEGORIES: My Contacts",
    }
    assert codes(first) == [Code.NAME_FROM_EMAIL]
    assert fields(second) == {
        "name": "王小明",
        "mobile": "13800138000",
        "home_phone": "021-55556666",
        "preference_note": "TEL CELL: 13900139000\n喜欢茶\n周五后联系",
    }
    assert codes(second) == []
    assert fields(third) == {
        "name": "海纳贸易",
        "customer": "海纳贸易",
        "department": "采购",
        "fax": "02112345678",
    }
    assert codes(third) == [Code.NAME_FROM_ORGANISATION]
    assert isinstance(second, RawRow)
    assert second.line_number == 6


def test_cards_of_apple() -> None:
    (row,) = verdicts((DATA / "contacts_v30_apple.vcf").read_bytes())
    assert fields(row) == {
        "name": "Dr. Ada Mae Okafor",
        "salutation": "Dr.",
        "customer": "Northwind, Ltd.",
        "department": "Purchasing",
        "title": "Head of Purchasing",
        "mobile": "+44 7700 900123",
        "office_phone": "+44 20 7946 0958",
        "fax": "+44 20 7946 0000",
        "email": "ada@northwind.example",
        "wechat": "ada_o",
        "country_region": "United Kingdom",
        "city": "London",
        "postcode": "N1 1AA",
        "address": "1 Long Lane\nUnit 2",
        "preference_note": (
            "EMAIL HOME: ada@home.example\nBDAY: --12-10\nfirst line\nsecond; line\n"
            "X-SOCIALPROFILE LINKEDIN: https://example.com/ada"
        ),
    }
    assert codes(row) == [Code.BIRTHDAY_WITHOUT_YEAR]
    assert isinstance(row, RawRow)
    assert row.notes[0].params == {"month": 12, "day": 10}


def test_cards_of_version_4() -> None:
    first, group, third = verdicts((DATA / "contacts_v40.vcf").read_bytes())
    assert fields(first) == {
        "name": "陈晓",
        "mobile": "+86-138-0013-8001",
        "office_phone": "+86-10-6555-0101 x12",
        "email": "chen@example.cn",
        "birth_date": "1985-04-12",
        "wechat": "chenxiao85",
        "preference_note": "NICKNAME: 晓晓",
    }
    assert isinstance(group, Problem)
    assert (group.line, group.code) == (13, Code.CARD_IS_GROUP)
    assert fields(third) == {"name": "李雷", "preference_note": "BDAY: --02-03"}
    assert codes(third) == [Code.BIRTHDAY_WITHOUT_YEAR]


@pytest.mark.parametrize(
    ("lines", "name", "note"),
    [
        (["FN:Ada", "N:Other;;;;"], "Ada", None),
        (["FN: ", "N:Okafor;Ada;;;"], "Ada Okafor", None),
        (["N:王;小明;;;"], "王小明", None),
        (["N:Okafor;Ada;Mae;Dr.;PhD"], "Dr. Ada Mae Okafor PhD", None),
        (["N:Okafor"], "Okafor", None),
        (["N:;;;;", "NICKNAME:Addy", "EMAIL:a@b.example"], "Addy", Code.NAME_FROM_NICKNAME),
        (["EMAIL:a.b@c.example", "ORG:C"], "a.b", Code.NAME_FROM_EMAIL),
        (["ORG:C;D", "TEL:123"], "C", Code.NAME_FROM_ORGANISATION),
        (["TEL:+44 123"], "+44 123", Code.NAME_FROM_PHONE),
    ],
)
def test_where_the_name_comes_from(lines: list[str], name: str, note: str | None) -> None:
    row = only(*lines)
    assert row.cells[0] == name
    assert codes(row) == ([note] if note else [])


def test_a_card_without_anything_to_call_it_is_a_problem() -> None:
    (problem,) = verdicts(card("NOTE:who?", "BDAY:1990-01-02"))
    assert isinstance(problem, Problem)
    assert (problem.line, problem.column, problem.code) == (1, "name", Code.CARD_NAMELESS)
    assert fields(problem) == {"birth_date": "1990-01-02", "preference_note": "who?"}


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("TEL;CELL:1", "mobile"),
        ("TEL;TYPE=CELL:1", "mobile"),
        ("TEL;type=cell,voice:1", "mobile"),
        ('TEL;TYPE="cell,pref":1', "mobile"),
        ("TEL;TYPE=VOICE;TYPE=CELL:1", "mobile"),
        ("TEL;HOME;VOICE:1", "home_phone"),
        ("TEL;TYPE=home:1", "home_phone"),
        ("TEL;TYPE=home,cell:1", "mobile"),
        ("TEL;TYPE=work:1", "office_phone"),
        ("TEL;WORK;FAX:1", "fax"),
        ("TEL:1", "office_phone"),
        ("TEL:13800138000", "mobile"),
        ("TEL:+86 138-0013-8000", "mobile"),
        ("TEL;TYPE=work:13800138000", "office_phone"),
        ("item1.TEL:1\r\nitem1.X-ABLabel:手机", "mobile"),
        ("item1.TEL:1\r\nitem1.X-ABLabel:_$!<Home>!$_", "home_phone"),
        ("X-WECHAT:1", "wechat"),
        ("IMPP:weixin:1", "wechat"),
        ("IMPP;TYPE=wechat:1", "wechat"),
        ("item2.IMPP:1\r\nitem2.X-ABLabel:微信", "wechat"),
        ("X-SOCIALPROFILE;TYPE=whatsapp:x-apple:1", "whatsapp"),
        ("URL:https://example.com", "social_url"),
        ("ROLE:Buyer", "title"),
    ],
)
def test_every_spelling_finds_its_field(line: str, column: str) -> None:
    assert column in fields(only("FN:x", line))


@pytest.mark.parametrize(
    ("line", "note"),
    [
        ("X-QQ:10001", "X-QQ: 10001"),
        ("IMPP:xmpp:ada@example.com", "IMPP: xmpp:ada@example.com"),
        ("ANNIVERSARY:20100304", "ANNIVERSARY: 20100304"),
        ("BDAY:circa 1960", "BDAY: circa 1960"),
        ("TEL;TYPE=cell:1\r\nTEL;TYPE=cell:2", "TEL CELL: 2"),
        ("ADR:;;A 1;B;C;D;E\r\nADR;TYPE=home:;;F 2;G;;;", "ADR HOME: G F 2"),
        ("ORG:A\r\nORG:B", "ORG: B"),
    ],
)
def test_what_has_no_field_stands_in_the_note(line: str, note: str) -> None:
    assert fields(only("FN:x", line))["preference_note"] == note


def test_the_preferred_comes_first() -> None:
    row = only("FN:x", "EMAIL;PREF=2:b@x.example", "EMAIL;PREF=1:a@x.example", version="4.0")
    assert fields(row)["email"] == "a@x.example"
    row = only("FN:x", "EMAIL:b@x.example", "EMAIL;TYPE=PREF:a@x.example")
    assert fields(row)["email"] == "a@x.example"


def test_equal_values_are_kept_once() -> None:
    row = only("FN:x", "TEL;TYPE=work:1", "TEL;TYPE=work:1", "NOTE:n", "NOTE:n")
    assert fields(row) == {"name": "x", "office_phone": "1", "preference_note": "n"}


@pytest.mark.parametrize("charset", ["GBK", "GB2312", "GB18030", "UTF-8"])
def test_each_property_has_its_charset(charset: str) -> None:
    raw = "王小明".encode(charset)
    quoted = "".join(f"={byte:02X}" for byte in raw).encode()
    encoding = charset.encode()
    content = (
        b"BEGIN:VCARD\r\nVERSION:2.1\r\nFN;CHARSET=" + encoding
        + b";ENCODING=QUOTED-PRINTABLE:" + quoted
        + b"\r\nORG;CHARSET=" + encoding + b":" + raw + b"\r\nEND:VCARD\r\n"
    )  # fmt: skip
    (row,) = verdicts(content)
    assert fields(row) == {"name": "王小明", "customer": "王小明"}
    assert codes(row) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_files_in_other_encodings(encoding: str) -> None:
    (row,) = verdicts(card("FN:王小明", "ORG:海纳贸易").decode().encode(encoding))
    assert fields(row) == {"name": "王小明", "customer": "海纳贸易"}


def test_bytes_that_fit_no_encoding_are_said() -> None:
    (row,) = verdicts(
        card("FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E7=8E=8B=E5", version="2.1")
    )
    assert row.cells[0] == "王\ufffd"
    assert isinstance(row, RawRow)
    assert [(n.code, n.params) for n in row.notes] == [
        (Code.TEXT_UNDECODABLE, {"line": 3, "property": "FN"})
    ]


def test_folds_join_even_within_a_character() -> None:
    name = "王小明".encode()
    lines = [b"BEGIN:VCARD", b"VERSION:3.0", b"FN:" + name[:4], b" " + name[4:], b"END:VCARD"]
    (row,) = verdicts(b"\r\n".join(lines))
    assert row.cells[0] == "王小明"


def test_folds_of_the_old_version_keep_their_blank() -> None:
    assert fields(only("FN:x", "TITLE:Head", " of all", version="2.1"))["title"] == "Head of all"


def test_a_soft_break_before_the_end_swallows_nothing() -> None:
    content = card("FN:x", "NOTE;ENCODING=QUOTED-PRINTABLE:text=", version="2.1") * 2
    assert [fields(row) for row in verdicts(content)] == [
        {"name": "x", "preference_note": "text"}
    ] * 2


def test_backslashes_of_the_old_version_are_no_line_ends() -> None:
    assert fields(only("FN:x", r"TITLE:c:\new\;a", version="2.1"))["title"] == r"c:\new;a"


def test_pictures_are_left_out_however_they_are_folded() -> None:
    picture = "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ"
    row = only("FN:x", picture, " SkZJRgAB", "AQAAAQABAAD/2wBD", "", "NOTE:after")
    assert fields(row) == {"name": "x", "preference_note": "after"}
    assert codes(row) == []


def test_an_agent_within_a_card_is_no_card() -> None:
    inner = ["AGENT:", "BEGIN:VCARD", "VERSION:2.1", "FN:inner", "END:VCARD"]
    row = only("FN:outer", *inner, "TITLE:Head", version="2.1")
    assert fields(row) == {"name": "outer", "title": "Head"}


def test_what_is_not_closed_or_stands_outside_is_said() -> None:
    content = (
        b"hello\nworld\nBEGIN:VCARD\nVERSION:3.0\nFN:a\n" + card("FN:b") + b"BEGIN:VCARD\nFN:c\n"
    )
    found = verdicts(content)
    assert [(v.line, v.code) for v in found if isinstance(v, Problem)] == [
        (1, Code.OUTSIDE_CARD),
        (3, Code.CARD_NOT_CLOSED),
        (10, Code.CARD_NOT_CLOSED),
    ]
    assert [v.cells[0] for v in found if isinstance(v, RawRow)] == ["b"]


def test_a_line_that_is_no_property_is_said() -> None:
    row = only("FN:x", "no property at all")
    assert [(n.code, n.params) for n in row.notes] == [
        (Code.LINE_NOT_UNDERSTOOD, {"line": 4, "text": "no property at all"})
    ]


# Writing


CONTACT = {
    "name": "陈晓, Jr.; x\\y",
    "salutation": "Ms",
    "customer": "海纳; 贸易",
    "department": "采购",
    "title": "Head",
    "mobile": "13800138000",
    "office_phone": "010-6555 x1",
    "home_phone": "021",
    "fax": "022",
    "email": "c@example.cn",
    "wechat": "cx",
    "whatsapp": "+86",
    "social_url": "https://example.com/a,b",
    "country_region": "中国",
    "province": "上海",
    "city": "上海",
    "postcode": "200000",
    "address": "南京路 1 号\n2 楼",
    "birth_date": "1985-04-12",
    "preference_note": "一" * 60 + "\nline two",
}


def written(rows: list[dict[str, str]], version: str) -> bytes:
    cells = [[row.get(name, "") for name in COLUMNS] for row in rows]
    return b"".join(vcard_writing.write(COLUMNS, cells, version))


@pytest.mark.parametrize("version", vcard_writing.VERSIONS)
def test_what_is_written_reads_back(version: str) -> None:
    content = written([CONTACT, {"name": "b"}], version)
    first, second = verdicts(content)
    assert fields(first) == CONTACT
    assert fields(second) == {"name": "b"}
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    content.decode("utf-8")


@pytest.mark.parametrize(("version", "line"), [("4.0", b"BDAY:--0203"), ("3.0", b":1604-02-03")])
def test_a_birthday_without_year_is_written(version: str, line: bytes) -> None:
    content = written([{"name": "x", "birth_date": "--02-03"}], version)
    assert line + b"\r\n" in content
    assert codes(verdicts(content)[0]) == [Code.BIRTHDAY_WITHOUT_YEAR]


def test_customers_are_organisations() -> None:
    content = b"".join(
        vcard_writing.write(["uid", "name", "phone"], [["c-1", "海纳", "021"]])
    ).decode()
    assert "UID:c-1\r\nKIND:org\r\nFN:海纳\r\n" in content
    assert "ORG:海纳\r\nTEL;TYPE=work:021\r\n" in content


def test_an_unknown_version_is_refused() -> None:
    with pytest.raises(ValueError, match=r"2\.1"):
        next(vcard_writing.write(["name"], [["x"]], "2.1"))


NAMES = st.text(st.sampled_from('王a,;:\\n" =é海'), min_size=1, max_size=60).map(
    lambda text: " ".join(text.split())
)


@settings(max_examples=50, deadline=None)
@given(NAMES.filter(lambda text: text.strip(" ;")), NAMES, st.sampled_from(vcard_writing.VERSIONS))
def test_every_name_and_title_comes_back(name: str, title: str, version: str) -> None:
    content = written([{"name": name, "title": title}], version)
    (row,) = verdicts(content)
    found = fields(row)
    assert found["name"] == name
    if title.strip("; "):
        assert found["title"] == title


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([
    b"BEGIN:VCARD\r\n", b"END:VCARD\n", b"FN:x\n", b"N:a;b\n", b"AGENT:\n", b" fold\n", b"=\n",
    b"NOTE;QUOTED-PRINTABLE:=E7=\n", b"PHOTO;BASE64:AA\n", b"\xff\xfe\n", b":\n", b"x\r", b";:\n",
]), max_size=14))  # fmt: skip
def test_no_order_of_lines_breaks_the_reader(lines: list[bytes]) -> None:
    content = b"BEGIN:VCARD\n" + b"".join(lines)
    found = verdicts(content)
    assert all(len(v.cells) in (1, len(COLUMNS)) for v in found)
    assert found
