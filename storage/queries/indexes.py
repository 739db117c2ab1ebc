"""The indexes that list orders, filters and joins need, as the migrations make them.

An index on an expression serves only queries that spell it alike, so the text comes from
`expressions.py`. Archived rows are in none of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from storage.queries import expressions as x
from storage.queries.specs import SPECS


def _index(name: str, table: str, *parts: str, alive: bool = True) -> str:
    columns = ", ".join(x.plain(part) for part in parts)
    tail = " WHERE deleted_at IS NULL" if alive else ""
    return f"CREATE INDEX {name} ON {table} ({columns}){tail}"


# Sort keys of the large lists that have an index each, beside those of the table below.
_SORTED: dict[str, str] = {
    "customers": "grade due urgency need deal importance stage status kind tier pyramid revenue rfm"
    " city industry last handle key feedback amount odds",
    "contacts": "department title city primary birthday updated",
    "opportunities": "due amount odds title pipeline grade need budget next closed updated",
    "follow-ups": "due priority kind status done",
    "interactions": "channel kind direction minutes",
    "orders": "status amount paid due delivered updated",
    "feedback": "due kind state priority round received closed updated",
    "tickets": "due kind state visit received closed round updated",
    "bookings": "updated",
    "solution-notes": "updated",
    "changes": "state label",
}


def _sorts() -> Iterator[str]:
    """The index of each sort key; the id, which every order ends with, stands in all of them."""
    for kind, names in _SORTED.items():
        spec = SPECS[kind]
        table = spec.table.split()[0]
        for name in names.split():
            keys = spec.sorts[name].keys
            yield _index(f"ix_{table}_by_{name}", table, *keys, alive=spec.soft)


_NAME = ("name COLLATE NOCASE", "id")
_BY_GRADE = (x.GRADE, x.TRACKING_DUE, "id")
_FOLLOW_UPS = (x.FOLLOW_UP_ENDED, x.FOLLOW_UP_DUE, x.FOLLOW_UP_TIME, "id")
_RECEIVED = ("received_at", "id")
_DEALS = (x.DEAL_ENDED, x.CLOSE_DATE, "id")

INDEXES: tuple[str, ...] = (
    # customers: the default order, and within one owner, status or urgency
    _index("ix_customer_grade_due", "customer", *_BY_GRADE),
    _index("ix_customer_owner", "customer", "owner_id", *_BY_GRADE),
    _index("ix_customer_status", "customer", "status", *_BY_GRADE),
    _index("ix_customer_urgency", "customer", "urgency", *_BY_GRADE),
    # all of them, for what hangs on archived ones is found by their names as well
    _index("ix_customer_name", "customer", *_NAME, "deleted_at", alive=False),
    _index("ix_customer_graded", "customer", x.GRADE, "id", alive=False),
    _index("ix_user_name", "user", *_NAME, alive=False),
    _index("ix_opportunity_amount", "opportunity", "expected_amount", alive=False),
    _index("ix_opportunity_odds", "opportunity", "odds_calc", alive=False),
    _index("ix_product_name", "product", *_NAME, alive=False),
    _index("ix_customer_name_norm", "customer", "name_norm"),
    _index("ix_customer_registration_no", "customer", "registration_no"),
    _index("ix_customer_created", "customer", "created_at", "id"),
    _index("ix_customer_updated", "customer", "updated_at", "id"),
    _index("ix_customer_referred_by", "customer", "referred_by_id"),
    (
        "CREATE INDEX ix_customer_merged_into ON customer (merged_into_id)"
        " WHERE merged_into_id IS NOT NULL"
    ),
    _index("ix_duplicate_pair_second", "duplicate_pair", "second_id"),
    # what hangs on a customer
    _index("ix_customer_address_customer", "customer_address", "customer_id"),
    _index("ix_contact_customer", "contact", "customer_id", "id"),
    _index("ix_contact_name", "contact", "name COLLATE NOCASE", "id"),
    _index("ix_contact_email", "contact", "email"),
    _index("ix_contact_mobile_hmac", "contact", "mobile_hmac"),
    _index("ix_contact_birth", "contact", "substr(birth_date, 6)"),
    _index("ix_special_date_day", "special_date", "month", "day"),
    _index("ix_special_date_contact", "special_date", "contact_id"),
    _index("ix_contact_link_from", "contact_link", "from_contact_id"),
    _index("ix_contact_link_to", "contact_link", "to_contact_id"),
    _index("ix_opportunity_queue", "opportunity", *_DEALS),
    _index("ix_opportunity_owner", "opportunity", "owner_id", *_DEALS),
    _index("ix_opportunity_customer", "opportunity", "customer_id", *_DEALS),
    _index("ix_opportunity_pipeline", "opportunity", "pipeline"),
    _index("ix_stakeholder_customer", "stakeholder", "customer_id"),
    _index("ix_stakeholder_contact", "stakeholder", "contact_id"),
    _index("ix_need_customer", "need", "customer_id"),
    _index("ix_interaction_customer", "interaction", "customer_id", "at", "id"),
    _index("ix_interaction_user", "interaction", "user_id", "at", "id"),
    _index("ix_interaction_at", "interaction", "at", "id"),
    _index("ix_interaction_contact", "interaction", "contact_id", "at"),
    _index("ix_interaction_opportunity", "interaction", "opportunity_id", "at"),
    _index("ix_follow_up_queue", "follow_up", *_FOLLOW_UPS),
    _index("ix_follow_up_assignee", "follow_up", "assignee_id", *_FOLLOW_UPS),
    _index("ix_follow_up_customer", "follow_up", "customer_id", *_FOLLOW_UPS),
    _index("ix_follow_up_opportunity", "follow_up", "opportunity_id"),
    _index("ix_follow_up_feedback", "follow_up", "feedback_id"),
    _index("ix_playbook_run_customer", "playbook_run", "customer_id", "state", "id"),
    _index("ix_playbook_step_run", "playbook_step", "run_id", "number"),
    _index("ix_follow_up_playbook_step", "follow_up", "playbook_step_id"),
    _index("ix_deal_step_opportunity", "deal_step", "opportunity_id", "id"),
    _index("ix_grade_history_customer", "grade_history", "customer_id", "at"),
    _index("ix_sales_order_date", "sales_order", "sale_date", "id"),
    _index("ix_sales_order_customer", "sales_order", "customer_id", "sale_date", "id"),
    _index("ix_sales_order_owner", "sales_order", "owner_id", "sale_date", "id"),
    _index("ix_sales_order_line_order", "sales_order_line", "order_id", "id"),
    _index("ix_sales_order_line_product", "sales_order_line", "product_id"),
    _index("ix_feedback_queue", "feedback", x.CASE_ENDED, x.CASE_DUE, "id"),
    _index("ix_feedback_order", "feedback", x.CASE_ENDED, x.CASE_PLACE, x.CASE_DUE, *_RECEIVED),
    _index("ix_feedback_customer", "feedback", "customer_id", x.CASE_ENDED),
    _index("ix_feedback_owner", "feedback", "owner_id", x.CASE_ENDED),
    _index("ix_feedback_action_feedback", "feedback_action", "feedback_id", "id"),
    _index("ix_feedback_event_feedback", "feedback_event", "feedback_id", "at"),
    # the account plan
    _index("ix_competitor_on_account_customer", "competitor_on_account", "customer_id"),
    _index("ix_solution_line_customer", "solution_line", "customer_id"),
    _index("ix_success_event_customer", "success_event", "customer_id", "date"),
    _index("ix_account_goal_customer", "account_goal", "customer_id"),
    _index("ix_account_financial_customer", "account_financial", "customer_id"),
    _index("ix_value_chain_link_customer", "value_chain_link", "customer_id"),
    _index("ix_customer_rival_customer", "customer_rival", "customer_id"),
    _index("ix_account_plan_customer", "account_plan", "customer_id"),
    _index("ix_joint_project_customer", "joint_project", "customer_id"),
    _index("ix_stage_history_customer", "stage_history", "customer_id", "at"),
    _index("ix_grade_proposal_customer", "grade_proposal", "customer_id", "state"),
    _index("ix_grade_proposal_follow_up", "grade_proposal", "follow_up_id"),
    _index("ix_success_event_follow_up", "success_event", "follow_up_id"),
    _index("ix_solution_line_opportunity", "solution_line", "opportunity_id"),
    _index("ix_solution_line_need", "solution_line", "need_id"),
    _index("ix_change_set_at", "change_set", "at", "id", alive=False),
    # value: the ranks by one covering index, a tier in the default order, surveys of a customer
    (
        "CREATE INDEX ix_customer_rank ON customer (revenue_year DESC, deals_weighted DESC, code,"
        " pyramid_tier, key_account) WHERE deleted_at IS NULL AND revenue_year > 0"
    ),
    _index("ix_customer_value_tier", "customer", "value_tier", *_BY_GRADE),
    _index("ix_survey_invite_customer", "survey_invite", "customer_id", "answered_on", "id"),
    _index("ix_survey_answer_invite", "survey_answer", "invite_id", "id"),
    # service tickets: the queue, what hangs on a ticket, the calendar of technicians
    _index("ix_ticket_queue", "ticket", x.TICKET_PHASE, x.TICKET_DUE, "id"),
    _index("ix_ticket_customer", "ticket", "customer_id", "id"),
    _index("ix_ticket_owner", "ticket", "owner_id", x.TICKET_PHASE, x.TICKET_DUE, "id"),
    _index("ix_ticket_feedback", "ticket", "feedback_id"),
    _index("ix_ticket_event_ticket", "ticket_event", "ticket_id", "id"),
    _index("ix_ticket_part_ticket", "ticket_part", "ticket_id", "id"),
    _index("ix_ticket_part_part", "ticket_part", "part_id", "state", "id"),
    _index("ix_booking_start", "booking", "start", "id"),
    _index("ix_booking_technician", "booking", "technician_id", "start", "end"),
    _index("ix_booking_ticket", "booking", "ticket_id", "id"),
    _index("ix_technician_name", "technician", *_NAME, alive=False),
    _index("ix_ticket_technician", "ticket", "technician_id"),
    _index("ix_solution_note_product", "solution_note", "product_id"),
    _index("ix_change_set_actor", "change_set", "actor_id", alive=False),
    _index("ix_stock_move_part", "stock_move", "part_id", "at", "id"),
    _index("ix_solution_note_ticket", "solution_note", "ticket_id"),
    _index("ix_follow_up_ticket", "follow_up", "ticket_id"),
    _index("ix_touch_indicator_touchpoint", "touch_indicator", "touchpoint_id"),
    _index("ix_audit_item_run", "audit_item", "audit_run_id"),
    # handovers, gifts, fairs
    _index("ix_handover_customer", "handover", "customer_id", "state"),
    _index("ix_handover_to_user", "handover", "to_user_id", "state"),
    _index("ix_handover_follow_up", "handover", "follow_up_id"),
    _index("ix_gift_register_customer", "gift_register", "customer_id", "contact_id", "date"),
    _index("ix_gift_register_state", "gift_register", "state", "date"),
    _index("ix_gift_register_follow_up", "gift_register", "follow_up_id"),
    _index("ix_fair_visit_fair", "fair_visit", "fair", "at"),
    _index("ix_fair_visit_customer", "fair_visit", "customer_id", "at"),
    # identities
    _index("ix_identity_customer", "identity", "customer_id", "id"),
    _index("ix_document_identity", "document", "identity_id", "id"),
    _index("ix_document_number", "document", "number_hmac", "id"),
    _index("ix_external_ref_customer", "external_ref", "customer_id", "id"),
    _index("ix_activity_record_customer", "activity_record", "customer_id", "kind", "at"),
    # parting with a customer
    _index("ix_termination_customer", "termination", "customer_id", "state"),
    _index("ix_termination_state", "termination", "state", "effective_date"),
    _index("ix_contact_release_customer", "contact_release", "customer_id", "state"),
    # consents, campaigns
    _index("ix_consent_contact", "consent", "contact_id", "purpose"),
    _index("ix_consent_customer", "consent", "customer_id", "purpose"),
    _index("ix_campaign_planned", "campaign", "planned_on", "id"),
    _index("ix_campaign_member_campaign", "campaign_member", "campaign_id", "customer_id"),
    _index("ix_campaign_member_customer", "campaign_member", "customer_id", "invited_on"),
    _index("ix_campaign_member_follow_up", "campaign_member", "follow_up_id"),
    _index("ix_customer_retention", "customer", "retention_until", "code"),
    *_sorts(),
)
