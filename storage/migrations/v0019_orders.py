"""Version 19: an index for each order of the large lists, in place of those they make idle.

Frozen text: a change to it is a new step.
"""

from __future__ import annotations

from sqlcipher3 import dbapi2 as driver

STATEMENTS: tuple[str, ...] = (
    "DROP INDEX ix_customer_due",
    "DROP INDEX ix_customer_city",
    "DROP INDEX ix_customer_industry",
    "DROP INDEX ix_solution_note_created",
    "DROP INDEX ix_customer_name",
    "DROP INDEX ix_technician_name",
    """
CREATE INDEX ix_customer_name ON customer (name COLLATE NOCASE, id, deleted_at)
""",
    """
CREATE INDEX ix_user_name ON user (name COLLATE NOCASE, id)
""",
    """
CREATE INDEX ix_product_name ON product (name COLLATE NOCASE, id)
""",
    """
CREATE INDEX ix_technician_name ON technician (name COLLATE NOCASE, id)
""",
    """
CREATE INDEX ix_ticket_technician ON ticket (technician_id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_solution_note_product ON solution_note (product_id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_change_set_actor ON change_set (actor_id)
""",
    """
CREATE INDEX ix_customer_by_grade ON customer (grade) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_customer_by_due ON customer (next_tracking_due) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_customer_by_urgency ON customer (CASE urgency WHEN 'URGENT' THEN 0 WHEN 'MEDIUM' THEN 1 WHEN 'NOT_URGENT' THEN 2 WHEN 'POTENTIAL' THEN 3 END) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_customer_by_need ON customer (CASE need_status WHEN 'NOW' THEN 0 WHEN 'LATENT' THEN 1 WHEN 'NONE' THEN 2 END) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_customer_by_deal ON customer (CASE deal_status WHEN 'WON' THEN 0 WHEN 'NEGOTIATING' THEN 1 WHEN 'PROSPECT' THEN 2 END) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_customer_by_importance ON customer (CASE importance WHEN 'IMPORTANT' THEN 0 WHEN 'ORDINARY' THEN 1 END) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_customer_by_stage ON customer (CASE stage WHEN 'DEVELOPMENT' THEN 0 WHEN 'INITIAL' THEN 1 WHEN 'STABLE' THEN 2 WHEN 'STRATEGIC' THEN 3 END) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_customer_by_status ON customer (CASE status WHEN 'LEAD' THEN 0 WHEN 'ACTIVE' THEN 1 WHEN 'DORMANT' THEN 2 WHEN 'LOST' THEN 3 WHEN 'TERMINATED' THEN 4 END) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_customer_by_kind ON customer (CASE kind WHEN 'ENTERPRISE' THEN 0 WHEN 'INDIVIDUAL' THEN 1 WHEN 'GROUP' THEN 2 WHEN 'GOVERNMENT' THEN 3 WHEN 'PARTNER' THEN 4 END) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_customer_by_tier ON customer (CASE value_tier WHEN 'HIGH' THEN 0 WHEN 'POTENTIAL' THEN 1 WHEN 'LOW' THEN 2 END) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_customer_by_pyramid ON customer (CASE pyramid_tier WHEN 'VIP' THEN 0 WHEN 'SECONDARY' THEN 1 WHEN 'ORDINARY' THEN 2 WHEN 'SMALL' THEN 3 END) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_customer_by_revenue ON customer (revenue_year) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_customer_by_rfm ON customer (rfm) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_customer_by_city ON customer (city COLLATE NOCASE) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_customer_by_industry ON customer (industry COLLATE NOCASE) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_customer_by_last ON customer (last_tracking_at) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_customer_by_handle ON customer (handle_by) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_customer_by_key ON customer (key_account) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_contact_by_department ON contact (department COLLATE NOCASE) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_contact_by_title ON contact (title COLLATE NOCASE) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_contact_by_city ON contact (city COLLATE NOCASE) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_contact_by_primary ON contact (is_primary) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_contact_by_birthday ON contact (birth_date) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_contact_by_updated ON contact (updated_at) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_opportunity_by_due ON opportunity (expected_close_date) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_opportunity_by_amount ON opportunity (expected_amount) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_opportunity_by_odds ON opportunity (odds_calc) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_opportunity_by_title ON opportunity (title COLLATE NOCASE) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_opportunity_by_pipeline ON opportunity (CASE pipeline WHEN 'LEAD' THEN 0 WHEN 'QUALIFIED' THEN 1 WHEN 'PROPOSAL' THEN 2 WHEN 'NEGOTIATION' THEN 3 WHEN 'WON' THEN 4 WHEN 'LOST' THEN 5 END) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_opportunity_by_grade ON opportunity (grade) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_opportunity_by_need ON opportunity (CASE need_status WHEN 'NOW' THEN 0 WHEN 'LATENT' THEN 1 WHEN 'NONE' THEN 2 END) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_opportunity_by_budget ON opportunity (budget_amount) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_opportunity_by_next ON opportunity (next_step_date) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_opportunity_by_closed ON opportunity (closed_on) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_opportunity_by_updated ON opportunity (updated_at) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_follow_up_by_due ON follow_up (CASE WHEN status = 'SNOOZED' AND snoozed_until IS NOT NULL THEN snoozed_until ELSE due_date END, COALESCE(due_time, '~')) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_follow_up_by_priority ON follow_up (COALESCE(priority, 0)) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_follow_up_by_kind ON follow_up (CASE kind WHEN 'TRACKING' THEN 0 WHEN 'COMMITMENT' THEN 1 WHEN 'CALLBACK' THEN 2 WHEN 'LETTER_CALL' THEN 3 WHEN 'CARE' THEN 4 WHEN 'PLAYBOOK' THEN 5 WHEN 'SURVEY' THEN 6 WHEN 'SLA' THEN 7 WHEN 'EXEC_VISIT' THEN 8 WHEN 'REVIEW' THEN 9 WHEN 'TASK' THEN 10 END) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_follow_up_by_status ON follow_up (CASE status WHEN 'OPEN' THEN 0 WHEN 'DONE' THEN 1 WHEN 'SKIPPED' THEN 2 WHEN 'SNOOZED' THEN 3 WHEN 'BLOCKED' THEN 4 END) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_follow_up_by_done ON follow_up (done_at) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_interaction_by_channel ON interaction (CASE channel WHEN 'PHONE' THEN 0 WHEN 'MEETING' THEN 1 WHEN 'VISIT' THEN 2 WHEN 'RECEPTION' THEN 3 WHEN 'EMAIL' THEN 4 WHEN 'LETTER' THEN 5 WHEN 'FAX' THEN 6 WHEN 'SMS' THEN 7 WHEN 'WECHAT' THEN 8 WHEN 'SOCIAL' THEN 9 WHEN 'EVENT' THEN 10 WHEN 'MEAL' THEN 11 WHEN 'SYSTEM' THEN 12 END) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_interaction_by_kind ON interaction (CASE kind WHEN 'TRACKING' THEN 0 WHEN 'CALLBACK' THEN 1 WHEN 'CARE' THEN 2 WHEN 'FAVOUR' THEN 3 WHEN 'EXEC_VISIT' THEN 4 WHEN 'MANAGEMENT_MEETING' THEN 5 WHEN 'OWNER_FORUM' THEN 6 WHEN 'INTERVIEW' THEN 7 WHEN 'NOTE' THEN 8 END) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_interaction_by_direction ON interaction (CASE direction WHEN 'OUT' THEN 0 WHEN 'IN' THEN 1 END) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_interaction_by_minutes ON interaction (minutes) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_sales_order_by_status ON sales_order (CASE status WHEN 'OPEN' THEN 0 WHEN 'DELIVERED' THEN 1 WHEN 'CLOSED' THEN 2 WHEN 'CANCELLED' THEN 3 END) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_sales_order_by_amount ON sales_order (amount) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_sales_order_by_paid ON sales_order (paid_amount) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_sales_order_by_due ON sales_order (promised_on) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_sales_order_by_delivered ON sales_order (delivered_on) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_sales_order_by_updated ON sales_order (updated_at) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_feedback_by_due ON feedback (due_at) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_feedback_by_kind ON feedback (CASE kind WHEN 'COMPLAINT' THEN 0 WHEN 'GRIEVANCE' THEN 1 WHEN 'SUGGESTION' THEN 2 WHEN 'OPINION' THEN 3 WHEN 'PRAISE' THEN 4 END) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_feedback_by_state ON feedback (CASE state WHEN 'NEW' THEN 0 WHEN 'ACKNOWLEDGED' THEN 1 WHEN 'ANALYSED' THEN 2 WHEN 'ACTING' THEN 3 WHEN 'TRACKING' THEN 4 WHEN 'CLOSED' THEN 5 WHEN 'REOPENED' THEN 6 WHEN 'MERGED' THEN 7 END) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_feedback_by_priority ON feedback (CASE priority WHEN 'NORMAL' THEN 0 WHEN 'URGENT' THEN 1 END) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_feedback_by_round ON feedback (COALESCE(round, 1)) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_feedback_by_received ON feedback (received_at) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_feedback_by_closed ON feedback (closed_at) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_feedback_by_updated ON feedback (updated_at) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_ticket_by_due ON ticket (due_at) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_ticket_by_kind ON ticket (CASE kind WHEN 'DISPUTE' THEN 0 WHEN 'DEFECT' THEN 1 WHEN 'REPAIR' THEN 2 WHEN 'MAINTENANCE' THEN 3 WHEN 'ORDER_TRACE' THEN 4 END) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_ticket_by_state ON ticket (CASE state WHEN 'RECEIVED' THEN 0 WHEN 'BOOKED' THEN 1 WHEN 'DISPATCHED' THEN 2 WHEN 'WAITING_PARTS' THEN 3 WHEN 'IN_WORK' THEN 4 WHEN 'RESOLVED' THEN 5 WHEN 'CONFIRMED' THEN 6 WHEN 'CLOSED' THEN 7 WHEN 'CANCELLED' THEN 8 END) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_ticket_by_visit ON ticket (visit_start) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_ticket_by_received ON ticket (received_at) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_ticket_by_closed ON ticket (closed_at) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_ticket_by_round ON ticket (round) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_ticket_by_updated ON ticket (updated_at) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_booking_by_updated ON booking (updated_at) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_solution_note_by_updated ON solution_note (updated_at) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_change_set_by_state ON change_set (CASE state WHEN 'RUNNING' THEN 0 WHEN 'DONE' THEN 1 WHEN 'CANCELLED' THEN 2 WHEN 'UNDONE' THEN 3 END)
""",
    """
CREATE INDEX ix_change_set_by_label ON change_set (label)
""",
)


def apply(connection: driver.Connection) -> None:
    """Drops the old indexes and makes the new ones."""
    for statement in STATEMENTS:
        connection.execute(statement)
