"""The demo of a team: users are kept, masks and reveals differ by who looks (11.3, AC-196)."""

from __future__ import annotations

import tempfile
from functools import cache, partial

import pytest

from models.enums import Role
from storage.clock import FixedClock
from storage.locations import Locations, find
from storage.services.demo import make_demo
from tests.conftest import MORNING
from tests.workspaces import Open, Workspace, running
from tui.screens.users import UsersScreen

pytestmark = pytest.mark.slow

HIDDEN, CLEAR = "138****0101", "138 0000 0101"  # a contact of chensi's


@cache
def team_file() -> bytes:
    """The demo of a team, made once a process."""
    with tempfile.TemporaryDirectory() as folder:
        places = find(environ={"FIVEFOLD_HOME": folder})
        return make_demo(places, FixedClock(MORNING), team=True).read_bytes()


@pytest.fixture
def team(home: Locations, clock: FixedClock) -> Open:
    """Runs the program as one of the team: `async with team(demo_as="glin") as work`."""
    home.team_demo_database.parent.mkdir(parents=True)
    home.team_demo_database.write_bytes(team_file())
    return partial(running, home, clock)


async def on_a_contact(work: Workspace, query: str, name: str, person: str) -> None:
    """The cursor of the detail pane on a person of a customer."""
    await work.find(query, name)
    await work.press("2")
    pane = work.base.detail
    pane.show_tab(2)
    await work.until(lambda: pane.list.count and work.screen.focused is pane.list)
    await work.shows(person)
    place = next(
        n for n in range(pane.list.count) if getattr(pane.list.row_at(n), "entity", "") == "contact"
    )
    pane.list.go_to(place)
    await work.until(lambda: pane.current is not None and pane.current.entity == "contact")


async def reveal(work: Workspace, reason: str) -> None:
    """The form of a hidden value, sent with a reason."""
    work.base.action_reveal()
    await work.form(fields="reason")
    await work.fill("reason", reason)
    await work.press("ctrl+s")


async def test_an_administrator_adds_changes_and_switches_off_users(team: Open) -> None:
    async with team((100, 30), demo_as="pwolf", notices=True) as work:
        users = work.services.users
        work.base.action_users()
        await work.until(lambda: isinstance(work.screen, UsersScreen) and work.screen.list.count)
        await work.shows("孙佩")
        await work.press("n")
        await work.form(fields="login")
        for field, text in (("login", "luna"), ("name", "Luna Ray"), ("roles", "SALES")):
            await work.fill(field, text)
        await work.press("ctrl+s")
        await work.shows("Luna Ray")
        row = next(one for one in users.rows() if one.login == "luna")
        assert (set(row.roles), row.active) == ({Role.SALES}, True)
        work.check_cells("users")

        await work.press("slash")
        await work.type("luna")
        await work.press("enter")
        await work.until(lambda: work.screen.list.count == 1, "one user")
        await work.press("e")
        await work.form(fields="roles")
        await work.fill("roles", "SERVICE")
        work.screen.go_to("active")
        await work.fill("active", "no")
        await work.press("ctrl+s")
        await work.until(lambda: isinstance(work.screen, UsersScreen), "the users")
        await work.shows("Service")
        row = next(one for one in users.rows() if one.login == "luna")
        assert (set(row.roles), row.active) == ({Role.SERVICE}, False)
        acts = work.services.trail.log({"kind": "user", "user": "pwolf"})
        told = {one.field for line in acts for one in line.fields}
        assert {"roles", "active"} <= told


async def test_a_mates_number_is_masked_and_not_revealed_to_sales(team: Open) -> None:
    async with team((120, 40), demo_as="liming") as work:
        await on_a_contact(work, "C-000001", "华信科技有限公司", "何敏")
        assert CLEAR not in work.text
        await reveal(work, "好奇")
        await work.until(
            lambda: work.has_form and work.says("Ask 陈思 or a manager"), "the refusal"
        )
        assert not work.says(CLEAR)
        (refused,) = work.services.trail.log({"act": "access.refused", "day": "2026-03-02"})
        assert (refused.who, refused.params["action"]) == ("李明", "REVEAL")


def _was_told(work: Workspace, why: str) -> bool:
    return any(why in one for one in work.notices)


async def test_who_may_look_only_reads_why_on_the_page(team: Open) -> None:
    async with team((60, 20), demo_as="xiaoyu") as work:
        work.base.action_audit()
        await work.shows("you may not read the log of others. Ask: Manager.")
        work.check_cells("audit refused")
        # Nobody fills in a form in vain.
        await work.press("escape")
        await work.workspace()
        for key, why in (("t", "log touches and plan"), ("n", "change customers and deals")):
            await work.press(key)
            await work.until(partial(_was_told, work, why), why)
            await work.workspace()


async def test_service_reveals_with_a_reason_that_is_kept(team: Open) -> None:
    async with team((120, 40), "zh", demo_as="wangfang") as work:
        await on_a_contact(work, "C-000001", "华信科技有限公司", "何敏")
        assert CLEAR not in work.text
        await reveal(work, "回电话")
        await work.shows(CLEAR)
        (line,) = work.services.trail.log({"act": "access.reveal", "day": "2026-03-02"})
        assert (line.who, line.params["reason"]) == ("王芳", "回电话")
