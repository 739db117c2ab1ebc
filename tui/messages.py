"""What the parts of the screen tell each other. Holds no logic and names no widget."""

from __future__ import annotations

from typing import Any

from textual.message import Message


class Superseded(Exception):
    """A read gave way to a newer one of its group; its answer is no longer wanted."""


class CustomerChosen(Message):
    """The cursor of a list came to rest on a customer, or on something that belongs to one."""

    def __init__(self, customer_id: int | None, *, opened: bool = False) -> None:
        super().__init__()
        self.customer_id = customer_id
        self.opened = opened  # Enter: go to the detail pane


class OpportunityChosen(Message):
    """A deal is looked at: keys that ask for a deal mean this one."""

    def __init__(self, opportunity_id: int | None) -> None:
        super().__init__()
        self.opportunity_id = opportunity_id


class FormRequested(Message):
    """A pane wants a form or dialog; the workspace opens it.

    `form` is its name in the workspace's table, `params` what it is about.
    """

    def __init__(self, form: str, **params: Any) -> None:
        super().__init__()
        self.form = form
        self.params = params


class ExplainRequested(Message):
    """`x` on a figure: which record, which figure."""

    def __init__(self, entity: str, record_id: int, figures: tuple[str, ...]) -> None:
        super().__init__()
        self.entity = entity
        self.record_id = record_id
        self.figures = figures


class RecordSaved(Message):
    """A form saved a record; lists may put their cursor on it."""

    def __init__(self, entity: str, record_id: int, code: str) -> None:
        super().__init__()
        self.entity = entity
        self.record_id = record_id
        self.code = code


class LanguageChanged(Message):
    """Words are asked for anew in another language."""
