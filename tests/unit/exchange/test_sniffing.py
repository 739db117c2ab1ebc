from __future__ import annotations

import io
from pathlib import Path

import pytest

from storage.exchange.codes import Code
from storage.exchange.sniffing import (
    FileKind,
    Newline,
    Sniffed,
    canonical_encoding,
    guess_delimiter,
    sniff,
)
from storage.exchange.table import UnreadableFileError

DATA = Path(__file__).parents[2] / "data" / "exchange"
CHINESE = "公司名称,城市\r\n上海海纳,上海\r\n"


def sniffed(content: bytes, name: str = "", **wanted: str) -> Sniffed:
    return sniff(io.BytesIO(content), name, **wanted)


@pytest.mark.parametrize(
    ("content", "encoding", "bom"),
    [
        (b"a,b\n1,2\n", "utf-8", False),
        (CHINESE.encode(), "utf-8", False),
        (CHINESE.encode("utf-8-sig"), "utf-8-sig", True),
        (CHINESE.encode("gb18030"), "gb18030", False),
        (CHINESE.encode("gbk"), "gb18030", False),
        (CHINESE.encode("utf-16"), "utf-16", True),
        (b"\xfe\xff" + CHINESE.encode("utf-16-be"), "utf-16", True),
        (CHINESE.encode("utf-32"), "utf-32", True),
    ],
)
def test_the_ladder_finds_the_encoding(content: bytes, encoding: str, bom: bool) -> None:
    found = sniffed(content)
    assert (found.encoding, found.bom, found.certain) == (encoding, bom, True)


def test_a_late_chinese_character_decides() -> None:
    content = b"name\n" + b"plain\n" * 300_000 + "海纳\n".encode("gb18030")
    assert sniffed(content).encoding == "gb18030"


def test_bytes_of_no_encoding_are_not_certain() -> None:
    found = sniffed("公司\n".encode() + b"\xff\xff\n")
    assert (found.encoding, found.certain) == ("utf-8", False)


@pytest.mark.parametrize(
    ("wanted", "encoding"),
    [("GBK", "gb18030"), ("gb2312", "gb18030"), ("latin-1", "iso8859-1"), ("UTF8", "utf-8-sig")],
)
def test_the_users_word_is_taken(wanted: str, encoding: str) -> None:
    assert sniffed(b"\xef\xbb\xbfa,b\n", encoding=wanted).encoding == encoding


@pytest.mark.parametrize("wanted", ["klingon", "base64", "hex", ""])
def test_an_encoding_that_is_none_is_refused(wanted: str) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        canonical_encoding(wanted)
    assert caught.value.problem.code == Code.ENCODING_UNKNOWN
    assert caught.value.problem.params == {"encoding": wanted}


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a,b,c\n1,2,3\n", ","),
        ("a;b;c\n1,5;2,5;3\n", ";"),
        ("a\tb\n1,2\t3\n", "\t"),
        ("a|b\n1|2\n", "|"),
        ('a;b\n"1,2,3,4";x\n', ";"),
        ('"a,b";c\n"d,e";f\n', ";"),
        ("name\n张三\n", ","),
        ("名称，城市\n甲，乙\n", ","),
        ("a,b\n", ","),
    ],
)
def test_the_delimiter_is_guessed(text: str, delimiter: str) -> None:
    assert guess_delimiter(text) == delimiter


def test_excels_own_line_names_the_delimiter() -> None:
    found = sniffed(b"sep=|\r\na,b|c\r\n1,2|3\r\n")
    assert (found.delimiter, found.declared) == ("|", True)
    assert not sniffed(b"sep=x and more\na,b\n").declared


@pytest.mark.parametrize(
    ("content", "newline"),
    [(b"a\r\nb", Newline.CRLF), (b"a\nb", Newline.LF), (b"a\rb", Newline.CR), (b"a", Newline.LF)],
)
def test_line_ends(content: bytes, newline: Newline) -> None:
    assert sniffed(content).newline is newline


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (b"PK\x03\x04....", "x.csv", FileKind.XLSX),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "x", FileKind.XLS),
        (b"BEGIN:VCARD\n", "x.csv", FileKind.VCARD),
        (b"\xef\xbb\xbf\r\nbegin:vcard\n", "x", FileKind.VCARD),
        (b"BEGIN:VCALENDAR\n", "x", FileKind.ICALENDAR),
        (b"[{}]", "x.json", FileKind.JSON),
        (b"a,b\n", "x.json", FileKind.CSV),
        (b"FN:x\n", "x.vcf", FileKind.VCARD),
        (b"<html><table>", "x.xls", FileKind.HTML),
        (b'<?xml version="1.0"?><Workbook>', "x.xls", FileKind.HTML),
        (b"%PDF-1.7", "x.csv", FileKind.BINARY),
        (b"\x1f\x8b\x08", "x.csv", FileKind.BINARY),
        (b"a,b\n", "x.xlsx", FileKind.CSV),
    ],
)
def test_content_tells_the_kind(content: bytes, name: str, kind: FileKind) -> None:
    assert sniffed(content, name).kind is kind


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b" \r\n\r\n"])
def test_an_empty_file_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        sniffed(content)
    assert caught.value.problem.code == Code.FILE_EMPTY


@pytest.mark.parametrize(
    ("name", "encoding", "delimiter"),
    [
        ("companies_utf8_bom.csv", "utf-8-sig", ","),
        ("companies_gb18030.csv", "gb18030", ","),
        ("companies_semicolon.csv", "utf-8", ";"),
        ("companies_tab_utf16.txt", "utf-16", "\t"),
        ("notes_quoted.csv", "utf-8", ","),
    ],
)
def test_own_files(name: str, encoding: str, delimiter: str) -> None:
    with (DATA / name).open("rb") as source:
        found = sniff(source, name)
        assert source.tell() == 0
    assert (found.kind, found.encoding, found.delimiter) == (FileKind.CSV, encoding, delimiter)
