"""Makes touchpoints, matrix, audits and improvements of the demo; part of its sowing."""

from __future__ import annotations

from datetime import datetime

from models.content import Demo, DemoAudit
from models.records.improvement import (
    AuditItem,
    AuditRun,
    Improvement,
    ServiceReview,
    ServiceStandard,
)
from models.records.touchpoints import TouchChannel, TouchMatrixCell, TouchService
from models.rules.improvements import audit_result, priority
from models.rules.touchpoints import process_code
from storage.clock import stamp
from storage.content.loader import load_points
from storage.effects.audits import item_keys, templates
from storage.effects.demo_sowing import Sowing
from storage.effects.surveys import due_calls, plan_calls
from storage.effects.touchpoints import sow_points
from storage.queries.context import ListContext
from storage.work import Work


def sow_experience(sowing: Sowing, demo: Demo, since: datetime) -> None:
    """The shipped touchpoints, the matrix with its processes."""
    sow_points(sowing.work, load_points())
    for service in demo.matrix_services:
        sowing.add(TouchService, sowing.columns(service), since, None)
    for channel in demo.matrix_channels:
        sowing.add(TouchChannel, sowing.columns(channel), since, None)
    for cell in demo.matrix_cells:
        values = sowing.columns(cell)
        values["process_code"] = process_code(values["service_no"], values["channel_letter"])
        sowing.add(TouchMatrixCell, values, since, values.get("owner_id"))
    for standard in demo.standards:
        values = {**sowing.columns(standard), "code": sowing.work.next_code("SS")}
        sowing.add(ServiceStandard, values, since, values["owner_id"])
    for review in demo.reviews:
        values = {**sowing.columns(review), "code": sowing.work.next_code("SR")}
        sowing.add(ServiceReview, values, sowing.morning(values["date"]), values["reviewer_id"])
    for item in demo.improvements:
        values = {**sowing.columns(item), "code": sowing.work.next_code("IM")}
        factors = (values["impact"], values["feasibility"], values["reach"])
        values["priority"] = priority(*factors).value
        sowing.add(Improvement, values, since, values["owner_id"])
    for audit in demo.audits:
        _audit(sowing, audit)


def _audit(sowing: Sowing, audit: DemoAudit) -> None:
    """An audit with the scores of its items; a bad result opens its improvement by itself."""
    values = {**sowing.columns(audit), "code": sowing.work.next_code("AU")}
    scores = [int(digit) for digit in audit.scores.replace(" ", "")]
    found = audit_result(scores, sowing.work.policy.experience)
    values |= {"points": found.points, "max_points": found.most}
    values["result"] = None if found.result is None else int(found.result * 10)
    walked, by = sowing.morning(values["date"]), values["inspector_id"]
    run = sowing.add(AuditRun, values, walked, by)
    sowing.work.session.flush()
    keys = item_keys(templates()[run.template])
    for key, score in zip(keys, scores, strict=True):
        sowing.add(AuditItem, {"audit_run_id": run.id, "item": key, "score": score}, walked, by)


def plan_surveys(work: Work) -> None:
    """The calls that fall due soon, as the change of date plans them (R-SURVEY)."""
    context = ListContext(work.today, stamp(work.now), work.zone, 0)
    plan_calls(work, due_calls(work, context))
