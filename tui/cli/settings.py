"""`settings`: the figures of the rules, listed and changed (requirements 8)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from models.figures import Unit
from models.policy_defaults import FIGURE_BY_KEY
from models.width import cut
from storage.business_calendar import DAYS_KEYS
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
    given = [word for word in words if "=" in word]
    days = [word for word in given if word.partition("=")[0].strip() in DAYS_KEYS]
    for key, found in [_days(word) for word in days]:
        call.services.policies.set_days(key, found)
    changes = dict(_change(word) for word in given if word not in days)
    if changes:
        with Narrator(call.out) as progress:
            count = call.services.policies.set(changes, progress)
        call.out.note(
            ntr(
                "Worked out anew for {count} customer. fivefold undo takes it back.",
                "Worked out anew for {count} customers. fivefold undo takes it back.",
                count,
            )
        )
    return _show(call, [word.partition("=")[0].strip() for word in given] or words)


def _show(call: Call, words: list[str]) -> int:
    known = call.services.policies.all()
    own_days = call.services.policies.days()
    for word in words:
        if not any(key.startswith(word) for key in (*FIGURE_BY_KEY, *own_days)):
            raise UsageError(N_("There is no setting {key}."), key=word)
    chosen = [one for one in known if not words or one.figure.key.startswith(tuple(words))]
    listed = {
        key: " ".join(day.isoformat() for day in days)
        for key, days in own_days.items()
        if not words or key.startswith(tuple(words))
    }
    if call.options.json:
        call.out.data([_data(one) for one in chosen] + [_days_data(*one) for one in listed.items()])
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
    for key, said in listed.items():
        # The days last: there may be many of them.
        call.out.line(f"{cut(key, _KEY, pad=True)}{setting_label(key)}: {said or '-'}")
    return 0


def _days_data(key: str, days: str) -> dict[str, Any]:
    return {"key": key, "value": days.split(), "rule": "R-SLA"}


def _days(word: str) -> tuple[str, list[date]]:
    key, _, text = word.partition("=")
    found: list[date] = []
    for one in text.replace(",", " ").split():
        try:
            found.append(date.fromisoformat(one))
        except ValueError:
            raise UsageError(
                N_(
                    "{key}: {value} is not a date. Write days like 2026-03-09, with commas between."
                ),
                key=key.strip(),
                value=one,
            ) from None
    return key.strip(), found


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
