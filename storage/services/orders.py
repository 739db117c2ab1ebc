"""Sales orders with their lines, saved in one change (S4-FLD-03)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal

from models.explanation import Reason
from models.fields.parsing import parse_values
from models.fields.registry import entity
from models.records.order import SalesOrder, SalesOrderLine
from storage.effects import gates
from storage.effects.changing import change
from storage.effects.saving import (
    Saved,
    apply,
    create,
    name_change,
    parsing_context,
    resolve_links,
    saved,
)
from storage.errors import FieldConflict, Invalid
from storage.services.core import Core
from storage.work import Work

_ORDER = entity("sales_order")
_LINE = entity("sales_order_line")
_PARTS = ("product", "description", "unit_price", "qty", "discount")
Texts = Mapping[str, str | None]


class Orders:
    """One order and its lines are one change with one undo."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def create(
        self,
        texts: Texts,
        lines: Sequence[Texts],
        *,
        record_id: int | None = None,
        words: Mapping[str, Mapping[str, str]] | None = None,
    ) -> Saved:
        """A new order; its amount is the sum of its lines (price x quantity x (1 - discount)).

        Duplicate: the order number is taken (AC-045). Invalid names the wrong field, of a line
        with its number (`order.line_wrong`).
        """

        def unit(work: Work) -> Saved:
            known = work.session.get(SalesOrder, record_id) if record_id else None
            if known is not None:  # the same save again, its answer was lost
                return saved(known)
            made = create(work, _ORDER, texts, self._core.key, record_id=record_id, words=words)
            assert isinstance(made, SalesOrder)
            self._add_lines(work, made, lines, words)
            name_change(work, _ORDER, made)
            work.session.flush()
            return saved(made)

        return self._core.write("change.new", {"entity": "sales_order"}, unit)

    def update(
        self,
        order_id: int,
        texts: Texts,
        lines: Sequence[Texts] | None = None,
        *,
        version: int | None = None,
        originals: Mapping[str, str] | None = None,
        seen: Sequence[Mapping[str, str]] | None = None,
        words: Mapping[str, Mapping[str, str]] | None = None,
    ) -> Saved:
        """Changes fields of an order and, where `lines` are given, its lines: one change.

        A line with an `id` is changed, one without is new, one that is left out is archived.
        `seen` are the lines the caller read, each with `id` and `version`. As with `version` and
        `originals` of `Records.update`, what others changed meanwhile raises Stale: of lines as a
        conflict of the field `lines`.
        """

        def unit(work: Work) -> Saved:
            kept = work.all(SalesOrderLine, order_id=order_id)
            conflict = lines is not None and seen is not None and _moved(kept, seen)
            more = [FieldConflict("lines", None, None, None)] if conflict else []
            order = change(
                work,
                _ORDER,
                order_id,
                texts,
                self._core.key,
                version=version,
                originals=originals,
                words=words,
                more=more,
            )
            assert isinstance(order, SalesOrder)
            if lines is not None:
                self._set_lines(work, order, kept, lines, words)
            return saved(order)

        return self._core.write("change.set", {"entity": "sales_order"}, unit)

    def replace_lines(
        self,
        order_id: int,
        lines: Sequence[Texts],
        *,
        words: Mapping[str, Mapping[str, str]] | None = None,
    ) -> Saved:
        """Other lines in place of those the order has; the old ones are archived."""
        return self.update(order_id, {}, lines, words=words)

    def _set_lines(
        self,
        work: Work,
        order: SalesOrder,
        kept: Sequence[SalesOrderLine],
        lines: Sequence[Texts],
        words: Mapping[str, Mapping[str, str]] | None,
    ) -> None:
        """Archives, changes and adds lines; the amount of the order follows."""
        named = {int(str(line["id"])) for line in lines if line.get("id")}
        for old in kept:
            if old.id not in named:
                work.archive(old)
        work.session.flush()
        known = {old.id for old in kept}
        for number, line in enumerate(lines, 1):
            given = {name: text for name, text in line.items() if name not in ("id", "version")}
            line_id = int(str(line.get("id") or 0))
            if line_id not in known:
                self._add_line(work, order, number, given, words)
                continue
            filled = {name: given.get(name) or None for name in _PARTS}
            with _numbered(number):
                change_line(work, order, line_id, filled, self._core.key, words)
        work.session.flush()
        order.amount = sum(one.amount or 0 for one in work.all(SalesOrderLine, order_id=order.id))
        work.session.flush()

    def _add_lines(
        self,
        work: Work,
        order: SalesOrder,
        lines: Sequence[Texts],
        words: Mapping[str, Mapping[str, str]] | None,
    ) -> None:
        for number, line in enumerate(lines, 1):
            self._add_line(work, order, number, line, words)

    def _add_line(
        self,
        work: Work,
        order: SalesOrder,
        number: int,
        line: Texts,
        words: Mapping[str, Mapping[str, str]] | None,
    ) -> None:
        with _numbered(number):
            create(
                work,
                _LINE,
                {**line, "order": order.code},
                self._core.key,
                words=words,
                currency=order.currency or "",
            )


@contextmanager
def _numbered(number: int) -> Iterator[None]:
    """What is wrong with a line names its number."""
    try:
        yield
    except Invalid as error:
        first = error.problems[0]
        params = {"field": "lines", "line": number, "part": first.params.get("field")}
        value = first.params.get("value", "")
        raise Invalid([Reason("order.line_wrong", {**params, "value": value})]) from error


def change_line(
    work: Work,
    order: SalesOrder,
    line_id: int,
    texts: Texts,
    key: bytes,
    words: Mapping[str, Mapping[str, str]] | None,
) -> None:
    """Other texts in an existing line; amounts are of the order's currency. Raises Invalid."""
    line = work.get(SalesOrderLine, line_id)
    context = parsing_context(work, words, order.currency or "")
    values, problems = parse_values(_LINE, {k: v for k, v in texts.items() if v}, context)
    resolved = resolve_links(work, _LINE, values, problems)
    if problems:
        raise Invalid(problems)
    empty = {"product_id": None, "description": None, "discount": Decimal(0)}
    apply(line, _LINE, {**empty, **resolved})
    gates.check(work, line, key)


def _moved(kept: Sequence[SalesOrderLine], seen: Sequence[Mapping[str, str]]) -> bool:
    """Are there other lines, or other versions of them, than the caller read."""
    now = {(line.id, line.version) for line in kept}
    then = {(int(one.get("id") or 0), int(one.get("version") or 0)) for one in seen}
    return now != then
