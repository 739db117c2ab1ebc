"""Lines of the rules: what led to a figure, and what speaks against a step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

RULES: Final[Mapping[str, str]] = {
    "need.required": N_("Need: a value is needed. Choose Target, Latent or Dead."),
    "need.not_confirmed": N_(
        "Nobody has confirmed the need yet; it is taken as {need}. Ask the customer and set it."
    ),
    "need.all_closed": N_(
        "All {count} needs are met or gone, but the customer still counts as {need}. Is"
        " there a new need?"
    ),
    "tracking.first_date_required": N_(
        "The first tracking date is missing. It proposes itself once the need is set."
    ),
    "grade.own_need": N_("No open opportunity: the customer's own need counts"),
    "grade.no_need": N_("{deal}: no need, grade {grade}"),
    "grade.no_chance": N_("{deal}: no chance of a deal, grade {grade}"),
    "grade.latent": N_("{deal}: latent need, grade {grade}"),
    "grade.no_date": N_("{deal}: no expected close date, grade {grade}. Set the date."),
    "grade.by_date": N_("{deal}: close {date}, in {days} days (limit {limit}), grade {grade}"),
    "grade.beyond": N_("{deal}: close {date}, in {days} days (more than {limit}), grade {grade}"),
    "grade.date_passed": N_(
        "{deal}: close date {date} passed {days} days ago, grade {grade} is kept. Set a new date."
    ),
    "grade.date_passed_no_previous": N_(
        "{deal}: close date {date} passed {days} days ago and there was no grade "
        "before, grade {grade}. Set a new date."
    ),
    "grade.best_of": N_("Best of {count} opportunities: {deal}, grade {grade}"),
    "grade.override": N_("Set by hand to {grade} until {until}: {why} (calculated {computed})"),
    "grade.override_expired": N_(
        "Set by hand to {grade} until {until}, now expired; calculated {computed} counts"
    ),
    "grade.override_reason_required": N_(
        "A grade set by hand needs a reason. Write why, and save again."
    ),
    "grade.date_needed": N_(
        "{deal}: the expected close date {date} has passed. Give a new date, change the"
        " need, or say that there is no chance."
    ),
    "grade.proposal": N_("Proposal: {before} to {after}"),
    "grade.unchanged": N_("The grade stays {after}"),
    "cadence.from_touch": N_("Last tracking {start} + {days} days (grade {grade}) = {due}"),
    "cadence.from_creation": N_("Created {start} + {days} days (grade {grade}) = {due}"),
    "cadence.shifted": N_("{from} is no working day: moved to {to}"),
    "cadence.on_time": N_("Due {due}, not late"),
    "cadence.overdue": N_("Due {due}, {days} days late (cadence {cadence} days)"),
    "duplicate.key": N_("{field}: {value}, the same"),
    "duplicate.name": N_(
        "Names in {city}: 1 - {distance} / {length} characters = {likeness} alike"
    ),
    "duplicate.exact": N_("Score: 80 + 5 x {further} further equal keys, at most 100 = {score}"),
    "duplicate.likely": N_("Score: 60 + 190 x ({likeness} - 0.90), rounded = {score}"),
    "gift.not_limited": N_("{what} comes under no limit"),
    "gift.within_item": N_("{amount} is within the limit of {limit} each."),
    "gift.over_item": N_("{amount} is over the limit of {limit} each."),
    "gift.within_year": N_(
        "This year {before} + {amount} = {total}, within the limit of {limit} a person."
    ),
    "gift.over_year": N_(
        "This year {before} + {amount} = {total}, over the limit of {limit} a person."
    ),
    "gift.fund": N_("Paid in {paid} - drawn {drawn} = {balance}"),
    "tracking.touched": N_("Due {due}, tracked {tracked}, {days} days late"),
    "tracking.open": N_("Due {due}, not tracked yet, {days} days late"),
    "tracking.kept": N_(
        "Tracked in time {in_time} of {judged} = {percent} %; late {late}, not tracked {missed};"
        " due today and still open {open}"
    ),
    "tracking.nothing": N_("Nothing fell due in this period; due today and still open {open}"),
    "at_risk.deal": N_("{deal}: {amount} x {odds} %"),
    "at_risk.unqualified": N_("{deal}: no amount or no odds, counts nothing"),
    "at_risk.left_out": N_("{deal}: left out, no exchange rate for {foreign}"),
    "at_risk.no_deal": N_("No open deal waits for this"),
    "at_risk.sum": N_("{weighted} x {days} days late (due {due}) = {stake}"),
    "at_risk.not_late": N_("{weighted} waits, not late (due {due})"),
    "deal_status.won": N_("{orders} won orders, {deals} won opportunities"),
    "deal_status.badge": N_("{deals} open opportunities in negotiation: badge Negotiating"),
    "deal_status.negotiating": N_("{deals} open opportunities in proposal or negotiation"),
    "deal_status.prospect": N_("No won order, and no opportunity in proposal or negotiation"),
    "importance.deal": N_("Largest open opportunity {amount}, threshold {threshold}: {reached}"),
    "importance.deal_no_data": N_("No open opportunity with an amount (threshold {threshold})"),
    "importance.potential": N_(
        "Potential volume a year {amount}, threshold {threshold}: {reached}"
    ),
    "importance.potential_no_data": N_("Potential volume a year: no data (threshold {threshold})"),
    "importance.left_out": N_("Left out, no exchange rate for {currencies}"),
    "importance.override": N_(
        "Set by hand to {importance} until {until}: {why} (calculated {computed})"
    ),
    "importance.override_expired": N_(
        "Set by hand to {importance} until {until}, now expired; calculated {computed} counts"
    ),
    "importance.override_reason_required": N_(
        "An importance set by hand needs a reason. Write why, and save again."
    ),
    "urgency.by_commitment": N_("Earliest promise: {date}"),
    "urgency.by_feedback": N_("Earliest feedback due: {date}"),
    "urgency.by_next_step": N_("Earliest next step: {date}"),
    "urgency.by_close_date": N_("No promise, feedback or next step; earliest close date: {date}"),
    "urgency.no_date": N_("No promise, feedback, next step or close date"),
    "urgency.within": N_("{date} is in {days} days (limit {limit}): {urgency}"),
    "urgency.beyond": N_("{date} is in {days} days (more than {limit}): {urgency}"),
    "urgency.overdue": N_("{date} is {days} days over: {urgency}"),
    "fit.element": N_("{element}: 100 x ({counts}) / 4 = {score}"),
    "fit.mean": N_("Mean of {count} elements: {total} / {count} = {fit}"),
    "odds.element": N_("{element}: 100 x ({counts}) / 4 = {score}; x {weight} % = {points}"),
    "odds.raw": N_("Sum = raw odds {raw}"),
    "odds.cap_g1": N_("G1: {question} is unknown, at most {limit}"),
    "odds.cap_g2": N_("G2: {elements} is 0, at most {limit}"),
    "odds.cap_g3": N_("G3: {elements} {scores} < {threshold}, at most {limit}"),
    "odds.cap_g4": N_("G4: missing {missing}, at most {limit} and not in the forecast"),
    "odds.cap_g5": N_("G5: adverse answer to {questions}, at most {limit}"),
    "odds.cap_g6": N_("G6: close date {date} has passed, at most {limit}. Set a new date."),
    "odds.closed": N_("Closed as {pipeline}: {odds}"),
    "odds.capped": N_("Held at {odds} by {caps} (raw {raw})"),
    "odds.uncapped": N_("No cap holds: {odds}"),
    "odds.manual": N_("Calculated {odds} / mine {manual}: {why}"),
    "odds.manual_out_of_range": N_(
        "My odds %: {value} is not allowed. Give a figure from 0 to 100."
    ),
    "odds.manual_reason_required": N_("Own odds need a reason. Write why you see it differently."),
    "gap.action_n": N_("Ask {contact} what it costs to leave {problem} as it is."),
    "gap.action_s": N_("Arrange a technical exchange or a sample test."),
    "gap.action_a": N_("Find who pays and go backwards; ask {contact} for the decision steps."),
    "gap.action_b": N_("Ask for budget, period and sign date."),
    "gap.action_c": N_("Ask who supplied last time and how satisfied they are."),
    "answer.expired": N_(
        "{question}: confirmed {confirmed_on}, confirmation older than {limit} days, counts half"
    ),
    "answer.unknown_question": N_(
        "There is no question {question}. Questions run from C-N1 to P-C4."
    ),
    "answer.needs_note": N_(
        "{question}: a confirmed answer needs a note. Write what was said or seen."
    ),
    "answer.needs_source": N_(
        "{question}: a confirmed answer needs a source. Name the person or the document."
    ),
    "answer.needs_date": N_(
        '{question}: a confirmed answer needs its date. Fill in "Confirmed on".'
    ),
    "answer.date_in_future": N_(
        "{question}: {date} has not come yet. Give the day on which it was confirmed."
    ),
    "answer.blocker_without_plan": N_(
        "P-C4 cannot be confirmed: {person} (weight {weight} %, stance {stance}) blocks"
        " this deal and there is no counter-plan. Write the counter-plan first."
    ),
    "offer.alive": N_("Last touch {date}, {days} days ago (limit {limit}): alive"),
    "offer.not_alive": N_("Last touch {date}: not alive ({days} days, limit {limit})"),
    "offer.decider_against": N_("Decider touched {date}, but against (stance {stance})"),
    "offer.support": N_("Weighted support {support} (needed {limit})"),
    "offer.amount": N_("Expected amount {amount} is on record"),
    "offer.close_date": N_("Expected close date {date} is on record"),
    "forecast.deal": N_("{deal}: {amount} x {odds} %, close {date}"),
    "forecast.overdue": N_("{deal}: {amount} x {odds} %, close date {date} has passed"),
    "forecast.left_out": N_("{deal}: left out, no exchange rate for {currency}"),
    "forecast.unqualified": N_("Not in the forecast, amount or close date missing: {deals}"),
    "order.line": N_("{unit_price} x {quantity} x (1 - {discount}) = {amount}"),
    "order.price_negative": N_("Unit price: {unit_price} is below 0. Give 0 or more."),
    "order.quantity_not_positive": N_(
        "Quantity: {quantity} is not more than 0. Give a larger figure."
    ),
    "order.line_wrong": N_("Line {line}, {part}: {value} cannot be taken. Correct that line."),
    "discount.empty": N_("Discount: a value is needed, e.g. 8折, 20% or 0.2."),
    "discount.unreadable": N_(
        "Discount: {text} cannot be read. Write 8折, 20% or 0.2; all three mean 20 % off."
    ),
    "discount.ambiguous": N_(
        "Discount: {text} could mean two things. Write {text}折 for what is paid, or "
        "{text}% for what is taken off."
    ),
    "discount.out_of_range": N_(
        "Discount: {text} is out of range. It must lie between nothing off and all off."
    ),
    "offer.incumbents": N_("They buy from {names} now (written {date})"),
    "offer.satisfaction": N_("Satisfied with {name}: {score} of 5 (written {date})"),
    "stage.no_won_order": N_("No won order yet"),
    "stage.won_orders": N_("Won orders: {orders}"),
    "stage.main_supplier": N_("Marked as main supplier"),
    "stage.share_reached": N_("Share of wallet {share} %, needed {limit} %"),
    "stage.agreement": N_("Strategic agreement of {date}"),
    "stage.exec_programme": N_("A programme of executive visits"),
    "stage.joint_projects": N_("Open joint projects: {count}"),
    "stage.has_won_order": N_("{orders} won orders: this customer is beyond development"),
    "stage.needs_won_order": N_("Missing: a first won order"),
    "stage.needs_share": N_(
        "Missing: share of wallet {share} %, needed {limit} %, or marked as main supplier"
    ),
    "stage.needs_share_no_data": N_(
        "Missing: share of wallet (no data), needed {limit} %, or marked as main supplier"
    ),
    "stage.needs_agreement": N_("Missing: the date of a strategic agreement"),
    "stage.needs_exec_programme": N_("Missing: a programme of executive visits"),
    "stage.needs_joint_project": N_("Missing: an open joint project"),
    "stage.proposal": N_("Proposal: {current} to {stage}"),
    "stage.stays": N_("Stays at {stage}"),
    "stage.repair_first": N_("{complaints} open complaints: repair first, then raise the stage"),
    "feedback.not_next": N_("A case cannot go from {from} to {to}. Allowed next: {allowed}."),
    "feedback.needs_kind": N_(
        "Say what kind of feedback it is: complaint, grievance, suggestion, opinion or praise."
    ),
    "feedback.needs_channel": N_("Say by which channel the feedback came in."),
    "feedback.needs_customer": N_('Name the customer, or choose "unknown".'),
    "feedback.needs_text": N_("Write down what the customer said."),
    "feedback.needs_first_owner": N_("Name who took the feedback in first."),
    "feedback.needs_reply": N_("Write the reply that was given to the customer."),
    "feedback.needs_reply_time": N_("Record when the reply was given."),
    "feedback.needs_handling_time": N_(
        'Tell the customer how long it will take, and fill in "Promised for".'
    ),
    "feedback.needs_category": N_("The category is missing. Choose what the case is about."),
    "feedback.needs_root_cause": N_("The root cause is missing. Write what really led to it."),
    "feedback.needs_quality_dimension": N_(
        "The quality dimension is missing. Choose which quality is meant."
    ),
    "feedback.needs_experience_element": N_(
        "The experience element is missing. Choose which one was hurt."
    ),
    "feedback.needs_main_issue": N_(
        "A complaint needs its main issue: the one conflict to answer."
    ),
    "feedback.needs_action": N_(
        "Round {round} has no action yet. Plan at least one, with an owner and a due day."
    ),
    "feedback.needs_action_owner_due": N_(
        "No action of round {round} has both an owner and a due day. Add them."
    ),
    "feedback.action_repeated": N_(
        "This was tried in round {round} already: {kind}, {text}. Plan a different action."
    ),
    "feedback.actions_open": N_(
        "Actions not done yet: {count}. Finish them before tracking begins."
    ),
    "feedback.needs_check_call": N_("Plan the check call to the customer first."),
    "feedback.needs_check_call_done": N_(
        "The check call has not been made. Call the customer and log it."
    ),
    "feedback.needs_solved": N_(
        "The customer has not said that it is solved. Ask; if the answer is no, reopen "
        "the case with R."
    ),
    "feedback.needs_outcome_told": N_("Tell the customer the outcome first, and record when."),
    "feedback.needs_praised_told": N_("Tell the praised person first, and record when."),
    "feedback.needs_reopen_reason": N_("Reopening needs a reason. Write what is still wrong."),
    "feedback.reopen_too_late": N_(
        "Closed on {closed_on}, {days} days ago; only {limit} days are allowed. Take in"
        " a new case with b."
    ),
    "feedback.needs_merge_target": N_("Name the case that it is merged into."),
    "feedback.merge_with_itself": N_("{case} cannot be merged into itself. Name another case."),
    "feedback.merge_only_escalated": N_(
        "Only a new case can be merged, or a grievance that became a complaint."
    ),
    "feedback.escalate_only_grievance": N_(
        "Only a grievance can become a complaint; this is: {kind}."
    ),
    "feedback.escalate_only_open": N_(
        "Only an open grievance can become a complaint; this one is: {state}."
    ),
    "feedback.due_acknowledge": N_(
        "Received {received_at} + {hours} h to answer ({kind}) = {due_at}"
    ),
    "feedback.due_promised": N_("Promised to the customer: {due_at}"),
    "feedback.due_not_promised": N_("No handling time was told to the customer yet"),
    "feedback.due_ended": N_("{state}: no clock runs"),
    "feedback.time_left": N_(
        "{used_percent} % of the time from {start} to {due_at} is used (amber from "
        "{amber_percent} %)"
    ),
    "feedback.tell_progress": N_(
        "Tell the customer the progress: nothing was heard for {hours} hours (limit {limit})"
    ),
    "feedback.ended": N_("{case} is {state} and takes no further step."),
    "feedback.merge_target_merged": N_(
        "{case} was merged itself. Name the case that it went into."
    ),
    "feedback.promise_passed": N_("{value} has passed already. Tell a time to come."),
    "feedback.pause_before_reply": N_(
        "The clock can be held once the customer was answered and told a handling time."
    ),
    "feedback.pause_twice": N_("The clock is held already."),
    "feedback.not_paused": N_("The clock is not held."),
    "feedback.needs_pause_reason": N_("Say why the clock is held."),
    "feedback.needs_customer_told": N_(
        "Tell the customer first that the case waits, and why; then say yes here."
    ),
    "feedback.idea_only_suggestion": N_("Only of a suggestion can an idea be taken up: {kind}."),
    "feedback.unfit_phrase": N_('"{phrase}" is not for customers. Better: {instead}'),
    "feedback.in_hours_of_work": N_("Counted in hours of work"),
    "feedback.paused": N_("Held since {since}: {reason}"),
    "feedback.was_paused": N_("Held from {since} to {until}: {minutes} minutes"),
    "feedback.due_moved": N_("With these = {due_at}"),
    "expectations.not_checked": N_("The 12 points were not asked when the case was closed"),
    "expectations.group": N_("{group}: {held} of {of}. {points}"),
}
