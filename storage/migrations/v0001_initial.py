"""Version 1: the first schema. Frozen text: a change to it is a new step."""

from __future__ import annotations

from sqlcipher3 import dbapi2 as driver

STATEMENTS: tuple[str, ...] = (
    """
CREATE TABLE change_set (
    id INTEGER NOT NULL,
    label VARCHAR(60) NOT NULL,
    params TEXT NOT NULL,
    actor_id INTEGER,
    at VARCHAR(20) NOT NULL,
    state VARCHAR(40) NOT NULL,
    origin VARCHAR(80) NOT NULL,
    undoes_id INTEGER,
    undone_by_id INTEGER,
    PRIMARY KEY (id)
)
""",
    """
CREATE TABLE counter (
    prefix VARCHAR(4) NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (prefix)
)
""",
    """
CREATE TABLE product (
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
    list_price INTEGER,
    unit_cost INTEGER,
    currency VARCHAR(3),
    min_margin_pct INTEGER,
    warranty_months INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT ck_product_list_price CHECK (list_price >= 0),
    CONSTRAINT ck_product_unit_cost CHECK (unit_cost >= 0),
    CONSTRAINT ck_product_min_margin_pct CHECK (min_margin_pct >= 0 AND min_margin_pct <= 100),
    CONSTRAINT ck_product_warranty_months CHECK (warranty_months >= 0 AND warranty_months <= 600)
)
""",
    """
CREATE UNIQUE INDEX uq_product_code ON product (code) WHERE deleted_at IS NULL
""",
    """
CREATE TABLE search_source (
    index_name VARCHAR(20) NOT NULL,
    row_id INTEGER NOT NULL,
    texts TEXT NOT NULL,
    token_version INTEGER NOT NULL,
    PRIMARY KEY (index_name, row_id)
)
""",
    """
CREATE TABLE setting (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    "key" VARCHAR(80) NOT NULL,
    value VARCHAR(400) NOT NULL,
    PRIMARY KEY (id)
)
""",
    """
CREATE UNIQUE INDEX uq_setting_key ON setting ("key") WHERE deleted_at IS NULL
""",
    """
CREATE TABLE team (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    name VARCHAR(80) NOT NULL,
    manager_id INTEGER,
    PRIMARY KEY (id)
)
""",
    """
CREATE TABLE change_entry (
    seq INTEGER NOT NULL,
    change_id INTEGER NOT NULL,
    entity VARCHAR(40) NOT NULL,
    record_id INTEGER,
    action VARCHAR(40) NOT NULL,
    changed TEXT NOT NULL,
    PRIMARY KEY (seq),
    FOREIGN KEY(change_id) REFERENCES change_set (id)
)
""",
    """
CREATE INDEX ix_change_entry_change ON change_entry (change_id)
""",
    """
CREATE INDEX ix_change_entry_record ON change_entry (entity, record_id)
""",
    """
CREATE TABLE user (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    login VARCHAR(64) NOT NULL,
    name VARCHAR(80) NOT NULL,
    roles VARCHAR(200) NOT NULL,
    locale VARCHAR(40),
    team_id INTEGER,
    active BOOLEAN NOT NULL,
    ssh_key_fp VARCHAR(100),
    PRIMARY KEY (id),
    CONSTRAINT ck_user_locale CHECK (locale IN ('en', 'zh')),
    CONSTRAINT ck_user_active CHECK (active IN (0, 1)),
    FOREIGN KEY(team_id) REFERENCES team (id)
)
""",
    """
CREATE UNIQUE INDEX uq_user_login ON user (login) WHERE deleted_at IS NULL
""",
    """
CREATE TABLE customer (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    code VARCHAR(8),
    name VARCHAR(120) NOT NULL,
    kind VARCHAR(40) NOT NULL,
    status VARCHAR(40) NOT NULL,
    owner_id INTEGER,
    industry VARCHAR(80),
    source VARCHAR(40),
    referred_by_id INTEGER,
    is_internal BOOLEAN NOT NULL,
    registration_no VARCHAR(40),
    need_status VARCHAR(40) NOT NULL,
    own_expected_date DATE,
    no_chance BOOLEAN NOT NULL,
    need_confirmed BOOLEAN NOT NULL,
    potential_volume_year INTEGER,
    buying_preference TEXT,
    phone VARCHAR(40),
    fax VARCHAR(40),
    email VARCHAR(120),
    website VARCHAR(200),
    preferred_channel VARCHAR(40),
    country_region VARCHAR(60),
    intl_dial_code VARCHAR(8),
    province VARCHAR(60),
    area_code VARCHAR(8),
    city VARCHAR(60),
    postcode VARCHAR(12),
    address VARCHAR(240),
    annual_revenue INTEGER,
    currency VARCHAR(3),
    employees INTEGER,
    profile_scope TEXT,
    profile_size VARCHAR(200),
    profile_structure TEXT,
    business_summary TEXT,
    funding VARCHAR(200),
    growth_event VARCHAR(200),
    stage VARCHAR(40),
    openness INTEGER,
    share_of_wallet INTEGER,
    main_supplier BOOLEAN NOT NULL,
    strategic_agreement_on DATE,
    exec_programme BOOLEAN NOT NULL,
    reference_willing BOOLEAN NOT NULL,
    negotiation_style VARCHAR(200),
    word_binding VARCHAR(40),
    switching_cost INTEGER,
    switching_cost_note TEXT,
    needs_met VARCHAR(200) NOT NULL,
    purchase_risks VARCHAR(200) NOT NULL,
    handover_date DATE,
    warranty_until DATE,
    clv_amount INTEGER,
    clv_per_year INTEGER,
    expected_years INTEGER,
    churn_type VARCHAR(40),
    churn_note TEXT,
    lost_on DATE,
    consent_marketing BOOLEAN NOT NULL,
    consent_survey BOOLEAN NOT NULL,
    consent_greeting BOOLEAN NOT NULL,
    legal_basis VARCHAR(200),
    survey_interval_months INTEGER,
    do_not_contact BOOLEAN NOT NULL,
    do_not_sell BOOLEAN NOT NULL,
    retention_until DATE,
    name_norm VARCHAR(120),
    grade VARCHAR(40),
    grade_reason VARCHAR(40),
    grade_override_until DATE,
    next_tracking_due DATE,
    last_tracking_at VARCHAR(20),
    handle_by DATE,
    deal_status VARCHAR(40),
    importance VARCHAR(40),
    importance_override VARCHAR(40),
    importance_reason VARCHAR(400),
    importance_until DATE,
    urgency VARCHAR(40),
    key_account BOOLEAN NOT NULL,
    pyramid_tier VARCHAR(40),
    value_tier VARCHAR(40),
    verified_at TEXT,
    storage_tier VARCHAR(40),
    PRIMARY KEY (id),
    CONSTRAINT ck_customer_kind CHECK (kind IN ('ENTERPRISE', 'INDIVIDUAL', 'GROUP', 'GOVERNMENT', 'PARTNER')),
    CONSTRAINT ck_customer_status CHECK (status IN ('LEAD', 'ACTIVE', 'DORMANT', 'LOST', 'TERMINATED')),
    CONSTRAINT ck_customer_source CHECK (source IN ('REFERRAL', 'FAIR', 'WEB', 'CARE_CALL', 'SURVEY', 'SOCIAL', 'COLD', 'OTHER')),
    CONSTRAINT ck_customer_is_internal CHECK (is_internal IN (0, 1)),
    CONSTRAINT ck_customer_need_status CHECK (need_status IN ('NOW', 'LATENT', 'NONE')),
    CONSTRAINT ck_customer_no_chance CHECK (no_chance IN (0, 1)),
    CONSTRAINT ck_customer_need_confirmed CHECK (need_confirmed IN (0, 1)),
    CONSTRAINT ck_customer_potential_volume_year CHECK (potential_volume_year >= 0),
    CONSTRAINT ck_customer_preferred_channel CHECK (preferred_channel IN ('PHONE', 'MEETING', 'VISIT', 'RECEPTION', 'EMAIL', 'LETTER', 'FAX', 'SMS', 'WECHAT', 'SOCIAL', 'EVENT', 'MEAL', 'SYSTEM')),
    CONSTRAINT ck_customer_annual_revenue CHECK (annual_revenue >= 0),
    CONSTRAINT ck_customer_employees CHECK (employees >= 0 AND employees <= 10000000),
    CONSTRAINT ck_customer_stage CHECK (stage IN ('DEVELOPMENT', 'INITIAL', 'STABLE', 'STRATEGIC')),
    CONSTRAINT ck_customer_openness CHECK (openness >= 1 AND openness <= 5),
    CONSTRAINT ck_customer_share_of_wallet CHECK (share_of_wallet >= 0 AND share_of_wallet <= 100),
    CONSTRAINT ck_customer_main_supplier CHECK (main_supplier IN (0, 1)),
    CONSTRAINT ck_customer_exec_programme CHECK (exec_programme IN (0, 1)),
    CONSTRAINT ck_customer_reference_willing CHECK (reference_willing IN (0, 1)),
    CONSTRAINT ck_customer_word_binding CHECK (word_binding IN ('YES', 'NO', 'UNKNOWN')),
    CONSTRAINT ck_customer_switching_cost CHECK (switching_cost >= 1 AND switching_cost <= 5),
    CONSTRAINT ck_customer_clv_amount CHECK (clv_amount >= 0),
    CONSTRAINT ck_customer_clv_per_year CHECK (clv_per_year >= 0 AND clv_per_year <= 10000),
    CONSTRAINT ck_customer_expected_years CHECK (expected_years >= 1 AND expected_years <= 100),
    CONSTRAINT ck_customer_churn_type CHECK (churn_type IN ('NATURAL', 'MALICIOUS', 'COMPETITION', 'FAULT')),
    CONSTRAINT ck_customer_consent_marketing CHECK (consent_marketing IN (0, 1)),
    CONSTRAINT ck_customer_consent_survey CHECK (consent_survey IN (0, 1)),
    CONSTRAINT ck_customer_consent_greeting CHECK (consent_greeting IN (0, 1)),
    CONSTRAINT ck_customer_survey_interval_months CHECK (survey_interval_months >= 1 AND survey_interval_months <= 60),
    CONSTRAINT ck_customer_do_not_contact CHECK (do_not_contact IN (0, 1)),
    CONSTRAINT ck_customer_do_not_sell CHECK (do_not_sell IN (0, 1)),
    CONSTRAINT ck_customer_grade CHECK (grade IN ('A', 'B', 'C', 'D', 'E')),
    CONSTRAINT ck_customer_grade_reason CHECK (grade_reason IN ('BY_DATE', 'LATENT', 'NO_DATE', 'DATE_PASSED', 'NO_NEED', 'NO_CHANCE', 'OVERRIDE')),
    CONSTRAINT ck_customer_deal_status CHECK (deal_status IN ('WON', 'NEGOTIATING', 'PROSPECT')),
    CONSTRAINT ck_customer_importance CHECK (importance IN ('IMPORTANT', 'ORDINARY')),
    CONSTRAINT ck_customer_importance_override CHECK (importance_override IN ('IMPORTANT', 'ORDINARY')),
    CONSTRAINT ck_customer_urgency CHECK (urgency IN ('URGENT', 'MEDIUM', 'NOT_URGENT', 'POTENTIAL')),
    CONSTRAINT ck_customer_key_account CHECK (key_account IN (0, 1)),
    CONSTRAINT ck_customer_pyramid_tier CHECK (pyramid_tier IN ('VIP', 'SECONDARY', 'ORDINARY', 'SMALL')),
    CONSTRAINT ck_customer_value_tier CHECK (value_tier IN ('HIGH', 'POTENTIAL', 'LOW')),
    CONSTRAINT ck_customer_storage_tier CHECK (storage_tier IN ('HOT', 'WARM', 'COLD')),
    UNIQUE (code),
    FOREIGN KEY(owner_id) REFERENCES user (id),
    FOREIGN KEY(referred_by_id) REFERENCES customer (id)
)
""",
    """
CREATE TABLE saved_view (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    name VARCHAR(60) NOT NULL,
    kind VARCHAR(40) NOT NULL,
    "query" VARCHAR(1000),
    columns VARCHAR(400),
    slot VARCHAR(1),
    owner_id INTEGER,
    shared BOOLEAN NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT ck_saved_view_shared CHECK (shared IN (0, 1)),
    FOREIGN KEY(owner_id) REFERENCES user (id)
)
""",
    """
CREATE TABLE contact (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    code VARCHAR(8),
    customer_id INTEGER NOT NULL,
    name VARCHAR(120) NOT NULL,
    salutation VARCHAR(40),
    is_primary BOOLEAN NOT NULL,
    department VARCHAR(80),
    title VARCHAR(80),
    office_phone VARCHAR(40),
    mobile VARCHAR(40),
    home_phone VARCHAR(40),
    fax VARCHAR(40),
    email VARCHAR(120),
    wechat VARCHAR(60),
    whatsapp VARCHAR(60),
    social_url VARCHAR(200),
    country_region VARCHAR(60),
    intl_dial_code VARCHAR(8),
    province VARCHAR(60),
    area_code VARCHAR(8),
    city VARCHAR(60),
    postcode VARCHAR(12),
    address VARCHAR(240),
    birth_date DATE,
    hobbies VARCHAR(400),
    preference_note TEXT,
    household_note TEXT,
    role_note TEXT,
    left_at DATE,
    mobile_hmac VARCHAR(64),
    PRIMARY KEY (id),
    CONSTRAINT ck_contact_is_primary CHECK (is_primary IN (0, 1)),
    UNIQUE (code),
    FOREIGN KEY(customer_id) REFERENCES customer (id)
)
""",
    """
CREATE TABLE customer_address (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    customer_id INTEGER NOT NULL,
    kind VARCHAR(40) NOT NULL,
    name VARCHAR(120),
    country_region VARCHAR(60),
    intl_dial_code VARCHAR(8),
    province VARCHAR(60),
    area_code VARCHAR(8),
    city VARCHAR(60),
    postcode VARCHAR(12),
    address VARCHAR(240),
    phone VARCHAR(40),
    fax VARCHAR(40),
    email VARCHAR(120),
    PRIMARY KEY (id),
    CONSTRAINT ck_customer_address_kind CHECK (kind IN ('HQ', 'BRANCH', 'DELIVERY', 'BILLING')),
    FOREIGN KEY(customer_id) REFERENCES customer (id)
)
""",
    """
CREATE TABLE opportunity (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    code VARCHAR(8),
    customer_id INTEGER NOT NULL,
    title VARCHAR(120) NOT NULL,
    owner_id INTEGER,
    pipeline VARCHAR(40) NOT NULL,
    need_status VARCHAR(40) NOT NULL,
    no_chance BOOLEAN NOT NULL,
    expected_amount INTEGER,
    currency VARCHAR(3),
    budget_amount INTEGER,
    budget_period VARCHAR(60),
    expected_close_date DATE,
    spend_date DATE,
    benefit_statement TEXT,
    next_step VARCHAR(200),
    next_step_date DATE,
    odds_manual INTEGER,
    odds_reason VARCHAR(400),
    lost_reason VARCHAR(400),
    keep_in_touch_at DATE,
    closed_on DATE,
    grade VARCHAR(40),
    odds_calc INTEGER,
    qualified BOOLEAN NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT ck_opportunity_pipeline CHECK (pipeline IN ('LEAD', 'QUALIFIED', 'PROPOSAL', 'NEGOTIATION', 'WON', 'LOST')),
    CONSTRAINT ck_opportunity_need_status CHECK (need_status IN ('NOW', 'LATENT', 'NONE')),
    CONSTRAINT ck_opportunity_no_chance CHECK (no_chance IN (0, 1)),
    CONSTRAINT ck_opportunity_expected_amount CHECK (expected_amount >= 0),
    CONSTRAINT ck_opportunity_budget_amount CHECK (budget_amount >= 0),
    CONSTRAINT ck_opportunity_odds_manual CHECK (odds_manual >= 0 AND odds_manual <= 100),
    CONSTRAINT ck_opportunity_grade CHECK (grade IN ('A', 'B', 'C', 'D', 'E')),
    CONSTRAINT ck_opportunity_qualified CHECK (qualified IN (0, 1)),
    UNIQUE (code),
    FOREIGN KEY(customer_id) REFERENCES customer (id),
    FOREIGN KEY(owner_id) REFERENCES user (id)
)
""",
    """
CREATE TABLE contact_link (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    from_contact_id INTEGER NOT NULL,
    to_contact_id INTEGER NOT NULL,
    kind VARCHAR(40) NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT ck_contact_link_kind CHECK (kind IN ('ALLY', 'RIVAL', 'REPORTS_TO', 'INFLUENCES')),
    FOREIGN KEY(from_contact_id) REFERENCES contact (id),
    FOREIGN KEY(to_contact_id) REFERENCES contact (id)
)
""",
    """
CREATE TABLE feedback (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    code VARCHAR(8),
    customer_id INTEGER,
    contact_id INTEGER,
    kind VARCHAR(40) NOT NULL,
    channel VARCHAR(40) NOT NULL,
    text TEXT NOT NULL,
    received_at VARCHAR(20) NOT NULL,
    source_url VARCHAR(400),
    reply_channel VARCHAR(40),
    first_owner_id INTEGER,
    owner_id INTEGER,
    praised_user_id INTEGER,
    quality_dimension VARCHAR(40),
    category VARCHAR(40),
    experience_element VARCHAR(40),
    main_issue VARCHAR(400),
    root_cause TEXT,
    cost_handling INTEGER,
    cost_repair INTEGER,
    idea_author_id INTEGER,
    state VARCHAR(40),
    priority VARCHAR(40),
    round INTEGER,
    due_at VARCHAR(20),
    ack_at VARCHAR(20),
    ack_text TEXT,
    promised_at VARCHAR(20),
    last_progress_at VARCHAR(20),
    praise_told_at VARCHAR(20),
    check_call_at VARCHAR(20),
    closed_at VARCHAR(20),
    solved_by_customer BOOLEAN,
    outcome_told_at VARCHAR(20),
    expectation_checks INTEGER,
    escalated_from_id INTEGER,
    merged_into_id INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT ck_feedback_kind CHECK (kind IN ('COMPLAINT', 'GRIEVANCE', 'SUGGESTION', 'OPINION', 'PRAISE')),
    CONSTRAINT ck_feedback_channel CHECK (channel IN ('PHONE', 'EMAIL', 'MEETING', 'QUESTIONNAIRE', 'WEB_RATING', 'SOCIAL', 'HOTLINE', 'COUNTER')),
    CONSTRAINT ck_feedback_reply_channel CHECK (reply_channel IN ('PHONE', 'EMAIL', 'MEETING', 'QUESTIONNAIRE', 'WEB_RATING', 'SOCIAL', 'HOTLINE', 'COUNTER')),
    CONSTRAINT ck_feedback_quality_dimension CHECK (quality_dimension IN ('PRODUCT', 'SERVICE', 'IMAGE', 'RELATIONSHIP', 'SAFETY')),
    CONSTRAINT ck_feedback_category CHECK (category IN ('SERVICE_QUALITY', 'PRODUCT_FUNCTION', 'PRICE', 'DELIVERY', 'BILLING', 'OTHER')),
    CONSTRAINT ck_feedback_experience_element CHECK (experience_element IN ('ENVIRONMENT', 'SERVICE', 'EMOTION', 'VALUE', 'PROBLEM_SOLVING')),
    CONSTRAINT ck_feedback_cost_handling CHECK (cost_handling >= 0),
    CONSTRAINT ck_feedback_cost_repair CHECK (cost_repair >= 0),
    CONSTRAINT ck_feedback_state CHECK (state IN ('NEW', 'ACKNOWLEDGED', 'ANALYSED', 'ACTING', 'TRACKING', 'CLOSED', 'REOPENED', 'MERGED')),
    CONSTRAINT ck_feedback_priority CHECK (priority IN ('NORMAL', 'URGENT')),
    CONSTRAINT ck_feedback_round CHECK (round >= 1),
    CONSTRAINT ck_feedback_solved_by_customer CHECK (solved_by_customer IN (0, 1)),
    CONSTRAINT ck_feedback_expectation_checks CHECK (expectation_checks >= 0 AND expectation_checks <= 4095),
    UNIQUE (code),
    FOREIGN KEY(customer_id) REFERENCES customer (id),
    FOREIGN KEY(contact_id) REFERENCES contact (id),
    FOREIGN KEY(first_owner_id) REFERENCES user (id),
    FOREIGN KEY(owner_id) REFERENCES user (id),
    FOREIGN KEY(praised_user_id) REFERENCES user (id),
    FOREIGN KEY(idea_author_id) REFERENCES contact (id),
    FOREIGN KEY(escalated_from_id) REFERENCES feedback (id),
    FOREIGN KEY(merged_into_id) REFERENCES feedback (id)
)
""",
    """
CREATE TABLE interaction (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    customer_id INTEGER NOT NULL,
    contact_id INTEGER,
    opportunity_id INTEGER,
    user_id INTEGER,
    at VARCHAR(20) NOT NULL,
    minutes INTEGER,
    channel VARCHAR(40) NOT NULL,
    direction VARCHAR(40) NOT NULL,
    kind VARCHAR(40) NOT NULL,
    lifecycle_step VARCHAR(40),
    summary TEXT NOT NULL,
    need_after VARCHAR(40),
    no_chance_reason VARCHAR(400),
    expected_date_after DATE,
    next_contact_at VARCHAR(20),
    no_next_reason VARCHAR(400),
    grade_before VARCHAR(40),
    grade_after VARCHAR(40),
    PRIMARY KEY (id),
    CONSTRAINT ck_interaction_minutes CHECK (minutes >= 0 AND minutes <= 10000),
    CONSTRAINT ck_interaction_channel CHECK (channel IN ('PHONE', 'MEETING', 'VISIT', 'RECEPTION', 'EMAIL', 'LETTER', 'FAX', 'SMS', 'WECHAT', 'SOCIAL', 'EVENT', 'MEAL', 'SYSTEM')),
    CONSTRAINT ck_interaction_direction CHECK (direction IN ('OUT', 'IN')),
    CONSTRAINT ck_interaction_kind CHECK (kind IN ('TRACKING', 'CALLBACK', 'CARE', 'FAVOUR', 'EXEC_VISIT', 'MANAGEMENT_MEETING', 'OWNER_FORUM', 'INTERVIEW', 'NOTE')),
    CONSTRAINT ck_interaction_lifecycle_step CHECK (lifecycle_step IN ('CONTACT', 'COMMUNICATION', 'MAINTENANCE', 'DEVELOPMENT', 'SERVICE')),
    CONSTRAINT ck_interaction_need_after CHECK (need_after IN ('NOW', 'LATENT', 'NONE')),
    CONSTRAINT ck_interaction_grade_before CHECK (grade_before IN ('A', 'B', 'C', 'D', 'E')),
    CONSTRAINT ck_interaction_grade_after CHECK (grade_after IN ('A', 'B', 'C', 'D', 'E')),
    FOREIGN KEY(customer_id) REFERENCES customer (id),
    FOREIGN KEY(contact_id) REFERENCES contact (id),
    FOREIGN KEY(opportunity_id) REFERENCES opportunity (id),
    FOREIGN KEY(user_id) REFERENCES user (id)
)
""",
    """
CREATE TABLE need (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    customer_id INTEGER NOT NULL,
    opportunity_id INTEGER,
    problem VARCHAR(400) NOT NULL,
    impact VARCHAR(400),
    horizon VARCHAR(80),
    status VARCHAR(40) NOT NULL,
    history TEXT,
    PRIMARY KEY (id),
    CONSTRAINT ck_need_status CHECK (status IN ('OPEN', 'MET', 'GONE')),
    FOREIGN KEY(customer_id) REFERENCES customer (id),
    FOREIGN KEY(opportunity_id) REFERENCES opportunity (id)
)
""",
    """
CREATE TABLE nsabc_answer (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    scope VARCHAR(40) NOT NULL,
    subject_id INTEGER NOT NULL,
    question_code VARCHAR(8) NOT NULL,
    state VARCHAR(40) NOT NULL,
    note TEXT,
    source_contact_id INTEGER,
    source_doc VARCHAR(200),
    confirmed_on DATE,
    PRIMARY KEY (id),
    CONSTRAINT ck_nsabc_answer_scope CHECK (scope IN ('CUSTOMER', 'OPPORTUNITY')),
    CONSTRAINT ck_nsabc_answer_state CHECK (state IN ('UNKNOWN', 'ASSUMED', 'CONFIRMED', 'ADVERSE')),
    FOREIGN KEY(source_contact_id) REFERENCES contact (id)
)
""",
    """
CREATE UNIQUE INDEX uq_nsabc_answer_question_code ON nsabc_answer (scope, subject_id, question_code) WHERE deleted_at IS NULL
""",
    """
CREATE TABLE sales_order (
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
    opportunity_id INTEGER,
    owner_id INTEGER,
    sale_date DATE NOT NULL,
    order_contract_no VARCHAR(60) NOT NULL,
    status VARCHAR(40) NOT NULL,
    currency VARCHAR(3) NOT NULL,
    promised_on DATE,
    delivered_on DATE,
    invoice_no VARCHAR(60),
    paid_amount INTEGER,
    amount INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT ck_sales_order_status CHECK (status IN ('OPEN', 'DELIVERED', 'CLOSED', 'CANCELLED')),
    CONSTRAINT ck_sales_order_paid_amount CHECK (paid_amount >= 0),
    UNIQUE (code),
    FOREIGN KEY(customer_id) REFERENCES customer (id),
    FOREIGN KEY(contact_id) REFERENCES contact (id),
    FOREIGN KEY(opportunity_id) REFERENCES opportunity (id),
    FOREIGN KEY(owner_id) REFERENCES user (id)
)
""",
    """
CREATE UNIQUE INDEX uq_sales_order_order_contract_no ON sales_order (order_contract_no) WHERE deleted_at IS NULL
""",
    """
CREATE TABLE special_date (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    contact_id INTEGER NOT NULL,
    kind VARCHAR(40) NOT NULL,
    label VARCHAR(80),
    month INTEGER NOT NULL,
    day INTEGER NOT NULL,
    year INTEGER,
    lead_days INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT ck_special_date_kind CHECK (kind IN ('BIRTHDAY', 'WEDDING', 'FESTIVAL', 'CUSTOM')),
    CONSTRAINT ck_special_date_month CHECK (month >= 1 AND month <= 12),
    CONSTRAINT ck_special_date_day CHECK (day >= 1 AND day <= 31),
    CONSTRAINT ck_special_date_year CHECK (year >= 1850 AND year <= 2200),
    CONSTRAINT ck_special_date_lead_days CHECK (lead_days >= 0 AND lead_days <= 60),
    FOREIGN KEY(contact_id) REFERENCES contact (id)
)
""",
    """
CREATE TABLE stakeholder (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    contact_id INTEGER NOT NULL,
    customer_id INTEGER NOT NULL,
    opportunity_id INTEGER,
    roles VARCHAR(200) NOT NULL,
    weight_pct INTEGER,
    formal_power INTEGER,
    real_power INTEGER,
    stance INTEGER,
    relation_strength INTEGER,
    pays BOOLEAN NOT NULL,
    future_leader BOOLEAN NOT NULL,
    informant BOOLEAN NOT NULL,
    archetype VARCHAR(40),
    criteria TEXT,
    past_decision_note TEXT,
    counter_plan TEXT,
    PRIMARY KEY (id),
    CONSTRAINT ck_stakeholder_weight_pct CHECK (weight_pct >= 0 AND weight_pct <= 100),
    CONSTRAINT ck_stakeholder_formal_power CHECK (formal_power >= 1 AND formal_power <= 5),
    CONSTRAINT ck_stakeholder_real_power CHECK (real_power >= 1 AND real_power <= 5),
    CONSTRAINT ck_stakeholder_stance CHECK (stance >= -2 AND stance <= 2),
    CONSTRAINT ck_stakeholder_relation_strength CHECK (relation_strength >= 0 AND relation_strength <= 5),
    CONSTRAINT ck_stakeholder_pays CHECK (pays IN (0, 1)),
    CONSTRAINT ck_stakeholder_future_leader CHECK (future_leader IN (0, 1)),
    CONSTRAINT ck_stakeholder_informant CHECK (informant IN (0, 1)),
    CONSTRAINT ck_stakeholder_archetype CHECK (archetype IN ('FIGUREHEAD', 'QUIET_POWER', 'RISING', 'STRONGMAN', 'VETERAN', 'AMBASSADOR', 'MEDDLER')),
    FOREIGN KEY(contact_id) REFERENCES contact (id),
    FOREIGN KEY(customer_id) REFERENCES customer (id),
    FOREIGN KEY(opportunity_id) REFERENCES opportunity (id)
)
""",
    """
CREATE UNIQUE INDEX uq_stakeholder_contact_id ON stakeholder (opportunity_id, contact_id) WHERE deleted_at IS NULL
""",
    """
CREATE TABLE feedback_action (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    feedback_id INTEGER NOT NULL,
    round INTEGER,
    type VARCHAR(40) NOT NULL,
    text VARCHAR(400) NOT NULL,
    owner_id INTEGER NOT NULL,
    due DATE NOT NULL,
    done_on DATE,
    PRIMARY KEY (id),
    CONSTRAINT ck_feedback_action_round CHECK (round >= 1),
    CONSTRAINT ck_feedback_action_type CHECK (type IN ('TRAINING', 'RND', 'REPLACEMENT', 'REFUND', 'PROCESS', 'OTHER')),
    FOREIGN KEY(feedback_id) REFERENCES feedback (id),
    FOREIGN KEY(owner_id) REFERENCES user (id)
)
""",
    """
CREATE TABLE feedback_event (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    feedback_id INTEGER NOT NULL,
    from_state VARCHAR(40),
    to_state VARCHAR(40),
    user_id INTEGER,
    at VARCHAR(20) NOT NULL,
    note TEXT,
    PRIMARY KEY (id),
    CONSTRAINT ck_feedback_event_from_state CHECK (from_state IN ('NEW', 'ACKNOWLEDGED', 'ANALYSED', 'ACTING', 'TRACKING', 'CLOSED', 'REOPENED', 'MERGED')),
    CONSTRAINT ck_feedback_event_to_state CHECK (to_state IN ('NEW', 'ACKNOWLEDGED', 'ANALYSED', 'ACTING', 'TRACKING', 'CLOSED', 'REOPENED', 'MERGED')),
    FOREIGN KEY(feedback_id) REFERENCES feedback (id),
    FOREIGN KEY(user_id) REFERENCES user (id)
)
""",
    """
CREATE TABLE follow_up (
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
    opportunity_id INTEGER,
    feedback_id INTEGER,
    kind VARCHAR(40) NOT NULL,
    question_code VARCHAR(8),
    title VARCHAR(200),
    due_date DATE NOT NULL,
    due_time VARCHAR(5),
    priority INTEGER,
    status VARCHAR(40),
    snoozed_until DATE,
    reason VARCHAR(400),
    assignee_id INTEGER,
    done_interaction_id INTEGER,
    done_at VARCHAR(20),
    PRIMARY KEY (id),
    CONSTRAINT ck_follow_up_kind CHECK (kind IN ('TRACKING', 'COMMITMENT', 'CALLBACK', 'LETTER_CALL', 'CARE', 'PLAYBOOK', 'SURVEY', 'SLA', 'EXEC_VISIT', 'REVIEW', 'TASK')),
    CONSTRAINT ck_follow_up_priority CHECK (priority >= 0 AND priority <= 9),
    CONSTRAINT ck_follow_up_status CHECK (status IN ('OPEN', 'DONE', 'SKIPPED', 'SNOOZED', 'BLOCKED')),
    UNIQUE (code),
    FOREIGN KEY(customer_id) REFERENCES customer (id),
    FOREIGN KEY(contact_id) REFERENCES contact (id),
    FOREIGN KEY(opportunity_id) REFERENCES opportunity (id),
    FOREIGN KEY(feedback_id) REFERENCES feedback (id),
    FOREIGN KEY(assignee_id) REFERENCES user (id),
    FOREIGN KEY(done_interaction_id) REFERENCES interaction (id)
)
""",
    """
CREATE TABLE grade_history (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    customer_id INTEGER NOT NULL,
    opportunity_id INTEGER,
    from_grade VARCHAR(40),
    to_grade VARCHAR(40) NOT NULL,
    reason_code VARCHAR(40),
    reason VARCHAR(400),
    manual BOOLEAN NOT NULL,
    interaction_id INTEGER,
    at VARCHAR(20) NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT ck_grade_history_from_grade CHECK (from_grade IN ('A', 'B', 'C', 'D', 'E')),
    CONSTRAINT ck_grade_history_to_grade CHECK (to_grade IN ('A', 'B', 'C', 'D', 'E')),
    CONSTRAINT ck_grade_history_reason_code CHECK (reason_code IN ('BY_DATE', 'LATENT', 'NO_DATE', 'DATE_PASSED', 'NO_NEED', 'NO_CHANCE', 'OVERRIDE')),
    CONSTRAINT ck_grade_history_manual CHECK (manual IN (0, 1)),
    FOREIGN KEY(customer_id) REFERENCES customer (id),
    FOREIGN KEY(opportunity_id) REFERENCES opportunity (id),
    FOREIGN KEY(interaction_id) REFERENCES interaction (id)
)
""",
    """
CREATE TABLE sales_order_line (
    id INTEGER NOT NULL,
    created_at VARCHAR(20) NOT NULL,
    created_by_id INTEGER,
    updated_at VARCHAR(20) NOT NULL,
    updated_by_id INTEGER,
    version INTEGER NOT NULL,
    deleted_at VARCHAR(20),
    order_id INTEGER NOT NULL,
    product_id INTEGER,
    description VARCHAR(200),
    unit_price INTEGER NOT NULL,
    qty VARCHAR(40) NOT NULL,
    discount VARCHAR(40),
    amount INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT ck_sales_order_line_unit_price CHECK (unit_price >= 0),
    FOREIGN KEY(order_id) REFERENCES sales_order (id),
    FOREIGN KEY(product_id) REFERENCES product (id)
)
""",
    """
CREATE INDEX ix_customer_grade_due ON customer (COALESCE(grade, '~'), COALESCE(next_tracking_due, '9999-12-31'), id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_customer_owner ON customer (owner_id, COALESCE(grade, '~'), COALESCE(next_tracking_due, '9999-12-31'), id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_customer_status ON customer (status, COALESCE(grade, '~'), COALESCE(next_tracking_due, '9999-12-31'), id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_customer_urgency ON customer (urgency, COALESCE(grade, '~'), COALESCE(next_tracking_due, '9999-12-31'), id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_customer_due ON customer (COALESCE(next_tracking_due, '9999-12-31'), id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_customer_name ON customer (name COLLATE NOCASE, id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_customer_name_norm ON customer (name_norm) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_customer_registration_no ON customer (registration_no) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_customer_city ON customer (city) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_customer_industry ON customer (industry) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_customer_created ON customer (created_at, id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_customer_updated ON customer (updated_at, id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_customer_referred_by ON customer (referred_by_id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_customer_address_customer ON customer_address (customer_id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_contact_customer ON contact (customer_id, id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_contact_name ON contact (name COLLATE NOCASE, id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_contact_email ON contact (email) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_contact_mobile_hmac ON contact (mobile_hmac) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_contact_birth ON contact (substr(birth_date, 6)) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_special_date_day ON special_date (month, day) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_special_date_contact ON special_date (contact_id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_contact_link_from ON contact_link (from_contact_id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_contact_link_to ON contact_link (to_contact_id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_opportunity_queue ON opportunity ((pipeline IN ('WON', 'LOST')), COALESCE(expected_close_date, '9999-12-31'), id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_opportunity_owner ON opportunity (owner_id, (pipeline IN ('WON', 'LOST')), COALESCE(expected_close_date, '9999-12-31'), id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_opportunity_customer ON opportunity (customer_id, (pipeline IN ('WON', 'LOST')), COALESCE(expected_close_date, '9999-12-31'), id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_opportunity_pipeline ON opportunity (pipeline) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_stakeholder_customer ON stakeholder (customer_id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_stakeholder_contact ON stakeholder (contact_id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_need_customer ON need (customer_id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_interaction_customer ON interaction (customer_id, at, id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_interaction_user ON interaction (user_id, at, id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_interaction_at ON interaction (at, id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_interaction_contact ON interaction (contact_id, at) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_interaction_opportunity ON interaction (opportunity_id, at) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_follow_up_queue ON follow_up ((COALESCE(status, 'OPEN') NOT IN ('OPEN', 'SNOOZED', 'BLOCKED')), CASE WHEN status = 'SNOOZED' AND snoozed_until IS NOT NULL THEN snoozed_until ELSE due_date END, COALESCE(due_time, '~'), id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_follow_up_assignee ON follow_up (assignee_id, (COALESCE(status, 'OPEN') NOT IN ('OPEN', 'SNOOZED', 'BLOCKED')), CASE WHEN status = 'SNOOZED' AND snoozed_until IS NOT NULL THEN snoozed_until ELSE due_date END, COALESCE(due_time, '~'), id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_follow_up_customer ON follow_up (customer_id, (COALESCE(status, 'OPEN') NOT IN ('OPEN', 'SNOOZED', 'BLOCKED')), CASE WHEN status = 'SNOOZED' AND snoozed_until IS NOT NULL THEN snoozed_until ELSE due_date END, COALESCE(due_time, '~'), id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_follow_up_opportunity ON follow_up (opportunity_id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_follow_up_feedback ON follow_up (feedback_id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_grade_history_customer ON grade_history (customer_id, at) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_sales_order_date ON sales_order (sale_date, id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_sales_order_customer ON sales_order (customer_id, sale_date, id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_sales_order_owner ON sales_order (owner_id, sale_date, id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_sales_order_line_order ON sales_order_line (order_id, id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_sales_order_line_product ON sales_order_line (product_id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_feedback_queue ON feedback ((COALESCE(state, 'NEW') IN ('CLOSED', 'MERGED')), COALESCE(due_at, '9999-12-31T00:00:00Z'), id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_feedback_customer ON feedback (customer_id, (COALESCE(state, 'NEW') IN ('CLOSED', 'MERGED'))) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_feedback_owner ON feedback (owner_id, (COALESCE(state, 'NEW') IN ('CLOSED', 'MERGED'))) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_feedback_action_feedback ON feedback_action (feedback_id, id) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_feedback_event_feedback ON feedback_event (feedback_id, at) WHERE deleted_at IS NULL
""",
    """
CREATE INDEX ix_change_set_at ON change_set (at, id)
""",
    """
CREATE VIRTUAL TABLE find_index USING fts5(tokens, content='', detail=none, tokenize=ascii)
""",
    """
CREATE VIRTUAL TABLE notes_index USING fts5(tokens, content='', detail=none, tokenize=ascii)
""",
    """
INSERT INTO find_index (find_index, rank) VALUES ('secure-delete', 1)
""",
    """
INSERT INTO notes_index (notes_index, rank) VALUES ('secure-delete', 1)
""",
    """
CREATE TABLE search_state (index_name TEXT PRIMARY KEY, token_version INTEGER NOT NULL)
""",
    """
INSERT INTO search_state (index_name, token_version) VALUES ('find_index', 1)
""",
    """
INSERT INTO search_state (index_name, token_version) VALUES ('notes_index', 1)
""",
)


def apply(connection: driver.Connection) -> None:
    """Makes all tables and indexes."""
    for statement in STATEMENTS:
        connection.execute(statement)
