"""`campaign` as a process: planned, begun, answered, closed with its return."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Cli

pytestmark = pytest.mark.slow


def test_ac_127_and_ac_131_on_the_command_line(cli: Cli) -> None:
    for name, agreed in (("甲", "yes"), ("乙", "no"), ("丙", "yes")):
        texts = (f"name={name}", "need_status=LATENT", "city=深圳", f"consent_marketing={agreed}")
        cli("new", "customer", *texts, ok=True)
    code = cli("campaign", "new", "name=春季", "filter=city:深圳", ok=True).out.strip()
    assert code == "CA-000001"
    assert cli("campaign", "close", code, "cost=1").status == 5
    begun = cli("campaign", "begin", code, "--json", ok=True).data
    assert (begun["members"], begun["left_out"]) == (2, 1)
    assert [one["name"] for one in begun["people"] if one["left_out"] == "NO_CONSENT"] == ["乙"]
    cli("campaign", "answer", code, "C-000001", "attended=yes", "response=ORDERED", ok=True)
    assert cli("campaign", "answer", code, "C-000002", "attended=yes").status == 5
    told = ("cost=20000", "revenue=90000", "next_change=早寄")
    closed = cli("campaign", "close", code, *told, "--json", ok=True).data
    assert (closed["return"], closed["cost"], closed["state"]) == ("3.5", "20000.00", "CLOSED")
    assert "3.5" in cli("campaign", "show", code, ok=True).out
    assert "已结案" in cli("campaign", "--lang", "zh", ok=True).out
    assert cli("campaign", "fly", code).status == 2


def test_a_consent_is_a_record_like_others(cli: Cli) -> None:
    code = cli("new", "customer", "name=甲", "need_status=LATENT", ok=True).out.strip()
    person = cli("new", "contact", f"customer={code}", "name=王芳", ok=True).out.strip()
    made = cli("new", "consent", f"contact={person}", "purpose=MARKETING", "--json", ok=True).data
    assert made["id"]
