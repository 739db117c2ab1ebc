"""`settings`: the figures of the rules, listed and changed (requirements 8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.figures import Unit
from models.policy_defaults import FIGURE_BY_KEY
from models.width import cut
from tui.cli.options import UsageError
from tui.cli.progress import Narrator
from tui.i18n import N_, ntr, tr
from tui.labels import setting_label
from tui.rows.settings import range_text, value_text

if TYPE_CHECKING:
    from storage.services.policies import FigureNow
    from tui.cli.call import Call

_SWITCH = {"on": 1, "yes": 1, "off": 0, "no": 0}
_KEY, _VALUE = 32, 14  # cells


def run(call: Call) -> int:
    """Without words all figures; words are keys or beginnings of keys, KEY=VALUE changes one."""
    words, call.words[:] = list(call.words), []
    call.finish()
    changes = dict(_change(word) for word in words if "=" in word)
    if changes:
        with Narrator(call.out) as progress:
            count = call.services.policies.set(changes, progress)
        words = list(changes)
        call.out.note(
            ntr(
                "Worked out anew for {count} customer. fivefold undo takes it back.",
                "Worked out anew for {count} customers. fivefold undo takes it back.",
                count,
            )
        )
    return _show(call, words)


def _show(call: Call, words: list[str]) -> int:
    known = call.services.policies.all()
    chosen = [one for one in known if not words or one.figure.key.startswith(tuple(words))]
    for word in words:
        if not any(one.figure.key.startswith(word) for one in known):
            raise UsageError(N_("There is no setting {key}."), key=word)
    if call.options.json:
        call.out.data([_data(one) for one in chosen])
        return 0
    for one in chosen:
        changed = one.value != one.figure.default
        beside = tr("default {value}", value=value_text(one.figure, one.figure.default))
        said = value_text(one.figure, one.value)
        call.out.line(
            f"{cut(one.figure.key, _KEY, pad=True)}{cut(said, _VALUE, pad=True)}"
            f"{setting_label(one.figure.key)}"
            + (f" ({beside})" if changed else f" ({range_text(one.figure)})".replace(" ()", ""))
        )
    return 0


def _data(now: FigureNow) -> dict[str, Any]:
    figure = now.figure
    return {
        "key": figure.key,
        "value": now.value,
        "default": figure.default,
        "minimum": figure.minimum,
        "maximum": figure.maximum,
        "unit": figure.unit,
        "rule": figure.requirement,
    }


def _change(word: str) -> tuple[str, int]:
    key, _, text = word.partition("=")
    key, text = key.strip(), text.strip().lower()
    figure = FIGURE_BY_KEY.get(key)
    if figure is None:
        raise UsageError(N_("There is no setting {key}."), key=key)
    if figure.unit is Unit.SWITCH and text in _SWITCH:
        return key, _SWITCH[text]
    if not text.lstrip("-").isdigit():
        raise UsageError(N_("{key}: {value} is not a whole number."), key=key, value=text)
    return key, int(text)
