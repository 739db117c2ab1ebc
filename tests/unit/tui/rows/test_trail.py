"""What is typed to narrow the audit trail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from models.views.audit import AuditLine
from models.width import cell_width
from tui.rows.trail import asked, trail_lines


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


def act(label: str, params: Mapping[str, object], record: str | None = "C-000007") -> AuditLine:
    return AuditLine(
        change=7,
        at=datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
        who="Grace Lin",
        origin="cli 10.20.4.31",
        label=label,
        params=params,
        state="DONE",
        entity="customer" if record else "",
        record=record,
        action="UPDATE" if record else "",
        fields=(),
        emptied=False,
    )


@pytest.mark.parametrize("width", [58, 78, 108])
@pytest.mark.parametrize("name", ["华信", "嘉岭包装材料有限公司" * 5])
def test_each_act_says_when_what_and_who_in_this_order_uncut(width: int, name: str) -> None:
    told = {"entity": "customer", "code": "C-000007", "title": name}
    page = trail_lines([act("change.set", told)], width)
    text = "".join("".join(part for part, _tone in line.pieces) for line in page)
    squeezed = text.replace(" ", "")
    assert squeezed.index("2026-03-02") < squeezed.index(name) < squeezed.index("GraceLin")
    assert "10.20.4.31" in squeezed
    assert all(cell_width("".join(p for p, _tone in line.pieces)) <= width for line in page)
    assert page[0].question == "C-000007"


def test_an_export_of_a_few_names_their_codes_within_the_width() -> None:
    codes = [f"C-{number:06}" for number in range(1, 21)]
    told = {"kind": "customers", "rows": 20, "file": "c.csv", "codes": " ".join(codes)}
    page = trail_lines([act("access.export", told, None)], 58)
    lines = ["".join(part for part, _tone in line.pieces) for line in page]
    assert all(cell_width(line) <= 58 for line in lines)
    assert all(code in "".join(lines) for code in codes)
