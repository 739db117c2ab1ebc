"""Hostile data in front of a real terminal: each fence alone keeps it harmless."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Protocol

import pytest


class Run(Protocol):
    output: bytes
    status: int
    restored: bool


RunInPty = Callable[..., Run]

# The sequences Textual itself sends: CSI and the pointer's shape; no other OSC, no DCS.
OWN = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\]22;[a-z-]+\x07")
HARMFUL = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


@pytest.mark.parametrize("fence", ["display", "last"])
def test_data_reaches_the_terminal_as_plain_text_only(fence: str, run_in_pty: RunInPty) -> None:
    run = run_in_pty("hostile.py", fence, until="✓END".encode(), keys=b"q", size=(150, 120))
    assert run.status == 0
    assert run.restored
    output = run.output.decode()
    assert not [own for own in OWN.findall(output) if "9731" in own]
    rest = OWN.sub("", output).replace("\r\n", "").replace("\n", "")
    assert "OSC9731" in rest  # the data was shown
    assert not {f"{ord(found):04X}" for found in HARMFUL.findall(rest)}
    assert "\x1b[>" not in output  # Kitty's key protocol was not asked for
    for literal in ("[/x] [/]", "[@click=app.quit]go[/]", "[link=http://9731]go[/link]"):
        assert literal in rest
    assert "[red]red[/red] [b]张三[VIP] 折扣[50%]" in rest
