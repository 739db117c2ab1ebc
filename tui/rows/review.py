"""The review of open deals in columns, and its head in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.i18n import day, money_short, month_title, ntr, percent, relative_due, tr, trc
from tui.labels import column_head
from tui.rows.layout import Column, Now

if TYPE_CHECKING:
    from storage.services.review import ReviewRow, ReviewSummary

_MONTHS = 4  # of the forecast that stand in the head


def _close_tone(row: ReviewRow, now: Now) -> str:
    close = row.deal.expected_close_date
    return "amber" if close is not None and close < now.today else ""


def _step(row: ReviewRow, now: Now) -> str:
    if row.step_on is None:
        return tr("no next step")
    return f"{relative_due(row.step_on, now.today)} {row.step}".strip()


def _step_tone(row: ReviewRow, now: Now) -> str:
    if row.step_on is None:
        return "red"
    return "amber" if row.step_on < now.today else ""


def _customer(row: ReviewRow, _now: Now) -> str:
    """! where a severe case of the customer is open: repair first, then sell."""
    name = row.deal.customer_name or ""
    return f"! {name}" if row.deal.severe_feedback else name


def _amount(row: ReviewRow, _now: Now) -> str:
    deal = row.deal
    return (
        money_short(deal.expected_amount, deal.currency or "CNY") if deal.expected_amount else "-"
    )


COLUMNS: tuple[Column[ReviewRow], ...] = (
    Column(
        "close",
        lambda: trc("column", "Close"),
        lambda row, _now: (
            day(row.deal.expected_close_date) if row.deal.expected_close_date else "-"
        ),
        10,
        _close_tone,
    ),
    Column(
        "customer",
        lambda: column_head("opportunity", "customer"),
        _customer,
        12,
        lambda row, _now: "red" if row.deal.severe_feedback else "",
        flexible=True,
    ),
    Column(
        "title",
        lambda: column_head("opportunity", "title"),
        lambda row, _now: row.deal.title,
        10,
        lambda _row, _now: "muted",
        flexible=True,
        rank=4,
    ),
    Column(
        "amount",
        lambda: column_head("opportunity", "expected_amount"),
        _amount,
        8,
        right=True,
        rank=3,
    ),
    Column(
        "odds",
        lambda: trc("column", "Odds"),
        lambda row, _now: percent(row.deal.odds) if row.deal.odds is not None else "-",
        6,
        right=True,
    ),
    Column(
        "gap",
        lambda: trc("column", "First gap"),
        lambda row, _now: f"{row.gap} +{row.gain}" if row.gap else "",
        11,
        lambda _row, _now: "accent",
        rank=1,
    ),
    Column(
        "step", lambda: trc("column", "Next step"), _step, 16, _step_tone, flexible=True, rank=2
    ),
    Column(
        "owner",
        lambda: column_head("customer", "owner"),
        lambda row, _now: row.deal.owner_name or "",
        8,
        lambda _row, _now: "muted",
        rank=5,
    ),
)


def head(summary: ReviewSummary) -> list[str]:
    """Counts, defects and forecast, a line each."""
    counts = ntr("{n} open deal", "{n} open deals", summary.open)
    found = [counts]
    if summary.planned is not None:
        missing = ntr(
            "{n} without a dated next step", "{n} without a dated next step", summary.without_step
        )
        share = tr("planned {share} %", share=f"{summary.planned:.1f}")
        found = [f"{counts} · {missing} · {share}"]
    forecast = summary.forecast
    parts = [
        f"{month_title(one.month)} {money_short(one.amount)}"
        for one in forecast.months[:_MONTHS]
        if one.month is not None
    ]
    rest = forecast.months[_MONTHS:]
    if rest:
        parts.append(tr("later {amount}", amount=money_short(sum(one.amount for one in rest))))
    if forecast.overdue.deals:
        parts.append(tr("overdue {amount}", amount=money_short(forecast.overdue.amount)))
    if forecast.unqualified:
        count = len(forecast.unqualified)
        parts.append(ntr("{n} unqualified", "{n} unqualified", count))
    if forecast.left_out:
        left = ", ".join(forecast.left_out)
        parts.append(tr("without a rate: {deals}", deals=left))
    found.append(f"{tr('Forecast')}: {' · '.join(parts) if parts else '-'}")
    return found
