"""Shapes of the bilingual content files that people may add to: audits and playbooks.

Strict and frozen; holds no text itself, reads no file and knows no clock.
"""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,30}$")]
Code = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]{0,30}$")]


class Shape(BaseModel):
    """What all parts of such a file have in common: nothing unknown, nothing changed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Pair(Shape):
    """A text in both languages; neither may be empty."""

    en: Annotated[str, Field(min_length=1)]
    zh: Annotated[str, Field(min_length=1, pattern=r"[\u4e00-\u9fff]")]


class AuditItem(Shape):
    """One indicator, scored 0, 1 or 2; the hint says what a full score asks for."""

    key: Key
    text: Pair
    hint: Pair | None = None


class AuditSection(Shape):
    """Indicators that are looked at together."""

    key: Key
    title: Pair
    items: Annotated[tuple[AuditItem, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _different(self) -> Self:
        check_keys("item", [item.key for item in self.items])
        return self


class AuditTemplate(Shape):
    """What is looked at in an audit (S3-4S, requirements 9.7)."""

    code: Code
    title: Pair
    about: Pair
    sections: Annotated[tuple[AuditSection, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _different(self) -> Self:
        check_keys("section", [section.key for section in self.sections])
        return self


def check_keys(kind: str, keys: list[str]) -> None:
    """Raises ValueError where a key stands twice."""
    for key in keys:
        if keys.count(key) > 1:
            raise ValueError(f"{kind} {key} stands twice")
