"""What a mask leaves of a value (requirements 11.3)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import masks
from models.fields.contact import CONTACT
from models.fields.parsing import Context, parse_values
from tests.conftest import MORNING


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("13812345678", "138****5678"),
        ("138 1234 5678", "138****5678"),
        ("+86 13812345678", "861****5678"),
        ("021 5555 0101", "021****0101"),
        ("021555501", "021****5501"),
        ("55550101", "****01"),
        ("1", "****1"),
        ("", "****"),
    ],
)
def test_the_middle_of_a_number_is_hidden(number: str, shown: str) -> None:
    assert masks.phone(number) == shown


def test_a_note_shows_only_that_it_is_there() -> None:
    assert (masks.note("two children"), masks.note("")) == ("******", "")


@given(st.text(alphabet="0123456789 +-()", min_size=7, max_size=20))
def test_a_mask_is_known_again_and_hides_digits(number: str) -> None:
    digits = [char for char in number if char.isdigit()]
    shown = masks.phone(number)
    assert masks.is_masked(shown)
    assert not masks.is_masked(number)
    assert len([char for char in shown if char.isdigit()]) <= max(2, len(digits) - 2)


def test_a_mask_that_comes_back_says_nothing() -> None:
    texts = {"name": "王芳", "mobile": "138****5678", "household_note": "******"}
    values, problems = parse_values(CONTACT, texts, Context(MORNING.date()))
    assert (values, problems) == ({"name": "王芳"}, [])
    texts = {"name": "王****", "mobile": "13812345678"}
    values, _problems = parse_values(CONTACT, texts, Context(MORNING.date()))
    assert set(values) == {"name", "mobile"}
