"""Words of touchpoints, matrix, audits, surveys, improvements and standards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui.i18n import N_, NC_, NP_

if TYPE_CHECKING:
    from collections.abc import Mapping

Word = tuple[str, str]

TOUCH_ENTITIES: Final[Mapping[str, tuple[str, str, str]]] = {
    "touchpoint": NP_("entity", "touchpoint", "touchpoints"),
    "touch_indicator": NP_("entity", "indicator of a touchpoint", "indicators of a touchpoint"),
    "touch_service": NP_("entity", "service of the matrix", "services of the matrix"),
    "touch_channel": NP_("entity", "channel of the matrix", "channels of the matrix"),
    "touch_matrix_cell": NP_("entity", "process of the matrix", "processes of the matrix"),
    "audit_run": NP_("entity", "audit", "audits"),
    "audit_item": NP_("entity", "audit item", "audit items"),
    "improvement": NP_("entity", "improvement", "improvements"),
    "service_standard": NP_("entity", "service standard", "service standards"),
    "service_review": NP_("entity", "service review", "service reviews"),
}

TOUCH_GROUPS: Final[Mapping[str, Word]] = {
    "message": NC_("group", "Message"),
    "steering": NC_("group", "Steering"),
    "effect": NC_("group", "Effect"),
    "origin": NC_("group", "Where it comes from"),
}

TOUCH_LABELS: Final[Mapping[str, Mapping[str, Word]]] = {
    "TouchClass": {
        "COMMUNICATION": NC_("TouchClass", "Communication"),
        "CHANNEL": NC_("TouchClass", "Channel"),
        "PEOPLE": NC_("TouchClass", "People"),
        "BRAND": NC_("TouchClass", "Brand"),
    },
    "TouchKind": {
        "PHYSICAL": NC_("TouchKind", "Physical"),
        "DIGITAL": NC_("TouchKind", "Digital"),
        "PHONE": NC_("TouchKind", "Phone"),
        "MAIL": NC_("TouchKind", "Mail"),
        "EVENT": NC_("TouchKind", "Event"),
    },
    "TouchWay": {
        "PEOPLE": NC_("TouchWay", "Personal contact"),
        "ADVERT": NC_("TouchWay", "Advertising"),
        "PR": NC_("TouchWay", "Public relations"),
        "MEDIA": NC_("TouchWay", "Media"),
    },
    "TouchLine": {
        "PROMOTION": NC_("TouchLine", "Promotion line"),
        "DISPLAY": NC_("TouchLine", "Display line"),
        "PRODUCT": NC_("TouchLine", "Product line"),
        "SERVICE": NC_("TouchLine", "Service line"),
    },
    "TouchStage": {
        "PRE": NC_("TouchStage", "Before the sale"),
        "IN": NC_("TouchStage", "In the sale"),
        "AFTER": NC_("TouchStage", "After the sale"),
    },
    "JourneyStage": {
        "AWARE": NC_("JourneyStage", "Aware"),
        "CONSULT": NC_("JourneyStage", "Consult"),
        "EXPERIENCE": NC_("JourneyStage", "Experience"),
        "DEAL": NC_("JourneyStage", "Deal"),
        "CONTINUED": NC_("JourneyStage", "Continued"),
    },
    "TouchActor": {
        "SALESPERSON": NC_("TouchActor", "Salesperson"),
        "ASSISTANT": NC_("TouchActor", "Sales assistant"),
        "SERVICE_STAFF": NC_("TouchActor", "Service staff"),
        "DRIVER": NC_("TouchActor", "Delivery driver"),
        "GUARD": NC_("TouchActor", "Guard"),
    },
    "TouchTemplate": {
        "PRE_SALE": NC_("TouchTemplate", "Pre-sale list"),
        "IN_SALE": NC_("TouchTemplate", "In-sale steps"),
        "PRODUCT": NC_("TouchTemplate", "Product list"),
        "AFTER_SALE_8": NC_("TouchTemplate", "After-sale eight"),
        "TEN_SERVICE": NC_("TouchTemplate", "Ten service points"),
        "FURTHER": NC_("TouchTemplate", "Further points"),
    },
    "MatrixStatus": {
        "DEFINED": NC_("MatrixStatus", "Defined"),
        "GAP": NC_("MatrixStatus", "Blind spot"),
        "NA": NC_("MatrixStatus", "Not applicable"),
    },
    "ImprovementKind": {
        "PROCESS": NC_("ImprovementKind", "Process"),
        "TRAINING": NC_("ImprovementKind", "Training"),
        "TECHNOLOGY": NC_("ImprovementKind", "Technology"),
        "PERSONALISATION": NC_("ImprovementKind", "Personalisation"),
    },
    "ImprovementOrigin": {
        "FEEDBACK": NC_("ImprovementOrigin", "Feedback"),
        "AUDIT": NC_("ImprovementOrigin", "Audit"),
        "SURVEY": NC_("ImprovementOrigin", "Survey"),
        "REVIEW": NC_("ImprovementOrigin", "Service review"),
        "IDEA": NC_("ImprovementOrigin", "Own idea"),
    },
    "ImprovementState": {
        "OPEN": NC_("ImprovementState", "Open"),
        "DOING": NC_("ImprovementState", "Under way"),
        "DONE": NC_("ImprovementState", "Carried out"),
        "REVIEWED": NC_("ImprovementState", "Effect reviewed"),
        "DROPPED": NC_("ImprovementState", "Dropped"),
    },
    "EffectSide": {
        "BEFORE": NC_("EffectSide", "Before"),
        "AFTER": NC_("EffectSide", "After"),
    },
    "ReviewKind": {
        "RECORDING": NC_("ReviewKind", "Recording"),
        "INSPECTION": NC_("ReviewKind", "Regular check"),
        "PEER": NC_("ReviewKind", "Peer review"),
    },
    "ReviewLevel": {
        "BASIC": NC_("ReviewLevel", "Baseline"),
        "EXCELLENT": NC_("ReviewLevel", "Excellent"),
    },
}

TOUCH_SHORT: Final[Mapping[str, Mapping[str, Word]]] = {
    "TouchLine": {
        "PROMOTION": NC_("short TouchLine", "Promotion"),
        "DISPLAY": NC_("short TouchLine", "Display"),
        "PRODUCT": NC_("short TouchLine", "Product"),
        "SERVICE": NC_("short TouchLine", "Service"),
    },
    "TouchStage": {
        "PRE": NC_("short TouchStage", "Before"),
        "IN": NC_("short TouchStage", "During"),
        "AFTER": NC_("short TouchStage", "After"),
    },
    "TouchClass": {
        "COMMUNICATION": NC_("short TouchClass", "Commun."),
    },
    "TouchTemplate": {
        "AFTER_SALE_8": NC_("short TouchTemplate", "After-sale 8"),
        "TEN_SERVICE": NC_("short TouchTemplate", "Service 10"),
    },
    "TouchWay": {
        "PEOPLE": NC_("short TouchWay", "People"),
        "ADVERT": NC_("short TouchWay", "Advert"),
        "PR": NC_("short TouchWay", "PR"),
        "MEDIA": NC_("short TouchWay", "Media"),
    },
}

TOUCH_FIELDS: Final[Mapping[str, Mapping[str, Word]]] = {
    "touchpoint": {
        "name": NC_("field", "Name"),
        "name_zh": NC_("field", "Name in Chinese"),
        "touch_class": NC_("field", "Class"),
        "touch_kind": NC_("field", "Kind"),
        "line": NC_("field", "Line"),
        "stage": NC_("field", "Stage of the sale"),
        "way": NC_("field", "Way of contact"),
        "journey_stage": NC_("field", "Customer stage"),
        "actor": NC_("field", "Who stands there"),
        "experience_element": NC_("field", "Experience element"),
        "key_for_decision": NC_("field", "Key for the decision of buyers"),
        "key_for_prospect": NC_("field", "Key for prospects who look around"),
        "message": NC_("field", "Standard message"),
        "message_zh": NC_("field", "Standard message in Chinese"),
        "medium": NC_("field", "How it is carried"),
        "medium_zh": NC_("field", "How it is carried, in Chinese"),
        "template": NC_("field", "From the list"),
        "slot": NC_("field", "Place in the list"),
        "active": NC_("field", "In use"),
    },
    "touch_indicator": {
        "text": NC_("field", "Indicator"),
        "text_zh": NC_("field", "Indicator in Chinese"),
        "target": NC_("field", "Target value"),
    },
    "touch_service": {
        "service_no": NC_("field", "Service number"),
        "name": NC_("field", "Name"),
        "name_zh": NC_("field", "Name in Chinese"),
    },
    "touch_channel": {
        "channel_letter": NC_("field", "Channel letter"),
        "name": NC_("field", "Name"),
        "name_zh": NC_("field", "Name in Chinese"),
    },
    "touch_matrix_cell": {
        "service_no": NC_("field", "Service number"),
        "channel_letter": NC_("field", "Channel letter"),
        "process_code": NC_("field", "Process code"),
        "status": NC_("field", "State"),
        "process": NC_("field", "Process, step by step"),
        "standard": NC_("field", "Standard"),
    },
    "audit_run": {
        "template": NC_("field", "Checklist"),
        "place": NC_("field", "Place"),
        "date": NC_("field", "Date"),
        "inspector": NC_("field", "Inspector"),
        "note": NC_("field", "Note"),
        "points": NC_("field", "Points"),
        "max_points": NC_("field", "Of at most"),
        "result": NC_("field", "Result"),
    },
    "audit_item": {
        "audit_run": NC_("field", "Audit"),
        "item": NC_("field", "Item"),
        "score": NC_("field", "Score 0 to 2"),
        "note": NC_("field", "What was seen"),
    },
    "improvement": {
        "title": NC_("field", "What to improve"),
        "origin": NC_("field", "Where it comes from"),
        "impact": NC_("field", "Impact (1-5)"),
        "feasibility": NC_("field", "Feasibility, cost included (1-5)"),
        "reach": NC_("field", "Reach (1-5)"),
        "kind": NC_("field", "Kind of improvement"),
        "due": NC_("field", "To be done by"),
        "state": NC_("field", "State"),
        "drop_reason": NC_("field", "Why it was dropped"),
        "note": NC_("field", "How, step by step"),
        "experience_element": NC_("field", "Experience element it should raise"),
        "before_from": NC_("field", "Before: from"),
        "before_to": NC_("field", "Before: to"),
        "after_from": NC_("field", "After: from"),
        "after_to": NC_("field", "After: to"),
        "feedback": NC_("field", "Feedback case"),
        "audit_run": NC_("field", "Audit"),
        "survey": NC_("field", "Survey"),
        "priority": NC_("field", "Priority"),
        "before_score": NC_("field", "Score before"),
        "after_score": NC_("field", "Score after"),
        "done_on": NC_("field", "Carried out on"),
    },
    "service_standard": {
        "scope": NC_("field", "Scope"),
        "process": NC_("field", "Process"),
        "minutes": NC_("field", "Time allowed (minutes)"),
        "skill": NC_("field", "Skill needed"),
        "language": NC_("field", "Language used"),
        "review_date": NC_("field", "Review on"),
    },
    "service_review": {
        "date": NC_("field", "Date"),
        "kind": NC_("field", "How it was looked at"),
        "score": NC_("field", "Score (0-100)"),
        "level": NC_("field", "Level of key behaviour"),
        "person": NC_("field", "Who was looked at"),
        "reviewer": NC_("field", "Reviewer"),
        "standard": NC_("field", "Standard"),
        "note": NC_("field", "Note"),
    },
}

TOUCH_HINTS: Final[Mapping[str, Mapping[str, str]]] = {
    "touchpoint": {
        "message": N_("What everybody who stands there says; one and the same for all"),
        "key_for_decision": N_("Buyers decide here"),
        "key_for_prospect": N_("Who might buy learns here who we are"),
        "slot": N_("e.g. 8: the eighth of the ten service points"),
    },
    "touch_indicator": {
        "target": N_("e.g. within 24 h, 95 %"),
    },
    "touch_service": {
        "service_no": N_("Up to four digits, e.g. 108"),
    },
    "touch_channel": {
        "channel_letter": N_("One letter, e.g. A"),
    },
    "improvement": {
        "feasibility": N_("5: easy and cheap"),
        "reach": N_("5: every customer notices"),
        "before_from": N_("Left empty, Fivefold fills it in when the work begins"),
        "after_from": N_("Left empty, Fivefold fills it in when it is carried out"),
    },
    "service_standard": {
        "language": N_("Words used and avoided, languages spoken"),
        "review_date": N_("A standard that nobody looks at again grows old, e.g. +180d"),
    },
}

TOUCH_RULES: Final[Mapping[str, str]] = {
    "matrix.places": N_("{services} services x {channels} channels = {places} places"),
    "matrix.blind": N_(
        "{places} places - {defined} defined - {absent} not applicable = {blind} blind spots"
    ),
    "matrix.which": N_("Blind spots: {codes}"),
    "matrix.unknown_service": N_(
        "There is no service {value} in the matrix. Add the service first."
    ),
    "matrix.unknown_channel": N_(
        "There is no channel {value} in the matrix. Add the channel first."
    ),
    "matrix.number": N_("A service has a number of one to four digits, such as 108."),
    "matrix.letter": N_("A channel has one letter from A to Z."),
    "matrix.in_use": N_("{value} still has {count} processes. Archive them first."),
    "touchpoint.unsteered": N_(
        "{keys} key touchpoints in use, {steered} with an indicator: {count} key without indicator"
    ),
    "improvement.priority": N_(
        "Impact {impact} x feasibility {feasibility} x reach {reach} = {priority} (at most 125)"
    ),
    "improvement.no_range": N_("{side}: no dates yet"),
    "improvement.no_answers": N_("{side}, {first} to {last}: no answer of this element"),
    "improvement.mean": N_("{side}, {first} to {last}: {total} points of {count} answers = {mean}"),
    "improvement.no_element": N_("No experience element is linked, so nothing can be compared."),
    "improvement.change": N_("Change: {after} - {before} = {change}"),
    "improvement.no_way": N_("From {before} the next state is one of: {allowed}."),
    "improvement.plan_first": N_(
        "Who does it, until when and what kind it is must stand before it begins."
    ),
    "improvement.no_effect": N_("There is no score after it yet: the effect cannot be reviewed."),
    "improvement.dates": N_("The end of a range lies before its beginning."),
    "audit.no_items": N_("No item was scored"),
    "audit.points": N_("{points} of {most} points = {result} %"),
    "audit.opens": N_("Below {limit} %: an improvement is opened"),
    "audit.passes": N_("Not below {limit} %: nothing is opened"),
    "audit.unknown_template": N_("There is no checklist {value}. Checklists: {allowed}."),
    "audit.unknown_item": N_("The checklist has no item {value}."),
    "audit.score": N_("Score {item} with 0, 1 or 2."),
    "standard.overdue": N_("Review was due {date}: {days} days overdue"),
    "standard.in_time": N_("Review due {date}"),
    "audit.begun": N_("{audit} is scored already: its checklist stays."),
    "standard.count": N_("{late} of {count} standards wait for their review"),
    "response.none": N_("No case was answered in this period"),
    "response.median": N_(
        "{count} cases answered: fastest {fastest} h, median {median} h, slowest {slowest} h"
    ),
    "survey.no_survey": N_("No survey is in use. Set one up first."),
    "survey.nothing_answered": N_("No question was answered."),
    "survey.no_customer_column": N_(
        "The file has no column of customers. Name the column of their codes: customer."
    ),
    "survey.column": N_(
        "Column {column} names no question of the survey. Head it with the number of a question."
    ),
    "survey.twice": N_("{value} stands in the file twice. Leave one of the rows out."),
    "survey.too_many_rows": N_("The file has more than {limit} rows. Split it."),
    "survey.number": N_("The survey has no question {value}."),
    "change.touchpoints": N_("Loaded {count} touchpoints"),
    "change.audit": N_("Audit {code} {title}"),
    "change.over_time": N_("By itself: told the manager what is over time"),
    "change.survey": N_("Survey of {customer}: {code}"),
    "change.survey_file": N_("Answers of a file to {survey}: {count} customers"),
    "change.survey_job": N_("Planned {count} survey calls"),
}
