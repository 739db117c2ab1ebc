"""When two customers are the same one (requirements 11.5): keys, likeness of names, score.

Pure. Texts come folded (NFKC, lower case, simplified Han); what is compared here is exact.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import lru_cache
from operator import attrgetter

from models.explanation import Reason
from models.rules.rounding import half_up, half_up_whole

EXACT, MORE, LIKELY, MOST = 80, 5, 60, 100
LEAST_LIKENESS = Fraction(9, 10)
_STEEPNESS = 190
_SHORTEST_PHONE = 7  # digits without the dial code: below that it is a service number
_SHORTEST_NUMBER = 4
_HOME_DIAL_CODE = "86"

_FORMS = re.compile(
    r"(股份有限公司|有限责任公司|有限公司|集团公司|股份公司|公司|股份|集团)$"
    r"|\b(co|company|corp|corporation|inc|ltd|limited|llc|plc|gmbh|ag|sa|bv|group)\b\.?"
)
_SIGNS = re.compile(r"[\W_]+")
_EXTENSION = re.compile(r"(ext|x|转|#).*$", re.IGNORECASE)
_HOST = re.compile(r"^(?:[a-z][a-z0-9+.-]*://)?(?:[^/@]*@)?(?:www\.)?([^/:?#\s]+)")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a customer is compared by; an empty text says nothing and equals nothing.

    `name` is the normalised name, `phone` digits with the dial code, `host` that of the home page.
    """

    name: str = ""
    city: str = ""
    code: str = ""
    phone: str = ""
    email: str = ""
    host: str = ""
    registration_no: str = ""


# Keys in the order in which reasons name them: field of the facts -> field of the customer.
KEYS: Mapping[str, str] = {
    "code": "code",
    "phone": "phone",
    "email": "email",
    "host": "website",
    "registration_no": "registration_no",
}


_keys_of = attrgetter(*KEYS)


@dataclass(frozen=True, slots=True)
class Match:
    """How much two customers look like one: score 60 to 100, equal keys, likeness of the names."""

    score: int
    keys: tuple[str, ...]
    likeness: Fraction | None
    reasons: tuple[Reason, ...]


# ── normalising ─────────────────────────────────────────────────────────────────────────


def bare_name(folded: str) -> str:
    """A folded name without company form and signs; never empty for a name (11.5)."""
    bare = _SIGNS.sub("", _FORMS.sub("", _FORMS.sub("", folded.strip())))
    return bare or _SIGNS.sub("", folded) or folded


def bare_city(folded: str) -> str:
    """A folded city without the word for city: 深圳 and 深圳市 are one."""
    bare = _SIGNS.sub("", folded)
    return bare[:-1] if len(bare) > 2 and bare.endswith("市") else bare


def e164_digits(phone: str, dial_code: str = "", area_code: str = "") -> str:
    """Digits of a phone number with its dial code, without extension; "" where too short.

    A number that begins with + or 00 has its dial code; before others stands `dial_code`, else
    that of China. One trunk zero goes; a bare local number gets the area code.
    """
    text = _EXTENSION.sub("", phone.strip())
    digits = _digits(text)
    if text.lstrip("( ").startswith("+"):
        return digits if len(digits) >= _SHORTEST_PHONE else ""
    if digits.startswith("00"):
        return digits[2:] if len(digits) >= _SHORTEST_PHONE + 2 else ""
    dial = _digits(dial_code).lstrip("0") or _HOME_DIAL_CODE
    if digits.startswith(dial) and len(digits) > 11:
        digits = digits[len(dial) :]
    elif not digits.startswith("0") and len(digits) <= 8:
        digits = _digits(area_code) + digits if len(digits) >= _SHORTEST_PHONE else digits
    national = digits.removeprefix("0")
    return dial + national if len(national) >= _SHORTEST_PHONE else ""


def home_host(website: str) -> str:
    """Host of a home page, without scheme, www and port."""
    found = _HOST.match(website.strip().lower())
    return found[1].rstrip(".") if found else ""


def bare_number(registration_no: str) -> str:
    """Letters and digits of a registration number; "" for a placeholder."""
    bare = "".join(char for char in registration_no.upper() if char.isalnum())
    return bare if len(bare) >= _SHORTEST_NUMBER and any(map(str.isdigit, bare)) else ""


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isascii() and char.isdigit())


# ── likeness and score ──────────────────────────────────────────────────────────────────


def allowed_edits(longer: int) -> int:
    """Edits that leave two names alike enough, the longer of which has that many characters."""
    return longer // 10  # s >= 0.90 is: distance <= a tenth of the longer length


def likeness(first: str, second: str) -> Fraction | None:
    """How alike two names are, 1 - edit distance / longer length; None below 0.90 (11.5)."""
    if first == second:
        return Fraction(1) if first else None
    longer = max(len(first), len(second))
    most = allowed_edits(longer)
    if abs(len(first) - len(second)) > most or most == 0:
        return None
    from rapidfuzz.distance import Levenshtein  # loaded where two long names have to be compared

    distance = Levenshtein.distance(first, second, score_cutoff=most)
    return None if distance > most else 1 - Fraction(distance, longer)


def match(first: Facts, second: Facts) -> Match | None:
    """How much two customers look like one; None below 60.

    Any equal key is 80, each further one 5 more, 100 at most. Without one, names that are alike
    in the same city are 60 + round(190 x (s - 0.90)) (requirements 11.5).
    """
    sides = zip(KEYS, _keys_of(first), _keys_of(second), strict=True)
    keys = tuple(name for name, one, other in sides if one and one == other)
    alike = likeness(first.name, second.name) if _same(first.city, second.city) else None
    if keys:
        score = min(MOST, EXACT + MORE * (len(keys) - 1))
    elif alike is not None:
        score = LIKELY + half_up_whole(_STEEPNESS * (alike - LEAST_LIKENESS))
    else:
        return None
    return Match(score, keys, alike, tuple(_reasons(first, second, keys, alike, score)))


def _same(one: str, other: str) -> bool:
    return bool(one) and one == other


def _reasons(
    first: Facts, second: Facts, keys: tuple[str, ...], alike: Fraction | None, score: int
) -> Iterator[Reason]:
    """What speaks for it, then the arithmetic."""
    for name in keys:
        yield Reason("duplicate.key", {"field": KEYS[name], "value": getattr(first, name)})
    if alike is not None:
        longer = max(len(first.name), len(second.name))
        told: dict[str, object] = {
            "distance": int((1 - alike) * longer),
            "length": longer,
            "likeness": half_up(alike, 4),
        }
        yield Reason("duplicate.name", {**told, "city": first.city})
        if not keys:
            yield Reason("duplicate.likely", {"likeness": half_up(alike, 4), "score": score})
    if keys:
        yield Reason("duplicate.exact", {"further": len(keys) - 1, "score": score})


# ── finding candidates without comparing all ────────────────────────────────────────────
#
# A name of n characters is cut into k pieces, one more than the edits that an alike name can be
# away. One piece at least stands untouched in that other name, shifted by no more edits than
# stand before or behind it: so looking for the pieces at these places finds every alike name.


@lru_cache(maxsize=256)
def _pieces(length: int) -> list[tuple[int, int]]:
    """(start, size) of the pieces that a name of that length is cut into."""
    count = length // 9 + 1  # an alike name is at most a ninth longer
    size, longer = divmod(length, count)
    sizes = [size + (place >= count - longer) for place in range(count)]
    starts = [sum(sizes[:place]) for place in range(count)]
    return list(zip(starts, sizes, strict=True))


def name_keys(name: str, city: str) -> list[str]:
    """The pieces under which a name in a city is kept."""
    if not name or not city:
        return []
    return [
        f"{city}|{len(name)}.{place}|{name[start : start + size]}"
        for place, (start, size) in enumerate(_pieces(len(name)))
    ]


def name_probes(name: str, city: str, *, longest: int | None = None) -> set[str]:
    """The pieces by which every name alike is found; `longest` leaves out longer ones."""
    if not name or not city:
        return set()
    own = len(name)
    least, most = own - allowed_edits(own), own * 10 // 9  # lengths that an alike name may have
    found = set()
    for length in range(least, (most if longest is None else min(most, longest)) + 1):
        pieces = _pieces(length)
        last, shift = len(pieces) - 1, own - length
        for place, (start, size) in enumerate(pieces):
            low = max(start - place, start + shift - (last - place))
            high = min(start + place, start + shift + (last - place))
            for at in range(low, high + 1):
                found.add(f"{city}|{length}.{place}|{name[at : at + size]}")
    return found


# ── merging ─────────────────────────────────────────────────────────────────────────────


def take_loser(
    winner: object,
    loser: object,
    *,
    empty: object,
    winner_at: datetime | None,
    loser_at: datetime | None,
) -> bool:
    """Is the loser's value proposed for the merged record: the fuller, else the newer (9.7).

    `empty` is what a field holds that nobody filled: the default says no more than nothing.
    """
    winner_full, loser_full = _full(winner, empty), _full(loser, empty)
    if winner_full != loser_full:
        return loser_full
    if loser_at is None or winner_at is None:
        return False
    return loser_full and loser_at > winner_at


def take_losers_consent(winner: bool, loser: bool, winner_told: bool, loser_told: bool) -> bool:
    """Is the loser's consent proposed: a withdrawal of either side stands, else what was given.

    `told` says whether a side was ever asked and answered: a new record has no consent as long
    as nobody asked (11.9).
    """
    if winner == loser:
        return False
    refused_by_loser = winner
    withdrawn = loser_told if refused_by_loser else winner_told
    return refused_by_loser if withdrawn else loser


def _full(value: object, empty: object) -> bool:
    return value is not None and value not in ("", frozenset()) and value != empty


def same_person(first: tuple[str, str, str], second: tuple[str, str, str]) -> bool:
    """Are two people of one customer one, by (folded name, mobile, mail); "" says nothing.

    The same name, and a number or mail that is equal while none differs, or one of them with
    neither of both.
    """
    if first[0] != second[0] or not first[0]:
        return False
    pairs = list(zip(first[1:], second[1:], strict=True))
    if any(one and other and one != other for one, other in pairs):
        return False
    return any(_same(one, other) for one, other in pairs) or not (
        any(first[1:]) and any(second[1:])
    )
