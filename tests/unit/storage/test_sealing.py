"""Sealed values open in their own cell alone; a keyed digest finds them, nothing else does."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.errors import StorageFault
from storage.sealing import blind_index, seal, unseal

KEY, OTHER = bytes(range(32)), bytes(range(1, 33))
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)


@given(TEXT, st.integers(1, 2**62))
def test_what_was_sealed_opens_again_and_shows_nothing(text: str, row: int) -> None:
    sealed = seal(KEY, "contact.mobile", row, text)
    assert unseal(KEY, "contact.mobile", row, sealed) == text
    assert sealed.isascii()
    assert len(text) < 4 or text not in sealed


@given(TEXT)
def test_the_same_text_in_the_same_cell_is_the_same_value(text: str) -> None:
    sealed = seal(KEY, "contact.mobile", 7, text)
    assert seal(KEY, "contact.mobile", 7, text) == sealed
    elsewhere = {
        seal(KEY, "contact.mobile", 8, text),
        seal(KEY, "contact.home_phone", 7, text),
        seal(OTHER, "contact.mobile", 7, text),
    }
    assert sealed not in elsewhere
    assert len(elsewhere) == 3


def test_other_texts_of_one_cell_never_share_a_nonce() -> None:
    nonces = {
        base64.b64decode(seal(KEY, "contact.mobile", 7, str(number)))[1:13]
        for number in range(2_000)
    }
    assert len(nonces) == 2_000


@pytest.mark.parametrize(
    ("key", "place", "row"),
    [(KEY, "contact.mobile", 8), (KEY, "contact.home_phone", 7), (OTHER, "contact.mobile", 7)],
    ids=["another row", "another column", "another key"],
)
def test_a_value_moved_to_another_cell_does_not_open(key: bytes, place: str, row: int) -> None:
    sealed = seal(KEY, "contact.mobile", 7, "13912345678")
    with pytest.raises(StorageFault) as caught:
        unseal(key, place, row, sealed)
    assert caught.value.code == "fault.seal_broken"


def test_every_changed_bit_is_noticed() -> None:
    closed = base64.b64decode(seal(KEY, "contact.mobile", 7, "13912345678"))
    for place in range(len(closed) * 8):
        bent = bytearray(closed)
        bent[place // 8] ^= 1 << place % 8
        with pytest.raises(StorageFault):
            unseal(KEY, "contact.mobile", 7, base64.b64encode(bytes(bent)).decode())


@pytest.mark.parametrize("value", ["", "13912345678", "not base64!", "AQ==", "Ag" * 30])
def test_what_never_was_sealed_is_refused(value: str) -> None:
    with pytest.raises(StorageFault):
        unseal(KEY, "contact.mobile", 7, value)


def test_a_blind_index_is_keyed_by_file_and_purpose() -> None:
    found = {
        blind_index(KEY, "phone", "13912345678"),
        blind_index(KEY, "identity", "13912345678"),
        blind_index(OTHER, "phone", "13912345678"),
        blind_index(KEY, "phone", "13912345679"),
    }
    assert len(found) == 4
    assert blind_index(KEY, "phone", "13912345678") in found
