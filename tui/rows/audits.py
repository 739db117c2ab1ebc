"""Audits as lines: all of them, and one checklist as it is walked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from models.width import cut
from tui.i18n import day, percent, tr
from tui.labels import reason_text
from tui.rows.lines import Line, Lines, wrapped
from tui.rows.touchpoints import worded

if TYPE_CHECKING:
    from models.views.improvement import AuditBoard, AuditCard, AuditRow, ItemRow

_CODE, _DAY, _RESULT = 11, 11, 9  # cells
SCORES: Final = ("0", "1", "2")


def audit_board_lines(board: AuditBoard, width: int) -> tuple[Line, ...]:
    """Audits, the newest first, each with its result and the improvement it opened."""
    page = Lines(width)
    if not board.runs:
        page.add((" " + tr("No audit yet. n begins one."), "muted"))
    for row in board.runs:
        title = worded(*board.templates.get(row.template, (row.template, row.template)))
        opened = f" · {row.improvement_code}" if row.improvement_code else ""
        page.add(
            (" " + cut(row.code, _CODE, pad=True), "muted"),
            (cut(day(row.date), _DAY, pad=True), ""),
            (cut(_result(row), _RESULT, pad=True), "due-amber" if row.improvement_code else ""),
            (row.place, ""),
            (f" · {title} · {row.inspector_name or '-'}{opened}", "muted"),
            key=row.code,
            version=row.version,
            entity="audit_run",
            record_id=row.id,
        )
    return page.done()


def _result(row: AuditRow) -> str:
    return percent(row.result) if row.result is not None else "-"


def audit_lines(card: AuditCard, width: int) -> tuple[Line, ...]:
    """The checklist; `question` of a line is the key of its item, 0 1 2 score it."""
    page = Lines(width)
    for text in wrapped(worded(*card.about), page.width - 2):
        page.add((f" {text}", "muted"))
    # What a bad result sets off is told once the last item is scored.
    for reason in card.result.lines[: 1 if card.missing else None]:
        page.add((f" {reason_text(reason)}", "strong"), key=reason.code, figure="audit_result")
    if card.missing:
        page.add(
            (" " + tr("{n} items without a score", n=card.missing), "due-amber"), key="missing"
        )
    if card.row.improvement_code:
        words = tr("Improvement: {code}", code=card.row.improvement_code)
        page.add((f" {words}", ""), key="improvement", entity="improvement",
                 record_id=card.row.improvement_id or 0)  # fmt: skip
    for section in card.sections:
        scores = [item.score for item in section.items if item.score is not None]
        page.heading(f"{worded(*section.title)} ({sum(scores)}/{2 * len(section.items)})")
        for item in section.items:
            _item(page, item)
    return page.done()


def _item(page: Lines, item: ItemRow) -> None:
    sign = "." if item.score is None else str(item.score)
    tone = {None: "muted", 0: "due-red", 1: "due-amber", 2: ""}[item.score]
    lines = wrapped(worded(*item.text), page.width - 6)
    page.add((f" {sign}  ", tone), (lines[0], tone), key=item.key, question=item.key)
    rest = list(lines[1:])
    if item.note:
        rest += wrapped(item.note, page.width - 6)
    elif item.hint is not None and item.score != 2:
        rest += wrapped(worded(*item.hint), page.width - 6)
    for place, text in enumerate(rest):
        page.add((f"    {text}", "muted"), key=f"{item.key} {place}", question=item.key)
