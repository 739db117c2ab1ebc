"""The reports on the whole book in words: a head of sentences, then a table in columns.

The same for the screen and the command line; works nothing out.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from models.enums import ChurnType
from models.rules.rounding import half_up
from tui.explain import line as reason_line
from tui.i18n import money, percent, tr
from tui.labels import column_head, label, short
from tui.rows.layout import Column, Now, lay_out
from tui.rows.lines import Line, Lines, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from storage.services import Services
    from storage.services.value import Pareto


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a report: its cells by the name of their column, and its customer if any."""

    cells: Mapping[str, str]
    customer_id: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """A report as it is shown."""

    head: tuple[str, ...]
    columns: tuple[Column[Row], ...]
    rows: tuple[Row, ...]


def _column(
    name: str,
    head: Callable[[], str],
    width: int,
    *,
    right: bool = False,
    flexible: bool = False,
    rank: int = 0,
) -> Column[Row]:
    def text(row: Row, _now: Now) -> str:
        return row.cells[name]

    return Column(name, head, text, width, right=right, flexible=flexible, rank=rank)


_PARETO: Final = (
    _column("rank", lambda: tr("Rank"), 5, right=True),
    _column("key_account", lambda: "", 1),
    _column("code", lambda: column_head("customer", "code"), 8, rank=3),
    _column("name", lambda: column_head("customer", "name"), 12, flexible=True),
    _column("revenue", lambda: tr("Revenue, 365 days"), 18, right=True),
    _column("share", lambda: tr("Share"), 7, right=True, rank=1),
    _column("sum", lambda: tr("Sum"), 7, right=True, rank=2),
    _column("tier", lambda: column_head("customer", "pyramid_tier"), 9),
)


def pareto(services: Services) -> Report:
    """The 20/80 report: sentences with their arithmetic, then the customers with revenue."""
    found = services.value.pareto()
    head = tuple(reason_line(one, "customer") for one in found.ranking.explanation.lines)
    return Report(head, _PARETO, tuple(_pareto_rows(found)))


def _pareto_rows(found: Pareto) -> list[Row]:
    rows = []
    so_far = Fraction(0)
    for place in found.ranking.places:
        if place.rank is None or place.tier is None:
            break
        so_far += place.share
        code = place.entry.code
        cells = {
            "rank": str(place.rank),
            "key_account": "*" if place.key_account else "",
            "code": code,
            "name": found.names[code],
            "revenue": money(place.entry.revenue),
            "share": _percent(place.share),
            "sum": _percent(so_far),
            "tier": short(place.tier),
        }
        rows.append(Row(cells, found.ids[code]))
    return rows


def _percent(share: Fraction) -> str:
    return percent(int(half_up(100 * share) * 10))


_CHURN: Final = (
    _column("kind", lambda: column_head("customer", "churn_type"), 18),
    _column("count", lambda: tr("Count"), 6, right=True),
    _column("advice", lambda: tr("What helps"), 20, flexible=True),
)


def churn(services: Services) -> Report:
    """Lost customers by the kind of churn, and what helps against it (S3-EX-01)."""
    counts = services.value.churn()
    rows = tuple(
        Row({"kind": label(kind), "count": str(counts[kind]), "advice": _advice(kind)})
        for kind in ChurnType
    )
    return Report((tr("Customers lost: {count}", count=sum(counts.values())),), _CHURN, rows)


def _advice(kind: ChurnType) -> str:
    return {
        ChurnType.NATURAL: tr("Win new ones in good time and part as friends."),
        ChurnType.MALICIOUS: tr("Check credit first; keep contracts and receivables tight."),
        ChurnType.COMPETITION: tr("Know what the rival offers and raise what sets us apart."),
        ChurnType.FAULT: tr("Repair, apologise, then change the process that failed."),
    }[kind]


REPORTS: Final[Mapping[str, Callable[[Services], Report]]] = {"pareto": pareto, "churn": churn}


def report_title(name: str) -> str:
    """What a report is called."""
    return {"pareto": tr("20/80 and pyramid"), "churn": tr("Lost customers by kind")}[name]


def report_lines(services: Services, name: str, width: int) -> tuple[Line, ...]:
    """A report as lines of that width; a line of the table stands for its customer."""
    found = REPORTS[name](services)
    now = Now(services.core.clock.today(), services.core.clock.now())
    page = Lines(width)
    for place, sentence in enumerate(found.head):
        for part, text in enumerate(wrapped(sentence, width - 1)):
            page.add((f" {text}", ""), key=f"head {place} {part}")
    page.blank()
    layout = lay_out(found.columns, width)
    page.add(*layout.head(), key="columns")
    for place, row in enumerate(found.rows):
        page.add(
            *layout.row(row, now),
            key=f"row {place}",
            entity="customer" if row.customer_id else "",
            record_id=row.customer_id,
        )
    return page.done()
