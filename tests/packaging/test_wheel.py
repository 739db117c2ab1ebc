"""The wheel: holds the three packages with their data and nothing else, and starts from it."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from importlib.metadata import distributions
from importlib.util import find_spec
from pathlib import Path

import pytest

pytestmark = pytest.mark.packaging

ROOT = Path(__file__).parents[2]
OURS = {"models", "storage", "tui"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("wheel")
    # Where the build backend is at hand nothing has to be fetched.
    isolation = [] if find_spec("hatchling") is None else ["--no-build-isolation"]
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", *isolation),
            *("--wheel-dir", str(target), str(ROOT)),
        ],
        check=True,
    )
    (built,) = target.glob("fivefold-*.whl")
    return built


@pytest.fixture(scope="module")
def names(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


@pytest.fixture(scope="module")
def command(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`fivefold` in an environment of its own; its requirements are lent by this one."""
    folder = tmp_path_factory.mktemp("clean") / "venv"
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    pip = [str(python), "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*pip, str(wheel)], check=True)
    (packages,) = (folder / "lib").glob("python*/site-packages")
    (packages / "lent.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")
    return folder / "bin" / "fivefold"


def run(command: Path, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(command), *arguments],
        cwd=home,
        env={"PATH": os.environ["PATH"], "FIVEFOLD_HOME": str(home), "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )


def test_the_top_level_is_ours_alone(names: list[str]) -> None:
    top = {name.partition("/")[0] for name in names}
    assert {name for name in top if not name.endswith(".dist-info")} == OURS
    assert not [name for name in names if "test" in name.rpartition("/")[2].split("_")[0]]


def test_data_files_are_inside(names: list[str]) -> None:
    for start, end in (
        ("tui/", ".tcss"),
        ("tui/locale/", ".po"),
        ("storage/content/", ".toml"),
        ("storage/search/tables/", ".txt"),
    ):
        found = [name for name in names if name.startswith(start) and name.endswith(end)]
        here = list((ROOT / start).rglob(f"*{end}"))
        assert len(found) == len(here) > 0, (start, end)
    assert {f"{package}/py.typed" for package in OURS} <= set(names)


def test_no_requirement_owns_our_names() -> None:
    for other in distributions():
        if other.metadata["Name"] == "fivefold":
            continue
        owned = {str(file).partition("/")[0] for file in other.files or ()}
        assert owned & OURS == set(), other.metadata["Name"]


def test_it_starts_from_a_clean_environment(command: Path, tmp_path: Path) -> None:
    answer = run(command, tmp_path, "--version")
    assert (answer.returncode, answer.stdout) == (0, "fivefold 0.1.0\n"), answer.stderr
    helped = run(command, tmp_path, "--help")
    assert helped.returncode == 0
    assert "list" in helped.stdout


def test_the_demo_is_listed_from_a_clean_environment(command: Path, tmp_path: Path) -> None:
    answer = run(command, tmp_path, "demo", "list", "--ids", "--today", "2026-03-02")
    assert answer.returncode == 0, answer.stderr
    assert "C-000001" in answer.stdout.split()
    assert len(answer.stdout.split()) == 40


@pytest.fixture
def shadowed(tmp_path: Path) -> Path:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "__init__.py").write_text("raise SystemExit('a stranger ran')\n")
    return tmp_path


def test_a_stranger_of_our_name_is_named_not_run(command: Path, shadowed: Path) -> None:
    """A folder of that name beside the user is not on the path of the command."""
    assert run(command, shadowed, "--version").returncode == 0
