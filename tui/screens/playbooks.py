"""Playbooks over the workspace: what runs with a customer, a step while it is done, deal steps."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType

from storage.errors import ServiceError
from tui.display import toast
from tui.i18n import tr
from tui.labels import in_language
from tui.rows.playbooks import (
    DEAL_STEP,
    NEW_PART,
    OPEN_STEP,
    START,
    TICK,
    customer_lines,
    deal_step_lines,
    playbook_lines,
    step_lines,
)
from tui.screens.lines import LinesScreen, PageScreen, explanation_lines
from tui.screens.opening import form_screen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from models.views.playbook import CustomerRuns, DealSteps, Run, RunStep, StepCard
    from tui.bridge import Bridge
    from tui.messages import LanguageChanged
    from tui.rows.lines import Line
    from tui.widgets.lazy_list import LazyList


class _LivingPage(PageScreen[None]):
    """A page that is read anew whenever data change, with its own title and hint."""

    def on_mount(self) -> None:
        """Words of the frame; further reads come by themselves."""
        self.bridge.data_changed.subscribe(self, lambda _change: self.list.reload())
        self._say()

    def on_language_changed(self, event: LanguageChanged) -> None:
        """The frame is worded anew, too."""
        del event
        self._say()

    def _say(self) -> None:
        self.frame(self.page_title, self.hint)

    @property
    def hint(self) -> str:
        """The keys of this page."""
        raise NotImplementedError

    def on_lazy_list_chosen(self, event: LazyList.Chosen) -> None:
        """Enter does what the line stands for."""
        event.stop()
        event.prevent_default()
        line = self.list.cursor_row
        if line is not None:
            self.chosen(line)

    def chosen(self, line: Line) -> None:
        """Enter on a line."""
        raise NotImplementedError

    def write(self, call: Callable[[], Any]) -> None:
        """Saves in the writer's thread; the page follows by itself."""

        async def run() -> None:
            try:
                await self.bridge.write(call)
            except ServiceError as error:
                self.bridge.tell(error)
                return
            self.bridge.poll_soon()

        self.bridge.run(self, run)

    def open(self, form: str, **params: Any) -> None:
        """Opens a form over the page and says what it led to."""

        def closed(saved: Any) -> None:
            if message := getattr(saved, "message", ""):
                toast(self.app, message)
            self.bridge.poll_soon()

        screen = form_screen(self.bridge, form, params)
        if screen is not None:
            self.app.push_screen(screen, closed)


class _StepActs(_LivingPage):
    """Keys for the step under the cursor, or the one that is shown."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "touch", show=False, id="touch"),
        Binding("d", "done", show=False, id="step.done"),
        Binding("m", "day", show=False, id="change"),
        Binding("s", "skip", show=False, id="step.skip"),
        Binding("x", "explain", show=False, id="explain"),
    ]

    @property
    def place(self) -> tuple[Run, RunStep] | None:
        """The step that keys mean."""
        raise NotImplementedError

    def _with_step(self, act: Callable[[Run, RunStep], None]) -> None:
        place = self.place
        if place is None:
            toast(self.app, tr("Put the cursor on a step first."), "warning")
        else:
            act(*place)

    def action_touch(self) -> None:
        """Does the step by logging a touch."""

        def act(run: Run, step: RunStep) -> None:
            self.open("touch", customer_id=run.customer_id, follow_up_id=step.item_id or None)

        self._with_step(act)

    def action_done(self) -> None:
        """Marks the step as done without a touch."""

        def act(_run: Run, step: RunStep) -> None:
            if step.item_id:
                self.write(partial(self.bridge.services.follow_ups.done, step.item_id))
            else:
                toast(self.app, tr("The step has no day yet: m sets it."), "warning")

        self._with_step(act)

    def action_day(self) -> None:
        """Sets or moves the day of the step."""
        self._with_step(lambda _run, step: self.open("play_day", step_id=step.id))

    def action_skip(self) -> None:
        """Leaves the step out, with a reason."""
        self._with_step(lambda _run, step: self.open("play_skip", step_id=step.id))

    def action_explain(self) -> None:
        """How the day of the step came about."""

        def act(_run: Run, step: RunStep) -> None:
            explain = self.bridge.services.explanations.explain

            def build(width: int) -> tuple[Line, ...]:
                found = explain("playbook_step", step.id, "step_due")
                return explanation_lines([found], "playbook_step", width)

            self.app.push_screen(LinesScreen(self.bridge, lambda: tr("Explanation"), build))

        self._with_step(act)


class PlaybooksScreen(_StepActs):
    """What runs with a customer, what may be started, what has run."""

    DEFAULT_CSS = "PlaybooksScreen > Vertical { max-width: 110; }"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "close_run", show=False, id="run.close"),
        Binding("D", "stop_run", show=False, id="run.stop"),
        Binding("i", "read", show=False, id="brief"),
    ]

    def __init__(self, bridge: Bridge, customer_id: int) -> None:
        self._customer_id = customer_id
        self._found: CustomerRuns | None = None
        super().__init__(bridge, "playbooks")

    @property
    def page_title(self) -> str:
        """Whose playbooks these are."""
        name = self._found.name if self._found is not None else ""
        return tr("Playbooks: {name}", name=name) if name else tr("Playbooks")

    @property
    def hint(self) -> str:
        """The keys of this page."""
        return tr(
            "Enter opens, starts · t touch · d done · m day · s skip · c close · D stop · Esc"
        )

    def make(self, width: int) -> tuple[Line, ...]:
        """Reads what runs, and what there is."""
        services = self.bridge.services
        first = self._found is None
        self._found = services.playbooks.runs(self._customer_id)
        if first:
            self.app.call_from_thread(self._say)
        today = services.core.clock.today()
        return customer_lines(self._found, services.playbooks.shelf(), today, width)

    @property
    def place(self) -> tuple[Run, RunStep] | None:
        """The step under the cursor."""
        line = self.list.cursor_row
        if line is None or self._found is None or line.act != OPEN_STEP:
            return None
        for run in self._found.runs:
            for step in run.steps:
                if step.id == line.record_id:
                    return run, step
        return None

    def chosen(self, line: Line) -> None:
        """A step is opened, a playbook is started."""
        if line.act == OPEN_STEP:
            self.app.push_screen(StepScreen(self.bridge, line.record_id))
        elif line.act == START:
            self.open("play_start", customer_id=self._customer_id, playbook=line.question)

    def action_close_run(self) -> None:
        """Ends the run of the line as done."""
        services = self.bridge.services
        self._with_step(lambda run, _step: self.write(partial(services.playbooks.close, run.id)))

    def action_stop_run(self) -> None:
        """Stops the run of the line, with a reason."""
        self._with_step(lambda run, _step: self.open("play_stop", run_id=run.id))

    def action_read(self) -> None:
        """Reads the playbook of the line before it is started."""
        line = self.list.cursor_row
        if line is None or line.act != START:
            return
        code = line.question
        card = partial(self.bridge.services.playbooks.card, code)
        screen = LinesScreen(
            self.bridge,
            lambda: in_language(card().title),
            lambda width: playbook_lines(card(), width),
        )
        self.app.push_screen(screen)


class StepScreen(_StepActs):
    """A step while it is done: script and checklist; Enter ticks."""

    DEFAULT_CSS = "StepScreen > Vertical { max-width: 100; }"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", show=False, id="mark"),
    ]

    def __init__(self, bridge: Bridge, step_id: int) -> None:
        self._step_id = step_id
        self._card: StepCard | None = None
        super().__init__(bridge, "step")

    @property
    def page_title(self) -> str:
        """What is to be done."""
        return in_language(self._card.step.title) if self._card is not None else tr("Step")

    @property
    def hint(self) -> str:
        """The keys of this page."""
        return tr("Enter ticks · t touch · d done · m day · s skip · x explain · Esc")

    def make(self, width: int) -> tuple[Line, ...]:
        """Reads the step."""
        first = self._card is None
        self._card = self.bridge.services.playbooks.step(self._step_id)
        if first:
            self.app.call_from_thread(self._say)
        return step_lines(self._card, self.bridge.services.core.clock.today(), width)

    @property
    def place(self) -> tuple[Run, RunStep] | None:
        """The step that is shown."""
        return None if self._card is None else (self._card.run, self._card.step)

    def action_tick(self) -> None:
        """Ticks the point under the cursor."""
        line = self.list.cursor_row
        if line is not None:
            self.chosen(line)

    def chosen(self, line: Line) -> None:
        """Ticks a point of the checklist, or takes the tick away."""
        if line.act != TICK or self._card is None:
            return
        points = {point.key: point for point in self._card.step.checklist}
        on = points[line.question].done_on is None
        tick = self.bridge.services.playbooks.tick
        self.write(partial(tick, self._step_id, line.question, on))


class DealStepsScreen(_LivingPage):
    """The nine steps of a sale; Enter notes today, `m` another day, `+` adds to a list."""

    DEFAULT_CSS = "DealStepsScreen > Vertical { max-width: 90; }"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "day", show=False, id="change"),
        Binding("e", "edit", show=False, id="edit"),
        Binding("d", "archive", show=False, id="archive"),
    ]

    def __init__(self, bridge: Bridge, deal_id: int) -> None:
        self._deal_id = deal_id
        self._found: DealSteps | None = None
        super().__init__(bridge, "deal-steps")

    @property
    def page_title(self) -> str:
        """What it is."""
        return tr("Steps of the sale")

    @property
    def hint(self) -> str:
        """The keys of this page."""
        return tr("Enter: done today, or not yet · m day · e edit · d take out · Esc")

    def make(self, width: int) -> tuple[Line, ...]:
        """Reads the steps."""
        self._found = self.bridge.services.playbooks.deal_steps(self._deal_id)
        return deal_step_lines(self._found, width)

    def chosen(self, line: Line) -> None:
        """Notes today, takes it back, or adds an entry."""
        from models.enums import DealStepKind

        services = self.bridge.services
        if line.act == NEW_PART:
            self.open("deal_part", deal_id=self._deal_id, step=line.question)
        elif line.act == DEAL_STEP and self._found is not None:
            rows = [
                *self._found.steps,
                *(row for rows in self._found.lists.values() for row in rows),
            ]
            row = next(
                one
                for one in rows
                if (line.question and one.step == line.question)
                or (not line.question and one.id == line.record_id)
            )
            day = "" if row.done_on else "today"
            if line.question:
                kind = DealStepKind(line.question)
                self.write(partial(services.playbooks.deal_step_done, self._deal_id, kind, day))
            else:
                texts = {"done_on": day}
                self.write(partial(services.records.update, "deal_step", row.id, texts))

    def action_day(self) -> None:
        """Another day than today."""
        line = self.list.cursor_row
        if line is not None and line.act == DEAL_STEP and line.question:
            self.open("deal_step", deal_id=self._deal_id, step=line.question)
        elif line is not None and line.act == DEAL_STEP:
            self.action_edit()

    def action_edit(self) -> None:
        """Edits an entry of one of the two lists."""
        line = self.list.cursor_row
        if line is not None and line.act == DEAL_STEP and not line.question:
            self.open("deal_part", deal_id=self._deal_id, part_id=line.record_id)

    def action_archive(self) -> None:
        """Takes an entry out of its list."""
        line = self.list.cursor_row
        if line is not None and line.act == DEAL_STEP and not line.question:
            archive = self.bridge.services.records.archive
            self.write(partial(archive, "deal_step", line.record_id))


def playbooks_screen(bridge: Bridge, params: Mapping[str, Any]) -> PlaybooksScreen:
    """The playbooks of the customer that the parameters name."""
    return PlaybooksScreen(bridge, int(params["customer_id"]))


def step_screen(bridge: Bridge, params: Mapping[str, Any]) -> StepScreen:
    """The step that the parameters name."""
    return StepScreen(bridge, int(params["step_id"]))


def deal_steps_screen(bridge: Bridge, params: Mapping[str, Any]) -> DealStepsScreen:
    """The steps of the deal that the parameters name."""
    return DealStepsScreen(bridge, int(params["deal_id"]))
