"""The command: checks that our packages are ours, then hands over to the command line.

Imports nothing of ours before that check.
"""

from __future__ import annotations

import os
import sys


def main(argv: list[str] | None = None) -> int:
    """Runs one command and returns its exit status (product 4); never raises."""
    stranger = _stranger()
    if stranger:
        sys.stderr.write(
            f"fivefold: the Python package {stranger} on the search path does not belong to "
            "Fivefold. Install Fivefold in a virtual environment of its own.\n"
        )
        return 2
    from tui.cli.start import start

    return start(sys.argv[1:] if argv is None else argv)


def _stranger() -> str:
    """Name of a package of ours that another distribution or folder has overlaid, else ""."""
    from importlib.machinery import PathFinder

    home = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    for name in ("models", "storage"):
        spec = PathFinder.find_spec(name)
        origin = spec.origin if spec is not None else None
        expected = os.path.join(home, name, "__init__.py")
        if origin is None or os.path.realpath(origin) != os.path.realpath(expected):
            return name
    return ""


if __name__ == "__main__":
    sys.exit(main())
