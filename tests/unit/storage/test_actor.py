"""Who is at the keyboard: never what the environment says, but under a team's service account."""

from __future__ import annotations

import os
import pwd
from collections.abc import Callable
from pathlib import Path

import pytest

from models.fields.vocabulary import Vocabulary
from storage import actor
from storage.errors import NotFound, Refused
from storage.services import Services
from tests.factories import a_contact, a_customer

SERVICE, CALLER = 990, 1001
NAMES = {
    SERVICE: ("fivefold", "", "/usr/sbin/nologin"),
    CALLER: ("li", "李娜,,,", "/bin/bash"),
    0: ("root", "root", "/bin/bash"),
}


@pytest.fixture(autouse=True)
def accounts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A service account, a user, and variables that say "boss"."""

    def getpwuid(uid: int) -> pwd.struct_passwd:
        login, gecos, shell = NAMES[uid]
        return pwd.struct_passwd((login, "x", uid, uid, gecos, "/", shell))

    monkeypatch.setattr(pwd, "getpwuid", getpwuid)
    for name in ("USER", "LOGNAME", "USERNAME", "SUDO_USER"):
        monkeypatch.setenv(name, "boss")
    monkeypatch.delenv("SUDO_UID", raising=False)


def as_uid(monkeypatch: pytest.MonkeyPatch, uid: int, owner: int, sudo_uid: str | None) -> None:
    """This process runs as `uid` over data of `owner`, called by `sudo_uid`."""
    monkeypatch.setattr(os, "getuid", lambda: uid)
    real = Path.stat

    def stat(path: Path, **more: bool) -> os.stat_result:
        found = real(path, **more)
        return os.stat_result((*found[:4], owner, *found[5:]))

    monkeypatch.setattr(Path, "stat", stat)
    if sudo_uid is not None:
        monkeypatch.setenv("SUDO_UID", sudo_uid)


@pytest.mark.parametrize(
    ("uid", "owner", "service", "sudo_uid", "login"),
    [
        (SERVICE, SERVICE, "fivefold", "1001", "li"),  # the one case in which it counts
        (SERVICE, SERVICE, "fivefold", None, "fivefold"),  # from cron
        (SERVICE, SERVICE, "fivefold", "1001 ", "fivefold"),
        (SERVICE, SERVICE, "fivefold", "-1", "fivefold"),
        (SERVICE, SERVICE, "fivefold", "boss", "fivefold"),
        (SERVICE, SERVICE, "fivefold", "٣", "fivefold"),  # digits, but none of ours
        (SERVICE, SERVICE, "", "1001", "fivefold"),  # no service account was set
        (SERVICE, SERVICE, "other", "1001", "fivefold"),
        (SERVICE, CALLER, "fivefold", "0", "fivefold"),  # somebody else's data
        (CALLER, CALLER, "fivefold", "0", "li"),  # forged by an ordinary user
        (CALLER, CALLER, "li", "0", "li"),  # who also wrote it into their own settings
        (CALLER, SERVICE, "fivefold", "0", "li"),
        (0, 0, "root", "1001", "root"),  # plain sudo, no service account
    ],
)
def test_only_sudo_into_the_service_account_names_somebody_else(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    uid: int,
    owner: int,
    service: str,
    sudo_uid: str | None,
    login: str,
) -> None:
    as_uid(monkeypatch, uid, owner, sudo_uid)
    assert actor.account(service, tmp_path)[0] == login


def test_a_caller_without_an_account_is_nobody_known(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    as_uid(monkeypatch, SERVICE, SERVICE, "1001")
    monkeypatch.setitem(NAMES, CALLER, ("li", "李娜,,,", "/bin/bash"))
    assert actor.account("fivefold", tmp_path) == ("li", "李娜")
    monkeypatch.setattr(pwd, "getpwuid", _unknown)
    assert actor.account("fivefold", tmp_path)[0] == f"uid{SERVICE}"
    assert actor.service_account() == ""


def _unknown(uid: int) -> pwd.struct_passwd:
    raise KeyError(uid)


@pytest.mark.parametrize(
    ("environ", "origin"),
    [
        ({}, "cli"),
        ({"SSH_CONNECTION": "192.0.2.7 50000 192.0.2.1 22"}, "cli 192.0.2.7"),
        ({"SSH_CLIENT": "2001:db8::7 50000 22"}, "cli 2001:db8::7"),
        ({"SSH_CONNECTION": "boss; rm -rf / 1 2 3"}, "cli"),
    ],
)
def test_the_log_knows_from_where(environ: dict[str, str], origin: str) -> None:
    assert actor.origin_of("cli", environ) == origin


def test_under_the_service_account_files_go_by_the_users_own_folder(services: Services) -> None:
    core = services.core
    elsewhere = core.locations.config / "fivefold.key"
    assert core.at(elsewhere) == elsewhere  # alone everything is one's own
    core.is_served = True
    own = core.folder / "book.csv"
    assert core.at(own) == own.resolve()
    assert core.at(Path(own.name)) == own.resolve()  # as one would say it
    assert own.parent.stat().st_mode & 0o077 == 0
    (core.folder / "link").symlink_to(elsewhere)
    for path in (
        elsewhere,
        core.folder,
        core.folder / ".." / "boss" / "book.csv",
        core.folder / "link",
        Path("link"),
        Path("../boss/book.csv"),
        Path("~/book.csv"),
        Path("/etc/passwd"),
        core.database.path,
    ):
        with pytest.raises(Refused, match=r"path\.outside"):
            core.at(path)


def test_no_service_writes_or_reads_past_that_folder(services: Services) -> None:
    """Whatever takes a path asks for it: none is opened that the user could not name."""
    customer, survey = a_customer(services), services.records.create("survey", {"title": "x"})
    a_contact(services, customer)
    core = services.core
    key = core.locations.key_file(core.database.path)
    before = key.read_bytes()
    core.is_served = True
    privacy = services.privacy
    query = services.lists.parse("", "customers")
    acts: dict[str, Callable[[], object]] = {
        "export": lambda: services.exchange.export(
            "customers", query, "csv", key, overwrite=True, reason="x"
        ),
        "page": lambda: services.exchange.print_page("today", ["x"], key, overwrite=True),
        "table": lambda: services.exchange.print_table(
            "review", ["x"], [["y"]], "csv", key, overwrite=True
        ),
        "preview": lambda: services.exchange.preview(key, vocabulary=Vocabulary({}, {})),
        "subject": lambda: privacy.subject_report(
            "customer", customer.id, key, lambda _report: "x", overwrite=True, reason="asked for"
        ),
        "erase": lambda: privacy.erase(
            "customer", customer.id, key, lambda _report: "x", overwrite=True, reason="asked for"
        ),
        "retention": lambda: privacy.retention_run(key, lambda _run: "x", reason="asked for"),
        "survey": lambda: services.surveys.take_file(key, survey.id, {}),
        "backup": lambda: services.maintenance.backup(key),
    }
    for name, act in acts.items():
        with pytest.raises(Refused, match=r"path\.outside"):
            act()
        assert key.read_bytes() == before, name
    path = core.folder / "held.md"
    privacy.subject_report("customer", customer.id, path, lambda _report: "held", reason="x")
    assert (path.read_text(), path.stat().st_mode & 0o777) == ("held", 0o640)
    with pytest.raises(NotFound):
        privacy.subject_report("user", 1, core.folder / "user.md", lambda _report: "x", reason="x")
