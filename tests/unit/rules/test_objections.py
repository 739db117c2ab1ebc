"""Every objection of the rules names what it speaks of, so that its sentence can be worded."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from models.enums import DealStatus, Grade, NeedState, NeedStatus, NsabcState, Pipeline, Stage
from models.explanation import Explanation, Reason
from models.policy_defaults import Policy
from models.rules.answers import AnswerDraft, answer_objections
from models.rules.grading import NeedFacts, grade_deal, propose_regrade
from models.rules.orders import line_objections
from models.rules.qualification import manual_objections
from models.rules.segmentation import deal_status, need_prompts
from models.rules.stages import StageFacts, propose_stage

TODAY = date(2026, 3, 2)
POLICY = Policy()


def test_a_confirmation_names_its_question_and_date() -> None:
    empty = AnswerDraft("P-N1", NsabcState.CONFIRMED)
    named = {"question": "P-N1"}
    assert answer_objections(empty, POLICY.qualification, TODAY) == (
        Reason("answer.needs_note", named),
        Reason("answer.needs_source", named),
        Reason("answer.needs_date", named),
    )
    to_come = AnswerDraft("P-N1", NsabcState.CONFIRMED, "said so", True, date(2026, 3, 3))
    wanted = Reason("answer.date_in_future", {**named, "date": date(2026, 3, 3)})
    assert answer_objections(to_come, POLICY.qualification, TODAY) == (wanted,)


@pytest.mark.parametrize("value", [Decimal("-0.1"), Decimal("100.1")])
def test_own_odds_out_of_range_name_the_value(value: Decimal) -> None:
    wanted = Reason("odds.manual_out_of_range", {"value": value})
    assert manual_objections(value, "because") == (wanted,)


def test_an_order_line_names_what_cannot_be_taken() -> None:
    assert line_objections(-1, Decimal(0), Decimal("1.1")) == (
        Reason("order.price_negative", {"unit_price": -1}),
        Reason("order.quantity_not_positive", {"quantity": Decimal(0)}),
        Reason("discount.out_of_range", {"text": "1.1"}),
    )


def test_prompts_name_the_need_and_how_many_are_closed() -> None:
    rows = [NeedState.MET, NeedState.GONE]
    assert need_prompts(NeedStatus.NOW, False, rows) == (
        Reason("need.not_confirmed", {"need": NeedStatus.NOW}),
        Reason("need.all_closed", {"need": NeedStatus.NOW, "count": 2}),
    )


def test_a_negotiating_customer_counts_its_deals() -> None:
    found = deal_status(0, [Pipeline.PROPOSAL, Pipeline.NEGOTIATION, Pipeline.LOST])
    line = Reason("deal_status.negotiating", {"deals": 2})
    status = DealStatus.NEGOTIATING
    assert found.explanation == Explanation("deal_status", "R-SEG1", status, (line,))


def test_a_proposed_grade_and_stage_explain_themselves() -> None:
    graded = grade_deal(NeedFacts(NeedStatus.LATENT), POLICY.grading, TODAY)
    found = propose_regrade(Grade.C, graded).explanation
    assert (found.figure, found.rule, found.value) == ("grade", "R-REGRADE", Grade.D)
    stage = propose_stage(Stage.DEVELOPMENT, StageFacts(won_orders=1), POLICY.stages)
    assert (stage.current, stage.proposed) == (Stage.DEVELOPMENT, Stage.INITIAL)
    why = stage.explanation
    assert (why.figure, why.rule, why.value) == ("stage", "8.5", Stage.INITIAL)
