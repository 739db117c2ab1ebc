"""`terminate` as a process: the nine steps, the refusals by name, the exception."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Cli

pytestmark = pytest.mark.slow

WHY = ("reason_code=NO_PURCHASE", "text=买别家的两年了")


def test_ac_197_the_nine_steps_on_the_command_line(cli: Cli) -> None:
    code = cli("new", "customer", "name=甲", "need_status=LATENT", ok=True).out.strip()
    assert cli("terminate", "draft", code).status == 5
    assert "Choose the reason" in cli("terminate", "draft", code).err
    cli("terminate", "draft", code, *WHY, ok=True)
    cli("terminate", "prepare", code, "plan=x", "documents=HT-7", ok=True)
    assert cli("terminate", "tell", code, "notice_date=2026-03-02").status == 5
    cli("terminate", "submit", code, ok=True)
    told = cli("terminate", "approve", code, "comment=同意", "--json", ok=True).data
    assert told == {"customer": code, "state": "APPROVED", "self_approved": True}
    days = ("notice_date=2026-03-02", "effective_date=2026-03-31")
    early = cli("terminate", "tell", code, *days)
    assert (early.status, "2026-04-01 at the earliest" in early.err) == (5, True)
    cli("terminate", "tell", code, days[0], "effective_date=2026-04-01", ok=True)
    listed = cli("terminate", "--json", ok=True).data
    assert [(row["customer"], row["state"]) for row in listed] == [(code, "NOTICE")]
    assert "已通知" in cli("terminate", "list", "--lang", "zh", ok=True).out
    assert "Orders and contracts settled" in cli("terminate", "steps", code, ok=True).out
    cli("terminate", "settle", code, ok=True)
    assert cli("terminate", "end", code).status == 5
    cli("terminate", "end", code, today="2026-04-01", ok=True)
    late = {"today": "2026-04-01"}
    touch = ("touch", code, "--channel", "EMAIL", "--summary", "x")
    assert cli(*touch, today="2026-04-01").status == 5
    cli("terminate", "clear", code, "balance_confirmed=yes", **late, ok=True)
    cli("terminate", "archive", code, "gathered=合同", **late, ok=True)
    cli("terminate", "evaluate", code, "evaluation=早谈", **late, ok=True)
    card = cli("terminate", "steps", code, "--json", **late, ok=True).data
    assert (card["state"], card["blocked"], card["next"]) == ("EVALUATED", True, [])
    shown = cli("show", code, "--json", **late, ok=True).data
    assert shown["retention_until"] == "2031-04-01"
    # One important notice, asked for, allowed, sent, logged; then nothing more.
    asked = ("terminate", "ask", code, "notice", "reason=召回", "text=请停用")
    notice = cli(*asked, **late, ok=True).out.strip()
    assert cli("terminate", "send", notice, **late).status == 5
    cli("terminate", "allow", notice, "comment=必须", **late, ok=True)
    cli("terminate", "send", notice, "channel=EMAIL", **late, ok=True)
    assert cli("terminate", "send", notice, **late).status == 5
    assert "Important notice" in cli("log", "--limit", "3", **late, ok=True).out
    assert cli("terminate", "ask", code, "party", **late).status == 2
    back = cli("terminate", "ask", code, "return", "reason=新老板", **late, ok=True).out.strip()
    cli("terminate", "decline", back, "comment=不", **late, ok=True)
    assert cli("terminate", "fly", code).status == 2
