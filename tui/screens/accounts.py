"""What the workspace adds to the account plan of a customer; part of the workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tui.i18n import tr
from tui.labels import entity_label
from tui.screens.questions import Choose

if TYPE_CHECKING:
    from collections.abc import Callable

PLAN_PARTS: Final = (
    "account_plan",
    "need",
    "solution_line",
    "competitor",
    "competitor_on_account",
    "success_event",
    "value_chain_link",
    "customer_rival",
    "account_goal",
    "account_financial",
    "joint_project",
)


class AccountActs:
    """Acts on the account plan; mixed into the workspace."""

    app: Any

    if TYPE_CHECKING:

        def open_form(self, form: str, **params: Any) -> None:
            """Opens a form by its name."""

        def _with_customer(self, act: Callable[[int], None]) -> None:
            """Runs an act on the customer that keys mean."""

    def action_stage(self) -> None:
        """The relationship stage of the customer."""
        self._with_customer(lambda found: self.open_form("stage_panel", customer_id=found))

    def action_terminate(self) -> None:
        """Parting with the customer: where it stands, what the next step asks for."""
        self._with_customer(lambda found: self.open_form("termination", customer_id=found))

    def action_subject(self) -> None:
        """Everything that is held on the customer or one of its people, into a file."""
        self._with_customer(lambda found: self.open_form("subject_report", customer_id=found))

    def action_erase(self) -> None:
        """Makes the customer or one of its people nameless."""
        self._with_customer(lambda found: self.open_form("erase", customer_id=found))

    def action_settings(self) -> None:
        """The figures of the rules."""
        self.open_form("settings")

    def action_event(self) -> None:
        """One of the eight success events."""
        self._with_customer(lambda found: self.open_form("event", customer_id=found))

    def new_plan_part(self) -> None:
        """A choice of what belongs to an account plan, then its form."""
        answers = [(entity, entity_label(entity)) for entity in PLAN_PARTS]

        def ask(customer_id: int) -> None:
            def chosen(answer: str | None) -> None:
                if answer == "competitor":
                    self.open_form("record", entity=answer)
                elif answer == "success_event":
                    self.open_form("event", customer_id=customer_id)
                elif answer:
                    self.open_form("record", entity=answer, customer_id=customer_id)

            self.app.push_screen(Choose(tr("What is new?"), answers), chosen)

        self._with_customer(ask)
