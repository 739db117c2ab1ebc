"""What the workspace does with the calendar and its items; part of the workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.enums import CalendarLayer
from tui.display import toast
from tui.i18n import tr
from tui.labels import label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tui.bridge import Bridge
    from tui.panes.follow_ups.pane import FollowUpsPane


class CalendarActs:
    """Acts on days, layers and follow-ups; mixed into the workspace, which has the pane."""

    bridge: Bridge
    follow_ups: FollowUpsPane
    pane: int
    app: Any

    if TYPE_CHECKING:

        def open_form(self, form: str, **params: Any) -> None:
            """Opens a form by its name."""

        def _write(self, call: Callable[[], Any]) -> None:
            """Saves something in the writer's thread."""

    def action_period(self) -> None:
        """Month, week, day."""
        self.follow_ups.next_view()

    def action_today(self) -> None:
        """Back to today."""
        self.follow_ups.today()

    def action_layers(self) -> None:
        """What the calendar shows."""
        from tui.screens.forms.choices import ChoicesScreen

        options = [(layer.value, label(layer)) for layer in CalendarLayer]
        shown = ",".join(
            layer.value for layer in CalendarLayer if layer in self.follow_ups.shown_layers
        )

        def chosen(answer: str | None) -> None:
            if answer == "":
                toast(self.app, tr("At least one layer stays. Nothing was changed."), "warning")
            elif answer is not None:
                self.follow_ups.show_layers(answer.split(","))

        screen = ChoicesScreen(tr("Shown in the calendar"), options, shown, several=True)
        self.app.push_screen(screen, chosen)

    def action_snooze(self) -> None:
        """Lets the marked items, else this one, sleep until a day, with a reason."""
        self._with_items(lambda items: self.open_form("snooze", items=items))

    def action_skip(self) -> None:
        """Leaves an item out, with a reason."""
        self._with_item(lambda item: self.open_form("skip", item_id=item))

    def action_move(self) -> None:
        """Another day or person for the marked items, else for this one."""
        self._with_items(lambda items: self.open_form("move", items=items))

    def action_done(self) -> None:
        """Marks an item as done without a touch."""
        services = self.bridge.services
        self._with_item(lambda item: self._write(lambda: services.follow_ups.done(item)))

    def _with_items(self, act: Callable[[Sequence[int]], None]) -> None:
        items = self.follow_ups.chosen if self.pane == 3 else []
        if items:
            act(items)
        else:
            toast(self.app, tr("Choose a follow-up in pane 3 first."), "warning")

    def _with_item(self, act: Callable[[int], None]) -> None:
        item = self.follow_ups.current
        if self.pane == 3 and item is not None and item.entity == "follow_up":
            act(item.record_id)
        else:
            toast(self.app, tr("Choose a follow-up in pane 3 first."), "warning")
