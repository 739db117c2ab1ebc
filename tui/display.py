"""The one way from data to a widget: every text made harmless, none read as markup.

Never hand a `str` made of data to a widget, `notify`, a title or a tooltip: use these.
"""

from __future__ import annotations

from threading import get_ident
from typing import TYPE_CHECKING, Any, Literal

from rich.text import Text
from textual.content import Content

from models.clean import shown
from models.width import cell_width

if TYPE_CHECKING:
    from rich.style import Style
    from textual.app import App

BETWEEN = " · "

Severity = Literal["information", "warning", "error"]


def cell(text: str, style: str | Style = "", *, lines: bool = False) -> Text:
    """Data for anything that draws: Static, Label, Button, Option, Select, Tree, list rows.

    Not for `notify` nor for the title of a tab, which know no `Text`.

    Args:
        text: Any text.
        style: Style of the whole text; a literal of ours, never data.
        lines: Keep line breaks (notes).
    """
    return Text(shown(text, lines=lines), style=style, end="")


def title(text: str) -> Content:
    """Data for the title of a tab (`TabPane`, `Tab`)."""
    return Content(shown(text))


def border(text: str) -> Text | None:
    """Data for `border_title` and `border_subtitle`; None, no title, for an empty text.

    A `Text` is taken literally there. Do not read the attribute back: it answers in markup.
    """
    return cell(text) if text.strip() else None


def fitting(hint: str, width: int, more: str = "") -> str:
    """As many parts of a hint as there are cells for; its last part, the way out, always stays.

    A hint names keys, with ` · ` between them: half a key would be none. `more` says how to see
    those that have no room; it stands where some have none.
    """
    *parts, last = hint.split(BETWEEN)
    if not parts or cell_width(hint) <= width:
        return hint
    ends = [more, last] if more else [last]
    while parts and cell_width(BETWEEN.join((*parts, *ends))) > width:
        parts.pop()
    return BETWEEN.join((*parts, *ends))


def toast(
    app: App[Any],
    message: str,
    severity: Severity = "information",
    *,
    heading: str = "",
    timeout: float | None = None,
) -> None:
    """Show a short message in the corner; may be called from any thread.

    Args:
        app: The running app.
        message: What happened; may hold data and line breaks.
        severity: `information`, `warning` or `error`.
        heading: Line above the message, "" for none.
        timeout: Seconds on the screen, None for the app's own figure.
    """
    text = shown(message, lines=True)
    if app._thread_id == get_ident():
        for known in list(app._notifications):
            if known.message == text:  # said twice it would hide twice as much
                app._unnotify(known, refresh=False)
    app.notify(
        text,
        title=shown(heading),
        severity=severity,
        timeout=timeout,
        markup=False,
    )
