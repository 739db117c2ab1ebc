"""What lies on the disk: no name, note, number or draft in clear, in any file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from models.views.draft import FormDraft
from storage.services import Services
from tests.factories import a_case, a_contact, a_customer

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


def leaks(folder: Path) -> list[tuple[str, str]]:
    """(file, word) for each planted word found in clear, in the usual encodings."""
    found = []
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            for word in PLANTED:
                for encoding in ("utf-8", "utf-16-le"):
                    if word.encode(encoding) in content:
                        found.append((path.name, word))
    return found


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
