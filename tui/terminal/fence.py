"""The last fence: nothing but plain characters in any line that goes to the terminal.

It catches what forgot to go through `tui.display`; it must never be the only fence.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from rich.segment import Segment
from textual.filter import LineFilter

if TYPE_CHECKING:
    from rich.style import Style
    from textual.app import App
    from textual.color import Color

_UNWANTED: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")  # would stop the writer thread
_SUSPECT: Final = re.compile(f"{_UNWANTED.pattern}|{_SURROGATE.pattern}")


class TerminalFence(LineFilter):
    """Removes C0, C1, DEL and bidi controls from all but control segments, and hyperlinks.

    All of these are zero cells wide, so that a line keeps its width.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """Return the segments of one line, cleaned where they need it."""
        if not any(_is_suspect(segment) for segment in segments):
            return segments
        return [_cleaned(segment) if _is_suspect(segment) else segment for segment in segments]


def install(app: App[Any]) -> None:
    """Append the fence to the app's filters; called at the end of the app's constructor.

    Textual keeps them in a private list, which is one reason why its version is pinned.
    """
    if not any(isinstance(known, TerminalFence) for known in app._filters):
        app._filters.append(TerminalFence())


def _is_suspect(segment: Segment) -> bool:
    text, style, control = segment
    if control:
        return False
    return _SUSPECT.search(text) is not None or (style is not None and style.link is not None)


def _cleaned(segment: Segment) -> Segment:
    text, style, _ = segment
    return Segment(_SURROGATE.sub("\ufffd", _UNWANTED.sub("", text)), _unlinked(style), None)


def _unlinked(style: Style | None) -> Style | None:
    """The style without its hyperlink: the address may be data, and an escape sequence."""
    return style.update_link(None) if style is not None and style.link is not None else style
