"""Privacy: consent withdrawn, what is held on somebody, erasing, keeping no longer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

from models.enums import Channel, ConsentPurpose, ConsentState
from models.explanation import Explanation, Reason
from models.policy_defaults import policy_from
from models.records.base import RecordBase
from models.records.consent import Consent
from models.records.contact import Contact
from models.records.customer import Customer
from models.rules.rights import Action
from models.rules.spans import add_months
from models.tables import RECORDS
from models.views.privacy import (
    ErasureReport,
    HeldChange,
    HeldRecords,
    RetentionRow,
    RetentionRun,
    SubjectReport,
)
from storage.desk import Desk
from storage.effects import consents, derived, erasing, holdings, permits, ranking, search_text
from storage.effects.given import reason_of
from storage.effects.saving import Saved, saved
from storage.errors import NotFound, Refused, ServiceError
from storage.exchange.safe_file import SafeFile
from storage.queries import details, figures
from storage.queries import parting as open_ones
from storage.queries import privacy as queries
from storage.queries.reader import ReadConnection
from storage.services.core import Core
from storage.work import Work, encode_params

T = TypeVar("T")
Render = Callable[[T], str]
_SUBJECTS = ("customer", "contact")


class Privacy:
    """Statements are made and changed as records; what follows from them stands here."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def agrees(
        self, contact_id: int, purpose: ConsentPurpose, channel: Channel | None = None
    ) -> Explanation:
        """Whether a person agrees, and what decides: their own word, or the customer's mark.

        Refused: of a terminated customer, to who sees name and status of it alone (9.5).
        """

        def unit(work: Work) -> Explanation:
            contact = work.get(Contact, contact_id)
            customer = work.get(Customer, contact.customer_id, archived=True)
            permits.require_open(work, customer.id)
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

    # ── what is held ────────────────────────────────────────────────────────────────────

    def subject_report(
        self,
        entity: str,
        record_id: int,
        target: Path,
        render: Render[SubjectReport],
        *,
        reason: str,
        overwrite: bool = False,
    ) -> SubjectReport:
        """Writes everything that is held on a customer or contact into a file (0600).

        The bin, the log and the requests of other systems are in it, sealed values in clear: so
        it is an act of its own with a reason, logged with the digest of the file. Refused by the
        right to export, and of a terminated customer to who sees name and status alone (9.5).
        Conflict where the file exists.
        """
        why = reason_of(reason)
        if entity not in _SUBJECTS:
            raise NotFound("not_found", entity=entity, value=record_id)

        def check(work: Work) -> None:
            permits.require(work, entity, [record_id], Action.EXPORT)
            permits.require(work, entity, [record_id], Action.REVEAL)
            if entity == "customer":
                permits.require_open(work, record_id)

        tried = {"entity": entity, "record": record_id}
        self._core.units.rehearse(check, "change.subject_report", tried)
        report = self._core.read(lambda r: self._report(r, entity, record_id))
        with self._file(target, overwrite=overwrite) as file:
            file.write(render(report).encode("utf-8", "replace"))
            params = {
                "code": report.code,
                "file": target.name,
                "sha256": file.sha256,
                "reason": why,
            }
            self._core.units.log("change.subject_report", params)
            file.commit()
        return report

    def _report(self, reader: ReadConnection, entity: str, record_id: int) -> SubjectReport:
        subject = details.record(reader, entity, record_id, archived=True)
        if subject is None:
            raise NotFound("not_found", entity=entity, value=record_id)
        ids = holdings.held(reader, entity, record_id)
        records = tuple(
            HeldRecords(kind, tuple(_all(reader, kind, some))) for kind, some in ids.items()
        )
        changes: list[HeldChange] = []
        for kind, some in ids.items():
            changes += queries.changes_of(reader, kind, some)
        return SubjectReport(
            entity,
            str(subject.get("code") or ""),
            str(subject.get("name") or ""),
            self._core.clock.now(),
            self._core.actor().name,
            records,
            tuple(sorted(changes, key=lambda one: one.at)),
            tuple(queries.requests_of(reader, ids.get("customer", frozenset()))),
        )

    # ── erasing ─────────────────────────────────────────────────────────────────────────

    def erase_preview(self, entity: str, record_id: int) -> ErasureReport:
        """What erasing would do; writes nothing. Refused as `erase` does."""

        def unit(work: Work) -> ErasureReport:
            permits.begin(work, "change.erase", {})
            done = self._erased(work, entity, record_id, "")
            return self._told(entity, done, "", drafts=0, dry_run=True)

        tried = {"entity": entity, "record": record_id}
        return self._core.units.rehearse(unit, "change.erase", tried)

    def erase(
        self,
        entity: str,
        record_id: int,
        target: Path,
        render: Render[ErasureReport],
        *,
        reason: str,
        overwrite: bool = False,
    ) -> ErasureReport:
        """Makes a customer or a contact nameless and writes the report into a file (AC-145).

        Texts, numbers and days of birth go, from records, bin, search index, drafts and journal;
        links and amounts stay, so that sums do. There is no undo. Refused: no manager, orders,
        tickets, cases or deals of a customer that are open (`missing` names them).
        """
        why = reason_of(reason)
        with self._file(target, overwrite=overwrite) as file:
            report = self._erase(entity, record_id, why)
            file.write(render(report).encode("utf-8", "replace"))
            file.commit()
        return report

    def _erase(self, entity: str, record_id: int, why: str) -> ErasureReport:
        def unit(work: Work) -> erasing.Erased:
            done = self._erased(work, entity, record_id, why)
            assert work.change is not None
            work.change.params = encode_params({"code": done.name, "reason": done.why})
            self._settled(work, done)
            return replace(done, journal=erasing.forget(work, done))

        about = {"reason": why, "entity": entity, "record": record_id}
        done = self._core.units.write("change.erase", about, unit, settle=False)
        every = {one for some in done.ids.values() for one in some}
        drafts = self._forget_drafts(every, done.words)
        self._core.database.checkpoint()
        return self._told(entity, done, why, drafts=drafts, dry_run=False)

    def _erased(self, work: Work, entity: str, record_id: int, why: str) -> erasing.Erased:
        subject: RecordBase = work.get(RECORDS[entity], record_id, archived=True)
        if isinstance(subject, Customer):
            found = open_ones.open_matters(work, subject.id)
            if found:
                reasons = [
                    Reason(
                        "termination.open_matter",
                        {"entity": one.entity, "code": one.code, "title": one.title},
                    )
                    for one in found
                ]
                raise Refused("erase.open_matters", reasons, customer=subject.code)
        elif not isinstance(subject, Contact):
            raise Refused("erase.only_people", entity=entity)
        return erasing.erase(work, subject, why)

    @staticmethod
    def _settled(work: Work, done: erasing.Erased) -> None:
        """Figures and search text follow; nothing else is set off by an erasure."""
        customers = set(done.ids.get("customer", ()))
        for contact_id in done.ids.get("contact", ()):
            contact = work.find(Contact, contact_id)
            if contact is not None:
                customers.add(contact.customer_id)
        alive = [one for one in customers if _is_alive(work, one)]
        derived.refresh(work, alive)
        work.session.flush()
        ranking.refresh(work, set(alive))
        search_text.refresh(work, customers, lambda kind: done.ids.get(kind, ()))
        work.session.flush()

    def _forget_drafts(self, ids: set[int], words: Sequence[str]) -> int:
        database = self._core.database
        desk = Desk(database.path, database.key, self._core.login)
        try:
            return desk.forget(ids, words)
        finally:
            desk.close()

    def _told(
        self, entity: str, done: erasing.Erased, why: str, *, drafts: int, dry_run: bool
    ) -> ErasureReport:
        today = self._core.clock.today()
        return ErasureReport(
            entity,
            done.name.removeprefix("deleted-"),
            done.name,
            self._core.clock.now(),
            self._core.actor().name,
            why,
            dry_run,
            done.records,
            done.mentions,
            done.journal,
            drafts,
            done.look_at,
            today + timedelta(days=self._backup_days()),
        )

    def _backup_days(self) -> int:
        return self._core.read(lambda r: policy_from(figures.figures(r)).parting.backup_days)

    # ── keeping no longer ───────────────────────────────────────────────────────────────

    def retention(self, until: date | None = None) -> Sequence[RetentionRow]:
        """Customers whose time of keeping ends by a day, else by the end of this month (AC-154).

        Refused: neither manager nor auditor (11.3).
        """
        self._core.require(Action.RETENTION)
        last = until or _month_end(self._core.clock.today())
        return self._core.read(lambda r: queries.retention(r, last), "retention")

    def retention_run(
        self, target: Path | None, render: Render[RetentionRun], *, reason: str = ""
    ) -> RetentionRun:
        """Makes nameless whoever need not be kept any longer, each as a change of its own.

        Without `target` nothing is written: what it would do (dry run). Who still has open
        orders, tickets, cases or deals is left and named. Refused: no manager.
        """
        self._core.require(Action.ERASE)
        today = self._core.clock.today()
        due = [row for row in self.retention(today) if row.until <= today]
        if target is None:
            return self._run(due, lambda row: self.erase_preview("customer", row.customer_id), True)
        why = reason_of(reason)
        with self._file(target) as file:
            found = self._run(due, lambda row: self._erase("customer", row.customer_id, why), False)
            file.write(render(found).encode("utf-8", "replace"))
            file.commit()
        return found

    def _file(self, target: Path, *, overwrite: bool = False) -> SafeFile:
        """Where the user may write (`Core.at`)."""
        shared = self._core.is_served
        return SafeFile(self._core.at(target), overwrite=overwrite, shared=shared)

    @staticmethod
    def _run(
        due: Sequence[RetentionRow], act: Callable[[RetentionRow], ErasureReport], dry_run: bool
    ) -> RetentionRun:
        erased: list[ErasureReport] = []
        refused: list[tuple[str, tuple[Reason, ...]]] = []
        for row in due:
            try:
                erased.append(act(row))
            except ServiceError as error:
                refused.append((row.code, tuple(error.reasons)))
        return RetentionRun(dry_run, tuple(erased), tuple(refused))


def _all(reader: ReadConnection, kind: str, ids: frozenset[int]) -> Iterator[Mapping[str, object]]:
    for record_id in sorted(ids):
        values = details.record(reader, kind, record_id, archived=True)
        if values is not None:
            yield values


def _is_alive(work: Work, customer_id: int) -> bool:
    customer = work.find(Customer, customer_id)
    return customer is not None and customer.deleted_at is None


def _month_end(day: date) -> date:
    return add_months(day.replace(day=1), 1) - timedelta(days=1)
