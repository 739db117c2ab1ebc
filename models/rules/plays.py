"""What a success event sets off: a task of its kind, soon (S4-STG-06, AC-034). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from models.enums import SuccessEventKind

# What the follow-up is about, as its question_code; the words stand in the labels.
TASKS: Final[Mapping[SuccessEventKind, str]] = {
    SuccessEventKind.NEW_PRODUCT: "EV-PROD",
    SuccessEventKind.PURCHASE_WINDOW: "EV-BUY",
    SuccessEventKind.STAFF_CHANGE: "EV-STAFF",
    SuccessEventKind.QUALITY: "EV-QUAL",
    SuccessEventKind.SERVICE_COMPLAINT: "EV-SERV",
    SuccessEventKind.WEAK_RELATION: "EV-WEAK",
    SuccessEventKind.SOURED: "EV-SOUR",
    SuccessEventKind.COST_CUT: "EV-COST",
}
