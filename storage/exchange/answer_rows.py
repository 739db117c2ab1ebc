"""Answers to a survey in a file: a row a customer, a column a question.

Reads rows and asks no database. A question is named by its number (`4`, `q4`) or its own text;
a gap is written EXPECTED/PERCEIVED.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from models.explanation import Reason
from models.fields.survey import answer_texts
from models.views.surveys import QuestionRow
from storage.exchange import registry
from storage.exchange.codes import Code
from storage.exchange.safe_file import reading
from storage.exchange.sniffing import sniff
from storage.exchange.table import Problem, unreadable

COLUMNS = ("customer", "answered_on", "contact")


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """What one row says: whose answers, on which day, by whom; texts by number of the question."""

    line: int
    customer: str
    answered_on: str
    contact: str
    answers: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    cells: tuple[str, ...] = ()


def read_answers(
    path: Path, questions: Sequence[QuestionRow], names: Mapping[str, str]
) -> Iterator[AnswerRow | Problem]:
    """The rows of a file, in its order; a Problem for one that cannot be read.

    `names` are the headers of `COLUMNS` in the user's language, in lower case.

    Raises:
        UnreadableFileError: no table, no column of customers, or a column that names nothing.
        NotFound, StorageFault: for the path.
    """
    with reading(path) as source:
        sniffed = sniff(source, path.name)
        if registry.for_reading(sniffed) is None:
            raise unreadable(Code.FORMAT_UNKNOWN, kind=str(sniffed.kind))
        table = registry.read_table(source, sniffed)
        places = [_place(header, questions, names) for header in table.header]
        if "customer" not in places:
            raise unreadable("survey.no_customer_column")
        for row in table.rows:
            yield row if isinstance(row, Problem) else _row(row.line_number, row.cells, places)


Place = str | QuestionRow


def _place(header: str, questions: Sequence[QuestionRow], names: Mapping[str, str]) -> Place:
    wanted = header.strip().lower()
    known = names.get(wanted, wanted)
    if known in COLUMNS:
        return known
    number = wanted.removeprefix("q")
    for question in questions:
        if number == str(question.number) or wanted == question.text.strip().lower():
            return question
    raise unreadable("survey.column", column=header)


def _row(line: int, cells: tuple[str, ...], places: Sequence[Place]) -> AnswerRow:
    told = dict.fromkeys(COLUMNS, "")
    answers: dict[int, dict[str, str]] = {}
    for place, cell in zip(places, cells, strict=True):
        if isinstance(place, str):
            told[place] = cell.strip()
        elif cell.strip():
            answers[place.number] = answer_texts(place.kind, cell)
    return AnswerRow(line, **told, answers=answers, cells=cells)


def as_reason(problem: Problem) -> Reason:
    """The reason of a row, or a file, that could not be read."""
    return Reason(problem.code, problem.params)
