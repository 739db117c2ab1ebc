"""The account plan of a customer: what is known, what is missing. Loads no SQLModel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from models.enums import Stage
from models.policy_defaults import policy_from
from models.rules.account_plan import plan_coverage, unsolved_needs
from models.rules.committee import threads
from models.rules.stages import (
    STRATEGIES,
    StageMove,
    check_move,
    entry_tests,
    propose_stage,
)
from models.views.account import AccountCard, EventTask, StagePanel, StageStep
from storage.queries import account, details, figures
from storage.queries.reader import ReadConnection
from storage.services.core import Core


class AccountPlans:
    """Reads for the tab of the account plan."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def card(self, customer_id: int) -> AccountCard:
        """Areas with their meter, chain, rivals, goals, figures, events; empty where none.

        An incumbent counts as unsatisfying from the low score of requirements 9.3 down (S0-VS,
        AC-025).
        """

        def read(reader: ReadConnection) -> AccountCard:
            policy = policy_from(figures.figures(reader))
            rivals = account.rows(reader, "competitor_on_account", customer_id)
            low = policy.satisfaction.low_score
            return AccountCard(
                coverage=plan_coverage(account.areas(reader, customer_id), policy.plan).value,
                gaps=unsolved_needs(account.needs(reader, customer_id)),
                unsatisfied=frozenset(
                    int(str(one["id"]))
                    for one in rivals
                    if one["incumbent"]
                    and isinstance(score := one["satisfaction"], int)
                    and score <= low
                ),
                areas=account.rows(reader, "account_plan", customer_id),
                solutions=account.rows(reader, "solution_line", customer_id),
                rivals=rivals,
                chain=account.rows(reader, "value_chain_link", customer_id),
                their_rivals=account.rows(reader, "customer_rival", customer_id),
                goals=account.rows(reader, "account_goal", customer_id),
                financials=account.rows(reader, "account_financial", customer_id),
                events=account.rows(reader, "success_event", customer_id),
                event_tasks=account.event_tasks(reader, customer_id),
                projects=account.rows(reader, "joint_project", customer_id),
            )

        return self._core.read(read, "account")

    def event_tasks(self, customer_id: int) -> Mapping[int, EventTask]:
        """The follow-ups that the success events of a customer set off, by event (AC-034)."""
        return self._core.read(lambda reader: account.event_tasks(reader, customer_id), "events")

    def competitors(self) -> Sequence[str]:
        """The names of our competitors."""
        return self._core.read(account.competitors, "competitors")

    def size(self, customer_id: int) -> int:
        """How many entries the plan of a customer has: they are archived with it."""
        return self._core.read(lambda reader: account.plan_count(reader, customer_id), "size")

    def stage(self, customer_id: int) -> StagePanel:
        """The stage panel: goal, entry tests, strategies, threads, moves (8.5).

        NotFound. Refused: a terminated customer, to who sees its name and status alone (9.5).
        """
        context = self._core.context()

        def read(reader: ReadConnection) -> StagePanel:
            policy = policy_from(figures.figures(reader))
            values = details.whole_customer(reader, context, customer_id)
            facts = figures.stage_facts(reader, values)
            current = Stage(str(values["stage"] or Stage.DEVELOPMENT))
            done = account.strategies_done(reader, customer_id)
            days = policy.committee.thread_days
            threaded = figures.thread_facts(reader, context, values, days)
            delivered, on_time = account.deliveries(reader, customer_id)
            openness = values["openness"]
            return StagePanel(
                code=str(values["code"]),
                name=str(values["name"]),
                stage=current,
                proposal=propose_stage(current, facts, policy.stages),
                steps=tuple(
                    StageStep(
                        stage,
                        entry_tests(stage, facts, policy.stages),
                        {one: done[one] for one in STRATEGIES[stage] if one in done},
                    )
                    for stage in Stage
                ),
                facts=facts,
                threads=threads(threaded, policy.committee, context.today),
                openness=openness if isinstance(openness, int) else None,
                delivered=delivered,
                on_time=on_time,
                changes=account.stage_changes(reader, customer_id),
            )

        return self._core.read(read, "stage")

    def stage_move(self, customer_id: int, stage: Stage) -> StageMove:
        """What a move to that stage would lack and ask; writes nothing (8.5).

        NotFound, Refused as `stage`.
        """

        def read(reader: ReadConnection) -> StageMove:
            values = details.whole_customer(reader, self._core.context(), customer_id)
            facts = figures.stage_facts(reader, values)
            policy = policy_from(figures.figures(reader)).stages
            return check_move(Stage(str(values["stage"] or stage)), stage, facts, policy)

        return self._core.read(read, "stage move")
