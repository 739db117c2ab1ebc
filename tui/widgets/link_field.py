"""A field that names another record: type its code or part of its name, Enter searches.

Knows no record itself: it asks its owner to search.
"""

from __future__ import annotations

from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from tui.widgets.text_field import TextField


class LinkField(TextField):
    """One line; `resolved` is the text that is known to name a record.

    Args:
        value: Code to begin with.
        target: Entity it points to.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "search_or_go", show=False),
        Binding("f4", "search", show=False, id="pick"),
    ]

    class SearchWanted(Message):
        """A record is to be picked, beginning with what was typed."""

        def __init__(self, control: LinkField) -> None:
            super().__init__()
            self._control = control

        @property
        def control(self) -> LinkField:
            """The field."""
            return self._control

    def __init__(self, value: str = "", target: str = "", **options: Any) -> None:
        super().__init__(value, **options)
        self.target = target
        self.resolved = value

    async def action_search_or_go(self) -> None:
        """Enter goes on from a known record, and searches for any other."""
        if self.value and self.value == self.resolved:
            await self.action_submit()
        else:
            self.action_search()

    def action_search(self) -> None:
        """Asks for the search."""
        self.post_message(self.SearchWanted(self))
