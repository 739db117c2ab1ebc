"""Erasing and keeping on the screen: what would go is said before, the code typed once more."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.services import Services
from tests.factories import a_contact, a_customer, value
from tests.pilot.screens.form_host import hosting
from tui.screens.opening import form_screen
from tui.screens.privacy import RetentionScreen

pytestmark = pytest.mark.slow


async def test_ac_145_the_form_says_what_goes_before_it_does(
    services: Services, tmp_path: Path
) -> None:
    customer = a_customer(services, "听雨楼")
    person = a_contact(services, customer, "慕容秋水")
    async with hosting(services, (80, 24), "zh") as form:
        screen = await form.open("subject_report", customer_id=customer.id)
        await form.fill("reason", "本人查询")
        await form.fill("path", str(tmp_path / "held.md"))
        form.check_cells()
        await form.save()
        assert "慕容秋水" in (tmp_path / "held.md").read_text()
        screen = await form.open("erase", customer_id=customer.id)
        await form.shows("名称将改为 deleted-C-000001")
        await form.shows("联系人: 1")
        screen._rows["who"].editor.value = person.code
        await form.fill_all({"reason": "本人要求", "path": str(tmp_path / "erased.md")})
        await form.fill("again", "C-000001")
        await form.press("ctrl+s")
        await form.until(lambda: screen.query("FieldRow.-wrong"), "the mark")
        await form.shows("再输入一次编号: 请输入")  # by the label that stands there
        await form.fill("again", person.code)
        await form.save()
    assert value(services, "contact", person.id, "name") == f"deleted-{person.code}"
    assert "deleted-" in (tmp_path / "erased.md").read_text()


async def test_ac_154_the_list_and_the_job_tried_first(services: Services, tmp_path: Path) -> None:
    late = a_customer(services, "华信科技", retention_until="2026-02-28")
    async with hosting(services, (60, 20)) as form:
        screen = form_screen(form.app.bridge, "retention", {})
        assert isinstance(screen, RetentionScreen)
        await form.show(screen)
        await form.shows("! 2026-02-28")
        form.check_cells()
        await form.open("retention_run")
        await form.shows(f"deleted-{late.code}")
        await form.shows("Tried only so far")
        await form.fill("path", str(tmp_path / "run.json"))
        await form.shows("ctrl+s make nameless")
        await form.save()
        await form.press("r")
        await form.shows("Nobody's time has passed.")
        form.check_cells()
    assert value(services, "customer", late.id, "name") == f"deleted-{late.code}"
