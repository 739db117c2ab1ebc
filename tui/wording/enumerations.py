"""Words for every member of every enumeration, by class name and constant (requirements 13.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui.i18n import NC_

if TYPE_CHECKING:
    from collections.abc import Mapping

Word = tuple[str, str]

LABELS: Final[Mapping[str, Mapping[str, Word]]] = {
    "Role": {
        "VIEWER": NC_("Role", "Viewer"),
        "SALES": NC_("Role", "Sales"),
        "SERVICE": NC_("Role", "Service"),
        "MANAGER": NC_("Role", "Manager"),
        "AUDITOR": NC_("Role", "Auditor"),
        "ADMIN": NC_("Role", "Administrator"),
    },
    "Language": {
        "en": NC_("Language", "English"),
        "zh": NC_("Language", "Chinese"),
    },
    "Profile": {
        "single": NC_("Profile", "Single user"),
        "team": NC_("Profile", "Team"),
    },
    "CustomerKind": {
        "ENTERPRISE": NC_("CustomerKind", "Enterprise"),
        "INDIVIDUAL": NC_("CustomerKind", "Individual"),
        "GROUP": NC_("CustomerKind", "Group"),
        "GOVERNMENT": NC_("CustomerKind", "Government body"),
        "PARTNER": NC_("CustomerKind", "Channel partner"),
    },
    "CustomerSource": {
        "REFERRAL": NC_("CustomerSource", "Referral"),
        "FAIR": NC_("CustomerSource", "Trade fair"),
        "WEB": NC_("CustomerSource", "Web site"),
        "CARE_CALL": NC_("CustomerSource", "Care call"),
        "SURVEY": NC_("CustomerSource", "Market survey"),
        "SOCIAL": NC_("CustomerSource", "Social media"),
        "COLD": NC_("CustomerSource", "Cold call"),
        "OTHER": NC_("CustomerSource", "Other"),
    },
    "CustomerStatus": {
        "LEAD": NC_("CustomerStatus", "Lead"),
        "ACTIVE": NC_("CustomerStatus", "Active"),
        "DORMANT": NC_("CustomerStatus", "Dormant"),
        "LOST": NC_("CustomerStatus", "Lost"),
        "TERMINATED": NC_("CustomerStatus", "Terminated"),
    },
    "NeedStatus": {
        "NOW": NC_("NeedStatus", "Target"),
        "LATENT": NC_("NeedStatus", "Latent"),
        "NONE": NC_("NeedStatus", "Dead"),
    },
    "Grade": {
        "A": NC_("Grade", "A one month"),
        "B": NC_("Grade", "B three months"),
        "C": NC_("Grade", "C half a year"),
        "D": NC_("Grade", "D latent or later"),
        "E": NC_("Grade", "E none"),
    },
    "GradeReason": {
        "BY_DATE": NC_("GradeReason", "By expected close date"),
        "LATENT": NC_("GradeReason", "Latent need"),
        "NO_DATE": NC_("GradeReason", "No close date set"),
        "DATE_PASSED": NC_("GradeReason", "Close date passed"),
        "NO_NEED": NC_("GradeReason", "No need"),
        "NO_CHANCE": NC_("GradeReason", "No chance of a deal"),
        "OVERRIDE": NC_("GradeReason", "Graded by hand"),
    },
    "DealStatus": {
        "WON": NC_("DealStatus", "Closed"),
        "NEGOTIATING": NC_("DealStatus", "Negotiating"),
        "PROSPECT": NC_("DealStatus", "Prospect"),
    },
    "Importance": {
        "IMPORTANT": NC_("Importance", "Important"),
        "ORDINARY": NC_("Importance", "Ordinary"),
    },
    "Urgency": {
        "URGENT": NC_("Urgency", "Urgent"),
        "MEDIUM": NC_("Urgency", "Medium"),
        "NOT_URGENT": NC_("Urgency", "Not urgent"),
        "POTENTIAL": NC_("Urgency", "Later (>3 months)"),
    },
    "Stage": {
        "DEVELOPMENT": NC_("Stage", "Development"),
        "INITIAL": NC_("Stage", "First cooperation"),
        "STABLE": NC_("Stage", "Stable cooperation"),
        "STRATEGIC": NC_("Stage", "Strategic cooperation"),
    },
    "ValueTier": {
        "HIGH": NC_("ValueTier", "High value"),
        "POTENTIAL": NC_("ValueTier", "Potential value"),
        "LOW": NC_("ValueTier", "Low value"),
    },
    "PyramidTier": {
        "VIP": NC_("PyramidTier", "VIP (top 1 %)"),
        "SECONDARY": NC_("PyramidTier", "Secondary"),
        "ORDINARY": NC_("PyramidTier", "Ordinary"),
        "SMALL": NC_("PyramidTier", "Small"),
    },
    "ChurnType": {
        "NATURAL": NC_("ChurnType", "Natural churn"),
        "MALICIOUS": NC_("ChurnType", "Malicious churn"),
        "COMPETITION": NC_("ChurnType", "Lost to a rival"),
        "FAULT": NC_("ChurnType", "Lost by our fault"),
    },
    "WordBinding": {
        "YES": NC_("WordBinding", "A spoken word binds"),
        "NO": NC_("WordBinding", "Only what is written binds"),
        "UNKNOWN": NC_("WordBinding", "Not known"),
    },
    "PersonalNeed": {
        "EMOTION": NC_("PersonalNeed", "Emotion"),
        "SAFETY": NC_("PersonalNeed", "Safety"),
        "RESPECT": NC_("PersonalNeed", "Respect"),
    },
    "PurchaseRisk": {
        "OVERPRICE": NC_("PurchaseRisk", "Paying too much"),
        "QUALITY": NC_("PurchaseRisk", "Poor quality"),
        "LATE_SUPPLY": NC_("PurchaseRisk", "Late delivery"),
        "CAPACITY": NC_("PurchaseRisk", "Supplier short of capacity"),
        "NO_AFTER_SALE": NC_("PurchaseRisk", "No after-sale service"),
        "ILLICIT": NC_("PurchaseRisk", "Illicit dealing with the supplier"),
    },
    "StorageTier": {
        "HOT": NC_("StorageTier", "In daily use"),
        "WARM": NC_("StorageTier", "Used now and then"),
        "COLD": NC_("StorageTier", "Rarely used"),
    },
    "AddressKind": {
        "HQ": NC_("AddressKind", "Head office"),
        "BRANCH": NC_("AddressKind", "Branch"),
        "DELIVERY": NC_("AddressKind", "Delivery address"),
        "BILLING": NC_("AddressKind", "Billing address"),
    },
    "SpecialDateKind": {
        "BIRTHDAY": NC_("SpecialDateKind", "Birthday"),
        "WEDDING": NC_("SpecialDateKind", "Wedding day"),
        "FESTIVAL": NC_("SpecialDateKind", "Festival"),
        "CUSTOM": NC_("SpecialDateKind", "Other special day"),
    },
    "CommitteeRole": {
        "DECISION_MAKER": NC_("CommitteeRole", "Decision maker"),
        "INFORMATION_SHARER": NC_("CommitteeRole", "Information sharer"),
        "INFLUENCER": NC_("CommitteeRole", "Influencer"),
        "BLOCKER": NC_("CommitteeRole", "Blocker"),
    },
    "Archetype": {
        "FIGUREHEAD": NC_("Archetype", "Figurehead"),
        "QUIET_POWER": NC_("Archetype", "Quiet power"),
        "RISING": NC_("Archetype", "Rising talent"),
        "STRONGMAN": NC_("Archetype", "Strongman"),
        "VETERAN": NC_("Archetype", "Old leader"),
        "AMBASSADOR": NC_("Archetype", "Goodwill ambassador"),
        "MEDDLER": NC_("Archetype", "Meddler"),
    },
    "ContactLinkKind": {
        "ALLY": NC_("ContactLinkKind", "Ally"),
        "RIVAL": NC_("ContactLinkKind", "Rival"),
        "REPORTS_TO": NC_("ContactLinkKind", "Reports to"),
        "INFLUENCES": NC_("ContactLinkKind", "Influences"),
    },
    "Pipeline": {
        "LEAD": NC_("Pipeline", "Lead"),
        "QUALIFIED": NC_("Pipeline", "Qualified"),
        "PROPOSAL": NC_("Pipeline", "Proposal"),
        "NEGOTIATION": NC_("Pipeline", "Negotiation"),
        "WON": NC_("Pipeline", "Won"),
        "LOST": NC_("Pipeline", "Lost"),
    },
    "AnswerScope": {
        "CUSTOMER": NC_("AnswerScope", "Customer level"),
        "OPPORTUNITY": NC_("AnswerScope", "Opportunity level"),
    },
    "NsabcElement": {
        "N": NC_("NsabcElement", "Needs"),
        "S": NC_("NsabcElement", "Solution"),
        "A": NC_("NsabcElement", "Authority"),
        "B": NC_("NsabcElement", "Benefit/Budget"),
        "C": NC_("NsabcElement", "Competition"),
    },
    "NsabcState": {
        "UNKNOWN": NC_("NsabcState", "Unknown"),
        "ASSUMED": NC_("NsabcState", "Assumed"),
        "CONFIRMED": NC_("NsabcState", "Confirmed"),
        "ADVERSE": NC_("NsabcState", "Adverse"),
    },
    "OddsBand": {
        "STRONG": NC_("OddsBand", "strong"),
        "CONTESTED": NC_("OddsBand", "contested"),
        "WEAK": NC_("OddsBand", "weak"),
        "NOT_REAL": NC_("OddsBand", "not real"),
    },
    "NeedState": {
        "OPEN": NC_("NeedState", "Open"),
        "MET": NC_("NeedState", "Met"),
        "GONE": NC_("NeedState", "Gone"),
    },
    "Channel": {
        "PHONE": NC_("Channel", "Phone"),
        "MEETING": NC_("Channel", "Meeting"),
        "VISIT": NC_("Channel", "Visit"),
        "RECEPTION": NC_("Channel", "Reception"),
        "EMAIL": NC_("Channel", "E-mail"),
        "LETTER": NC_("Channel", "Letter"),
        "FAX": NC_("Channel", "Fax"),
        "SMS": NC_("Channel", "Text message"),
        "WECHAT": NC_("Channel", "WeChat"),
        "SOCIAL": NC_("Channel", "Social media"),
        "EVENT": NC_("Channel", "Event"),
        "MEAL": NC_("Channel", "Meal"),
        "SYSTEM": NC_("Channel", "System"),
    },
    "Direction": {
        "OUT": NC_("Direction", "Outgoing"),
        "IN": NC_("Direction", "Incoming"),
    },
    "InteractionKind": {
        "TRACKING": NC_("InteractionKind", "Tracking"),
        "CALLBACK": NC_("InteractionKind", "Call-back"),
        "CARE": NC_("InteractionKind", "Care"),
        "FAVOUR": NC_("InteractionKind", "Favour"),
        "EXEC_VISIT": NC_("InteractionKind", "Executive visit"),
        "MANAGEMENT_MEETING": NC_("InteractionKind", "Management meeting"),
        "OWNER_FORUM": NC_("InteractionKind", "Owner forum"),
        "INTERVIEW": NC_("InteractionKind", "Interview"),
        "NOTE": NC_("InteractionKind", "Note"),
    },
    "LifecycleStep": {
        "CONTACT": NC_("LifecycleStep", "Contact"),
        "COMMUNICATION": NC_("LifecycleStep", "Communication"),
        "MAINTENANCE": NC_("LifecycleStep", "Maintenance"),
        "DEVELOPMENT": NC_("LifecycleStep", "Development"),
        "SERVICE": NC_("LifecycleStep", "Service"),
    },
    "FollowUpKind": {
        "TRACKING": NC_("FollowUpKind", "Tracking"),
        "COMMITMENT": NC_("FollowUpKind", "Promise"),
        "CALLBACK": NC_("FollowUpKind", "Call-back"),
        "LETTER_CALL": NC_("FollowUpKind", "Letter and three calls"),
        "CARE": NC_("FollowUpKind", "Care day"),
        "PLAYBOOK": NC_("FollowUpKind", "Playbook step"),
        "SURVEY": NC_("FollowUpKind", "Survey"),
        "SLA": NC_("FollowUpKind", "Service time limit"),
        "EXEC_VISIT": NC_("FollowUpKind", "Executive visit"),
        "REVIEW": NC_("FollowUpKind", "Review"),
        "TASK": NC_("FollowUpKind", "Task"),
    },
    "FollowUpStatus": {
        "OPEN": NC_("FollowUpStatus", "Open"),
        "DONE": NC_("FollowUpStatus", "Done"),
        "SKIPPED": NC_("FollowUpStatus", "Skipped"),
        "SNOOZED": NC_("FollowUpStatus", "Snoozed"),
        "BLOCKED": NC_("FollowUpStatus", "Waiting for the step before"),
    },
    "OrderStatus": {
        "OPEN": NC_("OrderStatus", "Open"),
        "DELIVERED": NC_("OrderStatus", "Delivered"),
        "CLOSED": NC_("OrderStatus", "Closed"),
        "CANCELLED": NC_("OrderStatus", "Cancelled"),
    },
    "FeedbackKind": {
        "COMPLAINT": NC_("FeedbackKind", "Complaint"),
        "GRIEVANCE": NC_("FeedbackKind", "Grievance"),
        "SUGGESTION": NC_("FeedbackKind", "Suggestion"),
        "OPINION": NC_("FeedbackKind", "Opinion"),
        "PRAISE": NC_("FeedbackKind", "Praise"),
    },
    "FeedbackChannel": {
        "PHONE": NC_("FeedbackChannel", "Phone"),
        "EMAIL": NC_("FeedbackChannel", "E-mail"),
        "MEETING": NC_("FeedbackChannel", "Meeting"),
        "QUESTIONNAIRE": NC_("FeedbackChannel", "Questionnaire"),
        "WEB_RATING": NC_("FeedbackChannel", "Web rating"),
        "SOCIAL": NC_("FeedbackChannel", "Social media"),
        "HOTLINE": NC_("FeedbackChannel", "Hotline"),
        "COUNTER": NC_("FeedbackChannel", "At the counter"),
    },
    "FeedbackState": {
        "NEW": NC_("FeedbackState", "New"),
        "ACKNOWLEDGED": NC_("FeedbackState", "Acknowledged"),
        "ANALYSED": NC_("FeedbackState", "Analysed"),
        "ACTING": NC_("FeedbackState", "In hand"),
        "TRACKING": NC_("FeedbackState", "Tracking"),
        "CLOSED": NC_("FeedbackState", "Closed"),
        "REOPENED": NC_("FeedbackState", "Reopened"),
        "MERGED": NC_("FeedbackState", "Merged"),
    },
    "FeedbackCategory": {
        "SERVICE_QUALITY": NC_("FeedbackCategory", "Service quality"),
        "PRODUCT_FUNCTION": NC_("FeedbackCategory", "Product function"),
        "PRICE": NC_("FeedbackCategory", "Price"),
        "DELIVERY": NC_("FeedbackCategory", "Delivery"),
        "BILLING": NC_("FeedbackCategory", "Billing"),
        "OTHER": NC_("FeedbackCategory", "Other"),
    },
    "FeedbackPriority": {
        "NORMAL": NC_("FeedbackPriority", "Normal"),
        "URGENT": NC_("FeedbackPriority", "Urgent"),
    },
    "QualityDimension": {
        "PRODUCT": NC_("QualityDimension", "Product quality"),
        "SERVICE": NC_("QualityDimension", "Service quality"),
        "IMAGE": NC_("QualityDimension", "Image quality"),
        "RELATIONSHIP": NC_("QualityDimension", "Relationship quality"),
        "SAFETY": NC_("QualityDimension", "Safety"),
    },
    "ExperienceElement": {
        "ENVIRONMENT": NC_("ExperienceElement", "Surroundings"),
        "SERVICE": NC_("ExperienceElement", "Service quality"),
        "EMOTION": NC_("ExperienceElement", "Emotional bond"),
        "VALUE": NC_("ExperienceElement", "Perceived value"),
        "PROBLEM_SOLVING": NC_("ExperienceElement", "Problem solving"),
    },
    "FeedbackActionType": {
        "TRAINING": NC_("FeedbackActionType", "Staff training"),
        "RND": NC_("FeedbackActionType", "Product improvement"),
        "REPLACEMENT": NC_("FeedbackActionType", "Replacement"),
        "REFUND": NC_("FeedbackActionType", "Refund"),
        "PROCESS": NC_("FeedbackActionType", "Process change"),
        "OTHER": NC_("FeedbackActionType", "Other"),
    },
    "JournalType": {
        "DAILY": NC_("JournalType", "Daily journal"),
        "WEEKLY": NC_("JournalType", "Weekly journal"),
        "HALF_MONTH": NC_("JournalType", "Half-month journal"),
        "MONTHLY": NC_("JournalType", "Monthly journal"),
        "YEARLY": NC_("JournalType", "Yearly journal"),
    },
    "ChangeState": {
        "RUNNING": NC_("ChangeState", "Running"),
        "DONE": NC_("ChangeState", "Done"),
        "CANCELLED": NC_("ChangeState", "Cancelled"),
        "UNDONE": NC_("ChangeState", "Undone"),
    },
    "ChangeAction": {
        "CREATE": NC_("ChangeAction", "Created"),
        "UPDATE": NC_("ChangeAction", "Changed"),
        "DELETE": NC_("ChangeAction", "Archived"),
    },
    "Severity": {
        "NONE": NC_("Severity", "On time"),
        "AMBER": NC_("Severity", "Late"),
        "RED": NC_("Severity", "Very late"),
    },
    "GradeFlag": {
        "DATE_PASSED": NC_("GradeFlag", "date passed"),
        "SET_DATE": NC_("GradeFlag", "set expected close date"),
        "NEED_NOT_CONFIRMED": NC_("GradeFlag", "need not confirmed"),
    },
    "Unit": {
        "DAYS": NC_("Unit", "days"),
        "HOURS": NC_("Unit", "hours"),
        "PERCENT": NC_("Unit", "%"),
        "POINTS": NC_("Unit", "points"),
        "AMOUNT": NC_("Unit", "in the base currency"),
        "SWITCH": NC_("Unit", "off or on (0 or 1)"),
    },
}

# For columns, where the label is too long for one; else the label itself.
SHORT: Final[Mapping[str, Mapping[str, Word]]] = {
    "Role": {
        "ADMIN": NC_("short Role", "Admin"),
    },
    "CustomerKind": {
        "GOVERNMENT": NC_("short CustomerKind", "Government"),
        "PARTNER": NC_("short CustomerKind", "Partner"),
    },
    "CustomerSource": {
        "SURVEY": NC_("short CustomerSource", "Survey"),
    },
    "NeedStatus": {
        "NOW": NC_("short NeedStatus", "Target"),
        "LATENT": NC_("short NeedStatus", "Latent"),
        "NONE": NC_("short NeedStatus", "Dead"),
    },
    "Grade": {
        "A": NC_("short Grade", "A"),
        "B": NC_("short Grade", "B"),
        "C": NC_("short Grade", "C"),
        "D": NC_("short Grade", "D"),
        "E": NC_("short Grade", "E"),
    },
    "GradeReason": {
        "BY_DATE": NC_("short GradeReason", "By date"),
        "NO_DATE": NC_("short GradeReason", "No date"),
        "DATE_PASSED": NC_("short GradeReason", "Date passed"),
        "NO_CHANCE": NC_("short GradeReason", "No chance"),
        "OVERRIDE": NC_("short GradeReason", "By hand"),
    },
    "DealStatus": {
        "WON": NC_("short DealStatus", "Closed"),
        "NEGOTIATING": NC_("short DealStatus", "Negotiating"),
        "PROSPECT": NC_("short DealStatus", "Prospect"),
    },
    "Importance": {
        "IMPORTANT": NC_("short Importance", "Important"),
        "ORDINARY": NC_("short Importance", "Ordinary"),
    },
    "Urgency": {
        "POTENTIAL": NC_("short Urgency", "Later"),
    },
    "Stage": {
        "DEVELOPMENT": NC_("short Stage", "Development"),
        "INITIAL": NC_("short Stage", "Initial"),
        "STABLE": NC_("short Stage", "Stable"),
        "STRATEGIC": NC_("short Stage", "Strategic"),
    },
    "ValueTier": {
        "POTENTIAL": NC_("short ValueTier", "Potential"),
    },
    "PyramidTier": {
        "VIP": NC_("short PyramidTier", "VIP"),
        "SECONDARY": NC_("short PyramidTier", "Secondary"),
        "ORDINARY": NC_("short PyramidTier", "Ordinary"),
    },
    "ChurnType": {
        "NATURAL": NC_("short ChurnType", "Natural"),
        "MALICIOUS": NC_("short ChurnType", "Malicious"),
        "COMPETITION": NC_("short ChurnType", "To a rival"),
        "FAULT": NC_("short ChurnType", "Our fault"),
    },
    "WordBinding": {
        "YES": NC_("short WordBinding", "Binds"),
        "NO": NC_("short WordBinding", "Written only"),
    },
    "PurchaseRisk": {
        "OVERPRICE": NC_("short PurchaseRisk", "Overprice"),
        "QUALITY": NC_("short PurchaseRisk", "Quality"),
        "LATE_SUPPLY": NC_("short PurchaseRisk", "Late supply"),
        "CAPACITY": NC_("short PurchaseRisk", "Capacity"),
        "NO_AFTER_SALE": NC_("short PurchaseRisk", "After-sale"),
        "ILLICIT": NC_("short PurchaseRisk", "Illicit"),
    },
    "StorageTier": {
        "WARM": NC_("short StorageTier", "Occasional"),
    },
    "AddressKind": {
        "BRANCH": NC_("short AddressKind", "Branch"),
        "DELIVERY": NC_("short AddressKind", "Delivery"),
        "BILLING": NC_("short AddressKind", "Billing"),
    },
    "SpecialDateKind": {
        "WEDDING": NC_("short SpecialDateKind", "Wedding"),
        "CUSTOM": NC_("short SpecialDateKind", "Other day"),
    },
    "CommitteeRole": {
        "DECISION_MAKER": NC_("short CommitteeRole", "Decider"),
        "INFORMATION_SHARER": NC_("short CommitteeRole", "Informer"),
        "INFLUENCER": NC_("short CommitteeRole", "Influencer"),
        "BLOCKER": NC_("short CommitteeRole", "Blocker"),
    },
    "Archetype": {
        "QUIET_POWER": NC_("short Archetype", "Quiet power"),
        "RISING": NC_("short Archetype", "Rising"),
        "STRONGMAN": NC_("short Archetype", "Strongman"),
        "AMBASSADOR": NC_("short Archetype", "Ambassador"),
    },
    "AnswerScope": {
        "CUSTOMER": NC_("short AnswerScope", "Customer"),
        "OPPORTUNITY": NC_("short AnswerScope", "Opportunity"),
    },
    "NsabcElement": {
        "B": NC_("short NsabcElement", "Budget"),
    },
    "Channel": {
        "VISIT": NC_("short Channel", "Visit"),
        "SMS": NC_("short Channel", "SMS"),
        "SOCIAL": NC_("short Channel", "Social"),
    },
    "Direction": {
        "OUT": NC_("short Direction", "Out"),
        "IN": NC_("short Direction", "In"),
    },
    "InteractionKind": {
        "EXEC_VISIT": NC_("short InteractionKind", "Exec visit"),
        "MANAGEMENT_MEETING": NC_("short InteractionKind", "Mgmt meeting"),
        "OWNER_FORUM": NC_("short InteractionKind", "Forum"),
    },
    "LifecycleStep": {
        "COMMUNICATION": NC_("short LifecycleStep", "Communicate"),
    },
    "FollowUpKind": {
        "LETTER_CALL": NC_("short FollowUpKind", "Letter call"),
        "PLAYBOOK": NC_("short FollowUpKind", "Playbook"),
        "SLA": NC_("short FollowUpKind", "SLA"),
        "EXEC_VISIT": NC_("short FollowUpKind", "Exec visit"),
    },
    "FollowUpStatus": {
        "BLOCKED": NC_("short FollowUpStatus", "Blocked"),
    },
    "FeedbackChannel": {
        "QUESTIONNAIRE": NC_("short FeedbackChannel", "Survey form"),
        "SOCIAL": NC_("short FeedbackChannel", "Social"),
        "COUNTER": NC_("short FeedbackChannel", "Counter"),
    },
    "FeedbackState": {
        "ACKNOWLEDGED": NC_("short FeedbackState", "Acknowledged"),
    },
    "FeedbackCategory": {
        "SERVICE_QUALITY": NC_("short FeedbackCategory", "Service"),
        "PRODUCT_FUNCTION": NC_("short FeedbackCategory", "Product"),
    },
    "QualityDimension": {
        "PRODUCT": NC_("short QualityDimension", "Product"),
        "SERVICE": NC_("short QualityDimension", "Service"),
        "IMAGE": NC_("short QualityDimension", "Image"),
        "RELATIONSHIP": NC_("short QualityDimension", "Relationship"),
        "SAFETY": NC_("short QualityDimension", "Safety"),
    },
    "ExperienceElement": {
        "ENVIRONMENT": NC_("short ExperienceElement", "Surroundings"),
        "SERVICE": NC_("short ExperienceElement", "Service"),
        "EMOTION": NC_("short ExperienceElement", "Emotion"),
        "VALUE": NC_("short ExperienceElement", "Value"),
        "PROBLEM_SOLVING": NC_("short ExperienceElement", "Solving"),
    },
    "FeedbackActionType": {
        "TRAINING": NC_("short FeedbackActionType", "Training"),
        "RND": NC_("short FeedbackActionType", "Product"),
        "PROCESS": NC_("short FeedbackActionType", "Process"),
    },
    "JournalType": {
        "DAILY": NC_("short JournalType", "Daily"),
        "WEEKLY": NC_("short JournalType", "Weekly"),
        "HALF_MONTH": NC_("short JournalType", "Half-month"),
        "MONTHLY": NC_("short JournalType", "Monthly"),
        "YEARLY": NC_("short JournalType", "Yearly"),
    },
    "Severity": {
        "RED": NC_("short Severity", "Very late"),
    },
    "GradeFlag": {
        "SET_DATE": NC_("short GradeFlag", "no date"),
        "NEED_NOT_CONFIRMED": NC_("short GradeFlag", "unconfirmed"),
    },
    "Unit": {
        "AMOUNT": NC_("short Unit", "amount"),
        "SWITCH": NC_("short Unit", "switch"),
    },
}
