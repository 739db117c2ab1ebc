"""Words for figures, settings, and the questions and elements of NSABC."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui.i18n import NC_

if TYPE_CHECKING:
    from collections.abc import Mapping

Word = tuple[str, str]

# Figures that explain themselves.
FIGURES: Final[Mapping[str, Word]] = {
    "grade": NC_("figure", "Grade"),
    "odds": NC_("figure", "Win odds"),
    "odds_calc": NC_("figure", "Win odds"),
    "fit": NC_("figure", "Fit (4W1H)"),
    "gap": NC_("figure", "Gap"),
    "gain": NC_("figure", "Gain"),
    "forecast": NC_("figure", "Forecast"),
    "urgency": NC_("figure", "Urgency"),
    "handle_by": NC_("figure", "Handle by"),
    "deal_status": NC_("figure", "Deal status"),
    "importance": NC_("figure", "Importance"),
    "need_status": NC_("figure", "Need"),
    "next_tracking_due": NC_("figure", "Next tracking due"),
    "cadence": NC_("figure", "Cadence"),
    "value_tier": NC_("figure", "Value tier"),
    "pyramid_tier": NC_("figure", "Pyramid tier"),
    "key_account": NC_("figure", "Key account (80/20)"),
    "rfm": NC_("figure", "RFM"),
    "clv": NC_("figure", "Customer lifetime value"),
    "loss": NC_("figure", "At stake"),
    "support": NC_("figure", "Weighted support"),
    "coverage": NC_("figure", "Committee coverage"),
    "threads": NC_("figure", "Contact threads"),
    "blocker": NC_("figure", "Open obstacle"),
    "stage": NC_("figure", "Relationship stage"),
    "churn_risk": NC_("figure", "Churn risk"),
    "loyalty": NC_("figure", "Loyalty"),
    "completeness": NC_("figure", "Completeness of data"),
    "freshness": NC_("figure", "Freshness of data"),
    "due_at": NC_("figure", "Due"),
    "sla": NC_("figure", "Service time limit"),
    "priority": NC_("figure", "Priority"),
    "amount": NC_("figure", "Amount"),
    "nps": NC_("figure", "NPS"),
    "csat": NC_("figure", "Satisfaction (CSAT)"),
    "survey_due": NC_("figure", "Next survey"),
    "status": NC_("figure", "Status"),
    "time_left": NC_("figure", "Time left"),
    "overdue_days": NC_("figure", "Days late"),
}

# Figures of the rules, kept in the database.
SETTINGS: Final[Mapping[str, Word]] = {
    "grading.a_days": NC_("setting", "Grade A: close within (days)"),
    "grading.b_days": NC_("setting", "Grade B: close within (days)"),
    "grading.c_days": NC_("setting", "Grade C: close within (days)"),
    "grading.override_days": NC_("setting", "A grade set by hand holds (days)"),
    "cadence.a_days": NC_("setting", "Cadence of grade A (days)"),
    "cadence.b_days": NC_("setting", "Cadence of grade B (days)"),
    "cadence.c_days": NC_("setting", "Cadence of grade C (days)"),
    "cadence.d_days": NC_("setting", "Cadence of grade D (days)"),
    "cadence.e_days": NC_("setting", "Cadence of grade E (days)"),
    "cadence.shift_weekend": NC_("setting", "Move a due day off the weekend"),
    "urgency.urgent_days": NC_("setting", "Urgent: to be handled within (days)"),
    "urgency.medium_days": NC_("setting", "Medium: to be handled within (days)"),
    "urgency.not_urgent_days": NC_("setting", "Not urgent: to be handled within (days)"),
    "importance.deal_amount": NC_("setting", "Important from an open deal of"),
    "importance.potential_volume": NC_("setting", "Important from a yearly potential of"),
    "importance.override_days": NC_("setting", "An importance set by hand holds (days)"),
    "stages.share_of_wallet": NC_("setting", "Stable from a share of wallet of (%)"),
    "feedback.ack_hours": NC_("setting", "Answer feedback within (hours)"),
    "feedback.complaint_ack_hours": NC_("setting", "Answer a complaint within (hours)"),
    "feedback.safety_ack_hours": NC_("setting", "Answer a safety matter within (hours)"),
    "feedback.progress_hours": NC_("setting", "Tell the progress every (hours)"),
    "feedback.amber_percent": NC_("setting", "Warn when this much time is used (%)"),
    "feedback.reopen_days": NC_("setting", "A closed case can be reopened for (days)"),
    "feedback.aftercare_days": NC_("setting", "After-care call after closing (days)"),
    "odds.weight_n": NC_("setting", "Weight of Needs (%)"),
    "odds.weight_s": NC_("setting", "Weight of Solution (%)"),
    "odds.weight_a": NC_("setting", "Weight of Authority (%)"),
    "odds.weight_b": NC_("setting", "Weight of Benefit/Budget (%)"),
    "odds.weight_c": NC_("setting", "Weight of Competition (%)"),
    "odds.confirmed_days": NC_("setting", "A confirmation counts in full for (days)"),
    "odds.cap_g1": NC_("setting", "Cap G1: decider not known (%)"),
    "odds.cap_g2": NC_("setting", "Cap G2: an element is 0 (%)"),
    "odds.cap_g3": NC_("setting", "Cap G3: an element is thin (%)"),
    "odds.thin_element": NC_("setting", "An element is thin below (points)"),
    "odds.cap_g4": NC_("setting", "Cap G4: amount or date missing (%)"),
    "odds.cap_g5": NC_("setting", "Cap G5: an adverse answer (%)"),
    "odds.cap_g6": NC_("setting", "Cap G6: close date passed (%)"),
    "odds.band_strong": NC_("setting", "Odds are strong from (%)"),
    "odds.band_contested": NC_("setting", "Odds are contested from (%)"),
    "odds.band_weak": NC_("setting", "Odds are weak from (%)"),
    "qualification.alive_days": NC_("setting", "A relation is alive for (days)"),
    "qualification.support_points": NC_("setting", "Support needed for P-A3 (points)"),
    "qualification.blocker_weight": NC_("setting", "A blocker counts from a weight of (%)"),
    "qualification.gap_days": NC_("setting", "A gap is to be closed within (days)"),
}

# The forty questions of the NSABC sheets (requirements 8.1).
QUESTIONS: Final[Mapping[str, Word]] = {
    "C-N1": NC_("question", "How does their business go now?"),
    "C-N2": NC_("question", "Which problem could we solve?"),
    "C-N3": NC_("question", "What do their customers want?"),
    "C-N4": NC_("question", "Is the need now, later or none?"),
    "C-S1": NC_("question", "Which product or service do we offer?"),
    "C-S2": NC_("question", "Does it answer each need?"),
    "C-S3": NC_("question", "Does our team want and can it deliver it?"),
    "C-S4": NC_("question", "Is a reference or proof at hand?"),
    "C-A1": NC_("question", "Who decides?"),
    "C-A2": NC_("question", "Is the relation alive (touch in 30 days)?"),
    "C-A3": NC_("question", "Are all who have a say listed?"),
    "C-A4": NC_("question", "Who pays and how do they decide?"),
    "C-B1": NC_("question", "What do they do, why are they attractive?"),
    "C-B2": NC_("question", "Is there a growth event (funding, listing)?"),
    "C-B3": NC_("question", "What are their chances and competition?"),
    "C-B4": NC_("question", "What are their goals and five figures?"),
    "C-C1": NC_("question", "Where do they buy now?"),
    "C-C2": NC_("question", "How satisfied are they with that supplier?"),
    "C-C3": NC_("question", "What sets us apart?"),
    "C-C4": NC_("question", "How do they buy (tender, list, relation)?"),
    "P-N1": NC_("question", "Did a person there confirm the pain?"),
    "P-N2": NC_("question", "What does it cost to leave it?"),
    "P-N3": NC_("question", "Are need or buying criteria in writing?"),
    "P-N4": NC_("question", "By when must it be solved?"),
    "P-S1": NC_("question", "Was the proposal or demo given?"),
    "P-S2": NC_("question", "Is the fit confirmed (trial, sample)?"),
    "P-S3": NC_("question", "Is our special value in their criteria?"),
    "P-S4": NC_("question", "Are delivery resources reserved?"),
    "P-A1": NC_("question", "Who decides this deal?"),
    "P-A2": NC_("question", "Decider met in 30 days and not against?"),
    "P-A3": NC_("question", "Is weighted support +20 or more?"),
    "P-A4": NC_("question", "Are decision steps and dates known?"),
    "P-B1": NC_("question", "What is the expected contract amount?"),
    "P-B2": NC_("question", "What is their budget?"),
    "P-B3": NC_("question", "When do they sign and spend?"),
    "P-B4": NC_("question", "Is the benefit stated and accepted?"),
    "P-C1": NC_("question", "Who are the rivals?"),
    "P-C2": NC_("question", "Rival: strength and weakness?"),
    "P-C3": NC_("question", "Does the customer rank us first? Who said so?"),
    "P-C4": NC_("question", "Is there a plan against obstacle and rival?"),
}

# How an element is called at customer level (C) and at opportunity level (P).
ELEMENTS: Final[Mapping[str, Word]] = {
    "C-N": NC_("element", "Needs"),
    "C-S": NC_("element", "Solution"),
    "C-A": NC_("element", "Authority"),
    "C-B": NC_("element", "Business"),
    "C-C": NC_("element", "Competition"),
    "P-N": NC_("element", "Needs"),
    "P-S": NC_("element", "Solution"),
    "P-A": NC_("element", "Authority"),
    "P-B": NC_("element", "Benefit/Budget"),
    "P-C": NC_("element", "Competition"),
}

# The 5W2H word of an element at each level.
FIVE_W: Final[Mapping[str, Word]] = {
    "C-N": NC_("5W2H", "How"),
    "C-S": NC_("5W2H", "What"),
    "C-A": NC_("5W2H", "Who"),
    "C-B": NC_("5W2H", "Why"),
    "C-C": NC_("5W2H", "Where"),
    "P-N": NC_("5W2H", "How"),
    "P-S": NC_("5W2H", "What"),
    "P-A": NC_("5W2H", "Who"),
    "P-B": NC_("5W2H", "When, How Much"),
    "P-C": NC_("5W2H", "Where"),
}

# What a right is needed for.
ACTS: Final[Mapping[str, Word]] = {
    "settings": NC_("act", "change the figures of the rules"),
}

# What the doctor looks at.
CHECKS: Final[Mapping[str, Word]] = {
    "library": NC_("check", "SQLite library"),
    "place": NC_("check", "Place of the database"),
    "encryption": NC_("check", "Encryption"),
    "schema": NC_("check", "Version of the database"),
    "integrity": NC_("check", "Integrity"),
    "search": NC_("check", "Search index"),
    "journal": NC_("check", "Change journal"),
    "permissions": NC_("check", "Rights of the file"),
    "terminal": NC_("check", "Terminal"),
    "colours": NC_("check", "Colours"),
    "width": NC_("check", "Width of characters"),
    "clipboard": NC_("check", "Clipboard"),
}

# What an element is about, in a few words.
SLOGANS: Final[Mapping[str, Word]] = {
    "N": NC_("slogan", "They have the pain"),
    "S": NC_("slogan", "We have the remedy"),
    "A": NC_("slogan", "Win the deciders"),
    "B": NC_("slogan", "Worth our while"),
    "C": NC_("slogan", "Beat the rival"),
}
