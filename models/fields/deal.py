"""Field tables of products, opportunities, NSABC answers, needs and orders (requirements 13)."""

from __future__ import annotations

from models import enums
from models.fields.spec import EntitySpec, FieldKind, FieldSpec

K = FieldKind

PRODUCT = EntitySpec(
    "product",
    "products",
    "G",
    (
        FieldSpec("code", max_length=20, required=True, searchable=True),
        FieldSpec("name", required=True, max_length=120, searchable=True),
        FieldSpec("unit", max_length=20),
        FieldSpec("list_price", K.MONEY, minimum=0),
        FieldSpec("unit_cost", K.MONEY, minimum=0),
        FieldSpec("currency", K.CURRENCY, max_length=3, default="CNY"),
        FieldSpec("min_margin_pct", K.INTEGER, minimum=0, maximum=100),
        FieldSpec("warranty_months", K.INTEGER, minimum=0, maximum=600),
    ),
)

OPPORTUNITY = EntitySpec(
    "opportunity",
    "opportunities",
    "O",
    (
        FieldSpec("code", max_length=8, editable=False, searchable=True),
        FieldSpec("customer", K.LINK, target="customer", required=True),
        FieldSpec("title", required=True, max_length=120, searchable=True),
        FieldSpec("owner", K.LINK, target="user"),
        FieldSpec("pipeline", K.CHOICE, choices=enums.Pipeline, default="LEAD", required=True),
        FieldSpec("need_status", K.CHOICE, choices=enums.NeedStatus, default="NOW", required=True),
        FieldSpec("no_chance", K.BOOLEAN, default=False),
        FieldSpec("expected_amount", K.MONEY, "benefit", minimum=0),
        FieldSpec("currency", K.CURRENCY, "benefit", max_length=3, default="CNY"),
        FieldSpec("budget_amount", K.MONEY, "benefit", minimum=0),
        FieldSpec("budget_period", max_length=60, group="benefit"),
        FieldSpec("expected_close_date", K.DATE, "benefit"),
        FieldSpec("spend_date", K.DATE, "benefit"),
        FieldSpec("benefit_statement", K.NOTE, "benefit", max_length=2000),
        FieldSpec("next_step", max_length=200, group="next"),
        FieldSpec("next_step_date", K.DATE, "next"),
        FieldSpec("odds_manual", K.INTEGER, "odds", minimum=0, maximum=100),
        FieldSpec("odds_reason", max_length=400, group="odds"),
        FieldSpec("lost_reason", max_length=400, group="closing"),
        FieldSpec("keep_in_touch_at", K.DATE, "closing"),
        FieldSpec("closed_on", K.DATE, "closing", editable=False),
        FieldSpec("grade", K.CHOICE, "computed", choices=enums.Grade, editable=False),
        FieldSpec("odds_calc", K.TENTHS, "computed", editable=False),
        FieldSpec("qualified", K.BOOLEAN, "computed", default=False, editable=False),
        FieldSpec("odds_at_close", K.TENTHS, "computed", editable=False),
    ),
    title="title",
)

NSABC_ANSWER = EntitySpec(
    "nsabc_answer",
    "answers",
    "",
    (
        FieldSpec("scope", K.CHOICE, choices=enums.AnswerScope, required=True, editable=False),
        FieldSpec("subject_id", K.INTEGER, required=True, editable=False),
        FieldSpec("question_code", required=True, max_length=8, editable=False),
        FieldSpec("state", K.CHOICE, choices=enums.NsabcState, required=True, default="UNKNOWN"),
        FieldSpec("note", K.NOTE, max_length=2000),
        FieldSpec("source_contact", K.LINK, target="contact"),
        FieldSpec("source_doc", max_length=200),
        FieldSpec("confirmed_on", K.DATE),
    ),
    title="question_code",
)

NEED = EntitySpec(
    "need",
    "needs",
    "",
    (
        FieldSpec("customer", K.LINK, target="customer", required=True),
        FieldSpec("opportunity", K.LINK, target="opportunity"),
        FieldSpec("problem", required=True, max_length=400),
        FieldSpec("impact", max_length=400),
        FieldSpec("horizon", max_length=80),
        FieldSpec("status", K.CHOICE, choices=enums.NeedState, default="OPEN", required=True),
        FieldSpec("history", K.NOTE, max_length=8000, editable=False),
    ),
    title="problem",
)

SALES_ORDER = EntitySpec(
    "sales_order",
    "orders",
    "S",
    (
        FieldSpec("code", max_length=8, editable=False, searchable=True),
        FieldSpec("customer", K.LINK, target="customer", required=True),
        FieldSpec("contact", K.LINK, target="contact"),
        FieldSpec("opportunity", K.LINK, target="opportunity"),
        FieldSpec("owner", K.LINK, target="user"),
        FieldSpec("sale_date", K.DATE, required=True),
        FieldSpec("order_contract_no", max_length=60, required=True, searchable=True),
        FieldSpec("status", K.CHOICE, choices=enums.OrderStatus, default="OPEN", required=True),
        FieldSpec("currency", K.CURRENCY, max_length=3, default="CNY", required=True),
        FieldSpec("promised_on", K.DATE, "delivery"),
        FieldSpec("delivered_on", K.DATE, "delivery"),
        FieldSpec("invoice_no", max_length=60, group="delivery"),
        FieldSpec("paid_amount", K.MONEY, "delivery", minimum=0, default=0),
        FieldSpec("amount", K.MONEY, "computed", default=0, editable=False),
    ),
    title="order_contract_no",
)

SALES_ORDER_LINE = EntitySpec(
    "sales_order_line",
    "order-lines",
    "",
    (
        FieldSpec("order", K.LINK, target="sales_order", required=True),
        FieldSpec("product", K.LINK, target="product"),
        FieldSpec("description", max_length=200),
        FieldSpec("unit_price", K.MONEY, minimum=0, required=True),
        FieldSpec("qty", K.DECIMAL, required=True, default="1"),
        FieldSpec("discount", K.DISCOUNT, default="0"),
        FieldSpec("amount", K.MONEY, editable=False),
    ),
    title="description",
)
