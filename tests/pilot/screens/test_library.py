"""The library over a form: found by typing, the form waits as it is."""

from __future__ import annotations

from storage.services import Services
from tests.factories import a_customer
from tests.pilot.screens.form_host import hosting
from tui.screens.library import LibraryScreen


async def test_ac_177_an_objection_is_looked_up_while_the_form_is_open(services: Services) -> None:
    customer = a_customer(services)
    for texts in (
        {"objection": "Cheaper elsewhere", "argument": "Ask what is compared.", "proof": "CC-114"},
        {"objection": "别家更便宜", "argument": "比质保和材质。", "proof": "专利证书 555018"},
    ):
        services.records.create("objection", texts)
    services.records.create("faq", {"question": "多久到场?", "answer": "36 小时内。"})
    async with hosting(services) as form:
        screen = await form.open("feedback", customer_id=customer.id)
        await form.fill("text", "half typed")
        await form.pilot.press("f9")
        await form.until(lambda: isinstance(form.screen, LibraryScreen), "the library")
        await form.shows("多久到场?")
        assert form.says("Proof: CC-114")
        await form.pilot.press(*"pianyi")
        await form.until(lambda: not form.says("CC-114"), "the search")
        assert form.says("Proof: 专利证书 555018")
        form.check_cells()
        await form.pilot.press("enter", "slash", "escape", "escape")
        await form.shows("CC-114")  # the words are cleared first
        await form.pilot.press("escape")
        await form.until(lambda: form.screen is screen, "the form")
        assert screen.texts["text"] == "half typed"
