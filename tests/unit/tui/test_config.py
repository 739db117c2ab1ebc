from __future__ import annotations

import os
import stat
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui import config, config_edit, i18n
from tui.config import Config, ConfigError, KeyChoice
from tui.labels import reason_text

ROOT = Path(__file__).resolve().parents[3]
PATH = Path("/home/x/config.toml")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    i18n.set_language("en")
    yield
    i18n.set_language("en")


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    assert config.load(path) == Config(path=path)
    assert config.parse("", PATH) == Config(path=PATH)


def test_all_choices_are_read() -> None:
    found = config.parse(
        """
        language = "zh"
        theme = "ansi"
        ascii = true
        mouse = false
        profile = "ssh"
        difference = false
        week_start = "sunday"
        tips = false
        clipboard = "osc52"
        [columns]
        customers = ["grade", "name", "grade"]
        [keys]
        touch = "t,ctrl+t"
        "redo" = "U"
        """,
        PATH,
    )
    assert found == Config(
        language="zh",
        theme="ansi",
        ascii=True,
        mouse=False,
        profile="ssh",
        difference=False,
        week_start="sunday",
        tips=False,
        clipboard="osc52",
        columns={"customers": ("grade", "name")},
        keys={"touch": KeyChoice("t,ctrl+t", 14), "redo": KeyChoice("U", 15)},
        path=PATH,
    )


@pytest.mark.parametrize(
    ("text", "code", "line", "said"),
    [
        ('\nlangauge = "zh"', "config.unknown_key", 2, "no setting langauge"),
        ("[colours]\nx = 1", "config.unknown_key", 1, "colours"),
        ("mouse = 1", "config.wrong_type", 1, "mouse must be true or false, not 1"),
        ("\n\ntheme = true", "config.wrong_type", 3, "theme must be a text, not true"),
        ('theme = "pink"', "config.not_allowed", 1, "auto, dark, light, ansi"),
        ('keys = "t"', "config.wrong_type", 1, "[keys]"),
        ("[keys]\n\ntouch = 3", "config.wrong_type", 3, "keys.touch"),
        ('[columns]\ncustomer = ["a"]', "config.unknown_key", 2, "customers, follow-ups"),
        ("[columns]\n# c\ncustomers = [1]", "config.wrong_type", 3, "a list of column names"),
        ('[columns]\ncustomers = "name"', "config.wrong_type", 2, "columns.customers"),
        ('a = 1\nb = "', "config.not_toml", 2, "not valid TOML"),
        ("a = 1\na = 2", "config.not_toml", 2, "not valid TOML"),
        ("[keys\n", "config.not_toml", 1, "not valid TOML"),
    ],
)
def test_what_is_not_understood_is_refused_with_file_and_line(
    text: str, code: str, line: int, said: str
) -> None:
    with pytest.raises(ConfigError) as refused:
        config.parse(text, PATH)
    reason = refused.value.reason
    assert (reason.code, reason.params["line"]) == (code, line)
    sentence = reason_text(reason)
    assert sentence.startswith(f"/home/x/config.toml, line {line}: ")
    assert said in sentence
    assert "-" not in sentence.split(": ")[1][:1]


def test_a_file_that_cannot_be_read_is_told_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b'theme = "\xff"')
    told: list[ConfigError] = []
    assert config.load_or_default(path, told.append) == Config(path=path)
    assert [error.reason.code for error in told] == ["config.unreadable"]
    assert path.read_bytes() == b'theme = "\xff"'


# --- writing one choice

FILE = """# my choices
theme = "dark"  # at night

[columns] # what I look at
customers = [
  "grade", # first
  "name",
]

[keys]
touch = "t"
"""


def test_a_choice_is_replaced_and_comments_stay(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(FILE)
    assert config_edit.set_choice(path, "theme", "light").theme == "light"
    assert path.read_text() == FILE.replace('theme = "dark"  #', 'theme = "light"  #')
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == ["config.toml"]


def test_new_choices_go_into_their_section(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(FILE)
    config_edit.set_choice(path, "mouse", False)
    config_edit.set_choice(path, "columns.customers", ["name", "due"])
    config_edit.set_choice(path, "columns.feedback", ["kind"])
    found = config_edit.set_choice(path, "keys.query", "ctrl+f,/")
    assert path.read_text() == (
        '# my choices\ntheme = "dark"  # at night\nmouse = false\n\n'
        '[columns] # what I look at\ncustomers = ["name", "due"]\nfeedback = ["kind"]\n\n'
        '[keys]\ntouch = "t"\nquery = "ctrl+f,/"\n'
    )
    assert found.columns == {"customers": ("name", "due"), "feedback": ("kind",)}
    assert found.keys["query"].keys == "ctrl+f,/"


def test_a_file_and_a_section_are_made_where_there_is_none(tmp_path: Path) -> None:
    path = tmp_path / "new" / "config.toml"
    config_edit.set_choice(path, "keys.touch", "T")
    config_edit.set_choice(path, "language", "zh")
    assert path.read_text() == 'language = "zh"\n[keys]\ntouch = "T"\n'
    assert config.load(path).language == "zh"
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_file_without_a_last_line_break(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("mouse = true # yes")
    config_edit.set_choice(path, "mouse", False)
    config_edit.set_choice(path, "tips", False)
    assert path.read_text() == "mouse = false  # yes\ntips = false\n"


def test_a_link_into_a_folder_of_dot_files_stays_a_link(tmp_path: Path) -> None:
    real = tmp_path / "dots" / "config.toml"
    real.parent.mkdir()
    real.write_text("tips = true\n")
    link = tmp_path / "config.toml"
    link.symlink_to(real)
    config_edit.set_choice(link, "tips", False)
    assert link.is_symlink()
    assert real.read_text() == "tips = false\n"


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("colour", "red", "config.unknown_key"),
        ("theme", "pink", "config.not_allowed"),
        ("mouse", "yes", "config.wrong_type"),
    ],
)
def test_a_wrong_choice_changes_nothing(tmp_path: Path, key: str, value: str, code: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(FILE)
    with pytest.raises(ConfigError) as refused:
        config_edit.set_choice(path, key, value)
    assert refused.value.reason.code == code
    assert path.read_text() == FILE


def test_a_file_that_is_broken_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("theme = ")
    with pytest.raises(ConfigError, match=r"config\.not_toml"):
        config_edit.set_choice(path, "theme", "dark")
    assert path.read_text() == "theme = "


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(ConfigError) as refused:
        config_edit.set_choice(blocked / "config.toml", "tips", False)
    assert refused.value.reason.code in ("config.unreadable", "config.unwritable")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=30))
def test_any_text_is_written_so_that_it_reads_back(text: str) -> None:
    changed = config_edit._with_entry(FILE, "keys", "touch", config_edit._toml(text))
    assert tomllib.loads(changed)["keys"] == {"touch": text}
    assert tomllib.loads(changed)["theme"] == "dark"


# --- documents


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_example_is_a_file_of_defaults(language: str) -> None:
    i18n.set_language(language)
    example = config.example_config()
    assert config.parse(example, PATH) == Config(path=PATH)
    live = "\n".join(
        line[1:] if line.startswith("#") and not line.startswith("# ") else line
        for line in example.splitlines()
    )
    found = config.parse(live, PATH)
    for choice in config.CHOICES:
        if choice.key != "ascii":
            assert getattr(found, choice.key) == getattr(Config(), choice.key)


def test_the_document_is_up_to_date() -> None:
    written = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    assert written == config.config_document(), (
        'run: python -c "from pathlib import Path; from tui.config import config_document;'
        " Path('docs/configuration.md').write_text(config_document())\""
    )
