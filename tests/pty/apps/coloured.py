"""A screen of every token, in whatever colours the terminal has."""

from __future__ import annotations

import os
import sys

from tui import environment

environment.prepare(os.environ)

from textual.app import App, ComposeResult  # noqa: E402
from textual.theme import Theme  # noqa: E402
from textual.widgets import Footer, Input, Label, OptionList  # noqa: E402

from tui import themes  # noqa: E402

TOKENS = ("grade-a", "grade-b", "grade-c", "grade-d", "grade-e", "due-amber", "due-red", "muted")


class Coloured(App[None]):
    CSS = "Label { border: round $frame; }\n" + "".join(
        f"#{token} {{ color: ${token}; }}\n" for token in TOKENS
    )

    def __init__(self) -> None:
        super().__init__()
        themes.install(self)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        theme: Theme = self.current_theme
        return themes.variable_defaults(theme)

    def compose(self) -> ComposeResult:
        yield OptionList("one", "two")
        yield Input("text")
        for token in TOKENS:
            yield Label(token, id=token)
        yield Label("READY")
        yield Footer()


if __name__ == "__main__":
    app = Coloured()
    app.run()
    sys.exit(app.return_code)
