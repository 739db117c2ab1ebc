"""A curious colleague asks every method of every service for another team's customers (11.3).

A new method is asked, too, as soon as it is there: by the names of its parameters.
"""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import itertools
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import pytest

from models import enums
from models.fields.registry import ENTITIES
from models.fields.spec import FieldKind
from models.fields.vocabulary import Vocabulary
from models.query_terms import KINDS
from models.rules.identity import FiveElements
from models.views.identity import Asked
from storage.clock import FixedClock
from storage.errors import ServiceError
from storage.locations import Locations, find
from storage.services import Services, open_services
from storage.services.demo import make_demo
from storage.services.reports import REPORTS
from tests.conftest import MORNING

pytestmark = pytest.mark.slow

COLLEAGUE, OWNER, MANAGER = "liming", "akeller", "glin"
DEEPEST = 12  # parts of parts of an answer
SHORTEST = 6  # characters of a text by which a record is known
# Of a parameter the kind of record whose ids are tried.
IDS = {
    "customer_id": "customer",
    "winner_id": "customer",
    "loser_id": "customer",
    "first_id": "customer",
    "second_id": "customer",
    "contact_id": "contact",
    "opportunity_id": "opportunity",
    "deal_id": "opportunity",
    "subject_id": "opportunity",
    "order_id": "sales_order",
    "case_id": "feedback",
    "ticket_id": "ticket",
    "line_id": "ticket_part",
    "step_id": "playbook_step",
    "run_id": "playbook_run",
    "item_id": "follow_up",
    "follow_up_id": "follow_up",
    "gift_id": "gift_register",
    "identity_id": "identity",
    "document_id": "document",
    "replaces": "document",
    "handover_id": "handover",
    "release_id": "contact_release",
    "campaign_id": "campaign",
    "member_id": "campaign_member",
    "change_id": "change_set",
    "view_id": "saved_view",
    "user_id": "user",
    "grant_id": "access_grant",
    "part_id": "part",
    "survey_id": "survey",
    "point_id": "touchpoint",
}
OF_CARD = {"order": "sales_order", "record": "customer"}
# What the program does for itself, whoever is at the keys; and what is the user's own.
NOT_ASKED = {
    "desk": "drafts and places by login, in a file of their own",
    "maintenance.new_day": "the figures of the day, told to nobody",
    "maintenance.tell_managers": "as above",
    "maintenance.rebuild_search": "as above",
    "maintenance.rebuild_digests": "as above",
    "maintenance.note": "a line of the log about the file itself",
    "trail.anchor": "as above",
    "trail.broken": "needs a broken chain",
    "users.begin_team": "a switch of the whole database",
    "touchpoints.load": "the shipped content",
    "surveys.plan": "a job that counts",
    "calendar.next_kept": "a row that was read before",
    "review.source": "a list that was read before",
    "review.rows": "as above",
    "exchange.run": "a preview that was read before: tests/integration/storage/test_rights.py",
}


class Secrets:
    """Customers of another team that nobody of the own team has to do with, and their texts."""

    def __init__(self, path: Path, manager: Services) -> None:
        self._rows = sqlite3.connect(path)
        self._version = 0
        self._state: dict[str, set[tuple[Any, ...]]] = {}
        (self.colleague,) = self._one("SELECT id FROM user WHERE login = ?", COLLEAGUE)
        (owner,) = self._one("SELECT id FROM user WHERE login = ?", OWNER)
        mine = {
            row[0]
            for table, columns in self._users().items()
            for row in self._rows.execute(
                f"SELECT customer_id FROM {table} WHERE "
                + " OR ".join(f"{column} = {self.colleague}" for column in columns)
            )
        }
        found = self._rows.execute(
            "SELECT id FROM customer WHERE owner_id = ? AND deleted_at IS NULL ORDER BY id",
            (owner,),
        )
        self.customers = [one for (one,) in found if one not in mine]
        self.ids = {spec.name: self._ids(spec.name)[:3] for spec in ENTITIES}
        sql = "SELECT id FROM change_set WHERE actor_id = ? LIMIT 3"
        self.ids["change_set"] = [one for (one,) in self._rows.execute(sql, (owner,))]
        self.ids["access_grant"] = [1]
        self.ids["user"] = [owner]
        self.code = str(self._one("SELECT code FROM customer WHERE id = ?", self.customers[0])[0])
        self.marks = self._marks(manager) - {self.code}  # which is asked for, and named again

    def state(self) -> dict[str, set[tuple[Any, ...]]]:
        """Everything of these customers as it stands in the file; read anew where that changed."""
        version = self._one("PRAGMA data_version")[0]
        if version != self._version:
            self._version = version
            self._state = {
                table: set(
                    self._rows.execute(f"SELECT * FROM {table} WHERE {self._of(table)}").fetchall()
                )
                for table in ("customer", *self._hanging)
                if table != "segment_member"  # the house's: who is in it follows from it
            }
        return self._state

    def found_in(self, text: str) -> list[str]:
        """The texts of these customers that stand in an answer."""
        return [mark for mark in self.marks if mark in text]

    def _one(self, sql: str, *values: object) -> tuple[Any, ...]:
        return tuple(self._rows.execute(sql, values).fetchone())

    @cached_property
    def _hanging(self) -> list[str]:
        sql = (
            "SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) p"
            " WHERE m.type = 'table' AND p.name = 'customer_id' ORDER BY 1"
        )
        return [name for (name,) in self._rows.execute(sql)]

    def _users(self) -> dict[str, list[str]]:
        """Columns that name a user, by the kind of record that hangs on a customer."""
        found = {}
        for table in self._hanging:
            keys = self._rows.execute(f"PRAGMA foreign_key_list({table})").fetchall()
            if columns := [key[3] for key in keys if key[2] == "user"]:
                found[table] = columns
        return found

    def _of(self, table: str) -> str:
        ids = ", ".join(str(one) for one in self.customers)
        return f"{'id' if table == 'customer' else 'customer_id'} IN ({ids})"

    def _ids(self, table: str) -> list[int]:
        if table == "customer" or table in self._hanging:
            condition = f"{self._of(table)} AND deleted_at IS NULL"
        elif table in _PARENTS:
            column, parent = _PARENTS[table]
            condition = f"{column} IN (SELECT id FROM {parent} WHERE {self._of(parent)})"
        else:
            condition = "1"
        return [one for (one,) in self._rows.execute(f"SELECT id FROM {table} WHERE {condition}")]

    def _marks(self, manager: Services) -> frozenset[str]:
        theirs: set[str] = set()
        others: set[str] = set()
        for spec in ENTITIES:
            names = [f.column for f in spec.fields if f.kind in (FieldKind.TEXT, FieldKind.NOTE)]
            if not names:
                continue
            sql = f"SELECT {', '.join(names)} FROM {spec.name}"
            if spec.name == "customer" or spec.name in self._hanging:
                theirs |= _texts(self._rows.execute(f"{sql} WHERE {self._of(spec.name)}"))
                sql += f" WHERE NOT coalesce({self._of(spec.name)}, 0)"
            others |= _texts(self._rows.execute(sql))
        for contact in self._ids("contact"):
            record = manager.cards.record("contact", contact)
            theirs |= _texts([(record["mobile"], record["home_phone"])])
        known = "\n".join(others)
        return frozenset(one for one in theirs if one not in known)


# Told once more than in `scope.CHILDREN`: a kind that was forgotten there shows here.
_PARENTS = {
    "playbook_step": ("run_id", "playbook_run"),
    "document": ("identity_id", "identity"),
    "ticket_part": ("ticket_id", "ticket"),
    "special_date": ("contact_id", "contact"),
    "contact_link": ("from_contact_id", "contact"),
    "deal_step": ("opportunity_id", "opportunity"),
    "sales_order_line": ("order_id", "sales_order"),
    "feedback_action": ("feedback_id", "feedback"),
    "feedback_event": ("feedback_id", "feedback"),
    "survey_answer": ("invite_id", "survey_invite"),
    "ticket_event": ("ticket_id", "ticket"),
    "booking": ("ticket_id", "ticket"),
}


def _texts(rows: Any) -> set[str]:
    return {
        value for row in rows for value in row if isinstance(value, str) and len(value) >= SHORTEST
    }


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Locations:
    """The demo of a team: people with everything that hangs on their customers."""
    home = find(environ={"FIVEFOLD_HOME": str(tmp_path_factory.mktemp("team"))})
    make_demo(home, FixedClock(MORNING), team=True)
    return home


@pytest.fixture
def home(made: Locations, tmp_path: Path) -> Locations:
    """A copy of it."""
    own = find(environ={"FIVEFOLD_HOME": str(tmp_path / "home")})
    own.team_demo_database.parent.mkdir(parents=True)
    shutil.copy(made.team_demo_database, own.team_demo_database)
    return own


Login = Callable[[str], Services]


@pytest.fixture
def as_user(home: Locations) -> Iterator[Login]:
    """Services of the demo by login."""
    opened: list[Services] = []

    def login(name: str) -> Services:
        services = open_services(home, clock=FixedClock(MORNING), demo=True, demo_as=name)
        opened.append(services)
        return services

    yield login
    for services in opened:
        services.close()


@pytest.fixture
def secrets(home: Locations, as_user: Login) -> Secrets:
    """What the colleague is after."""
    return Secrets(home.team_demo_database, as_user(MANAGER))


def methods() -> Iterator[tuple[str, str]]:
    """(service, method) of all that is public."""
    for service, prop in vars(Services).items():
        if not isinstance(prop, cached_property):
            continue
        found = re.search(r"from ([\w.]+) import (\w+)", inspect.getsource(prop.func))
        assert found is not None
        kind = getattr(importlib.import_module(found[1]), found[2])
        for name, member in vars(kind).items():
            if not name.startswith("_") and callable(member):
                yield service, name


ALL = [f"{service}.{name}" for service, name in methods()]


class Curious:
    """Makes up what to give a method, by the names of its parameters."""

    def __init__(self, services: Services, secrets: Secrets, folder: Path) -> None:
        self.services = services
        self.secrets = secrets
        self.folder = folder
        self._files = itertools.count()

    def tries(self, name: str) -> Iterator[Callable[[], object]]:
        """Calls of a method, each with other things of the secret customers."""
        if name == "exchange.export":
            yield from self._exports()
            return
        service, method = name.split(".")
        call = getattr(getattr(self.services, service), method)
        needed = [
            one
            for one in inspect.signature(call).parameters.values()
            if one.default is one.empty or one.name in IDS or one.name in ("entity", "text", "kind")
        ]
        names = [one.name for one in needed]
        for entity_name in self._entities(names, method):
            choices = [self._values(name, one, entity_name) for one in names]
            for values in itertools.product(*choices):
                yield partial(_called, call, dict(zip(names, values, strict=True)))

    def _exports(self) -> Iterator[Callable[[], object]]:
        """Every list in every format that it has."""
        for asked in self._queries():
            for form in self.services.exchange.formats(asked.kind):
                yield partial(
                    self.services.exchange.export,
                    asked.kind, asked, form, self._file(), reason="x",
                )  # fmt: skip

    def _entities(self, names: Sequence[str], method: str) -> list[str]:
        if method == "choices":
            return ["survey", "touchpoint"]
        if "entity" in names:
            return [name for name, ids in self.secrets.ids.items() if ids and _known(name)]
        return [OF_CARD.get(method, method if _known(method) else "customer")]

    def _values(self, name: str, parameter: str, of: str) -> Sequence[object]:
        ids = self.secrets.ids
        service = name.split(".")[0]
        if f"{name}.{parameter}" in self._special:
            return self._special[f"{name}.{parameter}"]
        if parameter in ("record_id", "entity"):
            return ids[of] if parameter == "record_id" else [of]
        if parameter in IDS:
            return ids.get(IDS[parameter]) or [1]
        if parameter in ("ids", "item_ids", "customer_ids"):
            return [ids["follow_up"] if service in ("follow_ups", "calendar") else ids[of]]
        if parameter == "kind" and service in ("lists", "views", "exchange"):
            return list(KINDS)
        if parameter in self._plain:
            return self._plain[parameter]
        raise AssertionError(f"say here what a curious colleague gives {name} as {parameter}")

    @cached_property
    def _special(self) -> Mapping[str, Sequence[Any]]:
        code, customer = self.secrets.code, self.secrets.customers[0]
        return {
            "audits.card.run_id": self.secrets.ids["audit_run"],
            "audits.score.run_id": self.secrets.ids["audit_run"],
            "lists.page.query": self._queries(),
            "lists.ids.query": self._queries(),
            "lists.count.query": self._queries(),
            "lists.source.query": self._queries(),
            "lists.parse.text": [code],
            "lists.completions.text": ["owner:", "name:", code],
            "cards.find.code": [code],
            "records.find.code": [code],
            "cards.answers.scope": list(enums.AnswerScope),
            "answers.give.scope": list(enums.AnswerScope),
            "disclosure.contact_of.kind": ["customer", "contact"],
            "stock.move.kind": [enums.StockMoveKind.COUNT],
            "terminations.ask_release.kind": list(enums.ReleaseKind),
            "playbooks.card.code": ["VISIT"],
            "playbooks.preview.code": ["VISIT"],
            "playbooks.start.code": ["VISIT"],
            "playbooks.start_many.code": ["VISIT"],
            "playbooks.deal_step_done.step": list(enums.DealStepKind)[:1],
            "touchpoints.process.code": ["SALES"],
            "views.save.query": [f"code:{code}"],
            "views.count.query": [f"code:{code}"],
            "exchange.export.query": [self.services.lists.parse("", "customers")],
            "exchange.print_page.lines": [["x"]],
            "reports.make.name": list(REPORTS),
            "exchange.print_page.name": ["customers"],
            "exchange.print_table.name": ["customers"],
            "policies.set.values": [{"grading.a_days": 31}],
            "surveys.answer.answers": [{1: "5"}],
            "campaigns.answer.customer": [code],
            "handovers.begin.giver": [OWNER],
            "handovers.begin.receiver": [COLLEAGUE],
            "handovers.begin.customers": [[customer]],
            "feedback.hand_over.owner": [COLLEAGUE],
            "users.save.texts": [{"roles": "MANAGER"}],
            "feedback.step.target": list(enums.FeedbackState),
            "tickets.step.target": list(enums.TicketState),
            "terminations.step.target": list(enums.TerminationState),
            "cards.due.until": [date(2026, 12, 31)],
            "follow_ups.move.assignee": [COLLEAGUE],
            "bulk.change.texts": [{"name": "改了"}, {"city": "改了"}, {"owner": COLLEAGUE}],
        }

    @cached_property
    def _plain(self) -> Mapping[str, Sequence[Any]]:
        first, last = date(2025, 1, 1), date(2027, 12, 31)
        code = self.secrets.code
        texts = {"customer": code, "name": "改了", "text": "改了", "summary": "x", "title": "x"}
        texts |= {"channel": "EMAIL", "due_date": "2026-03-05", "contact": ""}
        return {
            "texts": [texts, {"customer": code}, {}],
            "lines": [[{"unit_price": "1", "qty": "1"}]],
            "query": [""],
            "text": ["", code],
            "filter_text": ["", f"code:{code}"],
            "cursor": [6],
            "group": [""],
            "limit": [500],
            "first": [first],
            "last": [last],
            "day": [date(2026, 3, 2)],
            "until": ["2026-12-31"],
            "on": ["2026-03-02"],
            "stage": [enums.Stage.INITIAL],
            "strategy": list(enums.StageStrategy)[:1],
            "name": ["x"],
            "field": ["mobile"],
            "fair": ["CANTON"],
            "reason": ["好奇"],
            "note": ["好奇"],
            "question": ["P-N1"],
            "figure": ["grade", "odds", "urgency", "tier"],
            "method": list(enums.Method),
            "grade": [enums.Grade.A],
            "need": [enums.NeedStatus.NOW],
            "expected": [None],
            "no_chance": [False],
            "keep_reason": [""],
            "target": [self._file()],
            "render": [_told],
            "path": [self._file()],
            "backup": [self._file()],
            "vocabulary": [Vocabulary({}, {})],
            "format_name": ["csv", "json", "md", "ics", "vcf"],
            "headers": [["x"]],
            "rows": [[["x"]]],
            "names": [{}],
            "scores": [{}],
            "values": [{}],
            "given": [FiveElements("王芳", "F", "1980-01-01", "PASSPORT", "E1234567")],
            "asked": [Asked("warranty", COLLEAGUE, "SERVICE", ("service",))],
            "system": ["warranty"],
            "external_id": ["W-1"],
            "wanted": [{}, {"record": code}, {"user": OWNER}, {"kind": "customer"}],
            "item": list(enums.HandoverItem)[:1],
            "key": ["x"],
            "days": [[]],
            "qty": [1],
            "issue": ["x"],
            "author": [""],
            "purpose": list(enums.ConsentPurpose),
            "verdict": list(enums.PairVerdict)[:1],
            "told": [True],
            "customer_told": [True],
            "approve": [True],
            "comment": ["x"],
            "words": [None],
            "seen": [None],
        }

    def _queries(self) -> list[Any]:
        found = []
        for kind in KINDS:
            for text in ("", self.secrets.code, f"code:{self.secrets.code}"):
                asked = self.services.lists.parse(text, kind)
                if not asked.problems:
                    found.append(asked)
        return found

    def _file(self) -> Path:
        return self.folder / f"out-{next(self._files)}"


def _called(call: Callable[..., object], given: Mapping[str, object]) -> object:
    return call(**given)


def _known(name: str) -> bool:
    return any(spec.name == name for spec in ENTITIES)


def _told(value: object, depth: int = 0) -> str:
    """All that can be read of an answer."""
    if isinstance(value, str):
        return value
    if depth > DEEPEST or value is None or isinstance(value, int | float | Enum | date):
        return repr(value)
    if isinstance(value, Path):
        return value.read_text("utf-8", "replace") if value.is_file() else ""
    return "\n".join(_told(part, depth + 1) for part in _parts(value))


def _parts(value: Any) -> Iterator[object]:
    if hasattr(value, "page") and hasattr(value, "count"):
        yield from (value.count(), value.page(0, 500))
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        yield from (getattr(value, one.name) for one in dataclasses.fields(value))
    elif isinstance(value, Mapping):
        yield from itertools.chain.from_iterable(value.items())
    elif callable(value):
        if not inspect.signature(value).parameters:  # an explanation that is made when asked for
            yield value()
    elif hasattr(value, "__iter__"):
        yield from value
    else:
        yield repr(value)


def test_nothing_is_left_out_without_a_reason() -> None:
    known = set(ALL) | {name.split(".")[0] for name in ALL}
    assert set(NOT_ASKED) <= known
    assert len(ALL) > 200


def test_no_method_tells_or_changes_anothers_customer(
    secrets: Secrets, as_user: Login, tmp_path: Path
) -> None:
    """Every method, the writing ones too: no text of theirs, and not a byte of theirs changed."""
    assert len(secrets.customers) > 5
    assert len(secrets.marks) > 200
    folder = tmp_path / "out"
    folder.mkdir()
    curious = Curious(as_user(COLLEAGUE), secrets, folder)
    before = secrets.state()
    leaks: list[str] = []
    answered = 0
    for name in ALL:
        if name in NOT_ASKED or name.split(".")[0] in NOT_ASKED:
            continue
        for number, attempt in enumerate(curious.tries(name)):
            said, well = _answer(attempt, folder)
            answered += well
            if found := secrets.found_in(said):
                leaks.append(f"{name} #{number} tells {found[:3]}")
            now = secrets.state()
            leaks += [f"{name} #{number} changes {one}" for one in now if now[one] != before[one]]
            before = now
    assert answered > 300
    assert not leaks, "\n".join(leaks)


def _answer(attempt: Callable[[], object], folder: Path) -> tuple[str, bool]:
    """What a call says, its files and its refusal too, and whether it was answered."""
    try:
        said, well = _told(attempt()), True
    except ServiceError as error:
        said, well = f"{error} {_told(vars(error))}", False
    for path in folder.iterdir():
        said += _told(path)
        path.unlink()
    return said, well


def test_the_owner_is_told_all_of_it(secrets: Secrets, as_user: Login) -> None:
    """The texts looked for are those that the owner reads."""
    owner = as_user(OWNER)
    asked = owner.lists.parse("", "customers")
    said = _told(owner.lists.source(asked, ""))
    said += "".join(_told(owner.cards.record("customer", one)) for one in secrets.customers)
    assert len(secrets.found_in(said)) >= len(secrets.customers)
