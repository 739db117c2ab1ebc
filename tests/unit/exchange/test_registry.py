from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest

from storage.exchange import registry
from storage.exchange.codes import Code
from storage.exchange.sniffing import sniff
from storage.exchange.table import RawRow, UnreadableFileError

DATA = Path(__file__).parents[2] / "data" / "exchange"


def test_the_formats_of_the_export_verb_are_there() -> None:
    writable = {f.name for f in registry.FORMATS if f.writes}
    assert writable == {"csv", "xlsx", "json", "md", "txt", "vcf", "ics"}


@pytest.mark.parametrize(
    ("path", "name"),
    [("a.csv", "csv"), ("a.TXT", "txt"), ("x/y.xlsx", "xlsx"), ("a.tsv", "csv"), ("a.md", "md"),
     ("a.markdown", "md"), ("a.vcard", "vcf"), ("a.ics", "ics"), ("a.xls", None), ("a", None),
     ("a.exe", None)],
)  # fmt: skip
def test_formats_by_suffix(path: str, name: str | None) -> None:
    found = registry.for_writing(path)
    assert (found.name if found else None) == name


def test_formats_by_name_and_kind() -> None:
    cards = registry.by_name(" VCF ")
    assert cards is not None
    assert cards.holds("contacts")
    assert not cards.holds("orders")
    table = registry.by_name("csv")
    assert table is not None
    assert table.holds("orders")
    assert registry.by_name("pdf") is None


@pytest.mark.parametrize(
    ("name", "format_name", "rows"),
    [
        ("companies_gb18030.csv", "csv", 6),
        ("companies.xls", "xls", 2),
        ("contacts_v21.vcf", "vcf", 3),
    ],
)
def test_own_files_are_read(name: str, format_name: str, rows: int) -> None:
    with (DATA / name).open("rb") as source:
        found = sniff(source, name)
        reader = registry.for_reading(found)
        assert reader is not None
        assert reader.name == format_name
        table = registry.read_table(source, found)
        assert sum(isinstance(row, RawRow) for row in table.rows) == rows


@pytest.mark.parametrize("content", [b"<html></html>", b"%PDF-1", b"\x7fELF"])
def test_what_no_format_reads_is_refused(content: bytes) -> None:
    source = io.BytesIO(content)
    found = sniff(source, "x.xls")
    assert registry.for_reading(found) is None
    with pytest.raises(UnreadableFileError) as caught:
        registry.read_table(source, found)
    assert caught.value.problem.code == Code.FORMAT_UNKNOWN
    assert caught.value.problem.params == {"kind": found.kind.value}


@pytest.mark.parametrize("name", ["csv", "xlsx", "json", "md", "txt", "vcf"])
def test_every_tabular_format_writes_bytes(name: str) -> None:
    pieces = list(registry.write_table(name, ["name", "city"], [["海纳", "上海"]], ["c"], "w"))
    assert all(isinstance(piece, bytes) for piece in pieces)
    assert b"".join(pieces)


@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_what_is_written_is_read_again(name: str) -> None:
    source = io.BytesIO(b"".join(registry.write_table(name, ["a", "b"], [["=1", "2"]], (), "w")))
    table = registry.read_table(source, sniff(source, f"x.{name}"))
    assert [row.cells for row in table.rows] == [("=1", "2")]


@pytest.mark.parametrize("name", ["ics", "pdf"])
def test_other_formats_are_not_written_from_rows(name: str) -> None:
    with pytest.raises(ValueError, match=name):
        list(registry.write_table(name, ["a"], [["1"]]))


def test_no_library_is_loaded_before_it_is_used() -> None:
    code = (
        "import sys, storage.exchange.registry, storage.exchange.mapping\n"
        "print([m for m in ('openpyxl', 'python_calamine', 'icalendar') if m in sys.modules])"
    )
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
