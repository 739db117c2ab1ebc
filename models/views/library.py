"""What is looked up while a customer waits: objections with their argument, standard answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LibraryEntry:
    """An objection with argument and proof, or a question with the standard answer."""

    id: int
    version: int
    entity: str  # objection or faq
    title: str
    text: str
    proof: str  # the document that proves it, "" for none
    tags: str
    product_code: str | None
    product_name: str | None
