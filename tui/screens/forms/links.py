"""Fields that name other records: found by code or words, picked in a search, told by name."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from models.explanation import Reason
from models.fields.registry import entity
from models.query_terms import KINDS
from tui.screens.forms.picker import PickerScreen, found_record
from tui.screens.forms.plan import texts_of
from tui.widgets.field_row import FieldRow, row_of
from tui.widgets.link_field import LinkField
from tui.widgets.order_lines import OrderLines

if TYPE_CHECKING:
    from tui.screens.forms.fields import FieldsScreen

_WITHIN_CUSTOMER = ("contact", "opportunity", "sales_order")


class Links:
    """The linked records of one form."""

    def __init__(self, form: FieldsScreen) -> None:
        self._form = form
        self.names: dict[str, str] = {}  # field -> what its linked record is called

    def scope(self, target: str) -> str:
        """Persons and deals are searched within the customer of the form."""
        plan = self._form.plan
        customer = self._form.texts.get("customer") or (plan.customer if plan else "")
        return f"customer:{customer}" if target in _WITHIN_CUSTOMER and customer else ""

    async def pick(self, field: LinkField) -> None:
        """Takes the only record that fits what was typed, else opens the search."""
        form, typed = self._form, field.value.strip()
        if typed and field.resolved != typed and await self.find(field, typed):
            form.action_next()
            return
        if entity(field.target).kind not in KINDS:
            return  # nothing to search in; leaving the field says what is wrong
        text = "" if field.resolved == typed else typed
        screen = PickerScreen(form.bridge, field.target, scope=self.scope(field.target), text=text)
        found = await form.app.push_screen_wait(screen)
        if found is not None:
            await self.take(field, *found)
            form.action_next()

    async def find(self, field: LinkField, typed: str) -> bool:
        """Does what was typed mean one record; then it is taken."""
        services, scope = self._form.bridge.services, self.scope(field.target)
        call = partial(found_record, services, field.target, typed, scope)
        found = await self._form.bridge.read("", call)
        if found is not None and field.value.strip() == typed:
            await self.take(field, *found)
        return found is not None

    async def take(self, field: LinkField, code: str, name: str) -> None:
        """A record was found: its code goes into the field, its name beside it."""
        field.resolved = code
        field.value = code
        row = row_of(field)
        if row is None:
            return
        if isinstance(row.editor, OrderLines):
            price = await self._form.bridge.read("", partial(self._price, code))
            row.editor.known(field, name, price)
            return
        self._form.texts[row.ask.name] = code
        self.names[row.ask.name] = name
        row.blame("")
        row.say(name)

    async def resolve(self, row: FieldRow, text: str) -> None:
        """Finds out what a record is called whose code the form began with."""
        if isinstance(row.editor, LinkField):
            await self.find(row.editor, text)

    async def resolve_left(self, row: FieldRow, field: LinkField) -> None:
        """The field was left: what was typed is found, or marked as wrong."""
        typed = field.value.strip()
        known = row.ask.name in self.names and field.resolved == typed
        if not typed or known or await self.find(field, typed):
            return
        if not isinstance(row.editor, OrderLines) and field.value.strip() == typed:
            params = {"field": row.ask.spec.name, "value": typed, "target": field.target}
            row.blame(self._form.words(Reason("field.unknown_link", params)))

    def _price(self, code: str) -> str:
        """List price of a product as a form writes it; called off the event loop."""
        cards = self._form.bridge.services.cards
        values = cards.record("product", cards.find(code, "product")[1])
        spec = entity("product").field("list_price")
        assert spec is not None
        return texts_of(values, [spec])["list_price"]
