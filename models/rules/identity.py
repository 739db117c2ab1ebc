"""Five identity elements: normalising, checking, comparing, locking, granting (requirements 10).

Pure. A number is looked up by its keyed digest elsewhere; here the other four are compared.
"""

from __future__ import annotations

import hmac
import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta

from models.enums import AccessPurpose, AccessResult, DocumentType, Sex
from models.explanation import Reason
from models.policy_relations import IdentityPolicy

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_PROVINCES = frozenset(
    str(code)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71),
                        (81, 83), (91, 91))
    for code in range(first, last + 1)
)  # fmt: skip
_LENGTH = 18
_OLD_LENGTH = 15
_DOTS = re.compile("[\u0387\u2022\u2027\u2219\u22c5\u2e31\u30fb]")
_HYPHENS = re.compile(r"[\s\u002d\u00ad\u2010-\u2015\u2212\ufe58\ufe63]+")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?|(\d{4})(\d\d)(\d\d)")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")  # the library knows weeks, too
_SEXES = {"男": Sex.M, "女": Sex.F, "MALE": Sex.M, "FEMALE": Sex.F}
_LONG_NUMBER = re.compile(r"[A-Z]{0,3}\d[\d \-]{3,}[\dX]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FiveElements:
    """Name, sex, birth date, document type and number, as texts (S0-ID-01)."""

    name: str = ""
    sex: str = ""
    birth_date: str = ""
    document_type: str = ""
    document_number: str = ""


ELEMENTS = tuple(element.name for element in fields(FiveElements))


@dataclass(frozen=True, slots=True)
class Finding:
    """Why five elements cannot be those of a document: the failure case, and its hint."""

    result: AccessResult
    reason: Reason


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document with the number asked for: whose it is, and the elements stored with it.

    `alive`: the document is the current one of an active identity.
    """

    identity_id: int
    customer_id: int
    alive: bool
    name: str
    sex: str
    birth_date: str


# ── normalising ─────────────────────────────────────────────────────────────────────────


def normalised(given: FiveElements) -> FiveElements:
    """The five in the form in which they are compared; stable under itself."""
    kind = "_".join(_plain(given.document_type).upper().replace("-", " ").replace("_", " ").split())
    return FiveElements(
        normal_name(given.name),
        normal_sex(given.sex),
        normal_day(given.birth_date),
        kind,
        normal_number(given.document_number),
    )


def normal_name(text: str) -> str:
    """NFKC, blanks collapsed, Latin letters upper case, one kind of middle dot."""
    before = ""
    while text != before:  # an upper case letter may compose anew
        before, text = text, _DOTS.sub("\u00b7", _plain(text)).upper()
    return text


def normal_sex(text: str) -> str:
    """M or F where it means one of them, else the text in upper case."""
    plain = _plain(text).upper()
    return _SEXES.get(plain, plain)


def normal_day(text: str) -> str:
    """ISO where the text has the form of a day, real or not, else as it is."""
    plain = _plain(text)
    found = _DAY.fullmatch(plain)
    if found is None or not plain.replace("年", "").replace("月", "").replace("日", "").isascii():
        return plain
    year, month, day = (part for part in found.groups() if part is not None)
    return f"{year}-{int(month):02d}-{int(day):02d}"


def normal_number(text: str) -> str:
    """NFKC, upper case, without blanks and hyphens."""
    before = ""
    while text != before:
        before, text = text, _HYPHENS.sub("", _plain(text)).upper()
    return text


def _plain(text: str) -> str:
    return " ".join(_UNSEEN.sub("", unicodedata.normalize("NFKC", text)).split())


# ── checking ────────────────────────────────────────────────────────────────────────────


def check(five: FiveElements, today: date) -> Finding | None:
    """The first failure of normalised elements, in the order E01 to E05; None where they may be.

    Looks at the elements alone: whether anybody has them is asked elsewhere.
    """
    for name in ELEMENTS:
        if not getattr(five, name):
            return Finding(AccessResult.E01, Reason("identity.missing", {"field": name}))
    wrong = _form(five, today) or _number_form(five, today)
    if wrong is not None:
        return Finding(AccessResult.E02, wrong)
    if five.document_type != DocumentType.RESIDENT_ID:
        return None
    return _consistent(five)


def check_digit(seventeen: str) -> str:
    """The last character that GB 11643 asks for after seventeen digits."""
    total = sum(int(digit) * weight for digit, weight in zip(seventeen, _WEIGHTS, strict=True))
    return _CHECKS[total % 11]


def _form(five: FiveElements, today: date) -> Reason | None:
    if five.document_type not in set(DocumentType):
        return Reason("identity.unknown_type", {"field": "document_type"})
    if five.sex not in set(Sex):
        return Reason("identity.unknown_sex", {"field": "sex"})
    born = _day(five.birth_date)
    if born is None:
        return Reason("identity.no_date", {"field": "birth_date"})
    return Reason("identity.future", {"field": "birth_date"}) if born > today else None


def _number_form(five: FiveElements, today: date) -> Reason | None:
    number, field = five.document_number, "document_number"
    if five.document_type != DocumentType.RESIDENT_ID:
        fits = number.isascii() and number.isalnum() and 5 <= len(number) <= 20
        return None if fits else Reason("identity.other_form", {"field": field})
    if len(number) == _OLD_LENGTH and _digits(number):
        return Reason("identity.old_number", {"field": field})
    if len(number) != _LENGTH:
        return Reason("identity.length", {"field": field, "length": len(number)})
    if not _digits(number[:-1]) or not (_digits(number[-1]) or number[-1] == "X"):
        return Reason("identity.digits", {"field": field})
    if number[:2] not in _PROVINCES:
        return Reason("identity.province", {"field": field, "province": number[:2]})
    born = _day(_born(number))
    if born is None:
        return Reason("identity.number_date", {"field": field})
    return Reason("identity.number_future", {"field": field}) if born > today else None


def _consistent(five: FiveElements) -> Finding | None:
    number = five.document_number
    if check_digit(number[:-1]) != number[-1]:
        return Finding(AccessResult.E03, Reason("identity.checksum", {"field": "document_number"}))
    if _born(number) != five.birth_date:
        return Finding(AccessResult.E04, Reason("identity.birth_date", {"field": "birth_date"}))
    if (Sex.M if int(number[16]) % 2 else Sex.F) != five.sex:
        return Finding(AccessResult.E05, Reason("identity.sex", {"field": "sex"}))
    return None


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _born(number: str) -> str:
    return f"{number[6:10]}-{number[10:12]}-{number[12:14]}"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _ISO.fullmatch(text) else None
    except ValueError:
        return None


# ── showing ─────────────────────────────────────────────────────────────────────────────


def mask(number: str) -> str:
    """A number as it is shown: 1101**********002X; of a short one a quarter at each end."""
    kept = min(4, len(number) // 4)
    return number[:kept] + "*" * (len(number) - 2 * kept) + number[len(number) - kept :]


def ending(number: str) -> str:
    """The last four characters, which the log keeps; of a short number never more than half."""
    kept = min(4, len(number) // 2)
    return number[len(number) - kept :]


def without_numbers(text: str) -> str:
    """A text with everything masked that may be a document number: the log never holds one."""
    plain = unicodedata.normalize("NFKC", text)
    return _LONG_NUMBER.sub(lambda found: mask(found[0]), plain)


# ── matching ────────────────────────────────────────────────────────────────────────────

_NOBODY = Candidate(0, 0, False, "", "", "")


def match(five: FiveElements, found: Sequence[Candidate]) -> tuple[AccessResult, Candidate | None]:
    """Who of those with the number it is: all five equal to one active identity, or nobody.

    No fuzzy match (S0-ID-06). One comparison is made whatever was found, of texts whose
    difference takes no time: where nobody is active it is made with nobody.
    """
    alive = [one for one in found if one.alive]
    chosen = alive[0] if alive else _NOBODY
    same = hmac.compare_digest(
        _compared(five.name, five.sex, five.birth_date),
        _compared(chosen.name, chosen.sex, chosen.birth_date),
    )
    if not found:
        return AccessResult.E06, None
    if not alive:
        return AccessResult.E13, None
    if len({one.identity_id for one in alive}) > 1:
        return AccessResult.E08, None
    return (AccessResult.OK, chosen) if same else (AccessResult.E07, None)


def _compared(*elements: str) -> bytes:
    return "\n".join(elements).encode()


def locked_until(
    failures: Collection[datetime], now: datetime, policy: IdentityPolicy
) -> datetime | None:
    """Until when a system may not ask for a number again; None where it may (E12).

    `failures`: moments of E06, E07, E08 and E13 of that system and number. So many within the
    window lock from the last of them on; what was refused for the lock counts no further.
    """
    window = timedelta(minutes=policy.window_minutes)
    moments = sorted(moment for moment in failures if moment <= now)
    for last in range(len(moments) - 1, policy.tries - 2, -1):
        until = moments[last] + timedelta(minutes=policy.lock_minutes)
        if until <= now:
            return None
        if moments[last] - moments[last - policy.tries + 1] <= window:
            return until
    return None


def memory(policy: IdentityPolicy) -> timedelta:
    """How far back failures can still lock."""
    return timedelta(minutes=policy.window_minutes + policy.lock_minutes)


# ── granting ────────────────────────────────────────────────────────────────────────────


def normal_scope(kinds: Collection[str]) -> tuple[str, ...]:
    """Kinds of activity in one order, small letters, each once."""
    return tuple(sorted({kind.strip().lower() for kind in kinds} - {""}))


def granted_scope(wanted: Sequence[str], purpose: AccessPurpose, *, ended: bool) -> tuple[str, ...]:
    """What of a wanted scope is granted (requirements 10, Grant).

    Nothing where the customer is not to be contacted or the relation ended, unless the purpose
    is a legal one.
    """
    return () if ended and purpose is not AccessPurpose.LEGAL else tuple(wanted)


def expires_at(granted_at: datetime, policy: IdentityPolicy) -> datetime:
    """When a grant ends; at that moment it is over (E11)."""
    return granted_at + timedelta(minutes=policy.grant_minutes)
