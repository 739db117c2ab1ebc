"""Privacy: what persons agreed to (requirements 11.9)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from models.enums import Channel, ConsentPurpose, ConsentState
from models.explanation import Explanation
from models.records.consent import Consent
from models.records.contact import Contact
from models.records.customer import Customer
from models.views.privacy import ConsentRow
from storage.effects import consents
from storage.effects.saving import Saved, saved
from storage.queries import privacy as queries
from storage.services.core import Core
from storage.work import Work, encode_params


class Privacy:
    """Statements are made and changed as records; what follows from them stands here."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def consents(self, customer_id: int) -> Mapping[int, Sequence[ConsentRow]]:
        """By person what they said, the newest of a purpose first."""
        found: dict[int, list[ConsentRow]] = defaultdict(list)
        for row in self._core.read(lambda r: queries.consents(r, customer_id), "consents"):
            found[row.contact_id].append(row)
        return found

    def agrees(
        self, contact_id: int, purpose: ConsentPurpose, channel: Channel | None = None
    ) -> Explanation:
        """Whether a person agrees, and what decides: their own word, or the customer's mark."""

        def unit(work: Work) -> Explanation:
            contact = work.get(Contact, contact_id)
            customer = work.get(Customer, contact.customer_id, archived=True)
            return consents.explained(work, customer, contact_id, purpose, channel)

        return self._core.units.rehearse(unit)

    def withdraw(
        self,
        contact_id: int,
        purpose: ConsentPurpose,
        channel: Channel | None = None,
        source: str = "",
    ) -> Saved:
        """A person withdraws: what they had agreed to ends today, what is planned is left out.

        Where they had said nothing themselves the withdrawal is their first word, which goes
        before the mark of the customer. One change, one undo.
        """

        def unit(work: Work) -> Saved:
            contact = work.get(Contact, contact_id)
            given = [
                one
                for one in work.all(Consent, contact_id=contact_id, purpose=purpose)
                if one.state is ConsentState.GIVEN and channel in (None, one.channel)
            ]
            for one in given:
                one.state, one.withdrawn_on = ConsentState.WITHDRAWN, work.today
            made = work.add(
                Consent,
                contact_id=contact_id,
                customer_id=contact.customer_id,
                purpose=purpose,
                channel=channel,
                state=ConsentState.WITHDRAWN,
                withdrawn_on=work.today,
                source=source or None,
            )
            assert work.change is not None
            params = {"code": contact.code, "name": contact.name[:80], "purpose": purpose.value}
            work.change.params = encode_params(params)
            work.session.flush()
            return saved(made)

        return self._core.write("change.withdrawn", {}, unit)
