"""`survey`: answers of a customer as on the phone, or of many from a file; the calls to make."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from models.enums import SurveyKind
from models.fields.survey import answer_texts
from storage.errors import Invalid
from tui.cli.options import UsageError
from tui.cli.output import plain, sentence
from tui.i18n import N_, ntr, tr
from tui.labels import field_label
from tui.rows.surveys import board_lines

if TYPE_CHECKING:
    from models.views.surveys import SurveySheet
    from tui.cli.call import Call

_WIDTH = 96
_COLUMNS = ("customer", "answered_on", "contact")
Texts = dict[str, str]


def run(call: Call) -> int:
    """Without a code the calls to make; with one the answers behind it."""
    if call.switch("plan"):
        call.finish()
        return _plan(call)
    if call.value("file"):
        return _file(call)
    if not call.words:
        return _board(call)
    return _answer(call)


def _plan(call: Call) -> int:
    count = call.services.surveys.plan()
    if call.options.json:
        call.out.data({"planned": count})
    else:
        call.out.line(ntr("{n} call planned", "{n} calls planned", count))
    return 0


def _file(call: Call) -> int:
    """Takes the answers of a file; a row that cannot be taken is named with its line."""
    wanted = call.value("survey")
    if not wanted:
        raise UsageError(N_("Name the survey that was answered, e.g. --survey SV-000001."))
    survey_id = call.find(wanted, "survey")[1]
    path, dry = Path(call.value("file") or ""), call.switch("dry-run")
    call.finish()
    names = {field_label("survey_invite", name).lower(): name for name in _COLUMNS}
    found = call.services.surveys.take_file(path, survey_id, names, dry_run=dry)
    rejected = [
        {"line": line, "reasons": [sentence(one, "survey_answer") for one in reasons]}
        for line, reasons in found.rejected
    ]
    if call.options.json:
        told = {"taken": found.taken, "cases": found.cases, "rejected": rejected}
        call.out.data({**told, "dry_run": dry})
    else:
        call.out.pairs(
            [
                (tr("taken"), str(found.taken)),
                (tr("cases opened"), str(found.cases)),
                (tr("rejected"), str(len(rejected))),
            ]
        )
        for line, reasons in found.rejected:
            why = " ".join(sentence(one, "survey_answer") for one in reasons)
            call.out.note(tr("Line {line} rejected: {why}", line=line, why=why))
        if dry:
            call.out.note(tr("A trial run: nothing was saved."))
    return Invalid.exit_status if rejected and not found.taken else 0


def _board(call: Call) -> int:
    board = call.services.surveys.board()
    if call.options.json:
        calls = [
            {
                "due": plain(one.due),
                "customer": one.customer_code,
                "customer_name": one.customer_name,
                "invite": one.invite_code,
                "owner": one.owner_name,
            }
            for one in board.calls
        ]
        surveys = [
            {
                "code": one.code,
                "title": one.title,
                "active": one.active,
                "questions": one.questions,
                "invited": one.invited,
                "answered": one.answered,
            }
            for one in board.surveys
        ]
        call.out.data({"calls": calls, "surveys": surveys})
        return 0
    for line in board_lines(board, call.today, _WIDTH):
        call.out.line("".join(text for text, _tone in line.pieces).rstrip())
    return 0


def _answer(call: Call) -> int:
    (code,) = call.take("CODE")
    customer_id = call.find(code, "customer")[1]
    wanted = call.value("survey")
    survey_id = call.find(wanted, "survey")[1] if wanted else 0
    sheet = call.services.surveys.sheet(customer_id, survey_id=survey_id)
    answers = dict(_given(sheet, word) for word in call.words)
    call.words = []
    taken = call.services.surveys.answer(
        customer_id, answers, survey_id=survey_id, on=call.value("on") or ""
    )
    if call.options.json:
        call.out.data({"invite": taken.invite_code, "feedback": taken.feedback_code or None})
        return 0
    call.out.line(taken.invite_code)
    if taken.feedback_code:
        call.out.note(tr("Low answers opened the case {case}.", case=taken.feedback_code))
    return 0


def _given(sheet: SurveySheet, word: str) -> tuple[int, Texts]:
    """NUMBER=SCORE; EXPECTED/PERCEIVED for a gap, words for a question that asks for them."""
    number, equals, value = word.partition("=")
    if not equals or not number.strip().isascii() or not number.strip().isdigit():
        message = N_("{word} is not understood here. Write NUMBER=SCORE, e.g. 1=4 or 4=5/3.")
        raise UsageError(message, word=word)
    place = int(number)
    question = next((one for one in sheet.questions if one.number == place), None)
    return place, answer_texts(question.kind if question else SurveyKind.SCORE_1_5, value)
