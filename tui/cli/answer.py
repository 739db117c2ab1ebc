"""`answer`: one question of the NSABC sheet, and what it does to fit or odds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.enums import AnswerScope
from models.fields.registry import entity_of_code
from storage.errors import Refused
from tui import explain, labels
from tui.cli.options import UsageError
from tui.i18n import N_

if TYPE_CHECKING:
    from tui.cli.call import Call

_SCOPES = {"customer": AnswerScope.CUSTOMER, "opportunity": AnswerScope.OPPORTUNITY}
_FIGURES = {"customer": "fit", "opportunity": "odds"}


def run(call: Call) -> int:
    """Saves the answer; prints the figure it moves."""
    code, question, state = call.take("CODE", "QUESTION", "STATE")
    call.finish()
    entity, subject_id = call.find(code, "customer", "opportunity")
    wanted = "C-" if entity == "customer" else "P-"
    if entity == "customer" and question.upper().startswith("P-B"):
        raise Refused("refused.not_at_this_level", question=question.upper())
    if not question.upper().startswith(wanted):
        message = N_("{question} is no question about {code}. They are written {example}.")
        raise UsageError(message, question=question, code=code, example=f"{wanted}N1")
    texts = {"state": state, **_proof(call)}
    call.services.answers.give(_SCOPES[entity], subject_id, question, texts, words=call.vocabulary)
    figure = call.services.explanations.explain(entity, subject_id, _FIGURES[entity])
    card = call.services.cards.answers(_SCOPES[entity], subject_id)
    given = next(one for one in card if one.question_code == question.upper())
    if call.options.json:
        value = figure.value if entity == "customer" else float(str(figure.value))
        found = {"code": code.upper(), "question": given.question_code, "state": given.state}
        call.out.data({**found, figure.figure: value})
    else:
        call.out.line(explain.headline(figure))
        call.out.note(f"{given.question_code} {labels.question_text(given.question_code)}")
    return 0


def _proof(call: Call) -> dict[str, str]:
    """Note, source and day; a contact's code as source names the person, else a document."""
    found: dict[str, str] = {}
    source, note, day = call.value("source"), call.value("note"), call.value("on")
    if source is not None:
        spec = entity_of_code(source)
        person = spec is not None and spec.name == "contact"
        found["source_contact" if person else "source_doc"] = source
    if note is not None:
        found["note"] = note
    if day is not None:
        found["confirmed_on"] = day
    return found
