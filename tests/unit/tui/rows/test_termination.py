"""Parting with a customer as lines: what is told to whom it is closed to, where a notice stands."""

from __future__ import annotations

import pytest

from models.enums import CustomerStatus, ReleaseKind, ReleaseState
from models.views.parting import ReleaseRow, TerminationCard
from models.width import cell_width
from tui.rows.termination import panel


def release(state: ReleaseState) -> ReleaseRow:
    kind = ReleaseKind.IMPORTANT_NOTICE
    return ReleaseRow(7, kind, state, "召回", "法定义务", "陈思", "", None, "", False)


def texts(card: TerminationCard, width: int = 58) -> list[str]:
    lines = ["".join(part for part, _tone in line.pieces) for line in panel(card, (), width)]
    assert all(cell_width(line) <= width for line in lines)
    return lines


def card(status: CustomerStatus, *releases: ReleaseRow) -> TerminationCard:
    return TerminationCard(
        5, "C-000005", "远大住工", status, status is CustomerStatus.TERMINATED, None, None, None,
        {}, "", "", (), (), releases, (),
    )  # fmt: skip


def test_to_whom_it_is_closed_a_termination_is_done_and_shows_no_open_steps() -> None:
    closed = "\n".join(texts(card(CustomerStatus.TERMINATED)))
    assert "its record is open" in closed
    assert "none on its way" not in closed
    assert "[ ]" not in closed
    assert "none on its way" in "\n".join(texts(card(CustomerStatus.ACTIVE)))


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (ReleaseState.WAITING, "waits for an answer"),
        (ReleaseState.APPROVED, "approved; Enter logs it as sent"),
        (ReleaseState.USED, "sent"),
    ],
)
def test_a_notice_says_what_is_to_be_done_with_it(state: ReleaseState, said: str) -> None:
    found = texts(card(CustomerStatus.TERMINATED, release(state)))
    assert any(line.endswith(f"Important notice: {said}") for line in found)
