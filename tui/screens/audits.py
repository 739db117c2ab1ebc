"""`:audits`: all audits, and one checklist that is scored as it is walked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType

from tui.i18n import day, tr
from tui.rows.audits import SCORES, audit_board_lines, audit_lines
from tui.rows.touchpoints import worded
from tui.screens.opening import form_screen
from tui.screens.questions import Choose
from tui.screens.touchpoints import RecordsScreen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from models.explanation import Explanation
    from models.views.improvement import AuditBoard, AuditCard
    from tui.bridge import Bridge
    from tui.rows.lines import Line
    from tui.widgets.lazy_list import LazyList


class AuditsScreen(RecordsScreen):
    """Every audit with its result; Enter walks it."""

    def __init__(self, bridge: Bridge) -> None:
        self._board: AuditBoard | None = None
        self._me = ""  # login of the user
        super().__init__(
            bridge,
            lambda: tr("Audits"),
            self._lines,
            hint=lambda: tr("Enter walks it · n new · e edit · d archive · p prints · Esc closes"),
            file_name="audits",
        )

    def _lines(self, width: int) -> tuple[Line, ...]:
        services = self.bridge.services
        self._board, self._me = services.audits.board(), services.actor().login
        return audit_board_lines(self._board, width)

    def chosen(self, line: Line) -> None:
        """Enter: the checklist."""
        if line.record_id:
            self.app.push_screen(AuditScreen(self.bridge, line.record_id))

    def action_new(self) -> None:
        """Another audit; by which checklist is asked where there are several."""
        if self._board is None:
            return
        answers = [(code, worded(*title)) for code, title in self._board.templates.items()]

        def chosen(code: str | None) -> None:
            if code:
                today = day(self.bridge.services.core.clock.today())
                texts = {"template": code, "date": today, "inspector": self._me}
                params = {"entity": "audit_run", "defaults": texts}
                screen = form_screen(self.bridge, "record", params)
                if screen is not None:
                    self.app.push_screen(screen, self._begin)

        if len(answers) == 1:
            chosen(answers[0][0])
        else:
            self.app.push_screen(Choose(tr("By which checklist?"), answers), chosen)

    def _begin(self, done: Any) -> None:
        """The walk begins at once."""
        self.saved(done)
        if done is not None and done.record_id:
            self.app.push_screen(AuditScreen(self.bridge, done.record_id))


class AuditScreen(RecordsScreen):
    """One checklist: 0, 1 or 2 scores the item under the cursor and goes on to the next."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(score, f"score({score})", show=False) for score in SCORES
    ]

    def __init__(self, bridge: Bridge, run_id: int) -> None:
        self._run_id = run_id
        self._card: AuditCard | None = None
        self._begun = False
        super().__init__(bridge, self._titled, self._lines, hint=self._hinted, file_name="audit")

    def _titled(self) -> str:
        if self._card is None:
            return tr("Audit")
        row = self._card.row
        return f"{row.code} · {row.place} · {worded(*self._card.title)}"

    def _hinted(self) -> str:
        return tr("0 1 2 score · e edit · x explains · Enter opens · p prints · Esc closes")

    def _lines(self, width: int) -> tuple[Line, ...]:
        self._card = self.bridge.services.audits.card(self._run_id)
        return audit_lines(self._card, width)

    def on_lazy_list_reloaded(self, event: LazyList.Reloaded) -> None:
        """The title follows what was read; the walk begins at the first item without a score."""
        event.stop()
        self._say()
        if not self._begun and self._card is not None:
            self._begun = True
            self._go_on("")

    def explanations(self, line: Line) -> Iterable[Explanation]:
        """The arithmetic of the result, from any line."""
        del line
        if self._card is not None:
            yield self._card.result

    def action_score(self, score: int) -> None:
        """Scores the item under the cursor; the cursor goes to the next one."""
        line = self.list.cursor_row
        if line is None or not line.question:
            return
        audits, item = self.bridge.services.audits, line.question
        self._go_on(item)
        self.write(lambda: audits.score(self._run_id, {item: score}), self._scored)

    def _scored(self, _saved: object) -> str:
        return ""

    def _go_on(self, item: str) -> None:
        """The first line of the next item, from the top the first one without a score."""
        place = self.list.cursor if item else 0
        open_items = {key for key, score in self._scores().items() if score is None}
        while (row := self.list.row_at(place)) is not None:
            wanted = row.question in open_items if not item and open_items else row.question
            if row.question and row.question != item and wanted:
                self.list.go_to(place)
                return
            place += 1

    def _scores(self) -> dict[str, int | None]:
        sections = self._card.sections if self._card is not None else ()
        return {item.key: item.score for one in sections for item in one.items}

    def action_edit(self) -> None:
        """Place, day and inspector of the audit."""
        self.open_record("audit_run", self._run_id)

    def chosen(self, line: Line) -> None:
        """Enter: the improvement that the audit opened."""
        if line.record_id:
            self.open_record(line.entity, line.record_id)
