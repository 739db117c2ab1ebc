"""The claims of a file: which row a record belongs to, kept as numbers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from storage.effects.import_keys import Claim, Claims

PLACES = st.integers(-(2**63), 2**63 - 1) | st.integers(0, 40).map(lambda one: one << 32)
RUNS = st.lists(st.dictionaries(PLACES, st.integers(0, 2**40), max_size=30), max_size=8)


@given(RUNS)
def test_the_last_claim_of_each_place_is_found(runs: list[dict[int, int]]) -> None:
    claims, known = Claims(), dict[int, Claim]()
    for run in runs:
        made = {place: Claim(line % 1000, -line, line) for place, line in run.items()}
        claims.update(made)
        known |= made
    assert {place: claims.get(place) for place in known} == known
    assert claims.get(12345678901) == known.get(12345678901)


def test_there_is_room_for_many() -> None:
    claims = Claims()
    for start in range(0, 20_000, 500):
        both = [Claim(one, one, one) for one in range(start, start + 500)]
        claims.update({hash(("id", one.line)): one for one in both})
        claims.update({hash(("key", one.line)): one for one in both})
    for line in range(0, 20_000, 7):
        for place in (hash(("id", line)), hash(("key", line))):
            assert claims.get(place) == Claim(line, line, line)
    assert claims.get(hash(("id", 20_000))) is None
