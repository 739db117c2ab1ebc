"""What several forms ask alike: choices of enumerations, users, contacts, deals; linked names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from models import enums
from models.fields.registry import entity as entity_named
from models.fields.spec import EntitySpec, FieldKind, FieldSpec
from tui.i18n import tr
from tui.labels import field_label, group_label, label
from tui.rows.touchpoints import worded
from tui.screens.forms.plan import texts_of
from tui.widgets.field_row import Ask

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from storage.services import Services

Options = tuple[tuple[str, str], ...]
_CHOICES_AT_MOST = 200  # a longer list is searched instead


def enum_options(spec: FieldSpec, leave_out: Collection[str] = ()) -> Options:
    """The members of a field's enumeration with their labels."""
    assert spec.choices is not None
    return tuple((m.value, label(m)) for m in spec.choices if m.value not in leave_out)


def yes_no_options() -> Options:
    """Yes and no, as forms write them."""
    return (("yes", tr("yes")), ("no", tr("no")))


def user_options(services: Services) -> Options:
    """Active users by login."""
    query = services.lists.parse("", "users")
    rows = services.lists.page(query, limit=_CHOICES_AT_MOST).rows
    return tuple((row.login, row.name) for row in rows if row.active)


def contact_options(services: Services, customer_code: str) -> Options:
    """The contacts of a customer by code, the main one first."""
    query = services.lists.parse(f"customer:{customer_code}", "contacts")
    rows = services.lists.page(query, limit=_CHOICES_AT_MOST).rows
    here = sorted((row for row in rows if row.left_at is None), key=lambda row: not row.is_primary)
    return tuple((str(row.code), _person(row)) for row in here)


def _person(row: Any) -> str:
    return f"{row.name}, {row.title}" if row.title else str(row.name)


def deal_options(services: Services, customer_code: str) -> Options:
    """The open deals of a customer by code."""
    query = services.lists.parse(f"customer:{customer_code}", "opportunities")
    closed = {step.value for step in enums.CLOSED_PIPELINE}
    rows = services.lists.page(query, limit=_CHOICES_AT_MOST).rows
    return tuple(
        (str(row.code), f"{row.code} {row.title}") for row in rows if row.pipeline not in closed
    )


def need_options(services: Services, customer_code: str) -> Options:
    """The needs of a customer by kind and id: two may have the same words."""
    customer_id = services.cards.find(customer_code, "customer")[1]
    return tuple((f"needs/{row.id}", row.problem) for row in services.cards.needs(customer_id))


def rival_options(services: Services) -> Options:
    """Our competitors by name."""
    return tuple((name, name) for name in services.account_plans.competitors())


def system_options(services: Services) -> Options:
    """Other systems that may ask, by key."""
    return tuple((row.key, row.name) for row in services.identification.systems() if row.enabled)


def _small(entity: str) -> Callable[[Services], Options]:
    """The records of a small table by code."""

    def options(services: Services) -> Options:
        rows = services.touchpoints.choices(entity)
        return tuple((code, f"{worded(name, chinese)} · {code}") for code, name, chinese in rows)

    return options


def standard_message(services: Services, texts: Mapping[str, str]) -> str:
    """What whoever stands at the chosen touchpoint says; empty without one (AC-138)."""
    code = texts.get("touchpoint", "")
    if not code:
        return ""
    row = services.touchpoints.card(services.cards.find(code, "touchpoint")[1]).row
    message = worded(row.message, row.message_zh)
    return tr("Standard message: {message}", message=message) if message else ""


def code_and_name(services: Services, entity: str, record_id: int) -> tuple[str, str]:
    """Code and name of a record."""
    values = services.cards.record(entity, record_id)
    title = values.get(entity_named(entity).title) or values.get("name") or ""
    return str(values.get("code") or ""), str(title)


def customer_code(services: Services, customer_id: int) -> str:
    """Code of a customer."""
    return code_and_name(services, "customer", customer_id)[0]


def asks_of(
    spec: EntitySpec,
    services: Services,
    names: Sequence[str] | None = None,
    *,
    customer: str = "",
    keep: Mapping[str, str] | None = None,
) -> tuple[Ask, ...]:
    """The fields of an entity as a form asks for them, by group.

    `customer` limits persons and deals to its own; `keep` are values that are offered although
    they are of the past: a person who left, a closed deal.
    """
    found = [
        ask_of(spec, field, services, customer)
        for field in spec.editable
        if names is None or field.name in names
    ]
    if names is not None:
        found.sort(key=lambda ask: names.index(ask.name))
    return tuple(_with_kept(services, ask, (keep or {}).get(ask.name, "")) for ask in found)


def _with_kept(services: Services, ask: Ask, value: str) -> Ask:
    if not value or ask.spec.kind is not FieldKind.LINK or ask.options is None:
        return ask
    if any(key == value for key, _words in ask.options):
        return ask
    name, record_id = services.cards.find(value, ask.spec.target)
    words = code_and_name(services, name, record_id)[1] or value
    return replace(ask, options=((value, words), *ask.options))


def ask_of(spec: EntitySpec, field: FieldSpec, services: Services, customer: str) -> Ask:
    """One field with its choices."""
    group = group_label(field.group)
    options = options_of(field, services, customer)
    return Ask(field, field_label(spec.name, field.name), group, options)


def options_of(field: FieldSpec, services: Services, customer: str) -> Options | None:
    """What a field can be chosen from; None where it is typed or searched."""
    if field.kind in (FieldKind.CHOICE, FieldKind.CHOICES):
        return enum_options(field)
    if field.kind is FieldKind.BOOLEAN:
        return yes_no_options()
    if field.kind is not FieldKind.LINK:
        return None
    if field.target in _OF_ALL:
        return _OF_ALL[field.target](services)
    if customer and field.target in _OF_ONE:
        return _OF_ONE[field.target](services, customer)
    return None


# Links that are chosen from a list: the same for all, or that of one customer.
_OF_ALL: Mapping[str, Callable[[Services], Options]] = {
    "user": user_options,
    "competitor": rival_options,
    "source_system": system_options,
    "touchpoint": _small("touchpoint"),
    "audit_run": _small("audit_run"),
    "survey": _small("survey"),
    "service_standard": _small("service_standard"),
}
_OF_ONE: Mapping[str, Callable[[Services, str], Options]] = {
    "need": need_options,
    "contact": contact_options,
    "opportunity": deal_options,
}


def optional(asks: Sequence[Ask], *names: str) -> tuple[Ask, ...]:
    """The same fields, some of which may stay empty: the service fills in the moment."""
    return tuple(
        replace(ask, spec=replace(ask.spec, required=False)) if ask.name in names else ask
        for ask in asks
    )


def in_group(asks: Sequence[Ask], title: str, *names: str) -> tuple[Ask, ...]:
    """The same fields, those named under one heading; without names all of them."""
    return tuple(
        replace(ask, group=title) if not names or ask.name in names else ask for ask in asks
    )


def record_texts(services: Services, entity: str, values: Mapping[str, object]) -> dict[str, str]:
    """A stored record as the texts that a form edits."""
    texts = texts_of(values, entity_named(entity).editable, services.core.clock.zone)
    if texts.get("need"):
        texts["need"] = f"needs/{values['need_id']}"
    return texts


def now_text(services: Services) -> str:
    """This moment as a form writes it."""
    from models.fields.parsing import written

    moment = services.core.clock.now().replace(second=0, microsecond=0)
    return written(FieldSpec("at", FieldKind.INSTANT), moment, zone=services.core.clock.zone)
