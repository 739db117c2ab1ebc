"""Lines of the rules on committee, value, loyalty, flow, satisfaction, data and plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

RELATIONS: Final[Mapping[str, str]] = {
    "monitoring.counted": N_("{count} cases received in the period, doubles left out"),
    "monitoring.answered": N_("Median of {count} answered of {of}: {value} minutes"),
    "monitoring.closed": N_("Median of {count} closed of {of}: {value} minutes"),
    "monitoring.reopened": N_("{count} of {of} were reopened = {value} %"),
    "monitoring.late": N_("{count} of {of} took longer than was owed = {value} %"),
    "monitoring.never": N_("There never was a complaint"),
    "monitoring.last_complaint": N_("{days} days without a complaint: the last came in {date}"),
    "monitoring.silent": N_(
        "{count} silent customers: no feedback in the period, no touch for {factor} x cadence"
    ),
    "monitoring.quiet": N_(
        "Last touch {date}, {days} days ago; grade {grade}: {factor} x cadence = {limit} days"
    ),
    "support.no_data": N_("Nobody in the committee has a weight yet. Add people and weights."),
    "support.person": N_("{person}: weight {weight} % x stance {stance} / 2 = {points}"),
    "support.sum": N_("{terms} = {points}"),
    "support.weights_sum": N_("The weights sum to {sum} %, not {wanted} %: figures are normalised"),
    "support.normalised": N_("{points} x 100 / {sum} = {support}"),
    "coverage.no_data": N_("Nobody in the committee has a weight yet. Add people and weights."),
    "coverage.alive": N_(
        "{person}: weight {weight} %, last touch {date}, {days} days ago (limit {limit}): counts"
    ),
    "coverage.not_alive": N_(
        "{person}: weight {weight} %, last touch {date}, {days} days ago (limit {limit}): "
        "does not count"
    ),
    "coverage.never": N_("{person}: weight {weight} %, never touched"),
    "coverage.share": N_("Weight {covered} of {sum} = {coverage} %"),
    "blocker.no_plan": N_(
        "{person} (weight {weight} %, stance {stance}) blocks and there is no counter-plan. "
        "Write the counter-plan."
    ),
    "blocker.none": N_("{count} obstacle builders, none of weight without a counter-plan"),
    "power.quiet": N_(
        "{person}: title {formal}, real power {real}. A quiet person may decide; go there."
    ),
    "power.empty": N_("{person}: title {formal}, real power {real}. The title is empty."),
    "visit.from_last": N_("Last executive visit {start} + {months} months = {due}"),
    "visit.from_start": N_("No executive visit since {start}; + {months} months = {due}"),
    "visit.never": N_("There never was an executive visit: due {due}"),
    "visit.overdue": N_("Executive visit was due {due}, {days} days overdue"),
    "threads.thin": N_(
        "Single-thread risk {contacts}/{users}, needed {needed_contacts}/{needed_users} "
        "(contacts touched / own people, {limit} days, {stage})"
    ),
    "threads.enough": N_(
        "{contacts}/{users}, needed {needed_contacts}/{needed_users} "
        "(contacts touched / own people, {limit} days, {stage})"
    ),
    "threads.visit_missed": N_("Single-thread risk: the executive visit is missing"),
    "threads.visit_held": N_("The executive visit is not overdue"),
    "rfm.no_order": N_("No order ever: no scores, left out of the ranks"),
    "rfm.recency": N_("R {score}: last order {date}, {days} days ago"),
    "rfm.frequency": N_("F {score}: {orders} orders in 365 days"),
    "rfm.monetary": N_("M {score}: {amount} in 365 days"),
    "rfm.average": N_("Average order: {amount} / {orders} = {average}"),
    "rfm.segment": N_("{rfm}: {segment}"),
    "clv.no_orders": N_("No order in {limit} days, so nothing to reckon from"),
    "clv.average": N_("Average order: {amount} / {orders} = {average}"),
    "clv.data": N_("Average order x orders = {amount} a year; x {years} years = {clv}"),
    "clv.entered": N_(
        "Entered {date}: {amount} x {per_year} = {yearly} a year; x {years} years = {clv}"
    ),
    "value.left_out": N_("Left out for want of a rate: {currencies}"),
    "clv.not_entered": N_("Nothing was entered: :clv asks for amount, purchases a year and years"),
    "referral.none": N_("This customer has referred nobody yet"),
    "referral.customers": N_("{count} referred: {customers}"),
    "referral.value": N_("Their orders {ordered} + won deals without an order {won} = {amount}"),
    "clv.net": N_("Net: {clv} x {margin} % - {costs} handling and repair = {net_value}"),
    "loss.no_data": N_("No lifetime value, so nothing to reckon from. Enter it with :clv."),
    "loss.entered": N_(
        "Entered lifetime value {clv} - revenue so far {revenue}, at least 0 = {stake}"
    ),
    "loss.data": N_("Lifetime value {clv} - revenue so far {revenue}, at least 0 = {stake}"),
    "tier.key_account": N_("Key account: yes"),
    "tier.no_key_account": N_("Key account: no"),
    "tier.revenue": N_("Revenue in 365 days {amount}, threshold {threshold}: {reached}"),
    "tier.volume": N_("Potential volume a year {amount}, threshold {threshold}: {reached}"),
    "tier.volume_no_data": N_("Potential volume a year: no data (threshold {threshold})"),
    "tier.deals": N_("Open opportunities {amount}, threshold {threshold}: {reached}"),
    "tier.grade": N_("Grade {grade}, A or B wanted: {reached}"),
    "tier.result": N_("Value tier: {tier}"),
    "value.no_orders": N_("No order yet"),
    "value.no_survey": N_("No survey answered yet"),
    "value.no_clv": N_("No order in 365 days, and no lifetime value entered"),
    "value.no_feedback": N_("No feedback yet"),
    "value.past": N_("{orders} orders up to {date}: {revenue}"),
    "value.survey": N_("Mean of {count} survey answers of {date}: {mean}"),
    "value.feedback": N_("{count} cases up to {date}, {complaints} complaints, cost {costs}"),
    "rank.keys": N_(
        "{share} % of {count} customers with revenue, rounded up = {keys} key accounts "
        "({silent} without revenue)"
    ),
    "rank.no_revenue": N_("No revenue in 365 days"),
    "rank.value": N_("Their revenue {amount} of {revenue} = {percent} %"),
    "rank.no_effort": N_("No journal minutes in 365 days"),
    "rank.effort": N_("Their journal minutes {minutes} of {total} = {percent} %"),
    "rank.both": N_("{value} % of value, {effort} % of effort"),
    "rank.reaches": N_("Customers needed for {share} % of the revenue: {count}"),
    "rank.without_revenue": N_("No revenue in 365 days: no rank"),
    "rank.place": N_("Rank {rank} of {count} by revenue in 365 days: {amount}"),
    "rank.tier": N_("VIP to rank {vip}, secondary to {secondary}, ordinary to {ordinary}: {tier}"),
    "rank.is_key": N_("Within the first {keys}: key account"),
    "rank.is_no_key": N_("Not within the first {keys}: no key account"),
    "loyalty.no_orders": N_("Behavioural: no order yet, no data"),
    "loyalty.behavioural": N_(
        "Behavioural: {points} x {orders} repeat orders in {limit} days, at most 100 = {score}"
    ),
    "loyalty.no_answer": N_("{part_of}: no answer, no data"),
    "loyalty.attitudinal": N_("Attitudinal: 10 x will buy again {answer} ({date}) = {score}"),
    "loyalty.emotional": N_("Emotional: 10 x would recommend {answer} ({date}) = {score}"),
    "loyalty.no_satisfaction": N_("Satisfaction: no survey answer, no data"),
    "loyalty.satisfaction": N_("Mean satisfaction {mean} ({date}), satisfied from {limit}"),
    "loyalty.mean": N_("Mean of the parts known: ({counts}) / {count} = {mean}"),
    "loyalty.no_label": N_("Too many answers are missing for a label"),
    "loyalty.loyal": N_("Loyal: every part is high"),
    "loyalty.captive": N_("Captive: stays because leaving is hard"),
    "loyalty.drifting": N_("Satisfied but drifting: ask for the next order"),
    "loyalty.other": N_("No label fits"),
    "churn.overdue": N_("Tracking is overdue: +{points}"),
    "churn.reopened": N_("An open complaint was reopened: +{points}"),
    "churn.silent": N_(
        "Last order {date}, {days} days ago, more than {factor} x {interval} days: +{points}"
    ),
    "churn.detractor": N_("Would recommend {answer} (at most {limit}): +{points}"),
    "churn.single_thread": N_("Hangs on a single thread: +{points}"),
    "churn.no_sign": N_("No sign of leaving: 0"),
    "churn.calm": N_("{terms} = {points}, warns from {limit}: no warning"),
    "churn.warns": N_("{terms} = {points}, warns from {limit}: about to leave, act now"),
    "leak.net": N_("{won} won - {lost} lost = {net}"),
    "leak.nothing_won": N_("Lost / won: nothing won, {lost} lost"),
    "leak.ratio": N_("Lost / won: {lost} / {won} = {percent} % (warns from {limit} %)"),
    "leak.warns": N_("The bucket leaks: keep customers before winning new ones"),
    "leak.acquisition": N_(
        "Cost of winning: campaigns {amount} + {minutes} min at {hour_rate} an hour = {cost}"
    ),
    "leak.retention": N_(
        "Cost of keeping: campaigns {amount} + {minutes} min at {hour_rate} an hour = {cost}"
    ),
    "report.customers": N_("Customers: {count}"),
    "report.counted": N_("Customers that fit {query}: {count}"),
    "report.lost": N_("Customers lost: {count}"),
    "report.grade_both": N_("Customers {start} at the begin and {end} at the end: {count}"),
    "report.grade_start": N_("Customers {start} at the begin: {count}"),
    "report.grade_end": N_("Customers {end} at the end: {count}"),
    "report.moves": N_("Up {up}, down {down}, as before {same}, new or without a grade {new}"),
    "report.put_off": N_("Open follow-ups put off {limit} times or more: {count}"),
    "put_off.times": N_("{item} was put off {times} times; reported from {limit} on"),
    "report.up_down": N_("Up {up}, down {down}"),
    "learning.counted": N_(
        "Closed deals whose odds before closing are known: {count}; not known of {left}"
    ),
    "goal.no_data": N_("Nothing to count in this period"),
    "goal.conversion": N_("{part_count} deals won of {whole_count} closed = {percent} %"),
    "goal.repeat_rate": N_("{part_count} of {whole_count} buyers ordered again = {percent} %"),
    "goal.repeat_revenue": N_("Repeat orders {amount} of {revenue} = {percent} %"),
    "goal.complaint_rate": N_(
        "{part_count} complaints for {whole_count} active customers = {percent} %"
    ),
    "goal.in_band": N_("Within the usual {low_end} to {high_end} %"),
    "goal.out_of_band": N_("Outside the usual {low_end} to {high_end} %"),
    "target.none": N_("No target is set for this quarter"),
    "target.set": N_("Target set: {amount}"),
    "target.actual": N_("Orders {amount} + won deals without an order {stake} = {revenue}"),
    "target.left_out": N_("Left out for want of a rate: {count} in another currency"),
    "owner.no_loyalty": N_("No order and no answer yet"),
    "owner.loyalty": N_("Mean loyalty of {count} customers with data = {mean}"),
    "owner.value": N_("{amount} in 365 days from {count} customers"),
    "owner.no_cases": N_("No case was closed in this period"),
    "owner.time": N_("Median of {count} cases, intake to closing = {hours} h"),
    "segment.taken": N_("{count} customers that fitted {query} on {date}"),
    "segment.filter_unknown": N_("The query {query} is no longer understood"),
    "segment.reference": N_("{code} {name} may be named as a reference"),
    "segment.no_reference": N_("Nobody of this industry lets us name them yet"),
    "segment.review_due": N_("Review due since {date}: who still belongs, what worked?"),
    "segment.review": N_("Review on {date}"),
    "target.money": N_("Actual {actual} - target {target} = {deviation}"),
    "target.figure": N_("Actual {actual} - target {target} = {deviation}"),
    "target.percent": N_("{percent} % of the target"),
    "target.zero": N_("The target is 0: no percentage"),
    "learning.no_deals": N_("No closed deal in this band"),
    "learning.share": N_("{won} won of {count} closed = {percent} %"),
    "learning.expected": N_("Mean of their calculated odds: {percent} %"),
    "learning.interval": N_("95 % interval {low_end} to {high_end} % (Wilson)"),
    "learning.few": N_("Too few: {count} deals, {limit} are needed to judge"),
    "satisfaction.no_answers": N_("No answers yet"),
    "satisfaction.gap": N_("Perceived {perceived} - expected {expected} = {gap}: {verdict}"),
    "satisfaction.no_gaps": N_("No answer says what was expected"),
    "satisfaction.mean_gap": N_(
        "Perceived - expected, sum {total} / {count} answers = {gap}: {verdict}"
    ),
    "satisfaction.nps": N_(
        "100 x ({promoters} promoters - {detractors} detractors) / {count} answers = {nps}"
    ),
    "satisfaction.csat": N_("{satisfied} of {count} answers are {limit} or more = {csat} %"),
    "satisfaction.mean": N_("Sum {total} / {count} answers = {mean}"),
    "satisfaction.small_sample": N_("Small sample: {count} answers, fewer than {limit}"),
    "satisfaction.unheard": N_("{received} received / {share} % that reach us = {estimate}"),
    "survey.do_not_contact": N_("Do not contact: no survey"),
    "survey.no_consent": N_("No consent to surveys"),
    "survey.from_last": N_("Last survey {start} + {months} months = {due}"),
    "survey.from_creation": N_("No survey yet; created {start} + {months} months = {due}"),
    "data.completeness": N_("{filled} of {required} required items = {percent} %"),
    "data.missing": N_("Missing: {required_items}"),
    "data.no_groups": N_("Nothing has been checked yet"),
    "data.freshness": N_(
        "{fresh} of {count} groups of fields checked within {limit} days = {percent} %"
    ),
    "data.oldest": N_("Oldest check {date}, {days} days ago"),
    "data.never_verified": N_("{count} groups of fields were never checked"),
    "plan.area": N_("{area}: {state} = {points}"),
    "plan.sum": N_("{counts} = {score} of 100"),
    "plan.need_without_solution": N_("S: need without solution: {problem}. Add a solution line."),
    "health.no_scores": N_("No touchpoint has been scored yet"),
    "health.touchpoint": N_("{name}: score {score} x importance {importance} ({date})"),
    "health.weighted": N_("Sum {total} / {sum} = {score}"),
}
