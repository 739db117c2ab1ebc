"""A careless importer: files that nobody should have sent (11.6).

Each gives its rows, or a sentence in both languages for the line that cannot be taken. Nothing is
half written, one undo takes all of it back, and nothing of it harms a screen or a spreadsheet.
"""

from __future__ import annotations

import codecs
import csv
import os
import re
import threading
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from models.explanation import Reason
from storage.errors import ServiceError
from storage.exchange.guarding import is_risky
from storage.exchange.sniffing import SAMPLE_BYTES
from storage.services import Services
from storage.services.exchange import ImportResult, Preview
from tests.cli.conftest import Cli
from tests.dumps import differing, dump
from tests.team import STRANGER, a_team, become, customers_of
from tui import i18n
from tui.cli.output import sentence
from tui.words import vocabulary

HEAD = "Customer,City,Website\r\n"
GOOD = "Harbour Lane,Bonn,\r\n"
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(frozen=True)
class Sent:
    """A file, how many records it makes, and the codes of what is refused, by line."""

    content: bytes
    made: int = 0
    refused: dict[int, str] = field(default_factory=dict)
    whole: str = ""  # why nothing of it can be read
    name: str = "sent.csv"
    kind: str = "customer"


def text(
    *lines: str, head: str = HEAD, made: int = 0, encoding: str = "utf-8", **more: str
) -> Sent:
    """A table of some lines; `_7="code"` says what is refused in line 7."""
    refused = {int(key[1:]): code for key, code in more.items() if key[0] == "_"}
    rest = {key: code for key, code in more.items() if key[0] != "_"}
    content = (head + "".join(lines)).encode(encoding, "surrogatepass")
    return Sent(content, made, refused, **rest)


FORBIDDEN = "field.bad_character"
DAYS = ("0000-00-00", "31.02.2026", "2026-13-01", "99999999-01-01", "2026-02-29", "昨日的明天")
FILES: dict[str, Sent] = {
    "formula": text(
        '"=HYPERLINK(""http://x"")",@SUM(A1),\r\n', "+cmd|' /C calc'!A0,-2+3,\r\n",
        "＝1+1,Bonn,\r\n", "\"\t=1\",Bonn,\r\n", made=4,
    ),
    "escape": text("A\x1b[31mred\x1b]0;t\x07,Bonn,\r\n", GOOD, made=1, _2=FORBIDDEN),
    "c1": text("A\x9b31m,Bonn,\r\n", GOOD, made=1, _2=FORBIDDEN),
    "bidi": text("abc\u202egnp.exe,Bonn,\r\n", "A\u2066B,Bonn,\r\n", _2=FORBIDDEN, _3=FORBIDDEN),
    "zero_width": text("Har\u200bbour,Bo\ufeffnn,\r\n", "\u200b,Bonn,\r\n", made=1,
                       _3="import.cell_empty"),
    "nul": text("A\0B,Bonn,\r\n", GOOD, made=1, _2="file.nul_character"),
    "nul_in_header": text(GOOD, head="Cust\0omer,City,Website\r\n", whole="file.header_unreadable"),
    "gb18030": text("湖滨商行,上海,\r\n", encoding="gb18030", made=1),
    "utf16": text("湖滨商行,上海,\r\n", encoding="utf-16", made=1),
    "utf16_be": Sent(codecs.BOM_UTF16_BE + (HEAD + GOOD).encode("utf-16-be"), 1),
    "utf16_without_mark": text(GOOD, encoding="utf-16-le", whole="file.header_unreadable"),
    "utf32": text(GOOD, encoding="utf-32", made=1),
    "half_utf16": Sent((HEAD + GOOD).encode("utf-16") + b"\x41", 1, {3: "file.too_few_cells"}),
    "utf16_half_pair": text("A\ud800B,Bonn,\r\n", GOOD, encoding="utf-16", made=1,
                            _2="file.undecodable"),
    "mark_twice": text(GOOD, head="\ufeff\ufeff" + HEAD, made=1),
    "latin1": text("Café Zürich,Bonn,\r\n", GOOD, encoding="latin-1", made=1,
                   _2="file.undecodable"),
    "open_quote": text('"A,Bonn,\r\n', GOOD, "B,Bonn,\r\n", _2="file.quote_not_closed",
                       _3="file.inside_open_quote", _4="file.inside_open_quote"),
    "text_after_quote": text('"A"x,Bonn,\r\n', GOOD, made=1, _2="file.text_after_quote"),
    "quotes_only": text('"' * 5_001 + "\r\n", GOOD, _2="file.quote_not_closed",
                        _3="file.inside_open_quote"),
    "long_cell": text('"' + "x" * 200_000 + '",Bonn,\r\n', GOOD, made=1, _2="file.row_too_long"),
    "too_long_name": text("长" * 5_000 + ",Bonn,\r\n", GOOD, made=1, _2="field.too_long"),
    "endless_line": text("x" * 4_100_000 + "\r\n", GOOD, made=1, _2="file.row_too_long"),
    "thousand_columns": text("A" + ",v" * 999 + "\r\n",
                             head="Customer," + ",".join(f"c{n}" for n in range(999)) + "\r\n",
                             made=1),
    "thousand_unknown": text("v" + ",v" * 999 + "\r\n",
                             head=",".join(f"c{n}" for n in range(1000)) + "\r\n",
                             whole="mapping.nothing_mapped"),
    "doubled_header": text("A,B,Bonn\r\n", head="Customer,Customer,City\r\n", made=1),
    "header_of_nobody": text("A,Bonn\r\n", head="Kunde,Ort\r\n", whole="mapping.nothing_mapped"),
    "header_without_names": text(GOOD, head=",,\r\n", made=0, whole="mapping.nothing_mapped"),
    "chinese_header": text(GOOD, head="客户名称,城市,网址\r\n", made=1),
    "mixed_line_ends": text("A,Bonn\rB,Bonn\r\nC,Bonn\n\rD,Bonn", head="Customer,City\n", made=4),
    "ragged": text("A\r\n", "B,Bonn,,,x\r\n", "C,Bonn,,,\r\n", made=1, _2="file.too_few_cells",
                   _3="file.too_many_cells"),
    "empty": Sent(b"", whole="file.empty"),
    "blank_lines": Sent(b"\r\n\r\n \r\n", whole="file.empty"),
    "header_alone": text(),
    "huge_numbers": text("A," + "9" * 400 + "\r\n", "B,1e999\r\n", "C,NaN\r\n", "D,-5\r\n",
                         "E,１２３\r\n", "F,inf\r\n", head="Customer,Share of wallet\r\n",
                         _2="field.not_a_number", _3="field.not_a_number", _4="field.not_a_number",
                         _5="field.too_small", _6="field.too_large", _7="field.not_a_number"),
    "impossible_days": Sent(
        "\n".join(["Customer,Expected close", *(f"A{n},{day}" for n, day in enumerate(DAYS))])
        .encode(),
        refused=dict.fromkeys(range(2, 8), "field.not_a_date"),
    ),
    "lone_surrogate": text("A\ud800B,Bonn,\r\n", GOOD, made=1, _2="file.undecodable"),
    "emoji": text("👩‍👩‍👧‍👦 Families 🏳️‍🌈,Bonn,\r\n", made=1),
    "marks": text("Z" + "\u0301" * 300 + ",Bonn,\r\n", made=0, _2="field.too_long"),
    "same_row_often": text(*[GOOD] * 300, made=1),
    "markup": text("[red]A[/red] ${x} {name} %s\\n,Bonn,\r\n", made=1),
    "sql": text("\"A'); DROP TABLE customer;--\",Bonn,\r\n", made=1),
    "watermark": text("#fivefold: x,,\r\n", GOOD, made=1),
    "web_page": Sent(b"<html><table><tr><td>Customer", whole="file.format_unknown", name="a.xls"),
    "no_workbook": Sent(b"PK\x03\x04" + b"x" * 99, whole="file.workbook_damaged", name="a.xlsx"),
    "a_program": Sent(b"\x7fELF" + b"\0" * 99, whole="file.format_unknown"),
    "noise": Sent(bytes(range(256)) * 300, whole="file.header_unreadable"),
    "card": Sent(b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:\x1b[31m=cmd\r\nEND:VCARD\r\n"
                 b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:A\r\n", 0,
                 {1: FORBIDDEN, 5: "card.not_closed"}, name="a.vcf", kind="contact"),
}  # fmt: skip


@pytest.fixture(autouse=True)
def english() -> None:
    i18n.set_language("en")


def told(reason: Reason, entity: str) -> None:
    """The reason is a sentence in both languages, harmless on a screen, whatever it holds."""
    for language in ("en", "zh"):
        i18n.set_language(language)
        words = sentence(reason, entity)
        assert words != reason.code
        assert "{" not in words.replace("{name}", "")  # a cell that holds it
        assert words.rstrip()[-1] in ".。!?)）"
    i18n.set_language("en")
    assert re.search("[\u4e00-\u9fff]", words), words


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_gives_rows_or_sentences(
    name: str, services: Services, tmp_path: Path
) -> None:
    sent = FILES[name]
    path = tmp_path / sent.name
    path.write_bytes(sent.content)
    before = dump(services)
    words = vocabulary()

    def take() -> tuple[Preview, ImportResult]:
        seen = services.exchange.preview(path, sent.kind, vocabulary=words)
        word = lambda reason: sentence(reason, sent.kind)  # noqa: E731
        return seen, services.exchange.run(seen, vocabulary=words, word=word)

    if sent.whole:
        with pytest.raises(ServiceError) as refused:
            take()
        assert refused.value.code == sent.whole
        told(refused.value.reason, sent.kind)
        assert differing(before, dump(services)) == {}
        return
    seen, done = take()
    verdicts = {one.line: one.reasons[0].code for one in done.verdicts}
    assert (done.created, verdicts) == (sent.made, sent.refused)
    for one in done.verdicts:
        for reason in one.reasons:
            told(reason, sent.kind)
    for remark in (*seen.remarks, *(reason for _line, reason in done.remarks)):
        told(remark, sent.kind)
    if done.rejects_path is not None:
        assert harmless(done.rejects_path)
    target = tmp_path / "out.csv"
    query = services.lists.parse("", f"{sent.kind}s")
    services.exchange.export(f"{sent.kind}s", query, "csv", target)
    assert harmless(target)
    assert not UNSAFE.search(target.read_text("utf-8"))
    if done.created:
        services.changes.undo(done.batch)
    assert differing(before, dump(services)) == {}


def harmless(path: Path) -> bool:
    """No cell of a file begins a formula."""
    limit = csv.field_size_limit(10_000_000)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        cells = [cell for row in csv.reader(stream) for cell in row]
    csv.field_size_limit(limit)
    return not any(is_risky(cell) for cell in cells if cell[:1] != "'")


def test_the_place_of_a_file_may_be_hostile_too(services: Services, tmp_path: Path) -> None:
    """A folder, a pipe nobody writes to, a device without end, a link to nothing or to itself."""
    pipe, folder, gone, loop = (tmp_path / n for n in ("pipe.csv", "dir.csv", "gone.csv", "l.csv"))
    os.mkfifo(pipe)
    folder.mkdir()
    gone.symlink_to("nowhere.csv")
    loop.symlink_to("l.csv")
    answers: dict[str, ServiceError] = {}

    def ask(path: Path) -> None:
        try:
            services.exchange.preview(path, "customer", vocabulary=vocabulary())
        except ServiceError as error:
            answers[path.name] = error

    for path in (pipe, folder, gone, loop, Path("/dev/zero"), Path("/dev/null")):
        thread = threading.Thread(target=ask, args=(path,), daemon=True)
        thread.start()
        thread.join(20)
        assert not thread.is_alive(), path
    codes = {name: error.code for name, error in answers.items()}
    assert codes == {
        "pipe.csv": "file.not_ordinary",
        "dir.csv": "file.not_ordinary",
        "zero": "file.not_ordinary",
        "null": "file.not_ordinary",
        "gone.csv": "file.not_found",
        "l.csv": "fault.io",
    }
    for error in answers.values():
        told(error.reason, "customer")


@pytest.mark.parametrize("name", ["e\x1b[31mvil\n\u202e.csv", "\udcff.csv", "湖" * 80 + ".csv",
                                  "=cmd.csv", "-rf.csv", "[red]x[b].csv"])  # fmt: skip
def test_the_name_of_a_file_may_be_hostile_too(
    name: str, services: Services, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes((HEAD + GOOD + "\0,,\r\n").encode())
    before = dump(services)
    seen = services.exchange.preview(path, "customer", vocabulary=vocabulary())
    done = services.exchange.run(seen, vocabulary=vocabulary())
    assert (done.created, done.rejected) == (1, 1)
    assert done.rejects_path is not None
    assert done.rejects_path.exists()
    assert services.trail.verify().whole
    services.changes.undo(done.batch)
    assert differing(before, dump(services)) == {}


def test_a_sample_that_ends_within_a_character(services: Services, tmp_path: Path) -> None:
    path = tmp_path / "cut.csv"
    row = "湖滨商行,上海,\r\n"
    head = HEAD + "x" * ((SAMPLE_BYTES - len(HEAD)) % 3) + row
    path.write_bytes((head + "店,上海,\r\n" * 8_000).encode()[: SAMPLE_BYTES + 1000 // 3 * 3])
    seen = services.exchange.preview(path, "customer", vocabulary=vocabulary())
    assert seen.sniffed.delimiter == ","
    assert not seen.problems


def test_a_file_reaches_no_further_than_its_user(services: Services, tmp_path: Path) -> None:
    """Who sells changes no owner and no customer of others; theirs are as if not there."""
    a_team(services)
    whose = customers_of(services, "sales")
    own, theirs = whose["own"], whose[STRANGER]
    boss = services.core.login
    before = dump(services)
    path = tmp_path / "reach.csv"
    rows = (f"{own.code},,manager", f"{theirs.code},苏州,", "C-999999,苏州,")
    path.write_text("\n".join(("code,city,owner", *rows)), "utf-8")
    become(services, "sales")
    words = vocabulary()
    seen = services.exchange.preview(path, "customer", vocabulary=words)
    done = services.exchange.run(seen, vocabulary=words)
    assert (done.created, done.updated) == (0, 0)
    codes = [one.reasons[0].code for one in done.verdicts]
    for one in done.verdicts:
        told(one.reasons[0], "customer")
    become(services, boss)
    assert codes == ["refused.role", "import.cell_empty", "import.cell_empty"]
    assert differing(before, dump(services)) == {}


def test_a_column_that_is_left_out_is_named(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    header = ",".join(f"c{n}" for n in range(999))
    path.write_text(f"Customer,{header}\nA{',v' * 999}\n,x{',' * 998}\n", "utf-8")
    answer = cli("import", str(path), "--as", "customers", "--dry-run")
    assert "Columns left out (999): c0, c1, " in answer.err
    assert ", ...." in answer.err
    assert "Customer name: a value is needed. Fill in the cell." in answer.err
    assert "FIELD=VALUE" not in answer.err
