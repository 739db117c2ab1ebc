"""list, show, new, set, archive, undo, redo, log."""

from __future__ import annotations

import pytest

from models.fields.registry import entity
from storage.locations import Locations
from storage.services import open_services
from tests.cli.conftest import Cli

# The 19 fields of the customer and the 20 of the contact (S4-FLD-01, S4-FLD-02).
CUSTOMER = {
    "name": "华信科技有限公司",
    "kind": "ENTERPRISE",
    "need_status": "LATENT",
    "industry": "软件",
    "registration_no": "91440300MA5ABC1234",
    "phone": "0755-86001234",
    "fax": "0755-86001235",
    "email": "info@huaxin.example",
    "website": "https://huaxin.example",
    "country_region": "中国",
    "intl_dial_code": "86",
    "province": "广东",
    "area_code": "0755",
    "city": "深圳",
    "postcode": "518000",
    "address": "科技园南路1号",
    "employees": "420",
    "annual_revenue": "88000000",
    "business_summary": "仓储系统",
}
CONTACT = {
    "name": "李建国",
    "salutation": "先生",
    "is_primary": "yes",
    "department": "采购部",
    "title": "经理",
    "office_phone": "0755-86001236",
    "mobile": "13800138000",
    "home_phone": "0755-26001234",
    "fax": "0755-86001237",
    "email": "li@huaxin.example",
    "wechat": "lijg",
    "whatsapp": "lijg86",
    "social_url": "https://social.example/lijg",
    "country_region": "中国",
    "province": "广东",
    "city": "深圳",
    "postcode": "518000",
    "address": "科技园南路1号",
    "hobbies": "羽毛球",
    "birth_date": "1980-05-20",
}
MONEY = {"annual_revenue": "88000000.00"}
PLAIN = {"is_primary": True, "employees": 420}


def _words(values: dict[str, str]) -> list[str]:
    return [f"{name}={value}" for name, value in values.items()]


def test_ac_044_all_fields_of_customer_and_contact_read_back(cli: Cli) -> None:
    code = cli("new", "customer", *_words(CUSTOMER), ok=True).out.strip()
    assert code == "C-000001"
    seen = cli("show", code, "--json", ok=True).data
    assert {name: seen[name] for name in CUSTOMER} == {
        **CUSTOMER, **MONEY, "employees": PLAIN["employees"],
    }  # fmt: skip
    person = cli("new", "contacts", f"customer={code}", *_words(CONTACT), ok=True).out.strip()
    seen = cli("show", person, "--json", ok=True).data
    assert {name: seen[name] for name in CONTACT} == {**CONTACT, "is_primary": True}
    assert [row["code"] for row in cli("list", "C-000001", "--json", ok=True).data] == [code]
    second = cli("new", "customer", "name=乙", "need_status=LATENT", ok=True).out.strip()
    assert second == "C-000002"


def test_ac_044_a_bad_mail_address_is_refused_by_name(cli: Cli) -> None:
    answer = cli("new", "customer", *_words({**CUSTOMER, "email": "li@@huaxin"}))
    assert answer.status == 6
    assert "li@@huaxin" in answer.err
    assert cli("list", "--json", ok=True).data == []


def test_ac_045_a_line_is_price_times_quantity_less_discount(cli: Cli, customer: str) -> None:
    head = (f"customer={customer}", "sale_date=2026-03-01")
    code = cli(
        "new", "order", *head, "order_contract_no=HT-1", "--line", ";1200;25;8%", ok=True
    ).out.strip()
    seen = cli("show", code, "--json", ok=True).data
    assert (seen["amount"], seen["currency"]) == ("27600.00", "CNY")
    again = cli("new", "order", *head, "order_contract_no=HT-1", "--json")
    assert again.status == 4
    assert again.error["params"]["field"] == "order_contract_no"
    assert len(cli("list", "--kind", "orders", "--json", ok=True).data) == 1


@pytest.mark.parametrize(
    ("typed", "stored", "amount"),
    [("8折", "0.2", "800.00"), ("20%", "0.2", "800.00"), ("85折", "0.15", "850.00")],
)
def test_ac_183_a_discount_is_stored_as_the_part_off(
    cli: Cli, customer: str, typed: str, stored: str, amount: str
) -> None:
    words = (f"customer={customer}", "sale_date=2026-03-01", "order_contract_no=HT-2")
    code = cli("new", "order", *words, f"--line=;1000;1;{typed}", ok=True).out.strip()
    seen = cli("show", code, "--json", ok=True).data
    assert seen["amount"] == amount
    assert float(seen["lines"][0]["discount"]) == float(stored)


def test_an_order_with_a_bad_line_leaves_nothing_behind(cli: Cli, customer: str) -> None:
    words = (f"customer={customer}", "sale_date=2026-03-01", "order_contract_no=HT-3")
    assert cli("new", "order", *words, "--line", ";100;1", "--line", ";abc;1").status == 6
    assert cli("list", "--kind", "orders", "--json", ok=True).data == []
    assert cli("new", "order", *words, "--line", "a;1;1;0;x;y").status == 2


def test_ac_050_a_customer_without_need_is_refused(cli: Cli) -> None:
    answer = cli("new", "customer", "name=甲", "--json")
    assert answer.status == 6
    assert answer.error["params"]["field"] == "need_status"
    made = cli("new", "customer", "name=甲", "need_status=LATENT", ok=True)
    due = cli("show", made.out.strip(), "--json", ok=True).data["next_tracking_due"]
    assert due == "2026-04-01"  # grade D: 30 days after creation


def test_ac_054_no_need_is_grade_e_with_a_yearly_cadence(cli: Cli, customer: str) -> None:
    cli("set", customer, "need_status=NONE", ok=True)
    seen = cli("show", customer, "--json", ok=True).data
    assert seen["grade"] == "E"
    why = cli("explain", customer, "next_tracking_due", "--json", ok=True).data
    assert (why["rule"], why["value"]) == ("R-CADENCE", "2027-03-02")
    assert why["reasons"][0]["params"]["days"] == 365


def test_labels_of_both_languages_are_taken_for_fields_and_choices(cli: Cli) -> None:
    cli("--lang", "zh", "new", "customer", "name=甲", "need_status=LATENT", ok=True)
    cli("set", "C-000001", "City=Shanghai", "kind=individual", ok=True)
    seen = cli("show", "C-000001", "--json", ok=True).data
    assert (seen["city"], seen["kind"]) == ("Shanghai", "INDIVIDUAL")


def test_an_unknown_field_is_named_with_those_there_are(cli: Cli) -> None:
    answer = cli("new", "product", "code=G-1", "name=柜", "colour=red")
    assert answer.status == 6
    assert "colour" in answer.err
    assert "list_price" in answer.err


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["show", "C-000099"], 3),
        (["show", "no-code"], 3),
        (["set", "C-000099", "city=x"], 3),
        (["new", "nothing", "a=b"], 2),
        (["new", "customer", "name"], 2),
        (["set", "C-000001"], 2),
        (["set", "C-000001", "city=a", "city=b"], 2),
        (["set", "C-000001", "grade=A"], 6),
        (["set", "C-000001", "employees=many"], 6),
        (["set", "C-000001", "name="], 6),
        (["list", "grade:Q"], 2),
        (["list", "--kind", "needs"], 2),
        (["list", "--limit", "0"], 2),
        (["undo", "abc"], 2),
        (["undo", "999"], 3),
        (["new", "answers", "state=CONFIRMED"], 5),
    ],
)
def test_statuses_tell_failures_apart(
    cli: Cli, customer: str, words: list[str], status: int
) -> None:
    answer = cli(*words)
    assert answer.status == status, answer.err
    assert answer.err.startswith("fivefold: ")
    assert "Traceback" not in answer.err
    assert not answer.out


def test_a_readonly_run_writes_nothing(cli: Cli, customer: str) -> None:
    answer = cli("--readonly", "set", customer, "city=上海")
    assert answer.status in (5, 10)
    assert cli("--readonly", "show", customer, "--json", ok=True).data["city"] == "深圳"


def test_a_bad_term_is_marked_where_it_stands(cli: Cli) -> None:
    answer = cli("list", "owner:me grade:Q")
    line, mark, *_rest = answer.err.split("\n")
    assert line[mark.index("^") : mark.rindex("^") + 1] == "Q"
    assert "A, B, C, D, E" in answer.err


def test_list_prints_a_table_codes_or_json(cli: Cli, customer: str) -> None:
    cli("new", "customer", "name=乙", "need_status=LATENT", ok=True)
    assert cli("list", "--ids", ok=True).out.split() == [customer, "C-000002"]
    assert cli("list", "--ids", "--limit", "1", "--json", ok=True).data == [customer]
    table = cli("list", "grade:B", ok=True).out
    assert "华信科技" in table
    assert "C-000002" not in table
    short = cli("list", "--limit", "1", ok=True)
    assert "1 of 2" in short.err
    row = cli("list", "深圳", "--json", ok=True).data[0]
    assert row["grade"] == "B"
    assert row["owner"] == cli("list", "--kind", "users", "--json", ok=True).data[0]["login"]
    assert isinstance(row["id"], str)
    assert cli("list", "城", ok=True).out == ""


def test_list_begins_with_a_saved_view(cli: Cli, database_home: Locations, customer: str) -> None:
    for name in ("乙", "丙"):
        cli("new", "customer", f"name={name}", "need_status=LATENT", ok=True)
    services = open_services(database_home, origin="test")
    services.views.save("customers", "月度", "grade:B OR 丙 sort:-name", slot="m")
    services.close()
    assert cli("list", "--view", "月度", "--ids", ok=True).out.split() == [customer, "C-000003"]
    assert cli("list", "--view", "m", "sort:name", "--ids", ok=True).out.split() == [
        "C-000003",
        customer,
    ]
    assert cli("list", "丙", "--view", "m", "--ids", ok=True).out.split() == ["C-000003"]
    assert cli("list", "--view", "missing").status == 3
    assert "missing" in cli("list", "--view", "missing").err


@pytest.mark.slow
@pytest.mark.parametrize(
    "kind",
    [
        "customers", "contacts", "opportunities", "follow-ups", "interactions", "orders",
        "feedback", "products", "users", "changes",
    ],
)  # fmt: skip
def test_every_list_prints_in_every_form(cli: Cli, customer: str, kind: str) -> None:
    cli("new", "contact", f"customer={customer}", "name=李", ok=True)
    cli("new", "opportunity", f"customer={customer}", "title=仓储", "expected_amount=5万", ok=True)
    cli("new", "product", "code=G-1", "name=柜", "list_price=120", ok=True)
    cli(
        "new", "order", f"customer={customer}", "sale_date=2026-03-01", "order_contract_no=1",
        "--line", "G-1;120;2", ok=True,
    )  # fmt: skip
    cli("feedback", "new", f"customer={customer}", "text=慢", ok=True)
    cli("touch", customer, "--channel", "EMAIL", "--summary", "问候", ok=True)
    rows = cli("list", "--kind", kind, "--json", ok=True).data
    assert rows
    assert len(cli("list", "--kind", kind, ok=True).out.splitlines()) == len(rows) + 1
    codes = cli("list", "--kind", kind, "--ids", ok=True).out.split()
    assert len(codes) == len(rows)
    if kind not in ("changes",):
        name = entity(kind).name
        assert cli("show", codes[0], "--json", ok=True).data["entity"] == name
        assert cli("show", codes[0], ok=True).out


def test_a_record_without_a_code_is_named_by_kind_and_id(cli: Cli, customer: str) -> None:
    code = cli("new", "need", f"customer={customer}", "problem=招聘200人", ok=True).out.strip()
    assert code.startswith("needs/")
    cli("set", code, "impact=停产", ok=True)
    assert cli("show", code, "--json", ok=True).data["impact"] == "停产"


def test_set_many_is_one_change_with_one_undo(cli: Cli, customer: str) -> None:
    for name in ("乙", "丙"):
        cli("new", "customer", f"name={name}", "need_status=LATENT", ok=True)
    trial = cli("set", "--query", "grade:D", "--dry-run", "industry=银行", "--json", ok=True).data
    assert (trial["found"], trial["changed"], trial["dry_run"]) == (2, 2, True)
    assert cli("list", "industry:银行", "--ids", ok=True).out == ""
    done = cli("set", "--query", "grade:D", "industry=银行", "--json", ok=True).data
    assert done["changed"] == 2
    assert len(cli("list", "industry:银行", "--ids", ok=True).out.split()) == 2
    cli("undo", ok=True)
    assert cli("list", "industry:银行", "--ids", ok=True).out == ""


def test_ac_155_a_stale_save_shows_both_values(cli: Cli, customer: str) -> None:
    version = str(cli("show", customer, "--json", ok=True).data["version"])
    cli("set", customer, "city=北京", "--if-version", version, ok=True)
    answer = cli("set", customer, "city=上海", "--if-version", version)
    assert answer.status == 4
    assert "北京" in answer.err
    assert "上海" in answer.err
    conflict = cli("set", customer, "city=上海", "--if-version", version, "--json").error[
        "conflicts"
    ][0]
    assert (conflict["field"], conflict["theirs"], conflict["mine"]) == ("city", "北京", "上海")
    assert cli("show", customer, "--json", ok=True).data["city"] == "北京"


def test_undo_and_redo_say_what_they_turned(cli: Cli, customer: str) -> None:
    cli("set", customer, "city=上海", ok=True)
    undone = cli("undo", ok=True).out
    assert customer in undone
    assert cli("show", customer, "--json", ok=True).data["city"] == "深圳"
    redone = cli("redo", "--json", ok=True).data
    assert redone["label"] == "change.set"
    assert cli("show", customer, "--json", ok=True).data["city"] == "上海"
    cli("undo", ok=True)
    cli("undo", ok=True)
    assert cli("list", "--ids", ok=True).out == ""
    assert cli("undo").status == 5


def test_undo_takes_the_number_that_the_log_shows(cli: Cli, customer: str) -> None:
    cli("set", customer, "city=上海", ok=True)
    cli("set", customer, "industry=银行", ok=True)
    log = cli("log", customer, "--json", ok=True).data
    assert [one["label"] for one in log[:2]] == ["change.set", "change.set"]
    cli("undo", str(log[1]["change"]), ok=True)
    seen = cli("show", customer, "--json", ok=True).data
    assert (seen["city"], seen["industry"]) == ("深圳", "银行")
    assert cli("undo", str(log[1]["change"])).status == 5


def test_a_change_that_others_stand_on_is_not_undone(cli: Cli, customer: str) -> None:
    cli("set", customer, "city=上海", ok=True)
    first = str(cli("log", "--limit", "1", "--json", ok=True).data[0]["change"])
    cli("set", customer, "city=北京", ok=True)
    answer = cli("undo", first)
    assert answer.status == 5
    assert customer in answer.err
    assert cli("show", customer, "--json", ok=True).data["city"] == "北京"


def test_the_log_says_where_a_change_came_from(cli: Cli, customer: str) -> None:
    newest = cli("log", "--json", ok=True).data[0]
    assert newest["origin"] == "cli"
    assert "华信科技" in newest["text"]
    assert "华信科技" in cli("log", "--query", "label:change.new", ok=True).out
    assert cli("log", customer, "--query", "x").status == 2


def test_archive_is_undone_and_refused_where_records_hang_on_it(cli: Cli, customer: str) -> None:
    person = cli("new", "contact", f"customer={customer}", "name=李", ok=True).out.strip()
    assert cli("archive", customer).status == 5
    cli("archive", person, ok=True)
    assert cli("show", person).status == 3
    cli("undo", ok=True)
    assert cli("show", person, "--json", ok=True).data["name"] == "李"


def test_money_is_read_in_the_currency_of_the_record(cli: Cli, customer: str) -> None:
    code = cli(
        "new", "opportunity", f"customer={customer}", "title=t", "currency=JPY",
        "expected_amount=5000", ok=True,
    ).out.strip()  # fmt: skip
    cli("set", code, "expected_amount=7000", ok=True)
    seen = cli("show", code, "--json", ok=True).data
    assert (seen["expected_amount"], seen["currency"]) == ("7000", "JPY")


def test_another_day_brings_the_figures_up_to_date(cli: Cli, customer: str) -> None:
    rows = cli("list", "--json", today="2026-03-10", ok=True).data
    assert rows[0]["grade"] == "A"  # 24 days before the close
    rows = cli("list", "--json", today="2026-03-02", ok=True).data
    assert rows[0]["grade"] == "B"


def test_hostile_text_in_data_reaches_no_terminal(
    cli: Cli, customer: str, database_home: Locations
) -> None:
    # Refused at the door ...
    assert cli("set", customer, "city=\x1b[31mred").status == 6
    # ... and harmless where it came in another way.
    services = open_services(database_home)
    try:
        services.core.units.write(
            "change.set",
            {},
            lambda work: work.execute("UPDATE customer SET city = :c", {"c": "\x9b31m\u202eX"}),
            settle=False,
        )
    finally:
        services.close()
    for words in (["show", customer], ["show", customer, "--json"]):
        out = cli(*words, ok=True).out
        assert "\x9b" not in out
        assert "\u202e" not in out
