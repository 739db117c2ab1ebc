"""The same customer once, by keys: asked on saving, merged field by field (11.5, 9.7)."""

from __future__ import annotations

import pytest

from models.views.duplicates import TO_MERGE
from storage.services import Services
from tests.factories import a_contact, a_customer, count_of
from tests.pilot.screens.form_host import hosting
from tui.screens.bin import BinScreen
from tui.screens.merging import MergeScreen
from tui.screens.pairs import PairsScreen

pytestmark = pytest.mark.slow


async def test_ac_149_saving_a_lookalike_asks(services: Services) -> None:
    first = a_customer(services, "海天科技有限公司", city="深圳")
    async with hosting(services) as form:
        await form.open("record", entity="customer", defaults={"city": "深圳"})
        await form.fill_all({"name": "海天科技", "need_status": "LATENT"})
        await form.press("ctrl+s")
        await form.shows("海天科技 may be on record already")
        await form.shows("C-000001 海天科技有限公司 · 深圳 79 of 100, the same: Customer name")
        await form.press("escape")
        await form.shows("Open or merge it, or keep both with a reason.")
        await form.press("ctrl+s")
        await form.shows("may be on record already")
        await form.press("1")
        await form.until(lambda: form.app.answer.opens == first.id)
        assert count_of(services, "customer") == 1
        await form.open("record", entity="customer", defaults={"city": "深圳"})
        await form.shows("Your draft is back")
        await form.press("ctrl+s")
        await form.shows("may be on record already")
        await form.press("3")
        await form.shows("Why are there two?")
        await form.press("enter")  # no reason is none
        await form.type("two sites")
        await form.press("enter")
        await form.until(lambda: getattr(form.app.answer, "record_id", 0), "the end of the form")
    assert count_of(services, "customer") == 2
    rows = services.core.read(lambda r: r.rows("SELECT verdict, reason FROM duplicate_pair"))
    assert rows == [("KEPT", "two sites")]


async def test_a_lookalike_is_saved_to_be_merged(services: Services) -> None:
    first = a_customer(services, "海天科技有限公司", city="深圳")
    async with hosting(services) as form:
        await form.open("record", entity="customer", defaults={"city": "深圳"})
        await form.fill_all({"name": "海天科技", "need_status": "LATENT"})
        await form.press("ctrl+s")
        await form.shows("海天科技 may be on record already")
        await form.press("2")
        await form.until(lambda: getattr(form.app.answer, "merges", 0) == first.id)
        assert form.app.answer.record_id
    assert count_of(services, "duplicate_pair") == 0  # nothing is said until they are merged


async def test_ac_150_two_side_by_side_become_one(services: Services) -> None:
    winner = a_customer(services, "海天科技有限公司", city="深圳", industry="银行")
    loser = a_customer(services, "海天", city="广州", phone="0755-88886666")
    a_contact(services, loser)
    async with hosting(services, size=(100, 30)) as form:
        await form.show(MergeScreen(form.app.bridge, winner.id, loser.id))
        await form.shows("C-000001 stays")
        await form.shows("Customer name [x] 海天科技有限公司 [ ] 海天")
        await form.shows("Phone [ ] - [x] 0755-88886666")
        await form.shows("What moves to C-000001 1 contact")
        await form.press("j", "j", "j", "space")  # the name
        await form.shows("Customer name [ ] 海天科技有限公司 [x] 海天")
        await form.press("s")
        await form.shows("C-000002 stays")
        await form.press("s")
        await form.shows("C-000001 stays")
        await form.press("m", "j", "enter")
        await form.shows("Customer name [x] 海天科技有限公司 [ ] 海天")
        form.check_cells()
        await form.press("ctrl+s")
        await form.until(lambda: getattr(form.app.answer, "opens", 0) == winner.id)
    values = services.cards.record("customer", winner.id)
    assert (values["name"], values["phone"]) == ("海天科技有限公司", None)


async def test_pairs_are_merged_kept_and_explained_and_the_bin_gives_back(
    services: Services,
) -> None:
    texts = {"city": "深圳", "need_status": "LATENT"}
    made = [
        services.records.create("customer", {**texts, "name": name}, keep_duplicate=TO_MERGE)
        for name in ("海天科技有限公司", "海天科技", "海天科技股份", "华信科技", "华信科技集团")
    ]
    gone = a_customer(services, "要归档的客户")
    services.records.archive("customer", gone.id)
    async with hosting(services, size=(100, 30)) as form:
        pairs = services.duplicates.scan()
        assert len(pairs) == 4
        await form.show(PairsScreen(form.app.bridge, pairs))
        await form.shows("Customers that may be one · 4")
        await form.shows("79 C-000001 海天科技有限公司")
        await form.shows("the same: Customer name")
        form.check_cells()
        await form.press("x")
        await form.shows("Names in 深圳: 1 - 0 / 4 characters = 1.0000 alike")
        await form.press("escape", "b")
        await form.shows("Why are there two?")
        await form.type("two sites")
        await form.press("enter")
        await form.shows("Customers that may be one · 3")
        await form.press("N")
        await form.shows("Customers that may be one · 2")
        await form.press("j", "enter")  # the second one is to stay
        await form.shows("C-000003 stays")
        await form.press("ctrl+s")
        await form.shows("Customers that may be one · 1")
        assert services.cards.find("C-000002") == ("customer", made[2].id)
        await form.press("o")
        await form.until(lambda: form.app.answer in (made[3].id, made[4].id))
        await form.show(BinScreen(form.app.bridge))
        await form.shows("要归档的客户")
        form.check_cells()
        await form.press("slash", "x")
        await form.shows("Nothing archived has that code, name or kind.")
        await form.press("backspace", "enter")
        await form.shows("要归档的客户")
        await form.press("enter")
        await form.shows("The bin is empty.")
    assert services.cards.record("customer", gone.id)["name"] == "要归档的客户"
    rows = services.core.read(
        lambda r: r.rows("SELECT verdict FROM duplicate_pair WHERE deleted_at IS NULL ORDER BY id")
    )
    assert rows == [("NEVER",)]  # what was said of the merged one's pair is said already
