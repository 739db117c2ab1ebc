"""The normalised form of a customer's name, by which the same company is recognised (11.5)."""

from __future__ import annotations

import re

from storage.search.reading import fold

_FORMS = re.compile(
    r"(股份有限公司|有限责任公司|有限公司|集团公司|股份公司|公司|股份|集团)$"
    r"|\b(co|company|corp|corporation|inc|ltd|limited|llc|plc|gmbh|ag|sa|bv|group)\b\.?"
)
_SIGNS = re.compile(r"[\W_]+")


def normalised_name(name: str) -> str:
    """NFKC, lower case, simplified, without company form and signs; never empty for a name."""
    folded = fold(name)
    bare = _SIGNS.sub("", _FORMS.sub("", _FORMS.sub("", folded.strip())))
    return bare or _SIGNS.sub("", folded) or folded
