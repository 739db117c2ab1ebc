"""Reads the shipped list of phrases that no customer should hear; standard library only."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from models.rules.phrases import Phrase


@cache
def load_phrases() -> tuple[Phrase, ...]:
    """The phrases of both languages; each answers in the language it was found in."""
    file = resources.files("storage.content").joinpath("phrases.toml")
    found = tomllib.loads(file.read_text(encoding="utf-8"))["phrase"]
    return tuple(
        Phrase(tuple(entry[language]), entry[f"instead_{language}"])
        for entry in found
        for language in ("en", "zh")
    )
