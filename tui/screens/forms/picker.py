"""Finds one record of a kind: type to search, Enter takes it.

Answers a code (a login for users); changes nothing.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from models.clean import dropped, shown
from models.fields.registry import entity as entity_named
from models.query_terms import KINDS
from models.width import cut
from storage.errors import NotFound, ServiceError
from tui.display import border
from tui.i18n import tr
from tui.labels import entity_label
from tui.widgets.bars import KeyBar
from tui.widgets.filter_line import FilterLine
from tui.widgets.lazy_list import LazyList

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.segment import Segment
    from textual.app import ComposeResult
    from textual.widgets import Input

    from storage.services import Services
    from tui.bridge import Bridge

_CODE_WIDTH = 12


def code_of_row(row: Any) -> str:
    """What names the record of a row: its code, of a user the login."""
    return str(getattr(row, "login", None) or getattr(row, "code", None) or "")


def name_of_row(row: Any) -> str:
    """What a person calls the record of a row."""
    for name in ("title", "name", "order_contract_no", "text", "summary"):
        if name == "title" and hasattr(row, "name"):
            continue  # of a person it is the rank
        value = getattr(row, name, None)
        if value:
            return str(value)
    return ""


def extra_of_row(row: Any) -> str:
    """What tells records of the same name apart."""
    parts = [
        getattr(row, name, None)
        for name in ("department", "title", "customer_name", "city", "owner_name")
        if not (name == "title" and not hasattr(row, "name"))
    ]
    return ", ".join(str(part) for part in parts if part)


def search_text(typed: str, scope: str) -> str:
    """The query line of a search: the words typed, within a scope."""
    return f"{scope} {typed}".strip()


def found_record(services: Services, target: str, text: str, scope: str) -> tuple[str, str] | None:
    """(code, name) of the record a text means: its code, else the only one found by its words.

    None where there is none or more than one. Called off the event loop.
    """
    spec = entity_named(target)
    if target == "user" and text == "me":
        text = services.actor().login
    try:
        _name, record_id = services.cards.find(text, target)
    except NotFound:
        if spec.kind not in KINDS:
            return None  # it has no list to search
        query = services.lists.parse(search_text(text, scope), spec.kind)
        rows = [] if query.problems else list(services.lists.page(query, limit=2).rows)
        return (code_of_row(rows[0]), name_of_row(rows[0])) if len(rows) == 1 else None
    values = services.cards.record(target, record_id)
    code = str(values.get("login") or values.get("code") or text)
    title = str(values.get(spec.title) or values.get("name") or "")
    return code, " ".join(title.split())[:200]


class PickerScreen(ModalScreen["tuple[str, str] | None"]):
    """Answers (code, name) of a record; None where it was left.

    Args:
        bridge: Way to the lists.
        target: Entity to search.
        scope: Query terms that narrow the search, e.g. the customer.
        text: Words to begin with.
    """

    DEFAULT_CSS = """
    PickerScreen { background: $background; align: center middle; }
    PickerScreen > Vertical {
        border: round $frame-focus; border-title-style: bold;
        width: 100%; height: 100%; max-width: 100; max-height: 30; background: $background;
    }
    PickerScreen.-ascii > Vertical { border: ascii $frame-focus; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", show=False, priority=True),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("pagedown", "turn(1)", show=False, priority=True),
        Binding("pageup", "turn(-1)", show=False, priority=True),
        Binding("enter", "take", show=False, priority=True),
    ]

    def __init__(self, bridge: Bridge, target: str, *, scope: str = "", text: str = "") -> None:
        super().__init__()
        self._bridge = bridge
        self._target = target
        self._kind = entity_named(target).kind
        self._scope = scope
        self.line = FilterLine(
            value=text, placeholder=tr("name, code or pinyin"), select_on_focus=False
        )
        self.list: LazyList[Any] = LazyList(
            bridge.read, self._format, group="picker", markable=False, choose_on_click=True
        )
        self.list.can_focus = False
        self.keys = KeyBar()

    def compose(self) -> ComposeResult:
        """A line to type in, above what is found."""
        with Vertical() as frame:
            frame.border_title = border(tr("Find: {what}", what=entity_label(self._target)))
            yield self.line
            yield self.list
            yield self.keys

    def on_mount(self) -> None:
        """Searches at once."""
        self.set_class(bool(getattr(self.app, "ascii", False)), "-ascii")
        self.list.loading_text = tr("Reading ...")
        self.list.empty = tr("Nothing found. Type less, or Esc goes back.")
        self.keys.say([("Enter", tr("take")), ("Esc", tr("back"))])
        self.line.focus()
        self._search()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Searches as you type; the newest search wins."""
        event.stop()
        self._search()

    def _search(self) -> None:
        lists = self._bridge.services.lists
        typed = " ".join(dropped(self.line.value).split())
        query = lists.parse(search_text(typed, self._scope), self._kind)
        if query.problems:  # what looks like a term is searched as it stands
            quoted = '"' + typed.replace('"', " ") + '"'
            query = lists.parse(search_text(quoted, self._scope), self._kind)
        self.line.set_class(bool(query.problems), "-wrong")
        if not query.problems:
            source: Any = lists.source(query, "picker")
            self.list.set_source(source)

    def on_lazy_list_failed(self, event: LazyList.Failed) -> None:
        """A search ended in an error."""
        event.stop()
        self._bridge.tell(event.error)

    def on_lazy_list_chosen(self, event: LazyList.Chosen) -> None:
        """A click takes it."""
        event.stop()
        self.dismiss((code_of_row(event.row), name_of_row(event.row)))

    def on_filter_line_left(self, event: FilterLine.Left) -> None:
        """The keys of the line are ours."""
        event.stop()

    def action_move(self, step: int) -> None:
        """The arrows move in the list while the typing goes on."""
        self.list.move(step)

    def action_turn(self, step: int) -> None:
        """A view up or down."""
        if step > 0:
            self.list.action_page_down()
        else:
            self.list.action_page_up()

    def action_take(self) -> None:
        """Takes the row under the cursor; a code typed directly counts at once."""
        self._bridge.run(self, self._take)

    async def _take(self) -> None:
        typed = self.line.value.strip()
        call = partial(found_record, self._bridge.services, self._target, typed, self._scope)
        found = None
        try:  # typed faster than the list could follow: the code itself decides
            found = await self._bridge.read("", call) if typed else None
        except ServiceError as error:
            self._bridge.tell(error)
        row = self.list.cursor_row
        if found is None and row is not None:
            found = (code_of_row(row), name_of_row(row))
        if found is not None:
            self.dismiss(found)

    def action_close(self) -> None:
        """Nothing changes."""
        self.dismiss(None)

    def _format(self, row: Any, width: int, selected: bool, marked: bool) -> Iterable[Segment]:
        del marked
        name_width = max(12, (width - _CODE_WIDTH) * 3 // 5)
        pieces = (
            (cut(f" {shown(code_of_row(row))}", _CODE_WIDTH, pad=True), "muted"),
            (cut(shown(name_of_row(row)), name_width, pad=True), "strong"),
            (cut(f" {shown(extra_of_row(row))}", max(0, width - _CODE_WIDTH - name_width)), ""),
        )
        return self.app.palette.segments(pieces, plain=selected)  # type: ignore[attr-defined,no-any-return]
