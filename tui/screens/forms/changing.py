"""One change for the marked customers: which field, which value, and what would come of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from models.fields.registry import entity
from models.fields.spec import FieldKind, FieldSpec
from tui.i18n import ntr, number, tr
from tui.labels import field_label, reason_text
from tui.screens.forms.common import asks_of, in_group
from tui.screens.forms.form import FormScreen
from tui.screens.forms.plan import Behaviour, Done, Filled, Plan, Question
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
_TRIED = 500  # records that are tried beforehand; the rest follows the same rules


@dataclass(frozen=True, slots=True)
class Change(Done):
    """A change that is agreed on: run with a progress, it answers what it did in words."""

    work: Callable[[Progress], str] | None = None
    title: str = ""


def change_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """Asks field and value; `params` name the customers: `ids`, or `query` less `but`."""
    services = bridge.services
    chosen: list[int] = []

    def load() -> Plan:
        chosen[:] = chosen_ids(services, params)
        names = [*_FIRST, *(f.name for f in _SPEC.editable if f.name not in _FIRST)]
        names = [name for name in names if name not in _OWN]
        asks = in_group(asks_of(_SPEC, services, names), "")
        options = tuple((name, field_label("customer", name)) for name in names)
        return Plan(
            _title(len(chosen)),
            (Ask(_WHAT, tr("What changes"), options=options), *asks),
            {"change": "owner"},
            entity="customer",
            first="change",
            steps={name: (name, *_WITH.get(name, ())) for name in names},
            step_field="change",
        )

    def asked(texts: Mapping[str, str]) -> Question | None:
        some = chosen[:_TRIED]
        tried = services.bulk.change("customer", some, _values(texts), dry_run=True)
        return Question(
            _foreseen(tried, len(chosen)),
            (("go", tr("Change them")), ("back", tr("Back to the form"))),
            focus="change",
        )

    def submit(filled: Filled) -> Done:
        values = _values(filled.texts)
        run = partial(_run, services, tuple(chosen), values)
        return Change("", work=run, title=_title(len(chosen)))

    return FormScreen(bridge, "change", params, load, submit, Behaviour(asked=asked))


def chosen_ids(services: Services, params: Mapping[str, Any]) -> list[int]:
    """The ids that the parameters mean, in the order of the list."""
    if "ids" in params:
        return [int(one) for one in params["ids"]]
    query = services.lists.parse(str(params.get("query", "")), "customers")
    left_out = {int(one) for one in params.get("but", ())}
    return [one for one in services.lists.ids(query) if one not in left_out]


def _values(texts: Mapping[str, str]) -> dict[str, str]:
    """The chosen field, even where it is emptied, and what was filled in beside it."""
    name = texts["change"]
    beside = {other: texts[other] for other in _WITH.get(name, ()) if texts.get(other)}
    return {name: texts.get(name, ""), **beside}


def _title(count: int) -> str:
    return ntr("Change {count} customer", "Change {count} customers", count, count=number(count))


def _foreseen(tried: BulkResult, total: int) -> str:
    found = []
    if total > tried.found:
        found.append(
            tr("The first {n} of {total} were tried:", n=number(tried.found), total=number(total))
        )
    found.append(_counts(tried))
    found += [f"{code}: {reason_text(reason)}" for code, reason in tried.refused[:3]]
    return "\n".join(found)


def _counts(result: BulkResult) -> str:
    parts = [ntr("{n} changes", "{n} change", result.changed)]
    if result.kept:
        parts.append(ntr("{n} is so already", "{n} are so already", result.kept))
    if result.refused:
        parts.append(ntr("{n} is refused", "{n} are refused", len(result.refused)))
    return ", ".join(parts)


def _run(
    services: Services, ids: Sequence[int], values: Mapping[str, str], progress: Progress
) -> str:
    result = services.bulk.change("customer", ids, values, progress=progress)
    text = _counts(result)
    if result.cancelled:
        return tr("Stopped: {what}. u takes it back.", what=text)
    return tr("{what}. u takes it back.", what=text)
