"""`report`: figures of the whole book, by the name of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.values import BASE_CURRENCY
from tui.cli.options import UsageError
from tui.cli.values import money_text
from tui.i18n import N_
from tui.rows.layout import Now
from tui.rows.reports import REPORTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from storage.services import Services
    from tui.cli.call import Call


def run(call: Call) -> int:
    """Prints the sentences and the table of one report, or its figures as JSON."""
    (name,) = call.take("NAME")
    call.finish()
    if name not in REPORTS:
        message = N_("There is no report {name}. Reports: {allowed}.")
        raise UsageError(message, name=name, allowed=", ".join(REPORTS))
    services = call.services
    if call.options.json:
        call.out.data(_FIGURES[name](services))
        return 0
    found = REPORTS[name](services)
    now = Now(services.core.clock.today(), services.core.clock.now())
    for sentence in found.head:
        call.out.line(sentence)
    if found.rows:
        call.out.table(
            [column.head() for column in found.columns],
            [[column.text(row, now) for column in found.columns] for row in found.rows],
        )
    return 0


def _pareto(services: Services) -> dict[str, Any]:
    found = services.value.pareto()
    book = found.ranking
    shares = {"revenue_share": book.revenue_share, "effort_share": book.effort_share}
    return {
        "ranked": book.ranked,
        "key_accounts": book.key_count,
        **{name: None if share is None else float(share) for name, share in shares.items()},
        "reaches": book.reaches,
        "customers": [
            {
                "code": place.entry.code,
                "name": found.names[place.entry.code],
                "rank": place.rank,
                "revenue": money_text(place.entry.revenue, BASE_CURRENCY),
                "minutes": place.entry.minutes,
                "pyramid_tier": place.tier,
                "key_account": place.key_account,
            }
            for place in book.places
        ],
    }


def _churn(services: Services) -> dict[str, int]:
    return {kind.value: count for kind, count in services.value.churn().items()}


_FIGURES: dict[str, Callable[[Services], dict[str, Any]]] = {"pareto": _pareto, "churn": _churn}
