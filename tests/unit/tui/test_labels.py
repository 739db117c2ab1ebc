from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path

import pytest

from models import enums, policy_defaults
from models.explanation import Explanation, Reason
from models.fields.parsing import Context, parse
from models.fields.registry import ENTITIES
from models.fields.spec import FieldKind, FieldSpec
from models.figures import Unit
from models.rules import cadence, grading
from models.rules.answers import QUESTIONS, Answer
from models.rules.qualification import DealFacts, odds
from models.rules.rights import Action
from models.width import cell_width as cells
from storage.business_calendar import DAYS_KEYS
from tui import explain, i18n, labels
from tui.wording import fields, figures
from tui.wording.enumerations import LABELS, SHORT

ROOT = Path(__file__).resolve().parents[3]
WIDEST_SHORT = 12  # cells
WIDEST_HEAD = 12

ENUMS: list[type[StrEnum]] = [
    value
    for module in (enums, cadence, grading, policy_defaults)
    for value in vars(module).values()
    if isinstance(value, type) and issubclass(value, StrEnum) and value is not StrEnum
]
MEMBERS = [member for enum in ENUMS for member in enum]


@pytest.fixture(autouse=True, params=["en", "zh"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    i18n.set_language(request.param)
    yield request.param
    i18n.set_language("en")


def _said(text: str, language: str, constant: str = "") -> bool:
    """Words of the language, not a constant; Chinese has Han or is a letter, sign or name."""
    if language == "zh":
        return bool(re.search(r"[\u4e00-\u9fff]", text)) or text in "ABCDE%VIPRFMWhatsAppNSABC"
    return bool(text) and not re.search(r"[\u4e00-\u9fff]", text) and text != constant.lower()


# --- enumerations


def test_every_member_has_a_label(language: str) -> None:
    for member in MEMBERS:
        assert member.value in LABELS[type(member).__name__], member
        assert _said(labels.label(member), language), member


def test_labels_of_one_enumeration_differ() -> None:
    for enum in ENUMS:
        assert len({labels.label(member) for member in enum}) == len(list(enum)), enum


def test_there_is_no_label_without_a_member() -> None:
    known = {enum.__name__: {member.value for member in enum} for enum in ENUMS}
    for table in (LABELS, SHORT):
        for name, members in table.items():
            assert set(members) <= known[name]


def test_short_labels_fit_a_column() -> None:
    for member in MEMBERS:
        if type(member).__name__ not in (
            "Unit",
            "WordBinding",
            "GradeReason",
            "AnswerScope",
            "StageStrategy",
        ):
            assert cells(labels.short(member)) <= WIDEST_SHORT + 4, member
    for enum in (enums.Urgency, enums.DealStatus, enums.NeedStatus, enums.Stage, enums.Importance):
        for member in enum:
            assert cells(labels.short(member)) <= WIDEST_SHORT, member


# As printed in requirements 13.1.
PRINTED: list[tuple[StrEnum, str, str]] = [
    (enums.DealStatus.WON, "Closed", "已成交"),
    (enums.DealStatus.NEGOTIATING, "Negotiating", "正在谈判"),
    (enums.DealStatus.PROSPECT, "Prospect", "潜在客户"),
    (enums.Importance.ORDINARY, "Ordinary", "非重要客户"),
    (enums.Urgency.MEDIUM, "Medium", "缓急"),
    (enums.Urgency.POTENTIAL, "Later (>3 months)", "潜在(3个月后)"),
    (enums.NeedStatus.NOW, "Target", "目标客户(现有需求)"),
    (enums.NeedStatus.LATENT, "Latent", "潜在客户(未来需求)"),
    (enums.NeedStatus.NONE, "Dead", "死亡客户(无需求)"),
    (enums.Grade.B, "B three months", "B 三个月内"),
    (enums.Grade.E, "E none", "E 无需求或无机会"),
    (enums.JournalType.HALF_MONTH, "Half-month journal", "追踪半月志"),
    (enums.PyramidTier.VIP, "VIP (top 1 %)", "重要客户(前1%)"),
    (enums.NsabcState.CONFIRMED, "Confirmed", "已证实"),
    (enums.FeedbackKind.GRIEVANCE, "Grievance", "抱怨"),
    (enums.FeedbackState.REOPENED, "Reopened", "重新打开"),
    (enums.QualityDimension.SAFETY, "Safety", "安全质量"),
    (enums.Role.SERVICE, "Service", "客服"),
    (enums.OddsBand.NOT_REAL, "not real", "靠不住"),
    (enums.CommitteeRole.BLOCKER, "Blocker", "树立障碍者"),
    (enums.Channel.VISIT, "Visit", "上门拜访"),
    (enums.Pipeline.LOST, "Lost", "丢单"),
]


@pytest.mark.parametrize(("member", "english", "chinese"), PRINTED)
def test_labels_are_those_of_the_requirements(
    language: str, member: StrEnum, english: str, chinese: str
) -> None:
    assert labels.label(member) == (english if language == "en" else chinese)


def test_a_refusal_names_what_it_knows_of_record_and_owner(language: str) -> None:
    known: dict[str, object] = {"action": Action.EDIT, "record": "C-000007", "owner": "Li Na"}
    begun = {
        "en": ("C-000007 belongs to Li Na: ", "This belongs to Li Na: ", "This is not yours: ")
    }
    begun["zh"] = ("C-000007 由 Li Na 负责: ", "这条记录由 Li Na 负责: ", "这不归您负责: ")
    cases = (known, {**known, "record": ""}, {**known, "owner": ""})
    for params, start in zip(cases, begun[language], strict=True):
        assert labels.reason_text(Reason("refused.right", params)).startswith(start)


def test_a_constant_without_meaning_stays() -> None:
    assert labels.choice_label(enums.Grade, "Z") == "Z"


# --- entities and fields


def test_every_entity_group_and_field_has_words(language: str) -> None:
    for spec in ENTITIES:
        assert _said(labels.entity_label(spec.name), language), spec.name
        assert labels.entity_label(spec.name, 2)
        for field in spec.fields:
            word = labels.field_label(spec.name, field.name)
            assert _said(word, language), (spec.name, field.name, word)
            assert "_" not in word
            assert labels.field_label(spec.name, field.column) == word
            assert _said(labels.group_label(field.group), language), field.group
            assert cells(labels.column_head(spec.name, field.name)) <= 34


def test_labels_of_one_form_differ() -> None:
    for spec in ENTITIES:
        words = [labels.field_label(spec.name, field.name) for field in spec.fields]
        assert len(set(words)) == len(words), (
            spec.name,
            sorted({word for word in words if words.count(word) > 1}),
        )


def test_common_columns_have_words(language: str) -> None:
    for name in ("created_at", "created_by", "updated_at", "updated_by", "deleted_at"):
        assert _said(labels.field_label("customer", name), language)


def test_heads_of_the_lists_are_narrow() -> None:
    for entity, heads in fields.HEADS.items():
        for name in heads:
            assert cells(labels.column_head(entity, name)) <= WIDEST_HEAD


def test_hints_belong_to_fields() -> None:
    for entity, hints in fields.HINTS.items():
        spec = next(one for one in ENTITIES if one.name == entity)
        for name in hints:
            assert spec.field(name) is not None, (entity, name)
            assert labels.field_hint(entity, name)
    assert labels.field_hint("customer", "fax") == ""


def test_settings_figures_and_questions_have_words(language: str) -> None:
    for figure in policy_defaults.FIGURES:
        assert _said(labels.setting_label(figure.key), language, figure.key)
        assert labels.setting_label(figure.key) != figure.key
    keys = {figure.key for figure in policy_defaults.FIGURES}
    assert set(figures.SETTINGS) == keys | set(DAYS_KEYS)
    assert set(figures.QUESTIONS) == {question.code for question in QUESTIONS}
    for question in QUESTIONS:
        assert _said(labels.question_text(question.code), language)
    for element in enums.NsabcElement:
        assert labels.element_slogan(element)
        for scope in enums.AnswerScope:
            assert labels.element_label(element, scope)
            assert labels.element_question(element, scope)


def test_b_is_business_for_a_customer_and_budget_for_a_deal(language: str) -> None:
    business = labels.element_label("B", enums.AnswerScope.CUSTOMER)
    budget = labels.element_label("B", enums.AnswerScope.OPPORTUNITY)
    assert (business, budget) == (
        ("Business", "Benefit/Budget") if language == "en" else ("业务", "利益/预算")
    )


# --- reasons

_MAKERS = {"Reason", "NotFound", "Refused", "StorageFault", "Duplicate", "Conflict"}


@cache
def _codes_in_use() -> dict[str, str]:
    """Codes that models and storage give, by where: read from their source."""
    found: dict[str, str] = {}
    for folder in ("models", "storage"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and node.args:
                    found |= dict.fromkeys(_codes(node), f"{path.name}:{node.lineno}")
    return found


def _codes(call: ast.Call) -> list[str]:
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    first = call.args[0]
    choices = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
    texts = [
        one.value for one in choices if isinstance(one, ast.Constant) and isinstance(one.value, str)
    ]
    if name in _MAKERS:
        return texts
    if name in ("write", "begin_long"):
        return [text for text in texts if text.startswith("change.")]
    return [f"field.{text}" for text in texts] if name == "_refused" else []


def test_every_code_in_use_has_a_sentence() -> None:
    lacking = {code: where for code, where in _codes_in_use().items() if code not in labels.REASONS}
    assert not lacking


def test_codes_of_the_source_are_found() -> None:
    assert {"field.required", "odds.raw", "refused.do_not_contact", "change.touch"} <= set(
        _codes_in_use()
    )


def test_every_sentence_is_worded_whole(language: str) -> None:
    for code in labels.REASONS:
        text = labels.reason_text(Reason(code, {}))
        assert text
        assert "{" not in text, code
        assert code not in text
        if language == "zh" and code not in ("order.line", "fit.element", "odds.element"):
            assert re.search(r"[\u4e00-\u9fff]", text), code


def test_an_unknown_code_hides_nothing() -> None:
    assert labels.reason_text(Reason("new.code", {"value": 3})) == "new.code (value=3)"
    assert labels.reason_text(Reason("new.code")) == "new.code"


CONTEXT = Context(date(2026, 3, 2))


@pytest.mark.parametrize("kind", list(FieldKind))
def test_a_refused_value_is_named_with_field_and_way_out(kind: FieldKind) -> None:
    spec = FieldSpec("website", kind, choices=enums.Grade, max_length=5)
    reason = parse(spec, "???" if kind is not FieldKind.TEXT else "x" * 60, CONTEXT)
    if kind in (FieldKind.LINK, FieldKind.NOTE):
        assert reason == "???"
        return
    text = labels.reason_text(reason, "customer")
    assert text.startswith(labels.field_label("customer", "website"))
    assert kind is FieldKind.TEXT or "???" in text


@pytest.mark.parametrize(
    ("reason", "english", "chinese"),
    [
        (
            Reason("field.required", {"field": "name", "entity": "contact"}),
            "Name: a value is needed. Fill it in; Esc leaves the form, the draft stays.",
            "姓名:必填。请填写;按 Esc 可离开,草稿会保留。",
        ),
        (
            Reason("not_found", {"entity": "customer", "value": "C-000099"}),
            "There is no customer C-000099. Check the code, or search with /.",
            "找不到客户 C-000099。请核对编号,或按 / 查找。",
        ),
        (
            Reason("not_found", {"entity": "order", "value": 7_123_456_789}),
            "This order is no longer there. Go back and search with /.",
            "这条销售单已经不在了。请返回后按 / 查找。",
        ),
        (
            Reason(
                "undo.changed_since",
                {
                    "record": "C-000001",
                    "entity": "customer",
                    "field": "owner",
                    "who": "陈思",
                    "at": "2026-03-02T08:00:00Z",
                },
            ),
            (
                "Not undone: Owner of C-000001 was changed by 陈思 at 2026-03-02 08:00 since."
                " Undo that change first."
            ),
            (
                "没有撤销:C-000001 的「负责人」后来被 陈思 于 2026-03-02 08:00 修改过。"
                "请先撤销那次修改。"
            ),
        ),
        (
            Reason(
                "setting.too_low",
                {
                    "key": "grading.a_days",
                    "value": 0,
                    "minimum": 1,
                    "unit": Unit.DAYS,
                },
            ),
            "Grade A: close within (days) [grading.a_days]: 0 is too low. The least is 1 days.",
            "A 级:多少天内成交 [grading.a_days]:0 太小。最小为 1 天。",
        ),
        (
            Reason("fault.newer", {"path": "/x.db", "version": 9, "known": 7}),
            "/x.db: the database is version 9, this program knows up to 7. Update the program.",
            "/x.db:数据库版本是 9,本程序最高支持 7。请升级程序。",
        ),
        (
            Reason("change.answer", {"code": "O-000031", "question": "P-C2", "state": "CONFIRMED"}),
            "NSABC answer P-C2 Rival: strength and weakness? of O-000031: Confirmed",
            "O-000031 的 P-C2 对手强在哪、弱在哪?:已证实",
        ),
        (
            Reason(
                "change.undo",
                {
                    "label": "change.touch",
                    "params": json.dumps({"code": "C-000001", "name": "华信", "channel": "PHONE"}),
                },
            ),
            "Undo: Touch with C-000001 华信: Phone",
            "撤销:追踪 C-000001 华信:电话",
        ),
        (
            Reason(
                "change.set_many",
                {"entity": "customer", "count": 1_200_000, "fields": "owner,industry"},
            ),
            "Changed 1,200,000 x customer: Owner, Industry",
            "批量修改 1,200,000 条客户:负责人、行业",
        ),
        (
            Reason(
                "feedback.not_next",
                {
                    "from": enums.FeedbackState.NEW,
                    "to": enums.FeedbackState.ACTING,
                    "allowed": (enums.FeedbackState.ACKNOWLEDGED, enums.FeedbackState.MERGED),
                },
            ),
            "A case cannot go from New to In hand. Allowed next: Acknowledged, Merged.",
            "不能从「新建」直接变为「处理中」。下一步可为:已响应、已合并。",
        ),
        (
            Reason(
                "importance.deal",
                {"amount": 50_000_000, "threshold": 50_000_000, "reached": True},
            ),
            "Largest open opportunity ¥ 500,000.00, threshold ¥ 500,000.00: yes",
            "最大的在谈商机 ¥ 500,000.00,标准 ¥ 500,000.00:是",
        ),
    ],
)
def test_sentences(language: str, reason: Reason, english: str, chinese: str) -> None:
    assert labels.reason_text(reason) == (english if language == "en" else chinese)


def test_data_in_a_sentence_is_not_a_place() -> None:
    params = {"field": "name", "value": "{allowed} {field}", "allowed": "A, B"}
    assert "{allowed} {field}" in labels.reason_text(Reason("field.not_a_choice", params))


# --- words for files and for typing


def test_typed_labels_lead_to_constants() -> None:
    words = labels.enum_words()
    assert words["NeedStatus"]["target"] == "NOW"
    assert words["NeedStatus"]["潜在客户(未来需求)"] == "LATENT"
    assert words["Urgency"]["不紧急"] == "NOT_URGENT"
    assert words["Language"]["中文"] == "zh"
    for name, members in words.items():
        known = {member.value for enum in ENUMS if enum.__name__ == name for member in enum}
        assert set(members.values()) <= known, name
    spec = FieldSpec("urgency", FieldKind.CHOICE, choices=enums.Urgency)
    assert parse(spec, "紧急", Context(date(2026, 3, 2), words=words)) is enums.Urgency.URGENT


def test_labels_of_all_languages_at_once() -> None:
    words = labels.labels_by_language()
    assert words["fields"]["customer"]["zh"]["owner"] == "负责人"
    assert words["fields"]["customer"]["en"]["owner"] == "Owner"
    assert words["enums"]["Grade"]["zh"]["B"] == "B 三个月内"
    assert set(words["fields"]) == {spec.name for spec in ENTITIES}
    for spec in ENTITIES:
        for code in i18n.LANGUAGES:
            assert {field.name for field in spec.fields} <= set(words["fields"][spec.name][code])


# --- explanations


def test_ac_027_explanation_in_words(language: str) -> None:
    states = {"1": enums.NsabcState.CONFIRMED, "5": enums.NsabcState.ASSUMED}
    given = {"N": "1150", "S": "1550", "A": "1500", "B": "1150", "C": "5000"}
    today = date(2026, 3, 2)
    answers = [
        Answer(f"P-{element}{number}", states[mark], today)
        for element, marks in given.items()
        for number, mark in enumerate(marks, start=1)
        if mark in states
    ]
    deal = DealFacts(enums.Pipeline.PROPOSAL, expected_amount=100, expected_close=date(2026, 5, 20))
    found = odds(answers, deal, policy_defaults.OddsPolicy(), today)
    lines = explain.lines(found.explanation)
    if language == "en":
        assert lines[0] == "Win odds 35.0 (R-ODDS)"
        assert lines[5] == (
            "C Competition: 100 x (0.5 + 0 + 0 + 0) / 4 = 12.5; x 15 % = 1.875  [odds.weight_c]"
        )
        assert "G3: C Competition 12.5 < 25, at most 35  [odds.cap_g3]" in lines
        assert lines[-1] == "Held at 35.0 by G3 (raw 46.25)"
    else:
        assert lines[0] == "赢率 35.0(R-ODDS)"
        assert "G3:C 竞争 12.5 < 25,最高 35  [odds.cap_g3]" in lines
        assert lines[-1] == "被 G3 限制在 35.0(原始 46.25)"


def test_no_data_is_said_and_never_zero(language: str) -> None:
    text = explain.headline(Explanation("due_at", "R-SLA", None))
    assert ("no data" if language == "en" else "无数据") in text


def test_values_of_figures() -> None:
    moment = datetime(2026, 3, 2, 10, tzinfo=UTC)
    for figure, value, expected in (
        ("amount", 80_000, "¥ 800.00"),
        ("overdue_days", 3, "3"),
        ("due_at", moment, "2026-03-02 10:00"),
        ("odds", Decimal("35.0"), "35.0"),
        ("grade", enums.Grade.B, labels.label(enums.Grade.B)),
    ):
        assert explain.figure_value(Explanation(figure, "R", value)) == expected
