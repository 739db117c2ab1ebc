"""Who is this, by five elements: a book of many identities against one of a hundred."""

from __future__ import annotations

import shutil
from itertools import count
from typing import Any

from benchmarks import data
from benchmarks.measure import Bench, timed
from models.rules.identity import FiveElements, check_digit
from models.views.identity import Asked
from storage.crypto import read_key
from storage.engine.connect import connect
from storage.locations import Locations, find
from storage.sealing import document_digest, seal
from storage.services import Services

GROUP = "identify"
FEW, MANY = 100, 100_000
_ASKED = Asked("clinic", "dr.wang", "SERVICE", ("visits",))


def run(bench: Bench) -> None:
    """A match with its activity, and an unknown number; each a commit of its own."""
    many, few = (data.opened(_home(bench, size)) for size in (MANY, FEW))
    numbers = count(MANY * 2)

    def match(services: Services, number: int) -> float:
        return timed(lambda: services.identification.identify(_five(number), _ASKED))

    def unknown(services: Services) -> float:
        five = _five(next(numbers))
        return timed(lambda: services.identification.identify(five, _ASKED))

    rounds = bench.rounds * 5
    name = f"{MANY:,} identities"
    places = iter(range(10, 10 + 2 * rounds + 2))
    match(many, 5), match(few, 5)
    for what, sample in (
        ("a match", lambda services: match(services, next(places) % FEW)),
        ("an unknown number", unknown),
    ):
        bench.compare(
            GROUP,
            f"{what} among {name}",
            lambda sample=sample: sample(many),  # type: ignore[misc]
            lambda sample=sample: sample(few),  # type: ignore[misc]
            unit="ms",
            peer_name=f"among {FEW}",
            goal=1.2,
            rounds=rounds,
        )
    many.close()
    few.close()


def _five(number: int) -> FiveElements:
    """The elements of the person of that number, valid and different from all others."""
    year, rest = 1950 + number // 1000 % 50, number // 50_000
    first = f"110105{year}{rest % 12 + 1:02d}{rest // 12 + 1:02d}{number % 1000:03d}"
    born = f"{first[6:10]}-{first[10:12]}-{first[12:14]}"
    sex = "M" if int(first[16]) % 2 else "F"
    return FiveElements(f"李{number}", sex, born, "RESIDENT_ID", first + check_digit(first))


def _home(bench: Bench, size: int) -> Locations:
    """A thousand customers with so many identities among them; made at its first use."""
    folder = bench.work / f"identities-{size}"
    found = find(environ={"FIVEFOLD_HOME": str(folder)})
    if (folder / "complete").exists():
        return found
    plain = data.home(bench.work, bench.small)
    shutil.rmtree(found.data.parent, ignore_errors=True)
    shutil.copytree(plain.data.parent, found.data.parent)
    services = data.opened(found)
    services.records.create("source_system", {"key": "clinic", "name": "诊所", "scopes": "visits"})
    customers = [
        row[0]
        for row in services.core.read(lambda r: r.rows("SELECT id FROM customer ORDER BY id"))
    ]
    services.close()
    key = read_key(found.key_file(found.database))
    connection = connect(found.database, key)
    try:
        connection.execute("PRAGMA synchronous = OFF")
        _fill(connection, key, customers, size)
        connection.execute("ANALYZE")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
    (folder / "complete").touch()
    return found


def _fill(connection: Any, key: bytes, customers: list[int], size: int) -> None:
    at = "2026-03-02T02:00:00Z"
    ((system,),) = connection.execute("SELECT id FROM source_system")
    people, documents, told = [], [], []
    for number in range(size):
        five, own = _five(number), 2**40 + number
        customer = customers[number % len(customers)]
        people.append((own, at, at, customer, five.name, five.sex, five.birth_date))
        sealed = seal(key, "document.document_number", own, five.document_number)
        digest = document_digest(key, five.document_type, five.document_number)
        documents.append((own, at, at, own, sealed, digest))
        told.append((own, at, at, customer, system, at, f"visit {number}"))
    connection.execute("BEGIN")
    connection.executemany(
        "INSERT INTO identity (id, created_at, updated_at, version, customer_id, name, sex,"
        " birth_date, legal_basis, state) VALUES (?, ?, ?, 1, ?, ?, ?, ?, 'CONSENT', 'ACTIVE')",
        people,
    )
    connection.executemany(
        "INSERT INTO document (id, created_at, updated_at, version, identity_id, document_type,"
        " document_number, number_hmac, state) VALUES (?, ?, ?, 1, ?, 'RESIDENT_ID', ?, ?,"
        " 'CURRENT')",
        documents,
    )
    connection.executemany(
        "INSERT INTO activity_record (id, created_at, updated_at, version, customer_id, system_id,"
        " kind, at, payload) VALUES (?, ?, ?, 1, ?, ?, 'visits', ?, ?)",
        told[:FEW],
    )
    connection.execute("COMMIT")
