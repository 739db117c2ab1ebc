"""`review`: open deals by close date with odds, first gap and next step; the forecast."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.values import BASE_CURRENCY
from tui.cli.listing import codes_of
from tui.cli.values import linked, money_text, row_data
from tui.i18n import tr
from tui.rows.layout import Now, lay_out
from tui.rows.review import COLUMNS, head

if TYPE_CHECKING:
    from tui.cli.call import Call

_MOST = 100  # deals, unless --limit says otherwise
_WIDTH = 200  # enough for every column; a table is cut to what its cells need


def run(call: Call) -> int:
    """All open deals, or with --mine one's own."""
    from storage.services.review import QUERY

    limit = call.number("limit", _MOST)
    mine = call.switch("mine")
    call.finish()
    services = call.services
    query = services.lists.parse(QUERY + (" owner:me" if mine else ""), "opportunities")
    rows = services.review.rows(services.lists.page(query, limit=limit).rows)
    summary = services.review.summary(mine=mine)
    if call.options.json:
        deals = [row.deal for row in rows]
        codes = codes_of(call, linked("opportunity", deals))
        call.out.data(
            {
                "open": summary.open,
                "without_next_step": summary.without_step,
                "forecast": [
                    {"month": one.month, "amount": money_text(one.amount, BASE_CURRENCY)}
                    for one in summary.forecast.months
                ],
                "overdue": money_text(summary.forecast.overdue.amount, BASE_CURRENCY),
                "unqualified": summary.forecast.unqualified,
                "deals": [
                    {
                        **row_data("opportunity", row.deal, codes),
                        "first_gap": row.gap or None,
                        "gain": row.gain,
                        "next_step": row.step or None,
                        "next_step_date": row.step_on,
                    }
                    for row in rows
                ],
            }
        )
        return 0
    for line in head(summary):
        call.out.line(line)
    if rows:
        now = Now(services.core.clock.today(), services.core.clock.now())
        layout = lay_out(COLUMNS, _WIDTH)
        heads = [column.head() for column in layout.columns]
        cells = [[column.text(row, now) for column in layout.columns] for row in rows]
        call.out.table(
            [tr("code"), *heads],
            [[row.deal.code or "", *one] for row, one in zip(rows, cells, strict=True)],
        )
    return 0
