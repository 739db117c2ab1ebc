"""Answers of rules written out line by line, to be held against a file that was read.

A battery yields cases by name; every answer is written with every field, and where it explains
itself with every line and parameter, so that a lost input, limit or setting shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime

from models.explanation import Explanation, Reason

Case = tuple[str, object]


def text(value: object) -> str:
    """A value as one reads it; of a record the name and value of every field."""
    if isinstance(value, Reason):
        return f"{value.code}({_pairs(value.params)})"
    if isinstance(value, Explanation):
        return f"{value.figure} by {value.rule} = {text(value.value)}"
    if is_dataclass(value) and not isinstance(value, type):
        inner = ", ".join(f"{one.name}={text(getattr(value, one.name))}" for one in fields(value))
        return f"{type(value).__name__}({inner})"
    if isinstance(value, Mapping):
        return "{" + _pairs(value) + "}"
    if isinstance(value, tuple | list):
        return "[" + ", ".join(text(one) for one in value) + "]"
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value)


def _pairs(value: Mapping[str, object]) -> str:
    return ", ".join(f"{name}={text(one)}" for name, one in value.items())


def _lines(name: str, found: object) -> Iterator[str]:
    yield f"{name}: {text(found)}"
    explanation = found if isinstance(found, Explanation) else getattr(found, "explanation", None)
    for line in getattr(explanation, "lines", ()):
        yield f"    {text(line)}"


def written(*parts: Callable[[], Iterator[Case]]) -> str:
    """Every case of these parts with its answer, under the name of its part."""
    found: list[str] = []
    for part in parts:
        found.append(f"== {part.__name__[1:]}")
        for name, answer in part():
            found.extend(_lines(name, answer))
    return "\n".join(found) + "\n"
