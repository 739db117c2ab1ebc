"""Field tables of the account plan, rivals, success events and stage moves (S0-VS, S4-STG)."""

from __future__ import annotations

from models import enums
from models.fields.spec import EntitySpec, FieldKind, FieldSpec

K = FieldKind

_CUSTOMER = FieldSpec("customer", K.LINK, target="customer", required=True)

COMPETITOR = EntitySpec(
    "competitor",
    "competitors",
    "",
    (
        FieldSpec("name", required=True, max_length=120),
        FieldSpec("notes", K.NOTE, max_length=4000),
    ),
)

COMPETITOR_ON_ACCOUNT = EntitySpec(
    "competitor_on_account",
    "account-competitors",
    "",
    (
        _CUSTOMER,
        FieldSpec("opportunity", K.LINK, target="opportunity"),
        FieldSpec("competitor", K.LINK, target="competitor", required=True),
        FieldSpec("incumbent", K.BOOLEAN, default=False),
        FieldSpec("satisfaction", K.INTEGER, minimum=1, maximum=5),
        FieldSpec("strength", K.NOTE, max_length=2000),
        FieldSpec("weakness", K.NOTE, max_length=2000),
        FieldSpec("counter_plan", K.NOTE, max_length=2000),
    ),
    title="competitor",
)

SOLUTION_LINE = EntitySpec(
    "solution_line",
    "solutions",
    "",
    (
        _CUSTOMER,
        FieldSpec("opportunity", K.LINK, target="opportunity"),
        FieldSpec("need", K.LINK, target="need"),
        FieldSpec("product", K.LINK, target="product"),
        FieldSpec("description", required=True, max_length=200),
        FieldSpec("qty", K.DECIMAL, default="1"),
        FieldSpec("price", K.MONEY, minimum=0),
        FieldSpec("currency", K.CURRENCY, max_length=3, default="CNY"),
        FieldSpec("discount", K.DISCOUNT, default="0"),
    ),
    title="description",
)

SUCCESS_EVENT = EntitySpec(
    "success_event",
    "success-events",
    "",
    (
        _CUSTOMER,
        FieldSpec("kind", K.CHOICE, choices=enums.SuccessEventKind, required=True),
        FieldSpec("date", K.DATE, required=True),
        FieldSpec("source", required=True, max_length=200),
        FieldSpec("rival", K.LINK, target="competitor"),
        FieldSpec("play", K.NOTE, max_length=2000),
        FieldSpec("follow_up", K.LINK, target="follow_up", editable=False),
    ),
    title="source",
)

ACCOUNT_GOAL = EntitySpec(
    "account_goal",
    "goals",
    "",
    (
        _CUSTOMER,
        FieldSpec("horizon", K.CHOICE, choices=enums.GoalHorizon, required=True, default="SHORT"),
        FieldSpec("text", required=True, max_length=400),
    ),
    title="text",
)

ACCOUNT_FINANCIAL = EntitySpec(
    "account_financial",
    "financials",
    "",
    (
        _CUSTOMER,
        FieldSpec("year", K.INTEGER, required=True, minimum=1900, maximum=2999),
        FieldSpec("margin", max_length=60),
        FieldSpec("cash_flow", max_length=60),
        FieldSpec("return_on_investment", max_length=60),
        FieldSpec("velocity", max_length=60),
        FieldSpec("growth", max_length=60),
    ),
    title="year",
)

VALUE_CHAIN_LINK = EntitySpec(
    "value_chain_link",
    "value-chain",
    "",
    (
        _CUSTOMER,
        FieldSpec("position", K.INTEGER, required=True, minimum=1, maximum=4),
        FieldSpec("name", required=True, max_length=120),
        FieldSpec("wants", max_length=400),
    ),
)

CUSTOMER_RIVAL = EntitySpec(
    "customer_rival",
    "customer-rivals",
    "",
    (
        _CUSTOMER,
        FieldSpec("name", required=True, max_length=120),
        FieldSpec("threat", max_length=400),
    ),
)

ACCOUNT_PLAN = EntitySpec(
    "account_plan",
    "account-plans",
    "",
    (
        _CUSTOMER,
        FieldSpec("area", K.CHOICE, choices=enums.PlanArea, required=True),
        FieldSpec("state", K.CHOICE, choices=enums.PlanState, required=True, default="UNKNOWN"),
        FieldSpec("note", K.NOTE, max_length=4000),
        FieldSpec("date", K.DATE),
    ),
    title="area",
)

JOINT_PROJECT = EntitySpec(
    "joint_project",
    "joint-projects",
    "",
    (
        _CUSTOMER,
        FieldSpec("name", required=True, max_length=120),
        FieldSpec("status", K.CHOICE, choices=enums.ProjectStatus, required=True, default="OPEN"),
        FieldSpec("since", K.DATE),
    ),
)

STAGE_HISTORY = EntitySpec(
    "stage_history",
    "stage-changes",
    "",
    (
        _CUSTOMER,
        FieldSpec("from_stage", K.CHOICE, choices=enums.Stage, required=True, editable=False),
        FieldSpec("to_stage", K.CHOICE, choices=enums.Stage, required=True, editable=False),
        FieldSpec("reason", max_length=400, editable=False),
        FieldSpec("by_exception", K.BOOLEAN, default=False, editable=False),
        FieldSpec("self_approved", K.BOOLEAN, default=False, editable=False),
        FieldSpec("at", K.INSTANT, required=True, editable=False),
    ),
    title="reason",
)

STAGE_STRATEGY = EntitySpec(
    "stage_strategy",
    "stage-strategies",
    "",
    (
        FieldSpec("customer", K.LINK, target="customer", required=True, editable=False),
        FieldSpec("strategy", K.CHOICE, choices=enums.StageStrategy, required=True, editable=False),
        FieldSpec("done_on", K.DATE, required=True, editable=False),
    ),
    title="strategy",
)

ACCOUNT_ENTITIES = (
    COMPETITOR,
    COMPETITOR_ON_ACCOUNT,
    SOLUTION_LINE,
    SUCCESS_EVENT,
    ACCOUNT_GOAL,
    ACCOUNT_FINANCIAL,
    VALUE_CHAIN_LINK,
    CUSTOMER_RIVAL,
    ACCOUNT_PLAN,
    JOINT_PROJECT,
    STAGE_HISTORY,
    STAGE_STRATEGY,
)
