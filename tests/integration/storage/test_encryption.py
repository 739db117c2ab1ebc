"""What lies on the disk: no name, note, number or draft in clear, in any file."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from models.views.draft import FormDraft
from storage.clock import FixedClock
from storage.errors import Cancelled
from storage.locations import Locations
from storage.services import Services, change_key
from tests.factories import a_case, a_contact, a_customer
from tests.integration.storage.test_export import write
from tests.workspaces import lay_demo, open_demo

PLANTED = (
    "Plantedname",
    "种子客户公司",
    "13912345678",
    "Secretnote",
    "Draftwords",
    "Complaintwords",
)


def planted(services: Services) -> None:
    customer = a_customer(services, name="Plantedname 种子客户公司")
    a_contact(services, customer, name="Plantedname", mobile="13912345678")
    services.interactions.touch(customer.id, {"channel": "EMAIL", "summary": "Secretnote"})
    a_case(services, customer, text="Complaintwords")
    moment = datetime(2026, 3, 2, tzinfo=UTC)
    values = {"name": "Draftwords"}
    services.desk.save(FormDraft("customer", "new", values, {}, 0, "name", (0, 0), moment))


def leaks(folder: Path, words: Sequence[str] = PLANTED) -> list[tuple[str, str]]:
    """(file, word) for each planted word found in clear, in the usual encodings."""
    found = []
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            for word in words:
                if any(form in content for form in _forms(word)):
                    found.append((path.name, word))
    return found


def _forms(word: str) -> set[bytes]:
    """How a word may lie on a disk: in the usual encodings, as base64 at any offset, turned."""
    clear = word.encode()
    forms = {word.encode(name) for name in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")}
    forms |= {clear.hex().encode(), clear.hex().upper().encode(), word[::-1].encode()}
    forms.add(word.encode("ascii", "backslashreplace"))
    digits = "".join(char for char in word if char.isdigit())
    if len(digits) >= 8:
        forms |= {digits.encode(), digits[::-1].encode()}
    for offset, cut in ((0, 0), (1, 2), (2, 3)):
        made = base64.b64encode(b"-" * offset + clear)[cut:].rstrip(b"=")
        forms.add(made[:-1])  # its last letter may hold bits of what follows
    return forms


def test_no_planted_word_is_in_any_file(services: Services, tmp_path: Path) -> None:
    planted(services)
    services.maintenance.backup(tmp_path / "home" / "backup.db")
    names = {path.name for path in (tmp_path / "home").rglob("*")}
    assert {"fivefold.db", "fivefold.db-wal", "fivefold.db-desk", "backup.db"} <= names
    assert leaks(tmp_path / "home") == []
    services.close()
    assert leaks(tmp_path / "home") == []


def test_the_probe_itself_finds_what_is_in_clear(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes("... 种子客户公司 ...".encode())
    assert leaks(tmp_path) == [("plain", "种子客户公司")]
    (tmp_path / "plain").write_bytes(base64.b64encode(b"+13912345678..."))
    assert leaks(tmp_path) == [("plain", "13912345678")]
    (tmp_path / "plain").write_bytes("种子客户公司".encode("gb18030"))
    assert leaks(tmp_path) == [("plain", "种子客户公司")]


def test_the_key_lies_apart_and_is_private(services: Services) -> None:
    places = services.core.locations
    key = places.key_file(places.database)
    assert key.stat().st_mode & 0o777 == 0o600
    assert places.data not in key.parents
    assert places.database.stat().st_mode & 0o077 == 0


def test_a_whole_mobile_number_finds_its_owner_though_it_is_sealed(services: Services) -> None:
    customer = a_customer(services)
    a_contact(services, customer, mobile="139 1234 5678")
    found = services.lists.parse("13912345678", "customers")
    assert list(services.lists.ids(found)) == [customer.id]


ID_NUMBER = "110105198005203018"
THIEVES_LOOK_FOR = (
    *PLANTED,
    "0755-26009876",  # home phone
    "Householdwords",
    ID_NUMBER,
    "13700137000",  # a mobile in a draft
)


def planted_everywhere(services: Services, folder: Path) -> None:
    """Everything a thief wants, through every door that leaves a file behind."""
    planted(services)
    person = services.lists.page(services.lists.parse("Plantedname", "contacts"), limit=1).rows[0]
    services.records.update(
        "contact", person.id, {"home_phone": "0755-26009876", "household_note": "Householdwords"}
    )
    services.identities.add(
        person.customer_id,
        {
            "name": "李秀英", "sex": "M", "birth_date": "1980-05-20",
            "document_type": "RESIDENT_ID", "document_number": ID_NUMBER,
            "legal_basis": "CONSENT", "basis_note": "12",
        },
    )  # fmt: skip
    moment = datetime(2026, 3, 2, tzinfo=UTC)
    texts = {"mobile": "13700137000"}
    services.desk.save(FormDraft("contact", "new", texts, {}, 0, "mobile", (0, 0), moment))
    folder.mkdir(exist_ok=True)
    services.maintenance.backup(folder / "stolen.db")
    services.maintenance.drill(folder / "stolen.db")
    with pytest.raises(Cancelled):  # what an export leaves that was broken off
        write(services, "contacts", folder / "out.csv", progress=Stopping())


class Stopping:
    """Stops long work at its first look."""

    def report(self, done: int, total: int) -> None:
        del done, total

    def cancelled(self) -> bool:
        return True


@pytest.mark.slow
def test_ac_144_a_thief_finds_nothing_in_any_file(services: Services, tmp_path: Path) -> None:
    home = services.core.database.path.parent
    planted_everywhere(services, home / "backups")
    assert leaks(tmp_path, THIEVES_LOOK_FOR) == []
    services.close()
    assert leaks(tmp_path, THIEVES_LOOK_FOR) == []
    change_key(services.core.locations, "20260302-100000")
    assert leaks(tmp_path, THIEVES_LOOK_FOR) == []
    suffixes = {path.name for path in home.rglob("*")}
    assert {"fivefold.db", "fivefold.db-desk", "stolen.db"} <= suffixes


@pytest.mark.slow
def test_ac_144_in_the_plain_demo_no_number_is_readable(
    home: Locations, clock: FixedClock, tmp_path: Path
) -> None:
    lay_demo(home)
    services = open_demo(home, clock)
    planted_everywhere(services, home.cache / "copies")
    numbers = [one for one in THIEVES_LOOK_FOR if any(char.isdigit() for char in one)]
    assert len(numbers) == 4
    assert leaks(tmp_path, (*numbers, "Householdwords")) == []
    services.close()
    assert leaks(tmp_path, (*numbers, "Householdwords")) == []
    assert leaks(tmp_path, ("Plantedname",)) != []  # it is plain otherwise, and the probe sees it
