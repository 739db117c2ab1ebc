"""The words that files use for fields and choices, in both languages, handed in by the caller.

Holds no word of its own: `tui/labels.py` makes the one instance.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

Member = TypeVar("Member", bound=StrEnum)


def plain(text: str) -> str:
    """A word as it is compared: width, case and blanks do not count."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Labels of fields and of enumeration members.

    `fields`: entity name -> language -> field name -> label.
    `enums`: class name of the enumeration -> language -> member -> label.
    """

    fields: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)
    enums: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)

    def label(self, entity: str, name: str, language: str) -> str:
        """The label of a field, its English name where the language has none."""
        return self.fields.get(entity, {}).get(language, {}).get(name, name)

    def labels(self, entity: str, name: str) -> tuple[str, ...]:
        """The labels of a field in every language."""
        languages = self.fields.get(entity, {}).values()
        return tuple(words[name] for words in languages if name in words)

    def choice(self, member: StrEnum, language: str) -> str:
        """The label of a member, its constant where the language has none."""
        words = self.enums.get(type(member).__name__, {}).get(language, {})
        return words.get(member.value, member.value)

    def member(self, choices: type[Member], text: str) -> Member | None:
        """The member meant by a constant or by a label in any language; None where none is."""
        wanted = plain(text)
        for member in choices:
            if wanted == plain(member.value):
                return member
        found = self.words().get(choices.__name__, {}).get(wanted)
        return choices(found) if found is not None else None

    def words(self) -> dict[str, dict[str, str]]:
        """Class name -> {label in any language: constant}, as `models.fields.parsing` takes it.

        Labels stand in lower case, with their blanks and without. One that two members share is
        left out: it names neither.
        """
        result: dict[str, dict[str, str]] = {}
        for name, languages in self.enums.items():
            meanings: dict[str, set[str]] = {}
            for labels in languages.values():
                for constant, label in labels.items():
                    spaced = unicodedata.normalize("NFKC", label).strip().lower()
                    for word in (spaced, plain(label)):
                        meanings.setdefault(word, set()).add(constant)
            result[name] = {k: next(iter(v)) for k, v in meanings.items() if len(v) == 1}
        return result
