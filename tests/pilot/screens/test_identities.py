"""Who is this, on the screen: mistakes at their field, one answer for what nobody may learn."""

from __future__ import annotations

import pytest

from storage.services import Services
from tests.factories import a_customer
from tests.pilot.screens.form_host import hosting
from tests.workspaces import Open
from tui.screens.identities import IdentitiesScreen, RequestsScreen, SystemsScreen
from tui.screens.lines import LinesScreen

pytestmark = pytest.mark.slow

NUMBER = "11010519491231002X"
LI = {"name": "李秀英", "birth_date": "1949-12-31", "document_number": NUMBER}
TEXTS = {**LI, "sex": "F", "document_type": "RESIDENT_ID", "legal_basis": "CONSENT"}


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_ac_160_166_five_elements_are_asked_and_answered(
    services: Services, language: str
) -> None:
    customer = a_customer(services)
    clinic = {"key": "clinic", "name": "诊所", "scopes": "visits"}
    services.records.create("source_system", clinic)
    told = {"kind": "visits", "at": "2026-02-01 09:00", "payload": "复查"}
    services.records.create(
        "activity_record", {"customer": customer.code, "system": "clinic", **told}
    )
    services.identities.add(customer.id, TEXTS)
    async with hosting(services, (80, 30), language) as form:
        screen = await form.open("identify")
        screen._rows["sex"].editor.value = "F"
        await form.fill_all({**LI, "scope": "visits", "name": "李秀瑛"})
        await form.fill("document_number", NUMBER[:-1] + "1")
        await form.press("ctrl+s")
        await form.shows("checksum does not fit" if language == "en" else "校验码不符")
        form.check_cells()
        await form.fill("document_number", NUMBER)
        await form.press("ctrl+s")
        await form.until(lambda: isinstance(form.screen, LinesScreen), "the answer")
        await form.shows("Not authorised." if language == "en" else "未获授权。")
        assert not form.says(customer.code)
        form.check_cells()
        await form.press("escape")
        await form.until(lambda: form.screen is form.app.screen_stack[0], "the end")
        screen = await form.open("identify")
        screen._rows["sex"].editor.value = "F"
        await form.fill_all({**LI, "scope": "visits"})
        await form.press("ctrl+s")
        await form.shows(customer.code)
        await form.shows("复查")
        form.check_cells()
        await form.press("enter")
        await form.until(lambda: form.screen is form.app.screen_stack[0], "the end")
        assert form.done.opens == customer.id


async def test_an_identity_is_stored_shown_with_a_reason_replaced_and_revoked(
    services: Services,
) -> None:
    customer = a_customer(services)
    async with hosting(services, (80, 24)) as form:
        screen = await form.open("identity", customer_id=customer.id)
        screen._rows["sex"].editor.value = "F"
        await form.fill_all(LI)
        await form.press("ctrl+s")
        await form.shows("Legal basis")
        screen._rows["legal_basis"].editor.value = "CONSENT"
        await form.save()
        (row,) = services.identities.of_customer(customer.id)
        (card,) = row.documents
        await form.open("document_number", document_id=card.id)
        assert not form.says(NUMBER)
        await form.fill("reason", "核对合同")
        await form.press("ctrl+s")
        await form.shows(NUMBER)
        await form.press("escape")
        await form.until(lambda: form.screen is form.app.screen_stack[0], "the end")
        await form.open("document", identity_id=row.id, replaces=card.id)
        await form.shows("1101**********002X stays as history")
        form.screen._rows["document_type"].editor.value = "PASSPORT"
        await form.fill("document_number", "E1234567")
        await form.save()
        screen = await form.open("identity", record_id=row.id)
        await form.fill("basis_note", "Formular 12")
        await form.save()
        await form.open("identity_revoke", identity_id=row.id)
        await form.fill("reason", "lost")
        await form.save()
    (row,) = services.identities.of_customer(customer.id)
    assert (row.basis_note, row.reason) == ("Formular 12", "lost")
    assert [one.state.value for one in row.documents] == ["REPLACED", "REVOKED"]


@pytest.mark.slow
@pytest.mark.parametrize(("size", "language"), [((120, 40), "en"), ((60, 20), "zh")])
async def test_the_pages_of_the_method(
    workspace: Open, size: tuple[int, int], language: str
) -> None:
    async with workspace(size, language) as work:
        await work.find("osprey", "Osprey Instruments")
        work.base.action_identities()
        await work.until(
            lambda: isinstance(work.screen, IdentitiesScreen) and work.screen.list.count
        )
        await work.shows("1101**********002X")
        work.check_cells("identities")
        await work.press("j", "j", "j", "enter")
        await work.until(lambda: not isinstance(work.screen, IdentitiesScreen), "the question")
        await work.press("escape")
        await work.press("n")
        await work.until(lambda: not isinstance(work.screen, IdentitiesScreen), "the question")
        await work.press("escape", "e")
        await work.form(fields="basis_note")
        await work.press("escape")
        await work.until(lambda: isinstance(work.screen, IdentitiesScreen))
        await work.press("d")
        await work.form(fields="reason")
        await work.press("escape", "escape")
        await work.workspace()
        work.base.action_systems()
        await work.until(lambda: isinstance(work.screen, SystemsScreen) and work.screen.list.count)
        work.check_cells("systems")
        await work.press("n")
        await work.form(fields="scopes")
        await work.press("escape")
        await work.until(lambda: isinstance(work.screen, SystemsScreen))
        await work.press("j", "enter")
        await work.until(lambda: isinstance(work.screen, RequestsScreen) and work.screen.list.count)
        await work.shows("E07")
        work.check_cells("requests")
        await work.press("w", "enter")
        await work.until(lambda: isinstance(work.screen, LinesScreen), "the line")
        await work.shows("dr.wang")
        await work.press("escape", "escape", "escape")
        await work.workspace()
        work.base.action_requests()
        await work.until(lambda: isinstance(work.screen, RequestsScreen) and work.screen.list.count)
        await work.press("escape")
        work.base.action_identify()
        await work.form(fields="document_number")
        work.check_cells("identify")
