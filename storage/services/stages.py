"""Moving a customer from one stage to another, and ticking the strategies of a stage (8.5)."""

from __future__ import annotations

from dataclasses import dataclass

from models.enums import Profile, Stage, StageStrategy
from models.explanation import Reason
from models.records.account import StageHistory
from models.records.account import StageStrategy as StrategyDone
from models.records.customer import Customer
from models.rules.rights import Action, Whose, authorize
from models.rules.stages import StageMove, check_move
from storage.effects.given import reason_of
from storage.effects.proposals import require_edit
from storage.errors import Refused
from storage.queries import figures
from storage.services.core import Core
from storage.work import Work, encode_params


@dataclass(frozen=True, slots=True)
class Moved:
    """A stage move that was logged."""

    code: str
    before: Stage
    stage: Stage
    by_exception: bool
    self_approved: bool


_WAYS = {"refused.role": "stage.ask_a_manager", "refused.own_request": "stage.own_request"}


class Stages:
    """Writes of the stage panel."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def move(
        self, customer_id: int, stage: Stage, *, reason: str = "", confirmed: bool = False
    ) -> Moved:
        """Moves a customer to a stage and logs it; the log is only ever added to (8.5).

        Forward needs every entry test on the way, or the reason of a manager who does not ask
        for himself; alone in the single-user profile one approves oneself, which is recorded
        (D-28). Back is allowed. Refused: tests that are not met (`missing` names them), an open
        complaint while `confirmed` is not given ("repair first", AC-181), the customer of
        somebody else, a stage the customer stands at already.
        """

        def unit(work: Work) -> Moved:
            customer = work.get(Customer, customer_id)
            require_edit(work, customer)
            current = customer.stage or Stage.DEVELOPMENT
            if stage is current:
                raise Refused("stage.already_there", customer=customer.code, stage=stage)
            found = self._checked(work, customer, current, stage, reason)
            if found.hints and not confirmed:
                raise Refused("stage.unconfirmed", found.hints, customer=customer.code)
            alone = self._core.profile is Profile.SINGLE
            customer.stage = stage
            work.add(
                StageHistory,
                customer_id=customer.id,
                from_stage=current,
                to_stage=stage,
                reason=reason_of(reason, required=False) or None,
                by_exception=found.by_exception,
                self_approved=found.by_exception and alone,
                at=work.now,
            )
            assert work.change is not None
            work.change.params = encode_params({"code": customer.code, "stage": stage.value})
            return Moved(
                customer.code or "",
                current,
                stage,
                found.by_exception,
                found.by_exception and alone,
            )

        return self._core.write("change.stage", {}, unit)

    def tick(self, customer_id: int, strategy: StageStrategy, done: bool = True) -> None:
        """Marks a strategy as carried out today, or takes the mark away (8.5)."""

        def unit(work: Work) -> None:
            customer = work.get(Customer, customer_id)
            require_edit(work, customer)
            found = work.all(StrategyDone, customer_id=customer.id, strategy=strategy)
            if done and not found:
                work.add(
                    StrategyDone, customer_id=customer.id, strategy=strategy, done_on=work.today
                )
            for one in () if done else found:
                work.archive(one)
            assert work.change is not None
            params = {"code": customer.code, "strategy": strategy.value}
            work.change.params = encode_params(params)

        self._core.write("change.strategy_done" if done else "change.strategy_open", {}, unit)

    def _checked(
        self, work: Work, customer: Customer, current: Stage, stage: Stage, reason: str
    ) -> StageMove:
        facts = figures.stage_facts(work, vars(customer))
        found = check_move(current, stage, facts, work.policy.stages, reason)
        actor = work.actor
        assert actor is not None
        owners = frozenset() if customer.owner_id is None else frozenset({customer.owner_id})
        against = authorize(actor.who, Action.APPROVE, Whose(owners))
        if found.allowed and not (against and found.by_exception):
            return found
        way = _WAYS[against[0].code] if against else "stage.give_a_reason"
        raise Refused("stage.tests_missing", (*found.missing, Reason(way)), customer=customer.code)
