"""Version 9: service tickets, technicians and their bookings, parts and stock, solutions.

Frozen text: a change to it is a new step.
"""

from __future__ import annotations

from sqlcipher3 import dbapi2 as driver

STATEMENTS: tuple[str, ...] = (
    """
CREATE TABLE technician (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    code VARCHAR(10),
    name VARCHAR(80) NOT NULL,
    skills VARCHAR(200),
    region VARCHAR(200),
    user_id INTEGER,
    phone VARCHAR(40),
    active BOOLEAN NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT ck_technician_active CHECK (active IN (0, 1)),
    UNIQUE (code),
    FOREIGN KEY(user_id) REFERENCES user (id)
)
""",
    """
CREATE TABLE part (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    code VARCHAR(20) NOT NULL,
    name VARCHAR(120) NOT NULL,
    unit VARCHAR(20),
    on_hand INTEGER NOT NULL,
    reserved INTEGER NOT NULL,
    reorder_level INTEGER NOT NULL,
    unit_cost INTEGER,
    currency VARCHAR(3),
    PRIMARY KEY (id),
    CONSTRAINT ck_part_on_hand CHECK (on_hand >= 0),
    CONSTRAINT ck_part_reserved CHECK (reserved >= 0),
    CONSTRAINT ck_part_reorder_level CHECK (reorder_level >= 0),
    CONSTRAINT ck_part_unit_cost CHECK (unit_cost >= 0),
    CONSTRAINT ck_part_free CHECK (reserved <= on_hand)
)
""",
    """
CREATE UNIQUE INDEX uq_part_code ON part (code) WHERE deleted_at IS NULL
""",
    """
CREATE TABLE ticket (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    code VARCHAR(8),
    customer_id INTEGER NOT NULL,
    contact_id INTEGER,
    kind VARCHAR(40) NOT NULL,
    place VARCHAR(40) NOT NULL,
    symptom TEXT NOT NULL,
    product_id INTEGER,
    serial VARCHAR(60),
    order_id INTEGER,
    warranty_until DATE,
    feedback_id INTEGER,
    owner_id INTEGER,
    received_at VARCHAR(20) NOT NULL,
    technician_id INTEGER,
    visit_start VARCHAR(20),
    visit_end VARCHAR(20),
    diagnosis TEXT,
    solution TEXT,
    travel_cost INTEGER,
    cost_handling INTEGER,
    cost_repair INTEGER,
    satisfaction INTEGER,
    state VARCHAR(40) NOT NULL,
    round INTEGER NOT NULL,
    due_at VARCHAR(20),
    paused_minutes INTEGER NOT NULL,
    paused_since VARCHAR(20),
    resolved_at VARCHAR(20),
    closed_at VARCHAR(20),
    cancel_reason VARCHAR(400),
    PRIMARY KEY (id),
    CONSTRAINT ck_ticket_kind CHECK (kind IN ('DISPUTE', 'DEFECT', 'REPAIR', 'MAINTENANCE', 'ORDER_TRACE')),
    CONSTRAINT ck_ticket_place CHECK (place IN ('ONSITE', 'BROUGHT_IN')),
    CONSTRAINT ck_ticket_travel_cost CHECK (travel_cost >= 0),
    CONSTRAINT ck_ticket_cost_handling CHECK (cost_handling >= 0),
    CONSTRAINT ck_ticket_cost_repair CHECK (cost_repair >= 0),
    CONSTRAINT ck_ticket_satisfaction CHECK (satisfaction >= 1 AND satisfaction <= 5),
    CONSTRAINT ck_ticket_state CHECK (state IN ('RECEIVED', 'BOOKED', 'DISPATCHED', 'WAITING_PARTS', 'IN_WORK', 'RESOLVED', 'CONFIRMED', 'CLOSED', 'CANCELLED')),
    CONSTRAINT ck_ticket_round CHECK (round >= 1),
    CONSTRAINT ck_ticket_paused_minutes CHECK (paused_minutes >= 0),
    UNIQUE (code),
    FOREIGN KEY(customer_id) REFERENCES customer (id),
    FOREIGN KEY(contact_id) REFERENCES contact (id),
    FOREIGN KEY(product_id) REFERENCES product (id),
    FOREIGN KEY(order_id) REFERENCES sales_order (id),
    FOREIGN KEY(feedback_id) REFERENCES feedback (id),
    FOREIGN KEY(owner_id) REFERENCES user (id),
    FOREIGN KEY(technician_id) REFERENCES technician (id)
)
""",
    """
CREATE TABLE ticket_event (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    ticket_id INTEGER NOT NULL,
    from_state VARCHAR(40),
    to_state VARCHAR(40),
    mark VARCHAR(40),
    user_id INTEGER,
    at VARCHAR(20) NOT NULL,
    note TEXT,
    PRIMARY KEY (id),
    CONSTRAINT ck_ticket_event_from_state CHECK (from_state IN ('RECEIVED', 'BOOKED', 'DISPATCHED', 'WAITING_PARTS', 'IN_WORK', 'RESOLVED', 'CONFIRMED', 'CLOSED', 'CANCELLED')),
    CONSTRAINT ck_ticket_event_to_state CHECK (to_state IN ('RECEIVED', 'BOOKED', 'DISPATCHED', 'WAITING_PARTS', 'IN_WORK', 'RESOLVED', 'CONFIRMED', 'CLOSED', 'CANCELLED')),
    CONSTRAINT ck_ticket_event_mark CHECK (mark IN ('PAUSE', 'RESUME')),
    FOREIGN KEY(ticket_id) REFERENCES ticket (id),
    FOREIGN KEY(user_id) REFERENCES user (id)
)
""",
    """
CREATE TABLE ticket_part (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    ticket_id INTEGER NOT NULL,
    part_id INTEGER NOT NULL,
    qty INTEGER NOT NULL,
    state VARCHAR(40) NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT ck_ticket_part_qty CHECK (qty >= 1 AND qty <= 100000),
    CONSTRAINT ck_ticket_part_state CHECK (state IN ('ORDERED', 'RESERVED', 'USED', 'RELEASED')),
    FOREIGN KEY(ticket_id) REFERENCES ticket (id),
    FOREIGN KEY(part_id) REFERENCES part (id)
)
""",
    """
CREATE TABLE booking (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    code VARCHAR(10),
    technician_id INTEGER NOT NULL,
    start VARCHAR(20) NOT NULL,
    "end" VARCHAR(20) NOT NULL,
    ticket_id INTEGER,
    round INTEGER,
    note VARCHAR(200),
    PRIMARY KEY (id),
    CONSTRAINT ck_booking_round CHECK (round >= 1),
    CONSTRAINT ck_booking_order CHECK (start < end),
    UNIQUE (code),
    FOREIGN KEY(technician_id) REFERENCES technician (id),
    FOREIGN KEY(ticket_id) REFERENCES ticket (id)
)
""",
    """
CREATE TABLE stock_move (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    part_id INTEGER NOT NULL,
    kind VARCHAR(40) NOT NULL,
    qty INTEGER NOT NULL,
    ticket_id INTEGER,
    user_id INTEGER,
    at VARCHAR(20) NOT NULL,
    note VARCHAR(200),
    PRIMARY KEY (id),
    CONSTRAINT ck_stock_move_kind CHECK (kind IN ('RECEIPT', 'USE', 'RETURN', 'COUNT')),
    FOREIGN KEY(part_id) REFERENCES part (id),
    FOREIGN KEY(ticket_id) REFERENCES ticket (id),
    FOREIGN KEY(user_id) REFERENCES user (id)
)
""",
    """
CREATE TABLE solution_note (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    code VARCHAR(10),
    symptom TEXT NOT NULL,
    cause TEXT,
    solution TEXT NOT NULL,
    product_id INTEGER,
    tags VARCHAR(200),
    ticket_id INTEGER,
    held BOOLEAN,
    PRIMARY KEY (id),
    CONSTRAINT ck_solution_note_held CHECK (held IN (0, 1)),
    UNIQUE (code),
    FOREIGN KEY(product_id) REFERENCES product (id),
    FOREIGN KEY(ticket_id) REFERENCES ticket (id)
)
""",
    """
CREATE TABLE dispatch_rule (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    code VARCHAR(10),
    word VARCHAR(80),
    product_id INTEGER,
    region VARCHAR(200),
    kind VARCHAR(40),
    assignee_id INTEGER NOT NULL,
    active BOOLEAN NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT ck_dispatch_rule_kind CHECK (kind IN ('DISPUTE', 'DEFECT', 'REPAIR', 'MAINTENANCE', 'ORDER_TRACE')),
    CONSTRAINT ck_dispatch_rule_active CHECK (active IN (0, 1)),
    UNIQUE (code),
    FOREIGN KEY(product_id) REFERENCES product (id),
    FOREIGN KEY(assignee_id) REFERENCES user (id)
)
""",
    """
ALTER TABLE follow_up ADD COLUMN ticket_id INTEGER
""",
    """
CREATE INDEX ix_ticket_queue ON ticket (CASE WHEN state IN ('CLOSED', 'CANCELLED') THEN 2 WHEN state IN ('RESOLVED', 'CONFIRMED') THEN 1 ELSE 0 END, COALESCE(due_at, '9999-12-31T00:00:00Z'), id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_ticket_customer ON ticket (customer_id, id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_ticket_owner ON ticket (owner_id, CASE WHEN state IN ('CLOSED', 'CANCELLED') THEN 2 WHEN state IN ('RESOLVED', 'CONFIRMED') THEN 1 ELSE 0 END, COALESCE(due_at, '9999-12-31T00:00:00Z'), id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_ticket_feedback ON ticket (feedback_id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_ticket_event_ticket ON ticket_event (ticket_id, id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_ticket_part_ticket ON ticket_part (ticket_id, id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_ticket_part_part ON ticket_part (part_id, state, id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_booking_start ON booking (start, id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_booking_technician ON booking (technician_id, start, end) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_booking_ticket ON booking (ticket_id, id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_technician_name ON technician (name COLLATE NOCASE, id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_stock_move_part ON stock_move (part_id, at, id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_solution_note_created ON solution_note (created_at, id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_solution_note_ticket ON solution_note (ticket_id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_follow_up_ticket ON follow_up (ticket_id) WHERE deleted_at IS NULL
""",
    # No two bookings of a technician overlap: each is half-open, 10-12 and 12-14 may both stand.
    """
CREATE TRIGGER booking_insert BEFORE INSERT ON booking
WHEN NEW.deleted_at IS NULL AND EXISTS (
    SELECT 1 FROM booking b WHERE b.technician_id = NEW.technician_id AND b.deleted_at IS NULL
        AND b.start < NEW.end AND b.end > NEW.start
)
BEGIN SELECT RAISE(ABORT, 'booking_overlap'); END
""",
    """
CREATE TRIGGER booking_update BEFORE UPDATE ON booking
WHEN NEW.deleted_at IS NULL AND EXISTS (
    SELECT 1 FROM booking b WHERE b.technician_id = NEW.technician_id AND b.deleted_at IS NULL
        AND b.id <> NEW.id AND b.start < NEW.end AND b.end > NEW.start
)
BEGIN SELECT RAISE(ABORT, 'booking_overlap'); END
""",
    """
CREATE VIRTUAL TABLE solutions_index USING fts5(tokens, content='', detail=none, tokenize=ascii)
""",
    """
INSERT INTO solutions_index (solutions_index, rank) VALUES ('secure-delete', 1)
""",
    """
INSERT OR IGNORE INTO search_state (index_name, token_version)
    SELECT 'solutions_index', token_version FROM search_state WHERE index_name = 'notes_index'
""",
)


def apply(connection: driver.Connection) -> None:
    """Makes the tables, the triggers and the index of solutions; adds the column."""
    for statement in STATEMENTS:
        connection.execute(statement)
