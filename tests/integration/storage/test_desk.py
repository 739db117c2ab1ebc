"""The desk file: half-typed forms and last places, per user, on disk at once."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from models.views.draft import FormDraft
from storage.crypto import make_key
from storage.desk import Desk, desk_path
from storage.engine.connect import connect
from storage.services import Services

MOMENT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def a_draft(subject: str = "C-000001", moment: datetime = MOMENT) -> FormDraft:
    return FormDraft(
        "customer", subject, {"name": "华信\n二"}, {"name": "华信"}, 3, "name", (1, 2), moment
    )


def test_a_draft_comes_back_as_it_was(services: Services) -> None:
    services.desk.save(a_draft())
    assert services.desk.draft("customer", "C-000001") == a_draft()
    assert services.desk.draft("contact", "C-000001") is None


def test_a_draft_is_on_disk_before_the_file_is_closed(services: Services) -> None:
    services.desk.save(a_draft())
    core = services.core
    other = Desk(core.database.path, core.database.key, core.login)
    assert other.drafts() == [a_draft()]
    other.close()


def test_the_newest_draft_of_a_form_stands(services: Services) -> None:
    later = MOMENT.replace(hour=3)
    services.desk.save(a_draft())
    services.desk.save(a_draft(moment=later))
    services.desk.save(a_draft("new"))
    assert [(one.subject, one.saved_at) for one in services.desk.drafts()] == [
        ("C-000001", later),
        ("new", MOMENT),
    ]
    services.desk.drop("customer", "C-000001")
    assert [one.subject for one in services.desk.drafts()] == ["new"]


def test_each_user_has_a_desk(services: Services) -> None:
    core = services.core
    services.desk.save(a_draft())
    services.desk.keep_place("customers", {"query": "grade:A", "row": 7})
    other = Desk(core.database.path, core.database.key, "somebody")
    assert other.drafts() == []
    assert other.place("customers") == {}
    other.close()
    assert services.desk.place("customers") == {"query": "grade:A", "row": 7}


def test_the_desk_is_private(services: Services) -> None:
    services.desk.save(a_draft())
    assert desk_path(services.core.database.path).stat().st_mode & 0o077 == 0


def test_a_draft_is_sealed_on_the_disk_even_in_a_plain_file(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "demo.db", None, "chensi")
    typed = FormDraft("contact", "new", {"mobile": "13912345678"}, {}, 0, "mobile", (0, 0), MOMENT)
    desk.save(typed)
    assert desk.drafts() == [typed]
    for path in tmp_path.iterdir():
        assert b"13912345678" not in path.read_bytes()
    desk.close()


def test_older_drafts_are_read_and_those_that_do_not_open_left_out(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "demo.db", None, "chensi")
    desk.save(a_draft("C-000002"))
    plain = '{"values": {}, "originals": {}, "version": 0, "focus": "name", "cursor": [0, 0]}'
    connection = connect(desk_path(tmp_path / "demo.db"), None)
    connection.execute("UPDATE draft SET subject = 'C-000009'")  # sealed for another place
    connection.execute(
        "INSERT INTO draft VALUES ('chensi', 'contact', 'new', ?, '2026-03-02T00:00:00Z')", (plain,)
    )
    connection.close()
    assert [draft.form for draft in desk.drafts()] == ["contact"]
    desk.close()


@pytest.mark.parametrize("content", [b"rubbish" * 999, None])
def test_a_desk_that_does_not_open_is_set_aside_and_kept(
    services: Services, content: bytes | None, tmp_path: Path
) -> None:
    core = services.core
    path = desk_path(core.database.path)
    if content is None:  # of another database
        Desk(tmp_path / "other.db", make_key(tmp_path / "other.key"), core.login).close()
        content = desk_path(tmp_path / "other.db").read_bytes()
    path.write_bytes(content)
    assert services.desk.drafts() == []
    services.desk.save(a_draft())
    assert services.desk.drafts() == [a_draft()]
    assert path.with_name(f"{path.name}-damaged").read_bytes() == content
