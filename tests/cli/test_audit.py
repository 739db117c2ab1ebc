"""`audit`: a checklist scored without a screen; improvements and standards by the generic verbs."""

from __future__ import annotations

import pytest

from storage.crypto import read_key
from storage.engine.connect import connect
from storage.locations import Locations
from tests.cli.conftest import Cli

pytestmark = pytest.mark.slow


def test_an_audit_is_scored_item_by_item(cli: Cli) -> None:
    new = ("new", "audit-run", "template=SHOWROOM_4S", "place=展厅", "date=2026-03-02")
    code = cli(*new, ok=True).out.strip()
    found = cli("audit", code, "facilities.access=2", "facilities.hours=1", "--json", ok=True).data
    assert (found["points"], found["max_points"], found["result"]) == (3, 4, 75.0)
    assert found["items"]["facilities.access"] == 2
    assert found["items"]["facilities.parking"] is None
    assert "展厅" in cli("audit", ok=True).out
    assert "34 items without a score" in cli("audit", code, ok=True).out
    (row,) = cli("audit", "--json", ok=True).data
    assert (row["code"], row["improvement"]) == (code, None)


@pytest.mark.parametrize("word", ["facilities.access=3", "facilities.access"])
def test_what_is_no_score_is_named(cli: Cli, word: str) -> None:
    cli("new", "audit-run", "template=SHOWROOM_4S", "place=x", "date=2026-03-02", ok=True)
    answer = cli("audit", "AU-000001", word)
    assert (answer.status, "ITEM=SCORE" in answer.err) == (2, True)


def test_ac_146_a_row_of_the_journal_changed_by_hand_is_named(
    cli: Cli, database_home: Locations
) -> None:
    cli("new", "customer", "name=华信", "need_status=LATENT", ok=True)
    cli("set", "C-000001", "city=深圳", ok=True)
    told = cli("audit", "verify", ok=True).out
    assert "The chain is whole." in told
    assert "The identity log fits the journal (0 lines)" in told
    path = database_home.database
    connection = connect(path, read_key(database_home.key_file(path)))
    connection.execute("UPDATE change_entry SET changed = replace(changed, '深圳', '北京')")
    connection.close()
    answer = cli("audit", "verify")
    assert answer.status == 10
    assert "(customer C-000001) was altered." in answer.out.splitlines()[1]
    found = cli("audit", "verify", "--json").data
    assert (found["whole"], found["broken"]) == (False, 1)
    assert found["breaks"][0]["code"] == "audit.entry_changed"


def test_who_did_what_is_told_before_and_after(cli: Cli) -> None:
    cli("new", "customer", "name=华信", "need_status=LATENT", "city=深圳", ok=True)
    cli("set", "C-000001", "city=广州", ok=True)
    cli("new", "contact", "customer=C-000001", "name=王芳", "mobile=13912345678", ok=True)
    cli("set", "P-000001", "mobile=13700137000", ok=True)
    told = cli("audit", "log", ok=True).out
    assert "City: 深圳 → 广州" in told
    assert "Mobile: ****** → ******" in told
    assert "13700137000" not in told
    (row,) = cli("audit", "log", "P-000001", "--act", "change.set", "--json", ok=True).data
    assert (row["record"], row["fields"]["mobile"]) == ("P-000001", ["***", "***"])
    assert row["origin"] == "cli"
    assert cli("audit", "log", "--user", "nobody-here").status == 3


def test_improvements_go_their_way_by_the_generic_verbs(cli: Cli) -> None:
    code = cli("new", "improvement", "title=faster", "impact=5", "reach=4", ok=True).out.strip()
    assert cli("show", code, "--json", ok=True).data["priority"] == 60
    refused = cli("set", code, "state=DONE")
    assert (refused.status, "Under way" in refused.err) == (6, True)
    cli("set", code, "state=DOING", "kind=PROCESS", "due=2026-04-01", ok=True)
    (row,) = cli("report", "improvements", "--json", ok=True).data["rows"]
    assert (row["priority"], row["state"]) == (60, "DOING")
    assert "60 (S0-CXM-03)" in cli("explain", code, "priority", ok=True).out
