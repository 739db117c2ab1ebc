"""Forms of records: filled in by keys, checked in place, saved; links, choices, groups."""

from __future__ import annotations

import pytest
from textual.events import Paste

from storage.services import Services
from tests.factories import a_contact, a_customer, an_opportunity, count_of, value
from tests.pilot.screens.form_host import hosting
from tui.widgets.choice import ChoiceField


async def test_ac_050_a_new_customer_ends_with_grade_and_first_tracking_date(
    services: Services,
) -> None:
    async with hosting(services) as form:
        await form.open("record", entity="customer")
        assert form.field == "name"
        await form.pilot.press("中", "远")
        await form.shows("follow once the need is chosen")
        await form.press("ctrl+s")
        assert form.field == "need_status"  # the first that is wrong gets the keyboard
        assert form.says("a value is needed")
        await form.press("t")  # the label is Target
        await form.fill("own_expected_date", "+40d")
        await form.shows("Grade B, first tracking 2026-03-09 Mon")
        done = await form.save()
        assert "grade B, first tracking 2026-03-09" in done.message
        assert value(services, "customer", done.record_id, "name") == "中远"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "E-mail: 张三 is not an e-mail address."),
        ("zh", "电子邮箱:「张三」不是有效的邮箱地址。"),
    ],
)
async def test_a_wrong_value_is_said_below_its_field_in_the_users_language(
    services: Services, language: str, sentence: str
) -> None:
    customer = a_customer(services)
    async with hosting(services, language=language) as form:
        await form.open("record", entity="customer", record_id=customer.id)
        await form.fill("email", "张三")
        await form.press("tab")
        await form.until(lambda: form.screen.query(".-wrong"), "the mark")
        wrong = next(row.wrong for row in form.screen.query("FieldRow") if row.wrong)
        assert wrong.startswith(sentence)
        below = form.screen.query_one("FieldProblem")
        assert below.content_region.x == form.screen.query_one("#form-body").content_region.x + 27
        await form.press("ctrl+s")
        assert form.field == "email"
        await form.fill("email", "zhang@example.com")
        assert not form.screen.query("FieldRow.-wrong")
        await form.save()
    assert value(services, "customer", customer.id, "email") == "zhang@example.com"


async def test_only_what_was_changed_is_sent_and_amounts_come_back_as_they_were(
    services: Services,
) -> None:
    customer = a_customer(services)
    deal = an_opportunity(services, customer, currency="JPY", expected_amount="5000000")
    async with hosting(services) as form:
        screen = await form.open("record", entity="opportunity", record_id=deal.id)
        assert screen.texts["expected_amount"] == "5000000"
        await form.fill("budget_amount", "240万")
        await form.shows("JPY 2,400,000")
        await form.save()
    assert value(services, "opportunity", deal.id, "expected_amount") == 5_000_000
    assert value(services, "opportunity", deal.id, "budget_amount") == 2_400_000


async def test_an_untouched_form_closes_without_a_change(services: Services) -> None:
    customer = a_customer(services)
    changes = count_of(services, "change_set")
    async with hosting(services) as form:
        await form.open("record", entity="customer", record_id=customer.id)
        assert await form.save() is None
    assert count_of(services, "change_set") == changes


@pytest.mark.slow
async def test_a_date_shows_the_weekday_of_what_was_understood(services: Services) -> None:
    customer = a_customer(services)
    async with hosting(services, language="zh") as form:
        await form.open("plan", customer_id=customer.id)
        await form.fill("due_date", "明天")
        await form.shows("2026-03-03 周二")
        await form.fill("due_date", "２０２６-3-9")  # full-width digits of a Chinese keyboard
        await form.shows("2026-03-09 周一")
        await form.fill("title", "寄样品")
        await form.save()


@pytest.mark.slow
async def test_arrows_letters_digits_and_the_list_choose(services: Services) -> None:
    customer = a_customer(services)
    async with hosting(services) as form:
        screen = await form.open("record", entity="customer", record_id=customer.id)
        screen.go_to("kind")
        await form.press("right")
        assert screen.texts["kind"] == "INDIVIDUAL"
        await form.press("left", "left")
        assert screen.texts["kind"] == "PARTNER"
        await form.press("g")
        assert screen.texts["kind"] == "GROUP"
        await form.press("1")
        assert screen.texts["kind"] == "ENTERPRISE"
        await form.press("enter")
        await form.until(lambda: form.screen is not screen, "the list")
        await form.press("down", "enter")
        await form.until(lambda: form.screen is screen, "the form")
        assert screen.texts["kind"] == "INDIVIDUAL"
        assert form.field == "status"
        screen.go_to("is_internal")
        await form.press("space")
        assert screen.texts["is_internal"] == "yes"


@pytest.mark.slow
async def test_several_choices_are_marked_in_their_list(services: Services) -> None:
    customer = a_customer(services)
    async with hosting(services) as form:
        screen = await form.open("record", entity="customer", record_id=customer.id)
        screen.go_to("needs_met")
        await form.until(lambda: isinstance(screen.focused, ChoiceField), "the field")
        await form.press("enter")
        await form.until(lambda: form.screen is not screen, "the list")
        await form.press("space", "down", "down", "space", "enter")
        await form.until(lambda: form.screen is screen, "the form")
        assert screen.texts["needs_met"] == "EMOTION,RESPECT"
        await form.save()
    found = value(services, "customer", customer.id, "needs_met")
    assert sorted(str(one) for one in found) == ["EMOTION", "RESPECT"]  # type: ignore[attr-defined]


@pytest.mark.slow
async def test_a_link_is_found_by_part_of_its_name_or_by_the_search(services: Services) -> None:
    first = a_customer(services, "中远物流集团")
    second = a_customer(services, "中信建设")
    customer = a_customer(services, "华信科技")
    async with hosting(services) as form:
        screen = await form.open("record", entity="customer", record_id=customer.id)
        await form.fill("referred_by", "中远")
        await form.press("enter")  # one fits: no search needed
        await form.until(lambda: screen.texts["referred_by"] == first.code, "the code")
        await form.shows("中远物流集团")
        await form.fill("referred_by", "中")
        await form.press("enter")  # two fit
        await form.until(lambda: form.screen is not screen, "the search")
        await form.until(lambda: form.screen.list.count == 2, "two rows")
        await form.pilot.press("信")
        await form.until(lambda: form.screen.list.count == 1, "one row")
        await form.press("enter")
        await form.until(lambda: form.screen is screen, "the form")
        assert screen.texts["referred_by"] == second.code
        await form.fill("referred_by", "nobody")
        await form.press("tab")
        await form.until(lambda: screen.query("FieldRow.-wrong"), "the mark")
        await form.fill("referred_by", first.code.lower())
        await form.press("tab")
        await form.until(lambda: screen.texts["referred_by"] == first.code, "the code")
        await form.save()
    assert value(services, "customer", customer.id, "referred_by") == first.code


@pytest.mark.slow
async def test_persons_of_the_customer_are_chosen_by_name(services: Services) -> None:
    customer, other = a_customer(services), a_customer(services)
    person = a_contact(services, customer, "陈思", title="总监")
    a_contact(services, other, "李建国")
    async with hosting(services) as form:
        screen = await form.open("record", entity="stakeholder", customer_id=customer.id)
        assert screen.texts["customer"] == customer.code
        screen.go_to("contact")
        field = screen.focused
        assert [words for key, words in field.options if key] == ["陈思, 总监"]
        await form.press("right")
        assert screen.texts["contact"] == person.code
        await form.save()
    assert count_of(services, "stakeholder") == 1


@pytest.mark.slow
async def test_a_person_who_left_stays_chosen_where_it_stood(services: Services) -> None:
    customer = a_customer(services)
    person = a_contact(services, customer, "王芳")
    made = services.records.create(
        "stakeholder", {"customer": customer.code, "contact": person.code}
    )
    services.records.update("contact", person.id, {"left_at": "2026-02-01"})
    async with hosting(services) as form:
        screen = await form.open("record", entity="stakeholder", record_id=made.id)
        assert screen.texts["contact"] == person.code
        assert form.says("王芳")


@pytest.mark.slow
async def test_ctrl_n_opens_the_next_group_and_a_letter_jumps(services: Services) -> None:
    customer = a_customer(services)
    async with hosting(services, (120, 40)) as form:
        screen = await form.open("record", entity="customer", record_id=customer.id)
        assert "phone" not in screen._rows
        await form.press("ctrl+n")
        await form.until(lambda: form.field == "need_status", "the next group")
        await form.press("apostrophe")
        await form.shows("a Customer name")
        await form.press("c")
        await form.until(lambda: form.field == "status", "the third field")
        assert not form.says("a Customer name")
        await form.press("f6")
        await form.shows("letter go to the field")
        await form.press("escape")
        await form.until(lambda: form.field == "status", "the field before")


@pytest.mark.slow
async def test_a_wrong_value_in_a_closed_group_opens_it(services: Services) -> None:
    customer = a_customer(services)
    async with hosting(services) as form:
        screen = await form.open("record", entity="customer", record_id=customer.id)
        screen.texts["share_of_wallet"] = "140"
        await form.press("ctrl+s")
        await form.until(lambda: form.field == "share_of_wallet", "the field")
        assert form.says("The most is 100")
        await form.press("escape", "3")
        await form.until(lambda: form.app.answer is None, "the end")


async def test_a_paste_is_one_line_and_says_what_stayed_out(services: Services) -> None:
    customer = a_customer(services)
    async with hosting(services) as form:
        screen = await form.open("record", entity="customer", record_id=customer.id)
        await form.fill("name", "")
        form.app.post_message(Paste("\n  中远物流\n集团\x1b]52;c;x\x07\r\n"))
        await form.until(lambda: screen.texts["name"], "the paste")
        assert screen.texts["name"] == "中远物流 集团]52;c;x"
        form.app.post_message(Paste("x" * 300))
        await form.shows("Shorten it to 120 at most")
        assert len(screen.texts["name"]) == 120


@pytest.mark.slow
async def test_the_language_changes_in_the_middle_and_nothing_moves(services: Services) -> None:
    customer = a_customer(services)
    async with hosting(services) as form:
        screen = await form.open("record", entity="customer", record_id=customer.id)
        await form.fill("industry", "物流")
        screen.focused.cursor_position = 1
        await form.press("f2")
        await form.shows("客户名称")
        await form.until(lambda: form.field == "industry", "the field")
        assert screen.focused.cursor_position == 1
        assert screen.focused.value == "物流"
        await form.press("f2")
        await form.shows("Customer name")
        await form.save()
    assert value(services, "customer", customer.id, "industry") == "物流"


@pytest.mark.slow
async def test_a_taken_code_is_marked_at_its_field(services: Services) -> None:
    services.records.create("product", {"code": "G-1", "name": "门锁"})
    async with hosting(services) as form:
        await form.open("record", entity="product")
        await form.fill("code", "G-1")
        await form.fill("name", "另一把")
        await form.press("ctrl+s")
        await form.shows("G-1 is already used")
        assert form.field == "code"
        await form.fill("code", "G-2")
        await form.save()


async def test_archiving_asks_and_says_why_not(services: Services) -> None:
    customer = a_customer(services, "中远物流集团")
    person = a_contact(services, customer)
    async with hosting(services) as form:
        from tui.screens.opening import form_screen

        def asked(entity: str, record_id: int) -> object:
            params = {"entity": entity, "record_id": record_id}
            screen = form_screen(form.app.bridge, "archive", params)
            assert screen is not None
            return screen

        await form.show(asked("customer", customer.id))  # type: ignore[arg-type]
        await form.shows("中远物流集团")
        await form.press("y")
        await form.shows("still has 1 records")
        await form.press("escape")
        assert form.done is None
        await form.show(asked("contact", person.id))  # type: ignore[arg-type]
        await form.shows("王芳")
        await form.press("y")
        await form.until(lambda: form.app.answer and "Archived" in form.done.message, "the end")
