"""Copying out: which way is taken, and that a failing program is noticed."""

from __future__ import annotations

import subprocess
from typing import Any

import pytest

from tui.terminal import clipboard


@pytest.fixture(autouse=True)
def programs(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Programs that are on the path."""
    found: set[str] = set()
    monkeypatch.setattr(
        "tui.terminal.clipboard.shutil.which",
        lambda name: f"/bin/{name}" if name in found else None,
    )
    return found


@pytest.mark.parametrize(
    ("choice", "environ", "there", "expected"),
    [
        ("auto", {}, set(), "osc52"),
        ("auto", {"DISPLAY": ":0"}, {"xclip"}, "native"),
        ("auto", {}, {"xclip"}, "osc52"),  # no display to reach it by
        ("auto", {"DISPLAY": ":0", "SSH_CONNECTION": "a b"}, {"xclip"}, "osc52"),
        ("auto", {}, {"pbcopy"}, "native"),
        ("native", {}, set(), "osc52"),
        ("native", {"WAYLAND_DISPLAY": "w", "SSH_TTY": "t"}, {"wl-copy"}, "native"),
        ("osc52", {}, {"pbcopy"}, "osc52"),
        ("off", {}, {"pbcopy"}, "off"),
    ],
)
def test_way(
    programs: set[str], choice: str, environ: dict[str, str], there: set[str], expected: str
) -> None:
    programs |= there
    assert clipboard.way(choice, environ) == expected


def test_the_text_goes_to_the_program(programs: set[str]) -> None:
    programs.add("xsel")
    calls: list[tuple[Any, Any]] = []

    def run(command: Any, **options: Any) -> None:
        calls.append((command, options["input"]))

    assert clipboard.copy_native("中远", {"DISPLAY": ":0"}, run)
    assert calls == [(("xsel", "--clipboard", "--input"), "中远".encode())]


@pytest.mark.parametrize(
    "error", [OSError("gone"), subprocess.TimeoutExpired("xsel", 2), subprocess.SubprocessError()]
)
def test_a_program_that_fails_is_noticed(programs: set[str], error: Exception) -> None:
    programs.add("pbcopy")

    def run(*_command: Any, **_options: Any) -> None:
        raise error

    assert not clipboard.copy_native("x", {}, run)
