"""Words for figures, settings, and the questions and elements of NSABC."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui.i18n import NC_
from tui.wording.playbooks import PLAYBOOK_SETTINGS

if TYPE_CHECKING:
    from collections.abc import Mapping

Word = tuple[str, str]

# Figures that explain themselves.
FIGURES: Final[Mapping[str, Word]] = {
    "grade": NC_("figure", "Grade"),
    "odds": NC_("figure", "Win odds"),
    "odds_calc": NC_("figure", "Win odds"),
    "tracked": NC_("figure", "Tracked"),
    "gift_state": NC_("figure", "Gift or meal"),
    "fund_balance": NC_("figure", "Loyalty fund"),
    "kept_share": NC_("figure", "Tracked in time"),
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
    "value_at_risk": NC_("figure", "Value at risk"),
    "step_due": NC_("figure", "Day of the step"),
    "cadence": NC_("figure", "Cadence"),
    "value_tier": NC_("figure", "Value tier"),
    "pyramid_tier": NC_("figure", "Pyramid tier"),
    "key_account": NC_("figure", "Key account (80/20)"),
    "rfm": NC_("figure", "RFM"),
    "clv": NC_("figure", "Customer lifetime value"),
    "loss": NC_("figure", "At stake"),
    "free": NC_("figure", "Free stock"),
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
    "expectations": NC_("figure", "12-point check"),
    "overdue_days": NC_("figure", "Days late"),
    "clv_data": NC_("figure", "Lifetime value from orders"),
    "clv_entered": NC_("figure", "Lifetime value, entered"),
    "past_revenue": NC_("figure", "Revenue so far"),
    "survey_mean": NC_("figure", "Mean of the last survey"),
    "feedback_cases": NC_("figure", "Feedback cases"),
    "referrals": NC_("figure", "Referrals"),
    "exec_visit": NC_("figure", "Next executive visit"),
    "pareto": NC_("figure", "Revenue share of the key accounts (%)"),
    "owner_loyalty": NC_("figure", "Loyalty of the customers"),
    "owner_value": NC_("figure", "Revenue of the customers"),
    "owner_time": NC_("figure", "Hours to solve a case"),
    "target": NC_("figure", "Sales target"),
    "actual": NC_("figure", "Sold"),
    "members": NC_("figure", "Members of the segment"),
    "fits_now": NC_("figure", "Customers that fit today"),
    "references": NC_("figure", "Reference customers"),
    "review_date": NC_("figure", "Review"),
    "effort_share": NC_("figure", "Time share of the key accounts (%)"),
    "reaches": NC_("figure", "Customers that bring most of the revenue"),
    "lost": NC_("figure", "Customers lost"),
    "deals": NC_("figure", "Closed deals with known odds"),
    "customers": NC_("figure", "Customers"),
    "grades": NC_("figure", "Customers by grade"),
    "moves": NC_("figure", "Moves of grades"),
    "put_off": NC_("figure", "Put off again and again"),
    "times": NC_("figure", "Times put off"),
    "leak": NC_("figure", "Customers won less lost"),
    "conversion": NC_("figure", "Conversion (%)"),
    "repeat_rate": NC_("figure", "Repeat rate (%)"),
    "repeat_revenue": NC_("figure", "Repeat-revenue share (%)"),
    "complaint_rate": NC_("figure", "Complaint rate (%)"),
    "deviation": NC_("figure", "Off target"),
    "off_target": NC_("figure", "Off target"),
    "calibration": NC_("figure", "Really won (%)"),
    "satisfaction_gap": NC_("figure", "Satisfaction gap"),
    "satisfaction_mean": NC_("figure", "Mean satisfaction"),
    "unheard": NC_("figure", "Estimated grievances"),
    "plan_coverage": NC_("figure", "Knowledge of the account"),
    "experience": NC_("figure", "Experience"),
    "blind_spots": NC_("figure", "Blind spots"),
    "unsteered": NC_("figure", "Key touchpoints without an indicator"),
    "audit_result": NC_("figure", "Result of the audit (%)"),
    "effect": NC_("figure", "Effect of the improvement"),
    "review_overdue": NC_("figure", "Review overdue (days)"),
}

# The twelve items of a complete customer record (R-DQ).
REQUIRED: Final[Mapping[str, Word]] = {
    "name": NC_("required", "name"),
    "code": NC_("required", "code"),
    "industry": NC_("required", "industry"),
    "source": NC_("required", "source"),
    "kind": NC_("required", "kind"),
    "region": NC_("required", "province or city"),
    "address": NC_("required", "address"),
    "phone": NC_("required", "phone"),
    "main_contact": NC_("required", "main contact with title and phone"),
    "need": NC_("required", "confirmed need"),
    "profile": NC_("required", "profile"),
    "owner": NC_("required", "owner"),
}

# Headings over the figures of the rules.
SETTING_GROUPS: Final[Mapping[str, Word]] = {
    "grading": NC_("settings", "Grades"),
    "cadence": NC_("settings", "Tracking cadence"),
    "urgency": NC_("settings", "Urgency"),
    "importance": NC_("settings", "Importance"),
    "stages": NC_("settings", "Relationship stages"),
    "feedback": NC_("settings", "Feedback"),
    "tickets": NC_("settings", "Service tickets"),
    "odds": NC_("settings", "Win odds"),
    "qualification": NC_("settings", "Qualification sheet"),
    "committee": NC_("settings", "Buying committee"),
    "rfm": NC_("settings", "Recency, frequency, money"),
    "value": NC_("settings", "Value of a customer"),
    "ranking": NC_("settings", "Ranks"),
    "loyalty": NC_("settings", "Loyalty"),
    "churn": NC_("settings", "Churn risk"),
    "flow": NC_("settings", "Flow of customers"),
    "satisfaction": NC_("settings", "Satisfaction"),
    "experience": NC_("settings", "Audits and improvements"),
    "data": NC_("settings", "Quality of data"),
    "plan": NC_("settings", "Account plan"),
    "gifts": NC_("settings", "Gifts and meals"),
    "calendar": NC_("settings", "Working days and hours"),
    "playbooks": NC_("settings", "Playbooks"),
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
    "cadence.put_off_times": NC_("setting", "Times put off from which the reason is reported"),
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
    "feedback.ack_in_hours_of_work": NC_("setting", "Time to answer runs in hours of work"),
    "feedback.progress_in_hours_of_work": NC_(
        "setting", "Time to the next word runs in hours of work"
    ),
    "feedback.resolution_in_hours_of_work": NC_(
        "setting", "Time to handle a case runs in hours of work"
    ),
    "tickets.onsite_hours": NC_("setting", "Solved on site within (hours)"),
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
    "committee.cover_days": NC_("setting", "A person counts as covered for (days)"),
    "committee.power_gap": NC_("setting", "Title and real power differ from (points)"),
    "committee.thread_days": NC_("setting", "Threads are counted over (days)"),
    "committee.development_contacts": NC_("setting", "Contacts needed in development"),
    "committee.development_users": NC_("setting", "Own people needed in development"),
    "committee.initial_contacts": NC_("setting", "Contacts needed in initial cooperation"),
    "committee.initial_users": NC_("setting", "Own people needed in initial cooperation"),
    "committee.stable_contacts": NC_("setting", "Contacts needed in stable cooperation"),
    "committee.stable_users": NC_("setting", "Own people needed in stable cooperation"),
    "committee.strategic_contacts": NC_("setting", "Contacts needed in strategic cooperation"),
    "committee.strategic_users": NC_("setting", "Own people needed in strategic cooperation"),
    "committee.visit_months": NC_("setting", "Executive visit every (months)"),
    "rfm.r5_days": NC_("setting", "Recency 5: last order within (days)"),
    "rfm.r4_days": NC_("setting", "Recency 4: last order within (days)"),
    "rfm.r3_days": NC_("setting", "Recency 3: last order within (days)"),
    "rfm.r2_days": NC_("setting", "Recency 2: last order within (days)"),
    "rfm.f3_orders": NC_("setting", "Frequency 3: orders a year from"),
    "rfm.f4_orders": NC_("setting", "Frequency 4: orders a year from"),
    "rfm.f5_orders": NC_("setting", "Frequency 5: orders a year from"),
    "rfm.m3_amount": NC_("setting", "Monetary 3: revenue a year from"),
    "rfm.m4_amount": NC_("setting", "Monetary 4: revenue a year from"),
    "rfm.m5_amount": NC_("setting", "Monetary 5: revenue a year from"),
    "value.high_revenue": NC_("setting", "High value from a yearly revenue of"),
    "value.potential_volume": NC_("setting", "Potential value from a yearly potential of"),
    "value.potential_deals": NC_("setting", "Potential value from open deals of"),
    "ranking.key_percent": NC_("setting", "Key accounts: first share of the customers (%)"),
    "ranking.value_percent": NC_("setting", "Count the customers that bring (% of revenue)"),
    "ranking.vip_percent": NC_("setting", "Pyramid: VIP up to (% of customers)"),
    "ranking.secondary_percent": NC_("setting", "Pyramid: secondary up to (% of customers)"),
    "ranking.ordinary_percent": NC_("setting", "Pyramid: ordinary up to (% of customers)"),
    "loyalty.repeat_points": NC_("setting", "Behavioural loyalty a repeat order (points)"),
    "loyalty.loyal_points": NC_("setting", "Loyal from (points)"),
    "loyalty.captive_below": NC_("setting", "Captive: emotional below (points)"),
    "loyalty.satisfied_from": NC_("setting", "Drifting: satisfaction from (1-5)"),
    "loyalty.drifting_below": NC_("setting", "Drifting: behavioural below (points)"),
    "churn.overdue_points": NC_("setting", "Risk: tracking overdue (points)"),
    "churn.reopened_points": NC_("setting", "Risk: open complaint reopened (points)"),
    "churn.silent_points": NC_("setting", "Risk: no order for long (points)"),
    "churn.silent_factor": NC_("setting", "Risk: no order for this many intervals"),
    "churn.detractor_points": NC_("setting", "Risk: would not recommend us (points)"),
    "churn.detractor_score": NC_("setting", "Risk: would not recommend up to (0-10)"),
    "churn.thread_points": NC_("setting", "Risk: hangs on a single thread (points)"),
    "churn.warn_points": NC_("setting", "Churn risk warns from (points)"),
    "flow.warn_percent": NC_("setting", "Leaky bucket warns from lost / won of (%)"),
    "flow.hourly_rate": NC_("setting", "Cost of an hour of our work"),
    "flow.repeat_low": NC_("setting", "Repeat revenue: usual from (%)"),
    "flow.repeat_high": NC_("setting", "Repeat revenue: usual up to (%)"),
    "flow.few_deals": NC_("setting", "Too few closed deals to judge below"),
    "satisfaction.promoter_from": NC_("setting", "Promoter from (0-10)"),
    "satisfaction.detractor_to": NC_("setting", "Detractor up to (0-10)"),
    "satisfaction.satisfied_from": NC_("setting", "Satisfied from (1-5)"),
    "satisfaction.low_score": NC_("setting", "Low answer up to (1-5)"),
    "satisfaction.heard_percent": NC_("setting", "Share of the grievances that reach us (%)"),
    "satisfaction.small_sample": NC_("setting", "Small sample below (answers)"),
    "satisfaction.survey_months": NC_("setting", "Survey every (months)"),
    "satisfaction.survey_ahead_days": NC_("setting", "A survey is planned ahead by (days)"),
    "experience.audit_percent": NC_("setting", "An audit below this opens an improvement (%)"),
    "experience.effect_days": NC_("setting", "Days before and after that an effect is measured in"),
    "data.fresh_days": NC_("setting", "Checked data is fresh for (days)"),
    "calendar.public_holidays": NC_("setting", "Mind the public holidays of China"),
    "calendar.opens_hour": NC_("setting", "Work begins (o'clock)"),
    "calendar.closes_hour": NC_("setting", "Work ends (o'clock)"),
    "calendar.remind_minutes": NC_("setting", "Remind before an agreed time (minutes)"),
    "calendar.closed_days": NC_("setting", "Own days off"),
    "calendar.open_days": NC_("setting", "Own working days"),
    "gifts.item_limit": NC_("setting", "Gift or meal without approval, each (amount)"),
    "gifts.year_limit": NC_("setting", "Gifts and meals a person and year (amount)"),
    **PLAYBOOK_SETTINGS,
    "plan.assumed_points": NC_("setting", "An assumed area of the plan is worth (points)"),
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

# What a task is about that Fivefold planned by itself, by its question code.
TASKS: Final[Mapping[str, Word]] = {
    "REFERRAL": NC_("task", "Ask for a referral"),
    "VISIT": NC_("task", "as the stage asks"),
    "EV-PROD": NC_("task", "New product: show it while it is news"),
    "EV-BUY": NC_("task", "Purchase window: be in their comparison"),
    "EV-STAFF": NC_("task", "Change of staff: meet the newcomer"),
    "EV-QUAL": NC_("task", "Quality trouble: offer proof and a test"),
    "EV-SERV": NC_("task", "Service grievance: show our response times"),
    "EV-WEAK": NC_("task", "Weak relation: open a second level"),
    "EV-SOUR": NC_("task", "Soured relation: offer a calm alternative"),
    "EV-COST": NC_("task", "Cost cutting: reckon the saving with them"),
    "REGRADE": NC_("task", "Answer the proposed grade"),
    "ROUND": NC_("task", "A case was reopened: look into it"),
    "HANDOVER": NC_("task", "Take the customer over, introduce yourself"),
    "GIFT": NC_("task", "Answer a gift over the limit"),
    "FAIR_HOT": NC_("task", "Hot visitor of the fair: call today"),
}

# What to do with each success event (S4-STG-06).
PLAYS: Final[Mapping[str, Word]] = {
    "NEW_PRODUCT": NC_(
        "play", "Show what is new to those who decide, with a trial at one site; ask for a date."
    ),
    "PURCHASE_WINDOW": NC_(
        "play",
        "Find out who reviews the suppliers and by what; bring a comparison in their own figures "
        "before the review.",
    ),
    "STAFF_CHANGE": NC_(
        "play",
        "Meet the newcomer within a week, bring the history on one page, ask what they are "
        "measured by; keep in touch with who left.",
    ),
    "QUALITY": NC_(
        "play",
        "Do not talk the rival down: offer test records, a sample and a spare delivery for the "
        "line that stands still.",
    ),
    "SERVICE_COMPLAINT": NC_(
        "play",
        "Show our response and on-site times of the last months; offer to serve one site on trial.",
    ),
    "WEAK_RELATION": NC_(
        "play",
        "Bring our technicians to theirs, then our head to theirs: three contacts where the rival "
        "has one.",
    ),
    "SOURED": NC_(
        "play",
        "Listen, take no side; offer a small order without risk as a way out of the quarrel.",
    ),
    "COST_CUT": NC_(
        "play",
        "Reckon with them what a year costs today and with us: price, stock, scrap, work; put the "
        "saving in writing.",
    ),
}

# Where a relation of that stage is to go, and who talks to whom (requirements 8.5).
GOALS: Final[Mapping[str, Word]] = {
    "DEVELOPMENT": NC_("goal", "From prospect to customer"),
    "INITIAL": NC_("goal", "From minor to main supplier"),
    "STABLE": NC_("goal", "From main to long-term supplier"),
    "STRATEGIC": NC_("goal", "A lasting bond"),
}
PATTERNS: Final[Mapping[str, Word]] = {
    "DEVELOPMENT": NC_("contact pattern", "one-to-one"),
    "INITIAL": NC_("contact pattern", "many levels"),
    "STABLE": NC_("contact pattern", "departments direct"),
    "STRATEGIC": NC_("contact pattern", "team selling"),
}

# What each value tier gets (R-TIER, S2-MKT-01).
TIER_PLAYBOOKS: Final[Mapping[str, Word]] = {
    "HIGH": NC_("playbook", "Keep: personal service and exclusive offers."),
    "POTENTIAL": NC_("playbook", "Grow: educate, show results, build loyalty."),
    "LOW": NC_("playbook", "Serve: basic service, keep them content at low effort."),
}

# How hard it is for a customer to leave, by its switching cost of 1 to 5 (S4-STG-10).
LOCKS: Final[tuple[Word, ...]] = (
    NC_("lock", "low lock: leaving is easy"),
    NC_("lock", "low lock: leaving is easy"),
    NC_("lock", "some lock"),
    NC_("lock", "high lock: leaving is hard"),
    NC_("lock", "high lock: leaving is hard"),
)

# What a right is needed for.
ACTS: Final[Mapping[str, Word]] = {
    "settings": NC_("act", "change the figures of the rules"),
    "edit": NC_("act", "change this customer"),
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
