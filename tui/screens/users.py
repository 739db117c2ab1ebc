"""`:users`: who works with this database, by which roles, in which team (requirements 11.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from models.views.rows import UserRow
from tui.i18n import tr
from tui.rows.users import USER_COLUMNS
from tui.screens.table_screen import TableScreen

if TYPE_CHECKING:
    from tui.rows.layout import Column
    from tui.widgets.lazy_list import LazyList


class UsersScreen(TableScreen[UserRow, None]):
    """The list of users; an administrator adds and changes them."""

    kind = "users"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", show=False, id="new"),
        Binding("e", "edit", show=False, id="edit"),
        Binding("t", "team", show=False, id="user.team"),
    ]

    def columns(self) -> tuple[Column[UserRow], ...]:
        """Login, name, roles, team."""
        return USER_COLUMNS

    def say(self) -> tuple[str, str, str, str]:
        """Title, hint, placeholder, empty."""
        return (
            tr("Users"),
            tr("n new · Enter edits · t new team · Esc closes"),
            tr("/ filter: name, login, role:sales team:north active:no"),
            tr("No user fits."),
        )

    def action_new(self) -> None:
        """A new user."""
        self.open_form("record", entity="user")

    def action_edit(self) -> None:
        """Name, roles, team, active or not."""
        self.with_row(lambda row: self.open_form("record", entity="user", record_id=row.id))

    def action_team(self) -> None:
        """A new team."""
        self.open_form("record", entity="team")

    def on_lazy_list_chosen(self, event: LazyList.Chosen) -> None:
        """Enter edits."""
        event.stop()
        self.action_edit()
