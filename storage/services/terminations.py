"""Parting with a customer: nine steps, the exception after it, the way back (requirements 9.5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from models.enums import (
    CustomerStatus,
    Direction,
    InteractionKind,
    Profile,
    ReleaseKind,
    ReleaseState,
    TerminationState,
)
from models.explanation import Reason
from models.fields import contact_log
from models.fields.parsing import parse_values
from models.fields.registry import entity
from models.fields.spec import EntitySpec, FieldKind, FieldSpec
from models.policy_defaults import PartingPolicy, policy_from
from models.records.customer import Customer
from models.records.interaction import Interaction
from models.records.parting import ContactRelease, Termination
from models.rules import termination as rules
from models.views.parting import TerminationCard, TerminationRow
from storage.effects import contact_block
from storage.effects import parting as effects
from storage.effects.saving import create, parsing_context
from storage.errors import Invalid, NotFound, Refused
from storage.queries import figures
from storage.queries import parting as queries
from storage.queries.reader import ReadConnection
from storage.services.core import Core
from storage.work import Work, encode_params

_ENTITY = entity("termination")
_INTERACTION = entity("interaction")
_S = TerminationState
Texts = Mapping[str, str | None]
Words = Mapping[str, Mapping[str, str]]

# What each step asks for, in the order in which a form shows it.
STEP_FIELDS: Mapping[TerminationState, tuple[str, ...]] = {
    _S.DRAFT: ("reason_code", "text"),
    _S.PREPARED: ("reason_code", "text", "plan", "documents"),
    _S.SUBMITTED: (),
    _S.APPROVED: ("comment",),
    _S.REJECTED: ("comment",),
    _S.NOTICE: ("notice_date", "effective_date"),
    _S.SETTLING: ("lost_reason",),
    _S.TERMINATED: (),
    _S.CLEARED: ("balance_confirmed",),
    _S.ARCHIVED: ("gathered", "retention_until"),
    _S.EVALUATED: ("evaluation",),
    _S.WITHDRAWN: ("ended_reason",),
}
TOLD = EntitySpec(
    "termination",
    "terminations",
    "",
    (
        *(replace(field, editable=True, required=False) for field in _ENTITY.fields),
        FieldSpec("lost_reason", max_length=400),
        FieldSpec("balance_confirmed", FieldKind.BOOLEAN),
        FieldSpec("retention_until", FieldKind.DATE),
    ),
    title="state",
)


@dataclass(frozen=True, slots=True)
class NextTermination:
    """A step that may follow, the fields it asks for, and what it still lacks.

    `others`: that it is up to another person, where it is; the first of what it lacks.
    """

    state: TerminationState
    fields: tuple[str, ...]
    missing: tuple[Reason, ...]
    others: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Parted:
    """Where a customer stands after a step."""

    id: int
    code: str
    state: TerminationState
    self_approved: bool = False


class Terminations:
    """Each step checks right and gate in here; panes and shell only ask."""

    def __init__(self, core: Core) -> None:
        self._core = core

    # ── reads ───────────────────────────────────────────────────────────────────────────

    def card(self, customer_id: int) -> TerminationCard:
        """Where a customer stands on the way out. Raises NotFound."""
        found = self._core.read(lambda r: queries.card(r, customer_id), "termination")
        if found is None:
            raise NotFound("not_found", entity="customer", value=customer_id)
        return found

    def rows(self) -> Sequence[TerminationRow]:
        """All terminations that were not given up, what waits for an answer first."""
        return self._core.read(queries.rows, "termination")

    def next_steps(self, customer_id: int) -> tuple[NextTermination, ...]:
        """Which steps may follow now, what each asks for and lacks; writes nothing.

        A step that is up to another person lacks that one first.
        """
        actor = self._core.actor()

        def read(reader: ReadConnection) -> tuple[NextTermination, ...]:
            card = queries.card(reader, customer_id)
            if card is None:
                raise NotFound("not_found", entity="customer", value=customer_id)
            policy = policy_from(figures.figures(reader)).parting
            if card.state is None and card.status is _TERMINATED:
                wanted: tuple[TerminationState, ...] = ()  # closed to who asks (AC-126)
            elif card.state is None:
                wanted = (_S.DRAFT,)
            else:
                wanted = rules.NEXT[card.state]
            facts, today = facts_of(card), self._core.clock.today()
            own = card.values.get("requester_id") == actor.id

            def step(state: TerminationState) -> NextTermination:
                others = rules.right_objections(
                    state, actor.roles, owner=True, own_request=own, alone=actor.alone
                )
                missing = (*others, *rules.missing_for(state, facts, policy, today))
                return NextTermination(state, STEP_FIELDS[state], missing, others)

            return tuple(map(step, wanted))

        return self._core.read(read, "termination")

    def policy(self) -> PartingPolicy:
        """The figures by which days of a termination are proposed."""
        return self._core.read(lambda r: policy_from(figures.figures(r)).parting)

    # ── the steps ───────────────────────────────────────────────────────────────────────

    def begin(self, customer_id: int, texts: Texts, *, words: Words | None = None) -> Parted:
        """Drafts a termination with reason code and text (S2-END-01..05).

        Refused: without either (AC-120, `missing` names both), by anybody but owner and
        manager, where one is on its way already.
        """

        def unit(work: Work) -> Parted:
            customer = work.get(Customer, customer_id)
            if effects.current(work, customer_id) is not None:
                raise Refused("termination.on_its_way", customer=customer.code)
            effects.check_right(work, customer, None, _S.DRAFT, alone=self._alone)
            told = _told(work, texts, words)
            facts = rules.TerminationFacts(
                _S.REJECTED, told.get("reason_code") is not None, told.get("text") or ""
            )
            effects.refuse(
                rules.objections(_S.DRAFT, facts, work.policy.parting, work.today), customer
            )
            assert work.actor is not None
            made = work.add(
                Termination,
                customer_id=customer.id,
                reason_code=told["reason_code"],
                text=told["text"],
                requester_id=work.actor.id,
            )
            return _parted(work, customer, made)

        return self._core.write("change.termination", {}, unit)

    def step(
        self,
        customer_id: int,
        target: TerminationState,
        texts: Texts | None = None,
        *,
        words: Words | None = None,
    ) -> Parted:
        """Takes the termination of a customer to its next step with what it asks (STEP_FIELDS).

        None is skipped. Refused names everything the gate lacks: the open order or case (AC-122),
        the earliest day (AC-123), another person's approval (AC-121). TERMINATED sets the block
        and ends all that is planned (AC-197). One change, one undo.
        """
        if target is _S.DRAFT and self.card(customer_id).state is None:
            return self.begin(customer_id, texts or {}, words=words)

        def unit(work: Work) -> Parted:
            customer = work.get(Customer, customer_id)
            found = effects.current(work, customer_id)
            if found is None:
                raise NotFound("termination.none", customer=customer.code)
            told = _told(work, texts or {}, words)
            effects.move(work, customer, found, target, told, alone=self._alone)
            return _parted(work, customer, found)

        return self._core.write("change.termination", {}, unit)

    # ── exceptions ──────────────────────────────────────────────────────────────────────

    def ask_release(self, customer_id: int, kind: ReleaseKind, reason: str, text: str = "") -> int:
        """Asks a manager for one important notice, or for the customer to come back.

        Returns the id of the request. Invalid: no reason, a notice without its text. Refused: a
        customer who may be contacted anyway.
        """

        def unit(work: Work) -> int:
            customer = work.get(Customer, customer_id)
            if not contact_block.is_blocked(customer):
                raise Refused("release.not_blocked", customer=customer.code)
            if kind is ReleaseKind.REACTIVATION and customer.status is not _TERMINATED:
                raise Refused("release.not_terminated", customer=customer.code)
            given = {"reason": reason, "text": text}
            told = _told(work, given, None, _RELEASE)
            needed = ("reason", "text") if kind is ReleaseKind.IMPORTANT_NOTICE else ("reason",)
            missing = [Reason("field.required", {"field": n}) for n in needed if not told.get(n)]
            if missing:
                raise Invalid(missing)
            assert work.actor is not None
            made = work.add(
                ContactRelease,
                customer_id=customer.id,
                kind=kind,
                reason=told["reason"],
                text=told.get("text"),
                requester_id=work.actor.id,
            )
            effects.ask_manager(work, customer, contact_log.RELEASE)
            _name(work, customer, kind=kind.value)
            work.session.flush()
            return made.id

        return self._core.write("change.release_asked", {}, unit)

    def decide_release(self, release_id: int, *, approve: bool, comment: str) -> bool:
        """A manager who did not ask answers; True where it was approved by oneself (D-28).

        A customer who comes back is active again at once. Refused: nothing waits, no manager,
        one's own request, no comment.
        """

        def unit(work: Work) -> bool:
            release = work.get(ContactRelease, release_id)
            told = _told(work, {"comment": comment}, None)
            effects.decide(
                work,
                release,
                approve=approve,
                comment=told.get("comment") or "",
                alone=self._alone,
            )
            customer = work.get(Customer, release.customer_id)
            _name(work, customer, kind=release.kind.value)
            return bool(release.self_approved)

        label = "change.release_approved" if approve else "change.release_declined"
        return self._core.write(label, {}, unit)

    def send_notice(
        self, release_id: int, texts: Texts | None = None, *, words: Words | None = None
    ) -> int:
        """Logs the approved important notice as sent: its very text, once (AC-125).

        `texts` are channel, contact and moment of the interaction. Refused: not approved, sent
        already. Returns the id of the journal entry.
        """

        def unit(work: Work) -> int:
            release = work.get(ContactRelease, release_id)
            customer = work.get(Customer, release.customer_id)
            if release.kind is not ReleaseKind.IMPORTANT_NOTICE or (
                release.state is not ReleaseState.APPROVED
            ):
                raise Refused("release.not_approved", state=release.state)
            given = {"at": work.now.isoformat(), "channel": "LETTER", **(texts or {})}
            given |= {"customer": customer.code, "summary": release.text}
            given |= {"direction": Direction.OUT.value, "kind": InteractionKind.TRACKING.value}
            actor_id = work.actor.id if work.actor else None
            made = create(
                work,
                _INTERACTION,
                given,
                self._core.key,
                computed={"user_id": actor_id},
                words=words,
            )
            assert isinstance(made, Interaction)
            release.state, release.interaction_id = ReleaseState.USED, made.id
            _name(work, customer, channel=made.channel.value)
            return made.id

        return self._core.write("change.notice_sent", {}, unit)

    @property
    def _alone(self) -> bool:
        return self._core.profile is Profile.SINGLE


_TERMINATED = CustomerStatus.TERMINATED
_RELEASE = EntitySpec(
    "contact_release",
    "contact-releases",
    "",
    (FieldSpec("reason", max_length=400), FieldSpec("text", FieldKind.NOTE, max_length=2000)),
    title="reason",
)


def facts_of(card: TerminationCard) -> rules.TerminationFacts:
    """What the gates see before a step was told anything."""
    values: Mapping[str, Any] = card.values
    return rules.TerminationFacts(
        state=card.state or _S.REJECTED,
        has_reason=values.get("reason_code") is not None,
        text=str(values.get("text") or ""),
        plan=str(values.get("plan") or ""),
        documents=str(values.get("documents") or ""),
        notice_date=values.get("notice_date"),
        effective_date=values.get("effective_date"),
        open_matters=card.open_matters,
        unpaid_orders=card.unpaid_orders,
        gathered=str(values.get("gathered") or ""),
        retention_until=values.get("effective_date"),  # the rule tells how long it is kept
        evaluation=str(values.get("evaluation") or ""),
    )


def _told(work: Work, texts: Texts, words: Words | None, spec: EntitySpec = TOLD) -> dict[str, Any]:
    values, problems = parse_values(spec, texts, parsing_context(work, words))
    if problems:
        raise Invalid(problems)
    return dict(values)


def _parted(work: Work, customer: Customer, found: Termination) -> Parted:
    _name(work, customer, state=found.state.value)
    work.session.flush()
    return Parted(found.id, customer.code or "", found.state, bool(found.self_approved))


def _name(work: Work, customer: Customer, **more: str) -> None:
    assert work.change is not None
    work.change.params = encode_params({"code": customer.code, "name": customer.name[:80], **more})
