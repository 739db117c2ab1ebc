"""The lines of an order: product, words, price, quantity, discount; the sum runs along.

Holds texts as typed, as one JSON text for its owner; reads no record and saves nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Final

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Static

from models.clean import shown
from models.fields.spec import FieldKind
from tui.i18n import tr
from tui.labels import field_label
from tui.widgets.link_field import LinkField
from tui.widgets.text_field import TextField

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.widget import Widget

PARTS: Final = ("product", "description", "unit_price", "qty", "discount")
_KINDS: Final = {
    "unit_price": FieldKind.MONEY,
    "qty": FieldKind.DECIMAL,
    "discount": FieldKind.DISCOUNT,
}
Typed = dict[str, str]
Amount = Callable[[Mapping[str, str]], str]  # a line -> its amount in words, "" where unknown


def read_lines(text: str) -> list[Typed]:
    """The lines of a JSON text; none where it is empty or no such text."""
    try:
        found = json.loads(text) if text else []
    except ValueError:
        return []
    return [{str(k): str(v) for k, v in one.items()} for one in found if isinstance(one, dict)]


def write_lines(lines: list[Typed]) -> str:
    """Lines as one text; empty lines are left out, so the same lines are the same text."""
    kept = [{k: v for k, v in one.items() if v} for one in lines]
    kept = [one for one in kept if set(one) & {"product", "description", "unit_price"}]
    return json.dumps(kept, ensure_ascii=False, sort_keys=True) if kept else ""


class LineRow(Vertical):
    """One line: what it is, and below it price, quantity, discount and amount."""

    DEFAULT_CSS = """
    LineRow { height: auto; padding: 0 0 0 1; }
    LineRow Horizontal { height: 1; }
    LineRow .number { width: 4; color: $muted; }
    LineRow .sign { width: 3; color: $muted; text-align: center; }
    LineRow .product { width: 16; }
    LineRow .description { width: 1fr; margin: 0 0 0 1; }
    LineRow .unit_price { width: 14; }
    LineRow .qty { width: 9; }
    LineRow .discount { width: 9; }
    LineRow .amount { width: 1fr; padding: 0 1; color: $muted; text-align: right; }
    LineRow .problem { height: auto; padding: 0 1 0 4; color: $due-red; }
    """

    def __init__(self, number: int, typed: Typed) -> None:
        super().__init__()
        self.typed = dict(typed)
        self.number = number
        self._number = Static(str(number), classes="number", markup=False)
        self._amount = Static("", classes="amount", markup=False)
        self._problem = Static("", classes="problem", markup=False)
        self.fields: dict[str, TextField] = {}
        for part in PARTS:
            self.fields[part] = self._field(part, typed.get(part, ""))

    @staticmethod
    def _field(part: str, text: str) -> TextField:
        hint = shown(field_label("sales_order_line", part))
        if part == "product":
            made: TextField = LinkField(text, "product", compact=True, placeholder=hint)
        else:
            kind = _KINDS.get(part, FieldKind.TEXT)
            made = TextField(text, kind=kind, max_length=200, compact=True, placeholder=hint)
        made.add_class(part)
        return made

    def compose(self) -> ComposeResult:
        """Two lines of fields."""
        self._problem.display = False
        with Horizontal():
            yield self._number
            yield self.fields["product"]
            yield self.fields["description"]
        with Horizontal():
            yield Static("", classes="number", markup=False)
            yield self.fields["unit_price"]
            yield Static("x", classes="sign", markup=False)
            yield self.fields["qty"]
            yield Static("-", classes="sign", markup=False)
            yield self.fields["discount"]
            yield self._amount
        yield self._problem

    def take(self) -> Typed:
        """What stands in the line; what was not typed here (an id) stays."""
        self.typed.update({part: field.value for part, field in self.fields.items()})
        return dict(self.typed)

    def renumber(self, number: int) -> None:
        """Its place after lines came or went."""
        self.number = number
        self._number.update(f"{number}")

    def say(self, amount: str) -> None:
        """Its amount, in words."""
        self._amount.update(Text(shown(amount), no_wrap=True, end=""))

    def blame(self, problem: str) -> None:
        """What is wrong with it."""
        self._problem.update(Text(shown(problem), end=""))
        self._problem.display = bool(problem)


class OrderLines(Vertical):
    """All lines; Enter behind the last field begins another one.

    Args:
        text: The lines as `write_lines` gives them.
    """

    DEFAULT_CSS = """
    OrderLines { height: auto; }
    OrderLines .lines-note { height: auto; padding: 0 1; color: $muted; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f7", "add", show=False, id="add_line"),
        Binding("f8", "remove", show=False, id="remove_line"),
    ]

    class Changed(Message):
        """Something in the lines was changed."""

        def __init__(self, control: OrderLines, text: str) -> None:
            super().__init__()
            self._control = control
            self.text = text

        @property
        def control(self) -> OrderLines:
            """The lines."""
            return self._control

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._lines = [LineRow(n, one) for n, one in enumerate(read_lines(text) or [_fresh()], 1)]
        self._told = text
        self.amount: Amount | None = None

    def compose(self) -> ComposeResult:
        """The lines and how to get another one."""
        yield from self._lines
        yield Static(tr("F7 another line, F8 takes one out"), classes="lines-note", markup=False)

    def on_mount(self) -> None:
        """The amounts of what is there."""
        self.reckon()

    @property
    def text(self) -> str:
        """The lines as one text."""
        return write_lines([row.take() for row in self._lines])

    @property
    def cursor(self) -> tuple[int, int]:
        """Number of the field with the keyboard, and the place in it."""
        focused = self.screen.focused if self.is_attached else None
        for number, field in enumerate(self._fields()):
            if field is focused:
                return number, field.cursor_position
        return 0, 0

    def enter(self, cursor: tuple[int, int] = (0, 0)) -> None:
        """Gives the keyboard to a field of a line."""
        fields = self._fields()
        field = fields[min(cursor[0], len(fields) - 1)]
        field.focus()
        field.cursor_position = cursor[1]

    def put(self, text: str) -> None:
        """Other lines, not typed here: they count at once and are drawn in a moment."""
        self._told = text
        gone = self._lines
        self._lines = [LineRow(n, one) for n, one in enumerate(read_lines(text) or [_fresh()], 1)]
        self.run_worker(self._redraw(gone), exit_on_error=False)

    def blame(self, number: int, part: str, problem: str) -> None:
        """What is wrong with a line; the keyboard goes there."""
        for row in self._lines:
            row.blame(problem if row.number == number else "")
            if row.number == number and part in row.fields:
                row.fields[part].focus()

    def reckon(self) -> None:
        """The amounts anew: a currency or a figure changed."""
        for row in self._lines:
            row.say(self.amount(row.take()) if self.amount else "")

    def known(self, field: LinkField, name: str, price: str) -> None:
        """A product was found: its name and price fill what is empty."""
        for row in self._lines:
            if row.fields["product"] is not field:
                continue
            if not row.fields["unit_price"].value:
                row.fields["unit_price"].value = price
            if not row.fields["description"].value:
                row.fields["description"].placeholder = shown(name)

    def _fields(self) -> list[TextField]:
        return [row.fields[part] for row in self._lines for part in PARTS]

    def _tell(self) -> None:
        self.reckon()
        text = self.text
        if text != self._told:
            self._told = text
            self.post_message(self.Changed(self, text))

    def on_input_changed(self, event: Input.Changed) -> None:
        """A key was typed."""
        event.stop()
        self._tell()

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter: the next field; behind the last one another line."""
        event.stop()
        fields: list[Any] = list(self._fields())
        place = fields.index(event.input)
        if place + 1 < len(fields):
            fields[place + 1].focus()
        elif self._lines[-1].take().get("unit_price"):
            await self.action_add()
        else:
            self.screen.focus_next()

    async def action_add(self) -> None:
        """Another line at the end."""
        row = LineRow(len(self._lines) + 1, _fresh())
        self._lines.append(row)
        await self.mount(row, before=self.query_one(".lines-note", Static))
        row.fields["product"].focus()

    async def action_remove(self) -> None:
        """Takes the line with the keyboard out."""
        row = self._current()
        if row is None:
            return
        place = self._lines.index(row)
        self._lines.remove(row)
        if not self._lines:
            fresh = LineRow(1, _fresh())
            self._lines.append(fresh)
            await self.mount(fresh, before=self.query_one(".lines-note", Static))
        await row.remove()
        for number, one in enumerate(self._lines, 1):
            one.renumber(number)
        self._lines[min(place, len(self._lines) - 1)].fields["product"].focus()
        self._tell()

    def _current(self) -> LineRow | None:
        focused: Widget | None = self.screen.focused
        return next((r for r in self._lines if focused in r.fields.values()), None)

    async def _redraw(self, gone: list[LineRow]) -> None:
        for row in gone:
            await row.remove()
        await self.mount_all(self._lines, before=self.query_one(".lines-note", Static))
        self.reckon()


def _fresh() -> Typed:
    return {"qty": "1"}
