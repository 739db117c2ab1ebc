"""A figure of the rules, checked against its bounds and those it must fit (requirements 8)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from models.fields.spec import FieldKind, FieldSpec
from models.figures import Figure, Unit
from models.policy_defaults import FIGURE_BY_KEY, WEIGHT_KEYS
from tui.i18n import ntr, tr
from tui.labels import setting_label
from tui.rows.settings import range_text, value_text
from tui.screens.forms.changing import Change
from tui.screens.forms.common import yes_no_options
from tui.screens.forms.form import FormScreen
from tui.screens.forms.plan import Behaviour, Done, Filled, Plan
from tui.widgets.field_row import Ask

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models.explanation import Reason
    from storage.progress import Progress
    from storage.services import Services
    from tui.bridge import Bridge


def figure_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """Asks the figure that `params` names; of the five weights all, because they make 100."""
    services = bridge.services
    key = str(params["key"])
    keys = WEIGHT_KEYS if key in WEIGHT_KEYS else (key,)
    figures = [FIGURE_BY_KEY[one] for one in keys]
    now: dict[str, int] = {}

    def load() -> Plan:
        now.update({one.figure.key: one.value for one in services.policies.all()})
        asks = tuple(_ask(figure) for figure in figures)
        values = {figure.key: _text(figure, now[figure.key]) for figure in figures}
        note = "\n".join(_note(figure) for figure in figures[:1])
        return Plan(tr("Change a figure"), asks, values, note=note, first=key)

    def check(texts: Mapping[str, str]) -> list[Reason]:
        from storage.services.policies import objections

        return objections(now, _values(figures, texts))

    def submit(filled: Filled) -> Done:
        values = _values(figures, filled.changed)
        if not values:
            return Done("")
        return Change("", work=partial(_run, services, values), title=setting_label(key))

    return FormScreen(bridge, "figure", params, load, submit, Behaviour(check=check))


def _ask(figure: Figure) -> Ask:
    label = setting_label(figure.key)
    if figure.unit is Unit.SWITCH:
        spec = FieldSpec(figure.key, FieldKind.BOOLEAN, required=True)
        return Ask(spec, label, options=yes_no_options())
    spec = FieldSpec(
        figure.key,
        FieldKind.INTEGER,
        required=True,
        minimum=figure.minimum,
        maximum=figure.maximum,
    )
    return Ask(spec, label)


def _note(figure: Figure) -> str:
    parts = [tr("default {value}", value=value_text(figure, figure.default)), range_text(figure)]
    rule = tr("rule {rule}", rule=figure.requirement)
    return " · ".join(part for part in (*parts, rule) if part)


def _text(figure: Figure, value: int) -> str:
    if figure.unit is Unit.SWITCH:
        return "yes" if value else "no"
    return str(value)


def _values(figures: list[Figure], texts: Mapping[str, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for figure in figures:
        text = texts.get(figure.key, "").strip()
        if figure.unit is Unit.SWITCH and text:
            found[figure.key] = int(text == "yes")
        elif text.lstrip("-").isdigit():
            found[figure.key] = int(text)
    return found


def _run(services: Services, values: Mapping[str, int], progress: Progress) -> str:
    count = services.policies.set(values, progress)
    return ntr(
        "Worked out anew for {count} customer. u takes it back.",
        "Worked out anew for {count} customers. u takes it back.",
        count,
    )
