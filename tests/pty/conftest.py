"""Programs in a pseudo-terminal: what they wrote, how they ended, what they left behind."""

from __future__ import annotations

import fcntl
import os
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
APPS = Path(__file__).parent / "apps"
DEADLINE = 30.0  # seconds until a test gives up; nothing waits that long


@dataclass(frozen=True)
class Run:
    """One program run to its end."""

    output: bytes
    status: int
    restored: bool  # terminal settings are as they were


RunInPty = Callable[..., Run]


def environment(extra: Mapping[str, str]) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return {
        **kept,
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        **extra,
    }


def talk(process: subprocess.Popen[bytes], master: int, until: bytes, keys: bytes) -> bytes:
    """Read to the end, typing the keys once the awaited bytes have come."""
    output = b""
    end = time.monotonic() + DEADLINE
    while time.monotonic() < end:
        ready, _, _ = select.select([master], [], [], 0.05)
        if ready:
            try:
                part = os.read(master, 65536)
            except OSError:  # the other side is closed
                break
            output += part
            if until and until in output:
                os.write(master, keys)
                until = b""
        elif process.poll() is not None:
            break
    return output


@pytest.fixture
def run_in_pty() -> RunInPty:
    def run(
        app: str,
        *arguments: str,
        until: bytes = b"",
        keys: bytes = b"",
        size: tuple[int, int] = (80, 24),
        env: Mapping[str, str] | None = None,
    ) -> Run:
        master, slave = os.openpty()
        columns, rows = size
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        before = termios.tcgetattr(slave)
        command: Sequence[str] = (sys.executable, str(APPS / app), *arguments)
        process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=environment(env or {}),
            start_new_session=True,
        )
        try:
            output = talk(process, master, until, keys)
            status = process.wait(DEADLINE)
            restored = termios.tcgetattr(slave) == before
        finally:
            process.kill()
            process.wait()
            os.close(master)
            os.close(slave)
        return Run(output, status, restored)

    return run
