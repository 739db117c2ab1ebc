"""What the rules about who people are and may answer, line by line (requirements 9.5, 10, 11).

The cases stand here, their answers in `arithmetic_people.txt`, which is read anew at every
difference.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path

from models.enums import (
    AccessPurpose,
    Anomaly,
    Channel,
    ConsentPurpose,
    ConsentState,
    Role,
    TerminationState,
)
from models.policy_defaults import Policy
from models.rules import (
    anomalies,
    campaigns,
    consent,
    duplicates,
    identity,
    rights,
    termination,
)
from tests.battery import Case, written

TODAY = date(2026, 3, 2)
TEN = datetime(2026, 3, 2, 10, tzinfo=UTC)
P = Policy()
WRITTEN = Path(__file__).with_name("arithmetic_people.txt")


def day(offset: int) -> date:
    return TODAY + timedelta(days=offset)


def minutes(count: float) -> datetime:
    return TEN + timedelta(minutes=count)


def _elements() -> Iterator[Case]:
    given = identity.FiveElements(
        "  li\u200b  lei\u30fbann ",
        " female",
        "1990年3月7日",
        "resident _-id",
        "1101 0119-9003 0700 2x",
    )
    yield "normal", identity.normalised(given)
    for entry in (
        "1990-3-7", "19900307", "1990/03/07", "1990.3.7", "1990年3月7日", "1990年3月7", "1990-3",
        "٢٠٢٠-01-01", "07.03.1990", "1990 年 3 月 7 日", "",
    ):  # fmt: skip
        yield f"day {entry!r}", identity.normal_day(entry)
    for entry in ("男", "女", " m ", "Male", "x", ""):
        yield f"sex {entry!r}", identity.normal_sex(entry)
    for entry in ("e\u2013 12-\u00ad3\u221245", "ｅ１２３", "\u00df1"):
        yield f"number {entry!r}", identity.normal_number(entry)
    for entry in ("a\u2022b\u00b7c\u30fbd", "\u1e9e \u0149", "李　雷"):
        yield f"name {entry!r}", identity.normal_name(entry)
    right = identity.FiveElements("李雷", "F", "1949-12-31", "RESIDENT_ID", "11010519491231002X")
    pass_ = replace(right, document_type="PASSPORT", document_number="E1234")
    for said, five in {
        "right": right,
        "without a name": replace(right, name=""),
        "without a sex": replace(right, sex=""),
        "without a birth date": replace(right, birth_date=""),
        "without a type": replace(right, document_type=""),
        "without a number": replace(right, document_number=""),
        "of an unknown type": replace(right, document_type="CARD"),
        "of an unknown sex": replace(right, sex="X"),
        "born on no day": replace(right, birth_date="1949-02-30"),
        "born in a week": replace(right, birth_date="1949-W01-1"),
        "born tomorrow": replace(right, birth_date="2026-03-03"),
        "born today": replace(right, birth_date="2026-03-02"),
        "old": replace(right, document_number="110105491231002"),
        "short": replace(right, document_number="1101054912310020"),
        "with a letter": replace(right, document_number="1101A519491231002X"),
        "with another end": replace(right, document_number="11010519491231002Y"),
        "with other digits": replace(right, document_number="1101051949123100٢X"),
        "of no province": replace(right, document_number="16010519491231002X"),
        "of no date": replace(right, document_number="11010519491331002X"),
        "of a day to come": replace(right, document_number="110105202603030020"),
        "of today": replace(
            right, birth_date="2026-03-02", document_number="110105202603020026"
        ),
        "with a wrong check": replace(right, document_number="110105194912310021"),
        "born on another day": replace(right, birth_date="1949-12-30"),
        "of the other sex": replace(right, sex="M"),
        "pass": pass_,
        "pass of twenty": replace(pass_, document_number="E" * 20),
        "pass of four": replace(pass_, document_number="E123"),
        "pass of twenty-one": replace(pass_, document_number="E" * 21),
        "pass with a sign": replace(pass_, document_number="E12.34"),
        "pass in other letters": replace(pass_, document_number="Ж12345"),
    }.items():  # fmt: skip
        yield f"check {said}", identity.check(five, TODAY)
    for number in ("12345678901234567890", "11010519491231002X", "E1234567", "E123", "AB", "A", ""):
        yield f"mask {number}", identity.mask(number)
        yield f"ending {number}", identity.ending(number)
    for entry in (
        "张三 11010519491231002x 来过", "E-12345678, 1 2", "12345", "ＡＢ１２３４５６", "room 1234",
    ):  # fmt: skip
        yield f"without numbers {entry!r}", identity.without_numbers(entry)


def _matching() -> Iterator[Case]:
    five = identity.FiveElements("A", "F", "1990-01-01", "PASSPORT", "E1234")
    same = identity.Candidate(1, 11, True, "A", "F", "1990-01-01")
    for said, found in {
        "nobody": [],
        "one": [same],
        "one replaced": [replace(same, alive=False)],
        "another name": [replace(same, name="B")],
        "another sex": [replace(same, sex="M")],
        "another birth date": [replace(same, birth_date="1990-01-02")],
        "a replaced one before": [replace(same, identity_id=2, alive=False, name="B"), same],
        "two documents": [same, replace(same, customer_id=12)],
        "two identities": [same, replace(same, identity_id=2)],
    }.items():
        yield f"match {said}", identity.match(five, found)


def _locking() -> Iterator[Case]:
    for said, moments, now in (
        ("four", (0, 1, 2, 3), 4), ("five", (0, 1, 2, 3, 10), 10),
        ("five slowly", (0, 1, 2, 3, 11), 11),
        ("five, nearly over", (0, 1, 2, 3, 4), 33), ("five, over", (0, 1, 2, 3, 4), 34),
        ("a sixth much later", (0, 1, 2, 3, 4, 20), 21), ("to come", (0, 1, 2, 3, 9), 8),
        ("out of order", (4, 0, 3, 1, 2), 5), ("six", (0, 1, 2, 3, 4, 5), 6),
        ("three and three", (0, 1, 2, 20, 21, 22), 23),
    ):  # fmt: skip
        failures = [minutes(one) for one in moments]
        yield f"locked after {said}", identity.locked_until(failures, minutes(now), P.identity)
    yield "memory", identity.memory(P.identity)
    yield "grant ends", identity.expires_at(TEN, P.identity)
    scope = identity.normal_scope([" Orders", "orders ", "", "visits", "  "])
    yield "scope", scope
    for purpose in AccessPurpose:
        for ended in (False, True):
            granted = identity.granted_scope(scope, purpose, ended=ended)
            yield f"granted {purpose} {ended}", granted


def _parting() -> Iterator[Case]:
    States = TerminationState  # noqa: N806 - a class
    bare = termination.TerminationFacts(States.DRAFT)
    ready = termination.TerminationFacts(
        States.DRAFT,
        True,
        "a",
        "b",
        "c",
        "d",
        day(0),
        day(30),
        (),
        True,
        (),
        "e",
        day(99),
        "f",
        "g",
    )
    matters = (
        termination.OpenMatter("ticket", "T-1", "漏水"),
        termination.OpenMatter("sales_order", "S-2"),
    )
    for state in States:
        yield f"place of {state}", termination.place(state)
        yield f"gate of {state}", termination.missing_for(state, bare, P.parting, TODAY)
        yield (
            f"gate of {state} passed",
            termination.missing_for(
                state, replace(ready, effective_date=day(0), notice_date=day(-30)), P.parting, TODAY
            ),
        )
        nexts = [
            target
            for target in States
            if not termination.objections(
                target,
                replace(ready, state=state, effective_date=day(0), notice_date=day(-30)),
                P.parting,
                TODAY,
            )
        ]
        yield f"after {state}", nexts
    draft = termination.objections(States.NOTICE, bare, P.parting, TODAY)
    yield "no such step", draft
    for told, effective in ((0, 30), (0, 29), (1, 31), (None, 30), (0, None)):
        facts = replace(
            ready,
            notice_date=None if told is None else day(told),
            effective_date=None if effective is None else day(effective),
        )
        yield (
            f"told {told} {effective}",
            termination.missing_for(States.NOTICE, facts, P.parting, TODAY),
        )
    for state in (States.SETTLING, States.TERMINATED):
        facts = replace(ready, open_matters=matters, effective_date=day(1))
        yield f"open at {state}", termination.missing_for(state, facts, P.parting, TODAY)
    facts = replace(ready, unpaid_orders=("S-1", "S-2"))
    yield "unpaid", termination.missing_for(States.CLEARED, facts, P.parting, TODAY)
    blank = replace(
        ready, text=" ", plan=" ", documents=" ", comment=" ", gathered=" ", evaluation=" ",
        ended_reason=" ",
    )  # fmt: skip
    for state in States:
        yield f"blank at {state}", termination.missing_for(state, blank, P.parting, TODAY)
    yield "earliest", termination.earliest_effective(TODAY, P.parting)
    yield "kept", termination.keep_until(TODAY, P.parting)
    for state in (States.NOTICE, States.APPROVED, States.CLEARED):
        for roles in ((), (Role.SALES,), (Role.MANAGER, Role.SALES)):
            found = [
                termination.right_objections(
                    state, roles, owner=owner, own_request=own, alone=alone
                )
                for owner in (False, True)
                for own in (False, True)
                for alone in (False, True)
            ]
            yield f"may {state} by {', '.join(roles)}", found


def _duplicates() -> Iterator[Case]:
    Facts = duplicates.Facts  # noqa: N806 - a class
    one = Facts("深圳海天机电设备制造", "深圳", "C-1", "8675512345", "a@b.cn", "b.cn", "9144")
    for said, first, second in (
        ("equal", one, one),
        ("one key", one, Facts(code="C-1")),
        ("two keys", one, Facts(phone=one.phone, host="b.cn")),
        ("a key and the name", one, replace(Facts(email="a@b.cn"), name=one.name, city=one.city)),
        ("the name", one, Facts(one.name, one.city)),
        ("the name elsewhere", one, Facts(one.name, "广州")),
        ("the name nowhere", replace(one, city=""), Facts(one.name)),
        ("one edit in ten", one, Facts("深圳海天机电设备制作", one.city)),
        ("one edit in eleven", one, Facts("深圳海天机电设备制造厂", one.city)),
        ("two edits", one, Facts("深圳海天机电设备修配", one.city)),
        ("two longer", one, Facts("深圳海天机电设备制造工厂", one.city)),
        ("two edits in twenty", Facts("a" * 20, "x"), Facts("a" * 18 + "bb", "x")),
        ("three edits in twenty", Facts("a" * 20, "x"), Facts("a" * 17 + "bbb", "x")),
        ("short names", Facts("abc", "x"), Facts("abd", "x")),
        ("nothing", Facts(), Facts()),
    ):
        yield f"match {said}", duplicates.match(first, second)


def _keys() -> Iterator[Case]:
    for entry in (
        "深圳海天有限公司", "海天集团股份有限公司", "有限公司", "acme co., ltd.", "co",
        "the group inc", "--", "公司的海天", "a & b llc", "",
    ):  # fmt: skip
        yield f"bare name {entry!r}", duplicates.bare_name(entry)
    for entry in ("深圳市", "深圳", "上市", " 市", "北京 市", "市市市"):
        yield f"bare city {entry!r}", duplicates.bare_city(entry)
    for args in (
        ("+86 755 8234-5678",), ("(+44) 20 7946 0958",), ("0086 755 82345678",), ("00123456",),
        ("001234567",), ("+123456",), ("+1234567",), ("82345678", "+86", "0755"),
        ("82345678", "", "755"), ("123456", "86", "755"), ("1234567", "86", "755"),
        ("0755-82345678 ext 12",), ("82345678转12", "", "0755"), ("13812345678",),
        ("8613812345678", "86"), ("86138123456", "86"), ("8612345", "86"), ("020 79460958", "0044"),
        ("079460958", "44"), ("12345x9",), ("823456789", "", "755"), ("02345678", "", "755"), ("",),
        ("123456 # 7",), ("0 1234567",), ("861381234567", "86"), ("8234567", "-"),
    ):  # fmt: skip
        yield f"phone {' | '.join(args)}", duplicates.e164_digits(*args)
    for entry in (
        "https://www.Acme.cn/a?b", "acme.cn:8080", "ftp://u@acme.cn", "www.acme.cn.", " ", "/x",
        "acme.cn#top", "HTTP://ACME.CN",
    ):  # fmt: skip
        yield f"host {entry!r}", duplicates.home_host(entry)
    for entry in ("91-44 a", "9a b", "none", "123", "1234", "(无)", ""):
        yield f"registration {entry!r}", duplicates.bare_number(entry)


def _names() -> Iterator[Case]:
    for first, second in (("", ""), ("a", "a"), ("a" * 9, "a" * 8 + "b"), ("a" * 10, "a" * 9)):
        yield f"likeness {len(first)} {len(second)}", duplicates.likeness(first, second)
    for length in (9, 10, 19, 20):
        yield f"edits of {length}", duplicates.allowed_edits(length)
    for name in ("", "abcdefgh", "abcdefghi", "abcdefghijklmnopqrst"):
        yield f"keys {name}", duplicates.name_keys(name, "x")
        for longest in (None, 9):
            probes = sorted(duplicates.name_probes(name, "x", longest=longest))
            yield f"probes {name} {longest}", probes
    yield "keys without a city", duplicates.name_keys("abc", "")
    yield "probes without a city", duplicates.name_probes("abc", "")


def _merging() -> Iterator[Case]:
    older, newer = minutes(0), minutes(1)
    for winner, loser in (
        ("a", "b"), ("", "b"), ("a", ""), (None, 0), (frozenset(), frozenset({"x"})), ("std", "b"),
        ("a", "std"), ("", None), ("", ""),
    ):  # fmt: skip
        found = [
            duplicates.take_loser(winner, loser, empty="std", winner_at=one, loser_at=other)
            for one, other in ((older, newer), (newer, older), (older, older), (None, newer),
                               (older, None))
        ]  # fmt: skip
        yield f"take {loser!r} over {winner!r}", found
    for first, second in (
        (("", "1", ""), ("", "1", "")), (("a", "", ""), ("b", "", "")),
        (("a", "", ""), ("a", "", "")), (("a", "1", ""), ("a", "", "")),
        (("a", "1", ""), ("a", "1", "")), (("a", "1", ""), ("a", "2", "")),
        (("a", "1", "m"), ("a", "1", "n")), (("a", "1", "m"), ("a", "1", "")),
        (("a", "1", ""), ("a", "", "m")), (("a", "", "m"), ("a", "1", "")),
        (("a", "", "m"), ("a", "2", "m")),
    ):  # fmt: skip
        yield f"one person {first} {second}", duplicates.same_person(first, second)
    for ours, theirs in product((False, True), repeat=2):
        found = [
            duplicates.take_losers_consent(ours, theirs, *told)
            for told in product((False, True), repeat=2)
        ]
        yield f"consent {theirs} over {ours}", found


def _rights() -> Iterator[Case]:
    Act, Who, Whose = rights.Action, rights.Who, rights.Whose  # noqa: N806 - classes
    records = (Whose(), Whose(frozenset({1})), Whose(frozenset({2})), Whose(frozenset({3})),
               Whose(frozenset({1, 3})))  # fmt: skip
    both = (Role.SALES, Role.MANAGER)
    for roles, alone in (
        ((), False), ((Role.SALES,), False), ((Role.SERVICE,), False), ((Role.AUDITOR,), False),
        (both, False), (both, True),
    ):  # fmt: skip
        who = Who(1, frozenset(roles), frozenset({1, 2}), alone)
        name = f"{'+'.join(roles)}{' alone' if alone else ''}"
        yield f"{name} sees all", rights.sees_all(who)
        for action in (Act.EDIT, Act.TOUCH, Act.APPROVE, Act.USERS, Act.SYSTEMS):
            yield f"{name} {action} reaches", sorted(rights.reach(who, action))
            yield f"{name} {action}", [rights.authorize(who, action, one) for one in records]
            yield f"{name} {action} may", rights.may(who, action, records[3])
    manager = Who(1, frozenset({Role.MANAGER}))
    yield "of nobody's", [rights.authorize(manager, Act.USERS), rights.may(manager, Act.APPROVE)]


def _agreeing() -> Iterator[Case]:
    Said, Purpose, State = consent.Statement, ConsentPurpose, ConsentState  # noqa: N806
    mail, phone = Channel.EMAIL, Channel.PHONE
    marketing = Purpose.MARKETING
    stories = {
        "nothing": [],
        "another purpose": [Said(Purpose.SURVEY, None, State.GIVEN)],
        "yes to all": [Said(marketing, None, State.GIVEN, day(-2))],
        "no to all, then yes": [
            Said(marketing, None, State.REFUSED), Said(marketing, None, State.GIVEN, day(-1)),
        ],
        "no to mail after a yes to all": [
            Said(marketing, None, State.GIVEN), Said(marketing, mail, State.WITHDRAWN, day(-1)),
        ],
        "yes to mail alone": [Said(marketing, mail, State.GIVEN, day(-1))],
        "yes to mail taken back": [
            Said(marketing, mail, State.GIVEN), Said(marketing, mail, State.WITHDRAWN, day(-1)),
        ],
        "no to phone, yes to mail": [
            Said(marketing, phone, State.REFUSED), Said(marketing, mail, State.GIVEN),
        ],
    }  # fmt: skip
    for said, statements in stories.items():
        for channel in (None, mail, phone):
            for default in (False, True):
                found = consent.agrees(marketing, channel, statements, default)
                yield f"{said} by {channel} default {default}", found
    for blocked in (False, True):
        for active in (False, True):
            for agrees in (False, True):
                left = campaigns.left_out(blocked=blocked, active=active, agrees=agrees)
                yield f"left out {blocked} {active} {agrees}", left
    for cost, revenue in ((None, 5), (0, 5), (300, None), (300, 0), (300, 1000), (300, 315)):
        yield f"return {cost} {revenue}", campaigns.campaign_return(cost, revenue)


def _standing_out() -> Iterator[Case]:
    day_, across = P.trust, replace(P.trust, odd_from=1, odd_until=5)
    odd = [[hour for hour in range(24) if anomalies.is_odd(hour, one)] for one in (day_, across)]
    yield "odd hours", odd
    never = replace(P.trust, odd_from=3, odd_until=3)
    yield "no odd hour", [hour for hour in range(24) if anomalies.is_odd(hour, never)]
    noon, night = datetime(2026, 3, 2, 12), datetime(2026, 3, 1, 23)  # noqa: DTZ001 - of the zone
    Act = anomalies.Act  # noqa: N806 - a class
    acts = [
        *[Act("li", night, Anomaly.MANY_REVEALS)] * 20,
        Act("li", noon, Anomaly.MASS_EXPORT, 400), Act("li", noon, Anomaly.MASS_EXPORT, 100),
        Act("an", noon, Anomaly.MASS_EXPORT, 499), *[Act("an", noon, Anomaly.MANY_REFUSALS)] * 10,
        *[Act("an", night)] * 5, *[Act("bo", night)] * 4, *[Act("bo", noon)] * 9,
    ]  # fmt: skip
    off = replace(P.trust, export_rows=0, reveals=0, refusals=0, odd_acts=0)
    for said, policy in (
        ("by the settings", P.trust), ("without limits", off),
        ("at the first refusal", replace(off, refusals=1)),
    ):  # fmt: skip
        for one in anomalies.anomalies(acts, policy):
            yield said, one


def battery() -> str:
    """Every case with its answer."""
    return written(
        _elements, _matching, _locking, _parting, _duplicates, _keys, _names, _merging,
        _rights, _agreeing, _standing_out,
    )  # fmt: skip


def test_every_answer_is_as_it_was_read_against_the_requirements() -> None:
    assert battery().splitlines() == WRITTEN.read_text(encoding="utf-8").splitlines()
