"""Sentences for refused values, refused acts, faults of the storage and the settings file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

OBJECTIONS: Final[Mapping[str, str]] = {
    "field.required": N_(
        "{field}: a value is needed. Fill it in; Esc leaves the form, the draft stays."
    ),
    "field.too_long": N_(
        "{field}: {length} characters are too many. Shorten it to {limit} at most."
    ),
    "field.not_a_number": N_("{field}: {value} is not a number. Write digits, e.g. 1200 or 2.4m."),
    "field.not_a_whole_number": N_(
        "{field}: {value} is not a whole number. Leave out the decimals."
    ),
    "field.not_a_date": N_(
        "{field}: {value} is not a date. Write it like 2026-03-09, +7d or tomorrow."
    ),
    "field.not_a_time": N_("{field}: {value} is not a time of day. Write it like 15:00."),
    "field.not_a_moment": N_(
        "{field}: {value} is not a day and time. Write it like 2026-03-05 10:00."
    ),
    "field.not_a_choice": N_("{field}: {value} is not one of the choices. Choose from: {allowed}."),
    "field.too_small": N_("{field}: {value} is too small. The least is {minimum}."),
    "field.too_large": N_("{field}: {value} is too large. The most is {maximum}."),
    "field.not_an_email": N_(
        "{field}: {value} is not an e-mail address. Write it like name@example.com."
    ),
    "field.not_a_phone": N_(
        "{field}: {value} is not a phone number. Use digits, spaces, + and -, e.g. +86 "
        "755 8888 6666."
    ),
    "field.not_a_url": N_(
        "{field}: {value} is not a web address. Write it like https://example.com."
    ),
    "field.not_a_currency": N_(
        "{field}: {value} is not a currency. Write three letters, e.g. CNY or USD."
    ),
    "field.not_a_discount": N_(
        "{field}: {value} is not a clear discount. Write 8折, 20% or 0.2; all three mean 20 % off."
    ),
    "field.bad_character": N_(
        "{field}: the character {code_point} at position {position} cannot be stored. Delete it."
    ),
    "field.unknown_link": N_(
        "{field}: {value} is not on record. Give the code or name of an existing record."
    ),
    "field.unknown_field": N_(
        "There is no field {field} here. Fields that can be filled in: {allowed}."
    ),
    "field.read_only": N_(
        "{field} is worked out by Fivefold and cannot be typed. Press x on it to see "
        "where it comes from."
    ),
    "text_forbidden": N_(
        "The character {code_point} at position {position} cannot be stored. Delete it."
    ),
    "text_too_long": N_("The text has {length} characters. Shorten it to {limit} at most."),
    "duplicate.alike": N_(
        "{name} looks like {record} {other} ({score} of 100, the same: {fields}). Open or merge "
        "it, or keep both with a reason."
    ),
    "refused.readonly": N_(
        "Fivefold was opened read-only, so nothing can be saved. Start it without "
        "--readonly to change data."
    ),
    "refused.not_at_this_level": N_(
        "When / How Much belong to an opportunity. Answer {question} there; o makes a new one."
    ),
    "refused.unsafe_path": N_("{value} cannot be written: {cause}. Choose another file."),
    "touch.no_next_contact": N_(
        'Agree the next contact before you save: fill in "Next contact", or write why '
        "there is none."
    ),
    "cancelled": N_("Cancelled. {done} of {total} were done before; undo takes them back."),
    "config.unknown_key": N_("{path}, line {line}: there is no setting {key}. Allowed: {allowed}."),
    "config.wrong_type": N_("{path}, line {line}: {key} must be {expected}, not {value}."),
    "config.not_allowed": N_(
        "{path}, line {line}: {key} cannot be {value}. Choose from: {allowed}."
    ),
    "config.not_toml": N_(
        "{path}, line {line}: this is not valid TOML ({cause}). Correct the line, or "
        "delete the file to begin anew."
    ),
    "config.unreadable": N_("{path} could not be read: {cause}. Fivefold uses its defaults."),
    "config.unwritable": N_(
        "{path} could not be written: {cause}. The choice holds until you leave."
    ),
    "keys.unknown_action": N_(
        "{path}, line {line}: there is no action {action}. Actions are listed in "
        "docs/keys.md; did you mean {guess}?"
    ),
    "keys.bad_key": N_(
        "{path}, line {line}: {key} is not the name of a key. Write it like t, f5, ctrl+t or slash."
    ),
    "keys.clash": N_(
        "{path}, line {line}: {key} would mean both {action} and {other}. Give one of "
        "them another key."
    ),
    "command.unknown": N_(
        "There is no command {value}. Type : and part of a name to search the commands."
    ),
    "stale": N_(
        "{record} was saved by {who} at {at} in the meantime. Compare both versions, "
        "then save again."
    ),
    "interrupted": N_("A newer search took the place of this one."),
    "query.unknown_term": N_("{name} is no term here. Allowed: {allowed}."),
    "query.bad_value": N_("{name}: {value} is not allowed. Choose from: {allowed}."),
    "query.ambiguous": N_("{name}: {value} fits several. Choose one of: {allowed}."),
    "query.operator": N_("{name} cannot be compared like that. Allowed: {allowed}."),
    "query.one_value": N_("{name}{op} takes one value. Leave out the others."),
    "query.missing_value": N_(
        "{name}: a value is missing. Write one right after the sign: {allowed}."
    ),
    "query.bad_sort": N_("{value} is no sort key. Allowed: {allowed}."),
    "query.sort_place": N_("sort: stands alone and is written once, e.g. sort:due,-amount."),
    "query.stray": N_(
        "{value} does not belong here. Delete it, or put it in quotes to search for it."
    ),
    "query.too_deep": N_("Too many brackets within brackets. Take some out."),
    "setting.unknown": N_("There is no setting {key}. The settings screen (:settings) lists all."),
    "setting.too_low": N_("{key}: {value} is too low. The least is {minimum} {unit}."),
    "setting.too_many_days": N_("{key}: {count} days are too many. The most is {maximum}."),
    "setting.too_high": N_("{key}: {value} is too high. The most is {maximum} {unit}."),
    "setting.order": N_(
        "{low} ({low_value}) must lie below {high} ({high_value}). Change one of them."
    ),
    "setting.weights_sum": N_("The five weights make {sum}, not {wanted}. Change one of them."),
    "fault.disk_full": N_(
        "Not saved: the server's disk is full. Your text is kept here. Tell the administrator."
    ),
    "fault.readonly": N_(
        "{path} cannot be written, so Fivefold runs read-only. Ask for the right to "
        "write to the file and its folder."
    ),
    "fault.no_access": N_(
        "{path} cannot be opened: the right is missing. Ask the owner of the file for access."
    ),
    "fault.not_a_database": N_(
        "{path} cannot be read: the key is wrong, or the file is damaged; both look the"
        " same. Check the key, then restore a backup with: fivefold restore"
    ),
    "fault.malformed": N_(
        "{path} is damaged. Fivefold has stopped writing and keeps the files as they "
        "are. Restore the newest verified backup with: fivefold restore"
    ),
    "fault.missing": N_(
        "There is no database at {path}. Check the path, or create one with: fivefold init"
    ),
    "fault.empty": N_(
        "{path} is empty: it holds no database. Restore a backup with: fivefold "
        "restore, or create one elsewhere with: fivefold init"
    ),
    "fault.newer": N_(
        "{path}: the database is version {version}, this program knows up to {known}. "
        "Update the program."
    ),
    "fault.older_library": N_(
        "The SQLite library {version} is too old for safe writing. Install Fivefold "
        "again with its requirements."
    ),
    "fault.busy": N_(
        "Others were writing to {path} for too long, so this was not saved. Your text "
        "is kept; try again."
    ),
    "fault.network_filesystem": N_(
        "{path} lies on a network file system ({filesystem}), where several writers "
        "would damage it. Move the database to a local disk."
    ),
    "fault.io": N_(
        "{path} could not be read or written. Check the disk and the connection, then "
        "try again; your text is kept."
    ),
    "fault.key_missing": N_(
        "{path} does not exist: the database is encrypted and its key was not found "
        "there. Put the key back, then start again."
    ),
    "fault.key_damaged": N_(
        "{path} is no usable key: it is damaged or not a key file. Put back a copy of the key."
    ),
    "fault.seal_broken": N_(
        "A sealed number or note in {path} does not open: it was changed outside of Fivefold. "
        "fivefold doctor says which; restore a backup made before that."
    ),
    "fault.key_exists": N_(
        "{path} exists already; a key is never overwritten. Move it away first if it is"
        " no longer needed."
    ),
    "fault.backup_broken": N_(
        "{path}: the backup failed its check ({problem}) and must not be relied on. "
        "Make another, on another disk."
    ),
    "fault.foreign": N_(
        "{path} is a database of another program. Name a Fivefold database with --db."
    ),
    "restore.itself": N_(
        "{path} is the database itself. Name a backup: they are in the folder backups beside it."
    ),
    "fault.exists": N_(
        "{path} exists already and is not overwritten. Choose another path, or open it with --db."
    ),
    "fault.migration": N_(
        "The database could not be brought to version {version}: {table} did not pass "
        "its check. Nothing was changed. Keep the file and ask for help."
    ),
    "figure.unknown": N_(
        "There is no figure {figure} here ({entity}). Press x on a figure to see its name."
    ),
    "fault.unexpected": N_(
        "Something went wrong that should not. Your text is kept. The report is in {path}."
    ),
    "target.quarter": N_("{value} is no quarter. Write it like 2026-Q1."),
    "segment.nobody": N_("No customer fits this query: change it."),
    "segment.too_many": N_(
        "{count} customers fit; a segment takes at most {maximum}. Narrow the query."
    ),
    "report.arguments": N_("This report takes {count} of these words: {allowed}."),
    "report.unknown": N_("There is no report {report}. Reports: {allowed}."),
    "not_found": N_("There is no {entity} {record}. Check the code, or search with /."),
    "not_found.gone": N_("This {entity} is no longer there. Go back and search with /."),
    "duplicate": N_(
        "{field}: {value} is already used by {record}. Open {record}, or choose another value."
    ),
    "duplicate.value": N_(
        "{field}: {value} is already used by {record}. Open that one, or choose another value."
    ),
    "field.dates_out_of_order": N_("{field}: {second} lies before {first}. Choose a later day."),
    "field.not_positive": N_("{field}: {value} is not more than {minimum}. Give a larger figure."),
    "field.too_early": N_("{field}: {value} is too early. It must lie after {minimum}."),
    "customer.churn_type_required": N_(
        "A lost customer needs the kind of churn. Choose natural, malicious, to a rival"
        " or our fault."
    ),
    "customer.refers_itself": N_(
        "Referred by: a customer cannot refer itself. Name another one, or leave it empty."
    ),
    "customer.terminated_by_process": N_(
        "{customer} can be terminated only by the termination process, not by changing the status."
    ),
    "committee.no_decider": N_("Nobody is named who decides: no economic buyer yet."),
    "committee.nobody_pays": N_("Nobody is named who pays: find who pays and go backwards."),
    "customer.when_how_much": N_(
        "When / How Much belong to an opportunity, not to a customer: give {field} there."
    ),
    "odds.reason_stale": N_(
        "{field}: your own odds have changed, the reason is still the old one. "
        "Say why they changed."
    ),
    "answer.deal_closed": N_(
        "{record} is closed ({state}): its answers are kept as they were. Reopen the deal first."
    ),
    "view.slot": N_("{value} is no key of a view: take one of 1-9 or a letter but s and d."),
    "view.shipped": N_(
        "This view comes with Fivefold and stays. Save one of your own beside it with s."
    ),
    "view.not_own": N_(
        "The view {name} is a colleague's. Save one of your own under another name."
    ),
    "refused.unknown_account": N_(
        "The account {account} is not known to this database. Ask its administrator to add you."
    ),
    "stage.already_there": N_("{customer} stands at this stage already: {stage}."),
    "stage.tests_missing": N_("{customer} does not meet the entry tests of this stage."),
    "stage.give_a_reason": N_("As a manager you may move it all the same: give a reason."),
    "stage.ask_a_manager": N_("A manager may move it all the same, with a reason."),
    "stage.own_request": N_(
        "This is your own customer: another manager may move it all the same, with a reason."
    ),
    "stage.unconfirmed": N_("There are open complaints: repair first, or confirm the move."),
    "customer.stage_by_process": N_(
        "{field}: a move is tested and logged, so it is not typed. :stage moves the customer."
    ),
    "refused.own_verb": N_("{entity}: this is not written directly. Use the command {verb}."),
    "refused.has_children": N_(
        "{customer} still has {count} records of the kind {entity}. Archive those first."
    ),
    "refused.do_not_contact": N_(
        "{customer} is marked do-not-contact, so no contact may be planned or logged as"
        " outgoing. An incoming contact can be recorded."
    ),
    "promise.no_day": N_(
        "Promises, line {line}: by when? Write a day, e.g. 2026-03-09, +3d or tomorrow: {value}"
    ),
    "promise.passed": N_("Promises, line {line}: the day has passed. Write a later one: {value}"),
    "promise.no_words": N_("Promises, line {line}: what was promised? Write it beside: {value}"),
    "promise.too_long": N_("Promises, line {line}: shorten it to 200 characters: {value}"),
    "merge.same": N_("This is {customer} twice. Choose two customers."),
    "duplicate.value_hidden": N_(
        "{field}: {value} is already used at a customer of a colleague. Ask a manager, or choose "
        "another value."
    ),
    "duplicate.alike_hidden": N_(
        "{name} looks like a customer of a colleague ({score} of 100, the same: {fields}). Ask a "
        "manager, or keep both with a reason."
    ),
    "merge.not_alike": N_("{customer} and {other} do not look alike. Choose another pair."),
    "data.unknown_group": N_("{value} is no group of fields to check. Choose from: {allowed}."),
    "bin.unknown": N_("Change {change} is not in the bin. :bin lists what is."),
    "bin.owner_archived": N_(
        "It belongs to {customer}, which is archived itself. Bring that customer back first."
    ),
    "merge.on_their_way": N_(
        "{customer} and {other} are both on their way to another owner. End one handover first."
    ),
    "merge.no_field": N_("{field} is worked out and not chosen. Choose a field that is typed."),
    "merge.moved_on": N_(
        "{customer} or {other} was changed meanwhile. Look at both again, then merge."
    ),
    "undo.merge_too_old": N_(
        "Merged {days} days ago: it can be taken back for {limit} days. Make the second customer "
        "anew, or restore a backup."
    ),
    "handover.unchecked": N_(
        "{customer}: not everything is handed over yet. Tick what is, or say why it is taken"
        " over all the same."
    ),
    "handover.missing": N_("Not ticked: {item}"),
    "handover.receiver_accepts": N_("Only the one who takes over, or a manager, can accept."),
    "handover.ended": N_("This handover has ended ({state}). Begin a new one."),
    "handover.none": N_("This customer is not on its way to another owner."),
    "handover.not_theirs": N_("{customer} has another owner. Choose customers of the giver."),
    "handover.to_oneself": N_("{field}: giver and receiver are the same. Choose another person."),
    "gift.government": N_(
        "{field}: a public body is given nothing. What was received can be written down."
    ),
    "gift.answered": N_("Nothing waits here: it is {state}."),
    "gift.manager_answers": N_("A manager who did not write it down answers this."),
    "touch.in_the_future": N_(
        "{field}: {value} is in the future. Write down what has happened; plan what is "
        "to come with f."
    ),
    "follow_up.tracking_makes_itself": N_(
        "Tracking of {customer} plans itself after each touch. Choose another kind."
    ),
    "follow_up.needs_touch": N_("{item} is done by logging a touch: press t."),
    "follow_up.tracking_date": N_(
        "The day of {item} follows from the grade. Log a touch with t, or snooze it with S."
    ),
    "refused.no_greeting": N_(
        "{customer} has not agreed to greetings, or the relation has ended. Ask first and note"
        " the consent on the customer."
    ),
    "follow_up.same_reason": N_(
        "{field}: put off for time {times}, and this reason goes into a report. Say in other"
        " words than last time why it waits again."
    ),
    "follow_up.ended": N_("{item} is {status} already. Plan a new follow-up with f."),
    "undo.empty": N_("There is nothing to undo. The log (:log) lists all changes."),
    "redo.empty": N_("There is nothing to redo."),
    "undo.already": N_("This change was undone already."),
    "undo.nothing": N_("This change wrote nothing that could be undone."),
    "undo.changed_since": N_(
        "Not undone: {field} of {record} was changed by {who} at {at} since. Undo that "
        "change first."
    ),
    "fault.opened_readonly": N_(
        "Fivefold was opened read-only, so nothing is saved. Start it without "
        "--readonly to change data."
    ),
    "doctor.library": N_("SQLite library {version}"),
    "doctor.place": N_("File system: {filesystem}"),
    "doctor.encrypted": N_("The database is encrypted"),
    "doctor.plain": N_("The database is not encrypted"),
    "doctor.schema": N_("Database version {version}, newest {known}"),
    "doctor.integrity": N_("No fault found in the file"),
    "doctor.search": N_("The search index of {index} is sound"),
    "doctor.journal": N_("No long change was cut off"),
    "doctor.mode": N_("Rights of the file: {mode}"),
    "wizard.need_required": N_(
        "Need and first tracking date required. Say whether the customer is Target, "
        "Latent or Dead; the date then proposes itself."
    ),
}
