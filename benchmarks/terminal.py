"""Programs in a pseudo-terminal: when something stands on the screen, what a key costs."""

from __future__ import annotations

import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
SEQUENCE = re.compile(
    rb"\x1b(?:\[[0-9;:<=>?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()][0-9A-B]|.)"
)
DEADLINE = 120.0
QUIET = 0.03  # seconds without a byte that end an answer


class Terminal:
    """One program in a terminal of its own; a context manager that ends it."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        size: tuple[int, int] = (120, 40),
        env: Mapping[str, str] | None = None,
    ) -> None:
        self.master, slave = os.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        environ = {
            **kept,
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LANG": "C.UTF-8",
            "FIVEFOLD_LANG": "en",
            "PYTHONPATH": str(ROOT),
            **(env or {}),
        }
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=environ,
            cwd=ROOT,
            start_new_session=True,
        )
        os.close(slave)
        self.output = b""

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *exc: object) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        os.close(self.master)

    def read(self, seconds: float) -> bytes:
        """What comes within a time; answers questions of the terminal as xterm does."""
        if not select.select([self.master], [], [], seconds)[0]:
            return b""
        try:
            part = os.read(self.master, 1 << 16)
        except OSError:  # the program has ended
            return b""
        if b"\x1b[?2026$p" in part:
            os.write(self.master, b"\x1b[?2026;2$y")
        self.output += part
        return part

    def until(self, text: str) -> float:
        """Milliseconds from the start until a text has been drawn."""
        wanted = text.encode()
        end = time.perf_counter() + DEADLINE
        while wanted not in SEQUENCE.sub(b"", self.output):
            if time.perf_counter() > end or (self.process.poll() is not None and not self.read(0)):
                shown = SEQUENCE.sub(b"", self.output)[-400:].decode(errors="replace")
                raise RuntimeError(f"no {text!r} from {self.process.args!r}: {shown}")
            self.read(0.2)
        return (time.perf_counter() - self.started) * 1000

    def settle(self, seconds: float = 0.5) -> None:
        """Reads until nothing has come for a while."""
        while self.read(seconds):
            pass

    def rest(self) -> None:
        """Reads until the program does nothing any more: what it loads behind the rows is there."""
        end, before = time.perf_counter() + DEADLINE, -1.0
        while (now := self.cpu()) > before + 0.02 and time.perf_counter() < end:
            before = now
            self.settle(1.5)

    def key(self, keys: str) -> float:
        """Milliseconds until the last byte of the answer to some keys."""
        start = last = time.perf_counter()
        os.write(self.master, keys.encode())
        if self.read(5.0):
            last = time.perf_counter()
            while self.read(QUIET):
                last = time.perf_counter()
        return (last - start) * 1000

    def cost(self, keys: str, seconds: float = 0.4) -> int:
        """Bytes that keys cause, with all that follows from them."""
        os.write(self.master, keys.encode())
        count = 0
        while part := self.read(seconds):
            count += len(part)
        return count

    def memory(self, kind: str = "Rss") -> float:
        """Megabytes of the process: `Rss` or `Pss`."""
        rollup = Path(f"/proc/{self.process.pid}/smaps_rollup").read_text()
        found = re.search(rf"^{kind}:\s+(\d+) kB", rollup, re.MULTILINE)
        assert found
        return int(found[1]) / 1024

    def cpu(self) -> float:
        """Seconds of processor time used so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
