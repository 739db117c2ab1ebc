"""The register of touchpoints and the matrix service x channel (S3-TP, S3-MCP-01).

Reads load no SQLModel. Single rows are written as records like others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.rules.touchpoints import TouchFacts, matrix, unsteered
from models.views.touchpoints import CellRow, MatrixSheet, PointCard, Register
from storage.errors import NotFound
from storage.queries import experience
from storage.queries import touchpoints as queries
from storage.queries.reader import ReadConnection
from storage.services.core import Core

if TYPE_CHECKING:
    from storage.work import Work


class Touchpoints:
    """What is shown of touchpoints, and loading the shipped list."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def register(self) -> Register:
        """All touchpoints by code, and the key ones without an indicator (AC-135, AC-137)."""

        def read(reader: ReadConnection) -> Register:
            points = queries.points(reader)
            facts = [TouchFacts(p.code, p.is_key, p.indicators, p.active) for p in points]
            return Register(points, unsteered(facts))

        return self._core.read(read, "touchpoints")

    def card(self, point_id: int) -> PointCard:
        """One touchpoint with its standard message and indicators (AC-138). NotFound."""

        def read(reader: ReadConnection) -> PointCard:
            row = queries.point(reader, point_id)
            if row is None:
                raise NotFound("not_found", entity="touchpoint", value=point_id)
            return PointCard(
                row,
                queries.indicators(reader, point_id),
                queries.processes(reader, point_id),
                *queries.happened(reader, point_id),
            )

        return self._core.read(read, "touchpoint")

    def matrix(self) -> MatrixSheet:
        """Services x channels with every process, and the count of blind spots (AC-139)."""

        def read(reader: ReadConnection) -> MatrixSheet:
            services, channels = queries.services(reader), queries.channels(reader)
            cells = queries.cells(reader)
            counts = matrix(
                [one.key for one in services],
                [one.key for one in channels],
                {(one.service_no, one.channel_letter): one.status for one in cells},
            )
            return MatrixSheet(services, channels, cells, counts)

        return self._core.read(read, "matrix")

    def process(self, code: str) -> CellRow:
        """The process of a code such as A108. NotFound."""
        wanted = code.strip().upper()
        for cell in self.matrix().cells:
            if cell.process_code == wanted:
                return cell
        raise NotFound("not_found", entity="touch_matrix_cell", value=code)

    def choices(self, entity: str) -> list[tuple[str, str, str | None]]:
        """Code, name and Chinese name of what a form may link to (see `experience.CHOICES`)."""
        return self._core.read(lambda reader: experience.choices(reader, entity), "choices")

    def load(self) -> int:
        """Adds the shipped touchpoints that are not there yet; how many (AC-135). One undo.

        A row that is there is left as it is, also one that is not in use.
        """

        def unit(work: Work) -> int:
            from storage.content.loader import load_points
            from storage.effects.touchpoints import sow_points
            from storage.work import encode_params

            assert work.change is not None
            made = sow_points(work, load_points())
            work.change.params = encode_params({"count": made})
            return made

        return self._core.write("change.touchpoints", {}, unit)
