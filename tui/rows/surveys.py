"""Surveys as lines: the calls to make, all surveys, one with the results of its questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from models.width import cut
from tui.explain import figure_value
from tui.i18n import day, number, percent, relative_due, tr
from tui.labels import field_label, figure_label, label, reason_text, short
from tui.rows.lines import Line, Lines, wrapped

if TYPE_CHECKING:
    from datetime import date

    from models.explanation import Explanation
    from models.views.surveys import QuestionRow, SurveyBoard, SurveyCard

CALL: Final = "call"  # act of a line that stands for a call
_DUE, _CODE = 16, 11  # cells


def board_lines(board: SurveyBoard, today: date, width: int) -> tuple[Line, ...]:
    """Calls first, the earliest on top; then the surveys with how many answered."""
    page = Lines(width)
    page.heading(tr("Calls to make ({n})", n=len(board.calls)))
    titles = {one.id: one.title for one in board.surveys}
    for call in board.calls:
        late = call.due < today
        due = (
            f"{day(call.due)} {relative_due(call.due, today)}" if page.width > 70 else day(call.due)
        )
        room = 26 if page.width > 70 else 11
        page.add(
            (" ", ""),
            (cut(due, room, pad=True), "due-red" if late else ""),
            (f" {call.customer_name}", ""),
            (f" · {titles.get(call.survey_id, '')} · {call.owner_name or '-'}", "muted"),
            key=f"call {call.item_id}",
            entity="follow_up",
            record_id=call.item_id,
            act=CALL,
        )
    if not board.calls:
        page.add((" " + tr("Nobody is to be called. c plans the calls that fall due."), "muted"))
    page.heading(tr("Surveys"))
    for row in board.surveys:
        counts = tr(
            "{questions} questions · {answered} of {invited} answered",
            questions=number(row.questions),
            answered=number(row.answered),
            invited=number(row.invited),
        )
        if row.invited:
            counts += f" ({percent(1000 * row.answered // row.invited)})"
        page.add(
            (" " + cut(row.code, _CODE, pad=True), "muted"),
            (row.title, "" if row.active else "muted"),
            (f" · {counts}", "muted"),
            key=row.code,
            version=row.version,
            entity="survey",
            record_id=row.id,
        )
    if not board.surveys:
        page.add((" " + tr("No survey yet. n sets one up."), "muted"))
    return page.done()


def survey_lines(card: SurveyCard, width: int) -> tuple[Line, ...]:
    """The questions in their order, each with its figure and what stands behind it (AC-111)."""
    page = Lines(width)
    row = card.row
    page.field(field_label("survey", "purpose"), row.purpose or "")
    page.field(
        tr("Answered"), tr("{answered} of {invited}", answered=row.answered, invited=row.invited)
    )
    for question in card.questions:
        _question(page, question, card.results.get(question.id))
    if not card.questions:
        page.blank()
        page.add((" " + tr("No question yet. n adds one."), "muted"))
    return page.done()


def _question(page: Lines, question: QuestionRow, result: Explanation | None) -> None:
    page.blank()
    key = f"question {question.number}"
    about = {"entity": "survey_question", "record_id": question.id}
    for place, text in enumerate(wrapped(f"{question.number}  {question.text}", page.width - 2)):
        page.add((f" {text}", "strong"), key=f"{key} {place}", entity="survey_question",
                 record_id=question.id)  # fmt: skip
    tags = [label(question.kind)]
    for tag in (question.experience_element, question.quality_dimension):
        if tag is not None:
            tags.append(short(tag))
    if question.expectation_group is not None:
        tags.append(label(question.expectation_group))
    page.add((f"    {' · '.join(tags)}", "muted"), key=f"{key} tags", **about)  # type: ignore[arg-type]
    if result is None:
        return
    value = f"{figure_label(result.figure)} {figure_value(result)}"
    page.add(
        (f"    {value}", ""),
        key=f"{key} value",
        figure=result.figure,
        question=str(question.id),
        **about,  # type: ignore[arg-type]
    )
    for line in result.lines:
        if line.code == "satisfaction.small_sample":
            page.add((f"    {reason_text(line)}", "due-amber"), key=f"{key} small")
