"""What is read out to a customer: the day of the week is that of the place, not of Greenwich."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from models.enums import FeedbackKind
from storage.services.feedback import Receipt
from tui import i18n
from tui.screens.forms.feedback import receipt_lines


@pytest.fixture(autouse=True)
def shanghai() -> Iterator[None]:
    i18n.set_language("en")
    i18n.use_zone(ZoneInfo("Asia/Shanghai"))
    yield
    i18n.use_zone(UTC)


def test_ac_194_a_moment_after_midnight_is_on_the_day_it_has_here() -> None:
    due = datetime(2026, 3, 2, 16, 26, tzinfo=UTC)
    receipt = Receipt(1, "F-000014", FeedbackKind.COMPLAINT, "陈思", due, "PHONE")
    assert "You hear from us by 2026-03-03 00:26 Tue" in receipt_lines(receipt)
