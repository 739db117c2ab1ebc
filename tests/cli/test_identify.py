"""`identify` and `identity` as processes: a line in, a line out, whatever stands in it."""

from __future__ import annotations

import io
import json
import sys
from typing import Any

import pytest

from storage.services.identification import Identification
from tests.cli.conftest import Answer, Cli

pytestmark = pytest.mark.slow

NUMBER = "11010519491231002X"
ELEMENTS = {
    "name": "李秀英",
    "sex": "F",
    "birth_date": "1949-12-31",
    "document_type": "RESIDENT_ID",
    "document_number": NUMBER,
}
ASKED = {
    **ELEMENTS,
    "system": "clinic",
    "user": "dr.wang",
    "purpose": "SERVICE",
    "scope": ["visits"],
}


class Terminal:
    """What a command is fed with on its standard input."""

    def __init__(self, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
        self.cli = cli
        self.monkeypatch = monkeypatch

    def __call__(self, given: bytes | str, *words: str, ok: bool = False) -> Answer:
        raw = given if isinstance(given, bytes) else given.encode()
        self.monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw), "utf-8"))
        return self.cli(*words, ok=ok)

    def asks(self, *requests: Any, system: str = "") -> tuple[int, list[dict[str, Any]]]:
        """(exit status, answers) of some requests."""
        lines = "\n".join(json.dumps(one, ensure_ascii=False) for one in requests)
        found = self(lines, "identify", *(("--system", system) if system else ()))
        return found.status, [json.loads(line) for line in found.out.splitlines()]


@pytest.fixture
def feed(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A customer 77 of the clinic with an identity."""
    terminal = Terminal(cli, monkeypatch)
    cli("new", "customer", "name=李秀英", "need_status=LATENT", ok=True)
    cli("new", "source-system", "key=clinic", "name=诊所", "scopes=visits,service", ok=True)
    reference = ("customer=C-000001", "system=clinic", "external_id=77")
    cli("new", "external-ref", *reference, ok=True)
    told = ("customer=C-000001", "system=clinic", "kind=visits", "at=2026-02-01 09:00")
    cli("new", "activity-record", *told, 'payload={"ward": 3}', ok=True)
    words = [f"{name}={text}" for name, text in ELEMENTS.items() if name != "document_number"]
    terminal(NUMBER + "\n", "identity", "add", "C-000001", *words, "legal_basis=CONSENT", ok=True)
    return terminal


def test_ac_164_one_line_in_one_line_out(feed: Terminal) -> None:
    status, (found,) = feed.asks({**ASKED, "request": "r-1"})
    assert status == 0
    assert found == {
        "request": "r-1",
        "answer": "matched",
        "customer_id": found["customer_id"],
        "customer": "C-000001",
        "grant_id": found["grant_id"],
        "scope": ["visits"],
        "expires_at": found["expires_at"],
        "activity": [
            {
                "kind": "visits",
                "at": "2026-02-01T01:00:00Z",
                "system": "clinic",
                "payload": '{"ward": 3}',
            }
        ],
    }
    assert found["customer_id"].isdigit()
    fetch = {"grant_id": found["grant_id"], "system": "clinic"}
    status, (again,) = feed.asks(fetch)
    assert (status, again["activity"]) == (0, found["activity"])
    status, (over,) = feed.asks({**fetch, "grant_id": "x"})
    assert (status, over["code"]) == (5, "E11")


def test_ac_166_167_the_same_line_for_unknown_and_mismatch(feed: Terminal) -> None:
    status, answers = feed.asks(
        {**ASKED, "name": "李秀瑛"}, {**ASKED, "document_number": "110105194912310046"}
    )
    assert status == 5
    assert answers == [{"answer": "not_authorised", "message": "Not authorised."}] * 2
    log = feed.cli("identity", "log", "clinic", "--failed", "--json", ok=True)
    assert [row["result"] for row in log.data] == ["E06", "E07"]
    assert NUMBER not in log.out
    assert (log.data[1]["last4"], log.data[1]["requester"]) == ("002X", "dr.wang")
    assert "E07 an element differs" in feed.cli("identity", "log", ok=True).out
    assert feed.cli("identity", "verify", "--json", ok=True).data == {"broken": []}


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"name": ""}, "E01", "name"),
        ({"document_number": "1"}, "E02", "document_number"),
        ({"document_number": "110105194912310021"}, "E03", "document_number"),
        ({"birth_date": "1949-12-30"}, "E04", "birth_date"),
        ({"sex": "M"}, "E05", "sex"),
    ],
)
def test_what_is_wrong_with_the_elements_is_named(
    feed: Terminal, given: dict[str, str], code: str, field: str
) -> None:
    status, (found,) = feed.asks({**ASKED, **given})
    assert (status, found["answer"], found["code"], found["field"]) == (6, "refused", code, field)
    assert NUMBER not in found["message"]


def test_a_command_bound_to_a_system_asks_for_no_other(feed: Terminal) -> None:
    own = {name: text for name, text in ASKED.items() if name != "system"}
    status, answers = feed.asks(own, ASKED, {**ASKED, "system": "bank"}, system="clinic")
    assert status == 5
    assert [one.get("code") for one in answers] == [None, None, "E09"]
    assert feed.asks(own)[1][0]["code"] == "E09"


def test_every_line_is_answered_whatever_stands_in_it(
    feed: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [
        b"nonsense",
        b"\xff\xfe{",
        b"[1, 2]",
        b'{"name": null}',
        b'{"name": {"a": 1}}',
        b'{"sex": true}',
        b'{"grant_id": 99999999999999999999999}',
        b"[" * 30_000,
        b"x" * 70_000,
        b"",
        b'{"document_number": 110105194912310021}',
    ]
    found = feed(b"\n".join(lines), "identify")
    answers = [json.loads(line) for line in found.out.splitlines()]
    assert len(answers) == len(lines) - 1
    assert [one["code"] for one in answers] == [
        *("E02",) * 6, "E09", "E02", "E02", "E09",
    ]  # fmt: skip
    assert (found.status, found.err) == (5, "")
    assert feed(b"\n", "identify").out == ""

    def broken(*_given: object) -> None:
        raise RuntimeError("secret 11010519491231002X")

    monkeypatch.setattr(Identification, "identify", broken)
    status, answers = feed.asks(ASKED, ASKED)
    assert (status, {one["code"] for one in answers}) == (1, {"unexpected"})


def test_what_a_system_tells_is_kept_by_its_own_numbers(feed: Terminal) -> None:
    told = {"system": "clinic", "external_id": "77", "kind": "visits", "payload": "复查"}
    lines = [
        {**told, "at": "2026-02-03 09:00", "request": "a"},
        {**told, "at": "2026-02-03 09:00", "external_id": "78"},
        {**told, "at": "soon"},
        {**told, "system": "bank", "at": "2026-02-03 09:00"},
        {**told, "at": "2026-02-03 09:00", "shoe": "38"},
    ]
    found = feed("\n".join(map(json.dumps, lines)) + "\nx", "identity", "tell")
    answers = [json.loads(line) for line in found.out.splitlines()]
    assert [one.get("code", "") for one in answers] == [
        *("", "not_found", "field.not_a_moment", "not_found", "field.unknown_field"),
        "field.not_readable",
    ]
    assert (answers[0]["answer"], answers[0]["request"], found.status) == ("stored", "a", 5)
    status, (matched,) = feed.asks(ASKED)
    assert (status, [row["payload"] for row in matched["activity"]]) == (0, ["复查", '{"ward": 3}'])


def test_identities_are_kept_by_words(feed: Terminal) -> None:
    shown = feed.cli("identity", "show", "C-000001", "--json", ok=True).data
    (identity,) = shown["identities"]
    (card,) = identity["documents"]
    assert (card["document_number"], card["state"]) == ("1101**********002X", "CURRENT")
    assert shown["external_refs"][0]["external_id"] == "77"
    one = f"identities/{identity['id']}"
    words = ("document_type=PASSPORT", "valid_until=2030-01-01")
    feed("E1234567\n", "identity", "document", one, *words, ok=True)
    old = f"documents/{card['id']}"
    answer = feed("E7654321\n", "identity", "document", one, *words, "--replaces", old, ok=True)
    assert "1101**********002X · replaced" in answer.out
    assert "1101**********002X" in feed.cli("show", old, ok=True).out
    feed.cli("identity", "correct", one, "basis_note=form 12", ok=True)
    assert feed.cli("identity", "reveal", old).status == 6
    assert feed.cli("identity", "reveal", old, "--reason", "核对", ok=True).out.strip() == NUMBER
    assert (
        feed.cli("identity", "revoke", one, "--reason", "lost", "--json", ok=True).data[
            "identities"
        ][0]["reason"]
        == "lost"
    )
    assert feed.cli("identity", "revoke", one, "--reason", "lost").status == 5
    typed = feed.cli("identity", "add", "C-000001", f"document_number={NUMBER}")
    assert (typed.status, "others can see it" in typed.err) == (2, True)
    assert feed.cli("identity", "fly").status == 2
    (system,) = feed.cli("identity", "systems", "--json", ok=True).data
    assert (system["key"], system["scopes"]) == ("clinic", ["service", "visits"])
    assert "诊所" in feed.cli("identity", "systems", ok=True).out
