"""The register of touchpoints and the matrix service x channel over a real file."""

from __future__ import annotations

import pytest

from storage.errors import Duplicate, Invalid, NotFound, Refused
from storage.services import Services
from tests.factories import a_customer

OWN = {
    "name": "Coffee corner",
    "name_zh": "咖啡角",
    "touch_class": "CHANNEL",
    "touch_kind": "PHYSICAL",
    "line": "SERVICE",
    "stage": "AFTER",
    "key_for_prospect": "yes",
    "message": "Who waits is asked for their name.",
}


def a_matrix(services: Services) -> None:
    for number in ("102", "103", "108", "201", "204"):
        services.records.create("touch_service", {"service_no": number, "name": f"S {number}"})
    for letter in "AEHI":
        services.records.create("touch_channel", {"channel_letter": letter, "name": letter})


def a_cell(services: Services, code: str, **fields: str) -> int:
    texts = {"channel_letter": code[0], "service_no": code[1:], **fields}
    return services.records.create("touch_matrix_cell", texts).id


def test_ac_135_the_shipped_list_is_loaded_once_and_undone_at_once(services: Services) -> None:
    assert services.touchpoints.register().points == ()
    made = services.touchpoints.load()
    points = services.touchpoints.register().points
    assert made == len(points) > 100
    assert all(row.touch_class and row.touch_kind and row.line and row.stage for row in points)
    assert [row.code for row in points] == sorted(row.code for row in points)
    assert services.touchpoints.load() == 0
    services.changes.undo()
    assert services.touchpoints.register().points == ()
    assert services.touchpoints.load() == made


def test_what_is_there_is_left_as_it_is_and_what_was_archived_comes_back(
    services: Services,
) -> None:
    services.touchpoints.load()
    first, second = services.touchpoints.register().points[:2]
    services.records.update("touchpoint", first.id, {"name": "Home page", "active": "no"})
    services.records.archive("touchpoint", second.id)
    assert services.touchpoints.load() == 1
    points = {row.id: row for row in services.touchpoints.register().points}
    assert (points[first.id].name, points[first.id].active) == ("Home page", False)
    assert second.name in [row.name for row in points.values()]


def test_ac_137_a_key_point_without_indicator_is_named_until_it_has_one(services: Services) -> None:
    own = services.records.create("touchpoint", OWN)
    assert services.touchpoints.register().unsteered.codes == (own.code,)
    services.records.create(
        "touch_indicator", {"touchpoint": own.code, "text": "Guests greeted", "target": "100 %"}
    )
    assert services.touchpoints.register().unsteered.codes == ()


def test_ac_138_a_point_shows_its_message_and_what_happened_there(services: Services) -> None:
    own = services.records.create("touchpoint", OWN)
    card = services.touchpoints.card(own.id)
    assert card.row.message == "Who waits is asked for their name."
    assert (card.touches, card.cases, card.open_cases) == (0, 0, 0)
    case = services.feedback.take_in({"text": "cold coffee", "touchpoint": own.code})
    card = services.touchpoints.card(own.id)
    assert (card.cases, card.open_cases) == (1, 1)
    assert services.cards.record("feedback", case.id)["touchpoint"] == own.code
    with pytest.raises(NotFound):
        services.touchpoints.card(1)


def test_ac_139_five_services_over_four_channels(services: Services) -> None:
    a_matrix(services)
    for code in (
        "A102", "E102", "A103", "E103", "I103", "A108", "E108", "H108",
        "A201", "E201", "H201", "I201", "A204", "E204",
    ):  # fmt: skip
        a_cell(services, code, process="1 ask\n2 do", standard="at once")
    for code in ("H102", "I108"):
        a_cell(services, code, status="NA")
    sheet = services.touchpoints.matrix()
    assert (sheet.counts.places, sheet.counts.defined, sheet.counts.not_applicable) == (20, 14, 2)
    assert sheet.counts.blind == ("I102", "H103", "H204", "I204")
    process = services.touchpoints.process("a108")
    assert (process.process_code, process.process, process.standard) == (
        "A108",
        "1 ask\n2 do",
        "at once",
    )
    assert process.owner_name
    a_cell(services, "I102", status="GAP")  # seen, but still nothing that serves it
    assert len(services.touchpoints.matrix().counts.blind) == 4
    with pytest.raises(NotFound):
        services.touchpoints.process("Z999")


def test_a_place_of_the_matrix_holds_one_process_of_a_known_service(services: Services) -> None:
    a_matrix(services)
    cell = a_cell(services, "a108")
    assert services.cards.record("touch_matrix_cell", cell)["process_code"] == "A108"
    with pytest.raises(Duplicate):
        a_cell(services, "A108")
    for code, reason in (("A999", "matrix.unknown_service"), ("Z108", "matrix.unknown_channel")):
        with pytest.raises(Invalid) as caught:
            a_cell(services, code)
        assert [one.code for one in caught.value.problems] == [reason]
    services.records.archive("touch_matrix_cell", cell)
    a_cell(services, "A108")


@pytest.mark.parametrize(
    ("entity", "texts", "code"),
    [
        ("touch_service", {"service_no": "1a", "name": "x"}, "matrix.number"),
        ("touch_channel", {"channel_letter": "1", "name": "x"}, "matrix.letter"),
    ],
)
def test_numbers_and_letters_have_their_form(
    services: Services, entity: str, texts: dict[str, str], code: str
) -> None:
    with pytest.raises(Invalid) as caught:
        services.records.create(entity, texts)
    assert [one.code for one in caught.value.problems] == [code]


def test_a_service_with_processes_keeps_its_number_and_stays(services: Services) -> None:
    a_matrix(services)
    cell = a_cell(services, "A108")
    row = next(one for one in services.touchpoints.matrix().services if one.key == "108")
    with pytest.raises(Duplicate):
        services.records.create("touch_service", {"service_no": "108", "name": "again"})
    with pytest.raises(Refused):
        services.records.update("touch_service", row.id, {"service_no": "109"})
    with pytest.raises(Refused):
        services.records.archive("touch_service", row.id)
    services.records.update("touch_service", row.id, {"name": "Change of data"})
    services.records.archive("touch_matrix_cell", cell)
    services.records.archive("touch_service", row.id)
    assert "108" not in [one.key for one in services.touchpoints.matrix().services]


def test_forms_are_offered_what_is_in_use(services: Services) -> None:
    own = services.records.create("touchpoint", OWN)
    assert services.touchpoints.choices("touchpoint") == [(own.code, "Coffee corner", "咖啡角")]
    services.records.update("touchpoint", own.id, {"active": "no"})
    for entity in ("touchpoint", "audit_run", "survey", "service_standard"):
        assert services.touchpoints.choices(entity) == []


def test_ac_138_a_touch_names_the_point_where_it_happened(services: Services) -> None:
    services.touchpoints.load()
    point = services.touchpoints.register().points[21]
    customer = a_customer(services)
    mail = {"channel": "EMAIL", "direction": "IN", "summary": "asks for a date"}
    services.interactions.touch(customer.id, {**mail, "touchpoint": point.code})
    assert services.touchpoints.card(point.id).touches == 1
