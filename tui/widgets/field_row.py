"""Fields of a form: a label, an editor, what was understood, what is wrong; groups of them.

Data-blind: says what was typed and where; checks, saves and words nothing by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Input, Static, TextArea

from models.clean import shown
from models.fields.spec import FieldKind, FieldSpec
from tui.widgets.choice import ChoiceField
from tui.widgets.link_field import LinkField
from tui.widgets.order_lines import OrderLines
from tui.widgets.prose import Prose
from tui.widgets.text_field import NoteField, TextField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.widget import Widget

Editor = ChoiceField | LinkField | NoteField | OrderLines | TextField

# What needs no more room than this, so that what was understood can stand beside it.
_NARROW = frozenset(
    {
        FieldKind.INTEGER,
        FieldKind.MONEY,
        FieldKind.DECIMAL,
        FieldKind.DISCOUNT,
        FieldKind.DATE,
        FieldKind.TIME,
        FieldKind.INSTANT,
        FieldKind.CURRENCY,
        FieldKind.LINK,
    }
)


@dataclass(frozen=True, slots=True)
class Ask:
    """One field as a form asks for it."""

    spec: FieldSpec
    label: str
    group: str = ""
    options: tuple[tuple[str, str], ...] | None = None  # (stored, label); None: free text
    hint: str = ""
    has_lines: bool = False  # the lines of an order

    @property
    def name(self) -> str:
        """Key of its text."""
        return self.spec.name


def make_editor(ask: Ask, text: str) -> Editor:
    """The widget in which a field is typed."""
    spec = ask.spec
    if ask.has_lines:
        return OrderLines(text)
    if ask.options is not None:
        several = spec.kind is FieldKind.CHOICES
        is_switch = spec.kind is FieldKind.BOOLEAN and spec.default is not None
        required = spec.required or is_switch
        return ChoiceField(ask.options, text, required=required, several=several)
    if spec.kind is FieldKind.NOTE:
        return NoteField(text, max_length=spec.max_length, compact=True)
    if spec.kind is FieldKind.LINK:
        return LinkField(text, spec.target, compact=True)
    return TextField(text, kind=spec.kind, max_length=spec.max_length or 400, compact=True)


def text_of(editor: Editor) -> str:
    """What stands in an editor."""
    if isinstance(editor, NoteField | OrderLines):
        return editor.text
    return editor.value


def cursor_of(editor: Editor) -> tuple[int, int]:
    """Where the cursor stands: line and column."""
    if isinstance(editor, NoteField):
        return editor.cursor_location
    if isinstance(editor, OrderLines):
        return editor.cursor
    return (0, editor.cursor_position) if isinstance(editor, Input) else (0, 0)


def put_cursor(editor: Editor, cursor: tuple[int, int]) -> None:
    """Gives an editor the keyboard, with the cursor where it stood."""
    if isinstance(editor, OrderLines):
        editor.enter(cursor)
        return
    editor.focus()
    if isinstance(editor, NoteField):
        editor.move_cursor(cursor)
    elif isinstance(editor, Input):
        editor.cursor_position = cursor[1]


class FieldProblem(Prose):
    """What is wrong with the field above."""

    DEFAULT_CSS = """
    FieldProblem { height: auto; padding: 0 1 0 27; color: $due-red; }
    """


class FieldRow(Horizontal):
    """One field.

    What is wrong with it stands below it, as a line that is there only then: a form has many
    fields, and each widget costs a moment when it opens.
    """

    DEFAULT_CSS = """
    FieldRow { height: auto; }
    FieldRow .label { width: 26; height: auto; padding: 0 1 0 1; color: $muted; }
    FieldRow:focus-within .label { color: $accent; text-style: bold; }
    FieldRow.-wrong .label { color: $due-red; text-style: bold; }
    FieldRow .echo { width: 1fr; height: 1; padding: 0 1; color: $muted; }
    FieldRow Input.editor { height: 1; padding: 0 1; background: $surface; width: 1fr; }
    FieldRow TextArea.editor {
        height: auto; min-height: 2; max-height: 8; padding: 0 1;
        background: $surface; width: 1fr; scrollbar-size-vertical: 1;
    }
    FieldRow Input.editor:focus, FieldRow TextArea.editor:focus { background: $panel; }
    FieldRow Input.editor.narrow { width: 22; }
    """

    class Edited(Message):
        """Another text stands in a field."""

        def __init__(self, row: FieldRow, text: str) -> None:
            super().__init__()
            self.row = row
            self.text = text

    def __init__(self, ask: Ask, text: str) -> None:
        super().__init__()
        self.ask = ask
        self.editor = make_editor(ask, text)
        self.editor.add_class("editor")
        self._text = text
        self._letter = ""
        self._label = Static("", classes="label", markup=False)
        self._echo = Static("", classes="echo", markup=False)
        self._problem: FieldProblem | None = None
        self.wrong = ""  # what is wrong, in words

    def compose(self) -> ComposeResult:
        """Label, editor, what was understood."""
        if isinstance(self.editor, OrderLines):
            yield self.editor
            return
        self._draw_label()
        yield self._label
        yield self.editor
        if self.ask.options is None and self.ask.spec.kind in _NARROW:
            self.editor.add_class("narrow")
            yield self._echo

    def put(self, text: str) -> None:
        """Another text, not typed here."""
        self._text = text
        if isinstance(self.editor, NoteField):
            self.editor.load_text(text)
        elif isinstance(self.editor, OrderLines):
            self.editor.put(text)
        else:
            self.editor.value = text

    def say(self, understood: str) -> None:
        """What was understood, beside the editor."""
        self._echo.update(Text(shown(understood), no_wrap=True, overflow="ellipsis", end=""))

    def blame(self, problem: str) -> None:
        """What is wrong, below the editor; "" where nothing is."""
        if problem == self.wrong:
            return
        self.wrong = problem
        self.set_class(bool(problem), "-wrong")
        if self._problem is not None:
            self._problem.remove()
            self._problem = None
        if problem and isinstance(self.parent, GroupBox):
            self._problem = FieldProblem(problem)
            self.parent.mount(self._problem, after=self)

    def show_letter(self, letter: str) -> None:
        """The letter that jumps here; "" takes it away."""
        self._letter = letter
        self._draw_label()

    def _draw_label(self) -> None:
        text = Text(end="")
        if self._letter:
            text.append(f"{self._letter} ", "bold reverse")
        text.append(shown(self.ask.label) + ("*" if self.ask.spec.required else ""))
        self._label.update(text)

    def _tell(self, text: str) -> None:
        if text != self._text:
            self._text = text
            self.post_message(self.Edited(self, text))

    def on_input_changed(self, event: Input.Changed) -> None:
        """A key was typed."""
        event.stop()
        if event.input is self.editor:
            self._tell(event.value)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """A key was typed into a note."""
        event.stop()
        self._tell(event.text_area.text)

    def on_choice_field_changed(self, event: ChoiceField.Changed) -> None:
        """Another choice stands."""
        event.stop()
        self._tell(event.value)

    def on_order_lines_changed(self, event: OrderLines.Changed) -> None:
        """A line was changed."""
        event.stop()
        self._tell(event.text)


class GroupHead(Static, can_focus=True):
    """The heading of a group; Enter opens a closed one."""

    DEFAULT_CSS = """
    GroupHead { height: 1; padding: 0 1; text-style: bold; }
    GroupHead:focus { color: $block-cursor-foreground; background: $block-cursor-background;
        text-style: $block-cursor-text-style; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space,right", "open", show=False),
    ]

    class OpenWanted(Message):
        """The group is to be opened."""

        def __init__(self, head: GroupHead) -> None:
            super().__init__()
            self.head = head

    def __init__(self, title: str) -> None:
        super().__init__("", markup=False)
        self.title = title
        self.filled = 0
        self.is_open = False
        self._letter = ""

    def draw(self, *, is_open: bool, filled: int) -> None:
        """Takes over what the heading says."""
        self.is_open, self.filled = is_open, filled
        self.can_focus = not is_open
        self._update()

    def show_letter(self, letter: str) -> None:
        """The letter that jumps here; "" takes it away."""
        self._letter = letter
        self._update()

    def _update(self) -> None:
        text = Text(no_wrap=True, overflow="ellipsis", end="")
        if self._letter:
            text.append(f"{self._letter} ", "bold reverse")
        text.append(shown(self.title) if self.is_open else f"+ {shown(self.title)}")
        if not self.is_open and self.filled:
            text.append(f"  ({self.filled})", "not bold")
        self.update(text)

    def on_click(self) -> None:
        """A click opens it too."""
        self.action_open()

    def action_open(self) -> None:
        """Asks to be opened."""
        if not self.is_open:
            self.post_message(self.OpenWanted(self))


class GroupBox(Vertical):
    """A group of fields; a closed one holds no widgets but its heading."""

    DEFAULT_CSS = """
    GroupBox { height: auto; }
    GroupBox.-open { margin: 0 0 1 0; }
    """

    def __init__(self, title: str, asks: Sequence[Ask], *, headed: bool) -> None:
        super().__init__()
        self.title = title
        self.asks = tuple(asks)
        self.head = GroupHead(title)
        self._headed = headed
        self.is_open = False
        self.rows: tuple[FieldRow, ...] = ()

    def compose(self) -> ComposeResult:
        """The heading, where there are several groups, and the rows of an open group."""
        if self._headed:
            yield self.head
        yield from self.rows

    def prepare(self, texts: dict[str, str], *, is_open: bool) -> None:
        """Decides before mounting whether the group begins open."""
        self.is_open = is_open
        if is_open:
            self.rows = tuple(FieldRow(ask, texts.get(ask.name, "")) for ask in self.asks)
            self.add_class("-open")
        self.count(texts)

    async def open(self, texts: dict[str, str]) -> None:
        """Shows its fields."""
        if not self.is_open:
            self.prepare(texts, is_open=True)
            await self.mount_all(self.rows)

    def count(self, texts: dict[str, str]) -> None:
        """Says how many of its fields are filled."""
        filled = sum(1 for ask in self.asks if texts.get(ask.name) not in ("", "no", None))
        self.head.draw(is_open=self.is_open, filled=filled)


class FormBody(VerticalScroll, can_focus=False, inherit_bindings=False):
    """The scrolling part of a form; its keys belong to the fields."""

    DEFAULT_CSS = """
    FormBody { height: 1fr; scrollbar-size-vertical: 1; }
    """


def row_of(widget: Widget | None) -> FieldRow | None:
    """The field a widget belongs to."""
    if widget is None:
        return None
    for one in widget.ancestors_with_self:
        if isinstance(one, FieldRow):
            return one
    return None
