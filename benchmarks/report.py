"""The table in Markdown, the figures in JSON, the ratios as a picture."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from xml.sax.saxutils import escape

from benchmarks.measure import Bench, Row
from storage.engine.connect import library_version

_PACKAGES = ("textual", "rich", "sqlmodel", "sqlalchemy", "pydantic", "sqlcipher3")
_BAR, _LEFT, _WIDTH = 22, 470, 900


def machine() -> dict[str, str]:
    """What it was measured on."""
    model = ""
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                model = line.partition(":")[2].strip()
                break
    except OSError:
        model = platform.processor()
    return {
        "processor": f"{model or platform.machine()}, {os.cpu_count()} cores",
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "sqlite": ".".join(map(str, library_version())),
        **{name: version(name) for name in _PACKAGES},
    }


def write(bench: Bench, folder: Path, stamp: str) -> list[Path]:
    """Writes table, figures and picture under the name of the day; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    found = {
        "json": json.dumps(
            {
                "machine": machine(),
                "rows": [asdict(row) | {"ratio": round(row.ratio, 4)} for row in bench.rows],
                "notes": bench.notes,
            },
            ensure_ascii=False,
            indent=1,
        ),
        "md": markdown(bench),
        "svg": picture(bench.rows),
    }
    paths = []
    for ending, text in found.items():
        path = folder / f"{stamp}.{ending}"
        path.write_text(text + "\n", encoding="utf-8")
        paths.append(path)
    return paths


def markdown(bench: Bench) -> str:
    """The table as it stands in the documents."""
    lines = [
        "| Group | What | Fivefold | Peer | | Ratio | Goal | |",
        "|---|---|---:|---:|---|---:|---:|---|",
    ]
    for row in bench.rows:
        mark = "met" if row.met else "**missed**"
        lines.append(
            f"| {row.group} | {row.what} | {row.ours:,.3g} {row.unit} | {row.peer:,.3g} {row.unit}"
            f" | {row.peer_name} | {row.ratio:.2f} | {row.goal:g} | {mark} |"
        )
    lines += ["", *(f"- {note}" for note in bench.notes), ""]
    lines += [", ".join(f"{name} {value}" for name, value in machine().items())]
    lines += ["", "Medians; both sides of a row were measured in turn in the same run."]
    return "\n".join(lines)


def picture(rows: Sequence[Row]) -> str:
    """Each ratio as a part of its goal: a bar that ends before the line has met it."""
    height = 60 + _BAR * len(rows)
    span = (_WIDTH - _LEFT - 90) / 2  # a bar of twice the goal fills the width
    goal = _LEFT + span
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}"'
        ' font-family="system-ui, sans-serif" font-size="12">',
        f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>',
        f'<text x="{goal}" y="20" text-anchor="middle" fill="#444">the goal</text>',
        f'<line x1="{goal}" y1="26" x2="{goal}" y2="{height - 20}" stroke="#888"/>',
    ]
    for place, row in enumerate(rows):
        y = 34 + place * _BAR
        share = min(row.ratio / row.goal, 2.0)
        colour = "#2f7d4f" if row.met else "#b3403a"
        label = f"{row.what} / {row.peer_name}"
        label = label if len(label) < 72 else f"{label[:70]}…"
        parts += [
            f'<text x="{_LEFT - 8}" y="{y + 13}" text-anchor="end">{escape(label)}</text>',
            f'<rect x="{_LEFT}" y="{y + 2}" width="{max(1, share * span):.1f}" height="14"'
            f' fill="{colour}"/>',
            f'<text x="{_LEFT + share * span + 5:.1f}" y="{y + 13}">{row.ratio:.2f}x</text>',
        ]
    return "\n".join([*parts, "</svg>"])
