"""What a form is about: the fields it asks for, what was typed, what saving led to.

Values only; draws nothing and saves nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from models.explanation import Reason
from models.fields.spec import FieldKind, FieldSpec
from models.values import BASE_CURRENCY

if TYPE_CHECKING:
    from models.views.draft import FormDraft
    from storage.progress import Progress
    from tui.rows.lines import Line
    from tui.widgets.field_row import Ask

ID_KEY = "#id"  # in the values of a draft: the id a new record will have
TITLE_KEY = "#title"  # and what the form was called


@dataclass(frozen=True, slots=True)
class Plan:
    """What a form shows: read off the event loop, made anew when the language changes."""

    title: str
    asks: tuple[Ask, ...]
    values: Mapping[str, str] = field(default_factory=dict)
    version: int = 0  # of the record that is edited; 0 for a new one
    entity: str = ""
    note: str = ""
    first: str = ""  # field that gets the keyboard; else the first that must be filled
    names: Mapping[str, str] = field(default_factory=dict)  # what linked records are called
    customer: str = ""  # code of the customer that links are searched within
    steps: Mapping[str, Collection[str]] = field(default_factory=dict)  # see `shown_for`
    step_field: str = ""
    is_open: bool = False  # shows all its groups, however many fields it has
    saves: str = ""  # what ctrl+s does, where that is another thing than to save

    def ask(self, name: str) -> Ask | None:
        """The field of that name."""
        return next((one for one in self.asks if one.name == name), None)

    def shown_for(self, texts: Mapping[str, str]) -> set[str]:
        """Names of the fields that are asked now: all, or those of the chosen step."""
        if not self.step_field:
            return {ask.name for ask in self.asks}
        chosen = self.steps.get(texts.get(self.step_field, ""), ())
        return {self.step_field, *chosen}


@dataclass(frozen=True, slots=True)
class Filled:
    """What a form hands over to be saved."""

    texts: Mapping[str, str]
    originals: Mapping[str, str]  # what the form began with
    version: int
    record_id: int  # of a new record: the same on every try, so that none is made twice
    keep_duplicate: str = ""  # why a customer that looks like another one is saved (11.5)

    @property
    def changed(self) -> dict[str, str]:
        """The fields whose text is another than the form began with."""
        return {n: text for n, text in self.texts.items() if text != self.originals.get(n, "")}

    @property
    def given(self) -> dict[str, str]:
        """The fields that are not empty, and those that were emptied."""
        return {n: text for n, text in self.texts.items() if text or self.originals.get(n)}


Sheet = Callable[[int], "tuple[Line, ...]"]


@dataclass(frozen=True, slots=True)
class Done:
    """What saving led to, in words."""

    message: str
    record_id: int = 0
    receipt: tuple[str, ...] = ()  # lines to read out to the customer
    opens: int = 0  # customer to be opened
    case: int = 0  # feedback case that the queue is to show
    sheet: Sheet | None = None  # page to be read, with the message above it
    merges: int = 0  # customer on record that the saved one is to be merged with


Load = Callable[[], Plan]
Submit = Callable[[Filled], Done]
Live = Callable[[Mapping[str, str]], str]
Check = Callable[[Mapping[str, str]], Sequence[Reason]]


@dataclass(frozen=True, slots=True)
class Question:
    """Something to be answered before saving: answers by key; the first one goes on."""

    text: str
    answers: tuple[tuple[str, str], ...]
    fill: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # answer -> texts
    focus: str = ""  # field that gets the keyboard after an answer that goes back
    also: Collection[str] = ()  # further answers that go on
    heard: Callable[[str], None] | None = None  # is told the answer that goes on
    then: Question | None = None  # what is asked after it


@dataclass(frozen=True, slots=True)
class Looking:
    """A question that takes long to find: looked for with a progress, None where it is stopped."""

    title: str
    look: Callable[[Progress], Question | None]


Asked = Callable[[Mapping[str, str]], "Question | Looking | None"]
Offer = Callable[[str, Mapping[str, str]], "tuple[str, str] | None"]


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What a form does besides asking and saving.

    `live` says what would follow, in a thread, whenever one of `live_on` changes; `check` finds
    what is wrong across fields; `asked` may ask before saving, in a thread; `offer` proposes, in
    a thread, a text for the one field that keeps a form from being saved, and says what it is.
    """

    live: Live | None = None
    live_on: Collection[str] = ()
    check: Check | None = None
    asked: Asked | None = None
    offer: Offer | None = None


def texts_of(
    values: Mapping[str, object], specs: Sequence[FieldSpec], zone: str = ""
) -> dict[str, str]:
    """Stored values as the texts that a form edits; moments in the zone given."""
    from models.fields.parsing import written

    currency = str(values.get("currency") or BASE_CURRENCY)
    return {spec.name: written(spec, values.get(spec.name), currency, zone) for spec in specs}


def is_blank(spec: FieldSpec, text: str) -> bool:
    """Does a field of that kind hold nothing."""
    return not text or (spec.kind is FieldKind.BOOLEAN and text == "no")


def draft_title(draft: FormDraft) -> str:
    """What a form was called when its draft was kept."""
    return draft.values.get(TITLE_KEY, draft.form)
