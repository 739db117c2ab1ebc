"""Asks before a record is taken out of sight; undo brings it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from models.clean import shown
from storage.errors import ServiceError
from tui.display import border
from tui.i18n import ntr, tr
from tui.labels import entity_label, reason_text
from tui.screens.forms.common import code_and_name
from tui.screens.forms.plan import Done
from tui.widgets.bars import KeyBar
from tui.widgets.prose import Prose

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from tui.bridge import Bridge


class ArchiveScreen(ModalScreen["Done | None"]):
    """One question about one record; a refusal is said in place."""

    DEFAULT_CSS = """
    ArchiveScreen { background: $background; align: center middle; }
    ArchiveScreen > Vertical {
        width: 100%; max-width: 72; height: auto; border: round $frame-focus;
        border-title-style: bold; background: $background;
    }
    ArchiveScreen.-ascii > Vertical { border: ascii $frame-focus; }
    ArchiveScreen .said { height: auto; padding: 1 1; }
    ArchiveScreen .problem { height: auto; padding: 0 1; color: $due-red; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,enter", "yes", show=False, id="yes"),
        Binding("n,escape,q", "no", show=False, id="no"),
    ]

    def __init__(self, bridge: Bridge, entity: str, record_id: int) -> None:
        super().__init__()
        self._bridge = bridge
        self._entity = entity
        self._record_id = record_id
        self._keys = KeyBar()
        self._ready = False

    def compose(self) -> ComposeResult:
        """The question and its keys."""
        with Vertical() as frame:
            frame.border_title = border(tr("Archive: {what}", what=entity_label(self._entity)))
            yield Static("", classes="said", markup=False)
            yield Prose(classes="problem")
            yield self._keys

    def on_mount(self) -> None:
        """Reads what it is about."""
        self.set_class(bool(getattr(self.app, "ascii", False)), "-ascii")
        self._keys.say([("y", tr("archive it")), ("Esc", tr("leave it"))])
        self._bridge.run(self, self._read)

    async def _read(self) -> None:
        services = self._bridge.services
        try:
            code, name = await self._bridge.read(
                "", lambda: code_and_name(services, self._entity, self._record_id)
            )
            entries = await self._bridge.read("", self._entries)
        except ServiceError as error:
            self._bridge.tell(error)
            self.dismiss(None)
            return
        text = Text(f"{shown(code)} {shown(name)}".strip() + "\n\n", "bold", end="")
        if entries:
            said = ntr(
                "{n} entry of its account plan goes with it.",
                "{n} entries of its account plan go with it.",
                entries,
            )
            text.append(f"{said}\n", "not bold")
        text.append(tr("It goes out of sight; undo (u) brings it back."), "not bold")
        self.query_one(".said", Static).update(text)
        self._ready = True

    def _entries(self) -> int:
        """What goes with a customer."""
        if self._entity != "customer":
            return 0
        return self._bridge.services.account_plans.size(self._record_id)

    def action_yes(self) -> None:
        """Archives it."""
        if self._ready:
            self._ready = False
            self._bridge.run(self, self._archive)

    async def _archive(self) -> None:
        records = self._bridge.services
        try:
            made = await self._bridge.write(
                lambda: records.records.archive(self._entity, self._record_id)
            )
        except ServiceError as error:
            said = "\n".join(reason_text(one, self._entity) for one in error.reasons)
            self.query_one(".problem", Prose).say(said)
            self._ready = True
            return
        self.dismiss(Done(tr("Archived: {code}", code=made.code or entity_label(self._entity))))

    def action_no(self) -> None:
        """Leaves it where it is."""
        self.dismiss(None)
