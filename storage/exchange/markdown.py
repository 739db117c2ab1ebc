"""Rows as a Markdown table, written while they come; every mark of the language is escaped.

Knows no entities and no sentences: caption lines are given by the caller.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from storage.exchange.table import WATERMARK

_MARKS = re.compile(r"([\\`*_\[\]<>|~&#$])")
_BREAKS = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]")


def write(
    headers: Sequence[str],
    rows: Iterable[Sequence[str]],
    caption: Sequence[str] = (),
    watermark: str = "",
) -> Iterator[str]:
    """The caption as paragraphs, the table line by line, the watermark below."""
    for line in caption:
        yield f"{escaped(line)}\n\n"
    yield _line(headers)
    yield "|" + " --- |" * len(headers) + "\n"
    for row in rows:
        yield _line(row)
    if watermark:
        yield f"\n{escaped(WATERMARK + watermark)}\n"


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(map(escaped, cells)) + " |\n"


def escaped(text: str) -> str:
    """A text that shows as it is: no emphasis, link, tag or column; line ends become `<br>`."""
    lines = _BREAKS.split(text.strip())
    return "<br>".join(_MARKS.sub(r"\\\1", _CONTROLS.sub(" ", line)) for line in lines)
