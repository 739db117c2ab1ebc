"""The fields of a form: groups, rows, moving about, jumping, checking one by one.

What is asked stands in the plan; nothing here loads or saves.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Final

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from models.clean import shown
from models.explanation import Reason
from models.fields.parsing import Context, parse
from models.fields.spec import FieldKind
from models.values import BASE_CURRENCY
from tui.display import border
from tui.i18n import tr
from tui.labels import field_hint, reason_text
from tui.screens.forms.links import Links
from tui.screens.forms.plan import Done, Plan
from tui.screens.forms.reading import hint_of, line_amount, understood
from tui.screens.help import HelpScreen
from tui.widgets.bars import KeyBar
from tui.widgets.field_row import (
    Ask,
    FieldRow,
    FormBody,
    GroupBox,
    GroupHead,
    cursor_of,
    put_cursor,
    row_of,
    text_of,
)
from tui.widgets.lazy_list import LETTERS
from tui.widgets.link_field import LinkField
from tui.widgets.order_lines import OrderLines
from tui.widgets.prose import Prose

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from textual import events
    from textual.app import ComposeResult

    from tui.bridge import Bridge
    from tui.widgets.choice import ChoiceField
    from tui.widgets.text_field import Shortened

_OPEN_AT_ONCE: Final = 18  # fields: a form of so many shows all its groups


class FieldsScreen(ModalScreen[Done | None]):
    """Fields by group, each with what was understood and what is wrong."""

    AUTO_FOCUS: ClassVar[str] = ""

    DEFAULT_CSS = """
    FieldsScreen { background: $background; align: center middle; }
    FieldsScreen > Vertical {
        border: round $frame-focus; border-title-style: bold;
        width: 100%; height: 100%; max-width: 104; background: $background;
    }
    FieldsScreen.-ascii > Vertical { border: ascii $frame-focus; }
    FieldsScreen #form-note { height: auto; max-height: 9; padding: 0 1; color: $muted; }
    FieldsScreen #form-live { height: auto; max-height: 6; padding: 0 1; text-style: bold; }
    FieldsScreen #form-problem { height: auto; max-height: 5; padding: 0 1; color: $due-red; }
    FieldsScreen #form-hint { height: 1; padding: 0 1; color: $muted; }
    FieldsScreen.-narrow FieldRow .label { width: 18; }
    FieldsScreen.-narrow FieldProblem { padding: 0 1 0 19; }
    FieldsScreen.-narrow FieldRow Input.editor.narrow { width: 20; }
    FieldsScreen.-narrow LineRow .product { width: 13; }
    FieldsScreen.-narrow LineRow .unit_price { width: 11; }
    FieldsScreen.-narrow LineRow .qty, FieldsScreen.-narrow LineRow .discount { width: 7; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", show=False, priority=True, id="save"),
        Binding("escape", "leave", show=False, id="leave"),
        Binding("ctrl+n", "next_group", show=False, priority=True, id="next_group"),
        Binding("f1", "coach", show=False, priority=True, id="coach"),
        Binding("f2", "language", show=False, priority=True, id="language"),
        Binding("f9", "library", show=False, priority=True, id="library"),
        Binding("f6,apostrophe", "jump", show=False, id="jump_field"),
        Binding("down", "next", show=False),
        Binding("up", "previous", show=False),
    ]

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self.bridge = bridge
        self.plan: Plan | None = None
        self.texts: dict[str, str] = {}
        self.originals: dict[str, str] = {}
        self._rows: dict[str, FieldRow] = {}
        self._boxes: list[GroupBox] = []
        self._jumps: dict[str, FieldRow | GroupHead] | None = None
        self._last_row: FieldRow | None = None
        self._keys = KeyBar()
        self.links = Links(self)

    @property
    def takes_keys(self) -> bool:
        """Keys typed before the fields stand wait for them."""
        return self._jumps is not None or (self.plan is not None and self.focused is not None)

    def edited(self, name: str) -> None:
        """Another text stands in a field."""

    def left(self) -> None:
        """A field was left."""

    # ── building ────────────────────────────────────────────────────────────────────────

    def compose(self) -> ComposeResult:
        """A frame that is filled when the plan is there."""
        with Vertical(id="form-frame"):
            yield Prose(id="form-note")
            yield Prose(id="form-live")
            yield FormBody(id="form-body")
            yield Prose(id="form-problem")
            yield Static("", id="form-hint", markup=False)
            yield self._keys

    def on_resize(self) -> None:
        """The width classes follow the terminal."""
        self._arrange()

    def _arrange(self) -> None:
        self.set_class(self.app.size.width < 80, "-narrow")

    def run(self, work: Callable[..., Awaitable[None]], *args: Any) -> None:
        """Starts work of this form; what it raises is told."""
        self.bridge.run(self, partial(work, *args), group="form")

    async def show_plan(
        self, plan: Plan, focus: str = "", cursor: tuple[int, int] = (0, 0)
    ) -> None:
        """Builds the fields of a plan with what was typed so far."""
        self.plan = plan
        self.query_one("#form-frame").border_title = border(plan.title)
        self.say("note", plan.note)
        self._say_keys()
        body = self.query_one(FormBody)
        await body.remove_children()
        self._boxes = self._make_boxes(plan)
        self._rows = {}
        for box in self._boxes:
            box.prepare(self.texts, is_open=self._starts_open(plan, box, focus))
            self._take_rows(box)
        await body.mount_all(self._boxes)
        self._settle_rows()
        self.call_after_refresh(self.go_to, focus or self._first(plan), cursor if focus else None)

    @staticmethod
    def _make_boxes(plan: Plan) -> list[GroupBox]:
        groups: dict[str, list[Ask]] = {}
        for ask in plan.asks:
            groups.setdefault(ask.group, []).append(ask)
        return [GroupBox(title, asks, headed=len(groups) > 1) for title, asks in groups.items()]

    def _starts_open(self, plan: Plan, box: GroupBox, focus: str) -> bool:
        few = plan.is_open or len(plan.asks) <= _OPEN_AT_ONCE
        if few or box.title == plan.asks[0].group:
            return True
        return any(
            ask.name == focus
            or (ask.spec.required and not self.texts.get(ask.name))
            or self.texts.get(ask.name, "") != self.originals.get(ask.name, "")
            for ask in box.asks
        )

    def _take_rows(self, box: GroupBox) -> None:
        for row in box.rows:
            self._rows[row.ask.name] = row
            if isinstance(row.editor, OrderLines):
                row.editor.amount = self._line_amount

    def _settle_rows(self) -> None:
        """Shows the fields of the chosen step, and what was understood of each."""
        assert self.plan is not None
        wanted = self.plan.shown_for(self.texts)
        for name, row in self._rows.items():
            row.display = name in wanted
            self._echo(row)
            text = self.texts.get(name, "")
            if isinstance(row.editor, LinkField) and text and name not in self.links.names:
                self.run(self.links.resolve, row, text)

    def _first(self, plan: Plan) -> str:
        shown_now = plan.shown_for(self.texts)
        for ask in plan.asks:
            is_asked = ask.name in shown_now and ask.spec.required
            if is_asked and not self.texts.get(ask.name):
                return ask.name
        return plan.first or (plan.asks[0].name if plan.asks else "")

    def say(self, which: str, text: str) -> None:
        """Words of the note, the live line or the problem line; none hides it."""
        line = self.query_one(f"#form-{which}", Prose)
        line.say(text)
        line.display = bool(text)

    def _say_keys(self) -> None:
        if self._jumps is not None:
            self._keys.say([(tr("letter"), tr("go to the field")), ("Esc", tr("back"))])
            return
        does = (self.plan.saves if self.plan is not None else "") or tr("save")
        keys = [("ctrl+s", does), ("Esc", tr("leave")), ("Tab", tr("next"))]
        if len(self._boxes) > 1 or (self.plan is not None and len(self.plan.asks) > 9):
            keys += [("ctrl+n", tr("next group")), ("F6", tr("jump"))]
        self._keys.say([*keys, ("F2", tr("language"))])

    def action_library(self) -> None:
        """Objections and standard answers over the form, which waits as it is."""
        from tui.screens.library import LibraryScreen

        self.app.push_screen(LibraryScreen(self.bridge))

    def action_coach(self) -> None:
        """What one needs to know of forms."""
        self.app.push_screen(HelpScreen(self.bridge, "form"))

    # ── moving ──────────────────────────────────────────────────────────────────────────

    def go_to(self, name: str, cursor: tuple[int, int] | None = None) -> None:
        """Gives the keyboard to a field; one in a closed group is opened first."""
        row = self._rows.get(name)
        if row is None:
            self.run(self._open_and_go, name, cursor)
            return
        if cursor is None:
            text = self.texts.get(name, "")
            lines = text.split("\n")
            cursor = (0, 0) if row.ask.has_lines else (len(lines) - 1, len(lines[-1]))
            if row.ask.spec.kind is not FieldKind.NOTE and not row.ask.has_lines:
                cursor = (0, len(text))
        put_cursor(row.editor, cursor)
        row.scroll_visible(animate=False)

    async def _open_and_go(self, name: str, cursor: tuple[int, int] | None) -> None:
        box = next((b for b in self._boxes if any(a.name == name for a in b.asks)), None)
        if box is not None:
            await self.open_box(box)
            self.call_after_refresh(self.go_to, name, cursor)

    async def open_box(self, box: GroupBox) -> None:
        """Shows the fields of a group."""
        if not box.is_open:
            await box.open(self.texts)
            self._take_rows(box)
            self._settle_rows()

    def on_group_head_open_wanted(self, event: GroupHead.OpenWanted) -> None:
        """Enter on a heading."""
        event.stop()
        box = next(box for box in self._boxes if box.head is event.head)
        self.run(self._open_and_go, box.asks[0].name, None)

    def action_next(self) -> None:
        """The next field."""
        self.focus_next()

    def action_previous(self) -> None:
        """The field before."""
        self.focus_previous()

    def action_next_group(self) -> None:
        """The first field of the next group."""
        if not self._boxes or self._jumps is not None:
            return
        here = self._box_place()
        box = self._boxes[(here + 1) % len(self._boxes)]
        wanted = self.plan.shown_for(self.texts) if self.plan else set()
        name = next((ask.name for ask in box.asks if ask.name in wanted), "")
        if name:
            self.go_to(name)

    def _box_place(self) -> int:
        """Number of the group with the keyboard; -1 for none."""
        focused = self.focused
        around = list(focused.ancestors_with_self) if focused is not None else []
        return next((n for n, box in enumerate(self._boxes) if box in around), -1)

    def action_jump(self) -> None:
        """Letters beside the labels; the next key goes to that field."""
        if self._jumps is not None or self.plan is None:
            return
        targets: list[FieldRow | GroupHead] = []
        for box in self._boxes:
            if box.is_open:
                targets += [row for row in box.rows if row.display]
            else:
                targets.append(box.head)
        self._last_row = row_of(self.focused)
        self._jumps = dict(zip(LETTERS, targets, strict=False))
        for letter, target in self._jumps.items():
            target.show_letter(letter)
        self.set_focus(None)
        self._say_keys()

    def on_key(self, event: events.Key) -> None:
        """While letters are shown, a key goes to its field or back."""
        if self._jumps is None or event.key == "escape":
            return
        event.stop()
        event.prevent_default()
        target = self._jumps.get(event.character or "")
        self._end_jump()
        if isinstance(target, GroupHead):
            target.action_open()
        elif target is not None:
            self.go_to(target.ask.name)
        elif self._last_row is not None:
            self.go_to(self._last_row.ask.name)

    def _end_jump(self) -> None:
        for target in (self._jumps or {}).values():
            target.show_letter("")
        self._jumps = None
        self._say_keys()

    # ── typing ──────────────────────────────────────────────────────────────────────────

    def on_field_row_edited(self, event: FieldRow.Edited) -> None:
        """Another text stands in a field."""
        event.stop()
        if self.plan is None or self._rows.get(event.row.ask.name) is not event.row:
            return
        name = event.row.ask.name
        self.texts[name] = event.text
        self.links.names.pop(name, None)
        if event.row.ask.options is not None or event.row.wrong:
            self._check(event.row)
        if name == self.plan.step_field:
            self._settle_rows()
        if name in ("currency", "customer"):
            self._settle_rows()
        self._echo(event.row)
        self.say("problem", "")
        self.edited(name)

    def on_shortened(self, event: Shortened) -> None:
        """A paste was longer than the field."""
        row = row_of(event.control)
        if row is not None:
            limit = row.ask.spec.max_length or 400
            params = {"field": row.ask.spec.name, "limit": limit, "length": limit + event.lost}
            said = self.words(Reason("field.too_long", params))
            self.call_after_refresh(row.blame, said)  # after the edit that it belongs to

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes to the next field."""
        event.stop()
        self.action_next()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The hint of the field that has the keyboard."""
        row = row_of(event.widget)
        entity = self.plan.entity if self.plan else ""
        hint = ""
        if row is not None:
            hint = row.ask.hint or field_hint(entity, row.ask.spec.name) or hint_of(row.ask)
        elif isinstance(event.widget, GroupHead):
            hint = tr("Enter opens the group")
        line = self.query_one("#form-hint", Static)
        line.update(Text(shown(hint), no_wrap=True, overflow="ellipsis", end=""))

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """A field that was left is checked; the draft is kept at once."""
        row = row_of(event.widget)
        if row is None or self.plan is None or self._jumps is not None:
            return
        self._check(row)
        if isinstance(event.widget, LinkField) and event.widget.value:
            self.run(self.links.resolve_left, row, event.widget)
        self.left()
        for box in self._boxes:
            box.count(self.texts)

    @property
    def reading(self) -> Context:
        """How texts are read here: today, the zone, the currency of the form."""
        clock = self.bridge.services.core.clock
        currency = self.texts.get("currency", "").strip().upper()
        valid = len(currency) == 3 and currency.isalpha() and currency.isascii()
        return Context(clock.today(), clock.zone, currency=currency if valid else BASE_CURRENCY)

    def words(self, reason: Reason) -> str:
        """A reason as a sentence, with the labels of this form."""
        if self.plan is None:
            return reason_text(reason)
        label = next((a.label for a in self.plan.asks if a.name == reason.params.get("field")), "")
        named = {**reason.params, "field": label} if label else reason.params
        return reason_text(Reason(reason.code, named), self.plan.entity)

    def _check(self, row: FieldRow) -> None:
        text = self.texts.get(row.ask.name, "")
        reason = self.refused(row.ask, text) if text else None
        row.blame(self.words(reason) if reason else "")

    def refused(self, ask: Ask, text: str) -> Reason | None:
        """Why a text cannot be stored in that field; None where it can."""
        if ask.has_lines or (ask.options is not None and text):
            return None
        found = parse(ask.spec, text, self.reading)
        return found if isinstance(found, Reason) else None

    def _echo(self, row: FieldRow) -> None:
        if isinstance(row.editor, OrderLines):
            row.editor.reckon()
        elif isinstance(row.editor, LinkField):
            row.say(self.links.names.get(row.ask.name, ""))
        elif row.ask.options is None:
            text = self.texts.get(row.ask.name, "")
            row.say(understood(row.ask.spec, text, self.reading))

    def _line_amount(self, line: Mapping[str, str]) -> str:
        return line_amount(line, self.reading)

    # ── choosing ────────────────────────────────────────────────────────────────────────

    def on_choice_field_list_wanted(self, event: ChoiceField.ListWanted) -> None:
        """Enter on a choice: all of them."""
        from tui.screens.forms.choices import ChoicesScreen

        event.stop()
        field = event.control
        row = row_of(field)
        title = row.ask.label if row else ""

        def chosen(value: str | None) -> None:
            if value is not None:
                field.value = value
                self.action_next()

        screen = ChoicesScreen(title, field.options, field.value, several=field.several)
        self.app.push_screen(screen, chosen)

    def on_link_field_search_wanted(self, event: LinkField.SearchWanted) -> None:
        """Enter in a link: the search."""
        event.stop()
        self.run(self.links.pick, event.control)

    # ── what stands in them ─────────────────────────────────────────────────────────────

    def gather(self) -> None:
        """Takes over what stands in the editors: a last key may still be on its way here."""
        for name, row in self._rows.items():
            self.texts[name] = text_of(row.editor)

    @property
    def place(self) -> tuple[str, tuple[int, int]]:
        """The field with the keyboard, and the cursor in it."""
        row = row_of(self.focused) or self._last_row
        return (row.ask.name, cursor_of(row.editor)) if row is not None else ("", (0, 0))

    async def put(self, name: str, text: str) -> None:
        """Another text in a field, not typed."""
        if name not in self._rows:
            await self.open_box(next(b for b in self._boxes if any(a.name == name for a in b.asks)))
        self.texts[name] = text
        self._rows[name].put(text)
        self._echo(self._rows[name])
        if self.plan is not None and name == self.plan.step_field:
            self._settle_rows()
            self.edited(name)
