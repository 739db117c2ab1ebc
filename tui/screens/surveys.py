"""`:surveys`: the calls to make and what was answered; one survey with its questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from tui.i18n import ntr, tr
from tui.rows.surveys import CALL, board_lines, survey_lines
from tui.screens.touchpoints import RecordsScreen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from models.explanation import Explanation
    from models.views.surveys import SurveyBoard, SurveyCard
    from tui.bridge import Bridge
    from tui.rows.lines import Line
    from tui.widgets.lazy_list import LazyList


class SurveysScreen(RecordsScreen):
    """Calls first: Enter asks the questions; then the surveys."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("c", "plan_calls", show=False)]

    def __init__(self, bridge: Bridge) -> None:
        self._board: SurveyBoard | None = None
        super().__init__(
            bridge,
            lambda: tr("Surveys"),
            self._lines,
            hint=lambda: tr("Enter calls, opens · n new · e edit · c plans calls · p prints"),
            file_name="surveys",
        )

    def _lines(self, width: int) -> tuple[Line, ...]:
        self._board = self.bridge.services.surveys.board()
        return board_lines(self._board, self.bridge.services.core.clock.today(), width)

    def chosen(self, line: Line) -> None:
        """Enter: the questions of a call, or the page of a survey."""
        calls = self._board.calls if self._board is not None else ()
        call = next((one for one in calls if one.item_id == line.record_id), None)
        if line.act == CALL and call is not None:
            self.open_form("survey", customer_id=call.customer_id, item_id=call.item_id)
        elif line.record_id:
            self.app.push_screen(SurveyScreen(self.bridge, line.record_id))

    def action_new(self) -> None:
        """Another survey."""
        self.open_record("survey")

    def action_edit(self) -> None:
        """The survey of the line; a call is moved and left out in the calendar."""
        line = self.list.cursor_row
        if line is not None and line.entity == "survey":
            super().action_edit()

    def action_archive(self) -> None:
        """Takes the survey of the line out of use for good."""
        line = self.list.cursor_row
        if line is not None and line.entity == "survey":
            super().action_archive()

    def action_plan_calls(self) -> None:
        """Plans the calls that fall due; done by itself once a day."""

        def said(count: int) -> str:
            return ntr("{n} call planned", "{n} calls planned", count)

        self.write(self.bridge.services.surveys.plan, said)


class SurveyScreen(RecordsScreen):
    """One survey: each question with its figure, its count, and whether the sample is small."""

    def __init__(self, bridge: Bridge, survey_id: int) -> None:
        self._survey_id = survey_id
        self._card: SurveyCard | None = None
        super().__init__(bridge, self._titled, self._lines, hint=self._hinted, file_name="survey")

    def _titled(self) -> str:
        if self._card is None:
            return tr("Survey")
        return f"{self._card.row.code} · {self._card.row.title}"

    def _hinted(self) -> str:
        return tr("Enter edits a question · n new question · e edit · x explains · p prints")

    def _lines(self, width: int) -> tuple[Line, ...]:
        self._card = self.bridge.services.surveys.card(self._survey_id)
        return survey_lines(self._card, width)

    def on_lazy_list_reloaded(self, event: LazyList.Reloaded) -> None:
        """The title follows what was read."""
        event.stop()
        self._say()

    def explanations(self, line: Line) -> Iterable[Explanation]:
        """The figure of the question under the cursor."""
        if self._card is not None and line.record_id in self._card.results:
            yield self._card.results[line.record_id]

    def action_new(self) -> None:
        """Another question, with the next number."""
        if self._card is None:
            return
        last = max((one.number for one in self._card.questions), default=0)
        texts = {"survey": self._card.row.code, "number": str(last + 1)}
        self.open_record("survey_question", defaults=texts)

    def action_edit(self) -> None:
        """The survey itself."""
        self.open_record("survey", self._survey_id)

    def chosen(self, line: Line) -> None:
        """Enter: the form of the question."""
        if line.record_id:
            self.open_record(line.entity, line.record_id)
