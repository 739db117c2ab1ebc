"""Every entity by name and by KIND of the command line; the list that tests walk through."""

from __future__ import annotations

from models.fields.account import (
    ACCOUNT_ENTITIES,
    ACCOUNT_FINANCIAL,
    ACCOUNT_GOAL,
    JOINT_PROJECT,
    SOLUTION_LINE,
)
from models.fields.campaign import CAMPAIGN, CAMPAIGN_MEMBER
from models.fields.consent import CONSENT
from models.fields.contact import CONTACT, CONTACT_LINK, SPECIAL_DATE, STAKEHOLDER
from models.fields.contact_log import FOLLOW_UP, GRADE_HISTORY, GRADE_PROPOSAL, INTERACTION
from models.fields.customer import ADDRESS, CUSTOMER
from models.fields.deal import (
    NEED,
    NSABC_ANSWER,
    OPPORTUNITY,
    PRODUCT,
    SALES_ORDER,
    SALES_ORDER_LINE,
)
from models.fields.dealings import FAIR_VISIT, GIFT, HANDOVER
from models.fields.duplicates import DUPLICATE_PAIR
from models.fields.feedback import FEEDBACK, FEEDBACK_ACTION, FEEDBACK_EVENT
from models.fields.identity import IDENTITY_ENTITIES, SOURCE_SYSTEM
from models.fields.improvement import IMPROVEMENT_ENTITIES
from models.fields.library import FAQ, OBJECTION
from models.fields.parting import RELEASE, TERMINATION
from models.fields.plans import SALES_TARGET, SEGMENT, SEGMENT_MEMBER
from models.fields.playbook import DEAL_STEP, PLAYBOOK_RUN, PLAYBOOK_STEP
from models.fields.spec import EntitySpec
from models.fields.survey import SURVEY, SURVEY_ANSWER, SURVEY_INVITE, SURVEY_QUESTION
from models.fields.system import SAVED_VIEW, SETTING, TEAM, USER
from models.fields.ticket import TICKET_ENTITIES
from models.fields.touchpoints import TOUCH_ENTITIES

ENTITIES: tuple[EntitySpec, ...] = (
    TEAM,
    USER,
    CUSTOMER,
    ADDRESS,
    CONTACT,
    SPECIAL_DATE,
    CONTACT_LINK,
    PRODUCT,
    OPPORTUNITY,
    STAKEHOLDER,
    NSABC_ANSWER,
    NEED,
    INTERACTION,
    FOLLOW_UP,
    GRADE_HISTORY,
    PLAYBOOK_RUN,
    PLAYBOOK_STEP,
    DEAL_STEP,
    GRADE_PROPOSAL,
    SALES_ORDER,
    SALES_ORDER_LINE,
    FEEDBACK,
    FEEDBACK_ACTION,
    FEEDBACK_EVENT,
    SURVEY,
    SURVEY_QUESTION,
    SURVEY_INVITE,
    SURVEY_ANSWER,
    SETTING,
    SAVED_VIEW,
    *ACCOUNT_ENTITIES,
    SALES_TARGET,
    SEGMENT,
    SEGMENT_MEMBER,
    FAQ,
    OBJECTION,
    *TICKET_ENTITIES,
    *TOUCH_ENTITIES,
    *IMPROVEMENT_ENTITIES,
    HANDOVER,
    GIFT,
    FAIR_VISIT,
    *IDENTITY_ENTITIES,
    DUPLICATE_PAIR,
    TERMINATION,
    RELEASE,
    CONSENT,
    CAMPAIGN,
    CAMPAIGN_MEMBER,
)

_BY_NAME: dict[str, EntitySpec] = {}
for _entity in ENTITIES:
    _BY_NAME[_entity.name] = _entity
    _BY_NAME[_entity.name.replace("_", "-")] = _entity
    _BY_NAME[_entity.kind] = _entity

# The singular a person would type for a kind whose entity has another name.
_BY_NAME["order"] = SALES_ORDER
_BY_NAME["address"] = ADDRESS
_BY_NAME["view"] = SAVED_VIEW
_BY_NAME["answer"] = NSABC_ANSWER
_BY_NAME["target"] = SALES_TARGET
_BY_NAME["goal"] = ACCOUNT_GOAL
_BY_NAME["financial"] = ACCOUNT_FINANCIAL
_BY_NAME["solution"] = SOLUTION_LINE
_BY_NAME["project"] = JOINT_PROJECT
_BY_NAME["gift"] = GIFT
_BY_NAME["system"] = SOURCE_SYSTEM

_BY_PREFIX: dict[str, EntitySpec] = {e.prefix: e for e in ENTITIES if e.prefix}


def entity(name: str) -> EntitySpec:
    """The entity of that name, singular or plural; KeyError where there is none."""
    return _BY_NAME[name.strip().lower()]


def find_entity(name: str) -> EntitySpec | None:
    """As `entity`, but None where there is none."""
    return _BY_NAME.get(name.strip().lower())


def entity_of_code(code: str) -> EntitySpec | None:
    """The entity that a human code such as C-000012 belongs to (S4-REQ-01)."""
    prefix, dash, digits = code.strip().upper().partition("-")
    if not dash or not digits.isdigit():
        return None
    return _BY_PREFIX.get(prefix)
