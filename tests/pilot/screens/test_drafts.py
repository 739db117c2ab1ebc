"""Nothing typed is lost: drafts on the desk, back with field and cursor, gone after saving."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from storage.errors import StorageFault
from storage.services import Services
from tests.factories import a_customer, count_of, value
from tests.pilot.screens.form_host import Driver, hosting
from tui import drafts
from tui.screens.opening import draft_answers, draft_screen

pytestmark = pytest.mark.slow


@pytest.mark.slow
async def test_a_draft_comes_back_with_field_and_cursor(services: Services) -> None:
    customer = a_customer(services)
    async with hosting(services) as form:
        await form.open("touch", customer_id=customer.id)
        await form.fill("summary", "第一行\n第二行很长")
        form.screen.focused.move_cursor((1, 2))
        form.screen.flush()  # what a signal does
    kept = services.desk.drafts()
    assert [one.form for one in kept] == ["touch"]
    async with hosting(services) as form:
        again = draft_screen(form.app.bridge, kept[0])
        assert again is not None
        await form.show(again)
        await form.until(lambda: form.field == "summary", "the field")
        await form.shows("Your draft is back")
        assert form.screen.focused.text == "第一行\n第二行很长"
        assert form.screen.focused.cursor_location == (1, 2)
        await form.fill("no_next_reason", "客户出国")
        await form.save()
    assert services.desk.drafts() == []
    assert count_of(services, "interaction") == 1


async def test_a_draft_is_on_the_desk_while_typing_goes_on(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert drafts.KEEP_SECONDS < 0.5
    monkeypatch.setattr(drafts, "KEEP_SECONDS", 0.0)
    customer = a_customer(services)
    async with hosting(services) as form:
        screen = await form.open("record", entity="customer", record_id=customer.id)
        screen.go_to("industry")
        await form.pilot.press("物")
        await form.until(services.desk.drafts, "the draft")
        await form.pilot.press("流")
        await form.until(
            lambda: services.desk.drafts()[0].values.get("industry") == "物流", "the newer one"
        )
        assert form.field == "industry"  # the field was not left
        await form.press("backspace", "backspace")
        await form.until(lambda: not services.desk.drafts(), "nothing to keep any more")


@pytest.mark.slow
async def test_leaving_asks_and_keeps_or_discards(services: Services) -> None:
    customer = a_customer(services)
    async with hosting(services) as form:
        await form.open("record", entity="customer", record_id=customer.id)
        await form.press("escape")
        await form.until(lambda: form.app.answer is None, "the end without a question")
        screen = await form.open("record", entity="customer", record_id=customer.id)
        await form.fill("industry", "物流")
        await form.press("escape")
        await form.shows("This form is not saved.")
        await form.press("escape")  # one more Esc goes on typing
        await form.until(lambda: form.screen is screen, "the form")
        await form.press("escape", "2")
        await form.until(lambda: form.app.answer is None, "left")
        assert services.desk.drafts()[0].values["industry"] == "物流"
        await form.open("record", entity="customer", record_id=customer.id)
        assert form.screen.texts["industry"] == "物流"
        await form.press("escape", "3")
        await form.until(lambda: not services.desk.drafts(), "discarded")
    assert value(services, "customer", customer.id, "industry") is None


async def test_a_full_disk_leaves_the_form_open_with_everything_in_it(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_kwargs: object) -> None:
        raise StorageFault("fault.disk_full", path="x")

    async with hosting(services) as form:
        screen = await form.open("record", entity="customer")
        await form.fill("name", "中远物流集团")
        await _choose_need(form)
        with monkeypatch.context() as broken:
            broken.setattr(services.core, "write", full)
            await form.press("ctrl+s")
            await form.shows("the server's disk is full")
        assert screen.texts["name"] == "中远物流集团"
        wanted = screen.record_id
        done = await form.save()
        assert done.record_id == wanted


async def _choose_need(form: Driver) -> None:
    form.screen.go_to("need_status")
    await form.press("t")


@pytest.mark.slow
async def test_a_desk_that_cannot_be_written_is_said_once_and_nothing_stops(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> None:
        raise StorageFault("fault.disk_full", path="x")

    customer = a_customer(services)
    async with hosting(services) as form:
        await form.open("record", entity="customer", record_id=customer.id)
        with monkeypatch.context() as broken:
            broken.setattr(services.desk, "save", full)
            await form.fill("industry", "物流")
            await form.press("tab")
            await form.shows("the server's disk is full")
        await form.save()
    assert value(services, "customer", customer.id, "industry") == "物流"


async def test_saving_twice_after_a_lost_answer_makes_one_record(services: Services) -> None:
    async with hosting(services) as form:
        screen = await form.open("record", entity="customer")
        await form.fill("name", "中远物流集团")
        await _choose_need(form)
        true_submit = screen._submit
        tries: list[int] = []

        def lost(filled: Any) -> Any:
            done = true_submit(filled)
            tries.append(done.record_id)
            if len(tries) == 1:
                raise StorageFault("fault.io", path="x")  # written, but the answer was lost
            return done

        screen._submit = lost
        await form.press("ctrl+s")
        await form.until(lambda: len(tries) == 1, "the first try")
        await form.save()
    assert tries[0] == tries[1]
    assert count_of(services, "customer") == 1


class FakeDesk:
    """Remembers what stands on it; can be told to wait."""

    def __init__(self) -> None:
        self.kept: Any = None

    def save(self, draft: Any) -> None:
        self.kept = draft

    def drop(self, _form: str, _subject: str) -> None:
        self.kept = None


async def test_an_older_snapshot_never_wins_on_the_disk() -> None:
    desk = FakeDesk()
    waiting: list[Callable[[], Any]] = []
    texts = iter(["old", "new", "newest"])

    async def off_loop(call: Callable[[], Any]) -> None:
        waiting.append(call)

    keeper = drafts.DraftKeeper(
        desk,  # type: ignore[arg-type]
        ("form", "1"),
        lambda: next(texts),  # type: ignore[arg-type, return-value]
        off_loop,
        lambda _error: None,
    )
    keeper.keep()
    keeper.keep()
    await asyncio.sleep(0)
    waiting[1]()
    waiting[0]()  # a slow thread comes late
    assert desk.kept == "new"
    keeper.flush_now()
    assert desk.kept == "newest"
    await keeper.drop()
    waiting[-1]()
    assert desk.kept is None
    keeper.touch()
    keeper.flush_now()
    assert desk.kept is None


@pytest.mark.slow
async def test_several_drafts_are_offered_by_what_they_are_about(services: Services) -> None:
    first, second = a_customer(services, "中远物流集团"), a_customer(services, "华信科技")
    async with hosting(services) as form:
        for customer in (first, second):
            await form.open("record", entity="customer", record_id=customer.id)
            await form.fill("industry", "物流")
            await form.press("escape", "2")
            await form.until(lambda: form.app.answer is None, "left")
        offered = draft_answers(services.desk.drafts())
    assert [key for key, _words in offered] == ["1", "2", ""]
    assert {"中远物流集团" in offered[0][1], "华信科技" in offered[0][1]} == {True, False}
    assert offered[0][1].endswith("2026-03-02 10:00")
