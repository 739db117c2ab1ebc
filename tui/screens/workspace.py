"""The workspace: four panes, zoom, the width classes, keys; opens what panes ask for."""

from __future__ import annotations

import os
from functools import partial
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.screen import Screen

from models.clean import shown
from models.width import cell_width, cut
from storage.errors import ServiceError
from tui import i18n
from tui.display import toast
from tui.first_page import pane_of
from tui.i18n import ntr, tr
from tui.keys import ACTIONS, DEFAULT_KEYMAP, SCOPES, footer, grouped, key_display, of_contexts
from tui.labels import figure_label, reason_text
from tui.messages import (
    CustomerChosen,
    FormRequested,
    LanguageChanged,
    OpportunityChosen,
    Superseded,
)
from tui.panes.customers import CustomersPane
from tui.panes.detail.pane import DetailPane
from tui.panes.detail.tabs import TABS
from tui.panes.feedback import FeedbackPane
from tui.panes.follow_ups.pane import FollowUpsPane
from tui.rows.lines import Line, Lines, wrapped
from tui.rows.title import duty_words, place_words, work_words
from tui.screens.accounts import PLAN_PARTS, AccountActs
from tui.screens.calendar import CalendarActs
from tui.screens.command import CommandScreen
from tui.screens.day import DayActs
from tui.screens.dealings import DealingActs
from tui.screens.deals import DealActs
from tui.screens.duplicates import DuplicateActs
from tui.screens.experience import ExperienceActs
from tui.screens.files import FileActs
from tui.screens.help import HelpScreen
from tui.screens.identities import IdentityActs
from tui.screens.journals import JournalActs
from tui.screens.library import LibraryActs
from tui.screens.lines import LinesScreen, explanation_lines
from tui.screens.many import ManyActs
from tui.screens.people import PeopleActs
from tui.screens.playbook_acts import PlaybookActs
from tui.screens.reminders import ReminderActs
from tui.screens.reports import ReportActs
from tui.screens.service import ServiceActs
from tui.screens.turning import TurnActs
from tui.terminal import clipboard
from tui.tips import of_the_day
from tui.widgets.bars import KeyBar, TitleBar
from tui.widgets.filter_line import FilterLine
from tui.widgets.lazy_list import OWN_ACTS, LazyList

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.events import DescendantFocus, Key

    from models.views.draft import FormDraft
    from tui.bridge import Bridge
    from tui.config import Config
    from tui.first_page import FirstPage
    from tui.keys import Keymap
    from tui.panes.frame import PaneFrame

_PANES = ("customers", "detail", "follow-ups", "feedback")
_CONTEXTS = ("app", "workspace", "follow-ups", "feedback")
_EDITED = (
    "contact",
    "special_date",
    "consent",
    "opportunity",
    "sales_order",
    "stakeholder",
    *PLAN_PARTS,
)
# Acts that take what stands behind their command.
_WITH_ARGUMENT = (
    "audit",
    "clv",
    "seg",
    "report",
    "sort",
    "journal",
    "fair",
    "hot",
    "merge",
    "bin",
    "play",
    "tickets",
    "solutions",
    "parts",
    "users",
)
_DUTY_SECONDS = 60.0
_TOAST = 90  # cells of a notice at most, as base.tcss has it


class WorkspaceScreen(
    ManyActs,
    DealActs,
    DuplicateActs,
    PeopleActs,
    AccountActs,
    JournalActs,
    PlaybookActs,
    ReportActs,
    ExperienceActs,
    LibraryActs,
    ServiceActs,
    FileActs,
    DayActs,
    CalendarActs,
    DealingActs,
    IdentityActs,
    ReminderActs,
    TurnActs,
    Screen[None],
):
    """Where an account manager spends the day."""

    AUTO_FOCUS: ClassVar[str] = "#customer-list"

    def __init__(
        self,
        bridge: Bridge,
        config: Config,
        *,
        begin: str = "",
        keymap: Keymap = DEFAULT_KEYMAP,
        first: FirstPage | None = None,
    ) -> None:
        super().__init__()
        self.keymap = keymap
        self._begin_with = begin
        self.bridge = bridge
        self.config = config
        self.deal_id: int | None = None
        place = first.place if first else bridge.services.desk.place("workspace")
        self.pane = pane_of(place)
        self.zoomed = False
        self.customers = CustomersPane(
            bridge,
            query=str(place.get("query", "")),
            cursor=place.get("customer"),
            columns=config.columns.get("customers", ()),
            first=first,
        )
        self.detail = DetailPane(bridge, tab=int(place.get("tab", 0)))
        columns = config.columns
        self.follow_ups = FollowUpsPane(
            bridge, config.week_start, columns=columns.get("follow-ups", ())
        )
        self.feedback = FeedbackPane(bridge, columns=columns.get("feedback", ()))
        # The first rows of customers come before everything else.
        self.follow_ups.after = self.feedback.after = self.customers.ready
        self.title_bar = TitleBar()
        self.key_bar = KeyBar()
        self._sequence = ""  # the first of two keys in a row
        self._pairs = keymap.sequences(*_CONTEXTS)
        self._coming = 0  # steps that give the keyboard to another place
        for row in keymap.rows(*_CONTEXTS):
            if hasattr(self, f"action_{row.action}"):
                self._add(row.keys, row.action, priority=row.priority)

    def _add(self, keys: str, action: str, *, priority: bool) -> None:
        for key in keys.split(","):
            binding = Binding(key, action, show=False, priority=priority, id=action)
            # In front of the toolkit's own: Tab goes to the next pane, not to the next widget.
            self._bindings.key_to_bindings.setdefault(key, []).insert(0, binding)

    def compose(self) -> ComposeResult:
        """Title, four panes, keys."""
        self._arrange()  # before there is anything to be restyled
        yield self.title_bar
        with Horizontal(id="body"):
            with Vertical(id="left"):
                yield self.customers
                yield self.follow_ups
            with Vertical(id="right"):
                yield self.detail
                yield self.feedback
        yield self.key_bar

    def on_mount(self) -> None:
        """Words, place, duties; drafts that wait are offered."""
        self._arrange()
        self._words()
        self.bridge.data_changed.subscribe(self, lambda _change: self._read_duties())
        self.bridge.behind_moved.subscribe(self, lambda _work: self._say_behind())
        self.set_interval(_DUTY_SECONDS, self._read_duties)
        self._read_duties()
        self.bridge.run(self, self._begin, group="begin")

    async def _begin(self) -> None:
        # What follows loads the record layer, which would keep the first rows waiting.
        await self.customers.ready.wait()
        self._read_duties()
        self.look_at_the_day()
        self.set_interval(_DUTY_SECONDS, self.look_at_the_day)
        reminded = await self.remind_now()
        self.set_interval(_DUTY_SECONDS, self.remind)
        self.bridge.run(self, self._offer_drafts, group="drafts")
        if self.config.tips and not reminded:  # two notices would cover what they speak of
            today, width = self.bridge.services.core.clock.today(), self.size.width
            if tip := of_the_day(today, min(width, _TOAST) - 4):
                toast(self.app, tip)
        if self._begin_with:
            self.open_form(self._begin_with)

    async def _offer_drafts(self) -> None:
        services = self.bridge.services
        try:
            drafts = await self.bridge.read("", services.desk.drafts)
        except ServiceError as error:
            self.bridge.tell(error)
            return
        if len(drafts) == 1:
            self._reopen(drafts[0])
        elif drafts:
            self._choose_draft(drafts)

    def _choose_draft(self, drafts: Sequence[FormDraft]) -> None:
        """Several forms were left half typed: one is chosen, the others wait."""
        from tui.screens.opening import draft_answers
        from tui.screens.questions import Choose

        def chosen(answer: str | None) -> None:
            if answer:
                self._reopen(drafts[int(answer) - 1])

        question = tr("These forms are not saved. Which one goes on?")
        self.app.push_screen(Choose(question, draft_answers(drafts)), chosen)

    # ── layout ──────────────────────────────────────────────────────────────────────────

    def on_resize(self) -> None:
        """The width classes follow the terminal."""
        self._arrange()

    def _arrange(self) -> None:
        width = self.app.size.width
        alone = self.zoomed or width < 80
        # In one call: each by itself would restyle the whole screen.
        self.update_classes(
            {
                "-alone": alone,
                "-two": not alone and width < 120,
                "-four": not alone and width >= 120,
                **{f"-pane-{number}": self.pane == number for number in (1, 2, 3, 4)},
            }
        )

    def _frames(self) -> tuple[PaneFrame, ...]:
        return (self.customers, self.detail, self.follow_ups, self.feedback)

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """The pane with the keyboard is the current one."""
        for frame in self._frames():
            if event.widget in frame.query("*") and frame.number != self.pane:
                self.pane = frame.number
                self._arrange()
        self._keys()

    def go_to(self, number: int) -> None:
        """Shows a pane and gives it the keyboard."""
        frame = self._frames()[number - 1]
        if not frame.has_focus_within:
            self.set_focus(None)  # a hidden list would hand the keyboard to any other pane
        self.pane = number
        self._arrange()
        self._soon(frame.take_focus)

    @property
    def takes_keys(self) -> bool:
        """Not while the keyboard is on its way to another place, nor before the first rows."""
        return self._coming == 0 and self.customers.ready.is_set()

    def _soon(self, step: Callable[..., Any], *args: Any) -> None:
        """Calls after the next drawing what gives the keyboard to another place."""
        self._coming += 1

        async def come() -> None:
            try:
                found = step(*args)
                if isawaitable(found):
                    await found
            finally:
                self._coming -= 1

        self.call_after_refresh(come)

    # ── words ───────────────────────────────────────────────────────────────────────────

    def _words(self) -> None:
        for frame in self._frames():
            frame.retitle()
        self._keys()
        self._read_duties()

    def _keys(self) -> None:
        scope = "query" if isinstance(self.focused, FilterLine) else _PANES[self.pane - 1]
        found = []
        for action in footer(scope):
            key = self.keymap.shown(action)
            if key and (scope == "query" or self.can(action.name)):
                found.append((key, action.label))
        self.key_bar.say(found)

    def _say_behind(self) -> None:
        """The title tells how far the work is that was put behind."""
        work = self.bridge.behind
        words = work_words(work.title, work.share, stopping=work.stopping) if work else []
        self.title_bar.say_work(words)

    def can(self, action: str) -> bool:
        """Is there such an act in this workspace."""
        return (
            action in OWN_ACTS
            or hasattr(self, f"action_{action}")
            or hasattr(self.app, f"action_{action}")
        )

    def _read_duties(self) -> None:
        if not self.is_attached or not self.customers.ready.is_set():
            return
        self.bridge.run(self, self._duties, group="duties", exclusive=True)

    async def _duties(self) -> None:
        services = self.bridge.services

        def words() -> tuple[list[str], list[str]]:
            return duty_words(services.cards.duties()), place_words(services)

        try:
            found = await self.bridge.read("duties", words)
        except Superseded:
            return
        except ServiceError as error:
            self.bridge.tell(error)
            return
        self.title_bar.say(*found)

    # ── what panes say ──────────────────────────────────────────────────────────────────

    def on_customer_chosen(self, event: CustomerChosen) -> None:
        """The detail pane shows whom the cursor rests on."""
        event.stop()
        if event.customer_id != self.detail.customer_id:
            self.deal_id = None  # a deal of the customer before
        self.detail.choose(event.customer_id)
        if event.opened and event.customer_id is not None:
            self.go_to(2)

    def on_opportunity_chosen(self, event: OpportunityChosen) -> None:
        """Keys that ask for a deal mean this one."""
        event.stop()
        self.deal_id = event.opportunity_id

    def on_form_requested(self, event: FormRequested) -> None:
        """Opens a form."""
        event.stop()
        if event.form == "journal_filter":
            self.action_filter()
        else:
            self.open_form(event.form, **event.params)

    def on_key(self, event: Key) -> None:
        """Two keys in a row, where the user gave an act such keys."""
        pairs = self._pairs
        action = pairs.get((self._sequence, event.key))
        begins = any(first == event.key for first, _second in pairs)
        self._sequence = event.key if begins and action is None else ""
        if action is not None and hasattr(self, f"action_{action}"):
            event.stop()
            self.bridge.run(self, partial(self._act, action))

    async def _act(self, action: str) -> None:
        await self.run_action(action)

    # ── acts ────────────────────────────────────────────────────────────────────────────

    @property
    def customer_id(self) -> int | None:
        """The customer that keys mean."""
        if self.pane == 1 and self.customers.current is not None:
            return self.customers.current.id
        if self.pane == 3 and self.follow_ups.current is not None:
            return self.follow_ups.current.customer_id
        if self.pane == 4 and self.feedback.current is not None:
            return self.feedback.current.customer_id
        return self.detail.customer_id

    def _with_customer(self, act: Callable[[int], None]) -> None:
        customer_id = self.customer_id
        if customer_id is None:
            toast(self.app, tr("Choose a customer first."), "warning")
        else:
            act(customer_id)

    def action_pane_customers(self) -> None:
        """Pane 1."""
        self.go_to(1)

    def action_pane_detail(self) -> None:
        """Pane 2."""
        self.go_to(2)

    def action_pane_follow_ups(self) -> None:
        """Pane 3."""
        self.go_to(3)

    def action_pane_feedback(self) -> None:
        """Pane 4."""
        self.go_to(4)

    def action_next_pane(self) -> None:
        """The pane after this one."""
        self.go_to(self.pane % 4 + 1)

    def action_previous_pane(self) -> None:
        """The pane before this one."""
        self.go_to((self.pane - 2) % 4 + 1)

    def action_zoom(self) -> None:
        """This pane alone, or all of them again."""
        self.zoomed = not self.zoomed
        self._arrange()
        self.go_to(self.pane)

    def action_left(self) -> None:
        """The tab or the day before."""
        if self.pane == 2:
            self.detail.turn(-1)
        elif self.pane == 3:
            self.follow_ups.step(-1)

    def action_right(self) -> None:
        """The tab or the day after."""
        if self.pane == 2:
            self.detail.turn(1)
        elif self.pane == 3:
            self.follow_ups.step(1)

    def action_previous_period(self) -> None:
        """Earlier: another tab, another month."""
        if self.pane == 3:
            self.follow_ups.turn(-1)
        else:
            self.detail.turn(-1)

    def action_next_period(self) -> None:
        """Later."""
        if self.pane == 3:
            self.follow_ups.turn(1)
        else:
            self.detail.turn(1)

    def action_query(self) -> None:
        """The query line: of the feedback queue where one is there, else of the customers."""
        pane = self.feedback if self.pane == 4 else self.customers
        pane.want_query()
        self.go_to(pane.number)

    def action_next_record(self) -> None:
        """The next customer of the list, from any pane."""
        self.customers.lead(1)

    def action_previous_record(self) -> None:
        """The customer before."""
        self.customers.lead(-1)

    def action_back(self) -> None:
        """One step back: zoom, filter, pane; at the top it asks to quit."""
        if self.zoomed:
            self.action_zoom()
        elif self.pane == 4 and self.feedback.clear_query():
            return
        elif self.pane != 1:
            self.go_to(1)
        elif not self.customers.clear_query():
            self.action_quit()

    def action_quit(self) -> None:
        """Asks, then leaves."""
        from tui.screens.questions import Confirm

        def answered(yes: bool | None) -> None:
            if yes:
                self.leave()

        question = tr("Leave Fivefold?")
        if self.bridge.behind is not None:
            title = self.bridge.behind.title
            question = tr("{title}: is not done yet and stops here. Leave Fivefold?", title=title)
        self.app.push_screen(Confirm(question), answered)

    def leave(self) -> None:
        """Keeps the place and ends."""
        self.keep_place()
        self.app.exit()

    def keep_place(self) -> None:
        """Query, cursor, tab and pane come back at the next start."""
        row = self.customers.current
        self.bridge.services.desk.keep_place(
            "workspace",
            {
                "query": self.customers.query_text,
                "customer": row.id if row else None,
                "tab": self.detail.tab,
                "pane": self.pane,
            },
        )

    def on_language_changed(self, event: LanguageChanged) -> None:
        """A form above switched the language."""
        event.stop()
        self._words()

    def action_language(self) -> None:
        """The other language, at once."""
        i18n.set_language(i18n.next_language())
        self._words()

    def action_reload(self) -> None:
        """Everything anew."""
        for frame in self._frames():
            frame.reload()
        self.bridge.poll_soon()

    async def action_redraw(self) -> None:
        """Every cell anew."""
        await self.run_action("app.redraw")

    def action_command_line(self) -> None:
        """`:`: any act by its name."""
        possible = {action.name for action in ACTIONS if self.can(action.name)}

        def chosen(answer: tuple[str, str] | None) -> None:
            if answer is not None:
                self._soon(self._run_command, *answer)

        self.app.push_screen(CommandScreen(self.bridge, possible, self.keymap), chosen)

    async def _run_command(self, action: str, argument: str) -> None:
        if action == "query" and argument:
            self.go_to(1)
            self.customers.line.value = argument
        elif action in _WITH_ARGUMENT:
            getattr(self, f"action_{action}")(argument)
        elif action in OWN_ACTS:
            listed = self._frames()[self.pane - 1].query_one(LazyList)
            await listed.run_action(OWN_ACTS[action].partition(".")[2])
        elif action == "filter":
            self.action_filter(argument)
        elif not argument or await self._is_chosen(argument):
            await self.run_action(action)

    async def _is_chosen(self, code: str) -> bool:
        """Chooses the customer whose code stands behind a command; says so where there is none.

        What was not understood is never done to whoever happens to be under the cursor.
        """
        cards = self.bridge.services.cards
        try:
            found = await self.bridge.read("", lambda: cards.find(code, "customer")[1])
        except ServiceError as error:
            self.bridge.tell(error)
            return False
        self.detail.choose(found)
        self.deal_id = None
        self.go_to(2)
        return True

    def action_key_help(self) -> None:
        """All keys that work here."""
        scope = _PANES[self.pane - 1]
        actions = [one for one in of_contexts(*SCOPES[scope]) if self.can(one.name)]

        def build(width: int) -> tuple[Line, ...]:
            page = Lines(width)
            for group, some in grouped(actions).items():
                page.heading(i18n.trc(*group))
                for one in some:
                    keys = " ".join(key_display(name) for name in self.keymap.names(one))
                    command = f":{one.command}" if one.command else ""
                    head = f"   {_fitted(keys, 14)}", f" {_fitted(command, 13)}"
                    room = page.width - sum(map(cell_width, head)) - 1
                    for place, part in enumerate(wrapped(one.help, room)):
                        first, second = ("", "") if place else head
                        page.add(
                            (_fitted(first, cell_width(head[0])), "accent"),
                            (_fitted(second, cell_width(head[1])), "muted"),
                            (f" {part}", ""),
                            key=f"{one.name} {place}",
                        )
            return page.done()

        self.app.push_screen(LinesScreen(self.bridge, lambda: tr("Keys"), build))

    def action_coach(self) -> None:
        """What this pane is for."""
        self.app.push_screen(HelpScreen(self.bridge, _PANES[self.pane - 1], self.keymap))

    def action_jump(self) -> None:
        """Letters beside the rows of this pane."""
        self._frames()[self.pane - 1].query_one(LazyList).jump()

    def action_explain(self) -> None:
        """`x`: why a figure is what it is."""
        line = self.detail.current if self.pane == 2 else None
        if self.pane == 4 and self.feedback.current is not None:
            self._explain("feedback", self.feedback.current.id, ("due_at", "time_left", "loss"))
        elif self.pane == 3 and (item := self.follow_ups.current) and item.entity == "follow_up":
            self._explain("follow_up", item.record_id, ("value_at_risk", "overdue_days"))
        elif line is not None and line.figure and line.entity:
            self._explain(line.entity, line.record_id, (line.figure,))
        else:
            figures = ("grade", "next_tracking_due", "urgency", "deal_status", "importance")
            chosen = (line.figure,) if line is not None and line.figure else figures
            self._with_customer(lambda found: self._explain("customer", found, chosen))

    def _explain(self, entity: str, record_id: int, figures: tuple[str, ...]) -> None:
        services = self.bridge.services

        def build(width: int) -> tuple[Line, ...]:
            found = [services.explanations.explain(entity, record_id, figure) for figure in figures]
            return explanation_lines(found, entity, width)

        def title() -> str:
            return figure_label(figures[0]) if len(figures) == 1 else tr("Explanation")

        self.app.push_screen(LinesScreen(self.bridge, title, build))

    def action_theme(self) -> None:
        """Dark and light in turn."""
        names = [name for name in ("fivefold-dark", "fivefold-light") if name != self.app.theme]
        self.app.theme = names[0]
        self._words()

    # ── forms ───────────────────────────────────────────────────────────────────────────

    def action_new(self) -> None:
        """A new record of this pane."""
        if self.pane == 4:
            self.open_form("feedback")
        elif self.pane == 3:
            self.action_follow_up()
        elif self.pane == 2 and self.detail.tab_key == "people":
            self.new_person()
        elif self.pane == 2 and self.detail.tab_key == "account":
            self.new_plan_part()
        elif self.pane == 2 and self.detail.tab_key == "orders":
            self.action_order()
        else:
            self.open_form("record", entity="customer")

    def action_edit(self) -> None:
        """Edits the record under the cursor, else the customer."""
        line = self.detail.current if self.pane == 2 else None
        if line is not None and line.question:
            self.open_form(
                "answer", entity=line.entity, record_id=line.record_id, question=line.question
            )
        elif line is not None and line.entity in _EDITED:
            self.open_form("record", entity=line.entity, record_id=line.record_id)
        elif self.pane == 4 or (line is not None and line.entity == "feedback"):
            self._with_case(lambda case: self.open_form("feedback_edit", case_id=case))
        else:
            self._with_customer(
                lambda found: self.open_form("record", entity="customer", record_id=found)
            )

    def action_touch(self) -> None:
        """Logs a touch; in the calendar it does the item under the cursor."""
        item = self.follow_ups.current if self.pane == 3 else None
        planned = item.record_id if item is not None and item.entity == "follow_up" else None
        self._with_customer(
            lambda found: self.open_form("touch", customer_id=found, follow_up_id=planned)
        )

    def action_follow_up(self) -> None:
        """Plans a follow-up."""
        self._with_customer(lambda found: self.open_form("plan", customer_id=found))

    def action_take_in(self) -> None:
        """Takes in feedback."""
        self.open_form("feedback", customer_id=self.customer_id)

    def action_opportunity(self) -> None:
        """A new deal."""
        self._with_customer(
            lambda found: self.open_form("record", entity="opportunity", customer_id=found)
        )

    def action_contact(self) -> None:
        """A new contact."""
        self._with_customer(
            lambda found: self.open_form("record", entity="contact", customer_id=found)
        )

    def action_order(self) -> None:
        """A new order."""
        self._with_customer(
            lambda found: self.open_form("record", entity="sales_order", customer_id=found)
        )

    def action_qualify(self) -> None:
        """The five elements of the customer's deals."""
        names = [name for name, _build in TABS]
        self._with_customer(self.detail.choose)
        self.detail.show_tab(names.index("nsabc"))
        self.go_to(2)

    def action_next_state(self) -> None:
        """The next step of a case."""
        self._with_case(lambda case: self.open_form("feedback_step", case_id=case))

    def action_reopen(self) -> None:
        """Reopens a case."""
        self._with_case(
            lambda case: self.open_form("feedback_step", case_id=case, state="REOPENED")
        )

    def action_angry(self) -> None:
        """The rules for an angry customer, and what the conflict is about."""
        self._with_case(lambda case: self.open_form("angry", case_id=case))

    def action_told(self) -> None:
        """Writes down that the customer was told how things stand."""
        self._with_case(
            lambda case: self.open_form("feedback_step", case_id=case, state="PROGRESS")
        )

    def action_hold_clock(self) -> None:
        """Holds the clock of a case, or lets it run again: whichever the form offers."""
        self._with_case(lambda case: self.open_form("feedback_step", case_id=case, state="HOLD"))

    def action_hand_over_case(self) -> None:
        """Gives a case to a colleague."""
        self._with_case(lambda case: self.open_form("feedback_step", case_id=case, state="OWNER"))

    def _with_case(self, act: Callable[[int], None]) -> None:
        line = self.detail.current if self.pane == 2 else None
        case = self.feedback.current
        if line is not None and line.entity == "feedback":
            act(line.record_id)
        elif case is not None:
            act(case.id)
        else:
            toast(self.app, tr("Choose a case in pane 4 first."), "warning")

    def _write(self, call: Callable[[], Any]) -> None:
        async def run() -> None:
            try:
                await self.bridge.write(call)
            except ServiceError as error:
                self.bridge.tell(error)

        self.bridge.run(self, run)

    def action_regrade(self) -> None:
        """Pins a grade, or lets the rule decide again."""
        self._with_customer(lambda found: self.open_form("regrade", customer_id=found))

    def action_copy(self) -> None:
        """Copies the row under the cursor: code and name, or the line as it stands."""
        if text := self._row_text():
            self.bridge.run(self, partial(self._copy, text), group="copy")

    def copy_text(self, text: str) -> None:
        """Copies a text out, as the user chose in config.toml."""
        self.bridge.run(self, partial(self._copy, shown(text, lines=True)), group="copy")

    def _row_text(self) -> str:
        row: Any = (self.customers, self.detail, self.follow_ups, self.feedback)[
            self.pane - 1
        ].current
        if row is None:
            return ""
        if self.pane == 1:
            return shown(f"{row.code} {row.name}")
        if self.pane == 2:
            return " ".join(shown("".join(text for text, _tone in row.pieces)).split())
        if self.pane == 3:
            return shown(f"{row.customer} {row.what}")
        return shown(f"{row.code} {row.customer_name or ''}").rstrip()

    async def _copy(self, text: str) -> None:
        chosen = clipboard.way(self.config.clipboard, os.environ)
        if chosen == clipboard.OFF:
            toast(self.app, tr("Copying is switched off in config.toml."), "warning")
        elif chosen == clipboard.NATIVE and await self.bridge.read(
            "", partial(clipboard.copy_native, text, os.environ)
        ):
            toast(self.app, tr("Copied: {what}", what=text))
        else:
            self.app.copy_to_clipboard(text)
            toast(self.app, tr("Sent to your terminal: {what}", what=text))

    def action_doctor(self) -> None:
        """Looks at file, key, library, index and rights."""
        services = self.bridge.services

        def build(width: int) -> tuple[Line, ...]:
            page = Lines(width)
            checks = services.maintenance.doctor()
            ill = sum(not check.well for check in checks)
            said = ntr("{n} thing needs you", "{n} things need you", ill) if ill else ""
            page.add((f" {said or tr('All is well.')}", "red" if ill else "good"), key="all")
            for check in sorted(checks, key=lambda check: check.well):
                sign, tone = ("+", "good") if check.well else ("!", "red")
                for place, part in enumerate(wrapped(reason_text(check.seen), width - 5)):
                    page.add((f" {' ' if place else sign}  ", tone), (part, ""))
            return page.done()

        self.app.push_screen(LinesScreen(self.bridge, lambda: tr("Doctor"), build))

    def action_archive(self) -> None:
        """Takes the customer, or the record under the cursor, out of sight."""
        line = self.detail.current if self.pane == 2 else None
        if line is not None and line.entity in _EDITED:
            self.open_form("archive", entity=line.entity, record_id=line.record_id)
        else:
            self._with_customer(
                lambda found: self.open_form("archive", entity="customer", record_id=found)
            )

    def open_form(self, form: str, **params: Any) -> None:
        """Opens a form by its name."""
        from tui.screens.opening import form_screen

        screen = form_screen(self.bridge, form, params)
        if screen is not None:
            self.app.push_screen(screen, self._form_closed)

    def _form_closed(self, saved: Any) -> None:
        self._words()
        if getattr(saved, "work", None) is not None:
            self.run_change(saved)
            return
        self.bridge.poll_soon()
        message = getattr(saved, "message", "")
        if message:
            toast(self.app, message)
        if getattr(saved, "merges", 0):
            self.open_form("merge", winner_id=saved.merges, loser_id=saved.record_id)
        elif getattr(saved, "opens", 0):
            self._open_customer(saved.opens)
        if getattr(saved, "case", 0):
            self.feedback.clear_query()
            self.feedback.list.select(saved.case)

    def _reopen(self, draft: Any) -> None:
        from tui.screens.opening import draft_screen

        screen = draft_screen(self.bridge, draft)
        if screen is not None:
            self.app.push_screen(screen, self._form_closed)


def _fitted(text: str, width: int) -> str:
    return cut(text, width, pad=True)
