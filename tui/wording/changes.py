"""Names of changes, as undo and the log show them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

CHANGES: Final[Mapping[str, str]] = {
    "change.new": N_("New: {entity} {code} {title}"),
    "change.set": N_("Changed: {entity} {code} {title}"),
    "change.set_many": N_("Changed {count} x {entity}: {fields}"),
    "change.archive": N_("Archived: {entity} {code} {title}"),
    "bin.back": N_("Back again: {entity} {code} {title}"),
    "change.touch": N_("Touch with {code} {name}: {channel}"),
    "change.import": N_("Imported {file}, {rows} rows"),
    "change.export": N_("Exported {kind}: {rows} rows to {file}"),
    "access.export": N_("Exported {kind}: {rows} rows to {file}"),
    "access.print": N_("Printed {kind}: {rows} rows to {file}"),
    "change.users": N_("User {user}: {roles}"),
    "change.undo": N_("Undo: {label}"),
    "change.redo": N_("Redo: {label}"),
    "change.feedback_new": N_("Took in feedback {code}"),
    "change.feedback_step": N_("Feedback {code}: {state}"),
    "change.feedback_progress": N_("Feedback {code}: told the progress"),
    "change.feedback_issue": N_("Feedback {code}: main issue named"),
    "change.feedback_pause": N_("Feedback {code}: clock held"),
    "change.feedback_resume": N_("Feedback {code}: clock runs again"),
    "change.feedback_owner": N_("Feedback {code}: handed over"),
    "change.feedback_idea": N_("Feedback {code}: idea taken up"),
    "change.feedback_set": N_("Feedback {code}: put right"),
    "change.feedback_escalate": N_("Feedback {code} became a complaint"),
    "change.regrade": N_("Grade of {code}: {grade}"),
    "change.answer": N_("NSABC answer {question} of {code}: {state}"),
    "change.plan": N_("Planned: {code} {title}"),
    "change.done": N_("Done: {code} {title}"),
    "change.skip": N_("Skipped: {code} {title}"),
    "change.snooze": N_("Snoozed: {code} {title}"),
    "change.snooze_many": N_("Snoozed {count} follow-ups"),
    "change.move": N_("Moved {count} follow-ups"),
    "change.recompute": N_("Worked out all figures anew"),
    "change.reindex": N_("Built the search index anew"),
    "change.demo": N_("Filled with demo data"),
    "change.init": N_("Created the database"),
    "change.settings": N_("Setting {key} = {value}"),
    "access.backup": N_("Backup to {file}"),
    "access.restore": N_("Restored from {file}"),
    "access.rekey": N_("Gave the database another key"),
    "access.protect": N_("Put the key under a passphrase"),
    "access.unprotect": N_("Took the passphrase of the key away"),
    "change.strategy_done": N_("Strategy of {code} carried out: {strategy}"),
    "change.strategy_open": N_("Strategy of {code} no longer marked: {strategy}"),
    "change.stage": N_("Stage of {code}: {stage}"),
    "change.handover": N_("Handed {count} customers over to {to}"),
    "change.handover_tick": N_("Handover of {code} {name}: {item}"),
    "change.handover_accept": N_("Took {code} {name} over"),
    "change.handover_withdraw": N_("{code} {name} stays with its owner"),
    "change.pair": N_("{code} and {other} are two customers"),
    "change.verify": N_("Checked the data of {code} {name}"),
    "change.merge": N_("Merged {other} {other_name} into {code} {name}"),
    "change.gift_approve": N_("Approved: {purpose}"),
    "change.gift_decline": N_("Declined: {purpose}"),
    "change.fair": N_("Fair {fair}: {name}"),
    "change.view": N_("Saved view {name}"),
    "change.view_dropped": N_("Took away the view {name}"),
}
