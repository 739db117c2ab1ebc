"""The map of a committee: exact cells, nobody twice, no circle too many."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.enums import ContactLinkKind
from models.width import cell_width
from tui.rows.committee_map import MapLine, Person, Relation, as_text, draw

K = ContactLinkKind
NAMES = {1: "张启明", 2: "何敏", 3: "罗小川", 4: "Ann O'Hara", 5: "白雪梅"}


def people(*ids: int) -> list[Person]:
    return [Person(one, NAMES.get(one, f"P{one}"), "+1 for us") for one in ids]


def texts(lines: list[MapLine]) -> list[str]:
    return as_text(lines).split("\n")


def test_who_reports_stands_below_the_boss() -> None:
    links = [
        Relation(2, 1, K.REPORTS_TO),
        Relation(3, 1, K.REPORTS_TO),
        Relation(4, 3, K.REPORTS_TO),
    ]
    assert texts(draw(people(2, 3, 1, 4), links, 60)) == [
        "张启明  +1 for us",
        "├─ 何敏  +1 for us",
        "└─ 罗小川  +1 for us",
        "   └─ Ann O'Hara  +1 for us",
    ]


def test_allies_and_rivals_stand_under_both_who_influences_under_one() -> None:
    links = [Relation(1, 2, K.ALLY), Relation(2, 3, K.RIVAL), Relation(3, 1, K.INFLUENCES)]
    found = texts(draw(people(1, 2, 3), links, 60))
    assert found[1].strip() == "= Ally 何敏"
    assert [line.strip() for line in found[3:5]] == ["= Ally 张启明", "x Rival 罗小川"]
    assert [line.strip() for line in found[6:]] == ["x Rival 何敏", "> Influences 张启明"]


def test_plain_signs_where_the_terminal_needs_them() -> None:
    links = [
        Relation(2, 1, K.REPORTS_TO),
        Relation(3, 2, K.REPORTS_TO),
        Relation(4, 1, K.REPORTS_TO),
    ]
    assert texts(draw(people(1, 2, 3, 4), links, 60, plain=True)) == [
        "张启明  +1 for us",
        "|- 何敏  +1 for us",
        "|  `- 罗小川  +1 for us",
        "`- Ann O'Hara  +1 for us",
    ]


@pytest.mark.parametrize("circle", [[(1, 2), (2, 1)], [(1, 2), (2, 3), (3, 1)], [(1, 1)]])
def test_a_circle_of_bosses_is_cut_and_nobody_is_lost(circle: list[tuple[int, int]]) -> None:
    links = [Relation(one, other, K.REPORTS_TO) for one, other in circle]
    found = draw(people(1, 2, 3), links, 60)
    assert sorted(line.person_id for line in found) == [1, 2, 3]


def test_somebody_below_a_circle_is_not_lost() -> None:
    links = [
        Relation(1, 2, K.REPORTS_TO),
        Relation(2, 1, K.REPORTS_TO),
        Relation(3, 2, K.REPORTS_TO),
    ]
    assert {line.person_id for line in draw(people(3, 1, 2), links, 40)} == {1, 2, 3}


@pytest.mark.slow
def test_a_chain_of_a_thousand_does_not_end_the_program() -> None:
    ids = range(1, 1001)
    links = [Relation(one + 1, one, K.REPORTS_TO) for one in range(1, 1000)]
    found = draw([Person(one, f"P{one}") for one in ids], links, 80)
    assert len(found) == 1000


def test_nobody_is_said_in_words() -> None:
    assert as_text(draw([], [], 40)) == "Nobody yet."


LINKS = st.lists(
    st.builds(Relation, st.integers(0, 12), st.integers(0, 12), st.sampled_from(K)), max_size=24
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.text(max_size=12), max_size=12),
    LINKS,
    st.integers(1, 80),
    st.booleans(),
)
def test_no_line_is_wider_and_everybody_stands_once(
    names: list[str], links: list[Relation], width: int, plain: bool
) -> None:
    found = draw([Person(n, name, name) for n, name in enumerate(names)], links, width, plain=plain)
    for line in found:
        assert cell_width("".join(text for text, _tone in line.pieces)) <= width
    standing = [line.person_id for line in found]
    assert set(standing) == set(range(len(names)))
    firsts = [one for place, one in enumerate(standing) if one not in standing[:place]]
    assert len(firsts) == len(names)
