"""Audits by a checklist: which there are, and what a bad result sets off (requirements 9.7).

Works inside the caller's unit. Once the last item is scored, a result below the limit opens an
improvement, one an audit.
"""

from __future__ import annotations

from functools import cache

from models.enums import ImprovementOrigin
from models.fields.registry import entity
from models.records.improvement import AuditItem, AuditRun, Improvement
from models.rules.improvements import audit_result, priority
from models.templates import AuditTemplate
from storage.content.loader import load_audits
from storage.work import Work

_MIDDLE = 3  # of the factors of a priority, until a person weighs them


@cache
def templates() -> dict[str, AuditTemplate]:
    """The shipped checklists by code."""
    return {one.code: one for one in load_audits()}


def item_keys(template: AuditTemplate) -> tuple[str, ...]:
    """Keys of all items in their order, each with that of its section: facilities.access."""
    return tuple(
        f"{section.key}.{item.key}" for section in template.sections for item in section.items
    )


def settle_audits(work: Work) -> None:
    """Opens the improvement of each audit that this unit finished with a bad result (AC-108)."""
    runs = set(work.journal.touched("audit_run"))
    for run_id in sorted(runs):
        run = work.find(AuditRun, run_id)
        template = templates().get(run.template) if run is not None else None
        if run is None or template is None or run.deleted_at is not None:
            continue
        items = work.all(AuditItem, audit_run_id=run.id)
        if {one.item for one in items} != set(item_keys(template)):
            continue
        found = audit_result([one.score for one in items], work.policy.experience)
        if found.opens and not work.all(Improvement, audit_run_id=run.id):
            work.add(
                Improvement,
                code=work.next_code(entity("improvement").prefix),
                title=f"{run.code} {run.place}: {found.result} %",
                origin=ImprovementOrigin.AUDIT,
                audit_run_id=run.id,
                owner_id=run.inspector_id,
                impact=_MIDDLE,
                feasibility=_MIDDLE,
                reach=_MIDDLE,
                priority=priority(_MIDDLE, _MIDDLE, _MIDDLE).value,
            )
