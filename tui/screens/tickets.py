"""Service on the screen: tickets, one ticket, solutions, spare parts, the day of technicians."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType

from models.policy_defaults import FIGURES, policy_from
from models.views.service import PartRow, SolutionRow, TicketRow
from storage.errors import ServiceError
from tui.display import toast
from tui.i18n import day_long, tr
from tui.rows.tickets import (
    PART_COLUMNS,
    SOLUTION_COLUMNS,
    day_lines,
    part_lines,
    solution_lines,
    ticket_columns,
    ticket_lines,
)
from tui.screens.lines import LinesScreen, PageScreen
from tui.screens.table_screen import TableScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from storage.services import Services
    from tui.bridge import Bridge
    from tui.rows.layout import Column
    from tui.rows.lines import Line
    from tui.widgets.lazy_list import LazyList


_EDITED = ("technician", "booking", "dispatch_rule")
_MOST_RULES = 200


def clock_figures(services: Services) -> tuple[timedelta, int]:
    """How long the on-site clock runs, and from how many percent on it is amber."""
    figures = {one.key: one.default for one in FIGURES}
    figures.update({one.figure.key: one.value for one in services.policies.all()})
    policy = policy_from(figures)
    return timedelta(hours=policy.tickets.onsite_hours), policy.feedback.amber_percent


class TicketsScreen(TableScreen[TicketRow, "int | None"]):
    """The queue of tickets; answers the customer to open."""

    kind = "tickets"
    figure = ("ticket", "due_at")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n,greater_than_sign", "next_step", show=False, id="next_state"),
        Binding("b", "take_in", show=False, id="take_in"),
        Binding("e", "edit", show=False, id="edit"),
        Binding("w", "whose", show=False, id="ticket.whose"),
        Binding("c", "customer", show=False, id="ticket.customer"),
    ]

    def __init__(self, bridge: Bridge, given: str = "") -> None:
        super().__init__(bridge, given)
        self.ended = bool(given)  # who asks for something means all of them
        self._clock: tuple[timedelta, int] = (timedelta(hours=36), 75)

    def on_mount(self) -> None:
        """The figures of the clock, off the event loop."""
        self.bridge.run(self, self._read_clock)

    async def _read_clock(self) -> None:
        try:
            found = await self.bridge.read("", partial(clock_figures, self.bridge.services))
        except ServiceError as error:
            self.bridge.tell(error)
            return
        if found != self._clock:
            self._clock, self._columns, self._layout = found, None, None
            self.list.reload()

    def columns(self) -> tuple[Column[TicketRow], ...]:
        """With the clock as the settings have it."""
        return ticket_columns(*self._clock)

    def scope(self) -> str:
        """Open ones, or all."""
        return "" if self.ended else "open:yes"

    def say(self) -> tuple[str, str, str, str]:
        """Title, hint, placeholder, empty."""
        return (
            tr("Tickets: all") if self.ended else tr("Tickets: open"),
            tr("n next step · Enter opens · b new · w open or all · x clock · Esc closes"),
            tr("/ filter: overdue state:BOOKED kind:REPAIR technician:王"),
            tr("No tickets. b takes one in, with or without a feedback case."),
        )

    def action_whose(self) -> None:
        """Open ones, or all."""
        self.ended = not self.ended
        self.apply()

    def action_take_in(self) -> None:
        """A new ticket."""
        self.open_form("ticket")

    def action_next_step(self) -> None:
        """What follows, and what it asks for."""
        self.with_row(lambda row: self.open_form("ticket_step", ticket_id=row.id))

    def action_edit(self) -> None:
        """Corrects what was taken down."""
        self.with_row(lambda row: self.open_form("ticket", ticket_id=row.id))

    def action_customer(self) -> None:
        """The customer of the ticket in the workspace."""
        row = self.list.cursor_row
        if row is not None:
            self.dismiss(row.customer_id)

    def on_lazy_list_chosen(self, event: LazyList.Chosen) -> None:
        """Enter: the ticket with its story."""
        event.stop()
        self.app.push_screen(TicketScreen(self.bridge, event.row_id))


class TicketScreen(PageScreen[None]):
    """One ticket: what is known, parts, story."""

    DEFAULT_CSS = "TicketScreen > Vertical { max-width: 110; }"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n,greater_than_sign", "next_step", show=False, id="next_state"),
        Binding("e", "edit", show=False, id="edit"),
        Binding("x", "explain", show=False, id="explain"),
        Binding("d", "drop", show=False, id="archive"),
    ]

    def __init__(self, bridge: Bridge, ticket_id: int) -> None:
        super().__init__(bridge, "ticket")
        self.ticket_id = ticket_id
        self._code = ""

    def on_mount(self) -> None:
        """Reads again whenever data change."""
        self.bridge.data_changed.subscribe(self, lambda _change: self.list.reload())

    def make(self, width: int) -> tuple[Line, ...]:
        """The lines; called off the event loop."""
        services = self.bridge.services
        card = services.cards.ticket(self.ticket_id)
        self._code = str(card.values["code"])
        return ticket_lines(card, services.core.clock.today(), width)

    @property
    def page_title(self) -> str:
        """Its code."""
        return tr("Ticket {code}", code=self._code)

    def on_lazy_list_reloaded(self, event: LazyList.Reloaded) -> None:
        """The code is known now."""
        event.stop()
        hint = tr("n next step · e corrects · d gives a part back · x explains · Esc closes")
        self.frame(self.page_title, hint)

    def action_next_step(self) -> None:
        """What follows, and what it asks for."""
        _open(self, "ticket_step", ticket_id=self.ticket_id)

    def action_edit(self) -> None:
        """Corrects what was taken down."""
        _open(self, "ticket", ticket_id=self.ticket_id)

    def action_explain(self) -> None:
        """The clock, or the figure of the line."""
        line = self.list.cursor_row
        _explain(self, "ticket", self.ticket_id, (line.figure if line else "") or "due_at")

    def action_drop(self) -> None:
        """Gives back the parts of the line."""
        line = self.list.cursor_row
        if line is None or line.entity != "ticket_part":
            toast(self.app, tr("Put the cursor on a part first."), "warning")
            return
        part_id = line.record_id
        _write(self, lambda: self.bridge.services.tickets.drop_part(part_id))


def ticket_page(bridge: Bridge, params: Mapping[str, Any]) -> TicketScreen:
    """The ticket that the parameters name."""
    return TicketScreen(bridge, int(params["ticket_id"]))


class PartsScreen(TableScreen[PartRow, None]):
    """The stock of spare parts; what runs low is marked."""

    kind = "parts"
    figure = ("part", "free")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", show=False, id="new"),
        Binding("e", "edit", show=False, id="edit"),
        Binding("plus,t", "stock", show=False, id="part.stock"),
        Binding("w", "low", show=False, id="part.low"),
    ]
    low = False

    def columns(self) -> tuple[Column[PartRow], ...]:
        """Code, name, stock."""
        return PART_COLUMNS

    def scope(self) -> str:
        """All, or those to be ordered."""
        return "low:yes" if self.low else ""

    def say(self) -> tuple[str, str, str, str]:
        """Title, hint, placeholder, empty."""
        return (
            tr("Spare parts to order again") if self.low else tr("Spare parts"),
            tr("+ moves stock · Enter opens · n new · e edit · w to order · Esc closes"),
            tr("/ filter: name, code, free<5 low:yes"),
            tr("No spare parts. n makes one, :import brings in a file."),
        )

    def action_low(self) -> None:
        """All, or those to be ordered again."""
        self.low = not self.low
        self.apply()

    def action_new(self) -> None:
        """A new part."""
        self.open_form("record", entity="part")

    def action_edit(self) -> None:
        """Name, reorder level, a counted stock."""
        self.with_row(lambda row: self.open_form("record", entity="part", record_id=row.id))

    def action_stock(self) -> None:
        """Takes parts in, or corrects."""
        self.with_row(lambda row: self.open_form("stock", part_id=row.id))

    def on_lazy_list_chosen(self, event: LazyList.Chosen) -> None:
        """Enter: the moves of the stock and who the part is for."""
        event.stop()
        services, part_id = self.bridge.services, event.row_id

        def build(width: int) -> tuple[Line, ...]:
            return part_lines(services.cards.part(part_id), width)

        self.app.push_screen(LinesScreen(self.bridge, lambda: tr("Stock of a part"), build))


class SolutionsScreen(TableScreen[SolutionRow, None]):
    """The solution library, searched as you type (AC-116)."""

    kind = "solution-notes"
    starts_typing = True

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", show=False, id="new"),
        Binding("e", "edit", show=False, id="edit"),
    ]

    def columns(self) -> tuple[Column[SolutionRow], ...]:
        """Symptom, solution, whether it held."""
        return SOLUTION_COLUMNS

    def say(self) -> tuple[str, str, str, str]:
        """Title, hint, placeholder, empty."""
        return (
            tr("Solution library"),
            tr("Enter opens · n new · e edit · + held, - did not · Esc closes"),
            tr("What is wrong? Words, pinyin, a product"),
            tr("Nothing in the library fits. Resolved tickets bring their solutions."),
        )

    def action_new(self) -> None:
        """A new entry."""
        self.open_form("record", entity="solution_note")

    def action_edit(self) -> None:
        """Changes an entry."""
        self.with_row(
            lambda row: self.open_form("record", entity="solution_note", record_id=row.id)
        )

    def on_lazy_list_chosen(self, event: LazyList.Chosen) -> None:
        """Enter: the whole entry."""
        event.stop()
        services, note_id = self.bridge.services, event.row_id

        def build(width: int) -> tuple[Line, ...]:
            return solution_lines(services.cards.record("solution_note", note_id), width)

        screen = LinesScreen(self.bridge, lambda: tr("Solution"), build, file_name="solution")
        self.app.push_screen(screen)


class TechniciansScreen(PageScreen["int | None"]):
    """Who is where on a day; [ and ] turn the days."""

    DEFAULT_CSS = "TechniciansScreen > Vertical { max-width: 110; }"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left_square_bracket,h,left", "turn(-1)", show=False, id="previous_period"),
        Binding("right_square_bracket,l,right", "turn(1)", show=False, id="next_period"),
        Binding("n", "new", show=False, id="new"),
        Binding("e", "edit", show=False, id="edit"),
        Binding("d", "archive", show=False, id="archive"),
        Binding("f", "block", show=False, id="technicians.block"),
    ]

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge, "technicians")
        self.day: date = bridge.services.core.clock.today()

    def on_mount(self) -> None:
        """Reads again whenever data change."""
        self.bridge.data_changed.subscribe(self, lambda _change: self.list.reload())

    def make(self, width: int) -> tuple[Line, ...]:
        """The lines; called off the event loop."""
        services = self.bridge.services
        query = services.lists.parse("", "dispatch-rules")
        rules = services.lists.page(query, limit=_MOST_RULES).rows
        return day_lines(tuple(services.workshop.day(self.day)), rules, width)

    @property
    def page_title(self) -> str:
        """The day."""
        return tr("Technicians · {day}", day=day_long(self.day))

    def on_lazy_list_reloaded(self, event: LazyList.Reloaded) -> None:
        """The frame names the day."""
        event.stop()
        self.list.empty = tr("No technicians. n makes one.")
        hint = tr("[ ] day · Enter opens · f blocks time · n new · e edit · Esc closes")
        self.frame(self.page_title, hint)

    def action_turn(self, days: int) -> None:
        """Another day."""
        self.day += timedelta(days=days)
        self._read()

    def action_new(self) -> None:
        """A new technician."""
        _open(self, "record", entity="technician")

    def action_edit(self) -> None:
        """The technician, or the blocked time under the cursor."""
        line = self.list.cursor_row
        if line is not None and line.entity in _EDITED:
            _open(self, "record", entity=line.entity, record_id=line.record_id)

    def action_archive(self) -> None:
        """Takes the technician, the blocked time or the rule out of sight."""
        line = self.list.cursor_row
        if line is not None and line.entity in _EDITED:
            _open(self, "archive", entity=line.entity, record_id=line.record_id)

    def action_block(self) -> None:
        """Time in which a technician cannot be booked: leave, a course."""
        line = self.list.cursor_row
        values: dict[str, str] = {
            "start": f"{self.day.isoformat()} 09:00",
            "end": f"{self.day.isoformat()} 18:00",
        }
        if line is not None and line.entity == "technician":
            found = self.bridge.services.lists.codes("technician", [line.record_id])
            values["technician"] = found.get(line.record_id, "")
        _open(self, "record", entity="booking", defaults=values)

    def on_lazy_list_chosen(self, event: LazyList.Chosen) -> None:
        """Enter: the ticket of a booking."""
        event.stop()
        line = self.list.cursor_row
        if line is not None and line.entity == "ticket":
            self.app.push_screen(TicketScreen(self.bridge, line.record_id))
        else:
            self.action_edit()


def _open(screen: PageScreen[Any], name: str, **params: Any) -> None:
    from tui.screens.opening import form_screen

    def told(done: Any) -> None:
        screen.bridge.poll_soon()
        message = getattr(done, "message", "")
        if message:
            toast(screen.app, message)

    form = form_screen(screen.bridge, name, params)
    if form is not None:
        screen.app.push_screen(form, told)


def _explain(screen: PageScreen[Any], entity: str, record_id: int, figure: str) -> None:
    from tui.screens.lines import explanation_lines

    services = screen.bridge.services

    def build(width: int) -> tuple[Line, ...]:
        found = services.explanations.explain(entity, record_id, figure)
        return explanation_lines([found], entity, width)

    screen.app.push_screen(LinesScreen(screen.bridge, lambda: tr("Explanation"), build))


def _write(screen: PageScreen[Any], call: Callable[[], Any]) -> None:
    async def run() -> None:
        try:
            await screen.bridge.write(call)
        except ServiceError as error:
            screen.bridge.tell(error)

    screen.bridge.run(screen, run)
