"""What is typed to narrow the audit trail."""

from __future__ import annotations

import pytest

from tui.rows.trail import asked


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", {}),
        ("glin", {"user": "glin"}),
        ("Grace Lin", {"user": "Grace Lin"}),
        ("user:Grace Lin kind:contacts", {"user": "Grace Lin", "kind": "contacts"}),
        ('2026-03-02 user:"Grace Lin"', {"user": "Grace Lin", "day": "2026-03-02"}),
        ("陈思 c-000012 act:access.", {"user": "陈思", "record": "C-000012", "act": "access."}),
        ("2026-03-01..2026-03-02", {"day": "2026-03-01..2026-03-02"}),
    ],
)
def test_words_are_told_apart(text: str, wanted: dict[str, str]) -> None:
    assert asked(text) == wanted
