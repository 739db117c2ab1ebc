from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from models.enums import MatrixStatus, TouchTemplate
from models.rules.touchpoints import TouchFacts, free_places, matrix, process_code, unsteered

SERVICES = ("102", "103", "108", "201", "204")
CHANNELS = ("A", "E", "H", "I")


def test_ac_139_what_is_neither_defined_nor_not_applicable_is_a_blind_spot() -> None:
    places = [(service, channel) for service in SERVICES for channel in CHANNELS]
    cells = dict.fromkeys(places[:14], MatrixStatus.DEFINED)
    cells |= dict.fromkeys(places[14:16], MatrixStatus.NA)
    found = matrix(SERVICES, CHANNELS, cells)
    assert (found.places, found.defined, found.not_applicable) == (20, 14, 2)
    assert found.blind == ("A204", "E204", "H204", "I204")
    assert found.explanation.value == 4
    assert found.explanation.lines[1].params == {
        "places": 20,
        "defined": 14,
        "absent": 2,
        "blind": 4,
    }


def test_a_cell_marked_as_gap_is_a_blind_spot_too() -> None:
    found = matrix(("108",), ("A",), {("108", "A"): MatrixStatus.GAP})
    assert found.blind == ("A108",)


def test_cells_of_an_axis_that_is_gone_count_for_nothing() -> None:
    found = matrix(("108",), ("A",), {("999", "A"): MatrixStatus.DEFINED})
    assert (found.places, found.defined, found.blind) == (1, 0, ("A108",))
    assert matrix((), CHANNELS, {}).explanation.value == 0


@given(
    st.dictionaries(
        st.tuples(st.sampled_from(SERVICES), st.sampled_from(CHANNELS)),
        st.sampled_from(MatrixStatus),
    )
)
def test_every_place_is_counted_once(cells: dict[tuple[str, str], MatrixStatus]) -> None:
    found = matrix(SERVICES, CHANNELS, cells)
    assert found.defined + found.not_applicable + len(found.blind) == found.places == 20
    assert len(set(found.blind)) == len(found.blind)


def test_the_code_of_a_process_names_channel_and_service() -> None:
    assert process_code("108", "A") == "A108"


def test_ac_137_key_touchpoints_without_an_indicator_are_named() -> None:
    found = unsteered(
        [
            TouchFacts("TP-1", is_key=True, indicators=0),
            TouchFacts("TP-2", is_key=True, indicators=2),
            TouchFacts("TP-3", is_key=False, indicators=0),
            TouchFacts("TP-4", is_key=True, indicators=0, active=False),
        ]
    )
    assert found.codes == ("TP-1",)
    assert found.explanation.lines[0].params == {"keys": 2, "steered": 1, "count": 1}


def test_ac_106_three_of_the_ten_service_points_are_left_to_define() -> None:
    assert free_places(TouchTemplate.TEN_SERVICE, range(1, 8)) == (8, 9, 10)
    assert free_places(TouchTemplate.TEN_SERVICE, range(1, 11)) == ()
    assert free_places(TouchTemplate.PRE_SALE, ()) == ()
