from __future__ import annotations

from datetime import date
from enum import StrEnum

import pytest

from models.fields.parsing import Context, parse
from models.fields.registry import entity
from models.fields.spec import EntitySpec, FieldKind, FieldSpec
from models.fields.vocabulary import Vocabulary
from storage.exchange import synonyms
from storage.exchange.codes import Code
from storage.exchange.mapping import (
    Mapping,
    Match,
    Why,
    corrected,
    corrections,
    guess,
    header_key,
)

VOCABULARY = Vocabulary(
    fields={
        "customer": {
            "en": {"name": "Name", "need_status": "Need status", "grade": "Grade"},
            "zh": {"name": "客户名称", "need_status": "需求状态", "grade": "等级"},
        }
    }
)
CUSTOMER = entity("customer")
CONTACT = entity("contact")


def mapped(
    headers: list[str],
    rows: list[list[str]] | None = None,
    spec: EntitySpec = CUSTOMER,
    vocabulary: Vocabulary = VOCABULARY,
) -> Mapping:
    return guess(headers, rows or [], spec, vocabulary, synonyms.shipped())


def only(header: str, cells: list[str] | None = None, spec: EntitySpec = CUSTOMER) -> Match:
    (match,) = mapped([header], [[cell] for cell in cells or []], spec).columns
    return match


def test_a_listing_of_companies() -> None:
    headers = ["ts_code", "symbol", "name", "area", "industry", "list_date"]
    rows = [["000001.SZ", "000001", "平安银行", "深圳", "银行", "1991-04-03"]]
    found = mapped(headers, rows)
    assert found.fields == {"registration_no": 1, "name": 2, "province": 3, "industry": 4}
    assert found.unmapped == ("ts_code", "list_date")
    assert found.values(rows[0])["province"] == "深圳"
    assert found.missing == ("need_status",)
    assert [match.why for match in found.columns] == [
        Why.UNKNOWN, Why.SYNONYM, Why.NAME, Why.SYNONYM, Why.NAME, Why.UNKNOWN,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("公司名称", "name"), ("企业名称", "name"), ("股票简称", "name"), ("Company Name", "name"),
        ("统一社会信用代码", "registration_no"), ("股票代码", "registration_no"),
        ("symbol", "registration_no"), ("省份", "province"), ("地区", "province"),
        ("所在城市", "city"), ("所属行业", "industry"), ("电话", "phone"), ("邮箱", "email"),
        ("E-Mail Address", "email"), ("网址", "website"), ("客户编号", "code"),
        ("电话（必填）", "phone"), ("年营业额(万元)", "annual_revenue"), ("ＰＨＯＮＥ", "phone"),
        ("annual revenue", "annual_revenue"), ("Owner_ID", "owner"), ("负责人", "owner"),
        ("邮政编码", "postcode"), ("Need Status", "need_status"),
    ],
)  # fmt: skip
def test_customer_headers(header: str, field: str) -> None:
    assert only(header).field == field


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("姓名", "name"), ("公司名称", "customer"), ("手机", "mobile"), ("手机号码", "mobile"),
        ("Cell Phone", "mobile"), ("办公电话", "office_phone"), ("邮箱", "email"),
        ("微信号", "wechat"), ("职务", "title"), ("Job Title", "title"), ("部门", "department"),
        ("生日", "birth_date"), ("Date of Birth", "birth_date"), ("customer_id", "customer"),
    ],
)  # fmt: skip
def test_contact_headers(header: str, field: str) -> None:
    assert only(header, spec=CONTACT).field == field


def test_names_go_before_labels_before_synonyms() -> None:
    found = mapped(["公司", "客户名称", "name"])
    assert [(m.field, m.why) for m in found.columns] == [
        ("", Why.TAKEN),
        ("", Why.TAKEN),
        ("name", Why.NAME),
    ]
    assert mapped(["公司", "客户名称"]).columns[1].why is Why.LABEL


def test_of_equal_matches_the_left_one_is_taken() -> None:
    assert mapped(["企业名称", "公司名称"]).fields == {"name": 0}


def test_a_bracket_costs_some_confidence() -> None:
    assert only("电话(总机)").confidence < only("电话").confidence == 0.9


def test_computed_fields_are_not_filled() -> None:
    match = only("等级")
    assert (match.field, match.why) == ("", Why.READ_ONLY)


@pytest.mark.parametrize(
    ("cells", "spec", "field"),
    [
        (["a@b.example", "c@d.example", ""], CUSTOMER, "email"),
        (["13800138000", "+86 139-0013-9000"], CONTACT, "mobile"),
        (["13800138000"], CUSTOMER, "phone"),
        (["021-55556666", "400-800-1234"], CONTACT, "office_phone"),
        (["+44 20 7946 0958"], CUSTOMER, "phone"),
        (["1991-04-03", "1991-01-29"], CONTACT, ""),
        (["a@b.example", "none", "none"], CUSTOMER, ""),
        (["", ""], CUSTOMER, ""),
        (["000001", "600519"], CUSTOMER, ""),
    ],
)
def test_contents_speak_where_the_header_does_not(
    cells: list[str], spec: EntitySpec, field: str
) -> None:
    match = only("column7", cells, spec)
    assert match.field == field
    assert match.why is (Why.CONTENT if field else Why.UNKNOWN)
    assert match.confidence < 0.7


@pytest.mark.parametrize(
    ("cells", "confidence"),
    [(["1985-04-12", "1990/1/2", "1990年1月2日"], 0.9), (["spring", "x"], 0.45), ([], 0.9)],
)
def test_a_date_that_is_none_loses_confidence(cells: list[str], confidence: float) -> None:
    match = only("生日", cells, CONTACT)
    assert (match.field, match.confidence) == ("birth_date", confidence)


def test_signs_alone_mean_nothing() -> None:
    assert only("???").why is Why.UNKNOWN
    assert header_key("???") == ""


# Corrections


def test_corrections_are_read() -> None:
    found, problems = corrections(["name=公司 A", "city=", "x=a=b", "nonsense", "=y"])
    assert found == {"name": "公司 A", "city": "", "x": "a=b"}
    assert [(p.code, p.params) for p in problems] == [
        (Code.CORRECTION_UNREADABLE, {"text": "nonsense"}),
        (Code.CORRECTION_UNREADABLE, {"text": "=y"}),
    ]


def test_a_person_is_right() -> None:
    found, problems = corrected(
        mapped(["ts_code", "symbol", "name"]), {"registration_no": "TS Code", "name": ""}
    )
    assert problems == ()
    assert found.fields == {"registration_no": 0}
    assert [m.why for m in found.columns] == [Why.USER, Why.LEFT_OUT, Why.LEFT_OUT]


def test_a_column_taken_for_another_field_moves() -> None:
    found, _ = corrected(mapped(["name", "city"]), {"province": "city"})
    assert found.fields == {"name": 0, "province": 1}


@pytest.mark.parametrize(
    ("override", "code", "params"),
    [
        ({"colour": "name"}, Code.FIELD_UNKNOWN, {"field": "colour"}),
        ({"grade": "name"}, Code.FIELD_NOT_EDITABLE, {"field": "grade"}),
        ({"city": "town hall"}, Code.COLUMN_UNKNOWN, {"column": "town hall"}),
    ],
)
def test_wrong_corrections_change_nothing(
    override: dict[str, str], code: str, params: dict[str, str]
) -> None:
    before = mapped(["name"])
    after, problems = corrected(before, override)
    assert after == before
    assert [(p.code, p.params) for p in problems] == [(code, params)]


def test_the_second_of_two_equal_headers_can_be_named() -> None:
    found, problems = corrected(mapped(["phone", "phone#2"]), {"fax": "phone#2"})
    assert problems == ()
    assert found.fields == {"phone": 0, "fax": 1}


# Synonyms and vocabulary


def test_every_synonym_names_a_field_and_no_two_fields() -> None:
    for name, fields in synonyms.shipped().items():
        spec = entity(name)
        seen: dict[str, str] = {}
        for field, words in fields.items():
            found = spec.field(field)
            assert found is not None, f"{name}.{field}"
            assert found.name == field
            for word in words:
                key = header_key(word)
                assert key, f"{name}.{field}: {word!r}"
                assert seen.setdefault(key, field) == field, f"{name}: {word!r}"


def test_own_synonyms_are_added() -> None:
    own = synonyms.parsed('[customer]\nname = ["Firmenname"]\n')
    both = synonyms.merged(synonyms.shipped(), own)
    found = guess(["Firmenname", "邮箱"], [], CUSTOMER, VOCABULARY, both)
    assert found.fields == {"name": 0, "email": 1}


@pytest.mark.parametrize(
    "text", ["name = 1", "[customer]\nname = 1", "[customer]\nname = [1]", "["]
)
def test_other_shapes_are_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  each kind of fault has words of its own
        synonyms.parsed(text)


class Colour(StrEnum):
    RED = "RED"
    GREEN = "GREEN"


COLOURS = Vocabulary(
    fields={"thing": {"en": {"colour": "Colour"}, "zh": {"colour": "颜色"}}},
    enums={
        "Colour": {
            "en": {"RED": "Bright red", "GREEN": "Same"},
            "zh": {"RED": "红色", "GREEN": "same"},
        }
    },
)


@pytest.mark.parametrize(
    ("text", "member"),
    [
        ("RED", Colour.RED),
        ("red", Colour.RED),
        ("bright  RED", Colour.RED),
        ("红色", Colour.RED),
        ("ｓame", Colour.GREEN),
        ("blue", None),
        ("", None),
    ],
)
def test_members_by_constant_and_label(text: str, member: Colour | None) -> None:
    assert COLOURS.member(Colour, text) is member


def test_a_label_of_two_members_names_neither() -> None:
    twice = Vocabulary(enums={"Colour": {"en": {"RED": "x", "GREEN": "X"}}})
    assert twice.member(Colour, "x") is None


def test_the_parser_of_fields_knows_the_words() -> None:
    spec = FieldSpec("colour", FieldKind.CHOICE, choices=Colour)
    context = Context(date(2026, 3, 2), words=COLOURS.words())
    assert parse(spec, "Bright Red", context) is Colour.RED
    assert parse(spec, "红色", context) is Colour.RED


def test_labels_fall_back_to_names() -> None:
    assert COLOURS.label("thing", "colour", "zh") == "颜色"
    assert COLOURS.label("thing", "size", "zh") == "size"
    assert COLOURS.labels("thing", "colour") == ("Colour", "颜色")
    assert COLOURS.choice(Colour.RED, "en") == "Bright red"
    assert Vocabulary().choice(Colour.RED, "en") == "RED"


def test_any_entity_can_be_mapped() -> None:
    spec = EntitySpec("thing", "things", "", (FieldSpec("colour", FieldKind.CHOICE),))
    assert mapped(["颜色"], spec=spec, vocabulary=COLOURS).fields == {"colour": 0}
