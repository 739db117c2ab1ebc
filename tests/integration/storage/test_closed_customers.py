"""Of a terminated customer who may not see more is told name and status alone (9.5, AC-126).

Each read is asked twice, with other values of what is hidden: no answer, count, place in a list or
refusal may differ.
"""

from __future__ import annotations

import importlib
import inspect
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing
from functools import cached_property
from pathlib import Path

import pytest
from sqlalchemy import text

from models import enums
from models.query import Query, SortKey
from models.views.paging import After, Before, Edge, End, Start
from storage.clock import FixedClock
from storage.errors import NotFound, Refused, ServiceError
from storage.locations import find
from storage.queries import listing
from storage.queries.specs import CUSTOMERS
from storage.services import Services, open_services
from tests.conftest import MORNING
from tests.factories import a_case, a_contact, a_customer, an_opportunity
from tui.panes.detail.tabs import TABS

C = enums.AnswerScope.CUSTOMER
# Every read that takes a customer. What is not here must be in WRITES: a new one shows.
READS: Mapping[str, Callable[[Services, int], object]] = {
    "account_plans.card": lambda s, one: s.account_plans.card(one),
    "account_plans.event_tasks": lambda s, one: s.account_plans.event_tasks(one),
    "account_plans.size": lambda s, one: s.account_plans.size(one),
    "account_plans.stage": lambda s, one: s.account_plans.stage(one),
    "account_plans.stage_move": lambda s, one: s.account_plans.stage_move(one, enums.Stage.INITIAL),
    "answers.customer_offers": lambda s, one: s.answers.customer_offers(one),
    "answers.fit": lambda s, one: s.answers.fit(one),
    "calendar.special_dates": lambda s, one: s.calendar.special_dates(one),
    "cards.campaigns": lambda s, one: s.cards.campaigns(one),
    "cards.consents": lambda s, one: s.cards.consents(one),
    "cards.grade_history": lambda s, one: s.cards.grade_history(one),
    "cards.needs": lambda s, one: s.cards.needs(one),
    "cards.on_its_way": lambda s, one: s.cards.on_its_way(one),
    "cards.played": lambda s, one: s.cards.played(one),
    "cards.proposals": lambda s, one: s.cards.proposals(one),
    "cards.stakeholders": lambda s, one: s.cards.stakeholders(one),
    "committee.of_deal": lambda s, one: s.committee.of_deal(one, None),
    "committee.relations": lambda s, one: s.committee.relations(one),
    "committee.threads": lambda s, one: s.committee.threads(one),
    "gifts.fund": lambda s, one: s.gifts.fund(one),
    "gifts.rows": lambda s, one: s.gifts.rows(one),
    "handovers.of_customer": lambda s, one: s.handovers.of_customer(one),
    "identities.kinds": lambda s, one: s.identities.kinds(one),
    "identities.of_customer": lambda s, one: s.identities.of_customer(one),
    "identities.references": lambda s, one: s.identities.references(one),
    "interactions.proposal": lambda s, one: s.interactions.proposal(
        one, need=None, expected=None, no_chance=False
    ),
    "playbooks.preview": lambda s, one: s.playbooks.preview(one, "VISIT"),
    "playbooks.runs": lambda s, one: s.playbooks.runs(one),
    "surveys.sheet": lambda s, one: s.surveys.sheet(one),
    "terminations.card": lambda s, one: s.terminations.card(one),
    "terminations.next_steps": lambda s, one: s.terminations.next_steps(one),
    "value.at_stake": lambda s, one: s.value.at_stake(one),
    "value.gauges": lambda s, one: s.value.gauges(one),
    "value.sheet": lambda s, one: s.value.sheet(one),
    # by another name of the parameter
    "cards.answers": lambda s, one: s.cards.answers(C, one),
    "cards.customer": lambda s, one: s.cards.customer(one),
    "cards.record": lambda s, one: s.cards.record("customer", one),
    "disclosure.contact_of": lambda s, one: s.disclosure.contact_of("customer", one),
    "lists.changes_of": lambda s, one: s.lists.changes_of("customer", one),
    "lists.codes": lambda s, one: s.lists.codes("customer", [one]),
    "lists.rows": lambda s, one: s.lists.rows("customers", [one]),
    "privacy.subject_report": lambda s, one: s.privacy.subject_report(
        "customer", one, s.core.locations.data / "report.txt", str, reason="x"
    ),
    "records.archive": lambda s, one: s.records.archive("customer", one),
    "records.verify": lambda s, one: s.records.verify(one),
    **{
        f"explanations.{figure}": lambda s, one, figure=figure: s.explanations.explain(  # type: ignore[misc]
            "customer", one, figure
        )
        for figure in ("grade", "stage", "urgency", "fit", "threads", "tier")
    },
}
WRITES = {
    "stages.move", "stages.tick", "records.verify", "interactions.touch", "interactions.regrade",
    "follow_ups.plan", "playbooks.start", "terminations.begin", "terminations.step",
    "terminations.ask_release", "identities.add", "surveys.answer",
}  # fmt: skip
_CHOICES = {
    "urgency": enums.Urgency, "stage": enums.Stage, "importance": enums.Importance,
    "need_status": enums.NeedStatus, "kind": enums.CustomerKind,
}  # fmt: skip
# Two ways in which what is hidden of the terminated ones may stand.
HIDDEN: tuple[Mapping[str, object], ...] = (
    {name: next(iter(choices)).value for name, choices in _CHOICES.items()}
    | {
        "grade": "A", "next_tracking_due": "2026-03-04", "city": "鞍山", "industry": "安防",
        "deal_status": next(iter(enums.DealStatus)).value,
        "value_tier": next(iter(enums.ValueTier)).value,
        "pyramid_tier": next(iter(enums.PyramidTier)).value,
        "phone": "021 5555 0101", "revenue_year": 900, "rfm": "555",
        "open_amount": 500, "open_odds": 90, "open_feedback": 5, "consent_survey": 1,
        "last_tracking_at": "2026-02-03T01:01:01Z", "handle_by": "2026-03-03", "openness": 5,
        "reference_willing": 1, "main_supplier": 1, "key_account": 1,
        "updated_at": "2026-02-03T01:01:01Z",
    },
    {name: list(choices)[-1].value for name, choices in _CHOICES.items()}
    | {
        "grade": "E", "next_tracking_due": None, "city": "珠海", "industry": "造纸",
        "deal_status": None, "value_tier": None, "pyramid_tier": None,
        "phone": None, "revenue_year": None, "rfm": None,
        "open_amount": None, "open_odds": None, "open_feedback": 0, "consent_survey": 0,
        "last_tracking_at": None, "handle_by": None, "openness": None,
        "reference_willing": 0, "main_supplier": 0, "key_account": 0,
        "updated_at": "2026-03-01T01:01:01Z",
    },
)  # fmt: skip


class Team:
    """Four customers of one seller, two of them terminated."""

    def __init__(self, services: Services, sessions: Mapping[str, Services]) -> None:
        self.services, self.sessions = services, sessions
        open_ones = [a_customer(services, name, "C", city="长治", owner="zhao") for name in "甲乙"]
        named = ("远大住工", "远大重工")
        gone = [a_customer(services, one, city="长沙", owner="zhao") for one in named]
        self.open_ids, self.ids = [one.id for one in open_ones], [one.id for one in gone]
        self.codes = [one.code or "" for one in gone]
        person = a_contact(services, gone[0], "王芳", mobile="13812345678")
        an_opportunity(services, gone[0])
        a_case(services, gone[0], contact=person.code)
        services.answers.give(C, self.ids[0], "C-N1", {"state": "ASSUMED", "note": "x"})
        self.set(status="TERMINATED", do_not_contact=1, do_not_sell=1)

    def set(self, **values: object) -> None:
        """Columns of the terminated ones."""
        columns = ", ".join(f"{name} = :{name}" for name in values)
        sql = text(f"UPDATE customer SET {columns} WHERE name LIKE '远大%'")
        self.services.core.database.write(lambda session: bool(session.execute(sql, values)))


class Closed:
    """The terminated ones, and who looks at them."""

    def __init__(self, team: Team, looking: Services) -> None:
        self.looking = looking
        self.set, self.ids, self.open_ids, self.codes = (
            team.set, team.ids, team.open_ids, team.codes,
        )  # fmt: skip

    def ids_of(self, line: str, kind: str = "customers") -> list[int]:
        """What a query line finds, in the order of the list."""
        asked = self.looking.lists.parse(line, kind)
        assert not asked.problems, line
        return list(self.looking.lists.ids(asked))


@pytest.fixture(scope="module")
def team(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    """Made once: no test writes anything that another one looks at."""
    home = tmp_path_factory.mktemp("closed") / "home"
    shutil.copytree(founded, home)
    locations, clock = find(environ={"FIVEFOLD_HOME": str(home)}), FixedClock(MORNING)
    with ExitStack() as opened:
        sessions = {}
        for login in ("", "zhao", "qian"):
            sessions[login] = opened.enter_context(closing(open_services(locations, clock=clock)))
        services = sessions.pop("")
        services.records.create("user", {"login": "zhao", "name": "赵", "roles": "SALES"})
        services.records.create("user", {"login": "qian", "name": "钱", "roles": "SERVICE"})
        for login, one in sessions.items():
            one.core.login, one.core.profile = login, enums.Profile.TEAM
        yield Team(services, sessions)


@pytest.fixture(params=["zhao", "qian"])
def closed(team: Team, request: pytest.FixtureRequest) -> Closed:
    """Seen by the seller, who sees a part, and by the service, who sees all masked."""
    team.set(city="长沙", grade="D")
    return Closed(team, team.sessions[request.param])


def said(ask: Callable[[], object]) -> str:
    """An answer, or a refusal, in full."""
    try:
        return re.sub(r" at 0x[0-9a-f]+", "", repr(ask()))
    except ServiceError as error:
        return f"{error!r} {vars(error)!r}"


def reads() -> Iterator[str]:
    """Every public method of a service that takes a customer."""
    for service, prop in vars(Services).items():
        if not isinstance(prop, cached_property):
            continue
        found = re.search(r"from ([\w.]+) import (\w+)", inspect.getsource(prop.func))
        assert found is not None
        for name, member in vars(getattr(importlib.import_module(found[1]), found[2])).items():
            public = not name.startswith("_") and callable(member)
            if public and "customer_id" in inspect.signature(member).parameters:
                yield f"{service}.{name}"


def test_every_read_that_takes_a_customer_is_asked() -> None:
    assert set(reads()) - WRITES <= set(READS)
    assert set(reads()) >= WRITES


def test_ac_126_no_read_depends_on_what_is_hidden(closed: Closed) -> None:
    answers = []
    for values in HIDDEN:
        closed.set(**values)
        answers.append(
            {
                (name, one): said(lambda ask=ask, one=one: ask(closed.looking, one))  # type: ignore[misc]
                for name, ask in READS.items()
                for one in closed.ids
            }
        )
    first, second = answers
    assert [place for place, answer in first.items() if answer != second[place]] == []
    refused = {name for (name, _one), answer in first.items() if "customer.closed" in answer}
    assert refused >= {"account_plans.stage", "answers.fit", "value.gauges", "explanations.grade"}


def test_a_manager_is_told_all_of_it(closed: Closed, team: Team) -> None:
    services = team.services
    services.core.profile = enums.Profile.TEAM
    values = services.cards.record("customer", closed.ids[0])
    assert (values["city"], values["grade"]) == ("长沙", "D")
    assert closed.ids[0] in services.lists.ids(services.lists.parse("city:长沙", "customers"))
    assert services.account_plans.stage(closed.ids[0]).code == closed.codes[0]
    ids = services.lists.ids(services.lists.parse("sort:city", "customers"))
    assert list(ids) == [*closed.ids, *closed.open_ids]


def test_no_order_tells_what_is_hidden(closed: Closed) -> None:
    """In every order they stand alike; in all that would tell, behind the others."""
    found = []
    for values in HIDDEN:
        closed.set(**values)
        keys = [SortKey(name, down) for name in CUSTOMERS.sorts for down in (False, True)]
        lists = closed.looking.lists
        found.append({key: list(lists.ids(Query("customers", None, (key,)))) for key in keys})
    assert found[0] == found[1]
    shown = {"code", "name", "status", "created"}
    for key, ids in found[0].items():
        assert key.name in shown or ids[-2:] == closed.ids, key


def test_such_a_list_is_walked_like_any_other(closed: Closed) -> None:
    """Pages forth and back, by number, and the places of rows are those of the whole list."""
    for line in ("", "sort:-city", "sort:due", "sort:owner", "status:TERMINATED", "sort:name"):
        query = closed.looking.lists.parse(line, "customers")
        whole = closed.ids_of(line)
        assert set(closed.ids) <= set(whole)
        assert _walked(closed, query, Start(), After) == whole
        assert _walked(closed, query, End(), Before) == whole[::-1]
        for number, row_id in enumerate(whole):
            assert _at(closed, query, number, row_id) == (number, whole[number : number + 2])
        assert closed.looking.lists.count(query) == len(whole)


def _walked(closed: Closed, query: Query, edge: Edge, way: type[After] | type[Before]) -> list[int]:
    rows: list[int] = []
    while True:
        page = closed.looking.lists.page(query, limit=1, edge=edge)
        rows += [row.id for row in page.rows]
        if not (page.more_after if way is After else page.more_before):
            return rows
        edge = way(page.keys[0])


def _at(closed: Closed, query: Query, number: int, row_id: int) -> tuple[int | None, list[int]]:
    core = closed.looking.core
    context = core.context()
    page = core.read(lambda r: listing.page_at(r, context, query, number, 2))
    place = core.read(lambda r: listing.position(r, context, query, row_id))
    return place, [row.id for row in page.rows]


def test_nobody_is_found_by_what_is_hidden(closed: Closed) -> None:
    for line in (
        "city:长沙", "长沙", "王芳", "13812345678", "远大 长沙", "grade:D status:TERMINATED",
        "!city:上海", "stage:INITIAL,DEVELOPMENT", "due:none", "name:远大 !city:上海",
    ):  # fmt: skip
        found = closed.ids_of(line)
        assert set(found) & set(closed.ids) == set(), line
        query = closed.looking.lists.parse(line, "customers")
        assert closed.looking.lists.count(query) == len(found), line


def test_they_are_found_by_what_is_shown(closed: Closed) -> None:
    for line in ("远大", "yuanda", "name:远大", "status:TERMINATED", "dnc:yes", "远大 !长沙"):
        assert set(closed.ids_of(line)) == set(closed.ids), line
    assert closed.ids_of(closed.codes[1]) == closed.ids[1:]


def test_reports_count_them_nowhere_by_what_is_hidden(closed: Closed) -> None:
    for name in ("cross", "grades"):
        answers = []
        for values in HIDDEN:
            closed.set(**values)
            answers.append(said(lambda name=name: closed.looking.reports.make(name)))  # type: ignore[misc]
        assert answers[0] == answers[1]


def test_an_open_case_goes_on_and_tells_no_grade(closed: Closed) -> None:
    asked = closed.looking.lists.parse("", "feedback")
    (row,) = closed.looking.lists.page(asked, limit=5).rows
    assert (row.customer_name, row.customer_grade) == ("远大住工", None)
    assert closed.ids_of("长沙", "feedback") == []
    assert len(closed.ids_of("远大", "feedback")) == 1


def test_a_call_that_came_in_is_logged_and_answered_with_nothing(closed: Closed) -> None:
    texts = {"channel": "PHONE", "direction": "IN", "summary": "来电", "no_next_reason": "无"}
    saved = closed.looking.interactions.touch(closed.ids[0], texts)
    assert (saved.grade_before, saved.grade_after, saved.next_due) == (None, None, None)
    assert saved.explanation.lines == ()


def test_nothing_is_checked_or_taken_away_there(closed: Closed) -> None:
    for ask in (READS["records.archive"], READS["records.verify"]):
        with pytest.raises((Refused, NotFound)) as refused:
            ask(closed.looking, closed.ids[0])
        assert refused.value.reason.code in ("customer.closed", "refused.role")


def test_the_overview_says_why_it_is_short_and_no_tab_shows_more(closed: Closed) -> None:
    shown = {}
    for name, build in TABS:
        try:
            lines = list(build(closed.looking, closed.ids[0], 58, False))
        except Refused:
            continue
        shown[name] = "\n".join("".join(part for part, _tone in one.pieces) for one in lines)
    assert "is terminated: its record is closed" in " ".join(shown["overview"].split())
    assert "Terminated" in shown["overview"]
    assert {"nsabc", "value"}.isdisjoint(shown)
    told = "\n".join(shown.values())
    assert not [mark for mark in ("长沙", "王芳", "华东仓储", "C-N1") if mark in told]
