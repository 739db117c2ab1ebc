"""What must hold before rows of the matrix, improvements and their like are stored.

Part of `gates`, which runs them; same manner: mends what follows or raises.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from models.enums import ImprovementState
from models.explanation import Reason
from models.records.improvement import AuditItem, AuditRun, Improvement
from models.records.touchpoints import TouchChannel, TouchMatrixCell, TouchService
from models.rules.improvements import audit_result, next_states, priority
from models.rules.touchpoints import process_code
from storage.effects.audits import templates
from storage.errors import Duplicate, Invalid, Refused
from storage.queries.experience import effect_of
from storage.work import Work

_S = ImprovementState
_NUMBER = re.compile(r"[0-9]{1,4}")
_LETTER = re.compile(r"[A-Z]")


def _service(work: Work, service: TouchService, _key: bytes) -> None:
    service.service_no = service.service_no.strip()
    if not _NUMBER.fullmatch(service.service_no):
        raise Invalid([Reason("matrix.number", {"field": "service_no"})])
    _axis(work, service, "service_no")


def _channel(work: Work, channel: TouchChannel, _key: bytes) -> None:
    channel.channel_letter = channel.channel_letter.strip().upper()
    if not _LETTER.fullmatch(channel.channel_letter):
        raise Invalid([Reason("matrix.letter", {"field": "channel_letter"})])
    _axis(work, channel, "channel_letter")


def _axis(work: Work, row: TouchService | TouchChannel, column: str) -> None:
    """A number or letter stands once, and processes hang on it as long as they are there."""
    value = getattr(row, column)
    others = [one for one in work.all(type(row), **{column: value}) if one.id != row.id]
    if others and row.deleted_at is None:
        raise Duplicate("duplicate.value", field=column, value=value, record=others[0].name)
    before = work.replaced(row, column)
    left = before[0] if before else value if row.deleted_at is not None else None
    cells = work.all(TouchMatrixCell, **{column: left}) if left is not None else []
    if cells:
        raise Refused("matrix.in_use", value=left, count=len(cells))


def _cell(work: Work, cell: TouchMatrixCell, _key: bytes) -> None:
    cell.service_no = cell.service_no.strip()
    cell.channel_letter = cell.channel_letter.strip().upper()
    if cell.deleted_at is not None:
        return
    problems = []
    if not work.all(TouchService, service_no=cell.service_no):
        params = {"field": "service_no", "value": cell.service_no}
        problems.append(Reason("matrix.unknown_service", params))
    if not work.all(TouchChannel, channel_letter=cell.channel_letter):
        params = {"field": "channel_letter", "value": cell.channel_letter}
        problems.append(Reason("matrix.unknown_channel", params))
    if problems:
        raise Invalid(problems)
    cell.process_code = process_code(cell.service_no, cell.channel_letter)
    wanted = {"service_no": cell.service_no, "channel_letter": cell.channel_letter}
    if any(one.id != cell.id for one in work.all(TouchMatrixCell, **wanted)):
        code = cell.process_code
        raise Duplicate("duplicate.value", field="service_no", value=cell.service_no, record=code)


def _audit_run(work: Work, run: AuditRun, _key: bytes) -> None:
    """Its checklist is one that there is, and stays the same once an item is scored."""
    run.template = run.template.strip().upper()
    if run.template not in templates():
        params = {"field": "template", "value": run.template, "allowed": ", ".join(templates())}
        raise Invalid([Reason("audit.unknown_template", params)])
    moved = work.replaced(run, "template")
    if moved and moved[0] != run.template and work.all(AuditItem, audit_run_id=run.id):
        raise Refused("audit.begun", audit=run.code)


def _audit_item(work: Work, item: AuditItem, _key: bytes) -> None:
    """The result of the audit follows its scores (requirements 9.7)."""
    run = work.get(AuditRun, item.audit_run_id)
    others = [one for one in work.all(AuditItem, audit_run_id=run.id) if one.id != item.id]
    scores = [one.score for one in others]
    if item.deleted_at is None:
        scores.append(item.score)
    found = audit_result(scores, work.policy.experience)
    run.points, run.max_points = found.points, found.most
    run.result = None if found.result is None else int(found.result * 10)


def _improvement(work: Work, item: Improvement, _key: bytes) -> None:
    """Priority, state with what it asks for, ranges of dates, scores (S0-CXM-03..05)."""
    item.priority = priority(item.impact, item.feasibility, item.reach).value
    before = work.replaced(item, "state")
    if before:
        _moved(work, item, _S(str(before[0])))
    elif work.is_new(item) and item.state is not _S.OPEN:
        _moved(work, item, _S.OPEN)
    for first, last in (("before_from", "before_to"), ("after_from", "after_to")):
        start, end = getattr(item, first), getattr(item, last)
        if start and end and end < start:
            raise Invalid([Reason("improvement.dates", {"field": last})])


def _moved(work: Work, item: Improvement, before: ImprovementState) -> None:
    allowed = next_states(before)
    if item.state not in allowed:
        params = {"before": before, "allowed": allowed}
        raise Invalid([Reason("improvement.no_way", {"field": "state", **params})])
    days = work.policy.experience.effect_days
    if item.state is _S.DOING:
        _begin(work, item, days)
    elif item.state is _S.DONE:
        item.done_on = item.done_on or work.today
        item.after_from = item.after_from or work.today
    elif item.state is _S.REVIEWED:
        _review(work, item)
    elif item.state is _S.DROPPED and not item.drop_reason:
        raise Invalid([Reason("field.required", {"field": "drop_reason"})])


def _begin(work: Work, item: Improvement, days: int) -> None:
    for field in ("owner_id", "due", "kind"):
        if getattr(item, field) is None:
            name = field.removesuffix("_id")
            raise Invalid([Reason("improvement.plan_first", {"field": name})])
    item.before_to = item.before_to or work.today - timedelta(days=1)
    item.before_from = item.before_from or item.before_to - timedelta(days=days - 1)
    item.done_on = None


def _review(work: Work, item: Improvement) -> None:
    """The scores of both ranges are kept; without one after it nothing was reviewed (AC-102)."""
    item.after_to = item.after_to or work.today
    dates = (item.before_from, item.before_to, item.after_from, item.after_to)
    found = effect_of(work, item.experience_element, dates, work.today)
    if found.after is None:
        raise Invalid([Reason("improvement.no_effect", {"field": "state"})])
    item.before_score = None if found.before is None else Decimal(found.before)
    item.after_score = Decimal(found.after)


EXPERIENCE_GATES: dict[str, Callable[[Work, Any, bytes], None]] = {
    "touch_service": _service,
    "touch_channel": _channel,
    "touch_matrix_cell": _cell,
    "audit_run": _audit_run,
    "audit_item": _audit_item,
    "improvement": _improvement,
}
