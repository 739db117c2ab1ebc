"""The library of objections and standard answers: found by words, written as any record."""

from __future__ import annotations

import pytest

from storage.errors import Invalid
from storage.services import Services


@pytest.fixture
def library(services: Services) -> Services:
    product = {"code": "SYS-WH", "name": "智能仓储系统", "unit": "套"}
    services.records.create("product", product)
    for texts in (
        {
            "objection": "别家更便宜",
            "argument": "比的是同样的质保吗? 我们的立柱用冷轧钢。",
            "proof": "专利证书 ZL 2023 1 0555018",
            "tags": "价格 专利",
            "product": "SYS-WH",
        },
        {"objection": "Cheaper elsewhere", "argument": "Ask what is compared.", "proof": "CC-114"},
    ):
        services.records.create("objection", texts)
    services.records.create("faq", {"question": "多久能到现场?", "answer": "36 小时内到场。"})
    return services


def titles(services: Services, text: str, entity: str = "") -> list[str]:
    return [one.title for one in services.library.search(text, entity)]


def test_ac_177_cheaper_elsewhere_finds_argument_and_proof(library: Services) -> None:
    (found,) = library.library.search("cheaper elsewhere")
    assert (found.text, found.proof) == ("Ask what is compared.", "CC-114")
    (chinese,) = library.library.search("更便宜")
    assert chinese.proof == "专利证书 ZL 2023 1 0555018"
    assert chinese.product_code == "SYS-WH"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ["Cheaper elsewhere", "别家更便宜", "多久能到现场?"]),
        ("專利", ["别家更便宜"]),  # traditional
        ("pianyi", ["别家更便宜"]),  # pinyin
        ("仓储", ["别家更便宜"]),  # its product
        ("冷轧 专利", ["别家更便宜"]),
        ("冷轧 到场", []),
        ("36", ["多久能到现场?"]),
    ],
)
def test_words_are_found_as_customers_are(library: Services, text: str, found: list[str]) -> None:
    assert titles(library, text) == found


def test_one_kind_alone(library: Services) -> None:
    assert titles(library, "", "faq") == ["多久能到现场?"]


def test_an_entry_is_changed_and_taken_away_like_any_record(library: Services) -> None:
    (entry,) = library.library.search("到场")
    library.records.update("faq", entry.id, {"answer": "24 小时内到场。"}, version=entry.version)
    assert library.library.search("24")[0].id == entry.id
    library.records.archive("faq", entry.id)
    assert titles(library, "到场") == []
    library.changes.undo()
    assert titles(library, "到场") == ["多久能到现场?"]
    with pytest.raises(Invalid):
        library.records.create("objection", {"objection": "太慢"})
