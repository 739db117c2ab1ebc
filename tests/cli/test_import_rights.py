"""The rights of 11.3 through an import: row by row, by the services and by the verb.

One file for each kind, with a row for every act and whose record it is. What each role gets is
written down by hand; a row of a customer that one may not see is answered as one of a code that
nobody has, and nothing that was refused is changed.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

import storage.services
from models.enums import Role
from models.rules.rights import Action
from storage.clock import FixedClock
from storage.errors import Refused
from storage.locations import Locations
from storage.services import Services, open_services
from storage.services.exchange import plain_word
from tests import cells
from tests.cells import Row
from tests.cli.conftest import Cli
from tests.factories import a_contact, a_customer, an_opportunity, an_order, count_of
from tests.team import MATE, OWNERS, STRANGER, a_team, become
from tui.words import vocabulary

NOBODY = "nobody"
WHOSE = (*OWNERS, NOBODY)


@dataclass(frozen=True)
class Book:
    """Codes of the records in the book by kind and whose they are; of nobody none that is."""

    login: str
    codes: Mapping[tuple[str, str], str]

    def __getitem__(self, place: tuple[str, str]) -> str:
        return self.codes[place]


@dataclass(frozen=True)
class Line:
    """Cells of a row about a record of somebody, and the row of the matrix."""

    row: Row
    texts: Callable[[Book, str], dict[str, str]]


def _of(kind: str, **texts: str) -> Callable[[Book, str], dict[str, str]]:
    return lambda book, whose: {"code": book[kind, whose], **texts}


def _at(number: str = "", **texts: str) -> Callable[[Book, str], dict[str, str]]:
    """A new record at a customer; `number` is a field that no two may share."""
    return lambda book, whose: {
        "customer": book["customer", whose], **texts, **({number: f"新{whose}"} if number else {})
    }  # fmt: skip


# "Import": own for SALES, all for a manager, else nothing; each row by the right of what it sets.
NEW_OF: Row = {Role.SALES: "yrr", Role.MANAGER: "yyy"}  # whom a new customer belongs to
FILES: Mapping[str, tuple[Line, ...]] = {
    "customers": (
        Line(cells.IMPORT, _of("customer", city="苏州")),
        Line(cells.IMPORT, _of("other", fax="021-60000001")),
        Line(cells.REASSIGN, _of("given", owner="admin")),
        Line(NEW_OF, lambda book, whose: {
            "name": f"新客户{whose}", "owner": book.login if whose == "own" else whose,
            "need_status": "LATENT",
        }),
    ),
    "contacts": (
        Line(cells.IMPORT, _of("contact", title="主任")),
        Line(cells.IMPORT, lambda book, whose: {
            "customer": book["customer", whose], "name": f"李雷{whose}",
            "mobile": f"1391234000{WHOSE.index(whose)}",
        }),
    ),
    "opportunities": (
        Line(cells.IMPORT, _of("deal", next_step="打电话")),
        Line(cells.IMPORT, _at("title", need_status="NOW")),
    ),
    "orders": (
        Line(cells.IMPORT, _of("order", unit_price="7", qty="3")),
        Line(cells.IMPORT, _at("order_contract_no", sale_date="2026-03-02")),
    ),
    "follow-ups": (Line(cells.TOUCH, _at("title", due_date="2026-03-09")),),
    "feedback": (Line(cells.TAKE_IN, _at("text", kind="COMPLAINT", channel="PHONE")),),
    "needs": (Line(cells.IMPORT, _at("problem")),),
}  # fmt: skip
_KINDS = ("customer", "other", "given", "contact", "deal", "order")
_TABLES = {"contact": "contact", "deal": "opportunity", "order": "sales_order"}
_GHOSTS = {"contact": "P-000999", "deal": "O-000999", "order": "S-000999"}


def a_book(services: Services, login: str) -> Book:
    """Customers with a person, a deal and an order, of the user, the mate and the stranger."""
    codes: dict[tuple[str, str], str] = {}
    for whose, owner in zip(OWNERS, (login, MATE, STRANGER), strict=True):
        main = a_customer(services, owner=owner)
        made = {
            "customer": main,
            "other": a_customer(services, owner=owner),
            "given": a_customer(services, owner=owner),
            "contact": a_contact(services, main),
            "deal": an_opportunity(services, main, owner=owner),
            "order": an_order(services, main),
        }
        codes |= {(kind, whose): one.code for kind, one in made.items()}
    for place, kind in enumerate(_KINDS):
        codes[kind, NOBODY] = _GHOSTS.get(kind, f"C-00099{place}")
    return Book(login, codes)


def lines_of(kind: str, book: Book) -> Iterator[tuple[Line, str, dict[str, str]]]:
    """(line, whose, cells) of a file, those of nobody's records last."""
    for whose in WHOSE:
        for line in FILES[kind]:
            yield line, whose, line.texts(book, whose)


def written(path: Path, kind: str, book: Book) -> Path:
    rows = [texts for _line, _whose, texts in lines_of(kind, book)]
    names = list(dict.fromkeys(name for texts in rows for name in texts))
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, names)
        writer.writeheader()
        writer.writerows(rows)
    return path


def letters(kind: str, book: Book, rejected: Mapping[int, str]) -> list[str]:
    """What became of each line of a file, by whose record it is of; by the lines of the file."""
    told: dict[tuple[int, str], str] = {}
    numbered = enumerate(lines_of(kind, book), 2)
    for number, (line, whose, texts) in numbered:
        reason = rejected.get(number, "")
        for text in (*texts.values(), whose):
            reason = reason.replace(text, "*")
        told[FILES[kind].index(line), whose] = reason
    return [
        "".join(
            "y" if not told[at, whose] else "n" if told[at, whose] == told[at, NOBODY] else "r"
            for whose in OWNERS
        )
        for at in range(len(FILES[kind]))
    ]


def wanted(kind: str, role: Role) -> list[str]:
    return [cells.cells(line.row, role) for line in FILES[kind]]


def by_services(services: Services, path: Path, kind: str, *, dry: bool = False) -> dict[int, str]:
    """Why which line was rejected."""
    seen = services.exchange.preview(path, kind, vocabulary=vocabulary())
    done = services.exchange.run(seen, vocabulary=vocabulary(), dry_run=dry)
    assert done.created + done.updated + done.unchanged + done.rejected == seen.lines
    return {one.line: "; ".join(map(plain_word, one.reasons)) for one in done.verdicts}


def by_the_verb(cli: Cli, path: Path, kind: str) -> dict[int, str]:
    answer = cli("import", str(path), "--as", kind, "--json")
    assert answer.status in (0, 6), answer.err
    kept = answer.data["rejects"]
    if kept is None:
        return {}
    with Path(kept).open(encoding="utf-8-sig", newline="") as stream:
        return {int(row["line"]): row["reason"] for row in csv.DictReader(stream)}


def state(services: Services) -> dict[str, object]:
    """All that stands in the tables that the files are about."""
    tables = ("customer", "contact", "opportunity", "sales_order", "sales_order_line", "need")
    return {
        table: services.core.database.read(
            lambda reader: reader.rows(f"SELECT * FROM {table} ORDER BY id")  # noqa: B023
        )
        for table in (*tables, "follow_up", "feedback")
    }


def written_to(services: Services, book: Book, since: int) -> set[tuple[str, str]]:
    """The records of the book that a change wrote since then, by what they are."""
    found = set()
    for (kind, whose), code in book.codes.items():
        sql = (
            f"SELECT 1 FROM change_entry e JOIN {_TABLES.get(kind, 'customer')} r"
            " ON r.id = e.record_id WHERE r.code = :code AND e.change_id > :since LIMIT 1"
        )
        told = {"code": code, "since": since}
        if services.core.database.read(lambda reader: reader.one(sql, told)) is not None:  # noqa: B023
            found.add((kind, whose))
    return found


@pytest.fixture
def book(
    database_home: Locations,
    clock: FixedClock,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> Iterator[tuple[Services, Book]]:
    """A team at work, and the account of the role's user at the keyboard."""
    login = request.param.value.lower()
    with closing(open_services(database_home, clock=clock)) as services:
        a_team(services)
        services.users.begin_team()
        found = a_book(services, login)
        become(services, login)
        monkeypatch.setattr(storage.services, "account", lambda *_of: (login, login))
        yield services, found


ABLE = [Role.SALES, pytest.param(Role.MANAGER, marks=pytest.mark.slow)]
OTHERS = [role for role in Role if role not in (Role.SALES, Role.MANAGER)]


@pytest.mark.parametrize("book", ABLE, indirect=True)
@pytest.mark.parametrize("road", ["services", pytest.param("verb", marks=pytest.mark.slow)])
def test_every_row_by_its_right_and_owner(
    book: tuple[Services, Book], cli: Cli, tmp_path: Path, road: str
) -> None:
    services, codes = book
    role = Role(codes.login.upper())
    for kind in FILES:
        path = written(tmp_path / f"{kind}.csv", kind, codes)
        before, since = state(services), count_of(services, "change_set")
        tried = by_services(services, path, kind, dry=True)
        assert letters(kind, codes, tried) == wanted(kind, role), kind
        assert state(services) == before, kind
        rejected = (
            by_services(services, path, kind)
            if road == "services"
            else by_the_verb(cli, path, kind)
        )
        assert letters(kind, codes, rejected) == wanted(kind, role), kind
        touched = {place for place in written_to(services, codes, since) if place[0] in _SET}
        assert touched == _allowed(kind, role, codes), kind


_SET = ("other", "given", "contact", "deal", "order")  # what rows set fields of, and only they


def _allowed(kind: str, role: Role, book: Book) -> set[tuple[str, str]]:
    """The records that rows of a file set, as far as the role may."""
    found = set()
    for line, whose, texts in lines_of(kind, book):
        place = next((p for p, code in book.codes.items() if code == texts.get("code")), None)
        if place is None or place[0] not in _SET or whose == NOBODY:
            continue
        if cells.cells(line.row, role)[OWNERS.index(whose)] == "y":
            found.add(place)
    return found


@pytest.mark.parametrize(
    "book",
    [pytest.param(r, marks=() if r is Role.AUDITOR else pytest.mark.slow) for r in OTHERS],
    indirect=True,
)
def test_who_may_not_import_is_refused_before_a_row_is_read(
    book: tuple[Services, Book], cli: Cli, tmp_path: Path
) -> None:
    services, codes = book
    path = written(tmp_path / "contacts.csv", "contacts", codes)
    before = state(services)
    seen = become(services, "manager").exchange.preview(path, "contacts", vocabulary=vocabulary())
    become(services, codes.login)
    with pytest.raises(Refused) as refused:
        services.exchange.preview(path, "contacts", vocabulary=vocabulary())
    assert refused.value.reason.params["action"] is Action.IMPORT
    for dry in (True, False):
        with pytest.raises(Refused):
            services.exchange.run(seen, vocabulary=vocabulary(), dry_run=dry)
    for more in ((), ("--dry-run",)):
        answer = cli("import", str(path), "--as", "contacts", *more)
        assert (answer.status, "you may not import. Ask: Manager." in answer.err) == (5, True)
    assert list(tmp_path.glob("*rejects*")) == []
    assert state(services) == before


@pytest.mark.parametrize("book", [Role.SALES], indirect=True)
def test_nothing_of_a_strangers_customer_is_guessed_by_a_file(
    book: tuple[Services, Book], tmp_path: Path
) -> None:
    """By code, number, name, mail or contract: what is guessed right is answered as what is not."""
    services, codes = book
    founder = become(services, "manager")
    secret = {"registration_no": "R-77", "city": "舟山", "need_status": "NOW"}
    hidden = a_customer(founder, "深海科技", owner=STRANGER, **secret)
    a_contact(founder, hidden, "深海芳", email="fang@deep.example", title="主任")
    an_order(founder, hidden, order_contract_no="HT-77", owner=STRANGER)
    become(services, codes.login)
    own = codes["customer", "own"]
    guesses: Sequence[tuple[str, dict[str, str], dict[str, str]]] = (
        ("customers", {"code": hidden.code, "city": "舟山"}, {"code": "C-000990"}),
        ("customers", {"code": hidden.code, "city": "上海"}, {"code": "C-000990"}),
        (
            "contacts",
            {"customer": own, "name": "芳", "email": "fang@deep.example", "title": "主任"},
            {"name": "方", "email": "x@y.example"},
        ),
        ("needs", {"customer": hidden.code, "problem": "慢"}, {"customer": "C-000990"}),
        ("contacts", {"customer": "深海科技", "name": "王五"}, {"customer": "无此公司"}),
    )
    for number, (kind, right, wrong) in enumerate(guesses):
        answers = []
        for texts in (right, {**right, **wrong}):
            path = tmp_path / f"guess{number}.csv"
            path.write_text(",".join(texts) + "\n" + ",".join(texts.values()) + "\n", "utf-8")
            seen = services.exchange.preview(path, kind, vocabulary=vocabulary())
            done = services.exchange.run(seen, vocabulary=vocabulary())
            told = "; ".join(plain_word(one) for bad in done.verdicts for one in bad.reasons)
            for text in texts.values():
                told = told.replace(text, "*")
            answers.append((done.created, done.updated, done.unchanged, done.similar, told))
        assert answers[0] == answers[1], (kind, right)
    # What stands once only, and a likeness, say that there is somebody, and nothing of whom.
    path = tmp_path / "orders.csv"
    path.write_text(f"customer,order_contract_no,sale_date\n{own},HT-77,2026-03-02\n", "utf-8")
    (reason,) = by_services(services, path, "orders").values()
    assert reason.startswith("duplicate.value_hidden")
    assert hidden.code not in reason
    path = tmp_path / "likes.csv"
    path.write_text("name,city,registration_no\n深海科技,舟山,R-77\n", "utf-8")
    seen = services.exchange.preview(path, "customers", vocabulary=vocabulary())
    done = services.exchange.run(seen, vocabulary=vocabulary())
    assert [one.reasons[0].code for one in done.verdicts] == ["duplicate.alike_hidden"]
    assert hidden.code not in repr(done)
    kept = services.exchange.run(seen, vocabulary=vocabulary(), keep_duplicate="two of them")
    assert (kept.created, hidden.code not in repr(kept)) == (1, True)
