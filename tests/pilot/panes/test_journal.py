"""The Journal tab: one list of all channels, narrowed by channel and life-cycle step (AC-046)."""

from __future__ import annotations

import pytest

from storage.services import Services
from tests.workspaces import Open, Workspace

pytestmark = pytest.mark.slow


async def open_journal(work: Workspace) -> None:
    await work.find("zywl", "中远物流集团")
    await work.press("2")
    work.base.detail.narrow_journal("")
    await work.until(lambda: work.screen.focused is work.base.detail.list)


def count(services: Services, query: str) -> int:
    return services.lists.count(services.lists.parse(query, "interactions"))


async def command(work: Workspace, name: str) -> None:
    await work.press("colon")
    await work.until(lambda: work.screen is not work.base)
    await work.press(*name, "enter")


def entries(work: Workspace) -> set[int]:
    rows = [work.base.detail.list.row_at(n) for n in range(work.base.detail.list.count or 0)]
    return {one.record_id for one in rows if one is not None and one.entity == "interaction"}


def channels(work: Workspace, colleague: Services) -> set[str]:
    return {str(colleague.cards.record("interaction", one)["channel"]) for one in entries(work)}


@pytest.mark.parametrize(
    ("language", "all_of_it", "narrowed"),
    [
        ("en", "All channels and steps: 9.", "Only Visit: 2."),
        ("zh", "全部渠道和环节", "只看 上门拜访"),
    ],
)
async def test_ac_046_one_list_filtered_by_channel_and_step(
    workspace: Open, colleague: Services, language: str, all_of_it: str, narrowed: str
) -> None:
    async with workspace(language=language) as work:
        await open_journal(work)
        await work.shows(all_of_it)
        await work.until(lambda: len(channels(work, colleague)) > 3)
        work.base.action_filter("channel:上门拜访")  # labels of either language
        await work.shows(narrowed)
        await work.until(lambda: channels(work, colleague) == {"VISIT"})
        work.base.action_filter("channel:VISIT step:SERVICE")
        await work.until(lambda: len(entries(work)) == 1)
        work.check_cells("journal")


@pytest.mark.slow
async def test_enter_asks_which_part_and_everything_brings_all_back(
    workspace: Open, colleague: Services
) -> None:
    async with workspace() as work:
        await open_journal(work)
        await work.shows("All channels and steps")
        await work.until(lambda: work.base.detail.current is not None)
        await work.press("home", "enter")
        await work.shows("Which part of the journal?")
        await work.press("2")  # the channel used most
        await work.workspace()
        await work.shows("Only ")
        await work.until(lambda: len(channels(work, colleague)) == 1)
        await work.press("home", "enter")
        await work.shows("Which part of the journal?")
        await work.press("1")
        await work.shows("All channels and steps: 9.")


async def test_a_filter_that_is_none_is_said(workspace: Open) -> None:
    async with workspace() as work:
        await open_journal(work)
        work.base.action_filter("channel:PIGEON")
        await work.until(lambda: work.notices)
        assert "PIGEON" in work.notices[-1]


@pytest.mark.slow
async def test_the_journal_of_all_is_narrowed_and_leads_to_its_tracking_journals(
    workspace: Open, colleague: Services
) -> None:
    async with workspace() as work:
        await command(work, "journal")
        await work.shows(f"Journal · mine · {count(colleague, 'owner:chensi')}")
        await work.press("2")
        await work.shows(f"Journal · my team · {count(colleague, 'owner:team')}")
        await work.press("3")
        await work.shows(f"Journal · everybody · {count(colleague, '')}")
        await work.press("slash", *"channel", "colon", *"MEAL", "enter")
        await work.shows(f"Journal · everybody · {count(colleague, 'channel:MEAL')}")
        rows = work.screen.list
        assert {rows.row_at(n).channel for n in range(rows.count)} == {"MEAL"}
        wanted = rows.row_at(0).customer_id
        await work.press("enter")
        await work.until(lambda: work.base.detail.customer_id == wanted)
        await work.shows("All channels and steps")
        await command(work, "journal")
        await work.shows("Journal · mine")
        await work.press("4")
        await work.shows(f"Journal · {work.base.detail.customer_name}")
        await work.press("v")
        await work.shows("Daily journal")
        await work.press("enter")
        await work.shows("Tracked in time 0 of 1")
        await work.press("enter")
        await work.until(lambda: work.base.detail.code == "C-000001")
