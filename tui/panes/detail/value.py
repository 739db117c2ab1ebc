"""The Value tab: what a customer is worth and why, and the health card of the overview."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models import enums
from tui.explain import line as reason_line
from tui.i18n import day, listed, money, tr, yes_no
from tui.labels import (
    choice_label,
    field_label,
    figure_label,
    label,
    lock_text,
    short,
    tier_playbook,
)
from tui.rows.gauge import framed
from tui.rows.lines import Line, Lines, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from models.explanation import Reason
    from models.rules.health import Gauge
    from models.rules.value import ValueLine
    from models.views.value import ValueSheet
    from storage.services import Services

_INDENT = 3
_BAR = 18
_METHODS = {
    enums.ValueMethod.PAST_CONTRIBUTION: "past_revenue",
    enums.ValueMethod.MARKET_SURVEY: "survey_mean",
    enums.ValueMethod.LIFETIME_VALUE: "clv",
    enums.ValueMethod.FEEDBACK_ANALYSIS: "feedback_cases",
}


def value(services: Services, customer_id: int, width: int, plain: bool) -> tuple[Line, ...]:
    """Four methods, lifetime value, rank, tier, loyalty, churn risk and referrals."""
    sheet = services.value.sheet(customer_id)
    page = Lines(width)
    _methods(page, sheet)
    _lifetime(page, sheet)
    _purchases(page, sheet)
    _rank(page, sheet)
    _loyalty(page, sheet, plain)
    _staying(page, sheet)
    _churn(page, sheet)
    _referrals(page, sheet)
    return page.done()


def health(page: Lines, gauges: Sequence[Gauge], currency: str, plain: bool) -> None:
    """Four gauges in four calm lines; the value is money and has no bar."""
    page.heading(tr("Health"))
    for one in gauges:
        figure = one.explanation.figure
        head = (f" {_padded(label(one.name), 20)}", "muted")
        if one.value is None:
            page.add(head, (tr("no data"), "muted"), key=f"gauge {one.name}", figure=figure)
        elif one.is_money:
            text = money(int(one.value), currency)
            page.add(head, (text, ""), key=f"gauge {one.name}", figure=figure)
        else:
            top = 5 if one.name is enums.HealthGauge.EXPERIENCE else 100
            page.add(
                head,
                (f"{one.value:>5}/{top:<4}", ""),
                (framed(100 * float(one.value) / top, _BAR, plain=plain), "accent"),
                key=f"gauge {one.name}",
                figure=figure,
            )


def _padded(text: str, width: int) -> str:
    from models.width import cut

    return cut(text, width, pad=True)


def _note(page: Lines, text: str, key: str, *, figure: str = "", tone: str = "muted") -> None:
    for place, part in enumerate(wrapped(text, page.width - _INDENT)):
        page.add((" " * _INDENT + part, tone), key=f"{key} {place}", figure=figure)


def _reasons(page: Lines, reasons: Sequence[Reason], key: str, figure: str) -> None:
    for place, reason in enumerate(reasons):
        _note(page, reason_line(reason, "customer"), f"{key} {place}", figure=figure)


def _methods(page: Lines, sheet: ValueSheet) -> None:
    page.heading(tr("Four ways to assess"))
    for one in sheet.methods:
        figure = _METHODS[one.method]
        shown = _figure(one, sheet.currency)
        if one.on is not None:
            shown += f" · {day(one.on)}"
        tone = "muted" if one.figure is None else ""
        page.field(short(one.method), shown, tone=tone, figure=figure)
        _note(page, reason_line(one.source, "customer"), f"method {one.method}", figure=figure)


def _figure(one: ValueLine, currency: str) -> str:
    if one.figure is None:
        return tr("no data")
    return money(int(one.figure), currency) if one.is_money else str(one.figure)


def _amount(amount: int | None, currency: str) -> str:
    return tr("no data") if amount is None else money(amount, currency)


def _lifetime(page: Lines, sheet: ValueSheet) -> None:
    page.heading(figure_label("clv"))
    entered = sheet.clv_entered
    if entered is not None:
        page.field(
            tr("Entered"),
            tr(
                "{clv} · {yearly} a year",
                clv=_amount(entered.value, sheet.currency),
                yearly=_amount(entered.yearly, sheet.currency),
            ),
            tone="strong",
            figure="clv_entered",
        )
    page.field(tr("From orders"), _amount(sheet.clv_data.value, sheet.currency), figure="clv_data")
    net = sheet.clv.net
    if net is not None:
        page.field(tr("Net"), money(net, sheet.currency), figure="clv")
    if sheet.costs:
        page.field(tr("Handling, repair"), money(sheet.costs, sheet.currency), figure="clv")
    page.field(
        figure_label("loss"), _amount(sheet.loss.value, sheet.currency), tone="amber", figure="loss"
    )
    if entered is None:
        _note(page, tr(":clv 40 52 30 enters amount, purchases a year and years."), "clv hint")


def _purchases(page: Lines, sheet: ValueSheet) -> None:
    found = sheet.rfm
    page.heading(figure_label("rfm"))
    if found.label is None:
        page.field(figure_label("rfm"), f"{found.code} · {tr('no order yet')}", figure="rfm")
        return
    page.field(figure_label("rfm"), f"{found.code} · {label(found.label)}", figure="rfm")
    page.field(tr("Last order"), tr("{days} days ago", days=found.days), figure="rfm")
    page.field(tr("Orders, 365 days"), str(sheet.orders_year), figure="rfm")
    page.field(tr("Revenue, 365 days"), money(sheet.revenue_year, sheet.currency), figure="rfm")
    page.field(tr("Average order"), _amount(sheet.average_year, sheet.currency), figure="rfm")


def _rank(page: Lines, sheet: ValueSheet) -> None:
    page.heading(tr("Rank and tier"))
    tier = sheet.tier.value
    page.field(figure_label("value_tier"), label(tier), tone="strong", figure="value_tier")
    _note(page, tier_playbook(tier), "playbook", figure="value_tier")
    text = "–"
    if sheet.rank is not None:
        where = tr("rank {rank} of {count}", rank=sheet.rank, count=sheet.ranked)
        text = f"{choice_label(enums.PyramidTier, str(sheet.pyramid.value))} · {where}"
    page.field(figure_label("pyramid_tier"), text, figure="pyramid_tier")
    page.field(
        figure_label("key_account"), yes_no(bool(sheet.key_account.value)), figure="key_account"
    )


_WARNED = frozenset({enums.LoyaltyLabel.CAPTIVE, enums.LoyaltyLabel.DRIFTING})


def _loyalty(page: Lines, sheet: ValueSheet, plain: bool) -> None:
    found = sheet.loyalty
    page.heading(figure_label("loyalty"))
    text = tr("no data") if found.label is None else label(found.label)
    if sheet.answered_on is not None:
        text += f" · {tr('survey of {day}', day=day(sheet.answered_on))}"
    tone = "amber" if found.label in _WARNED else "strong"
    page.field(figure_label("loyalty"), text, tone=tone, figure="loyalty")
    for part, points in found.parts.items():
        _part(page, label(part), points, plain)


def _part(page: Lines, name: str, points: int | Decimal | None, plain: bool) -> None:
    head = (f"   {_padded(name, 18)}", "muted")
    if points is None:
        page.add(head, (tr("no data"), "muted"), key=f"loyalty {name}", figure="loyalty")
        return
    page.add(
        head,
        (f"{points:>4} ", ""),
        (framed(float(points), _BAR, plain=plain), "accent"),
        key=f"loyalty {name}",
        figure="loyalty",
    )


def _staying(page: Lines, sheet: ValueSheet) -> None:
    """Stay happy, leave hard: needs met, switching cost, the six purchase risks (S4-STG-10)."""
    values = sheet.values
    page.heading(tr("Why they stay"))
    met = values["needs_met"] or frozenset()
    assert isinstance(met, frozenset)
    names = [label(need) for need in enums.PersonalNeed if need in met]
    counted = tr("{count} of {all}", count=len(met), all=len(enums.PersonalNeed))
    page.field(field_label("customer", "needs_met"), listed([counted, *names]))
    cost = values["switching_cost"]
    shown = tr("no data") if cost is None else f"{cost}/5 · {lock_text(int(str(cost)))}"
    page.field(field_label("customer", "switching_cost"), shown)
    note = values["switching_cost_note"]
    if note:
        _note(page, str(note), "switching note")
    risks = values["purchase_risks"] or frozenset()
    assert isinstance(risks, frozenset)
    page.add((f" {field_label('customer', 'purchase_risks')}", "muted"), key="risks")
    for risk in enums.PurchaseRisk:
        seen = risk in risks
        page.add(
            (f"   {'!' if seen else '-'} ", "amber" if seen else "muted"),
            (label(risk), "" if seen else "muted"),
            key=f"risk {risk}",
        )


def _churn(page: Lines, sheet: ValueSheet) -> None:
    found = sheet.churn
    page.heading(figure_label("churn_risk"))
    text = tr("{points} points", points=found.points)
    if found.warns:
        text += f" · {tr('act now')}"
    page.field(
        figure_label("churn_risk"), text, tone="red" if found.warns else "", figure="churn_risk"
    )
    _reasons(page, found.explanation.lines[:-1], "churn", "churn_risk")
    lost = sheet.values["churn_type"]
    if lost:
        page.field(field_label("customer", "churn_type"), choice_label(enums.ChurnType, str(lost)))


def _referrals(page: Lines, sheet: ValueSheet) -> None:
    found = sheet.referrals
    page.heading(figure_label("referrals"))
    text = str(found.count)
    if found.count:
        text += f" · {money(found.value)}"
    page.field(figure_label("referrals"), text, figure="referrals")
