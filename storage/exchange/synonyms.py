"""Reads the header spellings of `storage/content/synonyms.toml` and of a user's own file.

Spellings only; what a column is decided to be is told in `mapping`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

Synonyms = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Entity name -> field name -> spellings."""


def parsed(text: str) -> Synonyms:
    """The spellings of a TOML text.

    Raises:
        ValueError: no TOML, or something else than tables of lists of texts.
    """
    result: dict[str, dict[str, tuple[str, ...]]] = {}
    for entity, fields in tomllib.loads(text).items():
        if not isinstance(fields, dict):
            raise ValueError(entity)
        result[entity] = {}
        for name, words in fields.items():
            if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
                raise ValueError(f"{entity}.{name}")
            result[entity][name] = tuple(words)
    return result


@cache
def shipped() -> Synonyms:
    """The spellings that come with the program."""
    path = files("storage.content") / "synonyms.toml"
    return parsed(path.read_text(encoding="utf-8"))


def merged(first: Synonyms, second: Synonyms) -> Synonyms:
    """Spellings of both."""
    result = {entity: dict(fields) for entity, fields in first.items()}
    for entity, fields in second.items():
        into = result.setdefault(entity, {})
        for name, words in fields.items():
            into[name] = (*into.get(name, ()), *words)
    return result
