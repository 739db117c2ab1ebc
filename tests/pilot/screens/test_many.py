"""Many customers at once, saved views, the user's own keys: as typed at the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from zoneinfo import ZoneInfo

import pytest

from storage.clock import FixedClock
from storage.locations import Locations
from storage.services import Services, bulk, changes
from tests.workspaces import Open, Workspace, focused_field, lay_demo, open_demo
from tui import i18n
from tui.config import Config, KeyChoice
from tui.keys import remap
from tui.long_work import LongWork
from tui.screens.forms import changing
from tui.tips import TIPS

pytestmark = pytest.mark.slow


def stored(work: Workspace, row_id: int, field: str) -> object:
    return work.services.cards.record("customer", row_id)[field]


async def ask_for_change(work: Workspace, field: str, text: str) -> None:
    await work.press("m")
    await work.form(fields="change")
    await work.fill("change", field)
    await work.fill(field, text)
    await work.press("ctrl+s")


async def test_marked_customers_change_at_once_and_one_undo_brings_them_back(
    workspace: Open,
) -> None:
    async with workspace() as work:
        pane = work.base.customers
        await work.press("space", "space", "j", "space")
        await work.until(lambda: pane.list.marked_count == 3)
        chosen = sorted(pane.list.marks.ids)
        before = [stored(work, one, "industry") for one in chosen]
        await ask_for_change(work, "industry", "银行")
        await work.shows("Industry: 银行 3 change")
        await work.press("1")
        await work.workspace()
        await work.until(lambda: "3 change. u takes it back." in work.notices)
        assert [stored(work, one, "industry") for one in chosen] == ["银行"] * 3
        await work.press("u")
        await work.until(lambda: [stored(work, one, "industry") for one in chosen] == before)


@pytest.mark.slow
async def test_a_change_of_many_chunks_is_taken_back_with_a_progress(
    workspace: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "_AT_ONCE", 2)
    monkeypatch.setattr(changes, "_AT_ONCE", 2)
    stop = iter([*[False] * 5, True])  # looked at in two chunks and a last look, one is turned
    async with workspace() as work:
        pane = work.base.customers
        await work.press("space", "j", "space", "j", "space")
        await work.until(lambda: pane.list.marked_count == 3)
        chosen = sorted(pane.list.marks.ids)
        await ask_for_change(work, "industry", "银行")
        await work.shows("3 change")
        await work.press("1")
        await work.workspace()
        await work.until(lambda: "3 change. u takes it back." in work.notices)
        monkeypatch.setattr(LongWork, "cancelled", lambda _self: next(stop, False))
        await work.press("u")
        await work.until(lambda: any("Stopped half-way" in one for one in work.notices))
        left = [one for one in chosen if stored(work, one, "industry") == "银行"]
        assert len(left) == 1
        await work.press("colon")
        await work.type("log")
        await work.press("enter")
        await work.shows("(Cancelled)")
        await work.press("escape")
        await work.workspace()
        await work.press("u")
        await work.until(lambda: any("Taken back" in one for one in work.notices))
        assert not [one for one in chosen if stored(work, one, "industry") == "银行"]


@pytest.mark.slow
async def test_a_change_put_behind_goes_on_while_the_user_works(
    workspace: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "_AT_ONCE", 1)
    go_on = Event()
    first = iter([False])  # the first chunk is done at once, the second waits

    def held(_self: LongWork) -> bool:
        return next(first, None) is None and not go_on.wait(60)

    async with workspace((120, 40)) as work:
        pane = work.base.customers
        await work.press("space", "j", "space", "j")
        await work.until(lambda: pane.list.marked_count == 2)
        chosen = sorted(pane.list.marks.ids)
        await ask_for_change(work, "industry", "银行")
        await work.shows("2 change")
        monkeypatch.setattr(LongWork, "cancelled", held)
        await work.press("1")
        await work.shows("Enter works on meanwhile")
        await work.press("enter")
        await work.workspace()
        await work.shows("Change 2 customers: 50 %")
        before = pane.list.cursor
        await work.press("j")
        await work.until(lambda: pane.list.cursor == before + 1)
        await work.press("t")
        await work.form(fields="summary")
        await work.type("rang")
        await work.press("ctrl+s")
        await work.shows("Proposed by the cadence")
        await work.press("ctrl+s")
        await work.workspace()
        await work.press("u")
        await work.until(lambda: any("goes on still" in one for one in work.notices))
        await work.press("q")
        await work.shows("is not done yet and stops here")
        await work.press("escape")
        await work.press(*":progress", "enter")
        await work.shows("1 of 2")
        go_on.set()
        await work.workspace()
        await work.until(
            lambda: any("2 change. :log takes it back." in one for one in work.notices)
        )
        assert not work.says("Change 2 customers")
        assert [stored(work, one, "industry") for one in chosen] == ["银行"] * 2


@pytest.mark.slow
async def test_who_leaves_stops_what_was_put_behind(
    workspace: Open, colleague: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "_AT_ONCE", 1)
    async with workspace() as work:
        await work.press("space", "j", "space", "j")
        await work.until(lambda: work.base.customers.list.marked_count == 2)
        chosen = sorted(work.base.customers.list.marks.ids)
        await ask_for_change(work, "industry", "银行")
        await work.shows("2 change")
        is_closed = Event()
        asked = LongWork.cancelled

        def held(self: LongWork) -> bool:
            if self.done:
                is_closed.wait(60)
            return asked(self)

        monkeypatch.setattr(LongWork, "cancelled", held)
        await work.press("1")
        await work.shows("1 of 2")
        await work.press("enter")
        await work.workspace()
        monkeypatch.setattr(
            work.app.bridge._aside, "shutdown", both(is_closed.set, work.app.bridge._aside.shutdown)
        )
    done = [colleague.cards.record("customer", one)["industry"] for one in chosen]
    assert sorted(done, key=str).count("银行") == 1
    assert colleague.changes.undoable() is not None


def both(first: Callable[[], None], then: Callable[..., None]) -> Callable[..., None]:
    def call(*args: object, **named: object) -> None:
        first()
        then(*args, **named)

    return call


@pytest.mark.slow
async def test_all_in_the_filter_less_one(workspace: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changing, "_AT_ONCE", 3)  # so many are looked at with a progress
    async with workspace() as work:
        pane = work.base.customers
        await work.press("slash")
        await work.type("grade:B")
        await work.press("enter")
        await work.until(lambda: pane.list.count and pane.list.count < 20)
        count = pane.list.count
        spared = pane.current.id
        await work.press("asterisk")
        await work.press("space")
        await work.until(lambda: pane.list.marked_count == count - 1)
        await ask_for_change(work, "postcode", "518000")
        await work.shows(f"{count - 1} change")
        await work.press("1")
        await work.workspace()
        await work.until(lambda: any("u takes it back" in one for one in work.notices))
        query = work.services.lists.parse("grade:B", "customers")
        codes = {one: stored(work, one, "postcode") for one in work.services.lists.ids(query)}
        assert codes.pop(spared) != "518000"
        assert set(codes.values()) == {"518000"}
        assert len(codes) == count - 1


@pytest.mark.slow
async def test_what_is_refused_is_said_before(workspace: Open) -> None:
    async with workspace() as work:
        await ask_for_change(work, "status", "LOST")
        await work.shows("0 change, 1 is refused")
        await work.press("2")
        await work.until(lambda: work.has_form and focused_field(work.screen) == "change")


@pytest.mark.slow
async def test_letters_typed_together_are_one_word(workspace: Open) -> None:
    async with workspace() as work:
        await work.press("m")
        form = await work.form(fields="change")
        assert focused_field(form) == "change"
        await work.press(*"industry")
        await work.until(lambda: form.texts["change"] == "industry")


@pytest.mark.slow
async def test_a_wrong_value_is_marked_at_its_field(workspace: Open) -> None:
    async with workspace() as work:
        await ask_for_change(work, "employees", "many")
        form = work.screen
        await work.until(lambda: focused_field(form) == "employees")
        assert work.has_form


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "zh"])
async def test_a_view_is_saved_under_a_key_and_opened_by_it(workspace: Open, language: str) -> None:
    async with workspace(language=language) as work:
        pane = work.base.customers
        everything = pane.list.count
        await work.press("slash")
        await work.type("grade:A")
        await work.press("enter")
        await work.until(lambda: pane.list.count != everything)
        found = pane.list.count
        await work.press("v", "s")
        await work.form(fields="slot")
        assert work.screen.texts["slot"] == "1"
        assert work.screen.texts["query"] == "grade:A"
        await work.fill("name", "我的 A 类")
        await work.press("ctrl+s")
        await work.workspace()
        await work.press("escape")
        await work.until(lambda: pane.list.count == everything)
        await work.press("v")
        await work.shows(f"我的 A 类 {found}")
        work.check_cells("views")
        await work.press("1")
        await work.workspace()
        await work.until(lambda: pane.list.count == found and pane.query_text == "grade:A")


async def test_a_view_is_taken_away_and_undo_brings_it_back(workspace: Open) -> None:
    async with workspace() as work:
        work.services.views.save("customers", "late", "overdue", slot="9")
        await work.press("v")
        await work.shows("late")
        await work.press("d")
        await work.until(lambda: "late" not in work.text)
        await work.press("escape")
        await work.press("u")
        views = work.services.views
        await work.until(lambda: "late" in {one.name for one in views.of("customers")})


async def test_a_view_brings_its_columns_and_the_usual_ones_come_back(workspace: Open) -> None:
    async with workspace() as work:
        pane = work.base.customers
        usual = pane.column_names
        work.services.views.save("customers", "towns", "", slot="1", columns=["name", "city"])
        work.services.views.save("customers", "all", "", slot="2")
        await work.press("v", "1")
        await work.until(lambda: pane.column_names == ("name", "city"))
        await work.shows("City")
        await work.press("v", "2")
        await work.until(lambda: pane.column_names == usual)


@pytest.mark.slow
async def test_the_users_own_keys_columns_and_clipboard(
    home: Locations, clock: FixedClock, capsys: pytest.CaptureFixture[str]
) -> None:
    from tui.app import FivefoldApp, Look

    lay_demo(home)
    i18n.use_zone(ZoneInfo(clock.zone))
    services = open_demo(home, clock)
    keymap = remap(
        {
            "down": KeyChoice("f6", 1),
            "zoom": KeyChoice("f7", 2),
            "key_help": KeyChoice("g h", 3),
        }
    )
    config = Config(columns={"customers": ("name", "city")}, clipboard="off")
    app = FivefoldApp(services, config, Look(keymap=keymap), home.log_file)
    try:
        async with app.run_test(size=(120, 40)) as pilot:
            work = Workspace(app, pilot, services)
            await work.settled()
            pane = work.base.customers
            await work.until(lambda: any(tip in TIPS for tip in work.notices))
            assert pane.column_names == ("name", "city")
            await work.press("j")
            assert pane.list.cursor == 0
            await work.press("f6")
            await work.until(lambda: pane.list.cursor == 1)
            await work.press("f7")
            await work.until(lambda: work.base.zoomed)
            await work.press("f7")
            await work.press("y")
            await work.until(lambda: any("switched off" in one for one in work.notices))
            assert app.clipboard == ""
            await work.press("g")
            await work.press("h")
            await work.shows("Keys")
            await work.shows("g h")
    finally:
        app.bridge.close()
