"""Reads of the libraries of objections and standard answers; they are small and read whole."""

from __future__ import annotations

from models.views.library import LibraryEntry
from storage.queries.reader import ReadConnection

_ENTRIES = """
SELECT o.id, o.version, 'objection' AS entity, o.objection AS title, o.argument,
  COALESCE(o.proof, ''), COALESCE(o.tags, ''), p.code, p.name
FROM objection o LEFT JOIN product p ON p.id = o.product_id WHERE o.deleted_at IS NULL
UNION ALL
SELECT q.id, q.version, 'faq', q.question, q.answer, '', COALESCE(q.tags, ''), p.code, p.name
FROM faq q LEFT JOIN product p ON p.id = q.product_id WHERE q.deleted_at IS NULL
ORDER BY entity DESC, title, 1
"""


def entries(reader: ReadConnection) -> list[LibraryEntry]:
    """All objections, then all standard answers, by their title."""
    return [LibraryEntry(*row) for row in reader.rows(_ENTRIES)]
