"""Erasing somebody by making them nameless: texts go, links and amounts stay (AC-145, 11.9).

Reaches the records, those in the bin, those merged in, the search index, the keys of duplicates
and the journal. What is kept of them is what sums are made of.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from models.fields.registry import entity as entity_named
from models.fields.spec import FieldKind, FieldSpec
from models.records.base import RecordBase
from models.records.contact import Contact
from models.records.customer import Customer
from models.tables import METADATA, RECORDS
from storage.effects import forgetting, holdings, parting
from storage.work import Work

_TEXTS: Final = frozenset(
    {FieldKind.TEXT, FieldKind.NOTE, FieldKind.EMAIL, FieldKind.PHONE, FieldKind.URL}
)
# Texts that name nobody: codes, places and trades by which sums are grouped, shipped words.
_KEPT: Final = frozenset(
    {
        "code", "question_code", "industry", "country_region", "province", "city", "verified_at",
        "rfm", "budget_period", "playbook", "title_en", "title_zh", "script_en", "script_zh",
        "step_key", "checklist", "about", "waits_for", "occasion", "stop_on", "kind",
    }
)  # fmt: skip
# Dates that are a person's own; what must hold one holds none that says anything.
_OWN_DATES: Final[Mapping[str, Mapping[str, object]]] = {
    "contact": {"birth_date": None},
    "identity": {"birth_date": date(1900, 1, 1)},
    "special_date": {"month": 1, "day": 1, "year": None},
}
_GONE: Final = frozenset({"special_date", "contact_link", "document", "external_ref"})


@dataclass(frozen=True, slots=True)
class Erased:
    """What was made nameless: the name that stands there now, records by kind, journal entries."""

    name: str
    records: Mapping[str, int]
    mentions: int  # further records in which the person was named
    journal: int
    look_at: tuple[str, ...]
    ids: Mapping[str, frozenset[int]]
    words: tuple[str, ...]  # what they were called and reached by: to be forgotten elsewhere
    why: str  # the reason, without those words


def erase(work: Work, subject: RecordBase, why: str) -> Erased:
    """Makes a customer or a contact nameless with everything that hangs on it, for a reason."""
    entity = str(subject.__tablename__)
    name = f"deleted-{getattr(subject, 'code', None) or subject.id}"
    ids = holdings.held(work, entity, subject.id)
    words = _words(work, ids)
    why = _replaced(why, words, name, 400)
    for kind, some in ids.items():
        for record_id in some:
            record = work.find(RECORDS[kind], record_id)
            assert record is not None
            _strip(work, kind, record, name)
    more = _mentions(work, subject, name, words, ids) if isinstance(subject, Contact) else {}
    if isinstance(subject, Customer):
        _let_go(work, subject, why)
    work.session.flush()
    look_at = tuple(holdings.to_be_looked_at(work, ids))
    counts = {kind: len(some) for kind, some in sorted(ids.items())}
    both = {
        kind: ids.get(kind, frozenset()) | more.get(kind, frozenset()) for kind in {*ids, *more}
    }
    mentions = sum(len(some) for some in more.values())
    return Erased(name, counts, mentions, 0, look_at, both, words, why)


def forget(work: Work, done: Erased) -> int:
    """Empties the journal of what was erased; called when all else of the unit is written."""
    return forgetting.empty_journal(work, done.ids)


def _strip(work: Work, kind: str, record: RecordBase, name: str) -> None:
    """Empties the texts of one record; what must hold something holds the new name."""
    table = METADATA.tables[kind]
    for field in entity_named(kind).fields:
        wanted = field.kind in _TEXTS and field.name not in _KEPT
        if wanted and getattr(record, field.column) is not None:
            nullable = table.columns[field.column].nullable
            value = None if nullable else _instead(field, record, name)
            setattr(record, field.column, value)
    for column, day in _OWN_DATES.get(kind, {}).items():
        setattr(record, column, day)
    if isinstance(record, Customer):
        record.name_norm = name
    if kind in _GONE and record.deleted_at is None:
        work.archive(record)


def _instead(field: FieldSpec, record: RecordBase, name: str) -> str:
    """The name; where a value stands once only, with the number of the record."""
    own = getattr(record, "code", None) or record.id
    unique = field.name in ("order_contract_no", "external_id", "number_hmac", "document_number")
    return (f"deleted-{own}" if unique else name)[: field.max_length]


def _words(work: Work, ids: Mapping[str, frozenset[int]]) -> tuple[str, ...]:
    """What the erased are called and reached by, the longest first."""
    found: set[str] = set()
    for kind in ("customer", "contact"):
        for record_id in ids.get(kind, ()):
            record = work.find(RECORDS[kind], record_id)
            for column in ("name", "mobile", "home_phone", "email", "wechat", "whatsapp"):
                text = getattr(record, column, None)
                if isinstance(text, str) and len(text) >= 2:
                    found.add(text)
    return tuple(sorted(found, key=lambda text: (-len(text), text)))


def _mentions(
    work: Work,
    subject: Contact,
    name: str,
    words: tuple[str, ...],
    ids: Mapping[str, frozenset[int]],
) -> dict[str, frozenset[int]]:
    """Other texts of the same customer in which the person is named: the new name stands there."""
    around = holdings.held(work, "customer", subject.customer_id)
    found: dict[str, set[int]] = {}
    for kind, some in around.items():
        texts = [f for f in entity_named(kind).fields if f.kind in _TEXTS and f.name not in _KEPT]
        for record_id in some - ids.get(kind, frozenset()):
            record = work.find(RECORDS[kind], record_id)
            for field in texts if record is not None else ():
                text = getattr(record, field.column)
                if isinstance(text, str) and any(word in text for word in words):
                    found.setdefault(kind, set()).add(record_id)
                    setattr(record, field.column, _replaced(text, words, name, field.max_length))
    return {kind: frozenset(some) for kind, some in found.items()}


def _replaced(text: str, words: tuple[str, ...], name: str, limit: int | None) -> str:
    for word in words:
        text = text.replace(word, name)
    return text[:limit]


def _let_go(work: Work, customer: Customer, why: str) -> None:
    """Nobody is to contact whom nobody knows any more: what was planned ends."""
    parting.end_by_erasing(work, customer, why)
    customer.consent_marketing = customer.consent_survey = customer.consent_greeting = False
    customer.retention_until = None
