"""Words of playbooks, their runs and steps, and of the steps of a deal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui.i18n import N_, NC_

if TYPE_CHECKING:
    from collections.abc import Mapping

Word = tuple[str, str]

PLAYBOOK_LABELS: Final[Mapping[str, Mapping[str, Word]]] = {
    "PlaybookEvent": {
        "DEAL_WON": NC_("PlaybookEvent", "A deal is won"),
        "FIRST_ORDER": NC_("PlaybookEvent", "A first order comes in"),
        "ORDER_DELIVERED": NC_("PlaybookEvent", "An order is delivered"),
        "LETTER_SENT": NC_("PlaybookEvent", "A letter is sent"),
        "MESSAGE_SENT": NC_("PlaybookEvent", "A mail, fax or text message is sent"),
        "MAIL_RECEIVED": NC_("PlaybookEvent", "A mail comes in"),
        "STAGE_REACHED": NC_("PlaybookEvent", "A stage is reached"),
        "TIER_REACHED": NC_("PlaybookEvent", "A value tier is reached"),
        "DATE_SET": NC_("PlaybookEvent", "A date of the customer is set"),
        "FAIR_HOT": NC_("PlaybookEvent", "A hot visitor of a fair"),
    },
    "PlaybookStop": {
        "DEAL_WON": NC_("PlaybookStop", "Deal won"),
        "DEAL_LOST": NC_("PlaybookStop", "Deal lost"),
        "ORDER_CANCELLED": NC_("PlaybookStop", "Order cancelled"),
        "STAGE_LEFT": NC_("PlaybookStop", "Stage left"),
    },
    "RunState": {
        "RUNNING": NC_("RunState", "Running"),
        "DONE": NC_("RunState", "Done"),
        "STOPPED": NC_("RunState", "Stopped"),
    },
    "StepState": {
        "UNDATED": NC_("StepState", "No day yet"),
        "BLOCKED": NC_("StepState", "Waiting for the step before"),
        "OPEN": NC_("StepState", "Open"),
        "DONE": NC_("StepState", "Done"),
        "SKIPPED": NC_("StepState", "Left out"),
    },
    "StepBase": {
        "START": NC_("StepBase", "Day of the start"),
        "HANDOVER": NC_("StepBase", "Handover"),
        "WARRANTY": NC_("StepBase", "End of warranty"),
        "BIRTHDAY": NC_("StepBase", "Birthday"),
        "BEFORE": NC_("StepBase", "End of the step before"),
        "AGREED": NC_("StepBase", "Time agreed in the step before"),
        "NONE": NC_("StepBase", "A day you set"),
    },
    "StepUnit": {
        "DAYS": NC_("StepUnit", "Calendar days"),
        "WORKING_DAYS": NC_("StepUnit", "Working days"),
        "MONTHS": NC_("StepUnit", "Months"),
        "HOURS": NC_("StepUnit", "Hours"),
    },
    "SkipCause": {
        "PAST": NC_("SkipCause", "Its time had passed at the start"),
        "UNKNOWN_SLOT": NC_("SkipCause", "Not in the source: define locally"),
        "NOT_OPERABLE": NC_("SkipCause", "Not done in this team"),
        "NO_CONSENT": NC_("SkipCause", "No consent to greetings"),
        "NOT_PLANNED": NC_("SkipCause", "No day was set"),
        "RUN_CLOSED": NC_("SkipCause", "Closed without it"),
    },
    "DealStepKind": {
        "FIRST_CALL": NC_("DealStepKind", "First call"),
        "VISIT": NC_("DealStepKind", "Visit buyers and technicians"),
        "NEED_SAMPLE": NC_("DealStepKind", "Need and sample"),
        "SAMPLE_TEST": NC_("DealStepKind", "Progress of the sample test"),
        "QUOTE_ORDER": NC_("DealStepKind", "Quote and order"),
        "CONTRACT_REVIEW": NC_("DealStepKind", "Contract review"),
        "PRODUCTION": NC_("DealStepKind", "Production and delivery date"),
        "RECONCILE": NC_("DealStepKind", "Reconcile and invoice"),
        "COLLECT": NC_("DealStepKind", "Collect payment"),
        "DELIVERY_PART": NC_("DealStepKind", "Four delivery steps"),
        "ADDED_VALUE": NC_("DealStepKind", "Five value-added services"),
    },
}

PLAYBOOK_SHORT: Final[Mapping[str, Mapping[str, Word]]] = {
    "PlaybookEvent": {
        "FIRST_ORDER": NC_("short PlaybookEvent", "First order"),
        "ORDER_DELIVERED": NC_("short PlaybookEvent", "Delivered"),
        "MESSAGE_SENT": NC_("short PlaybookEvent", "Message sent"),
        "STAGE_REACHED": NC_("short PlaybookEvent", "Stage"),
        "TIER_REACHED": NC_("short PlaybookEvent", "Value tier"),
        "DATE_SET": NC_("short PlaybookEvent", "Date set"),
        "FAIR_HOT": NC_("short PlaybookEvent", "Hot visitor"),
    },
    "StepState": {
        "BLOCKED": NC_("short StepState", "Waiting"),
    },
    "StepBase": {
        "BEFORE": NC_("short StepBase", "Step before"),
        "AGREED": NC_("short StepBase", "As agreed"),
    },
    "SkipCause": {
        "PAST": NC_("short SkipCause", "Past"),
        "UNKNOWN_SLOT": NC_("short SkipCause", "Not in source"),
        "NOT_OPERABLE": NC_("short SkipCause", "Not done here"),
        "NO_CONSENT": NC_("short SkipCause", "No consent"),
        "RUN_CLOSED": NC_("short SkipCause", "Closed"),
    },
    "DealStepKind": {
        "VISIT": NC_("short DealStepKind", "Visit"),
        "SAMPLE_TEST": NC_("short DealStepKind", "Sample test"),
        "PRODUCTION": NC_("short DealStepKind", "Production"),
        "RECONCILE": NC_("short DealStepKind", "Reconcile"),
        "DELIVERY_PART": NC_("short DealStepKind", "Delivery"),
        "ADDED_VALUE": NC_("short DealStepKind", "Added value"),
    },
}

PLAYBOOK_FIELDS: Final[Mapping[str, Mapping[str, Word]]] = {
    "playbook_run": {
        "order": NC_("field", "Order"),
        "interaction": NC_("field", "Journal entry"),
        "playbook": NC_("field", "Playbook"),
        "title_en": NC_("field", "Title in English"),
        "title_zh": NC_("field", "Title in Chinese"),
        "state": NC_("field", "State of the run"),
        "anchor": NC_("field", "Day it is about"),
        "occasion": NC_("field", "What set it off"),
        "stop_on": NC_("field", "What ends it"),
        "yearly": NC_("field", "Every year"),
        "assignee": NC_("field", "Assigned to"),
        "ended_on": NC_("field", "Ended on"),
        "reason": NC_("field", "Reason given"),
    },
    "playbook_step": {
        "run": NC_("field", "Run of the playbook"),
        "number": NC_("field", "Place"),
        "step_key": NC_("field", "Step"),
        "title_en": NC_("field", "Title in English"),
        "title_zh": NC_("field", "Title in Chinese"),
        "script_en": NC_("field", "Script in English"),
        "script_zh": NC_("field", "Script in Chinese"),
        "checklist": NC_("field", "Checklist"),
        "channel": NC_("field", "Channel"),
        "about": NC_("field", "What it is about"),
        "base": NC_("field", "Counted from"),
        "distance": NC_("field", "Distance"),
        "unit": NC_("field step", "Unit"),
        "waits_for": NC_("field", "Waits for"),
        "required": NC_("field", "Required"),
        "state": NC_("field", "State of the step"),
        "counted_from": NC_("field", "Day counted from"),
        "ended_on": NC_("field", "Ended on"),
        "reason": NC_("field", "Reason given"),
    },
    "deal_step": {
        "step": NC_("field", "Step of the sale"),
        "label": NC_("field", "What is done"),
        "done_on": NC_("field", "Done on"),
    },
}

PLAYBOOK_REASONS: Final[Mapping[str, str]] = {
    "change.playbook_start": N_("Started {code} {playbook}: {name}"),
    "change.playbook_many": N_("Started {playbook} with {count} customers"),
    "change.playbook_tick": N_("Ticked in {code} {playbook}: {name}"),
    "change.playbook_day": N_("Set the day of a step of {code} {playbook}: {name}"),
    "change.playbook_skip": N_("Left out a step of {code} {playbook}: {name}"),
    "change.playbook_close": N_("Closed {code} {playbook}: {name}"),
    "change.playbook_stop": N_("Stopped {code} {playbook}: {name}"),
    "change.deal_step": N_("Step of {code}: {step}"),
    "playbook.unknown": N_("There is no playbook {value}. The list (:play) shows all."),
    "playbook.file_syntax": N_("{file} is no TOML: {problem}"),
    "playbook.file_encoding": N_("{file} is not UTF-8. Save it as UTF-8."),
    "playbook.file_unreadable": N_("{file} cannot be read: {problem}"),
    "playbook.file_too_large": N_("{file} is larger than {limit} bytes: it is no playbook."),
    "playbook.file_twice": N_("{file}: another file of yours has the code {value} already."),
    "playbook.file_missing": N_("{file}: {place} is missing."),
    "playbook.file_unknown": N_("{file}: {place} is not known. Mind the spelling."),
    "playbook.file_wrong": N_("{file}, {place}: {problem}"),
    "playbook.no_meal_on_signing_day": N_(
        "{day}: no meal on signing day. Move the meal to another day."
    ),
    "playbook.sign_offs_missing": N_("{step}: not every sign-off is there yet."),
    "playbook.sign_off": N_("Sign-off missing: {who}"),
    "playbook.step_before": N_("First comes the step before: {step}"),
    "playbook.blocked": N_(
        "{step} waits for the step before. Log a touch (t) where it was done all the same."
    ),
    "playbook.agree_in_touch": N_(
        "{step}: log the touch (t) and agree the time of the next one in it."
    ),
    "playbook.open_steps": N_(
        "{run} has {count} required steps open. Do them, or skip each with a reason."
    ),
    "playbook.not_active": N_("{customer} is {status}: no playbook is started."),
    "playbook.no_consent": N_(
        "{customer} has not consented to greetings. Note the consent first, or leave it."
    ),
    "playbook.nothing_to_do": N_("{customer}: no step of it lies ahead. Give a later day."),
    "playbook.running": N_("{customer} has it running already."),
    "playbook.step_ended": N_("{step} is {state} already."),
    "playbook.ended": N_("{run} is {state} already. Start it anew with :play."),
    "field.too_late": N_("{field}: {value} is too late. The last day is {maximum}."),
    "step.undated": N_("Counted from: {base}. That day is not known yet."),
    "step.set_by_hand": N_("{due} was set by hand"),
    "step.agreed": N_("{due} was agreed in the step before"),
    "step.counted": N_("{base} {start}, distance {offset} ({unit}) = {due}"),
    "step.late": N_("{days} days late"),
}

PLAYBOOK_SETTINGS: Final[Mapping[str, Word]] = {
    "playbooks.mail_reply_hours": NC_("setting", "Answer a mail within (hours)"),
    "playbooks.late_days": NC_("setting", "A step late by up to (days) is due at the start"),
}
