"""One run of a verb: its words and options, the services, the output. Verbs get this alone."""

from __future__ import annotations

from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from models.fields.registry import entity as entity_named
from models.fields.registry import entity_of_code, find_entity
from storage import locations
from storage.errors import NotFound, StorageFault
from tui import i18n, labels
from tui.cli import words
from tui.cli.options import UsageError
from tui.cli.output import Output
from tui.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from models.fields.spec import EntitySpec
    from storage.clock import Clock
    from storage.locations import Locations
    from storage.services import Services
    from tui.cli.options import Command


class Call:
    """What a verb works with; closes what it opened."""

    def __init__(self, command: Command) -> None:
        assert command.verb is not None
        words.choose(command.options)
        self.options = command.options
        self.verb = command.verb
        self.words = list(command.words)
        self.given = command.given
        self.out = Output(command.options.json)
        self.entity = ""  # whose fields the words are about: failures name them
        self._services: Services | None = None

    # --- what was typed

    def value(self, name: str) -> str | None:
        """The value of an option, None where it was not given."""
        found = self.given.get(name)
        return found[-1] if found else None

    def switch(self, name: str) -> bool:
        """Was a switch given."""
        return name in self.given

    def number(self, name: str, default: int) -> int:
        """The value of an option that is a number from 1 on."""
        text = self.value(name)
        if text is None:
            return default
        if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 10_000_000:
            message = N_("--{option}: {value} is not a number from 1 on.")
            raise UsageError(message, option=name, value=text)
        return int(text)

    def day(self, name: str, default: date) -> date:
        """The value of an option that is a day."""
        from models.fields.parsing import read_date

        text = self.value(name)
        if text is None:
            return default
        day = read_date(text, self.today)
        if day is None:
            message = N_("--{option}: {value} is not a day. Write it like 2026-03-09 or +7d.")
            raise UsageError(message, option=name, value=text)
        return day

    def take(self, *names: str) -> list[str]:
        """The next words; UsageError shows how the verb is written where one is missing."""
        if len(self.words) < len(names):
            raise self.misused()
        taken, self.words = self.words[: len(names)], self.words[len(names) :]
        return taken

    def finish(self) -> None:
        """No word may be left over."""
        if self.words:
            raise self.misused()

    def misused(self) -> UsageError:
        """How the verb is written."""
        forms = "\n".join(
            f"  fivefold {self.verb.name} {form}".rstrip() for form in self.verb.form.split(" | ")
        )
        return UsageError(N_("It is written like this:\n{forms}"), forms=forms)

    def assignments(self, spec: EntitySpec, rest: Sequence[str] | None = None) -> dict[str, str]:
        """FIELD=VALUE words by field name; a field may be called by its label too."""
        self.entity = spec.name
        found: dict[str, str] = {}
        for word in self.words if rest is None else rest:
            name, equals, value = word.partition("=")
            if not equals:
                message = N_("{word} is not understood here. Write FIELD=VALUE, e.g. city=深圳.")
                raise UsageError(message, word=word)
            field = field_name(spec, name.strip())
            if field in found:
                raise UsageError(N_("{field} is given twice."), field=field)
            found[field] = value
        if rest is None:
            self.words = []
        return found

    def kind(self, name: str) -> EntitySpec:
        """The entity of a KIND, plural or singular."""
        spec = find_entity(name)
        if spec is None:
            raise UsageError(N_("There is no kind of record {kind}."), kind=name)
        return spec

    # --- the database

    @property
    def places(self) -> Locations:
        """Where files lie."""
        return locations.find(self.options.database)

    @cached_property
    def services(self) -> Services:
        """The services of the database, opened at the first use, figures up to date."""
        services = open_database(self)
        self._services = services
        i18n.use_zone(ZoneInfo(services.core.clock.zone))
        if not self.options.readonly:
            refresh_day(services, self.out)
        return services

    @property
    def clock(self) -> Clock:
        """The clock of the services."""
        return self.services.core.clock

    @property
    def today(self) -> date:
        """The day in force."""
        return self.clock.today()

    @property
    def now(self) -> datetime:
        """The moment in force, UTC."""
        return self.clock.now()

    @cached_property
    def vocabulary(self) -> Mapping[str, Mapping[str, str]]:
        """Labels of enumerations, in every language, that may be typed for a constant."""
        return labels.enum_words()

    def find(self, code: str, *allowed: str) -> tuple[str, int]:
        """(entity, id) of a code, `KIND/ID`, product code or login; NotFound names it."""
        entity, record_id = self._find(code)
        self.entity = self.entity or entity
        if allowed and entity not in allowed:
            kinds = i18n.listed([labels.entity_label(name) for name in allowed])
            message = N_("{code} is not of the kind that is asked for here: {kinds}.")
            raise UsageError(message, code=code, kinds=kinds)
        return entity, record_id

    def _find(self, code: str) -> tuple[str, int]:
        kind, slash, number = code.partition("/")
        spec = find_entity(kind) if slash else None
        if spec is not None and number.isascii() and number.isdigit():
            self.services.cards.record(spec.name, min(int(number), 2**63 - 1))
            return spec.name, int(number)
        if entity_of_code(code) is not None:
            return self.services.cards.find(code)
        for name in ("product", "part", "user"):
            try:
                return self.services.cards.find(code, name)
            except NotFound:
                continue
        raise NotFound("not_found", entity="", value=code)

    def close(self) -> None:
        """Closes what was opened."""
        if self._services is not None:
            self._services.close()


def open_database(call: Call) -> Services:
    """The services of the database the options name."""
    from storage.services import open_services
    from tui.cli.passphrase import asker

    options = call.options
    today = date.fromisoformat(options.today) if options.today else None
    if options.demo:
        from tui.cli.demo import build

        build(options, announce=False)
    return open_services(
        call.places,
        today=today,
        readonly=options.readonly,
        demo=options.demo,
        demo_as=options.demo_as,
        origin="cli",
        ask=asker(),
    )


def refresh_day(services: Services, out: Output) -> None:
    """Grades and urgencies as of today; a file that cannot be written is shown as it stands.

    What is over time goes to a manager.
    """
    from tui.cli.progress import Narrator

    try:
        if services.lists.is_outdated():
            with Narrator(out) as progress:
                services.maintenance.new_day(progress)
        if services.cards.over_time():
            services.maintenance.tell_managers()
    except StorageFault:
        return


def field_name(spec: EntitySpec, typed: str) -> str:
    """The field a person means: its English name, or its label in any language."""
    if spec.field(typed) is not None:
        return typed
    wanted = typed.lower()
    for by_name in labels.labels_by_language()["fields"][spec.name].values():
        for name, label in by_name.items():
            if label.lower() == wanted and spec.field(name) is not None:
                return name
    return typed


def code_of(entity: str, record_id: int, code: str) -> str:
    """How a record is named on the command line: its code, else `KIND/ID`."""
    return code or f"{entity_named(entity).kind}/{record_id}"
