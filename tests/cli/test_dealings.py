"""`handover`, `gift`, `fair` as processes: text, JSON, exit status."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Cli

pytestmark = pytest.mark.slow


def test_ac_118_handover(cli: Cli) -> None:
    code = cli("new", "customer", "name=甲", "need_status=LATENT", ok=True).out.strip()
    other = cli("new", "customer", "name=乙", "need_status=LATENT", ok=True).out.strip()
    cli("new", "user", "login=li", "name=李娜", "roles=SALES", ok=True)
    assert cli("handover", "begin", "me", "li", code, other, "--json", ok=True).data == {"begun": 2}
    listed = cli("handover", "--json", ok=True).data
    assert {row["customer"] for row in listed} == {code, other}
    assert listed[0]["missing"] == ["INTRODUCTION", "INFORMED"]
    refused = cli("handover", "accept", code)
    assert refused.status == 5
    assert "Not ticked" in refused.err
    assert cli("handover", "tick", code, "nonsense").status == 2
    cli("handover", "tick", code, "INFORMED", ok=True)
    cli("handover", "tick", code, "INTRODUCTION", ok=True)
    assert "Visit" in cli("handover", "untick", code, "INTRODUCTION", ok=True).out
    done = cli("handover", "accept", code, "--reason", "明天走", "--json", ok=True).data
    assert (done[0]["state"], done[0]["to_user"]) == ("ACCEPTED", "李娜")
    assert cli("show", code, "--json", ok=True).data["owner"] == "li"
    assert cli("handover", "withdraw", other).status == 6
    cli("handover", "withdraw", other, "--reason", "留下", ok=True)
    assert cli("handover", "accept", other).status == 3
    assert cli("handover", "fly", code).status == 2
    assert cli("handover", "known", "--json", ok=True).data == []


def test_ac_130_gift(cli: Cli) -> None:
    code = cli("new", "customer", "name=甲", "need_status=LATENT", ok=True).out.strip()
    made = cli(
        "gift", "new", f"customer={code}", "value=300", "purpose=春节", "--json", ok=True
    ).data
    assert (made[0]["state"], made[0]["value"]) == ("WAITING", "300.00")
    listed = cli("gift", "list", code, "--lang", "zh", ok=True).out
    assert "待审批" in listed
    gift = f"gifts/{made[0]['id']}"
    assert cli("gift", "decline", gift).status == 6
    answered = cli("gift", "approve", gift, "--json", ok=True).data
    assert answered[0]["state"] == "APPROVED"
    assert cli("gift", "approve", gift).status == 5
    cli("gift", "new", f"customer={code}", "kind=LOYALTY_FUND", "value=90", "purpose=x", ok=True)
    assert cli("gift", "fund", code, "--json", ok=True).data["balance"] == "90.00"
    assert "90.00" in cli("gift", "fund", code, ok=True).out
    assert cli("gift", "eat", code).status == 2


def test_ac_088_fair(cli: Cli) -> None:
    for company, hot in (("甲", "yes"), ("乙", "no"), ("丙", "yes")):
        cli("fair", "canton", f"company={company}", "interest=门锁", f"hot={hot}", ok=True)
    hot = cli("fair", "CANTON", "--hot", "--json", ok=True).data
    assert [row["company"] for row in hot] == ["甲", "丙"]
    assert all(row["follow_up"] for row in hot)
    assert len(cli("fair", "canton", "--json", ok=True).data) == 3
    assert "*" in cli("fair", "canton", ok=True).out
    assert cli("fair", "canton", "--on", "2020-01-01", "--json", ok=True).data == []
    assert cli("fair", "canton", "interest=x").status == 6
