"""The files that nobody on the project wrote; they lie beside the repository."""

from __future__ import annotations

import io
import time
import tracemalloc

import pytest

from models.fields.registry import entity
from models.fields.vocabulary import Vocabulary
from storage.exchange import csv_file, registry, synonyms
from storage.exchange.codes import Code
from storage.exchange.mapping import guess
from storage.exchange.sniffing import sniff
from storage.exchange.table import Problem, RawRow, Table
from tests.shared_files import shared

pytestmark = pytest.mark.slow


def read(content: bytes, name: str) -> Table:
    source = io.BytesIO(content)
    return registry.read_table(source, sniff(source, name))


def test_all_listed_companies_in_both_encodings() -> None:
    content = shared("cn_listed_companies.csv")
    table = read(content, "c.csv")
    rows = [row for row in table.rows if isinstance(row, RawRow)]
    assert len(rows) == 5448
    assert rows[0].cells[1] == "000001"
    assert sum(row.cells[2].startswith("*ST") for row in rows) > 10
    saved_again = content.decode("utf-8-sig").encode("gb18030")
    assert list(read(saved_again, "c.csv").rows) == rows
    found = guess(
        table.header, [r.cells for r in rows[:50]], entity("customers"), Vocabulary(),
        synonyms.shipped(),
    )  # fmt: skip
    assert found.fields == {"registration_no": 1, "name": 2, "province": 3, "industry": 4}
    assert found.unmapped == ("ts_code", "list_date")


def test_six_cards_get_six_verdicts() -> None:
    rows = list(read(shared("android_contacts_v21.vcf"), "a.vcf").rows)
    assert len(rows) == 6
    assert all(isinstance(row, RawRow) for row in rows)
    named = [[note.code for note in row.notes] for row in rows if isinstance(row, RawRow)]
    assert named == [
        [Code.NAME_FROM_EMAIL],
        [Code.NAME_FROM_EMAIL],
        [],
        [],
        [],
        [Code.TEXT_UNDECODABLE],
    ]


def test_a_hundred_thousand_rows_in_flat_memory() -> None:
    rows = ([f"{n:06}", f"公司{n}", "上海", "银行", "=1+1"] for n in range(100_000))
    content = b"".join(csv_file.write(["code", "name", "city", "industry", "x"], rows))
    source = io.BytesIO(content)
    started = time.process_time()
    table = csv_file.read(source, sniff(source, "x.csv"))
    assert sum(not isinstance(row, Problem) for row in table.rows) == 100_000
    assert time.process_time() - started < 10
    table = csv_file.read(source, sniff(source, "x.csv"))
    tracemalloc.start()
    for _ in table.rows:
        pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5_000_000
