"""Reads of running playbooks and of the steps of a deal. Loads no SQLModel."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from models.enums import DealStepKind
from models.views.playbook import CheckPoint, DealStepRow, Places, PlayedStep, Run, RunStep
from storage.queries import expressions as x
from storage.queries.reader import ReadConnection
from storage.queries.specs import as_instant

_RUN_COLUMNS: Final = """
SELECT r.id, r.code, r.playbook, r.title_en, r.title_zh, r.state, r.anchor, r.occasion,
  c.id, c.code, c.name, k.name, o.code, r.ended_on, r.reason
FROM playbook_run r
JOIN customer c ON c.id = r.customer_id
LEFT JOIN contact k ON k.id = r.contact_id
LEFT JOIN opportunity o ON o.id = r.opportunity_id
WHERE r.deleted_at IS NULL AND
"""
_OF_CUSTOMER: Final = (
    _RUN_COLUMNS + "r.customer_id = :id ORDER BY r.state <> 'RUNNING', r.id DESC LIMIT :limit"
)
_ONE: Final = _RUN_COLUMNS + "r.id = :id"
_STEPS: Final = f"""
SELECT s.run_id, s.id, s.step_key, s.number, s.title_en, s.title_zh, s.state, s.required,
  s.channel, s.about, s.checklist, u.id, u.code, s.kind, {x.FOLLOW_UP_DUE}, u.due_time,
  u.status = 'SNOOZED', s.ended_on, s.reason, s.waits_for
FROM playbook_step s
LEFT JOIN follow_up u ON u.playbook_step_id = s.id AND u.deleted_at IS NULL
WHERE s.deleted_at IS NULL AND s.run_id IN (SELECT value FROM json_each(:ids))
ORDER BY s.run_id, s.number
"""


def runs_of_customer(reader: ReadConnection, customer_id: int, limit: int = 200) -> tuple[Run, ...]:
    """The runs of a customer: running ones first, then the newest (9.4)."""
    return _with_steps(reader, reader.rows(_OF_CUSTOMER, {"id": customer_id, "limit": limit}))


def run(reader: ReadConnection, run_id: int) -> Run | None:
    """One run with its steps; None where there is none."""
    found = _with_steps(reader, reader.rows(_ONE, {"id": run_id}))
    return found[0] if found else None


_PLAYED: Final = """
SELECT s.id, u.done_at, r.title_en, r.title_zh, s.title_en, s.title_zh, s.state, s.reason,
  u.done_interaction_id
FROM playbook_run r
JOIN playbook_step s ON s.run_id = r.id AND s.deleted_at IS NULL
JOIN follow_up u ON u.playbook_step_id = s.id AND u.deleted_at IS NULL
WHERE r.customer_id = :id AND r.deleted_at IS NULL AND u.done_at IS NOT NULL
  AND (s.state = 'DONE' OR (s.state = 'SKIPPED' AND r.state <> 'STOPPED'))
UNION ALL
SELECT r.id, r.created_at, r.title_en, r.title_zh, NULL, NULL, r.state, r.reason, NULL
FROM playbook_run r WHERE r.customer_id = :id AND r.deleted_at IS NULL
ORDER BY 2 DESC, 1 DESC LIMIT :limit
"""


def played(reader: ReadConnection, customer_id: int, limit: int = 500) -> tuple[PlayedStep, ...]:
    """What the journal of a customer tells of its playbooks, newest first."""
    found = []
    for row in reader.rows(_PLAYED, {"id": customer_id, "limit": limit}):
        at = as_instant(row[1])
        assert at is not None
        title = {"en": row[2], "zh": row[3]}
        step = {"en": row[4], "zh": row[5]} if row[4] else {}
        found.append(PlayedStep(row[0], at, title, step, row[6], row[7] or "", row[8] or 0))
    return tuple(found)


_RUNNING: Final = """
SELECT customer_id FROM playbook_run
WHERE customer_id IN (SELECT value FROM json_each(:ids)) AND state = 'RUNNING'
  AND playbook = :playbook AND deleted_at IS NULL
"""


def running_with(reader: ReadConnection, playbook: str, customer_ids: Sequence[int]) -> set[int]:
    """Those of these customers that a playbook is running with."""
    params = {"ids": json.dumps(list(customer_ids)), "playbook": playbook}
    return {row[0] for row in reader.rows(_RUNNING, params)}


def _with_steps(reader: ReadConnection, rows: Sequence[tuple[Any, ...]]) -> tuple[Run, ...]:
    steps: dict[int, list[RunStep]] = {row[0]: [] for row in rows}
    for row in reader.rows(_STEPS, {"ids": json.dumps(list(steps))}):
        steps[row[0]].append(_step(row[1:]))
    return tuple(_run(row, tuple(steps[row[0]])) for row in rows)


def _run(row: tuple[Any, ...], steps: tuple[RunStep, ...]) -> Run:
    return Run(
        id=row[0],
        code=row[1],
        playbook=row[2],
        title={"en": row[3], "zh": row[4]},
        state=row[5],
        anchor=date.fromisoformat(row[6]),
        occasion=row[7] or "",
        customer_id=row[8],
        customer_code=row[9],
        customer_name=row[10],
        contact_name=row[11] or "",
        deal_code=row[12] or "",
        ended_on=_date(row[13]),
        reason=row[14] or "",
        steps=steps,
    )


def _step(row: tuple[Any, ...]) -> RunStep:
    return RunStep(
        id=row[0],
        key=row[1],
        number=row[2],
        title={"en": row[3], "zh": row[4]},
        state=row[5],
        required=bool(row[6]),
        channel=row[7] or "",
        about=row[8] or "",
        checklist=checklist(row[9]),
        item_id=row[10] or 0,
        item_code=row[11] or "",
        item_kind=row[12],
        due=_date(row[13]),
        due_time=row[14] or "",
        snoozed=bool(row[15]),
        ended_on=_date(row[16]),
        reason=row[17] or "",
        waits_for=row[18] or "",
    )


def checklist(stored: str | None) -> tuple[CheckPoint, ...]:
    """A checklist as it is stored, as points."""
    return tuple(
        CheckPoint(
            one["key"],
            {"en": one["en"], "zh": one["zh"]},
            bool(one.get("sign_off")),
            _date(one.get("done_on")),
        )
        for one in json.loads(stored or "[]")
    )


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


_STEP_OF = "SELECT run_id, script_en, script_zh FROM playbook_step WHERE id = :id"
_PLACES: Final = f"""
SELECT k.name, k.salutation, c.name, t.name, w.name, o.title, {x.FOLLOW_UP_DUE}, u.due_time
FROM playbook_step s
JOIN playbook_run r ON r.id = s.run_id
JOIN customer c ON c.id = r.customer_id
LEFT JOIN contact k ON k.id = COALESCE(r.contact_id, (
  SELECT id FROM contact WHERE customer_id = c.id AND is_primary = 1 AND deleted_at IS NULL LIMIT 1
))
LEFT JOIN opportunity o ON o.id = r.opportunity_id
LEFT JOIN follow_up u ON u.playbook_step_id = s.id AND u.deleted_at IS NULL
LEFT JOIN user w ON w.id = :user
LEFT JOIN team t ON t.id = w.team_id
WHERE s.id = :id
"""


def step(reader: ReadConnection, step_id: int) -> tuple[int, dict[str, str]] | None:
    """(run, script by language) of a step; None where there is none."""
    row = reader.one(_STEP_OF, {"id": step_id})
    return None if row is None else (row[0], {"en": row[1] or "", "zh": row[2] or ""})


def places(reader: ReadConnection, step_id: int, user_id: int) -> Places:
    """What stands in the open places of the script of a step."""
    row = reader.one(_PLACES, {"id": step_id, "user": user_id})
    assert row is not None
    person, salutation, customer, firm, me, deal = (text or "" for text in row[:6])
    return Places(
        person, salutation, customer, firm, me, deal, day=_date(row[6]), time=row[7] or ""
    )


_DUE_OF: Final = f"""
SELECT {x.FOLLOW_UP_DUE} FROM follow_up u WHERE u.playbook_step_id = :id AND u.deleted_at IS NULL
"""


def due_of_step(reader: ReadConnection, step_id: int) -> date | None:
    """The day on which a step falls due, snoozing counted in; None while it has none."""
    row = reader.one(_DUE_OF, {"id": step_id})
    return _date(row[0]) if row else None


_SAME_DAY: Final = """
SELECT s.about FROM playbook_step s
JOIN playbook_run r ON r.id = s.run_id AND r.deleted_at IS NULL AND r.state = 'RUNNING'
JOIN follow_up u ON u.playbook_step_id = s.id AND u.deleted_at IS NULL
WHERE r.customer_id = :customer AND s.deleted_at IS NULL AND s.state IN ('OPEN', 'BLOCKED')
  AND s.about IN ('MEAL', 'SIGNING') AND u.due_date = :day
UNION SELECT 'MEAL' FROM gift_register g
WHERE g.customer_id = :customer AND g.kind = 'MEAL' AND g.deleted_at IS NULL AND g.date = :day
"""
_CLASHES: Final = """
SELECT day FROM (
  SELECT u.due_date AS day, s.about AS about FROM playbook_step s
  JOIN playbook_run r ON r.id = s.run_id AND r.deleted_at IS NULL AND r.state = 'RUNNING'
  JOIN follow_up u ON u.playbook_step_id = s.id AND u.deleted_at IS NULL
  WHERE r.customer_id = :customer AND s.deleted_at IS NULL AND s.state IN ('OPEN', 'BLOCKED')
    AND s.about IN ('MEAL', 'SIGNING')
  UNION SELECT g.date, 'MEAL' FROM gift_register g
  WHERE g.customer_id = :customer AND g.kind = 'MEAL' AND g.deleted_at IS NULL
)
GROUP BY day HAVING count(DISTINCT about) > 1 ORDER BY day
"""


def planned_about(reader: ReadConnection, customer_id: int, day: date) -> set[str]:
    """Which of MEAL and SIGNING are planned with a customer on a day (AC-085)."""
    rows = reader.rows(_SAME_DAY, {"customer": customer_id, "day": day.isoformat()})
    return {row[0] for row in rows}


def meals_on_signing_days(reader: ReadConnection, customer_id: int) -> list[date]:
    """Days on which both a meal and a signing are planned with a customer (AC-085)."""
    rows = reader.rows(_CLASHES, {"customer": customer_id})
    return [date.fromisoformat(row[0]) for row in rows]


_DEAL_STEPS: Final = """
SELECT step, id, label, done_on FROM deal_step
WHERE opportunity_id = :id AND deleted_at IS NULL ORDER BY id
"""


def deal_steps(reader: ReadConnection, deal_id: int) -> list[DealStepRow]:
    """What is stored of the steps of a deal, oldest first (S3-LINE-02)."""
    return [
        DealStepRow(DealStepKind(kind), row_id, label or "", _date(day))
        for kind, row_id, label, day in reader.rows(_DEAL_STEPS, {"id": deal_id})
    ]
