"""Shows hostile texts in every kind of place, behind one fence: "display" or the "last" one."""

from __future__ import annotations

import os
import sys

from tui import environment

environment.prepare(os.environ)

from rich.segment import Segment  # noqa: E402
from rich.text import Text  # noqa: E402
from textual.app import App, ComposeResult  # noqa: E402
from textual.containers import VerticalScroll  # noqa: E402
from textual.content import Content  # noqa: E402
from textual.strip import Strip  # noqa: E402
from textual.widget import Widget  # noqa: E402
from textual.widgets import Input, Label, Static, TabbedContent, TabPane, Tree  # noqa: E402

from models.clean import shown  # noqa: E402
from tui import display  # noqa: E402
from tui.terminal import fence  # noqa: E402

# 9731 marks sequences that only the data can have sent.
PAYLOADS = (
    "csi \x1b[9731;31m",
    "clear \x1b[9731;2J\x1b[9731;5H",
    "osc0 \x1b]0;OSC9731\x07",
    "osc52 \x1b]52;c;OSC9731\x1b\\",
    "osc8 \x1b]8;;http://OSC9731\x1b\\x\x1b]8;;\x1b\\",
    "dcs \x1bPOSC9731\x1b\\",
    "apc \x1b_OSC9731\x1b\\",
    "c1csi \x9b9731m",
    "c1osc \x9dOSC9731\x9c",
    "nul \x00 bel \x07 bs \x08 vt \x0b ff \x0c del \x7f",
    "cr \rhidden",
    "newline \nbelow",
    "tab \tafter",
    "nel \x85 ls \u2028 ps \u2029",
    "bidi \u202eabc\u202c \u2066def\u2069 \u200f",
    "invisible \u200b\u2060\ufeff\u00ad\U000e0041",
    "surrogate \ud800 \udc9b",
    "marks e" + "\u0301" * 60,
    "family 👨\u200d👩\u200d👧\u200d👦",
    "close [/x] [/]",
    "action [@click=app.quit]go[/]",
    "link [link=http://9731]go[/link]",
    "colour [red]red[/red] [b]张三[VIP] 折扣[50%]",
    "million " + "9" * 1_000_000,
)


class Rows(Widget):
    """A line widget: one payload a row, straight into segments."""

    def __init__(self, texts: list[Text]) -> None:
        super().__init__()
        self.texts = texts
        self.styles.height = len(texts)

    def render_line(self, y: int) -> Strip:
        return Strip([Segment(self.texts[y].plain)]).adjust_cell_length(self.size.width)


class Hostile(App[None]):
    CSS = "Static { height: 1; } #framed { height: 3; border: round $primary; } Tree { height: 4; }"

    def __init__(self, with_display: bool) -> None:
        super().__init__()
        self.with_display = with_display
        if not with_display:
            fence.install(self)

    def text(self, payload: str) -> Text:
        return display.cell(payload) if self.with_display else Text(payload[:9000], end="")

    def one_line(self, payload: str) -> str:
        return shown(payload) if self.with_display else payload[:9000].replace("\ud800", "")

    def compose(self) -> ComposeResult:
        first, last = PAYLOADS[0], PAYLOADS[-5]
        with VerticalScroll():
            yield Rows([self.text(payload) for payload in PAYLOADS])
            for payload in PAYLOADS:
                yield Static(self.text(payload))
                yield Label(self.text(payload))
                yield Input(self.one_line(payload), compact=True)
            framed = Static(self.text(first), id="framed")
            framed.border_title = self.text(last + first)
            framed.border_subtitle = display.border(last + first) if self.with_display else None
            yield framed
            tree: Tree[None] = Tree(self.text(last))
            tree.root.add_leaf(self.text(first))
            yield tree
            with TabbedContent():
                title = last + first
                yield TabPane(display.title(title) if self.with_display else Content(title))

    def on_mount(self) -> None:
        self.screen.query_one(VerticalScroll).focus()
        everything = "\n".join(payload[:200] for payload in PAYLOADS if "\ud800" not in payload)
        if self.with_display:
            display.toast(self, everything + "\n✓END", "warning", heading="heading \x1b[9731m")
        else:
            self.notify(everything + "\n✓END", title="heading \x1b[9731m", markup=False)

    def key_q(self) -> None:
        self.exit()


if __name__ == "__main__":
    app = Hostile(sys.argv[1] == "display")
    app.run()
    sys.exit(app.return_code or 0)
