"""What an imported file may hold, and by which fields its rows are known again.

Names only; the records are looked up in `storage/effects`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from models.fields.registry import entity
from models.fields.spec import EntitySpec
from models.fields.vocabulary import Vocabulary
from storage.exchange.synonyms import Synonyms


@dataclass(frozen=True, slots=True)
class KeyPlan:
    """Columns that name a record: all of `main`, and of `narrow` those that the row fills.

    A `soft` plan names a person only together with the name: several may share a mailbox.
    """

    main: tuple[str, ...]
    narrow: tuple[str, ...] = ()
    soft: bool = False

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of `main`, as a person names them."""
        return tuple(_FIELD_OF.get(column, column) for column in self.main)


_CODE = KeyPlan(("code",))
PLANS: Mapping[str, tuple[KeyPlan, ...]] = {
    "customer": (
        _CODE,
        KeyPlan(("registration_no",)),
        KeyPlan(("name_norm",), ("city", "province")),
    ),
    "contact": (
        _CODE,
        KeyPlan(("email",), soft=True),
        KeyPlan(("mobile_hmac",), soft=True),
        KeyPlan(("customer_id", "name")),
    ),
    "product": (_CODE,),
    "opportunity": (_CODE, KeyPlan(("customer_id", "title"))),
    "sales_order": (_CODE, KeyPlan(("order_contract_no",))),
    "follow_up": (_CODE, KeyPlan(("customer_id", "due_date"), ("kind", "title"))),
    "feedback": (
        _CODE,
        KeyPlan(("source_url",)),
        KeyPlan(("text",), ("customer_id", "received_at")),
    ),
    "need": (KeyPlan(("customer_id", "problem")),),
    "part": (_CODE,),
    "technician": (_CODE, KeyPlan(("name",))),
    "solution_note": (_CODE, KeyPlan(("symptom",), ("solution",))),
}
"""Entity -> its plans; the first one that a row can fill decides."""

LINE_FIELDS = ("product", "description", "unit_price", "qty", "discount")
"""Fields of an order line that may stand in the same row as their order."""

_FIELD_OF = {"name_norm": "name", "mobile_hmac": "mobile", "customer_id": "customer"}
_COLUMN_OF = {("customer", "name"): "name_norm", ("contact", "mobile"): "mobile_hmac"}
_FILLED_IN = {"customer": ("need_status",), "feedback": ("received_at",)}


def import_spec(name: str) -> EntitySpec | None:
    """What the columns of a file of these records may mean; None where they are not imported.

    A row of orders may hold a line as well: the rows of one order number are its lines.
    """
    if name not in PLANS:
        return None
    spec = entity(name)
    if name != "sales_order":
        return spec
    lines = (entity("sales_order_line").field(field) for field in LINE_FIELDS)
    more = tuple(replace(field, required=False, default=None) for field in lines if field)
    return replace(spec, fields=(*spec.fields, *more))


def with_lines(vocabulary: Vocabulary) -> Vocabulary:
    """The vocabulary in which the fields of a line are known as fields of its order too."""
    orders = vocabulary.fields.get("sales_order", {})
    lines = vocabulary.fields.get("sales_order_line", {})
    both = {
        language: {
            **{n: label for n, label in lines.get(language, {}).items() if n in LINE_FIELDS},
            **orders.get(language, {}),
        }
        for language in {*orders, *lines}
    }
    return Vocabulary({**vocabulary.fields, "sales_order": both}, vocabulary.enums)


def with_line_spellings(synonyms: Synonyms) -> Synonyms:
    """The same for spellings."""
    lines = synonyms.get("sales_order_line", {})
    return {**synonyms, "sales_order": {**lines, **synonyms.get("sales_order", {})}}


def plan_of(spec: EntitySpec, field: str) -> KeyPlan | None:
    """The plan for a key that a person chose; None where the entity has no such field."""
    found = spec.field(field)
    if found is None or not (found.editable or found.name == "code"):
        return None
    return KeyPlan((_COLUMN_OF.get((spec.name, found.name), found.column),))


def natural_key(name: str, filled: Collection[str]) -> tuple[str, ...]:
    """The fields by which most rows will be known, out of those that the file fills."""
    plans = (plan for plan in PLANS[name] if all(field in filled for field in plan.fields))
    return next((plan.fields for plan in plans), ())


def filled_in(name: str) -> tuple[str, ...]:
    """Required fields that an import fills by itself (R-SEG4, 9.1)."""
    return _FILLED_IN.get(name, ())
