"""Puts the shipped touchpoints into the register, where they become rows like others."""

from __future__ import annotations

from collections.abc import Iterable

from models.content_points import Point, PointList
from models.enums import TouchTemplate
from models.records.touchpoints import TouchIndicator, Touchpoint
from storage.work import Work


def sow_points(work: Work, lists: Iterable[PointList]) -> int:
    """Adds every point whose place no living row has; returns how many (requirements 19).

    What is there stays as it is, changed or not in use; what was archived comes back.
    """
    taken = {
        (template, slot)
        for template, slot in work.rows(
            "SELECT template, slot FROM touchpoint"
            " WHERE template IS NOT NULL AND deleted_at IS NULL"
        )
    }
    made = [
        (one, _point(work, points.template, one))
        for points in lists
        for one in points.points
        if (points.template.value, one.slot) not in taken
    ]
    work.session.flush()  # points before what hangs on them
    for point, row in made:
        for indicator in point.indicators:
            work.add(
                TouchIndicator,
                touchpoint_id=row.id,
                text=indicator.text.en,
                text_zh=indicator.text.zh,
                target=indicator.target,
            )
    return len(made)


def _point(work: Work, template: TouchTemplate, point: Point) -> Touchpoint:
    plain = point.model_dump(exclude={"name", "message", "medium", "indicators"})
    return work.add(
        Touchpoint,
        code=work.next_code("TP"),
        name=point.name.en,
        name_zh=point.name.zh,
        message=point.message.en,
        message_zh=point.message.zh,
        medium=point.medium.en,
        medium_zh=point.medium.zh,
        template=template,
        **plain,
    )
