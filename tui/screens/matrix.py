"""`:matrix`: which process serves which service over which channel, and where none does."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from models.enums import MatrixStatus
from tui.i18n import tr
from tui.labels import entity_label
from tui.rows.layout import cut_pieces
from tui.rows.touchpoints import MatrixPage, matrix_page, pointed, process_lines
from tui.screens.questions import Choose
from tui.screens.touchpoints import RecordsScreen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.segment import Segment

    from models.explanation import Explanation
    from models.views.touchpoints import CellRow, MatrixSheet
    from tui.bridge import Bridge
    from tui.rows.lines import Line


class MatrixScreen(RecordsScreen):
    """Services x channels (S3-MCP-01); the cursor rests on a place, Enter opens its process."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("h,left", "across(-1)", show=False, id="left"),
        Binding("l,right", "across(1)", show=False, id="right"),
    ]

    def __init__(self, bridge: Bridge) -> None:
        self._sheet: MatrixSheet | None = None
        self._page = MatrixPage((), {})
        self._column = 1
        super().__init__(
            bridge,
            lambda: tr("Touchpoint matrix: service x channel"),
            self._lines,
            hint=lambda: tr("Enter opens · h l channel · n new · e edit · x explains · p prints"),
            file_name="matrix",
        )

    def _lines(self, width: int) -> tuple[Line, ...]:
        self._sheet = self.bridge.services.touchpoints.matrix()
        self._column = min(self._column, len(self._sheet.channels))
        self._page = matrix_page(self._sheet, self._column, width)
        return self._page.lines

    def _format(self, row: Line, width: int, selected: bool, marked: bool) -> Iterable[Segment]:
        del marked
        pieces = pointed(row) if selected and row.id in self._page.places else list(row.pieces)
        return self.segments(cut_pieces(pieces, width), plain=selected)

    def action_across(self, step: int) -> None:
        """Another channel; before the first stands the service itself."""
        if self._sheet is not None:
            self._column = max(0, min(self._column + step, len(self._sheet.channels)))
            self.list.reload()

    def explanations(self, line: Line) -> Iterable[Explanation]:
        """How the blind spots are counted, from any line."""
        del line
        if self._sheet is not None:
            yield self._sheet.counts.explanation

    # ── the place under the cursor ──────────────────────────────────────────────────────

    @property
    def place(self) -> tuple[str, str] | None:
        """Number of the service and letter of the channel; either is empty on a head."""
        line, sheet = self.list.cursor_row, self._sheet
        if line is None or sheet is None or line.id not in self._page.places:
            return None
        letter = sheet.channels[self._column - 1].key if self._column else ""
        return self._page.places[line.id], letter

    def cell(self, place: tuple[str, str]) -> CellRow | None:
        """The process that stands at a place."""
        cells = self._sheet.cells if self._sheet is not None else ()
        found = (one for one in cells if (one.service_no, one.channel_letter) == place)
        return next(found, None)

    def chosen(self, line: Line) -> None:
        """Enter: the process; a blind spot asks for one, a head for its name."""
        del line
        place = self.place
        found = self.cell(place) if place is not None else None
        if found is not None and found.status is MatrixStatus.DEFINED and self._sheet is not None:
            self.app.push_screen(ProcessScreen(self.bridge, found.process_code))
        else:
            self.action_edit()

    def action_edit(self) -> None:
        """The form of what stands under the cursor; of a new process where none does."""
        place = self.place
        if place is None:
            return
        service, letter = place
        if service and letter:
            found = self.cell(place)
            if found is not None:
                self.open_record("touch_matrix_cell", found.id)
            else:
                texts = {"service_no": service, "channel_letter": letter}
                self.open_record("touch_matrix_cell", defaults=texts)
            return
        if (axis := self._axis(service, letter)) is not None:
            self.open_record(*axis)

    def action_archive(self) -> None:
        """Archives the process, service or channel under the cursor."""
        place = self.place
        if place is None:
            return
        found = self.cell(place)
        named = ("touch_matrix_cell", found.id) if found is not None else None
        if named is None and not all(place):
            named = self._axis(*place)
        if named is not None:
            self.open_form("archive", entity=named[0], record_id=named[1])

    def _axis(self, service: str, letter: str) -> tuple[str, int] | None:
        if self._sheet is None:
            return None
        rows = self._sheet.services if service else self._sheet.channels
        entity = "touch_service" if service else "touch_channel"
        return next(((entity, one.id) for one in rows if one.key == (service or letter)), None)

    def action_new(self) -> None:
        """A service, a channel, or a process at the place under the cursor."""
        kinds = ("touch_matrix_cell", "touch_service", "touch_channel")

        def chosen(answer: str | None) -> None:
            if answer == kinds[0]:
                service, letter = self.place or ("", "")
                taken = self.cell((service, letter)) is not None
                texts = {} if taken else {"service_no": service, "channel_letter": letter}
                self.open_record(answer, defaults={n: text for n, text in texts.items() if text})
            elif answer:
                self.open_record(answer)

        answers = [(kind, entity_label(kind)) for kind in kinds]
        self.app.push_screen(Choose(tr("What is new?"), answers), chosen)


class ProcessScreen(RecordsScreen):
    """One process of the matrix: owner, steps, standard."""

    def __init__(self, bridge: Bridge, code: str) -> None:
        self._code = code
        self._cell_id = 0
        super().__init__(
            bridge,
            lambda: tr("Process {code}", code=self._code),
            self._lines,
            hint=lambda: tr("e edit · p prints · Esc closes"),
            file_name="process",
        )

    def _lines(self, width: int) -> tuple[Line, ...]:
        touchpoints = self.bridge.services.touchpoints
        cell = touchpoints.process(self._code)
        self._cell_id = cell.id
        return process_lines(cell, touchpoints.matrix(), width)

    def action_edit(self) -> None:
        """The form of the process."""
        if self._cell_id:
            self.open_record("touch_matrix_cell", self._cell_id)

    def action_archive(self) -> None:
        """Archives the process."""
        if self._cell_id:
            self.open_form("archive", entity="touch_matrix_cell", record_id=self._cell_id)
