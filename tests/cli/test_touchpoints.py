"""`touchpoints` and `matrix`: the register and the processes without a screen."""

from __future__ import annotations

from tests.cli.conftest import Cli


def test_the_register_is_loaded_and_listed(cli: Cli) -> None:
    assert "l loads" in cli("touchpoints", ok=True).out
    loaded = cli("touchpoints", "--load", "--json", ok=True).data["loaded"]
    rows = cli("touchpoints", "--json", ok=True).data
    assert len(rows) == loaded > 100
    assert {"code", "touch_class", "touch_kind", "line", "stage", "message_zh"} <= set(rows[0])
    assert "not given, define it here" in cli("touchpoints", "--by", "list", ok=True).out
    card = cli("touchpoints", rows[0]["code"], "--json", ok=True).data
    assert (card["name"], card["cases"], len(card["indicators"])) == ("Web site", 0, 2)
    assert "Standard message" in cli("touchpoints", rows[0]["code"], ok=True).out
    assert cli("touchpoints", "--by", "moon").status == 2


def test_ac_139_the_matrix_names_its_blind_spots(cli: Cli) -> None:
    for number in ("102", "108"):
        cli("new", "touch-service", f"service_no={number}", "name=x", ok=True)
    cli("new", "touch-channel", "channel_letter=a", "name=Phone", ok=True)
    cli("new", "touch-matrix-cell", "service_no=108", "channel_letter=A", "process=1 ask", ok=True)
    found = cli("matrix", "--json", ok=True).data
    assert (found["places"], found["defined"], found["blind_spots"]) == (2, 1, ["A102"])
    assert "= 1 blind spots" in cli("matrix", ok=True).out
    assert cli("matrix", "A108", "--json", ok=True).data["process"] == "1 ask"
    assert "1 ask" in cli("matrix", "a108", ok=True).out
    assert cli("matrix", "Z1").status == 3
