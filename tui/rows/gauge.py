"""A figure from 0 to 100 as a bar of fixed width."""

from __future__ import annotations

_EIGHTHS = " ▏▎▍▌▋▊▉"


def framed(value: float, width: int, *, plain: bool = False) -> str:
    """The bar between its two ends."""
    left, right = ("[", "]") if plain else ("▕", "▏")
    return f"{left}{bar(value, width, plain=plain)}{right}"


def bar(value: float, width: int, *, plain: bool = False) -> str:
    """`width` cells, filled in proportion; `plain` uses # and . alone."""
    share = max(0.0, min(100.0, float(value))) / 100
    if plain:
        full = round(share * width)
        return "#" * full + "." * (width - full)
    eighths = round(share * width * 8)
    full, rest = divmod(eighths, 8)
    text = "█" * full + (_EIGHTHS[rest] if rest else "")
    return text + " " * (width - len(text))
