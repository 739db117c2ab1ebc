"""The matrix of 11.3 through the command line: every role, verb, and own, mate's and stranger's.

What each role gets is written down by hand in `tests/cells.py`; the services are walked by the
same cells in tests/integration/storage/test_rights.py.
"""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

import storage.services
from models.enums import Role
from models.rules.rights import Action
from storage.clock import FixedClock
from storage.locations import Locations
from storage.services import Services, open_services
from tests import cells
from tests.cells import Row
from tests.cli.conftest import Answer, Cli
from tests.shelves import ELEMENTS, NUMBER, Shelf, nobodys, the_shelves
from tests.team import OWNERS
from tui.cli import call as cli_call
from tui.cli.verbs import VERBS


@dataclass(frozen=True)
class Act:
    """A command and its row of the matrix; {name} is a record of the shelf, {file} a new file.

    `shows` must stand in the answer, or in the file, of who is allowed it; else it was left out
    of it (`-`), or only a mask of it (`masked`). `quick` is walked every time, the rest slowly.
    """

    row: Row
    words: str
    shows: str = ""
    quick: bool = False
    typed: str = ""  # on the standard input
    masked: bool = False


def _asked(scope: str) -> str:
    request = {**ELEMENTS, "document_number": NUMBER, "system": "clinic", "user": "dr.wang"}
    return json.dumps({**request, "purpose": "SERVICE", "scope": [scope]})


_PASSPORT = "document_type=PASSPORT legal_basis=CONSENT sex=F birth_date=1980-01-01"

# Acts that use a record up come last.
ACTS: Mapping[str, Act] = {
    # see
    "show": Act(cells.SEE, "show {customer}", quick=True),
    "show person": Act(cells.SEE, "show {contact}"),
    "show deal": Act(cells.SEE, "show {deal} --map"),
    "show case": Act(cells.SEE, "show {case}"),
    "show ticket": Act(cells.SEE, "show {ticket}"),
    "show order": Act(cells.SEE, "show {order}"),
    "show document": Act(cells.SEE, "show {document}"),
    "brief": Act(cells.SEE, "brief {customer}"),
    "explain": Act(cells.SEE, "explain {customer} grade"),
    "stage of": Act(cells.SEE, "stage {customer}"),
    "steps": Act(cells.SEE, "feedback steps {case}"),
    "ticket steps": Act(cells.SEE, "ticket steps {ticket}"),
    "way out": Act(cells.SEE, "terminate steps {parted}"),
    "runs": Act(cells.SEE, "playbook runs {customer}"),
    "fund": Act(cells.SEE, "gift fund {customer}"),
    "gifts": Act(cells.SEE, "gift list {customer}"),
    "identities": Act(cells.SEE, "identity show {customer}"),
    "list": Act(cells.LISTED, "list code:{customer} --ids", "{customer}", quick=True),
    "cases": Act(cells.LISTED, "feedback list code:{case}", "{case}"),
    "tickets": Act(cells.LISTED, "ticket list code:{ticket}", "{ticket}"),
    "due": Act(cells.LISTED, "due --until 2026-03-31", "{item}"),
    "review": Act(cells.LISTED, "review", "{deal}"),
    "handovers": Act(cells.LISTED, "handover list", "{given_over}"),
    "terminations": Act(cells.LISTED, "terminate list", "{parted}"),
    "campaign": Act(cells.LISTED, "campaign show CA-000001", "{customer}"),
    "number": Act(cells.NUMBERS, "show {contact} --json", "{mobile}", quick=True, masked=True),
    "reveal": Act(cells.REVEAL, "reveal {contact} mobile --reason 回电", "{mobile}", quick=True),
    "reveal document": Act(cells.REVEAL, "identity reveal {document} --reason 核对"),
    "log": Act(cells.LOGGED, "log --limit 10000 --json", '"change": {change},'),
    # edit customer and deal
    "set": Act(cells.EDIT, "set {customer} industry=物流", quick=True),
    "many": Act(cells.MANY, "set --query code:{customer} industry=银行", "1 of 1 changed"),
    "new deal": Act(cells.EDIT, "new opportunity customer={customer} title=t need_status=NOW"),
    "set deal": Act(cells.EDIT, "set {deal} next_step=打电话 next_step_date=2026-03-09"),
    "new order": Act(
        cells.EDIT, "new order customer={customer} sale_date=2026-03-02 order_contract_no=N{number}"
    ),
    "answer": Act(cells.EDIT, "answer {customer} C-N1 ASSUMED"),
    "answer deal": Act(cells.EDIT, "answer {deal} P-N1 ASSUMED"),
    "need": Act(cells.EDIT, "new need customer={customer} problem=慢"),
    "strategy": Act(cells.EDIT, "stage {customer} --done WAIT_ENTRY"),
    "draft": Act(
        cells.EDIT, "terminate draft {jumped} reason_code=NO_PURCHASE text=买别家的两年了"
    ),
    # contact data
    "phone": Act(cells.CONTACT_DATA, "set {customer} fax=021-60000001", quick=True),
    "person": Act(cells.CONTACT_DATA, "new contact customer={customer} name=李雷"),
    "set person": Act(cells.CONTACT_DATA, "set {contact} title=主任"),
    "address": Act(cells.CONTACT_DATA, "new address customer={customer} kind=BRANCH city=苏州"),
    "consent": Act(cells.CONTACT_DATA, "new consent contact={contact} purpose=MARKETING"),
    "identity": Act(
        cells.CONTACT_DATA, "identity add {twin} name=韩梅 " + _PASSPORT, typed="E1000{number}"
    ),
    "correct": Act(cells.CONTACT_DATA, "identity correct {identity} name=韩梅梅"),
    "revoke": Act(cells.CONTACT_DATA, "identity revoke {identity} --reason 退网"),
    # feedback and tickets
    "new case": Act(
        cells.TAKE_IN,
        "feedback new customer={customer} kind=COMPLAINT channel=PHONE text=门锁坏了",
    ),
    "new ticket": Act(cells.TAKE_IN, "ticket new customer={customer} kind=REPAIR symptom=漏水"),
    "progress": Act(cells.CASE, "feedback progress {case} 已联系", quick=True),
    "set case": Act(cells.CASE, "feedback set {case} text=门锁又坏了"),
    "acknowledge": Act(cells.CASE, "feedback ack {case} ack_text=好 promised_at=2026-03-03T12:00"),
    "case over": Act(cells.CASE, "feedback owner {case} mate"),
    "set ticket": Act(cells.CASE, "ticket set {ticket} symptom=还漏"),
    "pause": Act(cells.CASE, "feedback pause {case} reason=等料 customer_told=yes"),
    "cancel": Act(cells.CASE, "ticket cancel {ticket} reason=误报"),
    # touches, follow-ups, playbooks
    "touch": Act(
        cells.TOUCH, "touch {customer} --channel EMAIL --summary x --no-next 等", quick=True
    ),
    "plan": Act(cells.TOUCH, "new follow-up customer={customer} title=t due_date=2026-03-09"),
    "snooze": Act(cells.TOUCH, "snooze {item} 2026-03-10 等"),
    "done": Act(cells.TOUCH, "done {item}"),
    "verify": Act(cells.TOUCH, "verify {customer}"),
    "gift": Act(
        cells.TOUCH,
        "gift new customer={customer} kind=GIFT direction=GIVEN value=20 purpose=x",
    ),
    "tick": Act(cells.TOUCH, "playbook tick {run} internal buyer"),
    "start": Act(cells.TOUCH, "playbook start GOODS_ACCEPTANCE {twin}"),
    "stop": Act(cells.TOUCH, "playbook stop {run} 不用了"),
    "survey": Act(cells.TOUCH, "survey {customer} 1=5 --survey SV-000001"),
    "campaign answer": Act(
        cells.TOUCH, "campaign answer CA-000001 {customer} attended=yes response=INTERESTED"
    ),
    "ask": Act(cells.TOUCH, "terminate ask {blocked} notice reason=召回 text=请停用"),
    # import, export, print
    "export": Act(
        cells.EXPORT,
        "export customers code:{customer} -o {file}.csv --reason x",
        "{customer}",
        quick=True,
    ),
    "export people": Act(cells.EXPORT, "export contacts -o {file}.csv --reason x", "{contact}"),
    "export deals": Act(cells.EXPORT, "export opportunities -o {file}.md --reason x", "{deal}"),
    "subject": Act(cells.EXPORT_ONE, "subject {customer} --reason x -o {file}.json", "{customer}"),
    "export tickets": Act(
        cells.EXPORT_TICKETS, "export tickets -o {file}.csv --reason x", "{ticket}", quick=True
    ),
    "export log": Act(cells.EXPORT_AUDIT, "report security -o {file}.csv --reason x", quick=True),
    "print": Act(cells.PRINT, "report grades -o {file}.txt --reason x", quick=True),
    # what is asked of a manager
    "approve": Act(cells.APPROVE, "terminate approve {parted} comment=同意"),
    "approve gift": Act(cells.APPROVE, "gift approve {gift}", quick=True),
    "allow": Act(cells.APPROVE, "terminate allow {release} comment=必须"),
    "jump": Act(cells.APPROVE, "stage {jumped} INITIAL --reason 框架合同 --yes"),
    # identity requests
    "identify": Act(cells.IDENTIFY, "identify", typed=_asked("visits"), quick=True),
    "identify service": Act(
        cells.IDENTIFY_SERVICE, "identify", typed=_asked("service"), quick=True
    ),
    "identity log": Act(cells.IDENTITY_LOG, "identity log", quick=True),
    "verify log": Act(cells.IDENTITY_LOG, "identity verify"),
    "system": Act(
        cells.SYSTEMS, "new source-system key=s{number} name=x scopes=visits", quick=True
    ),
    # the house
    "settings": Act(cells.SETTINGS, "settings grading.a_days=31", quick=True),
    "user": Act(cells.USERS, "users set {login} name=别名", quick=True),
    "audit log": Act(
        cells.AUDIT, "audit log --limit 1000 --json", '"change": {change},', quick=True
    ),
    "retention": Act(cells.RETENTION, "retention", quick=True),
    "retention run": Act(cells.RETENTION_RUN, "retention --dry-run"),
    "backup": Act(cells.BACKUP, "backup {file}.db", quick=True),
    "rival": Act(cells.KNOWLEDGE, "new competitor name=对手{number}", quick=True),
    "segment": Act(
        cells.KNOWLEDGE, "new segment name=甲{number} filter=city:舟山 plan=x review_date=+30d"
    ),
    "product": Act(cells.CATALOGUE, "new product code=P{number} name=x", quick=True),
    "stock": Act(cells.CATALOGUE, "stock SEAL-20 receipt 5"),
    "view": Act(cells.OWN_VIEWS, "set {view} query=grade:C", quick=True),
    "undo": Act(cells.UNDO_LOGGED, "undo {change}", quick=True),
    # what uses a record up
    "never": Act(cells.MERGE, "duplicates never {customer} {twin}"),
    "merge": Act(cells.MERGE, "merge {customer} {twin}", quick=True),
    "give away": Act(cells.REASSIGN, "set {given} owner=manager", quick=True),
    "hand over": Act(cells.HANDOVER, "handover begin {login} admin {handed}", quick=True),
    "accept": Act(cells.ACCEPT, "handover accept {given_over} --reason x", quick=True),
    "archive": Act(cells.EDIT, "archive {put_away}"),
    "erase": Act(cells.ERASE, "erase {erased} --yes --reason x -o {file}.md", quick=True),
}


# Verbs that ask no right of 11.3, each for its reason.
BEYOND = {
    "init": "makes a database",
    "demo": "data of its own that nobody owns",
    "restore": "of who holds the file and its key, not of a user in it",
    "key": "as restore",
    "rekey": "as restore",
    "doctor": "looks at the file",
    "completion": "prints a script",
    "library": "objections and answers that everybody reads",
    "technicians": "who drives where on a day; of hidden tickets nothing",
    "touchpoints": "the register, which everybody reads",
    "matrix": "as touchpoints",
    "fair": "a customer of one's own, new or found by name",
    "bin": "takes back what one archived oneself: undo",
    "redo": "as undo",
    "skip": "as done",
    "import": "tests/cli/test_import_rights.py",
}


class Teller:
    """Gives commands as a user, and tells what became of them by a letter of the table."""

    def __init__(self, cli: Cli, patch: pytest.MonkeyPatch, folder: Path) -> None:
        self._cli, self._patch, self._folder = cli, patch, folder
        self._files = 0

    def become(self, login: str) -> None:
        """From now on this account works, as the system would name it."""
        self._patch.setattr(storage.services, "account", lambda *_of: (login, login))

    def letter(self, act: Act, shelf: Shelf) -> str:
        """What became of an act, or the answer where the table has no letter for it."""
        answer, path = self._done(act, shelf)
        if answer.status == 0:
            text = answer.out + (path.read_text("utf-8-sig") if path and act.shows else "")
            shown = act.shows.format_map(shelf.words) in text
            return "y" if shown else "r" if act.masked else "-"
        if answer.status == 5 and _WAY_OUT.search(answer.err + answer.out):
            return "r"
        nobodys_answer, _path = self._done(act, nobodys())
        said = _without(answer, shelf)
        as_of_nobody = said == _without(nobodys_answer, nobodys())
        return "n" if answer.status in _UNKNOWN and as_of_nobody else f"{answer.status}: {said}"

    def _done(self, act: Act, shelf: Shelf) -> tuple[Answer, Path | None]:
        self._files += 1
        file = self._folder / f"out{self._files}"
        given = {**shelf.words, "file": str(file), "number": str(self._files)}
        typed = act.typed if act.typed.startswith("{") else act.typed.format_map(given)
        self._patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode()), "utf-8"))
        answer = self._cli(*(word.format_map(given) for word in act.words.split()))
        return answer, next(self._folder.glob(f"{file.name}.*"), None)


_UNKNOWN = (3, 6)  # no such record; a field that names none
# A refusal says who may instead.
_WAY_OUT = re.compile(
    "Ask: |Ask .*manager|manager may|or a manager, can|up to a manager|manager who did not|Allowed:"
)


def _without(answer: Answer, shelf: Shelf) -> tuple[int, str]:
    """Status and what was said, without the codes that it was about."""
    text = answer.err + answer.out
    for code in sorted(shelf.codes.values(), key=len, reverse=True):
        text = text.replace(code, "*")
    return answer.status, text


@pytest.fixture
def shelves(
    database_home: Locations, clock: FixedClock, request: pytest.FixtureRequest
) -> dict[str, Shelf]:
    """The book in which the user of a role works, with a mate and a stranger.

    Made the day before: commands run at the hour that it is, which may be an early one.
    """
    clock.moment -= timedelta(days=1)
    with closing(open_services(database_home, clock=clock)) as services:
        return the_shelves(services, request.param)


@pytest.fixture
def teller(
    shelves: dict[str, Shelf], cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Teller:
    """Commands as the user of the role."""
    found = Teller(cli, monkeypatch, tmp_path)
    found.become(shelves["own"].login)
    return found


@pytest.fixture
def kept_open(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """All commands of a walk go to the services that the first of them opened.

    To open a file takes two thirds of a short command and is the same for every verb; the walk
    of one verb for each right opens it anew for each, as the program does.
    """
    opened: list[Services] = []
    opens = cli_call.open_database

    def once(call: cli_call.Call) -> Services:
        if not opened:
            opened.append(opens(call))
        return opened[0]

    monkeypatch.setattr(cli_call, "open_database", once)
    monkeypatch.setattr(cli_call.Call, "close", lambda _call: None)
    yield
    opened[0].close()


def walked(teller: Teller, shelves: dict[str, Shelf], acts: Mapping[str, Act]) -> None:
    role = Role(shelves["own"].login.upper())
    wanted, found = {}, {}
    for name, act in acts.items():
        wanted[name] = cells.cells(act.row, role)
        whose = OWNERS[: len(wanted[name])]
        found[name] = "".join(teller.letter(act, shelves[one]) for one in whose)
    assert found == wanted


@pytest.mark.parametrize("shelves", [Role.SALES], indirect=True)
def test_sales_by_one_verb_for_each_right(teller: Teller, shelves: dict[str, Shelf]) -> None:
    walked(teller, shelves, {name: act for name, act in ACTS.items() if act.quick})


@pytest.mark.slow
@pytest.mark.usefixtures("kept_open")
@pytest.mark.parametrize("shelves", Role, indirect=True)
def test_every_role_and_verb_and_owner(teller: Teller, shelves: dict[str, Shelf]) -> None:
    walked(teller, shelves, ACTS)


def test_every_right_has_a_verb() -> None:
    rows = [act.row for act in ACTS.values()]
    reached = {a for a, some in cells.OF_ACTION.items() if any(r is s for r in rows for s in some)}
    assert set(Action) - reached == {Action.IMPORT}  # tests/cli/test_import_rights.py
    quick = [act.row for act in ACTS.values() if act.quick]
    assert all(any(r is s for r in quick for s in cells.OF_ACTION[action]) for action in reached)


def test_every_verb_is_walked_or_asks_no_right() -> None:
    named = {act.words.split()[0] for act in ACTS.values()}
    assert named | set(BEYOND) == {verb.name for verb in VERBS}
    assert not named & set(BEYOND)
