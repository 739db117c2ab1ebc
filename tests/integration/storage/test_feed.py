"""The change feed: own and foreign writes take the same road; false alarms are said to be such."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from models.views.draft import FormDraft
from storage.engine.connect import connect
from storage.engine.feed import Feed
from storage.services import Services
from tests.factories import a_customer


@pytest.fixture
def feed(services: Services) -> Iterator[Feed]:
    opened = services.feed()
    yield opened
    opened.close()


def test_own_writes_are_seen_once(services: Services, feed: Feed) -> None:
    assert feed.poll() is None
    made = a_customer(services)
    change = feed.poll()
    assert change is not None
    assert made.id in change.ids
    assert {"customer", "follow_up"} <= change.kinds
    assert feed.poll() is None


def test_writes_of_another_session_are_seen(
    services: Services, second: Services, feed: Feed
) -> None:
    made = a_customer(second)
    change = feed.poll()
    assert change is not None
    assert change.meets(frozenset({"customer"}))
    assert not change.meets(frozenset({"saved_view"}))
    assert made.id in change.ids


def test_a_change_without_an_entry_means_everything(services: Services, feed: Feed) -> None:
    stranger = connect(services.core.database.path, services.core.database.key)
    stranger.execute("INSERT INTO counter (prefix, last) VALUES ('Z', 1)")
    stranger.close()
    change = feed.poll()
    assert change is not None
    assert change.everything
    assert change.meets(frozenset({"customer"}))


def test_a_checkpoint_is_at_most_a_false_alarm(services: Services, feed: Feed) -> None:
    a_customer(services)
    feed.poll()
    other = connect(services.core.database.path, services.core.database.key)
    other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    other.close()
    change = feed.poll()
    assert change is None or change.everything
    assert feed.poll() is None


def test_typing_wakes_nobody(services: Services, feed: Feed) -> None:
    moment = datetime(2026, 3, 2, tzinfo=UTC)
    services.desk.save(FormDraft("customer", "new", {"name": "华"}, {}, 0, "name", (0, 1), moment))
    assert feed.poll() is None


def test_a_refused_write_wakes_nobody(services: Services, feed: Feed) -> None:
    with pytest.raises(RuntimeError):
        services.core.write("change.set", {}, _fail)
    assert feed.poll() is None


def _fail(_work: object) -> None:
    raise RuntimeError
