from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tui.cli.options import VERSION, UsageError, read
from tui.cli.verbs import GLOBALS, VERBS, Verb, find

ROOT = Path(__file__).parents[2]


def test_version_is_that_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == VERSION


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_every_verb_has_a_module_and_shows_its_options(verb: object) -> None:
    from importlib.util import find_spec

    found = find(getattr(verb, "name", ""))
    assert found is not None
    assert not found.module or find_spec(f"tui.cli.{found.module}") is not None
    for option in found.options:
        assert f"--{option.rstrip('*').rstrip('=')}" in found.form


@pytest.mark.parametrize(
    "words",
    [
        ["--json", "list", "grade:A"],
        ["list", "--json", "grade:A"],
        ["list", "grade:A", "--json"],
    ],
)
def test_global_options_stand_anywhere(words: list[str]) -> None:
    command = read(words, {})
    assert command.options.json
    assert command.verb is find("list")
    assert command.words == ["grade:A"]


def test_options_take_values_in_both_forms_and_repeat_where_they_may() -> None:
    command = read(["new", "order", "--line=a;1", "--line", "b;2", "--db", "x.db"], {})
    assert command.given == {"line": ["a;1", "b;2"]}
    assert command.options.database == "x.db"


def test_words_behind_two_dashes_are_no_options() -> None:
    assert read(["list", "--", "--json"], {}).words == ["--json"]


def test_a_short_option_takes_its_value_apart_or_attached() -> None:
    for words in (["-o", "f.csv"], ["-of.csv"], ["--output=f.csv"]):
        assert read(["export", "customers", *words], {}).given == {"output": ["f.csv"]}


def test_a_verb_behind_demo_works_on_the_demo() -> None:
    command = read(["demo", "--reset", "list", "--ids"], {})
    assert command.options.demo
    assert command.options.reset
    assert command.verb is find("list")
    assert command.given == {"ids": ["yes"]}


def test_today_comes_from_the_environment_unless_it_is_given() -> None:
    environ = {"FIVEFOLD_TODAY": "2026-03-01"}
    assert read([], environ).options.today == "2026-03-01"
    assert read(["--today", "2026-03-02"], environ).options.today == "2026-03-02"


@pytest.mark.parametrize(
    "words",
    [
        ["bogus"],
        ["list", "--bogus"],
        ["list", "--limit"],
        ["list", "--ids=3"],
        ["list", "--limit", "1", "--limit", "2"],
        ["--today", "2026-02-30"],
        ["--lang", "de"],
        ["--reset"],
    ],
)
def test_what_is_not_understood_is_a_usage_error(words: list[str]) -> None:
    with pytest.raises(UsageError) as caught:
        read(words, {})
    assert caught.value.params["command"] is not None


def test_global_names_do_not_clash_with_options_of_verbs() -> None:
    names = {option.rstrip("=") for option in GLOBALS}
    for verb in VERBS:
        assert not names & {option.rstrip("*").rstrip("=") for option in verb.options}


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_every_form_of_a_verb_is_whole_by_itself(verb: Verb) -> None:
    for form in verb.form.split(" | "):  # as help shows them, a line each
        assert form.count("[") == form.count("]"), form
