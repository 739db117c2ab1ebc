from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.binding import Binding
from textual.keys import _character_to_key

from tui import i18n, keys
from tui.config import ConfigError, KeyChoice
from tui.labels import reason_text

ROOT = Path(__file__).resolve().parents[3]
# Swallowed, aliased or taken by terminals, multiplexers and input methods (terminal.md 4.7).
UNSAFE = re.compile(
    r"ctrl\+(i|m|j|h|a|b|q|w|enter|slash|left_square_bracket|space|\d|shift\+.*)|alt\+.*"
    r"|shift\+enter|f1[012]"
)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    i18n.set_language("en")
    yield
    i18n.set_language("en")


def test_names_are_unique() -> None:
    assert len(keys.BY_NAME) == len(keys.ACTIONS)
    commands = [action.command for action in keys.ACTIONS if action.command]
    assert len(set(commands)) == len(commands)


def test_every_action_can_be_reached() -> None:
    for action in keys.ACTIONS:
        assert action.keys or action.command, action.name
        assert re.fullmatch(r"[a-z][a-z0-9_]*", action.name)
        assert re.fullmatch(r"[a-z][a-z-]*|", action.command)


def test_every_action_has_words_in_both_languages() -> None:
    for language in i18n.LANGUAGES:
        i18n.set_language(language)
        for action in keys.ACTIONS:
            assert action.label
            assert action.help
            if language == "zh":
                assert re.search(r"[\u4e00-\u9fff]", action.help), action.name


def test_every_context_belongs_to_a_scope() -> None:
    listened = {context for contexts in keys.SCOPES.values() for context in contexts}
    assert {action.context for action in keys.ACTIONS} == listened


@pytest.mark.parametrize("scope", keys.SCOPES)
def test_a_key_means_one_thing_in_a_scope(scope: str) -> None:
    seen: dict[str, str] = {}
    for row in keys.binding_rows(*keys.SCOPES[scope]):
        for name in row.keys.split(","):
            assert seen.setdefault(name, row.id) == row.id, (name, row.id, seen[name])


@pytest.mark.parametrize("scope", keys.SCOPES)
def test_the_first_of_two_keys_is_free_or_waits_itself(scope: str) -> None:
    single = {
        name: row.id
        for row in keys.binding_rows(*keys.SCOPES[scope])
        for name in row.keys.split(",")
    }
    for first, _second in keys.DEFAULT_KEYMAP.sequences(*keys.SCOPES[scope]):
        assert single.get(first) in (None, "view")


def test_default_keys_reach_the_program_everywhere() -> None:
    for action in keys.ACTIONS:
        names = keys.DEFAULT_KEYMAP.names(action)
        # ctrl+p is a second way beside the colon.
        assert not [name for name in names if UNSAFE.fullmatch(name)], action.name


def test_keys_that_work_in_text_fields_are_function_or_control_keys() -> None:
    for action in keys.ACTIONS:
        if action.priority:
            for name in keys.DEFAULT_KEYMAP.names(action):
                assert re.fullmatch(r"f\d|ctrl\+[a-z]", name)


# product.md section 3
PRODUCT = {
    "1": "pane_customers",
    "2": "pane_detail",
    "3": "pane_follow_ups",
    "4": "pane_feedback",
    "tab": "next_pane",
    "slash": "query",
    "j": "down",
    "k": "up",
    "down": "down",
    "up": "up",
    "home": "top",
    "G": "bottom",
    "end": "bottom",
    "pagedown": "page_down",
    "pageup": "page_up",
    "v": "view",
    "h": "left",
    "l": "right",
    "left": "left",
    "right": "right",
    "left_square_bracket": "previous_period",
    "right_square_bracket": "next_period",
    "colon": "command_line",
    "ctrl+p": "command_line",
    "enter": "open",
    "escape": "back",
    "q": "back",
    "z": "zoom",
    "apostrophe": "jump",
    "n": "new",
    "e": "edit",
    "t": "touch",
    "f": "follow_up",
    "s": "qualify",
    "r": "regrade",
    "b": "take_in",
    "o": "opportunity",
    "x": "explain",
    "i": "brief",
    "space": "mark",
    "V": "mark_range",
    "asterisk": "mark_all",
    "m": "change",
    "u": "undo",
    "U": "redo",
    "d": "archive",
    "y": "copy",
    "p": "export_file",
    "w": "period",
    "S": "snooze",
    "greater_than_sign": "next_state",
    "R": "reopen",
    "H": "angry",
    "J": "next_record",
    "K": "previous_record",
    "question_mark": "key_help",
    "f1": "coach",
    "f2": "language",
    "f5": "reload",
    "ctrl+r": "reload",
    # typed by an input method
    "fullwidth_solidus": "query",
    "ideographic_comma": "query",
    "fullwidth_question_mark": "key_help",
    "fullwidth_colon": "command_line",
    "１": "pane_customers",
    "４": "pane_feedback",
    "right_double_angle_bracket": "next_state",
    "left_black_lenticular_bracket": "previous_period",
}


def test_the_keys_of_the_product_contract() -> None:
    contexts = ("app", "workspace", "list", "follow-ups", "feedback")
    bound = {name: row.id for row in keys.binding_rows(*contexts) for name in row.keys.split(",")}
    # An act that is not in the table yet leaves its key free.
    wanted = {name: act if act in keys.BY_NAME else None for name, act in PRODUCT.items()}
    assert {name: bound.get(name) for name in PRODUCT} == wanted
    assert keys.DEFAULT_KEYMAP.sequences("workspace")["g", "g"] == "top"
    assert {"language", "log", "touch", "explain", "undo"} <= set(keys.BY_COMMAND)


def test_key_names_are_those_of_the_toolkit() -> None:
    signs = [chr(code) for code in range(0x21, 0x7F)] + list("／、？：１９０＞》［【」’＊　。")
    for sign in signs:
        assert keys.key_name(sign) == _character_to_key(sign), sign


def test_rows_become_bindings_of_the_toolkit() -> None:
    for row in keys.binding_rows(*keys.SCOPES["follow-ups"]):
        binding = Binding(
            row.keys,
            row.action,
            row.description,
            row.show,
            row.key_display,
            row.priority,
            row.tooltip,
            row.id,
        )
        made = list(Binding.make_bindings([binding]))
        assert [one.key for one in made] == row.keys.split(",")
        assert {one.id for one in made} == {row.id}


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("question_mark", "?"),
        ("slash", "/"),
        ("escape", "Esc"),
        ("ctrl+s", "ctrl+s"),
        ("g g", "g g"),
        ("f2", "F2"),
        ("U", "U"),
        ("shift+tab", "shift+Tab"),
        ("greater_than_sign", ">"),
        ("space", "Space"),
        ("minus", "-"),
    ],
)
def test_keys_as_people_read_them(name: str, shown: str) -> None:
    assert keys.key_display(name) == shown


def test_the_footer_puts_the_own_keys_first() -> None:
    names = [action.name for action in keys.footer("feedback")]
    assert names[0] == "next_state"
    assert names.index("query") < names.index("touch") < names.index("key_help")


# --- the user's own keys


def _choices(**given: str) -> dict[str, KeyChoice]:
    return {name: KeyChoice(value, number) for number, (name, value) in enumerate(given.items(), 3)}


def test_an_entry_replaces_all_keys_and_keeps_full_width_twins() -> None:
    keymap = keys.remap(_choices(query="f,?"))
    assert keymap.names(keys.BY_NAME["query"]) == ["f", "question_mark"]
    assert keymap.toolkit() == {"query": "f,question_mark,fullwidth_question_mark"}
    (row,) = [row for row in keymap.rows("workspace") if row.id == "query"]
    assert row.key_display == "f"
    assert keymap.shown(keys.BY_NAME["touch"]) == "t"


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("ctrl-t", ["ctrl+t"]),
        ("Esc, PgDn", ["escape", "pagedown"]),
        ("/", ["slash"]),
        ("F7", ["f7"]),
        ("g t", ["g t"]),
        ("T", ["T"]),
        ("slash,comma", ["slash", "comma"]),
        ("", []),
    ],
)
def test_keys_may_be_written_as_people_write_them(written: str, names: list[str]) -> None:
    assert keys.remap(_choices(touch=written)).names(keys.BY_NAME["touch"]) == names


@pytest.mark.parametrize(
    ("choices", "code", "params"),
    [
        (_choices(toch="t"), "keys.unknown_action", {"action": "toch", "guess": "touch"}),
        (_choices(touch="hyper+t"), "keys.bad_key", {"key": "hyper+t"}),
        (_choices(touch="t,nokey"), "keys.bad_key", {"key": "nokey"}),
        (_choices(touch="a b c"), "keys.bad_key", {"key": "a b c"}),
        (_choices(down=""), "keys.bad_key", {"key": '""'}),
    ],
)
def test_what_does_not_exist_is_refused_with_file_and_line(
    choices: dict[str, KeyChoice], code: str, params: dict[str, str]
) -> None:
    with pytest.raises(ConfigError) as refused:
        keys.remap(choices, Path("/home/x/config.toml"))
    reason = refused.value.reason
    assert (reason.code, reason.params["line"]) == (code, 3)
    assert params.items() <= reason.params.items()
    assert "/home/x/config.toml, line 3" in reason_text(reason)


def test_a_clash_is_reported_once() -> None:
    keymap = keys.remap(_choices(touch="x"), Path("c.toml"))
    (problem,) = keymap.problems
    assert problem.code == "keys.clash"
    assert {problem.params["action"], problem.params["other"]} == {"touch", "explain"}
    assert problem.params["line"] == 3
    assert keys.remap(_choices(touch="x", explain="t")).problems == ()


def test_defaults_do_not_clash() -> None:
    assert keys.remap({}).problems == ()


def test_the_document_is_up_to_date() -> None:
    written = (ROOT / "docs" / "keys.md").read_text(encoding="utf-8")
    assert written == keys.keys_document(), (
        'run: python -c "from pathlib import Path; from tui.keys import keys_document;'
        " Path('docs/keys.md').write_text(keys_document())\""
    )
