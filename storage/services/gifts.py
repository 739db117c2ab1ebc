"""The gift and meal register: what an entry would be, a manager's answer, balances (9.7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from models.enums import GiftState
from models.explanation import Explanation
from models.fields.registry import entity
from models.records.dealings import GiftRegister
from models.rules.gifts import fund_balance
from models.views.dealings import GiftRow
from storage.effects import gifts as effects
from storage.effects.saving import Saved, create, saved
from storage.queries import gifts as queries
from storage.services.core import Core
from storage.work import Work, encode_params

_ENTITY = entity("gift_register")


class Gifts:
    """Entries are made and changed as records; what is asked of them besides stands here."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def rows(
        self, customer_id: int | None = None, state: GiftState | None = None
    ) -> Sequence[GiftRow]:
        """Entries of a customer or of all, what waits for an answer first."""
        return self._core.read(lambda reader: queries.rows(reader, customer_id, state), "gifts")

    def fund(self, customer_id: int) -> Explanation:
        """The balance of the loyalty fund of a customer: the sum of its entries (minor units)."""
        return self._core.read(lambda reader: fund_balance(queries.fund(reader, customer_id)))

    def judged(
        self, texts: Mapping[str, str | None], words: Mapping[str, Mapping[str, str]] | None = None
    ) -> Explanation:
        """Whether such an entry would be free or wait for a manager; writes nothing.

        Raises Invalid as saving would: a value that is none, a gift to a public body.
        """

        def unit(work: Work) -> Explanation:
            made = create(work, _ENTITY, texts, self._core.key, words=words)
            assert isinstance(made, GiftRegister)
            return effects.judged(work, made)

        return self._core.units.rehearse(unit)

    def explained(self, gift_id: int) -> Explanation:
        """Why an entry is free or needed an answer, by the limits of now. Raises NotFound."""
        return self._core.units.rehearse(
            lambda work: effects.judged(work, work.get(GiftRegister, gift_id))
        )

    def decide(self, gift_id: int, *, approve: bool, reason: str = "") -> Saved:
        """A manager approves what is over a limit, or declines it with a reason (AC-130).

        Refused: no manager, one's own entry (but in the single-user profile), nothing waits.
        """

        def unit(work: Work) -> Saved:
            gift = work.get(GiftRegister, gift_id)
            effects.decide(work, gift, approve=approve, reason=reason)
            assert work.change is not None
            work.change.params = encode_params({"purpose": gift.purpose[:80]})
            work.session.flush()
            return saved(gift)

        return self._core.write(
            "change.gift_approve" if approve else "change.gift_decline", {}, unit
        )
