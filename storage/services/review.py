"""The daily review: open deals by close date with odds, first gap, next step (S0-NSABC-08).

Loads no SQLModel: it only reads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from models.enums import Pipeline
from models.policy_defaults import OddsPolicy, policy_from
from models.rules.answers import Answer
from models.rules.forecast import Forecast, ForecastDeal, forecast
from models.rules.qualification import DealFacts, gaps
from models.values import BASE_CURRENCY
from models.views.rows import OpportunityRow
from storage.queries import figures
from storage.queries import review as queries
from storage.queries.reader import ReadConnection
from storage.services.core import Core

QUERY = "open:yes sort:due"  # what is reviewed, as the query line says it


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """An open deal with the question to ask next and the step that is planned."""

    deal: OpportunityRow
    gap: str  # question whose confirmation would raise the odds most, "" for none
    gain: Decimal
    step: str  # what is planned next, "" for nothing
    step_on: date | None  # None is a defect: nobody knows when this deal is touched next

    @property
    def id(self) -> int:
        """The deal's."""
        return self.deal.id

    @property
    def version(self) -> int:
        """Another number whenever the row would be drawn differently."""
        return hash((self.deal.version, self.gap, self.gain, self.step, self.step_on))


@dataclass(frozen=True, slots=True)
class ReviewSummary:
    """The open deals together."""

    open: int
    without_step: int  # counted as a defect
    forecast: Forecast

    @property
    def planned(self) -> Decimal | None:
        """Share of open deals with a dated next step, in percent; None without any."""
        if not self.open:
            return None
        return Decimal(100 * (self.open - self.without_step)) / self.open


class DealPages(Protocol):
    """A list of deals, page by page, as `Lists.source` gives it."""

    def count(self) -> int:
        """Deals in the list, counted up to a bound."""

    def counted(self) -> tuple[int, bool]:
        """The deals counted so far, and whether there are more."""

    def reach(self, position: int) -> int:
        """Counts on, at least to a position."""

    def total(self) -> int:
        """All of them."""

    def page(self, number: int, size: int, around: object = None) -> Any:
        """A run of deals and the position of the first."""

    def position(self, row_id: int) -> int | None:
        """Where a deal stands."""

    def refreshed(self) -> Any:
        """The same list with nothing remembered."""


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """A run of rows at a position of the list."""

    rows: tuple[ReviewRow, ...]
    first: int


class ReviewSource:
    """The list of deals with what the review adds, read for the page in view only."""

    grows = False

    def __init__(self, core: Core, deals: DealPages) -> None:
        self._core = core
        self._deals = deals

    def count(self) -> int:
        """Deals under review, counted up to a bound."""
        return self._deals.count()

    def counted(self) -> tuple[int, bool]:
        """The deals counted so far, and whether there are more."""
        return self._deals.counted()

    def reach(self, position: int) -> int:
        """Counts on, at least to a position."""
        return self._deals.reach(position)

    def total(self) -> int:
        """All deals under review."""
        return self._deals.total()

    def position(self, row_id: int) -> int | None:
        """Where a deal stands."""
        return self._deals.position(row_id)

    def refreshed(self) -> ReviewSource:
        """After data changed."""
        return ReviewSource(self._core, self._deals.refreshed())

    def page(self, number: int, size: int, around: object = None) -> ReviewPage:
        """Deals from `number * size` on, each with its first gap and next step."""
        found = self._deals.page(number, size, around)
        rows = self._core.read(
            lambda reader: with_steps(reader, found.rows, self._core.clock.today()), "review"
        )
        return ReviewPage(tuple(rows), found.first)


class Review:
    """Reads for the review screen, `fivefold review` and the forecast."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def source(self, deals: DealPages) -> ReviewSource:
        """A list of deals as the review shows it."""
        return ReviewSource(self._core, deals)

    def rows(self, deals: Sequence[OpportunityRow]) -> list[ReviewRow]:
        """These deals with first gap and next step, in the order given."""
        today = self._core.clock.today()
        return self._core.read(lambda reader: with_steps(reader, deals, today))

    def summary(self, *, mine: bool = False) -> ReviewSummary:
        """Count, defects and forecast of the open deals of all, or of the asking user."""
        owner = self._core.actor().id if mine else None
        today = self._core.clock.today()

        def read(reader: ReadConnection) -> ReviewSummary:
            total, stepless = queries.stepless(reader, owner)
            deals = [_forecast_deal(*row) for row in queries.forecast_rows(reader, owner)]
            return ReviewSummary(total, stepless, forecast(deals, today))

        return self._core.read(read, "review summary")


def with_steps(
    reader: ReadConnection, deals: Sequence[OpportunityRow], today: date
) -> list[ReviewRow]:
    """First gap by the rule and next step of these deals; two reads however many they are."""
    ids = [deal.id for deal in deals]
    policy = policy_from(figures.figures(reader)).odds
    answers = queries.answers_of(reader, ids)
    items = queries.next_items(reader, ids)
    return [
        _row(deal, answers.get(deal.id, []), items.get(deal.id), policy, today) for deal in deals
    ]


def _row(
    deal: OpportunityRow,
    answers: Sequence[Answer],
    item: tuple[date, str | None] | None,
    policy: OddsPolicy,
    today: date,
) -> ReviewRow:
    facts = DealFacts(Pipeline(deal.pipeline), deal.expected_amount, deal.expected_close_date)
    found = gaps(answers, facts, policy, today)
    step, on = deal.next_step or "", deal.next_step_date
    if item is not None and (on is None or item[0] < on):
        on, step = item[0], item[1] or step
    if not found:
        return ReviewRow(deal, "", Decimal(0), step, on)
    return ReviewRow(deal, found[0].question.code, found[0].gain, step, on)


def _forecast_deal(
    code: str, odds: int | None, amount: int | None, close: date | None, currency: str
) -> ForecastDeal:
    foreign = amount is not None and currency not in ("", BASE_CURRENCY)
    return ForecastDeal(
        code,
        Decimal(odds or 0) / 10,
        None if foreign else amount,
        close,
        currency if foreign else "",
    )
