"""An angry customer: the seven rules before one's eyes, and the one issue to answer (S4-ANG)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from models.fields.registry import entity
from tui.i18n import N_, tr
from tui.screens.forms.common import asks_of, in_group, record_texts
from tui.screens.forms.form import FormScreen
from tui.screens.forms.plan import Done, Filled, Plan

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui.bridge import Bridge

_SPEC = entity("feedback")
_ISSUE = "main_issue"

RULES: Final = (
    N_("Listen to learn: ask for the details."),
    N_("Take it as they see it; anger is never objective."),
    N_("Let them finish first, then speak."),
    N_("Answer the main source of the conflict, nothing else."),
    N_("Never complain back, about them or about others."),
    N_("Mind voice, face and bearing."),
    N_("Answer with something good: thank them for saying it."),
)


def angry_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """The rules above the field that the case needs before it is closed."""
    services = bridge.services
    case_id = int(params["case_id"])

    def load() -> Plan:
        values: Mapping[str, Any] = services.cards.record("feedback", case_id)
        asks = in_group(asks_of(_SPEC, services, [_ISSUE]), "")
        return Plan(
            tr("Angry customer: {code}", code=str(values["code"])),
            tuple(replace(ask, spec=replace(ask.spec, required=True)) for ask in asks),
            {_ISSUE: record_texts(services, "feedback", values).get(_ISSUE, "")},
            version=int(values["version"]),
            entity="feedback",
            note="\n".join(f"{number} {tr(rule)}" for number, rule in enumerate(RULES, 1)),
        )

    def submit(filled: Filled) -> Done:
        saved = services.feedback.name_issue(
            case_id,
            filled.texts[_ISSUE],
            version=filled.version,
            originals=filled.originals,
        )
        return Done(tr("Saved: {code}", code=saved.code), saved.id)

    return FormScreen(bridge, "angry", params, load, submit)
