"""The figures of the rules: read with their bounds, set within them, recomputed from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from models.explanation import Reason
from models.figures import Figure
from models.policy_defaults import FIGURE_BY_KEY, FIGURES, check
from models.records.setting import Setting
from models.rules.business_time import BusinessCalendar
from models.rules.rights import Action
from storage.business_calendar import DAYS_KEYS, MOST_DAYS, read_days
from storage.effects import ticketing
from storage.effects.recomputing import mark, recompute
from storage.errors import Invalid
from storage.progress import Progress, Silent
from storage.queries import figures, history
from storage.services.core import Core
from storage.work import Work


@dataclass(frozen=True, slots=True)
class FigureNow:
    """A figure with the value in force."""

    figure: Figure
    value: int


class Policies:
    """Figures are shared by all users of a database; changing one is journalled."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def all(self) -> list[FigureNow]:
        """Every figure with its value in force."""
        stored = self._core.read(figures.figures)
        return [FigureNow(one, stored.get(one.key, one.default)) for one in FIGURES]

    def calendar(self) -> BusinessCalendar:
        """Which days are worked, and when (requirements 8, "working day")."""
        today = self._core.clock.today()
        return self._core.read(lambda reader: figures.calendar(reader, today))

    def days(self) -> dict[str, tuple[date, ...]]:
        """The own days off and the own working days, by their key (DAYS_KEYS), in order."""
        stored = self._core.read(figures.settings)
        return {key: tuple(sorted(read_days(stored.get(key)))) for key in DAYS_KEYS}

    def set_days(self, key: str, days: Collection[date]) -> None:
        """Own days off or own working days of all users, in place of those that were set.

        Invalid: a key that is none of DAYS_KEYS, or more days than a setting holds.
        Refused: an actor who is neither MANAGER nor ADMIN (requirements 11.3). Dates that stand
        do not move; those counted from now on mind the days.
        """
        self._core.require(Action.SETTINGS)
        if key not in DAYS_KEYS:
            raise Invalid([Reason("setting.unknown", {"field": key, "key": key})])
        text = ",".join(day.isoformat() for day in sorted(days))
        if len(days) > MOST_DAYS:
            params = {"field": key, "key": key, "count": len(days), "maximum": MOST_DAYS}
            raise Invalid([Reason("setting.too_many_days", params)])

        def unit(work: Work) -> None:
            for row in work.all(Setting, key=key):
                row.value = text
                return
            work.add(Setting, key=key, value=text)

        self._core.write("change.settings", {"key": key, "value": text}, unit)

    def set(self, values: Mapping[str, int], progress: Progress | None = None) -> int:
        """Changes figures and recomputes what depends on them; returns for how many customers.

        Several at once, because some must fit each other: the five weights make 100.
        Invalid: an unknown key, a value out of bounds, an order or sum that no longer holds.
        Refused: an actor who is neither MANAGER nor ADMIN (requirements 11.3). Stopped by
        `progress`, the figures stand and the next start works out the rest.
        """
        self._core.require(Action.SETTINGS)

        def unit(work: Work) -> None:
            rows = {row.key: row for row in work.all(Setting)}
            stored = {key: int(row.value) for key, row in rows.items() if key in FIGURE_BY_KEY}
            problems = objections(stored, values)
            if problems:
                raise Invalid(problems)
            for key, value in values.items():
                if key in rows:
                    rows[key].value = str(value)
                else:
                    work.add(Setting, key=key, value=str(value))
            work.session.flush()
            if any(key.startswith("tickets.") for key in values):
                ticketing.retime(work)
            if not work.journal.empty:
                mark(work, "")  # a start after a sudden end works the figures out

        label: dict[str, object] = {
            "key": ", ".join(values),
            "value": ", ".join(str(one) for one in values.values()),
        }
        self._core.write("change.settings", label, unit)
        stored = self._core.read(history.computed_on)
        if stored:
            return 0
        return recompute(self._core.database, self._core.units, None, progress or Silent())


def objections(stored: Mapping[str, int], values: Mapping[str, int]) -> list[Reason]:
    """What speaks against these figures beside those that stand; each names its field."""
    unknown = [key for key in values if key not in FIGURE_BY_KEY]
    if unknown:
        return [Reason("setting.unknown", {"field": key, "key": key}) for key in unknown]
    found = check({**stored, **values})
    return [Reason(one.code, {"field": _field(one, values), **one.params}) for one in found]


def _field(reason: Reason, values: Mapping[str, int]) -> str:
    """The figure among those given that a reason is about, else the first of them."""
    named = [reason.params.get(name) for name in ("key", "low", "high")]
    return next((str(one) for one in named if one in values), next(iter(values), ""))
