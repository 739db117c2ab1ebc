"""The indexes by name, and how far they are asked. Imports nothing: the first rows wait for it."""

from __future__ import annotations

from enum import StrEnum

CANDIDATES = 500
"""Hits read for ranking and checking at most (performance: never rank all)."""

COUNT_CAP = 10_001
"""Hits counted at most; the screen shows "10,000+"."""


class Index(StrEnum):
    """The indexes, by their table names."""

    FIND = "find_index"
    """One row a customer (rowid = its id): names, code, contacts, office phones, city ..."""

    NOTES = "notes_index"
    """One row a note (rowid = its id), so that a note costs its own tokens only."""

    SOLUTIONS = "solutions_index"
    """One row a note of the solution library (rowid = its id)."""

    CASES = "cases_index"
    """One row a feedback case (rowid = its id): its number, words as spoken, main issue."""

    TICKETS = "tickets_index"
    """One row a ticket (rowid = its id): its number, symptom, serial number."""
