"""The door to storage: plain sync Python. `Services` imports each service at its first use."""

from __future__ import annotations

from contextlib import closing, suppress
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from models.enums import Profile
from storage.actor import Actor, account, is_service, origin_of
from storage.anchors import anchors_of
from storage.business_calendar import use_cache
from storage.clock import DEFAULT_ZONE, Clock, ShiftedClock, SystemClock
from storage.crypto import Ask, make_key
from storage.engine.database import Database
from storage.engine.feed import Feed
from storage.errors import ServiceError, StorageFault
from storage.ids import IdSource
from storage.locations import Locations
from storage.services.core import Core
from storage.services.keys import Rekeyed, change, key_for, key_of, once, protect

if TYPE_CHECKING:
    from storage.desk import Desk
    from storage.services.account_plans import AccountPlans
    from storage.services.answers import Answers
    from storage.services.bulk import Bulk
    from storage.services.calendar import Calendar
    from storage.services.campaigns import Campaigns
    from storage.services.cards import Cards
    from storage.services.changes import Changes
    from storage.services.committee import Committee
    from storage.services.disclosure import Disclosure
    from storage.services.duplicates import Duplicates
    from storage.services.exchange import Exchange
    from storage.services.explanations import Explanations
    from storage.services.fairs import Fairs
    from storage.services.feedback import FeedbackCases
    from storage.services.follow_ups import FollowUps
    from storage.services.gifts import Gifts
    from storage.services.handovers import Handovers
    from storage.services.identification import Identification
    from storage.services.identities import Identities
    from storage.services.interactions import Interactions
    from storage.services.library import Library
    from storage.services.lists import Lists
    from storage.services.maintenance import Maintenance
    from storage.services.orders import Orders
    from storage.services.playbooks import Playbooks
    from storage.services.policies import Policies
    from storage.services.privacy import Privacy
    from storage.services.records import Records
    from storage.services.reports import Reports
    from storage.services.review import Review
    from storage.services.segments import Segments
    from storage.services.stages import Stages
    from storage.services.stock import StockRoom
    from storage.services.terminations import Terminations
    from storage.services.tickets import Tickets
    from storage.services.touchpoints.audits import Audits
    from storage.services.touchpoints.register import Touchpoints
    from storage.services.touchpoints.surveys import Surveys
    from storage.services.trail import Trail
    from storage.services.users import Users
    from storage.services.value import Value
    from storage.services.views import Views
    from storage.services.workshop import Workshop


class Services:
    """All services of one open database; each is imported when it is first asked for."""

    def __init__(self, core: Core) -> None:
        self.core = core

    @cached_property
    def lists(self) -> Lists:
        """What the screen and the command line show; loads no SQLModel."""
        from storage.services.lists import Lists

        return Lists(self.core)

    @cached_property
    def library(self) -> Library:
        """Objections and standard answers. Loads no SQLModel."""
        from storage.services.library import Library

        return Library(self.core)

    @cached_property
    def cards(self) -> Cards:
        """One record with everything around it; the agenda. Loads no SQLModel."""
        from storage.services.cards import Cards

        return Cards(self.core)

    @cached_property
    def calendar(self) -> Calendar:
        """The days of the follow-up calendar. Loads no SQLModel."""
        from storage.services.calendar import Calendar

        return Calendar(self.core)

    @cached_property
    def account_plans(self) -> AccountPlans:
        """The account plan of a customer. Loads no SQLModel."""
        from storage.services.account_plans import AccountPlans

        return AccountPlans(self.core)

    @cached_property
    def stages(self) -> Stages:
        """Stage moves and strategies."""
        from storage.services.stages import Stages

        return Stages(self.core)

    @cached_property
    def views(self) -> Views:
        """Saved views of the lists."""
        from storage.services.views import Views

        return Views(self.core)

    @cached_property
    def review(self) -> Review:
        """Open deals with first gap and next step; the forecast. Loads no SQLModel."""
        from storage.services.review import Review

        return Review(self.core)

    @cached_property
    def committee(self) -> Committee:
        """Buying committees with their figures; threads. Loads no SQLModel."""
        from storage.services.committee import Committee

        return Committee(self.core)

    @cached_property
    def bulk(self) -> Bulk:
        """One act for many records."""
        from storage.services.bulk import Bulk

        return Bulk(self.core)

    @cached_property
    def records(self) -> Records:
        """Creating, changing and archiving records of any kind."""
        from storage.services.records import Records

        return Records(self.core)

    @cached_property
    def interactions(self) -> Interactions:
        """Logging touches."""
        from storage.services.interactions import Interactions

        return Interactions(self.core)

    @cached_property
    def follow_ups(self) -> FollowUps:
        """Doing, snoozing, moving and skipping what is planned."""
        from storage.services.follow_ups import FollowUps

        return FollowUps(self.core)

    @cached_property
    def playbooks(self) -> Playbooks:
        """Playbooks and their runs; the steps of a deal."""
        from storage.services.playbooks import Playbooks

        return Playbooks(self.core)

    @cached_property
    def feedback(self) -> FeedbackCases:
        """The feedback queue."""
        from storage.services.feedback import FeedbackCases

        return FeedbackCases(self.core)

    @cached_property
    def tickets(self) -> Tickets:
        """Service tickets with their steps."""
        from storage.services.tickets import Tickets

        return Tickets(self.core)

    @cached_property
    def stock(self) -> StockRoom:
        """The stock of spare parts."""
        from storage.services.stock import StockRoom

        return StockRoom(self.core)

    @cached_property
    def workshop(self) -> Workshop:
        """Who can go where, what is on the shelf, what helped before. Loads no SQLModel."""
        from storage.services.workshop import Workshop

        return Workshop(self.core)

    @cached_property
    def duplicates(self) -> Duplicates:
        """Customers that may be one, and their merge."""
        from storage.services.duplicates import Duplicates

        return Duplicates(self.core)

    @cached_property
    def handovers(self) -> Handovers:
        """Customers on their way to another owner."""
        from storage.services.handovers import Handovers

        return Handovers(self.core)

    @cached_property
    def campaigns(self) -> Campaigns:
        """Campaigns and their members."""
        from storage.services.campaigns import Campaigns

        return Campaigns(self.core)

    @cached_property
    def privacy(self) -> Privacy:
        """What persons agreed to, what is held on them."""
        from storage.services.privacy import Privacy

        return Privacy(self.core)

    @cached_property
    def terminations(self) -> Terminations:
        """Parting with customers, and what is allowed after it."""
        from storage.services.terminations import Terminations

        return Terminations(self.core)

    @cached_property
    def gifts(self) -> Gifts:
        """The gift and meal register."""
        from storage.services.gifts import Gifts

        return Gifts(self.core)

    @cached_property
    def identification(self) -> Identification:
        """Requests of other systems by five elements; their log."""
        from storage.services.identification import Identification

        return Identification(self.core)

    @cached_property
    def identities(self) -> Identities:
        """Identities of customers with their documents."""
        from storage.services.identities import Identities

        return Identities(self.core)

    @cached_property
    def fairs(self) -> Fairs:
        """Visitors of trade fairs."""
        from storage.services.fairs import Fairs

        return Fairs(self.core)

    @cached_property
    def answers(self) -> Answers:
        """NSABC answers, fit and odds."""
        from storage.services.answers import Answers

        return Answers(self.core)

    @cached_property
    def explanations(self) -> Explanations:
        """Figures with everything that led to them. Loads no SQLModel."""
        from storage.services.explanations import Explanations

        return Explanations(self.core)

    @cached_property
    def changes(self) -> Changes:
        """Undo and redo."""
        from storage.services.changes import Changes

        return Changes(self.core)

    @cached_property
    def orders(self) -> Orders:
        """Sales orders with their lines."""
        from storage.services.orders import Orders

        return Orders(self.core)

    @cached_property
    def exchange(self) -> Exchange:
        """Import and export."""
        from storage.services.exchange import Exchange

        return Exchange(self.core)

    @cached_property
    def value(self) -> Value:
        """What customers are worth. Loads no SQLModel."""
        from storage.services.value import Value

        return Value(self.core)

    @cached_property
    def reports(self) -> Reports:
        """Reports on the whole book. Loads no SQLModel."""
        from storage.services.reports import Reports

        return Reports(self.core)

    @cached_property
    def segments(self) -> Segments:
        """What a filter would make a segment of. Loads no SQLModel."""
        from storage.services.segments import Segments

        return Segments(self.core)

    @cached_property
    def audits(self) -> Audits:
        """Audits by a checklist."""
        from storage.services.touchpoints.audits import Audits

        return Audits(self.core)

    @cached_property
    def surveys(self) -> Surveys:
        """Survey calls, answers and results. Loads no SQLModel to read."""
        from storage.services.touchpoints.surveys import Surveys

        return Surveys(self.core)

    @cached_property
    def touchpoints(self) -> Touchpoints:
        """The register of touchpoints and the matrix. Loads no SQLModel to read."""
        from storage.services.touchpoints.register import Touchpoints

        return Touchpoints(self.core)

    @cached_property
    def trail(self) -> Trail:
        """The audit trail. Loads no SQLModel."""
        from storage.services.trail import Trail

        return Trail(self.core)

    @cached_property
    def policies(self) -> Policies:
        """The figures of the rules."""
        from storage.services.policies import Policies

        return Policies(self.core)

    @cached_property
    def users(self) -> Users:
        """Users, roles and teams."""
        from storage.services.users import Users

        return Users(self.core)

    @cached_property
    def disclosure(self) -> Disclosure:
        """Hidden values, each with a reason that is kept."""
        from storage.services.disclosure import Disclosure

        return Disclosure(self.core)

    @cached_property
    def maintenance(self) -> Maintenance:
        """Change of date, backup, restore, doctor."""
        from storage.services.maintenance import Maintenance

        return Maintenance(self.core)

    @cached_property
    def desk(self) -> Desk:
        """Drafts and last places of this user."""
        from storage.desk import Desk

        return Desk(self.core.database.path, self.core.database.key, self.core.login)

    def actor(self) -> Actor:
        """The user of this process."""
        return self.core.actor()

    def feed(self) -> Feed:
        """A change feed; the owner closes it."""
        return self.core.database.feed()

    def interrupt(self, group: str) -> None:
        """Breaks off the running read of a group."""
        self.core.database.interrupt(group)

    def close(self) -> None:
        """Closes everything that was opened."""
        desk = self.__dict__.get("desk")
        if desk is not None:
            desk.close()
        self.note_end()
        self.core.database.close()

    def note_end(self) -> None:
        """Notes the end of the audit chain elsewhere, where this session wrote something."""
        if self.core.database.has_written:
            with suppress(OSError, ServiceError):  # the doctor says how old the last note is
                self.trail.anchor()


def open_services(
    locations: Locations,
    *,
    clock: Clock | None = None,
    ids: IdSource | None = None,
    readonly: bool = False,
    demo: bool = False,
    demo_as: str = "",
    origin: str = "",
    today: date | None = None,
    ask: Ask | None = None,
) -> Services:
    """Opens an existing database, brings it up to date, and returns its services.

    `demo_as` is the login by which the demo is looked at as a team; no other database knows it.
    `ask` is asked for the passphrase where the key has one.
    Without a `clock` the machine's own is taken, in the zone of the database, begun on `today`
    where that is given.
    Raises StorageFault with the code of what is wrong with file, key or library; never creates
    a database (product 1).
    """
    path = locations.demo(team=bool(demo_as)) if demo else locations.database
    if not path.exists():  # said before its key is missed
        raise StorageFault("fault.missing", path=str(path))
    key = None if demo or is_plain(path) else key_of(locations, path, ask)
    database = _opened(path, key, readonly=readonly)
    use_cache(locations.cache)
    zone = _settings(database)
    if clock is None:
        name = zone.get("zone", DEFAULT_ZONE)
        clock = SystemClock(name) if today is None else ShiftedClock(today, name)
    ids = ids or IdSource(clock.now)
    service = zone.get("service_account", "")
    login = zone.get("demo_login") or account(service, path.parent)[0]
    core = Core(database, locations, clock, ids, origin=origin_of(origin), login=login)
    core.is_demo = "demo_login" in zone
    if core.is_demo and demo_as:
        core.login = demo_as
    core.is_served = not core.is_demo and is_service(service, path.parent)
    core.profile = Profile(zone.get("profile", Profile.SINGLE.value))
    return Services(core)


def _opened(path: Path, key: bytes | None, *, readonly: bool) -> Database:
    """The database, brought up to date unless it may only be read.

    Every connection reads the whole schema, so that the one which asks for the version stays.
    """
    from storage.migrations.runner import NEWEST, check_version, migrate

    database = Database(path, key, readonly=readonly)
    if readonly:
        return database
    try:
        version = database.read(lambda reader: check_version(reader.connection, path))
    except BaseException:
        database.close()
        raise
    if version == NEWEST:
        return database
    database.close()
    migrate(path, key, path.parent / "backups")
    return Database(path, key)


def _settings(database: Database) -> dict[str, str]:
    rows = database.read(
        lambda reader: reader.rows(
            "SELECT key, value FROM setting WHERE deleted_at IS NULL"
            " AND key IN ('zone', 'profile', 'demo_login', 'service_account')"
        )
    )
    return dict(rows)


def is_plain(path: Path) -> bool:
    """Is this an ordinary SQLite file; only the demo is."""
    try:
        with path.open("rb") as stream:
            return stream.read(16) == b"SQLite format 3\x00"
    except OSError:
        return False


def create_database(
    locations: Locations,
    *,
    profile: Profile = Profile.SINGLE,
    clock: Clock | None = None,
    ids: IdSource | None = None,
    language: str = "en",
) -> Path:
    """Makes key, encrypted file and the first user (all roles in the single profile, D-28).

    Returns the path of the key, which the caller must show to the user. Raises `fault.exists`
    where a database is there already.
    """
    from storage.services.founding import found

    path = locations.database
    key_path = locations.key_file(path)
    clock = clock or SystemClock()
    if path.exists():
        raise StorageFault("fault.exists", path=str(path))
    key = key_of(locations, path, None) if key_path.exists() else make_key(key_path)
    found(path, key, clock, ids or IdSource(clock.now), profile=profile, language=language)
    return key_path


def restore_database(
    locations: Locations, backup: Path, moment: str, ask: Ask | None = None
) -> Path | None:
    """Puts a checked backup in the place of the database; returns where the old file went.

    Works where the database itself cannot be opened. `moment` names the kept file. Raises
    StorageFault where the backup is not one of ours, is damaged, or needs another key. One made
    before the key was changed comes back under the present key. The log tells of it, where the
    restored database knows who does it.
    """
    from storage.services.maintenance import restore

    target, told = locations.database, once(ask)
    key, present = (None, None) if is_plain(backup) else key_for(locations, backup, told)
    kept = target.with_name(f"{target.stem}-replaced-{moment}{target.suffix}")
    noted = anchors_of(locations.key_file(target))
    moved = restore(backup, target, key, kept, present=present, noted=noted)
    _note(locations, "access.restore", backup.name, told)
    return moved


def change_key(locations: Locations, moment: str, ask: Ask | None = None) -> Rekeyed:
    """Another key for the database and its desk (`keys.change`), told in the log."""
    told = once(ask)
    done = change(locations, moment, told)
    _note(locations, "access.rekey", done.key.name, told)
    return done


def protect_key(locations: Locations, passphrase: str, ask: Ask | None = None) -> None:
    """The key under a passphrase, another one, or "" for none (`keys.protect`), told in the log."""
    protect(locations, passphrase, ask)
    label = "access.protect" if passphrase else "access.unprotect"
    file = locations.key_file(locations.database).name
    _note(locations, label, file, (lambda: passphrase) if passphrase else None)


def _note(locations: Locations, label: str, file: str, ask: Ask | None) -> None:
    with (
        suppress(ServiceError),
        closing(open_services(locations, origin="cli", ask=ask)) as services,
    ):
        services.maintenance.note(label, file)
