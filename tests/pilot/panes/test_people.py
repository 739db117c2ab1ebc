"""The People tab: contacts, the map of each deal, adding and confirming members."""

from __future__ import annotations

import pytest

from storage.services import Services
from tests.workspaces import Open, Workspace
from tui.i18n import tr

pytestmark = pytest.mark.slow


async def open_people(work: Workspace, query: str, name: str) -> None:
    await work.find(query, name)
    await work.press("2")
    names = ["overview", "nsabc", "people"]
    work.base.detail.show_tab(names.index("people"))
    await work.until(lambda: work.base.detail.list.count)
    await work.until(lambda: work.screen.focused is work.base.detail.list)
    await work.press("z")
    await work.shows(tr("Buying committee"))
    await work.shows(tr("mobile (:reveal)"))  # it is there, and how one sees it


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            ["Buying committee · O-000031", "support +35.0", "50 %", "for us", "Nobody is named"],
        ),
        ("zh", ["决策链 · O-000031", "支持度 +35.0", "50 %", "支持"]),
    ],
)
async def test_ac_022_the_map_and_its_figures(
    workspace: Open, language: str, words: list[str]
) -> None:
    async with workspace(language=language) as work:
        await open_people(work, "zywl", "中远物流集团")
        for one in words[:4]:
            await work.shows(one)
        work.check_cells("people")


@pytest.mark.slow
async def test_x_on_the_support_tells_its_terms(workspace: Open) -> None:
    async with workspace() as work:
        await open_people(work, "zywl", "中远物流集团")
        pane = work.base.detail
        place = next(n for n in range(pane.list.count) if pane.list.row_at(n).figure == "support")
        pane.list.go_to(place)
        await work.until(lambda: pane.current is not None and pane.current.figure == "support")
        await work.press("x")
        await work.shows("R-SUPPORT")
        await work.shows("35")


@pytest.mark.slow
async def test_n_asks_what_is_new_and_adds_a_member(workspace: Open, colleague: Services) -> None:
    async with workspace() as work:
        await open_people(work, "zywl", "中远物流集团")
        await work.press("n")
        await work.shows("What is new?")
        await work.press("3")
        form = await work.form(fields="from_contact")
        assert {"from_contact", "to_contact", "kind"} <= set(form.texts)
        await work.press("escape")
        await work.workspace()


@pytest.mark.slow
async def test_a_copied_member_is_confirmed_with_one_key(
    workspace: Open, colleague: Services
) -> None:
    async with workspace() as work:
        customer = colleague.cards.find("C-000012")[1]
        made = colleague.records.create(
            "opportunity",
            {
                "customer": "C-000012",
                "title": "second",
                "pipeline": "LEAD",
                "need_status": "NOW",
            },
        )
        members = colleague.committee.of_deal(customer, made.id).members
        assert {one.assumed for one in members} == {True}
        await open_people(work, "zywl", "中远物流集团")
        pane = work.base.detail
        await work.shows("assumed")
        wanted = members[0].id

        def place() -> int | None:
            for n in range(pane.list.count or 0):
                row = pane.list.row_at(n)
                if row is not None and (row.entity, row.record_id) == ("stakeholder", wanted):
                    return n
            return None

        await work.until(lambda: place() is not None)
        pane.list.go_to(place() or 0)
        await work.until(lambda: pane.current is not None and pane.current.record_id == wanted)
        assert work.base.deal_id == made.id
        await work.press("c")
        await work.until(
            lambda: not colleague.committee.of_deal(customer, made.id).members[0].assumed
        )
