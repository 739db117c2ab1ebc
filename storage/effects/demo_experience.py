"""Makes the touchpoints and the matrix of the demo; part of the sowing of its records."""

from __future__ import annotations

from datetime import datetime

from models.content import Demo
from models.records.touchpoints import TouchChannel, TouchMatrixCell, TouchService
from models.rules.touchpoints import process_code
from storage.content.loader import load_points
from storage.effects.demo_sowing import Sowing
from storage.effects.touchpoints import sow_points


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
