"""The shipped audit templates: whole, in both languages, with the numbers that are asked for."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from models.templates import AuditTemplate
from storage.content.loader import load_audits


def test_showroom_has_36_indicators_in_four_sections() -> None:
    (showroom,) = [one for one in load_audits() if one.code == "SHOWROOM_4S"]
    assert [(section.key, len(section.items)) for section in showroom.sections] == [
        ("facilities", 12),
        ("reception", 5),
        ("transaction", 12),
        ("call_back", 7),
    ]
    keys = [item.key for section in showroom.sections for item in section.items]
    assert len(set(keys)) == 36  # each has a key of its own
    assert all(item.hint for section in showroom.sections for item in section.items)


def test_a_key_stands_once() -> None:
    item = {"key": "light", "text": {"en": "Light", "zh": "灯光"}}
    section = {"key": "hall", "title": {"en": "Hall", "zh": "大厅"}, "items": [item, item]}
    raw = {"code": "X", "title": section["title"], "about": section["title"], "sections": [section]}
    with pytest.raises(ValidationError, match="item light stands twice"):
        AuditTemplate.model_validate(raw)


def test_both_languages_are_asked_for() -> None:
    title = {"en": "Hall", "zh": "Hall"}
    with pytest.raises(ValidationError):
        AuditTemplate.model_validate({"code": "X", "title": title, "about": title, "sections": []})
