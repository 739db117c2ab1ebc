"""The labels of both languages in the shape that imports and exports speak."""

from __future__ import annotations

from models.fields.vocabulary import Vocabulary
from tui.labels import labels_by_language


def vocabulary() -> Vocabulary:
    """Field and enumeration labels in every language."""
    return Vocabulary(**labels_by_language())
