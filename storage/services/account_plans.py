"""The account plan of a customer: what is known, what is missing. Loads no SQLModel."""

from __future__ import annotations

from models.policy_defaults import policy_from
from models.rules.account_plan import plan_coverage, unsolved_needs
from models.views.account import AccountCard
from storage.queries import account, figures
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
                projects=account.rows(reader, "joint_project", customer_id),
            )

        return self._core.read(read, "account")
