"""How many terminal cells a text takes, and how to cut it to an exact number of them.

Standard library only: the headless twin measures here, the workspace with its own toolkit,
and both come to the same figure. Does not make a text harmless; see `models.clean`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

_JOINER: Final = "\u200d"
_EMOJI_STYLE: Final = "\ufe0f"  # variation selector 16


def _ranges(table: str) -> Iterator[int]:
    """Code points of a table such as "a9 2194-2199"."""
    for part in table.split():
        first, _, last = part.partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


# Narrow by themselves, wide when an emoji selector follows (Unicode's list of emoji
# variation sequences, less what is wide anyway).
_WIDENED: Final = frozenset(
    map(
        chr,
        _ranges(
            "23 2a 30-39 a9 ae 203c 2049 2122 2139 2194-2199 21a9-21aa 2328 23cf 23ed-23ef "
            "23f1-23f2 23f8-23fa 24c2 25aa-25ab 25b6 25c0 25fb-25fc 2600-2604 260e 2611 2618 261d "
            "2620 2622-2623 2626 262a 262e-262f 2638-263a 2640 2642 265f-2660 2663 2665-2666 2668 "
            "267b 267e 2692 2694-2697 2699 269b-269c 26a0 26a7 26b0-26b1 26c8 26cf 26d1 26d3 26e9 "
            "26f0-26f1 26f4 26f7-26f9 2702 2708-2709 270c-270d 270f 2712 2714 2716 271d 2721 "
            "2733-2734 2744 2747 2763-2764 27a1 2934-2935 2b05-2b07 1f170-1f171 1f17e-1f17f 1f321 "
            "1f324-1f32c 1f336 1f37d 1f396-1f397 1f399-1f39b 1f39e-1f39f 1f3cb-1f3ce 1f3d4-1f3df "
            "1f3f3 1f3f5 1f3f7 1f43f 1f441 1f4fd 1f549-1f54a 1f56f-1f570 1f573-1f579 1f587 "
            "1f58a-1f58d 1f590 1f5a5 1f5a8 1f5b1-1f5b2 1f5bc 1f5c2-1f5c4 1f5d1-1f5d3 1f5dc-1f5de "
            "1f5e1 1f5e3 1f5e8 1f5ef 1f5f3 1f5fa 1f6cb 1f6cd-1f6cf 1f6e0-1f6e5 1f6e9 1f6f0 1f6f3"
        ),
    )
)
# Where terminals, following newer editions of Unicode, differ from what the categories and
# the width property of Python's own edition say.
_ZERO: Final = (
    "897 cf3 ece 1160-11ff 1acf-1add 1ae0-1aeb 2065 3164 d7b0-d7ff ffa0 fff0-fff8 "
    "10d69-10d6d 10efa-10eff 11241 113b8-113c0 113c2 113c5 113c7-113ca 113cc-113d0 113d2 "
    "113e1-113e2 11b60-11b67 11f00-11f01 11f03 11f34-11f3a 11f3e-11f42 11f5a 13439-13440 "
    "13447-13455 1611e-1612f 1e08f 1e4ec-1e4ef 1e5ee-1e5ef 1e6e3 1e6e6 1e6ee-1e6ef 1e6f5 "
    "1f3fb-1f3ff e0000 e0002-e001f e0080-e00ff e01f0-e0fff"
)
_ONE: Final = "ad 600-605 6dd 70f 890-891 8e2 110bd 110cd"
_TWO: Final = (
    "2630-2637 268a-268f 2ffc-2fff 31e4-31e5 31ef 4dc0-4dff fa6e-fa6f fada-faff "
    "16ff2-16ff6 187f8-187ff 18cff 18d09-18d1e 18d80-18df2 1b132 1b155 1d300-1d356 "
    "1d360-1d376 1f6d8 1f6dc 1fa75-1fa77 1fa87-1fa8a 1fa8e-1fa8f 1faad-1faaf 1fabb-1fabf "
    "1fac6 1fac8 1facd-1facf 1fada-1fadc 1fadf 1fae8-1faea 1faef 1faf7-1faf8"
)
_ZERO_CATEGORIES: Final = frozenset({"Mn", "Me", "Mc", "Cf", "Zl", "Zp", "Cc"})


_NEWER: Final = {
    chr(code_point): width
    for width, table in enumerate((_ZERO, _ONE, _TWO))
    for code_point in _ranges(table)
}


@lru_cache(8192)  # a list repeats the same few thousand characters
def _measured(character: str) -> int:
    if (known := _NEWER.get(character)) is not None:
        return known
    code_point = ord(character)
    category = unicodedata.category(character)
    if category in _ZERO_CATEGORIES:
        return 0
    if category == "Cn":
        # Planes 2 and 3 are kept for Han; elsewhere an unassigned place counts as narrow.
        return 2 if code_point >> 16 in (2, 3) and code_point & 0xFFFE != 0xFFFE else 1
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cell_width(text: str) -> int:
    """Number of terminal cells that the text takes.

    A character behind a joiner takes none, an emoji selector widens a narrow emoji.
    Characters of ambiguous width count one.
    """
    if text.isascii() and text.isprintable():
        return len(text)
    if _JOINER not in text and _EMOJI_STYLE not in text:
        return sum(map(_measured, text))
    return sum(width for _, width in _steps(text))


def cut(text: str, width: int, *, pad: bool = False) -> str:
    """The beginning of the text that fits into so many cells.

    A wide character that would be halved becomes a blank. A text that fits stays as it is,
    filled up with blanks where `pad` is true: then the result is exactly `width` cells wide.
    A million characters cost no more than the cells asked for.
    """
    if width <= 0:
        return ""
    head = text[: width + 1]
    if head.isascii() and head.isprintable():
        return head[:width].ljust(width) if pad else head[:width]
    end, used = _fitting(text, width)
    missing = width - used if pad or end < len(text) else 0
    # A joiner at the end would swallow the first blank, or whatever the line goes on with.
    return text[:end].rstrip(_JOINER) + " " * missing


def _fitting(text: str, width: int) -> tuple[int, int]:
    """End of the part that fits, and the cells it takes."""
    end = used = total = 0
    for index, step in _steps(text):
        total += step
        if total > width:
            break
        end, used = index, total
    return end, used


def _steps(text: str) -> Iterator[tuple[int, int]]:
    """For each character the index behind it and the cells that it adds."""
    last = ""
    joined = False
    for index, character in enumerate(text, 1):
        width = 0
        if joined:
            joined = False
        elif character == _JOINER:
            joined = True
        elif character == _EMOJI_STYLE:
            width = int(last in _WIDENED)
            last = ""
        elif width := _measured(character):
            last = character
        yield index, width
