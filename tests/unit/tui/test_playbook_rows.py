"""Playbooks as lines: what a script says, how a step stands, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from models.enums import DealStepKind, StepState
from models.explanation import Reason
from models.rules.playbooks import Planned
from models.views.playbook import (
    CheckPoint,
    CustomerRuns,
    DealStepRow,
    DealSteps,
    Places,
    PlaybookCard,
    Preview,
    Run,
    RunStep,
    Shelf,
    StepCard,
    StepShape,
)
from tui import i18n
from tui.rows import playbooks as rows
from tui.rows.lines import Line

TODAY = date(2026, 3, 2)
TITLE = {"en": "Call", "zh": "通话"}


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    i18n.set_language("en")
    yield
    i18n.set_language("en")


def texts(lines: tuple[Line, ...]) -> list[str]:
    return ["".join(text for text, _tone in line.pieces).strip() for line in lines]


def places(**given: object) -> Places:
    known: dict[str, object] = {
        "person": "何敏", "salutation": "女士", "customer": "华信", "firm": "远航",
        "me": "陈思", "deal": "", "day": date(2026, 3, 6), "time": "15:00",
    }  # fmt: skip
    return Places(**{**known, **given})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("person", "salutation", "said"),
    [("何敏", "女士", "何敏女士"), ("Lee", "Ms", "Ms Lee"), ("Lee", "", "Lee"), ("", "Ms", "")],
)
def test_a_person_is_addressed_as_the_language_has_it(
    person: str, salutation: str, said: str
) -> None:
    assert rows.addressed(places(person=person, salutation=salutation)) == said


def test_a_script_is_filled_and_what_is_not_known_stays_a_blank() -> None:
    script = "{name}, {me} of {firm}: {time} about {deal} on {day}"
    said = rows.filled(script, places())
    assert said == "何敏女士, 陈思 of 远航: Fri 6 March 2026 15:00 about ____ on Fri 6 March 2026"
    assert rows.filled("{time}", places(day=None)) == "____"
    i18n.set_language("zh")
    assert rows.filled("{day}", places()) == "2026年3月6日 星期五"


def a_step(state: str = "OPEN", **given: object) -> RunStep:
    known: dict[str, object] = {
        "id": 1, "key": "call", "number": 1, "title": TITLE, "state": state, "required": True,
        "channel": "PHONE", "about": "", "checklist": (), "item_id": 5, "item_code": "U-1",
        "item_kind": "PLAYBOOK", "due": TODAY, "due_time": "", "snoozed": False,
        "ended_on": None, "reason": "", "waits_for": "",
    }  # fmt: skip
    return RunStep(**{**known, **given})  # type: ignore[arg-type]


def a_run(*steps: RunStep, state: str = "RUNNING", reason: str = "") -> Run:
    return Run(
        1, "PB-000001", "X", TITLE, state, TODAY, "", 1, "C-000001", "华信", "何敏", "O-000001",
        TODAY if state != "RUNNING" else None, reason, steps,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("step", "line"),
    [
        (a_step(), "-  1 Call  2026-03-02"),
        (a_step(due_time="15:00"), "-  1 Call  2026-03-02 15:00"),
        (a_step(due=date(2026, 2, 27)), "!  1 Call  2026-02-27 (! 3d)"),
        (a_step("BLOCKED"), ".  1 Call  Waiting for the step before"),
        (a_step("UNDATED", due=None, required=False), "?  1 Call (optional)  No day yet"),
        (a_step("DONE", ended_on=TODAY), "+  1 Call  2026-03-02"),
        (a_step("SKIPPED", reason="NO_CONSENT"), "x  1 Call  No consent to greetings"),
        (a_step("SKIPPED", reason="she is ill"), "x  1 Call  she is ill"),
        (
            a_step(checklist=(CheckPoint("a", TITLE, True), CheckPoint("b", TITLE, False, TODAY))),
            "-  1 Call  [1/2]  2026-03-02",
        ),
    ],
)
def test_a_step_says_how_it_stands(step: RunStep, line: str) -> None:
    shelf = Shelf((), (), "")
    found = CustomerRuns("C-000001", "华信", False, (a_run(step),), frozenset(), ())
    assert line in texts(rows.customer_lines(found, shelf, TODAY, 90))


def a_card(code: str = "X", **given: object) -> PlaybookCard:
    shape = StepShape(
        "call", TITLE, {"en": "Say", "zh": "说"}, (CheckPoint("a", TITLE, True),), "PHONE",
        "START", 3, "WORKING_DAYS", "", True, False, True,
    )  # fmt: skip
    slot = StepShape("slot", TITLE, {}, (), "", "NONE", 0, "DAYS", "", False, True, True)
    known: dict[str, object] = {
        "code": code, "title": TITLE, "about": TITLE, "ask_day": {}, "own": True,
        "starts_on": ("STAGE_REACHED:INITIAL", "DEAL_WON"), "steps": (shape, slot),
    }  # fmt: skip
    return PlaybookCard(**{**known, **given})  # type: ignore[arg-type]


def test_what_is_meant_for_the_customer_comes_first_and_faults_are_told() -> None:
    fault = Reason("playbook.file_missing", {"file": "a.toml", "place": "title"})
    shelf = Shelf((a_card("A"), a_card("B")), (fault,), "")
    warning = Reason("playbook.no_meal_on_signing_day", {"day": TODAY})
    ended = a_run(state="STOPPED", reason="STAGE_LEFT")
    found = CustomerRuns("C-000001", "华信", True, (ended,), frozenset({"B"}), (warning,))
    lines = texts(rows.customer_lines(found, shelf, TODAY, 90))
    assert lines[0].startswith("! 2026-03-02: no meal on signing day")
    starts = [line.split()[-1] for line in lines if line.endswith((" A", " B"))]
    assert starts == ["B", "A"]
    assert "a.toml: title is missing." in lines
    assert "PB-000001 · Call · Stopped · 2026-03-02 · Stage left" in lines


def test_a_playbook_is_read_before_it_is_started() -> None:
    lines = texts(rows.playbook_lines(a_card(), 90))
    assert "Day of the start + 3 Working days · required" in lines
    assert "[ ] Sign-off: Call" in lines
    assert "Not in the source: define locally" in lines
    assert any("A stage is reached (initial)" in line for line in lines)
    assert any("1 of 2 described" in line for line in lines)


def test_a_preview_names_the_first_days() -> None:
    steps = tuple((TITLE, Planned(str(n), StepState.OPEN, TODAY)) for n in range(6))
    shown = rows.preview_text(Preview(steps), limit=2).split("\n")
    assert shown == ["2026-03-02 Call", "2026-03-02 Call", "and 4 more"]
    assert rows.preview_text(Preview(())) == "No step falls due by itself."


def test_a_step_is_told_to_the_form_that_logs_it() -> None:
    points = (
        CheckPoint("a", {"en": "Ask", "zh": "问"}, False),
        CheckPoint("b", TITLE, False, TODAY),
    )
    card = StepCard(
        a_run(), a_step(checklist=points), {"en": "Hello {name}", "zh": "您好"}, places()
    )
    assert rows.spoken(card) == "Hello 何敏女士\nTo mind: Ask"


def test_the_steps_of_a_sale_hold_two_lists() -> None:
    kinds = [kind for kind in DealStepKind if kind.value not in ("DELIVERY_PART", "ADDED_VALUE")]
    steps = tuple(
        DealStepRow(kind, done_on=TODAY if kind is DealStepKind.VISIT else None) for kind in kinds
    )
    part = DealStepRow(DealStepKind.DELIVERY_PART, 7, "Load check")
    found = DealSteps(
        1, "O-000001", "Line", steps,
        {DealStepKind.DELIVERY_PART: (part,), DealStepKind.ADDED_VALUE: ()},
    )  # fmt: skip
    lines = texts(rows.deal_step_lines(found, 80))
    assert lines[0].endswith("1/9")
    assert "[x] 2 Visit buyers and technicians  2026-03-02" in lines
    assert lines.count("+ add an entry") == 2
    place = lines.index("[ ] 7 Production and delivery date")
    assert lines[place + 1 : place + 3] == ["Four delivery steps", "[ ] Load check"]
