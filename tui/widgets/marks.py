"""Which rows of a list are marked, as a value. Never counts or lists the rows themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

MARK_SIGN: Final = "+"


@dataclass(frozen=True, slots=True)
class Marks:
    """A set of ids, or with `all_but` every row of the list except these."""

    ids: frozenset[int] = frozenset()
    all_but: bool = False

    def __contains__(self, row_id: int) -> bool:
        return (row_id in self.ids) != self.all_but

    def __bool__(self) -> bool:
        return self.all_but or bool(self.ids)

    @property
    def is_everything(self) -> bool:
        """Whether every row is marked, without exception."""
        return self.all_but and not self.ids

    def count(self, total: int) -> int:
        """Marked rows of a list of `total` rows."""
        return max(0, total - len(self.ids)) if self.all_but else len(self.ids)

    def toggled(self, row_id: int) -> Marks:
        """The same with one row turned round."""
        return Marks(self.ids ^ {row_id}, self.all_but)

    def including(self, ids: Iterable[int]) -> Marks:
        """The same with these rows marked as well."""
        more = frozenset(ids)
        return Marks(self.ids - more if self.all_but else self.ids | more, self.all_but)


NO_MARKS = Marks()
EVERYTHING = Marks(all_but=True)


def gutter(selected: bool, marked: bool, *, markable: bool = True, ascii: bool = False) -> str:
    """Signs before a row: the cursor's, the mark's; read without any colour."""
    cursor = (">" if ascii else "▌") if selected else " "
    mark = MARK_SIGN if marked else " "
    return f"{cursor}{mark} " if markable else f"{cursor} "
