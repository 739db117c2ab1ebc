"""Every enumeration of requirements 13.1: the English constant is what is stored.

Standard library only; labels in both languages stand in `tui/labels.py`.
"""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a user may do (requirements 11.3)."""

    VIEWER = "VIEWER"
    SALES = "SALES"
    SERVICE = "SERVICE"
    MANAGER = "MANAGER"
    AUDITOR = "AUDITOR"
    ADMIN = "ADMIN"


class Language(StrEnum):
    """Interface languages."""

    EN = "en"
    ZH = "zh"


class Profile(StrEnum):
    """How many people share a database (D-28)."""

    SINGLE = "single"
    TEAM = "team"


class CustomerKind(StrEnum):
    """Kind of customer."""

    ENTERPRISE = "ENTERPRISE"
    INDIVIDUAL = "INDIVIDUAL"
    GROUP = "GROUP"
    GOVERNMENT = "GOVERNMENT"
    PARTNER = "PARTNER"


class CustomerSource(StrEnum):
    """How the customer came to us."""

    REFERRAL = "REFERRAL"
    FAIR = "FAIR"
    WEB = "WEB"
    CARE_CALL = "CARE_CALL"
    SURVEY = "SURVEY"
    SOCIAL = "SOCIAL"
    COLD = "COLD"
    OTHER = "OTHER"


class CustomerStatus(StrEnum):
    """Life of a customer record (R-STATUS); LEAD, ACTIVE and DORMANT count as active."""

    LEAD = "LEAD"
    ACTIVE = "ACTIVE"
    DORMANT = "DORMANT"
    LOST = "LOST"
    TERMINATED = "TERMINATED"


ACTIVE_STATUSES = frozenset({CustomerStatus.LEAD, CustomerStatus.ACTIVE, CustomerStatus.DORMANT})


class NeedStatus(StrEnum):
    """Need of a customer or deal (R-SEG4)."""

    NOW = "NOW"
    LATENT = "LATENT"
    NONE = "NONE"


class Grade(StrEnum):
    """Customer grade (R-GRADE); A is the most pressing."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"


class GradeReason(StrEnum):
    """Why a grade is what it is."""

    BY_DATE = "BY_DATE"
    LATENT = "LATENT"
    NO_DATE = "NO_DATE"
    DATE_PASSED = "DATE_PASSED"
    NO_NEED = "NO_NEED"
    NO_CHANCE = "NO_CHANCE"
    OVERRIDE = "OVERRIDE"


class ProposalState(StrEnum):
    """What became of a proposed grade (requirements 11.3, R-REGRADE)."""

    WAITING = "WAITING"
    TAKEN = "TAKEN"
    DECLINED = "DECLINED"


class DealStatus(StrEnum):
    """Deal status of a customer (R-SEG1)."""

    WON = "WON"
    NEGOTIATING = "NEGOTIATING"
    PROSPECT = "PROSPECT"


class Importance(StrEnum):
    """Importance of a customer (R-SEG2)."""

    IMPORTANT = "IMPORTANT"
    ORDINARY = "ORDINARY"


class Urgency(StrEnum):
    """How soon a customer is to be handled (R-SEG3)."""

    URGENT = "URGENT"
    MEDIUM = "MEDIUM"
    NOT_URGENT = "NOT_URGENT"
    POTENTIAL = "POTENTIAL"


class Stage(StrEnum):
    """Relationship stage (requirements 8.5)."""

    DEVELOPMENT = "DEVELOPMENT"
    INITIAL = "INITIAL"
    STABLE = "STABLE"
    STRATEGIC = "STRATEGIC"


class StageStrategy(StrEnum):
    """What is done to reach the goal of a stage (requirements 8.5), in the order of the stages."""

    WAIT_ENTRY = "WAIT_ENTRY"
    KEY_PERSONS = "KEY_PERSONS"
    RELATION_TRUST = "RELATION_TRUST"
    TECHNICAL_PROOF = "TECHNICAL_PROOF"
    WEAVE_NET = "WEAVE_NET"
    BETTER_SERVICE = "BETTER_SERVICE"
    BETTER_PRODUCT = "BETTER_PRODUCT"
    PERSONAL_NEEDS = "PERSONAL_NEEDS"
    USE_EVENTS = "USE_EVENTS"
    EXECUTIVE_SELLING = "EXECUTIVE_SELLING"
    LOYALTY = "LOYALTY"
    SWITCHING_COST = "SWITCHING_COST"
    COMPLEMENT = "COMPLEMENT"
    LOCK_IN = "LOCK_IN"
    TOP_COORDINATION = "TOP_COORDINATION"


class ValueTier(StrEnum):
    """Value tier (R-TIER)."""

    HIGH = "HIGH"
    POTENTIAL = "POTENTIAL"
    LOW = "LOW"


class PyramidTier(StrEnum):
    """Place in the customer pyramid (R-PYR)."""

    VIP = "VIP"
    SECONDARY = "SECONDARY"
    ORDINARY = "ORDINARY"
    SMALL = "SMALL"


class ChurnType(StrEnum):
    """Why a customer was lost (S3-EX-01)."""

    NATURAL = "NATURAL"
    MALICIOUS = "MALICIOUS"
    COMPETITION = "COMPETITION"
    FAULT = "FAULT"


class RfmLabel(StrEnum):
    """Segment of the three scores (R-RFM)."""

    CHAMPION = "CHAMPION"
    WIN_BACK = "WIN_BACK"
    NEW = "NEW"
    OTHER = "OTHER"


class LoyaltyType(StrEnum):
    """The three parts of loyalty (R-LOY, D-32)."""

    BEHAVIOURAL = "BEHAVIOURAL"
    ATTITUDINAL = "ATTITUDINAL"
    EMOTIONAL = "EMOTIONAL"


class LoyaltyLabel(StrEnum):
    """What the parts of loyalty say together (R-LOY)."""

    LOYAL = "LOYAL"
    CAPTIVE = "CAPTIVE"
    DRIFTING = "DRIFTING"
    OTHER = "OTHER"


class ValueMethod(StrEnum):
    """The four ways to assess the value of a customer (S2-VAL-01..04)."""

    PAST_CONTRIBUTION = "PAST_CONTRIBUTION"
    MARKET_SURVEY = "MARKET_SURVEY"
    LIFETIME_VALUE = "LIFETIME_VALUE"
    FEEDBACK_ANALYSIS = "FEEDBACK_ANALYSIS"


class HealthGauge(StrEnum):
    """The four gauges of the account health card (S0-CRM5-01)."""

    LOYALTY = "LOYALTY"
    DATA_QUALITY = "DATA_QUALITY"
    VALUE = "VALUE"
    EXPERIENCE = "EXPERIENCE"


class GapVerdict(StrEnum):
    """What was perceived against what was expected (R-GAP)."""

    DELIGHTED = "DELIGHTED"
    MET = "MET"
    DISSATISFIED = "DISSATISFIED"


class PlanArea(StrEnum):
    """The five areas of the account plan (S0-VS-01..03, 05, 06)."""

    ENVIRONMENT = "ENVIRONMENT"
    VALUE_CHAIN = "VALUE_CHAIN"
    DECISION = "DECISION"
    CULTURE = "CULTURE"
    GOALS = "GOALS"


class PlanState(StrEnum):
    """How well an area of the account plan is known (S0-VS-07)."""

    UNKNOWN = "UNKNOWN"
    ASSUMED = "ASSUMED"
    KNOWN = "KNOWN"


class GoalHorizon(StrEnum):
    """How far a goal of the customer reaches (S0-VS-06)."""

    SHORT = "SHORT"
    LONG = "LONG"


class SuccessEventKind(StrEnum):
    """The eight opportunities to win ground at a customer (S4-STG-06)."""

    NEW_PRODUCT = "NEW_PRODUCT"
    PURCHASE_WINDOW = "PURCHASE_WINDOW"
    STAFF_CHANGE = "STAFF_CHANGE"
    QUALITY = "QUALITY"
    SERVICE_COMPLAINT = "SERVICE_COMPLAINT"
    WEAK_RELATION = "WEAK_RELATION"
    SOURED = "SOURED"
    COST_CUT = "COST_CUT"


class ProjectStatus(StrEnum):
    """State of a joint project with the customer (S4-STG-13)."""

    OPEN = "OPEN"
    DONE = "DONE"


class WordBinding(StrEnum):
    """Is a spoken word binding for them (S0-VS-05)."""

    YES = "YES"
    NO = "NO"
    UNKNOWN = "UNKNOWN"


class PersonalNeed(StrEnum):
    """Personal needs met at the customer (S4-STG-10)."""

    EMOTION = "EMOTION"
    SAFETY = "SAFETY"
    RESPECT = "RESPECT"


class PurchaseRisk(StrEnum):
    """Purchase risks of the customer (requirements 19)."""

    OVERPRICE = "OVERPRICE"
    QUALITY = "QUALITY"
    LATE_SUPPLY = "LATE_SUPPLY"
    CAPACITY = "CAPACITY"
    NO_AFTER_SALE = "NO_AFTER_SALE"
    ILLICIT = "ILLICIT"


class StorageTier(StrEnum):
    """How often a record is used (S2-DATA-04)."""

    HOT = "HOT"
    WARM = "WARM"
    COLD = "COLD"


class AddressKind(StrEnum):
    """Kind of a customer's further address."""

    HQ = "HQ"
    BRANCH = "BRANCH"
    DELIVERY = "DELIVERY"
    BILLING = "BILLING"


class DateCalendar(StrEnum):
    """Calendar that month and day of a special date belong to."""

    SOLAR = "SOLAR"
    LUNAR = "LUNAR"
    LUNAR_LEAP = "LUNAR_LEAP"


class SpecialDateKind(StrEnum):
    """Kind of a contact's special date."""

    BIRTHDAY = "BIRTHDAY"
    WEDDING = "WEDDING"
    FESTIVAL = "FESTIVAL"
    CUSTOM = "CUSTOM"


class CommitteeRole(StrEnum):
    """Role in the buying committee (requirements 8.3)."""

    DECISION_MAKER = "DECISION_MAKER"
    INFORMATION_SHARER = "INFORMATION_SHARER"
    INFLUENCER = "INFLUENCER"
    BLOCKER = "BLOCKER"


class Archetype(StrEnum):
    """Character of a committee member (requirements 8.3)."""

    FIGUREHEAD = "FIGUREHEAD"
    QUIET_POWER = "QUIET_POWER"
    RISING = "RISING"
    STRONGMAN = "STRONGMAN"
    VETERAN = "VETERAN"
    AMBASSADOR = "AMBASSADOR"
    MEDDLER = "MEDDLER"


class ContactLinkKind(StrEnum):
    """Relation between two contacts."""

    ALLY = "ALLY"
    RIVAL = "RIVAL"
    REPORTS_TO = "REPORTS_TO"
    INFLUENCES = "INFLUENCES"


class Pipeline(StrEnum):
    """Step of an opportunity; WON and LOST close it."""

    LEAD = "LEAD"
    QUALIFIED = "QUALIFIED"
    PROPOSAL = "PROPOSAL"
    NEGOTIATION = "NEGOTIATION"
    WON = "WON"
    LOST = "LOST"


CLOSED_PIPELINE = frozenset({Pipeline.WON, Pipeline.LOST})
NEGOTIATING_PIPELINE = frozenset({Pipeline.PROPOSAL, Pipeline.NEGOTIATION})


class AnswerScope(StrEnum):
    """Whose NSABC answer it is."""

    CUSTOMER = "CUSTOMER"
    OPPORTUNITY = "OPPORTUNITY"


class NsabcElement(StrEnum):
    """The five elements, in the order of the screen (D-07)."""

    N = "N"
    S = "S"
    A = "A"
    B = "B"
    C = "C"


class NsabcState(StrEnum):
    """State of an NSABC answer."""

    UNKNOWN = "UNKNOWN"
    ASSUMED = "ASSUMED"
    CONFIRMED = "CONFIRMED"
    ADVERSE = "ADVERSE"


class OddsBand(StrEnum):
    """Band of the win odds."""

    STRONG = "STRONG"
    CONTESTED = "CONTESTED"
    WEAK = "WEAK"
    NOT_REAL = "NOT_REAL"


class PeriodLength(StrEnum):
    """How long the period of a report is."""

    DAY = "DAY"
    WEEK = "WEEK"
    HALF_MONTH = "HALF_MONTH"
    MONTH = "MONTH"
    QUARTER = "QUARTER"
    YEAR = "YEAR"
    ALL = "ALL"


class Movement(StrEnum):
    """Which way a customer went in the leaky bucket (R-LEAK)."""

    WON = "WON"
    LOST = "LOST"


class NoGrade(StrEnum):
    """Why a customer had no grade on a day."""

    NONE = "NONE"  # none was given yet
    NEW = "NEW"  # the customer was not known yet


class Judgement(StrEnum):
    """What the deals of an odds band say about the odds (R-ODDS, learning)."""

    TOO_FEW = "TOO_FEW"
    FITS = "FITS"
    TOO_LOW = "TOO_LOW"  # more are won than the odds say
    TOO_HIGH = "TOO_HIGH"


class Method(StrEnum):
    """Another way to read the answers of a deal."""

    BANT = "BANT"
    MEDDPICC = "MEDDPICC"


class MethodItem(StrEnum):
    """One item of BANT or MEDDPICC."""

    BUDGET = "BUDGET"
    AUTHORITY = "AUTHORITY"
    NEED = "NEED"
    TIMELINE = "TIMELINE"
    METRICS = "METRICS"
    ECONOMIC_BUYER = "ECONOMIC_BUYER"
    DECISION_CRITERIA = "DECISION_CRITERIA"
    DECISION_PROCESS = "DECISION_PROCESS"
    PAPER_PROCESS = "PAPER_PROCESS"
    IDENTIFY_PAIN = "IDENTIFY_PAIN"
    CHAMPION = "CHAMPION"
    COMPETITION = "COMPETITION"


class NeedState(StrEnum):
    """State of one need row."""

    OPEN = "OPEN"
    MET = "MET"
    GONE = "GONE"


class Channel(StrEnum):
    """Channel of an interaction; SYSTEM is never a touch."""

    PHONE = "PHONE"
    MEETING = "MEETING"
    VISIT = "VISIT"
    RECEPTION = "RECEPTION"
    EMAIL = "EMAIL"
    LETTER = "LETTER"
    FAX = "FAX"
    SMS = "SMS"
    WECHAT = "WECHAT"
    SOCIAL = "SOCIAL"
    EVENT = "EVENT"
    MEAL = "MEAL"
    SYSTEM = "SYSTEM"


class Direction(StrEnum):
    """Who began the contact."""

    OUT = "OUT"
    IN = "IN"


class InteractionKind(StrEnum):
    """Kind of an interaction; NOTE is never a touch."""

    TRACKING = "TRACKING"
    CALLBACK = "CALLBACK"
    CARE = "CARE"
    FAVOUR = "FAVOUR"
    EXEC_VISIT = "EXEC_VISIT"
    MANAGEMENT_MEETING = "MANAGEMENT_MEETING"
    OWNER_FORUM = "OWNER_FORUM"
    INTERVIEW = "INTERVIEW"
    NOTE = "NOTE"


class LifecycleStep(StrEnum):
    """Step of the life cycle an interaction serves (S0-CRM-04)."""

    CONTACT = "CONTACT"
    COMMUNICATION = "COMMUNICATION"
    MAINTENANCE = "MAINTENANCE"
    DEVELOPMENT = "DEVELOPMENT"
    SERVICE = "SERVICE"


class FollowUpKind(StrEnum):
    """Kind of a follow-up."""

    TRACKING = "TRACKING"
    COMMITMENT = "COMMITMENT"
    CALLBACK = "CALLBACK"
    LETTER_CALL = "LETTER_CALL"
    CARE = "CARE"
    PLAYBOOK = "PLAYBOOK"
    SURVEY = "SURVEY"
    SLA = "SLA"
    EXEC_VISIT = "EXEC_VISIT"
    REVIEW = "REVIEW"
    TASK = "TASK"


class CalendarLayer(StrEnum):
    """What the calendar can show or hide (requirements 14, pane 3)."""

    CADENCE = "CADENCE"
    COMMITMENTS = "COMMITMENTS"
    PLAYBOOK_STEPS = "PLAYBOOK_STEPS"
    CARE_DATES = "CARE_DATES"
    SLA_TIMES = "SLA_TIMES"
    VISITS = "VISITS"
    SURVEYS = "SURVEYS"
    TASKS = "TASKS"


class FollowUpStatus(StrEnum):
    """State of a follow-up; OPEN, SNOOZED and BLOCKED are still to be done."""

    OPEN = "OPEN"
    DONE = "DONE"
    SKIPPED = "SKIPPED"
    SNOOZED = "SNOOZED"
    BLOCKED = "BLOCKED"


class PlaybookEvent(StrEnum):
    """What may set a playbook off by itself (requirements 9.4)."""

    DEAL_WON = "DEAL_WON"
    FIRST_ORDER = "FIRST_ORDER"
    ORDER_DELIVERED = "ORDER_DELIVERED"
    LETTER_SENT = "LETTER_SENT"
    MESSAGE_SENT = "MESSAGE_SENT"
    MAIL_RECEIVED = "MAIL_RECEIVED"
    STAGE_REACHED = "STAGE_REACHED"
    TIER_REACHED = "TIER_REACHED"
    DATE_SET = "DATE_SET"
    FAIR_HOT = "FAIR_HOT"


class PlaybookStop(StrEnum):
    """What ends a running playbook before its last step."""

    DEAL_WON = "DEAL_WON"
    DEAL_LOST = "DEAL_LOST"
    ORDER_CANCELLED = "ORDER_CANCELLED"
    STAGE_LEFT = "STAGE_LEFT"


class RunState(StrEnum):
    """How far a playbook is with one customer."""

    RUNNING = "RUNNING"
    DONE = "DONE"
    STOPPED = "STOPPED"


class StepState(StrEnum):
    """How far one step is; UNDATED and BLOCKED ones wait for a date."""

    UNDATED = "UNDATED"
    BLOCKED = "BLOCKED"
    OPEN = "OPEN"
    DONE = "DONE"
    SKIPPED = "SKIPPED"


class StepBase(StrEnum):
    """What the day of a step is counted from."""

    START = "START"
    HANDOVER = "HANDOVER"
    WARRANTY = "WARRANTY"
    BIRTHDAY = "BIRTHDAY"
    BEFORE = "BEFORE"  # the end of the step before
    AGREED = "AGREED"  # the time agreed in the step before
    NONE = "NONE"  # a person sets the day


class StepUnit(StrEnum):
    """What the offset of a step counts."""

    DAYS = "DAYS"
    WORKING_DAYS = "WORKING_DAYS"
    MONTHS = "MONTHS"
    HOURS = "HOURS"


class SkipCause(StrEnum):
    """Why a step was left out by the rules, not by a person."""

    PAST = "PAST"
    UNKNOWN_SLOT = "UNKNOWN_SLOT"
    NOT_OPERABLE = "NOT_OPERABLE"
    NO_CONSENT = "NO_CONSENT"
    NOT_PLANNED = "NOT_PLANNED"
    RUN_CLOSED = "RUN_CLOSED"


class DealStepKind(StrEnum):
    """The steps of an in-sale process, and the two lists that a team fills (S3-LINE-02)."""

    FIRST_CALL = "FIRST_CALL"
    VISIT = "VISIT"
    NEED_SAMPLE = "NEED_SAMPLE"
    SAMPLE_TEST = "SAMPLE_TEST"
    QUOTE_ORDER = "QUOTE_ORDER"
    CONTRACT_REVIEW = "CONTRACT_REVIEW"
    PRODUCTION = "PRODUCTION"
    RECONCILE = "RECONCILE"
    COLLECT = "COLLECT"
    DELIVERY_PART = "DELIVERY_PART"
    ADDED_VALUE = "ADDED_VALUE"


class OrderStatus(StrEnum):
    """State of a sales order; open order = OPEN."""

    OPEN = "OPEN"
    DELIVERED = "DELIVERED"
    CLOSED = "CLOSED"
    CANCELLED = "CANCELLED"


class FeedbackKind(StrEnum):
    """Kind of feedback (S2-FB-01, S1-SVC-02)."""

    COMPLAINT = "COMPLAINT"
    GRIEVANCE = "GRIEVANCE"
    SUGGESTION = "SUGGESTION"
    OPINION = "OPINION"
    PRAISE = "PRAISE"


class FeedbackChannel(StrEnum):
    """Channel by which feedback came in."""

    PHONE = "PHONE"
    EMAIL = "EMAIL"
    MEETING = "MEETING"
    QUESTIONNAIRE = "QUESTIONNAIRE"
    WEB_RATING = "WEB_RATING"
    SOCIAL = "SOCIAL"
    HOTLINE = "HOTLINE"
    COUNTER = "COUNTER"


class FeedbackState(StrEnum):
    """State of a feedback case (requirements 9.1)."""

    NEW = "NEW"
    ACKNOWLEDGED = "ACKNOWLEDGED"
    ANALYSED = "ANALYSED"
    ACTING = "ACTING"
    TRACKING = "TRACKING"
    CLOSED = "CLOSED"
    REOPENED = "REOPENED"
    MERGED = "MERGED"


class FeedbackCategory(StrEnum):
    """What a feedback case is about."""

    SERVICE_QUALITY = "SERVICE_QUALITY"
    PRODUCT_FUNCTION = "PRODUCT_FUNCTION"
    PRICE = "PRICE"
    DELIVERY = "DELIVERY"
    BILLING = "BILLING"
    OTHER = "OTHER"


class FeedbackPriority(StrEnum):
    """Priority of a feedback case; SAFETY makes it URGENT (S0-PQ)."""

    NORMAL = "NORMAL"
    URGENT = "URGENT"


class QualityDimension(StrEnum):
    """Perceived quality (S0-PQ-01..05)."""

    PRODUCT = "PRODUCT"
    SERVICE = "SERVICE"
    IMAGE = "IMAGE"
    RELATIONSHIP = "RELATIONSHIP"
    SAFETY = "SAFETY"


class ExperienceElement(StrEnum):
    """Elements of the customer experience (S0-CXM-01)."""

    ENVIRONMENT = "ENVIRONMENT"
    SERVICE = "SERVICE"
    EMOTION = "EMOTION"
    VALUE = "VALUE"
    PROBLEM_SOLVING = "PROBLEM_SOLVING"


class FeedbackEventKind(StrEnum):
    """What happened to a feedback case; its clocks are told from these (requirements 9.1)."""

    STEP = "STEP"  # another state
    NOTICE = "NOTICE"  # the customer was told how things stand
    PAUSE = "PAUSE"  # the clock is held, with a reason the customer knows
    RESUME = "RESUME"
    OWNER = "OWNER"  # another owner
    IDEA = "IDEA"  # the idea was taken up


class ExpectationGroup(StrEnum):
    """What customers expect of service (S1-SVC-04)."""

    CARE = "CARE"
    CONFIDENCE = "CONFIDENCE"
    RESPONSIVENESS = "RESPONSIVENESS"
    RELIABILITY = "RELIABILITY"


class ExpectationPoint(StrEnum):
    """The 12-point check at closing, three points a group, in the order of their bits."""

    SPECIAL = "SPECIAL"
    FEELINGS = "FEELINGS"
    NOTICED = "NOTICED"
    CAN_SOLVE = "CAN_SOLVE"
    CAN_HELP = "CAN_HELP"
    AT_EASE = "AT_EASE"
    SOLVED = "SOLVED"
    FELT = "FELT"
    COMMITTED = "COMMITTED"
    ON_TIME = "ON_TIME"
    COMPLETE = "COMPLETE"
    GUARANTEED = "GUARANTEED"


class SurveyKind(StrEnum):
    """How a survey question is answered (requirements 9.3)."""

    SCORE_1_5 = "SCORE_1_5"
    GAP_EXPECT_PERCEIVE = "GAP_EXPECT_PERCEIVE"
    NPS_0_10 = "NPS_0_10"
    INTENT_0_10 = "INTENT_0_10"
    TEXT = "TEXT"


class FeedbackActionType(StrEnum):
    """What is done about feedback (requirements 9.1)."""

    TRAINING = "TRAINING"
    RND = "RND"
    REPLACEMENT = "REPLACEMENT"
    REFUND = "REFUND"
    PROCESS = "PROCESS"
    OTHER = "OTHER"


class TicketKind(StrEnum):
    """Kind of a service ticket (requirements 9.2)."""

    DISPUTE = "DISPUTE"
    DEFECT = "DEFECT"
    REPAIR = "REPAIR"
    MAINTENANCE = "MAINTENANCE"
    ORDER_TRACE = "ORDER_TRACE"


class TicketPlace(StrEnum):
    """Where a ticket is worked on."""

    ONSITE = "ONSITE"
    BROUGHT_IN = "BROUGHT_IN"


class TicketState(StrEnum):
    """State of a service ticket (requirements 9.2); WAITING_PARTS is a side state."""

    RECEIVED = "RECEIVED"
    BOOKED = "BOOKED"
    DISPATCHED = "DISPATCHED"
    WAITING_PARTS = "WAITING_PARTS"
    IN_WORK = "IN_WORK"
    RESOLVED = "RESOLVED"
    CONFIRMED = "CONFIRMED"
    CLOSED = "CLOSED"
    CANCELLED = "CANCELLED"


class ClockMark(StrEnum):
    """What a step of a ticket does to its clock besides the state."""

    PAUSE = "PAUSE"
    RESUME = "RESUME"


class TicketPartState(StrEnum):
    """Where the parts of a ticket stand: ordered, put aside, built in, or given back."""

    ORDERED = "ORDERED"
    RESERVED = "RESERVED"
    USED = "USED"
    RELEASED = "RELEASED"


class StockMoveKind(StrEnum):
    """Why the stock of a part moved."""

    RECEIPT = "RECEIPT"
    USE = "USE"
    RETURN = "RETURN"
    COUNT = "COUNT"


class TouchClass(StrEnum):
    """What a touchpoint is to the customer (S3-TP-02)."""

    COMMUNICATION = "COMMUNICATION"
    CHANNEL = "CHANNEL"
    PEOPLE = "PEOPLE"
    BRAND = "BRAND"


class TouchKind(StrEnum):
    """By what a touchpoint reaches the customer (S3-TP-03)."""

    PHYSICAL = "PHYSICAL"
    DIGITAL = "DIGITAL"
    PHONE = "PHONE"
    MAIL = "MAIL"
    EVENT = "EVENT"


class TouchWay(StrEnum):
    """The four ways of contact (S3-TP-04)."""

    PEOPLE = "PEOPLE"
    ADVERT = "ADVERT"
    PR = "PR"
    MEDIA = "MEDIA"


class TouchLine(StrEnum):
    """The line a touchpoint belongs to (S3-LINE-01)."""

    PROMOTION = "PROMOTION"
    DISPLAY = "DISPLAY"
    PRODUCT = "PRODUCT"
    SERVICE = "SERVICE"


class TouchStage(StrEnum):
    """Before, in or after the sale (S3-LINE-01)."""

    PRE = "PRE"
    IN = "IN"
    AFTER = "AFTER"


class JourneyStage(StrEnum):
    """How far the customer has come (S3-LINE-04)."""

    AWARE = "AWARE"
    CONSULT = "CONSULT"
    EXPERIENCE = "EXPERIENCE"
    DEAL = "DEAL"
    CONTINUED = "CONTINUED"


class TouchActor(StrEnum):
    """Who stands at a touchpoint (S3-LINE-05)."""

    SALESPERSON = "SALESPERSON"
    ASSISTANT = "ASSISTANT"
    SERVICE_STAFF = "SERVICE_STAFF"
    DRIVER = "DRIVER"
    GUARD = "GUARD"


class TouchTemplate(StrEnum):
    """Shipped list that a touchpoint comes from (requirements 19)."""

    PRE_SALE = "PRE_SALE"
    IN_SALE = "IN_SALE"
    PRODUCT = "PRODUCT"
    AFTER_SALE_8 = "AFTER_SALE_8"
    TEN_SERVICE = "TEN_SERVICE"
    FURTHER = "FURTHER"


class MatrixStatus(StrEnum):
    """What a cell of the matrix service x channel holds (S3-MCP-01)."""

    DEFINED = "DEFINED"
    GAP = "GAP"
    NA = "NA"


class ImprovementKind(StrEnum):
    """What an improvement changes (S0-CXM-04)."""

    PROCESS = "PROCESS"
    TRAINING = "TRAINING"
    TECHNOLOGY = "TECHNOLOGY"
    PERSONALISATION = "PERSONALISATION"


class ImprovementOrigin(StrEnum):
    """Where an improvement comes from (S2-QA-02, requirements 9.7)."""

    FEEDBACK = "FEEDBACK"
    AUDIT = "AUDIT"
    SURVEY = "SURVEY"
    REVIEW = "REVIEW"
    IDEA = "IDEA"


class ImprovementState(StrEnum):
    """How far an improvement is; REVIEWED means that its effect was looked at (S0-CXM-05)."""

    OPEN = "OPEN"
    DOING = "DOING"
    DONE = "DONE"
    REVIEWED = "REVIEWED"
    DROPPED = "DROPPED"


class EffectSide(StrEnum):
    """Before an improvement, or after it (S0-CXM-05)."""

    BEFORE = "BEFORE"
    AFTER = "AFTER"


class ReviewKind(StrEnum):
    """How the quality of service is looked at (S2-QA-01)."""

    RECORDING = "RECORDING"
    INSPECTION = "INSPECTION"
    PEER = "PEER"


class ReviewLevel(StrEnum):
    """Level of key behaviour (S3-KEYB-01)."""

    BASIC = "BASIC"
    EXCELLENT = "EXCELLENT"


class JournalType(StrEnum):
    """Tracking journal a grade belongs to (S1-JRN)."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    HALF_MONTH = "HALF_MONTH"
    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"


class TrackingVerdict(StrEnum):
    """What became of a tracking date (S1-JRN)."""

    MISSED = "MISSED"  # passed and still open
    LATE = "LATE"
    DUE = "DUE"  # today, still open
    IN_TIME = "IN_TIME"


class HandoverItem(StrEnum):
    """What is handed over with a customer (requirements 9.6), in this order."""

    DEALS = "DEALS"  # open deals with their NSABC sheet
    COMMITMENTS = "COMMITMENTS"
    FEEDBACK = "FEEDBACK"
    STAKEHOLDERS = "STAKEHOLDERS"
    CARE_DATES = "CARE_DATES"
    INTRODUCTION = "INTRODUCTION"  # visit in which the new owner is introduced
    INFORMED = "INFORMED"  # the customer was told


class HandoverState(StrEnum):
    """Where a handover stands."""

    OPEN = "OPEN"
    ACCEPTED = "ACCEPTED"
    WITHDRAWN = "WITHDRAWN"


class GiftKind(StrEnum):
    """What was given or received (requirements 13)."""

    COUPON = "COUPON"
    DISCOUNT = "DISCOUNT"
    GIFT = "GIFT"
    MEAL = "MEAL"
    LOYALTY_FUND = "LOYALTY_FUND"


class GiftDirection(StrEnum):
    """Who gave."""

    GIVEN = "GIVEN"
    RECEIVED = "RECEIVED"


class GiftState(StrEnum):
    """May it be: FREE within the limits, else a manager's answer."""

    FREE = "FREE"
    WAITING = "WAITING"
    APPROVED = "APPROVED"
    DECLINED = "DECLINED"


class Sex(StrEnum):
    """Sex as it stands on a document (requirements 10)."""

    M = "M"
    F = "F"


class DocumentType(StrEnum):
    """Kind of an identity document (requirements 10)."""

    RESIDENT_ID = "RESIDENT_ID"
    PASSPORT = "PASSPORT"
    HK_MACAO_PERMIT = "HK_MACAO_PERMIT"
    TAIWAN_PERMIT = "TAIWAN_PERMIT"
    FOREIGN_PR = "FOREIGN_PR"
    MILITARY = "MILITARY"
    OTHER = "OTHER"


class DocumentState(StrEnum):
    """Does a document still match; the others are kept as history (E13)."""

    CURRENT = "CURRENT"
    REPLACED = "REPLACED"
    REVOKED = "REVOKED"


class IdentityState(StrEnum):
    """Does an identity still answer (E13)."""

    ACTIVE = "ACTIVE"
    REVOKED = "REVOKED"


class IdentityBasis(StrEnum):
    """On what ground an identity is kept (requirements 10, Privacy)."""

    CONSENT = "CONSENT"
    CONTRACT = "CONTRACT"
    LEGAL_DUTY = "LEGAL_DUTY"


class AccessPurpose(StrEnum):
    """What another system wants to know a person for; LEGAL reaches ended relations too."""

    SERVICE = "SERVICE"
    CONTRACT = "CONTRACT"
    CONSENT = "CONSENT"
    LEGAL = "LEGAL"


class AccessKind(StrEnum):
    """Which centre a line of the log is of: who is this, or what is there (requirements 10)."""

    IDENTIFY = "IDENTIFY"
    FETCH = "FETCH"


class AccessResult(StrEnum):
    """How a request ended: OK or a failure case of requirements 10."""

    OK = "OK"
    E01 = "E01"  # element missing
    E02 = "E02"  # format
    E03 = "E03"  # checksum
    E04 = "E04"  # birth date inconsistent
    E05 = "E05"  # sex inconsistent
    E06 = "E06"  # no match
    E07 = "E07"  # an element differs
    E08 = "E08"  # more than one identity
    E09 = "E09"  # system unknown or disabled
    E10 = "E10"  # scope not allowed
    E11 = "E11"  # grant expired
    E12 = "E12"  # too many tries
    E13 = "E13"  # identity revoked or document replaced


# Failures that look the same outside: none may tell what is known here (requirements 10).
NOT_AUTHORISED = frozenset({AccessResult.E06, AccessResult.E07, AccessResult.E08, AccessResult.E13})


class PairVerdict(StrEnum):
    """Two customers that look alike are two: as things stand, or once and for all (11.5)."""

    KEPT = "KEPT"
    NEVER = "NEVER"


class TerminationReason(StrEnum):
    """Why we part with a customer (S2-END-01..05)."""

    NO_PURCHASE = "NO_PURCHASE"
    CONDUCT = "CONDUCT"
    NO_FIT = "NO_FIT"
    BROKEN = "BROKEN"
    MARKET_EXIT = "MARKET_EXIT"


class TerminationState(StrEnum):
    """Where the termination of a customer stands (requirements 9.5), in its order."""

    DRAFT = "DRAFT"
    PREPARED = "PREPARED"
    SUBMITTED = "SUBMITTED"
    APPROVED = "APPROVED"
    REJECTED = "REJECTED"
    NOTICE = "NOTICE"
    SETTLING = "SETTLING"
    TERMINATED = "TERMINATED"
    CLEARED = "CLEARED"
    ARCHIVED = "ARCHIVED"
    EVALUATED = "EVALUATED"
    WITHDRAWN = "WITHDRAWN"  # given up before the customer was terminated
    REACTIVATED = "REACTIVATED"  # the customer came back by an approval of its own


class TerminationItem(StrEnum):
    """The checklist of a termination (section 19), each ticked by its step."""

    DOCUMENTS = "DOCUMENTS"
    NOTICE = "NOTICE"
    ORDERS = "ORDERS"
    ACCOUNT = "ACCOUNT"
    INFORMATION = "INFORMATION"
    EVALUATION = "EVALUATION"


class ReleaseKind(StrEnum):
    """What a manager may allow all the same for a customer who is not to be contacted."""

    IMPORTANT_NOTICE = "IMPORTANT_NOTICE"  # one message, once
    REACTIVATION = "REACTIVATION"


class ReleaseState(StrEnum):
    """Where a request for an exception stands; an approved notice is used once it is sent."""

    WAITING = "WAITING"
    APPROVED = "APPROVED"
    DECLINED = "DECLINED"
    USED = "USED"


class ConsentPurpose(StrEnum):
    """What a person may agree to (requirements 11.9)."""

    MARKETING = "MARKETING"
    SURVEY = "SURVEY"
    GREETING = "GREETING"


class ConsentState(StrEnum):
    """What a person said; a withdrawal keeps the day on which they had agreed."""

    GIVEN = "GIVEN"
    REFUSED = "REFUSED"
    WITHDRAWN = "WITHDRAWN"


class ConsentBasis(StrEnum):
    """On what ground a person is written to or called for a purpose."""

    CONSENT = "CONSENT"
    CONTRACT = "CONTRACT"
    LEGAL_DUTY = "LEGAL_DUTY"
    PUBLIC = "PUBLIC"  # they made it public themselves
    INTEREST = "INTEREST"


class CampaignPurpose(StrEnum):
    """What a campaign is for; its cost counts as winning or keeping (R-LEAK)."""

    ACQUIRE = "ACQUIRE"
    RETAIN = "RETAIN"


class CampaignState(StrEnum):
    """Where a campaign stands: its members are taken once, when it begins."""

    PLANNED = "PLANNED"
    RUNNING = "RUNNING"
    CLOSED = "CLOSED"


class CampaignResponse(StrEnum):
    """How a member answered."""

    NONE = "NONE"
    INTERESTED = "INTERESTED"
    ORDERED = "ORDERED"
    DECLINED = "DECLINED"


class LeftOut(StrEnum):
    """Why somebody of the segment is no member of the campaign (AC-127)."""

    NO_CONSENT = "NO_CONSENT"
    BLOCKED = "BLOCKED"
    NOT_ACTIVE = "NOT_ACTIVE"


class ChangeState(StrEnum):
    """State of a change set; RUNNING after its process ended means it was cut off."""

    RUNNING = "RUNNING"
    DONE = "DONE"
    CANCELLED = "CANCELLED"
    UNDONE = "UNDONE"


class ChangeAction(StrEnum):
    """What one entry of the change journal did to a record."""

    CREATE = "CREATE"
    UPDATE = "UPDATE"
    DELETE = "DELETE"


class Anomaly(StrEnum):
    """What stands out in the audit trail (S2-DATA-06)."""

    MASS_EXPORT = "MASS_EXPORT"
    MANY_REVEALS = "MANY_REVEALS"
    MANY_REFUSALS = "MANY_REFUSALS"
    ODD_HOURS = "ODD_HOURS"
