"""Sentences whose way out is another one on the command line, where there is no key to press."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

HEADLESS: Final[Mapping[str, str]] = {
    "field.required": N_("{field}: a value is needed. Give it as FIELD=VALUE or by its option."),
    "field.read_only": N_(
        "{field} is worked out by Fivefold and cannot be typed. fivefold explain tells where "
        "it comes from."
    ),
    "not_found": N_("There is no {entity} {record}. Check the code; fivefold list finds it."),
    "not_found.gone": N_("This {entity} is no longer there. fivefold list shows what is."),
    "figure.unknown": N_("There is no figure {figure} here ({entity})."),
    "duplicate.alike": N_(
        "{name} looks like {record} {other} ({score} of 100, the same: {fields}). Change that "
        "one, or add --keep-duplicate REASON if there are two."
    ),
    "duplicate.alike_hidden": N_(
        "{name} looks like a customer of a colleague ({score} of 100, the same: {fields}). Ask a "
        "manager, or add --keep-duplicate REASON if there are two."
    ),
    "bin.unknown": N_("Change {change} is not in the bin. fivefold bin lists what is."),
    "fault.missing": N_(
        "{path} does not exist. Check the path; fivefold init makes an empty database, "
        "fivefold demo one to look around in."
    ),
    "touch.no_next_contact": N_(
        "Agree the next contact before you save: give --next, or with --no-next why there is none."
    ),
    "customer.stage_by_process": N_(
        "{field}: a move is tested and logged, so it is not typed. Use fivefold stage."
    ),
    "stage.give_a_reason": N_("As a manager you may move it all the same: add --reason TEXT."),
    "stage.repair_first": N_(
        "{complaints} open complaints: repair first. Add --yes to raise the stage all the same."
    ),
    "refused.not_at_this_level": N_(
        "When / How Much belong to an opportunity. Answer {question} for its code: O-..."
    ),
    "refused.own_verb": N_(
        "A record of this kind ({entity}) has a process of its own: use fivefold {verb}."
    ),
    "refused.has_children": N_(
        "{customer} still has {count} records of the kind {entity}. Archive those first."
    ),
    "follow_up.needs_touch": N_("{item} is done by logging a contact: fivefold touch {item}."),
    "playbook.unknown": N_("There is no playbook {value}. fivefold playbook lists all."),
    "playbook.blocked": N_(
        "{step} waits for the step before. Where it was done all the same, log it with "
        "fivefold touch."
    ),
    "playbook.agree_in_touch": N_(
        "{step}: log it with fivefold touch and agree the time of the next one by --next."
    ),
    "playbook.ended": N_("{run} is {state} already. Start it anew with fivefold playbook start."),
    "setting.unknown": N_("There is no setting {key}."),
    "change.unknown": N_("There is no change {change}. fivefold log shows their numbers."),
    "import.unknown_batch": N_("Change {change} is no import. fivefold log shows their numbers."),
    "undo.empty": N_("There is nothing to undo. fivefold log lists all changes."),
    "redo.empty": N_("There is nothing to do again."),
}
