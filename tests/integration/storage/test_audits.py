"""Audits by a checklist: scores one by one, the result, the improvement that a bad one opens."""

from __future__ import annotations

import pytest

from models.enums import ImprovementOrigin, ImprovementState
from storage.effects.audits import item_keys, templates
from storage.effects.saving import Saved
from storage.errors import Invalid, NotFound, Refused
from storage.services import Services
from tests.factories import count_of

KEYS = item_keys(templates()["SHOWROOM_4S"])


def an_audit(services: Services, **fields: str) -> Saved:
    texts = {"template": "SHOWROOM_4S", "place": "上海展厅", "date": "2026-03-02", **fields}
    return services.records.create("audit_run", texts)


def scores_of(points: int) -> dict[str, int]:
    """Scores of all items that come to so many points."""
    found = dict.fromkeys(KEYS, 0)
    for key in KEYS:
        found[key] = min(2, points)
        points -= found[key]
    return found


def test_the_showroom_has_thirty_six_indicators() -> None:
    assert len(KEYS) == len(set(KEYS)) == 36


@pytest.mark.parametrize(("points", "result", "opens"), [(58, 806, False), (57, 792, True)])
def test_ac_108_below_eighty_percent_an_improvement_is_opened(
    services: Services, points: int, result: int, opens: bool
) -> None:
    run = an_audit(services)
    services.audits.score(run.id, scores_of(points))
    card = services.audits.card(run.id)
    assert (card.row.points, card.row.max_points, card.row.result) == (points, 72, result)
    assert card.missing == 0
    assert bool(card.row.improvement_code) is opens
    if opens:
        made = services.cards.record("improvement", card.row.improvement_id or 0)
        assert (made["origin"], made["state"]) == (ImprovementOrigin.AUDIT, ImprovementState.OPEN)
        assert made["title"] == "AU-000001 上海展厅: 79.2 %"
        assert made["priority"] == 27
        assert made["audit_run"] == run.code


def test_items_are_scored_one_by_one_and_the_last_one_opens_the_improvement(
    services: Services,
) -> None:
    run = an_audit(services)
    for place, key in enumerate(KEYS, 1):
        services.audits.score(run.id, {key: 1})
        card = services.audits.card(run.id)
        assert (card.row.points, card.row.max_points, card.missing) == (
            place,
            2 * place,
            36 - place,
        )
        assert bool(card.row.improvement_code) is (place == 36)
    services.audits.score(run.id, {KEYS[0]: 0})  # a second look opens no second one
    assert count_of(services, "improvement") == 1
    services.changes.undo()
    assert services.audits.card(run.id).row.points == 36


def test_a_score_keeps_its_note_and_undo_takes_all_of_a_change_back(services: Services) -> None:
    run = an_audit(services)
    services.audits.score(run.id, {KEYS[0]: 1}, "sign is behind the tree")
    services.audits.score(run.id, {KEYS[0]: 2})
    item = services.audits.card(run.id).sections[0].items[0]
    assert (item.score, item.note) == (2, "sign is behind the tree")
    services.audits.score(run.id, scores_of(0))
    assert services.audits.card(run.id).row.improvement_code == "IM-000001"
    services.changes.undo()
    card = services.audits.card(run.id)
    assert (card.row.points, card.missing, card.row.improvement_code) == (2, 35, None)


def test_unknown_checklists_items_and_scores_are_refused(services: Services) -> None:
    with pytest.raises(Invalid) as caught:
        an_audit(services, template="NONE")
    assert [one.code for one in caught.value.problems] == ["audit.unknown_template"]
    run = an_audit(services, template="showroom_4s")  # as a person types it
    for scores, code in (({"x": 1}, "audit.unknown_item"), ({KEYS[0]: 3}, "audit.score")):
        with pytest.raises(Invalid) as caught:
            services.audits.score(run.id, scores)
        assert [one.code for one in caught.value.problems] == [code]
    with pytest.raises(NotFound):
        services.audits.card(1)
    with pytest.raises(Refused):  # items are scored, not typed
        services.records.create("audit_item", {"item": KEYS[0], "score": "1"})


def test_the_result_explains_itself_and_the_board_names_the_checklist(services: Services) -> None:
    run = an_audit(services)
    assert services.explanations.explain("audit_run", run.id, "audit_result").value is None
    services.audits.score(run.id, scores_of(57))
    found = services.explanations.explain("audit_run", run.id, "result")
    assert str(found.value) == "79.2"
    board = services.audits.board()
    assert [one.code for one in board.runs] == [run.code]
    assert board.templates["SHOWROOM_4S"][1] == "展厅与服务店检查 (4S)"
