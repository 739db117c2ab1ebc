"""A survey on the phone: each question under its own words, answered by a digit (9.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.enums import SurveyKind
from models.fields.registry import entity
from models.fields.spec import FieldKind, FieldSpec
from models.fields.survey import answer_fields, score_range
from tui.i18n import day, tr, trc
from tui.labels import field_label, reason_text
from tui.screens.forms.common import ask_of
from tui.screens.forms.form import FormScreen
from tui.screens.forms.plan import Done, Filled, Plan
from tui.widgets.field_row import Ask

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models.views.surveys import QuestionRow, SurveySheet
    from storage.services import Services
    from tui.bridge import Bridge

_INVITE = entity("survey_invite")
_PERSON, _DAY = "contact", "answered_on"


def survey_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """The questions of the call that is planned (`item_id`), else of the survey in use."""
    services = bridge.services
    customer_id = int(params["customer_id"])
    about = {name: int(params.get(name) or 0) for name in ("item_id", "survey_id")}

    def load() -> Plan:
        sheet = services.surveys.sheet(customer_id, **about)
        asks = [ask for question in sheet.questions for ask in _asks(question)]
        lines = [reason_text(line) for line in sheet.due.lines]
        return Plan(
            f"{sheet.survey.title} · {sheet.customer_name}",
            (*asks, *_frame(services, sheet)),
            {_DAY: day(services.core.clock.today())},
            entity="survey_answer",
            note=" ".join([*lines, tr("What is not answered stays empty.")]),
            customer=sheet.customer_code,
        )

    def submit(filled: Filled) -> Done:
        sheet = services.surveys.sheet(customer_id, **about)
        answers = {one.number: _texts(one, filled.texts) for one in sheet.questions}
        taken = services.surveys.answer(
            customer_id,
            answers,
            on=filled.texts.get(_DAY, ""),
            contact=filled.texts.get(_PERSON, ""),
            **about,
        )
        if not taken.feedback_code:
            return Done(tr("Saved: {code}", code=taken.invite_code), customer_id)
        said = tr(
            "Saved: {code}. Low answers opened the case {case}.",
            code=taken.invite_code,
            case=taken.feedback_code,
        )
        return Done(said, customer_id)

    return FormScreen(bridge, "survey", params, load, submit)


def _asks(question: QuestionRow) -> list[Ask]:
    """The fields of one question under its words; `services.surveys` names them the same way."""
    group = f"{question.number}  {question.text}"
    main = answer_fields(question.kind)[-1]
    found = []
    for name in answer_fields(question.kind):
        key = f"q{question.number}" if name == main else f"q{question.number}_{name}"
        if name == "note":
            spec = FieldSpec(key, FieldKind.NOTE, max_length=2000)
            found.append(Ask(spec, field_label("survey_answer", name), group))
            continue
        low, high = score_range(question.kind)
        spec = FieldSpec(key, FieldKind.INTEGER, minimum=low, maximum=high)
        words = field_label("survey_answer", name)
        if question.kind is SurveyKind.GAP_EXPECT_PERCEIVE and name == main:
            words = trc("survey answer", "Perceived")
        found.append(Ask(spec, f"{words} {low}-{high}", group))
    return found


def _frame(services: Services, sheet: SurveySheet) -> list[Ask]:
    """Who answered, and when."""
    specs = [spec for name in (_PERSON, _DAY) if (spec := _INVITE.field(name)) is not None]
    return [ask_of(_INVITE, spec, services, sheet.customer_code) for spec in specs]


def _texts(question: QuestionRow, texts: Mapping[str, str]) -> dict[str, str]:
    main = answer_fields(question.kind)[-1]
    return {
        name: texts.get(f"q{question.number}" if name == main else f"q{question.number}_{name}", "")
        for name in answer_fields(question.kind)
    }
