"""The same customer exists once: merging two, with preview and undo (requirements 9.7, 11.5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from models.enums import PairVerdict
from models.explanation import Reason
from models.fields.parsing import Context, parse
from models.fields.registry import ENTITIES, entity
from models.fields.spec import FieldSpec
from models.records.customer import Customer
from models.rules.duplicates import match, take_loser, take_losers_consent
from models.rules.rights import Action
from models.views.duplicates import FieldChoice, MergePlan, Pair, Side
from storage.effects import duplicates, merging, permits
from storage.effects.duplicate_scan import scan
from storage.errors import Conflict, Invalid, NotFound, Refused
from storage.progress import Progress, Silent
from storage.queries.details import record
from storage.queries.merging import changed_at
from storage.services.core import Core
from storage.work import KeptPair, Work, encode_params

_SPEC = entity("customer")
_CONSENTS = ("consent_marketing", "consent_survey", "consent_greeting")


class Duplicates:
    """Pairs of customers that may be one, and what becomes of them."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def scan(self, progress: Progress | None = None) -> list[Pair]:
        """All customers that may be one, the highest score first (11.5).

        Pairs that were settled are left out, as are customers that the user may not see. A read
        of the whole book; raises Cancelled where `progress` asks to stop.
        """
        told = progress or Silent()
        return self._core.read(lambda reader: scan(reader, told), "duplicates")

    def settle(self, first_id: int, second_id: int, verdict: PairVerdict, reason: str = "") -> None:
        """Says that two customers that look alike are two (11.5); one change with one undo.

        KEPT needs a reason, and is asked again once more keys are equal; NEVER is for good.
        Invalid: no reason. Refused: no right to merge both (11.3), or they do not look alike.
        """
        if verdict is PairVerdict.KEPT and not reason.strip():
            raise Invalid([Reason("field.required", {"field": "reason"})])

        def unit(work: Work) -> None:
            first, second = work.get(Customer, first_id), work.get(Customer, second_id)
            permits.require(work, "customer", [first_id, second_id], Action.MERGE)
            found = match(*(duplicates.facts_of(one) for one in (first, second)))
            if found is None:
                raise Refused("merge.not_alike", customer=first.code, other=second.code)
            pair = KeptPair(first_id, second_id, found.score)
            duplicates.say(work, pair, verdict, reason.strip())
            assert work.change is not None
            work.change.params = encode_params({"code": first.code, "other": second.code})

        self._core.write("change.pair", {}, unit)

    def preview(
        self, winner_id: int, loser_id: int, fields: Mapping[str, bool] | None = None
    ) -> MergePlan:
        """What `merge` would do, tried and taken back: fields, what moves, who is on both sides.

        Raises as `merge` does.
        """
        return self._core.units.rehearse(
            lambda work: self._merge(work, winner_id, loser_id, fields or {}, None),
            "change.merge",
            {"entity": "customer", "record": loser_id},
        )

    def merge(
        self,
        winner_id: int,
        loser_id: int,
        fields: Mapping[str, bool] | None = None,
        *,
        seen: tuple[int, int] | None = None,
    ) -> MergePlan:
        """Makes one customer of two; one change, which undo takes back for 30 days (AC-150).

        `fields` says for which fields the loser's value is taken; the others follow the
        proposal: the fuller value, else the newer one. All that hangs on the loser moves, what a
        customer has once stays as it was changed last, people on both sides become one, the
        loser's code finds the winner from then on. `seen` are the versions that were looked at:
        Conflict `merge.moved_on` where one is another now. Refused: a manager may merge all,
        sales their own (11.3); both on their way to another owner; a field that is not chosen.
        """
        return self._core.write(
            "change.merge",
            {"entity": "customer", "record": loser_id},
            lambda work: self._merge(work, winner_id, loser_id, fields or {}, seen),
        )

    def _merge(
        self,
        work: Work,
        winner_id: int,
        loser_id: int,
        fields: Mapping[str, bool],
        seen: tuple[int, int] | None,
    ) -> MergePlan:
        winner, loser = work.get(Customer, winner_id), work.get(Customer, loser_id)
        if seen is not None and seen != (winner.version, loser.version):
            raise Conflict("merge.moved_on", customer=winner.code, other=loser.code)
        sides = _side(winner), _side(loser)
        choices = _choices(work, winner, loser, fields)
        taken = [one.name for one in choices if one.take_loser]
        if work.change is not None:
            told = {"code": winner.code, "name": winner.name, "other": loser.code}
            work.change.params = encode_params({**told, "other_name": loser.name})
        done = merging.merge(work, winner, loser, taken, self._core.key)
        return MergePlan(
            *sides, choices, _counted(done.moved), _counted(done.left), tuple(done.people)
        )


def _side(customer: Customer) -> Side:
    return Side(customer.id, customer.code or "", customer.name, customer.version)


def _counted(found: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple((spec.name, found[spec.name]) for spec in ENTITIES if found[spec.name])


def _choices(
    work: Work, winner: Customer, loser: Customer, given: Mapping[str, bool]
) -> tuple[FieldChoice, ...]:
    """The fields that differ, each with what was chosen, else what is proposed."""
    for name in given:
        field = _SPEC.field(name)
        if field is None or not field.editable:
            raise Refused("merge.no_field", field=name)
    ours, theirs = record(work, "customer", winner.id), record(work, "customer", loser.id)
    if ours is None or theirs is None:
        raise NotFound("not_found", entity="customer", value=winner.code or "")
    times = changed_at(work, "customer", winner.id), changed_at(work, "customer", loser.id)
    context = Context(work.today)
    found = []
    for field in _SPEC.editable:
        one, other = ours[field.column], theirs[field.column]
        if one == other or (field.name == "referred_by" and {one, other} & {winner.id, loser.id}):
            continue  # nobody refers himself
        if field.name in _CONSENTS:
            told = (field.column in one_sides for one_sides in times)
            proposed = take_losers_consent(bool(one), bool(other), *told)
        else:
            proposed = take_loser(
                one,
                other,
                empty=_empty(field, context),
                winner_at=times[0].get(field.column, winner.created_at),
                loser_at=times[1].get(field.column, loser.created_at),
            )
        if field.name == "owner":
            proposed = one is None  # a merge alone hands nobody over
        chosen = given.get(field.name, proposed)
        found.append(FieldChoice(field.name, ours[field.name], theirs[field.name], chosen))
    return tuple(found)


def _empty(field: FieldSpec, context: Context) -> object:
    """What a field holds that nobody filled."""
    if field.default is None or isinstance(field.default, bool):
        return field.default
    return parse(field, str(field.default), context)
