"""`--help`, made from the table of verbs. In English it loads nothing but that table."""

from __future__ import annotations

from tui.cli import words
from tui.cli.verbs import N_, VERBS

TYPE_CHECKING = False  # typing itself is not imported: --help is to be quick
if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.cli.options import Command
    from tui.cli.verbs import Verb

_GLOBALS = (
    ("--db PATH", N_("another database than the usual one")),
    ("--today YYYY-MM-DD", N_("take this day for today (training, tests)")),
    ("--lang en|zh", N_("language")),
    ("--readonly", N_("change nothing")),
    ("--no-mouse", N_("leave the mouse to the terminal")),
    ("--ascii", N_("draw frames with plain characters")),
    ("--json", N_("data and errors as JSON")),
    ("--help, --version", N_("this help, the version")),
)


def text(command: Command) -> str:
    """Help for the verb of the command, or for all of them."""
    translate: Callable[[str], str] = str
    if not words.may_be_english(command.options):
        from tui.i18n import tr

        words.choose(command.options)
        translate = tr
    if command.verb is not None:
        return _of_verb(command.verb, translate)
    return _of_all(translate)


def _of_verb(verb: Verb, translate: Callable[[str], str]) -> str:
    forms = verb.form.split(" | ")
    lines = [f"fivefold {verb.name} {form}".rstrip() for form in forms]
    return "\n".join([*lines, "", f"  {translate(verb.summary)}", ""])


def _of_all(translate: Callable[[str], str]) -> str:
    lines = [
        "fivefold [VERB ...]",
        "",
        "  " + translate(N_("Customer management in the terminal; without a verb the workspace.")),
        "",
    ]
    lines += [f"  {verb.name:<12}{translate(verb.summary)}" for verb in VERBS]
    lines += ["", "  " + translate(N_("fivefold VERB --help tells how a verb is written.")), ""]
    lines += [f"  {form:<22}{translate(meaning)}" for form, meaning in _GLOBALS]
    lines += [
        "",
        "  "
        + translate(
            N_(
                "Exit status: 0 ok, 1 unexpected error, 2 usage, 3 not found, 4 conflict, "
                "5 refused, 6 invalid data, 10 storage, 130 interrupted."
            )
        ),
        "",
    ]
    return "\n".join(lines)
