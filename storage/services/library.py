"""Objections and standard answers, found by words as customers are (S0-SVC5-04, S1-SVC-07)."""

from __future__ import annotations

from collections.abc import Sequence

from models.views.library import LibraryEntry
from storage.queries import library
from storage.services.core import Core


class Library:
    """Reads of the libraries; they are written by `Records` like any record."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def search(self, text: str = "", entity: str = "") -> Sequence[LibraryEntry]:
        """Entries that hold every word of the text, objections first; all of them for none.

        Words are found in title, text, proof, keywords and product, in any spelling the search
        of customers knows: traditional Chinese, pinyin, initials. `entity` narrows to
        `objection` or `faq` (AC-177).
        """
        from storage.search.tokens import parse_word

        queries = [parse_word(word) for word in text.split()]
        found = self._core.read(library.entries, "library")
        return [
            entry
            for entry in found
            if entity in ("", entry.entity)
            and all(query.verify(_texts(entry)) for query in queries)
        ]


def _texts(entry: LibraryEntry) -> list[str]:
    own = (entry.title, entry.text, entry.proof, entry.tags)
    return [one for one in (*own, entry.product_code, entry.product_name) if one]
