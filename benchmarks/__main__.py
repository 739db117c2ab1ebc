"""`python -m benchmarks`: every group in turn, then table, figures and picture."""

from __future__ import annotations

import argparse
import tempfile
import traceback
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from benchmarks import report
from benchmarks.measure import Bench

GROUPS = (
    "start", "lists", "search", "wire", "detail", "importing", "bulk", "recompute", "saving",
    "sessions", "identifying", "calendar", "feedback", "duplicates", "trust",
)  # fmt: skip
RESULTS = Path(__file__).with_name("results")


def main() -> int:
    """Runs what was asked for; a group that fails is named and the others go on."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("groups", nargs="*", default=GROUPS, help=f"some of {' '.join(GROUPS)}")
    parser.add_argument("--small", type=int, default=1_000, help="customers of the small file")
    parser.add_argument("--middle", type=int, default=100_000, help="rows of import and bulk")
    parser.add_argument("--large", type=int, default=1_000_000, help="customers of the large file")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--sessions", type=int, default=20)
    parser.add_argument("--work", type=Path, help="a folder for the files, kept and used again")
    parser.add_argument("--results", type=Path, default=RESULTS)
    asked = parser.parse_args()
    unknown = set(asked.groups) - set(GROUPS)
    if unknown:
        parser.error(f"no such group: {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory(prefix="fivefold-bench-") as folder:
        work = asked.work or Path(folder)
        work.mkdir(parents=True, exist_ok=True)
        bench = Bench(
            work.resolve(), asked.rounds, asked.small, asked.middle, asked.large, asked.sessions
        )
        failed = [group for group in asked.groups if not _ran(group, bench)]
    stamp = datetime.now(UTC).strftime("%Y-%m-%d")
    for path in report.write(bench, asked.results, stamp):
        print(path)
    return 1 if failed else 0


def _ran(group: str, bench: Bench) -> bool:
    print(f"{group}:", flush=True)
    try:
        import_module(f"benchmarks.{group}").run(bench)
    except Exception as error:
        traceback.print_exc()
        bench.note(f"{group} could not be measured: {type(error).__name__}")
        return False
    return True


if __name__ == "__main__":
    raise SystemExit(main())
