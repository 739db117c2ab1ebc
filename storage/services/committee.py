"""The buying committee of a deal and the threads of a customer, with their figures (8.3).

Loads no SQLModel: it only reads. Members and relations are written as records like others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.enums import CommitteeRole
from models.explanation import Reason
from models.policy_defaults import policy_from
from models.rules.committee import (
    Coverage,
    Obstacles,
    Support,
    Threads,
    coverage,
    obstacles,
    power_gaps,
    support,
    threads,
)
from models.views.cards import LinkRow, StakeholderRow
from storage.queries import details, figures
from storage.queries.reader import ReadConnection
from storage.services.core import Core


@dataclass(frozen=True, slots=True)
class CommitteeSheet:
    """The people who decide on one deal, or on all of a customer, and how they stand."""

    members: tuple[StakeholderRow, ...]
    support: Support
    coverage: Coverage
    obstacles: Obstacles
    warnings: tuple[Reason, ...]  # weights, power against title, nobody decides, nobody pays


class Committee:
    """Reads for the People tab, the map and `show --map`."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def of_deal(self, customer_id: int, opportunity_id: int | None) -> CommitteeSheet:
        """The committee of a deal; with None the people named for the customer itself."""
        context = self._core.context()

        def read(reader: ReadConnection) -> CommitteeSheet:
            policy = policy_from(figures.figures(reader))
            rows = details.stakeholders(reader, customer_id, opportunity_id)
            people = figures.members(context, rows)
            found = support(people)
            gaps = power_gaps(people, policy.committee)
            missing = _missing(rows) if opportunity_id is not None and rows else ()
            return CommitteeSheet(
                rows,
                found,
                coverage(people, policy.committee, context.today),
                obstacles(people, policy.qualification),
                (*found.warnings, *gaps, *missing),
            )

        return self._core.read(read, "committee")

    def relations(self, customer_id: int) -> Sequence[LinkRow]:
        """Who reports to, helps, fights or influences whom."""
        return self._core.read(lambda reader: details.relations(reader, customer_id))

    def threads(self, customer_id: int) -> Threads:
        """How many threads hold the relation and how many its stage needs (R-THREAD).

        NotFound. Refused: a terminated customer, to who sees its name and status alone (9.5).
        """
        context = self._core.context()

        def read(reader: ReadConnection) -> Threads:
            policy = policy_from(figures.figures(reader)).committee
            values = details.whole_customer(reader, context, customer_id)
            facts = figures.thread_facts(reader, context, values, policy.thread_days)
            return threads(facts, policy, context.today)

        return self._core.read(read, "threads")


def _missing(rows: Sequence[StakeholderRow]) -> tuple[Reason, ...]:
    """Roles without which no deal is signed: who decides, who pays (S0-VS-03, S0-VS-09)."""
    found = []
    if not any(CommitteeRole.DECISION_MAKER.value in one.roles for one in rows):
        found.append(Reason("committee.no_decider"))
    if not any(one.pays for one in rows):
        found.append(Reason("committee.nobody_pays"))
    return tuple(found)
