"""The one form: reads its plan, keeps drafts, saves, shows conflicts, changes language.

What a form asks and what it saves is given; nothing here knows a kind of record.
"""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from textual.widgets import Input

from models.views.draft import FormDraft
from storage.errors import Alike, Duplicate, Invalid, ServiceError, Stale
from tui import i18n
from tui.drafts import DraftKeeper
from tui.i18n import tr
from tui.labels import reason_text
from tui.long_work import LongWork
from tui.messages import LanguageChanged
from tui.screens.forms.alike import MERGE, OPEN, Decided, decide
from tui.screens.forms.conflict import ConflictScreen
from tui.screens.forms.fields import FieldsScreen
from tui.screens.forms.plan import (
    ID_KEY,
    TITLE_KEY,
    Behaviour,
    Done,
    Filled,
    Load,
    Looking,
    Plan,
    Question,
    Submit,
)
from tui.screens.forms.reading import conflict_words, differences
from tui.screens.lines import LinesScreen
from tui.screens.questions import Choose, Notice
from tui.screens.working import WorkingScreen
from tui.widgets.order_lines import OrderLines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.timer import Timer

    from models.explanation import Reason
    from tui.bridge import Bridge

_LIVE_SECONDS: Final = 0.2
# Forms whose change some roles may not begin at all, with its label.
_ACTS: Final = {
    "touch": "change.touch",
    "plan": "change.plan",
    "feedback": "change.feedback_new",
    "record": "change.new",
    "change": "change.set_many",
    "regrade": "change.regrade",
    "answer": "change.answer",
    "stage": "change.stage",
    "termination_step": "change.termination",
    "release_answer": "change.release_approved",
    "erase": "change.erase",
    "ticket": "change.ticket_new",
}


def subject_of(params: Mapping[str, Any]) -> str:
    """What a form is about, as one text: its parameters, so that a draft finds it again."""
    given = {name: value for name, value in params.items() if value not in (None, "")}
    return json.dumps(given, sort_keys=True, ensure_ascii=False)


class FormScreen(FieldsScreen):
    """Fields by group; ctrl+s saves, Esc leaves, nothing typed is lost.

    Args:
        form: Name of the form in the table of forms, under which its draft is kept.
        params: What it is about; form and parameters find the draft again.
        load: Makes the plan; called off the event loop.
        submit: Saves; called in the writer's thread.
        behaviour: What it says while it is filled in, checks and asks.
    """

    def __init__(
        self,
        bridge: Bridge,
        form: str,
        params: Mapping[str, Any],
        load: Load,
        submit: Submit,
        behaviour: Behaviour | None = None,
    ) -> None:
        super().__init__(bridge)
        self.form = form
        self.subject = subject_of(params)
        self.version = 0
        self.record_id = bridge.services.core.ids.next()
        self.keeper: DraftKeeper | None = None
        self._load = load
        self._submit = submit
        self._behaviour = behaviour or Behaviour()
        self._busy = False
        self._live_timer: Timer | None = None

    @property
    def takes_keys(self) -> bool:
        """Keys typed before the fields stand, or while it is saved, wait."""
        return super().takes_keys and not self._busy

    # ── reading ─────────────────────────────────────────────────────────────────────────

    def on_mount(self) -> None:
        """Reads the plan; keys typed meanwhile wait."""
        self.set_class(bool(getattr(self.app, "ascii", False)), "-ascii")
        self._arrange()
        for name in ("note", "live", "problem"):
            self.say(name, "")
        self.run(self._prepare)

    async def _prepare(self) -> None:
        services = self.bridge.services
        try:
            plan, draft = await self.bridge.read("", self._read)
        except ServiceError as error:
            self.bridge.tell(error)
            self.dismiss(None)
            return
        self._begin(plan)
        self.keeper = DraftKeeper(
            services.desk,
            (self.form, self.subject),
            self._snapshot,
            partial(self.bridge.read, ""),
            self._not_kept,
        )
        focus, cursor = "", (0, 0)
        if draft is not None:
            self._restore(draft)
            focus, cursor = draft.focus, draft.cursor
        await self._show(plan, focus, cursor)
        if draft is not None:
            back = tr("Your draft is back. Esc leaves or discards it.")
            self.say("note", "\n".join(filter(None, (back, plan.note))))  # what it is about stays

    def _read(self) -> tuple[Plan, FormDraft | None]:
        if self.form in _ACTS:  # before anything is typed in vain
            entity = str(json.loads(self.subject).get("entity", "customer"))
            self.bridge.services.core.may_begin(_ACTS[self.form], entity)
        return self._load(), self.bridge.services.desk.draft(self.form, self.subject)

    def _begin(self, plan: Plan) -> None:
        self.originals = {ask.name: plan.values.get(ask.name, "") for ask in plan.asks}
        self.texts = dict(self.originals)
        self.version = plan.version
        self.links.names = dict(plan.names)

    def _restore(self, draft: FormDraft) -> None:
        """What was typed against what was read then: so a newer version is noticed on saving."""
        known = set(self.texts)
        self.originals.update({k: v for k, v in draft.originals.items() if k in known})
        self.texts = dict(self.originals)
        self.texts.update({k: v for k, v in draft.values.items() if k in known})
        self.version = draft.version
        self.record_id = int(draft.values.get(ID_KEY) or self.record_id)

    async def _show(self, plan: Plan, focus: str = "", cursor: tuple[int, int] = (0, 0)) -> None:
        with self.app.batch_update():  # every field would be laid out as it comes
            await self.show_plan(plan, focus, cursor)
        self._live_soon()

    def edited(self, name: str) -> None:
        """The draft is kept soon; the live line follows."""
        if self.keeper is not None:
            self.keeper.touch()
        if name in self._behaviour.live_on:
            self._live_soon()

    def left(self) -> None:
        """The draft is kept at once."""
        if self.keeper is not None:
            self.keeper.keep()

    # ── drafts ──────────────────────────────────────────────────────────────────────────

    @property
    def is_dirty(self) -> bool:
        """Does anything differ from what the form began with."""
        self.gather()
        return self.plan is not None and self.texts != self.originals

    def _snapshot(self) -> FormDraft | None:
        if not self.is_dirty or self.plan is None:
            return None
        name, cursor = self.place
        changed = {n: t for n, t in self.texts.items() if t != self.originals.get(n, "")}
        changed |= {ID_KEY: str(self.record_id), TITLE_KEY: self.plan.title}
        return FormDraft(
            self.form,
            self.subject,
            changed,
            dict(self.originals),
            self.version,
            name,
            cursor,
            self.bridge.services.core.clock.now(),
        )

    def _not_kept(self, error: Exception) -> None:
        if isinstance(error, ServiceError) and self.is_attached:
            self.say("problem", reason_text(error.reason))
        else:
            self.bridge.tell(error)

    def flush(self) -> None:
        """Writes the draft now; called when a signal or the user ends the program."""
        if self.keeper is not None:
            self.keeper.flush_now()

    # ── saving ──────────────────────────────────────────────────────────────────────────

    def action_save(self) -> None:
        """Checks everything, then saves."""
        if not self._busy and self.plan is not None:
            self._busy = True
            self.run(self._save)

    async def _save(self) -> None:
        self.gather()
        try:
            if not await self._blamed() and await self._agreed():
                await self._write()
        finally:
            self._busy = False

    async def _blamed(self) -> bool:
        """Marks what is wrong, the first of it with the keyboard."""
        assert self.plan is not None
        wanted = self.plan.shown_for(self.texts)
        asks = [ask for ask in self.plan.asks if ask.name in wanted]
        found = {ask.name: self.refused(ask, self.texts.get(ask.name, "")) for ask in asks}
        wrong = {name: reason for name, reason in found.items() if reason is not None}
        if self._behaviour.check is not None:
            for reason in self._behaviour.check(self.texts):
                wrong.setdefault(str(reason.params.get("field", "")), reason)
        await self._blame_all(wrong)
        if len(wrong) == 1:
            await self._offer(*wrong)
        return bool(wrong)

    async def _offer(self, name: str) -> None:
        """The one empty field begins with a proposal: saving again takes it, typing replaces it."""
        offer = self._behaviour.offer
        if offer is None or self.texts.get(name):
            return
        try:
            found = await self.bridge.read("", partial(offer, name, dict(self.texts)))
        except ServiceError:
            return  # it stays empty
        if found is not None and name in self._rows:
            text, said = found
            await self.put(name, text)
            self.go_to(name)
            editor = self._rows[name].editor
            if isinstance(editor, Input):
                editor.select_all()
            self.call_after_refresh(self.say, "problem", said)  # after the edit it belongs to

    async def _blame_all(self, wrong: Mapping[str, Reason]) -> None:
        assert self.plan is not None
        for row in self._rows.values():
            row.blame("")
        first = ""
        others = []
        for name, reason in wrong.items():
            if self.plan.ask(name) is None:
                others.append(self.words(reason))
                continue
            if name not in self._rows:
                await self.open_box(
                    next(b for b in self._boxes if any(a.name == name for a in b.asks))
                )
            self._rows[name].blame(self.words(reason))
            first = first or name
        if first:
            self._go_to_wrong(first, wrong[first])
        self.say("problem", "\n".join(others))

    def _go_to_wrong(self, name: str, reason: Reason) -> None:
        row = self._rows[name]
        line, part = reason.params.get("line"), str(reason.params.get("part") or "")
        if isinstance(row.editor, OrderLines) and isinstance(line, int):
            row.editor.blame(line, part, row.wrong)
            row.blame("")
        else:
            self.go_to(name)

    async def _agreed(self) -> bool:
        """Asks what is to be asked before saving; False where the form goes on."""
        if self._behaviour.asked is None:
            return True
        call = partial(self._behaviour.asked, dict(self.texts))
        try:
            found = await self.bridge.read("", call)
        except ServiceError:
            return True  # saving will say what is wrong
        if isinstance(found, Looking):
            screen = WorkingScreen(self.bridge, LongWork(self.bridge, found.title, found.look))
            question: Question | None = await self.app.push_screen_wait(screen)
            if question is None:
                return False
        else:
            question = found
        while question is not None:
            answer = await self.app.push_screen_wait(Choose(question.text, question.answers))
            if answer != question.answers[0][0] and answer not in question.also:
                await self._back_to_fields(question, answer)
                return False
            if question.heard is not None:
                question.heard(str(answer))
            question = question.then
        return True

    async def _back_to_fields(self, question: Question, answer: str | None) -> None:
        if answer is not None:
            for name, text in question.fill.get(answer, {}).items():
                await self.put(name, text)
            self.go_to(question.focus)

    async def _write(self, decided: Decided | None = None) -> None:
        assert self.plan is not None
        if self.version and not self.is_dirty:
            await self._go(None)
            return
        wanted = self.plan.shown_for(self.texts)
        texts = {name: text for name, text in self.texts.items() if name in wanted}
        filled = Filled(
            texts,
            dict(self.originals),
            self.version,
            self.record_id,
            decided.reason if decided else "",
        )
        try:
            done = await self.bridge.write(self._submit, filled)
        except ServiceError as error:
            await self._refused(error)
        else:
            if decided is not None and decided.act == MERGE:
                done = replace(done, merges=decided.other_id)
            await self._go(done)

    async def _refused(self, error: ServiceError) -> None:
        """Says at its field what is wrong; asks where two records stand against each other."""
        if isinstance(error, Invalid):
            await self._blame_all(self._by_field(error))
        elif isinstance(error, Stale):
            await self._conflict(error)
        elif isinstance(error, Alike):
            await self._alike(error)
        elif isinstance(error, Duplicate):
            await self._blame_all({str(error.reason.params.get("field", "")): error.reason})
        else:
            self.say("problem", "\n".join(self.words(one) for one in error.reasons))

    async def _alike(self, error: Alike) -> None:
        """The customer may be on record: opened, merged with, kept beside it, or back (11.5)."""
        decided = await decide(self.app, error)
        if decided.act == OPEN:
            self.flush()
            self.dismiss(Done(tr("Your draft is kept."), opens=decided.other_id))
        elif decided.reason:
            await self._write(decided)
        else:
            self.say("problem", "\n".join(self.words(one) for one in error.reasons))

    @staticmethod
    def _by_field(error: Invalid) -> dict[str, Reason]:
        found: dict[str, Reason] = {}
        for reason in error.problems:
            found.setdefault(str(reason.params.get("field", "")), reason)
        return found

    async def _go(self, done: Done | None) -> None:
        """Saved, or nothing to save: the draft goes, a receipt or a sheet is shown."""
        if self.keeper is not None:
            await self.keeper.drop()
        if done is not None and done.receipt:
            await self.app.push_screen_wait(Notice(done.message, done.receipt))
            done = replace(done, message="")
        if done is not None and done.sheet is not None:
            page = LinesScreen(self.bridge, done.message, done.sheet)
            chosen = await self.app.push_screen_wait(page)
            done = replace(done, message="", opens=chosen or 0)
        self.dismiss(done)

    async def _conflict(self, error: Stale) -> None:
        """Shows both sides; what is chosen is saved upon the newer version."""
        fresh = await self.bridge.read("", self._load)
        both = differences(fresh, self.texts, self.originals, self.reading)
        mine = {one.name: True for one in both}
        if both:
            screen = ConflictScreen(conflict_words(error), both)
            chosen = await self.app.push_screen_wait(screen)
            if chosen is None:
                self.say("problem", self.words(error.reason))
                return
            mine = dict(chosen)
        await self._rebase(fresh, mine)
        await self._write()

    async def _rebase(self, fresh: Plan, mine: Mapping[str, bool]) -> None:
        """Takes over what others saved, but for the fields that were changed here."""
        for name in list(self.texts):
            theirs = fresh.values.get(name, "")
            touched = self.texts[name] != self.originals.get(name, "")
            self.originals[name] = theirs
            if not touched or not mine.get(name, True):
                self.texts[name] = theirs
                if name in self._rows:
                    self._rows[name].put(theirs)
                    self._echo(self._rows[name])
        self.version = fresh.version

    # ── live line ───────────────────────────────────────────────────────────────────────

    def _live_soon(self) -> None:
        if self._behaviour.live is not None and self._live_timer is None:
            self._live_timer = self.set_timer(_LIVE_SECONDS, self._ask_live)

    def _ask_live(self) -> None:
        self._live_timer = None
        self.run(self._say_live)

    async def _say_live(self) -> None:
        assert self._behaviour.live is not None
        try:
            call = partial(self._behaviour.live, dict(self.texts))
            text = await self.bridge.read("proposal", call)
        except ServiceError:
            return  # saving will say what is wrong
        if self.is_attached:
            self.say("live", text)

    # ── language, leaving ───────────────────────────────────────────────────────────────

    def action_language(self) -> None:
        """The other language; what was typed stays where it is."""
        self.run(self._again)

    async def _again(self) -> None:
        if self.plan is None or self._busy:
            return
        self.flush()
        name, cursor = self.place
        i18n.set_language(i18n.next_language())
        for screen in self.app.screen_stack:
            if screen is not self:
                screen.post_message(LanguageChanged())
        plan = await self.bridge.read("", self._load)
        await self._show(plan, name, cursor)

    def action_leave(self) -> None:
        """One Esc never discards what was typed."""
        if self._jumps is not None:
            self._end_jump()
            if self._last_row is not None:
                self.go_to(self._last_row.ask.name)
        elif not self._busy:
            self.run(self._leave)

    async def _leave(self) -> None:
        if not self.is_dirty:
            await self._go(None)
            return
        answers = [
            ("stay", tr("go on typing")),
            ("keep", tr("leave, keep the draft")),
            ("discard", tr("leave, discard the draft")),
        ]
        question = tr("This form is not saved.")
        answer = await self.app.push_screen_wait(Choose(question, answers))
        if answer == "keep":
            self.flush()
            self.dismiss(None)
        elif answer == "discard":
            await self._go(None)
