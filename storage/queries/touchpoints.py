"""Reads of touchpoints, their indicators and the matrix service x channel. Writes nothing."""

from __future__ import annotations

from typing import Any, TypeVar

from models import enums
from models.views.touchpoints import AxisRow, CellRow, IndicatorRow, PointRow
from storage.queries.reader import ReadConnection

M = TypeVar("M")

_POINTS = """
SELECT t.id, t.version, t.code, t.name, t.name_zh, t.touch_class, t.touch_kind, t.way, t.line,
  t.stage, t.journey_stage, t.actor, t.experience_element, t.key_for_decision, t.key_for_prospect,
  t.message, t.message_zh, t.medium, t.medium_zh, t.template, t.slot, t.active,
  (SELECT count(*) FROM touch_indicator n WHERE n.touchpoint_id = t.id AND n.deleted_at IS NULL)
FROM touchpoint t WHERE t.deleted_at IS NULL
"""
_ONE = _POINTS + " AND t.id = :id"
_ALL = _POINTS + " ORDER BY t.code"
_INDICATORS = """
SELECT id, text, text_zh, target FROM touch_indicator
WHERE touchpoint_id = :id AND deleted_at IS NULL ORDER BY id
"""
_PROCESSES = """
SELECT process_code FROM touch_matrix_cell
WHERE touchpoint_id = :id AND deleted_at IS NULL ORDER BY process_code
"""
_HAPPENED = """
SELECT
  (SELECT count(*) FROM interaction WHERE touchpoint_id = :id AND deleted_at IS NULL),
  (SELECT count(*) FROM feedback WHERE touchpoint_id = :id AND deleted_at IS NULL),
  (SELECT count(*) FROM feedback WHERE touchpoint_id = :id AND deleted_at IS NULL
     AND state NOT IN ('CLOSED', 'MERGED'))
"""
_SERVICES = """
SELECT id, service_no, name, name_zh FROM touch_service WHERE deleted_at IS NULL
ORDER BY CAST(service_no AS INTEGER), service_no
"""
_CHANNELS = """
SELECT id, channel_letter, name, name_zh FROM touch_channel WHERE deleted_at IS NULL
ORDER BY channel_letter
"""
_CELLS = """
SELECT c.id, c.version, c.service_no, c.channel_letter, c.process_code, c.status, w.name,
  c.process, c.standard, t.code, c.touchpoint_id
FROM touch_matrix_cell c
LEFT JOIN user w ON w.id = c.owner_id
LEFT JOIN touchpoint t ON t.id = c.touchpoint_id
WHERE c.deleted_at IS NULL
"""


def _member(choices: type[M], value: str | None) -> M | None:
    return None if value is None else choices(value)  # type: ignore[call-arg]


def _point(row: tuple[Any, ...]) -> PointRow:
    (
        point_id, version, code, name, name_zh, touch_class, kind, way, line, stage, journey,
        actor, element, decision, prospect, message, message_zh, medium, medium_zh, template,
        slot, active, indicators,
    ) = row  # fmt: skip
    return PointRow(
        id=point_id,
        version=version,
        code=code,
        name=name,
        name_zh=name_zh,
        touch_class=enums.TouchClass(touch_class),
        touch_kind=enums.TouchKind(kind),
        way=_member(enums.TouchWay, way),
        line=enums.TouchLine(line),
        stage=enums.TouchStage(stage),
        journey_stage=_member(enums.JourneyStage, journey),
        actor=_member(enums.TouchActor, actor),
        experience_element=_member(enums.ExperienceElement, element),
        key_for_decision=bool(decision),
        key_for_prospect=bool(prospect),
        message=message,
        message_zh=message_zh,
        medium=medium,
        medium_zh=medium_zh,
        template=_member(enums.TouchTemplate, template),
        slot=slot,
        active=bool(active),
        indicators=indicators,
    )


def points(reader: ReadConnection) -> tuple[PointRow, ...]:
    """All living touchpoints by code."""
    return tuple(_point(row) for row in reader.rows(_ALL))


def point(reader: ReadConnection, point_id: int) -> PointRow | None:
    """One touchpoint; None where there is none."""
    row = reader.one(_ONE, {"id": point_id})
    return None if row is None else _point(row)


def indicators(reader: ReadConnection, point_id: int) -> tuple[IndicatorRow, ...]:
    """What is measured at a touchpoint."""
    return tuple(IndicatorRow(*row) for row in reader.rows(_INDICATORS, {"id": point_id}))


def processes(reader: ReadConnection, point_id: int) -> tuple[str, ...]:
    """Codes of the processes that run at a touchpoint."""
    return tuple(row[0] for row in reader.rows(_PROCESSES, {"id": point_id}))


def happened(reader: ReadConnection, point_id: int) -> tuple[int, int, int]:
    """Contacts logged at a touchpoint, cases about it, and how many of them are open."""
    row = reader.one(_HAPPENED, {"id": point_id})
    return (0, 0, 0) if row is None else (row[0], row[1], row[2])


def services(reader: ReadConnection) -> tuple[AxisRow, ...]:
    """The services of the matrix by number."""
    return tuple(AxisRow(*row) for row in reader.rows(_SERVICES))


def channels(reader: ReadConnection) -> tuple[AxisRow, ...]:
    """The channels of the matrix by letter."""
    return tuple(AxisRow(*row) for row in reader.rows(_CHANNELS))


def cells(reader: ReadConnection) -> tuple[CellRow, ...]:
    """The processes that are defined, marked as blind spot, or not applicable."""
    return tuple(_cell(*row) for row in reader.rows(_CELLS))


def _cell(*row: Any) -> CellRow:
    head, status, rest = row[:5], row[5], row[6:]
    values: list[Any] = [*head, enums.MatrixStatus(status), *rest]
    return CellRow(*values)
