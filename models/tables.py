"""Imports every record module, so that the metadata is whole. Nothing else does."""

from __future__ import annotations

from sqlmodel import SQLModel

from models.records.account import (
    AccountFinancial,
    AccountGoal,
    AccountPlan,
    Competitor,
    CompetitorOnAccount,
    CustomerRival,
    JointProject,
    SolutionLine,
    StageHistory,
    StageStrategy,
    SuccessEvent,
    ValueChainLink,
)
from models.records.base import RecordBase
from models.records.campaign import Campaign, CampaignMember
from models.records.change import AuditLink, ChangeEntry, ChangeSet, Counter, SearchSource
from models.records.committee import Stakeholder
from models.records.consent import Consent
from models.records.contact import Contact, ContactLink, SpecialDate
from models.records.customer import Customer, CustomerAddress
from models.records.dealings import FairVisit, GiftRegister, Handover
from models.records.duplicates import DuplicatePair, MatchKey
from models.records.feedback import Feedback, FeedbackAction, FeedbackEvent
from models.records.follow_up import FollowUp
from models.records.grade_history import GradeHistory, GradeProposal
from models.records.identity import (
    AccessRequest,
    ActivityRecord,
    Document,
    ExternalRef,
    Grant,
    Identity,
    SourceSystem,
)
from models.records.improvement import (
    AuditItem,
    AuditRun,
    Improvement,
    ServiceReview,
    ServiceStandard,
)
from models.records.interaction import Interaction
from models.records.library import Faq, Objection
from models.records.need import Need
from models.records.nsabc_answer import NsabcAnswer
from models.records.opportunity import Opportunity
from models.records.order import SalesOrder, SalesOrderLine
from models.records.parting import ContactRelease, Termination
from models.records.plans import SalesTarget, Segment, SegmentMember
from models.records.playbook import DealStep, PlaybookRun, PlaybookStep
from models.records.product import Product
from models.records.setting import SavedView, Setting
from models.records.survey import Survey, SurveyAnswer, SurveyInvite, SurveyQuestion
from models.records.ticket import (
    Booking,
    DispatchRule,
    Part,
    SolutionNote,
    StockMove,
    Technician,
    Ticket,
    TicketEvent,
    TicketPart,
)
from models.records.touchpoints import (
    TouchChannel,
    TouchIndicator,
    TouchMatrixCell,
    Touchpoint,
    TouchService,
)
from models.records.user import Team, User

METADATA = SQLModel.metadata

RECORDS: dict[str, type[RecordBase]] = {
    str(record.__tablename__): record
    for record in (
        Team,
        User,
        Customer,
        CustomerAddress,
        Contact,
        SpecialDate,
        ContactLink,
        Product,
        Opportunity,
        Stakeholder,
        NsabcAnswer,
        Need,
        Interaction,
        FollowUp,
        GradeHistory,
        PlaybookRun,
        PlaybookStep,
        DealStep,
        GradeProposal,
        SalesOrder,
        SalesOrderLine,
        Feedback,
        FeedbackAction,
        FeedbackEvent,
        Survey,
        SurveyQuestion,
        SurveyInvite,
        SurveyAnswer,
        Setting,
        SavedView,
        Competitor,
        CompetitorOnAccount,
        SolutionLine,
        SuccessEvent,
        AccountGoal,
        AccountFinancial,
        ValueChainLink,
        CustomerRival,
        AccountPlan,
        JointProject,
        StageHistory,
        StageStrategy,
        SalesTarget,
        Segment,
        SegmentMember,
        Faq,
        Objection,
        Technician,
        Part,
        Ticket,
        TicketEvent,
        TicketPart,
        Booking,
        StockMove,
        SolutionNote,
        DispatchRule,
        Touchpoint,
        TouchIndicator,
        TouchService,
        TouchChannel,
        TouchMatrixCell,
        AuditRun,
        AuditItem,
        Improvement,
        ServiceStandard,
        ServiceReview,
        Handover,
        GiftRegister,
        FairVisit,
        SourceSystem,
        Identity,
        Document,
        ExternalRef,
        ActivityRecord,
        DuplicatePair,
        Termination,
        ContactRelease,
        Consent,
        Campaign,
        CampaignMember,
    )
}

JOURNAL = (ChangeSet, ChangeEntry, AuditLink, Counter, SearchSource, MatchKey)
LOGGED = (AccessRequest, Grant)  # appended to, never changed
