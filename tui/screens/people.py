"""What the workspace does with people of a customer; part of the workspace."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from tui.display import toast
from tui.i18n import tr
from tui.rows.lines import Line, Lines, wrapped
from tui.screens.questions import Choose

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.bridge import Bridge
    from tui.panes.detail.pane import DetailPane


class PeopleActs:
    """Acts on contacts, members and relations; mixed into the workspace."""

    bridge: Bridge
    detail: DetailPane
    app: Any
    deal_id: int | None

    if TYPE_CHECKING:

        def open_form(self, form: str, **params: Any) -> None:
            """Opens a form by its name."""

        def action_contact(self) -> None:
            """A new contact."""

        def _with_customer(self, act: Callable[[int], None]) -> None:
            """Runs an act on the customer that keys mean."""

        def _write(self, call: Callable[[], Any]) -> None:
            """Saves something in the writer's thread."""

    def new_person(self) -> None:
        """`n` on the People tab: a contact, a member of the committee, a relation."""
        answers = [
            ("contact", tr("a contact")),
            ("member", tr("a member of the buying committee")),
            ("relation", tr("a relation between two contacts")),
            ("identity", tr("an identity by document")),
            ("special_date", tr("a day to remember: birthday, festival, anniversary")),
            ("consent", tr("what a person agrees to: marketing, surveys, greetings")),
        ]
        acts = {
            "contact": self.action_contact,
            "member": self.action_member,
            "relation": self.action_relation,
            "special_date": self.action_special_date,
            "identity": self._new_identity,
            "consent": self.action_consent,
        }

        def chosen(answer: str | None) -> None:
            if answer:
                acts[answer]()

        self.app.push_screen(Choose(tr("What is new?"), answers), chosen)

    def _new_identity(self) -> None:
        """A person as it stands on a document; a page of its own shows what there is."""
        self._with_customer(lambda found: self.open_form("identity", customer_id=found))

    def action_member(self) -> None:
        """A new member of the committee of the deal under the cursor, else of the customer."""
        deal = self.deal_id

        def ask(customer_id: int) -> None:
            self.open_form(
                "record", entity="stakeholder", customer_id=customer_id, opportunity_id=deal
            )

        self._with_customer(ask)

    def action_relation(self) -> None:
        """Who reports to, helps, fights or influences whom."""
        self._with_customer(
            lambda found: self.open_form("record", entity="contact_link", customer_id=found)
        )

    def action_special_date(self) -> None:
        """A birthday, festival or other day of a contact (the one under the cursor)."""
        self._of_person("special_date")

    def action_consent(self) -> None:
        """What the contact under the cursor agrees to, or no longer does."""
        self._of_person("consent")

    def action_reveal(self) -> None:
        """A hidden value of the contact under the cursor, for a reason."""
        from tui.screens.lines import LinesScreen
        from tui.screens.opening import form_screen

        line = self.detail.current
        if line is None or line.entity != "contact":
            toast(self.app, tr("Put the cursor on a contact first."), "warning")
            return

        def told(done: Any) -> None:
            if done is None:
                return
            build = partial(_revealed, done.message)
            self.app.push_screen(LinesScreen(self.bridge, lambda: tr("Revealed"), build))

        screen = form_screen(self.bridge, "reveal", {"contact_id": line.record_id})
        if screen is not None:
            self.app.push_screen(screen, told)

    def action_users(self, given: str = "") -> None:
        """Who works with this database, by which roles."""
        from tui.screens.users import UsersScreen

        self.app.push_screen(UsersScreen(self.bridge, given))

    def _of_person(self, entity: str) -> None:
        line = self.detail.current
        person = line.record_id if line is not None and line.entity == "contact" else None
        self._with_customer(
            lambda found: self.open_form(
                "record", entity=entity, customer_id=found, contact_id=person
            )
        )

    def action_confirm(self) -> None:
        """The member under the cursor is as it stands here."""
        line = self.detail.current
        if line is None or line.entity != "stakeholder":
            toast(self.app, tr("Put the cursor on a member of a committee first."), "warning")
            return
        records = self.bridge.services.records
        member = line.record_id
        self._write(lambda: records.update("stakeholder", member, {"assumed": "no"}))


def _revealed(text: str, width: int) -> tuple[Line, ...]:
    page = Lines(width)
    for place, part in enumerate(wrapped(text, width - 2)):
        page.add((f" {part}", "strong"), key=f"value {place}")
    return tuple(page.made)
