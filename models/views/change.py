"""What the change feed tells the screen, and what the bin holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class DataChange:
    """Records that changed since the last look; no kinds at all means: anything may have."""

    kinds: frozenset[str] = frozenset()
    ids: frozenset[int] = frozenset()

    @property
    def everything(self) -> bool:
        """Did something change of which the journal does not say what."""
        return not self.kinds

    def meets(self, interests: frozenset[str]) -> bool:
        """Is one of these kinds among what changed."""
        return self.everything or bool(self.kinds & interests)


@dataclass(frozen=True, slots=True)
class BinRow:
    """A record that was archived, by the change that did it."""

    change_id: int
    at: datetime
    entity: str
    code: str
    title: str
    who: str
