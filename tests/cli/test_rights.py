"""A team at the command line: what a colleague may not see or do there (11.3), users, reveal."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Cli

pytestmark = pytest.mark.slow

MOBILE = "13812345678"


@pytest.fixture
def sales(cli: Cli) -> tuple[Cli, str, str]:
    """This account has become sales of a team; code of an own and of a stranger's customer."""
    me = cli("users", "--json", ok=True).data[0]["login"]
    cli("users", "add", "boss", "老板", "--roles", "ADMIN,MANAGER", ok=True)
    cli("users", "add", "li", "李娜", "--roles", "SALES", "--team", "华南", ok=True)
    codes = []
    for name, owner in (("海月", me), ("深海", "li")):
        code = cli("new", "customer", f"name={name}", f"owner={owner}", "need_status=NOW", ok=True)
        codes.append(code.out.strip())
        mobile = f"mobile={MOBILE[:-1]}{len(codes)}"
        cli("new", "contact", f"customer={codes[-1]}", f"name={name}芳", mobile, ok=True)
    assert cli("users", "profile", "team", "--json", ok=True).data == {"profile": "team"}
    assert cli("users", "profile", ok=True).out.strip() == "Team"
    cli("users", "set", me, "--roles", "SALES", "--team", "华东", ok=True)
    return cli, codes[0], codes[1]


def test_a_strangers_customer_is_not_there_by_any_verb(
    sales: tuple[Cli, str, str], tmp_path: Path
) -> None:
    cli, own, other = sales
    assert [row["code"] for row in cli("list", "--json", ok=True).data] == [own]
    assert cli("list", "深海", "--json", ok=True).data == []
    for words in (
        ("show", other), ("brief", other), ("set", other, "city=苏州"), ("archive", other),
        ("explain", other, "grade"), ("touch", other, "--channel", "EMAIL", "--summary", "x"),
        ("reveal", other, "mobile", "--reason", "x"), ("log", other), ("stage", other),
    ):  # fmt: skip
        answer = cli(*words)
        assert answer.status == 3, words
        assert answer.err == cli(words[0], "C-000999", *words[2:]).err.replace("C-000999", other)
    path = tmp_path / "book.csv"
    assert cli("export", "customers", "-o", str(path)).status == 5  # a team asks what for
    cli("export", "customers", "-o", str(path), "--reason", "展会", ok=True)
    assert "深海" not in path.read_text("utf-8-sig")


def test_a_refusal_is_status_5_and_says_whom_to_ask(sales: tuple[Cli, str, str]) -> None:
    cli, own, _other = sales
    refused = cli("set", own, "owner=li")
    assert refused.status == 5
    assert refused.err.strip().endswith(
        "With your role (Sales) you may not give customers to another owner. Ask: Manager."
    )
    zh = cli("--lang", "zh", "settings", "grading.a_days=31")
    assert zh.status == 5
    assert "您的角色 (销售) 无权修改设置。请找: 经理。" in zh.err
    assert cli("users", "set", "li", "--roles", "ADMIN").status == 5


def test_the_account_of_the_process_decides_whatever_its_environment_says(
    sales: tuple[Cli, str, str],
) -> None:
    _cli, own, other = sales
    forged = dict.fromkeys(("USER", "LOGNAME", "SUDO_USER"), "boss") | {"SUDO_UID": "0"}
    for words, status, said in (
        (("set", own, "owner=li"), 5, "With your role (Sales) you may not give customers"),
        (("show", other), 3, f"There is no customer {other}."),
        (("set", own, "city=苏州"), 0, ""),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "tui", "--today", "2026-03-02", *words],
            env={**os.environ, **forged},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, said in done.stderr) == (status, True), done.stderr


def test_ac_196_reveal_asks_for_a_reason(sales: tuple[Cli, str, str]) -> None:
    cli, own, _other = sales
    assert cli("reveal", own, "mobile").status == 5
    shown = cli("reveal", own, "mobile", "--reason", "回电", ok=True)
    assert shown.out.strip() == f"{MOBILE[:-1]}1"
    assert cli("reveal", own, "手机", "--reason", "回电", "--json", ok=True).data["value"]
    assert cli("reveal", own, "name", "--reason", "x").status == 6


def test_users_are_listed_and_switched_off(cli: Cli) -> None:
    cli("users", "add", "li", "李娜", ok=True)
    rows = {row["login"]: row for row in cli("users", "list", "--json", ok=True).data}
    assert rows["li"] == {
        "login": "li", "name": "李娜", "roles": ["VIEWER"], "team": None, "active": True,
    }  # fmt: skip
    cli("users", "off", "li", ok=True)
    assert "no" in cli("users", ok=True).out
    assert cli("users", "on", "li", "--json", ok=True).data[0]["active"]
    assert cli("users", "fly").status == 2
    assert cli("users", "profile", "zoo").status == 2
    (me,) = set(rows) - {"li"}
    last = cli("users", "off", me)
    assert (last.status, "No administrator would be left" in last.err) == (5, True)
