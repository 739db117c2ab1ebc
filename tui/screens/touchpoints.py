"""`:touchpoints`: the register of touchpoints, one of them with its message; all editable."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType

from models.enums import TouchTemplate
from storage.errors import ServiceError
from tui.display import toast
from tui.i18n import ntr, tr, trc
from tui.labels import figure_label
from tui.rows.layout import Now
from tui.rows.touchpoints import FREE, GROUPINGS, card_lines, register_lines, worded
from tui.screens.lines import LinesScreen, explanation_lines
from tui.screens.opening import form_screen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from models.explanation import Explanation
    from models.views.touchpoints import PointCard, Register
    from tui.bridge import Bridge
    from tui.rows.lines import Line
    from tui.widgets.lazy_list import LazyList


class RecordsScreen(LinesScreen):
    """A page whose lines stand for records: made, changed and archived from here."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", show=False, id="new"),
        Binding("e", "edit", show=False, id="edit"),
        Binding("d", "archive", show=False, id="archive"),
        Binding("x", "explain", show=False, id="explain"),
    ]

    def on_mount(self) -> None:
        """Reads again whenever data change."""
        self.bridge.data_changed.subscribe(self, lambda _change: self.list.reload())

    def on_resize(self) -> None:
        """Columns that fit; the cursor stays."""
        row = self.list.cursor_row
        if row is not None:
            self._read(row.id)

    def open_record(
        self, entity: str, record_id: int = 0, defaults: Mapping[str, str] | None = None
    ) -> None:
        """The form of a record, or of a new one that begins with these texts."""
        params: dict[str, Any] = {"entity": entity}
        if record_id:
            params["record_id"] = record_id
        if defaults:
            params["defaults"] = dict(defaults)
        self.open_form("record", **params)

    def open_form(self, form: str, **params: Any) -> None:
        """Opens a form over the page."""
        screen = form_screen(self.bridge, form, params)
        if screen is not None:
            self.app.push_screen(screen, self.saved)

    def saved(self, done: Any) -> None:
        """Says what was saved; the page follows by the feed."""
        self.bridge.poll_soon()
        if done is not None and done.message:
            toast(self.app, done.message)

    def explanations(self, line: Line) -> Iterable[Explanation]:
        """What `x` tells on a line."""
        del line
        return ()

    def action_new(self) -> None:
        """A new record of the page's kind."""

    def action_edit(self) -> None:
        """Edits the record of the line."""
        line = self.list.cursor_row
        if line is not None and line.record_id and line.entity:
            self.open_record(line.entity, line.record_id)

    def action_archive(self) -> None:
        """Takes the record of the line out of sight; undo brings it back."""
        line = self.list.cursor_row
        if line is not None and line.record_id and line.entity:
            self.open_form("archive", entity=line.entity, record_id=line.record_id)

    def action_explain(self) -> None:
        """Why the figure of the line is what it is."""
        line = self.list.cursor_row
        found = tuple(self.explanations(line)) if line is not None else ()
        if found:
            build = partial(explanation_lines, found, "")
            title = figure_label(found[0].figure)
            self.app.push_screen(LinesScreen(self.bridge, title, build))

    def write(self, call: Callable[[], Any], said: Callable[[Any], str]) -> None:
        """Saves something off the event loop and says what came of it."""

        async def work() -> None:
            try:
                answer = await self.bridge.write(call)
            except ServiceError as error:
                self.bridge.tell(error)
                return
            if text := said(answer):
                toast(self.app, text)
            self.bridge.poll_soon()

        self.bridge.run(self, work)

    def on_lazy_list_chosen(self, event: LazyList.Chosen) -> None:
        """Enter: opens what the line stands for."""
        event.stop()
        event.prevent_default()
        line = self.list.cursor_row
        if line is not None:
            self.chosen(line)

    def chosen(self, line: Line) -> None:
        """Enter on a line; the form of its record where a page says nothing else."""
        del line
        self.action_edit()


class TouchpointsScreen(RecordsScreen):
    """The register: more than a hundred points, grouped, key ones without indicator named."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "grouping(1)", show=False, id="period"),
        Binding("left_square_bracket", "grouping(-1)", show=False, id="previous_period"),
        Binding("right_square_bracket", "grouping(1)", show=False, id="next_period"),
        Binding("l", "load", show=False),
        Binding("m", "matrix", show=False),
    ]

    def __init__(self, bridge: Bridge) -> None:
        self._grouping = "line"
        self._register: Register | None = None
        super().__init__(
            bridge, self._titled, self._lines, hint=self._hinted, file_name="touchpoints"
        )

    def _titled(self) -> str:
        return f"{tr('Touchpoints')} · {trc(*GROUPINGS[self._grouping].words)}"

    def _hinted(self) -> str:
        return tr("Enter opens · n new · e edit · w groups · m matrix · l load · x explains")

    def _lines(self, width: int) -> tuple[Line, ...]:
        services = self.bridge.services
        self._register = services.touchpoints.register()
        clock = services.core.clock
        return register_lines(
            self._register, self._grouping, Now(clock.today(), clock.now()), width
        )

    def explanations(self, line: Line) -> Iterable[Explanation]:
        """The key ones without indicator."""
        if line.figure and self._register is not None:
            yield self._register.unsteered.explanation

    def chosen(self, line: Line) -> None:
        """Enter: the page of a point; a free place begins one."""
        if line.act == FREE:
            template = TouchTemplate.TEN_SERVICE
            texts = {"template": template.value, "slot": line.question}
            self.open_record("touchpoint", defaults=texts)
        elif line.record_id:
            self.app.push_screen(PointScreen(self.bridge, line.record_id))

    def action_new(self) -> None:
        """A point of one's own."""
        self.open_record("touchpoint")

    def action_grouping(self, step: int) -> None:
        """Another way to order the register."""
        names = list(GROUPINGS)
        self._grouping = names[(names.index(self._grouping) + step) % len(names)]
        self._say()
        self._read()

    def action_load(self) -> None:
        """The shipped points that are not there yet."""
        load = self.bridge.services.touchpoints.load

        def said(count: int) -> str:
            if not count:
                return tr("Every shipped touchpoint is there already.")
            return ntr("{n} touchpoint loaded", "{n} touchpoints loaded", count)

        self.write(load, said)

    def action_matrix(self) -> None:
        """The matrix service x channel."""
        from tui.screens.matrix import MatrixScreen

        self.app.push_screen(MatrixScreen(self.bridge))


class PointScreen(RecordsScreen):
    """One touchpoint: its message for whoever stands there, indicators, what happened."""

    def __init__(self, bridge: Bridge, point_id: int) -> None:
        self._point_id = point_id
        self._card: PointCard | None = None
        super().__init__(
            bridge, self._titled, self._lines, hint=self._hinted, file_name="touchpoint"
        )

    def _titled(self) -> str:
        if self._card is None:
            return tr("Touchpoint")
        row = self._card.row
        return f"{row.code} · {worded(row.name, row.name_zh)}"

    def _hinted(self) -> str:
        return tr("e edit · n indicator · Enter edits an indicator · p prints · Esc closes")

    def _lines(self, width: int) -> tuple[Line, ...]:
        self._card = self.bridge.services.touchpoints.card(self._point_id)
        return card_lines(self._card, width)

    def on_lazy_list_reloaded(self, event: LazyList.Reloaded) -> None:
        """The title follows what was read."""
        event.stop()
        self._say()

    def action_new(self) -> None:
        """Another indicator."""
        if self._card is not None:
            texts = {"touchpoint": self._card.row.code}
            self.open_record("touch_indicator", defaults=texts)

    def action_edit(self) -> None:
        """The indicator of the line, else the point itself."""
        line = self.list.cursor_row
        if line is not None and line.record_id:
            self.open_record(line.entity, line.record_id)
        else:
            self.open_record("touchpoint", self._point_id)

    def chosen(self, line: Line) -> None:
        """Enter: the indicator of the line."""
        if line.record_id:
            self.open_record(line.entity, line.record_id)
