"""Fails on purpose, with a secret in a local variable and one in the error's details."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tui import environment

environment.prepare(os.environ)

from textual import work  # noqa: E402
from textual.app import App, ComposeResult  # noqa: E402
from textual.widgets import Label  # noqa: E402

from tui.terminal import crash  # noqa: E402


class Crashing(App[None]):
    def __init__(self, way: str, log: Path) -> None:
        super().__init__()
        self.way = way
        crash.install(self, lambda reference: f"出错了 [x] 编号 {reference}。", log)

    def compose(self) -> ComposeResult:
        yield Label("READY")

    def fail(self) -> None:
        identity_number = "11010519491231002X"
        raise ValueError(f"bad record\nparameters: {identity_number}")

    @work(thread=True)
    def fail_in_thread(self) -> None:
        self.fail()

    def key_x(self) -> None:
        if self.way == "handler":
            self.fail()
        elif self.way == "worker":
            self.fail_in_thread()
        elif self.way == "twice":
            self.call_later(self.fail)
            self.fail()
        elif self.way == "panic":
            self.panic("11010519491231002X in the log alone")
        else:
            self.stylesheet.add_source("Label { color: 11010519491231002X; }")
            self.stylesheet.reparse()


if __name__ == "__main__":
    app = Crashing(sys.argv[1], Path(sys.argv[2]))
    app.run()
    sys.exit(app.return_code)
