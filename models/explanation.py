"""How a figure explains itself: rule id, value and lines as codes with parameters.

Rules hold no sentence; `tui/explain.py` words the lines in the user's language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of an explanation, or one objection: a stable code and its parameters."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Explanation:
    """A computed figure with everything that led to it."""

    figure: str  # name of the figure, e.g. "grade"
    rule: str  # rule id of requirements section 8, e.g. "R-GRADE"
    value: object
    lines: tuple[Reason, ...] = ()
