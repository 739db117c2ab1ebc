"""What the workspace does with deals: review, brief, other readings; part of the workspace."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from models.enums import Method
from models.width import cut
from tui.display import toast
from tui.i18n import tr
from tui.labels import label, question_text, short
from tui.panes.detail.nsabc import closed_sheet
from tui.panes.detail.tabs import TABS
from tui.rows.gauge import bar
from tui.rows.lines import Line, Lines, wrapped
from tui.screens.lines import LinesScreen
from tui.screens.review import ReviewScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from storage.services import Services
    from storage.services.review import ReviewRow
    from tui.bridge import Bridge
    from tui.panes.detail.pane import DetailPane
    from tui.rows.briefing import Page


_SIDE = 14  # cells of the headings beside a compact page


class DealActs:
    """Acts on deals; mixed into the workspace, which has the panes."""

    bridge: Bridge
    detail: DetailPane
    app: Any
    deal_id: int | None

    if TYPE_CHECKING:

        def go_to(self, number: int) -> None:
            """Shows a pane and gives it the keyboard."""

        def open_form(self, form: str, **params: Any) -> None:
            """Opens a form by its name."""

        def _with_customer(self, act: Callable[[int], None]) -> None:
            """Runs an act on the customer that keys mean."""

    def action_review(self) -> None:
        """The open deals by close date; Enter opens the sheet of one."""

        def chosen(row: ReviewRow | None) -> None:
            if row is not None:
                self.detail.choose(row.deal.customer_id)
                self.deal_id = row.deal.id
                at = f"gap {row.deal.id} {row.gap}" if row.gap else f"deal {row.deal.id}"
                self.detail.show_tab([name for name, _build in TABS].index("nsabc"), at)
                self.go_to(2)

        self.app.push_screen(ReviewScreen(self.bridge), chosen)

    def action_brief(self) -> None:
        """One page before a call."""
        self._with_customer(lambda found: self.app.push_screen(BriefScreen(self.bridge, found)))

    def action_clv(self, given: str = "") -> None:
        """The lifetime value as a person reckons it."""
        self._with_customer(lambda found: self.open_form("clv", customer_id=found, given=given))

    def action_bant(self) -> None:
        """The answers of the deal under the cursor as BANT."""
        self._read_as(Method.BANT)

    def action_meddpicc(self) -> None:
        """The same as MEDDPICC."""
        self._read_as(Method.MEDDPICC)

    def _read_as(self, method: Method) -> None:
        if self.deal_id is None:
            toast(self.app, tr("Put the cursor on a deal first (s shows them)."), "warning")
            return
        plain = bool(getattr(self.app, "ascii", False))
        build = partial(reading_lines, self.bridge.services, self.deal_id, method, plain)
        self.app.push_screen(
            LinesScreen(self.bridge, lambda: label(method), build, file_name=method.lower())
        )


class ClosedScreen(LinesScreen):
    """The sheet of a deal that is won or lost, to be read."""

    def __init__(self, bridge: Bridge, deal_id: int) -> None:
        self._deal_id = deal_id
        super().__init__(bridge, tr("Closed deal"), self._lines)

    def _lines(self, width: int) -> tuple[Line, ...]:
        plain = bool(getattr(self.app, "ascii", False))
        return closed_sheet(self.bridge.services, self._deal_id, width, plain)


def closed_screen(bridge: Bridge, params: Mapping[str, Any]) -> LinesScreen:
    """The closed deal that the parameters name."""
    return ClosedScreen(bridge, int(params["opportunity_id"]))


class BriefScreen(LinesScreen):
    """The brief of a customer; Tab turns between the call and the team."""

    BINDINGS = [*LinesScreen.BINDINGS, ("tab,i", "turn", "")]  # noqa: RUF012 - as Textual has it

    def __init__(self, bridge: Bridge, customer_id: int) -> None:
        self._customer_id = customer_id
        self._team = False
        super().__init__(
            bridge,
            lambda: tr("Brief"),
            self._lines,
            hint=lambda: tr("Tab: for the call, for the team · p prints · Esc closes"),
            file_name="brief",
        )

    def action_turn(self) -> None:
        """The other page."""
        self._team = not self._team
        self._read()

    def _lines(self, width: int) -> tuple[Line, ...]:
        from tui.rows.briefing import call_brief, team_brief

        make = team_brief if self._team else call_brief
        page = make(self.bridge.services, self._customer_id)
        return page_lines(page, width, compact=not self._team)


def page_lines(page: Page, width: int, *, compact: bool) -> tuple[Line, ...]:
    """A page as lines; compact with the headings at the side and a line a statement."""
    lines = Lines(width)
    lines.add((f" {page.title}", "strong"), key="title")
    for section in page.sections:
        if not compact:
            lines.add((f" {section.title}", "title"), key=f"section {section.title}")
        for place, text in enumerate(section.lines):
            head = cut(f" {section.title}" if compact and place == 0 else "", _SIDE - 1, pad=True)
            head += " "
            room = width - (_SIDE + 1 if compact else 4)
            for part, piece in enumerate(wrapped(text, room, limit=1 if compact else 2)):
                side = head if compact else "   "
                lines.add((side, "title"), (piece, ""), key=f"{section.title} {place} {part}")
    return lines.done()


def reading_lines(
    services: Services, deal_id: int, method: Method, plain: bool, width: int
) -> tuple[Line, ...]:
    """The answers of a deal in the order of a method, each with what it counts."""
    reading = services.answers.reading(deal_id, method)
    page = Lines(width)
    for one in reading.items:
        page.add(
            (f" {label(one.item):<20} ", "strong"),
            (f"{one.score:>5} ", ""),
            (bar(float(one.score), 16, plain=plain), "accent"),
            (
                f"  {tr('{n} of {total} confirmed', n=one.confirmed, total=len(one.answers))}",
                "muted",
            ),
            key=f"item {one.item}",
        )
        for code, state in one.answers:
            page.add((f"    {code}  {question_text(code)}  {short(state)}", "muted"), key=code)
    if reading.unasked:
        text = tr("Not asked by this method: {questions}", questions=", ".join(reading.unasked))
        for place, part in enumerate(wrapped(text, width - 2)):
            page.add((f" {part}", "muted"), key=f"unasked {place}")
    return page.done()
