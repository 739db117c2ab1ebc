"""Forms in use: what they save, what they refuse, that nothing typed is ever lost."""

from __future__ import annotations

import pytest

from models.explanation import Reason
from storage.clock import FixedClock
from storage.locations import Locations
from storage.services import Services
from tests.factories import count_of, value
from tests.workspaces import Open, Workspace, focused_field, open_demo, running
from tui import i18n
from tui.labels import reason_text


async def touch_form(work: Workspace) -> int:
    """The touch form of the customer under the cursor."""
    customer = int(work.base.customers.current.id)
    await work.press("t")
    await work.form(fields="summary")
    return customer


async def edit_form(work: Workspace) -> int:
    """The form of the customer under the cursor."""
    customer = int(work.base.customers.current.id)
    await work.press("e")
    await work.form(fields="phone")
    return customer


# ── the touch ───────────────────────────────────────────────────────────────────────────


async def test_a_touch_stands_in_the_journal_and_in_the_calendar(
    workspace: Open, colleague: Services
) -> None:
    async with workspace() as work:
        customer = await touch_form(work)
        await work.fill("summary", "确认了交货时间，周四带样品过去")
        await work.fill("next_contact_at", "2026-03-05 10:00")
        await work.press("ctrl+s")
        await work.workspace()
        code = str(value(colleague, "customer", customer, "code"))
        journal = colleague.lists.page(
            colleague.lists.parse(f"customer:{code}", "interactions"), limit=1
        )
        assert journal.rows[0].summary == "确认了交货时间，周四带样品过去"
        promised = [
            row
            for row in colleague.cards.agenda(colleague.core.clock.today().replace(day=5), None)
            if row.customer_id == customer and row.kind == "COMMITMENT" and row.due.day == 5
        ]
        assert [row.due_time for row in promised] == ["10:00"]
        for _ in range(3):
            await work.press("right_square_bracket")
        await work.until(lambda: work.base.detail.tab_key == "journal")
        await work.shows("周四带样品过去")


@pytest.mark.slow
async def test_a_phone_touch_without_next_contact_is_refused_and_nothing_is_lost(
    workspace: Open, colleague: Services
) -> None:
    async with workspace() as work:
        before = count_of(colleague, "interaction")
        await touch_form(work)
        await work.fill("summary", "没有接通，晚些再打")
        await work.press("ctrl+s")
        sentence = reason_text(Reason("touch.no_next_contact", {"field": "next_contact_at"}))
        await work.shows(sentence)
        assert work.screen.texts["summary"] == "没有接通，晚些再打"
        assert count_of(colleague, "interaction") == before
        await work.fill("no_next_reason", "对方停机")
        await work.press("ctrl+s")
        await work.workspace()
        assert count_of(colleague, "interaction") == before + 1


# ── records ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
async def test_a_new_customer_needs_a_need(workspace: Open, colleague: Services) -> None:
    async with workspace() as work:
        before = count_of(colleague, "customer")
        await work.press("n")
        form = await work.form(fields="need_status")
        await work.fill("name", "平安塑胶制品厂")
        await work.press("ctrl+s")
        await work.until(lambda: form.query(".-wrong"))
        await work.until(lambda: focused_field(form) == "need_status")
        assert form.texts["name"] == "平安塑胶制品厂"
        assert count_of(colleague, "customer") == before
        await work.fill("need_status", "NOW")
        await work.fill("own_expected_date", "2026-03-20")
        await work.press("ctrl+s")
        await work.workspace()
        assert count_of(colleague, "customer") == before + 1
        await work.find("pingan", "平安塑胶制品厂")
        assert work.base.customers.current.grade == "A"


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "zh"])
async def test_a_wrong_e_mail_is_marked_under_its_field(
    workspace: Open, colleague: Services, language: str
) -> None:
    async with workspace((120, 40), language) as work:
        customer = await edit_form(work)
        before = value(colleague, "customer", customer, "email")
        await work.fill("email", "kein@@mail")
        await work.press("ctrl+s")
        params = {"field": "email", "value": "kein@@mail"}
        await work.shows(reason_text(Reason("field.not_an_email", params), "customer"))
        assert focused_field(work.screen) == "email"
        assert value(colleague, "customer", customer, "email") == before


@pytest.mark.slow
async def test_an_edit_reaches_the_list(workspace: Open, colleague: Services) -> None:
    async with workspace() as work:
        customer = await edit_form(work)
        await work.fill("name", "华信精密科技")
        await work.press("ctrl+s")
        await work.workspace()
        assert value(colleague, "customer", customer, "name") == "华信精密科技"
        await work.shows("华信精密科技")


@pytest.mark.slow
async def test_undo_takes_back_and_the_list_shows_it(workspace: Open) -> None:
    async with workspace() as work:
        before = work.base.customers.current.name
        await edit_form(work)
        await work.fill("name", "Renamed Works")
        await work.press("ctrl+s")
        await work.workspace()
        await work.until(lambda: work.base.customers.current.name == "Renamed Works")
        await work.press("u")
        await work.until(lambda: work.base.customers.current.name == before)
        assert any("Taken back" in notice for notice in work.notices)
        await work.press("U")
        await work.until(lambda: work.base.customers.current.name == "Renamed Works")


# ── language, leaving ───────────────────────────────────────────────────────────────────


@pytest.mark.slow
async def test_the_language_turns_and_texts_field_and_cursor_stay(workspace: Open) -> None:
    async with workspace() as work:
        await touch_form(work)
        await work.fill("next_contact_at", "2026-03-05 10:00")
        form = work.screen
        form.focused.cursor_position = 4
        before = dict(form.texts)
        await work.press("f2")
        await work.until(lambda: i18n.language() == "zh" and work.says("摘要"))
        await work.until(lambda: focused_field(form) == "next_contact_at")
        assert form.texts == before
        assert form.focused.cursor_position == 4
        assert form.focused.value == "2026-03-05 10:00"


@pytest.mark.slow
async def test_escape_on_a_changed_form_asks_first(workspace: Open) -> None:
    async with workspace() as work:
        await touch_form(work)
        form = work.screen
        await work.fill("summary", "半句话")
        await work.press("escape")
        await work.shows("This form is not saved.")
        await work.press("escape")
        await work.until(lambda: work.screen is form)
        assert form.texts["summary"] == "半句话"
        await work.press("escape")
        await work.shows("This form is not saved.")
        await work.press("3")
        await work.workspace()
        assert work.services.desk.drafts() == []


@pytest.mark.slow
async def test_escape_on_an_untouched_form_leaves_at_once(workspace: Open) -> None:
    async with workspace() as work:
        await touch_form(work)
        await work.press("escape")
        await work.workspace()


# ── drafts ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
async def test_a_half_typed_form_is_back_after_a_sudden_end(
    demo_home: Locations, clock: FixedClock
) -> None:
    async with running(demo_home, clock) as work:
        await touch_form(work)
        await work.fill("next_contact_at", "2026-03-05")
        work.screen.go_to("summary")
        await work.until(lambda: focused_field(work.screen) == "summary")
        await work.press("张", "总", "问")
        await work.press("left")
        await work.until(
            lambda: [d.values.get("summary") for d in work.services.desk.drafts()] == ["张总问"]
        )
        await work.until(lambda: work.services.desk.drafts()[0].values.get("next_contact_at"))
    async with running(demo_home, clock) as work:
        form = await work.form(fields="summary")
        assert form.texts["summary"] == "张总问"
        assert form.texts["next_contact_at"] == "2026-03-05"
        await work.until(lambda: focused_field(form) == "summary")
        await work.shows("张总问")


# ── two people, one record ──────────────────────────────────────────────────────────────


@pytest.mark.slow
@pytest.mark.parametrize(("keys", "stands"), [(("m",), "我的电话 1"), (("t",), "他的电话 2")])
async def test_both_values_are_shown_and_the_chosen_one_stands(
    workspace: Open, colleague: Services, keys: tuple[str, ...], stands: str
) -> None:
    async with workspace() as work:
        customer = await edit_form(work)
        colleague.records.update("customer", customer, {"industry": "他的电话 2", "city": "苏州"})
        await work.fill("industry", "我的电话 1")
        await work.fill("website", "https://example.com")
        await work.press("ctrl+s")
        await work.shows("Changed meanwhile")
        await work.shows("我的电话 1")
        await work.shows("他的电话 2")
        await work.press(*keys, "enter")
        await work.workspace()
        assert value(colleague, "customer", customer, "industry") == stands
        assert value(colleague, "customer", customer, "city") == "苏州"
        assert value(colleague, "customer", customer, "website") == "https://example.com"


@pytest.mark.slow
async def test_other_fields_of_another_session_do_not_disturb(
    workspace: Open, colleague: Services
) -> None:
    async with workspace() as work:
        customer = await edit_form(work)
        colleague.records.update("customer", customer, {"city": "苏州"})
        await work.fill("industry", "电子信息与软件")
        await work.press("ctrl+s")
        await work.workspace()
        assert value(colleague, "customer", customer, "city") == "苏州"
        assert value(colleague, "customer", customer, "industry") == "电子信息与软件"


@pytest.mark.slow
async def test_a_closed_conflict_leaves_the_form_as_it_was(
    workspace: Open, colleague: Services
) -> None:
    async with workspace() as work:
        customer = await edit_form(work)
        form = work.screen
        colleague.records.update("customer", customer, {"industry": "theirs"})
        await work.fill("industry", "mine")
        await work.press("ctrl+s")
        await work.shows("Changed meanwhile")
        await work.press("escape")
        await work.until(lambda: work.screen is form)
        assert form.texts["industry"] == "mine"
        assert value(colleague, "customer", customer, "industry") == "theirs"


@pytest.mark.slow
async def test_a_draft_of_an_older_version_shows_the_conflict(
    demo_home: Locations, clock: FixedClock
) -> None:
    async with running(demo_home, clock) as work:
        customer = await edit_form(work)
        await work.fill("industry", "mine")
        await work.until(lambda: work.services.desk.drafts())
    other = open_demo(demo_home, clock)
    other.records.update("customer", customer, {"industry": "theirs"})
    other.close()
    async with running(demo_home, clock) as work:
        form = await work.form(fields="industry")
        assert form.texts["industry"] == "mine"
        await work.press("ctrl+s")
        await work.shows("Changed meanwhile")
        await work.shows("theirs")
