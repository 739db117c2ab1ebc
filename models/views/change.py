"""What the change feed tells the screen: which kinds of record, which records."""

from __future__ import annotations

from dataclasses import dataclass


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
