"""The normalised form of a customer's name, by which the same company is recognised (11.5)."""

from __future__ import annotations

from functools import lru_cache

from models.rules.duplicates import bare_name
from storage.search.reading import fold


@lru_cache(maxsize=2_048)  # an import asks for each row of its run several times
def normalised_name(name: str) -> str:
    """NFKC, lower case, simplified, without company form and signs; never empty for a name."""
    return bare_name(fold(name))
