"""The shipped playbooks: all there, both languages, each item with a key; wrong files are told."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from pydantic import ValidationError

from models.enums import SkipCause
from models.templates import Pair, Playbook
from storage.content.library import library, shipped

WANTED = {
    "THREE_CALLS", "CALL_CLOSE", "V6_2", "AFTER_SALE_8", "DEAL_CLOSE", "CONTRACT_SIGNING",
    "GOODS_ACCEPTANCE", "VISIT", "RECEPTION", "MEAL", "CARE_DATES", "REFERRAL_ASK", "SHOWROOM_4S",
    "DELIVERY_CALLBACK", "FAIR_HOT", "STAGE_1", "STAGE_2", "STAGE_3", "STAGE_4", "TIER_HIGH",
    "TIER_POTENTIAL", "TIER_LOW", "TEN_SERVICE", "TEN_MARKETING",
}  # fmt: skip


def texts(playbook: Playbook) -> list[Pair]:
    """Every text of a playbook."""
    found = [playbook.title, playbook.about]
    for step in playbook.steps:
        found += [step.title, *(point.text for point in step.checklist)]
        found += [step.script] if step.script else []
    return found


def test_all_playbooks_of_the_requirements_are_shipped() -> None:
    assert set(shipped()) >= WANTED


@pytest.mark.parametrize("code", sorted(shipped()))
def test_both_languages_say_the_same_places(code: str) -> None:
    playbook = shipped()[code]
    assert playbook.ask_day is not None
    for pair in texts(playbook):
        places = [sorted(re.findall(r"\{\w+\}", text)) for text in (pair.en, pair.zh)]
        assert set(places[0]) == set(places[1]), pair.en
        assert not re.search(r"[\u4e00-\u9fff]", pair.en)


@pytest.mark.parametrize(
    ("code", "filled"),
    [("TEN_SERVICE", 7), ("TEN_MARKETING", 7), ("SHOWROOM_4S", 4), ("AFTER_SALE_8", 8)],
)
def test_ac_106_slots_that_the_source_leaves_open_are_visible(code: str, filled: int) -> None:
    steps = shipped()[code].steps
    assert sum(not step.unknown for step in steps) == filled
    assert all(not step.required for step in steps if step.unknown)
    if code.startswith("TEN"):
        assert len(steps) == 10


def test_the_showroom_has_36_points() -> None:
    assert [len(step.checklist) for step in shipped()["SHOWROOM_4S"].steps] == [12, 5, 12, 7]


def test_a_reception_has_twenty_points() -> None:
    assert sum(len(step.checklist) for step in shipped()["RECEPTION"].steps) == 20


_TITLE = {"en": "Title", "zh": "标题"}


def a_playbook(*steps: dict[str, object], **fields: object) -> Playbook:
    step = {"key": "one", "title": _TITLE}
    raw = {"code": "X", "title": _TITLE, "about": _TITLE, "steps": [{**step, **s} for s in steps]}
    return Playbook.model_validate({**raw, **fields})


@pytest.mark.parametrize(
    ("steps", "fields", "message"),
    [
        ([{}, {}], {}, "step one stands twice"),
        ([{"after": "two", "base": "BEFORE"}], {}, "no step two before it"),
        ([{"base": "BEFORE"}], {}, "needs `after`"),
        ([{}, {"key": "two", "after": "one"}], {}, "counts from BEFORE or AGREED"),
        ([{"kind": "TRACKING"}], {}, "not of the kind"),
        ([{"unit": "MONTHS", "offset": 121}], {}, "more than 120 months"),
        ([{"script": {"en": "{nmae}", "zh": "您好"}}], {}, "no such placeholder: nmae"),
        ([{}], {"triggers": [{"event": "STAGE_REACHED", "value": "NOWHERE"}]}, "not one of"),
        ([{}], {"triggers": [{"event": "DEAL_WON", "value": "X"}]}, "takes no value"),
        ([{}], {"triggers": [{"event": "TIER_REACHED", "value": "HIGH"}]}, "it offers"),
        ([{"checklist_of": "NO/part"}], {}, None),
    ],
)
def test_a_wrong_playbook_is_refused(
    steps: list[dict[str, object]], fields: dict[str, object], message: str | None
) -> None:
    if message is None:  # the audit is looked up by the loader
        assert a_playbook(*steps, **fields).steps[0].checklist_of == "NO/part"
        return
    with pytest.raises(ValidationError, match=message):
        a_playbook(*steps, **fields)


def test_what_a_team_does_not_do_is_left_out() -> None:
    step = a_playbook({"operable": False}).steps[0]
    assert step.rule.left_out is SkipCause.NOT_OPERABLE
    assert a_playbook({"unknown": True}).steps[0].rule.left_out is SkipCause.UNKNOWN_SLOT


FILE = """
code = "{code}"
title = {{ en = "Mine", zh = "我的" }}
about = {{ en = "About", zh = "说明" }}
{more}
[[steps]]
key = "one"
title = {{ en = "One", zh = "一" }}
"""


@pytest.mark.parametrize(
    ("content", "code", "params"),
    [
        (b"\xff\xfe", "encoding", {}),
        (b"code = ", "syntax", {}),
        (FILE.format(code="X", more="size = 3").encode(), "unknown", {"place": "size"}),
        (FILE.format(code="x", more="").encode(), "wrong", {"place": "code"}),
        ((FILE.format(code="X", more="") + "offset = 1.5").encode(), "wrong", {}),
        ((FILE.format(code="X", more="") + 'checklist_of = "NO/x"').encode(), "wrong", {}),
        (b" " * 200_001, "too_large", {"limit": 200_000}),
    ],
)
def test_a_wrong_file_is_one_fault(
    tmp_path: Path, content: bytes, code: str, params: dict[str, object]
) -> None:
    folder = tmp_path / "playbooks"
    folder.mkdir()
    (folder / "mine.toml").write_bytes(content)
    found = library(str(tmp_path / "fivefold.db"))
    (fault,) = found.faults
    assert fault.code == f"playbook.file_{code}"
    assert fault.params["file"] == "mine.toml"
    assert params.items() <= fault.params.items()
    assert set(found.playbooks) == set(shipped())


def test_a_file_of_the_team_takes_the_place_of_a_shipped_one(tmp_path: Path) -> None:
    folder = tmp_path / "playbooks"
    folder.mkdir()
    (folder / "a.toml").write_text(FILE.format(code="VISIT", more=""), "utf-8")
    (folder / "b.toml").write_text(FILE.format(code="VISIT", more=""), "utf-8")
    (folder / "notes.txt").write_text("no playbook", "utf-8")
    found = library(str(tmp_path / "fivefold.db"))
    assert found.own == {"VISIT"}
    assert found.playbooks["VISIT"].title.en == "Mine"
    assert [fault.code for fault in found.faults] == ["playbook.file_twice"]


def test_the_example_of_the_documents_is_a_playbook() -> None:
    text = (Path(__file__).parents[3] / "docs" / "data-format.md").read_text("utf-8")
    found = re.search(r"```toml\n(.*?)```", text, re.DOTALL)
    assert found is not None
    assert Playbook.model_validate(tomllib.loads(found[1])).code == "TRIAL"
