"""Saved views: a query line under a name and a key, one's own or shared with all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from models.explanation import Reason
from models.fields.parsing import Context, parse_values
from models.fields.registry import entity
from models.query import parse
from models.rules.cadence import JOURNAL_GRADES
from models.views.rows import SavedViewRow
from storage.errors import Invalid, NotFound, Refused
from storage.queries import listing, views
from storage.queries.reader import ReadConnection
from storage.services.core import Core

if TYPE_CHECKING:
    from models.records.setting import SavedView
    from storage.effects.saving import Saved
    from storage.work import Work

SLOTS = "123456789abcefghijklmnopqrtuvwxyz"  # s saves, d takes away
COUNTED_TO = 10_001
# Who is tracked how often, the most urgent first: the late ones stand on top (S1-JRN-01..05).
SHIPPED: Mapping[str, Sequence[SavedViewRow]] = {
    "customers": tuple(
        SavedViewRow(
            -number, 0, journal.value, f"grade:{grade} sort:due", (), "", True, False, "", True
        )
        for number, (journal, grade) in enumerate(JOURNAL_GRADES.items(), 1)
    )
}


class Views:
    """The views of each list, seen and changed by one user."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def of(self, kind: str) -> Sequence[SavedViewRow]:
        """The views of a list: own ones first, by slot, then by name; the shipped ones last."""
        own = self._core.read(lambda reader: views.seen(reader, kind, self._core.actor().id))
        return [*own, *SHIPPED.get(kind, ())]

    def named(self, kind: str, name: str) -> SavedViewRow:
        """The view of that name or slot; NotFound where there is none."""
        wanted = name.strip()
        rows = self.of(kind)
        for row in rows:
            if wanted in (row.name, row.slot):
                return row
        for row in rows:
            if row.name.lower() == wanted.lower():
                return row
        raise NotFound("not_found", entity="saved_view", value=name)

    def count(self, kind: str, query: str) -> int | None:
        """Rows of a view, counted up to 10,001; None where its query is no longer understood."""
        found = parse(query, kind)
        if found.problems:
            return None

        def read(reader: ReadConnection) -> int:
            return listing.count(reader, self._core.context(), found, COUNTED_TO)

        return self._core.read(read, "views")

    def save(
        self,
        kind: str,
        name: str,
        query: str,
        *,
        slot: str = "",
        shared: bool = False,
        columns: Sequence[str] = (),
    ) -> Saved:
        """Keeps a query under a name; the user's view of that name is replaced.

        A slot goes over from the user's other view that had it. Invalid: no name, a slot that is
        no free letter or digit, a query with a term that is not understood.
        """
        texts = {"name": name, "query": query, "slot": slot.strip(), "columns": ",".join(columns)}
        values, problems = parse_values(
            entity("saved_view"), texts, Context(self._core.clock.today())
        )
        if not name.strip():
            problems.append(Reason("field.required", {"field": "name"}))
        if values.get("slot") and str(values["slot"]) not in SLOTS:
            problems.append(Reason("view.slot", {"field": "slot", "value": slot, "allowed": SLOTS}))
        for problem in parse(query, kind).problems:
            problems.append(Reason(problem.code, {"field": "query", **problem.params}))
        if problems:
            raise Invalid(problems)

        def unit(work: Work) -> Saved:
            return self._keep(work, kind, {**values, "shared": shared})

        return self._core.write("change.view", {"name": name.strip()}, unit)

    def drop(self, view_id: int) -> None:
        """Takes a view away; only its owner may. Refused, NotFound; undo brings it back."""
        if view_id < 0:
            raise Refused("view.shipped")
        from models.records.setting import SavedView

        def unit(work: Work) -> None:
            view = work.get(SavedView, view_id)
            if view.owner_id != self._core.actor().id:
                raise Refused("view.not_own", name=view.name)
            work.archive(view)
            assert work.change is not None
            work.change.params = _params(view.name)

        self._core.write("change.view_dropped", {}, unit)

    def _keep(self, work: Work, kind: str, values: dict[str, Any]) -> Saved:
        from models.records.setting import SavedView
        from storage.effects.saving import saved

        user_id = self._core.actor().id
        own = work.all(SavedView, kind=kind, owner_id=user_id)
        _free_slot(own, values.get("slot"), str(values["name"]))
        view = next((one for one in own if one.name == values["name"]), None)
        if view is None:
            view = work.add(SavedView, kind=kind, owner_id=user_id, **values)
        else:
            for column, value in values.items():
                setattr(view, column, value)
        work.session.flush()
        return saved(view)


def _free_slot(own: Sequence[SavedView], slot: object, name: str) -> None:
    for view in own:
        if slot and view.slot == slot and view.name != name:
            view.slot = None


def _params(name: str) -> str:
    from storage.work import encode_params

    return encode_params({"name": name})
