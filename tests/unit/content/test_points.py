"""The shipped touchpoints: more than a hundred, in both languages, spread over all kinds."""

from __future__ import annotations

from models import enums
from models.content_points import Point
from storage.content.loader import load_points

LISTS = {one.template: one for one in load_points()}
POINTS: list[Point] = [point for one in LISTS.values() for point in one.points]
# Signs whose width terminals disagree on stand in no text (product.md 2).
DISPUTED = set("“”‘’…→←×÷—≥≤±°※★☆●○◆◇■□▲△，；：。？！（）")


def test_every_list_is_there_with_what_the_requirements_name() -> None:
    assert set(LISTS) == set(enums.TouchTemplate)
    assert len(POINTS) > 100
    counts = {template: len(one.points) for template, one in LISTS.items()}
    assert counts[enums.TouchTemplate.AFTER_SALE_8] == 8
    assert counts[enums.TouchTemplate.TEN_SERVICE] == 7  # three are left to define (D-23)
    assert counts[enums.TouchTemplate.IN_SALE] == 9
    assert counts[enums.TouchTemplate.PRODUCT] == 4


def test_every_class_kind_way_line_stage_and_journey_stage_occurs() -> None:
    assert {point.touch_class for point in POINTS} == set(enums.TouchClass)
    assert {point.touch_kind for point in POINTS} == set(enums.TouchKind)
    assert {point.way for point in POINTS} == set(enums.TouchWay)
    assert {point.line for point in POINTS} == set(enums.TouchLine)
    assert {point.stage for point in POINTS} == set(enums.TouchStage)
    assert {point.journey_stage for point in POINTS} == set(enums.JourneyStage)
    assert {point.actor for point in POINTS} - {None} == set(enums.TouchActor)
    assert {point.experience_element for point in POINTS} - {None} == set(enums.ExperienceElement)


def test_names_differ_and_texts_hold_no_sign_of_disputed_width() -> None:
    for language in ("en", "zh"):
        names = [
            (one.template, getattr(p.name, language)) for one in LISTS.values() for p in one.points
        ]
        assert len(set(names)) == len(names)
    for point in POINTS:
        for pair in (point.name, point.message, point.medium, *(i.text for i in point.indicators)):
            assert not DISPUTED & set(pair.en), pair.en
            assert not (DISPUTED - set("。，；：？！（）")) & set(pair.zh), pair.zh


def test_some_key_points_have_indicators_and_some_wait_for_theirs() -> None:
    keys = [point for point in POINTS if point.key_for_decision or point.key_for_prospect]
    assert len(keys) >= 30
    assert 0 < sum(not point.indicators for point in keys) < 10
