"""Words for everything that has a name: enum members, entities, fields, codes of reasons.

Words only, in the language in force; asks no service and knows no widget.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Final, Protocol

from models.enums import Role
from models.explanation import Reason
from models.fields.registry import ENTITIES, find_entity
from models.values import BASE_CURRENCY
from tui import i18n
from tui.wording import fields as _fields
from tui.wording.changes import CHANGES
from tui.wording.enumerations import LABELS, SHORT
from tui.wording.experience import TOUCH_RULES
from tui.wording.figures import (
    CHECKS,
    ELEMENTS,
    FIGURES,
    FIVE_W,
    GOALS,
    LOCKS,
    PATTERNS,
    PLAYS,
    QUESTIONS,
    REQUIRED,
    SETTING_GROUPS,
    SETTINGS,
    SLOGANS,
    TASKS,
    TIER_PLAYBOOKS,
)
from tui.wording.identity import IDENTITY_CHANGES, IDENTITY_REASONS
from tui.wording.objections import OBJECTIONS
from tui.wording.parting import PARTING_REASONS
from tui.wording.playbooks import PLAYBOOK_REASONS
from tui.wording.privacy import PRIVACY_REASONS
from tui.wording.relations import RELATIONS
from tui.wording.rights import ACTS, RIGHTS
from tui.wording.rules import RULES
from tui.wording.service import SERVICE
from tui.wording.transfer import TRANSFER
from tui.wording.trust import TRUST

REASONS: Final[Mapping[str, str]] = {
    **OBJECTIONS,
    **PLAYBOOK_REASONS,
    **IDENTITY_REASONS,
    **PARTING_REASONS,
    **PRIVACY_REASONS,
    **IDENTITY_CHANGES,
    **RULES,
    **RELATIONS,
    **TRANSFER,
    **SERVICE,
    **TRUST,
    **CHANGES,
    **RIGHTS,
    **TOUCH_RULES,
}


class Coded(Protocol):
    """A code with parameters: `Reason`, and problems of the query line and of files."""

    @property
    def code(self) -> str:
        """Stable code."""

    @property
    def params(self) -> Mapping[str, object]:
        """Values of its places."""


# --- enumerations


def label(member: StrEnum) -> str:
    """The label of an enum member (requirements 13.1); its constant where it has none."""
    pair = LABELS.get(type(member).__name__, {}).get(member.value)
    return i18n.trc(*pair) if pair else str(member)


def short(member: StrEnum) -> str:
    """The label for a column: the short form where there is one."""
    pair = SHORT.get(type(member).__name__, {}).get(member.value)
    return i18n.trc(*pair) if pair else label(member)


def choice_label(enum: type[StrEnum], constant: str) -> str:
    """The label of a stored constant; the constant itself where it is unknown."""
    try:
        return label(enum(constant))
    except ValueError:
        return constant


# --- entities and fields


def entity_label(name: str, n: int = 1) -> str:
    """The entity in words, one or many: "order", "orders", 销售单."""
    spec = find_entity(name)
    triple = _fields.ENTITIES.get(spec.name if spec else name)
    return i18n.ntrc(*triple, n) if triple else name


def field_label(entity: str, name: str) -> str:
    """The label of a field; without an entity, or with a wrong one, of any that has the field."""
    pair = _field_word(entity, name)
    return i18n.trc(*pair) if pair else name


def _field_word(entity: str, name: str) -> tuple[str, str] | None:
    spec = find_entity(entity) if entity else None
    homes = [spec] if spec else list(ENTITIES)
    for home in homes:
        found = home.field(name)
        if found:
            own = _fields.FIELDS.get(home.name, {}).get(found.name)
            return own or _fields.COMMON.get(found.name)
    return _fields.COMMON.get(name)


def field_hint(entity: str, name: str) -> str:
    """What to fill in and an example; empty where the label says it all."""
    hint = _fields.HINTS.get(entity, {}).get(name)
    return i18n.tr(hint) if hint else ""


def column_head(entity: str, name: str) -> str:
    """The head of a column: the short form of the field's label where there is one."""
    pair = _fields.HEADS.get(entity, {}).get(name)
    return i18n.trc(*pair) if pair else field_label(entity, name)


def group_label(group: str) -> str:
    """The heading of a group of fields."""
    pair = _fields.GROUPS.get(group)
    return i18n.trc(*pair) if pair else group


# --- figures, settings, qualification


def figure_label(name: str) -> str:
    """The name of a figure that explains itself."""
    pair = FIGURES.get(name)
    return i18n.trc(*pair) if pair else field_label("", name)


def setting_label(key: str) -> str:
    """The name of a figure of the rules, e.g. of grading.a_days."""
    pair = SETTINGS.get(key)
    return i18n.trc(*pair) if pair else key


def setting_group(name: str) -> str:
    """The heading over the figures of a rule, e.g. of grading."""
    pair = SETTING_GROUPS.get(name)
    return i18n.trc(*pair) if pair else name


def question_text(code: str) -> str:
    """An NSABC question such as P-C2 in words."""
    pair = QUESTIONS.get(code)
    return i18n.trc(*pair) if pair else code


def in_language(words: Mapping[str, str]) -> str:
    """A text that a file or record holds in both languages; empty where it holds none."""
    return words.get(i18n.language()) or words.get("en", "")


def task_text(
    title: str | None, code: str | None, step_en: str | None = None, step_zh: str | None = None
) -> str:
    """What a planned item is about: the step of a playbook, its title, else what it was made for.

    Empty for none of them.
    """
    if step_en and not code:
        return in_language({"en": step_en, "zh": step_zh or step_en})
    if title or not code:
        return title or ""
    pair = TASKS.get(code)
    return i18n.trc(*pair) if pair else question_text(code)


def stage_goal(stage: str) -> str:
    """Where a relation of that stage is to go (requirements 8.5)."""
    return i18n.trc(*GOALS[stage])


def play_text(kind: str) -> str:
    """What to do with a success event of that kind (S4-STG-06)."""
    return i18n.trc(*PLAYS[kind])


def contact_pattern(stage: str) -> str:
    """Who talks to whom at that stage (requirements 8.5)."""
    return i18n.trc(*PATTERNS[stage])


def tier_playbook(tier: str) -> str:
    """What a customer of that value tier gets (R-TIER)."""
    return i18n.trc(*TIER_PLAYBOOKS[tier])


def lock_text(switching_cost: int) -> str:
    """What a switching cost of 1 to 5 means (S4-STG-10)."""
    return i18n.trc(*LOCKS[switching_cost - 1])


def check_label(name: str) -> str:
    """What a line of the doctor looked at."""
    pair = CHECKS.get(name)
    return i18n.trc(*pair) if pair else name


def element_label(element: str, scope: str = "OPPORTUNITY") -> str:
    """Name of an element; B is Business at customer level, Benefit/Budget below (D-06)."""
    return i18n.trc(*ELEMENTS[f"{_level(scope)}-{element}"])


def element_question(element: str, scope: str = "OPPORTUNITY") -> str:
    """The 5W2H word of an element at its level (D-05)."""
    return i18n.trc(*FIVE_W[f"{_level(scope)}-{element}"])


def element_slogan(element: str) -> str:
    """What the element is about, in a few words."""
    return i18n.trc(*SLOGANS[element])


def _level(scope: str) -> str:
    return "C" if scope == "CUSTOMER" else "P"


# --- reasons


def reason_text(reason: Coded, entity: str = "", instead: Mapping[str, str] | None = None) -> str:
    """One sentence for a reason; `entity` says whose field labels are meant.

    A code without a sentence is shown with its parameters, so that nothing is hidden. Messages
    of `instead` take the place of the usual ones (the command line has no keys to name).
    """
    code = str(reason.code)
    sentence = _sentence(code, reason.params, instead or {})
    if sentence is None:
        shown = ", ".join(f"{name}={value}" for name, value in reason.params.items())
        return f"{code} ({shown})" if shown else code
    entity = str(reason.params.get("entity") or entity)
    values = {name: _shown(reason, name, value, entity) for name, value in reason.params.items()}
    for place in i18n.places(sentence):  # what was not given is a hyphen, never a place name
        if place not in values:
            values[place] = _instead(place, values)
    return i18n.fill(i18n.tr(sentence), values).rstrip()


def _sentence(code: str, params: Mapping[str, object], instead: Mapping[str, str]) -> str | None:
    if code == "not_found" and not isinstance(params.get("record", params.get("value")), str):
        code = "not_found.gone"  # ids are not for people
    if code == "refused.right" and not (params.get("record") and params.get("owner")):
        code = "refused.right.unnamed" if params.get("owner") else "refused.right.unowned"
    return instead.get(code) or REASONS.get(code)


def _instead(place: str, values: Mapping[str, str]) -> str:
    for twin in _TWINS.get(place, ()):
        if twin in values:
            return values[twin]
    return "" if place == "title" else "-"


_TWINS: Final[Mapping[str, tuple[str, ...]]] = {
    "record": ("code", "value"),
    "code": ("record",),
    "key": ("field",),
}


def _shown(reason: Coded, name: str, value: object, entity: str) -> str:
    code = str(reason.code)
    if name == "label":
        return _a_label(reason)
    if name == "element":
        return _an_element(code, value)
    constants = _CONSTANTS.get((code, name))
    if constants:
        pair = LABELS[constants].get(str(value))
        return i18n.trc(*pair) if pair else str(value)
    if isinstance(value, int) and _is_money(code, name):
        return i18n.money(value, str(reason.params.get("currency") or BASE_CURRENCY))
    worded = _BY_NAME.get(name)
    return worded(value, entity) if worded else worded_value(value)


def _a_kind(value: object, _entity: str) -> str:
    """A KIND of records in words; another kind of something as it is worded."""
    known = isinstance(value, str) and find_entity(value) is not None
    return entity_label(str(value), 2) if known else worded_value(value)


def _an_index(value: object, _entity: str) -> str:
    """What a search index is made of; its table's name is for nobody."""
    kind = _INDEXED.get(str(value))
    return entity_label(kind, 2) if kind else worded_value(value)


def _many(value: object, _entity: str) -> str:
    """How many records: a million is read by its groups."""
    return i18n.number(value) if isinstance(value, int) else worded_value(value)


_INDEXED: Final = {
    "find_index": "customer",
    "notes_index": "interaction",
    "solutions_index": "solution_note",
    "cases_index": "feedback",
    "tickets_index": "ticket",
}


def _some_roles(value: object, _entity: str) -> str:
    """Roles in words; the log keeps them as their constants in a row."""
    if not isinstance(value, str):
        return worded_value(value)
    known = [name for name in value.split(", ") if name in Role.__members__]
    return i18n.listed([label(Role[name]) for name in known]) if known else value


def worded_value(value: object) -> str:
    """A value in words: labels, dates and numbers as they are shown, sets in a row."""
    if value is None:
        return "-"
    if isinstance(value, StrEnum):
        return label(value)
    if isinstance(value, str):
        return _read_moment(value)
    if isinstance(value, bool):
        return i18n.yes_no(value)
    if isinstance(value, date):
        return i18n.moment(value) if isinstance(value, datetime) else i18n.day(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Collection):
        return _some_values(value)
    return str(value)


def _some_values(value: Collection[object]) -> str:
    """A text in both languages in that of the screen; other values in a row."""
    if isinstance(value, Mapping):
        return in_language(value)
    return i18n.listed([worded_value(part) for part in value])


_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def _read_moment(text: str) -> str:
    """A stored moment as it is shown; every other text as it stands."""
    if not _MOMENT.fullmatch(text):
        return text
    return i18n.moment(datetime.fromisoformat(text))


def _is_money(code: str, name: str) -> bool:
    if name in _MONEY:
        return True
    if name == "threshold":
        return code.startswith(("importance.", "tier."))
    if code == "campaign.return":
        return name in ("revenue", "cost", "gain")
    return code == "target.money" or (code.startswith("gift.") and name in _GIFT_MONEY)


_GIFT_MONEY: Final = frozenset({"before", "total", "limit", "paid", "drawn", "balance"})
_MONEY: Final = frozenset(
    {
        "amount",
        "unit_price",
        "revenue",
        "average",
        "yearly",
        "clv",
        "net_value",
        "stake",
        "cost",
        "costs",
        "hour_rate",
        "weighted",
    }
)


def _a_label(reason: Coded) -> str:
    """The label of the change that was undone or redone; its parameters come as JSON."""
    import json

    params = json.loads(str(reason.params.get("params") or "{}"))
    return reason_text(Reason(str(reason.params["label"]), params))


def _an_element(code: str, value: object) -> str:
    scope = "CUSTOMER" if code.startswith("fit.") else "OPPORTUNITY"
    return f"{value} {element_label(str(value), scope)}"


def _a_field(value: object, entity: str) -> str:
    name = _OTHER_NAMES.get(str(value), str(value))
    return _a_setting(name, entity) if name in SETTINGS else field_label(entity, name)


def _a_line_field(value: object, _entity: str) -> str:
    return field_label("sales_order_line", str(value))


def _some_fields(value: object, entity: str) -> str:
    names = value.split(",") if isinstance(value, str) else [str(one) for one in _parts(value)]
    return i18n.listed([_a_field(name.strip(), entity) for name in names])


def _an_entity(value: object, _entity: str) -> str:
    return entity_label(str(value) or "record")


def _a_question(value: object, _entity: str) -> str:
    code = str(value)
    return f"{code} {question_text(code)}" if code in QUESTIONS else code


def _a_sum(value: object, _entity: str) -> str:
    return " + ".join(worded_value(part) for part in _parts(value))


def _a_signed_sum(value: object, _entity: str) -> str:
    return _a_sum(value, _entity).replace("+ -", "- ")


def _some_items(value: object, _entity: str) -> str:
    return i18n.listed([i18n.trc(*REQUIRED[str(one)]) for one in _parts(value)])


def _some_elements(value: object, _entity: str) -> str:
    parts = [str(part) for part in _parts(value)]
    return i18n.listed([f"{part} {element_label(part)}" for part in parts])


def _a_deal(value: object, _entity: str) -> str:
    return str(value) or i18n.tr("own need")


def _as_it_stands(value: object, _entity: str) -> str:
    return "-" if value is None else str(value)


def _a_setting(value: object, _entity: str) -> str:
    return f"{setting_label(str(value))} [{value}]" if value in SETTINGS else str(value)


def _an_act(value: object, _entity: str) -> str:
    pair = ACTS.get(str(value))
    return i18n.trc(*pair) if pair else str(value)


def _parts(value: object) -> Collection[object]:
    return value if isinstance(value, Collection) and not isinstance(value, str) else (value,)


# What rules call a field, where that is not its name.
_OTHER_NAMES: Final[Mapping[str, str]] = {"expected_close": "expected_close_date"}
# Parameters that mean the same in every sentence.
_BY_NAME: Final[Mapping[str, Callable[[object, str], str]]] = {
    "field": _a_field,
    "fields": _some_fields,
    "part": _a_line_field,
    "missing": _some_fields,
    "entity": _an_entity,
    "kind": _a_kind,
    "roles": _some_roles,
    "question": _a_question,
    "counts": _a_sum,
    "terms": _a_signed_sum,
    "required_items": _some_items,
    "elements": _some_elements,
    "deal": _a_deal,
    "grade": _as_it_stands,
    "before": _as_it_stands,
    "after": _as_it_stands,
    "computed": _as_it_stands,
    "code": _as_it_stands,
    "key": _a_setting,
    "low": _a_setting,
    "high": _a_setting,
    "action": _an_act,
    "index": _an_index,
    "count": _many,
    "rows": _many,
}
# Constants that come back from the change journal as text.
_CONSTANTS: Final[Mapping[tuple[str, str], str]] = {
    ("change.feedback_step", "state"): "FeedbackState",
    ("change.ticket_step", "state"): "TicketState",
    ("change.stock", "kind"): "StockMoveKind",
    ("change.answer", "state"): "NsabcState",
    ("change.touch", "channel"): "Channel",
    ("change.stage", "stage"): "Stage",
    ("change.deal_step", "step"): "DealStepKind",
    ("change.withdrawn", "purpose"): "ConsentPurpose",
    ("change.termination", "state"): "TerminationState",
    ("change.release_asked", "kind"): "ReleaseKind",
    ("change.release_approved", "kind"): "ReleaseKind",
    ("change.release_declined", "kind"): "ReleaseKind",
    ("change.notice_sent", "channel"): "Channel",
    ("change.strategy_done", "strategy"): "StageStrategy",
    ("change.strategy_open", "strategy"): "StageStrategy",
    ("importance.override", "computed"): "Importance",
    ("importance.override_expired", "computed"): "Importance",
}


# --- both languages at once


def labels_by_language() -> dict[str, dict[str, dict[str, dict[str, str]]]]:
    """What files call fields and choices, in every language: the two parts of a vocabulary.

    "fields": entity -> language -> field -> label; "enums": class name -> language -> stored
    constant -> label.
    """
    return {
        "fields": {
            spec.name: {code: _fields_in(code, spec.name) for code in i18n.LANGUAGES}
            for spec in ENTITIES
        },
        "enums": {
            name: {code: _in(code, members) for code in i18n.LANGUAGES}
            for name, members in LABELS.items()
        },
    }


@cache
def enum_words() -> dict[str, dict[str, str]]:
    """Enum class name -> {label in any language, lower case: stored constant}: what may be typed.

    A word that two members of one enumeration share is left out: it would be a guess.
    """
    found: dict[str, dict[str, str]] = {}
    for name in LABELS:
        words: dict[str, set[str]] = {}
        for source in (LABELS, SHORT):
            for constant, (context, message) in source.get(name, {}).items():
                for code in i18n.LANGUAGES:
                    word = i18n.translation(code, message, context).lower()
                    for form in (word, "".join(word.split())):
                        words.setdefault(form, set()).add(constant)
        found[name] = {word: own.pop() for word, own in words.items() if len(own) == 1}
    return found


def _fields_in(code: str, entity: str) -> dict[str, str]:
    spec = find_entity(entity)
    names = [*(one.name for one in spec.fields), *_COMMON_COLUMNS] if spec else []
    pairs = {name: _field_word(entity, name) for name in names}
    return _in(code, {name: pair for name, pair in pairs.items() if pair})


_COMMON_COLUMNS: Final = ("created_at", "created_by", "updated_at", "updated_by", "deleted_at")


def _in(code: str, words: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    return {
        name: i18n.translation(code, message, context) for name, (context, message) in words.items()
    }
