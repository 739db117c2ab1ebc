"""Words that no reply to a customer may hold, and what to say instead (S0-SVC5-03, S4-ANG-05).

Pure: a text and the list in, what was found out. The list is content, in both languages.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from models.explanation import Reason


@dataclass(frozen=True, slots=True)
class Phrase:
    """Wordings that are looked for, and the better answer, which is shown as it stands."""

    wordings: tuple[str, ...]
    instead: str


def unfit(text: str, phrases: Sequence[Phrase]) -> tuple[Reason, ...]:
    """The phrases of the list that a reply holds, one reason each, in the order of the list.

    Case, width and blanks do not matter; Latin words are found whole, Chinese anywhere.
    """
    folded = _folded(text)
    found = []
    for phrase in phrases:
        hit = next((one for one in phrase.wordings if _holds(folded, _folded(one))), None)
        if hit is not None:
            params = {"phrase": hit, "instead": phrase.instead}
            found.append(Reason("feedback.unfit_phrase", params))
    return tuple(found)


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'")
    return " ".join(plain.split())


def _holds(text: str, wording: str) -> bool:
    if not wording.isascii():
        return wording in text
    return re.search(rf"(?<!\w){re.escape(wording)}(?!\w)", text) is not None
