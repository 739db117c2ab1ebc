"""The figures of the rules: read with their bounds, set within them, recomputed from."""

from __future__ import annotations

from dataclasses import dataclass

from models.enums import Role
from models.explanation import Reason
from models.figures import Figure
from models.policy_defaults import FIGURES, check
from models.records.setting import Setting
from storage.effects.recomputing import mark, recompute
from storage.errors import Invalid, Refused
from storage.progress import Progress, Silent
from storage.services.core import Core
from storage.work import Work, encode_params


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
        rows = self._core.read(
            lambda reader: reader.rows("SELECT key, value FROM setting WHERE deleted_at IS NULL")
        )
        stored = dict(rows)
        return [FigureNow(one, int(stored.get(one.key, one.default))) for one in FIGURES]

    def set(self, key: str, value: int, progress: Progress | None = None) -> int:
        """Changes a figure and recomputes what depends on it; returns for how many customers.

        Invalid: an unknown key, a value out of bounds, an order or sum that no longer holds.
        Refused: an actor who is neither MANAGER nor ADMIN (requirements 11.3).
        """
        roles = self._core.actor().roles
        if not roles & {Role.MANAGER, Role.ADMIN}:
            raise Refused("refused.right", action="settings")

        def unit(work: Work) -> None:
            known = {one.key for one in FIGURES}
            if key not in known:
                raise Invalid([Reason("setting.unknown", {"field": key})])
            rows = {row.key: row for row in work.all(Setting)}
            figures = {name: int(row.value) for name, row in rows.items() if name in known}
            problems = check({**figures, key: value})
            if problems:
                raise Invalid([Reason(p.code, {"field": key, **p.params}) for p in problems])
            if key in rows:
                rows[key].value = str(value)
            else:
                work.add(Setting, key=key, value=str(value))
            assert work.change is not None
            work.change.params = encode_params({"key": key, "value": value})
            mark(work, "")  # a start after a sudden end works the figures out

        self._core.write("change.settings", {"key": key, "value": value}, unit)
        return recompute(self._core.database, self._core.units, None, progress or Silent())
