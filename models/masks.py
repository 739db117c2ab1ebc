"""Values that are shown only in part: what a mask leaves of them, and how one is known (11.3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

HIDDEN = "******"
_STARS = "****"
_SHORT = 9  # of fewer digits only the last two are shown


def phone(number: str) -> str:
    """A phone number with its middle hidden: 138****5678; nothing but its end of a short one."""
    digits = "".join(char for char in number if char.isdigit())
    if len(digits) < _SHORT:
        return _STARS + digits[-2:]
    return digits[:3] + _STARS + digits[-4:]


def note(text: str) -> str:
    """Nothing of a note is shown, but that there is one."""
    return HIDDEN if text else ""


# Table and column of what is masked, as it is sealed (models/records/base.py).
MASKS: Mapping[str, Callable[[str], str]] = {
    "contact.mobile": phone,
    "contact.home_phone": phone,
    "contact.household_note": note,
}
NUMBERS = ("contact.mobile", "contact.home_phone")


def is_masked(text: str) -> bool:
    """Is a text what a mask left over: whoever hands it in has not typed a value."""
    return _STARS in text
