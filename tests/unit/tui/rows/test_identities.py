"""The identity method as lines: what goes out says no more than it may."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from models.enums import (
    AccessKind,
    AccessResult,
    DocumentState,
    DocumentType,
    IdentityBasis,
    IdentityState,
    Sex,
)
from models.explanation import Reason
from models.views.identity import (
    Activity,
    Answer,
    DocumentRow,
    IdentityRow,
    ReferenceRow,
    RequestRow,
    SystemRow,
)
from models.width import cell_width
from tui import i18n
from tui.rows.identities import (
    answer_lines,
    identity_lines,
    request_detail,
    request_lines,
    system_lines,
)
from tui.rows.layout import Now
from tui.rows.lines import Line

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
NOW = Now(date(2026, 3, 2), AT)
REQUEST = RequestRow(
    1, AT, AccessKind.FETCH, "clinic", "dr.wang", "陈思", "SERVICE", "visits", AccessResult.OK, 5,
    "C-000005", "RESIDENT_ID", "002X", "ab" * 32, 9, 2, 3,
)  # fmt: skip
CARD = DocumentRow(
    3, 2, DocumentType.RESIDENT_ID, "1101**********002X", date(2036, 5, 1),
    DocumentState.CURRENT, None,
)  # fmt: skip
PERSON = IdentityRow(
    2, 1, 5, "李秀英", "李秀英", Sex.F, date(1949, 12, 31), IdentityBasis.CONSENT, "form 12",
    IdentityState.ACTIVE, "", (CARD,),
)  # fmt: skip


@pytest.fixture(autouse=True, params=["en", "zh"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    i18n.set_language(request.param)
    yield request.param
    i18n.set_language("en")


def text(lines: tuple[Line, ...], width: int) -> str:
    found = ["".join(text for text, _tone in line.pieces).rstrip() for line in lines]
    assert all(cell_width(line) <= width for line in found), found
    return "\n".join(found)


@pytest.mark.parametrize("width", [58, 108])
def test_a_refusal_tells_what_it_may(width: int, language: str) -> None:
    nobody = text(answer_lines(Answer(None, Reason("identity.not_authorised")), width), width)
    assert ("Not authorised." if language == "en" else "未获授权。") in nobody
    locked = Answer(AccessResult.E12, Reason("identity.locked", {"until": AT}))
    assert "2026-03-02" in text(answer_lines(locked, width), width)


@pytest.mark.parametrize("width", [58, 108])
def test_a_match_shows_code_grant_and_rows(width: int) -> None:
    rows = (Activity("visits", AT, "clinic", "复查 " * 30),)
    found = Answer(AccessResult.OK, Reason("identity.matched"), 5, "C-000005", 9, ("visits",), AT)
    lines = answer_lines(replace(found, rows=rows), width)
    assert "C-000005" in text(lines, width)
    assert "复查" in text(lines, width)
    assert (lines[0].entity, lines[0].record_id) == ("customer", 5)
    assert "visits" not in text(answer_lines(replace(found, scope=()), width), width)


@pytest.mark.parametrize("width", [58, 108])
def test_identities_show_masked_numbers_and_what_is_over(width: int) -> None:
    old = replace(CARD, id=4, state=DocumentState.REPLACED, ended_on=date(2026, 1, 2))
    gone = replace(PERSON, id=8, state=IdentityState.REVOKED, reason="lost", documents=(old,))
    lines = identity_lines(
        [PERSON, gone], [ReferenceRow(6, "clinic", "诊所", "77")], [("visits", 2, AT)], width
    )
    whole = text(lines, width)
    assert "1101**********002X" in whole
    assert "lost" in whole
    assert "2026-01-02" in whole
    assert (lines[0].entity, lines[0].record_id) == ("identity", 2)  # where the cursor begins
    card = next(line for line in lines if line.entity == "document")
    assert (card.record_id, card.deal_id, card.act) == (3, 2, "CURRENT")
    assert text(identity_lines([], [], [], width), width)


@pytest.mark.parametrize("width", [58, 78, 108])
def test_the_registry_and_the_log_fit(width: int) -> None:
    on = SystemRow(1, "clinic", "社区诊所", "service, visits", True, 1, 3, AT)
    off = replace(on, id=2, key="old", enabled=False, last_asked=None)
    lines = system_lines([on, off], NOW, width)
    assert [line.question for line in lines] == ["", "clinic", "old"]
    failed = replace(REQUEST, id=2, result=AccessResult.E07, customer_code="", row_count=0)
    log = request_lines([REQUEST, failed], NOW, width)
    assert "E07" in text(log, width)
    assert [line.deal_id for line in log] == [0, 1, 2]
    assert text(system_lines([], NOW, width), width)
    assert text(request_lines([], NOW, width), width)


def test_a_line_of_the_log_in_full(language: str) -> None:
    found = text(request_detail(REQUEST, 108), 108)
    assert "*002X" in found
    assert "ab" * 32 in found
    empty = replace(REQUEST, purpose="", document_type="", last4="", grant_id=None)
    assert "*002X" not in text(request_detail(empty, 58), 108)
