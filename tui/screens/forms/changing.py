"""One change for the marked customers: which field, which value, and what would come of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Any

from models.explanation import Reason
from models.fields.registry import entity
from models.fields.spec import FieldKind, FieldSpec
from storage.errors import Invalid
from storage.progress import Silent
from tui.i18n import ntr, number, tr
from tui.labels import field_label, label, reason_text
from tui.screens.forms.common import asks_of, in_group
from tui.screens.forms.form import FormScreen
from tui.screens.forms.plan import Behaviour, Done, Filled, Looking, Plan, Question
from tui.widgets.field_row import Ask

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from storage.progress import Progress
    from storage.services import Services
    from storage.services.bulk import BulkResult
    from tui.bridge import Bridge

_SPEC = entity("customer")
_WHAT = FieldSpec("change", FieldKind.CHOICE, required=True)
_FIRST = ("owner", "status", "need_status", "own_expected_date", "industry", "source", "province")
# What tells one customer from another is not set for many at once.
_OWN = frozenset(
    {"name", "registration_no", "phone", "fax", "email", "website", "address", "referred_by"}
)
_WITH: Mapping[str, tuple[str, ...]] = {"status": ("churn_type",)}
_AT_ONCE = 5_000  # records that are looked at while the form waits; more show how far it is
_NAMED, _REASONS = 3, 3  # records named a reason, and reasons told


@dataclass(frozen=True, slots=True)
class Change(Done):
    """A change that is agreed on: run with a progress, it answers what it did in words."""

    work: Callable[[Progress], str] | None = None
    title: str = ""


def change_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """Asks field and value; `params` name the customers: `ids`, or `query` less `but`."""
    services = bridge.services
    chosen: list[Chosen] = []

    def load() -> Plan:
        chosen[:] = [Chosen(services, params)]
        bridge.ahead(chosen[0].ids)  # as what bulk loads: there when the fields are filled
        bridge.ahead(lambda: services.bulk)
        names = [*_FIRST, *(f.name for f in _SPEC.editable if f.name not in _FIRST)]
        names = [name for name in names if name not in _OWN]
        asks = in_group(asks_of(_SPEC, services, names), "")
        options = tuple((name, field_label("customer", name)) for name in names)
        return Plan(
            _title(chosen[0].count),
            (Ask(_WHAT, tr("What changes"), options=options), *asks),
            {"change": "owner"},
            entity="customer",
            first="change",
            steps={name: (name, *_WITH.get(name, ())) for name in names},
            step_field="change",
        )

    def asked(texts: Mapping[str, str]) -> Question | Looking | None:
        many = chosen[0]
        look = partial(_look, services, many, _values(texts))
        return look(Silent()) if many.count <= _AT_ONCE else Looking(_title(many.count), look)

    def submit(filled: Filled) -> Done:
        many = chosen[0]
        run = partial(_run, services, many, _values(filled.texts))
        return Change("", work=run, title=_title(many.count))

    return FormScreen(bridge, "change", params, load, submit, Behaviour(asked=asked))


class Chosen:
    """The customers that a form's parameters mean: how many at once, which when it is asked."""

    def __init__(self, services: Services, params: Mapping[str, Any]) -> None:
        """`params` names `ids`, or `query` less `but`. Invalid: a query that cannot be read."""
        self._services = services
        self._reading = Lock()
        self._ids: Sequence[int] | None = None
        self._left_out = {int(one) for one in params.get("but", ())}
        if "ids" in params:
            self._ids = [int(one) for one in params["ids"]]
            self.count = len(self._ids)
            return
        self._query = services.lists.parse(str(params.get("query", "")), "customers")
        if problems := self._query.problems:  # part of it would be more than were meant
            raise Invalid([Reason(problems[0].code, problems[0].params)])
        self.count = max(0, services.lists.count(self._query) - len(self._left_out))

    def ids(self) -> Sequence[int]:
        """Their ids; a long list is read once, which takes a second for a million."""
        with self._reading:
            if self._ids is None:
                found = self._services.lists.ids(self._query)
                left_out = self._left_out
                self._ids = [one for one in found if one not in left_out] if left_out else found
                self.count = len(self._ids)
            return self._ids


def _values(texts: Mapping[str, str]) -> dict[str, str]:
    """The chosen field, even where it is emptied, and what was filled in beside it."""
    name = texts["change"]
    beside = {other: texts[other] for other in _WITH.get(name, ()) if texts.get(other)}
    return {name: texts.get(name, ""), **beside}


def _title(count: int) -> str:
    return ntr("Change {count} customer", "Change {count} customers", count, count=number(count))


def _look(
    services: Services, chosen: Chosen, values: Mapping[str, str], progress: Progress
) -> Question | None:
    """What the change would come to; None where looking was stopped."""
    seen = services.bulk.change("customer", chosen.ids(), values, dry_run=True, progress=progress)
    if seen.cancelled:
        return None
    return Question(
        "\n".join((*_told(values), _foreseen(seen))),
        (("go", tr("Change them")), ("back", tr("Back to the form"))),
        focus="change",
    )


def _told(values: Mapping[str, str]) -> list[str]:
    """What every one of them gets; emptying is said, for a field left alone would look so, too."""
    found = []
    for name, text in values.items():
        spec = _SPEC.field(name)
        choices = (spec.choices if spec is not None else None) or ()
        known = next((one for one in choices if one.value == text), None)
        value = label(known) if known else text
        found.append(f"{field_label('customer', name)}: {value or tr('emptied')}")
    return found


def _foreseen(seen: BulkResult) -> str:
    """Counts, and of the most frequent reasons of refusal whom they hold back."""
    held: dict[str, list[str]] = {}
    first: dict[str, Reason] = {}
    for code, reason in seen.refused:
        first.setdefault(reason.code, reason)
        held.setdefault(reason.code, []).append(code)
    most = sorted(held, key=lambda one: -len(held[one]))[:_REASONS]
    said = [f"{_named(held[one])}: {reason_text(first[one])}" for one in most]
    return "\n".join([_counts(seen), *said])


def _named(codes: Sequence[str]) -> str:
    named = ", ".join(codes[:_NAMED])
    more = len(codes) - _NAMED
    return named if more <= 0 else tr("{codes} and {n} more", codes=named, n=number(more))


def _counts(result: BulkResult) -> str:
    changed, kept, refused = result.changed, result.kept, len(result.refused)
    parts = [ntr("{n} changes", "{n} change", changed)]
    if kept:
        parts.append(ntr("{n} is so already", "{n} are so already", kept))
    if refused:
        parts.append(ntr("{n} is refused", "{n} are refused", refused))
    return ", ".join(parts)


def _run(services: Services, chosen: Chosen, values: Mapping[str, str], progress: Progress) -> str:
    result = services.bulk.change("customer", chosen.ids(), values, progress=progress)
    text = _counts(result)
    if not result.changed:  # an undo would take back what was done before
        return text
    last = services.changes.undoable()
    if last is None or last.code != "change.set_many":  # something was done meanwhile
        return tr("{what}. :log takes it back.", what=text)
    if result.cancelled:
        return tr("Stopped: {what}. u takes it back.", what=text)
    return tr("{what}. u takes it back.", what=text)
