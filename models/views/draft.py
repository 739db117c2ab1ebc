"""A half-typed form as it lies on the desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class FormDraft:
    """A half-typed form: which form, about what, its texts, where the cursor stood."""

    form: str
    subject: str
    values: Mapping[str, str]
    originals: Mapping[str, str]
    version: int
    focus: str
    cursor: tuple[int, int]
    saved_at: datetime
